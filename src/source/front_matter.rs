//! The keys that Dateline knows, typed; every other key is kept for the templates.
//!
//! Rules for categories and tags are those of Jekyll's `document.rb` and `utils.rb` (pluralized_array_from_hash).

use super::date::{self, DateProblem, Moment};
use super::yaml::{Map, Value};
use crate::diagnostics::{Diagnostic, Place, Problem};
use crate::markdown::is_dangerous;
use jiff::tz::TimeZone;

/// Which template shows a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Layout {
    /// The one of its kind: `post` or `page`.
    #[default]
    Default,
    /// `templates/<name>.html`.
    Named(String),
    /// `layout: none` or `null`: the content alone.
    Bare,
}

/// A byline's entry: a key into the configured authors or a name, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorRef(pub String);

/// A picture and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// As written: a path from the root, with or without a slash, or a whole address.
    pub path: String,
    /// Text in place of the picture.
    pub alt: Option<String>,
    /// Text under the picture.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// Front matter, typed.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "each field is the key of its name; docs/front-matter.md says what it does")]
pub struct FrontMatter {
    pub layout: Layout,
    pub title: Option<String>,
    pub date: Option<Moment>,
    pub updated: Option<Moment>,
    pub authors: Vec<AuthorRef>,
    pub categories: Vec<String>,
    pub tags: Vec<String>,
    pub excerpt: Option<String>,
    pub excerpt_separator: Option<String>,
    pub description: Option<String>,
    pub image: Option<Image>,
    pub permalink: Option<String>,
    pub slug: Option<String>,
    pub unpublished: bool,
    pub draft: bool,
    pub embargo: Option<Moment>,
    pub expires: Option<Moment>,
    pub redirect_from: Vec<String>,
    pub featured: bool,
    pub lang: Option<String>,
    /// The post or page that this one is a translation of: its file or its address.
    pub translation_of: Option<String>,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// Only left out of the sitemap, as in jekyll-sitemap.
    pub no_sitemap: bool,
    /// Every other key, in the order written.
    pub extra: Vec<(String, Value)>,
}

/// Where a front matter comes from, for places and dates.
pub struct Origin<'a> {
    /// The file, from the root.
    pub file: &'a str,
    /// The file's whole text, when the keys stand in it.
    pub text: &'a str,
    /// The line on which the front matter begins, 1-based.
    pub first_line: usize,
    /// The zone of a date without one.
    pub zone: &'a TimeZone,
}

impl Origin<'_> {
    /// The place of a top-level key's value, or the top of the file for a key that comes from the site's defaults.
    #[must_use]
    pub fn place(&self, key: &str) -> Place {
        let mut last = None;
        for (number, line) in self.text.lines().enumerate().skip(self.first_line.saturating_sub(1)) {
            if line.starts_with("---") || line.starts_with("...") {
                break;
            }
            let bare = line.trim_start_matches(['"', '\'']);
            if let Some(rest) = bare.strip_prefix(key)
                && let Some(value) = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')
            {
                let trimmed = value.trim();
                let start = line.len() - value.trim_start().len();
                let column = line.get(..start).map_or(1, |before| before.chars().count() + 1);
                last = Some(Place {
                    line: number + 1,
                    column: if trimmed.is_empty() { 1 } else { column },
                    width: trimmed.chars().count().max(1),
                    source: line.to_owned(),
                });
            }
        }
        last.unwrap_or_default()
    }
}

/// Types the keys of `map`. Problems go to `problems`; a value of a wrong type counts as absent.
pub fn read(map: Map, origin: &Origin<'_>, problems: &mut Vec<Diagnostic>) -> FrontMatter {
    let mut front = FrontMatter::default();
    for key in &map.repeated {
        let problem = Problem::DuplicateKey { key: key.clone() };
        problems.push(Diagnostic::warning(origin.file, problem).at(origin.place(key)));
    }
    let mut singular = (Vec::new(), Vec::new());
    let mut authors_plural = Vec::new();
    for (key, value) in map.entries {
        let mut field = Field { key: &key, value, origin, problems };
        match key.as_str() {
            "layout" => front.layout = field.layout(),
            "title" => front.title = field.text(),
            "date" => front.date = field.moment(),
            "last_modified_at" | "updated" => front.updated = field.moment().or(front.updated),
            "embargo" => front.embargo = field.moment(),
            "expires" => front.expires = field.moment(),
            "author" => front.authors = field.authors(),
            "authors" => authors_plural = field.authors(),
            "categories" => front.categories = field.words(true),
            "category" => singular.0 = field.words(false),
            "tags" => front.tags = field.words(true),
            "tag" => singular.1 = field.words(false),
            "excerpt" => front.excerpt = field.text(),
            "excerpt_separator" => front.excerpt_separator = field.text(),
            "description" => front.description = field.text(),
            "image" => front.image = field.image(),
            "permalink" => front.permalink = field.text(),
            "slug" => front.slug = field.text(),
            "published" => front.unpublished = field.yes_or_no() == Some(false),
            "draft" => front.draft = field.yes_or_no() == Some(true),
            "featured" => front.featured = field.yes_or_no() == Some(true),
            "redirect_from" => front.redirect_from = field.words(false),
            "lang" => front.lang = field.text(),
            "translation_of" => front.translation_of = field.text(),
            "noindex" => front.noindex = field.yes_or_no() == Some(true),
            "sitemap" => front.no_sitemap = field.yes_or_no() == Some(false),
            _ => {
                let value = field.loose();
                front.extra.push((key, value));
            }
        }
    }
    // Jekyll: the categories, then the singular one; of tags the singular one alone, if there is one.
    front.categories.append(&mut singular.0);
    dedup(&mut front.categories);
    if !singular.1.is_empty() {
        front.tags = singular.1;
    }
    dedup(&mut front.tags);
    if !authors_plural.is_empty() {
        front.authors = authors_plural;
    }
    front
}

fn dedup(list: &mut Vec<String>) {
    let mut seen = Vec::with_capacity(list.len());
    list.retain(|item| {
        let new = !seen.contains(item);
        if new {
            seen.push(item.clone());
        }
        new
    });
}

struct Field<'a> {
    key: &'a str,
    value: Value,
    origin: &'a Origin<'a>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Field<'_> {
    fn wrong(&mut self, expected: &'static str) {
        let problem = Problem::WrongType { key: self.key.to_owned(), expected, found: self.value.kind() };
        self.problems.push(Diagnostic::error(self.origin.file, problem).at(self.origin.place(self.key)));
    }

    fn take(&mut self) -> Value {
        std::mem::replace(&mut self.value, Value::Null)
    }

    fn text(&mut self) -> Option<String> {
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

    fn layout(&mut self) -> Layout {
        match &self.value {
            Value::Null | Value::Bool(false) => Layout::Bare,
            Value::String(name) if matches!(name.as_str(), "none" | "null" | "nil") => Layout::Bare,
            _ => self
                .text()
                .map_or(Layout::Default, |name| Layout::Named(name.trim_end_matches(".html").to_owned())),
        }
    }

    fn yes_or_no(&mut self) -> Option<bool> {
        if self.value == Value::Null {
            return None;
        }
        let answer = self.value.as_bool();
        if answer.is_none() {
            self.wrong("true or false");
        }
        answer
    }

    fn moment(&mut self) -> Option<Moment> {
        let text = match &self.value {
            Value::Null => return None,
            Value::List(_) | Value::Map(_) | Value::Bool(_) => {
                self.wrong("a date");
                return None;
            }
            value => value.scalar()?,
        };
        match date::parse(&text, self.origin.zone) {
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
    fn link(&mut self) -> Option<String> {
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
    fn words(&mut self, split: bool) -> Vec<String> {
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

    fn authors(&mut self) -> Vec<AuthorRef> {
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
        let mut names: Vec<String> = self.words(false);
        dedup(&mut names);
        names.into_iter().map(|name| AuthorRef(name.trim().to_owned())).collect()
    }

    fn image(&mut self) -> Option<Image> {
        let Value::Map(map) = &self.value else {
            return self.link().map(|path| Image { path, ..Image::default() });
        };
        let text = |key: &str| map.get(key).and_then(Value::scalar).filter(|text| !text.is_empty());
        let image = Image {
            path: text("path").or_else(|| text("url")).or_else(|| text("src"))?,
            alt: text("alt"),
            caption: text("caption"),
            credit: text("credit"),
        };
        self.value = Value::String(image.path.clone());
        self.link().map(|path| Image { path, ..image })
    }

    /// A key of the site's own: an unquoted `no` means no there too, as in YAML 1.1.
    fn loose(&mut self) -> Value {
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

fn flatten(items: Vec<Value>, into: &mut Vec<String>) {
    for item in items {
        match item {
            Value::List(inner) => flatten(inner, into),
            item => into.extend(item.scalar().filter(|text| !text.trim().is_empty())),
        }
    }
}

/// The date problem as a diagnostic's.
#[must_use]
pub fn date_problem(problem: DateProblem) -> Problem {
    match problem {
        DateProblem::NotADay(text) => Problem::DateNotADay { text },
        DateProblem::NotATime(text) | DateProblem::Zone(text) => Problem::DateNotATime { text },
        DateProblem::NotADate(text) | DateProblem::OutOfRange(text) => Problem::DateNotADate { text },
    }
}

#[cfg(test)]
#[path = "front_matter_tests.rs"]
mod tests;
