//! The footer, and above it the one line that says what is wrong until it is not.

use std::path::Path;

use egui::{Align, Align2, Layout, Rect, ScrollArea, Ui, UiBuilder, WidgetInfo, accesskit::Role, pos2};

use crate::domain::Moment;
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::semantics::{part, said_at_once};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{
    BEFORE_KEY, WORDS_MARGIN, keyed_button, paint_text, paragraph, styled, text_button, text_width,
};
use crate::ui::shell::command::Command;
use crate::ui::text;

/// The height of the footer.
pub(crate) const HEIGHT: f32 = 34.0;

/// The height of the footer in a window. In a very low one there is none: the menu says what it would.
pub(crate) fn height(room: WindowRoom) -> f32 {
    if room.is_very_low() { 0.0 } else { HEIGHT }
}

/// The room between two parts of the footer, at least.
const BETWEEN: f32 = 16.0;

/// How the last change stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveState {
    /// Nothing was changed since the start.
    Untouched,
    /// The newest change is not on the disk yet.
    Pending,
    /// The newest change could not be written; it is tried again.
    NotSaved,
    /// Everything on the screen is on the disk since then.
    At(Moment),
}

impl SaveState {
    /// What is said aloud of it: while it is pending nothing new.
    pub fn saved(self) -> Option<String> {
        matches!(self, Self::At(_)).then(|| self.words())
    }

    fn words(self) -> String {
        match self {
            Self::Untouched => String::new(),
            Self::Pending => text::shell::saving().to_owned(),
            Self::NotSaved => text::shell::not_saved().to_owned(),
            Self::At(moment) => text::shell::saved(&text::dates::time(moment)),
        }
    }
}

/// What the footer says.
#[derive(Debug)]
pub struct Footer<'a> {
    /// What is known of what is on the screen.
    pub facts: String,
    /// How the last change stands.
    pub saved: SaveState,
    /// What Esc does, as a button.
    pub hint: &'a str,
    /// Whether the notes are sealed.
    pub sealing: String,
}

impl Footer<'_> {
    /// Draws it: facts at the left, what is saved in the middle, what Esc does, and at the right whether the notes are
    /// sealed, which leads to that. Returns what was asked for. What there is no room for, the menu says.
    pub(crate) fn ui(&self, ui: &mut Ui) -> Option<Command> {
        part(ui, Role::ContentInfo, text::spoken::status());
        let whole = ui.max_rect();
        let saved = self.saved.words();
        let key = Command::Escape.key_text(ui.ctx());
        let hint = format!("{}  {key}", self.hint);
        // The way to hide comes before everything that is only said, and after it that to sealing.
        let has_hint = fits(ui, &[&saved, &hint]);
        let hinted = if has_hint { hint.as_str() } else { "" };
        let has_sealing = fits(ui, &[&saved, hinted, &self.sealing]);
        let sealed = if has_sealing { self.sealing.as_str() } else { "" };
        let has_facts = fits(ui, &[&self.facts, &saved, hinted, sealed]);
        // All of it is drawn in the order in which it is read.
        let button = |words: &str| width(ui, words) + 2.0 * WORDS_MARGIN.x;
        let hint_end = if has_sealing { whole.right() - button(&self.sealing) - 20.0 } else { whole.right() };
        let end =
            if has_hint { hint_end - button(self.hint) - BEFORE_KEY - width(ui, &key) - BETWEEN } else { hint_end };
        let parts = [
            (Align2::LEFT_CENTER, if has_facts { self.facts.as_str() } else { "" }),
            (if has_facts { Align2::CENTER_CENTER } else { Align2::LEFT_CENTER }, saved.as_str()),
        ];
        let places = places(ui, Rect::from_min_max(whole.min, pos2(end, whole.bottom())), whole.center().x, &parts);
        for (number, (part, place)) in parts.iter().zip(places).enumerate() {
            part_ui(ui, place, number, *part);
        }
        let before = Rect::from_min_max(whole.min, pos2(hint_end, whole.bottom()));
        let hint = has_hint.then(|| at_end(ui, before, |ui| keyed_button(ui, self.hint, palette(ui).quiet, &key)));
        let sealing = has_sealing.then(|| sealing_ui(ui, whole, &self.sealing));
        let is_clicked = |response: Option<egui::Response>| response.is_some_and(|response| response.clicked());
        let escapes = is_clicked(hint).then_some(Command::Escape);
        escapes.or(is_clicked(sealing).then_some(Command::Sealing))
    }

    /// What it says and leads nowhere, in the order of the parts.
    pub(crate) fn words(&self) -> impl Iterator<Item = String> {
        [self.facts.clone(), self.saved.words()].into_iter().filter(|words| !words.is_empty())
    }
}

/// Whether these fit beside each other.
fn fits(ui: &Ui, parts: &[&str]) -> bool {
    let width: f32 = parts.iter().filter(|words| !words.is_empty()).map(|words| width(ui, words) + BETWEEN).sum();
    width - BETWEEN <= ui.max_rect().width()
}

/// Where the parts are in what is left of the footer: the second one around its middle, if there is room.
fn places(ui: &Ui, rect: Rect, middle: f32, parts: &[(Align2, &str); 2]) -> [Rect; 2] {
    let [left, second] = parts.map(|(_, words)| if words.is_empty() { 0.0 } else { width(ui, words) + 1.0 });
    let first = if left > 0.0 { rect.left() + left + BETWEEN } else { rect.left() };
    let from = if left > 0.0 { (middle - second / 2.0).min(rect.right() - second).max(first) } else { first };
    let place = |from: f32, to: f32| Rect::from_min_max(pos2(from, rect.top()), pos2(to, rect.bottom()));
    [place(rect.left(), rect.left() + left), place(from, from + second)]
}

fn width(ui: &Ui, words: &str) -> f32 {
    text_width(ui, words, regular(size::QUIET))
}

/// The toolkit never forgets what an id was made of: it is made of the part's number, and not of its words.
fn part_ui(ui: &Ui, place: Rect, number: usize, (align, words): (Align2, &str)) {
    if words.is_empty() {
        return;
    }
    paint_text(ui, place, align, words, regular(size::QUIET), palette(ui).quiet);
    let response = ui.interact(place, ui.scope_id().with(number), egui::Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, words));
}

/// Whether the notes are sealed, as a button at the right end.
fn sealing_ui(ui: &mut Ui, whole: Rect, sealing: &str) -> egui::Response {
    at_end(ui, whole, |ui| text_button(ui, sealing, regular(size::QUIET), palette(ui).quiet))
}

/// Draws a button at the right end of a part of the footer.
fn at_end(ui: &mut Ui, part: Rect, button: impl FnOnce(&mut Ui) -> egui::Response) -> egui::Response {
    let layout = Layout::right_to_left(Align::Center);
    ui.scope_builder(UiBuilder::new().max_rect(part).layout(layout), button).inner
}

/// Draws that something was left out, and what to do.
pub(crate) fn left_out_ui(ui: &mut Ui, words: &str) {
    let response = paragraph(ui, styled(words, size::QUIET, palette(ui).error));
    said_at_once(ui, &response);
}

/// Draws what is wrong: what happened and what to do, and under it where.
pub(crate) fn problem_ui(ui: &mut Ui, problem: &str, path: &Path) {
    let palette = palette(ui);
    ui.spacing_mut().item_spacing.y = 0.0;
    // It leaves most of a small window to the notes.
    let highest = 0.4 * ui.ctx().content_rect().height();
    let scroll = ScrollArea::vertical().id_salt("problem").auto_shrink([false, true]).max_height(highest);
    scroll.show(ui, |ui| {
        let response = paragraph(ui, styled(problem, size::QUIET, palette.error));
        said_at_once(ui, &response);
        paragraph(ui, styled(path.display().to_string(), size::SMALL, palette.quiet));
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;

    #[test]
    fn a_problem_is_said_with_its_place() {
        let window = WindowOfOne::of((), |ui, ()| problem_ui(ui, "The disk is full.", Path::new("/elsewhere/notes")));
        assert!(window.hears("The disk is full.") && window.hears("/elsewhere/notes"));
    }

    #[test]
    fn where_not_all_of_the_footer_fits_its_facts_go_first_and_the_way_to_hide_stays() {
        let heard = |width: f32| {
            let window = WindowOfOne::of((), move |ui, ()| {
                ui.set_max_width(width);
                let facts = "17 prompts · 1 in your wording · 1 your own · 1 hidden".to_owned();
                Footer { facts, saved: SaveState::Untouched, hint: "Hide", sealing: "Not sealed".to_owned() }.ui(ui);
            });
            ["Hide", "Not sealed"].map(|name| window.hears(name)).into_iter().filter(|is_heard| *is_heard).count()
        };
        assert_eq!([700.0, 300.0, 120.0].map(heard), [2, 2, 1]);
    }

    #[test]
    fn the_footer_leads_to_sealing_and_to_the_veil_and_says_no_more_than_is_known() {
        let mut window = WindowOfOne::of(None, |ui, asked| {
            let facts = "3 sessions on this computer".to_owned();
            let footer = Footer { facts, saved: SaveState::Untouched, hint: "Hide", sealing: "Not sealed".to_owned() };
            *asked = footer.ui(ui).or(asked.take());
        });
        assert!(window.hears("3 sessions on this computer"));
        assert!(!window.hears("Saving…"));
        assert_eq!(window.clicks("Not sealed").view(), &Some(Command::Sealing));
        assert_eq!(window.clicks("Hide").view(), &Some(Command::Escape));
    }
}
