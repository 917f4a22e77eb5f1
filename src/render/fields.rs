//! A mapping on its way to a template: quick to fill, and put in order once, when it becomes a value.

use std::collections::BTreeMap;
use tera::Value;
use tera::value::Key;

/// Names and values. Of a name that is put in twice, the last value counts.
// Tera's own mapping would hash each name now, and once more when it becomes a `Value`.
#[derive(Debug, Default, Clone)]
pub struct Fields(Vec<(Key<'static>, Value)>);

impl Fields {
    /// None yet.
    #[must_use]
    pub fn new() -> Fields {
        Fields::default()
    }

    /// None yet, with room for so many.
    #[must_use]
    pub fn with_capacity(count: usize) -> Fields {
        Fields(Vec::with_capacity(count))
    }

    /// Puts a value in.
    pub fn insert(&mut self, name: Key<'static>, value: Value) {
        self.0.push((name, value));
    }

    /// The text of that name, if there is one.
    #[must_use]
    pub fn text(&self, name: &'static str) -> Option<&str> {
        self.0.iter().rev().find(|(key, _)| key.as_str() == Some(name))?.1.as_str()
    }
}

impl FromIterator<(Key<'static>, Value)> for Fields {
    fn from_iter<I: IntoIterator<Item = (Key<'static>, Value)>>(fields: I) -> Fields {
        Fields(fields.into_iter().collect())
    }
}

impl From<Fields> for Value {
    fn from(fields: Fields) -> Value {
        Value::from(BTreeMap::from_iter(fields.0))
    }
}

/// Puts a value in unless it is absent: templates test for absence.
pub(super) fn put(map: &mut Fields, key: &'static str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        map.insert(key.into(), value.into());
    }
}

#[cfg(test)]
mod tests {
    use super::Fields;
    use tera::Value;

    #[test]
    fn the_last_of_a_name_counts_and_all_are_in_order() {
        let mut fields = Fields::new();
        for (name, text) in [("b", "1"), ("a", "2"), ("b", "3"), ("c", "4"), ("b", "5")] {
            fields.insert(name.into(), Value::from(text));
        }
        assert_eq!(fields.text("b"), Some("5"));
        assert_eq!(Value::from(fields).to_string(), r#"{"a": "2", "b": "5", "c": "4"}"#);
        let value = Value::from(Fields::new());
        assert!(value.as_map().is_some_and(|map| map.is_empty()));
    }
}
