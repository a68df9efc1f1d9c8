//! A search that is slow and plainly correct: it looks at each session by itself, character by
//! character, and knows nothing of how the app searches.

use std::collections::HashMap;

use chrono::NaiveDate;
use holdspace::domain::id::{LineId, PromptId, SessionId};
use holdspace::domain::session::{ClosingField, OutcomeKind, Session};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One thing that is asked for.
#[derive(Debug, Clone)]
pub(crate) enum Ask {
    Words(String),
    Client(String),
    Theme(String),
    Prompt(String),
    Before(NaiveDate),
    After(NaiveDate),
    Open(bool),
    Nothing,
}

/// Every session, looked at once.
pub(crate) struct SlowSearch<'a> {
    seen: Vec<Seen<'a>>,
}

/// A session, and what is in it.
struct Seen<'a> {
    session: &'a Session,
    client: String,
    passages: Vec<Vec<char>>,
    themes: Vec<String>,
    /// The ids and the titles of the prompts that something is written under.
    prompts: Vec<(String, String)>,
    open_lines: usize,
}

/// A text without case and accents, and without what cannot be seen.
pub(crate) fn plain(text: &str) -> String {
    let visible = text.replace(['\u{ad}', '\u{feff}', '\u{200e}'], "").replace('´', "'").replace('\u{2011}', "-");
    let bare: String = visible.nfkd().filter(|character| !is_combining_mark(*character)).collect();
    let low = bare.to_lowercase().replace('ς', "σ").replace('ß', "ss").replace(['’', '‘'], "'");
    let low = low.replace('ł', "l").replace('ø', "o").replace('œ', "oe").replace('ı', "i");
    low.nfd().filter(|character| !is_combining_mark(*character)).collect()
}

/// A client's code, however it was typed.
fn plain_code(code: &str) -> String {
    code.replace('\u{200e}', "").replace('\u{2011}', "-").trim().to_lowercase()
}

fn contains(text: &[char], words: &[char]) -> bool {
    let Some(first) = words.first() else { return true };
    let mut rest = text;
    while let Some(at) = rest.iter().position(|character| character == first) {
        rest = &rest[at..];
        if rest.starts_with(words) {
            return true;
        }
        rest = &rest[1..];
    }
    false
}

fn passages(session: &Session) -> Vec<Vec<char>> {
    let mut texts = vec![session.client.clone()];
    texts.extend(session.notes.lines().iter().map(|line| line.text.clone()));
    for field in ClosingField::ALL {
        texts.extend(session.closing.field(field).split('\n').map(str::to_owned));
    }
    texts.extend(session.client_wording.iter().map(|wording| wording.text.clone()));
    texts.extend(session.addenda.iter().map(|addendum| addendum.text.clone()));
    texts.iter().map(|text| plain(text).chars().collect()).collect()
}

/// The themes of a session: the words that begin with `#`.
fn themes(session: &Session) -> Vec<String> {
    let texts = session.notes.lines().iter().flat_map(|line| line.text.split(' '));
    texts.filter_map(|word| word.strip_prefix('#')).map(theme).collect()
}

fn prompts(session: &Session) -> Vec<(String, String)> {
    let written = session.notes.lines().iter().filter(|line| !line.text.trim().is_empty());
    let prompt = |id: &PromptId| {
        let prompt = session.prompts.iter().find(|prompt| prompt.id == *id);
        let title = prompt.map(|prompt| plain(&prompt.title).replace('-', " ")).unwrap_or_default();
        (id.as_str().to_owned(), title)
    };
    written.filter_map(|line| line.prompt.as_ref()).map(prompt).collect()
}

/// What is asked for, in the form in which it is compared.
fn plainly(ask: &Ask) -> Ask {
    match ask {
        Ask::Words(words) => Ask::Words(plain(words)),
        Ask::Client(code) => Ask::Client(plain_code(code)),
        Ask::Theme(asked) => Ask::Theme(theme(asked)),
        Ask::Prompt(name) => Ask::Prompt(plain(name)),
        _ => ask.clone(),
    }
}

fn theme(theme: &str) -> String {
    plain(theme).replace(['-', '_'], " ")
}

/// What was said of each line by whom: the moment, the outcome, and the client and the session.
type Said<'a> = HashMap<(&'a SessionId, &'a LineId), Vec<(i64, OutcomeKind, String, &'a SessionId)>>;

fn open_lines(session: &Session, client: &str, said: &Said<'_>) -> usize {
    let marked = session.notes.lines().iter().filter(|line| line.keep.is_some() && !line.text.trim().is_empty());
    let is_open = |line: &LineId| {
        let of_line = said.get(&(&session.id, line)).map(Vec::as_slice).unwrap_or_default();
        let counts = |by: &str, id: &SessionId| by == client && (!client.is_empty() || *id == session.id);
        let heard: Vec<_> = of_line.iter().filter(|(_, _, by, id)| counts(by, id)).collect();
        let latest = heard.iter().map(|(at, ..)| at).max();
        heard.is_empty() || heard.iter().any(|(at, kind, ..)| Some(at) == latest && *kind == OutcomeKind::KeptOpen)
    };
    marked.filter(|line| is_open(&line.id)).count()
}

impl<'a> SlowSearch<'a> {
    pub(crate) fn over(sessions: impl IntoIterator<Item = &'a Session> + Clone) -> Self {
        let client = |session: &Session| plain_code(&session.client);
        let mut said = Said::default();
        for session in sessions.clone() {
            for outcome in &session.outcomes {
                let entry = (outcome.at.timestamp(), outcome.outcome.clone(), client(session), &session.id);
                said.entry((&outcome.from, &outcome.line)).or_default().push(entry);
            }
        }
        let see = |session: &'a Session| Seen {
            session,
            client: client(session),
            passages: passages(session),
            themes: themes(session),
            prompts: prompts(session),
            open_lines: open_lines(session, &client(session), &said),
        };
        Self { seen: sessions.into_iter().map(see).collect() }
    }

    /// How many lines of each session are kept for next time.
    pub(crate) fn open_lines(&self) -> impl Iterator<Item = (&Session, usize)> {
        self.seen.iter().map(|seen| (seen.session, seen.open_lines))
    }

    /// The ids of the sessions that have all that is asked for, in order.
    pub(crate) fn find(&self, asks: &[Ask]) -> Vec<&SessionId> {
        let mut asks: Vec<Ask> = asks.iter().map(plainly).collect();
        // What takes long is asked last.
        asks.sort_by_key(|ask| matches!(ask, Ask::Words(_)));
        let found = self.seen.iter().filter(|seen| asks.iter().all(|ask| seen.has(ask)));
        let mut found: Vec<&SessionId> = found.map(|seen| &seen.session.id).collect();
        found.sort();
        found
    }
}

impl Seen<'_> {
    fn has(&self, ask: &Ask) -> bool {
        match ask {
            Ask::Words(words) => {
                let words: Vec<char> = words.chars().collect();
                self.passages.iter().any(|passage| contains(passage, &words))
            }
            Ask::Client(code) => self.client == *code,
            Ask::Theme(asked) => self.themes.contains(asked),
            Ask::Prompt(name) => {
                let title = name.replace('-', " ");
                self.prompts.iter().any(|(id, known)| id == name || known.contains(&title))
            }
            Ask::Before(day) => self.session.began.date_naive() < *day,
            Ask::After(day) => self.session.began.date_naive() >= *day,
            Ask::Open(open) => (self.open_lines > 0) == *open,
            Ask::Nothing => true,
        }
    }
}
