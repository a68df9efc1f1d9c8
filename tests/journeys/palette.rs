//! The palette: every command by name, carried out where it applies.

use egui::{Key, Modifiers};

use crate::therapist::{Therapist, texts};

const CTRL: Modifiers = Modifiers::COMMAND;
const NONE: Modifiers = Modifiers::NONE;

#[test]
fn the_palette_has_every_command_and_goes_where_it_applies() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").presses(CTRL, Key::E).clicks("End session");
    // What was chosen on another screen is not changed before it is in sight.
    therapist
        .goes_to("Prompts")
        .opens("Prompts")
        .clicks("My order")
        .clicks("Shown, hide: Follow the client")
        .goes_to("Session");
    therapist.begins("B-02").types("other words").commands("hide or show the prompt").rests();
    assert!(therapist.hears_part("1 hidden"), "and neither hides another nor shows this one again");
    therapist.commands("jump to a prompt").rests();
    assert!(therapist.hears("Jump to a prompt"), "back in the session");
    therapist.presses(NONE, Key::Escape).types(", and more").sees_it_saved();
    assert!(therapist.sessions().iter().any(|session| texts(session) == ["other words, and more"]));
    therapist.presses(CTRL, Key::N).commands("slow down").rests();
    assert!(therapist.hears("Begin a session"), "beside no session there is nothing to slow down");
}
