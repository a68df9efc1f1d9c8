//! The power is cut, or a call is refused, while every file takes another form.

use std::collections::HashSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::storage::disk::Disk;
use holdspace::storage::error::StorageError;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::vault::change;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::keys::keyring::Keyring;

use crate::cuts::{Cuts, Parts};
use crate::model::{Contents, MemoryDisk, Node, Wrong};
use crate::support::changes::{Change, Practice, WORK, after, before};
use crate::support::faulty_disk::{FaultyDisk, Lasting, REFUSALS};
use crate::support::figures::figure;

const ROOT: &str = "/practice";

/// So many states of a wrong way are looked at after each call, at most.
const MOST_OF_CONTROL: usize = 60;

/// What was seen in some states.
#[derive(Debug, Default)]
struct Seen {
    shapes: HashSet<String>,
    states: usize,
    lost: usize,
    unfinished: usize,
    example: Option<String>,
}

/// A practice, and the disk before its change.
pub(crate) struct Scene {
    pub(crate) practice: Practice,
    pub(crate) start: Contents,
}

pub(crate) fn as_disk(disk: &MemoryDisk) -> Arc<dyn Disk> {
    Arc::new(disk.clone())
}

pub(crate) fn files_of(contents: &Contents) -> Vec<(PathBuf, Vec<u8>)> {
    let files = contents.names.iter().filter_map(|(path, node)| match node {
        Node::File(file) => Some((path.clone(), contents.files[*file].to_vec())),
        Node::Folder => None,
    });
    files.collect()
}

/// A text without what chance and the hour put there: numbers of more than four digits, be they hexadecimal.
fn without_chance(text: &str) -> String {
    let runs = text.split_inclusive(|letter: char| !letter.is_ascii_hexdigit());
    runs.map(|run| if run.len() > 5 && run.contains(|letter: char| letter.is_ascii_digit()) { "#" } else { run })
        .collect()
}

impl Scene {
    pub(crate) fn of(change: Change) -> Self {
        let disk = MemoryDisk::new(Path::new(ROOT));
        let practice = Practice::furnish(&as_disk(&disk), &Folders::within(Path::new(ROOT)), change);
        Self { practice, start: disk.contents() }
    }

    /// A disk on which the change is to be made.
    pub(crate) fn disk(&self, wrong: Wrong) -> MemoryDisk {
        MemoryDisk::of(self.start.clone(), wrong)
    }

    /// What a state is known by, whatever the random numbers and the hour were: of each name whether what it was
    /// before the change stands there, or else what kind of bytes.
    pub(crate) fn shape(&self, contents: &Contents) -> String {
        let mut shape = String::new();
        for (path, node) in &contents.names {
            let Node::File(file) = node else { continue };
            let bytes = &contents.files[*file];
            let known = self.start.files.iter().position(|start| Arc::ptr_eq(start, bytes));
            let said = if path.ends_with("known-folders.json") {
                without_chance(&String::from_utf8_lossy(bytes))
            } else {
                String::new()
            };
            let kind = (bytes.len(), bytes.first());
            writeln!(shape, "{} {known:?} {kind:?} {said}", without_chance(&path.to_string_lossy())).unwrap();
        }
        shape
    }

    /// At every point everything opens, and nothing is left where it is said to be done.
    fn look_whether_it_opens(&self, contents: Contents, is_done: bool, seen: &mut Seen) {
        seen.states += 1;
        if !seen.shapes.insert(format!("{is_done} {}", self.shape(&contents))) {
            return;
        }
        let unfinished = if is_done { self.practice.left_over(&files_of(&contents)) } else { None };
        let lost = self.practice.lost(&as_disk(&MemoryDisk::of(contents, Wrong::Nothing)));
        seen.lost += usize::from(lost.is_some());
        seen.unfinished += usize::from(unfinished.is_some());
        seen.example = seen.example.take().or(lost).or(unfinished);
    }

    /// At every point everything opens; and it goes on to its end, where everything opens again.
    fn look_at(&self, contents: Contents, is_done: bool, seen: &mut Seen) {
        seen.states += 1;
        if !seen.shapes.insert(format!("{is_done} {}", self.shape(&contents))) {
            return;
        }
        let first = MemoryDisk::of(contents, Wrong::Nothing);
        let unfinished = if is_done { self.practice.not_done(&files_of(&first.contents())) } else { None };
        let then = MemoryDisk::of(first.contents(), Wrong::Nothing);
        let lost = self.practice.lost(&as_disk(&first)).or_else(|| {
            let gone_on = self.practice.go_on(&as_disk(&then)).err().map(|error| format!("going on: {error:?}"));
            gone_on.or_else(|| self.practice.lost(&as_disk(&MemoryDisk::of(then.contents(), Wrong::Nothing))))
        });
        let unfinished = unfinished.or_else(|| self.practice.not_done(&files_of(&then.contents())));
        seen.lost += usize::from(lost.is_some());
        seen.unfinished += usize::from(lost.is_none() && unfinished.is_some());
        seen.example = seen.example.take().or(lost).or(unfinished);
    }
}

/// Looks at every state that a power cut may leave while the change is made in some way.
fn cut_everywhere(
    scene: &Scene,
    wrong: Wrong,
    most: usize,
    act: impl Fn(&Arc<dyn Disk>) -> Result<(), StorageError>,
) -> Seen {
    let disk = scene.disk(wrong);
    act(&as_disk(&disk)).unwrap();
    let (cuts, calls) = (Cuts::of(scene.start.clone(), &disk).with(Parts::Some), disk.calls());
    let mut seen = Seen::default();
    for count in 0..=calls {
        cuts.after(count, most, |contents| scene.look_at(contents, count == calls, &mut seen));
    }
    seen
}

/// The change is killed after each of its calls, gone on with, and then the power is cut. Looks at every state in
/// which that may undo something of the first attempt.
fn cut_after_going_on(scene: &Scene) -> Seen {
    let first = scene.disk(Wrong::Nothing);
    scene.practice.go_on(&as_disk(&first)).unwrap();
    let cuts = Cuts::of(scene.start.clone(), &first).with(Parts::None);
    let mut seen = Seen::default();
    for killed in 0..=first.calls() {
        let then = MemoryDisk::of(cuts.killed_after(killed), Wrong::Nothing);
        scene.practice.go_on(&as_disk(&then)).unwrap();
        let (cuts, calls) = (cuts.then(killed, &then), killed + then.calls());
        for count in (killed..=calls).filter(|count| cuts.may_undo(killed, *count)) {
            cuts.after(count, usize::MAX, |contents| scene.look_whether_it_opens(contents, count == calls, &mut seen));
        }
    }
    seen
}

/// What came of each change, side by side.
pub(crate) fn of_each<T: Send>(look: impl Fn(Change) -> T + Sync) -> Vec<(Change, T)> {
    std::thread::scope(|scope| {
        let looks = Change::ALL.map(|change| {
            (
                change,
                scope.spawn({
                    let look = &look;
                    move || look(change)
                }),
            )
        });
        looks.into_iter().map(|(change, look)| (change, look.join().unwrap())).collect()
    })
}

fn assert_nothing_lost(seen: &[(Change, Seen)]) -> String {
    for (change, seen) in seen {
        assert_eq!((seen.lost, seen.unfinished), (0, 0), "{}: {:?}", change.name(), seen.example);
    }
    seen.iter().map(|(change, seen)| format!("{} {}", change.name(), seen.states)).collect::<Vec<_>>().join(", ")
}

#[test]
fn no_power_cut_while_files_take_another_form_loses_a_line_or_leaves_one_plain() {
    let seen = of_each(|change| {
        let scene = Scene::of(change);
        cut_everywhere(&scene, Wrong::Nothing, usize::MAX, |disk| scene.practice.go_on(disk))
    });
    figure(
        "crash states of sealing",
        &format!(
            "after a power cut ({}): 0 in which a session does not open, 0 unfinished once it went on",
            assert_nothing_lost(&seen)
        ),
    );
}

#[test]
fn no_power_cut_after_a_change_was_cut_off_and_gone_on_with_loses_a_line() {
    let seen = of_each(|change| cut_after_going_on(&Scene::of(change)));
    figure(
        "crash states of sealing, gone on with",
        &format!(
            "after a change was cut off, gone on with, and the power cut ({}): 0 in which a session does not open, 0 unfinished",
            assert_nothing_lost(&seen)
        ),
    );
}

/// Makes the change in an order that is known to lose something.
type WrongOrder = fn(&Scene, &Arc<dyn Disk>) -> Result<(), StorageError>;

/// Each plain file goes before its sealed form is on the disk.
fn plain_goes_first(scene: &Scene, disk: &Arc<dyn Disk>) -> Result<(), StorageError> {
    let (files, folders, (words, code)) = (Files::on(Arc::clone(disk)), &scene.practice.folders, before());
    let keyring = Keyring::create(&NotesFolder::new(&files, folders), (&words, &code), None, WORK)?;
    for path in change::begin(&NotesFolder::new(&files, folders), &keyring).unconverted()? {
        let sealed = keyring.key.seal(&files.read(&path, u64::MAX)?).unwrap();
        files.remove(&path)?;
        files.put_new(&path.with_added_extension("age"), &sealed)?;
    }
    Ok(())
}

/// What says which keys count stands there before these do.
fn keys_file_comes_first(scene: &Scene, disk: &Arc<dyn Disk>) -> Result<(), StorageError> {
    let (files, folders, (words, code)) = (Files::on(Arc::clone(disk)), &scene.practice.folders, before());
    let elsewhere = Files::on(as_disk(&scene.disk(Wrong::Nothing)));
    Keyring::create(&NotesFolder::new(&elsewhere, folders), (&words, &code), None, WORK)?;
    let folder = folders.data.join("keys");
    files.create_folder(&folder)?;
    for path in elsewhere.list(&folder)? {
        files.put(&path, &elsewhere.read(&path, u64::MAX)?)?;
    }
    scene.practice.go_on(disk)
}

/// The former key is forgotten before every file is sealed anew.
fn former_key_goes_first(scene: &Scene, disk: &Arc<dyn Disk>) -> Result<(), StorageError> {
    let (files, folders, words) = (Files::on(Arc::clone(disk)), &scene.practice.folders, before().0);
    let keyring = Keys::read(&NotesFolder::new(&files, folders))?.unwrap().unlock(&words, None)?;
    let mut keyring = keyring.rotate(&NotesFolder::new(&files, folders), (&words, &after().1), WORK)?;
    let converter = change::begin(&NotesFolder::new(&files, folders), &keyring);
    keyring.forget_previous(&NotesFolder::new(&files, folders))?;
    // This computer keeps a copy of it until every file is sealed anew: that goes too.
    for copies in files.list(&folders.state.join("keys"))? {
        files.list(&copies)?.iter().try_for_each(|copy| files.remove(copy))?;
    }
    converter.unconverted()?.iter().try_for_each(|path| converter.convert(path))
}

fn assert_found_out(name: &str, seen: &Seen) {
    figure(
        "control of sealing",
        &format!("{name}: {} of {} kinds of states lose something", seen.lost, seen.shapes.len()),
    );
    assert!(seen.lost > 0, "{name}");
}

/// The same look at ways that are known to lose something: it has to find that.
#[test]
fn the_wrong_ways_to_seal_are_found_out() {
    for (wrong, name) in
        [(Wrong::RenameWithoutSync, "renaming without sync"), (Wrong::NoFolderSync, "no sync of the folder")]
    {
        let scene = Scene::of(Change::Seal);
        let seen = cut_everywhere(&scene, wrong, MOST_OF_CONTROL, |disk| scene.practice.go_on(disk));
        assert_found_out(name, &seen);
    }
    let orders: [(Change, WrongOrder, &str); 3] = [
        (Change::Seal, plain_goes_first, "removing the plain file first"),
        (Change::Seal, keys_file_comes_first, "naming the keys before they are there"),
        (Change::Rotate, former_key_goes_first, "forgetting the former key first"),
    ];
    for (change, order, name) in orders {
        let scene = Scene::of(change);
        assert_found_out(name, &cut_everywhere(&scene, Wrong::Nothing, MOST_OF_CONTROL, |disk| order(&scene, disk)));
    }
}

/// What came of refusals in one change.
#[derive(Default)]
struct Answers {
    calls: usize,
    refused: usize,
    said: usize,
    shapes: HashSet<String>,
}

/// What a call is refused with, by its number.
type Refusal<'a> = &'a dyn Fn(usize) -> (&'static str, i32);

/// How long a call is refused, and with what.
type Way<'a> = (Lasting, Refusal<'a>);

/// Refuses each call of a change, in each of some ways.
fn refuse_every_call(change: Change, ways: &[Way<'_>]) -> Answers {
    let scene = Scene::of(change);
    let mut seen = Answers::default();
    for (lasting, refusal) in ways {
        for number in 1.. {
            let (name, code) = refusal(number);
            let disk = scene.disk(Wrong::Nothing);
            let faulty = FaultyDisk::over(as_disk(&disk));
            faulty.refuse(number, code, *lasting);
            let outcome = scene.practice.go_on(&(Arc::new(faulty.clone()) as Arc<dyn Disk>));
            if faulty.calls() < number {
                seen.calls = number - 1;
                break;
            }
            seen.refused += 1;
            seen.said += usize::from(outcome.is_err());
            if seen.shapes.insert(format!("{} {}", outcome.is_ok(), scene.shape(&disk.contents()))) {
                let case = format!("{} with {name} {lasting:?} at call {number}", change.name());
                check_refused(&scene, &disk, outcome.is_ok(), &case);
            }
        }
    }
    seen
}

/// What is said to be done is done, but for keys that open nothing more: these go at the next start. Nothing is lost,
/// and once the fault is gone it is gone on with.
fn check_refused(scene: &Scene, disk: &MemoryDisk, is_done: bool, case: &str) {
    let practice = &scene.practice;
    let as_it_stands = || as_disk(&MemoryDisk::of(disk.contents(), Wrong::Nothing));
    if is_done {
        assert_eq!(practice.left_over(&files_of(&disk.contents())), None, "{case}");
    }
    assert_eq!(practice.lost(&as_it_stands()), None, "{case}");
    practice.go_on(&as_disk(disk)).unwrap_or_else(|error| panic!("{case}: {error:?}"));
    assert_eq!(practice.not_done(&files_of(&disk.contents())), None, "{case}");
    assert_eq!(practice.lost(&as_it_stands()), None, "{case}");
}

const LASTING: [Lasting; 3] = [Lasting::Once, Lasting::FromThenOn, Lasting::OnItsPath];

fn say_refused(seen: &[(Change, Answers)], kinds: &str) {
    let sum = |of: fn(&Answers) -> usize| seen.iter().map(|(_, seen)| of(seen)).sum::<usize>();
    let parts: Vec<_> = seen.iter().map(|(change, seen)| format!("{} {} calls", change.name(), seen.calls)).collect();
    figure(
        "refused calls of sealing",
        &format!(
            "{} refusals ({kinds}, once, for good, and for good at one path; {}): {} said, the others without consequence, 0 lost, 0 left plain",
            sum(|seen| seen.refused),
            parts.join(", "),
            sum(|seen| seen.said),
        ),
    );
}

#[test]
fn whatever_call_is_refused_while_files_take_another_form_nothing_is_lost_or_left_plain() {
    let seen = of_each(|change| {
        let in_turn = |first: usize| move |number: usize| REFUSALS[(first + number) % REFUSALS.len()];
        let (one, two, three) = (in_turn(0), in_turn(2), in_turn(4));
        refuse_every_call(change, &[(LASTING[0], &one), (LASTING[1], &two), (LASTING[2], &three)])
    });
    say_refused(&seen, "7 kinds in turn");
}

#[test]
#[ignore = "it takes minutes: script/reliability runs it"]
fn whatever_call_is_refused_in_whatever_way_while_files_take_another_form_nothing_is_lost() {
    let seen = of_each(|change| {
        let always = REFUSALS.map(|refusal| move |_: usize| refusal);
        let of_kind = |lasting| always.iter().map(move |always| (lasting, always as Refusal<'_>));
        let ways: Vec<_> = LASTING.into_iter().flat_map(of_kind).collect();
        refuse_every_call(change, &ways)
    });
    say_refused(&seen, "each of 7 kinds");
}
