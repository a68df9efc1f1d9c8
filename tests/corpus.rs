//! What fuzzing came upon is tried again by every run of the tests: each file in
//! `tests/corpus/<target>/` is given to its target, without libFuzzer.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

#[path = "fuzzed/targets.rs"]
pub mod targets;

use targets::TARGETS;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_of(target: &str) -> Vec<PathBuf> {
    let folder = root().join("tests/corpus").join(target);
    let mut files: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// The names in a folder, without what follows a dot.
fn names_in(folder: &str) -> BTreeSet<String> {
    let entries = root().join(folder).read_dir().unwrap();
    entries.map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned()).collect()
}

fn check(target: &str) {
    let run = targets::named(target);
    for file in files_of(target) {
        let bytes = std::fs::read(&file).unwrap();
        let ran = catch_unwind(AssertUnwindSafe(|| run(&bytes)));
        assert!(ran.is_ok(), "{} breaks the target {target}", file.display());
    }
}

#[test]
fn formats() {
    check("formats");
}

#[test]
fn keyring() {
    check("keyring");
}

#[test]
fn marker() {
    check("marker");
}

#[test]
fn merging() {
    check("merging");
}

#[test]
fn notes() {
    check("notes");
}

#[test]
fn sealed() {
    check("sealed");
}

#[test]
fn search() {
    check("search");
}

#[test]
fn every_target_is_fuzzed_and_has_a_small_corpus() {
    let names: BTreeSet<String> = TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();
    assert_eq!(names_in("fuzz/fuzz_targets"), names);
    assert_eq!(names_in("tests/corpus"), names);
    let mut total = 0;
    for name in names {
        let files = files_of(&name);
        assert!(!files.is_empty(), "tests/corpus/{name} is empty");
        assert!(files.len() <= 300, "tests/corpus/{name} has {} files: minimize it", files.len());
        total += files.iter().map(|file| file.metadata().unwrap().len()).sum::<u64>();
    }
    assert!(total <= 1024 * 1024, "tests/corpus has {total} bytes: minimize it");
}
