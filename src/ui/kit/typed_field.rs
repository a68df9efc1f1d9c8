//! A field whose words are a value: a date, a time of day.
//!
//! The value stays until another one is understood: what is half typed (2026-02-3) and turns out to be none
//! (2026-02-30) leaves the value that was there before. Owns what is typed; must not know what the value
//! is of.

use egui::{Align, Layout, Ui, WidgetInfo, accesskit::Role};

use super::fields::TextField;
use super::theme::{TARGET, palette, semibold, size};
use super::widgets::{chip, field, quiet, text_button};
use crate::domain::date_input::DateReader;
use crate::domain::moment::days_before;
use crate::ui::text;
use chrono::NaiveDate;

/// What is typed, and the value that it stands for.
#[derive(Debug, Clone)]
pub struct TypedField<T> {
    typed: String,
    value: Option<T>,
    /// The value before the typing began.
    before: Option<T>,
    /// Whether what is typed says the value.
    is_read: bool,
}

impl<T> Default for TypedField<T> {
    fn default() -> Self {
        Self { typed: String::new(), value: None, before: None, is_read: true }
    }
}

impl<T: PartialEq + Copy> TypedField<T> {
    /// The value that what is typed says, or else the one before.
    pub fn value(&self) -> Option<T> {
        self.value
    }

    /// What is typed and is no value yet.
    pub(crate) fn unread(&self) -> Option<&str> {
        Some(self.typed.trim()).filter(|typed| !self.is_read && !typed.is_empty())
    }

    /// Holds a value, in these words.
    pub fn set(&mut self, value: Option<T>, words: impl Fn(T) -> String) {
        self.typed = value.map(words).unwrap_or_default();
        (self.value, self.before) = (value, value);
        self.is_read = true;
    }

    /// Puts a value into it as if it had been typed: it can be taken back.
    pub fn put(&mut self, ui: &Ui, edited: TextField<'_>, value: Option<T>, words: impl Fn(T) -> String) {
        let typed = value.map(words).unwrap_or_default();
        edited.put(ui.ctx(), &mut self.typed, typed);
        (self.value, self.before) = (value, value);
        self.is_read = true;
    }

    /// Goes by a value that may have been changed elsewhere.
    pub fn follow(&mut self, value: Option<T>, words: impl Fn(T) -> String) {
        if self.value != value {
            self.set(value, words);
        }
    }

    /// Takes what somebody typed who was asked for it elsewhere.
    pub(crate) fn type_unread(&mut self, typed: &str) {
        typed.clone_into(&mut self.typed);
        self.is_read = false;
    }

    /// Draws the field; says whether the value has changed. An empty field says the value again once the keyboard
    /// has left it.
    pub fn ui(
        &mut self,
        ui: &mut Ui,
        (name, edited, width): (&str, TextField<'_>, f32),
        read: impl Fn(&str) -> Option<T>,
        words: impl Fn(T) -> String,
    ) -> bool {
        let (was, was_typed) = (self.value, self.typed.clone());
        let response = field(ui, name, edited, &mut self.typed, width);
        if response.changed() {
            self.take(&was_typed, read(&self.typed));
        }
        if response.lost_focus() {
            self.before = self.value;
            if self.typed.trim().is_empty() {
                self.set(self.value, words);
            }
        }
        self.value != was
    }

    /// Takes what is typed now, and what that says.
    fn take(&mut self, was_typed: &str, value: Option<T>) {
        if self.is_read && !self.typed.starts_with(was_typed) {
            // What was understood is mended, and not typed on: it is what stays.
            self.before = self.value;
        }
        self.is_read = value.is_some();
        self.value = value.or(self.before);
    }
}

/// The room for the way to remove a date.
const REMOVE: f32 = 70.0;

/// What is typed as a date of dosing.
pub type DateField = TypedField<NaiveDate>;

/// Draws the date of dosing with its shortcuts, and says in full what was read.
pub(crate) fn dosing_ui(ui: &mut Ui, edited: TextField<'_>, field: &mut DateField, reader: DateReader) {
    let in_digits = |date: NaiveDate| date.to_string();
    // What was read stands beside the name, so that nothing below moves.
    let is_removed = ui.horizontal_wrapped(|ui| {
        ui.set_min_height(TARGET);
        quiet(ui, text::dates::dosing());
        reading_ui(ui, field, reader)
    });
    if is_removed.inner {
        field.put(ui, edited, None, in_digits);
    }
    ui.add_space(-4.0);
    ui.horizontal_wrapped(|ui| {
        let of_field = (text::dates::dosing(), edited, 126.0);
        field.ui(ui, of_field, |typed| reader.read(typed), in_digits);
        for days in 1..=3 {
            let date = days_before(reader.until, days);
            let chosen = field.value() == Some(date);
            if chip(ui, &shortcut(reader, days), chosen).clicked() {
                field.put(ui, edited, (!chosen).then_some(date), in_digits);
            }
        }
    });
}

/// So many days before today, or before the day of an older session.
fn shortcut(reader: DateReader, days: u64) -> String {
    match (reader.until == reader.today, days) {
        (true, 1) => text::dates::dosing_yesterday().to_owned(),
        (true, days) => text::dates::dosing_days_ago(days),
        (false, 1) => text::dates::dosing_day_before().to_owned(),
        (false, days) => text::dates::dosing_days_before(days),
    }
}

/// Says what was read, and what stays; whether the date is to be removed.
fn reading_ui(ui: &mut Ui, field: &DateField, reader: DateReader) -> bool {
    let Some(said) = reading(field, reader) else { return false };
    let color = palette(ui).accent;
    quiet(ui, said);
    if field.value().is_none() {
        return false;
    }
    let removes = |ui: &mut Ui| {
        let response = text_button(ui, text::dates::dosing_remove(), semibold(size::QUIET), color);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text::dates::dosing_remove_spoken()));
        response.clicked()
    };
    // At the end of the row it is in one place, whatever is said before it.
    if ui.available_size_before_wrap().x < REMOVE {
        return removes(ui);
    }
    ui.with_layout(Layout::right_to_left(Align::Center), removes).inner
}

fn reading(field: &DateField, reader: DateReader) -> Option<String> {
    match (field.unread(), field.value()) {
        (None, date) => date.map(|date| dosing_in_full(date, reader)),
        (Some(_), None) => Some(text::dates::not_a_date().to_owned()),
        // Shorter than when it is read: with the way to remove it, it is still one row.
        (Some(_), Some(date)) => Some(text::dates::not_a_date_still(&text::dates::weekday_date(date))),
    }
}

/// A date of dosing in full, with what is unusual about it.
fn dosing_in_full(date: NaiveDate, reader: DateReader) -> String {
    let said = text::dates::weekday_date(date);
    if date > reader.today {
        text::dates::dosing_in_the_future(&said)
    } else if date > reader.until {
        text::dates::dosing_after_this_session(&said)
    } else {
        said
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::date_input::DateOrder;

    #[test]
    fn what_is_half_typed_leaves_what_was_there_before() {
        let types = |field: &mut TypedField<u32>, typed: &str| {
            let was_typed = std::mem::replace(&mut field.typed, typed.to_owned());
            field.take(&was_typed, typed.parse().ok());
            field.value()
        };
        let mut field = TypedField::default();
        field.set(Some(7), |value| value.to_string());
        // “12” on the way to “12x” was not meant.
        let values = ["", "1", "12", "12x", "12", "12x"].map(|typed| types(&mut field, typed));
        assert_eq!(values, [7, 1, 12, 7, 12, 7].map(Some));
        // “12” was meant once something else is written in its place.
        let values = ["12", "", "soon"].map(|typed| types(&mut field, typed));
        assert_eq!(values, [12, 12, 12].map(Some));
        assert_eq!(field.unread(), Some("soon"));
    }

    #[test]
    fn a_date_is_said_in_full_and_stays_until_another_is_understood() {
        let day = |written: &str| written.parse::<NaiveDate>().unwrap();
        let reader = DateReader::new(day("2026-11-25"), DateOrder::MonthFirst);
        let mut field = DateField::default();
        assert_eq!(reading(&field, reader), None);
        field.type_unread("30 Feb");
        assert_eq!(reading(&field, reader).as_deref(), Some("This isn’t a date yet. Try 2026-11-20 or 20 Nov."));
        field.set(Some(day("2026-11-20")), |date| date.to_string());
        assert_eq!(reading(&field, reader).as_deref(), Some("Friday 20 November 2026"));
        field.type_unread("30 Feb");
        let said = "Not a date yet. Still Friday 20 November 2026.";
        assert_eq!(reading(&field, reader).as_deref(), Some(said));
        assert_eq!(dosing_in_full(day("2036-11-20"), reader), "Thursday 20 November 2036, in the future");
        let older = reader.for_day(day("2026-11-19"));
        assert_eq!(dosing_in_full(day("2026-11-20"), older), "Friday 20 November 2026, after this session");
    }
}
