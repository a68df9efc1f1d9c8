//! The scripted peer: carries out the steps of an attack on the notes folder. It has no passphrase; it may read,
//! write, link, mount, rename and delete, in that folder alone.

use std::collections::{BTreeSet, HashSet};
use std::ffi::OsString;
use std::io::{self, ErrorKind};
use std::os::unix::ffi::OsStringExt;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use super::attack::{Act, Forgery, Step, Target};
use super::forged;
use super::library::SESSIONS;
use super::opened::hash_of;
use super::outside::Outside;
use crate::support::folder::{copy, everything_in, put, read};

/// Where the peer finds what it works with.
#[derive(Debug, Clone)]
pub(crate) struct Places {
    pub(crate) notes: PathBuf,
    /// The owner's other files.
    pub(crate) outside: PathBuf,
    /// Old copies of the notes folder.
    pub(crate) earlier: PathBuf,
    /// Another library, plain, with a marker of its own.
    pub(crate) other_library: PathBuf,
    /// Where the notes folder is taken to.
    pub(crate) aside: PathBuf,
}

/// What the peer did, as far as the verdict depends on it.
#[derive(Debug, Default)]
pub(crate) struct Done {
    /// What it put into the folder, by what it holds.
    pub(crate) planted: HashSet<u64>,
    /// What it took the place of, by plain paths.
    pub(crate) harmed: BTreeSet<PathBuf>,
    /// Where it mounted something.
    mounts: Vec<PathBuf>,
    /// How many steps came to nothing.
    pub(crate) in_vain: usize,
}

pub(crate) struct Peer {
    places: Places,
    pub(crate) done: Done,
}

impl Drop for Peer {
    fn drop(&mut self) {
        self.lift_mounts();
    }
}

impl Peer {
    pub(crate) fn new(places: &Places) -> Self {
        Self { places: places.clone(), done: Done::default() }
    }

    /// Carries out a step. One that the system refuses, or that has nothing to act on, comes to nothing.
    pub(crate) fn carry_out(&mut self, step: &Step) {
        let done = match step.act {
            Act::Forge(forgery) => self.forge(forgery, step.number),
            _ if step.target == Target::NotesFolder => self.act_on_notes_folder(step),
            _ => self.place_of(step).and_then(|place| self.act(step, &place)),
        };
        self.done.in_vain += usize::from(done.is_err());
    }

    /// Takes away what was mounted.
    pub(crate) fn lift_mounts(&mut self) {
        while let Some(place) = self.done.mounts.pop() {
            let _ = Command::new("umount").arg("--lazy").arg(place).stderr(Stdio::null()).status();
        }
    }

    /// What a step is aimed at, as the folder is now.
    fn place_of(&self, step: &Step) -> io::Result<PathBuf> {
        let (notes, number) = (&self.places.notes, step.number as usize);
        let within = |folder: &str, otherwise: &str| {
            let there = everything_in(&notes.join(folder));
            let files: Vec<_> = there.into_iter().filter(|path| !path.is_dir()).collect();
            let chosen = files.get(number % files.len().max(1)).cloned();
            chosen.unwrap_or_else(|| notes.join(folder).join(otherwise))
        };
        let history = ["s-01", "s-02", "s-03", SESSIONS[number % SESSIONS.len()]];
        let folders = ["sessions", "trash", "keys", "history/s-01", "renaming", "."];
        let place = match step.target {
            Target::NotesFolder => notes.clone(),
            Target::Marker => notes.join("holdspace.json"),
            Target::LockFile => notes.join("holdspace.lock"),
            Target::PromptSets => notes.join("prompts.json"),
            Target::KeysFolder => notes.join("keys"),
            Target::KeyFile => within("keys", "keys.json"),
            Target::SessionsFolder => notes.join("sessions"),
            Target::Session => within("sessions", "s-01.json.age"),
            Target::HistoryFolder => notes.join("history"),
            Target::HistoryOfOne => notes.join("history").join(history[number % history.len()]),
            Target::Version => within("history", "s-01/20260101T000000.000000000Z.json.age"),
            Target::TrashFolder => notes.join("trash"),
            Target::Trashed => within("trash", "s-06.json.age"),
            Target::RenamingFolder => notes.join("renaming"),
            Target::RenamingFile => notes.join("renaming").join("renaming.json"),
            Target::TemporaryFile => {
                let name = format!(".holdspace-{:x}.tmp", number % 4096);
                notes.join(folders[number % folders.len()]).join(name)
            }
        };
        self.is_within(&place).then_some(place).ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// Whether a place is in the folder, by no link and no mount: what the peer does elsewhere would be its own
    /// doing, and show nothing of the program.
    fn is_within(&self, place: &Path) -> bool {
        let notes = &self.places.notes;
        let is_folder = |path: &Path| path.symlink_metadata().is_ok_and(|look| look.is_dir());
        let Some(above) = place.parent() else { return false };
        above
            .ancestors()
            .take_while(|path| *path != notes.as_path())
            .all(|path| is_folder(path) || path.symlink_metadata().is_err())
            && is_folder(notes)
            && !self.done.mounts.iter().any(|mount| place.starts_with(mount) || mount.starts_with(place))
    }

    fn act(&mut self, step: &Step, place: &Path) -> io::Result<()> {
        let number = step.number;
        self.harm(place);
        match step.act {
            Act::FlipBit | Act::Cut | Act::Empty => self.damage(step.act, place, number),
            Act::Garbage => self.plant(place, &[number as u8 | 128; 777]),
            Act::AnotherFile => {
                let bytes = read(&self.any_file(number)?).ok_or(ErrorKind::NotFound)?;
                self.plant(place, &bytes)
            }
            Act::OldCopy => self.replay(place, number),
            Act::PlainSession => {
                let (name, began) = (name_of_session(place), "2026-11-23T14:02:11-05:00");
                let is_sealed = place.extension().is_some_and(|extension| extension == "age");
                let place =
                    if is_sealed && number.is_multiple_of(2) { place.with_extension("") } else { place.to_owned() };
                self.plant(&place, &forged::plain_session(&name, began))
            }
            Act::OwnKey => self.plant(place, &forged::sealed_session(&name_of_session(place))),
            Act::OwnPassphrase => self.plant(place, &forged::wrapped_key()),
            Act::EnormousWork => self.plant(place, &forged::enormous_work(number)),
            // By a link this would be done to what is outside.
            Act::Unreadable | Act::BindMount | Act::MemoryMount if is_linked(place) => Err(ErrorKind::NotFound.into()),
            Act::Unreadable => std::fs::set_permissions(place, PermissionsExt::from_mode(0o0)),
            Act::BindMount | Act::MemoryMount => self.mount(step.act, place, number),
            Act::RenameToAnother | Act::RenameToCapitals | Act::RenameToConflict => {
                self.rename(step.act, place, number)
            }
            Act::Swap => self.swap(place, number),
            Act::Thousand | Act::OddName => self.copies(step.act, place, number),
            Act::Delete => clear(place),
            _ => self.put_in_place(step.act, place, number),
        }
    }

    /// Something that is no ordinary file takes the place of what is there.
    fn put_in_place(&mut self, act: Act, place: &Path, number: u64) -> io::Result<()> {
        self.remember(place);
        let outside = &self.places.outside;
        displace(place, number)?;
        std::fs::create_dir_all(place.parent().unwrap())?;
        match act {
            Act::LinkToFile => symlink(Outside::file(outside, number), place),
            Act::LinkToFolder => symlink(Outside::folder(outside, number), place),
            Act::DanglingLink => symlink(outside.join("nothing"), place),
            Act::LinkLoop => symlink(place, place),
            Act::HardLink => std::fs::hard_link(Outside::file(outside, number), place),
            Act::Pipe => {
                let mode = rustix::fs::Mode::RUSR | rustix::fs::Mode::WUSR;
                rustix::fs::mkfifoat(rustix::fs::CWD, place, mode).map_err(io::Error::from)
            }
            _ => {
                std::fs::create_dir(place)?;
                if number.is_multiple_of(2) { put(&place.join("note.json"), b"{}") } else { Ok(()) }
            }
        }
    }

    fn harm(&mut self, place: &Path) {
        let is_sealed = place.extension().is_some_and(|extension| extension == "age");
        self.done.harmed.insert(if is_sealed { place.with_extension("") } else { place.to_owned() });
    }

    /// Puts bytes where something else may be.
    fn plant(&mut self, place: &Path, bytes: &[u8]) -> io::Result<()> {
        if place.symlink_metadata().is_ok_and(|look| look.is_dir()) {
            clear(place)?;
        }
        std::fs::create_dir_all(place.parent().unwrap())?;
        self.done.planted.insert(hash_of(bytes));
        self.harm(place);
        put(place, bytes)
    }

    fn damage(&mut self, act: Act, place: &Path, number: u64) -> io::Result<()> {
        let files = everything_in(place);
        let place = files.get(number as usize % files.len().max(1)).map_or(place, PathBuf::as_path);
        let mut bytes = read(place).ok_or(ErrorKind::NotFound)?;
        match act {
            Act::FlipBit if !bytes.is_empty() => {
                let at = number as usize / 8 % bytes.len();
                bytes[at] ^= 1 << (number % 8);
            }
            Act::Cut => bytes.truncate(number as usize % bytes.len().max(1)),
            _ => bytes.clear(),
        }
        self.plant(place, &bytes)
    }

    fn any_file(&self, number: u64) -> io::Result<PathBuf> {
        let mut files = everything_in(&self.places.notes);
        files.retain(|path| self.is_within(path) && path.symlink_metadata().is_ok_and(|look| look.is_file()));
        files.get(number as usize / 16 % files.len().max(1)).cloned().ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// Puts an old copy in the place of a file; of the keys, all of them.
    fn replay(&mut self, place: &Path, number: u64) -> io::Result<()> {
        let earlier = self.places.earlier.join(if number.is_multiple_of(2) { "0" } else { "1" });
        let within = place.strip_prefix(&self.places.notes).map_err(io::Error::other)?.to_owned();
        if within.starts_with("keys") {
            let keys = self.places.notes.join("keys");
            clear(&keys)?;
            copy(&earlier.join("keys"), &keys);
            return Ok(());
        }
        let old = if earlier.join(&within).exists() { within } else { "sessions/s-04.json.age".into() };
        if earlier.join(&old).is_dir() {
            clear(place)?;
            copy(&earlier.join(&old), place);
            return Ok(());
        }
        let bytes = read(&earlier.join(old)).ok_or(ErrorKind::NotFound)?;
        self.plant(place, &bytes)
    }

    fn mount(&mut self, act: Act, place: &Path, number: u64) -> io::Result<()> {
        if place.symlink_metadata().is_err() {
            std::fs::create_dir_all(place)?;
        }
        let mut mount = Command::new("mount");
        if act == Act::BindMount {
            let outside = &self.places.outside;
            let is_folder = place.symlink_metadata()?.is_dir();
            let from = if is_folder { Outside::folder(outside, number) } else { Outside::file(outside, number) };
            mount.arg("--bind").arg(from);
        } else {
            mount.args(["-t", "tmpfs", "-o", "size=1m", "tmpfs"]);
        }
        // Only the owner of the machine may do this.
        let mounted = mount.arg(place).stderr(Stdio::null()).status()?.success();
        self.done.mounts.extend(mounted.then(|| place.to_owned()));
        mounted.then_some(()).ok_or_else(|| ErrorKind::PermissionDenied.into())
    }

    fn rename(&mut self, act: Act, place: &Path, number: u64) -> io::Result<()> {
        let name = place.file_name().and_then(|name| name.to_str()).ok_or(ErrorKind::InvalidInput)?;
        let (stem, ending) = name.split_once('.').unwrap_or((name, "json"));
        let other = SESSIONS[number as usize % SESSIONS.len()];
        let new = match act {
            Act::RenameToAnother => format!("{other}.json.age"),
            Act::RenameToCapitals => name.to_uppercase(),
            _ if number.is_multiple_of(2) => format!("{stem}.sync-conflict-20261123-140211-ABCDEFG.{ending}"),
            _ => format!("{stem} (conflicted copy 2026-11-23).{ending}"),
        };
        let to = place.with_file_name(new);
        let to = if act == Act::RenameToAnother {
            self.places.notes.join("sessions").join(to.file_name().unwrap())
        } else {
            to
        };
        if !self.is_within(&to) {
            return Err(ErrorKind::NotFound.into());
        }
        self.harm(&to);
        self.remember(place);
        std::fs::rename(place, to)
    }

    fn swap(&mut self, place: &Path, number: u64) -> io::Result<()> {
        let other = self.any_file(number)?;
        self.harm(&other);
        self.remember(place);
        self.remember(&other);
        let (here, flags) = (rustix::fs::CWD, rustix::fs::RenameFlags::EXCHANGE);
        rustix::fs::renameat_with(here, place, here, &other, flags).map_err(io::Error::from)
    }

    fn copies(&mut self, act: Act, place: &Path, number: u64) -> io::Result<()> {
        let bytes = read(place).ok_or(ErrorKind::NotFound)?;
        self.done.planted.insert(hash_of(&bytes));
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (stem, ending) = name.split_once('.').unwrap_or((&name, "json"));
        if act == Act::Thousand {
            return (0..1000)
                .try_for_each(|count| put(&place.with_file_name(format!("{stem}-{count}.{ending}")), &bytes));
        }
        let name = match number % 5 {
            0 => OsString::from_vec([b"\xff\xfe", stem.as_bytes(), b".", ending.as_bytes()].concat()),
            1 => format!("{}.{ending}", "x".repeat(254 - ending.len())).into(),
            2 => format!("line\nbreak\r{stem}.{ending}").into(),
            3 => format!("-rf ..{stem}.{ending}").into(),
            _ => format!("{stem}\u{202e}.{ending} ").into(),
        };
        put(&place.with_file_name(name), &bytes)
    }

    fn act_on_notes_folder(&mut self, step: &Step) -> io::Result<()> {
        let Places { notes, aside, outside, other_library, .. } = self.places.clone();
        if !self.done.mounts.is_empty() || aside.exists() {
            return Err(ErrorKind::ResourceBusy.into());
        }
        if step.act == Act::MemoryMount {
            return self.mount(step.act, &notes, step.number);
        }
        std::fs::rename(&notes, &aside)?;
        match step.act {
            Act::LinkToFolder => symlink(Outside::folder(&outside, step.number), &notes),
            Act::LinkToFile => symlink(Outside::file(&outside, step.number), &notes),
            Act::DanglingLink => symlink(outside.join("nothing"), &notes),
            Act::AnotherLibrary => {
                copy(&other_library, &notes);
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn forge(&mut self, forgery: Forgery, number: u64) -> io::Result<()> {
        let mut done = Err(ErrorKind::NotFound.into());
        for (place, bytes) in forged::files(forgery, &self.places.notes, &self.places.outside, number) {
            if self.is_within(&place) {
                done = self.plant(&place, &bytes);
            }
        }
        done
    }

    /// Remembers what is at a place: wherever it turns up, the peer has moved it there.
    fn remember(&mut self, place: &Path) {
        let files = everything_in(place).into_iter().chain([place.to_owned()]);
        self.done.planted.extend(files.filter_map(|path| read(&path)).map(|bytes| hash_of(&bytes)));
    }
}

fn name_of_session(place: &Path) -> String {
    let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.split('.').next().unwrap_or_default().to_lowercase();
    if SESSIONS.contains(&stem.as_str()) { stem } else { SESSIONS[0].to_owned() }
}

fn is_linked(place: &Path) -> bool {
    place.symlink_metadata().is_ok_and(|look| look.is_symlink() || (look.is_file() && look.nlink() > 1))
}

/// Takes away what is there, whatever it is.
fn clear(place: &Path) -> io::Result<()> {
    if place.symlink_metadata()?.is_dir() { std::fs::remove_dir_all(place) } else { std::fs::remove_file(place) }
}

/// Makes room: what is there is taken away, or gets another name in the same folder.
fn displace(place: &Path, number: u64) -> io::Result<()> {
    if place.symlink_metadata().is_err() {
        return Ok(());
    }
    if (number / 8).is_multiple_of(2) {
        return clear(place);
    }
    let mut name = place.file_name().unwrap_or_default().to_owned();
    name.push(".moved");
    std::fs::rename(place, place.with_file_name(name))
}
