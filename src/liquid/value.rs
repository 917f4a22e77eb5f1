//! What a Liquid expression can be, and Ruby's rules for showing, comparing and testing it.

use super::number::{Number, float, leading_int};
use crate::source::date::{self, Moment};
use crate::source::yaml;
use jiff::tz::TimeZone;
use std::cmp::Ordering;
use std::fmt::Write as _;
use std::sync::Arc;

/// A value. Copies are cheap: what is large is shared.
#[derive(Debug, Clone, Default)]
pub enum Value {
    /// Nothing; shows as nothing.
    #[default]
    Nil,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Str(Arc<str>),
    /// A point in time.
    Date(Moment),
    /// A list.
    List(Arc<Vec<Value>>),
    /// A mapping, in order.
    Object(Arc<Object>),
    /// `(1..5)`.
    Range(i64, i64),
    /// The site itself, whose parts are asked of the host one at a time.
    Site,
    /// The page itself, likewise.
    Page,
    /// The literal `empty`.
    Empty,
    /// The literal `blank`.
    Blank,
}

/// A mapping in the order in which it was written.
#[derive(Debug, Clone, Default)]
pub struct Object {
    entries: Vec<(Arc<str>, Value)>,
    /// Positions sorted by key; kept for large mappings alone, as a few keys are found as fast one by one.
    sorted: Vec<u32>,
}

/// From how many entries on a mapping is searched by halves.
const SORTED_FROM: usize = 24;

impl Object {
    /// Of two entries of one key, the last counts.
    #[must_use]
    pub fn new(entries: Vec<(Arc<str>, Value)>) -> Object {
        let mut sorted = Vec::new();
        if entries.len() >= SORTED_FROM {
            sorted = (0..u32::try_from(entries.len()).unwrap_or(u32::MAX)).collect();
            sorted.sort_by(|a, b| entries[*a as usize].0.cmp(&entries[*b as usize].0));
        }
        Object { entries, sorted }
    }

    /// The value of a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Value> {
        if self.sorted.is_empty() {
            return self.entries.iter().rev().find(|(name, _)| &**name == key).map(|(_, value)| value);
        }
        let after = self.sorted.partition_point(|at| &*self.entries[*at as usize].0 <= key);
        let (name, value) = &self.entries[*self.sorted.get(after.checked_sub(1)?)? as usize];
        (&**name == key).then_some(value)
    }

    /// Every key with its value, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &(Arc<str>, Value)> {
        self.entries.iter()
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Str(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Str(text.into())
    }
}

impl From<Vec<Value>> for Value {
    fn from(list: Vec<Value>) -> Value {
        Value::List(Arc::new(list))
    }
}

impl From<Vec<(Arc<str>, Value)>> for Value {
    fn from(entries: Vec<(Arc<str>, Value)>) -> Value {
        Value::Object(Arc::new(Object::new(entries)))
    }
}

impl Value {
    /// What the newsroom wrote in YAML.
    #[must_use]
    pub fn from_yaml(value: &yaml::Value) -> Value {
        match value {
            yaml::Value::Null => Value::Nil,
            yaml::Value::Bool(b) => Value::Bool(*b),
            yaml::Value::Int(n) => Value::Int(*n),
            yaml::Value::Float(n) => Value::Float(*n),
            yaml::Value::String(s) => Value::from(s.as_str()),
            yaml::Value::List(items) => items.iter().map(Value::from_yaml).collect::<Vec<_>>().into(),
            yaml::Value::Map(map) => map
                .entries
                .iter()
                .map(|(key, value)| (Arc::from(key.as_str()), Value::from_yaml(value)))
                .collect::<Vec<_>>()
                .into(),
        }
    }

    /// Everything but nothing and `false` is true.
    #[must_use]
    pub fn is_true(&self) -> bool {
        !matches!(self, Value::Nil | Value::Bool(false))
    }

    /// Equal to the literal `empty`.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Str(text) => text.is_empty(),
            Value::List(items) => items.is_empty(),
            Value::Object(map) => map.iter().len() == 0,
            Value::Empty => true,
            _ => false,
        }
    }

    /// Equal to the literal `blank`.
    #[must_use]
    pub fn is_blank(&self) -> bool {
        match self {
            Value::Str(text) => text.trim().is_empty(),
            value => !value.is_true() || value.is_empty(),
        }
    }

    /// As a page shows it.
    #[must_use]
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.write(&mut out);
        out
    }

    /// Appends what a page shows.
    pub fn write(&self, out: &mut String) {
        // Writing into a string cannot fail.
        let _ = match self {
            Value::Nil | Value::Empty | Value::Blank => Ok(()),
            Value::Bool(b) => write!(out, "{b}"),
            Value::Int(n) => write!(out, "{n}"),
            Value::Float(n) => out.write_str(&float(*n)),
            Value::Str(text) => out.write_str(text),
            Value::Date(moment) => {
                out.write_str(&moment.strftime("%Y-%m-%d %H:%M:%S %z").unwrap_or_default())
            }
            Value::Range(from, to) => write!(out, "{from}..{to}"),
            Value::List(items) => {
                items.iter().for_each(|item| item.write(out));
                Ok(())
            }
            Value::Object(_) | Value::Site | Value::Page => out.write_str(&self.inspect()),
        };
    }

    /// As Ruby's `inspect` has it.
    #[must_use]
    pub fn inspect(&self) -> String {
        match self {
            Value::Nil => "nil".into(),
            Value::Str(text) => format!("{:?}", &**text),
            Value::List(items) => {
                let items: Vec<String> = items.iter().map(Value::inspect).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Object(map) => {
                let entries: Vec<String> =
                    map.iter().map(|(key, value)| format!("{key:?}=>{}", value.inspect())).collect();
                format!("{{{}}}", entries.join(", "))
            }
            Value::Site => "Jekyll::Drops::SiteDrop".into(),
            Value::Page => "Jekyll::Drops::DocumentDrop".into(),
            value => value.text(),
        }
    }

    /// The text, without a copy when it is text.
    #[must_use]
    pub fn shared_text(&self) -> Arc<str> {
        match self {
            Value::Str(text) => Arc::clone(text),
            value => value.text().into(),
        }
    }

    /// A number as arithmetic reads it: text by its digits, everything else as 0.
    #[must_use]
    pub fn number(&self) -> Number {
        match self {
            Value::Int(n) => Number::Int(*n),
            Value::Float(n) => Number::Float(*n),
            Value::Str(text) => {
                let text = text.trim();
                match text.parse::<f64>() {
                    Ok(n) if text.contains('.') && n.is_finite() => Number::Float(n),
                    _ => Number::Int(leading_int(text)),
                }
            }
            _ => Number::Int(0),
        }
    }

    /// A whole number, as an index or a length is read.
    #[must_use]
    pub fn int(&self) -> i64 {
        match self.number() {
            Number::Int(n) => n,
            // `as` saturates, which is what is wanted of a number past the end.
            Number::Float(n) => n as i64,
        }
    }

    /// The items that a loop or a list filter goes through. A mapping gives its pairs, text itself, nothing none.
    #[must_use]
    pub fn items(&self, limit: usize) -> Vec<Value> {
        match self {
            Value::List(items) => items.to_vec(),
            Value::Range(from, to) => (*from..=*to).take(limit).map(Value::Int).collect(),
            Value::Object(map) => map
                .iter()
                .map(|(key, value)| vec![Value::Str(Arc::clone(key)), value.clone()].into())
                .collect(),
            Value::Nil => Vec::new(),
            Value::Str(text) if text.is_empty() => Vec::new(),
            value => vec![value.clone()],
        }
    }

    /// A date: one, or text that is one.
    #[must_use]
    pub fn moment(&self, zone: &TimeZone, now: Moment) -> Option<Moment> {
        match self {
            Value::Date(moment) => Some(*moment),
            Value::Int(seconds) => Some(Moment::at(jiff::Timestamp::from_second(*seconds).ok()?, zone)),
            Value::Str(text) => match text.trim() {
                "now" | "today" | "Now" | "Today" => Some(now),
                digits if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit()) => {
                    Some(Moment::at(jiff::Timestamp::from_second(digits.parse().ok()?).ok()?, zone))
                }
                text => date::parse(text, zone).ok(),
            },
            _ => None,
        }
    }

    /// `==`.
    #[must_use]
    pub fn equals(&self, other: &Value) -> bool {
        match (self, other) {
            (Value::Empty, value) | (value, Value::Empty) => value.is_empty(),
            (Value::Blank, value) | (value, Value::Blank) => value.is_blank(),
            (Value::Nil, Value::Nil) | (Value::Site, Value::Site) | (Value::Page, Value::Page) => true,
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Str(a), Value::Str(b)) => a == b,
            (Value::Date(a), Value::Date(b)) => a == b,
            (Value::Range(a, b), Value::Range(c, d)) => (a, b) == (c, d),
            (Value::List(a), Value::List(b)) => {
                Arc::ptr_eq(a, b) || a.len() == b.len() && a.iter().zip(b.iter()).all(|(a, b)| a.equals(b))
            }
            (Value::Object(a), Value::Object(b)) => {
                Arc::ptr_eq(a, b)
                    || a.iter().len() == b.iter().len()
                        && a.iter().all(|(key, value)| b.get(key).is_some_and(|other| value.equals(other)))
            }
            (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
                self.number().compare(other.number()) == Some(Ordering::Equal)
            }
            _ => false,
        }
    }

    /// `<` and `>`; `None` when the two cannot be compared.
    #[must_use]
    pub fn compare(&self, other: &Value) -> Option<Ordering> {
        match (self, other) {
            (Value::Str(a), Value::Str(b)) => Some(a.cmp(b)),
            (Value::Date(a), Value::Date(b)) => Some(a.cmp(b)),
            (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => {
                self.number().compare(other.number())
            }
            _ => None,
        }
    }

    /// `contains`.
    #[must_use]
    pub fn contains(&self, item: &Value) -> bool {
        match self {
            Value::Str(text) => item.is_true() && text.contains(&*item.shared_text()),
            Value::List(items) => items.iter().any(|own| own.equals(item)),
            Value::Object(map) => map.get(&item.shared_text()).is_some(),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_show_as_in_ruby() {
        assert_eq!(Value::Float(2.0).text(), "2.0");
        assert_eq!(Value::Float(1e20).text(), "1.0e+20");
        assert_eq!(Value::from(vec![Value::Int(1), Value::Nil, Value::from("a")]).text(), "1a");
        assert_eq!(Value::from(vec![(Arc::from("a"), Value::Nil)]).text(), "{\"a\"=>nil}");
    }

    #[test]
    fn a_large_mapping_finds_what_a_small_one_finds() {
        let entries: Vec<_> = (0..100).map(|n| (Arc::from(format!("k{n}")), Value::Int(n))).collect();
        let map = Object::new(entries);
        assert!((0..100).all(|n| map.get(&format!("k{n}")).is_some_and(|v| v.int() == n)));
        assert!(map.get("").is_none() && map.get("k100").is_none() && map.get("z").is_none());
    }
}
