//! A file that cannot be sealed: it is said, tried again, and in nobody's way.

use std::sync::Arc;

use holdspace::domain::sealing::{Sealing, SealingChange, SealingRequest};
use holdspace::storage::files::Files;
use holdspace::storage::vault::seal::new_recovery_code;
use holdspace::storage::worker::{Report, SavingReport, SealingReport};

use crate::fixture::*;
use crate::sealing::{practice, until_sealing, words};
use crate::support::faulty_disk::FaultyDisk;

#[test]
fn a_file_that_cannot_take_its_form_is_said_and_logged_once_and_tried_again() {
    let fixture = practice();
    let disk = FaultyDisk::default();
    let mut app = TestApp::start_on(&fixture.folders, &Files::on(Arc::new(disk.clone())), soon());
    app.all_read();
    let stuck = fixture.session_path("one");
    disk.refuse_at("open", &stuck, 5);
    app.worker.send(SealingRequest::Seal { passphrase: words(), code: new_recovery_code() });
    let mut problems = 0;
    let mut tries = 0;
    while tries < 20 {
        match app.next() {
            Report::Saving(SavingReport::Problem(_)) => problems += 1,
            Report::Sealing(SealingReport::Sealing(Sealing::Underway { left: 1.., .. })) => tries += 1,
            _ => {}
        }
    }
    let log = std::fs::read_to_string(fixture.folders.state.join("holdspace.log")).unwrap();
    assert_eq!((problems, log.matches("system code 5").count()), (1, 1), "{log}");
    // It keeps nobody from changing the key.
    app.worker.send(SealingRequest::RotateKey { passphrase: words(), code: new_recovery_code() });
    app.until(|report| {
        let rotates = matches!(
            report,
            Report::Sealing(SealingReport::Sealing(Sealing::Underway { change: SealingChange::Rotate, .. }))
        );
        assert!(!matches!(report, Report::Refused(..)), "{report:?}");
        rotates.then_some(())
    });
    disk.heal();
    until_sealing(&mut app, Sealing::Sealed);
    assert!(!stuck.exists());
}
