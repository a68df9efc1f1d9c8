//! The notes that are attacked: which words they hold, how they are made, and what the peer has of earlier times.

use std::collections::BTreeSet;
use std::path::Path;

use holdspace::domain::Moment;
use holdspace::domain::id::SessionId;
use holdspace::domain::library::requests::LibraryRequest;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::prompts::prompt_sets::PromptSets;
use holdspace::domain::recovery_code::{BYTES, RecoveryCode};
use holdspace::domain::sealing::{Sealing, SealingRequest};
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::guidelines::integration_session;
use holdspace::storage::folders::Folders;
use holdspace::storage::worker::SavingRequest;

use crate::folder::copy;
use crate::owner::Owner;

/// Stands in every word of the owner, and in the client's codes. Long enough that no sealed file holds it by chance.
pub(crate) const MARK: &str = "zxqvriver";

/// Stands in everything outside that is private.
pub(crate) const PRIVATE_MARK: &str = "qwzkprivate";

/// The client of every session, before and after a renaming.
pub(crate) const CLIENTS: [&str; 2] = ["zxqvriver-k7", "zxqvriver-r3"];

/// How much work a passphrase costs here.
pub(crate) const WORK: u8 = 4;

/// The session in which the owner types.
pub(crate) const TYPED: &str = "s-04";

/// The sessions that are in their place; one more is in the trash.
pub(crate) const SESSIONS: [&str; 5] = ["s-01", "s-02", "s-03", TYPED, "s-05"];
const TRASHED: &str = "s-06";

/// The words of the session in the trash.
pub(crate) const TRASHED_WORDS: [u16; 2] = [50, 51];

/// What opens the notes: first of all, as the peer finds them, and after a change.
pub(crate) fn passphrases() -> [Passphrase; 3] {
    ["a quiet river at dawn", "another river at dusk", "a third river at noon"]
        .map(|words| Passphrase::new(words.to_owned()))
}

/// The recovery codes of the three keys that there may be.
pub(crate) fn codes() -> [RecoveryCode; 3] {
    [1, 2, 3].map(|byte| RecoveryCode::of(&[byte; BYTES]))
}

pub(crate) fn moment() -> Moment {
    "2026-11-23T14:02:11-05:00".try_into().unwrap()
}

/// The word with a number.
pub(crate) fn word(number: u16) -> String {
    format!("{MARK}{number:04}")
}

/// The numbers of the words in some bytes.
pub(crate) fn words_in(bytes: &[u8]) -> BTreeSet<u16> {
    let after = |at: usize| std::str::from_utf8(bytes.get(at + MARK.len()..at + MARK.len() + 4)?).ok()?.parse().ok();
    memchr::memmem::find_iter(bytes, MARK).filter_map(after).collect()
}

/// Whether bytes hold something of the owner, in whatever case of letters.
pub(crate) fn is_marked(bytes: &[u8]) -> bool {
    memchr::memmem::find(&bytes.to_ascii_lowercase(), MARK.as_bytes()).is_some()
}

/// Whether bytes hold something of the files outside.
pub(crate) fn is_private(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, PRIVATE_MARK.as_bytes()).is_some()
}

/// Adds the word with a number to a session.
pub(crate) fn write(session: &mut Session, number: u16) {
    session.notes.add(&format!("{} was quiet", word(number)), None, &Stamp { at: moment(), prompt: None });
}

/// A session with some words.
pub(crate) fn session(name: &str, numbers: &[u16]) -> Session {
    let mut session = Session::begin(moment(), CLIENTS[0], None, Vec::new());
    session.id = SessionId::try_from(name).unwrap();
    for number in numbers {
        write(&mut session, *number);
    }
    session
}

/// Makes plain notes: sessions, two of them with an earlier version, one session in the trash, prompt sets.
pub(crate) fn furnish(folders: &Folders) {
    let mut owner = Owner::start(folders);
    for (index, name) in SESSIONS.into_iter().chain([TRASHED]).enumerate() {
        let first = u16::try_from(index * 10).unwrap();
        save(&mut owner, &session(name, &[first, first + 1]));
    }
    for (name, numbers) in [("s-01", [100, 101]), ("s-02", [110, 111])] {
        let request = LibraryRequest::Restore(Box::new(session(name, &numbers)));
        assert!(owner.requests(request, |seen| seen.words.get(name).is_some_and(|words| words.contains(&numbers[0]))));
    }
    assert!(owner.requests(LibraryRequest::MoveToTrash(SessionId::try_from(TRASHED).unwrap()), |seen| {
        !seen.trash.is_empty()
    }));
    let sets = Box::new(PromptSets::first(&integration_session()));
    owner.send(SavingRequest::SavePromptSets { sets, revision: 1 });
    assert!(owner.ends().0);
}

fn save(owner: &mut Owner, session: &Session) {
    owner.send(SavingRequest::SaveSession { session: Box::new(session.clone()), merged_up_to: 0, revision: 1 });
    let id = session.id.as_str();
    assert!(owner.until(20, |seen| seen.saved.contains_key(id)), "{id} is saved");
}

/// Seals plain notes, and lives with them for a while: the peer keeps a copy of the folder as it was sealed, and
/// another one from before the last changes. Afterwards the second passphrase opens them.
pub(crate) fn seal(folders: &Folders, earlier: &Path) {
    let [first, second, _] = passphrases();
    let [code, next_code, _] = codes();
    let mut owner = Owner::start(folders);
    assert!(owner.opens(&first));
    let sealed = |seen: &crate::owner::Seen| seen.sealing == Some(Sealing::Sealed);
    assert!(owner.requests(SealingRequest::Seal { passphrase: first.clone(), code }, sealed), "the notes are sealed");
    copy(&folders.data, &earlier.join("0"));
    owner.types(TYPED, 200);
    assert!(owner.version_vector(TYPED));
    owner.send(SealingRequest::RotateKey { passphrase: first.clone(), code: next_code });
    owner.ask();
    assert!(owner.settles() && owner.seen.sealing == Some(Sealing::Sealed), "the key is rotated");
    owner.types(TYPED, 201);
    assert!(owner.version_vector(TYPED));
    copy(&folders.data, &earlier.join("1"));
    let change = SealingRequest::ChangePassphrase { now: first, new: second };
    assert!(owner.requests(change, |seen| seen.passphrases_changed > 0), "the passphrase is changed");
    let restored = LibraryRequest::Restore(Box::new(session("s-03", &[120, 121])));
    assert!(owner.requests(restored, |seen| seen.words["s-03"].contains(&120)));
    assert!(owner.ends().0);
}
