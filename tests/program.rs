//! The program as it is started from a shell: its arguments, and a machine without a display.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::path::Path;
use std::process::{Command, Output};

/// Runs the program on a home of its own, without a display.
fn run(home: &Path, arguments: &[&str]) -> Output {
    let mut program = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    for variable in
        ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"]
    {
        program.env_remove(variable);
    }
    program.env("HOME", home).args(arguments).output().unwrap()
}

fn check(arguments: &[&str], code: i32, printed: &str, complained: &str) {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), arguments);
    let (stdout, stderr) = (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap());
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {stderr}");
    assert!(stdout.starts_with(printed) && stdout.is_empty() == printed.is_empty(), "{arguments:?}: {stdout}");
    assert!(stderr.starts_with(complained) && stderr.is_empty() == complained.is_empty(), "{arguments:?}: {stderr}");
}

#[test]
fn says_its_version_and_how_it_is_used() {
    check(&["--version"], 0, concat!("holdspace ", env!("CARGO_PKG_VERSION")), "");
    check(&["--help"], 0, "Usage: holdspace", "");
}

#[test]
fn arguments_that_it_does_not_know_are_said_with_the_usage() {
    for (arguments, complained) in [
        (&["--loud"] as &[&str], "invalid option '--loud'"),
        (&["notes"], "unexpected argument \"notes\""),
        (&["--data-dir"], "missing argument for option '--data-dir'"),
        (&["--data-dir", "a", "--data-dir", "b"], "invalid option '--data-dir'"),
    ] {
        check(arguments, 2, "", complained);
        let home = tempfile::tempdir().unwrap();
        let output = run(home.path(), arguments);
        assert!(String::from_utf8(output.stderr).unwrap().contains("Usage: holdspace"));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn without_a_display_it_says_so_in_one_sentence() {
    let home = tempfile::tempdir().unwrap();
    let output = run(home.path(), &[]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(stderr, "Holdspace found no display to open its window on. Start it from a desktop session.\n");
    assert!(output.stdout.is_empty());
}
