//! What the newsroom wrote: files, front matter, bodies as HTML. The only stage that reads the site's files.
//!
//! Knows nothing of the site's model, of templates or of the output.

pub mod body;
pub mod damage;
pub mod date;
pub mod front_matter;
mod moment;
mod plain_yaml;
mod readable;
pub mod shared;
pub mod templates;
pub mod text;
pub mod tree;
pub mod written;
pub mod yaml;

use crate::config::{Config, Flavor};
use crate::diagnostics::{Diagnostic, Place, Problem, Severity};
use body::{Body, Template};
pub use front_matter::date_problem;
use front_matter::{FrontMatter, Origin};
use rayon::prelude::*;
use shared::Shared;
use std::cell::RefCell;
use std::fs::File;
use std::io::{self, Read as _};
use std::path::Path;
use std::sync::mpsc::channel;
use tree::{ContentFile, Kind, StaticFile};
use yaml::{Map, Value};

/// A content file, read.
#[derive(Debug)]
pub struct Entry {
    /// From the root, with `/`.
    pub path: String,
    /// What it becomes.
    pub kind: Kind,
    /// Its keys, with the site's defaults filled in.
    pub front: Box<FrontMatter>,
    /// Its body.
    pub body: Body,
}

/// Everything the newsroom wrote.
#[derive(Debug, Default)]
pub struct Source {
    /// Sorted by path.
    pub entries: Vec<Entry>,
    /// Sorted by path.
    pub files: Vec<StaticFile>,
    /// Includes and data.
    pub shared: Shared,
}

/// Reads the whole site, in parallel. A file with an error is left out; its errors go to `problems` with all others.
#[must_use]
pub fn read(config: &Config, out: &Path, problems: &mut Vec<Diagnostic>) -> Source {
    // The first files are read while the walk looks for more.
    let (sender, found) = channel();
    let of_walk = &mut *problems;
    let walk = move || {
        // The other side takes files until this one has no more, so it is there.
        let mut tell = |file| drop(sender.send(file));
        tree::scan_telling(config, out, &mut tell, of_walk)
    };
    let read = || -> Vec<(Option<Entry>, Vec<Diagnostic>)> {
        found.into_iter().par_bridge().map(|file| read_entry(file, config)).collect()
    };
    let (tree, results) = rayon::join(walk, read);
    let mut entries = Vec::with_capacity(results.len());
    for (entry, found) in results {
        entries.extend(entry);
        problems.extend(found);
    }
    entries.par_sort_unstable_by(|a: &Entry, b: &Entry| a.path.cmp(&b.path));
    report_liquid(tree.liquid, problems);
    Source { entries, files: tree.files, shared: shared::read(config, problems) }
}

/// Warns of the files whose Liquid is not carried out.
pub fn report_liquid(files: Vec<String>, problems: &mut Vec<Diagnostic>) {
    if !files.is_empty() {
        problems.push(Diagnostic::warning(
            if files.len() == 1 { files[0].clone() } else { String::new() },
            Problem::NotUsedFiles { files },
        ));
    }
}

// Texts are dropped as soon as they are read, so each thread reads all of its own into one buffer.
thread_local!(static BUFFER: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) });

/// What nearly every post fits into, bytes.
const USUAL: usize = 64 * 1024;

fn read_entry(file: ContentFile, config: &Config) -> (Option<Entry>, Vec<Diagnostic>) {
    BUFFER.with_borrow_mut(|buffer| {
        let read = File::open(&file.disk).and_then(|open| read_whole(open, buffer));
        let result = match read {
            Ok(length) => parse(file, &mut buffer[..length], config),
            Err(error) => {
                let reason = error.to_string();
                (None, vec![Diagnostic::error(file.path, Problem::Unreadable { reason })])
            }
        };
        // One huge file must not hold its memory for the rest of the build.
        buffer.truncate(16 * USUAL);
        buffer.shrink_to(16 * USUAL);
        result
    })
}

/// Reads one content file from its bytes, in which control characters are blanked. The entry is `None` when any of the
/// problems is an error.
#[must_use]
pub fn parse(file: ContentFile, bytes: &mut [u8], config: &Config) -> (Option<Entry>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    text::blank_controls(bytes);
    let entry =
        text::decode(&file.path, bytes).and_then(|text| parse_entry(file, &text, config, &mut problems));
    match entry {
        Ok(entry) if !problems.iter().any(Diagnostic::is_error) => (Some(entry), problems),
        Ok(_) => (None, problems),
        Err(mut problem) => {
            // Jekyll leaves out what is no text.
            if config.flavor == Flavor::Jekyll
                && let Problem::NotUtf8 { byte } = problem.problem
            {
                problem.problem = Problem::NotUtf8LeftOut { byte };
                problem.severity = Severity::Warning;
            }
            problems.push(*problem);
            (None, problems)
        }
    }
}

/// Reads a file into a buffer that keeps its length between files: `read_to_end` asks for each file's size and place
/// first, which for small files costs as much as reading them. Gives how many bytes the file has.
fn read_whole(mut file: File, buffer: &mut Vec<u8>) -> io::Result<usize> {
    let mut filled = 0;
    loop {
        if filled == buffer.len() {
            buffer.resize((buffer.len() * 2).max(USUAL), 0);
        }
        match file.read(&mut buffer[filled..]) {
            Ok(0) => return Ok(filled),
            Ok(count) => filled += count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

fn parse_entry(
    file: ContentFile,
    text: &str,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Result<Entry, Box<Diagnostic>> {
    let unclosed =
        || Diagnostic::error(file.path.as_str(), Problem::UnclosedFrontMatter).at(Place::at(text, 1, 1, 3));
    let parts = match text::split(text) {
        Ok(parts) => parts,
        // Jekyll takes the whole file for the text, and keys that it cannot read for none, and goes on.
        Err(_) if config.flavor == Flavor::Jekyll => {
            problems.push(Diagnostic { severity: Severity::Warning, ..unclosed() });
            text::Parts { front: None, front_line: 1, body: text }
        }
        Err(_) => return Err(Box::new(unclosed())),
    };
    let mut unread = false;
    let mut map = match read_map(&file.path, text, parts.front.unwrap_or_default(), parts.front_line) {
        Ok(map) => map,
        Err(problem) if config.flavor == Flavor::Jekyll => {
            problems.push(Diagnostic { severity: Severity::Warning, ..*problem });
            unread = true;
            Map::default()
        }
        Err(problem) => return Err(problem),
    };
    let kind = match &file.kind {
        Kind::Post { draft: false, .. } => "posts",
        Kind::Post { draft: true, .. } => "drafts",
        Kind::Page { .. } => "pages",
        Kind::Collected { collection, .. } => config.collections[*collection].name.as_str(),
    };
    let mut categories = match &file.kind {
        Kind::Post { folders, .. } => folders.clone(),
        _ => Vec::new(),
    };
    let repeated = std::mem::take(&mut map.repeated);
    if config.flavor == Flavor::Jekyll {
        join_categories(&mut map, config.defaults_for(&file.path, kind));
        // What is left empty does not overrule a default (utils.rb, deep_merge_hashes).
        let given = |key: &str| config.defaults_for(&file.path, kind).any(|map| map.get(key).is_some());
        map.entries.retain(|(key, value)| *value != Value::Null || !given(key));
    }
    for defaults in config.defaults_for(&file.path, kind) {
        map.fill_from(defaults);
    }
    map.repeated = repeated;
    let origin = Origin {
        file: &file.path,
        text,
        first_line: parts.front_line,
        zone: &config.timezone,
        flavor: config.flavor,
    };
    let mut front = Box::new(FrontMatter { unread, ..front_matter::read(map, &origin, problems) });
    if !categories.is_empty() {
        for category in front.categories {
            if !categories.contains(&category) {
                categories.push(category);
            }
        }
        front.categories = categories;
    }
    let body = if front.liquid && body::has_liquid(parts.body) {
        Body::Liquid(Template::new(text, parts.body))
    } else {
        Body::Ready(Box::new(body::document(&file.path, parts.body, text, &front, config, problems)))
    };
    Ok(Entry { path: file.path, kind: file.kind, front, body })
}

/// Puts the categories that the settings give before those of the file, as Jekyll does (document.rb, merge_categories!).
fn join_categories<'a>(map: &mut Map, mut defaults: impl Iterator<Item = &'a Map>) {
    fn items(value: &Value) -> Vec<Value> {
        match value {
            Value::List(items) => items.clone(),
            Value::String(words) => words.split_whitespace().map(|word| Value::String(word.into())).collect(),
            Value::Null => Vec::new(),
            other => vec![other.clone()],
        }
    }
    let Some((_, own)) = map.entries.iter_mut().find(|(key, _)| key == "categories") else { return };
    if let Some(given) = defaults.find_map(|map| map.get("categories")) {
        *own = Value::List(items(given).into_iter().chain(items(own)).collect());
    }
}

fn read_map(file: &str, text: &str, front: &str, first_line: usize) -> Result<Map, Box<Diagnostic>> {
    match yaml::parse(front) {
        Ok(Value::Map(map)) => Ok(map),
        Ok(Value::Null) => Ok(Map::default()),
        Ok(other) => {
            let problem = Problem::FrontMatterNotAMap { found: other.kind() };
            Err(Box::new(Diagnostic::error(file, problem).at(Place::at(text, first_line, 1, 1))))
        }
        Err(error) => {
            let (line, column) = error.at.unwrap_or((1, 1));
            let place = Place::at(text, line + first_line - 1, column, 1);
            Err(Box::new(Diagnostic::error(file, Problem::InvalidYaml { reason: error.reason }).at(place)))
        }
    }
}

/// Where a key of a file's front matter stands. Texts are dropped once they are read, so the file is read again:
/// only for the place of an error that a later stage finds.
#[must_use]
pub fn place_of_key(config: &Config, path: &str, key: &str) -> Option<Place> {
    let bytes = std::fs::read(config.root.join(path)).ok()?;
    let text = text::decode(path, &bytes).ok()?;
    let origin =
        Origin { file: path, text: &text, first_line: 2, zone: &config.timezone, flavor: config.flavor };
    Some(origin.place(key)).filter(|place| place.line > 0)
}

/// Where a text stands for the `nth` time (from 0) in a file, else where it last does. Reads the file again, as
/// [`place_of_key`] does.
#[must_use]
pub fn place_of_text(config: &Config, path: &str, wanted: &str, nth: usize) -> Option<Place> {
    let bytes = std::fs::read(config.root.join(path)).ok()?;
    let text = text::decode(path, &bytes).ok()?;
    let (start, found) = text.match_indices(wanted).take(nth + 1).last().filter(|_| !wanted.is_empty())?;
    Some(Place::of_range(&text, start..start + found.len()))
}
