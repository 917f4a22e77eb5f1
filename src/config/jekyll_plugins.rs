//! What Jekyll's Markdown settings and usual plugins have in `_config.yml`: kramdown, jekyll-paginate, jekyll-archives,
//! jekyll-feed, jekyll-seo-tag.

use super::Config;
use crate::markdown::Kramdown;
use crate::source::yaml::{Map, Value};

/// Addresses that Jekyll's plugins gave to lists and feeds, and that lead to ours now.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct OldAddresses {
    /// jekyll-paginate: the path of a page of the home list, with `:num`, and how many posts it had.
    pub pages: Option<(String, usize)>,
    /// jekyll-archives: `year`, `month`, `day`, `tag` or `category`, and its permalink.
    pub archives: Vec<(String, String)>,
    /// jekyll-feed: where the feed was, when not at `/feed.xml`.
    pub feed: Option<String>,
}

/// jekyll-archives' own permalinks.
const ARCHIVES: [(&str, &str); 5] = [
    ("year", "/:year/"),
    ("month", "/:year/:month/"),
    ("day", "/:year/:month/:day/"),
    ("tag", "/tag/:name/"),
    ("category", "/category/:name/"),
];

/// Takes these keys out of `map`.
pub fn read(map: &mut Map, config: &mut Config) {
    let engine = map.remove("markdown").and_then(|value| value.scalar()).unwrap_or_default().to_lowercase();
    config.kramdown = (!engine.contains("commonmark")).then(Kramdown::default);
    if let Some(Value::Map(own)) = map.remove("kramdown")
        && let Some(kramdown) = &mut config.kramdown
    {
        kramdown.parse_block_html = own.get("parse_block_html").and_then(Value::as_bool) == Some(true);
        let input = own.get("input").and_then(Value::scalar);
        kramdown.plain_ids = input.is_some_and(|input| input.eq_ignore_ascii_case("kramdown"));
    }
    let path = map.remove("paginate_path").and_then(|value| value.scalar());
    if map.get("paginate").is_some() {
        let path = path.unwrap_or_else(|| "/page:num/".into());
        let posts = map.get("paginate").and_then(Value::scalar).and_then(|count| count.parse().ok());
        config.old.pages = posts.filter(|count| *count > 0).map(|count| (path, count));
    }
    if let Some(Value::Map(own)) = map.remove("jekyll-archives") {
        archives(&own, config);
    }
    if let Some(Value::Map(own)) = map.remove("feed") {
        let path = own.get("path").and_then(Value::scalar);
        config.old.feed = path.filter(|path| path.trim_start_matches('/') != "feed.xml");
    }
    if let Some(Value::Map(own)) = map.remove("twitter") {
        config.share.twitter = own.get("username").and_then(Value::scalar);
    }
    if let Some(Value::Map(own)) = map.remove("social") {
        config.publisher.name = own.get("name").and_then(Value::scalar);
        if let Some(Value::List(links)) = own.get("links") {
            config.publisher.same_as = links.iter().filter_map(Value::scalar).collect();
        }
    }
}

fn archives(own: &Map, config: &mut Config) {
    let enabled: Vec<String> = match own.get("enabled") {
        Some(Value::List(kinds)) => kinds.iter().filter_map(Value::scalar).collect(),
        Some(Value::String(all)) if all == "all" => ARCHIVES.iter().map(|(kind, _)| (*kind).into()).collect(),
        Some(Value::Bool(true)) => ARCHIVES.iter().map(|(kind, _)| (*kind).into()).collect(),
        _ => Vec::new(),
    };
    let permalinks = match own.get("permalinks") {
        Some(Value::Map(map)) => map.clone(),
        _ => Map::default(),
    };
    for (kind, default) in ARCHIVES {
        let plural = if kind == "category" { "categories".to_owned() } else { format!("{kind}s") };
        if enabled.iter().any(|name| *name == kind || *name == plural) {
            let permalink = permalinks.get(kind).and_then(Value::scalar);
            config.old.archives.push((kind.to_owned(), permalink.unwrap_or_else(|| default.to_owned())));
        }
    }
}
