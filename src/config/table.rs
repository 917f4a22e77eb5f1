//! Reads a TOML table key by key: what is asked for is known, what is left over is reported with its place.

use crate::diagnostics::{Diagnostic, Place, Problem, nearest};
use crate::source::yaml::{Map, Value};
use std::ops::Range;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// A table of a settings file, with what places need.
pub struct Table<'a> {
    file: &'static str,
    text: &'a str,
    name: String,
    entries: Vec<(&'a str, Range<usize>, &'a Spanned<DeValue<'a>>)>,
    asked: Vec<&'static str>,
}

impl<'a> Table<'a> {
    /// A table by its dotted name; the top one's is empty.
    #[must_use]
    pub fn new(file: &'static str, text: &'a str, name: String, table: &'a DeTable<'a>) -> Table<'a> {
        let mut entries: Vec<_> =
            table.iter().map(|(key, value)| (key.get_ref().as_ref(), key.span(), value)).collect();
        // The parser orders keys by name; readers see the order of the file.
        entries.sort_by_key(|(_, span, _)| span.start);
        Table { file, text, name, entries, asked: Vec::new() }
    }

    /// Names of the table's keys, in the order of the file.
    pub fn keys(&self) -> impl Iterator<Item = (&'a str, Range<usize>)> {
        self.entries.iter().map(|(key, span, _)| (*key, span.clone()))
    }

    /// An error at a place of this file.
    #[must_use]
    pub fn error(&self, span: Range<usize>, problem: Problem) -> Diagnostic {
        Diagnostic::error(self.file, problem).at(Place::of_range(self.text, span))
    }

    fn ask(&mut self, key: &'static str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.asked.push(key);
        self.find(key)
    }

    fn find(&self, key: &str) -> Option<&'a Spanned<DeValue<'a>>> {
        self.entries.iter().find(|(name, ..)| *name == key).map(|(.., value)| *value)
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'_>>, expected: &'static str) -> Diagnostic {
        let key = if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) };
        let found = match value.get_ref() {
            DeValue::String(text) => format!("\"{text}\""),
            other => article(other.type_str()),
        };
        self.error(value.span(), Problem::WrongSetting { key, expected, found })
    }

    /// A string and its place.
    pub fn string_at(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<(String, Range<usize>)> {
        let value = self.ask(key)?;
        match value.get_ref().as_str() {
            Some(text) => Some((printable(text), value.span())),
            None => {
                problems.push(self.wrong(key, value, "text in quotes"));
                None
            }
        }
    }

    /// A string.
    pub fn string(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<String> {
        self.string_at(key, problems).map(|(text, _)| text)
    }

    /// A link: a rooted path or a whole address. One that would run a script is refused.
    pub fn link(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<String> {
        let (link, span) = self.string_at(key, problems)?;
        if crate::markdown::is_dangerous(&link) {
            problems.push(self.error(span, Problem::DangerousLink { link }));
            return None;
        }
        Some(link).filter(|link| !link.is_empty())
    }

    /// One of some words, by what each means.
    pub fn choice<T: Copy>(
        &mut self,
        key: &'static str,
        known: &[(&str, T)],
        expected: &'static str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<T> {
        let value = self.ask(key)?;
        let found = value.get_ref().as_str().and_then(|text| meaning(known, text));
        if found.is_none() {
            problems.push(self.wrong(key, value, expected));
        }
        found
    }

    /// A list of some words, each by what it means.
    pub fn choices<T: Copy + PartialEq>(
        &mut self,
        key: &'static str,
        known: &[(&str, T)],
        expected: &'static str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Vec<T>> {
        let value = self.ask(key)?;
        let Some(items) = value.get_ref().as_array() else {
            problems.push(self.wrong(key, value, expected));
            return None;
        };
        let mut list = Vec::new();
        for item in items {
            match item.get_ref().as_str().and_then(|text| meaning(known, text)) {
                Some(found) if list.contains(&found) => {}
                Some(found) => list.push(found),
                None => problems.push(self.wrong(key, item, expected)),
            }
        }
        Some(list)
    }

    /// An error about a key that has to be there.
    #[must_use]
    pub fn missing(&self, key: &str, expected: &'static str) -> Diagnostic {
        let problem = Problem::MissingSetting { table: self.name.clone(), key: key.to_owned(), expected };
        let span = self.entries.first().map_or(0..0, |(_, span, _)| span.clone());
        self.error(span, problem)
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<bool> {
        let value = self.ask(key)?;
        let answer = value.get_ref().as_bool();
        if answer.is_none() {
            problems.push(self.wrong(key, value, "true or false"));
        }
        answer
    }

    /// A whole number above 0.
    pub fn count(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<usize> {
        self.count_at(key, problems).map(|(number, _)| number)
    }

    /// A whole number above 0, and its place.
    pub fn count_at(
        &mut self,
        key: &'static str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<(usize, Range<usize>)> {
        let value = self.ask(key)?;
        let number = whole(value.get_ref()).map(|number| (number, value.span()));
        if number.is_none() {
            problems.push(self.wrong(key, value, "a whole number from 1 to 100000"));
        }
        number
    }

    /// A whole number in a range.
    pub fn number(
        &mut self,
        key: &'static str,
        least: usize,
        most: usize,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<usize> {
        let value = self.ask(key)?;
        let number =
            value.get_ref().as_integer().and_then(|n| usize::from_str_radix(n.as_str(), n.radix()).ok());
        let number = number.filter(|n| (least..=most).contains(n));
        if number.is_none() {
            let expected = match most {
                100 => "a whole number from 0 to 100",
                _ => "a whole number from 0 to 1000",
            };
            problems.push(self.wrong(key, value, expected));
        }
        number
    }

    /// A list of whole numbers above 0.
    pub fn counts(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Vec<usize>> {
        let value = self.ask(key)?;
        let items = value.get_ref().as_array();
        let list: Option<Vec<usize>> =
            items.and_then(|items| items.iter().map(|item| whole(item.get_ref())).collect());
        if list.is_none() {
            problems.push(self.wrong(key, value, "a list of whole numbers from 1 to 100000"));
        }
        list
    }

    /// A table of its own.
    pub fn table(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<Table<'a>> {
        self.ask(key)?;
        self.sub_table(key, "a table", problems)
    }

    /// A table under a key that the site chose.
    pub fn sub_table(
        &self,
        key: &str,
        expected: &'static str,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<Table<'a>> {
        let value = self.find(key)?;
        let name = if self.name.is_empty() { key.to_owned() } else { format!("{}.{key}", self.name) };
        match value.get_ref().as_table() {
            Some(table) => Some(Table::new(self.file, self.text, name, table)),
            None => {
                problems.push(self.wrong(key, value, expected));
                None
            }
        }
    }

    /// Whether the key holds a plain `true` or `false`; no problem if not.
    #[must_use]
    pub fn plain_boolean(&self, key: &str) -> Option<bool> {
        self.find(key)?.get_ref().as_bool()
    }

    /// Whether the key is there.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.find(key).is_some()
    }

    /// Where the key's value stands.
    #[must_use]
    pub fn span(&self, key: &str) -> Option<Range<usize>> {
        self.find(key).map(Spanned::span)
    }

    /// A list of strings.
    pub fn strings(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<String> {
        let Some(value) = self.ask(key) else { return Vec::new() };
        let items = value.get_ref().as_array();
        let list: Option<Vec<String>> = items
            .and_then(|items| items.iter().map(|item| item.get_ref().as_str().map(str::to_owned)).collect());
        if list.is_none() {
            problems.push(self.wrong(key, value, "a list of texts in quotes"));
        }
        list.unwrap_or_default()
    }

    /// A list of tables.
    pub fn tables(&mut self, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<Table<'a>> {
        let Some(value) = self.ask(key) else { return Vec::new() };
        let Some(items) = value.get_ref().as_array() else {
            problems.push(self.wrong(key, value, "a list of tables"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items {
            match item.get_ref().as_table() {
                Some(table) => tables.push(Table::new(self.file, self.text, key.to_owned(), table)),
                None => {
                    problems.push(self.wrong(key, item, "a table such as { title = \"…\", url = \"…\" }"))
                }
            }
        }
        tables
    }

    /// The whole table as front matter.
    #[must_use]
    pub fn to_map(&self) -> Map {
        let mut map = Map::default();
        for (key, _, value) in &self.entries {
            map.insert((*key).to_owned(), to_yaml(value.get_ref()));
        }
        map
    }

    /// Reports every key that was never asked for.
    pub fn finish(self, problems: &mut Vec<Diagnostic>) {
        let unknown = self.entries.iter().filter(|(key, ..)| !self.asked.contains(key));
        for (key, span, _) in unknown.take(MOST_UNKNOWN) {
            let nearest = nearest(key, self.asked.iter().copied()).map(str::to_owned);
            let problem =
                Problem::UnknownKey { key: (*key).to_owned(), nearest, known: self.asked.join(", ") };
            problems.push(self.error(span.clone(), problem));
        }
    }
}

/// How many unknown keys of one table are told: whoever has more has another file here than was meant.
const MOST_UNKNOWN: usize = 100;

/// Text without the control characters that no page may hold: `"\u0000"` is how TOML writes one.
fn printable(text: &str) -> String {
    text.replace(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r'), " ")
}

fn meaning<T: Copy>(known: &[(&str, T)], text: &str) -> Option<T> {
    known.iter().find(|(word, _)| *word == text).map(|(_, meaning)| *meaning)
}

fn whole(value: &DeValue<'_>) -> Option<usize> {
    let number = value.as_integer().and_then(|n| usize::from_str_radix(n.as_str(), n.radix()).ok());
    number.filter(|n| (1..=100_000).contains(n))
}

fn article(kind: &str) -> String {
    let article = if kind.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
    format!("{article} {kind}")
}

fn to_yaml(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Integer(n) => i64::from_str_radix(n.as_str(), n.radix()).map_or(Value::Null, Value::Int),
        DeValue::Float(n) => n.as_str().parse().map_or(Value::Null, Value::Float),
        DeValue::Boolean(b) => Value::Bool(*b),
        DeValue::Datetime(date) => Value::String(date.to_string()),
        DeValue::Array(items) => Value::List(items.iter().map(|item| to_yaml(item.get_ref())).collect()),
        DeValue::Table(table) => {
            let mut map = Map::default();
            for (key, value) in table.iter() {
                map.insert(key.get_ref().to_string(), to_yaml(value.get_ref()));
            }
            Value::Map(map)
        }
    }
}
