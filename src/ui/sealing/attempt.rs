//! An attempt to open the notes, and what is said of it.

use egui::Ui;

use crate::domain::sealing::Credential;
use crate::ui::kit::theme::palette;
use crate::ui::kit::widgets::answer;
use crate::ui::text;

/// How far an attempt to open the notes is.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(crate) enum Attempt {
    /// None was made, or none since something was typed.
    #[default]
    None,
    /// The worker is trying.
    Underway,
    /// It did not open them, or it was made too soon after another. Nothing is tried before that time, in
    /// seconds as the toolkit counts them.
    Refused { by: Option<Credential>, until: f64 },
}

impl Attempt {
    /// The whole seconds that are left until something is tried again.
    pub(crate) fn seconds_left(self, time: f64) -> u64 {
        match self {
            Self::Refused { until, .. } => (until - time).max(0.0).ceil() as u64,
            _ => 0,
        }
    }

    /// What is left of it for somebody who goes on to another credential: only how long nothing is tried.
    pub(super) fn seen_from(self, by: Credential, time: f64) -> Self {
        let is_of_other = matches!(self, Self::Refused { by: tried, .. } if tried != Some(by));
        if is_of_other && self.seconds_left(time) == 0 { Self::None } else { self }
    }

    /// What is said of it.
    pub(crate) fn words(self, time: f64) -> Option<String> {
        match self {
            Self::None => None,
            Self::Underway => Some(text::sealing::opening().to_owned()),
            Self::Refused { by, .. } => {
                let left = self.seconds_left(time);
                Some(match by {
                    Some(Credential::Passphrase) => text::sealing::passphrase_refused(left),
                    Some(Credential::RecoveryCode) => text::sealing::code_refused(left),
                    None => text::sealing::attempt_refused(left),
                })
            }
        }
    }
}

/// Draws how far the attempt is; a hint if none was made.
pub(crate) fn attempt_ui(ui: &mut Ui, attempt: Attempt, time: f64, hint: &str) {
    let palette = palette(ui);
    let is_refused = matches!(attempt, Attempt::Refused { .. });
    let color = if is_refused { palette.warning } else { palette.quiet };
    let words = attempt.words(time).unwrap_or_else(|| hint.to_owned());
    answer(ui, words, color);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    const PASSPHRASE: Attempt = Attempt::Refused { by: Some(Credential::Passphrase), until: 12.0 };

    #[test]
    fn a_hint_is_shown_until_something_was_tried() {
        let says = |attempt: Attempt, time: f64, words: &str| {
            assert!(WindowOfOne::of((), move |ui, ()| attempt_ui(ui, attempt, time, "The hint.")).hears(words));
        };
        says(Attempt::None, 0.0, "The hint.");
        says(Attempt::Underway, 0.0, "Opening…");
        says(PASSPHRASE, 10.5, "This passphrase does not open the notes. Try again in 2 seconds.");
        says(PASSPHRASE, 12.0, "This passphrase does not open the notes. Try again.");
    }

    #[test]
    fn somebody_who_goes_on_to_the_code_hears_only_how_long_nothing_is_tried() {
        assert_eq!(PASSPHRASE.seen_from(Credential::RecoveryCode, 11.0), PASSPHRASE);
        assert_eq!(PASSPHRASE.seen_from(Credential::RecoveryCode, 12.0), Attempt::None);
        assert_eq!(PASSPHRASE.seen_from(Credential::Passphrase, 12.0), PASSPHRASE);
    }
}
