//! That the caret is in sight, whatever becomes of the page around it.

use super::*;

#[test]
fn the_caret_stays_in_sight_while_less_of_the_page_is() {
    let mut window = Window::of(&["line"; 40].join("\n"));
    window.presses(CTRL, Key::Home);
    for _ in 0..7 {
        window.presses(NONE, Key::ArrowDown);
    }
    window.harness.set_size(vec2(320.0, 120.0));
    window.frame();
    window.frame();
    let caret = window.harness.state().0.caret_on_screen();
    assert!((0.0..120.0).contains(&caret.y), "{caret:?}");
}

#[test]
fn the_line_that_is_written_in_is_above_the_lower_third_if_that_is_wanted() {
    for (keeps_caret_high, deepest) in [(true, 160.0), (false, 240.0)] {
        let mut window = Window::keeping(keeps_caret_high, "");
        for _ in 0..20 {
            window.types("a line").presses(NONE, Key::Enter);
        }
        window.frame();
        let bottom = window.harness.state().0.caret_on_screen.y;
        assert!(bottom <= deepest && bottom > deepest - 40.0, "{keeps_caret_high}: {bottom}");
    }
}

#[test]
fn what_is_around_a_place_that_one_is_brought_to_comes_into_sight_with_it() {
    let mut window = Window::of(&["line"; 90].join("\n"));
    let put = |window: &mut Window, line| {
        window.harness.state_mut().0.set_caret(Caret::at_place(Place::new(line, 0)));
        window.frame();
        window.frame();
        window.harness.state().0.caret_on_screen.y
    };
    for line in [60, 20] {
        let depth = put(&mut window, line);
        assert!((60.0..130.0).contains(&depth), "{line}: {depth}");
    }
    let before = put(&mut window, 21);
    assert!(put(&mut window, 20) < before, "what is in sight stays where it is");
}

#[test]
fn keys_in_successive_frames_bring_the_caret_into_sight_and_leave_it_there() {
    let mut window = Window::of(&"a line that is long enough for two rows of the page, or three\n".repeat(300));
    window.harness.state_mut().0.move_caret(Caret::at_place(Place::new(200, 3)));
    for _ in 0..6 {
        window.harness.event(Event::Text("x".to_owned()));
        window.harness.step();
    }
    window.harness.step();
    let caret = window.harness.state().0.caret_on_screen.y;
    assert!((0.0..240.0).contains(&caret), "{caret}");
}

#[test]
fn the_caret_stays_in_sight_while_the_text_becomes_larger() {
    let mut window = Window::of(&"a line that is long enough for two rows of the page, or three\n".repeat(8));
    window.harness.state_mut().0.set_caret(Caret::at_place(Place::new(8, 0)));
    window.frame();
    for zoom in [1.1, 1.2, 1.4, 1.6, 1.8, 2.0] {
        window.harness.ctx.set_zoom_factor(zoom);
        (0..3).for_each(|_| window.harness.step());
        let bottom = window.harness.ctx.content_rect().bottom();
        let caret = window.harness.state().0.caret_on_screen.y;
        assert!((0.0..=bottom).contains(&caret), "{zoom}: {caret} of {bottom}");
    }
}
