//! Where a click goes, and what is chosen by it.

use egui::{Event, Key, OutputCommand, pos2};

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
