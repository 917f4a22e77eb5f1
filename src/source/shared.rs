//! What bodies share: `_includes`, and the data of `_data`.

use super::yaml::{self, Map, Value};
use super::{text, tree};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Place, Problem};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use walkdir::WalkDir;

/// Includes by their names, and data by its files'.
#[derive(Debug, Default, PartialEq)]
pub struct Shared {
    /// Name below `_includes` → path from the root, and text.
    pub includes: BTreeMap<String, (Arc<str>, String)>,
    /// `site.data`.
    pub data: Map,
}

impl Shared {
    /// The files that differ, as far as they are known by name: each include, and data as a whole.
    #[must_use]
    pub fn differing(&self, other: &Shared) -> Vec<String> {
        let (own, others) = (&self.includes, &other.includes);
        let names = own.keys().chain(others.keys()).filter(|name| own.get(*name) != others.get(*name));
        let data = (self.data != other.data).then(|| "_data".to_owned());
        names.map(|name| format!("_includes/{name}")).chain(data).collect()
    }
}

/// Reads what is there; most sites have neither folder.
#[must_use]
pub fn read(config: &Config, problems: &mut Vec<Diagnostic>) -> Shared {
    let mut shared = Shared::default();
    for (name, path, bytes) in files(&config.root, "_includes", problems) {
        match text::decode(&path, &bytes) {
            Ok(text) => {
                shared.includes.insert(name, (path.as_str().into(), text.into_owned()));
            }
            // An include that nobody asks for may be anything.
            Err(mut problem) => {
                problem.severity = crate::diagnostics::Severity::Warning;
                problems.push(*problem);
            }
        }
    }
    for (name, path, bytes) in files(&config.root, "_data", problems) {
        let Some(extension) = Path::new(&name).extension().and_then(|e| e.to_str()) else { continue };
        let parse = match extension {
            "yml" | "yaml" => parse_yaml,
            "json" => parse_json,
            "csv" => |text: &str| parse_table(text, b','),
            "tsv" => |text: &str| parse_table(text, b'\t'),
            _ => continue,
        };
        let value = text::decode(&path, &bytes).and_then(|text| {
            parse(&text).map_err(|(reason, (line, column))| {
                let place = Place::at(&text, line, column, 1);
                Box::new(Diagnostic::error(path.as_str(), Problem::InvalidData { reason }).at(place))
            })
        });
        match value {
            Ok(value) => {
                let name = tree::without_extension(&name);
                let steps: Vec<String> = name.split('/').map(key).collect();
                put(&mut shared.data, &steps, value);
            }
            Err(problem) => problems.push(*problem),
        }
    }
    shared
}

/// Name below the folder, path from the root, and bytes of every file, sorted by name.
fn files(root: &Path, folder: &str, problems: &mut Vec<Diagnostic>) -> Vec<(String, String, Vec<u8>)> {
    let start = root.join(folder);
    let mut found = Vec::new();
    if !start.is_dir() {
        return found;
    }
    for entry in WalkDir::new(&start).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let Some(name) = entry.path().strip_prefix(&start).ok().and_then(Path::to_str) else { continue };
        if !entry.file_type().is_file() {
            continue;
        }
        let name = name.replace('\\', "/");
        let path = format!("{folder}/{name}");
        match std::fs::read(entry.path()) {
            Ok(bytes) => found.push((name, path, bytes)),
            Err(error) => {
                problems.push(Diagnostic::error(path, Problem::Unreadable { reason: error.to_string() }));
            }
        }
    }
    found
}

/// The text of a file beside a page, for `include_relative`; nothing outside of the page's own folder.
#[must_use]
pub fn beside(config: &Config, page: &str, name: &str) -> Option<(Arc<str>, String)> {
    let plain = !name.is_empty() && name.split('/').all(|part| !matches!(part, "" | "." | ".."));
    if !plain || name.contains('\\') {
        return None;
    }
    let path = match page.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    };
    let whole = config.root.join(&path).canonicalize().ok()?;
    if !whole.starts_with(config.root.canonicalize().ok()?) || !whole.is_file() {
        return None;
    }
    let bytes = std::fs::read(whole).ok()?;
    let text = text::decode(&path, &bytes).ok()?;
    // The keys of a page that is included are not part of it.
    let body = text::split(&text).map_or(&*text, |parts| parts.body);
    Some((path.as_str().into(), body.to_owned()))
}

type Failure = (String, (usize, usize));

fn parse_yaml(text: &str) -> Result<Value, Failure> {
    yaml::parse(text).map_err(|error| (error.reason, error.at.unwrap_or((1, 1))))
}

fn parse_json(text: &str) -> Result<Value, Failure> {
    serde_json::from_str(text).map_err(|error| {
        let whole = error.to_string();
        let reason = whole.split(" at line ").next().unwrap_or(&whole);
        (reason.to_owned(), (error.line(), error.column().max(1)))
    })
}

/// Rows as mappings, by the names of the first row.
fn parse_table(text: &str, mark: u8) -> Result<Value, Failure> {
    let failure = |error: csv::Error| {
        let line = error.position().map_or(1, csv::Position::line);
        (error.to_string(), (usize::try_from(line).unwrap_or(1), 1))
    };
    let mut reader = csv::ReaderBuilder::new().delimiter(mark).flexible(true).from_reader(text.as_bytes());
    let names = reader.headers().map_err(failure)?.clone();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(failure)?;
        let mut row = Map::default();
        for (at, name) in names.iter().enumerate() {
            let value = record.get(at).filter(|text| !text.is_empty());
            row.insert(name.to_owned(), value.map_or(Value::Null, |text| Value::String(text.to_owned())));
        }
        rows.push(Value::Map(row));
    }
    Ok(Value::List(rows))
}

/// A file's name as a key (Jekyll's `data_reader.rb`, sanitize_filename).
fn key(name: &str) -> String {
    let kept = |c: char| c.is_alphanumeric() || c == '_' || c == '-' || c.is_whitespace();
    let mut key = String::with_capacity(name.len());
    for c in name.chars().filter(|c| kept(*c)) {
        key.push(if c.is_whitespace() { '_' } else { c });
    }
    key
}

fn put(map: &mut Map, steps: &[String], value: Value) {
    match steps {
        [] => {}
        [name] => match (map.entries.iter_mut().find(|(key, _)| key == name), value) {
            // A folder and a file of one name are one mapping.
            (Some((_, Value::Map(old))), Value::Map(new)) => old.fill_from(&new),
            (Some((_, old)), value) => *old = value,
            (None, value) => map.entries.push((name.clone(), value)),
        },
        [name, rest @ ..] => {
            let at = map.entries.iter().position(|(key, _)| key == name).unwrap_or_else(|| {
                map.entries.push((name.clone(), Value::Map(Map::default())));
                map.entries.len() - 1
            });
            match &mut map.entries[at].1 {
                Value::Map(inner) => put(inner, rest, value),
                other => {
                    let mut inner = Map::default();
                    put(&mut inner, rest, value);
                    *other = Value::Map(inner);
                }
            }
        }
    }
}
