//! Atom (RFC 4287).

use super::Feed;
use crate::render::xml::{HEAD, element, html, text};
use crate::site::article::Article;

pub fn write(feed: &Feed<'_>) -> String {
    let config = feed.config;
    let mut out = String::with_capacity(16 * 1024);
    // RFC 4287 wants `updated` even of a feed that has no entry yet.
    let updated =
        feed.updated().map_or_else(|| "1970-01-01T00:00:00+00:00".to_owned(), |moment| moment.rfc3339());
    out.push_str(HEAD);
    out.push_str(&format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        text(&config.language)
    ));
    element(&mut out, "title", &feed.title);
    if !config.description.is_empty() {
        element(&mut out, "subtitle", &config.description);
    }
    link(&mut out, "self", "application/atom+xml", &feed.own);
    link(&mut out, "alternate", "text/html", &feed.home);
    if let Some(hub) = &config.notify.websub_hub {
        out.push_str(&format!("<link rel=\"hub\" href=\"{}\"/>\n", text(hub)));
    }
    element(&mut out, "id", &feed.own);
    element(&mut out, "updated", &updated);
    if !config.copyright.is_empty() {
        element(&mut out, "rights", &config.copyright);
    }
    out.push_str("<generator>Dateline</generator>\n");
    for post in &feed.posts {
        entry(&mut out, post, feed);
    }
    out.push_str("</feed>\n");
    out
}

fn link(out: &mut String, rel: &str, media_type: &str, href: &str) {
    out.push_str(&format!("<link rel=\"{rel}\" type=\"{media_type}\" href=\"{}\"/>\n", text(href)));
}

fn entry(out: &mut String, post: &Article, feed: &Feed<'_>) {
    let config = feed.config;
    let url = config.absolute(&post.url);
    let language = post.language(config);
    if language == config.language {
        out.push_str("<entry>\n");
    } else {
        out.push_str(&format!("<entry xml:lang=\"{}\">\n", text(language)));
    }
    element(out, "title", &post.title);
    link(out, "alternate", "text/html", &url);
    element(out, "id", &url);
    element(out, "published", &post.date.map(|date| date.rfc3339()).unwrap_or_default());
    element(out, "updated", &post.modified().map(|date| date.rfc3339()).unwrap_or_default());
    let authors = feed.authors(post);
    // RFC 4287 4.1.2: an entry needs an author; a post without a byline is the paper's own.
    if authors.is_empty() {
        out.push_str(&format!("<author><name>{}</name></author>\n", text(&config.title)));
    }
    for author in authors {
        out.push_str(&format!("<author><name>{}</name>", text(&author.name)));
        if let Some(url) = feed.site.author_url(author, config) {
            out.push_str(&format!("<uri>{}</uri>", text(&url)));
        }
        out.push_str("</author>\n");
    }
    for name in feed.subjects(post) {
        out.push_str(&format!("<category term=\"{}\"/>\n", text(name)));
    }
    if let Some(picture) = feed.enclosure(post) {
        let length = picture.length.map(|length| format!(" length=\"{length}\"")).unwrap_or_default();
        out.push_str(&format!(
            "<link rel=\"enclosure\" type=\"{}\"{length} href=\"{}\"/>\n",
            picture.media_type,
            text(&picture.url)
        ));
    }
    if !post.document.excerpt_text.is_empty() {
        element(out, "summary", &post.document.excerpt_text);
    }
    if config.feeds.full {
        out.push_str(&format!("<content type=\"html\" xml:base=\"{}\">", text(&url)));
        out.push_str(&html(&feed.content(post)));
        out.push_str("</content>\n");
    }
    out.push_str("</entry>\n");
}
