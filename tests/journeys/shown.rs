//! What is there is shown: the whole support card, every theme of the session that is read, long codes, and which
//! prompts were opened.

use egui::{Key, Modifiers, pos2, vec2};

use crate::sizes::room;
use crate::therapist::{Therapist, sessions};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;

#[test]
fn slow_down_shows_the_whole_support_card_first_and_all_of_it_scrolls() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    let card: Vec<String> = (1..=12).map(|line| format!("Call number {line}")).collect();
    therapist.presses(CTRL, Key::Comma).rewrites("Support card", &card.join("\n")).presses(NONE, Key::Escape);
    therapist.begins("K-07").types("words").presses(NONE, Key::F8);
    for line in &card {
        assert!(therapist.shows(line), "{line}");
    }
    assert!(therapist.top_of("Call number 12") < therapist.top_of("Validate, and slow down ¶8"), "the card is first");
    assert!(
        therapist.hears("“There is room for this here.”") && therapist.hears("Help process distress or confusion ¶9"),
        "with their example wording"
    );
    // With larger text what does not fit is reached.
    therapist.presses_often(CTRL, Key::Plus, 8);
    assert!(therapist.shows("Call number 1"));
    let last = "Holdspace does not assess risk; that judgment is yours.";
    assert!(!therapist.shows(last));
    therapist.scrolls_over("Call number 1", -4000.0);
    assert!(therapist.shows(last), "all of it scrolls");
    therapist.scrolls_over(last, 4000.0).clicks("Close").types(" and more");
    assert!(!therapist.hears("Your support card"));
    assert_eq!(therapist.reads("Notes"), "words and more");
    therapist.presses(NONE, Key::F9).presses(NONE, Key::F8);
    assert!(therapist.hears("Your support card"), "also where the guide is not shown");
}

#[test]
fn passing_a_prompt_by_leaves_no_mark_and_opening_or_writing_does() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").presses_often(NONE, Key::PageDown, 14).presses_often(NONE, Key::PageUp, 3);
    therapist.presses(CTRL, Key::Num3).presses(NONE, Key::Enter);
    therapist.presses(Modifiers::ALT, Key::ArrowDown).presses(Modifiers::ALT, Key::ArrowUp);
    assert!(!therapist.hears_part(", touched"), "passing by, an empty line, and moving");
    therapist.presses(CTRL, Key::Num5).types("Ana").presses(CTRL, Key::Num1).presses(CTRL, Key::J).types("self-care");
    therapist.presses(NONE, Key::Enter).sees_it_saved().leaves();
    assert_eq!(sessions(folder.path())[0]["touched"], serde_json::json!(["holds-space", "self-care"]));
}

#[test]
fn the_timeline_has_every_theme_of_the_session_that_is_read_and_says_how_many_more_there_are() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for words in ["#a1 #a2 #a3 #a4 #a5 #a6 #a7", "#b1 #b2"] {
        therapist.begins("K-07").types(words).presses(CTRL, Key::E).clicks("End session").waits(7 * 24 * 3600);
    }
    therapist.searches_every_note();
    assert!(therapist.hears("b1: every line with #b1") && therapist.hears("b2: every line with #b2"));
    assert!(
        therapist.hears("a7: every line with #a7") && !therapist.hears("a1: every line with #a1"),
        "and the latest others"
    );
    assert!(therapist.hears("As a table, with 4 more themes"));
    assert!(therapist.hears("Timeline, 2 sessions. The table has 4 more themes."), "a screen reader is told the same");
    therapist.presses(NONE, Key::ArrowDown);
    for theme in ["a1", "a2", "a3", "a4", "a5", "a6", "a7"] {
        assert!(therapist.hears(&format!("{theme}: every line with #{theme}")), "{theme}");
    }
    assert!(therapist.hears("As a table, with 2 more themes"));
}

#[test]
fn a_dragged_row_goes_back_with_esc_and_outside_of_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("one");
    let is_moved = |therapist: &Therapist| therapist.hears_part("· Opening  ·  in this session");
    therapist.drags_with("Ask to deepen", "Opening: Follow the client", |therapist| {
        assert!(therapist.hears("Close what is open"));
        therapist.presses(NONE, Key::Escape);
    });
    assert!(!is_moved(&therapist) && therapist.hears("Hide the screen"), "Esc lets it go where it was");
    therapist.drags_out("Ask to deepen", pos2(900.0, 300.0));
    assert!(!is_moved(&therapist), "the notes are no place for a prompt");
    therapist.drags_out("Ask to deepen", pos2(200.0, 20.0));
    assert!(!is_moved(&therapist), "nor is what is above the outline");
    therapist.drags("Ask to deepen", "Opening: Follow the client");
    assert!(is_moved(&therapist));
    therapist.goes_to("Prompts").opens("Prompts").clicks("My order");
    therapist.drags_with("Ask to deepen", "Follow the client", |therapist| {
        therapist.presses(NONE, Key::Escape);
    });
    assert!(therapist.hears_part("7 of 16 ·"), "Esc lets it go where it was");
    therapist.drags_out("Ask to deepen", pos2(1100.0, 200.0));
    assert!(therapist.hears_part("7 of 16 ·"), "beside the list it goes back");
    therapist.drags_out("Ask to deepen", pos2(300.0, 20.0));
    assert!(therapist.hears_part("7 of 16 ·"), "and above it");
}

#[test]
fn a_long_code_is_told_from_another_in_the_list() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("northside-clinic-2026-11-07").types("x").presses(CTRL, Key::E).clicks("End session");
    therapist.searches_every_note();
    let row = therapist.rect_of("23 Nov, northside-clinic-2026-11-07, 0 min");
    let painted = therapist.painted(row.shrink2(vec2(0.0, 4.0)));
    assert!(painted.iter().any(|text| text.starts_with("nort") && text.ends_with("07")), "{painted:?}");
    therapist
        .presses(CTRL, Key::N)
        .waits(60)
        .begins("K-07-long")
        .types("x")
        .presses(CTRL, Key::E)
        .clicks("End session");
    therapist.searches_every_note();
    let row = therapist.rect_of("23 Nov, K-07-long, 0 min");
    assert!(therapist.painted(row).contains(&"K-07-long".to_owned()), "what fits is whole");
}

#[test]
fn a_line_that_was_resolved_or_let_go_says_so_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("the letter").presses(CTRL, Key::L);
    therapist.types("\nher garden").presses(CTRL, Key::L).types("\nthe sea").presses(CTRL, Key::L);
    let marks = |therapist: &Therapist, name: &str| {
        let painted = therapist.painted(therapist.rect_of(name).expand2(vec2(2000.0, 0.0)));
        let mut marks: Vec<String> = painted
            .into_iter()
            .filter(|text| ["for next time", "resolved", "let go"].contains(&text.as_str()))
            .collect();
        marks.sort();
        marks
    };
    assert_eq!(marks(&therapist, "Notes"), ["for next time"; 3]);
    therapist.presses(CTRL, Key::E).clicks("Resolved: the letter").clicks("Back to the notes");
    assert_eq!(marks(&therapist, "Notes"), ["for next time", "for next time", "resolved"], "in the notes");
    therapist.presses_often(NONE, Key::ArrowUp, 2);
    assert!(therapist.hears_part("This line was resolved"), "below them");
    therapist.presses(CTRL, Key::E).clicks("End session").waits(7 * 24 * 3600);
    therapist.begins("K-07").types("words").presses(CTRL, Key::E).clicks("Let go: her garden").clicks("End session");
    therapist.searches_every_note().presses(NONE, Key::ArrowDown);
    assert_eq!(marks(&therapist, "the letter"), ["resolved"], "as it is read");
    assert_eq!(marks(&therapist, "her garden"), ["let go"]);
    therapist.clicks("Every session");
    assert_eq!(marks(&therapist, "her garden"), ["let go"], "on a page");
    therapist.presses(NONE, Key::Escape).clicks("Edit");
    assert_eq!(marks(&therapist, "Notes"), ["for next time", "let go", "resolved"], "where it is edited");
}

#[test]
fn in_every_room_what_can_be_done_is_in_sight_or_in_a_menu_that_is() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("words");
    let sizes = [(1920, 1080), (1280, 800), (900, 600), (720, 480), (640, 400), (480, 340)];
    let rooms = sizes
        .into_iter()
        .flat_map(|(width, height)| (100..=300).step_by(10).map(move |percent| room(width, height, percent)));
    for room in rooms {
        therapist.sits_at(room);
        let is_below = ["Close the session", "Keep for next time", "Slow down", "Find"].map(|way| therapist.shows(way));
        assert!(therapist.shows("Menu") || is_below == [true; 4], "{room:?}: {is_below:?}");
    }
}

#[test]
fn the_ways_on_from_closing_are_in_sight_however_much_was_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07");
    for _ in 0..20 {
        therapist.types("another thread").presses(CTRL, Key::L).types("\n");
    }
    therapist.sits_at(room(1280, 800, 100)).presses(CTRL, Key::E);
    let ways = ["End session", "Turn the screen to the client", "Back to the notes"];
    assert_eq!(ways.map(|way| therapist.shows(way)), [true; 3]);
    therapist.presses_often(NONE, Key::Tab, 2);
    assert_eq!(ways.map(|way| therapist.shows(way)), [true; 3], "also at the end of what scrolls");
}

#[test]
fn a_double_click_moves_one_session_to_the_trash_and_not_the_next_one_too() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    for words in ["first", "second", "third"] {
        therapist.begins("K-07").types(words).presses(CTRL, Key::E).clicks("End session").waits(24 * 3600);
    }
    therapist.searches_every_note().double_clicks("Move to trash");
    therapist.until("it is in the trash", |therapist| therapist.hears_part("Trash · 1 session"));
    assert!(therapist.hears("2 sessions") && therapist.hears_part("second"));
}

#[test]
fn begin_and_closing_come_from_their_beginning_however_far_they_were_scrolled() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.sits_at(room(480, 340, 100));
    for said in ["Use a code that you keep elsewhere, rather than a name.", "K-07, last seen 23 November"] {
        assert!(therapist.shows("Begin a session"));
        therapist.types("K-07").scrolls_over(said, -400.0);
        therapist.presses(NONE, Key::Enter).types("x").presses(CTRL, Key::E);
        assert!(therapist.shows("Close the session"));
        // At the end of the page.
        therapist.reaches("End session").presses(NONE, Key::Space);
    }
}
