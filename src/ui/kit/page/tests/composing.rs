//! What an input method composes, and what becomes of it.

use egui::{Event, Id, ImeEvent, Key, pos2};

use super::{Act, CTRL, NONE, Window};

#[test]
fn what_is_composed_is_shown_and_not_written_until_it_is_done() {
    let mut window = Window::of("ab");
    window.presses(NONE, Key::ArrowRight).composes("に").composes("にほ");
    assert_eq!(window.text(), "ab");
    window.sends([Event::Ime(ImeEvent::Commit("日本".to_owned()))]);
    assert_eq!(window.text(), "a日本b");
    window.composes("x").composes("");
    assert_eq!(window.text(), "a日本b", "what was given up leaves nothing");
}

#[test]
fn what_is_composed_is_written_as_it_is_when_the_caret_or_the_keyboard_goes_elsewhere() {
    type Leaves = fn(&mut Window);
    let leaves: [Leaves; 3] = [
        |window| {
            window.drags(pos2(60.0, 100.0), pos2(60.0, 100.0), NONE);
        },
        |window| window.harness.ctx.memory_mut(|memory| memory.surrender_focus(Id::unique("page"))),
        |window| window.harness.input_mut().focused = false,
    ];
    for leave in leaves {
        let mut window = Window::of("ab");
        window.presses(NONE, Key::ArrowRight).composes("ni hao");
        leave(&mut window);
        window.frame();
        assert_eq!(window.text(), "ani haob");
        // Some input methods write it too.
        window.harness.input_mut().focused = true;
        window.harness.ctx.memory_mut(|memory| memory.request_focus(Id::unique("page")));
        window.frame();
        window.sends([Event::Ime(ImeEvent::Commit("nihao".to_owned()))]);
        assert_eq!(window.text(), "ani haob");
        window.composes("x").sends([Event::Ime(ImeEvent::Commit("nihao".to_owned()))]);
        assert_eq!(window.text().matches("hao").count(), 2, "that one is another");
    }
}

#[test]
fn what_an_input_method_says_without_composing_scrolls_nothing() {
    let mut window = Window::of(&"line\n".repeat(60));
    let caret = |window: &mut Window| {
        (0..5).for_each(|_| window.frame());
        window.harness.output().platform_output.ime.as_ref().map(|ime| ime.cursor_rect.top())
    };
    window.presses(CTRL, Key::End);
    let at_end = caret(&mut window);
    window.does(&Act::Scrolls(600.0));
    let before = caret(&mut window);
    assert!(before.is_some() && before != at_end);
    window.composes("");
    assert_eq!(caret(&mut window), before);
    window.composes("x");
    assert_ne!(caret(&mut window), before, "what is composed is brought into sight");
}
