//! The real program, killed at every call by which its storage thread changes something on the disk while a
//! therapist does one thing. strace kills it: before its first call of each kind, before its second,
//! and so on until nothing is left to be killed at. Each time it is started again on what it left.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use holdspace::storage::files::Files;
use holdspace::storage::format;
use serde_json::Value;

use crate::display::{Display, Home, Window, until};
use crate::support::figures::figure;
use crate::watch::{CHANGING, Watch};

/// The thread that reads and writes the files.
const STORAGE: &str = "holdspace-stora";

/// What a therapist, or another computer, does.
struct Flow {
    name: &'static str,
    /// What leads up to it, in a window that was just opened.
    lead: fn(&Scene<'_>),
    /// The thing itself.
    act: fn(&Scene<'_>),
    /// Calls that it has to make, or it was not done.
    makes: &'static [&'static str],
}

/// One attempt: a window on a home, and how many there were before.
struct Scene<'a> {
    home: &'a Home,
    window: &'a Window<'a>,
    attempt: usize,
}

impl Scene<'_> {
    fn words(&self) -> String {
        format!("words of attempt {}", self.attempt)
    }

    /// Chooses a command from the palette.
    fn command(&self, name: &str) {
        self.window.presses(&["ctrl+shift+p"]).types(name).presses(&["Return"]);
    }

    fn only_session(&self) -> PathBuf {
        let mut entries = self.home.data().join("sessions").read_dir().unwrap();
        entries.find_map(|entry| Some(entry.unwrap().path()).filter(|path| is_json(path))).unwrap()
    }

    /// The session as another computer would write it: with one more line.
    fn theirs(&self) -> Vec<u8> {
        let mut theirs: Value = serde_json::from_slice(&std::fs::read(self.only_session()).unwrap()).unwrap();
        let lines = theirs["lines"].as_array_mut().unwrap();
        let mut line = lines[0].clone();
        line["id"] = format!("theirs-{}", self.attempt).into();
        line["text"] = format!("theirs, at attempt {}", self.attempt).into();
        line["order_key"] = format!("9{}", self.attempt).into();
        lines.push(line);
        theirs["version_vector"]["theirs"] = self.attempt.into();
        serde_json::to_vec_pretty(&theirs).unwrap()
    }

    fn put(&self, path: &Path, bytes: &[u8]) {
        let beside = self.home.path().join("beside");
        Files::default().put(&beside, bytes).unwrap();
        std::fs::rename(beside, path).unwrap();
    }
}

fn nothing(_: &Scene<'_>) {}

fn begin(scene: &Scene<'_>) {
    scene.window.types("K-07").presses(&["Return"]).types(&scene.words()).presses(&["ctrl+s"]);
}

fn go_on(scene: &Scene<'_>) {
    scene.window.presses(&["ctrl+o", "ctrl+End", "Return"]).types(&scene.words()).presses(&["ctrl+s"]);
}

fn go_on_twice(scene: &Scene<'_>) {
    go_on(scene);
    until("it is saved", || scene.home.texts().contains(&scene.words()));
}

fn write_more(scene: &Scene<'_>) {
    scene.window.types(" and more").presses(&["ctrl+s"]);
}

fn meet(scene: &Scene<'_>) {
    scene.put(&scene.only_session(), &scene.theirs());
    write_more(scene);
}

fn import(scene: &Scene<'_>) {
    let copy = format!("copy.sync-conflict-20261123-140211-{}.json", scene.attempt);
    scene.put(&scene.home.data().join("sessions").join(&copy), &scene.theirs());
    until("it is taken in, or the program is dead", || {
        scene.window.is_dead() || !scene.home.data().join("sessions").join(&copy).exists()
    });
}

fn review(scene: &Scene<'_>) {
    scene.window.presses(&["ctrl+shift+f"]);
}

fn to_the_trash_and_back(scene: &Scene<'_>) {
    scene.command("move this");
    scene.command("show or hide the trash");
    scene.command("put this");
}

fn restore(scene: &Scene<'_>) {
    scene.command("earlier versions");
    // They are read before one can be restored.
    scene.command("restore this");
}

fn prompts(scene: &Scene<'_>) {
    scene.window.presses(&["ctrl+Tab", "ctrl+Tab"]);
}

fn arrange(scene: &Scene<'_>) {
    scene.window.presses(&["alt+Down", "ctrl+s"]);
}

/// Everything that can be read in a notes folder.
#[derive(Debug, Default)]
struct FilesOnDisk {
    lines: BTreeSet<String>,
    prompt_sets: usize,
    unreadable: Vec<PathBuf>,
    leftovers: Vec<PathBuf>,
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "json")
}

impl FilesOnDisk {
    fn of(home: &Home) -> Self {
        let mut kept = Self::default();
        kept.look_in(&home.data());
        kept
    }

    fn look_in(&mut self, folder: &Path) {
        for path in folder.read_dir().into_iter().flatten().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if path.is_dir() {
                self.look_in(&path);
            } else if name.starts_with(".holdspace-") {
                self.leftovers.push(path);
            } else if is_json(&path) && name != "holdspace.json" {
                self.read(&path);
            }
        }
    }

    fn read(&mut self, path: &Path) {
        let bytes = std::fs::read(path).unwrap();
        let is_of_prompts = path.components().any(|part| part.as_os_str() == "prompts.json");
        if is_of_prompts {
            match format::read_prompt_sets(&bytes) {
                Ok(sets) => self.prompt_sets += usize::from(!sets.sets.is_empty()),
                Err(_) => self.unreadable.push(path.to_owned()),
            }
            return;
        }
        match format::read_session(&bytes) {
            Ok(session) => self.lines.extend(session.notes.lines().iter().map(|line| line.text.clone())),
            Err(_) => self.unreadable.push(path.to_owned()),
        }
    }
}

/// The kinds of calls that are made while a flow is done and the program then ends.
fn calls_of(display: &Display, home: &Home, flow: &Flow) -> BTreeMap<String, usize> {
    let window = Window::open(display, home);
    let scene = Scene { home, window: &window, attempt: 0 };
    (flow.lead)(&scene);
    let trace = home.path().join("trace");
    let watch = Watch::begin(&window, STORAGE, &["--trace", CHANGING, "--output", trace.to_str().unwrap()]);
    (flow.act)(&scene);
    assert!(window.end_by("TERM").success());
    watch.end();
    let mut calls = BTreeMap::new();
    let trace = std::fs::read_to_string(trace).unwrap();
    for (call, _) in trace.lines().filter_map(|line| line.split_once('(')) {
        *calls.entry(call.to_owned()).or_default() += 1;
    }
    for call in flow.makes {
        assert!(calls.contains_key(*call), "{}: {call} is not among {calls:?}", flow.name);
    }
    calls
}

/// Does a flow and has the program killed before one call. Says whether it came to that.
fn kill_at(display: &Display, home: &Home, flow: &Flow, attempt: usize, call: &str, occurrence: usize) -> bool {
    let mut window = Window::open(display, home);
    until("what was left over is gone", || FilesOnDisk::of(home).leftovers.is_empty());
    let scene = Scene { home, window: &window, attempt };
    (flow.lead)(&scene);
    let before = FilesOnDisk::of(home);
    let inject = format!("--inject={call}:signal=KILL:when={occurrence}");
    let watch = Watch::begin(&window, STORAGE, &[&format!("--trace={call}"), &inject, "--output=/dev/null"]);
    (flow.act)(&scene);
    window.signal("TERM");
    let was_killed = !window.ends().success();
    watch.end();

    let after = FilesOnDisk::of(home);
    let case = format!("{}, killed at {call} {occurrence}", flow.name);
    let has = |line: &String| after.lines.iter().any(|after| after.starts_with(line.as_str()));
    let lost: Vec<_> = before.lines.iter().filter(|line| !has(line)).collect();
    assert!(lost.is_empty(), "{case}: lost {lost:?}");
    assert_eq!(after.unreadable, Vec::<PathBuf>::new(), "{case}");
    assert!(after.prompt_sets >= before.prompt_sets.min(1), "{case}: the prompt set is gone");
    if !after.leftovers.is_empty() {
        check_names(home, &after.leftovers, &case);
    }
    was_killed
}

/// `holdspace check` says of each leftover what it is.
fn check_names(home: &Home, leftovers: &[PathBuf], case: &str) {
    let mut check = Command::new(env!("CARGO_BIN_EXE_holdspace"));
    home.give_to(&mut check);
    let output = check.arg("check").arg("--data-dir").arg(home.data()).output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    for leftover in leftovers {
        let name = leftover.file_name().unwrap().to_string_lossy();
        assert!(said.lines().any(|line| line.contains(&*name)), "{case}: check does not name {name}: {said}");
    }
}

/// Every attempt leaves earlier versions, and reading more of them takes more calls: without this there
/// would be no last one.
fn keep_few_versions(home: &Home) {
    let files = Files::default();
    for folder in files.list_if_there(&home.data().join("history")) {
        let versions = files.list_if_there(&folder);
        for older in versions.iter().rev().skip(2) {
            files.remove(older).unwrap();
        }
    }
}

fn kill_everywhere(flow: &Flow) {
    let (display, home) = (Display::start(), Home::new());
    // There is something to lose, and it has an earlier version.
    let window = Window::open(&display, &home);
    window.types("K-07").presses(&["Return"]).types("what was there");
    assert!(window.end_by("TERM").success());
    let window = Window::open(&display, &home);
    window.presses(&["ctrl+o"]).types(", and what came later");
    assert!(window.end_by("TERM").success());
    assert_eq!(home.texts(), ["what was there, and what came later"]);

    let calls = calls_of(&display, &home, flow);
    let (mut attempt, mut kills, mut leftovers) = (0, 0, 0);
    for call in calls.keys() {
        for occurrence in 1.. {
            attempt += 1;
            keep_few_versions(&home);
            if !kill_at(&display, &home, flow, attempt, call, occurrence) {
                break;
            }
            kills += 1;
            leftovers += FilesOnDisk::of(&home).leftovers.len();
        }
    }
    let made: usize = calls.values().sum();
    figure(
        &format!("killed, {}", flow.name),
        &format!(
            "{made} calls of {} kinds in one run; killed {kills} times, 0 lines lost, {leftovers} leftovers recognized",
            calls.len()
        ),
    );
}

#[test]
fn while_a_session_is_begun() {
    kill_everywhere(&Flow { name: "new", lead: nothing, act: begin, makes: &["fsync", "renameat2"] });
}

#[test]
fn while_a_session_is_written() {
    kill_everywhere(&Flow { name: "overwrite", lead: go_on_twice, act: write_more, makes: &["fsync", "renameat2"] });
}

#[test]
fn while_an_earlier_version_is_kept() {
    kill_everywhere(&Flow { name: "history", lead: nothing, act: go_on, makes: &["fsync", "mkdirat"] });
}

#[test]
fn while_two_versions_are_put_together() {
    kill_everywhere(&Flow { name: "conflict", lead: go_on_twice, act: meet, makes: &["fsync", "renameat2"] });
}

#[test]
fn while_a_session_goes_to_the_trash_and_back() {
    kill_everywhere(&Flow { name: "trash", lead: review, act: to_the_trash_and_back, makes: &["fsync", "renameat2"] });
}

#[test]
fn while_an_earlier_version_is_restored() {
    kill_everywhere(&Flow { name: "restore", lead: review, act: restore, makes: &["fsync", "renameat2"] });
}

#[test]
fn while_a_conflict_copy_is_taken_in() {
    kill_everywhere(&Flow { name: "import", lead: nothing, act: import, makes: &["fsync", "renameat2"] });
}

#[test]
fn while_the_prompts_are_arranged() {
    kill_everywhere(&Flow { name: "prompt set", lead: prompts, act: arrange, makes: &["fsync", "renameat2"] });
}
