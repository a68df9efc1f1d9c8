//! Kinds of a later version: of marks, of outcomes, of prompts, of the fields of closing. Each is read, kept through
//! saving and merging, and written back as it was.

use holdspace::domain::id::{LineId, SessionId};
use holdspace::domain::prompts::guideline::{KeptAs, PromptKind};
use holdspace::domain::session::merge::merge;
use holdspace::domain::session::{OutcomeKind, Session};
use holdspace::storage::format;

use crate::fixture::*;

/// Every kind in a session, each as a later version might have it.
const LATER: &str = r#"{
  "format": "holdspace-session",
  "version": 2,
  "id": "one",
  "clients": ["K-07", "M-12", "M-13"],
  "began": "2026-11-23T14:02:11-05:00",
  "ended": "2026-11-23T14:52:11-05:00",
  "prompts": [
    {
      "id": "breathe", "kind": "practice", "section": "Opening", "title": "Breathe", "guidance": "Together.",
      "keep_as": "ritual", "example_wording": []
    }
  ],
  "lines": [
    {"id": "a", "order_key": "1", "at": "2026-11-23T14:05:11-05:00", "text": "the candle", "keep": "ritual"},
    {"id": "b", "order_key": "2", "at": "2026-11-23T14:06:11-05:00", "text": "the river", "keep": "thread"}
  ],
  "outcomes": [{"line": "l", "from": "before", "outcome": "handed-on", "at": "2026-11-23T14:50:11-05:00"}],
  "closing": {
    "noticed": "calm",
    "conflicting_texts": [
      {"field": "homework", "text": "to walk"},
      {"field": "noticed", "text": "quiet"},
      {"field": "noticed", "text": "softly", "certain": true}
    ]
  },
  "addenda": [
    {"at": "2026-11-24T14:05:11-05:00", "text": "from a drawing", "origin": {"drawing": 7}},
    {"at": "2026-11-24T14:06:11-05:00", "text": "to walk far", "origin": {"field": "homework"}}
  ]
}"#;

/// What is to be found in a file of that session whatever was done with it.
const WORDS: [&str; 12] = [
    r#""clients":["K-07","M-12","M-13"]"#,
    r#""kind":"practice""#,
    r#""keep_as":"ritual""#,
    r#""keep":"ritual""#,
    r#""keep":"thread""#,
    r#""outcome":"handed-on""#,
    r#"{"field":"homework","text":"to walk"}"#,
    r#"{"field":"noticed","text":"quiet"}"#,
    r#"{"certain":true,"field":"noticed","text":"softly"}"#,
    r#""origin":{"drawing":7}"#,
    r#""origin":{"field":"homework"}"#,
    r#""version":2"#,
];

fn later() -> Session {
    format::read_session(LATER.as_bytes()).unwrap()
}

fn assert_kept(bytes: &[u8]) {
    let mut text = String::from_utf8(bytes.to_vec()).unwrap();
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    text = value.to_string();
    for word in WORDS {
        assert!(text.contains(word), "{word} is not in {text}");
    }
}

#[test]
fn what_a_later_version_has_is_read_and_written_back() {
    let session = later();
    assert_eq!((session.client.as_str(), session.other_clients.len()), ("K-07", 2));
    let KeptAs::Other(kind) = session.notes.lines()[0].keep.clone().unwrap() else { panic!() };
    assert_eq!(kind.label(), "ritual");
    assert!(matches!(&session.outcomes[0].outcome, OutcomeKind::Other(kind) if kind.word() == "handed-on"));
    assert!(matches!(&session.prompts[0].kind, PromptKind::Other(kind) if kind.word() == "practice"));
    assert_kept(&format::write_session(&session));
    let fixture = Fixture::new().opened();
    fixture.put_session("one", LATER.as_bytes());
    let mut store = fixture.store();
    let mut read = store.read_session(&id("one")).unwrap();
    store.begin_editing(&read);
    read.notes.add("written on", None, &stamp());
    store.save_session(&read, 0, moment().to_utc()).unwrap();
    assert_kept(&std::fs::read(fixture.session_path("one")).unwrap());
}

#[test]
fn what_a_later_version_has_stays_through_a_merge_whichever_side_is_first() {
    let base = later();
    let (mut one, mut other) = (base.clone(), base.clone());
    one.notes.add("one", None, &stamp());
    one.closing.client_words = "one".to_owned();
    one.set_outcome(
        &LineId::try_from("m").unwrap(),
        &SessionId::try_from("before").unwrap(),
        OutcomeKind::LetGo,
        moment(),
    );
    other.notes.add("other", None, &stamp());
    other.closing.client_words = "other".to_owned();
    other.touch(&"breathe".try_into().unwrap());
    for base in [Some(&base), None] {
        for (one, other) in [(&one, &other), (&other, &one)] {
            assert_kept(&format::write_session(&merge(base, one, other)));
        }
        assert_eq!(merge(base, &one, &other), merge(base, &other, &one));
    }
    // Once it is finalized, what comes late does not take anything of it away.
    let frozen = base.finalize(moment()).unwrap();
    assert!(!frozen.was_changed_since_finalized());
    let merged = merge(Some(&base), &frozen, &one);
    assert!(!merged.was_changed_since_finalized());
    assert_kept(&format::write_session(&merged));
    assert_eq!(merged.addenda[merged.addenda.len() - 2..], base.addenda, "as they were, with their times");
}

/// Each side may take a kind of a later version away, or bring one.
#[test]
fn a_change_of_such_a_kind_is_a_change_as_any_other() {
    let base = later();
    let mut one = base.clone();
    one.notes.set_keep(0, Some(KeptAs::from("vigil".to_owned())));
    let merged = merge(Some(&base), &one, &base);
    assert_eq!(merged.notes.lines()[0].keep.as_ref().unwrap().word(), "vigil");
    assert!(one != base && !one.says_the_same_as(&base));
    let frozen = base.finalize(moment()).unwrap();
    for change in [
        |session: &mut Session| drop(session.notes.set_keep(0, Some(KeptAs::from("vigil".to_owned())))),
        |session: &mut Session| session.outcomes[0].outcome = OutcomeKind::from("handed-back".to_owned()),
        |session: &mut Session| session.prompts[0].kind = PromptKind::from("exercise".to_owned()),
    ] {
        let mut changed = frozen.clone();
        change(&mut changed);
        assert!(changed.was_changed_since_finalized());
    }
}

#[test]
fn version_1_is_read_with_kinds_that_nobody_knew_then() {
    let read = format::read_session(&fixture_file("sessions/unknown-kind-of-prompt.json")).unwrap();
    assert_eq!(read.prompts[0].kind.word(), "score");
    let again = format::read_session(&format::write_session(&read)).unwrap();
    assert_eq!(again, read);
}

#[test]
fn what_nobody_knew_in_version_1_keeps_its_words_under_a_name_that_has_a_meaning_now() {
    let text = r#"{
      "format": "holdspace-session", "version": 1, "id": "one", "client": "K-07",
      "began": "2026-11-23T14:02:11-05:00",
      "clients": ["x1"], "version_vector": "x2", "addendum_draft": "x3", "clients_of_version_1": "x4",
      "prompts": [{
        "id": "a", "kind": "ask", "section": "", "title": "", "guidance": "", "carries_on_as": "holds-space",
        "keep_as": "x5"
      }],
      "lines": [{
        "id": "a", "at": "2026-11-23T14:05:11-05:00", "text": "a", "carries_on": "holds-space",
        "order_key": "x6", "keep": "x7", "conflict_of": ["x8"]
      }],
      "closing": {"conflicting_texts": "x9"},
      "addenda": [{"at": "2026-11-24T14:05:11-05:00", "text": "b", "origin": "x10"}]
    }"#;
    let read = format::read_session(text.as_bytes()).unwrap();
    let written = format::write_session(&read);
    assert_eq!(format::read_session(&written), Ok(read.clone()));
    assert_eq!((read.client.as_str(), read.notes.lines()[0].keep.clone()), ("K-07", Some(KeptAs::Support)));
    let written = String::from_utf8(written).unwrap();
    for number in 1..=10 {
        assert!(written.contains(&format!("\"x{number}\"")), "x{number} is not in {written}");
    }
}
