//! The page's `<meta>` and `<link>` tags: description, canonical address, robots, Open Graph, cards, languages, feeds.

use super::Page;
use crate::config::Config;
use crate::config::machines::FeedFormat;
use crate::images::icons::TOUCH;
use crate::plan::Shows;
use crate::render::xml::text;
use crate::site::taxonomy::TaxonomyKind;

/// The tags, each on a line of its own.
pub fn html(page: &Page<'_>) -> String {
    let mut tags = Tags(String::with_capacity(2 * 1024));
    let config = page.config;
    tags.name("description", &page.description);
    if page.is_indexed() {
        tags.name("robots", "max-image-preview:large");
    } else {
        tags.name("robots", "noindex");
    }
    // The page for what is not there is served at every address, so it has none of its own.
    let has_address = !matches!(page.shows, Shows::NotFound { .. });
    if has_address && !config.origin.is_empty() {
        tags.link("canonical", "", &page.url);
        translations(page, &mut tags);
    }
    tags.property("og:site_name", &config.title);
    tags.property("og:title", if page.title.is_empty() { &config.title } else { page.title });
    tags.property("og:description", &page.description);
    let is_author = matches!(page.shows, Shows::Term { taxonomy, .. }
        if page.site.taxonomies[*taxonomy].kind == TaxonomyKind::Authors);
    let kind = if page.post().is_some() {
        "article"
    } else if is_author {
        "profile"
    } else {
        "website"
    };
    tags.property("og:type", kind);
    if has_address {
        tags.property("og:url", &page.url);
    }
    if let Some((language, territory)) = page.language().split_once(['-', '_'])
        && territory.len() == 2
    {
        tags.property("og:locale", &format!("{language}_{}", territory.to_ascii_uppercase()));
    }
    article(page, &mut tags);
    image(page, &mut tags);
    if let Some(name) = config.share.fediverse.as_ref().filter(|_| page.post().is_some()) {
        tags.name("fediverse:creator", name);
    }
    if let Shows::Term { taxonomy, term, .. } = page.shows {
        let kind = &page.site.taxonomies[*taxonomy];
        let found = &kind.terms[*term];
        let title = format!("{}: {}", config.title, found.name);
        tags.feeds(&title, &kind.term_url(found), kind.kind.feeds(config), config);
    }
    tags.push(&[&page.common.tags]);
    tags.0
}

/// What ends the tags of every page.
pub fn common(config: &Config, has_icons: bool) -> String {
    let mut tags = Tags(String::new());
    if let Some(name) = &config.share.twitter {
        tags.name("twitter:site", name);
    }
    if has_icons {
        tags.link("apple-touch-icon", "", &config.href(&format!("/{}", TOUCH.path)));
        tags.link("manifest", "", &config.href("/manifest.webmanifest"));
    }
    tags.feeds(&config.title, "/", &config.feeds.site, config);
    tags.0
}

/// `hreflang` for each language, the page's own among them, as search engines ask for it; the original is for all others.
fn translations(page: &Page<'_>, tags: &mut Tags) {
    let Some(article) = page.article else { return };
    let group = page.site.translations.of(article);
    for which in group {
        let other = page.site.article(*which);
        let more = format!(" hreflang=\"{}\"", text(other.language(page.config)));
        tags.link("alternate", &more, &page.config.absolute(&other.url));
    }
    if let Some(original) = group.first() {
        let url = page.config.absolute(&page.site.article(*original).url);
        tags.link("alternate", " hreflang=\"x-default\"", &url);
    }
}

fn article(page: &Page<'_>, tags: &mut Tags) {
    let Some(post) = page.post() else { return };
    if let Some(date) = &post.date {
        tags.property("article:published_time", &date.rfc3339());
    }
    if let Some(updated) = &post.front.updated {
        tags.property("article:modified_time", &updated.rfc3339());
    }
    for author in page.terms(TaxonomyKind::Authors) {
        tags.name("author", &author.name);
        if let Some(url) = page.site.author_url(author, page.config) {
            tags.property("article:author", &url);
        }
    }
    if let Some(section) = page.terms(TaxonomyKind::Categories).next() {
        tags.property("article:section", &section.name);
    }
    for tag in page.terms(TaxonomyKind::Tags) {
        tags.property("article:tag", &tag.name);
    }
}

fn image(page: &Page<'_>, tags: &mut Tags) {
    let Some(image) = &page.image else {
        tags.name("twitter:card", "summary");
        return;
    };
    tags.property("og:image", &page.config.absolute(image.url));
    if let Some((width, height)) = image.size {
        tags.property("og:image:width", &width.to_string());
        tags.property("og:image:height", &height.to_string());
    }
    tags.property("og:image:alt", image.alt);
    tags.name("twitter:card", "summary_large_image");
}

struct Tags(String);

impl Tags {
    /// `<meta name>`; nothing for an empty text.
    fn name(&mut self, name: &str, content: &str) {
        self.meta("name", name, content);
    }

    /// `<meta property>`, as Open Graph has it; nothing for an empty text.
    fn property(&mut self, name: &str, content: &str) {
        self.meta("property", name, content);
    }

    fn meta(&mut self, kind: &str, name: &str, content: &str) {
        if !content.is_empty() {
            self.push(&["<meta ", kind, "=\"", name, "\" content=\"", &text(content), "\">\n"]);
        }
    }

    /// `<link>`; `more` are attributes that are escaped already.
    fn link(&mut self, rel: &str, more: &str, href: &str) {
        self.push(&["<link rel=\"", rel, "\"", more, " href=\"", &text(href), "\">\n"]);
    }

    /// The feeds of the page at `base`.
    fn feeds(&mut self, title: &str, base: &str, formats: &[FeedFormat], config: &Config) {
        for format in formats {
            let more = format!(" type=\"{}\" title=\"{}\"", format.media_type(), text(title));
            self.link("alternate", &more, &config.absolute(&format!("{base}{}", format.file())));
        }
    }

    fn push(&mut self, parts: &[&str]) {
        self.0.extend(parts.iter().copied());
    }
}
