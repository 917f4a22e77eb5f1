//! A content file as it was written, for those who look at the writing rather than at what became of it.

use super::front_matter::Origin;
use super::text;
use super::yaml::{self, Map, Value};
use crate::config::Config;
use crate::diagnostics::Place;

/// A content file's text, its own keys, and where its body begins.
#[derive(Debug)]
pub struct Written {
    /// The whole file, as `text::decode` gives it.
    pub text: String,
    /// The keys of its front matter; none that the site's defaults give.
    pub keys: Map,
    /// Where the body begins in `text`, in bytes.
    pub body: usize,
}

/// Reads a content file again; nothing when it is gone or broken, which a build says.
#[must_use]
pub fn read(config: &Config, path: &str) -> Option<Written> {
    let bytes = std::fs::read(config.root.join(path)).ok()?;
    let text = text::decode(path, &bytes).ok()?.into_owned();
    let parts = text::split(&text).ok()?;
    let keys = match yaml::parse(parts.front.unwrap_or_default()) {
        Ok(Value::Map(map)) => map,
        _ => Map::default(),
    };
    let body = text.len() - parts.body.len();
    Some(Written { text, keys, body })
}

impl Written {
    /// Where the value of a key stands.
    #[must_use]
    pub fn place_of_key(&self, config: &Config, key: &str) -> Option<Place> {
        let (zone, flavor) = (&config.timezone, config.flavor);
        let origin = Origin { file: "", text: &self.text, first_line: 2, zone, flavor };
        Some(origin.place(key)).filter(|place| place.line > 0)
    }

    /// Where the name of a key stands.
    #[must_use]
    pub fn place_of_name(&self, key: &str) -> Option<Place> {
        let mut at = 0;
        for line in self.text[..self.body].split_inclusive('\n') {
            let rest = line.strip_prefix(key);
            if rest.is_some_and(|rest| rest.trim_start().starts_with(':')) {
                return Some(Place::of_range(&self.text, at..at + key.len()));
            }
            at += line.len();
        }
        None
    }

    /// Where one of these keys has an item of that name.
    #[must_use]
    pub fn place_of_item(&self, keys: &[&str], name: &str) -> Option<Place> {
        let (mut at, mut is_within) = (0, false);
        for line in self.text[..self.body].split_inclusive('\n') {
            let mut skipped = 0;
            if !line.starts_with([' ', '\t', '-', '\r', '\n']) {
                let key = line.split(':').next().unwrap_or(line);
                is_within = keys.contains(&key.trim_end());
                skipped = key.len();
            }
            let is_edge = |c: char| !c.is_alphanumeric() && c != '_';
            let stands_alone = |start: usize| {
                let (before, after) = (&line[..start], &line[start + name.len()..]);
                before.chars().next_back().is_none_or(is_edge) && after.chars().next().is_none_or(is_edge)
            };
            if is_within {
                let mut starts = line.match_indices(name).map(|(start, _)| start);
                if let Some(start) = starts.find(|start| *start >= skipped && stands_alone(*start)) {
                    return Some(Place::of_range(&self.text, at + start..at + start + name.len()));
                }
            }
            at += line.len();
        }
        None
    }

    /// Where a text stands for the first time in the body, or else in the front matter.
    #[must_use]
    pub fn place_of_text(&self, wanted: &str) -> Option<Place> {
        if wanted.is_empty() {
            return None;
        }
        let at = self.text[self.body..].find(wanted).map(|at| at + self.body);
        let at = at.or_else(|| self.text.find(wanted))?;
        Some(Place::of_range(&self.text, at..at + wanted.len()))
    }
}
