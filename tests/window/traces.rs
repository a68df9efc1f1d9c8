//! What stays behind of a sealed session: words that stand nowhere else are planted in everything that a
//! therapist can write, and then looked for everywhere.
//!
//! In the whole home, in the system's folders for temporary files, in what the process has open, in its
//! name, arguments and environment, in the window's title, and on the accessibility bus while nothing may
//! be heard. The control is the same session in notes that are not sealed: there they are found.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use chrono::Utc;
use holdspace::domain::Moment;
use holdspace::domain::session::notes::Stamp;
use holdspace::domain::session::{Addendum, Session};

use crate::accessibility::Reader;
use crate::display::{Display, Home, until};
use crate::sealed::{PASSPHRASE, seal};
use crate::watch::Watch;

/// Files that are larger are read up to here.
const MAX_BYTES: u64 = 64 << 20;

/// Words that stand nowhere else on this machine, in letters that every field takes.
struct Marks {
    mark: String,
}

impl Marks {
    fn new() -> Self {
        let letters = uuid::Uuid::now_v7().simple().to_string();
        Self { mark: format!("zq{}", &letters[12..28]) }
    }

    fn is_in(&self, bytes: &[u8]) -> bool {
        let lower = bytes.to_ascii_lowercase();
        let wide: Vec<u8> = self.mark.bytes().flat_map(|byte| [byte, 0]).collect();
        [self.mark.as_bytes(), &wide].iter().any(|mark| memchr::memmem::find(&lower, mark).is_some())
    }

    /// A finalized session with marks in every text of it.
    fn session(&self) -> Session {
        let began = Moment::try_from("2026-01-05T10:00:00+01:00").unwrap();
        let after = |minutes: i64| -> Moment { began + chrono::TimeDelta::minutes(minutes) };
        let mut session = Session::begin(began, &format!("{}-C", self.mark), None, Vec::new());
        session.notes.add(
            &format!("{} in a line #{}", self.mark, self.mark),
            None,
            &Stamp { at: after(1), prompt: None },
        );
        session.closing.client_words = format!("{} client", self.mark);
        session.closing.noticed = format!("{} noticed", self.mark);
        session.closing.chart_summary = format!("{} chart", self.mark);
        (session.ended, session.finalized) = (Some(after(50)), Some(after(51)));
        let unknown = session.unknown.clone();
        session.addenda.push(Addendum { at: after(60), text: format!("{} later", self.mark), origin: None, unknown });
        session
    }

    /// The files that hold a mark, in their name or in what is in them, among those of some folders that were
    /// changed since.
    fn files(&self, folders: &[PathBuf], since: SystemTime) -> Vec<PathBuf> {
        let mut found = Vec::new();
        for folder in folders {
            self.walk(folder, since, &mut found);
        }
        found
    }

    fn walk(&self, folder: &Path, since: SystemTime, found: &mut Vec<PathBuf>) {
        // Other programs' files may go, or be closed to everybody, while they are walked.
        for path in folder.read_dir().into_iter().flatten().filter_map(|entry| Some(entry.ok()?.path())) {
            let Ok(look) = path.symlink_metadata() else { continue };
            let is_named = self.is_in(path.file_name().unwrap_or_default().as_encoded_bytes());
            let is_new = look.modified().is_ok_and(|changed| changed >= since);
            if is_named || (look.is_file() && is_new && self.is_in(&read(&path))) {
                found.push(path.clone());
            }
            if look.is_dir() {
                self.walk(&path, since, found);
            }
        }
    }

    /// What the process has open or is known by, where a mark is in it.
    fn process(&self, number: u32) -> Vec<PathBuf> {
        let process = Path::new("/proc").join(number.to_string());
        let mut looked: Vec<PathBuf> =
            ["comm", "cmdline", "environ", "maps", "status"].map(|name| process.join(name)).to_vec();
        let opened = process.join("fd").read_dir().unwrap().map(|entry| entry.unwrap().path());
        let opened: Vec<PathBuf> = opened.collect();
        assert!(opened.len() > 5, "what it has open can be seen");
        let leads_to = |path: &PathBuf| std::fs::read_link(path).unwrap_or_default();
        let mut found: Vec<PathBuf> =
            opened.iter().map(leads_to).filter(|path| self.is_in(path.as_os_str().as_encoded_bytes())).collect();
        // Files that were taken away, or never had a name, are still there for whoever opened them.
        looked.extend(opened.into_iter().filter(|path| path.metadata().is_ok_and(|look| look.is_file())));
        for thread in process.join("task").read_dir().unwrap() {
            looked.push(thread.unwrap().path().join("comm"));
        }
        found.extend(looked.into_iter().filter(|path| self.is_in(&read(path))));
        found
    }

    /// Whether a screen reader hears a mark.
    fn is_heard(&self, reader: &Reader<'_>) -> bool {
        reader.walk().iter().any(|node| self.is_in(format!("{node:?}").as_bytes()))
    }
}

fn read(path: &Path) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What cannot be opened is no file of this program: it runs as the same person.
    if let Ok(file) = std::fs::File::open(path) {
        let _ = file.take(MAX_BYTES).read_to_end(&mut bytes);
    }
    bytes
}

/// Everywhere that a program may leave something.
fn everywhere(home: &Home) -> Vec<PathBuf> {
    let runtime = std::env::var_os("XDG_RUNTIME_DIR").map(PathBuf::from);
    let shared = ["/var/tmp", "/dev/shm", "/run/user"].map(PathBuf::from);
    [home.path().to_owned(), std::env::temp_dir()].into_iter().chain(shared).chain(runtime).collect()
}

/// A session by the keyboard, with a mark in everything that is typed.
fn hold(reader: &Reader<'_>, marks: &Marks) {
    let mark = &marks.mark;
    reader.types(&format!("{mark}-K"));
    reader.presses(&["Return"]);
    reader.finds("entry", "Notes");
    reader.types(&format!("{mark} said #{mark}theme"));
    reader.presses(&["Return"]);
    reader.types(&format!("{mark} again"));
    reader.presses(&["ctrl+l", "shift+Home", "ctrl+c", "End", "ctrl+e"]);
    reader.finds("entry", "Add a line for next time");
    reader.types(&format!("{mark} carried"));
    reader.presses(&["Return", "Tab"]);
    reader.types(&format!("{mark} words"));
    reader.presses(&["ctrl+s", "ctrl+shift+f"]);
    reader.finds("entry", "Search every note");
    reader.types(&format!("{mark} later"));
    reader.presses(&["Down"]);
    assert!(marks.is_heard(reader), "the control: while the notes are open, they are heard");
}

/// The process of the program, and whatever is wrong with the title of its window.
fn process_of(display: &Display, marks: &Marks) -> u32 {
    let window = display.tool("xdotool", &["search", "--onlyvisible", "--name", "^Holdspace$"]);
    let window = window.lines().last().unwrap();
    let title = display.tool("xdotool", &["getwindowname", window]);
    assert!(!marks.is_in(title.as_bytes()) && title == "Holdspace", "the title");
    display.tool("xdotool", &["getwindowpid", window]).parse().unwrap()
}

fn unlock(reader: &Reader<'_>, then: (&str, &str)) {
    reader.finds("password text", "Passphrase");
    reader.types(PASSPHRASE);
    reader.presses(&["Return"]);
    reader.finds(then.0, then.1);
}

fn is_silent(reader: &Reader<'_>, marks: &Marks, what: &str) {
    until(what, || {
        let nodes = reader.walk();
        !nodes.is_empty() && !nodes.iter().any(|node| marks.is_in(format!("{node:?}").as_bytes()))
    });
}

#[test]
fn nothing_of_a_sealed_session_is_left_anywhere() {
    let (display, home, marks) = (Display::start(), Home::new(), Marks::new());
    let begun = SystemTime::now() - Duration::from_secs(2);
    seal(&home, &marks.session());
    let reader = Reader::start(&display, &home);
    is_silent(&reader, &marks, "nothing is heard before the passphrase");
    unlock(&reader, ("button", "Begin"));
    hold(&reader, &marks);
    let number = process_of(&display, &marks);
    let saved = || sealed_files(&home) >= 2;
    until("the session is saved", saved);
    let found = || [marks.process(number), marks.files(&everywhere(&home), begun)].concat();
    assert_eq!(found(), [] as [PathBuf; 0], "while the notes are open");
    reader.presses(&["ctrl+shift+l"]);
    reader.finds("password text", "Passphrase");
    is_silent(&reader, &marks, "nothing is heard while the notes are locked");
    assert_eq!(found(), [] as [PathBuf; 0], "while the notes are locked");
    process_of(&display, &marks);
    // The session that was open is open again.
    unlock(&reader, ("entry", "Notes"));
    fall(&reader, &home, number, &marks);
    assert_eq!(marks.files(&everywhere(&home), begun), [] as [PathBuf; 0], "after the end");
}

fn sealed_files(home: &Home) -> usize {
    let names = home.data().join("sessions").read_dir().unwrap().map(|entry| entry.unwrap().file_name());
    names.filter(|name| name.to_string_lossy().ends_with(".json.age")).count()
}

/// The window's own thread panics, with marked words just typed: the system has no random bytes for it.
fn fall(reader: &Reader<'_>, home: &Home, number: u32, marks: &Marks) {
    reader.types(&format!("{} falls", marks.mark));
    until("it is heard", || marks.is_heard(reader));
    let arguments = ["--trace=getrandom", "--inject=getrandom:error=EIO", "--output=/dev/null"];
    let watch = Watch::attach(number, &arguments);
    reader.presses(&["Return"]);
    reader.types("x");
    watch.end();
    let log = home.path().join("state").join("holdspace").join("holdspace.log");
    until("the log says where it fell", || {
        std::fs::read_to_string(&log).is_ok_and(|log| log.contains("Holdspace failed at "))
    });
}

/// The control: the same marks in notes that are not sealed are found, each where it is.
#[test]
fn the_same_session_in_plain_notes_would_be_found() {
    let (display, home, marks) = (Display::start(), Home::new(), Marks::new());
    let begun = SystemTime::now() - Duration::from_secs(2);
    let reader = Reader::start(&display, &home);
    reader.finds("button", "Begin");
    hold(&reader, &marks);
    until("the session is saved", || home.texts().iter().any(|text| marks.is_in(text.as_bytes())));
    let found = marks.files(&everywhere(&home), begun);
    assert!(found.iter().any(|path| path.starts_with(home.data().join("sessions"))), "{found:?}");
    let hidden = tempfile::tempfile().unwrap();
    std::os::unix::fs::FileExt::write_all_at(&hidden, format!("so {} is", marks.mark).as_bytes(), 0).unwrap();
    assert_eq!(marks.process(std::process::id()).len(), 1, "a file without a name, which this process has open");
    assert!(marks.files(&[std::env::temp_dir()], Utc::now().into()).is_empty());
}
