//! The disk refuses: what is typed stays on the screen, the notice says why, and once the disk does
//! what it is asked again everything is saved.

use std::sync::Arc;

use holdspace::storage::files::Files;

use crate::support::faulty_disk::{FaultyDisk, Lasting, REFUSALS};
use crate::support::figures::figure;
use crate::support::folder::temporary_files_in;
use crate::therapist::{Therapist, texts};

/// A save makes fewer calls than this.
const CALLS: usize = 30;

/// What the notice says of each refusal.
fn sentence(refusal: &str) -> &'static str {
    match refusal {
        "ENOSPC" | "EDQUOT" => "The disk is full.",
        "EACCES" => "Access was denied.",
        "EROFS" => "The disk is read-only.",
        _ => "The disk reported an error.",
    }
}

#[test]
fn whatever_is_refused_stays_on_the_screen_and_is_said() {
    let folder = tempfile::tempdir().unwrap();
    let disk = FaultyDisk::default();
    let mut therapist = Therapist::on_disk(folder.path(), Files::on(Arc::new(disk.clone())));
    therapist.begins("K-07").types("words").sees_it_saved();
    let (mut written, mut refused, mut said) = ("words".to_owned(), 0, 0);
    for (name, code) in REFUSALS {
        let mut said_of_it = 0;
        for (number, lasting) in (1..=CALLS).flat_map(|number| [(number, Lasting::Once), (number, Lasting::FromThenOn)])
        {
            disk.refuse(number, code, lasting);
            therapist.types("+");
            written.push('+');
            therapist.until("it is saved, or said not to be", |therapist| {
                therapist.problem().is_some() || !therapist.hears("Saving…")
            });
            assert_eq!(therapist.reads("Notes"), written, "{name} at call {number}");
            if let Some(problem) = therapist.problem() {
                assert!(problem.starts_with(sentence(name)), "{name} at call {number}: {problem}");
                said_of_it += 1;
            }
            refused += 1;
            disk.heal();
            let all_is_well = |therapist: &Therapist| therapist.problem().is_none() && !therapist.hears("Saving…");
            therapist.until("nothing is wrong", all_is_well);
            assert_eq!(texts(&therapist.sessions()[0]), [written.as_str()], "{name} at call {number}");
            // What could not be taken away then is taken away with the next save.
            therapist.types("-").until("it is saved", all_is_well);
            written.push('-');
            assert_eq!(texts(&therapist.sessions()[0]), [written.as_str()], "{name} at call {number}");
            assert!(temporary_files_in(folder.path()).is_empty(), "{name} at call {number}");
        }
        assert!(said_of_it > 0, "{name} was never said");
        said += said_of_it;
    }
    therapist.leaves();
    figure(
        "refusals in the app",
        &format!(
            "{refused} refusals of {} kinds while one types: {said} said, 0 lost, 0 temporary files left",
            REFUSALS.len()
        ),
    );
}
