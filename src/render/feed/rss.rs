//! RSS 2.0 by the RSS Advisory Board's specification and profile, with `content`, `dc`, `media` and `atom`.

use super::Feed;
use crate::render::xml::{HEAD, element, html_element, text};
use crate::site::article::Article;
use crate::source::date::Moment;

const NAMESPACES: &str = "xmlns:atom=\"http://www.w3.org/2005/Atom\" \
    xmlns:content=\"http://purl.org/rss/1.0/modules/content/\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" \
    xmlns:media=\"http://search.yahoo.com/mrss/\"";

pub fn write(feed: &Feed<'_>) -> String {
    let config = feed.config;
    let mut out = String::with_capacity(16 * 1024);
    out.push_str(HEAD);
    out.push_str(&format!("<rss version=\"2.0\" {NAMESPACES}>\n<channel>\n"));
    element(&mut out, "title", &feed.title);
    element(&mut out, "link", &feed.home);
    // The specification requires a description, though not that it says anything new.
    element(
        &mut out,
        "description",
        Some(&config.description).filter(|text| !text.is_empty()).unwrap_or(&feed.title),
    );
    out.push_str(&format!(
        "<atom:link rel=\"self\" type=\"application/rss+xml\" href=\"{}\"/>\n",
        text(&feed.own)
    ));
    if let Some(hub) = &config.notify.websub_hub {
        out.push_str(&format!("<atom:link rel=\"hub\" href=\"{}\"/>\n", text(hub)));
    }
    element(&mut out, "language", &config.language);
    if !config.copyright.is_empty() {
        element(&mut out, "copyright", &config.copyright);
    }
    if let Some(updated) = feed.updated() {
        element(&mut out, "lastBuildDate", &rfc822(&updated));
    }
    element(&mut out, "generator", "Dateline");
    for post in &feed.posts {
        item(&mut out, post, feed);
    }
    out.push_str("</channel>\n</rss>\n");
    out
}

fn item(out: &mut String, post: &Article, feed: &Feed<'_>) {
    let url = feed.config.absolute(&post.url);
    out.push_str("<item>\n");
    element(out, "title", &post.title);
    element(out, "link", &url);
    element(out, "guid isPermaLink=\"true\"", &url);
    if let Some(date) = &post.date {
        element(out, "pubDate", &rfc822(date));
    }
    for author in feed.authors(post) {
        element(out, "dc:creator", &author.name);
    }
    for name in feed.subjects(post) {
        element(out, "category", name);
    }
    if let Some(picture) = feed.enclosure(post) {
        let (url, media_type) = (text(&picture.url), picture.media_type);
        // An enclosure has to say its length; what is elsewhere is named by media:content alone.
        if let Some(length) = picture.length {
            out.push_str(&format!("<enclosure url=\"{url}\" length=\"{length}\" type=\"{media_type}\"/>\n"));
        }
        out.push_str(&format!("<media:content url=\"{url}\" medium=\"image\" type=\"{media_type}\">\n"));
        if let Some(image) = &post.image {
            let told = [
                ("media:description", image.caption.as_ref().or(image.alt.as_ref())),
                ("media:credit", image.credit.as_ref()),
            ];
            for (name, value) in told {
                if let Some(value) = value {
                    element(out, name, value);
                }
            }
        }
        out.push_str("</media:content>\n");
    }
    if feed.config.feeds.full {
        element(out, "description", &post.document.excerpt_text);
        html_element(out, "content:encoded", &feed.content(post));
    } else {
        html_element(out, "description", &feed.content(post));
    }
    out.push_str("</item>\n");
}

/// A date as RSS has it: RFC 822's, with four digits for the year.
fn rfc822(moment: &Moment) -> String {
    // Every directive exists, so this cannot fail.
    moment.strftime("%a, %d %b %Y %H:%M:%S %z").unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::rfc822;
    use crate::source::date;
    use jiff::tz::TimeZone;

    #[test]
    fn dates_are_those_of_rfc_822() {
        let dublin = TimeZone::get("Europe/Dublin").unwrap();
        assert_eq!(
            rfc822(&date::parse("2026-07-03 08:05", &dublin).unwrap()),
            "Fri, 03 Jul 2026 08:05:00 +0100"
        );
    }
}
