//! The published vectors of the age format (`tests/fixtures/age.md`): what has to open opens, and what has
//! to be refused is refused, for the reason that they name.

use std::fmt::Write;
use std::io::Read;
use std::path::Path;

use flate2::read::ZlibDecoder;
use holdspace::storage::vault::seal::{Key, SealError, unwrap};
use sha2::{Digest, Sha256};

use crate::support::figures::figure;

/// One vector.
struct Vector {
    name: String,
    header: String,
    sealed: Vec<u8>,
}

impl Vector {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let end = bytes.windows(2).position(|two| two == b"\n\n").unwrap();
        let (header, body) = (String::from_utf8(bytes[..=end].to_vec()).unwrap(), &bytes[end + 2..]);
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut vector = Self { name, header, sealed: body.to_vec() };
        if vector.fields("compressed").next() == Some("zlib") {
            vector.sealed.clear();
            ZlibDecoder::new(body).read_to_end(&mut vector.sealed).unwrap();
        }
        vector
    }

    fn fields<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.header.lines().filter_map(move |line| line.strip_prefix(name)?.strip_prefix(": "))
    }

    /// What comes out with the first of the keys and passphrases that opens it, or why none does.
    fn opened(&self) -> Result<Vec<u8>, SealError> {
        let keys = self.fields("identity").map(|text| Key::from_text(text)?.open(&self.sealed));
        let words = self.fields("passphrase").map(|words| Ok(unwrap(&self.sealed, words)?.as_bytes().to_vec()));
        let outcomes: Vec<_> = keys.chain(words).collect();
        let opened = outcomes.iter().find(|outcome| outcome.is_ok()).or(outcomes.first()).cloned();
        opened.unwrap_or_else(|| Key::new().open(&self.sealed))
    }

    fn check(&self) -> bool {
        let (expected, name) = (self.fields("expect").next().unwrap(), &self.name);
        match (expected, self.opened()) {
            ("success", Ok(plain)) => {
                assert_eq!(self.fields("payload").next(), Some(hex(&Sha256::digest(plain)).as_str()), "{name}");
                return true;
            }
            ("no match", Err(SealError::OtherKey)) => {}
            ("HMAC failure" | "payload failure", Err(error)) => {
                assert!(matches!(error, SealError::Damaged | SealError::CutShort), "{name}: {error:?}");
            }
            ("header failure", Err(error)) => assert_ne!(error, SealError::OtherKey, "{name}"),
            (expected, opened) => panic!("{name}: {expected}, and {:?}", opened.map(|plain| plain.len())),
        }
        false
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

#[test]
fn every_published_vector_opens_or_is_refused_as_it_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/age");
    let paths = folder.read_dir().unwrap().map(|entry| entry.unwrap().path());
    let opened: Vec<bool> = paths.map(|path| Vector::read(&path).check()).collect();
    let (all, open) = (opened.len(), opened.iter().filter(|opened| **opened).count());
    assert!(all >= 90 && open >= 10, "{open} of {all}");
    figure("age vectors", &format!("{all} published vectors: {open} opened, {} refused, each as it says", all - open));
}
