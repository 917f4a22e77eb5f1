//! Front matter as text. The one place that writes YAML.

use crate::source::yaml::Value;

/// Lines of `key: value`.
#[derive(Debug, Default)]
pub struct Front(String);

impl Front {
    /// A key with a text.
    #[must_use]
    pub fn text(self, key: &str, value: &str) -> Front {
        self.plain(key, &quoted(value))
    }

    /// A key with a text, if there is one.
    #[must_use]
    pub fn maybe(self, key: &str, value: Option<&str>) -> Front {
        match value.map(str::trim).filter(|value| !value.is_empty()) {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// A key with a value that is YAML already, such as a date.
    #[must_use]
    pub fn plain(mut self, key: &str, value: &str) -> Front {
        self.0.push_str(&format!("{key}: {value}\n"));
        self
    }

    /// A key with a list, unless that is empty.
    #[must_use]
    pub fn list(self, key: &str, values: &[String]) -> Front {
        if values.is_empty() {
            return self;
        }
        let list: Vec<String> = values.iter().map(|value| in_list(value)).collect();
        self.plain(key, &format!("[{}]", list.join(", ")))
    }

    /// Between its fences, with an empty line after them.
    #[must_use]
    pub fn fenced(&self) -> String {
        format!("---\n{}---\n\n", self.0)
    }
}

/// Text as a YAML value: JSON's quoting is valid YAML, whatever the text holds.
#[must_use]
pub fn quoted(text: &str) -> String {
    let safe = text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '’'))
        && text.starts_with(char::is_alphabetic);
    let word = Value::String(text.to_owned());
    if safe && !text.ends_with(' ') && word.as_bool().is_none() && !matches!(text, "null" | "Null" | "NULL") {
        text.to_owned()
    } else {
        serde_json::Value::String(text.to_owned()).to_string()
    }
}

fn in_list(text: &str) -> String {
    quoted(text)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::yaml;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read_again(text in "[ -~éа\n’“]{0,40}") {
            let front = Front::default().text("a", &text).list("b", std::slice::from_ref(&text));
            let yaml::Value::Map(map) = yaml::parse(&front.0).unwrap() else { panic!("{front:?}") };
            prop_assert_eq!(map.get("a").unwrap(), &Value::String(text.clone()));
            let Some(Value::List(list)) = map.get("b") else { panic!("{front:?}") };
            prop_assert_eq!(list, &vec![Value::String(text)]);
        }
    }
}
