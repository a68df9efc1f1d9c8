//! The fields for when a session was held: mended at closing, or written down for one that was held earlier.
//!
//! Owns what is typed in them; what may become of it is for the domain to say.

use egui::{Id, Ui};

use crate::domain::Moment;
use crate::domain::date_input::{DateReader, TimeOfDay, read_time};
use crate::domain::session::Session;
use crate::domain::session::session_times::Times;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::theme::{LINE_HEIGHT, palette, size};
use crate::ui::kit::typed_field::TypedField;
use crate::ui::kit::widgets::{field, give_keyboard, paragraph, quiet, styled};
use crate::ui::text;
use chrono::NaiveDate;

/// The widths of the fields for a day, a time, and an end, which may name another day.
const WIDTHS: [f32; 3] = [128.0, 84.0, 144.0];

/// The height of a row of fields.
const ROW_HEIGHT: f32 = 38.0;

/// When an open session began and ended, as it is mended.
#[derive(Debug, Default)]
pub struct TimesFields {
    day: TypedField<NaiveDate>,
    began: TypedField<TimeOfDay>,
    ended: TypedField<Moment>,
    /// Whether what is said of them is to come into sight.
    wants_sight: bool,
}

impl TimesFields {
    /// Draws the fields, and says in full what they hold. Returns other times as soon as they are understood.
    pub fn ui(&mut self, ui: &mut Ui, session: &Session, now: Moment, reader: DateReader) -> Option<Times> {
        let times = Times::of(session);
        let day = times.began().date_naive();
        let in_words = |ended: Moment| ended_in_words(ended, day);
        self.day.follow(Some(day), text::dates::field_date);
        self.began.follow(Some(TimeOfDay::of(times.began())), text::dates::field_time);
        self.ended.follow(times.ended(), in_words);
        let unread = self.unread();
        let changed = row_of_fields(ui, |ui| {
            ui.label(styled(text::session::times_began(), size::QUIET, palette(ui).text));
            let of_day = (text::session::times_day_spoken(), TextField::SessionDay(&session.id), WIDTHS[0]);
            let other_day = self.day.ui(ui, of_day, |typed| reader.read(typed), text::dates::field_date);
            let of_began = (text::session::times_began_spoken(), TextField::SessionBegan(&session.id), WIDTHS[1]);
            let begins = |typed: &str| read_time(typed).filter(|time| times.beginning_at(*time).is_some());
            let other_beginning = self.began.ui(ui, of_began, begins, text::dates::field_time);
            ui.add_space(12.0);
            ui.label(styled(text::session::times_ended(), size::QUIET, palette(ui).text));
            let of_ended = (text::session::times_ended_spoken(), TextField::SessionEnded(&session.id), WIDTHS[2]);
            let other_end = self.ended.ui(ui, of_ended, |typed| ending(times, reader, typed), in_words);
            quiet(ui, text::dates::duration(session.minutes_so_far(now)));
            if other_day {
                self.day.value().map(|day| times.on_day(day))
            } else if other_beginning {
                self.began.value().and_then(|time| times.beginning_at(time))
            } else {
                other_end.then(|| Times::new(times.began(), self.ended.value())).flatten()
            }
        });
        self.wants_sight |= self.unread() != unread;
        self.said_ui(ui, times, now, reader);
        changed
    }

    fn unread(&self) -> [Option<String>; 3] {
        [self.day.unread(), self.began.unread(), self.ended.unread()].map(|typed| typed.map(str::to_owned))
    }

    /// The first field in which something is typed that cannot be read. What is said of it comes into sight.
    pub(crate) fn ask_for_unread<'a>(&mut self, session: &'a Session) -> Option<TextField<'a>> {
        let fields = [
            (self.day.unread().is_some(), TextField::SessionDay(&session.id)),
            (self.began.unread().is_some(), TextField::SessionBegan(&session.id)),
            (self.ended.unread().is_some(), TextField::SessionEnded(&session.id)),
        ];
        let unread = fields.into_iter().find(|(is_unread, _)| *is_unread).map(|(_, field)| field);
        self.wants_sight |= unread.is_some();
        unread
    }

    /// Says what is understood, or what is not.
    fn said_ui(&mut self, ui: &mut Ui, times: Times, now: Moment, reader: DateReader) {
        let read_end = |typed: &str| reader.read_moment(typed, times.began().date_naive()).is_some();
        let problem = if self.day.unread().is_some() {
            Some(text::dates::not_a_date())
        } else if let Some(typed) = self.began.unread() {
            Some(if read_time(typed).is_some() { text::session::times_reversed() } else { text::dates::not_a_time() })
        } else if let Some(typed) = self.ended.unread() {
            Some(if read_end(typed) { text::session::times_reversed() } else { text::dates::not_a_time() })
        } else {
            times.are_reversed().then_some(text::session::times_ended_before_began())
        };
        let said = in_full(times, now);
        let is_problem = problem.is_some();
        let words = problem.map_or_else(|| said.clone(), |problem| text::session::times_until_then(problem, &said));
        let response = quiet(ui, words);
        if is_problem && std::mem::take(&mut self.wants_sight) {
            let field = ui.memory(egui::Memory::focused).and_then(|id| ui.ctx().read_response(id));
            let both = field.map_or(response.rect, |field| field.rect.union(response.rect));
            // The field comes first where there is no room for both.
            if both.height() <= ui.clip_rect().height() {
                ui.scroll_to_rect(both, None);
            }
        }
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
    let time = text::dates::field_time(TimeOfDay::of(ended));
    if ended.date_naive() == day {
        time
    } else {
        text::dates::with_time_in_field(&text::dates::field_date(ended.date_naive()), &time)
    }
}

/// When a session was held, in full: `Monday 23 November 2026, 14:02 to 14:54`.
fn in_full(times: Times, now: Moment) -> String {
    let day = times.began().date_naive();
    let (date, began) = (text::dates::weekday_date(day), text::dates::time(times.began()));
    let said = match times.ended().map(|ended| (text::dates::time(ended), ended.date_naive())) {
        None => text::session::times_open(&began, &date),
        Some((ended, same)) if same == day => text::session::times_held(&began, &date, &ended),
        Some((ended, other)) => {
            text::session::times_held_over_midnight(&began, &date, &text::dates::weekday_date(other), &ended)
        }
    };
    if times.ended().unwrap_or(times.began()) > now { text::session::times_in_the_future(&said) } else { said }
}

/// What is typed of a session that was held earlier.
#[derive(Debug, Default)]
pub struct PastTimesInput {
    wants_keyboard: bool,
    day: String,
    began: String,
    ended: String,
}

impl PastTimesInput {
    /// What is typed next is the day.
    pub(crate) fn asked_for() -> Self {
        Self { wants_keyboard: true, ..Self::default() }
    }

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
            ("", _) => return Err(text::session::times_day_missing()),
            (_, day) => day.ok_or(text::dates::not_a_date())?,
        };
        let time = match (self.began.trim(), read_time(&self.began)) {
            ("", _) => return Err(text::session::times_beginning_missing()),
            (_, time) => time.ok_or(text::dates::not_a_time())?,
        };
        let times =
            Times::new(now.on_its_clock(day, time.hour, time.minute), None).ok_or(text::session::times_reversed())?;
        if self.ended.trim().is_empty() {
            return Ok(times);
        }
        let (day, time) =
            reader.for_day(now.date_naive()).read_moment(&self.ended, day).ok_or(text::dates::not_a_time())?;
        times.ending_at(day, time).ok_or(text::session::times_reversed())
    }

    /// Draws the fields, and says in full what they hold.
    pub fn ui(&mut self, ui: &mut Ui, now: Moment, reader: DateReader) {
        row_of_fields(ui, |ui| {
            ui.label(styled(text::session::times_held_on(), size::QUIET, palette(ui).text));
            give_keyboard(ui, TextField::HeldOn.id(), &mut self.wants_keyboard);
            field(ui, text::session::times_day_spoken(), TextField::HeldOn, &mut self.day, WIDTHS[0]);
            ui.label(styled(text::session::times_from(), size::QUIET, palette(ui).text));
            field(ui, text::session::times_began_spoken(), TextField::HeldFrom, &mut self.began, WIDTHS[1]);
            ui.label(styled(text::session::times_to(), size::QUIET, palette(ui).text));
            field(ui, text::session::times_ended_spoken(), TextField::HeldTo, &mut self.ended, WIDTHS[1]);
        });
        let said = self.times(now, reader).map_or_else(str::to_owned, |times| in_full(times, now));
        let color = palette(ui).quiet;
        // It says as much in two rows as in one: nothing below moves.
        ui.scope(|ui| {
            ui.set_min_height(2.0 * size::QUIET * LINE_HEIGHT);
            paragraph(ui, styled(said, size::QUIET, color));
        });
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
        PastTimesInput { day, began, ended, ..PastTimesInput::default() }
            .times(now(), reader)
            .map(|times| in_full(times, now()))
    }

    #[test]
    fn what_was_held_earlier_is_said_in_full_or_what_is_missing() {
        let said = |sentence: &str| Ok(sentence.to_owned());
        assert_eq!(held("20 Nov", "14:02", "2:54 pm"), said("Friday 20 November 2026, 14:02 to 14:54"));
        assert_eq!(held("yesterday", "14:02", ""), said("Tuesday 24 November 2026, 14:02"));
        let over_midnight = "Friday 20 November 2026, 23:40 to Saturday 21 November 2026, 00:20";
        assert_eq!(held("11/20", "23:40", "21 Nov 0:20"), said(over_midnight));
        assert_eq!(held("tomorrow", "9:00", ""), said("Thursday 26 November 2026, 09:00, in the future"));
        assert_eq!(held("20 Nov", "14:02", "13:00"), Err(text::session::times_reversed()));
        assert_eq!(held("30 Feb", "14:02", ""), Err(text::dates::not_a_date()));
        assert_eq!(held("20 Nov", "25:00", ""), Err(text::dates::not_a_time()));
        assert_eq!(held("20 Nov", "14:02", "soon"), Err(text::dates::not_a_time()));
        assert!(held("", "", "").is_err() && held("20 Nov", "", "15:00").is_err());
    }
}
