//! Sealing bytes and opening them, in the age format (C2SP age-encryption.org/v1): one key, of which the
//! public half seals and the secret half opens; and the key itself, wrapped under words.
//!
//! Must not know what is sealed, nor where it is kept.

use std::fmt;
use std::io::{self, Read, Write};
use std::iter;
use std::str::FromStr;

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

pub use crate::domain::problem::SealError;
use crate::domain::recovery_code::{BYTES, RecoveryCode};

/// How much work a passphrase costs, as a power of two: about a second and 256 MiB. age's own default
/// measures the machine that seals, and another machine may take far longer.
pub const WORK_FACTOR: u8 = 18;

/// The most work that a header may ask for before anything is worked out.
pub const MAX_WORK_FACTOR: u8 = 20;

/// What is sealed is filled up to a multiple of this many bytes, so that its length says little of it.
pub const BUCKET: usize = 4096;

/// How every sealed file begins.
const MAGIC: &[u8] = b"age-encryption.org/v1\n";

/// What is before the last line of a header.
const END_OF_HEADER: &[u8] = b"\n--- ";

/// How many bytes a key is known by.
const ID_BYTES: usize = 8;

/// The parts of what follows the header, as the format has them.
const NONCE: usize = 16;
const CHUNK: usize = 64 * 1024;
const TAG: usize = 16;

/// What seals, and opens what it sealed. Its secret half is wiped from memory when it is dropped.
pub struct Key {
    secret: x25519::Identity,
    public: x25519::Recipient,
}

impl fmt::Debug for Key {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Key")
    }
}

impl Key {
    /// A key that nobody had before.
    pub fn new() -> Self {
        Self::of(x25519::Identity::generate())
    }

    fn of(secret: x25519::Identity) -> Self {
        Self { public: secret.to_public(), secret }
    }

    /// Reads a key as the age program writes it: `AGE-SECRET-KEY-1…`, alone or on a line between comments.
    ///
    /// # Errors
    /// [`SealError::Damaged`] if it holds no key.
    pub fn from_text(text: &str) -> Result<Self, SealError> {
        let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
        let secret = lines.next().and_then(|line| x25519::Identity::from_str(line).ok());
        secret.map(Self::of).ok_or(SealError::Damaged)
    }

    /// The key as the age program reads it, with a line break.
    pub fn text(&self) -> Zeroizing<String> {
        Zeroizing::new(format!("{}\n", self.secret.to_string().expose_secret()))
    }

    /// What the key is known by: it tells nothing that helps to seal or open.
    pub fn id(&self) -> String {
        use std::fmt::Write;
        let digest = Sha256::digest(format!("holdspace key\n{}", self.public).as_bytes());
        digest.iter().take(ID_BYTES).fold(String::with_capacity(2 * ID_BYTES), |mut id, byte| {
            let _ = write!(id, "{byte:02x}");
            id
        })
    }

    /// Seals bytes, as [`Sealer::seal`].
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn seal(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        self.sealer().seal(plain)
    }

    /// What seals as this key does, and opens nothing.
    pub(crate) fn sealer(&self) -> Sealer {
        Sealer { public: self.public.clone() }
    }

    /// Opens what was sealed, without the spaces that it was filled up with.
    ///
    /// # Errors
    /// When it is not sealed, sealed with another key, or not as it was sealed.
    pub fn open(&self, sealed: &[u8]) -> Result<Vec<u8>, SealError> {
        let mut plain = open(sealed, &self.secret)?;
        let filled = plain.iter().rev().take_while(|byte| **byte == b' ').count();
        plain.truncate(plain.len() - filled);
        Ok(plain)
    }
}

impl Default for Key {
    fn default() -> Self {
        Self::new()
    }
}

/// Wraps text under words that somebody knows.
///
/// # Errors
/// When the system has no random numbers, or not the memory.
pub fn wrap(text: &str, words: &str, work_factor: u8) -> io::Result<Vec<u8>> {
    let mut recipient = scrypt::Recipient::new(SecretString::from(words.to_owned()));
    recipient.set_work_factor(work_factor);
    let mut wrapped = Vec::new();
    let encryptor = Encryptor::with_recipients(iter::once(&recipient as &dyn age::Recipient));
    let mut writer = encryptor.map_err(io::Error::other)?.wrap_output(&mut wrapped)?;
    writer.write_all(text.as_bytes())?;
    writer.finish()?;
    Ok(wrapped)
}

/// Opens what was wrapped under words.
///
/// # Errors
/// [`SealError::OtherKey`] when these are not the words; else when it is not as it was wrapped, or asks for
/// too much work: then nothing is worked out.
pub fn unwrap(wrapped: &[u8], words: &str) -> Result<Zeroizing<String>, SealError> {
    let mut identity = scrypt::Identity::new(SecretString::from(words.to_owned()));
    identity.set_max_work_factor(MAX_WORK_FACTOR);
    let plain = Zeroizing::new(open(wrapped, &identity)?);
    let text = std::str::from_utf8(&plain).map_err(|_| SealError::Damaged)?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// A recovery code that nobody chose.
///
/// # Panics
/// When the system has no random numbers: there is no key then either.
pub fn new_recovery_code() -> RecoveryCode {
    let mut bytes = Zeroizing::new([0; BYTES]);
    getrandom::fill(&mut *bytes).expect("the system has random numbers");
    RecoveryCode::of(&bytes)
}

/// The public half of a key: what seals, and opens nothing.
#[derive(Clone)]
pub struct Sealer {
    public: x25519::Recipient,
}

impl fmt::Debug for Sealer {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Sealer")
    }
}

impl Sealer {
    /// Seals bytes, filled up with spaces to a multiple of [`BUCKET`].
    ///
    /// # Errors
    /// When the system has no random numbers.
    pub fn seal(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        let filled = plain.len().next_multiple_of(BUCKET).max(BUCKET);
        let mut sealed = Vec::with_capacity(filled + BUCKET);
        let encryptor = Encryptor::with_recipients(iter::once(&self.public as &dyn age::Recipient));
        let mut writer = encryptor.map_err(io::Error::other)?.wrap_output(&mut sealed)?;
        writer.write_all(plain)?;
        writer.write_all(&[b' '; BUCKET][..filled - plain.len()])?;
        writer.finish()?;
        Ok(sealed)
    }
}

/// Whether bytes are, or were to become, a sealed file.
pub fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC) || (!bytes.is_empty() && MAGIC.starts_with(bytes))
}

/// Whether bytes are wrapped under words, rather than sealed with a key.
pub fn is_wrapped(bytes: &[u8]) -> bool {
    bytes.strip_prefix(MAGIC).is_some_and(|header| header.starts_with(b"-> scrypt "))
}

fn open(sealed: &[u8], identity: &dyn age::Identity) -> Result<Vec<u8>, SealError> {
    if !is_sealed(sealed) {
        return Err(SealError::NotSealed);
    }
    let mut plain = Vec::with_capacity(sealed.len());
    let opened = Decryptor::new_buffered(sealed).and_then(|decryptor| decryptor.decrypt(iter::once(identity)));
    let opened = opened.map_err(|error| meaning(&error));
    let opened = opened.and_then(|reader| if ends_its_stanzas(sealed) { Ok(reader) } else { Err(SealError::Damaged) });
    let read = opened.and_then(|mut reader| {
        // What does not come out as it went in was changed.
        reader.read_to_end(&mut plain).map_err(|_| SealError::Damaged)
    });
    match read {
        Ok(_) => Ok(plain),
        Err(SealError::Damaged) if is_cut_short(sealed) => Err(SealError::CutShort),
        Err(error) => Err(error),
    }
}

fn meaning(error: &DecryptError) -> SealError {
    match error {
        DecryptError::ExcessiveWork { .. } => SealError::TooMuchWork,
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            SealError::OtherKey
        }
        DecryptError::UnknownFormat => SealError::NewerVersion,
        _ => SealError::Damaged,
    }
}

/// Whether something sealed lacks its end: it is shorter than any that this app seals with such a header,
/// or what was to follow never reached the disk.
fn is_cut_short(sealed: &[u8]) -> bool {
    let Some(header) = header_length(sealed) else { return true };
    let Some(body) = (sealed.len() - header).checked_sub(NONCE) else { return true };
    let chunks = body.div_ceil(CHUNK + TAG).max(1);
    let Some(plain) = body.checked_sub(chunks * TAG) else { return true };
    let is_whole = plain > 0 && plain.is_multiple_of(BUCKET);
    !is_whole || ends_with_nothing(sealed)
}

/// Whether the end of something sealed never reached the disk.
pub(crate) fn ends_with_nothing(sealed: &[u8]) -> bool {
    sealed.ends_with(&[0; TAG])
}

/// Whether each stanza of a header ends with a line that is not full. The format asks for it, and the library
/// lets it pass, for files of its first days.
fn ends_its_stanzas(sealed: &[u8]) -> bool {
    const FULL: usize = 64;
    let lines = sealed.split(|byte| *byte == b'\n').skip(1);
    let mut last_length = None;
    for line in lines {
        let begins_stanza = line.starts_with(b"-> ");
        let ends_header = line.starts_with(b"---");
        if (begins_stanza || ends_header) && last_length.is_some_and(|length| length >= FULL) {
            return false;
        }
        if ends_header {
            return true;
        }
        last_length = Some(if begins_stanza { FULL } else { line.len() });
    }
    false
}

fn header_length(sealed: &[u8]) -> Option<usize> {
    let end = memchr::memmem::find(sealed, END_OF_HEADER)? + END_OF_HEADER.len();
    Some(end + memchr::memchr(b'\n', &sealed[end..])? + 1)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_was_sealed_is_opened_by_its_key_alone() {
        let (key, other) = (Key::new(), Key::new());
        let sealed = key.seal(b"{}\n").unwrap();
        assert!(is_sealed(&sealed));
        assert_eq!(key.open(&sealed).unwrap(), b"{}\n");
        assert_eq!(other.open(&sealed), Err(SealError::OtherKey));
        assert_eq!(key.open(b"{}\n"), Err(SealError::NotSealed));
        let again = Key::from_text(&key.text()).unwrap();
        assert_eq!(again.open(&sealed).unwrap(), b"{}\n");
    }

    #[test]
    fn the_length_tells_only_the_bucket() {
        let key = Key::new();
        let lengths = |plain: usize| {
            let sealed = key.seal(&vec![b'a'; plain]).unwrap();
            sealed.len() - header_length(&sealed).unwrap()
        };
        assert_eq!(lengths(0), lengths(1));
        assert_eq!(lengths(1), lengths(BUCKET));
        assert_eq!(lengths(BUCKET + 1), lengths(2 * BUCKET));
        assert_eq!(lengths(1) + BUCKET, lengths(BUCKET + 1));
    }

    #[test]
    fn words_open_what_was_wrapped_under_them() {
        let wrapped = wrap("a secret", "a quiet river", 4).unwrap();
        assert_eq!(unwrap(&wrapped, "a quiet river").unwrap().as_str(), "a secret");
        assert_eq!(unwrap(&wrapped, "a quick river"), Err(SealError::OtherKey));
    }

    #[test]
    fn a_header_that_asks_for_too_much_work_is_refused_unworked() {
        let wrapped = wrap("a secret", "a quiet river", 4).unwrap();
        let text = String::from_utf8_lossy(&wrapped).into_owned();
        let line = text.lines().find(|line| line.starts_with("-> scrypt")).unwrap();
        for work in ["21", "30", "60", "63"] {
            let asks = line.strip_suffix(" 4").unwrap().to_owned() + " " + work;
            let place = text.find(line).unwrap();
            let forged = [&wrapped[..place], asks.as_bytes(), &wrapped[place + line.len()..]].concat();
            assert_eq!(unwrap(&forged, "a quiet river"), Err(SealError::TooMuchWork), "{work}");
        }
    }

    #[test]
    fn two_codes_are_never_the_same() {
        assert!(new_recovery_code() != new_recovery_code());
    }

    proptest! {
        #[test]
        fn whatever_is_sealed_comes_out_as_it_was(plain in prop::collection::vec(any::<u8>(), 0..9000)) {
            prop_assume!(plain.last() != Some(&b' '));
            let key = Key::new();
            prop_assert_eq!(key.open(&key.seal(&plain).unwrap()).unwrap(), plain);
        }

        #[test]
        fn bytes_that_nobody_chose_are_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let (key, bytes) = (Key::new(), [MAGIC, &bytes].concat());
            prop_assert!(key.open(&bytes).is_err());
            prop_assert!(unwrap(&bytes, "words").is_err());
        }

        #[test]
        fn any_cut_is_refused(share in 0.0..1.0_f64) {
            let key = Key::new();
            let sealed = key.seal(b"{}\n").unwrap();
            let cut = &sealed[..(sealed.len() as f64 * share) as usize];
            prop_assert!(matches!(key.open(cut), Err(SealError::CutShort | SealError::NotSealed)));
        }
    }
}
