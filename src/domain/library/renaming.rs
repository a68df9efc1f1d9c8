//! Renaming a client's code or a theme in every session that has it.
//!
//! What one session becomes is worked out here; going through all of them is the store's. Must not
//! know where sessions are kept.

use super::themes::{is_same_theme, renamed_theme, theme_from};
use crate::domain::Unknown;
use crate::domain::client_code::ClientKey;
use crate::domain::session::Session;
use crate::domain::text_folding::entered_name;

/// A name that becomes another one, in every session.
#[derive(Debug, Clone, PartialEq)]
pub struct Renaming {
    /// What it names.
    pub what: Named,
    /// The name as it is.
    pub from: String,
    /// The name as it is to be. If that is a name already, the two become one.
    pub to: String,
    /// What it is known by on the computer that began it; nothing before it is.
    pub id: Option<String>,
    /// Fields of a later version.
    pub unknown: Unknown,
}

/// What a name is the name of.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Named {
    /// A client: the name is their code.
    Client,
    /// A theme in the sessions of the client with this code.
    ThemeOf(String),
    /// A theme in every session.
    Theme,
}

/// What a renaming makes of one session.
#[derive(Debug, Clone, PartialEq)]
pub enum Renamed {
    /// It does not have the name.
    Unconcerned,
    /// It has it, and its words are frozen.
    Frozen,
    /// It becomes this.
    Becomes(Box<Session>),
}

impl Renaming {
    /// Another code for a client. Nothing if there is nothing to do.
    pub fn of_client(from: &str, to: &str) -> Option<Self> {
        let (from, to) = (entered_name(from), entered_name(to));
        let is_one = !from.is_empty() && !to.is_empty() && from != to;
        is_one.then(|| Self::new(Named::Client, &from, &to))
    }

    /// Another word for a theme, of one client or of all. Nothing if there is nothing to do.
    pub fn of_theme(client: Option<&str>, from: &str, to: &str) -> Option<Self> {
        let to = theme_from(to)?;
        let what = client.map_or(Named::Theme, |client| Named::ThemeOf(client.to_owned()));
        (from != to).then(|| Self::new(what, from, &to))
    }

    fn new(what: Named, from: &str, to: &str) -> Self {
        Self { what, from: from.to_owned(), to: to.to_owned(), id: None, unknown: Unknown::new() }
    }

    /// What it makes of a session.
    pub fn of(&self, session: &Session) -> Renamed {
        let is_with = |client: &str| ClientKey::of(&session.client) == ClientKey::of(client);
        match &self.what {
            Named::Client if is_with(&self.from) && session.client != self.to => {
                let session = Session { client: self.to.clone(), ..session.clone() };
                Renamed::Becomes(Box::new(session))
            }
            Named::Theme => self.of_lines(session),
            Named::ThemeOf(client) if is_with(client) => self.of_lines(session),
            Named::Client | Named::ThemeOf(_) => Renamed::Unconcerned,
        }
    }

    fn of_lines(&self, session: &Session) -> Renamed {
        if !session.themes().into_iter().any(|theme| is_same_theme(theme, &self.from) && theme != self.to) {
            return Renamed::Unconcerned;
        }
        if session.finalized.is_some() {
            return Renamed::Frozen;
        }
        let mut session = session.clone();
        session.notes.reword(|text| self.line(text));
        Renamed::Becomes(Box::new(session))
    }

    /// What it makes of the words of a line. A code is never looked for in them.
    pub fn line(&self, text: &str) -> Option<String> {
        if self.what == Named::Client { None } else { renamed_theme(text, &self.from, &self.to) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::notes::Stamp;

    fn session(client: &str, line: &str) -> Session {
        let at = crate::domain::Moment::try_from("2026-11-01T10:00:00+01:00").unwrap();
        let mut session = Session::begin(at, client, None, Vec::new());
        session.notes.add(line, None, &Stamp { at, prompt: None });
        session
    }

    fn becomes(renaming: &Renaming, before: &Session) -> Session {
        let Renamed::Becomes(session) = renaming.of(before) else { panic!("{renaming:?}") };
        assert_eq!(renaming.of(&session), Renamed::Unconcerned, "once is enough");
        *session
    }

    #[test]
    fn a_new_code_is_kept_as_it_can_be_seen() {
        let renaming = Renaming::of_client("K-07", " \u{200b}E\u{301}-7\u{feff}").unwrap();
        assert_eq!(renaming.to, "\u{c9}-7");
        assert_eq!(Renaming::of_client("K-07", "K-07\u{200e} "), None, "nothing that can be seen");
        assert_eq!(Renaming::of_client("K-07", "\u{200b}"), None);
    }

    #[test]
    fn a_code_is_renamed_however_it_was_written() {
        let renaming = Renaming::of_client(" k-07", "R-03 ").unwrap();
        let before = session("K-07", "the river");
        let after = becomes(&renaming, &before);
        assert_eq!(after, Session { client: "R-03".to_owned(), ..before.clone() });
        assert_eq!(renaming.of(&session("K-070", "")), Renamed::Unconcerned);
        assert_eq!(becomes(&Renaming::of_client("K-07", "k-07").unwrap(), &before).client, "k-07");
        assert_eq!(Renaming::of_client("", "A"), None);
        assert_eq!(Renaming::of_client("A", " A"), None);
    }

    #[test]
    fn a_theme_is_renamed_in_the_lines_of_one_client_or_of_all_and_keeps_their_stamps() {
        let renaming = Renaming::of_theme(Some("k-07"), "river", "#Water ways").unwrap();
        let before = session("K-07", "by the #River, #rivers");
        let after = becomes(&renaming, &before);
        assert_eq!(after.notes.lines()[0].text, "by the #Water-ways, #rivers");
        let mut back = after;
        back.notes.reword(|_| Some("by the #River, #rivers".to_owned()));
        assert_eq!(back, before);
        assert_eq!(renaming.of(&session("M-12", "#river")), Renamed::Unconcerned);
        becomes(&Renaming::of_theme(None, "river", "water").unwrap(), &session("M-12", "#river"));
        assert_eq!(Renaming::of_theme(None, "river", " # "), None);
    }

    #[test]
    fn what_is_finalized_keeps_its_words() {
        let renaming = Renaming::of_theme(None, "river", "water").unwrap();
        let mut frozen = session("K-07", "#river");
        frozen.finalized = Some(frozen.began);
        assert_eq!(renaming.of(&frozen), Renamed::Frozen);
        assert_eq!(renaming.of(&session("K-07", "#water")), Renamed::Unconcerned);
    }
}
