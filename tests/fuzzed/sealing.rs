//! What reads the files of sealing: the record of the keys, what is sealed and wrapped, and the marker that a folder
//! is known by.

use std::collections::BTreeMap;

use holdspace::domain::Moment;
use holdspace::domain::sealing::Form;
use holdspace::storage::folders::FolderId;
use holdspace::storage::format;
use holdspace::storage::format::keyring::{KeyState, KeyringFile};
use holdspace::storage::vault::seal;
use holdspace::storage::vault::seal::Key;

use crate::targets::stays;

// The record of the keys: merged with any other, in any order, it keeps its rules.

/// Three records, with a byte of 255, which no text holds, between them.
///
/// # Panics
/// When a record is not read again as it was written, or a merged one breaks a rule.
pub fn keyring(data: &[u8]) {
    let read = |file: &[u8]| stays(file, format::read_keyring, format::write_keyring);
    let records: Vec<KeyringFile> = data.split(|byte| *byte == u8::MAX).take(3).filter_map(read).collect();
    for record in &records {
        assert_eq!(counts(&merged(record, record)), counts(record), "merged with itself");
        check_changes(record);
        for other in &records {
            let both = merged(record, other);
            assert_eq!(counts(&both), counts(&merged(other, record)), "in the other order");
            check_merged(record, &both);
        }
    }
    if let [one, two, three] = records.as_slice() {
        let (from_left, from_right) = (merged(&merged(one, two), three), merged(one, &merged(two, three)));
        assert_eq!(counts(&from_left), counts(&from_right), "grouped otherwise");
    }
}

fn merged(one: &KeyringFile, other: &KeyringFile) -> KeyringFile {
    one.clone().merge(other.clone())
}

/// What decides which key seals, what opens it, and which form the notes take.
#[derive(Debug, PartialEq)]
struct Counts<'a> {
    form: (u64, Form),
    keys: BTreeMap<&'a str, (u64, KeyState, bool)>,
    credentials: BTreeMap<&'a str, bool>,
    devices: BTreeMap<&'a str, (Moment, &'a str)>,
    current: Option<&'a str>,
}

fn counts(record: &KeyringFile) -> Counts<'_> {
    let keys = record.keys.iter().map(|(id, key)| {
        let can_open = key.secret.is_some() && key.state != KeyState::Forgotten;
        (id.as_str(), (key.number, key.state, can_open))
    });
    let devices = record.devices.iter().map(|(id, device)| (id.as_str(), (device.at, device.key.as_str())));
    Counts {
        form: (record.form.number, record.form.form),
        keys: keys.collect(),
        credentials: record.credentials.iter().map(|(digest, known)| (digest.as_str(), known.replaced)).collect(),
        devices: devices.collect(),
        current: record.current(),
    }
}

/// What was replaced or forgotten does not come back, and nothing that was known is gone.
fn check_merged(one: &KeyringFile, both: &KeyringFile) {
    for (id, key) in &one.keys {
        let known = &both.keys[id];
        assert!(known.state >= key.state && known.number >= key.number);
        let is_forgotten = known.state == KeyState::Forgotten;
        assert!(if is_forgotten { known.secret.is_none() } else { known.secret.is_some() || key.secret.is_none() });
    }
    for (digest, credential) in &one.credentials {
        assert!(both.credentials[digest].replaced || !credential.replaced);
    }
    assert!(one.devices.keys().all(|device| both.devices.contains_key(device)));
    assert!(one.unknown.keys().all(|name| both.unknown.contains_key(name)));
    assert!(both.form.number >= one.form.number);
}

/// The key that seals is one of those in use, and a change leaves none in use but the one that it is about.
fn check_changes(record: &KeyringFile) {
    assert_eq!(record.current().is_some(), record.in_use().next().is_some());
    assert!(record.keys.values().all(|key| key.number < record.next_number() || key.number == u64::MAX));
    for id in record.in_use() {
        assert!(!record.supersedes(id));
        let mut chosen = record.clone();
        chosen.choose(id);
        assert_eq!(chosen.in_use().collect::<Vec<_>>(), [id]);
        assert_eq!(counts(&merged(record, &chosen)), counts(&chosen), "a choice is the later one");
    }
    let mut replaced = record.clone();
    replaced.replace_all();
    assert_eq!(replaced.current(), None);
    assert!(replaced.credentials.values().all(|credential| credential.replaced));
    assert_eq!(counts(&merged(record, &replaced)), counts(&replaced), "what was replaced stays so");
}

// Sealed files: they open to what was sealed, or are refused.

/// A key of nobody's, and what was sealed with it: one short, and one of more than one chunk.
const KEY: &str = include_str!("../fixtures/sealed/key.txt");
const SEALED: [&[u8]; 2] =
    [include_bytes!("../fixtures/sealed/short.age"), include_bytes!("../fixtures/sealed/long.age")];

/// The key under these words, with the least work there is.
const WRAPPED: &[u8] = include_bytes!("../fixtures/sealed/wrapped.age");
const WORDS: &str = "a quiet river";

/// How a file is changed: four bytes a step.
const STEP: usize = 4;

/// The first byte chooses a file, or that the rest is one; each four bytes of the rest change it in one place.
///
/// # Panics
/// When a file opens to something that nobody sealed.
pub fn sealed(data: &[u8]) {
    let Some((which, rest)) = data.split_first() else { return };
    let files = [SEALED[0], SEALED[1], WRAPPED];
    let file = files.get(usize::from(which % 4)).map_or_else(
        || rest.to_vec(),
        |file| rest.chunks_exact(STEP).fold(file.to_vec(), |file, step| changed(file, step, &files)),
    );
    let key = Key::from_text(KEY).expect("a key");
    if let Ok(plain) = key.open(&file) {
        assert!(seal::is_sealed(&file) && !seal::is_wrapped(&file));
        assert!(SEALED.contains(&file.as_slice()), "what was changed is opened");
        let long = plain.len() > seal::BUCKET;
        assert_eq!(plain, original(long), "it opens to something else");
    }
    // The library times its own work for each passphrase: one in sixteen is enough.
    if which / 4 % 16 == 0
        && asks_little(&file)
        && let Ok(text) = seal::unwrap(&file, WORDS)
    {
        assert!(seal::is_wrapped(&file) && file == WRAPPED, "what was changed is unwrapped");
        assert_eq!(*text, KEY);
    }
}

/// What was sealed.
pub fn original(is_long: bool) -> Vec<u8> {
    let line = "{ \"format\": \"holdspace-session\", \"text\": \"Her mother, not now.\" }\n";
    line.repeat(if is_long { 1200 } else { 1 }).into_bytes()
}

/// Takes one step: what to do, where, and with what.
fn changed(mut file: Vec<u8>, step: &[u8], files: &[&[u8]]) -> Vec<u8> {
    let [what, low, high, with] = *step else { return file };
    // The header and the end are where it counts most.
    let near = usize::from(low) + 256 * usize::from(high & 1);
    let place = match what & 3 {
        0 | 1 => near,
        2 => file.len().saturating_sub(near),
        _ => 256 * usize::from(high) + usize::from(low),
    };
    let place = place.min(file.len());
    let end = (place + usize::from(with)).min(file.len());
    match what >> 2 & 7 {
        0 | 1 => file.iter_mut().skip(place).take(1).for_each(|byte| *byte ^= with),
        2 => file.insert(place, with),
        3 => drop(file.drain(place..end)),
        4 => file.truncate(place),
        5 => {
            let again = file[place..end].to_vec();
            file.splice(place..place, again);
        }
        _ => {
            // What follows is that of another file.
            let other = files[usize::from(with) % files.len()];
            file.truncate(place);
            file.extend_from_slice(other.get(place..).unwrap_or_default());
        }
    }
    file
}

/// Whether no line of a header asks for more than a few milliseconds.
fn asks_little(file: &[u8]) -> bool {
    let asks = |line: &&[u8]| line.starts_with(b"-> scrypt");
    let is_little = |line: &[u8]| matches!(line, [.., b' ', digit] if digit.is_ascii_digit());
    file.split(|byte| *byte == b'\n').filter(asks).all(is_little)
}

// The marker: what it says names a folder, whatever it says.

/// The bytes are the file.
///
/// # Panics
/// When a marker is not read again as it was written, or its id is none that can be part of a path.
pub fn marker(data: &[u8]) {
    let Some(marker) = stays(data, format::read_marker, format::write_marker) else { return };
    let id = FolderId::of_marker(&marker.id);
    let text = id.to_string();
    assert!(text.len() == 36 && text.bytes().all(|byte| byte == b'-' || byte.is_ascii_hexdigit()), "{text:?}");
    assert_eq!(FolderId::of_marker(&text), id, "the id of an id is itself");
    let again = format::read_marker(&format::write_marker(&marker)).expect("what was written");
    assert_eq!(FolderId::of_marker(&again.id), id);
}
