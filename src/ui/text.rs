//! The words of the screen: one catalogue, `assets/locales`, with a folder for each language.
//!
//! For each message of the English files the build makes a function here, in a module named as the file is:
//! `session-lines` in `session.ftl` is [`session::lines`]. What another language does not say yet is said in English.
//! Must not know what is drawn with it.

use std::sync::{LazyLock, OnceLock};

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::types::FluentNumber;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use unic_langid::LanguageIdentifier;

pub mod dates;
pub mod folder;
pub mod notes;
pub mod problems;
pub mod prompts;
pub mod search;
pub mod session;

/// The functions that the build makes.
#[expect(unreachable_pub, reason = "a module beside this one that has the name of a file says its messages")]
mod messages {
    use super::{Number, Value, say};

    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

use messages::LANGUAGES;
// A module here that has the name of a file of messages says them too, beside what it makes of them.
pub use messages::*;

/// A number that a message counts with.
pub type Number = FluentNumber;

/// What a message is told.
type Value<'a> = FluentValue<'a>;

type Bundle = FluentBundle<FluentResource>;

/// The language of the last resort.
const ENGLISH: &str = "en";

static LANGUAGE: OnceLock<String> = OnceLock::new();

/// The language that was chosen, then English.
static CATALOGUE: LazyLock<Vec<Bundle>> = LazyLock::new(|| {
    let chosen = LANGUAGE.get().map_or(ENGLISH, String::as_str);
    let mut languages = vec![chosen];
    if chosen != ENGLISH {
        languages.push(ENGLISH);
    }
    languages.into_iter().filter_map(bundle).collect()
});

/// Chooses the language of `locale`, such as `es_MX.UTF-8`, if it is here. Counts until the first word is said.
pub fn speak(locale: &str) {
    if let Some(language) = language_of(locale) {
        let _ = LANGUAGE.set(language.to_owned());
    }
}

/// The language here that is nearest to a locale: with its region, or without.
fn language_of(locale: &str) -> Option<&'static str> {
    let plain = locale.split(['.', '@']).next()?.replace('_', "-");
    let wanted: LanguageIdentifier = plain.parse().ok()?;
    let alike = |name: &str, with_region: bool| {
        let here: Option<LanguageIdentifier> = name.parse().ok();
        here.is_some_and(|here| here.language == wanted.language && (!with_region || here.region == wanted.region))
    };
    let names = || LANGUAGES.iter().map(|(name, _)| *name);
    names().find(|name| alike(name, true)).or_else(|| names().find(|name| alike(name, false)))
}

/// Every message of a language; nothing if it is not here.
fn bundle(language: &str) -> Option<Bundle> {
    let (name, files) = LANGUAGES.iter().find(|(name, _)| *name == language)?;
    let mut bundle = Bundle::new_concurrent(vec![name.parse().ok()?]);
    // The toolkit does not know the marks that keep directions apart.
    bundle.set_use_isolating(false);
    // `NUMBER` is there already if this fails.
    let _ = bundle.add_builtins();
    bundle.set_formatter(Some(|value, _| match value {
        FluentValue::Number(number) => Some(grouped(number)),
        _ => None,
    }));
    for file in *files {
        // What a translator misspelt is left out; the tests say so.
        let resource = FluentResource::try_new((*file).to_owned()).unwrap_or_else(|(resource, _)| resource);
        let _ = bundle.add_resource(resource);
    }
    Some(bundle)
}

/// Says a message in the chosen language.
fn say(key: &str, arguments: &[(&str, Value<'_>)]) -> String {
    let arguments: FluentArgs<'_> = arguments.iter().map(|(name, value)| (*name, value.clone())).collect();
    let said = CATALOGUE.iter().find_map(|bundle| say_in(bundle, key, &arguments));
    said.unwrap_or_else(|| key.to_owned())
}

fn say_in(bundle: &Bundle, key: &str, arguments: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let said = bundle.format_pattern(pattern, Some(arguments), &mut errors);
    errors.is_empty().then(|| said.into_owned())
}

/// A number with its thousands apart, as the language has them.
fn grouped(number: &FluentNumber) -> String {
    let digits = number.as_string();
    let apart = numbers::thousands_apart();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push_str(apart);
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use fluent_syntax::ast::Entry;
    use fluent_syntax::parser;

    use super::*;

    /// The messages of a file by their keys, with the variables that each names.
    fn messages(file: &str) -> BTreeMap<String, BTreeSet<String>> {
        const NAMED: &str = "VariableReference { id: Identifier { name: \"";
        let resource = parser::parse(file).unwrap_or_else(|(_, errors)| panic!("malformed: {errors:?}"));
        let mut found = BTreeMap::new();
        for entry in resource.body {
            if let Entry::Message(message) = entry {
                let tree = format!("{:?}", message.value);
                let variables = tree.split(NAMED).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned()));
                found.insert(message.id.name.to_owned(), variables.collect());
            }
        }
        found
    }

    fn all(files: &[&str]) -> BTreeMap<String, BTreeSet<String>> {
        files.iter().flat_map(|file| messages(file)).collect()
    }

    /// Whoever translates may leave a message to English, and misspell none.
    #[test]
    fn every_language_says_what_english_says() {
        let english = all(LANGUAGES.iter().find(|(name, _)| *name == ENGLISH).unwrap().1);
        assert!(english.len() > 50);
        for (name, files) in LANGUAGES {
            for (key, variables) in all(files) {
                let known = english.get(&key).unwrap_or_else(|| panic!("{name}: nothing says {key}"));
                assert!(variables.is_subset(known), "{name}: {key} names {variables:?}");
            }
        }
    }

    /// A key in two files would say the one that is read last.
    #[test]
    fn every_message_is_there_once() {
        for (name, files) in LANGUAGES {
            let mut bundle = Bundle::new_concurrent(vec![name.parse().unwrap()]);
            for file in *files {
                let resource = FluentResource::try_new((*file).to_owned()).unwrap();
                assert!(bundle.add_resource(resource).is_ok(), "{name}: a message is there twice");
            }
        }
    }

    #[test]
    fn the_nearest_language_is_taken() {
        for (locale, language) in [("en", "en"), ("en_US.UTF-8", "en"), ("en-GB", "en")] {
            assert_eq!(language_of(locale), Some(language), "{locale}");
        }
        for locale in ["tlh_KX", "C", "POSIX", "", "…"] {
            assert_eq!(language_of(locale), None, "{locale}");
        }
    }

    #[test]
    fn numbers_have_their_thousands_apart() {
        let numbers = [0, 999, 3200, 1_010_000].map(|number| grouped(&Number::from(number)));
        assert_eq!(numbers, ["0", "999", "3,200", "1,010,000"]);
    }
}
