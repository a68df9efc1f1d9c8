//! Links and mounts in the notes folder, and the folder itself exchanged under an open app: nothing outside
//! is read, changed or deleted, and the rest of the library opens.
//!
//! Mounting needs the rights of the machine's owner; `script/test` says so where they are missing.

use std::collections::BTreeMap;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use holdspace::domain::id::SessionId;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::storage::error::Problem;
use holdspace::storage::format;
use holdspace::storage::worker::{LibraryReport, Report, SavingReport, SavingRequest};

use crate::conditions::{Mounted, TestApp, run, text};
use crate::support::folder::files_below;

/// What is outside: every path with its bytes, and when it was changed.
type Outside = BTreeMap<PathBuf, (Vec<u8>, i64, i64)>;

fn outside(folder: &Path) -> Outside {
    let look = |path: PathBuf| {
        let found = path.symlink_metadata().unwrap();
        (path.clone(), (std::fs::read(&path).unwrap(), found.mtime(), found.mtime_nsec()))
    };
    let mut all: Outside = files_below(folder).into_iter().map(look).collect();
    let found = folder.metadata().unwrap();
    all.insert(folder.to_owned(), (Vec::new(), found.mtime(), found.mtime_nsec()));
    all
}

#[expect(clippy::disallowed_methods, reason = "somebody else puts it there")]
fn put(path: &Path, bytes: &[u8]) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, bytes).unwrap();
}

/// A library with one session, and a folder of somebody else's with what the app would like to take.
struct Scene {
    root: tempfile::TempDir,
    data: PathBuf,
    private: PathBuf,
}

impl Scene {
    fn new() -> Self {
        let root = tempfile::tempdir().unwrap();
        let (data, private) = (root.path().join("notes"), root.path().join("private"));
        let mut app = TestApp::at(root.path(), &data);
        app.types("before").saved();
        let mut other = app.session.clone();
        other.id = SessionId::try_from("other").unwrap();
        assert!(app.worker.finish());
        let session = format::write_session(&other);
        for name in ["letter.json", "other.json", "20261123T140211.000000000Z.json", "prompts.json", "keys.json"] {
            put(&private.join(name), &session);
        }
        put(&private.join("renaming.json"), br#"{"format": "holdspace-renaming", "version": 1}"#);
        put(&private.join("passphrase-1.age"), b"theirs");
        put(&private.join(".holdspace-1.tmp"), b"{");
        Self { root, data, private }
    }

    fn app(&self) -> TestApp {
        TestApp::at(self.root.path(), &self.data)
    }

    /// Does everything that touches many files, and says what could not be read.
    fn uses(&self) -> (Vec<PathBuf>, TestApp) {
        let mut app = self.app();
        app.types("and on");
        app.worker.send(LibraryRequest::MoveToTrash(SessionId::try_from("two").unwrap()));
        app.worker.send(LibraryRequest::EmptyTrash);
        app.worker.send(LibraryRequest::Rescan);
        app.worker.send(LibraryRequest::ReadTrash);
        (app.until_trash(), app)
    }

    /// What the file of the session says.
    fn says(&self) -> String {
        format::read_session(&std::fs::read(self.data.join("sessions/one.json")).unwrap()).unwrap().notes.text()
    }
}

/// Puts a link to somebody's folder where one of the app's is, uses the app, and looks at theirs.
fn a_link_at(way: &str, is_said: bool) {
    let scene = Scene::new();
    let link = scene.data.join(way);
    if link.exists() {
        std::fs::rename(&link, scene.root.path().join("away")).unwrap();
    }
    std::fs::create_dir_all(link.parent().unwrap()).unwrap();
    symlink(&scene.private, &link).unwrap();
    let before = outside(&scene.private);
    let mut app = scene.app();
    app.until(|report| matches!(report, Report::Library(LibraryReport::AllRead)).then_some(()));
    app.worker.finish();
    let (unreadable, app) = scene.uses();
    app.worker.finish();
    assert_eq!(outside(&scene.private), before, "{way}");
    assert!(link.is_symlink(), "{way} is left");
    assert_eq!(unreadable.contains(&link), is_said, "{way}: {unreadable:?}");
}

#[test]
fn a_link_at_an_earlier_versions_folder_is_not_followed() {
    a_link_at("history/one", true);
}

#[test]
fn a_link_at_the_history_is_not_followed() {
    a_link_at("history", true);
}

#[test]
fn a_link_at_the_trash_is_not_followed() {
    a_link_at("trash", true);
}

#[test]
fn a_link_at_the_folder_of_a_renaming_is_not_followed() {
    a_link_at("renaming", true);
}

#[test]
fn a_link_at_the_prompt_sets_is_not_followed() {
    let scene = Scene::new();
    symlink(scene.private.join("prompts.json"), scene.data.join("prompts.json")).unwrap();
    let before = outside(&scene.private);
    let (unreadable, mut app) = scene.uses();
    assert!(unreadable.contains(&scene.data.join("prompts.json")), "{unreadable:?}");
    let sets =
        holdspace::domain::prompts::prompt_sets::PromptSets::first(&holdspace::guidelines::integration_session());
    app.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets), revision: 1 });
    assert_eq!(app.problem(), Problem::UnreadableInTheWay);
    app.worker.finish();
    assert_eq!(outside(&scene.private), before);
}

#[test]
fn a_link_at_a_session_and_at_a_temporary_file_hands_nothing_over() {
    let scene = Scene::new();
    let (session, left) = (scene.data.join("sessions/other.json"), scene.data.join("sessions/.holdspace-2.tmp"));
    symlink(scene.private.join("other.json"), &session).unwrap();
    symlink(scene.private.join("other.json"), &left).unwrap();
    symlink(scene.private.join(".holdspace-1.tmp"), scene.data.join(".holdspace-3.tmp")).unwrap();
    let before = outside(&scene.private);
    let (unreadable, app) = scene.uses();
    app.worker.finish();
    assert_eq!(unreadable.iter().filter(|path| **path == session).count(), 1, "{unreadable:?}");
    assert_eq!(outside(&scene.private), before);
    assert!(session.is_symlink() && left.is_symlink() && scene.data.join(".holdspace-3.tmp").is_symlink());
}

#[test]
fn links_at_the_marker_and_at_the_lock_do_not_keep_the_library_from_opening() {
    for name in ["holdspace.json", "holdspace.lock"] {
        let scene = Scene::new();
        std::fs::remove_file(scene.data.join(name)).unwrap();
        symlink(scene.private.join("letter.json"), scene.data.join(name)).unwrap();
        let before = outside(&scene.private);
        let (_, mut app) = scene.uses();
        app.types("and more").saved();
        app.worker.finish();
        assert_eq!(outside(&scene.private), before, "{name}");
        let said = scene.says();
        assert!(["and on", "and more"].iter().all(|words| said.contains(words)), "{said}");
    }
}

#[test]
fn a_link_at_the_keys_is_not_followed_and_keeps_nobody_from_plain_notes() {
    let scene = Scene::new();
    symlink(&scene.private, scene.data.join("keys")).unwrap();
    let before = outside(&scene.private);
    let mut app = scene.app();
    app.types("meanwhile").saved();
    app.worker.finish();
    assert!(scene.data.join("keys").is_symlink());
    assert_eq!(outside(&scene.private), before);
}

#[test]
fn a_link_at_the_sessions_makes_the_notes_folder_unusable_and_says_so() {
    let scene = Scene::new();
    std::fs::rename(scene.data.join("sessions"), scene.root.path().join("away")).unwrap();
    symlink(&scene.private, scene.data.join("sessions")).unwrap();
    let before = outside(&scene.private);
    let mut app = scene.app();
    assert_eq!(app.problem(), Problem::LeadsElsewhere);
    app.types("meanwhile");
    std::fs::remove_file(scene.data.join("sessions")).unwrap();
    std::fs::rename(scene.root.path().join("away"), scene.data.join("sessions")).unwrap();
    app.saved();
    app.worker.finish();
    assert_eq!(outside(&scene.private), before);
}

#[test]
fn what_is_mounted_in_the_notes_folder_is_not_entered() {
    for way in ["history/one", "history", "trash", "renaming"] {
        let scene = Scene::new();
        let place = scene.data.join(way);
        std::fs::create_dir_all(&place).unwrap();
        run("mount", &["--bind", text(&scene.private), text(&place)]);
        let _mounted = Mounted(place.clone());
        let before = outside(&scene.private);
        let (unreadable, app) = scene.uses();
        app.worker.finish();
        assert_eq!(outside(&scene.private), before, "{way}");
        assert!(unreadable.contains(&place), "{way}: {unreadable:?}");
    }
}

#[test]
fn a_file_that_is_mounted_on_a_session_is_not_read() {
    let scene = Scene::new();
    let place = scene.data.join("sessions/other.json");
    put(&place, b"");
    run("mount", &["--bind", text(&scene.private.join("other.json")), text(&place)]);
    let _mounted = Mounted(place.clone());
    let before = outside(&scene.private);
    let (unreadable, app) = scene.uses();
    app.worker.finish();
    assert_eq!(outside(&scene.private), before);
    assert!(unreadable.contains(&place), "{unreadable:?}");
}

#[test]
fn a_hard_link_from_outside_is_never_written_through() {
    let scene = Scene::new();
    let ours = scene.data.join("sessions/one.json");
    let theirs = scene.root.path().join("theirs.json");
    std::fs::hard_link(&ours, &theirs).unwrap();
    let before = std::fs::read(&theirs).unwrap();
    let mut app = scene.app();
    app.until(|report| matches!(report, Report::Library(LibraryReport::AllRead)).then_some(()));
    app.types("and on").saved();
    app.worker.finish();
    assert_eq!(std::fs::read(&theirs).unwrap(), before);
}

#[test]
fn the_notes_folder_itself_may_be_reached_by_a_link() {
    let root = tempfile::tempdir().unwrap();
    std::fs::create_dir(root.path().join("drive")).unwrap();
    symlink(root.path().join("drive"), root.path().join("link")).unwrap();
    let mut app = TestApp::at(root.path(), &root.path().join("link").join("notes"));
    app.types("by a link").saved().has_all();
}

#[test]
fn another_library_at_the_same_path_gets_not_one_word() {
    let root = tempfile::tempdir().unwrap();
    let (data, away) = (root.path().join("notes"), root.path().join("away"));
    let elsewhere = root.path().join("elsewhere");
    let theirs = TestApp::at(&elsewhere, &elsewhere.join("notes"));
    assert!(theirs.worker.finish());
    let mut app = TestApp::at(root.path(), &data);
    app.types("before").saved();
    std::fs::rename(&data, &away).unwrap();
    std::fs::rename(elsewhere.join("notes"), &data).unwrap();
    let before = outside(&data);
    app.types("not for them");
    let sets =
        holdspace::domain::prompts::prompt_sets::PromptSets::first(&holdspace::guidelines::integration_session());
    app.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets), revision: 1 });
    app.until(|report| {
        matches!(report, Report::Saving(SavingReport::Problem(error)) if error.kind == Problem::OtherFolder)
            .then_some(())
    });
    assert!(!app.worker.handle().write_all());
    assert_eq!(outside(&data), before, "nothing is written into another library");
    assert_eq!(files_below(&root.path().join("state/recovery")).len(), 1, "the words have a copy");
    std::fs::rename(&data, elsewhere.join("notes")).unwrap();
    std::fs::rename(&away, &data).unwrap();
    app.saved().has_all();
}

#[test]
fn nothing_is_written_beneath_the_mount_point_of_a_drive_that_went_away() {
    let root = tempfile::tempdir().unwrap();
    let (place, image) = (root.path().join("drive"), root.path().join("image"));
    std::fs::create_dir(&place).unwrap();
    std::fs::create_dir(&image).unwrap();
    run("mount", &["-t", "tmpfs", "-o", "size=1m", "tmpfs", text(&image)]);
    let _image = Mounted(image.clone());
    run("mount", &["--bind", text(&image), text(&place)]);
    let mounted = Mounted(place.clone());
    // The drive itself is the notes folder: its mount point stays when it goes.
    let mut app = TestApp::at(root.path(), &place);
    app.types("before").saved();
    run("umount", &["--lazy", text(&place)]);
    std::mem::forget(mounted);
    app.types("while it is away");
    let sets =
        holdspace::domain::prompts::prompt_sets::PromptSets::first(&holdspace::guidelines::integration_session());
    app.worker.send(SavingRequest::SavePromptSets { sets: Box::new(sets), revision: 1 });
    app.until(|report| {
        matches!(report, Report::Saving(SavingReport::Problem(error)) if error.kind == Problem::FolderNotThere)
            .then_some(())
    });
    assert!(!app.worker.handle().write_all());
    assert_eq!(place.read_dir().unwrap().count(), 0, "nothing is beneath the mount point");
    // Another window makes no new library there either, however the path is spelled.
    assert!(!app.worker.finish());
    symlink(&place, root.path().join("link")).unwrap();
    for spelling in [place.clone(), place.join("."), root.path().join("link"), image.join("../drive")] {
        let mut app = TestApp::at(root.path(), &spelling);
        assert_eq!(app.problem(), Problem::FolderNotThere, "{}", spelling.display());
        app.worker.finish();
        assert_eq!(place.read_dir().unwrap().count(), 0, "{}", spelling.display());
    }
    run("mount", &["--bind", text(&image), text(&place)]);
    let _mounted = Mounted(place.clone());
    let mut app = TestApp::at(root.path(), &root.path().join("link"));
    let found = app.until(|report| match report {
        Report::Library(LibraryReport::Recovered(session)) => Some(session),
        _ => None,
    });
    assert_eq!(found.id.as_str(), "one");
    app.until(|report| matches!(report, Report::Saving(SavingReport::SessionSaved { .. })).then_some(()));
    let said = format::read_session(&std::fs::read(app.path()).unwrap()).unwrap();
    assert!(said.notes.text().contains("while it is away"), "the copy is found by another spelling");
    assert_eq!(files_below(&root.path().join("state/recovery")), Vec::<PathBuf>::new());
}

#[test]
fn the_marker_gone_stops_every_write_until_it_is_back() {
    let root = tempfile::tempdir().unwrap();
    let data = root.path().join("notes");
    let mut app = TestApp::at(root.path(), &data);
    app.types("before").saved();
    std::fs::rename(data.join("holdspace.json"), root.path().join("marker")).unwrap();
    let before = outside(&data);
    assert_eq!(app.types("while it is away").problem(), Problem::FolderNotThere);
    assert!(!app.worker.handle().write_all());
    assert_eq!(outside(&data), before);
    std::fs::rename(root.path().join("marker"), data.join("holdspace.json")).unwrap();
    app.saved().has_all();
}

#[test]
fn a_drive_that_is_back_as_another_device_is_the_same_by_its_marker() {
    let root = tempfile::tempdir().unwrap();
    let place = root.path().join("drive");
    let first = Mounted::of_size(&place, "1m");
    let mut app = TestApp::at(root.path(), &place);
    app.types("before").saved();
    let copy = root.path().join("copy");
    assert!(Command::new("cp").arg("-a").arg(&place).arg(&copy).status().unwrap().success());
    drop(first);
    app.types("while it is away");
    assert_eq!(app.problem(), Problem::FolderNotThere);
    std::fs::remove_dir(&place).unwrap();
    let _second = Mounted::of_size(&place, "1m");
    assert!(Command::new("cp").arg("-a").arg(format!("{}/.", copy.display())).arg(&place).status().unwrap().success());
    app.saved().has_all();
}
