//! One of many by a few letters: the palette of commands, and the jump to a prompt.
//!
//! Owns what was typed, and which row Enter takes. Must not know what comes of it.

use egui::{Align2, Key, Response, ScrollArea, Ui, accesskit::Role, vec2};
use strum::IntoEnumIterator;

use super::behind::OverlayInput;
use super::command::Command;
use crate::domain::fuzzy_matching::match_rank;
use crate::domain::prompts::guideline::Prompt;
use crate::ui::kit::arrows::arrows_pressed;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::room::scrolls;
use crate::ui::kit::semantics::{Announced, announce, part};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{field, quiet, row, text_width};
use crate::ui::{Action, Answer, text};

/// A few letters, and the row that Enter takes.
#[derive(Debug, Default)]
pub struct Finder {
    typed: String,
    chosen: usize,
    shown: bool,
}

/// One of those that are found.
struct FinderRow {
    title: String,
    /// What is at its right.
    beside: String,
    /// What it is found by beside its title.
    text: String,
}

pub(super) fn palette_ui(ui: &mut Ui, finder: &mut Finder, behind: &OverlayInput<'_>) -> Answer {
    let applies = |command: &Command| command.applies(behind.screen, behind.stage);
    // What applies here comes first; what applies elsewhere says where.
    let (here, elsewhere): (Vec<_>, Vec<_>) =
        Command::iter().filter(|command| *command != Command::Palette).partition(applies);
    let commands: Vec<Command> = here.into_iter().chain(elsewhere).collect();
    let row = |command: &Command| FinderRow {
        title: command.name().to_owned(),
        beside: if applies(command) { command.key_text(ui.ctx()) } else { command.info().scope.place().to_owned() },
        text: String::new(),
    };
    let rows: Vec<FinderRow> = commands.iter().map(row).collect();
    let chosen = finder.ui(ui, text::command::palette(), &rows);
    Answer { action: chosen.map(|index| Action::GoAndRun(commands[index])), closes: chosen.is_some() }
}

pub(super) fn jump_ui(ui: &mut Ui, finder: &mut Finder, prompts: &[Prompt]) -> Answer {
    let row = |prompt: &Prompt| {
        let beside = prompt.only_if.as_ref().map(|only_if| text::shell::only_if(only_if)).unwrap_or_default();
        FinderRow {
            title: text::prompts::title_of(prompt).to_owned(),
            text: format!("{} {beside}", prompt.guidance),
            beside,
        }
    };
    let rows: Vec<FinderRow> = prompts.iter().map(row).collect();
    let chosen = finder.ui(ui, text::command::jump(), &rows);
    Answer { action: chosen.map(|index| Action::OpenPrompt(prompts[index].id.clone())), closes: chosen.is_some() }
}

impl Finder {
    /// Draws the field and the rows that it finds; returns the index of the one that was taken.
    fn ui(&mut self, ui: &mut Ui, name: &str, rows: &[FinderRow]) -> Option<usize> {
        let step = ui.input_mut(arrows_pressed);
        quiet(ui, name);
        let response = field(ui, name, TextField::Finder(name), &mut self.typed, f32::INFINITY);
        let entered = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if !std::mem::replace(&mut self.shown, true) || (response.lost_focus() && !entered) {
            response.request_focus();
        }
        if response.changed() {
            self.chosen = 0;
        }
        let found = self.find(rows);
        let last = found.len().saturating_sub(1);
        self.chosen = self.chosen.saturating_add_signed(step).min(last);
        let said = match found.get(self.chosen) {
            Some(&row) => text::spoken::row(found.len(), self.chosen + 1, &rows[row].spoken()),
            None => text::shell::nothing_found().to_owned(),
        };
        if found.is_empty() {
            quiet(ui, text::shell::nothing_found());
        }
        announce(ui.ctx(), Announced::Row, &said);
        let clicked = self.rows_ui(ui, rows, &found, step != 0);
        clicked.or(entered.then(|| found.get(self.chosen).copied()).flatten())
    }

    /// The indices of the rows that are found, the best first.
    fn find(&self, rows: &[FinderRow]) -> Vec<usize> {
        let rank = |(index, row): (usize, &FinderRow)| Some((match_rank(&self.typed, &row.title, &row.text)?, index));
        let mut ranked: Vec<_> = rows.iter().enumerate().filter_map(rank).collect();
        ranked.sort_unstable();
        ranked.into_iter().map(|(_, index)| index).collect()
    }

    fn rows_ui(&self, ui: &mut Ui, rows: &[FinderRow], found: &[usize], stepped: bool) -> Option<usize> {
        let mut clicked = None;
        let height = ui.available_height().min(420.0);
        scrolls(ui, ScrollArea::vertical().auto_shrink([false, true]).max_height(height), |ui| {
            ui.scope(|ui| {
                part(ui, Role::ListBox, text::spoken::found());
                ui.spacing_mut().item_spacing.y = 0.0;
                for (place, &index) in found.iter().enumerate() {
                    let response = rows[index].ui(ui, place == self.chosen);
                    if place == self.chosen && stepped {
                        ui.scroll_to_rect(response.rect, None);
                    }
                    if response.clicked() {
                        clicked = Some(index);
                    }
                }
            });
        });
        clicked
    }
}

impl FinderRow {
    /// The row as it is said aloud.
    fn spoken(&self) -> String {
        [self.title.as_str(), self.beside.as_str()]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(", ")
    }

    /// Draws it: what is at its right is below its title where the two do not fit.
    fn ui(&self, ui: &mut Ui, is_chosen: bool) -> Response {
        let palette = palette(ui);
        let room = ui.available_width() - 20.0;
        let beside_width = text_width(ui, &self.beside, regular(size::SMALL));
        let fits = text_width(ui, &self.title, regular(size::BODY)) + beside_width + 12.0 <= room;
        let laid_out = |words: &str, size, color| ui.painter().layout(words.to_owned(), regular(size), color, room);
        let title = laid_out(&self.title, size::BODY, palette.text);
        let beside = laid_out(&self.beside, size::SMALL, palette.quiet);
        let below = if fits || self.beside.is_empty() { 0.0 } else { beside.size().y };
        let height = (title.size().y + below + 8.0).max(30.0);
        let response = row(ui, height, is_chosen, &self.title);
        let inner = response.rect.shrink2(vec2(10.0, 4.0));
        let align = if fits { Align2::LEFT_CENTER } else { Align2::LEFT_TOP };
        ui.painter().galley(align.align_size_within_rect(title.size(), inner).min, title, palette.text);
        let align = if fits { Align2::RIGHT_CENTER } else { Align2::LEFT_BOTTOM };
        ui.painter().galley(align.align_size_within_rect(beside.size(), inner).min, beside, palette.quiet);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    fn shown() -> WindowOfOne<'static, (Finder, Option<usize>)> {
        WindowOfOne::of((Finder::default(), None), |ui, (finder, taken)| {
            let row = |title: &str, beside: &str| FinderRow {
                title: title.to_owned(),
                beside: beside.to_owned(),
                text: String::new(),
            };
            *taken = finder.ui(ui, "Find", &[row("Slow down", "F8"), row("Save now", "")]).or(taken.take());
        })
    }

    #[test]
    fn the_row_that_enter_takes_is_said_aloud() {
        let mut window = shown();
        assert!(window.hears("Slow down, F8, 1 of 2"));
        assert!(window.presses(Key::ArrowDown).hears("Save now, 2 of 2"));
        window.presses(Key::Enter);
        assert_eq!(window.view().1, Some(1));
    }

    #[test]
    fn letters_of_nothing_find_nothing() {
        let mut window = shown();
        assert!(window.types("zzzz").hears("Nothing found."));
        window.presses(Key::Enter);
        assert_eq!(window.view().1, None);
    }
}
