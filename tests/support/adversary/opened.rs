//! Which words on the disk can still be opened by somebody who has the passphrases and the recovery codes: with the
//! age library alone, whatever the program thinks of the files.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hasher};
use std::io::Read;
use std::iter;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use age::secrecy::SecretString;
use age::{Decryptor, Identity, scrypt, x25519};

use super::library::{codes, is_private, passphrases, words_in};
use crate::support::folder::files_in;

const MAGIC: &[u8] = b"age-encryption.org/v1\n";
const KEY: &str = "AGE-SECRET-KEY-1";

/// More work than this was never asked for here.
const MAX_WORK_FACTOR: u8 = 8;

/// What one file says.
#[derive(Debug, Clone)]
struct Said {
    words: BTreeSet<u16>,
    keys: Vec<String>,
    is_private: bool,
}

/// Opens files, and remembers those that it has opened before, by what they hold and the key.
#[derive(Debug, Default)]
pub(crate) struct Reader {
    opened: HashMap<(u64, String), Option<Said>>,
}

/// What can be opened of some folders.
#[derive(Debug, Default)]
pub(crate) struct Opened {
    /// The words of each file.
    pub(crate) files: Vec<(PathBuf, BTreeSet<u16>)>,
    /// The files that say something of what is outside.
    pub(crate) private: Vec<PathBuf>,
}

impl Opened {
    pub(crate) fn words(&self) -> BTreeSet<u16> {
        self.files.iter().flat_map(|(_, words)| words.iter().copied()).collect()
    }
}

impl Reader {
    /// Opens everything in some folders. Keys are taken from wherever they are in them.
    pub(crate) fn open(&mut self, folders: &[&Path]) -> Opened {
        let files: Vec<_> = folders.iter().flat_map(|folder| files_in(folder)).collect();
        let mut opened = Opened::default();
        let mut closed = Vec::new();
        for (path, bytes) in files {
            if bytes.starts_with(MAGIC) { closed.push((path, bytes)) } else { opened.take(path, said(&bytes)) }
        }
        let secrets = passphrases().into_iter().map(|words| words.words().to_owned());
        let secrets: Vec<String> = secrets.chain(codes().map(|code| code.printed().to_string())).collect();
        let (wrapped, mut closed): (Vec<_>, Vec<_>) = closed.into_iter().partition(|(_, bytes)| is_wrapped(bytes));
        let mut new: BTreeSet<String> = BTreeSet::new();
        for (path, bytes) in wrapped {
            if let Some(said) = secrets.iter().find_map(|secret| self.unwrap(&bytes, secret)) {
                new.extend(said.keys.iter().cloned());
                opened.take(path, said);
            }
        }
        // One key may be sealed with another one.
        let mut tried = BTreeSet::new();
        while let Some(key) = new.pop_first() {
            tried.insert(key.clone());
            closed.retain(|(path, bytes)| match self.unseal(bytes, &key) {
                Some(said) => {
                    new.extend(said.keys.iter().filter(|key| !tried.contains(*key)).cloned());
                    opened.take(path.clone(), said);
                    false
                }
                None => true,
            });
        }
        opened
    }

    fn unwrap(&mut self, bytes: &[u8], secret: &str) -> Option<Said> {
        let mut identity = scrypt::Identity::new(SecretString::from(secret.to_owned()));
        identity.set_max_work_factor(MAX_WORK_FACTOR);
        self.decrypted(bytes, secret, &identity)
    }

    fn unseal(&mut self, bytes: &[u8], key: &str) -> Option<Said> {
        let identity = x25519::Identity::from_str(key).ok()?;
        self.decrypted(bytes, key, &identity)
    }

    fn decrypted(&mut self, bytes: &[u8], key: &str, identity: &dyn Identity) -> Option<Said> {
        let place = (hash_of(bytes), key.to_owned());
        let decrypt = || {
            let mut reader = Decryptor::new_buffered(bytes).ok()?.decrypt(iter::once(identity)).ok()?;
            let mut plain = Vec::new();
            reader.read_to_end(&mut plain).ok()?;
            Some(said(&plain))
        };
        self.opened.entry(place).or_insert_with(decrypt).clone()
    }
}

impl Opened {
    fn take(&mut self, path: PathBuf, said: Said) {
        if said.is_private {
            self.private.push(path.clone());
        }
        self.files.push((path, said.words));
    }
}

fn is_wrapped(bytes: &[u8]) -> bool {
    bytes[MAGIC.len()..].starts_with(b"-> scrypt ")
}

fn said(plain: &[u8]) -> Said {
    let key_at = |at: usize| {
        let rest = &plain[at..];
        let end = rest.iter().position(|byte| !byte.is_ascii_uppercase() && !byte.is_ascii_digit() && *byte != b'-');
        String::from_utf8(rest[..end.unwrap_or(rest.len())].to_vec()).ok()
    };
    let keys = memchr::memmem::find_iter(plain, KEY).filter_map(key_at).collect();
    Said { words: words_in(plain), keys, is_private: is_private(plain) }
}

pub(crate) fn hash_of(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    hasher.finish()
}
