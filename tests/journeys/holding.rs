//! Holding a session: beginning, writing, stepping, the veil, closing, coming back.

use egui::{Key, Modifiers};

use crate::therapist::{Therapist, sessions, texts};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

#[test]
fn three_lines_under_three_prompts_come_back_whole() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one\n").presses(NONE, Key::PageDown).waits(60).types("two\n");
    therapist.presses(NONE, Key::PageDown).waits(60).types("three").leaves();

    let written = sessions(folder.path());
    assert_eq!(written.len(), 1);
    assert_eq!(texts(&written[0]), ["one", "two", "three"]);
    let prompts: Vec<_> = (0..3).map(|line| written[0]["lines"][line]["prompt"].as_str().unwrap()).collect();
    assert_eq!(prompts, ["open", "rather-not", "felt-sense"]);
    assert_eq!(written[0]["lines"][2]["at"], "2026-11-23T14:04:11-05:00");
    assert!(written[0]["ended"].is_null());

    let mut again = Therapist::at(folder.path());
    assert!(again.hears("Not ended yet"));
    again.presses(CTRL, Key::O);
    assert_eq!(again.reads("Notes"), "one\ntwo\nthree");
    again.types(" more").leaves();
    let later = sessions(folder.path());
    assert_eq!(texts(&later[0]), ["one", "two", "three more"]);
    assert_eq!(later[0]["lines"][2]["id"], written[0]["lines"][2]["id"]);
    assert_eq!(later[0]["lines"][2]["at"], written[0]["lines"][2]["at"]);
}

/// The app writes nothing by itself here.
#[test]
fn what_was_typed_is_written_as_another_window_gets_the_keyboard() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::unhurried(folder.path());
    therapist.begins("K-07").types("Words").has_the_keyboard(false);
    therapist.until("they are on the disk", |therapist| {
        therapist.sessions().first().is_some_and(|session| texts(session) == ["Words"])
    });
}

#[test]
fn undo_cannot_bring_back_another_clients_words() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("A-1").types("alpha words\nmore alpha");
    therapist.presses(CTRL, Key::N).waits(60).begins("B-2").types("beta");
    for modifiers in [CTRL, CTRL | Modifiers::SHIFT] {
        for _ in 0..12 {
            therapist.presses(modifiers, Key::Z);
            assert!(!therapist.sees("alpha"));
        }
    }
    assert_eq!(therapist.reads("Notes"), "beta");
    therapist.leaves();
    let written = sessions(folder.path());
    assert_eq!(texts(&written[0]), ["alpha words", "more alpha"]);
    assert_eq!(texts(&written[1]), ["beta"]);
}

#[test]
fn undo_cannot_bring_back_another_clients_closing() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("A-1").presses(CTRL, Key::E).presses(NONE, Key::Tab).rests().types("alpha closing").rests();
    assert!(therapist.sees("alpha closing"));
    therapist.clicks("End session").waits(60).begins("B-2").types("beta");
    therapist.presses(CTRL, Key::E).presses(NONE, Key::Tab);
    for modifiers in [CTRL, CTRL | Modifiers::SHIFT] {
        for _ in 0..6 {
            therapist.rests().presses(modifiers, Key::Z);
            assert!(!therapist.sees("alpha"));
        }
    }
    therapist.leaves();
    let written = sessions(folder.path());
    assert_eq!(written[0]["closing"]["client_words"], "alpha closing");
    assert!(!written[0]["ended"].is_null());
    assert!(!written[1].to_string().contains("alpha"));
}

#[test]
fn undo_and_redo_work_across_the_page() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("").types("one").waits(10).types("\n").waits(10).pastes("two\r\nthree\rfour").waits(10);
    assert_eq!(therapist.reads("Notes"), "one\ntwo\nthree\nfour");
    therapist.presses(CTRL, Key::A).presses(NONE, Key::Delete);
    assert_eq!(therapist.reads("Notes"), "");
    therapist.presses(CTRL, Key::Z);
    assert_eq!(therapist.reads("Notes"), "one\ntwo\nthree\nfour");
    therapist.presses_often(CTRL, Key::Z, 2);
    assert_eq!(therapist.reads("Notes"), "one");
    therapist.presses_often(CTRL | Modifiers::SHIFT, Key::Z, 2);
    assert_eq!(therapist.reads("Notes"), "one\ntwo\nthree\nfour");
}

#[test]
fn undo_changes_no_notes_that_are_not_on_the_screen() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one").waits(10).types("\n").waits(10).types("two");
    for screen in ["Review", "Prompts"] {
        therapist.goes_to(screen).presses_often(CTRL, Key::Z, 3).goes_to("Session");
        assert_eq!(therapist.reads("Notes"), "one\ntwo", "{screen}");
    }
    therapist.goes_to("Review").commands("undo").goes_to("Session");
    assert_eq!(therapist.reads("Notes"), "one\ntwo");
    // Wherever the keyboard is at closing, in a field or on a button.
    therapist.presses(CTRL, Key::E);
    for _ in 0..16 {
        therapist.presses(NONE, Key::Tab).presses(CTRL, Key::Z);
    }
    therapist.clicks("Back to the notes");
    assert_eq!(therapist.reads("Notes"), "one\ntwo");
    therapist.presses(CTRL, Key::Z);
    assert_eq!(therapist.reads("Notes"), "one\n");
}

#[test]
fn whatever_takes_words_away_undo_brings_them_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07");
    let words = "her mother at the river";
    // What the keyboard sends: the test's own command key is no Control to the toolkit.
    let control = CTRL | Modifiers::CTRL;
    let ways: [&[(Modifiers, Key)]; 8] = [
        &[(Modifiers::SHIFT, Key::Home), (NONE, Key::Backspace)],
        &[(control | Modifiers::SHIFT, Key::ArrowLeft), (NONE, Key::Delete)],
        &[(control, Key::Backspace)],
        &[(NONE, Key::Home), (control, Key::Delete)],
        &[(NONE, Key::Home), (Modifiers::SHIFT, Key::End), (NONE, Key::Backspace)],
        &[(NONE, Key::Home), (NONE, Key::Delete)],
        &[(CTRL, Key::A), (NONE, Key::Delete)],
        &[(NONE, Key::Backspace)],
    ];
    for keys in ways {
        therapist.types(words);
        for (modifiers, key) in keys {
            therapist.presses(*modifiers, *key);
        }
        assert_ne!(therapist.reads("Notes"), words, "{keys:?} takes nothing away");
        therapist.presses(CTRL, Key::Z);
        assert_eq!(therapist.reads("Notes"), words, "{keys:?}");
        therapist.presses(CTRL, Key::A).types("x").presses(CTRL, Key::Z);
        assert_eq!(therapist.reads("Notes"), words, "another word in their place, after {keys:?}");
        therapist.presses(CTRL, Key::A).presses(NONE, Key::Delete);
    }
}

#[test]
fn the_next_keystroke_lands_in_the_notes() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("a").clicks("Reflect on themes").types("b");
    therapist.presses(NONE, Key::F8).types("c").presses(NONE, Key::F9).types("d");
    therapist.presses(NONE, Key::Tab).types("e");
    assert_eq!(therapist.reads("Notes"), "abcde");
}

#[test]
fn the_veil_hides_every_word_and_takes_what_is_typed() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("seen\n").presses(NONE, Key::Escape);
    assert!(!therapist.sees("seen") && !therapist.sees("K-07") && !therapist.sees("Open, and let it lead"));
    assert!(therapist.hears("14:02"));
    therapist.types("unseen\nwordsx").presses(NONE, Key::Backspace).types(" more");
    assert!(!therapist.sees("unseen"));
    therapist.presses(CTRL | Modifiers::CTRL, Key::Backspace).presses(NONE, Key::Escape);
    assert_eq!(therapist.reads("Notes"), "seen\nunseen\nwords ");
}

#[test]
fn what_is_kept_is_there_the_next_time_until_it_is_resolved() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter").presses(CTRL, Key::L).presses(CTRL, Key::E).clicks("End session");
    therapist.waits(3600).types("k-07");
    assert!(therapist.hears("the letter"), "Begin shows what is kept");
    therapist.presses(NONE, Key::Enter);
    assert!(therapist.hears_part("second session"));
    assert!(therapist.hears_part("1 thread open"));
    therapist.presses(CTRL, Key::E).clicks("Resolved: the letter").clicks("End session");
    therapist.waits(3600).types("K-07");
    assert!(!therapist.hears("the letter"));
    therapist.leaves();
    let written = sessions(folder.path());
    assert_eq!(written[0]["lines"][0]["keep"], "thread");
    assert_eq!(written[1]["outcomes"][0]["outcome"], "resolved");
    assert_eq!(written[1]["clients"][0], "K-07", "a known code is written as before");
}

#[test]
fn turned_to_the_client_the_screen_shows_only_what_was_agreed() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist
        .begins("K-07")
        .types("a private note\n")
        .presses(CTRL, Key::Num5)
        .types("Sister Ana")
        .presses(CTRL, Key::L);
    therapist.presses(CTRL, Key::E).clicks("Turn the screen to the client");
    assert!(therapist.sees("Sister Ana"));
    assert!(!therapist.sees("private") && !therapist.sees("K-07") && !therapist.hears("End session"));
    therapist.clicks("Done");
    assert!(therapist.hears("End session"));
}

#[test]
fn esc_never_shows_more_than_was_shown() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist
        .begins("K-07")
        .types("a private note")
        .presses(CTRL, Key::E)
        .rewrites("What I noticed in myself", "restless");
    assert!(therapist.hears("Hide the screen"));
    therapist.presses(NONE, Key::Escape);
    assert!(!therapist.sees("restless") && !therapist.sees("private"), "closing is hidden");
    therapist.types(", unseen").presses(NONE, Key::Escape);
    assert!(therapist.hears("End session") && !therapist.hears("Notes"), "and is there again");
    therapist.clicks("Turn the screen to the client");
    assert!(therapist.hears("Hide"));
    therapist.presses(NONE, Key::Escape);
    assert!(!therapist.sees("restless") && !therapist.hears("Done"), "the client’s view is hidden");
    therapist.presses(NONE, Key::Escape);
    assert!(!therapist.sees("restless") && therapist.hears("Done"), "and is there again");
    therapist.clicks("Done").clicks("Back to the notes");
    assert_eq!(therapist.reads("Notes"), "a private note, unseen");
}

/// How a therapist opens something.
type Opens = fn(&mut Therapist) -> &mut Therapist;

#[test]
fn the_footer_says_what_esc_does() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words");
    let opened: [(&str, Opens); 6] = [
        ("slow down", |therapist| therapist.presses(NONE, Key::F8)),
        ("the code and the date", |therapist| therapist.presses(CTRL, Key::I)),
        ("the keys", |therapist| therapist.presses(NONE, Key::F1)),
        ("the clients", |therapist| therapist.searches_every_note().commands("clients and themes")),
        ("a page", |therapist| therapist.searches_every_note().clicks("Every session")),
        ("a set’s name", |therapist| therapist.goes_to("Prompts").commands("rename this prompt set")),
    ];
    for (what, open) in opened {
        open(&mut therapist);
        assert!(therapist.hears("Close what is open"), "{what}");
        therapist.presses(NONE, Key::Escape);
        assert!(therapist.hears("Hide the screen"), "{what}: it is closed, and no veil is drawn");
        therapist.presses(NONE, Key::Escape);
        assert!(!therapist.hears("Hide the screen") && !therapist.sees("K-07"), "{what}: the veil");
        therapist.presses(NONE, Key::Escape).goes_to("Session");
    }
}

#[test]
fn esc_closes_one_thing_at_a_time_from_the_innermost_on() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").presses(NONE, Key::F8).presses(CTRL, Key::I).presses(NONE, Key::F1);
    let open = |therapist: &Therapist| {
        [
            therapist.hears("Keyboard shortcuts"),
            therapist.hears("Date of dosing"),
            therapist.hears("Your support card"),
            therapist.hears("Notes"),
        ]
    };
    assert_eq!(open(&therapist), [true; 4]);
    for left in [[false, true, true, true], [false, false, true, true], [false, false, false, true], [false; 4]] {
        therapist.presses(NONE, Key::Escape);
        assert_eq!(open(&therapist), left);
    }
}

#[test]
fn esc_closes_a_list_of_choices_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").presses(CTRL, Key::E).opens("Kept for next time as");
    assert!(therapist.hears("Goal"));
    therapist.presses(NONE, Key::Escape);
    assert!(!therapist.hears("Goal") && therapist.hears("End session"), "no veil is drawn");
    therapist.presses(NONE, Key::Escape);
    assert!(!therapist.hears("End session"), "and then it is");
}

#[test]
fn a_line_added_at_closing_is_kept_as_the_kind_that_is_chosen_and_stands_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").presses(CTRL, Key::Num5).types("with Ana").presses(CTRL, Key::E);
    therapist.types("Whether she leaves\n").opens("Kept for next time as").clicks("Self-care").types("A walk\n");
    therapist.clicks("Turn the screen to the client");
    assert!(therapist.sees("A walk") && !therapist.sees("Whether she leaves"), "a thread is for the therapist");
    therapist.clicks("Done").clicks("Back to the notes").types("after it").sees_it_saved();
    let written = &sessions(folder.path())[0];
    assert_eq!(texts(written), ["with Ana", "Whether she leaves", "A walk", "after it"]);
    let kinds: Vec<_> = written["lines"].as_array().unwrap().iter().map(|line| line["keep"].as_str()).collect();
    assert_eq!(kinds, [None, Some("thread"), Some("self-care"), None]);
}

#[test]
fn a_session_begins_without_a_code_and_gets_one_later() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("").types("words").presses(CTRL, Key::I).types("M-12").presses(NONE, Key::Enter).types(" more");
    assert_eq!(therapist.reads("Notes"), "words more");
    therapist.leaves();
    assert_eq!(sessions(folder.path())[0]["clients"][0], "M-12");
}

#[test]
fn known_codes_are_completed_by_tab_and_never_by_enter_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("x").presses(CTRL, Key::N).waits(60).begins("K-0").types("y").presses(CTRL, Key::N);
    therapist.waits(60);
    therapist.types("K-").presses(NONE, Key::Tab).presses(NONE, Key::Enter).types("z").leaves();
    let mut again = Therapist::at(folder.path());
    again.waits(60).types("K-").presses_often(NONE, Key::ArrowDown, 2).presses(NONE, Key::Enter).types("w").leaves();
    let clients: Vec<_> = sessions(folder.path()).iter().map(|session| session["clients"][0].clone()).collect();
    assert_eq!(clients, ["K-07", "K-0", "K-0", "K-07"]);
}

#[test]
fn a_session_that_is_left_and_taken_up_again_is_saved_from_its_first_change() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("a").presses(CTRL, Key::N).presses(CTRL, Key::O).types("#").leaves();
    assert_eq!(texts(&sessions(folder.path())[0]), ["a#"]);
}

#[test]
fn saving_by_habit_is_answered() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words").leaves();
    let mut again = Therapist::at(folder.path());
    again.presses(CTRL, Key::O);
    assert!(!again.hears_part("Saved "));
    again.waits(120).presses(CTRL, Key::S);
    assert!(again.hears("Saved 14:04"));
}

#[test]
fn a_theme_is_completed_by_tab() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("#water").presses(CTRL, Key::N).begins("K-07").types("by the #w");
    assert!(therapist.hears("Tab completes “water”"));
    therapist.presses(NONE, Key::Tab).types(" again");
    assert_eq!(therapist.reads("Notes"), "by the #water again");
}
