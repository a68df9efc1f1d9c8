//! Weston, each of its screens in a window on a display.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use crate::display::{Display, Home, until};

/// A compositor, as Wayland has them.
pub(crate) struct Weston {
    program: Child,
    folder: PathBuf,
}

impl Weston {
    const SOCKET: &str = "wayland-holdspace";

    pub(crate) fn start(display: &Display, home: &Home, arguments: &[&str]) -> Self {
        let folder = home.path().join("run");
        std::fs::create_dir(&folder).unwrap();
        let mut program = Command::new("weston");
        program.args(["--backend=x11-backend.so", "--idle-time=0"]).args(arguments);
        program.arg(format!("--socket={}", Self::SOCKET)).env("XDG_RUNTIME_DIR", &folder).env("DISPLAY", &display.name);
        let program = program.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        until("Weston is there", || folder.join(Self::SOCKET).exists());
        Self { program, folder }
    }

    /// Has a program open its windows here.
    pub(crate) fn give_to(&self, program: &mut Command) {
        program.env("XDG_RUNTIME_DIR", &self.folder).env("WAYLAND_DISPLAY", Self::SOCKET).env_remove("DISPLAY");
    }
}

impl Drop for Weston {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}
