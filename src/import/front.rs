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
        let list: Vec<String> = values.iter().map(|value| quoted(value)).collect();
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

/// A file's text with a key of its front matter set: in the place of one that is there, else as the last. A file without
/// front matter gets one. Everything else stays, line ends too. `None` where the key's value stands on several lines.
#[must_use]
pub fn with_key(text: &str, key: &str, value: &str) -> Option<String> {
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let line = format!("{key}: {value}{end}");
    let Ok(parts) = crate::source::text::split(text) else { return None };
    let Some(front) = parts.front else { return Some(format!("---{end}{line}---{end}{text}")) };
    // The front matter is a part of the text, so this is where it begins.
    let start = front.as_ptr() as usize - text.as_ptr() as usize;
    let mut at = 0;
    let lines: Vec<&str> = front.split_inclusive('\n').collect();
    for (number, own) in lines.iter().enumerate() {
        let is_key = own.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
        if is_key {
            let is_long = lines.get(number + 1).is_some_and(|next| next.starts_with([' ', '\t', '-']));
            let range = start + at..start + at + own.len();
            return (!is_long).then(|| format!("{}{line}{}", &text[..range.start], &text[range.end..]));
        }
        at += own.len();
    }
    let last = start + front.len();
    Some(format!("{}{line}{}", &text[..last], &text[last..]))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::yaml;
    use proptest::prelude::*;

    #[test]
    fn a_key_is_set_and_the_rest_stays() {
        for (text, found) in [
            ("---\na: 1\n---\nx", "---\na: 1\nk: v\n---\nx"),
            ("---\r\nk: 1\r\nb: 2\r\n---\r\nx", "---\r\nk: v\r\nb: 2\r\n---\r\nx"),
            ("x", "---\nk: v\n---\nx"),
            ("---\n---\n", "---\nk: v\n---\n"),
        ] {
            assert_eq!(with_key(text, "k", "v").as_deref(), Some(found));
        }
        assert_eq!(with_key("---\nk:\n- a\n---\n", "k", "v"), None);
    }

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
