//! What can be read of settings whose file is broken, or of a later version: each field by itself.
//!
//! Must not know where the file is, or what becomes of it.

use std::str::Chars;

use serde_json::{Map, Value};

use super::settings;
use crate::domain::settings::Settings;

/// The fields, by their names in the file: a test fails when one is missing here that the settings have.
const FIELDS: [&str; 13] = [
    "support_card",
    "theme",
    "text_size",
    "show_guide",
    "keeps_caret_high",
    "prompt_set",
    "window",
    "window_position",
    "window_maximized",
    "lock_after_minutes",
    "veils_on_leaving",
    "clear_clipboard",
    "declined_sealing",
];

/// The settings with each field that can be read; those of a new therapist for all others.
pub(crate) fn salvage_settings(bytes: &[u8]) -> Settings {
    let text = String::from_utf8_lossy(bytes);
    let mut fields = Map::new();
    for name in FIELDS {
        let Some(value) = field(&text, name) else { continue };
        let mut more = fields.clone();
        more.insert(name.to_owned(), value);
        if serde_json::from_value::<settings::Settings>(Value::Object(more.clone())).is_ok() {
            fields = more;
        }
    }
    serde_json::from_value::<settings::Settings>(Value::Object(fields)).unwrap_or_default().into()
}

/// The first value that is behind a name and can be read.
fn field(text: &str, name: &str) -> Option<Value> {
    let key = format!("\"{name}\"");
    text.match_indices(&key).find_map(|(at, key)| {
        let value = text[at + key.len()..].trim_start().strip_prefix(':')?.trim_start();
        match value.strip_prefix('"') {
            Some(words) => Some(Value::String(words_of(words))),
            None => serde_json::Deserializer::from_str(value).into_iter().next()?.ok(),
        }
    })
}

/// The words up to the quotation mark that ends them, or to the end of what is there. A line break may stand in
/// them as it is.
fn words_of(text: &str) -> String {
    let mut words = String::new();
    let mut rest = text.chars();
    while let Some(next) = rest.next() {
        match next {
            '"' => break,
            '\\' => match rest.next() {
                Some('n') => words.push('\n'),
                Some('t') => words.push('\t'),
                Some('u') => words.extend(unit(&mut rest)),
                Some('r' | 'b' | 'f') | None => {}
                Some(itself) => words.push(itself),
            },
            '\r' | '\0' => {}
            itself => words.push(itself),
        }
    }
    words
}

/// A character that is written as four digits, or as two halves of four digits each; half a character is left out.
fn unit(rest: &mut Chars<'_>) -> Option<char> {
    let first = four_digits(rest)?;
    let mut ahead = rest.clone();
    let second = (ahead.next() == Some('\\') && ahead.next() == Some('u')).then(|| four_digits(&mut ahead)).flatten();
    match char::decode_utf16([Some(first), second].into_iter().flatten()).next()? {
        Ok(character) => {
            if character.len_utf16() == 2 {
                *rest = ahead;
            }
            Some(character)
        }
        Err(_) => None,
    }
}

fn four_digits(rest: &mut Chars<'_>) -> Option<u16> {
    let digits: String = rest.by_ref().take(4).collect();
    u16::from_str_radix(&digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::domain::settings::ThemeChoice;

    #[test]
    fn each_field_is_read_by_itself() {
        let check = |text: &str, card: &str, theme: ThemeChoice, text_size: f32| {
            let read = salvage_settings(text.as_bytes());
            assert_eq!((read.support_card.as_str(), read.theme), (card, theme), "{text}");
            assert!((read.text_size - text_size).abs() < 0.01, "{text}: {}", read.text_size);
        };
        let (system, dark) = (ThemeChoice::System, ThemeChoice::Dark);
        check("", "", system, 1.0);
        check("{}", "", system, 1.0);
        check(
            r#"{"version": 9, "theme": "dark", "support_card": "Dr. Ü: 555\n“Ana”", "text_size": 1.3}"#,
            "Dr. Ü: 555\n“Ana”",
            dark,
            1.3,
        );
        // Cut short, with the wrong kind of value, with a comma too many, with a line break as it is.
        check(r#"{"theme": "dark", "support_card": "Dr. Example: 555 01"#, "Dr. Example: 555 01", dark, 1.0);
        check("{\"theme\": 7, \"support_card\": \"a\\", "a", system, 1.0);
        check(r#"{"text_size": "large", "theme": "dim", "support_card": "a",}"#, "a", system, 1.0);
        check("{\"support_card\": \"one\r\ntwo\", \"theme\": \"dark\" \"text_size\": 1.2", "one\ntwo", dark, 1.2);
        // A name within the words of another field is no field.
        check(r#"{"support_card": "\"theme\": \"dark\"", "text_size": 1.1}"#, "\"theme\": \"dark\"", system, 1.1);
    }

    #[test]
    fn no_field_is_forgotten() {
        // Each is named here, so that one that is added is asked for too.
        let settings = Settings {
            theme: ThemeChoice::Dark,
            text_size: 1.3,
            show_guide: false,
            keeps_caret_high: false,
            support_card: "Dr. Ü: “555”\n\\ 01".to_owned(),
            prompt_set: crate::domain::id::PromptSetId::try_from("short").ok(),
            window: Some([900.0, 700.0]),
            window_position: Some([1920.0, 0.0]),
            window_maximized: true,
            lock_after_minutes: Some(9),
            veils_on_leaving: true,
            clear_clipboard: Some(false),
            declined_sealing: true,
            unknown: crate::domain::Unknown::new(),
        };
        let whole = String::from_utf8(crate::storage::format::write_settings(&settings)).unwrap();
        let written = |text: &str| -> Map<String, Value> { serde_json::from_str(text).unwrap() };
        let names: BTreeSet<String> = written(&whole).into_iter().map(|(name, _)| name).collect();
        let expected = FIELDS.into_iter().chain(["format", "version"]).map(str::to_owned).collect();
        assert_eq!(names, expected, "every field has a value here, and is named above");
        let new = written(std::str::from_utf8(&crate::storage::format::write_settings(&Settings::default())).unwrap());
        for name in FIELDS {
            assert_ne!(new.get(name), written(&whole).get(name), "{name} has another value than at the start");
        }
        for broken in
            [whole.trim_end().trim_end_matches('}').to_owned(), whole.replace("\"version\": 1", "\"version\": 99")]
        {
            assert!(crate::storage::format::read_settings(broken.as_bytes()).is_err(), "{broken}");
            assert_eq!(salvage_settings(broken.as_bytes()), settings, "{broken}");
        }
    }

    #[test]
    fn what_another_program_wrote_in_its_own_way_is_read_too() {
        let card = |bytes: &[u8]| salvage_settings(bytes).support_card;
        assert_eq!(card(br#"{"support_card": "Dr. \u00dc\t555\/01"#), "Dr. Ü\t555/01");
        assert_eq!(card(br#"{"support_card": "\ud83d\ude00 Ana \ud83d, \ude00\u00dc"#), "\u{1f600} Ana , Ü");
        assert_eq!(
            card(b"{\"support_card\": \"Dr. \xdcmit 555"),
            "Dr. \u{fffd}mit 555",
            "a letter of another encoding"
        );
    }

    proptest::proptest! {
        #[test]
        fn whatever_is_there_is_read(text in "[\"{}:,\\\\u0-9a-d\\n]{0,80}") {
            salvage_settings(format!("{{\"support_card\": {text}").as_bytes());
        }
    }
}
