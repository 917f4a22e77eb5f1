//! A body of a Jekyll site: Liquid, then kramdown. It ends, in bounds, and what has nothing of Liquid stays as it is.
#![no_main]

use dateline::liquid::{self, Host, Value};
use dateline::markdown::{self, Kramdown, Options};
use dateline::source::body::has_liquid;
use dateline::source::date::Moment;
use jiff::{Timestamp, tz::TimeZone};
use libfuzzer_sys::fuzz_target;
use std::borrow::Cow;
use std::sync::Arc;

/// A site with one post that includes itself, and a page that shares its title.
struct Paper(TimeZone);

impl Host for Paper {
    fn site(&self, key: &str) -> Value {
        match key {
            "title" => "Quay Post".into(),
            "posts" => vec![Value::Page, Value::Int(7), Value::from("a,b"), Value::Float(0.5)].into(),
            "time" => Value::Date(self.now()),
            _ => Value::Nil,
        }
    }
    fn page(&self, key: &str) -> Value {
        match key {
            "title" => "Ferry".into(),
            "tags" => vec![Value::from("harbour"), Value::from("é")].into(),
            _ => Value::Nil,
        }
    }
    fn include(&self, name: &str) -> Option<(Arc<str>, Cow<'_, str>)> {
        let text = match name {
            "a" => "{{ include.x }}{% assign y = include.x %}",
            "loop" => "x{% include loop %}{% include a x=include %}",
            _ => return None,
        };
        Some((text.into(), name.to_owned().into()))
    }
    fn include_relative(&self, name: &str) -> Option<(Arc<str>, Cow<'_, str>)> {
        self.include(name)
    }
    fn post_url(&self, name: &str) -> Option<String> {
        name.starts_with('2').then(|| "/a/".into())
    }
    fn link(&self, path: &str) -> Option<String> {
        path.ends_with(".md").then(|| "/b/".into())
    }
    fn markdown(&self, text: &str) -> String {
        markdown::inline(text).0
    }
    fn slugify(&self, text: &str, _: &str) -> String {
        text.to_lowercase()
    }
    fn code(&self, _: &str, _: &str, _: bool) -> Option<String> {
        None
    }
    fn relative_url(&self, path: &str) -> String {
        path.to_owned()
    }
    fn absolute_url(&self, path: &str) -> String {
        path.to_owned()
    }
    fn zone(&self) -> &TimeZone {
        &self.0
    }
    fn now(&self) -> Moment {
        Moment::at(Timestamp::UNIX_EPOCH, &self.0)
    }
}

fuzz_target!(|source: &str| {
    let (text, notes) = liquid::render(source, &Paper(TimeZone::UTC));
    if !has_liquid(source) {
        assert_eq!(text, source);
    }
    for note in notes.iter().filter(|note| note.include.is_none()) {
        assert!(source.get(note.range.clone()).is_some(), "{note:?}");
    }
    let kramdown = Some(Kramdown::default());
    let options = Options { footnote_prefix: "p", kramdown, ..Options::default() };
    let _ = markdown::render(&text, &options);
});
