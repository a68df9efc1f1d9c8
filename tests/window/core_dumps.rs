//! A program that falls leaves no copy of its memory behind.

use std::os::unix::process::ExitStatusExt;
use std::process::Command;

use crate::display::{Display, Home, Window};

/// A shell that would keep core dumps of any size, and then becomes the program.
fn with_room_for_dumps(home: &Home) -> Command {
    let mut shell = Command::new("sh");
    shell.args([
        "-c",
        "ulimit -c unlimited; cd \"$HOME\"; exec env --default-signal=QUIT \"$@\"",
        "sh",
        env!("CARGO_BIN_EXE_holdspace"),
    ]);
    home.give_to(&mut shell);
    shell
}

#[test]
fn no_core_dump_is_kept_where_the_system_would_keep_one() {
    let (display, home) = (Display::start(), Home::new());
    let mut program = with_room_for_dumps(&home);
    program.env("DISPLAY", &display.name).arg("--data-dir").arg(home.data());
    let mut window = Window::of(&display, program.spawn().unwrap());
    let limits = std::fs::read_to_string(format!("/proc/{}/limits", window.number())).unwrap();
    let limit = limits.lines().find(|line| line.starts_with("Max core file size")).unwrap();
    assert_eq!(limit.split_whitespace().collect::<Vec<_>>()[4..6], ["0", "0"], "{limit}");
    window.signal("QUIT");
    let ended = window.ends();
    assert_eq!((ended.signal(), ended.core_dumped()), (Some(3), false));
}

/// Where dumps are handed to a program of the system, the limit alone does not count.
#[test]
fn the_system_is_told_that_the_memory_is_for_nobody() {
    let home = Home::new();
    let mut strace = Command::new("strace");
    strace.args(["--trace=prctl", env!("CARGO_BIN_EXE_holdspace"), "--version"]);
    home.give_to(&mut strace);
    let output = strace.output().unwrap();
    let calls = String::from_utf8(output.stderr).unwrap();
    assert!(calls.contains("prctl(PR_SET_DUMPABLE, SUID_DUMP_DISABLE) = 0"), "{calls}");
}
