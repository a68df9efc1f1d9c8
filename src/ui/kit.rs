//! What the screens are made of.

pub(crate) mod dragging;
pub(crate) mod drop_down;
pub mod fields;
pub mod frame_events;
pub(crate) mod kept_mark;
pub(crate) mod lazy_column;
pub mod line_breaks;
pub mod theme;
pub mod typed_field;
pub mod widgets;
#[cfg(test)]
pub(crate) mod window_of_one;

/// The words by the names that they had before the catalogue, for the rooms that are not told the new ones yet.
pub mod words {
    pub use crate::ui::text::counts::ordinal_session;
    pub use crate::ui::text::dates::{
        after_dosing, date, days, duration, field_date, field_time, full_date, list_date, near_date, time, weekday_date,
    };
    pub use crate::ui::text::folder::{devices, reading, sealing, sessions as kept};
    pub use crate::ui::text::notes::{
        also_written, client, closing_field, margin, margin_in_full, outcome, outcome_choice, thread_history, whose,
    };
    pub use crate::ui::text::search::{days_looked_at, enter_help, help as search_help, unclear};

    use crate::domain::prompts::guideline::CarryKind;
    use crate::domain::session::OutcomeKind;
    use crate::ui::text::{counts, notes};

    /// What the mark of a line says that is kept for next time.
    pub fn carries_on(kind: &CarryKind) -> String {
        notes::mark(kind)
    }

    /// The same, or what became of the line.
    pub fn kept_mark(kind: &CarryKind, ended: Option<&OutcomeKind>) -> String {
        notes::mark_now(kind, ended)
    }

    /// A count with its noun.
    pub fn count(number: usize, noun: &str) -> String {
        match noun {
            "line" => counts::lines(number),
            "prompt" => counts::prompts(number),
            "file" => counts::files(number),
            "second" => counts::seconds(number),
            "theme" => counts::themes(number),
            _ => counts::sessions(number),
        }
    }
}
