//! A home whose notes are sealed before the program is started there for the first time.

use std::sync::Arc;

use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::Form;
use holdspace::domain::session::Session;
use holdspace::storage::disk::SystemDisk;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::vault::converting::Converter;
use holdspace::storage::vault::keys::Keys;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::vault::seal::new_recovery_code;
use holdspace::storage::vault::sealing_disk::SealingDisk;

use crate::display::Home;

/// What opens them.
pub(crate) const PASSPHRASE: &str = "a quiet river at dawn";

/// Guessing need not be slow here.
const WORK: u8 = 10;

/// Seals the notes of a home, with a session that was held before.
pub(crate) fn seal(home: &Home, session: &Session) {
    let folders = Folders { data: home.data(), ..Folders::within(home.path()) };
    let files = Files::default();
    drop(Store::open(&NotesFolder::new(&files, &folders), &Replica::default()).unwrap());
    let passphrase = Passphrase::new(PASSPHRASE.to_owned());
    let keyring =
        Keyring::create(&NotesFolder::new(&files, &folders), (&passphrase, &new_recovery_code()), None, WORK).unwrap();
    let converter = Converter::new(&NotesFolder::new(&files, &folders), &keyring, Form::Sealed);
    let sealing = Files::on(Arc::new(SealingDisk::new(Arc::new(SystemDisk), converter)));
    let mut store = Store::open(&NotesFolder::new(&sealing, &folders), &Replica::default()).unwrap();
    store.save_session(session, 0, chrono::Utc::now()).unwrap();
}

/// The key of a home, as text.
pub(crate) fn key_text(home: &Home) -> String {
    let folders = Folders { data: home.data(), ..Folders::within(home.path()) };
    let files = Files::default();
    let keys = Keys::read(&NotesFolder::new(&files, &folders)).unwrap().unwrap();
    let keyring = keys.unlock(&Passphrase::new(PASSPHRASE.to_owned()), None).unwrap();
    keyring.key.text().to_string()
}
