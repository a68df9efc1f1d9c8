//! A real exFAT, which takes capitals and small letters for the same: a file that has another spelling is not
//! a copy of itself.

use std::path::Path;
use std::process::Command;

use holdspace::domain::library::requests::LibraryRequest;
use holdspace::storage::worker::{LibraryReport, Report};

use crate::conditions::{Mounted, TestApp, text};
use crate::support::folder::files_below;

/// An exFAT of its own, on a drive that is a file; both go when it is dropped.
struct Stick {
    mounted: Mounted,
    drive: String,
}

impl Drop for Stick {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.mounted.0).status();
        let _ = Command::new("losetup").args(["--detach", &self.drive]).status();
    }
}

/// What a program says; the test fails with a sentence if it cannot be done here.
fn said(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let is_done = output.as_ref().is_ok_and(|output| output.status.success());
    assert!(
        is_done,
        "no exFAT can be mounted here: it takes exfatprogs, exfat-fuse, /dev/fuse and a loop device; {program}: {output:?}"
    );
    String::from_utf8(output.unwrap().stdout).unwrap().trim().to_owned()
}

fn exfat(root: &Path) -> Stick {
    let (image, place) = (root.join("exfat.image"), root.join("stick"));
    let file = std::fs::File::options().write(true).create_new(true).open(&image).unwrap();
    file.set_len(16 * 1024 * 1024).unwrap();
    std::fs::create_dir(&place).unwrap();
    said("mkfs.exfat", &[text(&image)]);
    let drive = said("losetup", &["--find", "--show", text(&image)]);
    let stick = Stick { mounted: Mounted(place.clone()), drive };
    said("mount.exfat-fuse", &[&stick.drive, text(&place)]);
    stick
}

#[test]
fn a_session_that_is_renamed_to_capitals_is_not_taken_for_its_own_copy() {
    for capitals in ["ONE.json", "ONE.JSON", "One.Json"] {
        let root = tempfile::tempdir().unwrap();
        let stick = exfat(root.path());
        let data = stick.mounted.0.join("notes");
        let mut app = TestApp::at(root.path(), &data);
        app.types("the only one there is").saved();
        let sessions = data.join("sessions");
        std::fs::rename(app.path(), sessions.join(capitals)).unwrap();
        app.worker.send(LibraryRequest::Rescan);
        app.worker.send(LibraryRequest::ReadTrash);
        app.until(|report| matches!(report, Report::Library(LibraryReport::Trash(_))).then_some(()));
        assert_eq!(files_below(&sessions).len(), 1, "{capitals}, while the notes are open");
        // And at the next start.
        app.types("and on").saved();
        app.worker.finish();
        std::fs::rename(sessions.join("one.json"), sessions.join("away")).unwrap();
        std::fs::rename(sessions.join("away"), sessions.join(capitals)).unwrap();
        let mut app = TestApp::at(root.path(), &data);
        app.until(|report| matches!(report, Report::Library(LibraryReport::AllRead)).then_some(()));
        app.worker.finish();
        let there = files_below(&sessions);
        assert_eq!(there.len(), 1, "{capitals}, at the start: {there:?}");
        let said = std::fs::read_to_string(&there[0]).unwrap();
        assert!(said.contains("the only one there is") && said.contains("and on"), "{capitals}");
    }
}
