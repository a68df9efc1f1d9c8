//! A therapist at an app: what they press, what they see, and what is on their disk.

mod screen_reader;
mod waiting;

use std::cell::{Cell, RefCell};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use egui::accesskit::Role;
use egui::{Event, Key, Modifiers};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT, Queryable};
use holdspace::app::{App, Dependencies, Desktop};
use holdspace::domain::Moment;
use holdspace::domain::recovery_code::RecoveryCode;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::settings_file::read_settings;
use holdspace::storage::vault::lock_state::is_locked;
use holdspace::storage::worker::{Timing, Worker};
use serde_json::Value;

pub(crate) use screen_reader::read_aloud;

thread_local! { static SECONDS: Cell<i64> = const { Cell::new(0) } }

/// The time in the tests: it stands still unless a therapist waits.
fn clock() -> Moment {
    Moment::try_from("2026-11-23T14:02:11-05:00").unwrap() + chrono::TimeDelta::seconds(SECONDS.get())
}

/// An app with its window, on a folder.
pub(crate) struct Therapist {
    pub(crate) window: Option<Harness<'static, App>>,
    woken: mpsc::Receiver<()>,
    folder: PathBuf,
    /// Set where the computer itself is locked.
    locks: Arc<AtomicBool>,
    /// What is to be taken off the clipboard later.
    copied: Rc<RefCell<Vec<String>>>,
    /// What the desktop was asked for.
    pub(crate) asked: Rc<RefCell<DesktopCalls>>,
}

/// What the desktop was asked for, and what it answers.
#[derive(Default)]
pub(crate) struct DesktopCalls {
    pub(crate) opened: Vec<PathBuf>,
    /// The file that is chosen in its dialog, by whoever is asked next.
    pub(crate) chooses: Option<PathBuf>,
}

fn desktop(folders: &Folders, asked: &Rc<RefCell<DesktopCalls>>) -> Desktop {
    let (opens, chooses) = (Rc::clone(asked), Rc::clone(asked));
    Desktop {
        home: Some(folders.documents.clone()),
        settings_folder: folders.config.clone(),
        state_folder: folders.state.clone(),
        open_folder: Box::new(move |folder| opens.borrow_mut().opened.push(folder.to_owned())),
        second_screen: Box::new(|| None),
        choose_file: Box::new(move |_| {
            let (answers, answer) = mpsc::channel();
            answers.send(chooses.borrow_mut().chooses.take()).expect("somebody waits");
            answer
        }),
    }
}

impl Therapist {
    /// Starts the app on a folder; `data` within it is the notes folder. Returns once everything was
    /// read.
    pub(crate) fn at(folder: &Path) -> Self {
        Self::on_disk(folder, Files::default())
    }

    /// The same, with a disk of one's own.
    pub(crate) fn on_disk(folder: &Path, files: Files) -> Self {
        let mut therapist = Self::arriving(folder, files);
        therapist.until("everything is read", |therapist| !therapist.window().state().is_loading());
        therapist
    }

    /// Starts the app and does not wait for anything.
    pub(crate) fn arriving_at(folder: &Path) -> Self {
        Self::arriving(folder, Files::default())
    }

    /// Whether sessions are still being read.
    pub(crate) fn is_loading(&self) -> bool {
        self.window().state().is_loading()
    }

    /// The same, with a disk of one's own.
    pub(crate) fn arriving(folder: &Path, files: Files) -> Self {
        Self::arriving_with_pauses(folder, files, Duration::from_millis(5))
    }

    /// Starts the app, which then writes nothing by itself.
    pub(crate) fn unhurried(folder: &Path) -> Self {
        Self::arriving_with_pauses(folder, Files::default(), Duration::from_hours(1))
    }

    fn arriving_with_pauses(folder: &Path, files: Files, pause: Duration) -> Self {
        let folders = Folders::within(folder);
        let (wake, woken) = mpsc::channel();
        let quick = Duration::from_millis(5);
        let timing = Timing {
            debounce: pause,
            max_delay: pause,
            retry_delay: quick,
            rescan_interval: quick,
            progress: Duration::ZERO,
            unlock_delay: Duration::ZERO,
            work: 4,
        };
        let (data_folder, documents) = (folders.data.clone(), folders.documents.clone());
        let asked = Rc::<RefCell<DesktopCalls>>::default();
        let desktop = desktop(&folders, &asked);
        let (locks, copied) = (Arc::<AtomicBool>::default(), Rc::<RefCell<Vec<String>>>::default());
        let (locked, keeps, clears) = (Arc::clone(&locks), Rc::clone(&copied), Rc::clone(&copied));
        let build = move |creation: &mut eframe::CreationContext<'_>| {
            let (settings, unreadable_settings) = read_settings(&Files::default(), &folders);
            let is_sealed = is_locked(&NotesFolder::at(&folders));
            let worker = Worker::start_with(folders, files, timing, move || {
                let _ = wake.send(());
            });
            let ends = Arc::new(AtomicBool::new(false));
            let start = Dependencies {
                settings,
                unreadable_settings,
                worker,
                data_folder,
                documents,
                desktop,
                clock,
                date_order: holdspace::domain::date_input::DateOrder::MonthFirst,
                ends,
                is_sealed,
                locks: locked,
                copied: Box::new(move |text| keeps.borrow_mut().push(text.to_owned())),
                clears_copied: Box::new(move || clears.borrow_mut().clear()),
            };
            App::new(&creation.egui_ctx, start)
        };
        let builder = Harness::builder().with_size(egui::vec2(1280.0, 800.0)).with_os(egui::os::OperatingSystem::Nix);
        let mut harness = builder.with_max_steps(8).build_eframe(build);
        harness.step();
        Self { window: Some(harness), woken, folder: folder.to_owned(), locks, copied, asked }
    }

    pub(crate) fn window(&self) -> &Harness<'static, App> {
        self.window.as_ref().expect("the window is open")
    }

    /// Presses a key.
    pub(crate) fn presses(&mut self, modifiers: Modifiers, key: Key) -> &mut Self {
        self.window().key_press_modifiers(modifiers, key);
        self.looks()
    }

    /// Goes to the search over every note.
    pub(crate) fn searches_every_note(&mut self) -> &mut Self {
        self.presses(Modifiers::COMMAND | Modifiers::SHIFT, Key::F)
    }

    /// Presses a key a number of times.
    pub(crate) fn presses_often(&mut self, modifiers: Modifiers, key: Key, times: usize) -> &mut Self {
        for _ in 0..times {
            self.presses(modifiers, key);
        }
        self
    }

    /// Types words; a line break is Enter.
    pub(crate) fn types(&mut self, words: &str) -> &mut Self {
        for character in words.chars() {
            match character {
                '\n' => self.window().key_press(Key::Enter),
                other => self.window().event(Event::Text(other.to_string())),
            }
        }
        self.looks()
    }

    pub(crate) fn pastes(&mut self, words: &str) -> &mut Self {
        self.window().event(Event::Paste(words.to_owned()));
        self.looks()
    }

    /// Copies what is chosen.
    pub(crate) fn copies(&mut self) -> &mut Self {
        self.window().event(Event::Copy);
        self.looks()
    }

    /// What was copied and is to be taken off the clipboard later.
    pub(crate) fn cleared_later(&self) -> Vec<String> {
        self.copied.borrow().clone()
    }

    /// Locks the computer itself.
    pub(crate) fn locks_the_computer(&mut self) -> &mut Self {
        self.locks.store(true, Ordering::Relaxed);
        self.looks()
    }

    /// The recovery code that is shown.
    pub(crate) fn recovery_code(&self) -> String {
        let nodes = self.window().root().children_recursive();
        let shown = |node: egui_kittest::Node<'_>| {
            let node = node.accesskit_node();
            node.label().or_else(|| node.value())
        };
        nodes.filter_map(shown).find(|text| RecoveryCode::typed(text).is_some()).unwrap()
    }

    /// Cuts what is chosen.
    pub(crate) fn cuts(&mut self) -> &mut Self {
        self.window().event(Event::Cut);
        self.looks()
    }

    pub(crate) fn clicks(&mut self, name: &str) -> &mut Self {
        self.window().get_by_label(name).click();
        self.looks()
    }

    /// Clicks what has these words in its name.
    pub(crate) fn clicks_part(&mut self, words: &str) -> &mut Self {
        self.window().get_by_label_contains(words).click();
        self.looks()
    }

    /// Where something is that has exactly this name.
    pub(crate) fn rect_of(&self, name: &str) -> egui::Rect {
        self.window().query_all_by_label(name).next().unwrap().rect()
    }

    /// The upper edge of what has exactly this name.
    pub(crate) fn top_of(&self, name: &str) -> f32 {
        self.rect_of(name).top()
    }

    /// The texts that are painted within a place.
    pub(crate) fn painted(&self, place: egui::Rect) -> Vec<String> {
        fn texts(shape: &egui::Shape, place: egui::Rect, found: &mut Vec<String>) {
            match shape {
                egui::Shape::Text(text) if place.contains(text.visual_bounding_rect().center()) => {
                    let rows = text.galley.rows.iter().map(|row| row.row.text());
                    found.push(rows.collect());
                }
                egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| texts(shape, place, found)),
                _ => {}
            }
        }
        let mut found = Vec::new();
        for clipped in &self.window().output().shapes {
            texts(&clipped.shape, place, &mut found);
        }
        found
    }

    /// Goes to a screen by its tab.
    pub(crate) fn goes_to(&mut self, screen: &str) -> &mut Self {
        self.window().get_by_role_and_label(Role::Tab, screen).click();
        self.looks()
    }

    /// Clicks what has a name, where it is on the screen.
    pub(crate) fn clicks_if_there(&mut self, name: &str) -> &mut Self {
        if let Some(node) = self.window().query_all_by_label(name).last() {
            node.click();
        }
        self.looks()
    }

    /// Opens a choice.
    pub(crate) fn opens(&mut self, name: &str) -> &mut Self {
        self.window().get_by_role_and_label(Role::ComboBox, name).click();
        self.looks()
    }

    /// Asks in Review for the sessions of all clients, beside the one that is open.
    pub(crate) fn asks_for_all_clients(&mut self) -> &mut Self {
        self.opens("Client").clicks("All clients")
    }

    /// Does nothing for some seconds of the window's own time, after which an editor remembers a step.
    pub(crate) fn rests(&mut self) -> &mut Self {
        self.window.as_mut().expect("the window is open").run_steps(12);
        self
    }

    /// Goes to another program and comes back, which has the app look at every file.
    pub(crate) fn looks_around(&mut self) -> &mut Self {
        self.has_the_keyboard(false).has_the_keyboard(true)
    }

    /// The window gets the keyboard, or loses it.
    pub(crate) fn has_the_keyboard(&mut self, focused: bool) -> &mut Self {
        let input = self.window.as_mut().expect("the window is open").input_mut();
        input.focused = focused;
        input.events.push(Event::WindowFocused(focused));
        self.looks()
    }

    /// Lets time pass.
    pub(crate) fn waits(&mut self, seconds: i64) -> &mut Self {
        self.sleeps(seconds).looks()
    }

    /// Lets time pass in which nothing is drawn.
    pub(crate) fn sleeps(&mut self, seconds: i64) -> &mut Self {
        SECONDS.set(SECONDS.get() + seconds);
        self
    }

    pub(crate) fn looks(&mut self) -> &mut Self {
        let window = self.window.as_mut().expect("the window is open");
        window.run_ok();
        // The focus that a frame asks for is there in the next one.
        window.step();
        window.step();
        self
    }

    /// Begins a session with a client.
    pub(crate) fn begins(&mut self, client: &str) -> &mut Self {
        self.types(client).presses(Modifiers::NONE, Key::Enter)
    }

    /// Chooses a command from the palette, by a few letters of its name.
    pub(crate) fn commands(&mut self, letters: &str) -> &mut Self {
        self.presses(Modifiers::COMMAND | Modifiers::SHIFT, Key::P).types(letters).presses(Modifiers::NONE, Key::Enter)
    }

    /// What is in a field goes, and other words come.
    pub(crate) fn rewrites(&mut self, name: &str, words: &str) -> &mut Self {
        self.field(name).click();
        self.looks().presses(Modifiers::COMMAND, Key::A).types(words)
    }

    /// Closes the window.
    pub(crate) fn leaves(&mut self) {
        self.window = None;
    }

    /// The files of the sessions, in the order in which they began.
    pub(crate) fn sessions(&self) -> Vec<Value> {
        sessions(&self.folder)
    }
}

/// The sessions in a folder, in the order in which they began. What is not there yet, or no longer, is none.
pub(crate) fn sessions(folder: &Path) -> Vec<Value> {
    let folder = folder.join("data").join("sessions");
    let entries = if_there(folder.read_dir()).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "json"));
    paths.sort();
    let files = paths.iter().filter_map(|path| if_there(std::fs::read(path)));
    files.map(|file| serde_json::from_slice(&file).unwrap()).collect()
}

/// What is there; nothing if there is no such thing.
fn if_there<T>(read: std::io::Result<T>) -> Option<T> {
    match read {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        read => Some(read.unwrap()),
    }
}

/// The texts of a session's lines.
pub(crate) fn texts(session: &Value) -> Vec<&str> {
    session["lines"].as_array().unwrap().iter().map(|line| line["text"].as_str().unwrap()).collect()
}
