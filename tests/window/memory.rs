//! What is left in the memory of the real program once sealed notes were locked: a word that stands nowhere
//! else is written, read, searched and heard, and then counted in every byte that the process can read.
//!
//! The control is the same count while the notes are open.

use std::fs::File;
use std::os::unix::fs::FileExt;

use holdspace::domain::Moment;
use holdspace::domain::session::Session;
use holdspace::domain::session::notes::Stamp;

use crate::accessibility::Reader;
use crate::display::{Display, Home, until};
use crate::sealed::{PASSPHRASE, key_text, seal};
use crate::support::figures::figure;

/// What every plain session file has near its beginning, and nothing else.
const PIECE_OF_FILE: &str = "\"format\": \"holdspace-session\"";

/// How often a copy of something may be left after locking.
const MOST_LEFT: usize = 0;

/// Words that are looked for, in every form in which a program may hold them.
struct Sought {
    name: &'static str,
    forms: Vec<Vec<u8>>,
}

impl Sought {
    fn text(name: &'static str, text: &str) -> Self {
        let wide = |width: usize| text.bytes().flat_map(|byte| [&[byte], &[0; 3][..width - 1]].concat()).collect();
        Self { name, forms: vec![wide(1), wide(2), wide(4)] }
    }

    fn bytes(name: &'static str, bytes: Vec<u8>) -> Self {
        Self { name, forms: vec![bytes] }
    }

    fn count_in(&self, memory: &[Vec<u8>]) -> usize {
        let count =
            |form: &Vec<u8>| memory.iter().map(|part| memchr::memmem::find_iter(part, form).count()).sum::<usize>();
        self.forms.iter().map(count).sum()
    }
}

/// Every private part of a process's memory that can be read.
fn memory_of(process: u32) -> Vec<Vec<u8>> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).unwrap();
    let memory = File::open(format!("/proc/{process}/mem")).unwrap();
    let parts = maps.lines().filter_map(|line| {
        let (range, rest) = line.split_once(' ')?;
        let of_system = ["[vvar]", "[vdso]", "[vsyscall]"].iter().any(|name| rest.ends_with(name));
        let is_private = rest.starts_with('r') && rest.as_bytes()[3] == b'p' && !of_system;
        let (from, to) = range.split_once('-').filter(|_| is_private)?;
        let number = |text| u64::from_str_radix(text, 16).unwrap();
        let mut part = vec![0; (number(to) - number(from)) as usize];
        // What is past the end of a mapped file cannot be read.
        memory.read_exact_at(&mut part, number(from)).ok().map(|()| part)
    });
    let parts: Vec<Vec<u8>> = parts.collect();
    assert!(parts.iter().map(Vec::len).sum::<usize>() > 10 << 20, "the memory can be read");
    parts
}

/// The bytes of a key that is written in Bech32: five bits a letter after the last `1`, then six letters of
/// checksum.
fn key_bytes(text: &str) -> Vec<u8> {
    const LETTERS: &str = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    let text = text.trim().to_lowercase();
    let data = text.rsplit_once('1').unwrap().1;
    let (mut bytes, mut bits, mut held) = (Vec::new(), 0_u32, 0);
    for letter in data[..data.len() - 6].chars() {
        bits = (bits << 5) | LETTERS.find(letter).unwrap() as u32;
        held += 5;
        if held >= 8 {
            held -= 8;
            bytes.push((bits >> held) as u8);
        }
    }
    bytes
}

fn session_with(mark: &str) -> Session {
    let began = Moment::try_from("2026-01-05T10:00:00+01:00").unwrap();
    let mut session = Session::begin(began, &format!("{mark}-c"), None, Vec::new());
    for number in 0..40 {
        let line = format!("{mark} was said, in line {number} #{mark}");
        session.notes.add(&line, None, &Stamp { at: began, prompt: None });
    }
    session.closing.noticed = format!("{mark} noticed");
    session.ended = Some(began);
    session
}

fn process_of(display: &Display) -> u32 {
    let window = display.tool("xdotool", &["search", "--onlyvisible", "--name", "^Holdspace$"]);
    display.tool("xdotool", &["getwindowpid", window.lines().last().unwrap()]).parse().unwrap()
}

#[test]
fn nothing_that_was_read_or_typed_is_left_in_memory_after_locking() {
    let (display, home) = (Display::start(), Home::new());
    let letters = uuid::Uuid::now_v7().simple().to_string();
    let (read, typed) = (format!("zr{}", &letters[12..28]), format!("zt{}", &letters[12..28]));
    let closed = format!("zc{}", &letters[12..28]);
    seal(&home, &session_with(&read));
    let key = key_text(&home);
    assert_eq!(key_bytes(&key).len(), 32);
    let sought = [
        Sought::text("a word that was read", &read),
        Sought::text("a word that was typed", &typed),
        Sought::text("a word that was typed at closing", &closed),
        Sought::text("pieces of whole files", PIECE_OF_FILE),
        Sought::text("the passphrase", PASSPHRASE),
        Sought::text("the key as text", key.trim()),
        Sought::bytes("the key", key_bytes(&key)),
    ];
    let reader = Reader::start(&display, &home);
    reader.finds("password text", "Passphrase");
    reader.types(PASSPHRASE);
    reader.presses(&["Return"]);
    reader.finds("button", "Begin");
    reader.types("K-07");
    reader.presses(&["Return"]);
    reader.finds("entry", "Notes");
    reader.types(&format!("{typed} was said #{typed}"));
    reader.presses(&["Return", "ctrl+e"]);
    reader.finds("entry", "How it was, in the client’s words");
    reader.presses(&["Tab"]);
    reader.types(&format!("{closed} was said"));
    until("the field is heard", || reader.walk().iter().any(|node| node.says(&closed)));
    reader.presses(&["ctrl+s"]);
    reader.finds("label", "Saved");
    reader.presses(&["ctrl+shift+f"]);
    reader.finds("entry", "Search every note");
    reader.types(&read);
    until("the search is heard", || reader.walk().iter().any(|node| node.says(&read)));
    let process = process_of(&display);
    let open = memory_of(process);
    for sought in &sought[..3] {
        assert!(sought.count_in(&open) > 5, "the control: {} is there while the notes are open", sought.name);
    }
    reader.presses(&["ctrl+shift+l"]);
    reader.finds("password text", "Passphrase");
    until("nothing is heard", || {
        !reader.walk().iter().any(|node| [&read, &typed, &closed].iter().any(|word| node.says(word)))
    });
    let locked = memory_of(process);
    let mut left = Vec::new();
    for sought in &sought {
        let (before, after) = (sought.count_in(&open), sought.count_in(&locked));
        figure(&format!("In memory, {}", sought.name), &format!("{before} while open, {after} after locking"));
        if after > MOST_LEFT {
            left.push((sought.name, after));
        }
    }
    assert!(left.is_empty(), "{left:?}");
}
