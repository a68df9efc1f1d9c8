//! What a sync program carries from one device to another, file by file, in an order that nobody chooses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::domain::sealing::Form;
use holdspace::storage::disk::NotesDisk;
use holdspace::storage::files::Files;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::store::{ScanScope, Store};
use holdspace::storage::vault::converting::Converter;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::vault::seal::{Key, new_recovery_code};
use holdspace::storage::vault::sealing_disk::SealingDisk;

use crate::fixture::*;
use crate::sealing::words;

/// A device that has its notes open with some keys.
struct Device {
    fixture: Fixture,
    converter: Converter,
    store: Store,
}

impl Device {
    fn with(fixture: Fixture, keyring: &Keyring, form: Form) -> Self {
        let notes = NotesFolder::at(&fixture.folders);
        let converter = Converter::new(&notes, keyring, form);
        let files = Files::on(Arc::new(SealingDisk::new(Arc::new(NotesDisk::default()), converter.clone())));
        let store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
        Self { fixture, converter, store }
    }

    /// The same with other keys.
    fn now_with(self, keyring: &Keyring) -> Self {
        let Self { fixture, store, .. } = self;
        drop(store);
        Self::with(fixture, keyring, Form::Sealed)
    }

    /// Writes a line into the session.
    fn write(&mut self, words: &str) {
        let mut session = self.store.read_session(&id("one")).unwrap_or_else(|_| session("one", "before"));
        session.notes.add(words, None, &stamp());
        self.store.save_session(&session, 0, moment().to_utc()).unwrap();
    }

    /// Gives every file its form.
    fn convert(&self) {
        self.converter.unconverted().unwrap().iter().for_each(|path| self.converter.convert(path).unwrap());
    }

    fn rescan(&mut self) {
        self.store.rescan(ScanScope::All).unwrap();
    }

    fn text(&mut self) -> String {
        self.store.read_session(&id("one")).unwrap().notes.text()
    }

    fn sessions(&self) -> PathBuf {
        self.fixture.folders.data.join("sessions")
    }

    fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let paths = everything_in(&self.sessions()).into_iter();
        paths.map(|path| (path.file_name().unwrap().into(), std::fs::read(&path).unwrap())).collect()
    }

    fn put(&self, name: &Path, bytes: &[u8]) {
        put(&self.sessions().join(name), bytes);
    }
}

/// A folder, and keys that were just made in it.
fn keys_of(fixture: &Fixture) -> (NotesFolder, Keyring) {
    let notes = NotesFolder::at(&fixture.folders);
    let keyring = Keyring::create(&notes, (&words(), &new_recovery_code()), None, 2).unwrap();
    (notes, keyring)
}

/// One device changed the key and has what was written there; the other wrote before it knew of that key. A sync
/// program puts the file of the first one in its place at the other one too, with the other one’s beside it, before it
/// brings the key.
#[test]
fn what_comes_before_its_key_is_not_lost_at_the_device_that_it_came_from() {
    let (here, there) = (Fixture::new().opened(), Fixture::new().opened());
    let (notes, before) = keys_of(&here);
    let mut first = Device::with(here, &before, Form::Sealed);
    first.write("of both");
    let mut other = Device::with(there, &before, Form::Sealed);
    let place = Path::new("one.json.age");
    other.put(place, &first.files()[place]);
    other.write("of the other");
    let after = before.rotate(&notes, (&words(), &new_recovery_code()), 2).unwrap();
    let mut first = first.now_with(&after);
    first.write("of the first");

    let (theirs, copy) =
        (other.files()[place].clone(), Path::new("one.json.sync-conflict-20261126-073754-SAZID7F.age"));
    let in_place = first.files()[place].clone();
    other.put(place, &in_place);
    other.put(copy, &theirs);
    other.rescan();
    // What has a new name comes to the first device before what has changed.
    for (name, bytes) in other.files().iter().filter(|(name, _)| *name != place) {
        first.put(name, bytes);
    }
    first.rescan();
    let is_untouched = first.files()[place] == in_place;
    if let Some(changed) = other.files().get(place).filter(|bytes| is_untouched && **bytes != in_place) {
        first.put(place, changed);
    }
    first.rescan();
    let text = first.text();
    assert!(["before", "of both", "of the first", "of the other"].iter().all(|words| text.contains(words)), "{text}");

    // The key comes, and what the first device made of both.
    let bytes = first.files()[place].clone();
    other.put(place, &bytes);
    let mut other = other.now_with(&after);
    other.rescan();
    assert_eq!(other.text(), text);
    assert_eq!(other.files().len(), 1);
}

#[test]
fn what_another_device_moved_out_of_its_place_is_written_again_where_it_is_still_there() {
    let here = Fixture::new().opened();
    let mut device = {
        let (_, keyring) = keys_of(&here);
        Device::with(here, &keyring, Form::Sealed)
    };
    device.write("of both");
    let place = Path::new("one.json.age");
    let in_place = device.files()[place].clone();
    // A copy of a conflict is none of that: two devices would answer each other for ever.
    for (name, is_again) in [
        ("one.json.sync-conflict-20261126-073754-SAZID7F.age", false),
        ("one.20261126T073754.816628982Z.json.age", true),
    ] {
        device.put(Path::new(name), &in_place);
        device.rescan();
        assert_eq!(device.files()[place] != in_place, is_again, "{name}");
        assert_eq!(device.files().len(), 1, "{name}");
    }
    assert_eq!(device.text(), "before\nof both");
}

/// Where the notes are sealed, a plain file comes whose place a file of an unknown key has. It is sealed beside that,
/// and is gone from where it was; where the notes are plain it is still there.
#[cfg(unix)]
#[test]
fn what_is_sealed_beside_its_place_is_not_lost_where_it_is_plain() {
    use std::os::unix::fs::MetadataExt;
    let (here, there) = (Fixture::new().opened(), Fixture::new().opened());
    let (_, keyring) = keys_of(&here);
    let mut plain = Device::with(here, &keyring, Form::Plain);
    plain.write("of the plain one");
    let mut sealed = Device::with(there, &keyring, Form::Sealed);
    let (place, unknown) = (Path::new("one.json"), Key::new().seal(b"{}").unwrap());
    sealed.put(Path::new("one.json.age"), &unknown);
    sealed.put(place, &plain.files()[place]);
    let look =
        |plain: &Device| plain.sessions().join(place).metadata().map(|look| (look.ino(), look.mtime_nsec())).ok();
    let before = look(&plain);
    sealed.convert();
    sealed.rescan();
    assert!(!sealed.files().contains_key(place) && sealed.files()[Path::new("one.json.age")] == unknown);
    for (name, bytes) in sealed.files().iter().filter(|(_, bytes)| **bytes != unknown) {
        plain.put(name, bytes);
    }
    plain.convert();
    plain.rescan();
    // It is taken away, unless it was changed.
    if look(&plain) == before {
        std::fs::remove_file(plain.sessions().join(place)).unwrap();
    }
    plain.rescan();
    assert_eq!(plain.text(), "before\nof the plain one");
}

/// A sync program moves what is in a place aside, and then puts there what another device wrote; whoever looks in
/// between finds the place empty and a copy beside it.
#[test]
fn what_is_put_where_a_sync_program_is_about_to_put_something_is_not_lost() {
    for name in ["one.sync-conflict-20261126-073754-SAZID7F.json", "one.20261126T073754.816628982Z.json"] {
        let (here, there) = (Fixture::new().opened(), Fixture::new().opened());
        let (_, keyring) = keys_of(&here);
        let mut device = Device::with(here, &keyring, Form::Plain);
        let mut other = Device::with(there, &keyring, Form::Plain);
        let place = Path::new("one.json");
        device.write("of both");
        other.put(place, &device.files()[place]);
        other.write("of the other");
        device.write("of this one");
        let (path, copy) = (device.sessions().join(place), device.sessions().join(name));
        std::fs::rename(&path, &copy).unwrap();
        device.rescan();
        device.put(place, &other.files()[place]);
        (0..3).for_each(|_| device.rescan());
        let text = device.text();
        assert!(["of both", "of this one", "of the other"].iter().all(|words| text.contains(words)), "{name}: {text}");
        assert_eq!(device.files().len(), 1, "{name}");
    }
}

/// A device that has a copy of a session, whose own place is empty.
fn with_copy_alone() -> Device {
    let here = Fixture::new().opened();
    let (_, keyring) = keys_of(&here);
    let mut device = Device::with(here, &keyring, Form::Plain);
    device.write("words");
    let place = device.sessions().join("one.json");
    std::fs::rename(&place, place.with_file_name("one.sync-conflict-20261126-073754-SAZID7F.json")).unwrap();
    device
}

/// A copy came, and is in the trash by the next look: nothing brings it back.
#[test]
fn what_came_as_a_copy_and_was_trashed_stays_there() {
    let mut device = with_copy_alone();
    device.rescan();
    device.store.move_to_trash(&id("one")).unwrap();
    device.rescan();
    assert!(device.files().is_empty());
    device.store.empty_trash().unwrap();
    device.rescan();
    assert!(device.files().is_empty() && device.store.trash().is_empty());
}

/// A link at the history, which is never followed: what came is opened all the same.
#[cfg(unix)]
#[test]
fn what_cannot_be_kept_in_the_history_is_in_its_place_all_the_same() {
    let mut device = with_copy_alone();
    let history = device.fixture.folders.data.join("history");
    let _ = std::fs::remove_dir_all(&history);
    std::os::unix::fs::symlink(device.fixture.root(), &history).unwrap();
    device.rescan();
    assert_eq!(device.text(), "before\nwords");
}

/// A session in the trash is there in both forms, and says different things: another device may be taking away the one
/// that stays here just as the other one is taken away.
#[test]
fn what_is_in_the_trash_in_both_forms_is_put_together_and_written_again() {
    let here = Fixture::new().opened();
    let (_, keyring) = keys_of(&here);
    let mut device = Device::with(here, &keyring, Form::Sealed);
    device.write("of both");
    device.store.move_to_trash(&id("one")).unwrap();
    let trash = device.fixture.folders.data.join("trash");
    let before = std::fs::read(trash.join("one.json.age")).unwrap();
    put(&trash.join("one.json"), &format::write_session(&session("one", "before")));
    device.convert();
    device.rescan();
    assert_eq!(everything_in(&trash), [trash.join("one.json.age")]);
    assert_ne!(std::fs::read(trash.join("one.json.age")).unwrap(), before);
    assert!(device.store.trash()[0].notes.text().contains("of both"));
}
