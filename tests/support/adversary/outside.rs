//! The owner's other files, outside the notes folder: named like the program's own, and private. Whatever a peer
//! does in the notes folder, not one of them may be changed, taken away, or added to.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use holdspace::domain::id::SessionId;
use holdspace::domain::session::Session;
use holdspace::storage::format;

use super::library::{PRIVATE_MARK, session};
use super::prints::{Print, difference, prints_of};
use crate::support::folder;
use crate::support::times::moment;

/// Folders outside, as they were before the attack.
pub(crate) struct Outside {
    folder: PathBuf,
    before: Vec<Print>,
}

/// A folder outside that a link may lead to, with everything in it that the program might take for its own.
const LOOKALIKES: [&str; 3] = ["letters", "letters/s-01", "letters/keys"];

fn private_session(name: &str) -> Vec<u8> {
    let mut session = session(name, &[]);
    let id = SessionId::try_from(name).unwrap();
    session = Session { id, client: "friend".to_owned(), ..session };
    let stamp = holdspace::domain::session::notes::Stamp { at: moment(), prompt: None };
    session.notes.add(&format!("{PRIVATE_MARK} dear friend"), None, &stamp);
    format::write_session(&session)
}

/// Makes the files outside.
pub(crate) fn furnish(folder: &Path) {
    let put = |path: PathBuf, bytes: &[u8]| {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        folder::put(&path, bytes).unwrap();
    };
    let letter = format!("{{ \"letter\": \"{PRIVATE_MARK}\" }}\n");
    for place in LOOKALIKES {
        let place = folder.join(place);
        for name in ["letter.json", "prompts.json", "holdspace.json", "keys.json", "settings.json", "renaming.json"] {
            put(place.join(name), letter.as_bytes());
        }
        for name in ["session.json", "s-01.json", "s-02.json", "S-03.JSON", "20260105T090000.000000000Z.json"] {
            put(place.join(name), &private_session("s-01"));
        }
        put(place.join("s-07.json"), &private_session("s-07"));
        put(place.join(".holdspace-0199c7e25b1e.tmp"), &private_session("s-02"));
        put(place.join(".holdspace-1.tmp"), PRIVATE_MARK.as_bytes());
        put(place.join(".holdspace-2.tmp"), b"");
        for name in ["s-02.json.age", "passphrase-1.age", "recovery-1.age", "former-1.age", "keyring-1.age"] {
            put(place.join(name), format!("age-encryption.org/v1\n-> X25519 {PRIVATE_MARK}").as_bytes());
        }
    }
    let mode = |name: &str, mode| std::fs::set_permissions(folder.join(name), PermissionsExt::from_mode(mode)).unwrap();
    mode("letters/letter.json", 0o640);
    mode("letters/s-01", 0o755);
}

impl Outside {
    pub(crate) fn look(folder: &Path) -> Self {
        Self { folder: folder.to_owned(), before: prints_of(folder) }
    }

    /// What is not as it was, in words.
    pub(crate) fn difference(&self) -> Option<String> {
        difference(&self.before, &prints_of(&self.folder))
    }

    /// A file outside, of a kind that the program reads.
    pub(crate) fn file(folder: &Path, number: u64) -> PathBuf {
        let names = ["session.json", "s-01.json", "letter.json", "s-07.json", ".holdspace-0199c7e25b1e.tmp"];
        folder.join("letters").join(names[number as usize % names.len()])
    }

    /// A folder outside.
    pub(crate) fn folder(folder: &Path, number: u64) -> PathBuf {
        folder.join(LOOKALIKES[number as usize % LOOKALIKES.len()])
    }
}
