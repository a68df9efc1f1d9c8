//! The controls: what must be found is found, and an owner whom nobody attacks is not blamed.

use std::time::SystemTime;

use crate::case;
use crate::generate::attack;
use crate::lane::Lane;
use crate::support::adversary::attack::{Attack, Doing, Time};
use crate::support::adversary::library::word;
use crate::support::adversary::outside::Outside;
use crate::support::folder::put;
use crate::verdict::plain_in;

const TIMES: [Time; 7] = [
    Time::BeforeStart,
    Time::WhileLocked,
    Time::WhileOpen,
    Time::BetweenLockAndUnlock,
    Time::DuringSealing,
    Time::DuringRotation,
    Time::DuringMakingPlain,
];

#[test]
fn without_a_peer_nothing_is_found() {
    let mut lane = Lane::furnish();
    for time in TIMES {
        for doing in Doing::ALL {
            let attack = Attack { seed: 0, time, steps: Vec::new(), then: vec![doing, Doing::TypeAndSave] };
            let (faults, _) = case::run(&mut lane, &attack);
            assert!(faults.is_empty(), "{attack}: {}", faults[0]);
        }
    }
}

#[test]
fn a_seed_gives_the_same_attack_again() {
    let words: Vec<String> = (0..100).map(|seed| attack(seed).to_string()).collect();
    let again: Vec<String> = (0..100).map(|seed| attack(seed).to_string()).collect();
    assert_eq!(words, again);
}

#[test]
fn a_plain_word_is_found_in_a_file_and_in_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let look = || plain_in(&[folder.path()], |_| false).is_some();
    put(&folder.path().join("a"), b"sealed").unwrap();
    assert!(!look());
    put(&folder.path().join("b"), word(7).to_uppercase().as_bytes()).unwrap();
    assert!(look());
    std::fs::remove_file(folder.path().join("b")).unwrap();
    put(&folder.path().join(word(7)), b"sealed").unwrap();
    assert!(look());
}

#[test]
fn a_file_outside_that_is_touched_in_any_way_is_found() {
    use std::os::unix::fs::PermissionsExt;
    let lane = Lane::furnish();
    let touches: [fn(&std::path::Path); 5] = [
        |folder| put(&folder.join("letter.json"), b"other").unwrap(),
        |folder| std::fs::remove_file(folder.join("prompts.json")).unwrap(),
        |folder| put(&folder.join("new.json"), b"").unwrap(),
        |folder| std::fs::set_permissions(folder.join("s-01.json"), PermissionsExt::from_mode(0o600)).unwrap(),
        |folder| {
            let file = std::fs::File::options().append(true).open(folder.join("s-02.json")).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH).unwrap();
        },
    ];
    for touch in touches {
        lane.reset(true);
        let outside = Outside::look(&lane.places().outside);
        assert_eq!(outside.difference(), None);
        touch(&Outside::folder(&lane.places().outside, 0));
        assert!(outside.difference().is_some());
    }
}

#[test]
fn words_open_by_what_is_on_the_disk_alone() {
    let mut lane = Lane::furnish();
    lane.reset(true);
    let folders = lane.folders();
    let before = lane.reader.open(&[&folders.data]).words();
    assert!(before.contains(&0) && before.contains(&50) && before.contains(&100) && before.contains(&201));
    std::fs::remove_file(folders.data.join("sessions/s-01.json.age")).unwrap();
    let after = lane.reader.open(&[&folders.data]).words();
    assert!(!after.contains(&100) && after.contains(&0) && after.contains(&110));
    std::fs::remove_dir_all(folders.data.join("keys")).unwrap();
    assert!(lane.reader.open(&[&folders.data]).words().is_empty());
}
