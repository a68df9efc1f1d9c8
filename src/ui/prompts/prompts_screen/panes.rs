//! The list and what is chosen in it: beside each other, or in a small window one of them.
//!
//! Must not know what is in either.

use egui::accesskit::Role;
use egui::{CentralPanel, Frame, Margin, Panel, ScrollArea, Ui};

use super::{PromptsScreen, TWO_PANES, give_up_keyboard};
use crate::ui::kit::panes::{Pane, begin_pane, is_gone_to};
use crate::ui::kit::room::{WindowRoom, page_scrolls, scrolls};
use crate::ui::kit::semantics::part;
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::text_button;
use crate::ui::prompts::prompt_list::{Chosen, ListEntries};
use crate::ui::prompts::prompt_rows::ROW;
use crate::ui::prompts::set_editor::sets_ui;
use crate::ui::prompts::{Prompts, upstream_change};
use crate::ui::{Action, text};

impl PromptsScreen {
    /// Draws the list, and beside it what is chosen.
    pub(super) fn two_panes_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>, known: &ListEntries) -> Option<Action> {
        let palette = palette(ui);
        let width = (ui.available_width() * 0.469).clamp(420.0, 600.0);
        let frame = Frame::new().fill(palette.panel).inner_margin(Margin { left: 20, right: 20, top: 14, bottom: 8 });
        let panel = Panel::left("order").exact_size(width).resizable(false).frame(frame);
        let arranged = panel.show(ui, |ui| {
            let undone = self.last_change_ui(ui, prompts.revision);
            undone.or(self.order_ui(ui, prompts, known))
        });
        let arranged = arranged.inner;
        let frame = Frame::new().inner_margin(Margin { left: 36, right: 36, top: 24, bottom: 0 });
        let edited = CentralPanel::default().frame(frame).show(ui, |ui| self.chosen_ui(ui, prompts, known)).inner;
        arranged.or(edited)
    }

    /// Draws the list, or in its place what is chosen, with the way back to the list.
    pub(super) fn one_pane_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>, known: &ListEntries) -> Option<Action> {
        let margin = Margin::symmetric(WindowRoom::of(ui.ctx()).margin(20), 8);
        let palette = palette(ui);
        if !self.edits_alone && !self.set_editor.is_open() {
            self.editor.is_not_drawn();
            self.set_editor.is_not_drawn();
            let frame = Frame::new().fill(palette.panel).inner_margin(margin);
            let draw = |ui: &mut Ui| {
                let undone = self.last_change_ui(ui, prompts.revision);
                undone.or(page_scrolls(ui, "arrangement", |ui| self.order_ui(ui, prompts, known)))
            };
            return CentralPanel::default().frame(frame).show(ui, draw).inner;
        }
        let frame = Frame::new().inner_margin(margin);
        CentralPanel::default().frame(frame).show(ui, |ui| self.chosen_ui(ui, prompts, known)).inner
    }

    /// Draws what changed last below the list: no row moves as it comes or goes.
    fn last_change_ui(&mut self, ui: &mut Ui, revision: u64) -> Option<Action> {
        let panel = Panel::bottom("last change").frame(Frame::new()).resizable(false).show_separator_line(false);
        if self.last_change.is_said(revision) {
            panel.show(ui, |ui| self.last_change.ui(ui)).inner
        } else {
            ui.skip_ahead_auto_ids(1);
            None
        }
    }

    fn order_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>, known: &ListEntries) -> Option<Action> {
        if is_gone_to(ui, Pane::First) {
            give_up_keyboard(ui.ctx());
            self.wants_keyboard = true;
        }
        let mut action = sets_ui(ui, prompts, known);
        action = self.their_sets.ui(ui).or(action);
        ui.add_space(4.0);
        scrolls(ui, ScrollArea::vertical().id_salt("order").auto_shrink(false), |ui| {
            self.in_sight = (ui.clip_rect().height() / ROW) as usize;
            ui.scope(|ui| {
                part(ui, Role::ListBox, text::spoken::order());
                ui.spacing_mut().item_spacing.y = 0.0;
                action = self.rows_ui(ui, prompts, known).map(Action::Arrange).or(action.take());
            });
        });
        action
    }

    fn chosen_ui(&mut self, ui: &mut Ui, prompts: &Prompts<'_>, known: &ListEntries) -> Option<Action> {
        begin_pane(ui, Pane::Second);
        let chosen = self.chosen.clone()?;
        self.editor.is_not_drawn();
        self.set_editor.is_not_drawn();
        let scroll = ScrollArea::vertical().id_salt("chosen prompt").auto_shrink(false);
        let scope = self.chosen().map(ToString::to_string);
        let draw = |ui: &mut Ui| {
            if ui.ctx().content_rect().width() < TWO_PANES && !self.set_editor.is_open() {
                let color = palette(ui).accent;
                let back = text_button(ui, text::prompts::back_to_list(), regular(size::QUIET), color);
                self.edits_alone &= !back.clicked();
            }
            match &chosen {
                _ if self.set_editor.is_open() => self.set_editor.open_ui(ui, prompts),
                Chosen::UpstreamChange => {
                    upstream_change::ui(ui, prompts.set, &known.upstream_changes).map(Action::Arrange)
                }
                Chosen::Section(section) => self.set_editor.section_ui(ui, prompts, *section),
                Chosen::Prompt(id) => {
                    let place = known.entries.iter().position(|entry| entry.prompt.id == *id)?;
                    self.editor.ui(ui, prompts, &known.entries[place], (place + 1, known.entries.len()))
                }
            }
        };
        // A key that is pressed once more is not for the next prompt's button.
        scroll.show(ui, |ui| ui.push_id(scope, draw).inner).inner
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::prompts::sample::Sample;

    type Shown = (PromptsScreen, Option<Action>);

    fn shown(zoom: f32) -> WindowOfOne<'static, Shown> {
        let sample = Sample::new();
        WindowOfOne::of(Shown::default(), move |ui, (screen, asked)| {
            ui.ctx().set_zoom_factor(zoom);
            *asked = screen.ui(ui, &sample.prompts()).or(asked.take());
        })
    }

    #[test]
    fn in_a_narrow_window_a_prompt_is_edited_by_itself_and_leads_back_to_the_list() {
        let mut window = shown(2.0);
        let title = "Follow the client";
        let (open, back) = (text::prompts::open_spoken(title), text::prompts::back_to_list());
        assert!(window.hears(&open) && !window.hears(back));
        window.clicks(&open);
        assert!(window.hears(back) && !window.hears(&open));
        assert!(window.clicks(back).hears(&open));
    }

    #[test]
    fn what_was_deleted_is_said_below_the_list() {
        for zoom in [1.0, 2.0] {
            let mut window = shown(zoom);
            let revision = Sample::new().prompts().revision;
            window.view_mut().0.last_change.say(text::prompts::deleted("Breathe"), revision);
            assert!(window.presses(egui::Key::F20).hears("Deleted: Breathe."));
            let said = window.node("Deleted: Breathe.").rect();
            assert!(said.top() > window.node("Follow the client").rect().bottom());
            window.clicks(text::prompts::undo_last_change());
            assert!(matches!(window.view().1, Some(Action::Run(_))));
        }
    }
}
