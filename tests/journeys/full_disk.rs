//! Sealed notes, copies and state on one disk that is full: nothing that was typed is lost by locking, nor by closing.

use egui::{Key, Modifiers};

use crate::sealing::{CLIENT, CTRL_SHIFT, WORDS, is_locked, sealed, unlocks};
use crate::support::folder::holds_text;
use crate::support::small_disk::SmallDisk;
use crate::therapist::Therapist;

const CTRL: Modifiers = Modifiers::COMMAND;

/// Words that no disk has.
const NEW: &str = " qvxz the far bank";

const STAYS: &str = "The window stays open, because what you wrote last is not saved anywhere yet.";

/// A therapist who typed while the disk was full.
fn on_full_disk(root: &std::path::Path) -> (SmallDisk, Therapist) {
    let disk = SmallDisk::at(&root.join("disk"));
    let (mut therapist, _) = sealed(&disk.0);
    disk.fill();
    therapist.types(NEW).until("it is said", |therapist| therapist.hears_part("The disk is full."));
    (disk, therapist)
}

/// Asks the window to close; returns whether the app lets it go.
fn is_let_go(therapist: &mut Therapist) -> bool {
    let window = therapist.window.as_mut().unwrap();
    let viewport = window.input_mut().viewports.entry(egui::ViewportId::ROOT).or_default();
    viewport.events.push(egui::ViewportEvent::Close);
    window.step();
    let commands = &window.output().viewport_output[&egui::ViewportId::ROOT].commands;
    !commands.contains(&egui::ViewportCommand::CancelClose)
}

#[test]
fn words_that_no_disk_takes_outlive_locking_and_are_never_called_saved() {
    let root = tempfile::tempdir().unwrap();
    let (disk, mut therapist) = on_full_disk(root.path());
    therapist.presses(CTRL_SHIFT, Key::L);
    is_locked(&mut therapist);
    assert!(!therapist.sees("qvxz"));
    therapist.until("it is said", |therapist| therapist.hears_part("The disk is full. Free some space;"));
    assert!(!holds_text(&disk.0, "qvxz"));
    unlocks(&mut therapist, WORDS);
    therapist.until("it is there again", |therapist| therapist.sees(NEW));
    assert!(!therapist.hears_part("Saved "), "it is not");
    // What was typed before can still be taken back, and made again.
    let written = therapist.reads("Notes");
    therapist.presses(CTRL, Key::Z);
    assert_ne!(therapist.reads("Notes"), written);
    therapist.presses(CTRL_SHIFT, Key::Z);
    assert_eq!(therapist.reads("Notes"), written);
    therapist.locks_the_computer();
    is_locked(&mut therapist);
    disk.free();
    therapist.until("it is on the disk", |therapist| !therapist.hears_part("The disk is full."));
    unlocks(&mut therapist, WORDS);
    therapist.until("it is there again", |therapist| therapist.sees(NEW)).sees_it_saved();
    therapist.leaves();
    assert!(!holds_text(&disk.0, "qvxz"));
    let mut again = Therapist::arriving_at(&disk.0);
    unlocks(&mut again, WORDS);
    again.until("it is read", |therapist| therapist.sees(CLIENT)).presses(CTRL, Key::O);
    again.until("it is open", |therapist| therapist.sees(NEW)).leaves();
}

#[test]
fn the_window_stays_while_words_are_on_no_disk_locked_or_not() {
    let root = tempfile::tempdir().unwrap();
    let (disk, mut therapist) = on_full_disk(root.path());
    for _ in 0..3 {
        assert!(!is_let_go(&mut therapist), "they would be lost");
        therapist.until("it is said", |therapist| therapist.hears_part(STAYS));
    }
    therapist.presses(CTRL_SHIFT, Key::L);
    is_locked(&mut therapist);
    for _ in 0..3 {
        assert!(!is_let_go(&mut therapist), "nor once the notes are locked");
        therapist.until("it is said", |therapist| therapist.hears_part(STAYS));
    }
    disk.free();
    therapist.until("it is on the disk", |therapist| !therapist.hears_part(STAYS));
    // Whether it waits for the last words is said once they were tried.
    while !is_let_go(&mut therapist) {
        therapist.is_woken();
    }
    therapist.leaves();
    let mut again = Therapist::arriving_at(&disk.0);
    unlocks(&mut again, WORDS);
    again.until("it is read", |therapist| therapist.sees(CLIENT)).presses(CTRL, Key::O);
    again.until("it is open", |therapist| therapist.sees(NEW)).leaves();
}
