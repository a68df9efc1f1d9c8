//! A code or a theme that becomes another one in every session, also where the app dies halfway.

use holdspace::domain::library::renaming::Renaming;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::session::Session;
use holdspace::storage::error::Kind;
use holdspace::storage::format;
use holdspace::storage::store::InSession;
use holdspace::storage::worker::{LibraryReport, Report};

use crate::fixture::*;

fn of_client(name: &str, client: &str, words: &str) -> Session {
    Session { client: client.to_owned(), ..session(name, words) }
}

/// A folder with three sessions of one client, one of another, and one that cannot be read.
fn practice() -> Bench {
    let bench = Bench::new().opened();
    for name in ["one", "two", "three"] {
        bench.put_session(name, &format::write_session(&of_client(name, "K-07", &format!("{name} #river"))));
    }
    bench.put_session("other", &format::write_session(&of_client("other", "M-12", "#river")));
    bench.put_session("broken", b"{");
    bench
}

fn renamed(desk: &mut Desk) -> (usize, usize) {
    desk.until(|report| match report {
        Report::Library(LibraryReport::Renamed { renaming: _, renamed, left }) => Some((renamed, left)),
        _ => None,
    })
}

fn client_of(bench: &Bench, name: &str) -> String {
    bench.in_place(name).client
}

#[test]
fn every_session_of_a_client_has_the_new_code_and_the_others_are_not_touched() {
    let bench = practice();
    let before = std::fs::read(bench.session_path("other")).unwrap();
    let mut desk = bench.start(soon());
    desk.all_read();
    let renaming = Renaming::of_client("k-07", "R-03").unwrap();
    desk.worker.send(LibraryRequest::Rename(Box::new(renaming), Some(id("three"))));
    assert_eq!(renamed(&mut desk), (2, 1), "the one that cannot be read is left");
    assert_eq!((client_of(&bench, "one"), client_of(&bench, "two")), ("R-03".to_owned(), "R-03".to_owned()));
    assert_eq!(client_of(&bench, "three"), "K-07", "the app has that one open");
    assert_eq!(std::fs::read(bench.session_path("other")).unwrap(), before);
    assert_eq!(std::fs::read(bench.session_path("broken")).unwrap(), b"{");
    assert_eq!(bench.history("one"), [of_client("one", "K-07", "one #river")].map(|old| same_line(old, &bench, "one")));
    assert!(!bench.folders.data.join("renaming/renaming.json").exists());
}

/// The same session with the line of the one in place: its id is another in each test.
fn same_line(mut session: Session, bench: &Bench, name: &str) -> Session {
    session.notes = bench.in_place(name).notes;
    session
}

#[test]
fn a_renaming_that_was_cut_off_goes_on_at_the_next_start() {
    let bench = practice();
    let renaming = Renaming::of_client("K-07", "R-03").unwrap();
    let mut store = bench.store();
    store.move_to_trash(&id("three")).unwrap();
    store.begin_renaming(&renaming).unwrap();
    assert!(matches!(store.rename_in(&id("one"), &renaming).unwrap(), InSession::Renamed(_)));
    drop(store);
    assert_eq!((client_of(&bench, "one"), client_of(&bench, "two")), ("R-03".to_owned(), "K-07".to_owned()));

    let mut desk = bench.start(soon());
    assert_eq!(renamed(&mut desk), (1, 1));
    assert_eq!((client_of(&bench, "one"), client_of(&bench, "two")), ("R-03".to_owned(), "R-03".to_owned()));
    let trashed = parsed(&std::fs::read(bench.folders.data.join("trash").join("three.json")).unwrap());
    assert_eq!(trashed.client, "R-03");
    assert!(!bench.folders.data.join("renaming/renaming.json").exists());
    assert!(desk.worker.finish());
    let mut desk = bench.start(soon());
    desk.all_read();
    assert!(desk.next_if_any().is_none(), "it is done once");
}

#[test]
fn themes_are_renamed_in_the_lines_and_what_is_written_meanwhile_stays() {
    let bench = practice();
    let mut desk = bench.start(soon());
    desk.all_read();
    let mut more = bench.in_place("two");
    more.notes.add("and warm hands", None, &stamp());
    desk.save(&more, 1);
    let renaming = Renaming::of_theme(None, "River", "water").unwrap();
    desk.worker.send(LibraryRequest::Rename(Box::new(renaming), None));
    assert_eq!(renamed(&mut desk), (4, 1));
    assert_eq!(bench.in_place("two").notes.text(), "two #water\nand warm hands");
    assert_eq!(bench.in_place("other").notes.text(), "#water");
}

#[test]
fn a_finalized_session_takes_the_code_and_keeps_its_words_and_its_digest() {
    let bench = practice();
    let ended = Session { ended: Some(moment()), ..bench.in_place("one") };
    bench.put_session("one", &format::write_session(&ended.finalize(moment()).unwrap()));
    let mut desk = bench.start(soon());
    desk.all_read();
    let themes = Renaming::of_theme(None, "river", "water").unwrap();
    desk.worker.send(LibraryRequest::Rename(Box::new(themes), None));
    assert_eq!(renamed(&mut desk), (3, 2), "its words are left, and the one that cannot be read");
    desk.worker.send(LibraryRequest::Rename(Box::new(Renaming::of_client("K-07", "R-03").unwrap()), None));
    assert_eq!(renamed(&mut desk), (3, 1));
    let finalized = bench.in_place("one");
    assert_eq!((finalized.client.as_str(), finalized.notes.text().as_str()), ("R-03", "one #river"));
    assert!(finalized.is_finalized() && !finalized.was_changed_since_finalized());
}

#[test]
fn a_damaged_note_of_what_is_renamed_stops_nothing_and_is_said() {
    let bench = practice();
    put(&bench.folders.data.join("renaming/renaming.json"), b"{\"format\": \"holdspace-renaming\"}");
    let mut desk = bench.start(soon());
    let reports = desk.all_read();
    assert!(reports.iter().any(
        |report| matches!(report, Report::Library(LibraryReport::Unreadable(file)) if file.name() == "renaming.json")
    ));
    assert!(bench.folders.data.join("renaming/renaming.json").exists());
}

#[test]
fn where_it_cannot_be_written_down_nothing_is_renamed() {
    let bench = practice();
    std::fs::create_dir_all(bench.folders.data.join("renaming/renaming.json")).unwrap();
    let mut desk = bench.start(soon());
    desk.all_read();
    let renaming = Renaming::of_client("K-07", "R-03").unwrap();
    desk.worker.send(LibraryRequest::Rename(Box::new(renaming), None));
    let refused = desk.until(|report| match report {
        Report::Refused(_, error) => Some(error),
        _ => None,
    });
    assert_ne!(refused.kind, Kind::RenamingUnderway);
    assert_eq!(client_of(&bench, "one"), "K-07");
}
