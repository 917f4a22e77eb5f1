//! Which stories the front page shows, and where: each once, the most important ones first.

use super::fields::{Fields, put};
use super::view::{Given, View};
use crate::config::Config;
use crate::plan::paginate::ListPage;
use crate::site::Site;
use crate::site::taxonomy::{Taxonomy, TaxonomyKind};
use tera::Value;

/// How many stories stand beside the lead.
const TOP: usize = 3;
/// How many headlines the list of the latest holds.
const LATEST: usize = 6;
/// How many sections there are, where the settings name none.
const SECTIONS: usize = 6;
/// How many stories a section shows.
const IN_SECTION: usize = 4;
/// How many posts the banner names at most.
const BREAKING: usize = 3;

/// `front`: `breaking`, `lead`, `top`, `latest`, `sections` and `more`, of the posts of the newest page of `/`; sections
/// reach further back.
#[must_use]
pub fn front(list: &ListPage, view: &View, given: Given<'_>) -> Value {
    let Given { site, config, .. } = given;
    let cards = |numbers: Vec<usize>| -> Vec<Value> {
        numbers.into_iter().map(|number| view.post(number, given).clone()).collect()
    };
    let mut map = Fields::new();
    let breaking = (0..site.posts.len()).filter(|number| site.posts[*number].breaking).take(BREAKING);
    map.insert("breaking".into(), Value::from(cards(breaking.collect())));
    let newest = list.posts.start;
    let lead = list.posts.clone().find(|number| site.posts[*number].front.featured).unwrap_or(newest);
    let has_posts = lead < site.posts.len();
    put(&mut map, "lead", has_posts.then(|| view.post(lead, given).clone()));
    let mut rest: Vec<usize> = list.posts.clone().filter(|number| *number != lead).collect();
    let top: Vec<usize> = rest.drain(..rest.len().min(TOP)).collect();
    let latest: Vec<usize> = rest.drain(..rest.len().min(LATEST)).collect();
    let mut shown: Vec<usize> =
        [lead].into_iter().chain(top.iter().copied()).chain(latest.iter().copied()).collect();
    map.insert("top".into(), Value::from(cards(top)));
    map.insert("latest".into(), Value::from(cards(latest)));
    let mut sections = Vec::new();
    for (at, term) in in_order(site, config) {
        let taxonomy = &site.taxonomies[at];
        let posts = taxonomy.terms[term].posts.iter().map(|number| *number as usize);
        let posts: Vec<usize> = posts.filter(|number| !shown.contains(number)).take(IN_SECTION).collect();
        if !posts.is_empty() {
            shown.extend(&posts);
            let fields = view.terms[at][term].as_map().into_iter().flatten();
            let mut section: Fields = fields.map(|(key, value)| (key.clone(), value.clone())).collect();
            section.insert("posts".into(), Value::from(cards(posts)));
            sections.push(Value::from(section));
        }
    }
    map.insert("sections".into(), Value::from(sections));
    rest.retain(|number| !shown.contains(number));
    map.insert("more".into(), Value::from(cards(rest)));
    Value::from(map)
}

/// The categories that are sections, as places in the site's terms: those that the settings name, or the most used.
fn in_order(site: &Site, config: &Config) -> Vec<(usize, usize)> {
    let kind = TaxonomyKind::Categories;
    let Some(at) = site.taxonomies.iter().position(|taxonomy| taxonomy.kind == kind) else {
        return Vec::new();
    };
    if !kind.settings(config).enabled {
        return Vec::new();
    }
    let taxonomy = &site.taxonomies[at];
    let found = match &config.theme.sections {
        Some(names) => names.iter().filter_map(|name| named(taxonomy, name)).collect(),
        None => {
            let mut all: Vec<usize> = (0..taxonomy.terms.len()).collect();
            all.sort_by_key(|term| (std::cmp::Reverse(taxonomy.terms[*term].posts.len()), *term));
            all.truncate(SECTIONS);
            all
        }
    };
    found.into_iter().map(|term| (at, term)).collect()
}

fn named(taxonomy: &Taxonomy, name: &str) -> Option<usize> {
    let wanted = name.to_lowercase();
    taxonomy.terms.iter().position(|term| term.name.to_lowercase() == wanted || term.slug == wanted)
}
