//! Where a click goes.

use egui::{Modifiers, pos2};

use super::Window;

#[test]
fn a_click_below_the_last_line_goes_to_its_end() {
    let mut window = Window::of("one\nHands warm, #water");
    window.button(pos2(30.0, 200.0), true, Modifiers::NONE).button(pos2(30.0, 200.0), false, Modifiers::NONE);
    assert_eq!(window.types("!").text(), "one\nHands warm, #water!");
}
