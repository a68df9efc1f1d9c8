//! A session as plain text, to be pasted elsewhere. The notes are left out unless that is asked for.
//!
//! Owns whether it is open and what goes along. What is copied is taken off the clipboard again as everything of the notes.

use egui::Ui;

use super::SessionView;
use crate::domain::id::SessionId;
use crate::domain::session::{ClosingField, Session};
use crate::ui::kit::focus::FocusRing;
use crate::ui::kit::semantics::said_aloud;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::widgets::{button, card, quiet, styled, subheading};
use crate::ui::text;

/// What is to be copied of a session, while that is asked.
#[derive(Debug, Default)]
pub(crate) struct CopyPanel {
    open: Option<SessionId>,
    with_notes: bool,
    is_copied: bool,
}

impl CopyPanel {
    /// Asks what is to be copied of a session, or no longer.
    pub(crate) fn toggle(&mut self, session: &Session) {
        let open = (self.open.as_ref() != Some(&session.id)).then(|| session.id.clone());
        *self = Self { open, ..Self::default() };
    }

    /// Whether it is open.
    pub(crate) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Closes it; says whether it was open.
    pub(crate) fn close(&mut self) -> bool {
        std::mem::take(self).open.is_some()
    }

    /// Draws what goes along and the way to copy it, if it is open for this session. `facts` say which one it is.
    pub(crate) fn ui(&mut self, ui: &mut Ui, reading: &SessionView<'_>, facts: &str) {
        if self.open.as_ref() != Some(&reading.session.id) {
            return;
        }
        card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            subheading(ui, text::review::copy_heading());
            let words = styled(text::review::copy_with_notes(), size::QUIET, palette(ui).text);
            let ticked = ui.checkbox(&mut self.with_notes, words).with_focus_ring(ui);
            self.is_copied &= !ticked.changed();
            let hint = if self.with_notes { text::review::copy_all() } else { text::review::copy_without_notes() };
            quiet(ui, hint);
            ui.horizontal_wrapped(|ui| {
                if button(ui, text::review::copy()).clicked() {
                    ui.ctx().copy_text(plain_text(reading, facts, self.with_notes));
                    self.is_copied = true;
                }
                if button(ui, text::review::cancel()).clicked() {
                    self.close();
                }
                if self.is_copied {
                    let copied = quiet(ui, text::review::copied());
                    said_aloud(ui, &copied);
                }
            });
        });
    }
}

/// The session as text: whose it was and when, the closing, and what was added; with the notes, the lines too and what
/// the therapist noticed in themselves.
fn plain_text(reading: &SessionView<'_>, facts: &str, with_notes: bool) -> String {
    let session = reading.session;
    let mut parts = vec![[text::notes::client(session), facts].join(" · ")];
    if with_notes {
        parts.push(lines_of(reading));
    }
    let fields = ClosingField::ALL.into_iter().filter(|field| with_notes || *field != ClosingField::Noticed);
    for field in fields {
        let words = std::iter::once(session.closing.field(field)).chain(session.closing.also_in(field));
        for words in words.filter(|words| !words.trim().is_empty()) {
            parts.push([text::notes::closing_field(field), words.trim()].join("\n"));
        }
    }
    if with_notes {
        let put: Vec<&str> = session.other_words_for_client().collect();
        let heading = (!put.is_empty()).then(text::notes::words_for_client);
        parts.push(heading.into_iter().chain(put).collect::<Vec<_>>().join("\n"));
    }
    for addendum in &session.addenda {
        parts.push([text::notes::addendum(addendum.at).as_str(), addendum.text.trim()].join("\n"));
    }
    parts.retain(|part| !part.is_empty());
    parts.join("\n\n") + "\n"
}

/// The lines, each with its minute and what became of it, under the titles of their prompts.
fn lines_of(reading: &SessionView<'_>) -> String {
    let session = reading.session;
    let (mut said, mut shown) = (Vec::new(), None);
    for line in session.notes.lines().iter().filter(|line| !line.text.trim().is_empty()) {
        if line.prompt != shown {
            shown.clone_from(&line.prompt);
            said.extend(line.prompt.as_ref().and_then(|id| session.prompt(id)).map(|prompt| prompt.title.clone()));
        }
        let minute = text::notes::margin_in_full(session, line.at);
        let words = line.text.trim();
        let ended = reading.ended.and_then(|ended| ended.get(&line.id));
        said.push(match &line.keep {
            Some(kind) => text::review::copied_kept_line(words, &text::notes::mark_now(kind, ended), &minute),
            None => text::review::copied_line(words, &minute),
        });
        said.extend(session.words_for_client(line).map(text::notes::for_client));
    }
    said.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::library::search::Query;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::review::ReadingContext;
    use crate::ui::review::sample::{held, kept, view};

    fn session() -> Session {
        let mut session = kept(held(3, &["the letter", "the river"]));
        session.closing.chart_summary = "Stable.".to_owned();
        session.closing.noticed = "Tired.".to_owned();
        session
    }

    #[test]
    fn what_was_put_for_the_client_goes_along_with_the_notes() {
        let (mut session, query) = (session(), Query::default());
        let (line, from) = (session.notes.lines()[0].id.clone(), session.id.clone());
        session.set_client_wording(&line, &from, "your letter");
        let earlier = held(9, &["a walk"]);
        session.set_client_wording(&earlier.notes.lines()[0].id, &earlier.id, "a walk by the river");
        let view = view(&session, &query, ReadingContext::InLibrary);
        let whole = plain_text(&view, "20 November 2026", true);
        assert!(whole.contains("the letter (for next time)\nfor the client: your letter\n"), "{whole}");
        assert!(whole.contains("\n\nWords for the client\na walk by the river\n"), "{whole}");
        assert!(!plain_text(&view, "20 November 2026", false).contains("client"));
    }

    #[test]
    fn the_notes_are_left_out_unless_they_are_asked_for() {
        let (session, query) = (session(), Query::default());
        let text =
            |with_notes| plain_text(&view(&session, &query, ReadingContext::InLibrary), "20 November 2026", with_notes);
        assert_eq!(text(false), "K-07 · 20 November 2026\n\nFor the chart\nStable.\n");
        let whole = text(true);
        assert!(
            whole.contains("\nOpen, and let it lead\n0 min: the letter (for next time)\n0 min: the river\n"),
            "{whole}"
        );
        assert!(whole.contains("What I noticed in myself\nTired."));
    }

    #[test]
    fn it_is_copied_once_it_was_said_what() {
        let mut panel = CopyPanel::default();
        let session = session();
        panel.toggle(&session);
        let mut window = WindowOfOne::of(panel, move |ui, panel: &mut CopyPanel| {
            panel.ui(ui, &view(&session, &Query::default(), ReadingContext::InLibrary), "20 November 2026");
        });
        assert!(!window.hears("Copied."));
        assert!(window.clicks("Copy as text").hears("Copied."));
        assert!(!window.clicks("With the notes").hears("Copied."), "that would be another text");
        assert!(!window.clicks("Cancel").view().is_open());
    }
}
