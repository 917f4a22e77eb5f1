//! Lists of posts: which pages each has.

use super::paginate::{ListPage, pages};
use super::{Output, Shows};
use crate::config::Config;
use crate::site::taxonomy::{Taxonomy, TaxonomyKind};
use crate::site::{Site, archive};

/// How many terms one overview page shows.
const TERMS_PER_PAGE: usize = 1_000;

/// The home page, and the pages of terms, years, months and days, with their overviews.
pub fn outputs(site: &Site, config: &Config) -> Vec<Output> {
    let mut outputs = Vec::new();
    let per_page = config.paginate;
    let intro = site.pages.iter().position(|page| &*page.url == "/");
    for list in pages(site.posts.len(), per_page) {
        let intro = intro.filter(|_| list.is_index());
        add(&mut outputs, list.url("/", list.number), Shows::Home { list, intro });
    }
    for (number, taxonomy) in site.taxonomies.iter().enumerate() {
        if taxonomy.kind.settings(config).enabled {
            add_taxonomy(&mut outputs, number, taxonomy, config);
        }
    }
    let archives = &site.archives;
    let on = config.archives;
    let years = archives.years.iter().filter(|_| on.years).map(|(year, posts)| ((*year, None, None), posts));
    let months =
        archives.months.iter().filter(|_| on.months).map(|((y, m), posts)| ((*y, Some(*m), None), posts));
    let days =
        archives.days.iter().filter(|_| on.days).map(|((y, m, d), posts)| ((*y, Some(*m), Some(*d)), posts));
    let all: Vec<_> = years.chain(months).chain(days).map(|(span, posts)| (span, posts.len())).collect();
    for ((year, month, day), count) in all {
        let base = archive::url(year, month, day);
        for list in pages(count, per_page) {
            add(&mut outputs, list.url(&base, list.number), Shows::Archive { year, month, day, list });
        }
    }
    add(&mut outputs, "/archive/".into(), Shows::Archives);
    outputs
}

fn add_taxonomy(outputs: &mut Vec<Output>, number: usize, taxonomy: &Taxonomy, config: &Config) {
    // A paper that follows no story has no page for stories.
    if taxonomy.kind == TaxonomyKind::Stories && taxonomy.terms.is_empty() {
        return;
    }
    for (at, term) in taxonomy.terms.iter().enumerate() {
        if term.slug.is_empty() {
            continue; // reported when the terms were collected
        }
        let base = taxonomy.term_url(term);
        for list in pages(term.posts.len(), config.paginate) {
            add(outputs, list.url(&base, list.number), Shows::Term { taxonomy: number, term: at, list });
        }
    }
    // An overview is by letter, not by date, so its pages count from the front.
    let base = format!("/{}/", taxonomy.kind.key());
    let count = taxonomy.terms.len();
    let total = count.div_ceil(TERMS_PER_PAGE).max(1);
    for at in 0..total {
        let posts = at * TERMS_PER_PAGE..((at + 1) * TERMS_PER_PAGE).min(count);
        let url = if at == 0 { base.clone() } else { format!("{base}page/{}/", at + 1) };
        add(outputs, url, Shows::Terms { taxonomy: number, list: ListPage { posts, number: at + 1, total } });
    }
}

fn add(outputs: &mut Vec<Output>, url: String, shows: Shows) {
    outputs.push(Output::at(url, shows));
}
