//! The files of the source know each other in one direction: none is in a circle but with its parent and its children.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, sources};

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
