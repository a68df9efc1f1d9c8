//! A field for words that nobody is to read over a shoulder: masked, and wiped once they were taken.
//!
//! Owns what was typed. Must not know what it opens.

use egui::{Event, Id, Key, Margin, Response, Ui};
use zeroize::Zeroizing;

use crate::domain::passphrase::{MIN_LENGTH, Passphrase, PassphraseRefusal};
use crate::ui::kit::fields::TextField;
use crate::ui::kit::focus::FocusRing;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{answer, give_keyboard, named, paragraph, styled, text_button};
use crate::ui::text;

/// Enough for any passphrase that is typed by hand: what grows leaves copies of itself behind.
const CAPACITY: usize = 512;

/// Words that are typed and not shown.
pub(crate) struct Secret {
    name: &'static str,
    typed: Zeroizing<String>,
    wants_keyboard: bool,
    /// Whether it is shown as it is typed: its owner asked for that.
    is_shown: bool,
}

/// What happened to a secret in a frame.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Typed {
    /// Something was typed or taken away.
    pub(crate) changed: bool,
    /// Enter was pressed in it.
    pub(crate) entered: bool,
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.name)
    }
}

impl Secret {
    /// An empty field with a name.
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, typed: Zeroizing::new(String::with_capacity(CAPACITY)), wants_keyboard: false, is_shown: false }
    }

    /// The same, and what is typed next lands in it.
    pub(crate) fn with_keyboard(mut self) -> Self {
        self.ask_for_keyboard();
        self
    }

    /// What is typed next lands in it.
    pub(crate) fn ask_for_keyboard(&mut self) {
        self.wants_keyboard = true;
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.typed.is_empty()
    }

    /// The words, for good: nothing of them stays here, and what is typed next is not shown.
    pub(crate) fn take(&mut self) -> Passphrase {
        self.is_shown = false;
        Passphrase::new(std::mem::replace(&mut *self.typed, String::with_capacity(CAPACITY)))
    }

    /// The words; they stay here too.
    fn passphrase(&self) -> Passphrase {
        Passphrase::new(self.typed.to_string())
    }

    /// Draws the field.
    pub(crate) fn ui(&mut self, ui: &mut Ui, width: f32) -> Typed {
        let field = TextField::Passphrase(self.name);
        let id = field.id();
        give_keyboard(ui, id, &mut self.wants_keyboard);
        drop_pasted_line_breaks(ui, id);
        let margin = Margin::symmetric(12, 9);
        let response = field.ui(ui, &mut self.typed, |edit| {
            edit.font(regular(size::BODY)).margin(margin).password(!self.is_shown).desired_width(width)
        });
        named(ui, &response, self.name);
        let typed = Typed { changed: response.changed(), entered: entered(ui, &response) };
        let _ = response.with_focus_ring(ui);
        typed
    }
}

/// Draws what shows these as they were typed, or hides them again.
pub(crate) fn show_typed_ui<const N: usize>(ui: &mut Ui, secrets: [&mut Secret; N]) {
    let is_shown = secrets.iter().any(|secret| secret.is_shown);
    let name = if is_shown { text::sealing::hide_typed() } else { text::sealing::show_typed() };
    let color = palette(ui).accent;
    if text_button(ui, name, regular(size::QUIET), color).clicked() {
        for secret in secrets {
            secret.is_shown = !is_shown;
        }
    }
}

/// Whether Enter was pressed in a field of one line.
pub(crate) fn entered(ui: &Ui, response: &Response) -> bool {
    response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

/// The toolkit makes a space of a line break, and one that is pasted along with a passphrase would be part of
/// it, unseen.
fn drop_pasted_line_breaks(ui: &Ui, id: Id) {
    if !ui.memory(|memory| memory.has_focus(id)) {
        return;
    }
    ui.input_mut(|input| {
        for event in &mut input.events {
            if let Event::Paste(words) | Event::MiddleClickPaste { text: words, .. } = event {
                *words = words.trim_matches(['\r', '\n']).to_owned();
            }
        }
    });
}

/// Why a new passphrase is not taken.
#[derive(Debug, Clone, Copy)]
enum EntryProblem {
    Refused(PassphraseRefusal),
    TwoDiffer,
}

impl EntryProblem {
    fn words(self) -> String {
        match self {
            Self::Refused(PassphraseRefusal::TooShort { missing: MIN_LENGTH }) => {
                text::sealing::passphrase_not_typed().to_owned()
            }
            Self::Refused(PassphraseRefusal::TooShort { missing }) => text::sealing::passphrase_too_short(missing),
            Self::Refused(PassphraseRefusal::Repeated) => text::sealing::passphrase_repeats().to_owned(),
            Self::Refused(PassphraseRefusal::Unseen) => text::sealing::passphrase_has_unseen().to_owned(),
            Self::TwoDiffer => text::sealing::passphrases_differ().to_owned(),
        }
    }
}

/// A new passphrase, typed twice.
#[derive(Debug)]
pub(crate) struct NewPassphrase {
    first: Secret,
    again: Secret,
    problem: Option<EntryProblem>,
}

impl NewPassphrase {
    pub(crate) fn new() -> Self {
        Self {
            first: Secret::new(text::sealing::new_passphrase()),
            again: Secret::new(text::sealing::new_passphrase_again()),
            problem: None,
        }
    }

    /// The same, and what is typed next lands in its first field.
    pub(crate) fn with_keyboard(mut self) -> Self {
        self.ask_for_keyboard();
        self
    }

    /// What is typed next lands in its first field.
    pub(crate) fn ask_for_keyboard(&mut self) {
        self.first.ask_for_keyboard();
    }

    /// Draws both fields; says whether Enter was pressed in the last one.
    pub(crate) fn ui(&mut self, ui: &mut Ui, width: f32) -> bool {
        crate::ui::kit::widgets::label(ui, self.first.name);
        let first = self.first.ui(ui, width);
        crate::ui::kit::widgets::label(ui, self.again.name);
        let again = self.again.ui(ui, width);
        if first.changed || again.changed {
            self.problem = None;
        }
        if first.entered {
            self.again.ask_for_keyboard();
        }
        show_typed_ui(ui, [&mut self.first, &mut self.again]);
        if let Some(problem) = self.problem {
            answer(ui, problem.words(), palette(ui).warning);
        } else {
            let hint = text::sealing::new_passphrase_hint(MIN_LENGTH);
            paragraph(ui, styled(hint, size::QUIET, palette(ui).quiet));
        }
        again.entered
    }

    /// The passphrase, where notes may be sealed under it and both are the same; otherwise it is said what is
    /// not.
    pub(crate) fn take(&mut self) -> Option<Passphrase> {
        let first = self.first.passphrase();
        if let Err(refusal) = first.check_new() {
            self.problem = Some(EntryProblem::Refused(refusal));
            self.first.ask_for_keyboard();
            return None;
        }
        let again = self.again.take();
        if first != again {
            self.problem = Some(EntryProblem::TwoDiffer);
            self.again.ask_for_keyboard();
            return None;
        }
        Some(self.first.take())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(first: &str, again: &str) -> NewPassphrase {
        let mut form = NewPassphrase::new();
        form.first.typed.push_str(first);
        form.again.typed.push_str(again);
        form
    }

    #[test]
    fn a_passphrase_is_taken_where_it_is_long_enough_and_typed_twice_alike() {
        assert!(typed("short", "short").take().is_none());
        assert!(typed("a quiet river", "a quiet rover").take().is_none());
        let mut form = typed("a quiet river", "a quiet river");
        assert_eq!(form.take(), Some(Passphrase::new("a quiet river".to_owned())));
        assert!(form.first.is_empty() && form.again.is_empty(), "nothing of it stays");
    }

    #[test]
    fn says_what_is_missing_of_a_passphrase() {
        let said = |missing| EntryProblem::Refused(PassphraseRefusal::TooShort { missing }).words();
        assert_eq!(said(1), "This passphrase is too short. It needs one more character; spaces do not count.");
        assert!(said(3).contains("needs 3 more characters"));
        assert_eq!(said(MIN_LENGTH), "Type a passphrase first; spaces do not count.");
    }

    #[test]
    fn what_was_typed_is_shown_only_while_that_is_asked_for() {
        use crate::ui::kit::window_of_one::WindowOfOne;
        let secret = Secret::new("Passphrase").with_keyboard();
        let mut window = WindowOfOne::of(secret, |ui, secret| {
            secret.ui(ui, 300.0);
            show_typed_ui(ui, [secret]);
        });
        window.types("a quiet river");
        assert!(!window.hears("a quiet river"));
        assert!(window.clicks("Show what I typed").hears("a quiet river"));
        assert!(!window.clicks("Hide what I typed").hears("a quiet river"));
        window.clicks("Show what I typed").view_mut().take();
        assert!(!window.view().is_shown, "the next words are not shown");
    }

    #[test]
    fn nothing_prints_it() {
        assert!(!format!("{:?}", typed("a quiet river", "a quiet river")).contains("river"));
    }
}
