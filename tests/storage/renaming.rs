//! A code or a theme that becomes another one in every session, also where the app dies halfway.

use holdspace::domain::library::renaming::Renaming;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::session::Session;
use holdspace::storage::error::Problem;
use holdspace::storage::format;
use holdspace::storage::store::InSession;
use holdspace::storage::worker::{LibraryReport, Report};

use crate::fixture::*;

fn of_client(name: &str, client: &str, words: &str) -> Session {
    Session { client: client.to_owned(), ..session(name, words) }
}

/// A folder with three sessions of one client, one of another, and one that cannot be read.
fn practice() -> Fixture {
    let fixture = Fixture::new().opened();
    for name in ["one", "two", "three"] {
        fixture.put_session(name, &format::write_session(&of_client(name, "K-07", &format!("{name} #river"))));
    }
    fixture.put_session("other", &format::write_session(&of_client("other", "M-12", "#river")));
    fixture.put_session("broken", b"{");
    fixture
}

fn renamed(app: &mut TestApp) -> (usize, usize) {
    app.until(|report| match report {
        Report::Library(LibraryReport::Renamed { renaming: _, renamed, left }) => Some((renamed, left)),
        _ => None,
    })
}

fn client_of(fixture: &Fixture, name: &str) -> String {
    fixture.in_place(name).client
}

#[test]
fn every_session_of_a_client_has_the_new_code_and_the_others_are_not_touched() {
    let fixture = practice();
    let before = std::fs::read(fixture.session_path("other")).unwrap();
    let mut app = fixture.start(soon());
    app.all_read();
    let renaming = Renaming::of_client("k-07", "R-03").unwrap();
    app.worker.send(LibraryRequest::Rename(Box::new(renaming), Some(id("three"))));
    assert_eq!(renamed(&mut app), (2, 1), "the one that cannot be read is left");
    assert_eq!((client_of(&fixture, "one"), client_of(&fixture, "two")), ("R-03".to_owned(), "R-03".to_owned()));
    assert_eq!(client_of(&fixture, "three"), "K-07", "the app has that one open");
    assert_eq!(std::fs::read(fixture.session_path("other")).unwrap(), before);
    assert_eq!(std::fs::read(fixture.session_path("broken")).unwrap(), b"{");
    assert_eq!(
        fixture.history("one"),
        [of_client("one", "K-07", "one #river")].map(|old| same_line(old, &fixture, "one"))
    );
    assert!(!fixture.folders.data.join("renaming/renaming.json").exists());
}

/// The same session with the line of the one in place: its id is another in each test.
fn same_line(mut session: Session, fixture: &Fixture, name: &str) -> Session {
    session.notes = fixture.in_place(name).notes;
    session
}

#[test]
fn a_renaming_that_was_cut_off_goes_on_at_the_next_start() {
    let fixture = practice();
    let renaming = Renaming::of_client("K-07", "R-03").unwrap();
    let mut store = fixture.store();
    store.move_to_trash(&id("three")).unwrap();
    store.begin_renaming(&renaming).unwrap();
    assert!(matches!(store.rename_in(&id("one"), &renaming).unwrap(), InSession::Renamed(_)));
    drop(store);
    assert_eq!((client_of(&fixture, "one"), client_of(&fixture, "two")), ("R-03".to_owned(), "K-07".to_owned()));

    let mut app = fixture.start(soon());
    assert_eq!(renamed(&mut app), (1, 1));
    assert_eq!((client_of(&fixture, "one"), client_of(&fixture, "two")), ("R-03".to_owned(), "R-03".to_owned()));
    let trashed = parsed(&std::fs::read(fixture.folders.data.join("trash").join("three.json")).unwrap());
    assert_eq!(trashed.client, "R-03");
    assert!(!fixture.folders.data.join("renaming/renaming.json").exists());
    assert!(app.worker.finish());
    let mut app = fixture.start(soon());
    app.all_read();
    assert!(app.next_if_any().is_none(), "it is done once");
}

#[test]
fn themes_are_renamed_in_the_lines_and_what_is_written_meanwhile_stays() {
    let fixture = practice();
    let mut app = fixture.start(soon());
    app.all_read();
    let mut more = fixture.in_place("two");
    more.notes.add("and warm hands", None, &stamp());
    app.save(&more, 1);
    let renaming = Renaming::of_theme(None, "River", "water").unwrap();
    app.worker.send(LibraryRequest::Rename(Box::new(renaming), None));
    assert_eq!(renamed(&mut app), (4, 1));
    assert_eq!(fixture.in_place("two").notes.text(), "two #water\nand warm hands");
    assert_eq!(fixture.in_place("other").notes.text(), "#water");
}

#[test]
fn a_finalized_session_takes_the_code_and_keeps_its_words_and_its_digest() {
    let fixture = practice();
    let ended = Session { ended: Some(moment()), ..fixture.in_place("one") };
    fixture.put_session("one", &format::write_session(&ended.finalize(moment()).unwrap()));
    let mut app = fixture.start(soon());
    app.all_read();
    let themes = Renaming::of_theme(None, "river", "water").unwrap();
    app.worker.send(LibraryRequest::Rename(Box::new(themes), None));
    assert_eq!(renamed(&mut app), (3, 2), "its words are left, and the one that cannot be read");
    app.worker.send(LibraryRequest::Rename(Box::new(Renaming::of_client("K-07", "R-03").unwrap()), None));
    assert_eq!(renamed(&mut app), (3, 1));
    let finalized = fixture.in_place("one");
    assert_eq!((finalized.client.as_str(), finalized.notes.text().as_str()), ("R-03", "one #river"));
    assert!(finalized.is_finalized() && !finalized.was_changed_since_finalized());
}

#[test]
fn a_damaged_note_of_what_is_renamed_stops_nothing_and_is_said() {
    let fixture = practice();
    put(&fixture.folders.data.join("renaming/renaming.json"), b"{\"format\": \"holdspace-renaming\"}");
    let mut app = fixture.start(soon());
    let reports = app.all_read();
    assert!(reports.iter().any(
        |report| matches!(report, Report::Library(LibraryReport::Unreadable(file)) if file.name() == "renaming.json")
    ));
    assert!(fixture.folders.data.join("renaming/renaming.json").exists());
}

#[test]
fn where_it_cannot_be_written_down_nothing_is_renamed() {
    let fixture = practice();
    std::fs::create_dir_all(fixture.folders.data.join("renaming/renaming.json")).unwrap();
    let mut app = fixture.start(soon());
    app.all_read();
    let renaming = Renaming::of_client("K-07", "R-03").unwrap();
    app.worker.send(LibraryRequest::Rename(Box::new(renaming), None));
    let refused = app.until(|report| match report {
        Report::Refused(_, error) => Some(error),
        _ => None,
    });
    assert_ne!(refused.kind, Problem::RenamingUnderway);
    assert_eq!(client_of(&fixture, "one"), "K-07");
}
