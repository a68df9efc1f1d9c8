//! The palette: every command by name, carried out where it applies.

use egui::{Key, Modifiers};

use crate::therapist::{Therapist, texts};

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
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

#[test]
fn the_field_stays_in_its_place_however_few_are_found() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter");
    let top = |therapist: &Therapist| {
        let ctx = &therapist.window().ctx;
        let focused = ctx.memory(egui::Memory::focused).and_then(|id| ctx.read_response(id));
        focused.map(|response| response.rect.top())
    };
    for (modifiers, key) in [(CTRL_SHIFT, Key::P), (CTRL, Key::J)] {
        therapist.presses(modifiers, key).rests();
        let before = top(&therapist);
        assert!(before.is_some());
        for letters in ["s", "l", "zzz"] {
            assert_eq!(top(therapist.types(letters)), before, "{letters}");
        }
        therapist.presses(NONE, Key::Escape);
    }
    therapist.presses(CTRL, Key::J).types("se").presses(NONE, Key::Enter);
    assert!(therapist.hears("¶14"), "Self-care: what begins so comes first");
    therapist.leaves();
}
