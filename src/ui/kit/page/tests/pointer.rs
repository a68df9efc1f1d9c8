//! Where a click goes, and what is chosen by it.

use egui::{Event, Key, OutputCommand, PointerButton, Pos2, TouchPhase, pos2};

use super::{CTRL, NONE, SHIFT, Window};

#[test]
fn a_click_below_the_last_line_goes_to_its_end() {
    let mut window = Window::of("one\nHands warm, #water");
    window.button(pos2(30.0, 200.0), true, NONE).button(pos2(30.0, 200.0), false, NONE);
    assert_eq!(window.types("!").text(), "one\nHands warm, #water!");
}

#[test]
fn what_was_chosen_is_handed_to_the_system_once_and_pasted_by_the_middle_button_where_it_is_clicked() {
    let mut window = Window::of("one\n\n\nlast");
    window.button(pos2(300.0, 20.0), true, NONE).sends([Event::PointerMoved(pos2(10.0, 20.0))]);
    assert!(window.handed().is_empty(), "while the button is down it may become more");
    window.button(pos2(10.0, 20.0), false, NONE);
    assert_eq!(window.handed(), [OutputCommand::TextSelectionSettled("one".to_owned())]);
    let text = "two".to_owned();
    window.sends([Event::PointerMoved(pos2(30.0, 200.0)), Event::MiddleClickPaste { pos: pos2(30.0, 200.0), text }]);
    assert_eq!(window.text(), "one\n\n\nlasttwo");
}

#[test]
fn what_is_chosen_can_be_carried_to_another_place() {
    let mut window = Window::of("one two three");
    window.presses(SHIFT | CTRL, Key::ArrowRight);
    window.drags(pos2(45.0, 20.0), pos2(300.0, 20.0), NONE);
    assert_eq!(window.text(), " two threeone");
}

/// What the toolkit hears of a finger.
fn touch(phase: TouchPhase, pos: Pos2) -> Vec<Event> {
    let finger = Event::Touch { device_id: egui::TouchDeviceId(1), id: egui::TouchId(1), phase, pos, force: None };
    let button = |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: NONE };
    match phase {
        TouchPhase::Start => vec![finger, Event::PointerMoved(pos), button(true)],
        TouchPhase::Move => vec![finger, Event::PointerMoved(pos)],
        TouchPhase::End | TouchPhase::Cancel => vec![finger, button(false), Event::PointerGone],
    }
}

#[test]
fn a_finger_scrolls_the_page_and_a_tap_puts_the_caret() {
    let mut window = Window::of(&"line\n".repeat(60));
    let caret_top =
        |window: &Window| window.harness.output().platform_output.ime.as_ref().map(|ime| ime.cursor_rect.top());
    let (before, top) = (window.caret(), caret_top(&window));
    window.sends(touch(TouchPhase::Start, pos2(60.0, 200.0)));
    for step in 1..=10_u8 {
        window.sends(touch(TouchPhase::Move, pos2(60.0, 200.0 - 12.0 * f32::from(step))));
    }
    window.sends(touch(TouchPhase::End, pos2(60.0, 80.0)));
    assert_eq!(window.caret(), before, "nothing is chosen");
    let moved = top.unwrap() - caret_top(&window).unwrap();
    assert!((60.0..=120.0).contains(&moved), "{moved}");
    window.sends(touch(TouchPhase::Start, pos2(60.0, 100.0))).sends(touch(TouchPhase::End, pos2(60.0, 100.0)));
    let caret = window.caret();
    assert!(caret.is_empty() && caret.focus.line > 4, "{caret:?}");
    window.types("!");
    assert_eq!(window.text().matches('!').count(), 1);
    assert_eq!(window.text().replace('!', ""), "line\n".repeat(60));
}

#[test]
fn a_second_press_that_is_dragged_chooses_whole_words() {
    let says = "one two three four five";
    for to in [150.0, 22.0] {
        let mut window = Window::of(says);
        // A frame takes long here.
        window.harness.ctx.options_mut(|options| options.input_options.max_double_click_delay = 5.0);
        let (word, to) = (pos2(75.0, 12.0), pos2(to, 12.0));
        window.button(word, true, NONE).button(word, false, NONE).button(word, true, NONE);
        window.sends([Event::PointerMoved(word.lerp(to, 0.5))]).sends([Event::PointerMoved(to)]);
        window.button(to, false, NONE);
        let chosen = window.caret().range();
        let words = &says[chosen.start.byte..chosen.end.byte];
        let are_whole = format!(" {says} ").contains(&format!(" {} ", words.trim()));
        assert!(are_whole && words.trim().contains(' '), "{words:?}");
    }
}
