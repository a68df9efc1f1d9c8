//! Sessions that nobody held: with words of several languages, themes, prompts, what is kept and
//! what became of it. The same number gives the same sessions, everywhere.

use chrono::TimeDelta;

use holdspace::domain::Moment;
use holdspace::domain::id::{LineId, SessionId};
use holdspace::domain::prompts::guideline::{KeptAs, Prompt};
use holdspace::domain::session::notes::Stamp;
use holdspace::domain::session::{OutcomeKind, Session};
use holdspace::guidelines::integration_session;

use super::chance::Chance;

/// The words that notes are made of: the earlier ones are the more frequent.
const WORDS: [&str; 131] = [
    "the",
    "and",
    "of",
    "to",
    "a",
    "in",
    "it",
    "was",
    "she",
    "he",
    "that",
    "with",
    "not",
    "her",
    "his",
    "they",
    "for",
    "as",
    "on",
    "like",
    "at",
    "there",
    "what",
    "when",
    "from",
    "then",
    "more",
    "felt",
    "quiet",
    "long",
    "pause",
    "hand",
    "breath",
    "mother",
    "water",
    "light",
    "home",
    "letting",
    "go",
    "river",
    "night",
    "morning",
    "walk",
    "sister",
    "letter",
    "garden",
    "grief",
    "trust",
    "fear",
    "warmth",
    "chest",
    "blue",
    "green",
    "slower",
    "naming",
    "table",
    "door",
    "window",
    "stayed",
    "arrived",
    "keeps",
    "seeing",
    "sure",
    "means",
    "anything",
    "being",
    "good",
    "way",
    "don’t",
    "café",
    "naïve",
    "été",
    "Straße",
    "señor",
    "Ödland",
    "Zürich",
    "façade",
    "İstanbul",
    "Οδυσσεύς",
    "πόλις",
    "weite",
    "Waters",
    "watering",
    "underwater",
    "WATER",
    "Wasser",
    "waiting",
    "wave",
    "waves",
    "sleep",
    "dream",
    "stone",
    "tree",
    "root",
    "sky",
    "cloud",
    "voice",
    "song",
    "silence",
    "child",
    "father",
    "brother",
    "friend",
    "group",
    "Thursday",
    "week",
    "weeks",
    "yesterday",
    "tomorrow",
    "again",
    "never",
    "always",
    "small",
    "large",
    "heavy",
    "lighter",
    "open",
    "closed",
    "“I",
    "so.”",
    "Łódź",
    "Søren",
    "œuvre",
    "kapının",
    "mo\u{ad}ther",
    "self\u{2011}care",
    "self-care",
    "light\u{feff}house",
    "\u{fb01}re",
    "don´t",
    "cafe\u{301}",
];

/// The themes, the most frequent first.
const THEMES: [&str; 8] = ["water", "letting-go", "mother", "Grief", "été", "home_light", "fear", "trust"];

impl Chance {
    /// One of several, the earlier ones more often.
    pub(crate) fn early<'a, T>(&mut self, several: &'a [T]) -> &'a T {
        let end = self.below(several.len()) + 1;
        &several[self.below(end)]
    }

    pub(crate) fn word(&mut self) -> &'static str {
        self.early::<&str>(&WORDS)
    }

    pub(crate) fn theme(&mut self) -> &'static str {
        self.early::<&str>(&THEMES)
    }

    pub(crate) fn words(&mut self, count: usize) -> String {
        (0..count).map(|_| self.word()).collect::<Vec<_>>().join(" ")
    }
}

/// How many sessions there are, and how much is written in each.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Size {
    pub(crate) sessions: usize,
    pub(crate) lines: usize,
    pub(crate) words: usize,
}

/// The moment that is so many hours after the first session.
pub(crate) fn at(hours: usize) -> Moment {
    let first = holdspace::domain::Moment::try_from("2020-01-01T09:00:00+01:00").unwrap();
    first + TimeDelta::hours(i64::try_from(hours).unwrap())
}

/// The code of a client, in one of the ways in which it may be written.
pub(crate) fn client(chance: &mut Chance, clients: usize) -> String {
    let number = chance.below(clients + 1);
    match (number, chance.below(8)) {
        (0, _) => String::new(),
        (_, 0) => format!("k-{number:02}"),
        (_, 1) => format!("K\u{2011}{number:02}\u{200e}"),
        _ => format!("K-{number:02}"),
    }
}

/// The sessions, the oldest first.
pub(crate) fn sessions(seed: u64, size: Size) -> Vec<Session> {
    let mut chance = Chance::new(seed);
    let prompts: Vec<Prompt> = integration_session().prompts.into_iter().take(5).collect();
    let mut kept_before: Vec<(SessionId, LineId)> = Vec::new();
    (0..size.sessions).map(|number| session(&mut chance, number, size, &prompts, &mut kept_before)).collect()
}

fn session(
    chance: &mut Chance,
    number: usize,
    size: Size,
    prompts: &[Prompt],
    kept_before: &mut Vec<(SessionId, LineId)>,
) -> Session {
    let began = at(number * 5);
    let mut session = Session::begin(began, &client(chance, size.sessions / 12), None, prompts.to_vec());
    session.id = SessionId::try_from(format!("s-{number:06}")).unwrap();
    for line in 0..chance.below(size.lines * 2) {
        let words = chance.below(size.words * 2);
        let mut text = chance.words(words);
        if chance.percent(12) {
            text = format!("{text} #{}", chance.theme());
        }
        let prompt = chance.percent(80).then(|| chance.of(prompts).id.clone());
        let kind = chance.percent(5).then_some(KeptAs::Thread);
        session.notes.add(&text, kind, &Stamp { at: began + TimeDelta::minutes(i64::try_from(line).unwrap()), prompt });
    }
    let kept = session.notes.lines().iter().filter(|line| line.keep.is_some());
    kept_before.extend(kept.map(|line| (session.id.clone(), line.id.clone())));
    if chance.percent(20) && !kept_before.is_empty() {
        let (from, line) = chance.of(kept_before).clone();
        let outcome = chance.of(&[OutcomeKind::KeptOpen, OutcomeKind::Resolved, OutcomeKind::LetGo]).clone();
        session.set_outcome(&line, &from, outcome, began);
    }
    if chance.percent(30) {
        session.closing.noticed = format!("{}\n{}", chance.words(size.words), chance.words(size.words));
    }
    session.ended = Some(began + TimeDelta::minutes(50));
    session
}
