//! Every view of every screen, and how a therapist comes to it.

use std::path::Path;

use chrono::NaiveDate;
use egui::{Key, Modifiers};
use holdspace::domain::demo;
use holdspace::guidelines::integration_session;
use holdspace::storage::folders::Folders;
use holdspace::ui::Screen;
use holdspace::ui::Stage;
use holdspace::ui::shell::overlay::Overlay;
use strum::IntoEnumIterator;

use crate::sealing::{CTRL_SHIFT, WORDS, sealed};
use crate::therapist::Therapist;

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

/// By what one goes through a view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// By Tab.
    Tab,
    /// By the arrow keys: a field above the list keeps the keyboard.
    Arrows,
    /// Nothing there can have the keyboard.
    Nothing,
}

/// What is there when one comes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// Nothing.
    Nothing,
    /// The invented sessions.
    Sessions,
    /// The same, and one more that runs.
    Session,
    /// Notes that are sealed.
    Sealed,
}

/// One view, and how one comes to it.
pub(crate) struct View {
    /// The part of the app that it belongs to.
    pub(crate) part: &'static str,
    pub(crate) name: &'static str,
    before: Before,
    goes: fn(&mut Therapist) -> &mut Therapist,
    /// A name that is heard in it, and not before.
    sees: &'static str,
    pub(crate) keys: Keys,
}

impl View {
    /// Comes to it, on an empty folder.
    pub(crate) fn arrive(&self, folder: &Path) -> Therapist {
        let mut therapist = match self.before {
            Before::Nothing => Therapist::at(folder),
            Before::Sessions => after_sessions(folder),
            Before::Session => in_session(folder),
            Before::Sealed => sealed(folder).0,
        };
        // Whatever is clicked on the way is in sight.
        therapist.sits_at(super::FIRST);
        (self.goes)(&mut therapist);
        assert!(therapist.hears_part(self.sees), "{} is not there", self.name);
        therapist
    }
}

/// Every view.
pub(crate) fn every_view() -> impl Iterator<Item = &'static View> {
    VIEWS.iter()
}

/// The views of a part of the app.
pub(crate) fn views_of(part: &str) -> impl Iterator<Item = &'static View> {
    VIEWS.iter().filter(move |view| view.part == part)
}

const fn view(
    part: &'static str,
    name: &'static str,
    before: Before,
    goes: fn(&mut Therapist) -> &mut Therapist,
    sees: &'static str,
) -> View {
    View { part, name, before, goes, sees, keys: Keys::Tab }
}

const fn begin(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("begin", name, Before::Sessions, goes, sees)
}

const fn session(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("session", name, Before::Session, goes, sees)
}

const fn close(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("close", name, Before::Session, goes, sees)
}

const fn review(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("review", name, Before::Sessions, goes, sees)
}

const fn across(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("across", name, Before::Sessions, goes, sees)
}

const fn prompts(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("prompts", name, Before::Sessions, goes, sees)
}

const fn over(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("over", name, Before::Session, goes, sees)
}

const fn sealing(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("sealing", name, Before::Sessions, goes, sees)
}

const fn sealed_notes(name: &'static str, goes: fn(&mut Therapist) -> &mut Therapist, sees: &'static str) -> View {
    view("sealing", name, Before::Sealed, goes, sees)
}

/// The views, as they are found.
const VIEWS: &[View] = &[
    view("begin", "begin, the first time", Before::Nothing, |here| here, "Client code"),
    begin("begin, with what was kept", |here| here.types("K-07"), "Thread"),
    begin("begin, with codes", |here| here.types("K-0"), "K-07"),
    begin("begin, held earlier", |here| here.clicks("It was held earlier…"), "Day of the session"),
    view("begin", "begin, not ended", Before::Session, |here| here.presses(CTRL, Key::N), "Continue"),
    session("session", |here| here, "Could offer"),
    session("session, without the guide", |here| here.presses(NONE, Key::F9), "Enter for the next line"),
    session("session, find", |here| here.presses(CTRL, Key::F).types("the"), "Previous"),
    session("session, details", |here| here.presses(CTRL, Key::I), "Date of dosing"),
    session("session, last time", |here| here.presses(CTRL, Key::T), "Hide last time"),
    session("session, an earlier one", |here| here.clicks("Read that session"), "Back to the prompts"),
    session("session, slow down", |here| here.presses(NONE, Key::F8), "Your support card"),
    View { keys: Keys::Nothing, ..session("veil", |here| here.presses(NONE, Key::Escape), ":") },
    close("close", |here| here.presses(CTRL, Key::E), "Close the session"),
    close(
        "client’s view",
        |here| here.presses(CTRL, Key::E).clicks("Turn the screen to the client"),
        "Caring for yourself",
    ),
    close("after the end", |here| here.presses(CTRL, Key::E).clicks("End session").sees_it_saved(), "Client code"),
    review("review", |here| here.searches_every_note(), "Every session"),
    view("review", "review, nothing there", Before::Nothing, |here| here.searches_every_note(), "No sessions"),
    review(
        "review, search",
        |here| here.searches_every_note().types("the").presses(NONE, Key::Enter),
        "in this session",
    ),
    view(
        "review",
        "review, search in a session",
        Before::Session,
        |here| here.searches_every_note().types("the"),
        "Shift+Enter",
    ),
    review("review, a session", reads_a_session, "Every session"),
    review("review, timeline as a table", |here| reads_a_session(here).commands("Timeline as a table"), "As a picture"),
    review("review, finalize", |here| here.searches_every_note().commands("Finalize this session"), "Cancel"),
    review("review, earlier versions", reads_earlier_versions, "Restore this version"),
    review("review, trash", shows_the_trash, "Empty the trash"),
    across("every session", |here| here.searches_every_note().commands("Every session with"), "oldest first"),
    across("by prompt", |here| here.searches_every_note().commands("By prompt"), "Toward their goals"),
    across("by theme", |here| here.searches_every_note().commands("By theme"), "#"),
    across(
        "beside",
        |here| here.searches_every_note().commands("this session beside").presses(NONE, Key::ArrowDown),
        "Back to one session",
    ),
    across("clients and themes", |here| here.searches_every_note().commands("Clients and themes"), "Back to reading"),
    prompts("prompts", |here| here.goes_to("Prompts"), "Add a prompt"),
    prompts("prompts, one to edit", |here| here.goes_to("Prompts").presses(NONE, Key::Enter), "Guidance"),
    prompts("prompts, section", |here| here.goes_to("Prompts").clicks("Section Opening"), "Name of the section"),
    prompts("prompts, rename", |here| here.goes_to("Prompts").commands("Rename this prompt set"), "Back"),
    prompts("prompts, export", |here| here.goes_to("Prompts").commands("Export this prompt set"), "File"),
    prompts("prompts, import", |here| here.goes_to("Prompts").commands("Import a prompt set"), "File"),
    View { keys: Keys::Arrows, ..over("palette", |here| here.presses(CTRL_SHIFT, Key::P), "Larger text") },
    View { keys: Keys::Arrows, ..over("jump", |here| here.presses(CTRL, Key::J), "Jump to a prompt") },
    over("help", |here| here.presses(NONE, Key::F1), "Keyboard shortcuts"),
    over("about", |here| here.presses(NONE, Key::F1).presses(NONE, Key::ArrowRight), "Licenses"),
    over("settings", |here| here.presses(CTRL, Key::Comma), "Text size"),
    over("menu", opens_the_menu, "Slow down"),
    sealing("sealing", |here| here.commands("sealing"), "Seal the notes…"),
    sealing("sealing, passphrase", |here| here.commands("sealing").clicks("Seal the notes…"), "New passphrase"),
    sealing("sealing, recovery code", comes_to_the_code, "recovery code"),
    sealed_notes("sealing, sealed", |here| here.commands("sealing"), "Rotate the key…"),
    sealed_notes("lock screen", |here| here.presses(CTRL_SHIFT, Key::L), "The notes are locked"),
    sealed_notes(
        "lock screen, recovery",
        |here| here.presses(CTRL_SHIFT, Key::L).clicks("Forgot the passphrase?"),
        "Recovery code",
    ),
];

fn after_sessions(folder: &Path) -> Therapist {
    let today = NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
    let sessions = demo::sessions(today, &integration_session().prompts);
    holdspace::storage::demo::write(&Folders::within(folder), &sessions).unwrap();
    Therapist::at(folder)
}

fn in_session(folder: &Path) -> Therapist {
    let mut therapist = after_sessions(folder);
    therapist.begins("K-07").types("Arrived quiet. “I keep seeing the water.” Not sure it means anything. #water\n");
    therapist.presses(NONE, Key::PageDown).types("Her mother, not now").presses(CTRL, Key::L).types("\nLong pause.");
    therapist.sees_it_saved();
    therapist
}

/// In a small window it is read by itself, once it was chosen there.
fn reads_a_session(here: &mut Therapist) -> &mut Therapist {
    here.searches_every_note().sits_at(super::room(480, 340, 100));
    here.clicks_part("22 Nov, K-07")
}

fn reads_earlier_versions(here: &mut Therapist) -> &mut Therapist {
    here.searches_every_note().clicks("Edit").types(", still").presses(CTRL, Key::E).clicks("Done").sees_it_saved();
    here.searches_every_note().clicks("Earlier versions");
    here.until("they are read", |here| here.hears("Restore this version"))
}

fn shows_the_trash(here: &mut Therapist) -> &mut Therapist {
    here.searches_every_note().commands("Move this session to the trash");
    here.until("it is in the trash", |here| here.hears("Trash · 1 session"));
    here.commands("Show or hide the trash")
}

/// A small window has it.
fn opens_the_menu(here: &mut Therapist) -> &mut Therapist {
    here.sits_at(super::room(480, 340, 300)).clicks("Menu")
}

fn comes_to_the_code(here: &mut Therapist) -> &mut Therapist {
    here.commands("sealing").clicks("Seal the notes…");
    here.types(WORDS).presses(NONE, Key::Enter).types(WORDS).presses(NONE, Key::Enter)
}

/// The part of the app that a screen is walked in: a screen that is in none does not compile.
const fn part_of_screen(screen: Screen) -> &'static str {
    match screen {
        Screen::Session => "session",
        Screen::Review => "review",
        Screen::Prompts => "prompts",
    }
}

/// The same of a part of a session.
const fn view_of_stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Notes => "session",
        Stage::Closing => "close",
        Stage::ClientView => "client’s view",
    }
}

/// The same of what opens over a screen.
fn view_of_overlay(overlay: &Overlay) -> &'static str {
    match overlay {
        Overlay::Palette(_) => "palette",
        Overlay::Jump(_) => "jump",
        Overlay::Keys(_) => "help",
        Overlay::Settings => "settings",
        Overlay::Menu => "menu",
        Overlay::Sealing(_) => "sealing",
    }
}

#[test]
fn every_screen_stage_and_overlay_is_walked() {
    let is_there = |name: &str| VIEWS.iter().any(|view| view.name == name);
    assert!(Screen::iter().all(|screen| views_of(part_of_screen(screen)).count() > 0));
    assert!([Stage::Notes, Stage::Closing, Stage::ClientView].map(view_of_stage).into_iter().all(is_there));
    let finder = holdspace::ui::shell::overlay::Finder::default;
    let help = Overlay::Keys(holdspace::ui::shell::help::Help::default());
    let overlays = [Overlay::Palette(finder()), Overlay::Jump(finder()), help, Overlay::Settings, Overlay::Menu];
    assert!(overlays.iter().map(view_of_overlay).chain(["sealing"]).all(is_there));
    let parts = ["begin", "session", "close", "review", "across", "prompts", "over", "sealing"];
    assert!(VIEWS.iter().all(|view| parts.contains(&view.part)), "each part has its test");
}
