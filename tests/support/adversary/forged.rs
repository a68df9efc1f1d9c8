//! The files that a peer without a passphrase can make.

use std::io::Write;
use std::iter;
use std::path::{Path, PathBuf};

use age::secrecy::{ExposeSecret, SecretString};
use age::{Encryptor, Recipient, scrypt, x25519};
use serde_json::{Value, json};

use super::attack::Forgery;

/// A word of the peer’s own.
const WORDS: &str = "wkzjpeer was here";

const PASSPHRASE: &str = "the passphrase of somebody else";

/// A session as a plain file, that says to be later than any other.
pub(crate) fn plain_session(id: &str, began: &str) -> Vec<u8> {
    let line = json!({ "id": "0199c7e2-5b1e-7c44-9d0e-3f7d0a6c2b11", "order_key": "n", "text": WORDS, "at": began });
    let session = json!({
        "format": "holdspace-session", "version": 2, "id": id, "clients": ["X-1"], "began": began, "lines": [line],
        "version_vector": { "peer": 4_000_000_000_u64 },
    });
    session.to_string().into_bytes()
}

/// A session that is sealed with the peer's own key.
pub(crate) fn sealed_session(id: &str) -> Vec<u8> {
    let mut plain = plain_session(id, "2026-11-23T14:02:11-05:00");
    plain.resize(plain.len().next_multiple_of(4096), b' ');
    age_file(&plain, &x25519::Identity::generate().to_public())
}

/// The peer's own key under the peer's own passphrase.
pub(crate) fn wrapped_key() -> Vec<u8> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(PASSPHRASE.to_owned()));
    recipient.set_work_factor(4);
    let key = format!("{}\n", x25519::Identity::generate().to_string().expose_secret());
    age_file(key.as_bytes(), &recipient)
}

fn age_file(plain: &[u8], recipient: &dyn Recipient) -> Vec<u8> {
    let mut sealed = Vec::new();
    let encryptor = Encryptor::with_recipients(iter::once(recipient)).unwrap();
    let mut writer = encryptor.wrap_output(&mut sealed).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap();
    sealed
}

/// A wrapped key whose header asks for as much work as its number can say.
pub(crate) fn enormous_work(number: u64) -> Vec<u8> {
    let work = [31, 40, 63, 255][number as usize % 4];
    let (salt, body, tag) = ("A".repeat(22), "A".repeat(43), "A".repeat(43));
    let mut bytes = format!("age-encryption.org/v1\n-> scrypt {salt} {work}\n{body}\n--- {tag}\n").into_bytes();
    bytes.resize(bytes.len() + 300, 7);
    bytes
}

/// A `keys.json` that says to make the notes plain: the one that is there with another form, or one of the peer's
/// own with files that are there.
fn plain_keys(keys: &Path, keeps_rest: bool) -> Vec<u8> {
    let there = std::fs::read(keys.join("keys.json")).ok();
    let there = there.and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok()).filter(|_| keeps_rest);
    let named = |what: &str| {
        let mut names = crate::support::folder::everything_in(keys).into_iter().filter_map(|path| {
            let name = path.file_name()?.to_str()?.to_owned();
            name.starts_with(what).then_some((name, path))
        });
        names.next_back().map_or_else(
            || json!({ "name": format!("{what}-1.age"), "digest": "" }),
            |(name, path)| json!({ "name": name, "digest": digest_of(&path) }),
        )
    };
    let mut file = there.unwrap_or_else(|| {
        json!({
            "format": "holdspace-keys", "version": 1,
            "passphrase": named("passphrase"), "recovery": named("recovery"),
        })
    });
    file["form"] = "plain".into();
    serde_json::to_vec_pretty(&file).unwrap()
}

/// A `keys.json` that names files elsewhere.
fn keys_elsewhere(passphrase: &str, former: &str) -> Vec<u8> {
    let file = |name: &str| json!({ "name": name, "digest": "0".repeat(64) });
    let keys = json!({
        "format": "holdspace-keys", "version": 1, "form": "sealed",
        "passphrase": file(passphrase), "recovery": file(passphrase), "former": file(former),
    });
    keys.to_string().into_bytes()
}

fn digest_of(path: &Path) -> String {
    use sha2::Digest;
    let bytes = std::fs::read(path).unwrap_or_default();
    sha2::Sha256::digest(&bytes).iter().fold(String::new(), |text, byte| format!("{text}{byte:02x}"))
}

/// A marker with another id, or of another version.
fn marker(version: u64) -> Vec<u8> {
    let id = "0199c7e2-0000-7000-8000-000000000000";
    json!({ "format": "holdspace-folder", "version": version, "id": id }).to_string().into_bytes()
}

/// The code that a forged renaming gives to the owner's client.
pub(crate) const FORGED_CODE: &str = "X-2";

/// A renaming that nobody began.
fn renaming() -> Vec<u8> {
    let (from, to) = (super::library::CLIENTS[0], FORGED_CODE);
    let renaming = json!({ "format": "holdspace-renaming", "version": 1, "what": "client", "from": from, "to": to });
    renaming.to_string().into_bytes()
}

/// Prompt sets that nobody wrote.
fn prompt_sets() -> Vec<u8> {
    let far = "+262142-12-31T23:59:59Z";
    let set = json!({ "id": "x", "name": WORDS, "prompts": [], "changed": far, "number": 1e300 });
    json!({ "format": "holdspace-prompts", "version": 1, "sets": [set], "huge": u64::MAX }).to_string().into_bytes()
}

/// The files of a forgery, each where the program looks for such a one.
pub(crate) fn files(forgery: Forgery, notes: &Path, outside: &Path, number: u64) -> Vec<(PathBuf, Vec<u8>)> {
    let keys = notes.join("keys");
    let keys_file = keys.join("keys.json");
    let key_outside = outside.join("letters/keys/passphrase-1.age");
    match forgery {
        Forgery::FormPlain => vec![(keys_file, plain_keys(&keys, true))],
        Forgery::FormPlainOnly => vec![(keys_file, plain_keys(&keys, false))],
        Forgery::NamesAbove => {
            let above = "../../outside/letters/keys/passphrase-1.age";
            vec![(keys_file, keys_elsewhere(above, "../sessions/s-01.json.age"))]
        }
        Forgery::NamesAbsolute => {
            let outside = key_outside.to_string_lossy();
            vec![(keys_file, keys_elsewhere(&outside, &outside))]
        }
        Forgery::HugeNumbers => {
            let numbers = ["18446744073709551615", "18446744073709551616", "99999999999999999999999999", "-1"];
            let passphrase = |number| (keys.join(format!("passphrase-{number}.age")), wrapped_key());
            let keyring = |number| (keys.join(format!("keyring-{number}.age")), sealed_session("s-01"));
            numbers.into_iter().flat_map(|number| [passphrase(number), keyring(number)]).collect()
        }
        Forgery::FarYears => far_years(notes, number),
        Forgery::OtherMarker => vec![(notes.join("holdspace.json"), marker(1))],
        Forgery::NewerMarker => vec![(notes.join("holdspace.json"), marker(99))],
        Forgery::Renaming => vec![(notes.join("renaming/renaming.json"), renaming())],
        Forgery::PromptSets => {
            let names = ["prompts.json", "prompts.sync-conflict-20261123-140211-ABCDEFG.json"];
            names.map(|name| (notes.join(name), prompt_sets())).into()
        }
    }
}

fn far_years(notes: &Path, number: u64) -> Vec<(PathBuf, Vec<u8>)> {
    let far = plain_session("s-01", FAR[number as usize % FAR.len()]);
    let mut files = vec![
        (notes.join("trash/far.json"), far.clone()),
        (notes.join("history/s-01/20260105T090000.000000000Z.json"), far),
    ];
    for (index, began) in FAR.iter().enumerate() {
        let id = format!("far-{index}");
        files.push((notes.join(format!("sessions/{id}.json")), plain_session(&id, began)));
    }
    files
}

/// Moments at the edges of what a date can say, and beyond.
const FAR: [&str; 6] = [
    "+262142-12-31T23:59:59Z",
    "-262143-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
    "0000-01-01T00:00:00+23:59",
    "+999999-01-01T00:00:00Z",
    "2026-02-30T25:61:61Z",
];
