//! One body's view of the site.

use super::Facts;
use crate::config::is_external;
use crate::liquid::{Host, Value};
use crate::markdown;
use crate::site::bodies::Placed;
use crate::site::slug::{self, Mode};
use crate::source::body;
use crate::source::date::Moment;
use crate::source::shared;
use crate::source::tree::is_markdown;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::cell::{Cell, OnceCell};
use std::sync::Arc;

/// What the Liquid of one article can ask.
pub struct PageHost<'a> {
    article: &'a Placed<'a>,
    facts: &'a Facts<'a>,
    own: OnceCell<Value>,
    asked: Cell<bool>,
}

impl<'a> PageHost<'a> {
    /// The view from `article`.
    #[must_use]
    pub fn new(article: &'a Placed<'a>, facts: &'a Facts<'a>) -> PageHost<'a> {
        PageHost { article, facts, own: OnceCell::new(), asked: Cell::new(false) }
    }

    /// Whether anything was asked that other articles, other files or the time decide.
    #[must_use]
    pub fn asked_for_others(&self) -> bool {
        self.asked.get()
    }

    fn url(&self, path: &str, url: &str) -> String {
        if is_external(path) { path.to_owned() } else { format!("{}{url}", self.facts.config.base_path) }
    }
}

impl Host for PageHost<'_> {
    fn site(&self, key: &str) -> Value {
        if self.facts.is_of_others(key) {
            self.asked.set(true);
        }
        match key {
            "related_posts" => self.facts.related(&self.article.path),
            key => self.facts.site(key),
        }
    }

    fn page(&self, key: &str) -> Value {
        if matches!(key, "previous" | "next") {
            self.asked.set(true);
        }
        match key {
            "previous" => self.facts.neighbour(&self.article.path, 1),
            "next" => self.facts.neighbour(&self.article.path, -1),
            key => match self.own.get_or_init(|| self.facts.article(self.article)) {
                Value::Object(own) => own.get(key).cloned().unwrap_or_default(),
                _ => Value::Nil,
            },
        }
    }

    fn include(&self, name: &str) -> Option<(Arc<str>, Cow<'_, str>)> {
        let (path, text) = self.facts.shared.includes.get(name)?;
        Some((Arc::clone(path), Cow::Borrowed(text)))
    }

    fn include_relative(&self, name: &str) -> Option<(Arc<str>, Cow<'_, str>)> {
        self.asked.set(true);
        let (path, text) = shared::beside(self.facts.config, &self.article.path, name)?;
        Some((path, Cow::Owned(text)))
    }

    fn post_url(&self, name: &str) -> Option<String> {
        self.asked.set(true);
        let post = self.facts.post_named(name)?;
        self.facts.reachable(self.article, post).then(|| self.url("", &post.url))
    }

    fn link(&self, path: &str) -> Option<String> {
        self.asked.set(true);
        let path = path.trim().trim_start_matches('/');
        let (path, url) = self.facts.url_of(path)?;
        let hidden = self.facts.hidden(path).is_some_and(|to| !self.facts.reachable(self.article, to));
        (!hidden).then(|| self.url("", url))
    }

    fn markdown(&self, text: &str) -> String {
        let name = self.article.slug.as_str();
        markdown::render(text, &body::options(name, self.facts.config)).html
    }

    fn slugify(&self, text: &str, mode: &str) -> String {
        let mode = match mode {
            "raw" => Mode::Raw,
            "pretty" => Mode::Pretty,
            "ascii" => Mode::Ascii,
            "latin" => Mode::Latin,
            "none" => return text.to_lowercase(),
            _ => Mode::Default,
        };
        slug::jekyll(text, mode, false)
    }

    fn code(&self, info: &str, code: &str, in_html: bool) -> Option<String> {
        (in_html || !is_markdown(&self.article.path)).then(|| markdown::code(info, code))
    }

    fn relative_url(&self, path: &str) -> String {
        let rooted =
            if path.is_empty() || path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        self.url(path, &encoded(&rooted))
    }

    fn absolute_url(&self, path: &str) -> String {
        if is_external(path) {
            return path.to_owned();
        }
        format!("{}{}", self.facts.config.origin, self.relative_url(path))
    }

    fn zone(&self) -> &TimeZone {
        &self.facts.config.timezone
    }

    fn now(&self) -> Moment {
        self.asked.set(true);
        Moment::at(self.facts.visibility.now, &self.facts.config.timezone)
    }
}

/// An address whose path may hold characters that no address can; query, fragment and what is encoded stay.
fn encoded(url: &str) -> String {
    let end = url.find(['?', '#']).unwrap_or(url.len());
    let (path, rest) = url.split_at(end);
    format!("{}{rest}", slug::escape_path(&slug::unescape_path(path)))
}
