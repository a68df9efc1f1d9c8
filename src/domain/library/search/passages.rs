//! The passages of a session in the order in which they are read, and where in them something was
//! found.

use std::ops::Range;

use super::Query;
use crate::domain::session::{ClosingField, Session};

/// A place in a session where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passage {
    /// A line of the notes, by its index.
    Line(usize),
    /// What was put for the client in the place of a line of the notes, by the line's index.
    ForClient(usize),
    /// What was put for the client in the place of a line of another session, by its index among those.
    OtherForClient(usize),
    /// A field of closing; above 0 what else was written in it, at another place.
    Closing(ClosingField, usize),
    /// An addendum, by its index.
    Addendum(usize),
}

/// One place where something that was looked for stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// The passage.
    pub passage: Passage,
    /// Where in it, in bytes.
    pub range: Range<usize>,
}

/// The words around a hit, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The words; an ellipsis stands where they were cut.
    pub text: String,
    /// Where in them the hits are.
    pub hits: Vec<Range<usize>>,
}

/// So many characters at most stand before the first hit of a snippet.
const BEFORE: usize = 30;

/// So many characters at most stand after the beginning of its first hit.
const AFTER: usize = 90;

/// Everything that was written in a session, in the order in which it is read.
pub fn passages(session: &Session) -> impl Iterator<Item = (Passage, &str)> {
    // Every field is named, so that each is either searched or left out on purpose. What is beside the words of the
    // session itself (its code, its prompts, its themes) is searched by name.
    let Session {
        id: _,
        client: _,
        other_clients: _,
        dosed_on: _,
        began: _,
        ended: _,
        prompts: _,
        touched: _,
        notes,
        outcomes: _,
        client_wording: _,
        closing,
        addenda,
        addendum_draft: _,
        finalized: _,
        digest: _,
        version_vector: _,
        unknown: _,
    } = session;
    let lines = notes.lines().iter().enumerate().flat_map(|(index, line)| {
        let for_client = session.words_for_client(line).map(|words| (Passage::ForClient(index), words));
        std::iter::once((Passage::Line(index), line.text.as_str())).chain(for_client)
    });
    let closing = ClosingField::ALL.into_iter().flat_map(move |field| {
        let texts = std::iter::once(closing.field(field)).chain(closing.also_in(field));
        texts.enumerate().map(move |(index, text)| (Passage::Closing(field, index), text))
    });
    let others = session.other_words_for_client().enumerate();
    let others = others.map(|(index, words)| (Passage::OtherForClient(index), words));
    let addenda = addenda.iter().enumerate();
    let addenda = addenda.map(|(index, addendum)| (Passage::Addendum(index), addendum.text.as_str()));
    lines.chain(closing).chain(others).chain(addenda)
}

impl Query {
    /// Every place in a session where something that was looked for stands, in reading order.
    pub fn hits(&self, session: &Session) -> Vec<Hit> {
        let hits = passages(session).flat_map(|(passage, text)| {
            let ranges = self.ranges(text).into_iter();
            ranges.map(move |range| Hit { passage, range })
        });
        hits.collect()
    }

    /// The words around the first hit in a session; nothing if there is none.
    pub fn snippet(&self, session: &Session) -> Option<Snippet> {
        passages(session).find_map(|(_, text)| {
            let first = self.ranges(text).into_iter().next()?;
            Some(self.snippet_at(text, first.start))
        })
    }

    /// The words around a hit in a session.
    pub fn around(&self, session: &Session, hit: &Hit) -> Option<Snippet> {
        let (_, text) = passages(session).find(|(passage, _)| *passage == hit.passage)?;
        text.is_char_boundary(hit.range.start).then(|| self.snippet_at(text, hit.range.start))
    }

    fn snippet_at(&self, text: &str, hit: usize) -> Snippet {
        let line = text[..hit].rfind('\n').map_or(0, |at| at + 1);
        let start = cut_before(&text[line..hit], BEFORE) + line;
        let rest = text[hit..].split('\n').next().unwrap_or_default();
        let end = hit + cut_after(rest, AFTER);
        let mut cut = String::new();
        if start > line {
            cut.push('…');
        }
        cut.push_str(text[start..end].trim_end());
        if end < hit + rest.len() {
            cut.push('…');
        }
        let hits = self.ranges(&cut);
        Snippet { text: cut, hits }
    }
}

/// Where the last characters of a text begin, up to a number of them, at the beginning of a word where
/// there is one.
fn cut_before(text: &str, most: usize) -> usize {
    let Some((start, _)) = text.char_indices().rev().nth(most.saturating_sub(1)).filter(|(start, _)| *start > 0) else {
        return 0;
    };
    let word = text[start..].find(char::is_whitespace).map(|space| start + space);
    let after = |space: usize| space + (text[space..].len() - text[space..].trim_start().len());
    word.map(after).filter(|begins| *begins < text.len()).unwrap_or(start)
}

/// Where the first characters of a text end, up to a number of them, at the end of a word where there
/// is one.
fn cut_after(text: &str, most: usize) -> usize {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.len() };
    if text[end..].starts_with(char::is_whitespace) {
        return end;
    }
    text[..end].rfind(char::is_whitespace).filter(|space| *space > 0).unwrap_or(end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::id::SessionId;
    use crate::domain::session::notes::Stamp;

    fn session(lines: &[&str]) -> Session {
        let now = chrono::DateTime::UNIX_EPOCH.into();
        let mut session = Session::begin(now, "K-07", None, Vec::new());
        for line in lines {
            session.notes.add(line, None, &Stamp { at: now, prompt: None });
        }
        session
    }

    #[test]
    fn hits_come_in_reading_order() {
        let mut session = session(&["no", "Water, water"]);
        session.closing.noticed = "the water".to_owned();
        let hits = Query::parse("water").hits(&session);
        let expected =
            [(Passage::Line(1), 0..5), (Passage::Line(1), 7..12), (Passage::Closing(ClosingField::Noticed, 0), 4..9)];
        assert_eq!(hits, expected.map(|(passage, range)| Hit { passage, range }));
    }

    #[test]
    fn what_was_put_for_the_client_is_found_where_it_is_read() {
        let mut session = session(&["the pond", "water"]);
        let (own, other) = (session.id.clone(), SessionId::invented(session.began, "other"));
        let lines: Vec<_> = session.notes.lines().iter().map(|line| line.id.clone()).collect();
        session.set_client_wording(&lines[0], &own, "a water");
        session.set_client_wording(&lines[1], &own, "water");
        session.set_client_wording(&lines[1], &other, "their water");
        let hits = Query::parse("water").hits(&session).into_iter().map(|hit| hit.passage);
        assert_eq!(
            hits.collect::<Vec<_>>(),
            [Passage::ForClient(0), Passage::Line(1), Passage::OtherForClient(0)],
            "words that are the line's own are read once"
        );
    }

    #[test]
    fn a_snippet_is_one_line_cut_between_words() {
        let check = |line: &str, expected: Option<&str>| {
            let snippet = Query::parse("water").snippet(&session(&["before", line]));
            assert_eq!(snippet.as_ref().map(|snippet| snippet.text.as_str()), expected, "{line}");
            for hit in snippet
                .into_iter()
                .flat_map(|snippet| snippet.hits.into_iter().map(move |hit| snippet.text[hit].to_owned()))
            {
                assert_eq!(hit.to_lowercase(), "water");
            }
        };
        check("Water", Some("Water"));
        check("nothing", None);
        check("She arrived quiet. “I keep seeing the water.”", Some("…quiet. “I keep seeing the water.”"));
        let long = format!("the water {}", "goes on ".repeat(30));
        check(&long, Some(&format!("the water {}goes…", "goes on ".repeat(10))));
        check(&"水".repeat(60), None);
        check(&format!("{}water", "水".repeat(60)), Some(&format!("…{}water", "水".repeat(30))));
    }

    proptest::proptest! {
        #[test]
        fn a_snippet_holds_what_was_found(before in "[a-pé’ ß]{0,60}", after in "[a-pé’ ß]{0,200}") {
            let found = Query::parse("qq").snippet(&session(&[&format!("{before}QQ{after}")])).unwrap();
            proptest::prop_assert_eq!(&found.text[found.hits[0].clone()], "QQ");
        }
    }
}
