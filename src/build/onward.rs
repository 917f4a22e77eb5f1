//! What leads a reader on from a page: related posts and the search. Decides whether a site has them, and makes them.

use crate::config::Config;
use crate::render::Templates;
use crate::search::{self, IndexFile};
use crate::site::Site;
use crate::site::related::Related;
use std::sync::Arc;

/// Both, where the site has them. Who `is_looking` for what is wrong with a site needs no related posts, and of the search
/// only that there is one.
pub fn make(
    site: &Site,
    config: &Config,
    templates: &Templates,
    is_looking: bool,
) -> (Option<Related>, Option<Arc<[IndexFile]>>) {
    let searches = shows_search(config, templates);
    let (related, words) = rayon::join(
        || (!is_looking && shows_related(config, templates)).then(|| Related::of_all(&site.posts)),
        || (searches && has_index(config, is_looking)).then(|| search::read(site)),
    );
    // What many threads can do is done: each ends in a part that is the work of one.
    let (related, index) =
        rayon::join(|| related.map(Related::indexed), || words.map(|words| words.files(config)));
    (related, searches.then(|| index.unwrap_or_default().into()))
}

/// Whether posts are shown with related ones: unless the settings say, whether a template does so.
#[must_use]
pub fn shows_related(config: &Config, templates: &Templates) -> bool {
    config.related.enabled.unwrap_or_else(|| templates.show("related"))
}

/// Whether readers can search the site: unless the settings say, whether a template leads to the page for it.
#[must_use]
pub fn shows_search(config: &Config, templates: &Templates) -> bool {
    config.search.enabled.unwrap_or_else(|| templates.show("site.search_url"))
}

/// The files of the search index in a preview.
#[must_use]
pub fn previewed_index(site: &Site, config: &Config) -> Arc<[IndexFile]> {
    if has_index(config, true) { search::read(site).files(config).into() } else { Arc::default() }
}

/// Whether there are files of the search index: where nobody reads the site, only if the settings ask for it.
fn has_index(config: &Config, preview: bool) -> bool {
    !preview || config.search.preview
}
