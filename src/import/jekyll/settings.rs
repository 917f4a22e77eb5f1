//! Jekyll's settings as `site.toml`.

use super::files::Files;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Doubt, Problem};
use crate::markdown::Kramdown;
use crate::source::yaml::Value;
use toml::{Table, Value as Toml};

/// Keys of `_config.yml` that have their place in `site.toml`, or none at all.
const TAKEN: [&str; 37] = [
    "title",
    "name",
    "description",
    "url",
    "baseurl",
    "lang",
    "timezone",
    "permalink",
    "paginate",
    "paginate_path",
    "excerpt_separator",
    "future",
    "exclude",
    "include",
    "collections",
    "collections_dir",
    "defaults",
    "kramdown",
    "markdown",
    "plugins",
    "gems",
    "logo",
    "favicon",
    "twitter",
    "social",
    "feed",
    "liquid",
    "highlighter",
    "jekyll-archives",
    "safe",
    "host",
    "port",
    "incremental",
    "sass",
    "theme",
    "remote_theme",
    "encoding",
];

/// The text of `site.toml`. `liquid` is all text that may ask for a setting by its name.
pub fn toml(config: &Config, files: &Files, redirects: &[(String, String)], liquid: &str) -> String {
    let mut text = String::new();
    let mut put = |key: &str, value: Toml| text.push_str(&format!("{key} = {value}\n"));
    put("title", config.title.as_str().into());
    // Without a host there is no whole address.
    let path = if config.origin.is_empty() { "" } else { &config.base_path };
    let address = format!("{}{path}", config.origin);
    for (key, value) in
        [("description", &config.description), ("base_url", &address), ("language", &config.language)]
    {
        if !value.is_empty() {
            put(key, value.as_str().into());
        }
    }
    if let Some(zone) = config.timezone.iana_name() {
        put("timezone", zone.into());
    }
    put("permalink", config.permalink.as_str().into());
    put("paginate", i64::try_from(config.paginate).unwrap_or(20).into());
    if let Some(separator) = &config.excerpt_separator {
        put("excerpt_separator", separator.as_str().into());
    }
    for (key, value) in [("future", config.future), ("strict", config.strict)] {
        if value {
            put(key, true.into());
        }
    }
    for (key, paths) in [("include", &files.hidden), ("exclude", &files.parts)] {
        if !paths.is_empty() {
            put(key, paths.iter().map(|path| Toml::from(path.as_str())).collect::<Vec<_>>().into());
        }
    }
    let tables = tables(config, redirects, liquid);
    if !tables.is_empty() {
        // Tables of text, numbers and lists, which TOML can always hold.
        text.push_str(&format!("\n{}", toml::to_string(&tables).unwrap_or_default()));
    }
    text
}

fn tables(config: &Config, redirects: &[(String, String)], liquid: &str) -> Table {
    let mut all = Table::new();
    let mut put = |name: &str, table: Table| {
        if !table.is_empty() {
            all.insert(name.into(), table.into());
        }
    };
    let pairs = |pairs: Vec<(&str, Option<&str>)>| -> Table {
        pairs.into_iter().filter_map(|(key, value)| Some((key.to_owned(), Toml::from(value?)))).collect()
    };
    put(
        "theme",
        pairs(vec![("logo", config.theme.logo.as_deref()), ("favicon", config.theme.favicon.as_deref())]),
    );
    if let Some(Kramdown { parse_block_html, plain_ids }) = config.kramdown {
        let mut own = Table::new();
        own.insert("kramdown".into(), true.into());
        for (key, value) in [("parse_block_html", parse_block_html), ("kramdown_ids", plain_ids)] {
            if value {
                own.insert(key.into(), true.into());
            }
        }
        put("markdown", own);
    }
    let twitter = config.share.twitter.as_ref().map(|name| format!("@{}", name.trim_start_matches('@')));
    put("share", pairs(vec![("twitter", twitter.as_deref())]));
    let mut publisher = pairs(vec![("name", config.publisher.name.as_deref())]);
    if !config.publisher.same_as.is_empty() {
        let links: Vec<Toml> = config.publisher.same_as.iter().map(|link| link.as_str().into()).collect();
        publisher.insert("same_as".into(), links.into());
    }
    put("publisher", publisher);
    let authors = config.authors.iter().map(|(key, author)| {
        let own = pairs(vec![
            ("name", Some(&author.name)),
            ("bio", author.bio.as_deref()),
            ("url", author.url.as_deref()),
            ("avatar", author.avatar.as_deref()),
        ]);
        (key.clone(), Toml::from(own))
    });
    put("authors", authors.collect());
    let collections = config.collections.iter().map(|collection| {
        let permalink = match &collection.permalink {
            None if config.page_end != ".html" => Some(format!("/:collection/:path{}", config.page_end)),
            own => own.clone(),
        };
        let mut table = pairs(vec![("permalink", permalink.as_deref())]);
        if !collection.output {
            table.insert("output".into(), false.into());
        }
        (collection.name.clone(), Toml::from(table))
    });
    put("collections", collections.collect());
    put("redirects", redirects.iter().map(|(from, to)| (from.clone(), Toml::from(to.as_str()))).collect());
    let values = config.values.entries.iter().filter(|(key, _)| is_asked_for(key, liquid));
    put("extra", values.filter_map(|(key, value)| Some((key.clone(), toml_of(value)?))).collect());
    all
}

/// Whether any Liquid names the setting and `site.toml` has no place for it.
fn is_asked_for(key: &str, liquid: &str) -> bool {
    let is_built_in =
        TAKEN.contains(&key) && !matches!(key, "name" | "twitter" | "social" | "lang" | "logo" | "paginate");
    !is_built_in
        && [format!("site.{key}"), format!("site['{key}'"), format!("site[\"{key}\"")]
            .iter()
            .any(|asked| liquid.contains(asked))
}

fn toml_of(value: &Value) -> Option<Toml> {
    Some(match value {
        Value::Null => return None,
        Value::Bool(value) => (*value).into(),
        Value::Int(value) => (*value).into(),
        Value::Float(value) => (*value).into(),
        Value::String(value) => value.as_str().into(),
        Value::List(items) => items.iter().filter_map(toml_of).collect::<Vec<_>>().into(),
        Value::Map(map) => {
            let entries = map.entries.iter().filter_map(|(key, value)| Some((key.clone(), toml_of(value)?)));
            Toml::Table(entries.collect())
        }
    })
}

/// Tells which settings have no place in the new site.
pub fn report(config: &Config, liquid: &str, problems: &mut Vec<Diagnostic>) {
    let left = config.values.entries.iter().map(|(key, _)| key.as_str());
    let left: Vec<&str> =
        left.filter(|key| !TAKEN.contains(key) && *key != "authors" && !is_asked_for(key, liquid)).collect();
    if !left.is_empty() {
        let doubt = Doubt::SettingsLeft { keys: left.join(", ") };
        problems.push(Diagnostic::warning(config.file, Problem::Import(doubt)));
    }
}
