//! The age program, as Debian has it: it opens what this app sealed, and this app opens what it sealed.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

use holdspace::domain::id::SessionId;
use holdspace::domain::passphrase::Passphrase;
use holdspace::domain::sealing::Form;
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;
use holdspace::storage::disk::SystemDisk;
use holdspace::storage::files::Files;
use holdspace::storage::folders::Folders;
use holdspace::storage::format;
use holdspace::storage::notes_folder::NotesFolder;
use holdspace::storage::store::Store;
use holdspace::storage::store::replica::Replica;
use holdspace::storage::vault::converting::Converter;
use holdspace::storage::vault::keys::keyring::Keyring;
use holdspace::storage::vault::seal::new_recovery_code;
use holdspace::storage::vault::sealing_disk::SealingDisk;

const WORDS: &str = "a quiet river at dawn";

fn session(name: &str, words: &str) -> Session {
    let began = holdspace::domain::Moment::try_from("2026-11-23T14:02:11-05:00").unwrap();
    let mut session = Session::begin(began, "K-07", None, Vec::new());
    session.id = SessionId::try_from(name).unwrap();
    session.notes.add(words, None, &Stamp { at: began, prompt: None });
    session
}

/// What the age program writes to its output; the words are typed at its prompt, for it asks a terminal.
fn age(arguments: &str, words: &str, output: &Path) -> Vec<u8> {
    let command = format!("age --output '{}' {arguments}", output.display());
    let mut terminal = Command::new("script")
        .args(["--quiet", "--return", "--command", &command, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .spawn()
        .unwrap();
    writeln!(terminal.stdin.as_mut().unwrap(), "{words}").unwrap();
    assert!(terminal.wait().unwrap().success(), "{command}");
    std::fs::read(output).unwrap()
}

#[test]
fn the_age_program_opens_what_was_sealed_here_and_the_other_way_round() {
    let root = tempfile::tempdir().unwrap();
    let (folders, files) = (Folders::within(root.path()), Files::default());
    drop(Store::open(&NotesFolder::new(&files, &folders), &Replica::default()).unwrap());
    let code = new_recovery_code();
    let keyring =
        Keyring::create(&NotesFolder::new(&files, &folders), (&Passphrase::new(WORDS.to_owned()), &code), None, 10)
            .unwrap();
    let converter = Converter::new(&NotesFolder::new(&files, &folders), &keyring, Form::Sealed);
    let sealing = Files::on(Arc::new(SealingDisk::new(Arc::new(SystemDisk), converter)));
    let mut store = Store::open(&NotesFolder::new(&sealing, &folders), &Replica::default()).unwrap();
    let ours = session("ours", "zxqv");
    store.save_session(&ours, 0, chrono::Utc::now()).unwrap();

    // Theirs opens ours: with the passphrase, and with the code on the paper.
    let (keys, sessions) = (folders.data.join("keys"), folders.data.join("sessions"));
    let key_file = |beginning: &str| {
        let mut paths = keys.read_dir().unwrap().map(|entry| entry.unwrap().path());
        paths.find(|path| path.file_name().unwrap().to_string_lossy().starts_with(beginning)).unwrap()
    };
    let sealed = sessions.join("ours.json.age");
    for (file, words) in [("passphrase-", WORDS), ("recovery-", code.printed().as_str())] {
        let arguments = format!("--decrypt --identity '{}' '{}'", key_file(file).display(), sealed.display());
        let plain = age(&arguments, words, &root.path().join(format!("{file}.json")));
        let read = format::read_session(&plain).unwrap();
        assert_eq!(read.notes.text(), "zxqv");
    }

    // Ours opens theirs: sealed to the key that the passphrase opens.
    let key = root.path().join("key.txt");
    age(&format!("--decrypt '{}'", key_file("passphrase-").display()), WORDS, &key);
    let public = Command::new("age-keygen").arg("-y").arg(&key).output().unwrap();
    let plain: PathBuf = root.path().join("theirs.json");
    Files::default().put(&plain, &format::write_session(&session("theirs", "zxqv too"))).unwrap();
    let sealed = Command::new("age")
        .args(["--encrypt", "--recipient", String::from_utf8(public.stdout).unwrap().trim(), "--output"])
        .arg(sessions.join("theirs.json.age"))
        .arg(&plain)
        .status();
    assert!(sealed.unwrap().success());
    let theirs = store.read_session(&SessionId::try_from("theirs").unwrap()).unwrap();
    assert_eq!(theirs.notes.text(), "zxqv too");
}
