//! Jekyll's `_config.yml` → [`Config`]: what it has a meaning for is honoured, the rest is named once.

use super::{Author, CONFIG_YML, Collection, Config, Defaults, glob_set, split_url};
use crate::diagnostics::{Diagnostic, Place, Problem};
use crate::site::permalink;
use crate::source::yaml::{self, Map, Value};
use globset::GlobBuilder;
use jiff::tz::TimeZone;

/// Keys that are about running Jekyll, not about the site; leaving them out changes nothing that a reader sees.
const MEANINGLESS: &[&str] = &[
    "name",
    "highlighter",
    "safe",
    "version",
    "host",
    "port",
    "livereload",
    "incremental",
    "watch",
    "encoding",
    "strict_front_matter",
    "quiet",
    "verbose",
    "gems",
    "plugins",
    "whitelist",
    "repository",
    "profile",
];

/// Reads `text` into `config`.
pub fn read(text: &str, config: &mut Config, problems: &mut Vec<Diagnostic>) {
    let mut map = match yaml::parse(text) {
        Ok(Value::Map(map)) => map,
        Ok(Value::Null) => Map::default(),
        Ok(other) => {
            problems.push(Diagnostic::error(CONFIG_YML, Problem::FrontMatterNotAMap { found: other.kind() }));
            return;
        }
        Err(error) => {
            let mut problem = Diagnostic::error(CONFIG_YML, Problem::InvalidYaml { reason: error.reason });
            if let Some((line, column)) = error.at {
                problem = problem.at(Place::at(text, line, column, 1));
            }
            problems.push(problem);
            return;
        }
    };
    config.values = map.clone();
    super::jekyll_plugins::read(&mut map, config);
    let mut take = |key: &str| map.remove(key);
    let string =
        |value: Option<Value>| value.as_ref().and_then(Value::scalar).filter(|text| !text.is_empty());
    let name = string(take("name"));
    config.title = string(take("title")).or(name).unwrap_or_default();
    config.description = string(take("description")).unwrap_or_default();
    config.language = string(take("lang")).unwrap_or_else(|| config.language.clone());
    address(config, string(take("url")), string(take("baseurl")), problems);
    if let Some(name) = string(take("timezone")) {
        match TimeZone::get(&name) {
            Ok(zone) => (config.timezone, config.has_timezone) = (zone, true),
            Err(_) => problems.push(Diagnostic::warning(CONFIG_YML, Problem::UnknownTimezone { name })),
        }
    }
    if let Some(style) = string(take("permalink")) {
        config.permalink = permalink::style(&style).to_owned();
        config.page_end = page_end(&config.permalink);
    }
    if let Some(Value::Int(count)) = take("paginate") {
        config.paginate = usize::try_from(count).ok().filter(|n| *n > 0).unwrap_or(config.paginate);
    }
    config.excerpt_separator = string(take("excerpt_separator"));
    config.future = take("future").and_then(|v| v.as_bool()).unwrap_or_default();
    // Jekyll: `liquid.error_mode: strict` stops at what cannot be read.
    if let Some(Value::Map(liquid)) = take("liquid") {
        config.strict = liquid.get("error_mode").and_then(Value::as_str) == Some("strict");
    }
    // Jekyll shows pictures as they are, and a first build draws thousands of an archive: that is asked for.
    config.images.resize = match take("images") {
        Some(Value::Map(images)) => images.get("resize").and_then(Value::as_bool).unwrap_or_default(),
        _ => false,
    };
    let show_drafts = take("show_drafts").and_then(|value| value.as_bool()).unwrap_or_default();
    config.theme.logo = string(take("logo"));
    config.theme.favicon = string(take("favicon"));
    for (key, target) in [("exclude", &mut config.exclude), ("include", &mut config.include)] {
        let patterns = strings(take(key));
        match glob_set(&patterns) {
            Ok(set) => *target = set,
            Err((glob, reason)) => {
                problems.push(Diagnostic::warning(CONFIG_YML, Problem::InvalidGlob { glob, reason }))
            }
        }
    }
    if let Some(Value::Map(authors)) = take("authors") {
        for (key, value) in authors.entries {
            config.authors.insert(key.clone(), author(&key, &value));
        }
    }
    if let Some(folder) = string(take("collections_dir")) {
        config.collections_dir = folder.trim_matches('/').trim_start_matches("./").to_owned();
    }
    if let Some(value) = take("collections") {
        collections(&value, config);
    }
    if let Some(Value::List(list)) = take("defaults") {
        config.defaults = list.iter().filter_map(defaults).collect();
        // Jekyll: the longest path wins, then one with a type, then the later one (frontmatter_defaults.rb).
        config.defaults.reverse();
        config.defaults.sort_by_key(|d| std::cmp::Reverse((d.weight, d.kind.is_some())));
    }
    let rest: Vec<String> = map
        .entries
        .into_iter()
        .map(|(key, _)| key)
        .filter(|key| !MEANINGLESS.contains(&key.as_str()))
        .chain(show_drafts.then(|| "show_drafts".to_owned()))
        .collect();
    if !rest.is_empty() {
        problems.push(Diagnostic::warning(CONFIG_YML, Problem::NotUsed { keys: rest }));
    }
}

fn address(config: &mut Config, url: Option<String>, base: Option<String>, problems: &mut Vec<Diagnostic>) {
    let mut path = String::new();
    if let Some(url) = url {
        match split_url(&url) {
            Some((origin, own)) => (config.origin, path) = (origin, own),
            None => problems.push(Diagnostic::warning(CONFIG_YML, Problem::InvalidBaseUrl { url })),
        }
    }
    let base = base.unwrap_or_default();
    let base = base.trim_matches('/');
    config.base_path = if base.is_empty() { path } else { format!("{path}/{base}") };
}

fn strings(value: Option<Value>) -> Vec<String> {
    match value {
        Some(Value::List(items)) => items.iter().filter_map(Value::scalar).collect(),
        Some(value) => value.scalar().into_iter().collect(),
        None => Vec::new(),
    }
}

fn author(key: &str, value: &Value) -> Author {
    let Value::Map(map) = value else {
        return Author { name: value.scalar().unwrap_or_else(|| key.to_owned()), ..Author::default() };
    };
    let get = |keys: &[&str]| keys.iter().find_map(|key| map.get(key).and_then(Value::scalar));
    Author {
        name: get(&["display_name", "name"]).map_or_else(|| key.to_owned(), |name| name.trim().to_owned()),
        bio: get(&["bio", "description", "about"]),
        url: get(&["url", "web", "website", "site", "uri"]),
        avatar: get(&["avatar", "picture", "image"]),
    }
}

fn collections(value: &Value, config: &mut Config) {
    // `collections: [docs]` names them; only a mapping can say `output: true`.
    let map = match value {
        Value::Map(map) => map.clone(),
        Value::List(names) => Map {
            entries: names.iter().filter_map(Value::scalar).map(|name| (name, Value::Null)).collect(),
            ..Map::default()
        },
        _ => return,
    };
    for (name, settings) in map.entries {
        let settings = match settings {
            Value::Map(settings) => settings,
            _ => Map::default(),
        };
        let permalink =
            settings.get("permalink").and_then(Value::scalar).map(|p| permalink::style(&p).to_owned());
        if name == "posts" {
            config.permalink = permalink.unwrap_or_else(|| config.permalink.clone());
        } else {
            let output = settings.get("output").and_then(Value::as_bool) == Some(true);
            config.collections.push(Collection { name, permalink, output, values: settings });
        }
    }
}

/// How a page's address ends, by the site's permalink style (Jekyll's `utils.rb`, add_permalink_suffix).
fn page_end(permalink: &str) -> &'static str {
    if permalink.ends_with('/') {
        "/"
    } else if permalink.ends_with(":output_ext") {
        ".html"
    } else {
        ""
    }
}

fn defaults(entry: &Value) -> Option<Defaults> {
    let Value::Map(entry) = entry else { return None };
    let Some(Value::Map(values)) = entry.get("values") else { return None };
    let scope = match entry.get("scope") {
        Some(Value::Map(scope)) => scope.clone(),
        _ => Map::default(),
    };
    let path = scope.get("path").and_then(Value::scalar).unwrap_or_default();
    let path = path.trim_matches('/');
    let glob = if path.is_empty() {
        None
    } else {
        // A scope's path is a folder or a file, or a pattern for these; all below them is meant.
        let path = if path.contains('*') { path.to_owned() } else { globset::escape(path) };
        let pattern = format!("{{{path},{path}/**}}");
        Some(GlobBuilder::new(&pattern).literal_separator(true).build().ok()?.compile_matcher())
    };
    let kind = scope.get("type").and_then(Value::scalar).map(|kind| match kind.as_str() {
        "post" => "posts".to_owned(),
        "page" => "pages".to_owned(),
        "draft" => "drafts".to_owned(),
        _ => kind,
    });
    Some(Defaults { glob, weight: path.len(), kind, values: values.clone() })
}
