//! The real program in its real window, on a notes folder that a peer without a passphrase attacks: while the notes
//! are locked, or while a session is being typed. The same peer tries thousands of attacks on the storage thread
//! alone (`tests/adversary`); these are the ones that went wrong once.

use std::fs::{File, FileTimes};
use std::path::Path;
use std::time::SystemTime;

use holdspace::storage::folders::Folders;

use crate::accessibility::Reader;
use crate::display::{Display, Home, until};
use crate::support::adversary::attack::{Act, Forgery, Step, Target};
use crate::support::adversary::library::{self, CLIENTS, is_marked, passphrases, word};
use crate::support::adversary::opened::Reader as FilesReader;
use crate::support::adversary::outside::{self, Outside};
use crate::support::adversary::peer::{Peer, Places};
use crate::support::folder::everything_in;

/// The words that are typed, before the peer acts on what is open and afterwards.
const TYPED: [u16; 2] = [300, 301];

fn step(target: Target, act: Act, number: u64) -> Step {
    Step { target, act, number }
}

fn folders_of(home: &Home) -> Folders {
    let within = |name: &str| home.path().join(name).join("holdspace");
    Folders {
        data: home.data(),
        config: within("config"),
        state: within("state"),
        documents: home.path().to_owned(),
        id: None,
    }
}

fn sealed_files(folder: &Path) -> usize {
    everything_in(folder).iter().filter(|path| path.to_string_lossy().ends_with(".json.age")).count()
}

/// Waits until the program lists the folder of the keys, which it does each time it looks around. The file system says
/// when that was, at least after a change.
fn are_looked_at(keys: &Path) {
    let folder = File::open(keys).unwrap();
    folder.set_times(FileTimes::new().set_accessed(SystemTime::UNIX_EPOCH)).unwrap();
    until("the keys are looked at", || folder.metadata().unwrap().accessed().unwrap() > SystemTime::UNIX_EPOCH);
}

/// A peer acts while the notes are locked, and while a session is being typed; then the program is closed.
fn survives(while_locked: &[Step], while_typed: &[Step]) {
    let (display, home) = (Display::start(), Home::new());
    let folders = folders_of(&home);
    std::fs::create_dir_all(&folders.state).unwrap();
    library::furnish(&folders);
    library::seal(&folders, &home.path().join("earlier"));
    let places = Places {
        notes: home.data(),
        outside: home.path().join("outside"),
        earlier: home.path().join("earlier"),
        other_library: home.path().join("other"),
        aside: home.path().join("aside"),
    };
    outside::furnish(&places.outside);
    let outside = Outside::look(&places.outside);
    let mut peer = Peer::new(&places);

    let reader = Reader::start(&display, &home);
    reader.finds("password text", "Passphrase");
    for step in while_locked {
        peer.carry_out(step);
    }
    reader.types(passphrases()[1].words());
    reader.presses(&["Return"]);
    reader.finds("button", "Begin");
    let before = sealed_files(&home.data());
    reader.types(CLIENTS[0]);
    reader.presses(&["Return"]);
    reader.finds("entry", "Notes");
    reader.types(&word(TYPED[0]));
    reader.presses(&["ctrl+s"]);
    let saved = || sealed_files(&home.data()) > before;
    until("the session is saved", saved);
    for step in while_typed {
        peer.carry_out(step);
    }
    let left = FilesReader::default().open(&[&home.data(), &folders.state]).words();
    reader.presses(&["Return"]);
    reader.types(&word(TYPED[1]));
    reader.presses(&["ctrl+s"]);
    if places.notes.join("keys").exists() {
        // What begins after the first look has been seen by the second.
        (0..2).for_each(|_| are_looked_at(&places.notes.join("keys")));
    } else {
        reader.finds("heading", "The notes are locked");
    }
    reader.quits();

    let mut plain = everything_in(&home.data());
    plain.extend([&folders.state, &folders.config].iter().flat_map(|folder| everything_in(folder)));
    plain.retain(|path| std::fs::read(path).is_ok_and(|bytes| is_marked(&bytes)));
    assert!(plain.is_empty(), "{plain:?}");
    assert_eq!(outside.difference(), None);
    let log = std::fs::read_to_string(folders.state.join("holdspace.log")).unwrap_or_default();
    assert!(!log.contains("failed at"), "{log}");
    let opened = FilesReader::default().open(&[&home.data(), &folders.state]);
    let lost: Vec<_> = left.difference(&opened.words()).copied().collect();
    assert!(lost.is_empty(), "{lost:?}");
    assert!(opened.private.is_empty(), "{:?}", opened.private);
}

#[test]
fn keys_that_say_that_the_notes_are_to_be_plain_do_not_make_them_plain() {
    let forged = step(Target::KeyFile, Act::Forge(Forgery::FormPlain), 1);
    survives(&[forged], &[]);
}

#[test]
fn keys_that_say_so_while_the_notes_are_open_do_not_either() {
    let forged = step(Target::KeyFile, Act::Forge(Forgery::FormPlain), 1);
    survives(&[], &[forged]);
}

#[test]
fn links_to_folders_outside_are_not_followed() {
    let links = [Target::HistoryOfOne, Target::TrashFolder, Target::RenamingFolder];
    survives(&links.map(|target| step(target, Act::LinkToFolder, 0)), &[]);
}

#[test]
fn a_link_in_the_place_of_a_session_hands_no_file_over() {
    survives(&[step(Target::Session, Act::LinkToFile, 0)], &[step(Target::Session, Act::LinkToFile, 1)]);
}

#[test]
fn sealed_notes_whose_keys_and_sessions_are_deleted_are_not_gone_on_with_in_plain() {
    let deleted = [Target::KeysFolder, Target::SessionsFolder].map(|target| step(target, Act::Delete, 0));
    survives(&[], &deleted);
}

#[test]
fn sessions_with_each_others_names_and_in_capitals_stay() {
    let renamed = [step(Target::Session, Act::Swap, 16), step(Target::Session, Act::RenameToCapitals, 2)];
    survives(&renamed, &[]);
}
