//! Begin: a client code, perhaps a dosing date and a prompt set, and the session runs.

use chrono::NaiveDate;
use egui::{Event, Id, Key, Ui};

use super::client_field::ClientField;
use super::command::Command;
use super::fields::TextField;
use super::theme::{palette, semibold, size};
use super::widgets::{
    FocusRing, bold, centered, chip, field, hairline, heading, label, label_column, named, paragraph, primary_button,
    quiet, text, text_button,
};
use super::{Action, words};
use crate::domain::Moment;
use crate::domain::carried::CarriedLine;
use crate::domain::client_code::looks_personal;
use crate::domain::day::typed_day;
use crate::domain::guideline::CarryKind;
use crate::domain::id::PromptSetId;
use crate::domain::library::Library;
use crate::domain::moment::days_before;
use crate::domain::prompt_set::PromptSet;

/// What is filled in before a session begins.
#[derive(Debug, Default)]
pub struct Begin {
    client: ClientField,
    dosed_on: String,
    prompt_set: Option<PromptSetId>,
    known: Known,
}

/// What is known of the client whose code was typed; worked out again only when the code or the
/// library has changed.
#[derive(Debug, Default)]
struct Known {
    of: Option<(String, u64)>,
    last_time: Option<LastTime>,
}

/// What carries on for a client, and when they were last here.
#[derive(Debug, Clone)]
pub struct LastTime {
    /// When the last session began.
    pub began: Moment,
    /// What carries on.
    pub lines: Vec<CarriedLine>,
}

/// What Begin shows.
pub struct Beginning<'a> {
    /// Every session.
    pub library: &'a Library,
    /// The sets that can be chosen.
    pub sets: &'a [&'a PromptSet],
    /// The set that is chosen unless another one is.
    pub prompt_set: &'a PromptSetId,
    /// Now.
    pub now: Moment,
    /// Whether it is offered to seal the notes.
    pub offers_sealing: bool,
}

impl Begin {
    /// The next keystroke lands in the code.
    pub fn ask_for_keyboard(&mut self) {
        self.client.ask_for_keyboard();
    }

    /// Draws the form.
    pub fn ui(&mut self, ui: &mut Ui, beginning: &Beginning<'_>) -> Option<Action> {
        self.look_up(beginning.library);
        let top = (ui.available_height() * 0.1).max(16.0);
        centered(ui, 520.0, top, |ui| self.form_ui(ui, beginning))
    }

    fn form_ui(&mut self, ui: &mut Ui, beginning: &Beginning<'_>) -> Option<Action> {
        let unfinished = unfinished_ui(ui, beginning);
        heading(ui, "Begin a session");
        ui.add_space(16.0);
        if types_nowhere(ui) {
            self.client.ask_for_keyboard();
        }
        let entered = enters(ui, &[ClientField::id(), TextField::BeginDosing.id()]);
        self.client.ui(ui, beginning.library);
        quiet(ui, advice(self.client.code()));
        ui.add_space(12.0);
        let dosed_on = dosing_ui(ui, TextField::BeginDosing, &mut self.dosed_on, beginning.now.date_naive());
        ui.add_space(12.0);
        self.prompt_set_ui(ui, beginning);
        ui.add_space(16.0);
        let pressed = ui
            .horizontal(|ui| {
                let pressed = primary_button(ui, "Begin").clicked();
                ui.add_space(6.0);
                quiet(ui, "Enter");
                pressed
            })
            .inner;
        if let Some(last_time) = &self.known.last_time {
            ui.add_space(24.0);
            hairline(ui);
            ui.add_space(12.0);
            let heading = last_time_heading(last_time, beginning.now);
            ui.label(bold(heading, size::QUIET, palette(ui).text));
            last_time_ui(ui, last_time);
        }
        let offered = beginning.offers_sealing.then(|| sealing_offer_ui(ui)).flatten();
        let prompt_set = self.prompt_set.clone().unwrap_or_else(|| beginning.prompt_set.clone());
        let begin = Action::Begin { client: self.client.code().to_owned(), dosed_on, prompt_set };
        unfinished.or(offered).or((entered || pressed).then_some(begin))
    }

    fn look_up(&mut self, library: &Library) {
        let of = (self.client.code().to_owned(), library.revision());
        if self.known.of.as_ref() != Some(&of) {
            let lines = || library.carrying_on(&of.0);
            let last_time = library.last_with(&of.0).map(|session| LastTime { began: session.began, lines: lines() });
            self.known = Known { of: Some(of), last_time };
        }
    }

    fn prompt_set_ui(&mut self, ui: &mut Ui, beginning: &Beginning<'_>) {
        label(ui, "Prompts");
        let chosen = self.prompt_set.as_ref().unwrap_or(beginning.prompt_set).clone();
        if let Some(other) = prompt_set_choice_ui(ui, "begin prompts", 292.0, beginning.sets, &chosen) {
            self.prompt_set = Some(other);
        }
    }
}

/// Says once how the notes are kept, and offers to seal them.
fn sealing_offer_ui(ui: &mut Ui) -> Option<Action> {
    let mut action = None;
    ui.add_space(24.0);
    hairline(ui);
    ui.add_space(12.0);
    quiet(ui, "Your notes are plain files on this computer. They can be sealed under a passphrase.");
    ui.horizontal(|ui| {
        let color = palette(ui).accent;
        if text_button(ui, "Seal them…", semibold(size::QUIET), color).clicked() {
            action = Some(Action::Run(Command::Sealing));
        }
        ui.add_space(14.0);
        if text_button(ui, "Not now", semibold(size::QUIET), palette(ui).quiet).clicked() {
            action = Some(Action::DeclineSealing);
        }
    });
    action
}

/// Whether words are typed while nothing has the keyboard: they are the code.
fn types_nowhere(ui: &Ui) -> bool {
    let types = |event: &Event| matches!(event, Event::Text(text) | Event::Paste(text) if !text.trim().is_empty());
    ui.memory(|memory| memory.focused().is_none()) && ui.input(|input| input.events.iter().any(types))
}

/// Whether Enter was pressed in one of these fields, or nowhere: a button has it for itself.
fn enters(ui: &Ui, fields: &[Id]) -> bool {
    let is_free = ui.memory(|memory| {
        memory.top_modal_layer().is_none() && memory.focused().is_none_or(|focused| fields.contains(&focused))
    });
    is_free && !egui::Popup::is_any_open(ui.ctx()) && ui.input(|input| input.key_pressed(Key::Enter))
}

fn advice(client: &str) -> &'static str {
    if looks_personal(client) {
        "This looks like something personal. A code says less, if this screen or the file is seen."
    } else {
        "A code you keep elsewhere, rather than a name."
    }
}

/// A choice among the prompt sets; returns another one that was chosen.
pub fn prompt_set_choice_ui(
    ui: &mut Ui,
    salt: &str,
    width: f32,
    sets: &[&PromptSet],
    chosen: &PromptSetId,
) -> Option<PromptSetId> {
    let name = sets.iter().find(|set| set.id == *chosen).map_or("Prompts", |set| set.name.as_str());
    let mut other = None;
    let combo = egui::ComboBox::from_id_salt(salt).selected_text(name).width(width).show_ui(ui, |ui| {
        for set in sets {
            if ui.selectable_label(set.id == *chosen, &set.name).clicked() {
                other = Some(set.id.clone());
            }
        }
    });
    named(ui, &combo.response, "Prompts");
    let _ = combo.response.with_focus_ring(ui);
    other
}

/// Draws the date of the dosing session with its shortcuts; returns the date where it is one.
pub fn dosing_ui(ui: &mut Ui, edited: TextField<'_>, typed: &mut String, today: NaiveDate) -> Option<NaiveDate> {
    label(ui, "Dosing session");
    ui.horizontal_wrapped(|ui| {
        field(ui, "Dosing session, year-month-day", edited, typed, 126.0);
        for (days, name) in [(1, "Yesterday"), (2, "2 days ago"), (3, "3 days ago")] {
            let date = days_before(today, days);
            let chosen = typed_day(typed) == Some(date);
            if chip(ui, name, chosen).clicked() {
                let date = if chosen { String::new() } else { date.to_string() };
                edited.put(ui.ctx(), typed, date);
            }
        }
    });
    let date = typed_day(typed);
    if date.is_none() && !typed.trim().is_empty() {
        quiet(ui, "A date is written as year-month-day, such as 2026-11-20. It is left out otherwise.");
    }
    date
}

/// Offers the newest session that was not ended.
fn unfinished_ui(ui: &mut Ui, beginning: &Beginning<'_>) -> Option<Action> {
    let session = beginning.library.unfinished().next()?;
    let color = palette(ui).text;
    let accent = palette(ui).accent;
    let when = format!("{}, {}", words::date(session.began, beginning.now.date_naive()), words::time(session.began));
    let lines = session.notes.lines().iter().filter(|line| !line.text.is_empty()).count();
    let chosen = super::widgets::card(ui)
        .show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(bold("Unfinished", size::QUIET, color));
                let facts = format!("{} · {when} · {}", words::client(session), words::count(lines, "line"));
                ui.label(text(facts, size::QUIET, palette(ui).quiet));
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    text_button(ui, "Go on with it · Ctrl+O", semibold(size::QUIET), accent).clicked()
                })
                .inner
            })
            .inner
        })
        .inner;
    ui.add_space(20.0);
    chosen.then(|| Action::Open(session.id.clone()))
}

/// When the last time was.
pub fn last_time_heading(last_time: &LastTime, now: Moment) -> String {
    format!("Last time, {}", words::date(last_time.began, now.date_naive()))
}

/// What carries on from last time, by kind.
pub fn last_time_ui(ui: &mut Ui, last_time: &LastTime) {
    let palette = palette(ui);
    if last_time.lines.is_empty() {
        quiet(ui, "Nothing was marked to carry on.");
    }
    for kind in [CarryKind::Thread, CarryKind::SelfCare, CarryKind::HoldsSpace, CarryKind::Goal] {
        for (index, line) in last_time.lines.iter().filter(|line| line.kind == kind).enumerate() {
            ui.horizontal_top(|ui| {
                let label = if index == 0 { kind.label() } else { "" };
                label_column(ui, 112.0, label, size::BODY);
                paragraph(ui, text(&line.text, size::BODY, palette.text));
            });
        }
    }
}
