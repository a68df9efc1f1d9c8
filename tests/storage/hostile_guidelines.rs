//! Guideline files that somebody sent, by hand and by numbers nobody chose: each is read or refused with
//! its reason, and nothing that was there is changed.

use std::cell::RefCell;
use std::collections::HashSet;

use holdspace::domain::prompts::import::{Import, MAX_PROMPTS, is_hidden};
use holdspace::domain::prompts::prompt_sets::PromptSets;
use holdspace::guidelines::integration_session;
use holdspace::storage::worker::{PromptsReport, PromptsRequest, Report, SavingReport, SavingRequest};
use holdspace::ui::text::problems;
use proptest::prelude::*;
use proptest::sample::Index;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

use crate::fixture::*;
use crate::support::figures::figure;

/// How many files are made by numbers nobody chose.
const GENERATED: u32 = 1_500;

/// A guideline that could be taken in.
fn whole() -> Value {
    let mut file = json(&holdspace::storage::format::write_guideline(&integration_session()));
    file["id"] = "sent".into();
    file
}

fn json(bytes: &[u8]) -> Value {
    serde_json::from_slice(bytes).unwrap()
}

/// One change of a whole file.
#[derive(Debug, Clone)]
enum Flaw {
    /// Another value where one was.
    Value(Index, Value),
    /// A field or an element is gone.
    Missing(Index),
    /// A character that cannot be seen stands in a text.
    Hidden(Index, char),
    /// A prompt is there once more.
    Twice(Index),
    /// The bytes end early.
    Cut(Index),
    /// One byte is another one.
    Byte(Index, u8),
    /// Bytes stand there that do not belong there.
    Inserted(Index, Vec<u8>),
}

fn flaw() -> impl Strategy<Value = Flaw> {
    let hostile = prop_oneof![
        Just(Value::Null),
        Just(json!(true)),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |number| number.is_finite()).prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([["follow"]])),
        "\\PC{0,80}".prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!("../../../etc/passwd")),
        Just(json!("a".repeat(65))),
        Just(json!("x".repeat(200_000))),
    ];
    let hidden = prop_oneof![
        Just('\0'),
        Just('\u{1B}'),
        Just('\u{7F}'),
        Just('\u{85}'),
        Just('\u{202A}'),
        Just('\u{202E}'),
        Just('\u{2066}'),
        Just('\u{2069}'),
        Just('\t'),
        Just('\r'),
    ];
    let place = any::<Index>;
    prop_oneof![
        4 => (place(), hostile).prop_map(|(place, value)| Flaw::Value(place, value)),
        2 => place().prop_map(Flaw::Missing),
        2 => (place(), hidden).prop_map(|(place, hidden)| Flaw::Hidden(place, hidden)),
        1 => place().prop_map(Flaw::Twice),
        1 => place().prop_map(Flaw::Cut),
        1 => (place(), any::<u8>()).prop_map(|(place, byte)| Flaw::Byte(place, byte)),
        1 => (place(), prop::collection::vec(any::<u8>(), 1..12)).prop_map(|(place, more)| Flaw::Inserted(place, more)),
    ]
}

/// Every place in a value, as JSON pointers say it.
fn places(value: &Value, at: &str, found: &mut Vec<String>) {
    let inner: Vec<(String, &Value)> = match value {
        Value::Object(fields) => fields.iter().map(|(name, inner)| (name.clone(), inner)).collect(),
        Value::Array(list) => list.iter().enumerate().map(|(index, inner)| (index.to_string(), inner)).collect(),
        _ => Vec::new(),
    };
    for (name, inner) in inner {
        let at = format!("{at}/{name}");
        places(inner, &at, found);
        found.push(at);
    }
}

/// The file with its flaws: those of the value first, then those of the bytes.
fn flawed(flaws: &[Flaw]) -> Vec<u8> {
    let mut file = whole();
    for flaw in flaws {
        let mut found = Vec::new();
        places(&file, "", &mut found);
        let at = |place: &Index| place.get(&found).clone();
        match flaw {
            Flaw::Value(place, value) => *file.pointer_mut(&at(place)).unwrap() = value.clone(),
            Flaw::Missing(place) => take_away(&mut file, &at(place)),
            Flaw::Hidden(place, hidden) => {
                if let Some(Value::String(text)) = file.pointer_mut(&at(place)) {
                    text.push(*hidden);
                }
            }
            Flaw::Twice(place) => {
                if let Some(prompts) = file["prompts"].as_array_mut().filter(|prompts| !prompts.is_empty()) {
                    prompts.push(place.get(prompts).clone());
                }
            }
            _ => {}
        }
        if file.as_object().is_none_or(serde_json::Map::is_empty) {
            break;
        }
    }
    let mut bytes = serde_json::to_vec_pretty(&file).unwrap();
    for flaw in flaws {
        let length = bytes.len();
        match flaw {
            Flaw::Cut(place) if length > 0 => bytes.truncate(place.index(length)),
            Flaw::Byte(place, byte) if length > 0 => bytes[place.index(length)] = *byte,
            Flaw::Inserted(place, more) => {
                let at = place.index(length + 1);
                bytes.splice(at..at, more.clone());
            }
            _ => {}
        }
    }
    bytes
}

fn take_away(file: &mut Value, at: &str) {
    let (outer, name) = at.rsplit_once('/').unwrap();
    match file.pointer_mut(outer) {
        Some(Value::Object(fields)) => drop(fields.remove(name)),
        Some(Value::Array(list)) => drop(list.remove(name.parse().unwrap())),
        _ => {}
    }
}

/// Files that somebody thought of.
fn thought_of() -> Vec<(&'static str, Vec<u8>)> {
    let text = serde_json::to_string(&whole()).unwrap();
    let changed = |from: &str, to: &str| {
        assert!(text.contains(from), "{from}");
        text.replacen(from, to, 1).into_bytes()
    };
    let with = |change: &dyn Fn(&mut Value)| {
        let mut file = whole();
        change(&mut file);
        serde_json::to_vec(&file).unwrap()
    };
    let many = |count: usize| {
        with(&|file| {
            let prompt = file["prompts"][0].clone();
            let numbered = |number: usize| {
                let mut prompt = prompt.clone();
                prompt["id"] = format!("p-{number}").into();
                prompt
            };
            file["prompts"] = (0..count).map(numbered).collect();
            file["short"] = json!([]);
        })
    };
    let mut larger = text.clone().into_bytes();
    larger.resize(1024 * 1024 + 1, b' ');
    let nested = format!("{{\"later\":{}{},{}", "[".repeat(10_000), "]".repeat(10_000), &text[1..]);
    vec![
        ("is empty", Vec::new()),
        ("is larger than 1 MiB", larger),
        ("has 501 prompts", many(MAX_PROMPTS + 1)),
        ("is nested without end", nested.into_bytes()),
        ("has one key twice", changed("\"title\":", "\"title\":\"x\",\"title\":")),
        ("has one prompt's id twice", changed("\"id\":\"open\"", "\"id\":\"follow\"")),
        ("has an id with a path", changed("\"id\":\"open\"", "\"id\":\"../open\"")),
        ("has an id in capitals", changed("\"id\":\"open\"", "\"id\":\"Open\"")),
        ("has an empty id", changed("\"id\":\"open\"", "\"id\":\"\"")),
        ("has an id of 65 letters", with(&|file| file["prompts"][1]["id"] = "a".repeat(65).into())),
        ("turns the text around", changed("Follow the client", "Follow \u{202E}the client")),
        ("holds an escape", changed("Follow the client", "Follow \\u001b[31mthe client")),
        ("holds a NUL", changed("Follow the client", "Follow\\u0000the client")),
        ("holds half a surrogate", changed("Follow the client", "Follow \\ud800the client")),
        ("comes from the future", changed("\"version\":1", "\"version\":2")),
        ("is of version 0", changed("\"version\":1", "\"version\":0")),
        ("is of no version", changed("\"version\":1", "\"Version\":1")),
        ("is a session", changed("holdspace-guideline", "holdspace-session")),
        ("has a kind that is no word", changed("\"kind\":\"ask\"", "\"kind\":7")),
        ("has a kind that cannot be seen", changed("\"kind\":\"ask\"", "\"kind\":\"a\u{202E}sk\"")),
        ("has a paragraph that is no number", changed("\"paragraph\":2", "\"paragraph\":\"two\"")),
        ("has a paragraph below nothing", changed("\"paragraph\":2", "\"paragraph\":-2")),
        ("names a prompt that it lacks", with(&|file| file["short"] = json!(["nowhere"]))),
        ("has no prompt", with(&|file| file["prompts"] = json!([]))),
        (
            "claims to be the built-in one",
            with(&|file| (file["id"], file["title"]) = ("integration-session".into(), "x".into())),
        ),
        ("is not UTF-8", [text.as_bytes(), &[0xFF, 0xFE]].concat()),
        ("goes on behind its end", format!("{text}{text}").into_bytes()),
        ("is UTF-16", text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ]
}

/// What has come of the files so far.
struct Intake {
    fixture: Fixture,
    app: TestApp,
    sets: PromptSets,
    refused: usize,
    read: usize,
    reasons: HashSet<String>,
}

impl Intake {
    fn new() -> Self {
        let fixture = Fixture::new().opened();
        let mut app = fixture.start(soon());
        app.all_read();
        let sets = PromptSets::first(&integration_session());
        app.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets.clone()), revision: 1 });
        app.until(|report| matches!(report, Report::Saving(SavingReport::PromptSetsSaved { .. })).then_some(()));
        Self { fixture, app, sets, refused: 0, read: 0, reasons: HashSet::new() }
    }

    /// Puts the file there, asks for it as the screen does, and looks at what comes; returns why it is
    /// refused.
    fn take(&mut self, bytes: &[u8]) -> Option<String> {
        let path = self.fixture.root().join("sent.json");
        put(&path, bytes);
        let before = std::fs::read(self.fixture.folders.data.join("prompts.json")).unwrap();
        self.app.worker.send(PromptsRequest::ReadGuideline(path.clone()));
        let read = self.app.until(|report| match report {
            Report::Prompts(PromptsReport::GuidelineRead(read)) => Some(read),
            _ => None,
        });
        let brought = read.map_err(|file| problems::reason(&file.reason)).and_then(|file| {
            Import::of(*file, &self.sets, &integration_session()).map_err(|error| format!("{error:?}"))
        });
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "what was sent stays as it is");
        assert_eq!(
            std::fs::read(self.fixture.folders.data.join("prompts.json")).unwrap(),
            before,
            "nothing changes before one says so"
        );
        match brought {
            Ok(import) => {
                self.read += 1;
                check_taken(import, &self.sets);
                None
            }
            Err(reason) => {
                assert!(!reason.chars().any(is_hidden), "it shows what cannot be seen: {reason:?}");
                self.refused += 1;
                self.reasons.insert(reason.split(['(', '"', '0']).next().unwrap().to_owned());
                Some(reason)
            }
        }
    }
}

/// What is taken in stands beside what was there, whole, and without what cannot be seen.
fn check_taken(import: Import, before: &PromptSets) {
    let mut sets = before.clone();
    let id = import.add_to(&mut sets, moment());
    assert_eq!(sets.sets[..before.sets.len()], before.sets);
    let set = sets.set(&id).unwrap();
    let texts = set.shown().into_iter().flat_map(|prompt| [prompt.title, prompt.guidance, prompt.section]);
    assert!(!texts.into_iter().any(|text| text.chars().any(is_hidden)));
    let ids: HashSet<_> = set.order().collect();
    assert_eq!(ids.len(), set.order().count());
    let written = holdspace::storage::format::write_prompt_sets(&sets);
    assert_eq!(holdspace::storage::format::read_prompt_sets(&written), Ok(sets));
}

#[test]
fn a_hostile_guideline_is_refused_or_read_and_changes_nothing() {
    let mut intake = Intake::new();
    assert_eq!(intake.take(&serde_json::to_vec(&whole()).unwrap()), None, "without a flaw it is read");
    for (flaw, bytes) in thought_of() {
        assert!(intake.take(&bytes).is_some(), "a file that {flaw} is refused");
    }
    let intake = RefCell::new(intake);
    let mut runner = TestRunner::new(Config { cases: GENERATED, failure_persistence: None, ..Config::default() });
    runner
        .run(&prop::collection::vec(flaw(), 1..4), |flaws| {
            intake.borrow_mut().take(&flawed(&flaws));
            Ok(())
        })
        .unwrap();
    let intake = intake.into_inner();
    assert!(intake.read > 10, "some flaws leave a file that can be read");
    let words = format!(
        "{} files: {} refused for {} kinds of reasons, {} read, 0 changed what was there",
        intake.refused + intake.read,
        intake.refused,
        intake.reasons.len(),
        intake.read
    );
    figure("hostile guideline files", &words);
}
