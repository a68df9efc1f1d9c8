//! What the therapist can ask for, carried out: commands by key and by name, and the actions of the
//! screens. Each arm of a match is one call.

use egui::ViewportCommand;

use super::App;
use crate::domain::Moment;
use crate::domain::id::PromptSetId;
use crate::domain::library::renaming::Renaming;
use crate::domain::library::requests::LibraryRequest;
use crate::domain::place::Place;
use crate::domain::prompts::prompt_library::PromptLibrary;
use crate::domain::prompts::prompt_set::Direction;
use crate::domain::session::open_session::OpenSession;
use crate::domain::settings::Settings;
use crate::storage::worker::Request;
use crate::ui::kit::fields::writes_in_text_field;
use crate::ui::kit::panes::go_to_next_pane;
use crate::ui::session::notes_pane::NotesPane;
use crate::ui::shell::command::{Command, Scope};
use crate::ui::shell::help::Help;
use crate::ui::shell::overlay::{Finder, Overlay};
use crate::ui::{Action, Screen, Stage};

impl App {
    /// The commands whose keys were pressed, taken out of the input before an editor sees them.
    pub(super) fn take_commands(&self, ctx: &egui::Context) -> Vec<Command> {
        let popup = egui::Popup::is_any_open(ctx);
        // Another text field than the notes keeps its own undo.
        let writes_elsewhere = writes_in_text_field(ctx);
        ctx.input_mut(|input| {
            Command::take_pressed(input, |command| match command {
                Command::FullScreen | Command::LargerText | Command::SmallerText | Command::UsualText => true,
                _ if self.locking.is_locked() => false,
                Command::Escape => !popup,
                Command::Undo | Command::Redo => {
                    self.notes.overlay.is_none() && !self.notes.is_veiled && !writes_elsewhere
                }
                Command::Lock | Command::Save => true,
                _ if self.notes.is_veiled => false,
                Command::Palette | Command::Keys | Command::Settings | Command::Sealing => true,
                _ => self.notes.overlay.is_none() && command.applies(self.screen, self.stage()),
            })
        })
    }

    /// Which part of the open session is shown, if one is open.
    pub(super) fn stage(&self) -> Option<Stage> {
        self.notes.current.session().map(|_| self.notes.session_screen.stage)
    }

    /// Whether the guide and the notes are on the screen.
    fn is_on_notes(&self) -> bool {
        self.stage() == Some(Stage::Notes)
    }

    /// Carries out a command.
    pub(super) fn run(&mut self, ctx: &egui::Context, command: Command) {
        match command {
            Command::NextPrompt => self.step(Direction::Down),
            Command::PreviousPrompt => self.step(Direction::Up),
            Command::FirstSection => self.open_section(0),
            Command::SecondSection => self.open_section(1),
            Command::ThirdSection => self.open_section(2),
            Command::FourthSection => self.open_section(3),
            Command::FifthSection => self.open_section(4),
            Command::Touched => self.change_session(|open, _| open.toggle_touched()),
            Command::Keep => self.change_line(OpenSession::toggle_keep),
            Command::KeepAs => self.change_line(OpenSession::change_kind),
            Command::Jump => self.toggle_overlay(Overlay::Jump(Finder::default())),
            Command::SlowDown => self.slow_down(ctx),
            Command::Escape => self.escape(ctx),
            Command::Guide => self.toggle_guide(ctx),
            Command::FullScreen => full_screen(ctx),
            Command::Begin => self.show_begin(ctx),
            Command::Continue => self.open_unfinished(ctx),
            Command::Close => self.notes.session_screen.begin_closing(),
            Command::End => self.end_as_usual(ctx),
            Command::CopySummary => self.copy_summary(ctx),
            Command::Details => self.toggle_details(),
            Command::LastTime => self.notes.session_screen.toggle_last_time(),
            Command::ReadLast => self.notes.session_screen.toggle_earlier(),
            Command::Find => self.find(ctx),
            Command::Search => self.search(),
            Command::Clients
            | Command::TimelineTable
            | Command::Beside
            | Command::EverySession
            | Command::ByPrompt
            | Command::ByTheme
            | Command::Edit
            | Command::Finalize
            | Command::Addendum
            | Command::EarlierVersions
            | Command::RestoreVersion
            | Command::MoveToTrash
            | Command::Trash
            | Command::PutBack => self.run_in_review(ctx, command),
            Command::Save => self.save_now(),
            Command::Undo => self.go_through_history(PromptLibrary::undo, OpenSession::undo),
            Command::Redo => self.go_through_history(PromptLibrary::redo, OpenSession::redo),
            Command::NextScreen => self.show_by_key(ctx, self.screen.next()),
            Command::PreviousScreen => self.show_by_key(ctx, self.screen.previous()),
            Command::NextPane => go_to_next_pane(ctx),
            Command::MoveUp => self.move_prompt(Direction::Up),
            Command::MoveDown => self.move_prompt(Direction::Down),
            Command::AddPrompt => self.add_prompt(),
            Command::HidePrompt => self.hide_chosen(),
            Command::CopySet => self.copy_set(),
            Command::RenameSet => self.prompts_screen.rename_set(),
            Command::ExportSet => self.prompts_screen.export_set(&self.export_path()),
            Command::ImportSet => self.prompts_screen.import_set(&self.documents),
            Command::Palette => self.toggle_overlay(Overlay::Palette(Finder::default())),
            Command::Keys => self.toggle_overlay(Overlay::Keys(Help::default())),
            Command::Settings => self.show_settings(),
            Command::Sealing => self.show_sealing(),
            Command::Lock => self.lock_or_offer(ctx),
            Command::LargerText => self.change_settings(ctx, |settings| settings.step_text_size(1.0)),
            Command::SmallerText => self.change_settings(ctx, |settings| settings.step_text_size(-1.0)),
            Command::UsualText => self.change_settings(ctx, |settings| settings.text_size = 1.0),
        }
    }

    /// Carries out what a screen asks for.
    pub(super) fn carry_out(&mut self, ctx: &egui::Context, action: Action) {
        match action {
            Action::Run(command) => self.run(ctx, command),
            Action::GoAndRun(command) => self.go_and_run(ctx, command),
            Action::Show(screen) => self.show(screen),
            Action::OpenMenu => self.toggle_overlay(Overlay::Menu),
            Action::ShowAllClients => self.show_all_clients(),
            Action::Begin(start) => self.begin(ctx, &start),
            Action::Open(id) => self.open(ctx, &id),
            Action::OpenAgain(id) => self.open_again(ctx, &id),
            Action::ReadPage(page) => self.notes.review_screen.read_page(page),
            Action::ReadTheme(theme) => self.notes.review_screen.read_theme(theme),
            Action::LeaveEdit => self.leave_edit(ctx),
            Action::Finalize(id) => self.finalize(&id),
            Action::WriteAddendum(id, text) => self.write_addendum(ctx, &id, &text),
            Action::AddAddendum(id) => self.add_addendum(&id),
            Action::Rename(renaming) => self.rename(renaming),
            Action::Describe { client, dosed_on } => self.change_session(|open, _| open.describe(&client, dosed_on)),
            Action::ChangePromptSet(id) => self.change_prompt_set(ctx, &id),
            Action::OpenPrompt(id) => self.open_prompt(&id),
            Action::PutPrompt(id, gap) => self.move_in_session(&id, |open| open.put_prompt(&id, gap)),
            Action::KeepOrder => self.keep_order(ctx),
            Action::SetOutcome { line, from, outcome } => {
                self.change_session(|open, now| open.set_outcome(&line, &from, outcome, now));
            }
            Action::WordForClient { line, from, text } => {
                self.change_session(|open, _| open.set_client_wording(&line, &from, &text));
            }
            Action::WriteAddedLine { text, kind } => {
                self.add_line(|open, now| open.write_added_line(&text, kind, now));
            }
            Action::AddKeptLine { text, kind } => {
                self.add_line(|open, now| open.add_kept_line(&text, kind, now));
            }
            Action::SetClosing(closing) => self.change_session(|open, _| open.set_closing(closing)),
            Action::SetTimes(times) => self.change_session(|open, _| open.set_times(times)),
            Action::EndSession => self.end_session(ctx, self.now()),
            Action::EndSessionAt(at) => self.end_session(ctx, at),
            Action::BackToSession => self.back_to_notes(ctx),
            Action::ArrangeSet(id) => self.prompt_library.choose(id),
            Action::Arrange(change) => self.arrange(|library| library.make(change)),
            Action::AddPrompt => self.add_prompt(),
            Action::CopySet => self.copy_set(),
            Action::RenameSet(name) => self.arrange(|library| library.rename(&name)),
            Action::DeleteSet => self.delete_set(),
            Action::ExportSet(path) => self.export_set(&path),
            Action::ReadGuideline(path) => self.read_guideline(&path),
            Action::ChooseFile(choice) => self.choose_file(&choice),
            Action::OpenFolder(folder) => (self.desktop.open_folder)(&folder),
            Action::CopyTheirSets => self.copy_their_sets(),
            Action::TakeIn(import) => self.take_in_set(*import),
            Action::Library(request) => self.ask_library(request),
            Action::Sealing(request) => self.ask_sealing(request),
            Action::DeclineSealing => self.change_settings(ctx, |settings| settings.declined_sealing = true),
            Action::SetSettings(settings) => self.change_settings(ctx, |current| *current = *settings),
        }
    }

    /// Carries out a command where it applies: goes there first. What would change something that was chosen there, and
    /// was not in sight, is not done to it.
    fn go_and_run(&mut self, ctx: &egui::Context, command: Command) {
        if command.applies(self.screen, self.stage()) {
            return self.run(ctx, command);
        }
        let scope = command.info().scope;
        self.show(scope.screen().unwrap_or(self.screen));
        if self.screen == Screen::Session && self.notes.current.session().is_some() {
            if scope == Scope::Closing {
                self.notes.session_screen.begin_closing();
            } else {
                self.back_to_notes(ctx);
            }
        }
        if command.applies(self.screen, self.stage()) && !command.changes_what_is_chosen() {
            self.run(ctx, command);
        }
    }

    pub(super) fn change_session(&mut self, change: impl FnOnce(&mut OpenSession, Moment)) {
        let now = self.now();
        self.notes.current.change(|open| change(open, now));
    }

    /// Writes at the line that closing adds. What is written next in the notes stands below it.
    fn add_line(&mut self, write: impl FnOnce(&mut OpenSession, Moment)) {
        self.change_session(write);
        let end = self.notes.current.session().map(|open| open.session().notes.end());
        self.notes.session_screen.notes.set_caret(end.unwrap_or_default());
    }

    /// Goes from closing back to the notes: the very next key lands in them.
    pub(super) fn back_to_notes(&mut self, ctx: &egui::Context) {
        self.notes.session_screen.stage = Stage::Notes;
        if let Some(open) = self.notes.current.session() {
            ctx.memory_mut(|memory| memory.request_focus(NotesPane::id(open.session())));
        }
    }

    /// Changes the line that holds the caret.
    fn change_line(&mut self, change: impl FnOnce(&mut OpenSession, Place, Moment)) {
        let caret = self.notes.session_screen.notes.caret();
        self.change_session(|open, now| change(open, caret, now));
    }

    /// Opens the settings. Whoever looks at them needs not be told any more that their file could not be read.
    fn show_settings(&mut self) {
        self.unreadable_settings = None;
        self.toggle_overlay(Overlay::Settings);
    }

    pub(super) fn toggle_overlay(&mut self, overlay: Overlay) {
        let same = self.notes.overlay.as_ref().map(std::mem::discriminant) == Some(std::mem::discriminant(&overlay));
        self.notes.overlay = (!same).then_some(overlay);
    }

    /// Goes one step through the history of what is on the screen: of the prompt sets, or of the notes. If neither is,
    /// nothing changes that nobody sees.
    fn go_through_history(
        &mut self,
        sets: fn(&mut PromptLibrary) -> bool,
        notes: fn(&mut OpenSession) -> Option<Place>,
    ) {
        if self.screen == Screen::Prompts {
            if sets(&mut self.prompt_library) {
                self.prompts_screen.go_through_history();
                self.save_prompt_sets();
            }
        } else if self.screen == Screen::Session
            && self.is_on_notes()
            && let Some(caret) = self.notes.current.change(notes).flatten()
        {
            self.notes.session_screen.notes.set_caret(caret);
        }
    }

    fn show_by_key(&mut self, ctx: &egui::Context, screen: Screen) {
        // To the toolkit the key is Tab, which goes to another control.
        ctx.memory_mut(|memory| {
            memory.move_focus(egui::FocusDirection::None);
            if let Some(focused) = memory.focused() {
                memory.surrender_focus(focused);
            }
        });
        self.show(screen);
    }

    pub(super) fn show(&mut self, screen: Screen) {
        if screen == Screen::Review {
            self.update_library();
            self.ask(LibraryRequest::ReadTrash);
        } else {
            self.show_only_open_client();
        }
        self.screen = screen;
    }

    fn run_in_review(&mut self, ctx: &egui::Context, command: Command) {
        if let Some(action) = self.notes.review_screen.run(command, self.notes.visible.of(&self.notes.library)) {
            self.carry_out(ctx, action);
        }
    }

    pub(super) fn ask(&mut self, request: impl Into<Request>) {
        if let Some(saving) = &mut self.saving {
            saving.ask(request);
        }
    }

    fn ask_library(&mut self, request: LibraryRequest) {
        match &request {
            LibraryRequest::ReadVersions(id) => self.notes.review_screen.await_versions(id),
            // What is being written stays where it is.
            LibraryRequest::MoveToTrash(id) if self.notes.current.holds(id) => return,
            LibraryRequest::MoveToTrash(id) => self.notes.review_screen.say_trashed(id),
            LibraryRequest::Rescan
            | LibraryRequest::Restore(_)
            | LibraryRequest::ReadTrash
            | LibraryRequest::PutBack(_)
            | LibraryRequest::EmptyTrash
            | LibraryRequest::Rename(..) => {}
        }
        self.ask(request);
    }

    /// Renames in the open session: it may have been opened, or begun, after its file was looked at.
    pub(super) fn rename_open(&mut self, renaming: &Renaming) {
        let now = self.now();
        self.change_around_caret(|open| open.rename(renaming, now));
        self.notes.visible.rename(renaming);
    }

    /// Renames in the open session, and then in all others.
    fn rename(&mut self, renaming: Box<Renaming>) {
        self.rename_open(&renaming);
        self.save_changes();
        self.update_library();
        let open = self.notes.current.session().map(|open| open.session().id.clone());
        self.ask(LibraryRequest::Rename(renaming, open));
    }

    /// Finds words in the notes on the screen; once more, or when there are none, in every note.
    fn find(&mut self, ctx: &egui::Context) {
        let on_screen = self.notes.current.session().filter(|_| self.screen == Screen::Session && self.is_on_notes());
        let Some(open) = on_screen else { return self.search() };
        match self.notes.session_screen.notes.stop_finding() {
            None => self.notes.session_screen.find(ctx, open.session()),
            Some(words) => {
                self.search();
                self.notes.review_screen.search_for(&words);
            }
        }
    }

    fn search(&mut self) {
        self.show(Screen::Review);
        self.notes.review_screen.focus_search();
    }

    /// Lets the library see the open session as it is.
    fn update_library(&mut self) {
        if let Some(open) = self.notes.current.session() {
            self.notes.library.put([open.session().clone().into()]);
        }
    }

    /// Saves at once; the footer answers, even where everything was on the disk already.
    fn save_now(&mut self) {
        let now = self.now();
        self.write_now();
        if let (Some(saving), true) = (&mut self.saving, self.notes.current.session().is_some()) {
            saving.confirm(now);
        }
    }

    fn change_prompt_set(&mut self, ctx: &egui::Context, id: &PromptSetId) {
        let prompts = self.prompt_library.prompts(id);
        self.change_session(|open, _| open.change_prompts(prompts));
        self.change_settings(ctx, |settings| settings.prompt_set = Some(id.clone()));
    }

    pub(super) fn change_settings(&mut self, ctx: &egui::Context, change: impl FnOnce(&mut Settings)) {
        let before = self.settings.clone();
        change(&mut self.settings);
        if self.settings != before {
            self.use_settings(ctx);
            self.send_settings();
        }
    }

    pub(super) fn write_now(&mut self) {
        self.save_changes();
        if let Some(saving) = &self.saving {
            saving.write_now();
        }
    }
}

fn full_screen(ctx: &egui::Context) {
    let fills = ctx.input(|input| input.viewport().fullscreen.unwrap_or_default());
    ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!fills));
}
