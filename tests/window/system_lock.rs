//! Where the system locks its screen or goes to sleep, the app is asked to lock: over a real bus, with a
//! stand-in for logind on it.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use holdspace::domain::session::Session;
use holdspace::window::lock_signal::LockSignal;
use holdspace::window::system_lock::{follow_login, follow_screen_savers};

use crate::accessibility::Reader;
use crate::display::{Display, Home, script};
use crate::sealed::{PASSPHRASE, seal};

/// A bus of its own, with logind on it.
pub(crate) struct Desktop {
    bus: Child,
    pub(crate) address: String,
    login: Child,
    tells: ChildStdin,
    asked: BufReader<ChildStdout>,
}

impl Desktop {
    pub(crate) fn start() -> Self {
        let mut bus = Command::new("dbus-daemon");
        bus.args(["--session", "--nofork", "--nopidfile", "--print-address"]).stdout(Stdio::piped());
        let mut bus = bus.spawn().unwrap();
        let mut address = String::new();
        BufReader::new(bus.stdout.as_mut().unwrap()).read_line(&mut address).unwrap();
        let address = address.trim().to_owned();
        let mut login = Command::new("/usr/bin/python3");
        login.arg(script("login.py")).env("BUS", &address).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut login = login.spawn().unwrap();
        let tells = login.stdin.take().unwrap();
        let asked = BufReader::new(login.stdout.take().unwrap());
        let mut desktop = Self { bus, address, login, tells, asked };
        desktop.is_asked("ready");
        desktop
    }

    /// Tells something on the bus.
    pub(crate) fn tells(&mut self, what: &str) {
        // In one write: it may be read in between.
        self.tells.write_all(format!("{what}\n").as_bytes()).unwrap();
    }

    /// Waits until logind is asked for something.
    pub(crate) fn is_asked(&mut self, what: &str) {
        let mut line = String::new();
        assert!(self.asked.read_line(&mut line).unwrap() > 0, "waited in vain for {what}");
        assert_eq!(line.trim(), what);
    }
}

impl Drop for Desktop {
    fn drop(&mut self) {
        for child in [&mut self.login, &mut self.bus] {
            let _ = child.kill();
            let _ = child.wait();
        }
    }
}

/// An app that is asked to lock.
struct Asked {
    flag: Arc<AtomicBool>,
    woken: Receiver<()>,
}

impl Asked {
    fn new() -> (Self, LockSignal) {
        let (wake, woken) = channel();
        let flag = Arc::new(AtomicBool::new(false));
        let locks = LockSignal::new(Arc::clone(&flag), move || wake.send(()).unwrap_or_default(), || {});
        (Self { flag, woken }, locks)
    }

    fn is_asked(&self) {
        self.woken.recv_timeout(Duration::from_mins(1)).unwrap();
        assert!(self.flag.load(Ordering::Relaxed));
    }

    fn locks(&self) {
        self.flag.store(false, Ordering::Relaxed);
    }

    /// Whether it was asked since.
    fn was_left_alone(&self) -> bool {
        self.woken.try_recv().is_err() && !self.flag.load(Ordering::Relaxed)
    }
}

#[test]
fn the_app_locks_with_its_own_session_and_no_other() {
    let mut desktop = Desktop::start();
    let (asked, locks) = Asked::new();
    follow_login(Some(desktop.address.clone()), locks);
    desktop.is_asked("session");
    desktop.is_asked("inhibited");
    for told in ["lock", "hint"] {
        desktop.tells(told);
        asked.is_asked();
        asked.locks();
    }
    // What comes over a bus comes in order: the other session's was seen before the own one's.
    desktop.tells("another");
    desktop.tells("lock");
    asked.is_asked();
    asked.locks();
    assert!(asked.was_left_alone());
}

#[test]
fn sleep_waits_until_the_app_has_locked() {
    let mut desktop = Desktop::start();
    let (asked, locks) = Asked::new();
    follow_login(Some(desktop.address.clone()), locks);
    desktop.is_asked("session");
    for _ in 0..2 {
        desktop.is_asked("inhibited");
        desktop.tells("sleep");
        asked.is_asked();
        asked.locks();
        desktop.is_asked("released");
        desktop.tells("wake");
    }
    // An app that does not answer keeps no computer awake.
    desktop.is_asked("inhibited");
    desktop.tells("sleep");
    asked.is_asked();
    desktop.is_asked("released");
}

#[test]
fn the_app_locks_with_the_screen_saver() {
    let mut desktop = Desktop::start();
    let (asked, locks) = Asked::new();
    // Nothing says when it has begun to listen: it is told until it hears.
    follow_screen_savers(Some(desktop.address.clone()), locks);
    crate::display::until("it hears", || {
        desktop.tells("saver");
        asked.woken.recv_timeout(Duration::from_millis(50)).is_ok()
    });
    assert!(asked.flag.load(Ordering::Relaxed));
    // One that was switched off says nothing: what follows it is heard, and it alone.
    while asked.woken.recv_timeout(Duration::from_secs(1)).is_ok() {}
    desktop.tells("saver-off");
    desktop.tells("saver");
    asked.is_asked();
    assert!(asked.woken.try_recv().is_err());
}

#[test]
#[allow(clippy::disallowed_types, reason = "the control: whoever spoke to it would be heard")]
fn a_bus_elsewhere_is_not_spoken_to() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let port = listener.local_addr().unwrap().port();
    let (asked, locks) = Asked::new();
    for follow in [follow_login, follow_screen_savers] {
        follow(Some(format!("tcp:host=127.0.0.1,port={port}")), locks.clone());
    }
    drop(locks);
    // Each thread holds a part of what wakes the app, and lets go of it as it ends.
    assert!(
        asked
            .woken
            .recv_timeout(Duration::from_mins(1))
            .is_err_and(|end| end == std::sync::mpsc::RecvTimeoutError::Disconnected)
    );
    assert!(listener.accept().is_err());
}

/// The real program, with notes that are sealed: its session's lock locks it, and sleep waits for its words.
#[test]
fn sealed_notes_lock_with_the_system() {
    let (display, home, mut desktop) = (Display::start(), Home::new(), Desktop::start());
    let began = holdspace::domain::Moment::try_from("2026-01-05T10:00:00+01:00").unwrap();
    seal(&home, &Session::begin(began, "K-07", None, Vec::new()));
    let reader = Reader::start_with(&display, &home, |program| {
        program.env("DBUS_SYSTEM_BUS_ADDRESS", &desktop.address).env_remove("XDG_SESSION_ID");
    });
    desktop.is_asked("session");
    desktop.is_asked("inhibited");
    let unlock = |then: (&str, &str)| {
        reader.finds("password text", "Passphrase");
        reader.types(PASSPHRASE);
        reader.presses(&["Return"]);
        reader.finds(then.0, then.1);
    };
    unlock(("button", "Begin"));
    desktop.tells("lock");
    unlock(("button", "Begin"));
    reader.types("K-08");
    reader.presses(&["Return"]);
    reader.finds("entry", "Notes");
    reader.types("Warm hands");
    crate::display::until("the words are in the notes", || {
        reader.walk().iter().any(|node| format!("{node:?}").contains("Warm hands"))
    });
    desktop.tells("sleep");
    desktop.is_asked("released");
    // What was typed a moment before is on the disk when the computer sleeps.
    let sealed = home.data().join("sessions").read_dir().unwrap().count();
    assert_eq!(sealed, 2, "the session that was held before, and this one");
    desktop.tells("wake");
    desktop.is_asked("inhibited");
    unlock(("entry", "Notes"));
}
