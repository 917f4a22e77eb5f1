//! Which links lead elsewhere, and where each is written.

use super::super::pages::target;
use super::super::{finding, own_off, places};
use crate::build::Ready;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Found, Problem};
use crate::markdown::markup::{self, Mark};
use crate::render::Rendered;
use crate::source::written;
use crate::source::yaml::Value;
use rayon::prelude::*;
use reqwest::Url;
use std::collections::{BTreeMap, BTreeSet};

/// The rules about links to elsewhere.
pub const RULES: [&str; 3] = ["external-broken", "external-unreachable", "external-moved"];

/// Keys whose addresses nobody follows.
const NOT_FOLLOWED: [&str; 3] = ["permalink", "redirect_from", "canonical_url"];

/// An address as it was written, and in which file; of the theme's none is known.
#[derive(Debug)]
pub struct Link {
    /// As the page has it.
    pub address: String,
    /// The article's file.
    pub file: String,
}

/// All links to elsewhere, by what is asked for.
pub fn gather(ready: &Ready<'_>, is_wanted: &(dyn Fn(&str) -> bool + Sync)) -> BTreeMap<Url, Vec<Link>> {
    let mut all: BTreeMap<Url, Vec<Link>> = BTreeMap::new();
    if !RULES.iter().any(|rule| is_wanted(rule)) {
        return all;
    }
    let articles: Vec<_> = ready.site.posts.iter().chain(&ready.site.pages).collect();
    let of_articles: Vec<(&str, BTreeSet<String>)> = articles
        .par_iter()
        .filter_map(|article| {
            let written = written::read(ready.config, &article.path)?;
            let off = own_off(&written);
            if RULES.iter().all(|rule| off.iter().any(|name| name == rule)) {
                return None;
            }
            let mut found = BTreeSet::new();
            markup::marks(&article.document.html, |mark| match mark {
                Mark::Link(address) | Mark::Load(address) => drop(found.insert(address.trim().to_owned())),
                Mark::Id(_) => {}
            });
            for (key, value) in &written.keys.entries {
                if !NOT_FOLLOWED.contains(&key.as_str()) {
                    in_value(value, &mut found);
                }
            }
            Some((article.path.as_str(), found))
        })
        .collect();
    for (file, addresses) in of_articles {
        for address in addresses {
            if let Some(url) = outbound(&address, ready.config) {
                all.entry(url).or_default().push(Link { address, file: file.to_owned() });
            }
        }
    }
    for address in of_front_page(ready) {
        if let Some(url) = outbound(&address, ready.config) {
            all.entry(url).or_insert_with(|| vec![Link { address, file: String::new() }]);
        }
    }
    all
}

/// What the theme adds to each page it adds to the front page.
fn of_front_page(ready: &Ready<'_>) -> Vec<String> {
    let Some(front) = ready.plan.outputs.iter().find(|output| &*output.path == "index.html") else {
        return Vec::new();
    };
    let Ok(Rendered::Bytes(bytes)) = ready.renderer.render(front) else { return Vec::new() };
    let html = String::from_utf8_lossy(&bytes);
    let mut found = markup::loads(&html);
    markup::marks(&html, |mark| {
        if let Mark::Link(address) = mark {
            found.push(address.into_owned());
        }
    });
    found
}

fn in_value(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::List(items) => items.iter().for_each(|item| in_value(item, found)),
        Value::Map(map) => map.entries.iter().for_each(|(_, value)| in_value(value, found)),
        _ => {
            if let Some(text) = value.as_str().map(str::trim)
                && (text.starts_with("http://") || text.starts_with("https://"))
                && !text.contains(char::is_whitespace)
            {
                found.insert(text.to_owned());
            }
        }
    }
}

/// What is asked for to follow an address; nothing for those within the site, and for other schemes.
fn outbound(address: &str, config: &Config) -> Option<Url> {
    let whole = match address.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => address.to_owned(),
    };
    let mut url = Url::parse(&whole).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    if target(address, "/", config).is_some() {
        return None;
    }
    url.set_fragment(None);
    Some(url)
}

/// A finding for each place of its file at which a link is written.
pub fn tell(problem: &Found, link: &Link, config: &Config) -> Vec<Diagnostic> {
    if link.file.is_empty() {
        let on = Found::OnPages { what: Box::new(problem.clone()), page: "/".to_owned(), more: 0 };
        return vec![finding("", Problem::Found(on))];
    }
    let one = || finding(&link.file, Problem::Found(problem.clone()));
    let places = written::read(config, &link.file).map(|written| places::all(&written, &link.address));
    match places {
        Some(places) if !places.is_empty() => places.into_iter().map(|place| one().at(place)).collect(),
        _ => vec![one()],
    }
}
