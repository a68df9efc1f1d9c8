//! What is on the window: the bar, one screen, the footer, and what is open over them.

use egui::{CentralPanel, Frame, Margin, Panel, Ui, UiBuilder};

use super::saving::Saving;
use super::{App, Desktop};
use crate::domain::Moment;
use crate::domain::date_input::DateReader;
use crate::domain::sealing::Sealing;
use crate::ui::kit::room::WindowRoom;
use crate::ui::kit::semantics::Announced;
use crate::ui::kit::{semantics, theme};
use crate::ui::prompts::Prompts;
use crate::ui::prompts::prompts_screen::PromptsScreen;
use crate::ui::review::Review;
use crate::ui::session::begin::Beginning;
use crate::ui::session::notes_pane::typed_by;
use crate::ui::session::session_screen::SessionInput;
use crate::ui::shell::behind::{OverlayInput, ShownFolders};
use crate::ui::shell::{notice, top_bar, veil};
use crate::ui::{Action, Screen, text};

impl App {
    pub(super) fn window_ui(&mut self, ui: &mut Ui) -> Vec<Action> {
        let now = self.now();
        self.notes.current.look_up(&self.notes.library);
        self.follow_scope();
        semantics::group_behind(ui, self.notes.overlay.is_some());
        // Turned to the client, the screen shows what was agreed and nothing else.
        let is_turned = self.is_turned();
        let bar = if is_turned { None } else { self.bar_ui(ui) };
        let footer_height = if is_turned { 0.0 } else { notice::height(WindowRoom::of(ui.ctx())) };
        let whole = ui.available_rect_before_wrap();
        let (above, below) = whole.split_top_bottom_at_y(whole.bottom() - footer_height);
        let screen = ui.scope_builder(UiBuilder::new().max_rect(above), |ui| self.screen_ui(ui, now)).inner;
        // It is read last, and so drawn last.
        let footer = ui.scope_builder(UiBuilder::new().max_rect(below), |ui| self.footer_ui(ui, now)).inner;
        let overlay = self.overlay_ui(ui.ctx());
        [bar, footer, screen, overlay].into_iter().flatten().collect()
    }

    /// The screen, with what is wrong below it.
    fn screen_ui(&mut self, ui: &mut Ui, now: Moment) -> Option<Action> {
        self.problem_ui(ui);
        self.left_out_ui(ui);
        match self.screen {
            Screen::Session => self.session_ui(ui, now),
            Screen::Review => self.review_ui(ui, now),
            Screen::Prompts => self.prompts_ui(ui),
        }
    }

    fn bar_ui(&self, ui: &mut Ui) -> Option<Action> {
        let fill = theme::palette(ui).panel;
        let room = WindowRoom::of(ui.ctx());
        let frame = Frame::new().fill(fill).inner_margin(Margin::symmetric(room.margin(20), 0));
        let panel = Panel::top("bar").exact_size(top_bar::height(room)).resizable(false).frame(frame);
        panel.show(ui, |ui| top_bar::ui(ui, self.screen, self.notes.current.facts().as_deref())).inner
    }

    fn footer_ui(&self, ui: &mut Ui, now: Moment) -> Option<Action> {
        if ui.available_height() <= 0.0 {
            return None;
        }
        let margin = WindowRoom::of(ui.ctx()).margin(20);
        let frame = Frame::new().fill(theme::palette(ui).panel).inner_margin(Margin::symmetric(margin, 0));
        let panel = Panel::bottom("footer").exact_size(notice::HEIGHT).resizable(false).frame(frame);
        panel.show(ui, |ui| self.footer(now, ui.ctx()).ui(ui)).inner.map(Action::Run)
    }

    fn footer(&self, now: Moment, ctx: &egui::Context) -> notice::Footer<'static> {
        notice::Footer {
            facts: self.footer_facts(now),
            saved: self.saving.as_ref().map_or(notice::SaveState::Untouched, Saving::state),
            hint: self.escape_words(ctx),
            sealing: text::folder::sealing(self.locking.status),
        }
    }

    fn footer_facts(&self, now: Moment) -> String {
        match self.screen {
            Screen::Session => self.notes.current.footer(now).unwrap_or_else(|| self.kept()),
            Screen::Review => self.notes.review_screen.footer(&self.review(now)),
            Screen::Prompts => PromptsScreen::footer(&self.prompts()),
        }
    }

    /// How many sessions are kept, or how far they are read.
    fn kept(&self) -> String {
        self.progress().map_or_else(|| text::folder::sessions(self.notes.library.len()), text::folder::reading)
    }

    fn problem_ui(&self, ui: &mut Ui) {
        let problem = self.saving.as_ref().and_then(Saving::problem);
        let problem = problem.map(|problem| (self.problem_words().unwrap_or_default(), problem.path.as_path()));
        let settings = self
            .unreadable_settings
            .as_ref()
            .map(|path| (text::shell::settings_unreadable().to_owned(), path.as_path()));
        let Some((words, path)) = problem.or(settings) else {
            // What is drawn next is known to the toolkit by its number: whoever clicks just as a problem
            // comes or goes clicks what they meant.
            return ui.skip_ahead_auto_ids(1);
        };
        let margin = WindowRoom::of(ui.ctx()).margin(20);
        let frame = Frame::new().fill(theme::palette(ui).panel).inner_margin(Margin::symmetric(margin, 6));
        Panel::bottom("problem").resizable(false).frame(frame).show(ui, |ui| {
            notice::problem_ui(ui, &words, path);
        });
    }

    fn session_ui(&mut self, ui: &mut Ui, now: Moment) -> Option<Action> {
        let prompt_set = self.prompt_library.resolve(self.settings.prompt_set.as_ref());
        let sets = self.prompt_library.offered();
        let dates = self.dates(now);
        let Some((open, known)) = self.notes.current.session_and_known() else {
            let offers_sealing = !self.settings.declined_sealing && self.locking.status.sealing == Sealing::NotSealed;
            let beginning =
                Beginning { library: &self.notes.library, sets: &sets, prompt_set, now, dates, offers_sealing };
            return self.notes.session_screen.begin_ui(ui, &beginning);
        };
        let held = SessionInput {
            last_time: known.last_time.as_ref(),
            library: &self.notes.library,
            client_themes: &known.themes,
            ended: &known.ended,
            sets: &sets,
            prompt_set,
            order_goes_into: self.prompt_library.order_goes_into(prompt_set),
            show_guide: self.settings.show_guide,
            keeps_caret_high: self.settings.keeps_caret_high,
            support_card: &self.settings.support_card,
            now,
            dates,
        };
        self.notes.session_screen.ui(ui, open, &held)
    }

    /// How dates are read today, in the order of this place.
    pub(super) fn dates(&self, now: Moment) -> DateReader {
        DateReader::new(now.date_naive(), self.date_order).with_names(text::dates::names())
    }

    fn review(&self, now: Moment) -> Review<'_> {
        Review {
            library: self.notes.visible.of(&self.notes.library),
            scope: self.notes.visible.scope(),
            every_code: &self.notes.library,
            unreadable: &self.notes.unreadable,
            loading: self.is_loading(),
            progress: self.progress(),
            open: self.notes.current.session().map(|open| &open.session().id),
            renaming: self.notes.renaming.as_ref(),
            now,
            dates: self.dates(now),
        }
    }

    fn review_ui(&mut self, ui: &mut Ui, now: Moment) -> Option<Action> {
        let mut screen = std::mem::take(&mut self.notes.review_screen);
        let action = screen.ui(ui, &self.review(now));
        self.notes.review_screen = screen;
        action
    }

    fn prompts(&self) -> Prompts<'_> {
        Prompts {
            guideline: self.prompt_library.guideline(),
            set: self.prompt_library.chosen(),
            sets: self.prompt_library.offered(),
            changes: self.prompt_library.changes(),
            revision: self.prompt_library.revision(),
        }
    }

    fn prompts_ui(&mut self, ui: &mut Ui) -> Option<Action> {
        let mut screen = std::mem::take(&mut self.prompts_screen);
        let action = screen.ui(ui, &self.prompts());
        self.prompts_screen = screen;
        action
    }

    fn folders(&self) -> ShownFolders<'_> {
        let Desktop { settings_folder, state_folder, .. } = &self.desktop;
        ShownFolders { notes: &self.data_folder, settings: settings_folder, state: state_folder }
    }

    fn overlay_ui(&mut self, ctx: &egui::Context) -> Option<Action> {
        let mut overlay = self.notes.overlay.take()?;
        let footer = self.footer(self.now(), ctx);
        let behind = OverlayInput {
            screen: self.screen,
            stage: self.stage(),
            prompts: self.notes.current.session().map_or(&[], |open| &open.session().prompts),
            settings: &self.settings,
            folders: self.folders(),
            sealing: self.locking.status,
            session_facts: self.notes.current.facts(),
            footer: &footer,
        };
        let answer = overlay.ui(ctx, &behind);
        if !answer.closes {
            self.notes.overlay = Some(overlay);
        }
        answer.action
    }

    /// Draws the veil. What is typed still lands in the notes, and a click on the time lifts it.
    pub(super) fn veil_ui(&mut self, ui: &mut Ui) {
        let now = self.now();
        let events = ui.input_mut(|input| std::mem::take(&mut input.events));
        if events.iter().any(|event| typed_by(event).is_some()) {
            // Whoever has written since is in no hurry to hide.
            self.escaped_at = None;
        }
        let notes = &mut self.notes.session_screen.notes;
        if self.notes.current.change(|open| notes.type_unseen(&events, open, now)).is_none() {
            self.add_unseen(&events);
        }
        let lifts = CentralPanel::default().frame(Frame::new()).show(ui, |ui| veil::ui(ui, now));
        if lifts.inner {
            self.lift_veil(ui.ctx());
        }
        semantics::announce(ui.ctx(), Announced::Veil, text::spoken::veil());
    }

    /// Has said aloud what is known without a look at it: that everything is on the disk, and how far the notes are
    /// sealed.
    pub(super) fn announce(&mut self, ctx: &egui::Context) {
        let saved = self.saving.as_ref().map(|saving| (saving.state(), saving.problem().is_some()));
        match saved {
            // While the next words are on their way to the disk nothing is said anew.
            Some((notice::SaveState::Pending, false)) => {}
            Some((state, false)) => self.announced_saved = state.saved(),
            Some((_, true)) | None => self.announced_saved = None,
        }
        if let Some(saved) = &self.announced_saved {
            semantics::announce(ctx, Announced::Saved, saved);
        }
        if let Some(said) = text::folder::sealing_said_aloud(self.locking.status.sealing, self.locking.done) {
            semantics::announce(ctx, Announced::Sealing, &said);
        }
    }
}
