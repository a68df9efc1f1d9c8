//! One kind of line break. Text from elsewhere ends its lines as other systems do; from where it comes in,
//! every line break is `\n`.
//!
//! It comes in by the window's events (`ui/line_breaks.rs`: typed, pasted by keys or by the middle button,
//! composed, on every screen and behind the veil), with a file of sessions, prompt sets or settings that is read, with a
//! guideline that is imported, and where a line is made of a field (`Notes::add`). Words that are frozen keep theirs: their
//! digest is over them.

use std::borrow::Cow;

use super::prompts::guideline::Guideline;
use super::prompts::prompt_sets::PromptSets;
use super::prompts::wording::Wording;
use super::session::fractional_index::FractionalIndex;
use super::session::notes::{Line, Notes};
use super::session::{ClosingField, Session};
use super::settings::Settings;

/// Whether a character ends a line: LF, VT, FF, CR, NEL, LS or PS.
fn is_line_break(character: char) -> bool {
    matches!(character, '\n' | '\u{b}' | '\u{c}' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A text whose every line break is `\n`. CR and LF together are one.
pub fn normalized(text: &str) -> Cow<'_, str> {
    if !text.contains(|character| character != '\n' && is_line_break(character)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.replace("\r\n", "\n").replace(is_line_break, "\n"))
}

/// The same for a text that is kept somewhere.
pub fn normalize(text: &mut String) {
    if let Cow::Owned(normalized) = normalized(text) {
        *text = normalized;
    }
}

/// The same for every text of a session that is not frozen. A line of the notes becomes several.
pub fn normalize_session(session: &mut Session) {
    normalize(&mut session.addendum_draft);
    if session.is_finalized() {
        return;
    }
    for field in ClosingField::ALL {
        normalize(session.closing.field_mut(field));
    }
    let conflicting_texts = std::mem::take(&mut session.closing.conflicting_texts);
    session.closing.conflicting_texts = conflicting_texts
        .into_iter()
        .map(|mut also| {
            normalize(&mut also.text);
            also
        })
        .collect();
    let lines = session.notes.lines();
    if lines.iter().any(|line| matches!(normalized(&line.text), Cow::Owned(_))) {
        session.notes = Notes::from(lines.iter().flat_map(split).collect::<Vec<_>>());
    }
}

/// The lines that a line becomes. Every device makes the same ones of it; all but the first get a place after it.
fn split(line: &Line) -> Vec<Line> {
    let text = normalized(&line.text);
    let pieces = text.split('\n').enumerate().map(|(index, piece)| {
        let line = Line { text: piece.to_owned(), ..line.clone() };
        if index == 0 {
            return line;
        }
        Line { id: line.id.derived(&format!("break-{index}")), order_key: FractionalIndex::default(), ..line }
    });
    pieces.collect()
}

/// The same for every text of a guideline.
pub fn normalize_guideline(guideline: &mut Guideline) {
    normalize(&mut guideline.title);
    normalize(&mut guideline.source);
    for prompt in &mut guideline.prompts {
        [&mut prompt.title, &mut prompt.section, &mut prompt.guidance].into_iter().for_each(normalize);
        prompt.only_if.iter_mut().chain(&mut prompt.example_wording).for_each(normalize);
    }
}

/// The same for every text of the therapist's own in their prompt sets.
pub fn normalize_prompt_sets(prompt_sets: &mut PromptSets) {
    prompt_sets.guidelines.iter_mut().for_each(normalize_guideline);
    for set in &mut prompt_sets.sets {
        normalize(&mut set.name);
        for section in &mut set.sections {
            normalize(&mut section.name);
            section.prompts.iter_mut().for_each(|placed| normalize_wording(&mut placed.wording));
        }
    }
}

fn normalize_wording(wording: &mut Wording) {
    let Wording { title, kind: _, guidance, example_wording, only_if, unknown: _ } = wording;
    [title, guidance, only_if].into_iter().flatten().for_each(normalize);
    example_wording.iter_mut().flatten().for_each(normalize);
}

/// The same for the support card.
pub fn normalize_settings(settings: &mut Settings) {
    normalize(&mut settings.support_card);
}

/// A text on one line: a space for every line break.
pub fn on_one_line(text: &str) -> String {
    normalized(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::Moment;
    use crate::domain::Unknown;
    use crate::domain::session::ConflictingText;
    use crate::domain::session::finalizing::Digest;
    use crate::domain::session::notes::Stamp;
    use crate::guidelines::integration_session;

    #[test]
    fn every_line_break_is_one() {
        for (text, expected) in [
            ("a\nb", "a\nb"),
            ("a\r\nb\r\n\r\nc", "a\nb\n\nc"),
            ("a\rb\r\rc\n\rd", "a\nb\n\nc\n\nd"),
            ("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f", "a\nb\nc\nd\ne\nf"),
            ("", ""),
            ("\r", "\n"),
            ("tab\tand\u{a0}space stay", "tab\tand\u{a0}space stay"),
        ] {
            assert_eq!(normalized(text), expected, "{text:?}");
            let mut kept = text.to_owned();
            normalize(&mut kept);
            assert_eq!(kept, expected, "{text:?}");
        }
        assert_eq!(on_one_line("a\r\nb\u{2028}c"), "a b c");
    }

    #[test]
    fn the_therapists_own_words_have_one_kind_of_line_break() {
        let mut guideline = integration_session();
        guideline.prompts[0].guidance = BROKEN.to_owned();
        let mut prompt_sets = PromptSets::first(&guideline);
        let set = &mut prompt_sets.sets[0];
        (set.name, set.sections[0].name) = (BROKEN.to_owned(), BROKEN.to_owned());
        let words = || Some(BROKEN.to_owned());
        let example_wording = Some(vec![BROKEN.to_owned()]);
        set.sections[0].prompts[0].wording =
            Wording { title: words(), guidance: words(), only_if: words(), example_wording, ..Wording::default() };
        prompt_sets.guidelines = vec![guideline];
        normalize_prompt_sets(&mut prompt_sets);
        let set = &prompt_sets.sets[0];
        let wording = &set.sections[0].prompts[0].wording;
        let example = wording.example_wording.as_ref().map(|example| &example[0]);
        let owned = [&wording.title, &wording.guidance, &wording.only_if].map(Option::as_ref);
        let guidance = Some(&prompt_sets.guidelines[0].prompts[0].guidance);
        for text in owned.into_iter().chain([Some(&set.name), Some(&set.sections[0].name), example, guidance]) {
            assert_eq!(text.map(String::as_str), Some(MENDED));
        }
        let mut settings = Settings { support_card: BROKEN.to_owned(), ..Settings::default() };
        normalize_settings(&mut settings);
        assert_eq!(settings.support_card, MENDED);
    }

    const MENDED: &str = "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight";

    const BROKEN: &str = "one\r\ntwo\u{b}three\u{c}four\u{85}five\u{2028}six\u{2029}seven\reight";

    /// A session as a file may hold it: with every kind of line break in each of its texts.
    fn broken() -> Session {
        let at = Moment::try_from("2026-11-01T10:00:00+01:00").unwrap();
        let mut session = Session::begin(at, "K-07", None, integration_session().prompts);
        let stamp = Stamp { at, prompt: Some(session.prompts[1].id.clone()) };
        session.notes.replace_text(&format!("before\n{}\nafter", BROKEN.replace("\r\n", "\r")), 0, &stamp);
        session.closing.noticed = BROKEN.to_owned();
        session.closing.conflicting_texts.insert(ConflictingText {
            field: ClosingField::Noticed,
            text: BROKEN.to_owned(),
            unknown: Unknown::new(),
        });
        session.addendum_draft = BROKEN.to_owned();
        session
    }

    #[test]
    fn a_session_that_is_read_has_one_kind_of_line_break() {
        let (mut session, eight) = (broken(), "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight");
        let before = session.clone();
        normalize_session(&mut session);
        assert_eq!(session.notes.text(), format!("before\n{eight}\nafter"));
        let lines = session.notes.lines();
        assert!(lines.iter().all(|line| line.prompt == before.notes.lines()[1].prompt));
        assert_eq!([&lines[0], &lines[9]], [&before.notes.lines()[0], &before.notes.lines()[2]]);
        assert_eq!(lines[1].id, before.notes.lines()[1].id);
        assert!(lines.is_sorted_by_key(|line| (&line.order_key, &line.id)));
        assert_eq!(lines.iter().map(|line| &line.id).collect::<HashSet<_>>().len(), 10);
        assert_eq!([&session.closing.noticed, &session.addendum_draft], [eight, eight]);
        assert_eq!(session.closing.also_in(ClosingField::Noticed).collect::<Vec<_>>(), [eight]);
        let (mut again, mut on_another_device) = (session.clone(), before);
        normalize_session(&mut again);
        normalize_session(&mut on_another_device);
        assert_eq!([&again, &on_another_device], [&session, &session]);
    }

    #[test]
    fn frozen_words_stay_as_they_were_frozen() {
        let ended = Session { ended: Some(broken().began), addendum_draft: String::new(), ..broken() };
        let mut session = Session { finalized: ended.ended, ..ended.clone() };
        session.digest = Some(Digest::of(&session));
        let frozen = session.clone();
        normalize_session(&mut session);
        assert_eq!(session, frozen);
        let finalized = ended.finalize(ended.began).unwrap();
        assert!(finalized.closing.noticed.ends_with("seven\neight"), "what is finalized now has one kind");
        assert!(!session.was_changed_since_finalized() && !finalized.was_changed_since_finalized());
    }

    #[test]
    fn a_guideline_has_one_kind_of_line_break() {
        let mut guideline = integration_session();
        let with = |text: &mut String| *text = format!("{text}\r\nmore");
        let prompt = &mut guideline.prompts[0];
        [&mut prompt.title, &mut prompt.section, &mut prompt.guidance].into_iter().for_each(with);
        prompt.only_if = Some("a\rb".to_owned());
        prompt.example_wording = vec!["a\u{85}b".to_owned()];
        [&mut guideline.title, &mut guideline.source].into_iter().for_each(with);
        normalize_guideline(&mut guideline);
        let prompt = &guideline.prompts[0];
        assert!(
            [&guideline.title, &guideline.source, &prompt.title, &prompt.section, &prompt.guidance]
                .into_iter()
                .all(|text| text.ends_with("\nmore") && !text.contains('\r'))
        );
        assert_eq!((prompt.only_if.as_deref(), &*prompt.example_wording), (Some("a\nb"), &["a\nb".to_owned()][..]));
    }

    proptest::proptest! {
        #[test]
        fn once_is_enough(text in "[a\r\n\u{b}\u{c}\u{85}\u{2028}\u{2029}é]{0,20}") {
            let once = normalized(&text).into_owned();
            proptest::prop_assert!(!once.contains(|character| character != '\n' && is_line_break(character)));
            proptest::prop_assert_eq!(normalized(&once), once.as_str());
            proptest::prop_assert_eq!(once.chars().filter(|c| *c == 'a').count(), text.chars().filter(|c| *c == 'a').count());
        }
    }
}
