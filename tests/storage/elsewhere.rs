//! What somebody else does in the notes folder while the app is open.

use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::prompts::prompt_sets::PromptSets;
use holdspace::domain::session::Session;
use holdspace::domain::session::merge::merge;
use holdspace::guidelines::integration_session;
use holdspace::storage::format;
use holdspace::storage::store::{ExternalChange, ScanScope, Store};
use holdspace::storage::worker::{LibraryReport, PromptsReport, Report, SavingReport, SavingRequest};

use crate::fixture::*;

fn with(session: &Session, line: &str) -> Session {
    let mut session = session.clone();
    session.notes.add(line, None, &stamp());
    session
}

fn texts(session: &Session) -> Vec<String> {
    let mut texts: Vec<String> = session.notes.lines().iter().map(|line| line.text.clone()).collect();
    texts.sort();
    texts
}

/// A session that is open here, as it was read.
fn taken_up() -> (Fixture, Store, Session) {
    let fixture = Fixture::new().opened();
    let first = session("one", "before");
    fixture.put_session("one", &format::write_session(&first));
    let mut store = fixture.store();
    store.list().unwrap();
    let read = store.read_session(&id("one")).unwrap();
    assert_eq!(store.begin_editing(&read), None);
    (fixture, store, read)
}

#[test]
fn a_change_in_a_session_that_is_open_is_noticed_and_handed_over() {
    let (fixture, mut store, read) = taken_up();
    assert_eq!(store.rescan(ScanScope::Open).unwrap(), []);
    let theirs = with(&read, "theirs");
    fixture.put_session("one", &format::write_session(&theirs));
    let noticed = store.rescan(ScanScope::Open).unwrap();
    let [ExternalChange::RemoteChange(others), ExternalChange::Changed(changed)] = &noticed[..] else {
        panic!("{noticed:?}")
    };
    assert_eq!((&others.file, &others.base, others.sequence), (&theirs, &Some(read.clone()), 1));
    assert_eq!(**changed, theirs);
    assert_eq!(store.rescan(ScanScope::All).unwrap(), [], "noticed once");

    // The screen has not taken it in yet, and saves.
    let saved = store.save_session(&with(&read, "ours"), 0, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["before", "ours", "theirs"]);
    assert_eq!(saved.others.unwrap().sequence, 1);
    assert_eq!(fixture.history("one"), std::slice::from_ref(&theirs));
    // Now it has: what it shows is what is saved, also that theirs was taken out.
    let saved = store.save_session(&with(&read, "ours alone"), 1, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["before", "ours alone"]);
    assert_eq!(saved.others, None);
}

#[test]
fn a_change_that_nobody_looked_for_is_found_by_the_save() {
    let (fixture, mut store, read) = taken_up();
    let theirs = with(&read, "theirs");
    fixture.put_session("one", &format::write_session(&theirs));
    let saved = store.save_session(&with(&read, "ours"), 0, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["before", "ours", "theirs"]);
    assert_eq!(fixture.history("one"), [theirs]);
}

/// Other words of the same length in the same file, which says that it was changed when it was before.
fn change_unseen(fixture: &Fixture, from: &str, to: &str) {
    let path = fixture.session_path("one");
    let modified = std::fs::metadata(&path).unwrap().modified().unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from) && from.len() == to.len());
    fixture.put_session("one", text.replace(from, to).as_bytes());
    std::fs::File::options().write(true).open(&path).unwrap().set_modified(modified).unwrap();
}

#[test]
fn a_change_that_cannot_be_seen_from_outside_is_found_by_the_save_whether_or_not_it_has_anything_new() {
    let (fixture, mut store, read) = taken_up();
    let ours = with(&read, "ours");
    store.save_session(&ours, 0, moment().to_utc()).unwrap();
    change_unseen(&fixture, "before", "theirs");
    let saved = store.save_session(&with(&ours, "more"), 0, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["more", "ours", "theirs"]);

    let (shown, number) = (saved.file.clone(), saved.others.unwrap().sequence);
    change_unseen(&fixture, "theirs", "joined");
    let saved = store.save_session(&shown, number, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["joined", "more", "ours"]);
}

#[test]
fn what_was_deleted_there_is_deleted_here_and_what_both_deleted_does_not_come_back() {
    let (fixture, mut store, read) = taken_up();
    let mut theirs = with(&read, "theirs");
    theirs.notes.replace_text("theirs", 0, &stamp());
    fixture.put_session("one", &format::write_session(&theirs));
    let saved = store.save_session(&with(&read, "ours"), 0, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["ours", "theirs"]);
}

#[test]
fn a_session_that_changed_before_it_was_taken_up_is_handed_over_at_once() {
    let fixture = Fixture::new().opened();
    let first = session("one", "before");
    fixture.put_session("one", &format::write_session(&first));
    let mut store = fixture.store();
    let read = store.read_session(&id("one")).unwrap();
    let theirs = with(&first, "theirs");
    fixture.put_session("one", &format::write_session(&theirs));
    let others = store.begin_editing(&read).unwrap();
    assert_eq!((others.base, others.file), (Some(read), theirs));
}

#[test]
fn sessions_come_change_and_go_while_the_app_is_open() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    let new = session("new", "from another computer");
    fixture.put_session("new", &format::write_session(&new));
    let heard = |app: &mut TestApp| {
        app.worker.send(LibraryRequest::Rescan);
        app.until(|report| match report {
            Report::Library(LibraryReport::Sessions(shelved)) => Some(sessions_of(shelved)),
            Report::Library(LibraryReport::Gone(gone)) => Some(vec![session(gone.as_str(), "")]),
            _ => None,
        })
    };
    assert_eq!(heard(&mut app), std::slice::from_ref(&new));
    fixture.put_session("new", &format::write_session(&with(&new, "more")));
    assert_eq!(texts(&heard(&mut app)[0]), ["from another computer", "more"]);
    std::fs::remove_file(fixture.session_path("new")).unwrap();
    assert_eq!(heard(&mut app)[0].id, id("new"));
}

#[test]
fn a_session_that_was_deleted_elsewhere_while_it_is_written_here_is_written_anew() {
    let (fixture, mut store, read) = taken_up();
    std::fs::remove_file(fixture.session_path("one")).unwrap();
    let saved = store.save_session(&with(&read, "ours"), 0, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["before", "ours"]);
    assert_eq!(texts(&fixture.in_place("one")), ["before", "ours"]);
}

#[test]
fn a_conflict_copy_that_comes_while_the_session_is_open_is_handed_over() {
    let (fixture, mut store, read) = taken_up();
    let copy = fixture.folders.data.join("sessions").join("one.sync-conflict-20261123-140211-ABCDEFG.json");
    put(&copy, &format::write_session(&with(&read, "theirs")));
    let noticed = store.rescan(ScanScope::Open).unwrap();
    assert!(
        noticed
            .iter()
            .any(|noticed| matches!(noticed, ExternalChange::RemoteChange(others) if texts(&others.file).len() == 2))
    );
    assert!(!copy.exists());
}

#[test]
fn who_goes_on_from_what_went_into_the_file_is_compared_with_that() {
    let (here, mut ours, read) = taken_up();
    let there = Fixture::new().opened();
    there.put_session("one", &std::fs::read(here.session_path("one")).unwrap());
    let mut theirs = there.store();
    let carry = || here.put_session("one", &std::fs::read(there.session_path("one")).unwrap());

    let mut there_shown = with(&theirs.read_session(&id("one")).unwrap(), "theirs");
    theirs.save_session(&there_shown, 0, moment().to_utc()).unwrap();
    carry();
    let saved = ours.save_session(&with(&read, "ours"), 0, moment().to_utc()).unwrap();
    let (shown, number) = (saved.file.clone(), saved.others.unwrap().sequence);

    // They have not seen ours, and change the line that we have of them.
    let changed = there_shown.notes.text().replace("theirs", "changed");
    there_shown.notes.replace_text(&changed, 0, &stamp());
    theirs.save_session(&there_shown, 0, moment().to_utc()).unwrap();
    carry();
    let saved = ours.save_session(&shown, number, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["before", "changed", "ours"]);
}

/// What the screen deletes right after it was told of it stays deleted, though nothing was saved in between.
#[test]
fn what_is_deleted_before_the_next_save_does_not_come_back_with_what_they_write_next() {
    let (here, mut ours, read) = taken_up();
    let there = Fixture::new().opened();
    there.put_session("one", &std::fs::read(here.session_path("one")).unwrap());
    let mut theirs = there.store();
    let their_next = |theirs: &mut Store, words: &str| {
        let session = with(&theirs.read_session(&id("one")).unwrap(), words);
        theirs.save_session(&session, 0, moment().to_utc()).unwrap();
        here.put_session("one", &std::fs::read(there.session_path("one")).unwrap());
    };
    let told = |noticed: Vec<ExternalChange>| {
        let remote = |noticed| if let ExternalChange::RemoteChange(others) = noticed { Some(*others) } else { None };
        noticed.into_iter().find_map(remote).unwrap()
    };
    their_next(&mut theirs, "theirs");
    let mut screen = with(&read, "ours");
    let first = ours.save_session(&screen, 0, moment().to_utc()).unwrap().others.unwrap();
    screen = merge(first.base.as_ref(), &screen, &first.file);
    screen.notes.replace_text("before\nours", 0, &stamp());

    there.put_session("one", &std::fs::read(here.session_path("one")).unwrap());
    their_next(&mut theirs, "more");
    let second = told(ours.rescan(ScanScope::All).unwrap());
    screen = merge(second.base.as_ref(), &screen, &second.file);
    assert_eq!(texts(&screen), ["before", "more", "ours"]);
    let saved = ours.save_session(&screen, second.sequence, moment().to_utc()).unwrap();
    assert_eq!(texts(saved.file), ["before", "more", "ours"]);
}

/// Prompt sets are not merged: the last ones stand, and the others are kept.
#[test]
fn prompt_sets_that_somebody_else_saved_are_kept_before_they_are_replaced() {
    let fixture = Fixture::new().opened();
    let mut app = fixture.start(soon());
    app.all_read();
    let mut sets = PromptSets::first(&integration_session());
    let mut save = |name: &str, revision: u64| {
        sets.sets[0].name = name.to_owned();
        app.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets.clone()), revision });
        app.until(|report| matches!(report, Report::Saving(SavingReport::PromptSetsSaved { .. })).then_some(()));
    };
    let kept = || everything_in(&fixture.folders.data.join("history").join("prompts.json"));
    save("Ours", 1);
    save("Ours, later", 2);
    assert_eq!(kept(), Vec::<std::path::PathBuf>::new(), "one's own steps are no conflict");
    let mut theirs = PromptSets::first(&integration_session());
    theirs.sets[0].name = "Theirs".to_owned();
    let theirs = format::write_prompt_sets(&theirs);
    put(&fixture.folders.data.join("prompts.json"), &theirs);
    save("Ours again", 3);
    let kept: Vec<_> = kept().iter().map(|path| std::fs::read(path).unwrap()).collect();
    assert_eq!(kept, [theirs]);
    let in_place =
        format::read_prompt_sets(&std::fs::read(fixture.folders.data.join("prompts.json")).unwrap()).unwrap();
    assert_eq!(in_place.sets[0].name, "Ours again");
}

/// A sync program keeps what another device wrote as a copy, under a name of its own.
#[test]
fn a_copy_of_the_prompt_sets_is_kept_and_what_only_it_has_is_added() {
    for name in ["prompts.sync-conflict-20261123-140211-ABCDEFG.json", "prompts (conflicted copy 2026-11-23).json"] {
        let fixture = Fixture::new().opened();
        let place = fixture.folders.data.join("prompts.json");
        let mut ours = PromptSets::first(&integration_session());
        ours.sets[0].name = "Ours".to_owned();
        put(&place, &format::write_prompt_sets(&ours));
        let mut app = fixture.start(soon());
        app.all_read();
        let mut theirs = PromptSets::first(&integration_session());
        theirs.sets[0].name = "Theirs".to_owned();
        let only_theirs = theirs.copy(&theirs.sets[1].clone(), moment());
        let (copy, bytes) = (fixture.folders.data.join(name), format::write_prompt_sets(&theirs));
        put(&copy, &bytes);
        app.worker.send(LibraryRequest::Rescan);
        let told = app.until(|report| match report {
            Report::Prompts(PromptsReport::TheirPromptSets(told)) => Some(told),
            _ => None,
        });
        assert_eq!((&told.sets, &told.added[..]), (&theirs, &["Short 2".to_owned()][..]));
        assert_eq!(told.changed.iter().map(|set| set.name.as_str()).collect::<Vec<_>>(), ["Theirs"]);
        assert!(!copy.exists());
        let kept = everything_in(&fixture.folders.data.join("history").join("prompts.json"));
        assert!(kept.iter().any(|path| std::fs::read(path).unwrap() == bytes), "{kept:?}");
        let in_place = format::read_prompt_sets(&std::fs::read(&place).unwrap()).unwrap();
        assert_eq!(in_place.sets[..2], ours.sets[..]);
        assert_eq!(in_place.set(&only_theirs), theirs.set(&only_theirs));
        // The next start has nothing more to say.
        drop(app);
        let reports = fixture.start(soon()).all_read();
        assert!(!reports.iter().any(|report| matches!(report, Report::Prompts(PromptsReport::TheirPromptSets(_)))));
    }
}

#[test]
fn what_is_no_copy_of_the_prompt_sets_stays_beside_them() {
    let fixture = Fixture::new().opened();
    let sets = format::write_prompt_sets(&PromptSets::first(&integration_session()));
    put(&fixture.folders.data.join("prompts.json"), &sets);
    let beside: Vec<_> = ["a note.json", "prompts.json.txt.json"].map(|name| fixture.folders.data.join(name)).into();
    put(&beside[0], b"{}");
    put(&beside[1], &sets[..sets.len() / 2]);
    let reports = fixture.start(soon()).all_read();
    assert!(!reports.iter().any(|report| matches!(report, Report::Prompts(PromptsReport::TheirPromptSets(_)))));
    assert_eq!(std::fs::read(&beside[0]).unwrap(), b"{}");
    assert_eq!(std::fs::read(&beside[1]).unwrap(), &sets[..sets.len() / 2]);
}

#[test]
fn a_copy_without_the_file_itself_waits_for_it() {
    let fixture = Fixture::new().opened();
    let sets = format::write_prompt_sets(&PromptSets::first(&integration_session()));
    let copy = fixture.folders.data.join("prompts.sync-conflict-1.json");
    put(&copy, &sets);
    fixture.start(soon()).all_read();
    assert_eq!(std::fs::read(&copy).unwrap(), sets);
}
