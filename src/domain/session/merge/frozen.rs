//! Putting versions together of which one is finalized, or both.
//!
//! What was frozen stays exactly as it was frozen. Words that the other version has and the frozen one
//! does not become addenda, which say what they were written as. Marks, outcomes and the order of the
//! prompts are the frozen one's. If both are finalized, and not alike, the one counts that is still
//! as it was finalized, and of two such the one that was finalized first.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::{LineVersions, Sides, addenda, merged_unknown, order_of, other_clients, versions, without_beginnings};
use crate::domain::Unknown;
use crate::domain::session::finalizing::Digest;
use crate::domain::session::{Addendum, ClosingField, Origin, Session};

/// Words by what they were written as.
type WordsByOrigin = BTreeMap<Origin, BTreeSet<String>>;

/// The version whose words are frozen; none if neither is finalized.
pub(crate) fn frozen_of<'a>(one: &'a Session, other: &'a Session) -> Option<&'a Session> {
    match (one.finalized, other.finalized) {
        (None, None) => None,
        (Some(_), None) => Some(one),
        (None, Some(_)) => Some(other),
        (Some(_), Some(_)) => [one, other].into_iter().max_by_key(|session| {
            let is_intact = session.digest.is_some() && !session.was_changed_since_finalized();
            (is_intact, session.finalized.map(Reverse), Digest::of(session), session.notes.written())
        }),
    }
}

/// What was frozen, with all that either version adds to it.
pub(crate) fn merged(sides: Sides<'_, Session>, frozen: &Session) -> Session {
    Session {
        client: sides.greater(|session| &session.client),
        other_clients: other_clients(sides),
        addenda: all_addenda(sides, frozen),
        // It is no part of what was frozen.
        client_wording: sides.elements(|session| session.client_wording.clone()),
        addendum_draft: begun(sides),
        version_vector: sides.one.version_vector.merge(&sides.other.version_vector),
        unknown: merged_unknown(sides.part(|session| &session.unknown)),
        ..frozen.clone()
    }
}

/// The addendum that is begun, as both left it: what was written at two places stands below one
/// another.
pub(crate) fn begun(sides: Sides<'_, Session>) -> String {
    sides.value(
        |session| &session.addendum_draft,
        |_, _| {
            let blocks = sides.elements(|session| {
                let blocks = session.addendum_draft.split("\n\n").map(str::trim);
                blocks.filter(|block| !block.is_empty()).map(str::to_owned).collect()
            });
            without_beginnings(&blocks).join("\n\n")
        },
    )
}

/// The addenda of both, and an addendum for all words that the frozen version does not have.
fn all_addenda(sides: Sides<'_, Session>, frozen: &Session) -> Vec<Addendum> {
    let both = sides.value(|session| &session.addenda, |_, _| addenda(sides));
    let (mut added, mut words) = (Vec::new(), WordsByOrigin::new());
    for addendum in both {
        match addendum.origin {
            Some(origin @ (Origin::Line(_) | Origin::Field(_))) => {
                words.entry(origin).or_default().insert(addendum.text);
            }
            // What a later version made of something that is not known here stays as it is.
            Some(Origin::Other(_)) | None => added.push(addendum),
        }
    }
    let in_base = sides.base.map(|base| base.notes.lines().iter().map(|line| &line.id).collect());
    let of = |session: &Session| words_of(session, &versions(&session.notes, in_base.as_ref()));
    let base = sides.base.map(of).unwrap_or_default();
    for side in [sides.one, sides.other] {
        for (origin, texts) in new_words(&base, of(side)) {
            words.entry(origin).or_default().extend(texts);
        }
    }
    added.extend(left_out_of(&new_words(&base, of(frozen)), words, frozen));
    added.sort_by_key(order_of);
    added
}

/// Every line of a version, and every field of its closing, by its words.
fn words_of(session: &Session, lines: &LineVersions) -> WordsByOrigin {
    let mut words = WordsByOrigin::new();
    for (line, version) in lines {
        words.insert(Origin::Line(line.clone()), version.texts.clone());
    }
    for field in ClosingField::ALL {
        let texts = std::iter::once(session.closing.field(field)).chain(session.closing.also_in(field));
        words.insert(Origin::Field(field), texts.map(str::to_owned).collect());
    }
    words
}

/// The words without those that the version before had.
fn new_words(base: &WordsByOrigin, mut words: WordsByOrigin) -> WordsByOrigin {
    for (origin, texts) in &mut words {
        let known = base.get(origin);
        texts.retain(|text| known.is_none_or(|known| !known.contains(text)));
    }
    words
}

/// The words that the frozen ones lack, as addenda. They are dated with the finalizing, which left them
/// out: when each was written is not known of every one.
fn left_out_of(frozen: &WordsByOrigin, words: WordsByOrigin, session: &Session) -> Vec<Addendum> {
    let at = session.finalized.unwrap_or(session.began);
    let mut left_out = Vec::new();
    for (origin, texts) in words {
        let known = frozen.get(&origin).cloned().unwrap_or_default();
        let all: BTreeSet<String> = texts.union(&known).cloned().collect();
        for text in without_beginnings(&all) {
            if !known.contains(&text) && !text.trim().is_empty() {
                let origin = Some(origin.clone());
                left_out.push(Addendum { at, text, origin, unknown: Unknown::new() });
            }
        }
    }
    left_out
}
