//! Pages that go through several sessions: all of one client's, what was said under one prompt, and
//! what was written under one theme.
//!
//! Owns which lines are on a page. Must not know how it is drawn.

use std::collections::{HashMap, HashSet};

use super::Library;
use super::themes::{is_same_theme, theme_key, themes_in};
use crate::domain::id::{PromptId, SessionId};
use crate::domain::session::Session;
use crate::domain::session::notes::Line;
use crate::domain::text_folding::NaturalSortKey;

/// What a page goes through. Whose sessions: one client's, or everybody's.
#[derive(Debug, Clone, PartialEq)]
pub enum Page {
    /// Every session with a client, whole.
    Client(String),
    /// The lines under one prompt.
    Prompt {
        /// The prompt.
        prompt: PromptId,
        /// The client's code.
        client: String,
    },
    /// The lines with one theme.
    Theme {
        /// The theme, without its `#`.
        theme: String,
        /// The client's code; everybody's sessions where there is none.
        client: Option<String>,
    },
}

/// What a page has of one session.
#[derive(Debug, Clone, PartialEq)]
pub struct PagePart {
    /// The session.
    pub session: SessionId,
    /// The indexes of its lines that stand on the page.
    pub lines: Vec<usize>,
}

/// A prompt or a theme that there are lines of.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// The page of its lines.
    pub page: Page,
    /// What it is called, in its latest words.
    pub name: String,
    /// How many sessions have such lines.
    pub sessions: usize,
    /// How many lines.
    pub lines: usize,
}

impl Page {
    /// What is on the page, oldest first.
    pub fn parts(&self, library: &Library) -> Vec<PagePart> {
        let sessions = of_client(library, self.client()).into_iter().rev();
        let parts = sessions.filter_map(|session| {
            let lines = self.lines_of(session);
            let stands = !lines.is_empty() || matches!(self, Self::Client(_));
            stands.then(|| PagePart { session: session.id.clone(), lines })
        });
        parts.collect()
    }

    /// Whose sessions it goes through; everybody's, if there is none.
    pub fn client(&self) -> Option<&str> {
        match self {
            Self::Client(client) | Self::Prompt { client, .. } => Some(client),
            Self::Theme { client, .. } => client.as_deref(),
        }
    }

    fn lines_of(&self, session: &Session) -> Vec<usize> {
        let stands = |line: &Line| match self {
            Self::Client(_) => true,
            Self::Prompt { prompt, .. } => line.prompt.as_ref() == Some(prompt),
            Self::Theme { theme, .. } => themes_in(&line.text).any(|named| is_same_theme(named, theme)),
        };
        let lines = session.notes.lines().iter().enumerate();
        lines.filter(|(_, line)| !line.text.trim().is_empty() && stands(line)).map(|(index, _)| index).collect()
    }
}

/// The prompts that a client's sessions have lines under, in the order of the guideline as the newest
/// sessions have it.
pub fn prompts(library: &Library, client: &str) -> Vec<Listed> {
    let sessions = of_client(library, Some(client));
    let mut listed: Vec<Listed> = Vec::new();
    let mut places: HashMap<&PromptId, usize> = HashMap::new();
    for prompt in sessions.iter().flat_map(|session| &session.prompts) {
        places.entry(&prompt.id).or_insert_with(|| {
            let page = Page::Prompt { prompt: prompt.id.clone(), client: client.to_owned() };
            listed.push(Listed { page, name: prompt.title.clone(), sessions: 0, lines: 0 });
            listed.len() - 1
        });
    }
    for session in sessions {
        let mut lines: HashMap<usize, usize> = HashMap::new();
        for line in session.notes.lines().iter().filter(|line| !line.text.trim().is_empty()) {
            if let Some(place) = line.prompt.as_ref().and_then(|prompt| places.get(prompt)) {
                *lines.entry(*place).or_default() += 1;
            }
        }
        count(&mut listed, &lines);
    }
    listed.retain(|prompt| prompt.lines > 0);
    listed
}

/// The themes of a client's sessions, or of everybody's, in order.
pub fn themes(library: &Library, client: Option<&str>) -> Vec<Listed> {
    let mut listed: Vec<Listed> = Vec::new();
    let mut places: HashMap<String, usize> = HashMap::new();
    for session in of_client(library, client) {
        let mut lines: HashMap<usize, usize> = HashMap::new();
        for line in session.notes.lines() {
            let mut in_line: HashSet<usize> = HashSet::new();
            for theme in themes_in(&line.text) {
                let place = *places.entry(theme_key(theme)).or_insert_with(|| {
                    let page = Page::Theme { theme: theme.to_owned(), client: client.map(str::to_owned) };
                    listed.push(Listed { page, name: format!("#{theme}"), sessions: 0, lines: 0 });
                    listed.len() - 1
                });
                if in_line.insert(place) {
                    *lines.entry(place).or_default() += 1;
                }
            }
        }
        count(&mut listed, &lines);
    }
    listed.sort_by_cached_key(|theme| NaturalSortKey::of(&theme.name));
    listed
}

/// Adds one session with so many lines of each.
fn count(listed: &mut [Listed], lines: &HashMap<usize, usize>) {
    for (place, lines) in lines {
        listed[*place].sessions += 1;
        listed[*place].lines += lines;
    }
}

/// The sessions with a client, or with anybody, newest first. Those without a code are nobody's.
fn of_client<'a>(library: &'a Library, client: Option<&str>) -> Vec<&'a Session> {
    match client {
        Some(client) => library.with(client).collect(),
        None => library.sessions().collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::demo;
    use crate::guidelines::integration_session;

    fn told() -> Library {
        let today = chrono::NaiveDate::from_ymd_opt(2026, 11, 23).unwrap();
        let mut library = Library::default();
        library.put(demo::sessions(today, &integration_session().prompts).into_iter().map(Into::into));
        library
    }

    /// The words on a page, a date before those of each session.
    fn words(library: &Library, page: &Page) -> Vec<String> {
        let mut words = Vec::new();
        for part in page.parts(library) {
            let session = library.get(&part.session).unwrap();
            words.push(session.began.date_naive().to_string());
            words.extend(part.lines.iter().map(|line| session.notes.lines()[*line].text.clone()));
        }
        words
    }

    #[test]
    fn a_client_is_read_from_the_first_session_to_the_last() {
        let (library, page) = (told(), Page::Client("k-07 ".to_owned()));
        let parts = page.parts(&library);
        let sessions: Vec<&Session> = parts.iter().map(|part| library.get(&part.session).unwrap()).collect();
        assert_eq!(sessions.len(), 6);
        assert!(sessions.is_sorted_by_key(|session| session.began));
        assert!(sessions.iter().all(|session| session.client == "K-07"));
        assert_eq!(parts[0].lines.len(), 7);
    }

    #[test]
    fn a_session_without_words_has_its_place_on_its_clients_page_and_on_no_other() {
        let mut library = Library::default();
        let began = crate::domain::Moment::try_from("2026-11-01T10:00:00Z").unwrap();
        library.put([Session::begin(began, "A", None, Vec::new()).into()]);
        assert_eq!(Page::Client("A".to_owned()).parts(&library).len(), 1);
        assert!(Page::Client(String::new()).parts(&library).is_empty());
        let theme = Page::Theme { theme: "water".to_owned(), client: None };
        assert!(theme.parts(&library).is_empty());
    }

    #[test]
    fn a_prompt_gathers_what_was_said_under_it() {
        let page = Page::Prompt { prompt: PromptId::try_from("toward-goals").unwrap(), client: "M-12".to_owned() };
        let expected = ["2026-08-31", "One bed planted before the frost", "2026-11-14", "To write to her sister"];
        assert_eq!(words(&told(), &page), expected);
    }

    #[test]
    fn a_theme_gathers_its_lines_of_one_client_or_of_all_whatever_their_case() {
        let library = told();
        let page = |client: Option<&str>| Page::Theme { theme: "LIGHT".to_owned(), client: client.map(str::to_owned) };
        assert_eq!(words(&library, &page(Some("R-03"))), words(&library, &page(None)));
        assert_eq!(words(&library, &page(None)).len(), 6);
        assert!(words(&library, &page(Some("K-07"))).is_empty());
    }

    #[test]
    fn themes_are_listed_by_their_letters_and_numbers() {
        let began = crate::domain::Moment::try_from("2026-11-01T10:00:00Z").unwrap();
        let mut session = Session::begin(began, "A", None, Vec::new());
        let stamp = crate::domain::session::notes::Stamp { at: began, prompt: None };
        session.notes.add("#week-10 #zoo #week-2 #\u{e9}t\u{e9} #\u{c9}T\u{c9}", None, &stamp);
        let mut library = Library::default();
        library.put([session.into()]);
        let names: Vec<String> = themes(&library, None).into_iter().map(|theme| theme.name).collect();
        assert_eq!(names, ["#\u{e9}t\u{e9}", "#week-2", "#week-10", "#zoo"]);
    }

    #[test]
    fn what_is_listed_has_a_page_with_as_many_sessions_and_lines() {
        let library = told();
        let everything = [prompts(&library, "K-07"), themes(&library, Some("M-12")), themes(&library, None)].concat();
        assert!(everything.len() > 20);
        for listed in everything {
            let parts = listed.page.parts(&library);
            let lines = parts.iter().map(|part| part.lines.len()).sum();
            assert_eq!((parts.len(), lines), (listed.sessions, listed.lines), "{}", listed.name);
        }
        let names: Vec<String> = themes(&library, Some("M-12")).into_iter().map(|theme| theme.name).collect();
        assert_eq!(names, ["#chairs", "#garden", "#grief"]);
        assert_eq!(prompts(&library, "R-03")[0].name, "Open, and let it lead");
    }
}
