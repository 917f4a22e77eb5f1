//! Where Jekyll's plugins had lists and feeds: what leads from there to ours.

use super::paginate::pages;
use super::{FeedOf, Output, Shows};
use crate::config::Config;
use crate::config::machines::FeedFormat;
use crate::site::permalink;
use crate::site::slug::{self, Mode};
use crate::site::taxonomy::TaxonomyKind;
use crate::site::{Site, archive};
use rustc_hash::FxHashSet;

/// Redirects, and the feed at its old place; nothing that would stand where something is planned already.
pub fn outputs(site: &Site, config: &Config, planned: &[Output]) -> Vec<Output> {
    let mut found: Vec<(String, Shows)> = Vec::new();
    let mut redirect = |from: String, to: String| found.push((from, Shows::Redirect { to: to.into() }));
    for (from, to) in &config.redirects {
        redirect(rooted(from), to.clone());
    }
    if let Some((path, per_page)) = &config.old.pages {
        let lists: Vec<_> = pages(site.posts.len(), config.paginate).collect();
        // The first page was the one that the others lie below.
        let first = path.split("page:num").next().unwrap_or_default();
        if !first.trim_matches('/').is_empty() && !first.contains(':') {
            redirect(rooted(first), "/".into());
        }
        for number in 2..=site.posts.len().div_ceil(*per_page) {
            let first = (number - 1) * per_page;
            // The newest posts come first, so the lists' ranges go up.
            if let Some(list) = lists.get(lists.partition_point(|list| list.posts.end <= first)) {
                redirect(rooted(&path.replace(":num", &number.to_string())), list.url("/", list.number));
            }
        }
    }
    for (kind, permalink) in &config.old.archives {
        let term = match kind.as_str() {
            "tag" => Some(TaxonomyKind::Tags),
            "category" => Some(TaxonomyKind::Categories),
            _ => None,
        };
        if let Some(taxonomy) = term.and_then(|kind| site.taxonomy(kind)) {
            for term in taxonomy.terms.iter().filter(|term| !term.slug.is_empty()) {
                let name = slug::jekyll(&term.name, Mode::Default, false);
                let from = permalink.replace(":name", &slug::escape_path(&name)).replace(":type", kind);
                redirect(rooted(&from), taxonomy.term_url(term));
            }
            continue;
        }
        for (year, month, day) in spans(site, kind) {
            let from = permalink
                .replace(":year", &format!("{year:04}"))
                .replace(":month", &format!("{:02}", month.unwrap_or(1)))
                .replace(":day", &format!("{:02}", day.unwrap_or(1)));
            redirect(rooted(&from), archive::url(year, month, day));
        }
    }
    if let Some(path) = &config.old.feed {
        found.push((rooted(path), Shows::Feed { of: FeedOf::Site, format: FeedFormat::Atom }));
    }
    if found.is_empty() {
        return Vec::new();
    }
    let mut taken: FxHashSet<String> = planned.iter().map(|output| output.path.to_lowercase()).collect();
    let mut outputs = Vec::with_capacity(found.len());
    for (url, shows) in found {
        let path = permalink::file_path(&url);
        if permalink::check(&url).is_ok() && taken.insert(path.to_lowercase()) {
            outputs.push(Output::at(url, shows));
        }
    }
    outputs
}

fn spans(site: &Site, kind: &str) -> Vec<(i16, Option<i8>, Option<i8>)> {
    let archives = &site.archives;
    match kind {
        "year" => archives.years.keys().map(|year| (*year, None, None)).collect(),
        "month" => archives.months.keys().map(|(year, month)| (*year, Some(*month), None)).collect(),
        "day" => archives.days.keys().map(|(y, m, d)| (*y, Some(*m), Some(*d))).collect(),
        _ => Vec::new(),
    }
}

fn rooted(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/'))
}
