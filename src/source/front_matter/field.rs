//! One key's value to one type. A value of a wrong type is reported and counts as absent.

use super::origin::Origin;
use super::{AuthorRef, Image, Layout, date_problem};
use crate::config::Flavor;
use crate::diagnostics::{Diagnostic, Place, Problem};
use crate::markdown::is_dangerous;
use crate::source::date;
use crate::source::moment::Moment;
use crate::source::yaml::Value;
use rustc_hash::FxHashSet;

pub(super) fn dedup(list: &mut Vec<String>) {
    // Nearly every list has a handful of words, for which a set costs more than it saves.
    if list.len() < 16 {
        let mut kept: Vec<String> = Vec::with_capacity(list.len());
        for item in std::mem::take(list) {
            if !kept.contains(&item) {
                kept.push(item);
            }
        }
        *list = kept;
    } else {
        let mut seen = FxHashSet::default();
        list.retain(|item| seen.insert(item.clone()));
    }
}

pub(super) struct Field<'a> {
    pub(super) key: &'a str,
    pub(super) value: Value,
    pub(super) origin: &'a Origin<'a>,
    pub(super) problems: &'a mut Vec<Diagnostic>,
}

impl Field<'_> {
    pub(super) fn wrong(&mut self, expected: &'static str) {
        let problem = Problem::WrongType { key: self.key.to_owned(), expected, found: self.value.kind() };
        self.problems.push(Diagnostic::error(self.origin.file, problem).at(self.origin.place(self.key)));
    }

    pub(super) fn take(&mut self) -> Value {
        std::mem::replace(&mut self.value, Value::Null)
    }

    pub(super) fn text(&mut self) -> Option<String> {
        match self.take() {
            Value::Null => None,
            Value::String(text) => Some(text),
            value => {
                let text = value.scalar();
                if text.is_none() {
                    self.value = value;
                    self.wrong("text");
                }
                text
            }
        }
        .filter(|text| !text.is_empty())
    }

    pub(super) fn layout(&mut self) -> Layout {
        match &self.value {
            Value::Null | Value::Bool(false) => Layout::Bare,
            Value::String(name) if matches!(name.as_str(), "none" | "null" | "nil") => Layout::Bare,
            _ => self
                .text()
                .map_or(Layout::Default, |name| Layout::Named(name.trim_end_matches(".html").to_owned())),
        }
    }

    pub(super) fn yes_or_no(&mut self) -> Option<bool> {
        if self.value == Value::Null {
            return None;
        }
        let answer = self.value.as_bool();
        if answer.is_none() {
            self.wrong("true or false");
        }
        answer
    }

    /// Whether `published` hides. In a Jekyll site as Jekyll has it (`publisher.rb`): by no and by nothing, not by a word in
    /// quotes, which is text and so as good as yes.
    pub(super) fn unpublishes(&mut self) -> bool {
        if self.origin.flavor != Flavor::Jekyll {
            return self.yes_or_no() == Some(false);
        }
        if self.value == Value::Null {
            return true;
        }
        let says_no = self.yes_or_no() == Some(false);
        let is_text =
            self.value.as_str().is_some_and(|word| word.len() == 1 || self.origin.is_quoted(self.key));
        if says_no && is_text {
            let written = self.value.scalar().unwrap_or_default();
            self.warn(Problem::PublishedAsText { written });
        }
        says_no && !is_text
    }

    /// Whether the post is a draft. Jekyll knows drafts by their folder alone.
    pub(super) fn is_draft(&mut self) -> bool {
        let is_draft = self.yes_or_no() == Some(true);
        if is_draft && self.origin.flavor == Flavor::Jekyll && !self.origin.file.contains("_drafts/") {
            self.warn(Problem::DraftByKey);
        }
        is_draft
    }

    fn warn(&mut self, problem: Problem) {
        self.problems.push(Diagnostic::warning(self.origin.file, problem).at(self.origin.place(self.key)));
    }

    /// The items of a list that has lists or mappings in it, as Jekyll puts them into an address: as Ruby would print them
    /// (document.rb, populate_categories).
    pub(super) fn nested(&mut self) -> Vec<String> {
        let Value::List(items) = &self.value else { return Vec::new() };
        let is_nested = |item: &Value| matches!(item, Value::List(_) | Value::Map(_));
        let Some(first) = items.iter().find(|item| is_nested(item)) else { return Vec::new() };
        if self.origin.flavor != Flavor::Jekyll {
            return Vec::new();
        }
        let shown = ruby(first);
        let words = items.iter().map(|item| if is_nested(item) { ruby(item) } else { word(item) });
        let words: Vec<String> = words.filter(|word| !word.trim().is_empty()).collect();
        // What no address can hold would end the build.
        let is_sound = !words.iter().any(|word| word.contains('\\') || word.contains(char::is_control));
        self.warn(Problem::NestedCategories { shown });
        if is_sound { words } else { Vec::new() }
    }

    pub(super) fn moment(&mut self) -> Option<Moment> {
        let text = match &self.value {
            Value::Null => return None,
            Value::List(_) | Value::Map(_) | Value::Bool(_) => {
                self.wrong("a date");
                return None;
            }
            value => value.scalar()?,
        };
        // YAML has a timestamp without a zone in UTC, and so has Jekyll; what is quoted, or has no seconds, is text to it.
        let in_utc = self.origin.flavor == Flavor::Jekyll
            && date::is_timestamp(&text)
            && !self.origin.is_quoted(self.key);
        let read = if in_utc {
            date::parse(&format!("{text} Z"), self.origin.zone)
        } else {
            date::parse(&text, self.origin.zone)
        };
        match read {
            Ok(moment) => Some(moment),
            Err(problem) => {
                self.problems.push(
                    Diagnostic::error(self.origin.file, date_problem(problem))
                        .at(self.origin.place(self.key)),
                );
                None
            }
        }
    }

    /// A link's text; one that would run a script is reported and left out.
    pub(super) fn link(&mut self) -> Option<String> {
        let link = self.text()?;
        if is_dangerous(&link) {
            let problem = Problem::DangerousLink { link };
            self.problems
                .push(Diagnostic::warning(self.origin.file, problem).at(self.origin.place(self.key)));
            return None;
        }
        Some(link)
    }

    /// A list of names; a string is split on white space where `split` says so.
    pub(super) fn words(&mut self, split: bool) -> Vec<String> {
        match self.take() {
            Value::Null => Vec::new(),
            Value::String(text) if split => text.split_whitespace().map(str::to_owned).collect(),
            Value::List(items) => {
                let mut words = Vec::with_capacity(items.len());
                flatten(items, &mut words);
                words
            }
            value => match value.scalar() {
                Some(text) => Some(text).filter(|text| !text.trim().is_empty()).into_iter().collect(),
                None => {
                    self.value = value;
                    self.wrong("a name or a list of names");
                    Vec::new()
                }
            },
        }
    }

    pub(super) fn authors(&mut self) -> Vec<AuthorRef> {
        // `author: {name: …}` is how some themes write it.
        let name_of = |value: &Value| match value {
            Value::Map(map) => map.get("name").or_else(|| map.get("display_name")).and_then(Value::scalar),
            _ => None,
        };
        match &mut self.value {
            Value::List(items) => {
                for item in items.iter_mut() {
                    if let Some(name) = name_of(item) {
                        *item = Value::String(name);
                    }
                }
            }
            value => {
                if let Some(name) = name_of(value) {
                    *value = Value::String(name);
                }
            }
        }
        let mut names = self.words(false);
        dedup(&mut names);
        names.into_iter().map(|name| AuthorRef(name.trim().to_owned())).collect()
    }

    pub(super) fn image(&mut self) -> Option<Image> {
        let Value::Map(map) = &self.value else {
            return self.link().map(|path| Image { path, ..Image::default() });
        };
        let text = |key: &str| map.get(key).and_then(Value::scalar).filter(|text| !text.is_empty());
        let image = Image {
            path: text("path").or_else(|| text("url")).or_else(|| text("src"))?,
            // An empty text is said on purpose: the picture only adorns.
            alt: map.get("alt").and_then(Value::scalar),
            caption: text("caption"),
            credit: text("credit"),
        };
        self.value = Value::String(image.path.clone());
        self.link().map(|path| Image { path, ..image })
    }

    /// A key of the site's own: an unquoted `no` means no there too, as in YAML 1.1.
    pub(super) fn loose(&mut self) -> Value {
        let value = self.take();
        match value.as_str() {
            Some(word)
                if word.len() <= 3
                    && value.as_bool().is_some()
                    && self.origin.place(self.key).is_plain(word) =>
            {
                Value::Bool(value.as_bool() == Some(true))
            }
            _ => value,
        }
    }
}

impl Place {
    fn is_plain(&self, word: &str) -> bool {
        word.len() > 1 && self.source.split_once(':').is_some_and(|(_, value)| value.trim() == word)
    }
}

fn word(value: &Value) -> String {
    value.scalar().unwrap_or_default()
}

/// A value as Ruby prints it in a list.
fn ruby(value: &Value) -> String {
    let text = |text: &str| {
        let escaped = text.replace('\\', "\\\\").replace('"', "\\\"").replace("#{", "\\#{");
        format!("\"{escaped}\"")
    };
    let joined = |parts: Vec<String>| parts.join(", ");
    match value {
        Value::Null => "nil".to_owned(),
        Value::String(own) => text(own),
        Value::List(items) => format!("[{}]", joined(items.iter().map(ruby).collect())),
        Value::Map(map) => {
            let entries = map.entries.iter().map(|(key, value)| format!("{}=>{}", text(key), ruby(value)));
            format!("{{{}}}", joined(entries.collect()))
        }
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => word(value),
    }
}

fn flatten(items: Vec<Value>, into: &mut Vec<String>) {
    for item in items {
        match item {
            Value::List(inner) => flatten(inner, into),
            item => into.extend(item.scalar().filter(|text| !text.trim().is_empty())),
        }
    }
}
