//! The keys that only news has: corrections, sources, and the flags of an article.

use super::field::Field;
use crate::config::Flavor;
use crate::diagnostics::{Diagnostic, Problem, Severity, nearest};
use crate::markdown::is_dangerous;
use crate::source::date;
use crate::source::moment::Moment;
use crate::source::yaml::{Map, Value};

/// One entry of `corrections`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// When it was made.
    pub date: Option<Moment>,
    /// What was wrong and what is right, as Markdown of one line.
    pub text: String,
}

/// One entry of `sources`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitedSource {
    /// As readers see it.
    pub name: String,
    /// Where it is to be found.
    pub url: Option<String>,
}

impl Field<'_> {
    /// Text. Posts of other generators may have the key in another sense, which is then worth a warning only.
    pub(super) fn news_text(&mut self) -> Option<String> {
        self.lenient(Field::text)
    }

    pub(super) fn news_yes_or_no(&mut self) -> Option<bool> {
        self.lenient(Field::yes_or_no)
    }

    pub(super) fn news_moment(&mut self) -> Option<Moment> {
        self.lenient(Field::moment)
    }

    /// Whether contents are wanted. Some themes of Jekyll take a mapping that says where.
    pub(super) fn contents(&mut self) -> Option<bool> {
        match self.value {
            Value::Map(_) => Some(true),
            _ => self.news_yes_or_no(),
        }
    }

    pub(super) fn corrections(&mut self) -> Vec<Correction> {
        self.items("a list of mappings with date and text", &["date", "text"], |field, number, map| {
            let text = field.part(number, map, "text");
            let date = field.part(number, map, "date").and_then(|text| {
                date::parse(&text, field.origin.zone)
                    .map_err(|problem| field.report(number, Some("date"), super::date_problem(problem)))
                    .ok()
            });
            Some(Correction { date, text: field.needed(number, "text", text)? })
        })
    }

    pub(super) fn sources(&mut self) -> Vec<CitedSource> {
        self.items("a list of mappings with name and url", &["name", "url"], |field, number, map| {
            let url = field.part(number, map, "url").filter(|url| {
                let dangerous = is_dangerous(url);
                if dangerous {
                    let place = field.origin.place_in(field.key, number, Some("url"));
                    let problem = Problem::DangerousLink { link: url.clone() };
                    field.problems.push(Diagnostic::warning(field.origin.file, problem).at(place));
                }
                !dangerous
            });
            let name = field.part(number, map, "name").or_else(|| url.clone());
            Some(CitedSource { name: field.needed(number, "name", name)?, url })
        })
    }

    /// The items of a list of mappings that have `keys`. A plain text is the `text` or `name` of an item without more.
    fn items<T>(
        &mut self,
        expected: &'static str,
        keys: &[&'static str; 2],
        mut read: impl FnMut(&mut Self, usize, &Map) -> Option<T>,
    ) -> Vec<T> {
        let items = match self.take() {
            Value::Null => return Vec::new(),
            Value::List(items) => items,
            Value::Map(map) => vec![Value::Map(map)],
            Value::String(text) => vec![Value::String(text)],
            value => {
                self.value = value;
                self.lenient(|field| {
                    field.wrong(expected);
                    None::<()>
                });
                return Vec::new();
            }
        };
        let plain = if keys[1] == "text" { "text" } else { "name" };
        let mut found = Vec::with_capacity(items.len());
        for (number, item) in items.into_iter().enumerate() {
            let map = match item {
                Value::Map(map) => map,
                Value::String(text) => {
                    Map { entries: vec![(plain.to_owned(), Value::String(text))], ..Map::default() }
                }
                Value::Null => continue,
                other => {
                    let key = self.key.to_owned();
                    let problem = Problem::WrongType { key, expected, found: other.kind() };
                    self.report(number, None, problem);
                    continue;
                }
            };
            for (key, _) in map.entries.iter().filter(|(key, _)| !keys.contains(&key.as_str())) {
                let nearest = nearest(key, keys.iter().copied()).map(str::to_owned);
                let problem = Problem::UnknownKey { key: key.clone(), nearest, known: keys.join(", ") };
                let place = self.origin.place_in(self.key, number, Some(key));
                self.problems.push(Diagnostic::warning(self.origin.file, problem).at(place));
            }
            found.extend(read(self, number, &map));
        }
        found
    }

    /// A scalar of an item; a value of another type is reported.
    fn part(&mut self, number: usize, map: &Map, sub: &'static str) -> Option<String> {
        let value = map.get(sub).filter(|value| **value != Value::Null)?;
        let text = value.scalar();
        if text.is_none() {
            let key = format!("{}: {sub}", self.key);
            self.report(number, Some(sub), Problem::WrongType { key, expected: "text", found: value.kind() });
        }
        text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty())
    }

    fn needed(&mut self, number: usize, sub: &'static str, value: Option<String>) -> Option<String> {
        if value.is_none() {
            let key = self.key.to_owned();
            self.report(number, None, Problem::PartMissing { key, part: sub });
        }
        value
    }

    fn report(&mut self, number: usize, sub: Option<&str>, problem: Problem) {
        let place = self.origin.place_in(self.key, number, sub);
        let diagnostic = match self.origin.flavor {
            Flavor::Dateline => Diagnostic::error(self.origin.file, problem),
            Flavor::Jekyll => Diagnostic::warning(self.origin.file, problem),
        };
        self.problems.push(diagnostic.at(place));
    }

    /// Reads, and makes warnings of errors in a site whose keys may mean something else.
    fn lenient<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.problems.len();
        let found = read(self);
        if self.origin.flavor == Flavor::Jekyll {
            for problem in &mut self.problems[before..] {
                problem.severity = Severity::Warning;
            }
        }
        found
    }
}
