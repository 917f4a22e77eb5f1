//! Where a page stands in the site: the path from the front page to it, as a `BreadcrumbList` shows it.

use super::Page;
use crate::plan::Shows;
use crate::render::span_title;
use crate::site::archive;
use crate::site::taxonomy::TaxonomyKind;

/// Name and whole address of each step; empty for the front page and for what has no place.
pub fn breadcrumbs(page: &Page<'_>) -> Vec<(String, String)> {
    let config = page.config;
    let mut steps = vec![(config.title.clone(), config.absolute("/"))];
    let mut step = |name: &str, url: String| steps.push((name.to_owned(), url));
    match page.shows {
        Shows::Post { .. } => {
            if let Some(section) = page.terms(TaxonomyKind::Categories).next()
                && let Some(url) = page.site.term_url(TaxonomyKind::Categories, section, config)
            {
                step(&section.name, config.absolute(&url));
            }
        }
        Shows::Page { .. } | Shows::Terms { .. } | Shows::Archives => {}
        Shows::Term { taxonomy, .. } => {
            let kind = page.site.taxonomies[*taxonomy].kind;
            step(&kind.settings(config).title, config.absolute(&format!("/{}/", kind.key())));
        }
        Shows::Archive { year, month, day, .. } => {
            step("Archive", config.absolute("/archive/"));
            let above = [
                (month.is_some() && config.archives.years, None),
                (day.is_some() && config.archives.months, *month),
            ];
            for (_, month) in above.into_iter().filter(|(wanted, _)| *wanted) {
                step(&span_title((*year, month, None)), config.absolute(&archive::url(*year, month, None)));
            }
        }
        _ => return Vec::new(),
    }
    step(page.title, page.url.clone());
    steps
}
