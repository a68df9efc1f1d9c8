//! What a search looks at in a session, made ready once, and kept where many can be gone through.

use chrono::NaiveDate;

use super::passages::passages;
use super::text_arena::{Span, TextArena};
use super::typed::{theme_key, title_key};
use crate::domain::client_code::ClientKey;
use crate::domain::id::LineId;
use crate::domain::session::Session;
use crate::domain::session::kept::marked;
use crate::domain::text_folding::folded;

/// What a search looks at in a session.
#[derive(Debug, Clone)]
pub struct SearchText {
    text: String,
    themes: String,
    prompts: String,
    about: About,
}

/// What a search asks of a session beside its words.
#[derive(Debug, Clone)]
pub struct About {
    /// The client that it is with.
    pub client: ClientKey,
    /// The day on which it began.
    pub day: NaiveDate,
    /// The lines in it that were marked to be kept for next time.
    pub marked: Box<[LineId]>,
}

/// What a search looks at in many sessions.
#[derive(Debug, Default)]
pub struct SearchTexts {
    texts: TextArena,
    labels: TextArena,
}

/// What a search looks at in one of many sessions.
#[derive(Debug)]
pub struct IndexEntry {
    text: Span,
    themes: Span,
    prompts: Span,
    /// What a search asks of it beside its words.
    pub about: About,
}

impl SearchText {
    /// What a search looks at in `session`.
    pub fn of(session: &Session) -> Self {
        let about = About {
            client: ClientKey::of(&session.client),
            day: session.began.date_naive(),
            marked: marked(session).map(|(line, _)| line.id.clone()).collect(),
        };
        Self { text: text(session), themes: themes(session), prompts: prompts(session), about }
    }

    /// The code and all that was written, folded.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl SearchTexts {
    /// Keeps what a search looks at in a session.
    pub fn keep(&mut self, searched: SearchText) -> IndexEntry {
        IndexEntry {
            text: self.texts.keep(&searched.text),
            themes: self.labels.keep(&searched.themes),
            prompts: self.labels.keep(&searched.prompts),
            about: searched.about,
        }
    }

    /// Forgets a session.
    pub fn forget(&mut self, kept: &IndexEntry) {
        self.texts.forget(kept.text);
        self.labels.forget(kept.themes);
        self.labels.forget(kept.prompts);
    }

    /// Keeps the given sessions again, where too much was forgotten.
    pub(crate) fn tidy<'a>(&mut self, all: impl Iterator<Item = &'a mut IndexEntry>) {
        if !self.texts.is_mostly_forgotten() && !self.labels.is_mostly_forgotten() {
            return;
        }
        let before = std::mem::take(self);
        for kept in all {
            kept.text = self.texts.keep(before.text(kept));
            kept.themes = self.labels.keep(before.themes(kept));
            kept.prompts = self.labels.keep(before.prompts(kept));
        }
    }

    /// The code and all that was written, folded: one passage a line.
    pub(crate) fn text(&self, kept: &IndexEntry) -> &str {
        self.texts.text(kept.text)
    }

    /// The themes that are named, each on a line that ends with a line break.
    pub(crate) fn themes(&self, kept: &IndexEntry) -> &str {
        self.labels.text(kept.themes)
    }

    /// The prompts that something is written under, each on a line: its id, a tab and its title.
    pub(crate) fn prompts(&self, kept: &IndexEntry) -> &str {
        self.labels.text(kept.prompts)
    }
}

fn text(session: &Session) -> String {
    let mut text = session.client.clone();
    for (_, passage) in passages(session) {
        text.push('\n');
        text.push_str(passage);
    }
    folded(&text)
}

/// A line break stands before the first line too: what is looked for is a whole line.
fn themes(session: &Session) -> String {
    let mut themes = "\n".to_owned();
    for theme in session.themes() {
        themes.extend([theme_key(theme).as_str(), "\n"]);
    }
    themes
}

fn prompts(session: &Session) -> String {
    let mut prompts = "\n".to_owned();
    let mut written: Vec<_> = Vec::new();
    for line in session.notes.lines().iter().filter(|line| !line.text.trim().is_empty()) {
        if let Some(id) = line.prompt.as_ref().filter(|id| !written.contains(id)) {
            written.push(id);
            let title = session.prompt(id).map(|prompt| title_key(&prompt.title)).unwrap_or_default();
            prompts.extend([id.as_str(), "\t", &title, "\n"]);
        }
    }
    prompts
}
