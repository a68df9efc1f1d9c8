//! The rules of the house that a compiler does not keep: which room may name what, how large a room
//! is, and that each says what it owns.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

struct Source {
    path: String,
    text: String,
}

impl Source {
    /// The code alone: comments and tests may name what they like.
    fn code(&self) -> String {
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

/// The types that a file declares: how far each is visible, and its name.
fn types_of(code: &str) -> Vec<(&str, &str)> {
    let declared = code.lines().filter_map(|line| {
        let (before, kind, after) =
            ["struct ", "enum ", "trait ", "type "].into_iter().find_map(|kind| split_at_word(line, kind))?;
        let name = after.split(|sign: char| !sign.is_alphanumeric()).next()?;
        (!kind.is_empty() && !name.is_empty()).then_some((before.trim(), name))
    });
    declared.collect()
}

/// What is before a word at the start of an item, the word, and what is behind it.
fn split_at_word<'a>(line: &'a str, word: &'a str) -> Option<(&'a str, &'a str, &'a str)> {
    let (before, after) = line.split_once(word)?;
    let visibility = before.trim();
    (visibility.is_empty() || visibility.starts_with("pub")).then_some((before, word, after))
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
        for (_, name) in types_of(&source.code()) {
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
            let is_this_list = source.path == "tests/tidy.rs";
            let is_named = source.code().contains(name);
            assert!(!is_named || is_this_list || (is_of_files && name == "carries_on"), "{}: {name}", source.path);
        }
    }
}

/// One name has one meaning. What a file keeps to itself may have any; the structs of the formats have the names of what
/// they are the form of.
#[test]
fn no_two_types_that_are_seen_from_other_files_have_one_name() {
    // The same on systems with and without open folders: one of them is compiled.
    let is_twin = |path: &str| path == "src/storage/disk/beneath_by_path.rs";
    let mut known = BTreeMap::new();
    for source in sources("src") {
        if source.path.starts_with("src/storage/format") || is_twin(&source.path) {
            continue;
        }
        for (visibility, name) in types_of(&source.code()) {
            if !visibility.is_empty() {
                let other = known.insert(name.to_owned(), source.path.clone());
                assert!(other.is_none(), "{name} is in {} and in {}", source.path, other.unwrap());
            }
        }
    }
    assert!(known.len() > 300, "only {} types are seen", known.len());
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
        // The notes page lays its text out itself.
        let expected = usize::from(source.path.ends_with("ui/session/notes_pane.rs"));
        assert_eq!(editors, expected, "{}: a text field is drawn by `TextField::ui`", source.path);
    }
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

/// The paths of a `use`, each by itself: `a::{b, c::d}` names `a::b` and `a::c::d`.
fn expanded(tree: &str) -> Vec<String> {
    let Some((before, inside)) = tree.split_once('{') else { return vec![tree.trim().to_owned()] };
    let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
    let mut depth = 0;
    let parts = inside.split(|character| {
        depth += i32::from(character == '{') - i32::from(character == '}');
        character == ',' && depth == 0
    });
    let parts = parts.map(str::trim).filter(|part| !part.is_empty());
    parts.flat_map(|part| expanded(&format!("{}{part}", before.trim()))).collect()
}

/// The paths that code names: each of a `use` by itself, and those in the midst of it.
fn paths_in(code: &str) -> Vec<String> {
    let is_of_path = |sign: char| sign.is_alphanumeric() || "_:".contains(sign);
    let is_of_use = |sign: char| is_of_path(sign) || sign.is_whitespace() || "{},*".contains(sign);
    let mut paths = Vec::new();
    for statement in code.split(';') {
        let used = statement.rsplit_once("use ").filter(|(_, tree)| tree.chars().all(is_of_use));
        let (before, tree) = used.unwrap_or((statement, ""));
        paths.extend(expanded(tree));
        let named = before.split(|sign| !is_of_path(sign));
        paths
            .extend(named.filter(|path| path.starts_with("crate::") || path.starts_with("super::")).map(str::to_owned));
    }
    paths
}

/// The file that a path leads to from another one, if it is one of these.
fn led_to(module: &str, path: &str, modules: &BTreeSet<String>) -> Option<String> {
    let mut parts = path.split("::").peekable();
    let mut from: Vec<&str> = module.split("::").collect();
    match *parts.peek()? {
        "crate" => {
            from.clear();
            parts.next();
        }
        "super" => {
            while parts.next_if_eq(&"super").is_some() {
                from.pop();
            }
        }
        first if modules.contains(&format!("{module}::{first}")) => {}
        _ => return None,
    }
    from.extend(parts);
    let above = (1..=from.len()).rev().map(|length| from[..length].join("::"));
    above.into_iter().find(|found| modules.contains(found) && found != module)
}

/// What each file names of the others, but for a parent and its children.
fn known_by(files: &[(String, String)]) -> BTreeMap<&str, BTreeSet<String>> {
    let modules: BTreeSet<String> = files.iter().map(|(module, _)| module.clone()).collect();
    let is_within = |one: &str, other: &str| one.strip_prefix(other).is_some_and(|rest| rest.starts_with("::"));
    let known = |module: &str, code: &str| {
        let led = paths_in(code).into_iter().filter_map(|path| led_to(module, &path, &modules));
        led.filter(|to| !is_within(to, module) && !is_within(module, to)).collect()
    };
    files.iter().map(|(module, code)| (module.as_str(), known(module, code))).collect()
}

/// A file from which a way leads back to itself, and the last file on that way.
fn circle(known: &BTreeMap<&str, BTreeSet<String>>) -> Option<(String, String)> {
    known.keys().find_map(|module| {
        let (mut seen, mut next) = (BTreeSet::new(), vec![*module]);
        while let Some(at) = next.pop() {
            for to in &known[at] {
                if to == module {
                    return Some(((*module).to_owned(), at.to_owned()));
                }
                next.extend(seen.insert(to).then_some(to.as_str()));
            }
        }
        None
    })
}

#[test]
fn no_files_go_in_a_circle_but_a_parent_and_its_children() {
    let module_of = |source: &Source| source.path["src/".len()..source.path.len() - ".rs".len()].replace('/', "::");
    let files: Vec<_> = sources("src").iter().map(|source| (module_of(source), source.code())).collect();
    let known = known_by(&files);
    let count = known.values().map(BTreeSet::len).sum::<usize>();
    assert!(count > 1000, "only {count} arrows are seen");
    if let Some((module, last)) = circle(&known) {
        panic!("{module} knows {last}, in however many steps, and {last} knows {module}");
    }
}

#[test]
fn a_circle_is_found_however_it_is_written() {
    let file = |module: &str, code: &str| (module.to_owned(), code.to_owned());
    let goes_in_a_circle = |files: &[(String, String)]| circle(&known_by(files)).is_some();
    let ways_back = ["use super::super::a::{self, Thing};", "fn f() { crate::a::g() }", "use crate::{a::b::Thing};"];
    for back in ways_back {
        let files = [file("a", "use crate::c::{d, e::Other};"), file("a::b", ""), file("c", ""), file("c::e", back)];
        let is_parent = back.contains("a::b");
        assert_eq!(goes_in_a_circle(&files), !is_parent, "{back}");
    }
    assert!(!goes_in_a_circle(&[file("a", "use b::Thing;"), file("a::b", "use super::Other;")]), "parent and child");
    let three = [file("a", "use crate::b::B;"), file("b", "fn f(c: crate::c::C) {}"), file("c", "use super::a::A;")];
    assert!(goes_in_a_circle(&three));
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
