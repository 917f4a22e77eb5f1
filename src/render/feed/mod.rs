//! Feeds: the newest posts of the site or of a term, as Atom, RSS 2.0 and JSON Feed. Addresses in them are whole.

mod atom;
mod json;
mod rss;

use super::view::Given;
use crate::assets::Sizes;
use crate::config::Config;
use crate::config::machines::FeedFormat;
use crate::images::Pictures;
use crate::markdown;
use crate::plan::FeedOf;
use crate::site::Site;
use crate::site::article::Article;
use crate::site::taxonomy::{TaxonomyKind, Term};
use crate::source::date::Moment;
use std::borrow::Cow;

/// A feed's own data, whatever its format.
struct Feed<'a> {
    site: &'a Site,
    config: &'a Config,
    sizes: &'a Sizes,
    pictures: &'a Pictures,
    title: String,
    /// The whole address of the page that it follows.
    home: String,
    /// Its own whole address.
    own: String,
    posts: Vec<&'a Article>,
}

/// The text of a feed at `url`, which is the address without the address's own path.
#[must_use]
pub fn feed(of: FeedOf, format: FeedFormat, url: &str, given: Given<'_>, sizes: &Sizes) -> String {
    let Given { site, config, pictures } = given;
    let (title, home, posts) = match of {
        FeedOf::Site => (config.title.clone(), "/".to_owned(), newest(site, config).collect()),
        FeedOf::Term { taxonomy, term } => {
            let kind = &site.taxonomies[taxonomy];
            let found = &kind.terms[term];
            (
                format!("{}: {}", config.title, found.name),
                kind.term_url(found),
                of_term(site, config, found).collect(),
            )
        }
    };
    let (home, own) = (config.absolute(&home), config.absolute(url));
    let feed = Feed { site, config, sizes, pictures, title, home, own, posts };
    match format {
        FeedFormat::Atom => atom::write(&feed),
        FeedFormat::Rss => rss::write(&feed),
        FeedFormat::Json => json::write(&feed),
    }
}

/// The pictures of all posts that stand in any feed: their sizes have to be known.
pub fn pictures<'a>(site: &'a Site, config: &'a Config) -> impl Iterator<Item = &'a str> {
    let of_site = newest(site, config).filter(|_| !config.feeds.site.is_empty());
    let kinds = site.taxonomies.iter().filter(|kind| !kind.kind.feeds(config).is_empty());
    let of_terms = kinds.flat_map(|kind| &kind.terms).flat_map(|term| of_term(site, config, term));
    of_site.chain(of_terms).filter_map(|post| post.image.as_ref()).map(|image| image.path.as_str())
}

fn newest<'a>(site: &'a Site, config: &Config) -> impl Iterator<Item = &'a Article> {
    site.posts.iter().take(config.feeds.posts)
}

fn of_term<'a>(site: &'a Site, config: &Config, term: &'a Term) -> impl Iterator<Item = &'a Article> {
    term.posts.iter().take(config.feeds.posts).map(|post| &site.posts[*post as usize])
}

/// A post's picture as something to be downloaded.
struct Enclosure {
    url: String,
    media_type: &'static str,
    /// In bytes; a picture elsewhere has none that is known.
    length: Option<u64>,
}

impl<'a> Feed<'a> {
    /// When the newest of its posts changed last.
    fn updated(&self) -> Option<Moment> {
        self.posts.iter().filter_map(|post| post.modified()).max()
    }

    fn authors(&self, post: &'a Article) -> Vec<&'a Term> {
        self.terms(TaxonomyKind::Authors, post.terms.of(TaxonomyKind::Authors)).collect()
    }

    /// Names of categories, then tags.
    fn subjects(&self, post: &'a Article) -> impl Iterator<Item = &'a str> {
        let categories = self.terms(TaxonomyKind::Categories, post.terms.of(TaxonomyKind::Categories));
        categories
            .chain(self.terms(TaxonomyKind::Tags, post.terms.of(TaxonomyKind::Tags)))
            .map(|term| term.name.as_str())
    }

    fn terms(&self, kind: TaxonomyKind, own: &'a [u32]) -> impl Iterator<Item = &'a Term> {
        let taxonomy = self.site.taxonomy(kind);
        own.iter().filter_map(move |at| taxonomy.map(|taxonomy| &taxonomy.terms[*at as usize]))
    }

    /// The body, or the excerpt where the settings say so, with whole addresses.
    fn content(&self, post: &'a Article) -> Cow<'a, str> {
        let document = &post.document;
        let html = if self.config.feeds.full { &document.html } else { &document.excerpt_html };
        markdown::whole_addresses(html, &self.config.origin, &self.config.absolute(&post.url))
    }

    fn enclosure(&self, post: &Article) -> Option<Enclosure> {
        let url = self.pictures.lead_url(post, self.config)?;
        let path = post.image.as_ref()?.path.as_str();
        let length = self.sizes.get(path).copied();
        Some(Enclosure { url: self.config.absolute(url), media_type: media_type(url)?, length })
    }
}

/// A picture's media type by the end of its address.
fn media_type(path: &str) -> Option<&'static str> {
    let path = path.split(['?', '#']).next().unwrap_or(path);
    let (_, end) = path.rsplit_once('.')?;
    Some(match end.to_ascii_lowercase().as_str() {
        "jpg" | "jpeg" => "image/jpeg",
        "png" => "image/png",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "gif" => "image/gif",
        "svg" => "image/svg+xml",
        _ => return None,
    })
}
