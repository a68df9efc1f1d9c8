//! What opens over a screen for a moment: the palette, the jump, the keys, the settings.

use std::path::Path;

use egui::{Align2, Id, Key, Modal, Response, ScrollArea, Ui, Vec2, accesskit::Role, vec2};

use super::command::Command;
use super::notice::Footer;
use crate::domain::fuzzy_matching::match_rank;
use crate::domain::prompts::guideline::Prompt;
use crate::domain::sealing::{Sealing, SealingStatus};
use crate::domain::settings::{Settings, ThemeChoice};
use crate::ui::kit::fields::TextField;
use crate::ui::kit::room::{WindowRoom, beside_or_below, page_scrolls, scrolls};
use crate::ui::kit::theme::{palette, regular, size};
use crate::ui::kit::widgets::{
    area, arrows_pressed, bold, button, choice, field, heading, label_column, paragraph, quiet, row, styled,
    text_button, text_width, yes_or_no,
};
use crate::ui::sealing::sealing_page::SealingPage;
use crate::ui::{Action, Answer, Screen, Stage, text};
use strum::IntoEnumIterator;

/// What is open over the screen.
#[derive(Debug)]
pub enum Overlay {
    /// Every command.
    Palette(Finder),
    /// A prompt, by a few letters of its title.
    Jump(Finder),
    /// The keys.
    Keys,
    /// The settings.
    Settings,
    /// What a small window has instead of its bar and its footer.
    Menu,
    /// How the notes are kept.
    Sealing(Box<SealingPage>),
}

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

/// What the overlays show.
pub struct OverlayInput<'a> {
    /// The screen they stand over.
    pub screen: Screen,
    /// Which part of the open session is shown, if one is open.
    pub stage: Option<Stage>,
    /// The prompts of the open session.
    pub prompts: &'a [Prompt],
    /// The settings.
    pub settings: &'a Settings,
    /// Where the notes are kept.
    pub data_folder: &'a Path,
    /// How they are sealed.
    pub sealing: SealingStatus,
    /// What is known of the open session.
    pub session_facts: Option<String>,
    /// What the footer says.
    pub footer: &'a Footer<'a>,
}

impl Overlay {
    /// Draws it.
    pub fn ui(&mut self, ctx: &egui::Context, behind: &OverlayInput<'_>) -> Answer {
        let room = WindowRoom::of(ctx);
        let margin = room.margin(20);
        let frame = egui::Frame::popup(&ctx.global_style()).inner_margin(egui::Margin::same(margin));
        let modal = Modal::new(Id::unique("overlay")).frame(frame).backdrop_color(egui::Color32::from_black_alpha(48));
        let modal = modal.show(ctx, |ui| {
            let (beside, above) = if room.is_small() { (8.0, 8.0) } else { (96.0, 120.0) };
            let around = vec2(beside, above) + Vec2::splat(2.0 * f32::from(margin) + 2.0);
            ui.set_width(520.0_f32.min(ctx.content_rect().width() - around.x));
            ui.set_max_height(ctx.content_rect().height() - around.y);
            page_scrolls(ui, "overlay", |ui| match self {
                Self::Palette(finder) => palette_ui(ui, finder, behind),
                Self::Jump(finder) => jump_ui(ui, finder, behind.prompts),
                Self::Keys => keys_ui(ui),
                Self::Settings => settings_ui(ui, behind),
                Self::Menu => menu_ui(ui, behind),
                Self::Sealing(page) => page.ui(ui, behind.sealing, behind.settings),
            })
        });
        let mut answer = modal.inner;
        let is_clicked_beside = modal.backdrop_response.clicked() && !self.is_filled_in();
        answer.closes |= modal.response.should_close() || is_clicked_beside;
        answer
    }

    /// Whether it holds what was typed and would be lost: then a click beside it does not close it.
    fn is_filled_in(&self) -> bool {
        matches!(self, Self::Sealing(page) if page.is_filled_in())
    }
}

fn palette_ui(ui: &mut Ui, finder: &mut Finder, behind: &OverlayInput<'_>) -> Answer {
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

fn jump_ui(ui: &mut Ui, finder: &mut Finder, prompts: &[Prompt]) -> Answer {
    let row = |prompt: &Prompt| {
        let beside = prompt.only_if.as_ref().map(|only_if| text::shell::only_if(only_if)).unwrap_or_default();
        FinderRow { title: prompt.title.clone(), text: format!("{} {beside}", prompt.guidance), beside }
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
        if found.is_empty() {
            quiet(ui, text::shell::nothing_found());
        }
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
        clicked
    }
}

impl FinderRow {
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
        let response = row(ui, height, is_chosen, Role::ListBoxOption, &self.title);
        let inner = response.rect.shrink2(vec2(10.0, 4.0));
        let align = if fits { Align2::LEFT_CENTER } else { Align2::LEFT_TOP };
        ui.painter().galley(align.align_size_within_rect(title.size(), inner).min, title, palette.text);
        let align = if fits { Align2::RIGHT_CENTER } else { Align2::LEFT_BOTTOM };
        ui.painter().galley(align.align_size_within_rect(beside.size(), inner).min, beside, palette.quiet);
        response
    }
}

/// What the bar and the footer lead to, and what they say.
fn menu_ui(ui: &mut Ui, behind: &OverlayInput<'_>) -> Answer {
    let height = ui.available_height() - 48.0;
    let scroll = ScrollArea::vertical().auto_shrink([false, true]).max_height(height);
    let asked = scrolls(ui, scroll, |ui| menu_entries_ui(ui, behind));
    let closes = close_ui(ui) || asked.is_some();
    Answer { action: asked, closes }
}

fn menu_entries_ui(ui: &mut Ui, behind: &OverlayInput<'_>) -> Option<Action> {
    let color = palette(ui).text;
    let entry = |ui: &mut Ui, name: &str| text_button(ui, name, regular(size::BODY), color);
    let mut asked = None;
    for screen in Screen::iter() {
        let response = entry(ui, screen.name());
        if ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        asked = response.clicked().then_some(Action::Show(screen)).or(asked);
    }
    let facts = behind.session_facts.as_deref().map(|facts| (facts, Command::Details));
    let commands = [
        facts,
        Some((text::shell::settings(), Command::Settings)),
        Some((text::shell::help(), Command::Keys)),
        Some((behind.footer.sealing.as_str(), Command::Sealing)),
        Some((behind.footer.hint, Command::Escape)),
    ];
    let live = [Command::Keep, Command::SlowDown, Command::Find, Command::Close, Command::Guide, Command::LastTime];
    let live = live.into_iter().filter(|_| behind.stage == Some(Stage::Notes)).map(|command| (command.name(), command));
    for (name, command) in live.chain(commands.into_iter().flatten()) {
        asked = entry(ui, name).clicked().then_some(Action::GoAndRun(command)).or(asked);
    }
    for words in behind.footer.words() {
        paragraph(ui, styled(words, size::QUIET, palette(ui).quiet));
    }
    asked
}

fn keys_ui(ui: &mut Ui) -> Answer {
    let palette = palette(ui);
    heading(ui, text::command::keys());
    let height = ui.available_height() - 48.0;
    scrolls(ui, ScrollArea::vertical().auto_shrink([false, true]).max_height(height), |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for command in Command::iter().filter(|command| !command.info().keys.is_empty()) {
            beside_or_below(ui, |ui| {
                label_column(ui, 130.0, &command.key_text(ui.ctx()), size::QUIET);
                paragraph(ui, styled(command.name(), size::QUIET, palette.text));
            });
        }
    });
    Answer { action: None, closes: close_ui(ui) }
}

fn close_ui(ui: &mut Ui) -> bool {
    ui.add_space(8.0);
    button(ui, text::shell::close()).clicked()
}

fn settings_ui(ui: &mut Ui, behind: &OverlayInput<'_>) -> Answer {
    let palette = palette(ui);
    let mut settings = behind.settings.clone();
    let mut seals = false;
    heading(ui, text::shell::settings());
    let height = ui.available_height() - 48.0;
    scrolls(ui, ScrollArea::vertical().auto_shrink([false, true]).max_height(height), |ui| {
        ui.label(bold(text::shell::colors(), size::QUIET, palette.text));
        ui.horizontal_wrapped(|ui| {
            let themes = [
                (ThemeChoice::System, text::shell::colors_system()),
                (ThemeChoice::Light, text::shell::colors_light()),
                (ThemeChoice::Dark, text::shell::colors_dark()),
            ];
            for (theme, name) in themes {
                if choice(ui, name, settings.theme == theme, &text::shell::colors_choice(name)).clicked() {
                    settings.theme = theme;
                }
            }
        });
        ui.add_space(8.0);
        ui.label(bold(text::shell::text_size(), size::QUIET, palette.text));
        ui.horizontal_wrapped(|ui| {
            for (name, steps) in [(text::shell::smaller(), -1.0), (text::shell::larger(), 1.0)] {
                if button(ui, name).clicked() {
                    settings.step_text_size(steps);
                }
            }
            quiet(ui, text::shell::percent(&format!("{:.0}", settings.text_size * 100.0)));
        });
        ui.add_space(8.0);
        let question = text::shell::keeps_caret_high();
        settings.keeps_caret_high =
            yes_or_no(ui, question, settings.keeps_caret_high).unwrap_or(settings.keeps_caret_high);
        ui.label(bold(text::shell::support_card(), size::QUIET, palette.text));
        paragraph(
            ui,
            styled(
                text::shell::support_card_purpose(&Command::SlowDown.key_text(ui.ctx())),
                size::QUIET,
                palette.quiet,
            ),
        );
        area(ui, text::shell::support_card(), TextField::SupportCard, &mut settings.support_card, 3);
        ui.add_space(8.0);
        ui.label(bold(text::shell::notes_folder(), size::QUIET, palette.text));
        let folder = behind.data_folder.display().to_string();
        ui.add(egui::Label::new(styled(folder, size::QUIET, palette.quiet)).wrap().selectable(true));
        paragraph(ui, styled(kept(behind.sealing.sealing), size::QUIET, palette.quiet));
        seals = button(ui, text::shell::sealing()).clicked();
    });
    let closes = close_ui(ui);
    let changed = (settings != *behind.settings).then(|| Action::SetSettings(Box::new(settings)));
    let seals = seals.then_some(Action::Run(Command::Sealing));
    Answer { action: seals.or(changed), closes }
}

/// How the notes are kept, in a sentence or two.
fn kept(sealing: Sealing) -> &'static str {
    match sealing {
        Sealing::NotSealed => text::shell::notes_plain(),
        Sealing::Underway { .. } => text::shell::notes_converting(),
        Sealing::Sealed => text::shell::notes_sealed(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::kit::window_of_one::WindowOfOne;
    use crate::ui::shell::notice::SaveState;

    fn shown(overlay: Overlay) -> WindowOfOne<'static, (Overlay, Answer)> {
        let settings = Settings::default();
        WindowOfOne::of((overlay, Answer::default()), move |ui, (overlay, answered)| {
            let sealing = "Not sealed".to_owned();
            let footer = Footer { facts: String::new(), saved: SaveState::Untouched, hint: "Hide", sealing };
            let input = OverlayInput {
                session_facts: None,
                footer: &footer,
                screen: Screen::Review,
                stage: None,
                prompts: &[],
                settings: &settings,
                data_folder: Path::new("/elsewhere/notes"),
                sealing: SealingStatus::new(Sealing::NotSealed),
            };
            let answer = overlay.ui(ui.ctx(), &input);
            answered.closes |= answer.closes;
            answered.action = answer.action.or(answered.action.take());
        })
    }

    #[test]
    fn a_command_is_taken_by_a_few_letters_and_enter() {
        let mut window = shown(Overlay::Palette(Finder::default()));
        window.types("larger").presses(Key::Enter);
        let (_, answer) = window.view();
        assert_eq!(answer.action, Some(Action::GoAndRun(Command::LargerText)));
        assert!(answer.closes);
    }

    #[test]
    fn letters_of_nothing_find_nothing() {
        let mut window = shown(Overlay::Palette(Finder::default()));
        assert!(window.types("zzzz").hears("Nothing found."));
        assert_eq!(window.presses(Key::Enter).view().1.action, None);
    }

    #[test]
    fn the_menu_leads_to_what_the_bar_and_the_footer_lead_to() {
        let asked = |name| shown(Overlay::Menu).clicks(name).view().1.action.clone();
        assert_eq!(asked("Review"), Some(Action::Show(Screen::Review)));
        assert_eq!(asked("Help"), Some(Action::GoAndRun(Command::Keys)));
        assert_eq!(asked("Not sealed"), Some(Action::GoAndRun(Command::Sealing)));
        assert_eq!(asked("Hide"), Some(Action::GoAndRun(Command::Escape)));
    }

    #[test]
    fn every_key_is_listed_with_its_command() {
        let window = shown(Overlay::Keys);
        assert!(window.hears("Slow down") && window.hears("F8"));
    }

    #[test]
    fn the_settings_say_where_the_notes_are() {
        let mut window = shown(Overlay::Settings);
        assert!(window.hears("/elsewhere/notes"));
        window.clicks("Sealing…");
        assert_eq!(window.view().1.action, Some(Action::Run(Command::Sealing)));
    }

    #[test]
    fn the_line_that_is_written_in_can_be_let_down_to_the_lower_third() {
        let mut window = shown(Overlay::Settings);
        window.clicks(&text::shell::answer(text::shell::no(), text::shell::keeps_caret_high()));
        let settings = Settings { keeps_caret_high: false, ..Settings::default() };
        assert_eq!(window.view().1.action, Some(Action::SetSettings(Box::new(settings))));
    }
}
