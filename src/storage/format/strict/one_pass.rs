//! JSON as values, read from its first byte to its last in one pass: what nearly every file is, sound and without a number
//! that has to be kept as its digits.
//!
//! Must not say what is wrong with a file, or where: that is for the slow way, which it leaves everything else to.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use super::MAX_DEPTH;
use crate::domain::json::Json;

/// Reads one JSON value. Nothing if it is none, if a key stands twice in an object, if it is nested too deeply, or if a
/// number is not the one way to write an integer of 64 bits.
pub(super) fn parse(bytes: &[u8]) -> Option<Json> {
    let mut source = serde_json::Deserializer::from_slice(bytes);
    let value = Within(0).deserialize(&mut source).ok()?;
    source.end().ok()?;
    Some(value)
}

/// A value within so many lists and objects.
#[derive(Clone, Copy)]
struct Within(usize);

impl Within {
    /// A value in this one, if it is a list or an object.
    fn next<E: Error>(self) -> Result<Self, E> {
        if self.0 < MAX_DEPTH { Ok(Self(self.0 + 1)) } else { Err(E::custom("nested")) }
    }
}

impl<'de> DeserializeSeed<'de> for Within {
    type Value = Json;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Json, D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// Of the numbers only integers are taken, which have one way to be written; a fraction is none of them.
impl<'de> Visitor<'de> for Within {
    type Value = Json;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a value")
    }

    fn visit_unit<E: Error>(self) -> Result<Json, E> {
        Ok(Json::Null)
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Bool(value))
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string().into()))
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Json, E> {
        Ok(Json::Number(number.to_string().into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Json, E> {
        Ok(Json::Text(text.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Json, A::Error> {
        let within = self.next()?;
        let mut values = Vec::new();
        while let Some(value) = list.next_element_seed(within)? {
            values.push(value);
        }
        Ok(Json::List(values))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Json, A::Error> {
        let within = self.next()?;
        let mut fields = BTreeMap::new();
        while let Some(key) = object.next_key::<String>()? {
            if fields.insert(key, object.next_value_seed(within)?).is_some() {
                return Err(A::Error::custom("repeated"));
            }
        }
        Ok(Json::Object(fields))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::storage::format::strict::part_by_part;

    /// JSON as somebody might write it: sound or not, with numbers of every kind, and keys that come again.
    fn written() -> impl Strategy<Value = String> {
        let scalar = prop_oneof![
            Just("null".to_owned()),
            Just("true".to_owned()),
            "-?(0|[1-9][0-9]{0,21})(\\.[0-9]{1,3})?([eE][+-]?[0-9]{1,2})?",
            "-?0?[0-9]{1,3}",
            "\"[a-c\\u{e9} ]{0,4}\"",
            "\"\\\\(u00[0-7][0-9a-f]|ud83d|ud83d\\\\ude00|n|x)\"",
        ];
        scalar.prop_recursive(5, 40, 4, |inner| {
            let field = ("[ab]", inner.clone()).prop_map(|(key, value)| format!("\"{key}\": {value}"));
            prop_oneof![
                prop::collection::vec(inner, 0..4).prop_map(|values| format!("[{}]", values.join(", "))),
                prop::collection::vec(field, 0..4).prop_map(|fields| format!("{{{}}}", fields.join(",\n"))),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_taken_in_one_pass_is_what_is_read_part_by_part(text in written(), cut in 0_usize..3) {
            let bytes = &text.as_bytes()[..text.len().saturating_sub(cut)];
            if let Some(value) = parse(bytes) {
                prop_assert_eq!(part_by_part(bytes), Ok(value));
            }
        }
    }

    #[test]
    fn what_files_say_is_taken_and_everything_else_left() {
        let sound =
            br#"{"version": 1, "lines": [{"text": "\u00e9", "at": null}, {}, -7, 18446744073709551615], "a": true}"#;
        assert_eq!(parse(sound), part_by_part(sound).ok());
        assert!(parse(sound).is_some());
        for left in ["1.0", "-0", "1e2", "18446744073709551616", "{\"a\": 1, \"a\": 1}", "[1] 2", "\"\\ud83d\"", ""] {
            assert_eq!(parse(left.as_bytes()), None, "{left}");
        }
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_some() && parse(nested(MAX_DEPTH + 1).as_bytes()).is_none());
    }
}
