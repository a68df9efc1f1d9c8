//! Files of version 1 (`tests/fixtures/version-1`, written by the app of then): each says what it said, and a folder of
//! them stays as it is until something in it is saved.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use holdspace::domain::library::renaming::Renaming;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::prompts::guideline::{KeptAs, PromptKind};
use holdspace::domain::session::{ClosingField, Origin, OutcomeKind, Session};
use holdspace::domain::settings::ThemeChoice;
use holdspace::storage::format;
use holdspace::storage::worker::{LibraryReport, Report};

use crate::fixture::*;
use crate::sealing::{locked, unlock, words};
use crate::support::folder;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-1")
}

fn bytes(name: &str) -> Vec<u8> {
    fixture_file(&format!("version-1/{name}"))
}

fn read(name: &str) -> Session {
    format::read_session(&bytes(&format!("notes/sessions/{name}.json"))).unwrap()
}

/// Every file below a folder, by its path in it.
fn files_in(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let within = |path: &Path| path.strip_prefix(folder).unwrap().to_owned();
    folder::files_in(folder).into_iter().map(|(path, bytes)| (within(&path), bytes)).collect()
}

/// A fixture with a folder of version 1 as its notes.
fn fixture_with(notes: &str) -> (Fixture, BTreeMap<PathBuf, Vec<u8>>) {
    let fixture = Fixture::new();
    let files = files_in(&fixtures().join(notes));
    for (path, bytes) in &files {
        put(&fixture.folders.data.join(path), bytes);
    }
    (fixture, files)
}

fn assert_untouched(fixture: &Fixture, files: &BTreeMap<PathBuf, Vec<u8>>) {
    for (path, bytes) in files {
        let now = std::fs::read(fixture.folders.data.join(path)).unwrap();
        assert!(now == *bytes, "{} was touched", path.display());
    }
}

fn unknown_names<'a>(unknown: impl IntoIterator<Item = &'a String>) -> Vec<&'a str> {
    unknown.into_iter().map(String::as_str).collect()
}

fn check_lines(session: &Session) {
    let lines = session.notes.lines();
    let marks: Vec<_> = lines.iter().map(|line| (line.text.as_str(), line.keep.clone())).collect();
    let expected = [
        ("A cold river in the dream, “not now”. #water", Some(KeptAs::Thread)),
        ("Her river in the dream, “not now”. #water", Some(KeptAs::Thread)),
        ("walks before breakfast", Some(KeptAs::SelfCare)),
        ("and tea", None),
        ("her sister, on Sundays", Some(KeptAs::Support)),
        ("to call the choir again", Some(KeptAs::Goal)),
        ("a long pause \u{1F30A}", None),
    ];
    assert_eq!(marks, expected);
    let twins = lines.iter().filter_map(|line| line.conflict_of.as_ref()).map(|id| *id == lines[0].id);
    assert_eq!(twins.collect::<Vec<_>>(), [true]);
    let places: Vec<String> = lines.iter().map(|line| String::from(line.order_key.clone())).collect();
    let expected = ["1795460711", "17954607110011", "1795461071", "17954611", "1795461371", "1795461791", "1795462511"];
    assert_eq!(places, expected);
    assert_eq!(lines[6].at.to_string(), "2026-11-23 14:35:11 -05:00");
    assert_eq!(
        (lines[2].prompt.as_ref().map(holdspace::domain::id::PromptId::as_str), &lines[6].prompt),
        (Some("self-care"), &None)
    );
    assert_eq!(unknown_names(lines[0].unknown.keys()), ["voice"]);
}

fn check_words(session: &Session) {
    assert_eq!((session.client.as_str(), session.dosed_on.unwrap().to_string().as_str()), ("K-07", "2026-11-20"));
    assert_eq!(session.began, moment());
    assert_eq!(session.ended, Some(moment().plus_minutes(50)));
    let touched: Vec<&str> = session.touched.iter().map(holdspace::domain::id::PromptId::as_str).collect();
    assert_eq!(touched, ["follow", "open", "self-care"]);
    check_lines(session);
    let mut outcomes: Vec<_> = session.outcomes.iter().map(|said| (said.outcome.clone(), said.from.as_str())).collect();
    outcomes.sort();
    let expected = [OutcomeKind::KeptOpen, OutcomeKind::LetGo, OutcomeKind::Resolved].map(|kind| (kind, "before"));
    assert_eq!(outcomes, expected);
    assert_eq!(unknown_names(session.outcomes[0].unknown.keys()), ["certain"]);
    for field in ClosingField::ALL {
        assert_eq!(session.closing.field(field), format!("ours: {field:?}\nand a second line"));
        let also: Vec<&str> = session.closing.also_in(field).collect();
        assert_eq!(also, [format!("theirs: {field:?}\nand a second line")]);
    }
    assert_eq!(unknown_names(session.closing.unknown.keys()), ["weather"]);
    let prompts = &session.prompts;
    assert_eq!(prompts.len(), 16);
    assert_eq!(
        [&prompts[0].kind, &prompts[1].kind, &prompts[2].kind],
        [&PromptKind::Me, &PromptKind::Ask, &PromptKind::Offer]
    );
    let kept: Vec<_> = prompts.iter().filter_map(|prompt| prompt.keep_as.clone()).collect();
    assert_eq!(kept, [KeptAs::Goal, KeptAs::Support, KeptAs::Thread, KeptAs::SelfCare]);
    assert_eq!(unknown_names(prompts[0].unknown.keys()), ["colour", "weight"]);
    assert_eq!(unknown_names(session.unknown.keys()), ["mood", "place"]);
}

#[test]
fn a_session_says_what_it_said() {
    let one = read("one");
    check_words(&one);
    assert_eq!((one.version_vector.total(), one.finalized, one.digest.is_some()), (3, None, false));
    let before = read("before");
    assert_eq!(before.notes.text(), "the letter\nsleep\nthe garden");
    assert_eq!((&before.outcomes[0].outcome, &before.outcomes[0].from), (&OutcomeKind::KeptOpen, &before.id));
    let brief = read("brief");
    assert_eq!((brief.client.as_str(), brief.ended, brief.notes.is_empty()), ("", None, true));
    assert_eq!(brief.began.to_string(), "2026-11-23 20:02:11 +01:00");
}

#[test]
fn a_finalized_session_is_what_was_frozen() {
    let frozen = read("frozen");
    check_words(&frozen);
    assert!(frozen.is_finalized() && frozen.digest.is_some() && !frozen.was_changed_since_finalized());
    let origins: Vec<_> = frozen
        .addenda
        .iter()
        .map(|addendum| match &addendum.origin {
            Some(Origin::Line(_)) => "line",
            Some(Origin::Field(ClosingField::Noticed)) => "noticed",
            Some(Origin::Field(_) | Origin::Other(_)) => "something else",
            None => "added",
        })
        .collect();
    assert_eq!(origins, ["line", "line", "noticed", "line", "added"]);
    assert_eq!(frozen.addenda[4].text, "She called the day after.");
    assert_eq!(unknown_names(frozen.addenda[4].unknown.keys()), ["by"]);
    assert_eq!(frozen.addendum_draft, "and one that is begun");
    let mut changed = frozen;
    changed.closing.noticed.push('.');
    assert!(changed.was_changed_since_finalized());
}

#[test]
fn everything_else_says_what_it_said() {
    let settings = format::read_settings(&bytes("settings.json")).unwrap();
    assert_eq!((settings.theme, settings.text_size, settings.show_guide), (ThemeChoice::Dark, 1.3, false));
    assert_eq!(settings.support_card, "Dr. Example: 555 01\n“Ana”");
    assert_eq!((settings.window, settings.lock_after_minutes), (Some([900.0, 700.0]), Some(9)));
    assert_eq!((settings.veils_on_leaving, settings.clear_clipboard), (true, Some(false)));
    assert!(settings.declined_sealing && settings.unknown.contains_key("language"));
    assert_eq!(settings.prompt_set.as_ref().map(holdspace::domain::id::PromptSetId::as_str), Some("short"));

    let guideline = format::read_guideline(&bytes("guideline.json")).unwrap();
    assert_eq!((guideline.id.as_str(), guideline.title.as_str()), ("theirs", "A guideline from a file"));
    assert_eq!((guideline.prompts.len(), guideline.short.len(), guideline.hidden.len()), (3, 1, 1));
    assert!(guideline.arranges.is_some() && guideline.unknown.contains_key("license"));

    let sets = format::read_prompt_sets(&bytes("notes/prompts.json")).unwrap();
    assert_eq!((sets.sets.len(), &sets.guidelines[0]), (2, &guideline));
    let own = &sets.sets[0];
    assert!(own.unknown.contains_key("pinned"));
    let placed = own.sections.iter().flat_map(|section| &section.prompts);
    let hidden = placed.clone().filter(|placed| placed.hidden).count();
    let reworded: Vec<_> = placed.filter_map(|placed| placed.wording.title.as_deref()).collect();
    assert_eq!((hidden, &reworded[..]), (1, &["In my words"][..]));
    // What was left of a later guideline is not offered again.
    let built_in = holdspace::guidelines::integration_session();
    let mut later = built_in.clone();
    later.prompts[1].guidance = "Another guidance.".to_owned();
    later.prompts.pop();
    assert!(own.upstream_changes(&built_in).is_empty() && own.upstream_changes(&later).is_empty());

    let renaming = |name: &str| format::read_renaming(&bytes(name)).unwrap();
    assert_eq!(renaming("renaming-client.json"), Renaming::of_client("K-07", "R-03").unwrap());
    assert_eq!(renaming("renaming-theme.json"), Renaming::of_theme(None, "river", "water").unwrap());
    let of_client = renaming("renaming-theme-of-client.json");
    assert_eq!(of_client.what, Renaming::of_theme(Some("K-07"), "river", "water").unwrap().what);
    assert!(of_client.unknown.contains_key("asked"));

    let attempts = format::read_attempts(&bytes("attempts.json")).unwrap();
    assert_eq!((attempts.failures, attempts.next_attempt), (3, Some(moment().to_utc())));
    assert!(attempts.unknown.contains_key("last"));
    assert_eq!(format::read_marker(&bytes("notes/holdspace.json")).unwrap().id, "01a215bc-2e3b-7771-853d-6dc46e582bf9");
    let known = format::read_known_folders(&bytes("known-folders.json")).unwrap();
    let sealing = known.folders[0].sealing.as_ref().unwrap();
    assert_eq!((known.folders[0].path.as_str(), sealing.files.len()), ("/home/therapist/notes/data", 3));
    assert_eq!(sealing.converted_to.as_ref(), Some(&sealing.key));
}

/// The earlier versions of `one`, and what is in the trash.
fn history_and_trash(app: &mut TestApp) -> (usize, usize) {
    app.worker.send(LibraryRequest::ReadVersions(id("one")));
    let versions = app.until(|report| match report {
        Report::Library(LibraryReport::Versions { versions, .. }) => Some(versions),
        _ => None,
    });
    app.worker.send(LibraryRequest::ReadTrash);
    let trash = app.until(|report| match report {
        Report::Library(LibraryReport::Trash(trash)) => Some(trash),
        _ => None,
    });
    (versions.len(), trash.len())
}

#[test]
fn a_folder_stays_as_it_is_until_something_in_it_is_saved() {
    let (fixture, files) = fixture_with("notes");
    let mut app = fixture.start(soon());
    let mut sessions = app.read_sessions();
    assert_eq!(sessions.len(), 4);
    assert_eq!(history_and_trash(&mut app), (2, 1));
    assert!(app.worker.finish());
    assert_untouched(&fixture, &files);

    // Now one of them is written on.
    let mut app = fixture.start(soon());
    app.all_read();
    let one = sessions.iter_mut().find(|session| session.id == id("one")).unwrap();
    one.notes.add("written on", None, &stamp());
    app.save(one, 1);
    app.saved("one");
    assert_eq!(history_and_trash(&mut app).1, 1);
    assert!(app.worker.finish());
    let path = Path::new("sessions/one.json");
    let (mut others, before) = (files.clone(), &files[path]);
    others.remove(path);
    assert_untouched(&fixture, &others);
    assert_eq!(fixture.in_place("one"), *one);
    // As it was, it is kept as it was.
    let history: Vec<_> = files_in(&fixture.folders.data.join("history")).into_values().collect();
    assert!(history.contains(before));
}

#[test]
fn a_sealed_folder_opens_and_stays_as_it_is() {
    let (fixture, files) = fixture_with("sealed");
    let mut app = fixture.start(soon());
    locked(&mut app);
    let sessions = unlock(&mut app, words());
    assert!(sessions[0].notes.text().ends_with("once more"));
    assert_eq!(sessions.len(), 1);
    app.worker.send(LibraryRequest::ReadVersions(id("one")));
    let versions = app.until(|report| match report {
        Report::Library(LibraryReport::Versions { versions, .. }) => Some(versions),
        _ => None,
    });
    check_words(&versions[0].1);
    assert!(app.worker.finish());
    let (sessions, rest): (BTreeMap<_, _>, _) = files.into_iter().partition(|(path, _)| !path.starts_with("keys"));
    assert_untouched(&fixture, &sessions);
    assert!(
        rest.keys().all(|path| fixture.folders.data.join(path).exists() || path.to_string_lossy().contains("keyring"))
    );
}

#[test]
fn a_recovery_copy_is_merged_by_the_version_that_it_came_from() {
    let (fixture, _) = fixture_with("notes");
    let fixture = fixture.opened();
    // Since then a line was taken away here. The copy does not bring it back: it was in the version that it came from.
    let mut store = fixture.store();
    let before = store.read_session(&id("one")).unwrap();
    store.begin_editing(&before);
    let left = before.notes.lines().iter().filter(|line| line.text != "and tea").cloned().collect::<Vec<_>>();
    store.save_session(&Session { notes: left.into(), ..before }, 0, moment().to_utc()).unwrap();
    drop(store);
    let recovery = fixture.folders.state.join("recovery").read_dir().into_iter().flatten().next();
    let at = recovery.map_or_else(|| fixture.copy_path("one"), |entry| entry.unwrap().path().join("one.json"));
    put(&at, &bytes("recovery-copy.json"));
    let mut app = fixture.start(soon());
    let sessions = app.read_sessions();
    let one = sessions.iter().find(|session| session.id == id("one")).unwrap();
    assert!(one.notes.text().ends_with("while the file was away\nand more"), "{}", one.notes.text());
    assert!(!one.notes.text().contains("and tea"));
    assert_eq!(one.notes.lines().iter().filter(|line| line.conflict_of.is_some()).count(), 1);
}
