//! Makes a function of each message in `assets/locales/en`, so that a message that is missing or misspelt does not
//! compile, and one that nothing says is warned of.
//!
//! `session-lines` in `session.ftl` becomes `text::session::lines`. A message without variables gives a
//! `&'static str`; one with variables takes them in the order of the alphabet: a number if the message counts
//! with it (a plural, or `NUMBER`), otherwise text.
//!
//! Tells a release build the commit that it is built from, and gives the program for Windows its icon, its version and
//! its manifest.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use fluent_syntax::ast::{CallArguments, Entry, Expression, InlineExpression, Message, Pattern, PatternElement};
use fluent_syntax::ast::{Variant, VariantKey};
use fluent_syntax::parser;

/// The language that the others are held against.
const FIRST: &str = "en";

/// The variables of a message, and whether each is a number.
type Variables = BTreeMap<String, bool>;

#[expect(clippy::disallowed_methods, reason = "half a file that a build leaves is written again by the next")]
fn main() {
    println!("cargo::rerun-if-changed=assets/locales");
    let root = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the project is"));
    let locales = root.join("assets/locales");
    let mut code = languages(&locales);
    for file in entries(&locales.join(FIRST)) {
        code.push_str(&module(&file));
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo says where the code goes"));
    fs::write(out.join("text.rs"), code).expect("the code can be written");
    // A build for tests is not made again after every commit.
    if env::var("PROFILE").is_ok_and(|profile| profile == "release") {
        name_commit(&root);
    }
    println!("cargo::rerun-if-changed=assets/windows");
    println!("cargo::rerun-if-changed=build.rs");
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "windows") {
        describe_for_windows();
    }
}

/// Puts the commit into `HOLDSPACE_COMMIT`: the one that the environment names, that `git archive` wrote into
/// `assets/commit`, or that is checked out. Without any of them there is none.
fn name_commit(root: &Path) {
    println!("cargo::rerun-if-env-changed=HOLDSPACE_COMMIT");
    println!("cargo::rerun-if-changed=assets/commit");
    let named = env::var("HOLDSPACE_COMMIT").ok().filter(|commit| !commit.is_empty());
    let archived = || fs::read_to_string(root.join("assets/commit")).ok().filter(|text| !text.contains('$'));
    if let Some(commit) = named.or_else(archived).or_else(|| checked_out(root)) {
        println!("cargo::rustc-env=HOLDSPACE_COMMIT={:.12}", commit.trim());
    }
}

/// The commit that git has checked out, if this is its working tree. It is looked at again when another one is.
fn checked_out(root: &Path) -> Option<String> {
    let git = |arguments: &[&str]| {
        let answer = Command::new("git").arg("-C").arg(root).args(arguments).output().ok()?;
        let said = String::from_utf8(answer.stdout).ok()?;
        answer.status.success().then(|| said.trim().to_owned()).filter(|said| !said.is_empty())
    };
    // A tree inside another project's is not that project's commit.
    let top = PathBuf::from(git(&["rev-parse", "--show-toplevel"])?);
    if top.canonicalize().ok()? != root.canonicalize().ok()? {
        return None;
    }
    let branch = git(&["symbolic-ref", "--quiet", "HEAD"]).unwrap_or_else(|| "HEAD".to_owned());
    for name in ["HEAD", "packed-refs", &branch] {
        if let Some(path) =
            git(&["rev-parse", "--git-path", name]).map(|path| root.join(path)).filter(|path| path.exists())
        {
            println!("cargo::rerun-if-changed={}", path.display());
        }
    }
    git(&["rev-parse", "HEAD"])
}

/// What Windows shows of the program, and how it treats it.
fn describe_for_windows() {
    let mut resource = winresource::WindowsResource::new();
    resource.set_icon("assets/windows/holdspace.ico").set_manifest_file("assets/windows/holdspace.manifest");
    resource
        .set("FileDescription", "Holdspace")
        .set("ProductName", "Holdspace")
        .set("OriginalFilename", "holdspace.exe");
    resource.set("LegalCopyright", "MIT or Apache-2.0");
    resource.compile().expect("the tools for Windows are installed: script/windows does it");
}

/// The folders and the files of messages in a folder, in the order of their names.
fn entries(folder: &Path) -> Vec<PathBuf> {
    let listed = fs::read_dir(folder).expect("the folder of the words is there");
    let mut paths: Vec<PathBuf> = listed.map(|entry| entry.expect("it can be listed").path()).collect();
    // Editors and people leave other things there.
    paths.retain(|path| path.is_dir() || path.extension().is_some_and(|extension| extension == "ftl"));
    paths.sort();
    paths
}

fn name(path: &Path) -> &str {
    path.file_stem().and_then(|name| name.to_str()).expect("the names are plain")
}

/// The text of every file of every language.
fn languages(locales: &Path) -> String {
    let mut code = String::from("pub(super) const LANGUAGES: &[(&str, &[&str])] = &[\n");
    for folder in entries(locales) {
        let _ = writeln!(code, "    (\"{}\", &[", name(&folder));
        for file in entries(&folder) {
            let _ = writeln!(code, "        include_str!({:?}),", file.display().to_string());
        }
        code.push_str("    ]),\n");
    }
    code + "];\n"
}

/// The functions of one file, as the module with its name.
fn module(path: &Path) -> String {
    let source = fs::read_to_string(path).expect("the words can be read");
    let file = path.display();
    let resource = parser::parse(source.as_str()).unwrap_or_else(|(_, errors)| panic!("{file}: {errors:?}"));
    let mut code = format!("/// The words of `{0}.ftl`.\npub mod {0} {{\n", name(path));
    for entry in &resource.body {
        match entry {
            Entry::Message(message) => code.push_str(&function(name(path), message)),
            Entry::Junk { content } => panic!("{file}: this is not a message: {content}"),
            _ => {}
        }
    }
    code + "}\n"
}

fn function(module: &str, message: &Message<&str>) -> String {
    let key = message.id.name;
    let name = key.strip_prefix(module).and_then(|rest| rest.strip_prefix('-'));
    let name =
        name.unwrap_or_else(|| panic!("{key} is in {module}.ftl: its name begins with {module}-")).replace('-', "_");
    let pattern = message.value.as_ref().unwrap_or_else(|| panic!("{key} says nothing"));
    let variables = variables(pattern);
    let doc = message.comment.as_ref().map_or_else(|| shown(pattern), |comment| comment.content.join(" "));
    if variables.is_empty() {
        return format!(
            "    /// {doc}\n    pub fn {name}() -> &'static str {{\n        static TEXT: std::sync::LazyLock<String> = \
             std::sync::LazyLock::new(|| super::say(\"{key}\", &[]));\n        &TEXT\n    }}\n"
        );
    }
    let typed = |(name, is_number): (&String, &bool)| {
        let kind = if *is_number { "impl Into<super::Number>" } else { "&str" };
        format!("{}: {kind}", name.replace('-', "_"))
    };
    let given = |(name, is_number): (&String, &bool)| {
        let value = name.replace('-', "_");
        let value = if *is_number { format!("{value}.into()") } else { value };
        format!("(\"{name}\", super::Value::from({value}))")
    };
    let parameters = variables.iter().map(typed).collect::<Vec<_>>().join(", ");
    let arguments = variables.iter().map(given).collect::<Vec<_>>().join(", ");
    format!(
        "    /// {doc}\n    pub fn {name}({parameters}) -> String {{\n        super::say(\"{key}\", &[{arguments}])\n    }}\n"
    )
}

/// The beginning of what a message says, for whoever reads the code.
fn shown(pattern: &Pattern<&str>) -> String {
    let text = pattern.elements.iter().map(|element| match element {
        PatternElement::TextElement { value } => value.trim_end_matches('\n'),
        PatternElement::Placeable { .. } => "…",
    });
    format!("`{}`", text.collect::<String>().replace(['\n', '`'], " "))
}

fn variables(pattern: &Pattern<&str>) -> Variables {
    let mut found = Variables::new();
    in_pattern(pattern, &mut found);
    found
}

fn in_pattern(pattern: &Pattern<&str>, found: &mut Variables) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            in_expression(expression, found);
        }
    }
}

fn in_expression(expression: &Expression<&str>, found: &mut Variables) {
    match expression {
        Expression::Inline(inline) => in_inline(inline, false, found),
        Expression::Select { selector, variants } => {
            in_inline(selector, variants.iter().any(counts), found);
            for variant in variants {
                in_pattern(&variant.value, found);
            }
        }
    }
}

/// Whether a variant is chosen by a number.
fn counts(variant: &Variant<&str>) -> bool {
    match variant.key {
        VariantKey::NumberLiteral { .. } => true,
        VariantKey::Identifier { name } => ["zero", "one", "two", "few", "many"].contains(&name),
    }
}

fn in_inline(inline: &InlineExpression<&str>, is_number: bool, found: &mut Variables) {
    match inline {
        InlineExpression::VariableReference { id } => {
            *found.entry(id.name.to_owned()).or_default() |= is_number;
        }
        InlineExpression::FunctionReference { id, arguments } => in_arguments(arguments, id.name == "NUMBER", found),
        InlineExpression::Placeable { expression } => in_expression(expression, found),
        _ => {}
    }
}

fn in_arguments(arguments: &CallArguments<&str>, is_number: bool, found: &mut Variables) {
    arguments.positional.iter().for_each(|argument| in_inline(argument, is_number, found));
}
