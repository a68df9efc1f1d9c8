//! What comes back when the app starts.

use std::collections::HashMap;
use std::time::Duration;

use holdspace::domain::id::SessionId;
use holdspace::domain::progress::Progress;
use holdspace::domain::prompts::guideline::KeptAs;
use holdspace::domain::session::notes::Stamp;
use holdspace::domain::session::{Addendum, Session};
use holdspace::storage::format;
use holdspace::storage::store::{ExternalChange, ScanScope};
use holdspace::storage::worker::{LibraryReport, Report, SavingReport, Timing};
use proptest::prelude::*;

use crate::fixture::*;

const MANY: usize = 10_000;

#[test]
fn a_session_comes_back_as_it_was() {
    let fixture = Fixture::new();
    let kept = session("one", "She spoke of the river.");
    let mut app = fixture.start(soon());
    app.save(&kept, 7);
    assert_eq!(app.saved("one"), 7);
    assert!(app.worker.finish());
    assert_eq!(fixture.start(never()).read_sessions(), [kept]);
}

#[test]
fn the_line_breaks_of_a_file_are_one_kind_and_its_bytes_stay() {
    let fixture = Fixture::new();
    let mut session = session("one", "She spoke.");
    session.closing.noticed = "by\nthe\nriver\n".to_owned();
    let bytes = String::from_utf8(format::write_session(&session)).unwrap();
    let bytes =
        bytes.replace("by\\nthe\\nriver\\n", "by\\r\\nthe\u{2028}river\\r").replace("She spoke.", "She\u{85}spoke.");
    fixture.put_session("one", bytes.as_bytes());
    let read = fixture.start(soon()).read_sessions();
    assert_eq!(read[0].closing.noticed, session.closing.noticed);
    assert_eq!(read[0].notes.text(), "She\nspoke.");
    assert_eq!(std::fs::read(fixture.session_path("one")).unwrap(), bytes.as_bytes());
    assert_eq!(parsed(bytes.as_bytes()), read[0]);
}

#[test]
fn ten_thousand_sessions_come_once_and_do_not_hold_up_a_save() {
    let fixture = Fixture::new().opened();
    put_many(&fixture, MANY);
    let timing = Timing { debounce: Duration::ZERO, ..soon() };
    let mut app = fixture.start(timing);
    app.save(&session("new", "while it reads"), 1);
    let mut came: HashMap<SessionId, usize> = HashMap::new();
    let (mut was_saved, mut slices) = (false, 0);
    for report in app.all_read() {
        match report {
            Report::Saving(SavingReport::SessionSaved { id, revision, .. }) => {
                was_saved |= (id.as_str(), revision) == ("new", 1);
            }
            Report::Library(LibraryReport::Sessions(shelved)) => {
                let read = shelved.len();
                slices += 1;
                let sessions = sessions_of(shelved);
                assert_eq!(sessions.len(), read, "none twice in one report");
                for session in sessions {
                    *came.entry(session.id).or_default() += 1;
                }
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(was_saved, "saved before everything was read");
    assert!(slices > 1, "requests are looked at between them");
    assert_eq!(came.len(), MANY);
    assert!(came.values().all(|times| *times == 1));
    assert!(app.worker.finish());
    assert_eq!(fixture.start(never()).read_sessions().len(), MANY + 1);
}

/// How far reading is, as it was said.
fn progress_said(fixture: &Fixture, progress: Duration) -> Vec<Progress> {
    let mut app = fixture.start(Timing { progress, ..never() });
    let said = |report| match report {
        Report::Library(LibraryReport::Reading(progress)) => Some(progress),
        _ => None,
    };
    app.all_read().into_iter().filter_map(said).collect()
}

#[test]
fn how_far_reading_is_is_said_where_it_takes_long_and_not_otherwise() {
    let fixture = Fixture::new().opened();
    put_many(&fixture, MANY);
    assert_eq!(Timing::default().progress, Duration::from_millis(500));
    assert_eq!(progress_said(&fixture, Duration::from_hours(1)), []);
    let said = progress_said(&fixture, Duration::ZERO);
    // It is said after each slice but the last: how many these are is up to the machine.
    assert!(!said.is_empty() && said.is_sorted_by(|one, other| one.done < other.done), "{said:?}");
    assert!(said.iter().all(|progress| progress.total == MANY && progress.done < MANY), "{said:?}");
}

#[test]
fn the_newest_come_first_whichever_thread_reads_them() {
    let fixture = Fixture::new().opened();
    put_many(&fixture, MANY / 2);
    let mut expected = (0..MANY / 2).rev().map(|number| format!("s-{number:05}"));
    for report in fixture.start(never()).all_read() {
        let Report::Library(LibraryReport::Sessions(shelved)) = report else { continue };
        let mut slice: Vec<String> =
            sessions_of(shelved).into_iter().map(|session| session.id.as_str().to_owned()).collect();
        slice.sort_unstable_by(|one, other| other.cmp(one));
        assert_eq!(slice, expected.by_ref().take(slice.len()).collect::<Vec<_>>());
    }
    assert_eq!(expected.next(), None);
}

#[test]
fn a_file_that_is_written_while_it_is_read_is_noticed() {
    let fixture = Fixture::new().opened();
    fixture.put_session("one", &format::write_session(&session("one", "before")));
    let mut store = fixture.store();
    let read = store.reader().read(&id("one"));
    fixture.put_session("one", &format::write_session(&session("one", "before, and after")));
    assert!(!store.take_read(read).unwrap().is_empty());
    let noticed = store.rescan(ScanScope::All).unwrap();
    assert!(matches!(&noticed[..], [ExternalChange::Changed(changed)] if changed.notes.text() == "before, and after"));
}

#[test]
fn a_drive_that_goes_while_it_is_read_is_no_unreadable_file() {
    let fixture = Fixture::new().opened();
    put_many(&fixture, MANY / 2);
    let mut app = fixture.start(soon());
    let mut came = 0;
    while came == 0 {
        came += read_in(app.next());
    }
    fixture.pull_out();
    loop {
        // Where everything was read before the folder went, nobody will miss it.
        match app.next() {
            Report::Library(LibraryReport::AllRead) | Report::Saving(SavingReport::Problem(_)) => break,
            report => came += read_in(report),
        }
    }
    fixture.put_back();
    while came < MANY / 2 {
        came += read_in(app.next());
    }
    assert_eq!(came, MANY / 2);
}

/// How many sessions a report brings; fails the test where a file is said to be unreadable.
fn read_in(report: Report) -> usize {
    match report {
        Report::Library(LibraryReport::Sessions(shelved)) => shelved.len(),
        Report::Library(LibraryReport::Unreadable(file)) => panic!("{file:?}"),
        _ => 0,
    }
}

fn put_many(fixture: &Fixture, count: usize) {
    for number in 0..count {
        let name = format!("s-{number:05}");
        fixture.put_session(&name, &format::write_session(&session(&name, "a line")));
    }
}

/// Text that files and screens find hard.
fn odd_text() -> impl Strategy<Value = String> {
    let odd = prop::sample::select(vec![
        "\u{0}",
        "\r",
        "\u{1F30A}",
        "\u{202E}",
        "e\u{301}",
        "\u{FEFF}",
        "\"\\",
        "\u{10FFFF}",
    ]);
    let piece = prop_oneof![odd.prop_map(str::to_owned), any::<String>()];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn odd_session() -> impl Strategy<Value = Session> {
    let texts = (odd_text(), odd_text(), odd_text(), prop::collection::vec(odd_text(), 0..5));
    (texts, any::<[u8; 8]>()).prop_map(|((client, noticed, addendum, lines), random)| {
        let mut session = Session::begin(moment(), "", None, Vec::new());
        session.id = id(&format!("s-{:016x}", u64::from_be_bytes(random)));
        session.client = client;
        session.closing.noticed = noticed + "\r\nand a second line";
        session.addenda.push(Addendum::new(moment(), &addendum));
        let stamp = Stamp { at: moment(), prompt: None };
        session.notes.replace_text(&lines.join("\r\n"), 0, &stamp);
        session.notes.add("\u{0}the last line\u{1F30A}", Some(KeptAs::Goal), &stamp);
        session
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn whatever_is_written_comes_back_equal(sessions in prop::collection::vec(odd_session(), 1..4)) {
        let fixture = Fixture::new();
        let app = fixture.start(never());
        for session in &sessions {
            app.save(session, 1);
        }
        prop_assert!(app.worker.finish());
        let mut read = fixture.start(never()).read_sessions();
        let mut sessions: Vec<Session> = sessions.into_iter().map(Session::into_saved).collect();
        sessions.sort_by(|one, other| one.id.cmp(&other.id));
        read.sort_by(|one, other| one.id.cmp(&other.id));
        prop_assert_eq!(read, sessions);
    }

    #[test]
    fn a_session_cut_anywhere_is_unreadable_and_stays(session in odd_session(), share in 0.0..1.0_f64) {
        let whole = format::write_session(&session);
        // The closing brace and the line break are the last two bytes.
        let cut = &whole[..((whole.len() - 1) as f64 * share) as usize];
        let (fixture, name) = (Fixture::new().opened(), session.id.as_str());
        fixture.put_session(name, cut);
        let mut app = fixture.start(soon());
        let reports = app.all_read();
        prop_assert!(matches!(&reports[..], [Report::Library(LibraryReport::Unreadable(file))] if file.path == fixture.session_path(name)));
        app.save(&session, 1);
        app.problem();
        prop_assert!(!app.worker.finish());
        prop_assert_eq!(std::fs::read(fixture.session_path(name)).unwrap(), cut);
    }
}
