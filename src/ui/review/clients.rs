//! Every client's code with their last session, and their themes; and giving either another name.
//!
//! Owns what is chosen and typed. Nothing else about a client is kept, or shown.

use egui::{Align2, Rect, ScrollArea, Ui, pos2, vec2};

use super::Review;
use super::session_row::code_width;
use crate::domain::Moment;
use crate::domain::client_code::ClientKey;
use crate::domain::library::renaming::{Named, Renaming};
use crate::domain::library::themes::{ThemeCount, is_same_theme, theme_from};
use crate::domain::library::{ClientRow, Library};
use crate::domain::progress::Progress;
use crate::domain::session::session_scope::SessionScope;
use crate::ui::kit::fields::TextField;
use crate::ui::kit::room::{RowList, WindowRoom, at_both_ends, scrolled_rows};
use crate::ui::kit::semantics::said_aloud;
use crate::ui::kit::theme::{palette, regular, semibold, size};
use crate::ui::kit::widgets::{
    button, card, field, give_keyboard, heading, paint_text, paint_text_around, paragraph, quiet, row, styled,
    subheading, text_button,
};
use crate::ui::{Action, text};

/// The height of one row.
/// A narrower row has two lines.
const COLUMNS: f32 = 300.0;

/// The height of a row.
const ROW: f32 = 36.0;

/// The clients and what is being done with them.
#[derive(Debug, Default)]
pub struct Clients {
    chosen: Option<String>,
    edit: Option<NameEdit>,
    half_typed: HalfTyped,
    shown: Shown,
}

/// What the library says; worked out again only when it, or the choice, changed.
#[derive(Debug, Default)]
struct Shown {
    of: Option<(Option<String>, u64)>,
    clients: Vec<ClientRow>,
    themes: Vec<ThemeCount>,
}

/// Names that were begun to be changed, and that nobody left or used.
#[derive(Debug, Default)]
pub struct HalfTyped(Vec<NameEdit>);

/// A name that is being changed.
#[derive(Debug)]
struct NameEdit {
    what: Named,
    from: String,
    typed: String,
    wants_focus: bool,
}

/// How far a renaming is.
#[derive(Debug, Clone, PartialEq)]
pub enum RenamingState {
    /// It goes on.
    Underway {
        /// Which one.
        renaming: Renaming,
        /// How many sessions were looked at.
        progress: Progress,
    },
    /// It is done.
    Done {
        /// Which one.
        renaming: Renaming,
        /// How many sessions have the new name.
        renamed: usize,
        /// How many stay as they are.
        left: usize,
    },
}

impl RenamingState {
    /// Whether it goes on.
    pub fn is_underway(&self) -> bool {
        matches!(self, Self::Underway { .. })
    }

    /// What is said of it; nothing of what may not be shown.
    pub fn words(&self, scope: &SessionScope) -> String {
        match self {
            // The names are other clients'.
            Self::Underway { renaming, progress: Progress { done, total } } if !may_name(renaming, scope) => {
                text::review::renaming_underway(*done, *total)
            }
            Self::Done { renaming, .. } if !may_name(renaming, scope) => text::review::renaming_done().to_owned(),
            Self::Underway { renaming, progress: Progress { done, total } } => {
                text::review::renaming_underway_named(*done, &renaming.from, &renaming.to, *total)
            }
            Self::Done { renaming, renamed, left } => {
                let (from, to) = (&renaming.from, &renaming.to);
                if *left > 0 {
                    text::review::renaming_done_in_part(from, *left, *renamed, to)
                } else {
                    text::review::renaming_done_named(from, *renamed, to)
                }
            }
        }
    }
}

/// Whether a renaming says nothing but what may be shown.
fn may_name(renaming: &Renaming, scope: &SessionScope) -> bool {
    match &renaming.what {
        Named::Client => scope.includes_client(&renaming.from) || scope.includes_client(&renaming.to),
        Named::ThemeOf(client) => scope.includes_client(client),
        Named::Theme => *scope == SessionScope::AllClients,
    }
}

impl Clients {
    /// Those of the library, with one of them chosen, and what was half typed before.
    pub fn with(chosen: Option<String>, half_typed: HalfTyped) -> Self {
        Self { chosen, half_typed, ..Self::default() }
    }

    /// What is half typed as they are closed.
    pub(crate) fn into_half_typed(mut self) -> HalfTyped {
        self.put_aside();
        self.half_typed
    }

    /// Opens a name to be changed; the one that was open stays half typed.
    fn edit(&mut self, what: Named, from: &str) {
        self.put_aside();
        let is_it = |edit: &NameEdit| edit.what == what && edit.from == from;
        let known = self.half_typed.0.iter().position(is_it).map(|index| self.half_typed.0.remove(index));
        self.edit = Some(known.map_or_else(|| NameEdit::of(what, from), |edit| NameEdit { wants_focus: true, ..edit }));
    }

    fn put_aside(&mut self) {
        self.half_typed.0.extend(self.edit.take().filter(|edit| edit.typed != edit.from));
    }

    /// Closes what is open in it; says whether anything was.
    pub fn escape(&mut self) -> bool {
        self.edit.take().is_some()
    }

    /// Draws them. Returns what was asked for, and whether they are to be closed.
    pub fn ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> (Option<Action>, bool) {
        self.look_up(review.library);
        let mut closes = false;
        let title = |ui: &mut Ui| drop(heading(ui, text::review::clients_and_themes()));
        at_both_ends(ui, title, |ui| {
            let accent = palette(ui).accent;
            closes = text_button(ui, text::review::back_to_reading(), regular(size::BODY), accent).clicked();
        });
        quiet(ui, text::review::clients_meaning());
        ui.add_space(8.0);
        let renamed = self.edit_ui(ui, review);
        let mut asked = None;
        if WindowRoom::of(ui.ctx()).is_small() {
            asked = ui.scope(|ui| self.clients_ui(ui, review)).inner;
            ui.add_space(12.0);
            ui.scope(|ui| self.themes_ui(ui, review));
        } else {
            ui.columns(2, |columns| {
                let [left, right] = columns else { return };
                asked = self.clients_ui(left, review);
                self.themes_ui(right, review);
            });
        }
        (renamed.or(asked), closes)
    }

    fn look_up(&mut self, library: &Library) {
        let of = (self.chosen.clone(), library.revision());
        if self.shown.of.as_ref() == Some(&of) {
            return;
        }
        let clients = library.client_rows();
        // A code that was renamed is no longer there.
        let is_chosen = |row: &ClientRow| self.chosen.as_deref().map(ClientKey::of) == Some(ClientKey::of(&row.code));
        if !clients.iter().any(is_chosen) {
            self.chosen = None;
        }
        let themes = match &self.chosen {
            Some(client) => library.theme_counts_of(client),
            None => library.theme_counts(),
        };
        self.shown = Shown { of: Some((self.chosen.clone(), of.1)), clients, themes };
    }

    /// Draws what is being renamed, or what became of it.
    fn edit_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        let renaming = review.renaming;
        if let Some(renaming) = renaming.filter(|renaming| renaming.is_underway() || self.edit.is_none()) {
            let response = quiet(ui, renaming.words(review.scope));
            said_aloud(ui, &response);
            ui.add_space(8.0);
        }
        if renaming.is_some_and(RenamingState::is_underway) {
            return None;
        }
        let (edit, themes) = (self.edit.as_mut()?, &self.shown.themes);
        let mut asked = None;
        let mut leaves = false;
        card(ui).show(ui, |ui| {
            ui.set_width(ui.available_width());
            subheading(ui, edit.title());
            let merges = edit.merges(review.every_code, themes);
            ui.horizontal_wrapped(|ui| {
                let name = TextField::NewName(&edit.what, &edit.from);
                give_keyboard(ui, name.id(), &mut edit.wants_focus);
                let response = field(ui, text::review::new_name(), name, &mut edit.typed, 220.0);
                let entered = response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
                let name = if merges { text::review::merge() } else { text::review::rename() };
                // Two that become one cannot be told apart again: that takes the button.
                if button(ui, name).clicked() || (entered && !merges) {
                    asked = edit.renaming();
                }
                leaves = button(ui, text::review::cancel()).clicked();
            });
            let advice = quiet(ui, edit.advice(merges));
            said_aloud(ui, &advice);
        });
        ui.add_space(12.0);
        if leaves || asked.is_some() {
            self.edit = None;
        }
        asked.map(|renaming| Action::Rename(Box::new(renaming)))
    }

    /// Draws the clients. If only one may be shown, all of them can be asked for.
    fn clients_ui(&mut self, ui: &mut Ui, review: &Review<'_>) -> Option<Action> {
        let mut asked = None;
        subheading(ui, text::review::clients());
        ui.horizontal_wrapped(|ui| {
            let accent = palette(ui).accent;
            let chosen = self.chosen.clone();
            if let Some(client) = chosen {
                if text_button(ui, &text::review::rename_client(&client), regular(size::QUIET), accent).clicked() {
                    self.edit(Named::Client, &client);
                }
                ui.add_space(12.0);
            }
            let is_narrow = *review.scope != SessionScope::AllClients;
            if is_narrow || self.chosen.is_some() {
                if text_button(ui, text::review::all_clients(), regular(size::QUIET), accent).clicked() {
                    asked = is_narrow.then_some(Action::ShowAllClients);
                    self.chosen = None;
                }
            } else {
                quiet(ui, text::review::choose_client());
            }
        });
        ui.spacing_mut().item_spacing.y = 0.0;
        let scroll = ScrollArea::vertical().id_salt("clients").auto_shrink(false);
        let clients = &self.shown.clients;
        let mut chosen = None;
        let list = RowList { name: text::review::clients(), height: row_height(ui), count: clients.len() };
        scrolled_rows(ui, scroll, list, |ui, rows| {
            let clients = clients.get(rows).unwrap_or_default();
            let code_width = code_width(ui, clients.iter().map(|client| client.code.as_str()));
            for client in clients {
                if client_row_ui(ui, client, code_width, self.chosen.as_ref() == Some(&client.code), review.now) {
                    chosen = Some(client.code.clone());
                }
            }
        });
        if chosen.is_some() {
            self.chosen = chosen;
        }
        asked
    }

    fn themes_ui(&mut self, ui: &mut Ui, review: &Review<'_>) {
        let is_of_session = review.scope.only_client().is_some_and(|client| ClientKey::of(client).is_nobody());
        let of = match &self.chosen {
            Some(client) => text::review::themes_of(client),
            None if is_of_session => text::review::themes_of_session().to_owned(),
            None => text::review::themes_of(review.everybody()),
        };
        subheading(ui, of.as_str());
        if self.shown.themes.is_empty() {
            paragraph(ui, styled(text::review::no_themes(), size::QUIET, palette(ui).quiet));
        } else {
            quiet(ui, text::review::choose_theme());
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        let scroll = ScrollArea::vertical().id_salt("themes").auto_shrink(false);
        let themes = &self.shown.themes;
        let what = self.chosen.clone().map_or(Named::Theme, Named::ThemeOf);
        let mut edit = None;
        let list = RowList { name: &of, height: row_height(ui), count: themes.len() };
        scrolled_rows(ui, scroll, list, |ui, rows| {
            for theme in themes.get(rows).unwrap_or_default() {
                let is_edited = self.edit.as_ref().is_some_and(|edit| edit.what == what && edit.from == theme.theme);
                if theme_row_ui(ui, theme, is_edited) {
                    edit = Some(theme.theme.clone());
                }
            }
        });
        if let Some(theme) = edit {
            self.edit(what, &theme);
        }
    }
}

impl NameEdit {
    fn of(what: Named, from: &str) -> Self {
        Self { what, from: from.to_owned(), typed: from.to_owned(), wants_focus: true }
    }

    fn title(&self) -> String {
        match &self.what {
            Named::Client => text::review::rename_code(&self.from),
            Named::ThemeOf(client) => text::review::rename_theme_of_client(client, &self.from),
            Named::Theme => text::review::rename_theme(&self.from),
        }
    }

    /// Whether there is something by the new name already.
    fn merges(&self, library: &Library, themes: &[ThemeCount]) -> bool {
        if self.what == Named::Client {
            let (from, to) = (ClientKey::of(&self.from), ClientKey::of(&self.typed));
            return from != to && library.last_with(&self.typed).is_some();
        }
        let Some(to) = theme_from(&self.typed) else { return false };
        !is_same_theme(&self.from, &to) && themes.iter().any(|theme| is_same_theme(&theme.theme, &to))
    }

    fn advice(&self, merges: bool) -> &'static str {
        match (&self.what, merges) {
            (Named::Client, true) => text::review::merging_codes(),
            (Named::Client, false) => text::review::renaming_code(),
            (_, true) => text::review::merging_themes(),
            (_, false) => text::review::renaming_theme(),
        }
    }

    fn renaming(&self) -> Option<Renaming> {
        match &self.what {
            Named::Client => Renaming::of_client(&self.from, &self.typed),
            Named::ThemeOf(client) => Renaming::of_theme(Some(client), &self.from, &self.typed),
            Named::Theme => Renaming::of_theme(None, &self.from, &self.typed),
        }
    }
}

/// The height of a row: where it is narrow it has two lines.
fn row_height(ui: &Ui) -> f32 {
    if ui.available_width() < COLUMNS { 2.0 * ROW } else { ROW }
}

fn client_row_ui(ui: &mut Ui, client: &ClientRow, code_width: f32, chosen: bool, now: Moment) -> bool {
    let palette = palette(ui);
    let date = text::dates::list_date(client.last, now.date_naive());
    let name = text::review::client_row(&client.code, &date, client.sessions);
    let (last, sessions) = (text::review::last_session(&date), text::review::sessions(client.sessions));
    let response = row(ui, row_height(ui), chosen, &name);
    let rect = response.rect.shrink2(vec2(12.0, 0.0));
    if rect.height() > ROW {
        let (above, below) = rect.split_top_bottom_at_fraction(0.5);
        paint_text_around(ui, above, &client.code, semibold(size::BODY), palette.text);
        paint_text(ui, below, Align2::LEFT_CENTER, sessions, regular(size::QUIET), palette.quiet);
        return response.clicked();
    }
    let from = |from: f32| Rect::from_min_max(pos2(rect.left() + from, rect.top()), rect.max);
    let code = Rect::from_min_max(rect.min, pos2(rect.left() + code_width, rect.bottom()));
    paint_text_around(ui, code, &client.code, semibold(size::BODY), palette.text);
    paint_text(ui, from(code_width + 14.0), Align2::LEFT_CENTER, last, regular(size::QUIET), palette.quiet);
    paint_text(ui, from(code_width + 104.0), Align2::LEFT_CENTER, sessions, regular(size::QUIET), palette.quiet);
    response.clicked()
}

fn theme_row_ui(ui: &mut Ui, theme: &ThemeCount, chosen: bool) -> bool {
    let palette = palette(ui);
    let sessions = text::review::sessions(theme.sessions);
    let name = text::review::theme_row(theme.sessions, &theme.theme);
    let response = row(ui, row_height(ui), chosen, &name);
    let rect = response.rect.shrink2(vec2(12.0, 0.0));
    if rect.height() > ROW {
        let (above, below) = rect.split_top_bottom_at_fraction(0.5);
        paint_text_around(ui, above, &text::review::theme(&theme.theme), regular(size::BODY), palette.accent);
        paint_text(ui, below, Align2::LEFT_CENTER, sessions, regular(size::QUIET), palette.quiet);
        return response.clicked();
    }
    let width = paint_text(ui, rect, Align2::RIGHT_CENTER, sessions, regular(size::QUIET), palette.quiet);
    let left = Rect::from_min_max(rect.min, pos2(rect.right() - width - 8.0, rect.bottom()));
    paint_text(ui, left, Align2::LEFT_CENTER, text::review::theme(&theme.theme), regular(size::BODY), palette.accent);
    response.clicked()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::session::Session;

    #[test]
    fn a_renaming_is_said_without_names_that_may_not_be_shown() {
        let began = Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
        let open = Session::begin(began, "R-03", None, Vec::new());
        let scope = SessionScope::beside(Some(&open), false);
        for (renaming, is_named) in [
            (Renaming::of_client("M-12", "M-13"), false),
            (Renaming::of_client("R-03", "R-04"), true),
            (Renaming::of_client("R-02", "r-03"), true),
            (Renaming::of_theme(Some("M-12"), "garden", "yard"), false),
            (Renaming::of_theme(Some("r-03"), "river", "water"), true),
            (Renaming::of_theme(None, "river", "water"), false),
        ] {
            let renaming = renaming.unwrap();
            let underway =
                RenamingState::Underway { renaming: renaming.clone(), progress: Progress { done: 1, total: 3 } };
            let done = RenamingState::Done { renaming: renaming.clone(), renamed: 2, left: 1 };
            for state in [underway, done] {
                for name in [&renaming.from, &renaming.to] {
                    assert_eq!(state.words(&scope).contains(name.as_str()), is_named, "{}", state.words(&scope));
                    assert!(state.words(&SessionScope::AllClients).contains(name.as_str()));
                }
            }
        }
    }
}
