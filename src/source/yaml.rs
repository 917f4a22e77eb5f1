//! YAML as the newsroom wrote it: the only file that knows serde_yaml.
//!
//! serde_yaml's own `Value` refuses a mapping that names a key twice; one real post in nine has such a key, so
//! mappings are read here key by key, the last one winning. Depth and alias bombs are bounded by serde_yaml; what takes
//! its scanner quadratic time is refused before it comes there.

use super::plain_yaml;
use crate::diagnostics::Place;
use serde::de::{
    Deserialize, Deserializer, EnumAccess, Error as _, MapAccess, SeqAccess, VariantAccess, Visitor,
};
use std::fmt;

/// A YAML value. Mappings keep their order; a key that is given twice appears once, with its last value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// `null`, `~` or nothing.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text; dates are text here.
    String(String),
    /// A list.
    List(Vec<Value>),
    /// A mapping.
    Map(Map),
}

/// A mapping in the order of its first mention of each key.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Map {
    /// Key and value, in order.
    pub entries: Vec<(String, Value)>,
    /// Keys that were given more than once at this level.
    pub repeated: Vec<String>,
}

impl Map {
    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|(name, _)| name == key).map(|(_, value)| value)
    }

    /// Takes a key out.
    pub fn remove(&mut self, key: &str) -> Option<Value> {
        let at = self.entries.iter().position(|(name, _)| name == key)?;
        Some(self.entries.remove(at).1)
    }

    /// Puts a value in, in place of an earlier one.
    pub fn insert(&mut self, key: String, value: Value) {
        match self.entries.iter_mut().find(|(name, _)| *name == key) {
            Some((_, old)) => {
                *old = value;
                if !self.repeated.contains(&key) {
                    self.repeated.push(key);
                }
            }
            None => self.entries.push((key, value)),
        }
    }

    /// Adds what `other` has and this has not.
    pub fn fill_from(&mut self, other: &Map) {
        for (key, value) in &other.entries {
            if self.get(key).is_none() {
                self.entries.push((key.clone(), value.clone()));
            }
        }
    }
}

impl Value {
    /// A word for the value's type, with its article.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Value::Null => "nothing",
            Value::Bool(_) => "a yes or no",
            Value::Int(_) | Value::Float(_) => "a number",
            Value::String(_) => "text",
            Value::List(_) => "a list",
            Value::Map(_) => "a mapping",
        }
    }

    /// A scalar as text; `None` for null, lists and mappings.
    #[must_use]
    pub fn scalar(&self) -> Option<String> {
        match self {
            Value::Bool(b) => Some(b.to_string()),
            Value::Int(n) => Some(n.to_string()),
            Value::Float(n) => Some(n.to_string()),
            Value::String(s) => Some(s.clone()),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }

    /// The text, if it is text.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(s) => Some(s),
            _ => None,
        }
    }

    /// A yes or no, with YAML 1.1's words for it, which Jekyll's parser knows and YAML 1.2 does not.
    #[must_use]
    pub fn as_bool(&self) -> Option<bool> {
        match self {
            Value::Bool(b) => Some(*b),
            Value::String(s) => match s.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "y" => Some(true),
                "false" | "no" | "off" | "n" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }
}

/// Why a text is not YAML, with a 1-based line and column in that text where known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YamlError {
    /// In serde_yaml's words, without its own place.
    pub reason: String,
    /// 1-based line and column.
    pub at: Option<(usize, usize)>,
}

/// How many keys a mapping may have: each is looked for among all.
pub(super) const MAX_KEYS: usize = 5_000;

/// How many brackets may be open. libyaml's scanner looks at all of them at every token; serde_yaml's own limit, which is
/// lower, counts only what the scanner has been through.
const MAX_OPEN: usize = 500;

/// Parses one YAML document. Empty text is `Null`.
pub fn parse(text: &str) -> Result<Value, YamlError> {
    if text.trim().is_empty() {
        return Ok(Value::Null);
    }
    plain_yaml::parse(text).map_or_else(|| parse_whole(text), |map| Ok(Value::Map(map)))
}

/// As `parse`, always by serde_yaml.
pub(super) fn parse_whole(text: &str) -> Result<Value, YamlError> {
    if let Some(at) = too_deep(text) {
        let reason = format!("more than {MAX_OPEN} brackets are open here");
        return Err(YamlError { reason, at: Some(line_and_column(text, at)) });
    }
    serde_yaml::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let reason = whole.split(" at line ").next().unwrap_or(&whole);
        // A character that YAML forbids is told with its byte alone.
        let byte = reason.split_once(" at position ").and_then(|(_, at)| at.parse().ok());
        let reason = reason.split(" at position ").next().unwrap_or(reason);
        let at = match byte {
            Some(byte) => Some(line_and_column(text, byte)),
            None => error.location().map(|at| (at.line(), at.column())),
        };
        YamlError { reason: reason.trim_start_matches("front matter: ").to_owned(), at }
    })
}

/// Where the bracket stands that is one too many. Brackets in quotes count as well: no text has so many open ones.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0usize;
    text.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_OPEN
    })
}

/// 1-based, in characters.
fn line_and_column(text: &str, byte: usize) -> (usize, usize) {
    let place = Place::of_range(text, byte..byte + 1);
    (place.line, place.column)
}

impl<'de> Deserialize<'de> for Value {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

/// Text without the control characters that neither HTML nor XML may hold: `"\b"` is how YAML writes one.
fn printable(text: String) -> String {
    let hidden = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r');
    if text.contains(hidden) { text.replace(hidden, " ") } else { text }
}

struct ValueVisitor;

impl<'de> Visitor<'de> for ValueVisitor {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }
    fn visit_bool<E>(self, v: bool) -> Result<Value, E> {
        Ok(Value::Bool(v))
    }
    fn visit_i64<E>(self, v: i64) -> Result<Value, E> {
        Ok(Value::Int(v))
    }
    fn visit_u64<E>(self, v: u64) -> Result<Value, E> {
        Ok(i64::try_from(v).map_or(Value::Float(v as f64), Value::Int))
    }
    fn visit_f64<E>(self, v: f64) -> Result<Value, E> {
        Ok(Value::Float(v))
    }
    fn visit_str<E>(self, v: &str) -> Result<Value, E> {
        Ok(Value::String(printable(v.to_owned())))
    }
    fn visit_string<E>(self, v: String) -> Result<Value, E> {
        Ok(Value::String(printable(v)))
    }
    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }
    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        Value::deserialize(deserializer)
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = seq.next_element()? {
            list.push(item);
        }
        Ok(Value::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut access: A) -> Result<Value, A::Error> {
        let mut map = Map::default();
        let mut merged = Vec::new();
        let mut count = 0;
        while let Some((key, value)) = access.next_entry::<Value, Value>()? {
            count += 1;
            if count > MAX_KEYS {
                return Err(A::Error::custom(format!("a mapping of more than {MAX_KEYS} keys")));
            }
            match (key.scalar().unwrap_or_default(), value) {
                // `<<: *defaults` is YAML 1.1's merge, which Jekyll's parser carries out.
                (key, Value::Map(base)) if key == "<<" => merged.push(base),
                (key, value) => map.insert(key, value),
            }
        }
        merged.iter().for_each(|base| map.fill_from(base));
        Ok(Value::Map(map))
    }
    // A tag such as `!ruby/object` says nothing to us; the value under it does.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, variant) = data.variant::<serde::de::IgnoredAny>()?;
        variant.newtype_variant()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn map(text: &str) -> Map {
        match parse(text).unwrap() {
            Value::Map(map) => map,
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn the_last_of_two_equal_keys_wins_and_is_named() {
        let m = map("title: one\ntags: [a]\ntitle: two\n");
        assert_eq!(m.get("title"), Some(&Value::String("two".into())));
        assert_eq!(m.repeated, ["title"]);
    }

    #[test]
    fn merges_and_tags_are_read() {
        let m = map("base: &b {a: 1}\nuse: {<<: *b, c: 2}\ntag: !x 3\n");
        assert_eq!(m.get("use"), Some(&parse("{c: 2, a: 1}").unwrap()));
        assert_eq!(m.get("tag"), Some(&Value::Int(3)));
    }

    #[test]
    fn an_alias_bomb_and_deep_nesting_are_errors() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for i in 1..12 {
            let inner = vec![format!("*a{}", i - 1); 9].join(",");
            bomb.push_str(&format!("a{i}: &a{i} [{inner}]\n"));
        }
        assert!(parse(&bomb).is_err());
        assert!(parse(&"[".repeat(10_000)).is_err());
        let deep = parse(&format!("a: 1\nb: {}", "[".repeat(100_000))).unwrap_err();
        assert_eq!(deep.at, Some((2, 504)));
    }

    #[test]
    fn a_mapping_has_an_end() {
        let keys: String = (0..=MAX_KEYS).map(|n| format!("k{n}: x\n")).collect();
        assert!(parse(&keys).unwrap_err().reason.contains("more than 5000 keys"));
        let same = map(&"x: 1\n".repeat(4_000));
        assert_eq!((same.entries.len(), same.repeated.len()), (1, 1));
    }

    #[test]
    fn a_forbidden_character_has_its_place() {
        let error = parse("title: é\nx: a\u{9b}b\n").unwrap_err();
        assert_eq!((error.reason.as_str(), error.at), ("control characters are not allowed", Some((2, 5))));
    }

    #[test]
    fn an_error_has_its_place() {
        let error = parse("title: Big: News\n").unwrap_err();
        assert_eq!(error.at.map(|at| at.0), Some(1));
        assert!(error.reason.contains("mapping values"), "{}", error.reason);
    }
}
