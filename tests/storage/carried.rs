//! What a sync program carries from one device to another, file by file, in an order that nobody chooses.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use holdspace::domain::sealing::Form;
use holdspace::storage::disk::NotesDisk;
use holdspace::storage::files::Files;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::store::{ScanScope, Store};
use holdspace::storage::vault::converting::Converter;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::vault::seal::new_recovery_code;
use holdspace::storage::vault::sealing_disk::SealingDisk;

use crate::fixture::*;
use crate::sealing::words;

/// A device that has its notes open with some keys.
struct Device {
    fixture: Fixture,
    store: Store,
}

impl Device {
    fn with(fixture: Fixture, keyring: &Keyring) -> Self {
        let notes = NotesFolder::at(&fixture.folders);
        let converter = Converter::new(&notes, keyring, Form::Sealed);
        let files = Files::on(Arc::new(SealingDisk::new(Arc::new(NotesDisk::default()), converter)));
        let store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
        Self { fixture, store }
    }

    /// The same with other keys.
    fn now_with(self, keyring: &Keyring) -> Self {
        let Self { fixture, store } = self;
        drop(store);
        Self::with(fixture, keyring)
    }

    /// Writes a line into the session.
    fn write(&mut self, words: &str) {
        let mut session = self.store.read_session(&id("one")).unwrap_or_else(|_| session("one", "before"));
        session.notes.add(words, None, &stamp());
        self.store.save_session(&session, 0, moment().to_utc()).unwrap();
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

/// One device changed the key and has what was written there; the other wrote before it knew of that key. A sync
/// program puts the file of the first one in its place at the other one too, with the other one’s beside it, before it
/// brings the key.
#[test]
fn what_comes_before_its_key_is_not_lost_at_the_device_that_it_came_from() {
    let (here, there) = (Fixture::new().opened(), Fixture::new().opened());
    let notes = NotesFolder::at(&here.folders);
    let before = Keyring::create(&notes, (&words(), &new_recovery_code()), None, 2).unwrap();
    let mut first = Device::with(here, &before);
    first.write("of both");
    let mut other = Device::with(there, &before);
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
