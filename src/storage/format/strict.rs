//! JSON as values, where a key is only once in its object and nothing is nested without end; and those
//! values to be read as what a file holds.
//!
//! `serde_json` lets the last of two equal keys win: words could vanish without a sign. And it makes a
//! number one of 64 bits: digits could.

mod one_pass;

use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::{Error as WrongField, MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserialize, Deserializer, Error, IntoDeserializer, MapAccess, Unexpected, Visitor};
use serde_json::error::Category;
use serde_json::value::RawValue;

use super::{FilePosition, FormatError};
use crate::domain::json::Json;

/// How many lists and objects may stand within each other.
const MAX_DEPTH: usize = 64;

/// Reads one JSON value.
///
/// # Errors
/// When it is none, a key stands twice in an object, or it is nested too deeply.
pub(crate) fn parse(bytes: &[u8]) -> Result<Json, FormatError> {
    one_pass::parse(bytes).map_or_else(|| part_by_part(bytes), Ok)
}

/// Reads one JSON value, each list and object by itself: slowly, and with the place of what is wrong.
fn part_by_part(bytes: &[u8]) -> Result<Json, FormatError> {
    let source = Source(bytes);
    let whole: &RawValue = serde_json::from_slice(bytes).map_err(|error| source.refusal(0, &error))?;
    source.value(whole.get(), 0)
}

/// The bytes of a file, in which every text that is read has its place.
#[derive(Clone, Copy)]
struct Source<'a>(&'a [u8]);

impl<'a> Source<'a> {
    /// The value of a text that is one, within `depth` others.
    fn value(self, text: &'a str, depth: usize) -> Result<Json, FormatError> {
        match text.as_bytes().first() {
            Some(b'{') => self.object(text, depth),
            Some(b'[') => self.list(text, depth),
            Some(b'"') => self.read(text).map(Json::Text),
            Some(b't' | b'f') => self.read(text).map(Json::Bool),
            Some(b'n') => Ok(Json::Null),
            _ => Ok(Json::Number(text.into())),
        }
    }

    fn object(self, text: &'a str, depth: usize) -> Result<Json, FormatError> {
        let within = self.within(text, depth)?;
        let Fields(fields) = self.read(text)?;
        let field = |(key, value): (String, &'a RawValue)| Ok((key, self.value(value.get(), within)?));
        fields.into_iter().map(field).collect::<Result<_, _>>().map(Json::Object)
    }

    fn list(self, text: &'a str, depth: usize) -> Result<Json, FormatError> {
        let within = self.within(text, depth)?;
        let values: Vec<&'a RawValue> = self.read(text)?;
        values.into_iter().map(|value| self.value(value.get(), within)).collect::<Result<_, _>>().map(Json::List)
    }

    fn read<T: Deserialize<'a>>(self, text: &'a str) -> Result<T, FormatError> {
        serde_json::from_str(text).map_err(|error| self.refusal(self.start_of(text), &error))
    }

    fn within(self, text: &str, depth: usize) -> Result<usize, FormatError> {
        if depth < MAX_DEPTH {
            Ok(depth + 1)
        } else {
            Err(FormatError::TooDeep(self.position(self.start_of(text), 1, 1)))
        }
    }

    /// Where a text that is a part of the bytes begins.
    fn start_of(self, text: &str) -> usize {
        (text.as_ptr().addr().saturating_sub(self.0.as_ptr().addr())).min(self.0.len())
    }

    /// A place that is counted from a byte on.
    fn position(self, start: usize, line: usize, column: usize) -> FilePosition {
        let before = &self.0[..start];
        let lines = memchr::memchr_iter(b'\n', before).count();
        let in_line = before.iter().rev().take_while(|byte| **byte != b'\n').count();
        FilePosition { line: line + lines, column: if line == 1 { column + in_line } else { column } }
    }

    fn end(self) -> FilePosition {
        self.position(self.0.len(), 1, 0)
    }

    /// Whether a number was begun at the end of the bytes, and digits are missing.
    fn ends_in_a_number(self) -> bool {
        matches!(self.0.last(), Some(b'-' | b'+' | b'.' | b'e' | b'E'))
    }

    fn refusal(self, start: usize, error: &serde_json::Error) -> FormatError {
        let position = self.position(start, error.line(), error.column());
        match error.classify() {
            Category::Eof => FormatError::CutShort(position),
            _ if self.ends_in_a_number() && position == self.end() => FormatError::CutShort(position),
            Category::Data => FormatError::RepeatedKey(position),
            Category::Syntax | Category::Io => FormatError::NotJson(position),
        }
    }
}

/// The fields of an object, each key once.
struct Fields<'a>(BTreeMap<String, &'a RawValue>);

impl<'de: 'a, 'a> Deserialize<'de> for Fields<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct EachOnce;

        impl<'de> Visitor<'de> for EachOnce {
            type Value = Fields<'de>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Fields<'de>, A::Error> {
                let mut fields = BTreeMap::new();
                while let Some(key) = object.next_key::<String>()? {
                    if fields.contains_key(&key) {
                        return Err(A::Error::custom("a key stands twice"));
                    }
                    fields.insert(key, object.next_value()?);
                }
                Ok(Fields(fields))
            }
        }

        deserializer.deserialize_map(EachOnce)
    }
}

/// What a value is read as. A number is read as the kind that is asked for; where any is, its digits come
/// as bytes, which nothing else in JSON is.
impl<'de> Deserializer<'de> for Json {
    type Error = WrongField;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        match self {
            Self::Null => visitor.visit_unit(),
            Self::Bool(value) => visitor.visit_bool(value),
            Self::Number(digits) => visitor.visit_byte_buf(digits.into_string().into_bytes()),
            Self::Text(text) => visitor.visit_string(text),
            Self::List(values) => SeqDeserializer::new(values.into_iter()).deserialize_any(visitor),
            Self::Object(fields) => MapDeserializer::new(fields.into_iter()).deserialize_any(visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        if self == Self::Null { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _name: &'static str,
        visitor: V,
    ) -> Result<V::Value, WrongField> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, WrongField> {
        match self {
            Self::Text(text) => text.into_deserializer().deserialize_enum(name, variants, visitor),
            Self::Object(fields) => MapAccessDeserializer::new(MapDeserializer::new(fields.into_iter()))
                .deserialize_enum(name, variants, visitor),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_u64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        match self {
            Self::Number(digits) => match (digits.parse(), digits.parse(), finite(&digits)) {
                (Ok(number), _, _) => visitor.visit_u64(number),
                (_, Ok(number), _) => visitor.visit_i64(number),
                (_, _, Some(number)) => visitor.visit_f64(number),
                _ => Err(WrongField::custom(TOO_LARGE)),
            },
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        match self {
            Self::Number(digits) => match finite(&digits) {
                Some(number) => visitor.visit_f64(number),
                None => Err(WrongField::custom(TOO_LARGE)),
            },
            other => other.deserialize_any(visitor),
        }
    }

    /// Text alone: serde would take the bytes of a number for one.
    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        match self {
            Self::Number(_) => Err(WrongField::invalid_type(Unexpected::Other("a number"), &visitor)),
            other => other.deserialize_any(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        self.deserialize_string(visitor)
    }

    fn deserialize_u8<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u16<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_u32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        self.deserialize_u64(visitor)
    }

    fn deserialize_f32<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, WrongField> {
        match &self {
            Self::Number(digits) => match digits.parse().ok().filter(|number: &f32| number.is_finite()) {
                Some(number) => visitor.visit_f32(number),
                None => Err(WrongField::custom(TOO_LARGE)),
            },
            _ => self.deserialize_any(visitor),
        }
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u128 char bytes byte_buf unit unit_struct seq tuple tuple_struct map
        struct identifier ignored_any
    }
}

const TOO_LARGE: &str = "a number is too large";

fn finite(digits: &str) -> Option<f64> {
    digits.parse().ok().filter(|number: &f64| number.is_finite())
}

impl IntoDeserializer<'_, WrongField> for Json {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;

    fn written(value: &Json) -> String {
        serde_json::to_string(value).unwrap()
    }

    #[test]
    fn reads_what_serde_json_reads() {
        let text = r#"{"a": [null, true, -1, 18446744073709551615, 0.5, "é\n"], "b": {"a": {}}}"#;
        let value: Value = serde_json::from_str(&written(&parse(text.as_bytes()).unwrap())).unwrap();
        assert_eq!(value, serde_json::from_str::<Value>(text).unwrap());
    }

    #[test]
    fn every_number_keeps_its_digits() {
        let numbers = "[123456789012345678901234567890,1e400,0.1000,-0,1E5,1e+05,1.0,-0.0e-0,9007199254740993]";
        assert_eq!(written(&parse(numbers.as_bytes()).unwrap()), numbers);
        let again = Json::deserialize(parse(numbers.as_bytes()).unwrap()).unwrap();
        assert_eq!(written(&again), numbers);
        for none in ["01", "+1", "1.", ".5", "1e", "-", "NaN", "0x1"] {
            assert!(parse(none.as_bytes()).is_err(), "{none}");
        }
    }

    #[test]
    fn refuses_what_follows_and_what_is_twice() {
        for bad in ["{} {}", r#"{"a": 1, "a": 1}"#, r#"[{"a": {"b": 1, "\u0062": 2}}]"#, ""] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
        for cut in ["{\"a\": -", "[1, 2.", "[1e", "[1E+", "[12", "{\"a\": tru", "\"a", "\"\\u00"] {
            assert!(matches!(parse(cut.as_bytes()), Err(FormatError::CutShort(_))), "{cut}");
        }
        let refused = parse(b"{\n \"a\": [1,\n  {\"b\": 1, \"b\": 2}]}").unwrap_err();
        assert_eq!(refused, FormatError::RepeatedKey(FilePosition { line: 3, column: 14 }));
    }

    #[test]
    fn nesting_has_an_end() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert!(parse(nested(MAX_DEPTH).as_bytes()).is_ok());
        let too_deep = FormatError::TooDeep(FilePosition { line: 1, column: MAX_DEPTH + 1 });
        assert_eq!(parse(nested(MAX_DEPTH + 1).as_bytes()), Err(too_deep.clone()));
        assert_eq!(parse(nested(100_000).as_bytes()), Err(too_deep));
    }

    #[test]
    fn a_number_is_read_as_the_kind_that_is_asked_for() {
        let number = |digits: &str| Json::Number(digits.into());
        assert_eq!(u64::deserialize(number("18446744073709551615")), Ok(u64::MAX));
        assert_eq!(f32::deserialize(number("1.1")), Ok(1.1));
        assert_eq!(f32::deserialize(number("1E0")), Ok(1.0));
        assert!(u64::deserialize(number("1.0")).is_err() && u64::deserialize(number("-1")).is_err());
        assert!(u32::deserialize(number("4294967296")).is_err() && f32::deserialize(number("1e400")).is_err());
        assert!(f32::deserialize(number("1e39")).is_err() && f64::deserialize(number("1e39")).is_ok());
        assert!(u64::deserialize(Json::Text("1".to_owned())).is_err() && String::deserialize(number("1")).is_err());
    }

    proptest! {
        #[test]
        fn any_number_comes_back_as_it_was(digits in "-?(0|[1-9][0-9]{0,40})(\\.[0-9]{1,30})?([eE][+-]?[0-9]{1,5})?") {
            let value = Json::deserialize(parse(digits.as_bytes()).unwrap()).unwrap();
            prop_assert_eq!(written(&value), digits);
        }
    }
}
