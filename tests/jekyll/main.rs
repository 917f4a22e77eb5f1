//! Jekyll's own features, as facts about small sites: what Jekyll 4 makes of the same files, a module a feature.
#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "../common/mod.rs"]
mod common;

mod collections;
mod data;
mod defaults;
mod drafts;
mod excerpts;
mod highlight;
mod include;
mod kramdown;
mod lenient;
mod links;
mod liquid;
mod moving;
mod permalinks;
mod pictures;

use common::{Built, Site};
use std::collections::BTreeMap;

/// A site's files: path and text.
type Files<'a> = [(&'a str, &'a str)];

/// Settings under which every case's page is its body alone.
const PLAIN: &str = "title: T\nurl: https://x.example\npermalink: /:title/\n\
                     defaults: [{scope: {path: ''}, values: {layout: none}}]\n";

/// A built site of these settings and files.
fn built(config: &str, files: &Files<'_>) -> Built {
    let site = Site::jekyll(config);
    files.iter().for_each(|(path, text)| site.put(path, text));
    site.build()
}

/// Builds a site in which each case is a post, and compares each one's HTML. All that differ are shown.
fn bodies(config: &str, files: &Files<'_>, cases: &Files<'_>) {
    let site = Site::jekyll(config);
    files.iter().for_each(|(path, text)| site.put(path, text));
    for (number, (text, _)) in cases.iter().enumerate() {
        let text = if text.starts_with("---\n") { (*text).to_owned() } else { format!("---\n---\n{text}\n") };
        site.put(&format!("_posts/2020-02-03-case-{number}.md"), text);
    }
    let built = site.build();
    let differing: Vec<String> = cases
        .iter()
        .enumerate()
        .filter_map(|(number, (text, wanted))| {
            let html = built.text(&format!("case-{number}/index.html"));
            let html = html.trim().replace('\n', "");
            (html != *wanted).then(|| format!("{text}\n  wanted {wanted}\n  has    {html}"))
        })
        .collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The addresses of all posts, pages and documents by their source paths.
fn addresses(built: &Built) -> BTreeMap<&str, &str> {
    let site = &built.report.site;
    let all = site.posts.iter().chain(&site.pages).chain(&site.hidden);
    all.map(|article| (article.path.as_str(), &*article.url)).collect()
}

/// Compares addresses, all at once.
fn urls(config: &str, files: &Files<'_>, wanted: &Files<'_>) {
    let built = built(config, files);
    let found = addresses(&built);
    let differing: Vec<String> = wanted
        .iter()
        .filter(|(path, url)| found.get(path) != Some(url))
        .map(|(path, url)| format!("{path}: wanted {url}, has {:?}", found.get(path)))
        .collect();
    assert!(differing.is_empty(), "{}\n{}", config, differing.join("\n"));
}
