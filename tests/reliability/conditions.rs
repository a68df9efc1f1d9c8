//! Real conditions of a real machine: a disk that fills, one that can only be read, a file that cannot
//! be changed, things that stand where a file or a folder should be.
//!
//! Mounting needs the rights of the machine's owner; `script/test` says so where they are missing.

use std::collections::VecDeque;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::mpsc::{self, Receiver};
use std::time::Duration;

use holdspace::domain::id::SessionId;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::session::Session;
use holdspace::storage::error::Problem;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::worker::{LibraryReport, Report, SavingReport, SavingRequest, Timing, Worker};

use crate::flows::lines;
use crate::support::folder::files_below;
use crate::support::times::{moment, stamp};

const DEADLINE: Duration = Duration::from_mins(1);

pub(crate) fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

/// A disk of its own, which goes when it is dropped.
pub(crate) struct Mounted(pub(crate) PathBuf);

impl Mounted {
    /// A disk in memory with 64 KiB.
    fn small(place: &Path) -> Self {
        Self::of_size(place, "64k")
    }

    /// A disk in memory.
    pub(crate) fn of_size(place: &Path, size: &str) -> Self {
        std::fs::create_dir(place).unwrap();
        run("mount", &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs", text(place)]);
        Self(place.to_owned())
    }

    /// A folder as a place of its own, so that it can be made read-only.
    fn bound(place: &Path) -> Self {
        std::fs::create_dir(place).unwrap();
        run("mount", &["--bind", text(place), text(place)]);
        Self(place.to_owned())
    }

    fn set(&self, options: &str) {
        run("mount", &["-o", options, text(&self.0)]);
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

/// The app's own thread on a folder, and whoever waits for what it says.
pub(crate) struct TestApp {
    folders: Folders,
    pub(crate) worker: Worker,
    woken: Receiver<()>,
    waiting: VecDeque<Report>,
    pub(crate) session: Session,
    revision: u64,
}

impl TestApp {
    pub(crate) fn at(root: &Path, data: &Path) -> Self {
        let folders = Folders { data: data.to_owned(), ..Folders::within(root) };
        let quick = Duration::from_millis(20);
        let timing = Timing {
            debounce: quick,
            max_delay: quick,
            retry_delay: quick,
            rescan_interval: quick,
            progress: Duration::ZERO,
            unlock_delay: Duration::ZERO,
            work: 4,
        };
        let (wake, woken) = mpsc::channel();
        let worker = Worker::start_with(folders.clone(), Files::default(), timing, move || {
            let _ = wake.send(());
        });
        let mut session = Session::begin(moment(), "K-07", None, Vec::new());
        session.id = SessionId::try_from("one").unwrap();
        Self { folders, worker, woken, waiting: VecDeque::new(), session, revision: 0 }
    }

    pub(crate) fn path(&self) -> PathBuf {
        self.folders.data.join("sessions").join("one.json")
    }

    pub(crate) fn types(&mut self, words: &str) -> &mut Self {
        self.session.notes.add(words, None, &stamp());
        self.revision += 1;
        let session = Box::new(self.session.clone());
        self.worker.send(SavingRequest::SaveSession { session, merged_up_to: 0, revision: self.revision });
        self
    }

    pub(crate) fn until<T>(&mut self, wanted: impl Fn(Report) -> Option<T>) -> T {
        loop {
            self.waiting.extend(self.worker.reports());
            while let Some(report) = self.waiting.pop_front() {
                if let Some(found) = wanted(report) {
                    return found;
                }
            }
            self.woken.recv_timeout(DEADLINE).expect("a report comes within the deadline");
        }
    }

    /// What cannot be read, once everything was read and it was said what is in the trash.
    pub(crate) fn until_trash(&mut self) -> Vec<PathBuf> {
        let (mut unreadable, mut has_read, mut has_trash) = (Vec::new(), false, false);
        while !(has_read && has_trash) {
            match self.until(Some) {
                Report::Library(LibraryReport::Unreadable(file)) => unreadable.push(file.path),
                Report::Library(LibraryReport::AllRead) => has_read = true,
                Report::Library(LibraryReport::Trash(_)) => has_trash = true,
                _ => {}
            }
        }
        unreadable
    }

    pub(crate) fn problem(&mut self) -> Problem {
        self.until(|report| match report {
            Report::Saving(SavingReport::Problem(error)) => Some(error.kind),
            _ => None,
        })
    }

    pub(crate) fn saved(&mut self) -> &mut Self {
        let newest = self.revision;
        self.until(|report| {
            matches!(report, Report::Saving(SavingReport::SessionSaved { revision, .. }) if revision == newest)
                .then_some(())
        });
        self
    }

    /// Every line that was typed is in the file, and nowhere is a file left over.
    pub(crate) fn has_all(&self) {
        let session = format::read_session(&std::fs::read(self.path()).unwrap()).unwrap();
        assert_eq!(lines(&session).collect::<Vec<_>>(), lines(&self.session).collect::<Vec<_>>());
        let beside: Vec<_> = self.path().parent().unwrap().read_dir().unwrap().collect();
        assert_eq!(beside.len(), 1, "{beside:?}");
    }
}

/// Bytes until there is no more room.
fn fill(path: &Path) {
    use std::io::Write;
    let mut file = std::fs::File::options().create_new(true).write(true).open(path).unwrap();
    while file.write_all(&[7; 512]).is_ok() {}
}

#[test]
fn a_disk_of_64_kib_that_fills_keeps_every_word() {
    let root = tempfile::tempdir().unwrap();
    let mounted = Mounted::small(&root.path().join("disk"));
    let mut app = TestApp::at(root.path(), &mounted.0.join("notes"));
    app.types("before").saved();
    let filler = mounted.0.join("filler");
    fill(&filler);
    assert_eq!(app.types(&"while it is full ".repeat(400)).problem(), Problem::DiskFull);
    app.types("and on");
    let recovered = || files_below(&root.path().join("state").join("recovery"));
    assert_eq!(recovered().len(), 1, "the copy is on this computer's own disk");
    std::fs::remove_file(filler).unwrap();
    app.saved().has_all();
    assert_eq!(recovered().len(), 0);
    // And by its own notes alone.
    let mut longer = 0;
    loop {
        app.types(&format!("{longer} {}", "x".repeat(9_000)));
        longer += 1;
        let full = app.until(|report| match report {
            Report::Saving(SavingReport::Problem(error)) => Some(Some(error.kind)),
            Report::Saving(SavingReport::SessionSaved { .. }) => Some(None),
            _ => None,
        });
        if let Some(kind) = full {
            assert_eq!(kind, Problem::DiskFull);
            break;
        }
    }
    mounted.set("remount,size=1m");
    app.saved().has_all();
}

#[test]
fn a_mount_that_becomes_read_only_is_waited_for() {
    let root = tempfile::tempdir().unwrap();
    let place = Mounted::bound(&root.path().join("place"));
    let mut app = TestApp::at(root.path(), &place.0.join("notes"));
    app.types("before").saved();
    place.set("remount,bind,ro");
    assert_eq!(app.types("while it is read-only").problem(), Problem::ReadOnly);
    place.set("remount,bind,rw");
    app.saved().has_all();
}

#[test]
fn a_file_that_may_not_be_changed_is_waited_for() {
    let root = tempfile::tempdir().unwrap();
    let mut app = TestApp::at(root.path(), &root.path().join("notes"));
    app.types("before").saved();
    let path = app.path();
    run("chattr", &["+i", text(&path)]);
    let refused = app.types("while it may not be changed").problem();
    run("chattr", &["-i", text(&path)]);
    assert!(matches!(refused, Problem::NoPermission | Problem::Other), "{refused:?}");
    app.saved().has_all();
}

#[test]
fn a_folder_that_vanishes_while_a_session_is_open_is_waited_for() {
    let root = tempfile::tempdir().unwrap();
    let (data, away) = (root.path().join("notes"), root.path().join("away"));
    let mut app = TestApp::at(root.path(), &data);
    app.types("before").saved();
    std::fs::rename(&data, &away).unwrap();
    assert_eq!(app.problem(), Problem::FolderNotThere, "said before anything is typed");
    app.types("while it is away");
    std::fs::rename(&away, &data).unwrap();
    app.saved().has_all();
}

#[test]
fn a_loop_of_links_is_an_unreadable_file_and_a_folder_that_cannot_be_opened() {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("notes");
    let mut app = TestApp::at(root.path(), &data);
    app.types("before").saved();
    assert!(app.worker.finish());
    let (one, other) = (data.join("sessions").join("two.json"), data.join("sessions").join("three.json"));
    std::os::unix::fs::symlink(&one, &other).unwrap();
    std::os::unix::fs::symlink(&other, &one).unwrap();
    let mut app = TestApp::at(root.path(), &data);
    app.until(|report| matches!(report, Report::Library(LibraryReport::Unreadable(_))).then_some(()));
    app.until(|report| matches!(report, Report::Library(LibraryReport::AllRead)).then_some(()));
    app.session.id = SessionId::try_from("two").unwrap();
    assert!(matches!(app.types("in the way of the loop").problem(), Problem::UnreadableInTheWay | Problem::Other));
    assert!(one.is_symlink() && other.is_symlink(), "both are left as they are");
    drop(app);

    let looped = root.path().join("looped");
    std::os::unix::fs::symlink(&looped, root.path().join("back")).unwrap();
    std::os::unix::fs::symlink(root.path().join("back"), &looped).unwrap();
    let mut app = TestApp::at(root.path(), &looped);
    app.problem();
    assert!(looped.is_symlink());
}

#[test]
fn names_that_are_not_unicode_are_no_hindrance() {
    let root = tempfile::tempdir().unwrap();
    let odd = std::ffi::OsStr::from_bytes(b"notes \xFF\xFE");
    let data = root.path().join(odd);
    let mut app = TestApp::at(root.path(), &data);
    app.types("before").saved().has_all();
    let named = data.join("sessions").join(std::ffi::OsStr::from_bytes(b"\xFF.json"));
    #[expect(clippy::disallowed_methods, reason = "somebody else puts it there")]
    std::fs::write(&named, b"theirs").unwrap();
    app.worker.send(LibraryRequest::Rescan);
    app.until(|report| matches!(report, Report::Library(LibraryReport::Unreadable(_))).then_some(()));
    assert_eq!(std::fs::read(&named).unwrap(), b"theirs");
}

#[test]
fn a_pipe_where_a_session_should_be_holds_nobody_up() {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("notes");
    let app = TestApp::at(root.path(), &data);
    assert!(app.worker.finish());
    run("mkfifo", &[text(&data.join("sessions").join("one.json")), text(&data.join("sessions").join("copy.JSON"))]);
    let mut app = TestApp::at(root.path(), &data);
    app.until(|report| matches!(report, Report::Library(LibraryReport::AllRead)).then_some(()));
    assert_eq!(app.types("in its way").problem(), Problem::UnreadableInTheWay);
}
