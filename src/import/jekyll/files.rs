//! Where each file of a Jekyll folder goes, and what of its front matter has to change there.

use crate::config::Config;
use crate::diagnostics::{Diagnostic, Doubt, Problem};
use crate::import::{File, front};
use crate::site::Site;
use crate::site::article::Article;
use crate::source::front_matter::Layout;
use crate::source::tree::{self, Kind};
use crate::source::yaml::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use walkdir::WalkDir;

/// The new site's files.
pub struct Files {
    /// All but `site.toml`.
    pub all: Vec<File>,
    /// Old path → new path, of posts and pages.
    pub paths: BTreeMap<String, String>,
    /// Patterns of what has a name that is left out otherwise.
    pub hidden: Vec<String>,
    /// What is shown by `include_relative` alone, and is no post or page.
    pub parts: Vec<String>,
}

impl Files {
    /// Everything that Liquid may stand in, as one text.
    pub fn liquid_text(&self) -> String {
        let has_liquid = |file: &&File| {
            memchr::memmem::find(&file.bytes, b"site").is_some()
                && [&b"{{"[..], b"{%"].iter().any(|mark| memchr::memmem::find(&file.bytes, mark).is_some())
        };
        let texts =
            self.all.iter().filter(has_liquid).filter_map(|file| std::str::from_utf8(&file.bytes).ok());
        texts.collect::<Vec<_>>().join("\n")
    }
}

/// Reads all of them. `found` is what the old site's own build had to say.
pub fn read(
    config: &Config,
    out: &Path,
    site: &Site,
    found: &[Diagnostic],
    problems: &mut Vec<Diagnostic>,
) -> Files {
    let mut quiet = Vec::new();
    let tree = tree::scan(config, out, &mut quiet);
    problems.extend(quiet);
    let mut files = Files { all: Vec::new(), paths: BTreeMap::new(), hidden: Vec::new(), parts: Vec::new() };
    let articles: BTreeMap<&str, &Article> =
        super::each(site).map(|article| (article.path.as_str(), article)).collect();
    let shadowed: BTreeMap<&str, &str> = found
        .iter()
        .filter_map(|problem| match &problem.problem {
            Problem::NewestWins { other, .. } => Some((problem.file.as_str(), other.as_str())),
            _ => None,
        })
        .collect();
    let unread: BTreeSet<&str> = found
        .iter()
        .filter(|problem| {
            use Problem::*;
            matches!(problem.problem, UnclosedFrontMatter | InvalidYaml { .. } | FrontMatterNotAMap { .. })
        })
        .map(|problem| problem.file.as_str())
        .collect();
    let lists: BTreeSet<&str> = found
        .iter()
        .filter(|problem| matches!(problem.problem, Problem::StandsIn { .. }))
        .map(|problem| problem.file.as_str())
        .collect();
    let mut left = tree.liquid;
    let mut layouts: BTreeMap<String, usize> = BTreeMap::new();
    for content in tree.content {
        if let Kind::Collected { collection, .. } = content.kind
            && !config.collections[collection].output
            && let Ok(bytes) = std::fs::read(&content.disk)
        {
            files.all.push(File { path: place(&content.path, &content.kind, config), bytes });
            continue;
        }
        let Some(article) = articles.get(content.path.as_str()) else { continue };
        if lists.contains(content.path.as_str()) && !article.is_post {
            left.push(content.path);
            continue;
        }
        let Ok(bytes) = std::fs::read(&content.disk) else { continue };
        let Ok(text) = String::from_utf8(bytes) else { continue };
        let mut text = text.trim_start_matches('\u{feff}').to_owned();
        // In a site of our own a post is Markdown or HTML.
        let as_it_stands = tree::own_extension(&content.path).is_some();
        let ending = if as_it_stands { ".html" } else { "" };
        let path = format!("{}{ending}", place(&content.path, &content.kind, config));
        let mut tell = |doubt| problems.push(Diagnostic::warning(path.as_str(), Problem::Import(doubt)));
        if unread.contains(content.path.as_str()) {
            text = commented(&text);
            tell(Doubt::FrontCommented);
        }
        text = with_published(text, article);
        if let Some(other) = shadowed.get(content.path.as_str()) {
            text = front::with_key(&text, "published", "false").unwrap_or(text);
            tell(Doubt::Shadowed { other: (*other).to_owned() });
        }
        let kind = kind_name(&content.kind, config);
        text = with_defaults(text, &content.path, kind, config);
        if as_it_stands && article.front.layout == Layout::Bare {
            text = front::with_key(&text, "layout", "none").unwrap_or(text);
        }
        text = with_zones(text, config);
        if let Layout::Named(name) = &article.front.layout
            && !matches!(name.as_str(), "post" | "page")
        {
            let own = if article.is_post { "post" } else { "page" };
            text = front::with_key(&text, "layout", own).unwrap_or(text);
            *layouts.entry(name.clone()).or_default() += 1;
        }
        files.paths.insert(content.path, path.clone());
        files.all.push(File { path, bytes: text.into_bytes() });
    }
    if !layouts.is_empty() {
        let count = layouts.values().sum();
        let names = layouts.into_keys().collect::<Vec<_>>().join(", ");
        problems.push(Diagnostic::warning("", Problem::Import(Doubt::LayoutGone { count, names })));
    }
    for file in tree.files {
        let Ok(bytes) = std::fs::read(&file.disk) else { continue };
        let stays = file.path.starts_with("assets/")
            || config.collections.iter().any(|own| file.path.starts_with(&format!("_{}/", own.name)));
        if !stays && tree::is_page(&file.path) {
            // In a site of our own it would be a page.
            left.push(file.path);
            continue;
        }
        let path = if stays { file.path } else { format!("content/{}", file.target) };
        files.all.push(File { path, bytes });
    }
    for folder in ["_includes", "_data"] {
        for entry in
            WalkDir::new(config.root.join(folder)).sort_by_file_name().into_iter().filter_map(Result::ok)
        {
            let path = tree::relative(entry.path(), &config.root).filter(|_| entry.file_type().is_file());
            if let (Some(path), Ok(bytes)) = (path, std::fs::read(entry.path())) {
                files.all.push(File { path, bytes });
            }
        }
    }
    take_parts(&mut files, &config.root);
    files.hidden = hidden(&files.all);
    for path in left {
        problems.push(Diagnostic::warning(path, Problem::Import(Doubt::NotTaken)));
    }
    files
}

fn kind_name<'a>(kind: &Kind, config: &'a Config) -> &'a str {
    match kind {
        Kind::Post { draft: false, .. } => "posts",
        Kind::Post { draft: true, .. } => "drafts",
        Kind::Page { .. } => "pages",
        Kind::Collected { collection, .. } => config.collections[*collection].name.as_str(),
    }
}

/// The path that a file has in the new site.
fn place(path: &str, kind: &Kind, config: &Config) -> String {
    match kind {
        Kind::Post { draft, folders } => {
            let mark = if *draft { "_drafts/" } else { "_posts/" };
            let rest = path.find(mark).map_or(path, |at| &path[at + mark.len()..]);
            match (folders.is_empty(), draft) {
                (true, false) => format!("content/posts/{rest}"),
                (true, true) => format!("content/_drafts/{rest}"),
                (false, _) => format!("content/{}/{mark}{rest}", folders.join("/")),
            }
        }
        Kind::Page { .. } => {
            let inner = path.strip_prefix("_pages/").unwrap_or(path);
            // In a folder of this name every file is a post.
            let own = if inner.starts_with("posts/") { "pages/" } else { "" };
            format!("content/{own}{inner}")
        }
        Kind::Collected { collection, .. } => {
            debug_assert!(config.collections.len() > *collection);
            let inner = path.strip_prefix(config.collections_dir.as_str()).unwrap_or(path);
            inner.trim_start_matches('/').to_owned()
        }
    }
}

/// Takes the files that stand beside posts and pages for `include_relative`, which no list of files has.
fn take_parts(files: &mut Files, root: &Path) {
    let mut taken: BTreeSet<String> = files.all.iter().map(|file| file.path.clone()).collect();
    let beside = |path: &str, name: &str| match path.rsplit_once('/') {
        Some((folder, _)) => format!("{folder}/{name}"),
        None => name.to_owned(),
    };
    // What is included may include in turn.
    let mut pairs: Vec<(String, String)> =
        files.paths.iter().map(|(old, new)| (old.clone(), new.clone())).collect();
    while let Some((old, new)) = pairs.pop() {
        let Ok(text) = std::fs::read_to_string(root.join(&old)) else { continue };
        for name in text.split("include_relative").skip(1).filter_map(|rest| rest.split_whitespace().next()) {
            let is_plain = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
            let (from, to) = (beside(&old, name), beside(&new, name));
            if !is_plain || files.paths.contains_key(&from) || !taken.insert(to.clone()) {
                continue;
            }
            if let Ok(bytes) = std::fs::read(root.join(&from)) {
                files.all.push(File { path: to.clone(), bytes });
                files.parts.push(to.clone());
                pairs.push((from, to));
            }
        }
    }
}

/// The front matter's lines as comments, so that none is lost.
fn commented(text: &str) -> String {
    match crate::source::text::split(text) {
        Ok(parts) => {
            let lines = parts.front.unwrap_or_default().lines().map(|line| format!("# {line}\n"));
            format!("---\n{}---\n{}", lines.collect::<String>(), parts.body)
        }
        Err(_) => format!("---\n---\n\n{text}"),
    }
}

/// Front matter that the settings gave the file by its place, but for what Dateline does by itself.
fn with_defaults(mut text: String, path: &str, kind: &str, config: &Config) -> String {
    let own = match crate::source::text::split(&text).ok().and_then(|parts| parts.front) {
        Some(front) => match crate::source::yaml::parse(front) {
            Ok(Value::Map(map)) => map,
            _ => Map::default(),
        },
        None => Map::default(),
    };
    let mut all = own.clone();
    for defaults in config.defaults_for(path, kind) {
        all.fill_from(defaults);
    }
    for (key, value) in all.entries.iter().skip(own.entries.len()) {
        if key == "layout" {
            continue;
        }
        text = front::with_key(&text, key, &yaml(value)).unwrap_or(text);
    }
    text
}

/// `published` as it was meant, where it would not be read so in a site of our own.
fn with_published(text: String, article: &Article) -> String {
    let front = crate::source::text::split(&text).ok().and_then(|parts| parts.front).unwrap_or_default();
    let Ok(Value::Map(map)) = crate::source::yaml::parse(front) else { return text };
    let Some(value) = map.get("published") else { return text };
    if (value.as_bool() == Some(false)) == article.front.unpublished {
        return text;
    }
    let meant = if article.front.unpublished { "false" } else { "true" };
    front::with_key(&text, "published", meant).unwrap_or(text)
}

/// Dates that YAML has in UTC, which would be the newsroom's clock in a site of our own.
fn with_zones(mut text: String, config: &Config) -> String {
    if config.timezone == jiff::tz::TimeZone::UTC {
        return text;
    }
    for key in ["date", "last_modified_at"] {
        let front = crate::source::text::split(&text).ok().and_then(|parts| parts.front).unwrap_or_default();
        let value = front.lines().find_map(|line| line.strip_prefix(key)?.trim_start().strip_prefix(':'));
        if let Some(value) = value.map(str::trim).filter(|value| crate::source::date::is_timestamp(value)) {
            let in_utc = format!("{value} +0000");
            text = front::with_key(&text, key, &in_utc).unwrap_or(text);
        }
    }
    text
}

/// A value in one line. JSON is YAML.
fn yaml(value: &Value) -> String {
    match value {
        Value::Null => "null".into(),
        Value::String(text) => front::quoted(text),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => value.scalar().unwrap_or_default(),
        Value::List(items) => format!("[{}]", items.iter().map(yaml).collect::<Vec<_>>().join(", ")),
        Value::Map(map) => {
            let entries: Vec<String> = map
                .entries
                .iter()
                .map(|(key, value)| format!("{}: {}", front::quoted(key), yaml(value)))
                .collect();
            format!("{{{}}}", entries.join(", "))
        }
    }
}

/// Patterns for names with a dot or an underscore in front that were asked for by name.
fn hidden(files: &[File]) -> Vec<String> {
    let mut patterns = BTreeSet::new();
    for file in files.iter().filter(|file| file.path.starts_with("content/")) {
        for (at, _) in file.path.match_indices('/') {
            let rest = &file.path[at + 1..];
            let name = rest.split('/').next().unwrap_or_default();
            let is_special = matches!(name, "_posts" | "_drafts");
            if name.starts_with(['.', '_']) && !is_special {
                patterns.insert(file.path[..at + 1 + name.len()].to_owned());
                patterns.insert(file.path.clone());
            }
        }
    }
    patterns.into_iter().collect()
}

/// The text with a key of its front matter under another name.
pub fn renamed(text: &str, key: &str, to: &str) -> Option<String> {
    let parts = crate::source::text::split(text).ok()?;
    let front = parts.front?;
    let start = front.as_ptr() as usize - text.as_ptr() as usize;
    let mut at = 0;
    for line in front.split_inclusive('\n') {
        let is_key = line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with(':'));
        if is_key {
            let place = start + at;
            return Some(format!("{}{to}{}", &text[..place], &text[place + key.len()..]));
        }
        at += line.len();
    }
    None
}
