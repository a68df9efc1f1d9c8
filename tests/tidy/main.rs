//! The rules of the house that a compiler does not keep: which room may name what, how large a room
//! is, and that each says what it owns.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

mod circles;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The code alone: comments and tests may name what they like.
    fn code(&self) -> String {
        if self.path.starts_with("src/") && (self.path.ends_with("/tests.rs") || self.path.contains("/tests/")) {
            return String::new();
        }
        let code = self.text.split("#[cfg(test)]\nmod tests").next().unwrap();
        code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
    }
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in folder.read_dir().unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            walk(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

fn sources(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    walk(&root().join(folder), &mut paths);
    let read = |path: PathBuf| Source {
        text: std::fs::read_to_string(&path).unwrap(),
        path: path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/"),
    };
    paths.into_iter().map(read).collect()
}

fn room(name: &str) -> Vec<Source> {
    let file = format!("src/{name}.rs");
    let folder = format!("src/{name}/");
    sources("src").into_iter().filter(|source| source.path == file || source.path.starts_with(&folder)).collect()
}

fn check_room_does_not_name(name: &str, forbidden: &[&str]) {
    let sources = room(name);
    assert!(!sources.is_empty(), "there is no room {name}");
    for source in sources {
        for word in forbidden {
            assert!(!source.code().contains(word), "{} names {word}", source.path);
        }
    }
}

#[test]
fn the_domain_knows_no_file_clock_thread_or_pixel() {
    let clocks = ["Utc::now", "Local::now", "SystemTime::now", "Instant::now"];
    let others = ["std::fs", "std::thread", "egui", "crate::storage", "crate::ui", "crate::app"];
    check_room_does_not_name("domain", &[clocks.as_slice(), &others].concat());
}

#[test]
fn storage_and_the_screens_never_name_each_other() {
    check_room_does_not_name("storage", &["egui", "crate::ui", "crate::app"]);
    check_room_does_not_name("ui", &["crate::storage", "crate::app", "std::fs", "std::thread"]);
}

/// The thread of the window never touches the disk: what it draws and decides knows only the worker,
/// whose every call returns at once.
#[test]
fn the_app_knows_of_storage_only_the_worker_and_its_errors() {
    for source in room("app") {
        let code = source.code();
        assert!(!code.contains("std::fs"), "{} names std::fs", source.path);
        for used in code.match_indices("crate::storage::").map(|(at, found)| &code[at + found.len()..]) {
            let allowed = used.starts_with("worker::") || used.starts_with("error::");
            assert!(allowed, "{} names storage::{}", source.path, used.lines().next().unwrap());
        }
    }
}

/// The names of the types that a file declares, but for those within others.
fn types_of(code: &str) -> Vec<&str> {
    const KINDS: [&str; 4] = ["struct ", "enum ", "trait ", "type "];
    fn name_in(line: &str) -> Option<&str> {
        let (_, name) = KINDS.into_iter().find_map(|kind| line.split_once(kind))?;
        name.split(|sign: char| !sign.is_alphanumeric()).next()
    }
    let is_declared = |line: &&str| line.starts_with("pub") || KINDS.into_iter().any(|kind| line.starts_with(kind));
    code.lines().filter(is_declared).filter_map(name_in).collect()
}

/// One thing has one name, and it is the one that the field knows.
#[test]
fn what_has_a_standard_name_has_no_other() {
    let other_names = [
        "Afterwards",
        "Bench",
        "Came",
        "CarriedLine",
        "CarryKind",
        "Copies",
        "Desk",
        "Drift",
        "Gap",
        "Kept",
        "LastWords",
        "Locks",
        "Onto",
        "Opener",
        "Others",
        "Saves",
        "Searched",
        "Settler",
        "Settling",
        "Shelved",
        "SideBySide",
        "Snapshots",
        "Stands",
        "TakenUp",
        "Told",
        "Writer",
        "Wrote",
    ];
    let mut seen = 0;
    for source in ["src", "tests", "benches"].into_iter().flat_map(sources) {
        for name in types_of(&source.code()) {
            assert!(!other_names.contains(&name), "{}: {name}", source.path);
            seen += 1;
        }
    }
    assert!(seen > 500, "only {seen} types are seen");
}

/// What files call it is another thing: their names are for ever.
#[test]
fn what_is_kept_for_next_time_has_no_other_name() {
    for source in ["src", "tests", "benches"].into_iter().flat_map(sources) {
        let is_of_files = source.path.starts_with("src/storage/format") || source.path.starts_with("tests/");
        for name in ["carries_on", "carrying_on", "carry_kind", "carried_line", "all_carried"] {
            let is_this_list = source.path == "tests/tidy/main.rs";
            let is_named = source.code().contains(name);
            assert!(!is_named || is_this_list || (is_of_files && name == "carries_on"), "{}: {name}", source.path);
        }
    }
}

/// One name has one meaning. The structs of the formats have the names of what they are the form of.
#[test]
fn no_two_types_have_one_name() {
    // The same on systems with and without open folders: one of them is compiled.
    let is_twin = |path: &str| path == "src/storage/disk/beneath_by_path.rs";
    let mut known = BTreeMap::new();
    for source in sources("src") {
        if source.path.starts_with("src/storage/format") || is_twin(&source.path) {
            continue;
        }
        for name in types_of(&source.code()) {
            let other = known.insert(name.to_owned(), source.path.clone());
            assert!(other.is_none(), "{name} is in {} and in {}", source.path, other.unwrap());
        }
    }
    assert!(known.len() > 400, "only {} types are seen", known.len());
}

/// Sums of a toolkit's own times can overflow, and panic: only one file makes them, and its sums end.
#[test]
fn only_one_file_of_what_is_drawn_reckons_with_times() {
    for source in ["domain", "ui", "app"].into_iter().flat_map(room) {
        for word in ["DateTime", "NaiveTime", "TimeDelta", "with_timezone", "naive_local", "chrono::Days"] {
            let allowed = source.path == "src/domain/moment.rs"
                || (word, source.path.as_str()) == ("NaiveTime", "src/domain/demo.rs");
            assert!(allowed || !source.code().contains(word), "{} names {word}", source.path);
        }
    }
}

/// A day in a file is read by the one function that refuses far years.
#[test]
fn every_day_in_a_file_is_read_with_its_bounds() {
    for source in ["domain", "storage"].into_iter().flat_map(room) {
        let code = source.code();

        let mut is_in_a_file = false;
        let mut before = "";
        for line in code.lines() {
            is_in_a_file = if line.contains("derive(") { line.contains("Deserialize") } else { is_in_a_file };
            let is_a_day = line.contains(": ") && line.contains("NaiveDate");
            let is_a_field = is_a_day && line.ends_with(',');
            assert!(!is_in_a_file || !is_a_field || before.contains("optional_day"), "{}: {line}", source.path);
            is_in_a_file &= line != "}";
            before = line;
        }
    }
}

#[test]
fn nothing_opens_a_connection() {
    for source in sources("src") {
        for word in ["std::net", "TcpStream", "UdpSocket", "UnixStream"] {
            assert!(!source.text.contains(word), "{} names {word}", source.path);
        }
    }
}

#[test]
fn every_text_field_is_in_the_list_of_them() {
    let drawn = room("ui").into_iter().chain(room("app"));
    for source in drawn.filter(|source| !source.path.ends_with("ui/kit/fields.rs")) {
        let code = source.code();
        let editors = code.matches("TextEdit::singleline").count() + code.matches("TextEdit::multiline").count();
        assert_eq!(editors, 0, "{}: a text field is drawn by `TextField::ui`", source.path);
        let is_page = ["ui/kit/page.rs", "ui/kit/text_area.rs", "ui/session/notes_pane.rs"];
        let is_drawn_as_page = code.contains("PageStyle {") && !is_page.iter().any(|end| source.path.ends_with(end));
        assert!(!is_drawn_as_page, "{}: a field of several lines is drawn by `TextField::area_ui`", source.path);
    }
}

#[test]
fn every_view_has_tests_beside_it() {
    let of_screens = ["session", "review", "prompts", "sealing", "shell"].map(|screen| format!("ui/{screen}"));
    let views = of_screens.iter().flat_map(|name| room(name)).filter(|source| source.code().contains("ui: &mut Ui"));
    let mut count = 0;
    for view in views {
        let has_tests = view.text.contains("#[cfg(test)]\nmod tests");
        assert!(has_tests, "{} has no tests beside it", view.path);
        count += 1;
    }
    assert!(count > 30, "only {count} views are seen");
}

#[test]
fn only_the_disk_opens_files_for_writing() {
    for source in sources("src").iter().filter(|source| !source.path.starts_with("src/storage/disk")) {
        for word in
            ["OpenOptions", "File::create", "fs::write", "fs::rename", "remove_file", "remove_dir", "create_dir"]
        {
            assert!(!source.code().contains(word), "{} names {word}", source.path);
        }
    }
}

/// What Windows tells has no safe form. Nothing else needs what the compiler cannot check.
#[test]
fn only_one_file_may_use_unsafe() {
    let of_windows = "src/window/windows_calls.rs";
    for source in ["src", "tests", "benches"].into_iter().flat_map(sources) {
        let is_allowed = source.path == of_windows || source.path == "tests/tidy/main.rs";
        assert!(is_allowed || !source.code().contains("unsafe"), "{} names unsafe", source.path);
    }
    let source = std::fs::read_to_string(root().join(of_windows)).unwrap();
    assert!(source.matches("unsafe {").count() <= source.matches("// SAFETY: ").count(), "each says why it is sound");
}

#[test]
fn every_file_says_what_it_owns_and_can_be_held_in_mind() {
    for source in sources("src").into_iter().chain(sources("tests")) {
        assert!(source.text.starts_with("//!"), "{} does not say what it owns", source.path);
        let lines = source.text.split("#[cfg(test)]\nmod tests").next().unwrap().lines().count();
        assert!(lines <= 400, "{} has {lines} lines without its tests", source.path);
        // Beside the folder it would be a test program of its own.
        let is_support = source.path == "tests/support/mod.rs";
        assert!(is_support || !source.path.ends_with("/mod.rs"), "{}: a room is named by its file", source.path);
    }
}

#[test]
fn every_test_that_the_page_on_security_names_is_there() {
    let page = std::fs::read_to_string(root().join("SECURITY.md")).unwrap();
    let mut count = 0;
    for line in page.lines() {
        let mut file = String::new();
        for quoted in line.split('`').skip(1).step_by(2) {
            let name = match quoted.split_once(".rs: ") {
                Some((path, name)) => {
                    let folder = if path.starts_with("src/") { "" } else { "tests/" };
                    file = format!("{folder}{path}.rs");
                    name
                }
                // Another one of the same file.
                None if !file.is_empty() && quoted.contains('_') => quoted,
                None => continue,
            };
            let source = std::fs::read_to_string(root().join(&file)).unwrap_or_default();
            assert!(source.contains(&format!("fn {name}(")), "SECURITY.md names {name} in {file}");
            count += 1;
        }
    }
    assert!(count > 30, "only {count} tests are named");
}
