//! The files of the keys: reading them from the notes folder and from this computer's copies, and telling what each
//! is by what it holds.
//!
//! Names say nothing for certain: a sync program may give a copy another one, and so may whoever can write there.
//! Must not know how a key is used.

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::domain::sealing::Credential;
use crate::storage::error::{Problem, StorageError};
use crate::storage::files::{Files, is_temporary};
use crate::storage::format;
use crate::storage::vault::seal;

/// The most bytes of a file of keys.
const MAX_LENGTH: u64 = 256 * 1024;

/// The most files that are read in one folder.
const MAX_FILES: usize = 1000;

/// How many digits of a digest are part of a name.
const DIGITS: usize = 8;

/// A file in the folder of the keys.
#[derive(Clone, PartialEq)]
pub(crate) struct KeyFile {
    pub(crate) path: PathBuf,
    pub(crate) bytes: Vec<u8>,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub(crate) digest: String,
    pub(crate) holds: Holds,
}

/// What a file in the folder of the keys holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Holds {
    /// A key under a passphrase or a recovery code.
    Wrapped,
    /// Something that is sealed with a key.
    Sealed,
    /// The list of key files of the first version. What it says is not authenticated, and does not count.
    FirstList,
}

impl KeyFile {
    fn read(files: &Files, path: PathBuf) -> Result<Option<Self>, StorageError> {
        let bytes = match files.read(&path, MAX_LENGTH) {
            Ok(bytes) => bytes,
            // None of ours is like that.
            Err(error)
                if matches!(
                    error.kind,
                    Problem::FileNotThere | Problem::NotAFile | Problem::TooLarge | Problem::LeadsElsewhere
                ) =>
            {
                return Ok(None);
            }
            Err(error) => return Err(error),
        };
        let holds = match () {
            () if seal::is_wrapped(&bytes) => Holds::Wrapped,
            () if seal::is_sealed(&bytes) => Holds::Sealed,
            () if format::is_first_key_list(&bytes) => Holds::FirstList,
            () => return Ok(None),
        };
        Ok(Some(Self { digest: digest_of(&bytes), path, bytes, holds }))
    }

    pub(crate) fn name(&self) -> &str {
        self.path.file_name().and_then(|name| name.to_str()).unwrap_or_default()
    }

    /// Whether its name does not rule out that it is opened by a passphrase, or by a recovery code.
    pub(crate) fn may_be_opened_by(&self, opener: Credential) -> bool {
        let other = match opener {
            Credential::Passphrase => prefix(Credential::RecoveryCode),
            Credential::RecoveryCode => prefix(Credential::Passphrase),
        };
        self.holds == Holds::Wrapped && !self.name().starts_with(other)
    }

    /// What opens it by its name, if that is one of the first version: `passphrase-1.age`.
    pub(crate) fn opener_in_first_version(&self) -> Option<Credential> {
        let (what, number) = self.name().strip_suffix(".age")?.split_once('-')?;
        let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) && number.len() < DIGITS;
        let openers = [Credential::Passphrase, Credential::RecoveryCode];
        openers.into_iter().find(|opener| is_number && self.holds == Holds::Wrapped && what == prefix(*opener))
    }

    /// Whether its bytes are not those that it was named by.
    pub(crate) fn is_damaged(&self) -> bool {
        let named_by = self.name().strip_suffix(".age").and_then(|stem| stem.rsplit('-').next());
        let named_by =
            named_by.filter(|part| part.len() == DIGITS && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
        named_by.is_some_and(|digits| !self.digest.starts_with(digits))
    }
}

/// The files of keys in a folder, and why one of them could not be read; none if there is no folder. Those that are named
/// as a known one are among them, however many others there are.
///
/// # Errors
/// When the folder cannot be listed.
pub(crate) fn read_folder(
    files: &Files,
    folder: &Path,
    known: &[KeyFile],
) -> Result<(Vec<KeyFile>, Option<StorageError>), StorageError> {
    let mut paths = files.list_existing(folder)?;
    paths.retain(|path| !is_temporary(path));
    paths.sort_by_cached_key(|path| !known.iter().any(|known| known.path.file_name() == path.file_name()));
    paths.truncate(MAX_FILES);
    // Of two files that say the same, every device keeps the same one.
    paths.sort_unstable();
    let (mut read, mut unread) = (Vec::new(), None);
    for path in paths {
        match KeyFile::read(files, path) {
            Ok(file) => read.extend(file),
            Err(error) => unread = Some(error),
        }
    }
    Ok((read, unread))
}

/// The name of a new file: what it is, the key, and a part of the digest, so that two devices never give one name to
/// two files.
pub(crate) fn name_of(what: &str, key: &str, bytes: &[u8]) -> String {
    format!("{what}-{key}-{}.age", &digest_of(bytes)[..DIGITS])
}

/// How the name of a file begins that holds a key under something.
pub(crate) fn prefix(opener: Credential) -> &'static str {
    match opener {
        Credential::Passphrase => "passphrase",
        Credential::RecoveryCode => "recovery",
    }
}

/// The SHA-256 of bytes, in hexadecimal.
pub(crate) fn digest_of(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
