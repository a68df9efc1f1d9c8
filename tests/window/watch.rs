//! strace, watching one thread of the real program: it counts its calls, kills it at one, or has one
//! fail.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::display::Window;

/// The calls that change something on the disk. Killed at any other call, a process leaves what it would have left at
/// the next of these; a file that was just created is empty until the first of them.
pub(crate) const CHANGING: &str = "write,pwrite64,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,rmdir,link,linkat";

/// strace on one thread, from now until the thread ends.
pub(crate) struct Watch {
    strace: Child,
}

impl Watch {
    /// Watches the thread of that name.
    pub(crate) fn begin(window: &Window<'_>, thread: &str, arguments: &[&str]) -> Self {
        Self::attach(window.thread(thread), arguments)
    }

    /// Watches the thread of that number.
    pub(crate) fn attach(thread: u32, arguments: &[&str]) -> Self {
        let thread = thread.to_string();
        let mut strace = Command::new("strace");
        strace.args(["--attach", &thread]).args(arguments).stderr(Stdio::piped());
        let mut strace = strace.spawn().unwrap();
        let mut attached = String::new();
        BufReader::new(strace.stderr.as_mut().unwrap()).read_line(&mut attached).unwrap();
        assert!(attached.contains("attached"), "{attached}");
        Self { strace }
    }

    /// Waits until the thread has ended.
    pub(crate) fn end(mut self) {
        self.strace.wait().unwrap();
    }
}
