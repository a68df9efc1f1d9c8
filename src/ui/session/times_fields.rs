//! The fields for when a session was held: mended at closing, or written down for one that was held earlier.
//!
//! Owns what is typed in them; what may become of it is for the domain to say.

use egui::{Id, Ui};

use crate::domain::Moment;
use crate::domain::date_input::{DateReader, TimeOfDay, read_time};
use crate::domain::session::Session;
use crate::domain::session::session_times::Times;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::theme::{palette, size};
use crate::ui::kit::typed_field::TypedField;
use crate::ui::kit::widgets::{field, paragraph, quiet, text};
use crate::ui::kit::words;
use chrono::NaiveDate;

/// The widths of the fields for a day, a time, and an end, which may name another day.
const WIDTHS: [f32; 3] = [128.0, 84.0, 144.0];

/// The height of a row of fields.
const ROW_HEIGHT: f32 = 38.0;

/// What is said of what was typed as a time and cannot be read.
const NOT_A_TIME: &str = "This isn’t a time yet. Try 14:54 or 2:54 pm.";

/// What is said of an end before the beginning, and of a beginning after the end.
const REVERSED: &str = "It can’t end before it begins. If it ended on the next day, write the day too: 26 Nov 0:20.";

/// When an open session began and ended, as it is mended.
#[derive(Debug, Default)]
pub struct TimesFields {
    day: TypedField<NaiveDate>,
    began: TypedField<TimeOfDay>,
    ended: TypedField<Moment>,
}

impl TimesFields {
    /// Draws the fields, and says in full what they hold. Returns other times as soon as they are understood.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, now: Moment, reader: DateReader) -> Option<Times> {
        let times = Times::of(session);
        let day = times.began().date_naive();
        let in_words = |ended: Moment| ended_in_words(ended, day);
        self.day.follow(Some(day), words::field_date);
        self.began.follow(Some(TimeOfDay::of(times.began())), words::field_time);
        self.ended.follow(times.ended(), in_words);
        let changed = row_of_fields(ui, |ui| {
            ui.label(text("Began", size::QUIET, palette(ui).text));
            let of_day = ("Day of the session", TextField::SessionDay(&session.id), WIDTHS[0]);
            let other_day = self.day.ui(ui, of_day, |typed| reader.read(typed), words::field_date);
            let of_began = ("Began at", TextField::SessionBegan(&session.id), WIDTHS[1]);
            let begins = |typed: &str| read_time(typed).filter(|time| times.beginning_at(*time).is_some());
            let other_beginning = self.began.ui(ui, of_began, begins, words::field_time);
            ui.add_space(12.0);
            ui.label(text("Ended", size::QUIET, palette(ui).text));
            let of_ended = ("Ended at", TextField::SessionEnded(&session.id), WIDTHS[2]);
            let other_end = self.ended.ui(ui, of_ended, |typed| ending(times, reader, typed), in_words);
            quiet(ui, words::duration(session.minutes_so_far(now)));
            if other_day {
                self.day.value().map(|day| times.on_day(day))
            } else if other_beginning {
                self.began.value().and_then(|time| times.beginning_at(time))
            } else {
                other_end.then(|| Times::new(times.began(), self.ended.value())).flatten()
            }
        });
        self.said_ui(ui, times, now, reader);
        changed
    }

    /// Says what is understood, or what is not.
    fn said_ui(&self, ui: &mut Ui, times: Times, now: Moment, reader: DateReader) {
        let read_end = |typed: &str| reader.read_moment(typed, times.began().date_naive()).is_some();
        let problem = if self.day.unread().is_some() {
            Some(words::NOT_A_DATE)
        } else if let Some(typed) = self.began.unread() {
            Some(if read_time(typed).is_some() { REVERSED } else { NOT_A_TIME })
        } else if let Some(typed) = self.ended.unread() {
            Some(if read_end(typed) { REVERSED } else { NOT_A_TIME })
        } else {
            times.are_reversed().then_some("It ended before it began. Change when it began or ended.")
        };
        let stays = problem.map(|problem| format!("{problem} Until then: "));
        quiet(ui, format!("{}{}", stays.unwrap_or_default(), in_full(times, now)));
    }
}

/// Draws words and fields in a row that wraps, the words in the middle of its height.
fn row_of_fields<R>(ui: &mut Ui, content: impl FnOnce(&mut Ui) -> R) -> R {
    ui.scope(|ui| {
        // A row takes its height when it begins; words that come first would be too high otherwise.
        ui.spacing_mut().interact_size.y = ROW_HEIGHT;
        ui.horizontal_wrapped(content).inner
    })
    .inner
}

/// The end that was typed, unless it is before the beginning.
fn ending(times: Times, reader: DateReader, typed: &str) -> Option<Moment> {
    let (day, time) = reader.read_moment(typed, times.began().date_naive())?;
    times.ending_at(day, time)?.ended()
}

fn ended_in_words(ended: Moment, day: NaiveDate) -> String {
    let time = words::field_time(TimeOfDay::of(ended));
    if ended.date_naive() == day { time } else { format!("{} {time}", words::field_date(ended.date_naive())) }
}

/// When a session was held, in full: `Monday 23 November 2026, 14:02 to 14:54`.
fn in_full(times: Times, now: Moment) -> String {
    let day = times.began().date_naive();
    let ended = times.ended().map(|ended| match (words::time(ended), ended.date_naive()) {
        (time, same) if same == day => format!(" to {time}"),
        (time, other) => format!(" to {}, {time}", words::weekday_date(other)),
    });
    let future = if times.ended().unwrap_or(times.began()) > now { ", in the future" } else { "" };
    let ended = ended.unwrap_or_default();
    format!("{}, {}{ended}{future}", words::weekday_date(day), words::time(times.began()))
}

/// What is typed of a session that was held earlier.
#[derive(Debug, Default)]
pub struct PastTimesInput {
    day: String,
    began: String,
    ended: String,
}

impl PastTimesInput {
    /// The fields, for whoever asks where the keyboard is.
    pub fn ids() -> [Id; 3] {
        [TextField::HeldOn, TextField::HeldFrom, TextField::HeldTo].map(TextField::id)
    }

    /// When it was held, on the clock of now.
    ///
    /// # Errors
    /// What is missing or cannot be read, as the screen says it.
    pub fn times(&self, now: Moment, reader: DateReader) -> Result<Times, &'static str> {
        let day = match (self.day.trim(), reader.read(&self.day)) {
            ("", _) => return Err("Type the day it was held and when it began. You can leave the end blank."),
            (_, day) => day.ok_or(words::NOT_A_DATE)?,
        };
        let time = match (self.began.trim(), read_time(&self.began)) {
            ("", _) => return Err("Type when it began, such as 14:02."),
            (_, time) => time.ok_or(NOT_A_TIME)?,
        };
        let times = Times::new(now.on_its_clock(day, time.hour, time.minute), None).ok_or(REVERSED)?;
        if self.ended.trim().is_empty() {
            return Ok(times);
        }
        let (day, time) = reader.for_day(now.date_naive()).read_moment(&self.ended, day).ok_or(NOT_A_TIME)?;
        times.ending_at(day, time).ok_or(REVERSED)
    }

    /// Draws the fields, and says in full what they hold.
    pub fn ui(&mut self, ui: &mut Ui, now: Moment, reader: DateReader) {
        row_of_fields(ui, |ui| {
            ui.label(text("Held on", size::QUIET, palette(ui).text));
            field(ui, "Day of the session", TextField::HeldOn, &mut self.day, WIDTHS[0]);
            ui.label(text("from", size::QUIET, palette(ui).text));
            field(ui, "Began at", TextField::HeldFrom, &mut self.began, WIDTHS[1]);
            ui.label(text("to", size::QUIET, palette(ui).text));
            field(ui, "Ended at", TextField::HeldTo, &mut self.ended, WIDTHS[1]);
        });
        let said = self.times(now, reader).map_or_else(str::to_owned, |times| in_full(times, now));
        let color = palette(ui).quiet;
        paragraph(ui, text(said, size::QUIET, color));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date_input::DateOrder;

    fn now() -> Moment {
        Moment::try_from("2026-11-25T10:00:00-05:00").unwrap()
    }

    fn held(day: &str, began: &str, ended: &str) -> Result<String, &'static str> {
        let reader = DateReader::new(now().date_naive(), DateOrder::MonthFirst);
        let [day, began, ended] = [day, began, ended].map(str::to_owned);
        PastTimesInput { day, began, ended }.times(now(), reader).map(|times| in_full(times, now()))
    }

    #[test]
    fn what_was_held_earlier_is_said_in_full_or_what_is_missing() {
        let said = |text: &str| Ok(text.to_owned());
        assert_eq!(held("20 Nov", "14:02", "2:54 pm"), said("Friday 20 November 2026, 14:02 to 14:54"));
        assert_eq!(held("yesterday", "14:02", ""), said("Tuesday 24 November 2026, 14:02"));
        let over_midnight = "Friday 20 November 2026, 23:40 to Saturday 21 November 2026, 00:20";
        assert_eq!(held("11/20", "23:40", "21 Nov 0:20"), said(over_midnight));
        assert_eq!(held("tomorrow", "9:00", ""), said("Thursday 26 November 2026, 09:00, in the future"));
        assert_eq!(held("20 Nov", "14:02", "13:00"), Err(REVERSED));
        assert_eq!(held("30 Feb", "14:02", ""), Err(words::NOT_A_DATE));
        assert_eq!(held("20 Nov", "25:00", ""), Err(NOT_A_TIME));
        assert_eq!(held("20 Nov", "14:02", "soon"), Err(NOT_A_TIME));
        assert!(held("", "", "").is_err() && held("20 Nov", "", "15:00").is_err());
    }
}
