//! Whatever a person reads is said by the catalogue of words: `src/` has no words of its own for the screen, and
//! the catalogue has no message that nothing says.

#![allow(clippy::unwrap_used, reason = "a test that unwraps says where it failed")]

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};

/// What looks like words and is not for the screen.
struct Exception {
    /// Where it is.
    place: &'static str,
    /// The texts; if there are none, every one there.
    texts: &'static [&'static str],
    /// Why it is not in the catalogue.
    why: &'static str,
}

const EXCEPTIONS: &[Exception] = &[
    Exception {
        place: "src/main.rs",
        texts: &["holdspace {}", "holdspace {} ({commit})"],
        why: "scripts read the version",
    },
    Exception { place: "src/window", texts: &["Holdspace"], why: "the name of the app is the same in every language" },
    Exception {
        place: "src/window/system_lock.rs",
        texts: &["Inhibit", "Lock"],
        why: "the system’s bus is asked by these names, and is not shown",
    },
    Exception {
        place: "src/window/second_start.rs",
        texts: &["Activate"],
        why: "the system’s bus is asked by this name",
    },
    Exception { place: "src/window/appearance.rs", texts: &["Read"], why: "the system’s bus is asked by this name" },
    Exception {
        place: "src/window/bus.rs",
        texts: &["not on this machine"],
        why: "nobody is shown it: another bus is tried",
    },
    Exception {
        place: "src/window",
        texts: &["theme of the frame", "maximize once shown"],
        why: "the toolkit knows a value by it",
    },
    Exception {
        place: "src/window/graphics.rs",
        texts: &["the window was opened before", "every adapter was tried"],
        why: "it says which step an error was in, for the log",
    },
    Exception {
        place: "src/ui/shell/command.rs",
        texts: &["Page down", "Page up", "Escape", "Esc", "Plus", "Minus", "Comma", "Slash", "Questionmark", "Equals"],
        why: "the keys are named as the toolkit and keyboards name them",
    },
    Exception { place: "src/domain/demo", texts: &[], why: "invented clients say it, in their own language" },
    Exception {
        place: "src/domain/prompts",
        texts: &["My order", "Short", "Own prompts"],
        why: "sets and a section that are made at first have these names in their file, as if a person had named them",
    },
    Exception {
        place: "src/domain/id.rs",
        texts: &["An id must have 1 to 64 characters from 0-9, a-z and “-”"],
        why: "it is found in what the reader of JSON says",
    },
    Exception {
        place: "src/domain/moment.rs",
        texts: &["A date is not in the years 0001 to 9999", "a time or a day", "another text"],
        why: "what the reader of JSON is told becomes a kind, and is not shown",
    },
    Exception {
        place: "src/ui",
        texts: &["arranged set", "begin prompts", "details prompts", "kind of the added line", "line breaks"],
        why: "the toolkit tells things apart by it",
    },
    Exception { place: "src/storage/log.rs", texts: &[], why: "the log is for whoever looks for a fault" },
    Exception {
        place: "src/storage/worker/worker_loop.rs",
        texts: &[" (system code {code})"],
        why: "the log is for whoever looks for a fault",
    },
    Exception {
        place: "src/storage/format/strict.rs",
        texts: &[],
        why: "what the reader of JSON is told becomes a kind, and is not shown",
    },
    Exception {
        place: "src/storage/format.rs",
        texts: &["missing field `"],
        why: "it is found in what the reader of JSON says",
    },
    Exception { place: "src/storage/vault/seal.rs", texts: &["holdspace key\n{}"], why: "it is hashed, not read" },
];

/// Tests in files of their own, and what they draw.
const TEST_FILES: &[&str] = &["/tests.rs", "/sample.rs", "/worker_loop/locking_tests.rs"];

/// Methods whose arguments nobody reads: reasons of what cannot happen, and what the toolkit tells things apart by.
const UNREAD_METHODS: &[&str] = &["expect", "id_salt"];

/// Functions of these types take what the toolkit tells things apart by.
const UNREAD_TYPES: &[&str] = &["Id", "Panel"];

/// Macros whose words nobody reads on the screen.
const UNREAD_MACROS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "concat",
    "debug_assert",
    "env",
    "include_bytes",
    "file_format",
    "id",
    "include_str",
    "panic",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files in a folder with this ending, with their paths from the root.
fn files(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut entries: Vec<PathBuf> = folder.read_dir().unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|extension| extension == ending) {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().replace('\\', "/");
            found.push((name, std::fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// The text literals of a file that might be read, without those of its tests.
#[derive(Default)]
struct Literals(Vec<String>);

impl Literals {
    fn of(code: &str) -> Vec<String> {
        let mut found = Self::default();
        found.visit_file(&syn::parse_file(code).unwrap());
        found.0
    }

    fn take(&mut self, tokens: TokenStream) {
        let (mut name, mut is_unread) = (String::new(), false);
        for token in tokens {
            match token {
                TokenTree::Group(group) if !is_unread => self.take(group.stream()),
                TokenTree::Literal(literal) => {
                    if let Ok(text) = syn::parse_str::<syn::LitStr>(&literal.to_string()) {
                        self.0.push(text.value());
                    }
                }
                TokenTree::Ident(ident) => {
                    name = ident.to_string();
                    is_unread = UNREAD_METHODS.contains(&name.as_str());
                    continue;
                }
                TokenTree::Punct(mark) => {
                    // What is documented is not said.
                    let is_macro = mark.as_char() == '!' && UNREAD_MACROS.contains(&name.as_str());
                    is_unread = is_macro || mark.as_char() == '#';
                    continue;
                }
                TokenTree::Group(_) => {}
            }
            is_unread = false;
        }
    }
}

fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    let says = |attribute: &syn::Attribute, name: &str| attribute.path().is_ident(name);
    let is_cfg_test = |attribute: &syn::Attribute| {
        says(attribute, "cfg") && attribute.parse_args::<syn::Path>().is_ok_and(|path| path.is_ident("test"))
    };
    attributes.iter().any(|attribute| says(attribute, "test") || is_cfg_test(attribute))
}

impl<'ast> Visit<'ast> for Literals {
    fn visit_attribute(&mut self, _: &'ast syn::Attribute) {}

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        if !is_for_tests(&item.attrs) {
            visit::visit_item_fn(self, item);
        }
    }

    /// What `Debug` writes is for whoever looks for a fault.
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let of = item.trait_.as_ref().and_then(|(_, path, _)| path.segments.last());
        if !is_for_tests(&item.attrs) && of.is_none_or(|of| of.ident != "Debug") {
            visit::visit_item_impl(self, item);
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.visit_expr(&call.receiver);
        if !UNREAD_METHODS.contains(&call.method.to_string().as_str()) {
            call.args.iter().for_each(|argument| self.visit_expr(argument));
        }
    }

    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        let of = match &*call.func {
            syn::Expr::Path(path) => path.path.segments.iter().nth_back(1).map(|of| of.ident.to_string()),
            _ => None,
        };
        if of.is_none_or(|of| !UNREAD_TYPES.contains(&of.as_str())) {
            visit::visit_expr_call(self, call);
        }
    }

    fn visit_macro(&mut self, called: &'ast syn::Macro) {
        let name = called.path.segments.last().unwrap().ident.to_string();
        if !UNREAD_MACROS.contains(&name.as_str()) {
            self.take(called.tokens.clone());
        }
    }

    fn visit_lit_str(&mut self, text: &'ast syn::LitStr) {
        self.0.push(text.value());
    }
}

/// Whether a text looks like words for a person: one that is capitalized, or two beside each other. What is put into a
/// text counts as one.
fn looks_like_words(text: &str) -> bool {
    let bare = |word: &str| word.trim_matches(|character: char| !character.is_alphanumeric()).to_owned();
    let is_word = |word: &str| {
        let word = bare(word);
        word.chars().count() > 1 && word.chars().all(|character| character.is_alphabetic() || character == '’')
    };
    let is_capitalized = |word: &str| {
        let mut letters = bare(word).chars().collect::<Vec<_>>().into_iter();
        let begins = letters.next().is_some_and(char::is_uppercase);
        begins && letters.len() > 0 && letters.all(|letter| letter.is_lowercase() || letter == '’')
    };
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_put_in = |word: &str| word.contains('{');
    words.iter().any(|word| is_capitalized(word) && !is_put_in(word))
        || words.windows(2).any(|pair| {
            let words = pair.iter().filter(|word| !is_put_in(word) && is_word(word)).count();
            words == 2 || (words == 1 && pair.iter().any(|word| is_put_in(word)))
        })
}

#[test]
fn nothing_but_the_catalogue_has_words_for_the_screen() {
    let mut wrong = Vec::new();
    for (path, code) in files(&root().join("src"), "rs") {
        if TEST_FILES.iter().any(|file| path.ends_with(file)) {
            continue;
        }
        let exceptions = || EXCEPTIONS.iter().filter(|exception| path.starts_with(exception.place));
        let is_excepted =
            |text: &str| exceptions().any(|exception| exception.texts.is_empty() || exception.texts.contains(&text));
        let words = Literals::of(&code).into_iter().filter(|text| looks_like_words(text) && !is_excepted(text));
        wrong.extend(words.map(|text| format!("{path}: {text:?}")));
    }
    assert!(wrong.is_empty(), "these words belong in assets/locales:\n{}", wrong.join("\n"));
}

/// An exception for what is not there any more would hide what comes after it.
#[test]
fn every_exception_is_still_needed() {
    let sources = files(&root().join("src"), "rs");
    for Exception { place, texts, why } in EXCEPTIONS {
        let of_place = sources.iter().filter(|(path, _)| path.starts_with(place));
        let found: Vec<String> = of_place.flat_map(|(_, code)| Literals::of(code)).collect();
        let is_there = |text: &&str| found.iter().any(|found| found == text);
        let missing: Vec<_> = texts.iter().filter(|text| !is_there(text)).collect();
        assert!(missing.is_empty(), "{place}: {missing:?} is not there ({why})");
        assert!(found.iter().any(|text| looks_like_words(text)), "{place} has no words ({why})");
    }
}

#[test]
fn every_message_is_said() {
    let sources = files(&root().join("src"), "rs");
    let mut unsaid = Vec::new();
    for (path, messages) in files(&root().join("assets/locales/en"), "ftl") {
        let module = Path::new(&path).file_stem().unwrap().to_str().unwrap();
        let naming: Vec<&str> = sources
            .iter()
            .map(|(_, code)| code.as_str())
            .filter(|code| code.contains(&format!("{module}::")) || code.contains(&format!("::{module}")))
            .collect();
        let keys = messages.lines().filter_map(|line| line.split_once(" =")).map(|(key, _)| key);
        for key in keys.filter(|key| key.starts_with(&format!("{module}-"))) {
            let name = key[module.len() + 1..].replace('-', "_");
            let (function, renamed) = (format!("::{name}"), format!(" {name} as "));
            let is_end = |rest: &str| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_');
            let says = |code: &&str| {
                let is_called = code.match_indices(&function).any(|(at, _)| is_end(&code[at + function.len()..]));
                is_called || code.contains(&renamed)
            };
            if !naming.iter().any(says) {
                unsaid.push(key.to_owned());
            }
        }
    }
    assert!(unsaid.is_empty(), "nothing says {unsaid:?}");
}

#[test]
fn words_are_told_from_what_is_none() {
    for text in ["Cancel", "two words", "Empty the trash…", "{} found", "of {count}", "Passphrase: ", "can’t be"] {
        assert!(looks_like_words(text), "{text:?}");
    }
    for text in ["", " · ", "session-list", "{}: {}", "K-07", "LC_ALL", "a b", "sessions", "#{theme}", "holdspace.log"]
    {
        assert!(!looks_like_words(text), "{text:?}");
    }
    let code = "fn said() { say(\"One\").expect(\"Two\"); format!(\"{three} four\", x.expect(\"Five\")); } \
                #[cfg(test)] mod tests { const SIX: &str = \"Six\"; }";
    assert_eq!(Literals::of(code), ["One", "{three} four"]);
}
