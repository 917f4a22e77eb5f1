//! Which file of the site an address means, by the rules of common static hosts, and what may have been meant instead.

use super::edition::Edition;
use crate::plan::Output;
use crate::site::slug;
use rayon::prelude::*;
use std::cmp::Reverse;

/// What an address leads to.
#[derive(Debug)]
pub enum Route<'a> {
    /// A file of the site.
    Output(&'a Output),
    /// Another address of this server.
    Moved(String),
    /// Nothing.
    Missing,
}

/// Looks a decoded path up. `/a/` is `a/index.html`; `/a` is `a`, `a.html`, or moves to `/a/`.
#[must_use]
pub fn route<'a>(edition: &'a Edition, path: &str) -> Route<'a> {
    let base = slug::unescape_path(&edition.config.base_path);
    let Some(inner) = path.strip_prefix(base.as_str()) else {
        return if path == "/" { home(edition) } else { Route::Missing };
    };
    let Some(inner) = inner.strip_prefix('/') else {
        return if inner.is_empty() { home(edition) } else { Route::Missing };
    };
    if inner.is_empty() || inner.ends_with('/') {
        return edition.output(&format!("{inner}index.html")).map_or(Route::Missing, Route::Output);
    }
    if let Some(output) = edition.output(inner).or_else(|| edition.output(&format!("{inner}.html"))) {
        return Route::Output(output);
    }
    match edition.output(&format!("{inner}/index.html")) {
        Some(_) => Route::Moved(edition.config.href(&slug::escape_path(&format!("/{inner}/")))),
        None => Route::Missing,
    }
}

fn home(edition: &Edition) -> Route<'static> {
    Route::Moved(edition.config.href("/"))
}

/// The addresses of pages nearest to a path that leads nowhere, at most three, the nearest first.
#[must_use]
pub fn nearest(edition: &Edition, path: &str) -> Vec<String> {
    let base = slug::unescape_path(&edition.config.base_path);
    let wanted = path.strip_prefix(base.as_str()).unwrap_or(path).trim_matches('/').to_lowercase();
    let wanted = wanted.trim_end_matches("index.html").trim_end_matches(".html").trim_end_matches('/');
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    let wanted_name = name(wanted);
    let length = wanted.chars().count();
    let far = length / 3 + 1;
    let mut found: Vec<(bool, Reverse<usize>, &str)> = edition
        .model
        .planned
        .plan
        .outputs
        .par_iter()
        .filter(|output| output.path.ends_with(".html") && &*output.path != "404.html")
        .filter_map(|output| {
            let own =
                slug::unescape_path(output.url.trim_matches('/').trim_end_matches(".html")).to_lowercase();
            let same_name = !wanted_name.is_empty() && name(&own) == wanted_name;
            if !same_name && own.chars().count().abs_diff(length) > far {
                return None;
            }
            let distance = strsim::osa_distance(&own, wanted);
            (same_name || distance <= far).then_some((same_name, Reverse(distance), &*output.url))
        })
        .collect();
    found.sort_by(|a, b| b.cmp(a));
    found.into_iter().take(3).map(|(.., url)| edition.config.href(url)).collect()
}
