//! Putting the prompts in one's own order.

use egui::{Key, Modifiers};
use serde_json::Value;

use crate::therapist::{Therapist, sessions};

const NONE: Modifiers = Modifiers::NONE;
const CTRL: Modifiers = Modifiers::COMMAND;
const ALT: Modifiers = Modifiers::ALT;

fn to_prompts(therapist: &mut Therapist) -> &mut Therapist {
    therapist.goes_to("Prompts")
}

fn first_section(folder: &std::path::Path) -> Vec<String> {
    let file: Value =
        serde_json::from_slice(&std::fs::read(folder.join("data").join("prompts.json")).unwrap()).unwrap();
    let prompts = file["sets"][0]["sections"][0]["prompts"].as_array().unwrap();
    prompts.iter().map(|placed| placed["id"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_order_is_kept_and_sessions_are_held_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).presses_often(NONE, Key::ArrowDown, 4).presses_often(ALT, Key::ArrowUp, 2);
    assert!(therapist.hears("Anchor in the felt sense, 3 of 16 · Opening"), "it went over into the section above");
    therapist.presses_often(ALT, Key::ArrowUp, 2);
    assert!(therapist.hears("Anchor in the felt sense, 1 of 16 · Opening"));
    therapist.clicks("Shown, hide: Open, and let it lead");
    assert!(therapist.hears("16 prompts · 1 hidden"));
    therapist.sees_it_saved().leaves();
    assert_eq!(first_section(folder.path())[..2], ["felt-sense", "follow"]);

    let mut again = Therapist::at(folder.path());
    again.begins("K-07").types("x").leaves();
    let session = &sessions(folder.path())[0];
    let shown: Vec<_> =
        session["prompts"].as_array().unwrap().iter().map(|prompt| prompt["id"].as_str().unwrap()).collect();
    assert_eq!(shown.len(), 15);
    assert_eq!(shown[..3], ["felt-sense", "follow", "rather-not"]);
}

#[test]
fn buttons_move_and_undo_takes_back() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).clicks("Move down: Follow the client");
    assert!(therapist.hears("Follow the client, 2 of 16 · Opening"));
    therapist.presses(CTRL, Key::Z);
    assert!(therapist.hears("Follow the client, 1 of 16 · Opening"));
    therapist.presses(CTRL | Modifiers::SHIFT, Key::Z);
    assert!(therapist.hears("Follow the client, 2 of 16 · Opening"));
    therapist.clicks("Restore the guideline’s order");
    assert!(therapist.hears("Follow the client, 1 of 16 · Opening"));
}

#[test]
fn a_row_is_cut_and_put_behind_another_one() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).presses(NONE, Key::ArrowDown).cuts();
    assert!(therapist.hears("Open, and let it lead, cut") && therapist.hears("16 prompts"), "it waits where it was");
    therapist.presses_often(NONE, Key::ArrowDown, 3).pastes("Open, and let it lead");
    assert!(therapist.hears("Open, and let it lead, 4 of 16 · Present moment"));
    therapist.presses(CTRL, Key::Z);
    assert!(therapist.hears("Open, and let it lead, 2 of 16 · Opening"));
    therapist.cuts().presses(NONE, Key::Escape);
    assert!(!therapist.hears("Open, and let it lead, cut"), "Esc leaves it where it is");
}

#[test]
fn a_row_is_dragged_to_another_place() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).drags("Ask to deepen", "Follow the client");
    assert!(therapist.hears("Ask to deepen, 2 of 16 · Opening"));
    therapist.drags("Ask to deepen", "Not every session feels good, if they don’t feel better");
    assert!(therapist.hears("Ask to deepen, 16 of 16 · Carrying on"));
    therapist.sees_it_saved().leaves();
    assert_eq!(first_section(folder.path()), ["follow", "open"]);
}

#[test]
fn the_guidelines_own_order_cannot_be_changed() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).opens("Prompts").clicks("The guideline");
    therapist.presses_often(ALT, Key::ArrowDown, 3);
    assert!(therapist.hears("Follow the client, 1 of 16 · Opening"));
    assert!(!therapist.hears("Shown, hide: Follow the client"));
}

#[test]
fn a_session_held_before_keeps_its_order() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("x");
    to_prompts(&mut therapist).presses_often(ALT, Key::ArrowDown, 4).sees_it_saved().leaves();
    assert_eq!(sessions(folder.path())[0]["prompts"][0]["id"], "follow");
}

fn file(folder: &std::path::Path) -> Vec<u8> {
    std::fs::read(folder.join("data").join("prompts.json")).unwrap()
}

fn titles(session: &Value) -> Vec<&str> {
    session["prompts"].as_array().unwrap().iter().map(|prompt| prompt["title"].as_str().unwrap()).collect()
}

#[test]
fn own_order_and_own_words_are_kept_and_past_sessions_keep_theirs() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    therapist.begins("K-07").types("before").sees_it_saved().presses(CTRL, Key::N);
    // The fourth to the first place, in other words; one hidden; one of one's own.
    to_prompts(&mut therapist).presses_often(NONE, Key::ArrowDown, 4).presses_often(ALT, Key::ArrowUp, 4);
    therapist.presses(NONE, Key::Enter).presses(CTRL, Key::A).types("Into the body").presses(NONE, Key::Escape);
    assert!(therapist.hears("Your wording") && therapist.hears_part("The guideline says: Anchor in the felt sense"));
    therapist.presses_often(NONE, Key::ArrowDown, 2).commands("hide the prompt").commands("add a prompt");
    therapist.types("Breathe").presses(NONE, Key::Escape);
    assert!(therapist.hears("17 prompts · 1 in your wording · 1 your own · 1 hidden"));
    therapist.sees_it_saved().leaves();

    let mut again = Therapist::at(folder.path());
    again.waits(3600).begins("M-12").types("after").leaves();
    let held = sessions(folder.path());
    assert_eq!(
        titles(&held[0])[..4],
        [
            "Follow the client",
            "Open, and let it lead",
            "If they would rather not go into it",
            "Anchor in the felt sense"
        ]
    );
    assert_eq!(
        titles(&held[1])[..4],
        ["Into the body", "Follow the client", "Breathe", "If they would rather not go into it"]
    );
    assert_eq!(titles(&held[1]).len(), 16);
}

#[test]
fn every_change_can_be_undone_down_to_the_byte() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).presses(ALT, Key::ArrowDown).sees_it_saved();
    let moved = file(folder.path());
    therapist.presses(CTRL, Key::Z).until("it is undone", |_| file(folder.path()) != moved);
    let before = file(folder.path());
    // Moves are not counted: at the end of the list there is none.
    let mut steps = 0;
    for (number, field) in ["Title", "Guidance", "Only if"].into_iter().enumerate() {
        therapist.rewrites(field, &format!("own {number}")).presses(NONE, Key::Escape);
        steps += 1;
    }
    for _ in 0..50 {
        therapist.presses(ALT, Key::ArrowDown).commands("hide the prompt").commands("add a prompt");
        therapist.presses(NONE, Key::Escape);
        steps += 2;
    }
    therapist.commands("duplicate this prompt set");
    steps += 1;
    assert!(steps > 100);
    therapist.sees_it_saved();
    // Elsewhere meanwhile, and back.
    therapist.goes_to("Review");
    to_prompts(&mut therapist).presses_often(CTRL, Key::Z, 2 * steps).presses(CTRL, Key::S);
    therapist.until("it is as it was", |_| file(folder.path()) == before);
    therapist.presses_often(CTRL | Modifiers::SHIFT, Key::Z, 2 * steps).presses(CTRL, Key::S);
    therapist.until("it is as it became", |_| file(folder.path()) != before);
    assert!(therapist.hears_part("50 your own"));
}

#[test]
fn the_guidelines_words_come_back_by_field_and_by_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).rewrites("Title", "Mine");
    therapist.rewrites("Guidance", "Mine too");
    assert!(therapist.hears("16 prompts · 1 in your wording"));
    therapist.clicks("Restore all of the guideline’s wording");
    assert_eq!(therapist.reads("Title"), "Follow the client");
    assert!(therapist.hears("16 prompts"));
    therapist.rewrites("Title", "Mine").clicks("Restore the guideline’s, ¶1");
    assert_eq!(therapist.reads("Title"), "Follow the client");
    therapist.clicks("Could offer");
    assert!(therapist.hears_part("The guideline says: For me"));
    therapist.presses(NONE, Key::ArrowDown).presses(ALT, Key::ArrowDown);
    assert!(therapist.hears("Your section") && therapist.hears("The guideline says: Opening"));
    therapist.clicks("Restore the guideline’s, ¶2");
    assert!(therapist.hears("Open, and let it lead, 2 of 16 · Opening"));
}

#[test]
fn sections_and_sets_have_ones_own_names() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).clicks("Section Opening");
    therapist.rewrites("Name of the section", "Arriving").clicks("Add a section below");
    therapist.clicks("Section New section").clicks("Remove section");
    therapist.clicks("Section Arriving").presses(ALT, Key::ArrowDown);
    therapist.commands("duplicate this prompt set").commands("rename this").presses(CTRL, Key::A).types("Evenings");
    therapist.presses(NONE, Key::Enter).sees_it_saved().leaves();
    let file: Value = serde_json::from_slice(&file(folder.path())).unwrap();
    let names: Vec<_> = file["sets"].as_array().unwrap().iter().map(|set| set["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["My order", "Short", "Evenings"]);
    let sections: Vec<_> = file["sets"][2]["sections"]
        .as_array()
        .unwrap()
        .iter()
        .map(|section| section["name"].as_str().unwrap())
        .collect();
    assert_eq!(sections, ["Present moment", "Arriving", "Deepening", "Holding", "Carrying on"]);
}

#[test]
fn a_set_goes_into_a_file_and_comes_out_of_it_elsewhere() {
    let (here, there) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    let path = here.path().join("mine.json");
    let mut therapist = Therapist::at(here.path());
    to_prompts(&mut therapist).rewrites("Title", "Mine").presses(NONE, Key::Escape);
    for _ in 0..2 {
        therapist.commands("export this").presses(CTRL, Key::A).types(path.to_str().unwrap()).presses(NONE, Key::Enter);
        therapist.until("it is answered", |therapist| therapist.hears_part("mine.json."));
        if therapist.hears_part("Exported to ") {
            break;
        }
    }
    therapist.clicks("Export to this file");
    therapist
        .until("a file that is there stays", |therapist| therapist.hears_part("Another file already has this name"));
    therapist.commands("import a prompt set");
    assert_eq!(therapist.writes_in().unwrap().1, path.to_str().unwrap(), "the one that was exported last");
    therapist.leaves();

    let mut other = Therapist::at(there.path());
    to_prompts(&mut other).commands("import a prompt set").presses(CTRL, Key::A).types(path.to_str().unwrap());
    other.presses(NONE, Key::Enter).until("it is shown", |therapist| therapist.hears("Import"));
    assert!(other.hears("A prompt set: 16 prompts, 1 reworded, 0 of its own."));
    assert!(other.hears("16 prompts"), "nothing has changed yet");
    other.clicks("Import");
    assert!(other.hears("16 prompts · 1 in your wording") && other.hears_part("Imported: My order"));
    assert_eq!(other.reads("Title"), "Mine");
    other.leaves();
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test puts the file there that somebody sent")]
fn a_file_that_cannot_be_taken_in_is_refused_with_its_reason() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).commands("import a prompt set");
    let path = folder.path().join("sent.json");
    let whole =
        include_str!("../../guidelines/integration-session.json").replace("\"integration-session\"", "\"sent\"");
    let sent = [
        (whole.replace("\"open\"", "\"follow\""), "the id “follow”"),
        (whole.replace("\"open\"", "\"Open\""), "0-9, a-z"),
        (whole.replace("Follow the client", "Follow \u{202E}the client"), "U+202E"),
        (whole.replace("\"version\": 1", "\"version\": 2"), "newer version"),
        (whole.replace("\"paragraph\": 1,", "\"paragraph\": \"one\","), "wrong kind"),
        (whole[..whole.len() / 2].to_owned(), "cut short"),
        (format!("{whole}{}", " ".repeat(1 << 20)), "larger than 1 MiB"),
    ];
    for (text, reason) in sent {
        std::fs::write(&path, text).unwrap();
        therapist.rewrites("File", path.to_str().unwrap()).clicks("Read this file");
        therapist.until(reason, |therapist| therapist.hears_part(reason));
        assert!(!therapist.hears("Import"), "{reason}");
    }
    therapist.leaves();
}

/// A prompt of a guideline as a session has it.
fn in_a_session(prompt: &Value) -> Value {
    let mut prompt = prompt.clone();
    if let Some(kind) = prompt.as_object_mut().unwrap().remove("carries_on_as") {
        prompt["keep_as"] = kind;
    }
    prompt
}

/// A set that was built on an earlier version of the guideline.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test plays the earlier version of the app")]
fn what_a_later_guideline_brings_is_taken_or_left() {
    let folder = tempfile::tempdir().unwrap();
    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).rewrites("Title", "Mine").sees_it_saved().leaves();
    let mut sets: Value = serde_json::from_slice(&file(folder.path())).unwrap();
    let set = &mut sets["sets"][0];
    set["basis"][1]["guidance"] = "As it was.".into();
    let mut gone = set["basis"][3].clone();
    (gone["id"], gone["title"]) = ("gone".into(), "Gone".into());
    set["basis"].as_array_mut().unwrap().insert(4, gone);
    set["sections"][1]["prompts"].as_array_mut().unwrap().push(serde_json::json!({ "id": "gone" }));
    set["basis"].as_array_mut().unwrap().retain(|prompt| prompt["id"] != "themes");
    set["sections"][2]["prompts"].as_array_mut().unwrap().retain(|placed| placed["id"] != "themes");
    std::fs::write(folder.path().join("data").join("prompts.json"), sets.to_string()).unwrap();

    let mut again = Therapist::at(folder.path());
    to_prompts(&mut again).clicks("The guideline has changed · 3 prompts");
    assert!(again.hears("Yours: As it was.") && again.hears("No longer in the guideline"));
    assert!(!again.hears("Reflect on themes, 6 of 16"), "nothing changes unasked");
    // Changed, new, gone: each is answered in turn.
    let answers = ["Use the new wording: Open, and let it lead", "Add it: Reflect on themes", "Keep mine: Gone"];
    for (answer, left) in answers.into_iter().zip([2, 1, 0]) {
        again.clicks(answer);
        let says = format!("The guideline has changed · {left} prompt{}", if left == 1 { "" } else { "s" });
        assert_eq!(again.hears(&says), left > 0, "{says}");
    }
    assert!(again.hears("17 prompts · 1 in your wording"), "what was left is there yet, and so are own words");
    again.sees_it_saved().leaves();
    let mut later = Therapist::at(folder.path());
    assert!(!to_prompts(&mut later).hears_part("The guideline has changed"), "what was left is not asked again");
    later.leaves();
}

const FORMER_SETS: &str = include_str!("../fixtures/former-wording/prompts.json");
const FORMER_SESSION: &str = include_str!("../fixtures/former-wording/01a209c9-8338-71ee-a994-e6eef027d543.json");

/// The prompts that the guideline words otherwise now, each as it was and as it is.
fn changed_prompts() -> Vec<(Value, Value)> {
    let former: Value = serde_json::from_str(FORMER_SETS).unwrap();
    let guideline: Value = serde_json::from_str(include_str!("../../guidelines/integration-session.json")).unwrap();
    let now = guideline["prompts"].as_array().unwrap().iter().cloned();
    former["sets"][0]["basis"].as_array().unwrap().iter().cloned().zip(now).filter(|(was, is)| was != is).collect()
}

fn with_id<'a>(prompts: &'a Value, id: &Value) -> &'a Value {
    prompts.as_array().unwrap().iter().find(|prompt| prompt["id"] == *id).unwrap()
}

/// The set is in an order and, at its first prompt, in words of its own; the session was held with it.
#[test]
#[expect(clippy::disallowed_methods, reason = "a test puts the files there that an earlier version of the app wrote")]
fn a_set_with_the_former_wording_is_offered_the_new_one_prompt_by_prompt() {
    let folder = tempfile::tempdir().unwrap();
    let held = folder.path().join("data").join("sessions").join("01a209c9-8338-71ee-a994-e6eef027d543.json");
    std::fs::create_dir_all(held.parent().unwrap()).unwrap();
    std::fs::write(&held, FORMER_SESSION).unwrap();
    std::fs::write(folder.path().join("data").join("prompts.json"), FORMER_SETS).unwrap();
    let changed = changed_prompts();
    let says = |left: usize| format!("The guideline has changed · {left} prompt{}", if left == 1 { "" } else { "s" });

    let mut therapist = Therapist::at(folder.path());
    to_prompts(&mut therapist).clicks(&says(changed.len()));
    assert!(therapist.hears("Yours: They lead; I follow."), "own words are shown, not the ones that they replaced");
    let is_used = |index: usize| index.is_multiple_of(2);
    for (index, (was, is)) in changed.iter().enumerate() {
        for field in ["title", "guidance", "only_if"].into_iter().filter(|field| was[field] != is[field]) {
            let new = is[field].as_str().unwrap();
            assert!(therapist.hears(&format!("New: {new}")), "{new}");
            let former = was[field].as_str().unwrap();
            assert!(was["id"] == "follow" || therapist.hears(&format!("Yours: {former}")), "{former}");
        }
        let title = was["title"].as_str().unwrap();
        let (new, mine) = (format!("Use the new wording: {title}"), format!("Keep mine: {title}"));
        assert!(therapist.hears(&new) && therapist.hears(&mine), "{title}");
        therapist.clicks(if is_used(index) { &new } else { &mine });
        assert!(!therapist.hears(&new) && !therapist.hears(&mine), "{title} is answered");
    }
    assert!(!therapist.hears_part("The guideline has changed"), "nothing is left to answer");
    therapist.sees_it_saved().leaves();
    assert_eq!(std::fs::read_to_string(&held).unwrap(), FORMER_SESSION, "what was held keeps its words");

    let mut again = Therapist::at(folder.path());
    assert!(!to_prompts(&mut again).hears_part("The guideline has changed"), "each was answered for good");
    again.waits(3600).goes_to("Session").begins("K-07").types("later").leaves();
    let sessions = sessions(folder.path());
    let (before, after) = (&sessions[0]["prompts"], &sessions[1]["prompts"]);
    let ids =
        |prompts: &Value| -> Vec<_> { prompts.as_array().unwrap().iter().map(|prompt| prompt["id"].clone()).collect() };
    assert_eq!(ids(after), ids(before), "the set keeps its order");
    for (index, (was, is)) in changed.iter().enumerate() {
        let expected = if is_used(index) { is } else { was };
        assert_eq!(*with_id(after, &was["id"]), in_a_session(expected));
    }
}
