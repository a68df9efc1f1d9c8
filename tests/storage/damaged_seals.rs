//! Sealed files and keys that are not as they were written: each is refused with its reason, and left as it
//! is.

use std::path::Path;
use std::sync::Arc;

use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::recovery_code::RecoveryCode;
use holdspace::domain::sealing::Form;
use holdspace::storage::disk::SystemDisk;
use holdspace::storage::error::{Problem, StorageError};
use holdspace::storage::files::Files;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::vault::converting::Converter;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::vault::seal::{SealError, new_recovery_code};
use holdspace::storage::vault::sealing_disk::SealingDisk;

use crate::fixture::*;
use crate::support::figures::figure;

/// How many places of the body are damaged.
const IN_BODY: usize = 1000;

struct Sealed {
    fixture: Fixture,
    files: Files,
    code: RecoveryCode,
    bytes: Vec<u8>,
}

fn words() -> Passphrase {
    Passphrase::new("a quiet river at dawn".to_owned())
}

fn files_with(fixture: &Fixture, keyring: &Keyring) -> Files {
    let converter = Converter::new(&NotesFolder::at(&fixture.folders), keyring, Form::Sealed);
    Files::on(Arc::new(SealingDisk::new(Arc::new(SystemDisk), converter)))
}

impl Sealed {
    /// A folder with one sealed session of some length.
    fn new() -> Self {
        let fixture = Fixture::new().opened();
        let code = new_recovery_code();
        let keyring = Keyring::create(&NotesFolder::at(&fixture.folders), (&words(), &code), None, 2).unwrap();
        let files = files_with(&fixture, &keyring);
        let mut store = Store::open(&NotesFolder::new(&files, &fixture.folders), &Replica::default()).unwrap();
        let mut long = session("one", "zxqv");
        for number in 0..380 {
            long.notes.add(&format!("zxqv {number}"), None, &stamp());
        }
        store.save_session(&long, 0, moment().to_utc()).unwrap();
        let bytes = std::fs::read(fixture.session_path("one").with_extension("json.age")).unwrap();
        // Another pair of hands: what was sealed last is known without being opened.
        let files = files_with(&fixture, &keyring);
        Self { fixture, files, code, bytes }
    }

    /// The file holds these bytes: reading them is refused, and they stay.
    fn refused(&self, bytes: &[u8]) -> SealError {
        let path = self.fixture.session_path("one");
        let sealed = path.with_extension("json.age");
        put(&sealed, bytes);
        let refused = self.files.read(&path, format::MAX_BYTES).map_err(|error| error.kind);
        assert_eq!(std::fs::read(&sealed).unwrap(), bytes);
        match refused {
            Err(Problem::Sealed(error)) => error,
            other => panic!("{:?}", other.map(|plain| String::from_utf8_lossy(&plain).into_owned())),
        }
    }

    fn header(&self) -> usize {
        let end = self.bytes.windows(5).position(|window| window == b"\n--- ").unwrap() + 5;
        end + self.bytes[end..].iter().position(|byte| *byte == b'\n').unwrap() + 1
    }

    /// Every place of the header, and a thousand of the body.
    fn places(&self) -> Vec<usize> {
        let (header, length) = (self.header(), self.bytes.len());
        (0..header).chain((0..IN_BODY).map(|number| header + number * (length - header) / IN_BODY)).collect()
    }
}

#[test]
fn one_flipped_bit_in_a_sealed_session_is_refused() {
    let sealed = Sealed::new();
    let places = sealed.places();
    for (number, place) in places.iter().enumerate() {
        let mut bytes = sealed.bytes.clone();
        bytes[*place] ^= 1 << (number % 8);
        if !bytes.starts_with(b"age-encryption.org/v1\n") {
            // It is no sealed file any more, and no session either.
            put(&sealed.fixture.session_path("one").with_extension("json.age"), &bytes);
            let mut store =
                Store::open(&NotesFolder::new(&sealed.files, &sealed.fixture.folders), &Replica::default()).unwrap();
            assert!(store.read_session(&id("one")).is_err());
            continue;
        }
        sealed.refused(&bytes);
    }
    let count = places.len();
    figure("flipped bits", &format!("{count} sealed sessions with one flipped bit: all refused, and left as they are"));
}

#[test]
fn a_cut_in_a_sealed_session_is_refused() {
    let sealed = Sealed::new();
    for place in sealed.places() {
        let cut = &sealed.bytes[..place];
        if place == 0 {
            continue;
        }
        assert_eq!(sealed.refused(cut), SealError::CutShort, "{place}");
    }
}

/// Why neither the passphrase nor the code opens the keys as they are; nothing where both do.
fn why_not(fixture: &Fixture, code: &RecoveryCode) -> Option<StorageError> {
    let keys = match Keys::read(&NotesFolder::at(&fixture.folders)) {
        Ok(keys) => keys?,
        Err(error) => return Some(error),
    };
    keys.unlock(&words(), None).err().or_else(|| keys.recover(code, None).err())
}

fn damage_each(sealed: &Sealed, path: &Path, mut damage: impl FnMut(&[u8], usize) -> Vec<u8>) -> usize {
    let whole = std::fs::read(path).unwrap();
    for place in 0..whole.len() {
        let damaged = damage(&whole, place);
        put(path, &damaged);
        let why = why_not(&sealed.fixture, &sealed.code).unwrap_or_else(|| panic!("{} {place}", path.display()));
        let allowed = matches!(why.kind, Problem::KeysUnreadable | Problem::KeysNotThere | Problem::NewerFolder);
        assert!(allowed, "{place}: {why:?}");
        assert_eq!(std::fs::read(path).unwrap(), damaged);
    }
    put(path, &whole);
    assert_eq!(why_not(&sealed.fixture, &sealed.code), None);
    whole.len()
}

/// The record of the keys, damaged at many places: the keys open the notes all the same, which stay sealed, and nothing
/// of what the damaged file said counts.
fn damage_record(sealed: &Sealed, path: &Path, damage: impl Fn(&[u8], usize) -> Vec<u8>) -> usize {
    let whole = std::fs::read(path).unwrap();
    let places = (0..whole.len()).step_by(7);
    for place in places.clone() {
        put(path, &damage(&whole, place));
        let keys = Keys::read(&NotesFolder::at(&sealed.fixture.folders)).unwrap().unwrap();
        let keyring = keys.unlock(&words(), None).unwrap();
        assert_eq!(keyring.form(), Form::Sealed, "{place}");
        assert!(keyring.previous.is_empty());
    }
    put(path, &whole);
    places.count()
}

#[test]
fn one_flipped_bit_or_any_cut_in_the_keys_is_refused() {
    let sealed = Sealed::new();
    let mut count = 0;
    std::fs::remove_dir_all(sealed.fixture.folders.state.join("keys")).unwrap();
    for path in everything_in(&sealed.fixture.folders.data.join("keys")) {
        let flip = |whole: &[u8], place: usize| {
            let mut bytes = whole.to_vec();
            bytes[place] ^= 1 << (place % 8);
            bytes
        };
        if path.file_name().unwrap().to_string_lossy().starts_with("keyring") {
            count += damage_record(&sealed, &path, flip);
            damage_record(&sealed, &path, |whole, place| whole[..place].to_vec());
        } else {
            count += damage_each(&sealed, &path, flip);
            damage_each(&sealed, &path, |whole, place| whole[..place].to_vec());
        }
    }
    figure("damaged keys", &format!("{count} flipped bits in the keys, and every cut: all refused"));
}

#[test]
fn a_session_under_another_name_is_not_taken_for_that_one() {
    let sealed = Sealed::new();
    put(&sealed.fixture.session_path("two").with_extension("json.age"), &sealed.bytes);
    let mut store =
        Store::open(&NotesFolder::new(&sealed.files, &sealed.fixture.folders), &Replica::default()).unwrap();
    assert!(store.read_session(&id("two")).is_err());
    assert!(store.read_session(&id("one")).is_ok());
}
