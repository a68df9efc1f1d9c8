//! A whole session in the real window, with every call that opens a socket watched: none is for a network.

use std::path::Path;
use std::process::Command;

use crate::display::{Display, Home, Window, until};
use crate::system_lock::Desktop;

/// What strace is asked for: it follows every thread and every process that is started.
const WATCHED: [&str; 3] =
    ["--follow-forks", "--trace=socket,socketpair,connect,sendto,sendmsg,bind,listen", "--output"];

/// The calls that have to do with a network.
fn network_calls(trace: &Path) -> (usize, Vec<String>) {
    let trace = std::fs::read_to_string(trace).unwrap();
    let is_network = |call: &&str| call.contains("AF_INET") || call.contains("AF_PACKET") || call.contains("PF_INET");
    let found = trace.lines().filter(is_network).map(str::to_owned).collect();
    (trace.lines().filter(|call| call.contains("socket(")).count(), found)
}

#[test]
fn a_whole_session_opens_no_network_socket() {
    let (display, home, mut desktop) = (Display::start(), Home::new(), Desktop::start());
    crate::screenshots::fill(&home, 3);
    let trace = home.path().join("calls");
    let mut program = Command::new("strace");
    program.args(WATCHED).arg(&trace).arg(env!("CARGO_BIN_EXE_holdspace")).arg("--data-dir").arg(home.data());
    home.give_to(&mut program);
    program.env("DISPLAY", &display.name).env_remove("XDG_SESSION_ID");
    program.env("DBUS_SYSTEM_BUS_ADDRESS", &desktop.address).env("DBUS_SESSION_BUS_ADDRESS", &desktop.address);
    let window = Window::of(&display, program.spawn().unwrap());
    desktop.is_asked("session");
    desktop.is_asked("inhibited");
    window.types("K-07").presses(&["Return"]).types("Warm hands").presses(&["Next", "Return"]).types("#water");
    window.presses(&["ctrl+s"]);
    until("it is saved", || home.texts().iter().any(|text| text == "#water"));
    window.presses(&["shift+Left", "shift+Left", "ctrl+c", "F8", "F8", "ctrl+e", "ctrl+shift+f"]).types("water");
    window.presses(&["Down", "ctrl+Tab", "Down", "ctrl+Tab"]);
    desktop.tells("lock");
    desktop.tells("sleep");
    desktop.is_asked("released");
    assert!(window.close().success());
    let (sockets, network) = network_calls(&trace);
    assert!(sockets > 2, "the trace has seen the display and both buses being opened: {sockets}");
    assert_eq!(network, [] as [String; 0]);
}

/// The control: a program that opens one is found out.
#[test]
fn a_network_socket_would_be_seen() {
    let folder = tempfile::tempdir().unwrap();
    for family in ["AF_INET", "AF_INET6"] {
        let trace = folder.path().join(family);
        let opens = format!("import socket; socket.socket(socket.{family}, socket.SOCK_DGRAM)");
        let mut program = Command::new("strace");
        program.args(WATCHED).arg(&trace).args(["/usr/bin/python3", "-c", &opens]);
        assert!(program.status().unwrap().success());
        assert_eq!(network_calls(&trace).1.len(), 1, "{family}");
    }
}
