//! Two processes write into one session at once, as two computers on one share do: nothing holds them
//! apart. Each is this test program, started again with another argument.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use holdspace::domain::id::SessionId;
use holdspace::domain::session::Session;
use holdspace::domain::session::merge::{RemoteChange, merge};
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;

use crate::figures::figure;
use crate::flows::{Dice, moment, stamp};

/// How many edits both make together.
const EDITS: usize = 100_000;

/// How many lines each has; every edit gives one of them other words, or takes it away and begins a new
/// one.
const LINES: usize = 8;

/// Tells a process of this program where to write, and as whom.
const PLACE: &str = "HOLDSPACE_TEST_PLACE";

/// After so many saves the history is thinned, or it would hold tens of thousands of versions of one hour.
const SAVES_BETWEEN_THINNINGS: usize = 100;

/// How many versions are left then.
const VERSIONS: usize = 50;

/// Edits a session, and saves it after one to nine edits, while the other process does the same.
fn edit_often(root: &Path, name: &str) {
    let folders = Folders::within(root);
    let mut store = Store::open(&NotesFolder::at(&folders), &Replica::default()).unwrap();
    let id = SessionId::try_from("one").unwrap();
    let mut screen = store.read_session(&id).unwrap();
    store.begin_editing(&screen);
    let (mut merged_up_to, mut last, mut dice, mut unsaved, mut number) = (0, BTreeMap::new(), Dice::new(7), 1, 0);
    for edit in 0..EDITS / 2 {
        let line = edit % LINES;
        let words = format!("{name} {line} edit {edit}");
        write(&mut screen, &format!("{name} {line} "), &words);
        last.insert(line, words);
        unsaved -= 1;
        if unsaved > 0 && edit + 1 < EDITS / 2 {
            continue;
        }
        unsaved = 1 + dice.below(9);
        number += 1;
        if number % SAVES_BETWEEN_THINNINGS == 0 {
            thin_history(&folders);
        }
        if let Some(others) = save(&mut store, &screen, merged_up_to) {
            screen = merge(others.base.as_ref(), &screen, &others.file);
            merged_up_to = others.sequence;
        }
    }
    let expected: Vec<String> = last.into_values().collect();
    Files::default().put(&expected_path(root, name), expected.join("\n").as_bytes()).unwrap();
    Files::default().put(&saves_path(root, name), number.to_string().as_bytes()).unwrap();
}

/// Saves as the app does: what was refused is tried again. While the other process starts it puts in order
/// what it takes for leftovers.
fn save(store: &mut Store, screen: &Session, merged_up_to: u64) -> Option<RemoteChange> {
    let mut save = || store.save_session(screen, merged_up_to, moment().to_utc()).map(|saved| saved.others);
    save().or_else(|_| save()).unwrap()
}

fn thin_history(folders: &Folders) {
    let files = Files::default();
    let versions = files.list_if_there(&folders.data.join("history").join("one"));
    for version in versions.iter().take(versions.len().saturating_sub(VERSIONS)) {
        // The other process may be at it too.
        let _ = files.remove(version);
    }
}

fn expected_path(root: &Path, name: &str) -> PathBuf {
    root.join(format!("{name}.txt"))
}

fn saves_path(root: &Path, name: &str) -> PathBuf {
    root.join(format!("{name} saves.txt"))
}

/// Gives the line that begins so other words, or adds it. Every twentieth is deleted first, and begun anew.
fn write(session: &mut Session, start: &str, words: &str) {
    let lines: Vec<&str> = session.notes.lines().iter().map(|line| line.text.as_str()).collect();
    let Some(index) = lines.iter().position(|line| line.starts_with(start)) else {
        session.notes.add(words, None, &stamp());
        return;
    };
    let begin = session.notes.start_of(index);
    let (text, end) = (session.notes.text(), begin + lines[index].len());
    if words.ends_with('0') && words.len().is_multiple_of(2) {
        let after = (end + 1).min(text.len());
        let without = format!("{}{}", &text[..begin], &text[after..]);
        session.notes.replace_text(&without, begin, &stamp());
        session.notes.add(words, None, &stamp());
        return;
    }
    let changed = format!("{}{words}{}", &text[..begin], &text[end..]);
    session.notes.replace_text(&changed, begin + words.len(), &Stamp { at: moment(), prompt: None });
}

fn start(root: &Path, name: &str) -> Child {
    let mut program = Command::new(std::env::current_exe().unwrap());
    program.args(["--exact", "processes::a_process_that_edits", "--include-ignored", "--nocapture"]);
    program.env(PLACE, format!("{name}:{}", root.display())).stdout(Stdio::null()).spawn().unwrap()
}

/// What one of the two processes does. Alone it does nothing: the test below starts it, twice.
#[test]
#[ignore = "it is one of the two processes that the next test starts"]
fn a_process_that_edits() {
    if let Ok(place) = std::env::var(PLACE) {
        let (name, root) = place.split_once(':').unwrap();
        edit_often(Path::new(root), name);
    }
}

#[test]
fn two_processes_lose_none_of_a_hundred_thousand_edits() {
    // In memory, where there is such a place: this is about who writes when, not about the disk.
    let memory = Path::new("/dev/shm");
    let place = if memory.is_dir() { memory.to_owned() } else { std::env::temp_dir() };
    let root = tempfile::tempdir_in(place).unwrap();
    let folders = Folders::within(root.path());
    let mut store = Store::open(&NotesFolder::at(&folders), &Replica::default()).unwrap();
    let mut session = Session::begin(moment(), "K-07", None, Vec::new());
    session.id = SessionId::try_from("one").unwrap();
    store.save_session(&session, 0, moment().to_utc()).unwrap();
    drop(store);
    // A link that leads nowhere: as on a share that knows no locks, nobody is kept out.
    std::fs::remove_file(folders.data.join("holdspace.lock")).unwrap();
    std::os::unix::fs::symlink("nowhere/at all", folders.data.join("holdspace.lock")).unwrap();

    let mut processes = ["left", "right"].map(|name| start(root.path(), name));
    for process in &mut processes {
        assert!(process.wait().unwrap().success());
    }
    let bytes = std::fs::read(folders.data.join("sessions").join("one.json")).unwrap();
    let session = format::read_session(&bytes).unwrap();
    let found: BTreeSet<&str> = session.notes.lines().iter().map(|line| line.text.as_str()).collect();
    let expected = ["left", "right"].map(|name| std::fs::read_to_string(expected_path(root.path(), name)).unwrap());
    let expected: BTreeSet<&str> = expected.iter().flat_map(|lines| lines.lines()).collect();
    assert_eq!(expected.len(), 2 * LINES);
    let lost: Vec<_> = expected.difference(&found).collect();
    let saves = ["left", "right"].map(|name| std::fs::read_to_string(saves_path(root.path(), name)).unwrap());
    let saves: usize = saves.iter().map(|saves| saves.parse::<usize>().unwrap()).sum();
    // Where two save hundreds of times a second, a line that one has changed or deleted may stand once
    // more as it was: that is no loss, and is said.
    let besides = found.difference(&expected).count();
    figure(
        "two processes",
        &format!(
            "{EDITS} edits to one session in {saves} saves, each process while the other does the same: {} lost, {besides} earlier wordings of a line stand beside it",
            lost.len()
        ),
    );
    assert!(lost.is_empty(), "{lost:?}");
}
