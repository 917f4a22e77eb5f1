//! `feed.xml`: Atom (RFC 4287) of the newest posts, with whole addresses throughout.

use crate::config::Config;
use crate::site::Site;
use crate::site::article::Article;
use crate::site::taxonomy::TaxonomyKind;
use quick_xml::escape::escape;

/// How many posts the feed holds.
const POSTS: usize = 20;

/// The feed's text.
#[must_use]
pub fn atom(site: &Site, config: &Config) -> String {
    let posts = &site.posts[..site.posts.len().min(POSTS)];
    let mut out =
        String::with_capacity(1024 + posts.iter().map(|post| post.document.html.len() * 2).sum::<usize>());
    let home = config.absolute("/");
    let own = config.absolute("/feed.xml");
    let newest = posts.iter().filter_map(|post| post.front.updated.max(post.date)).max();
    // RFC 4287 wants `updated` even of a feed that has no entry yet.
    let updated = newest.map_or_else(|| "1970-01-01T00:00:00+00:00".to_owned(), |moment| moment.rfc3339());
    out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
    out.push_str(&format!(
        "<feed xmlns=\"http://www.w3.org/2005/Atom\" xml:lang=\"{}\">\n",
        text(&config.language)
    ));
    out.push_str(&format!("<title>{}</title>\n", text(&config.title)));
    if !config.description.is_empty() {
        out.push_str(&format!("<subtitle>{}</subtitle>\n", text(&config.description)));
    }
    out.push_str(&format!("<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n", text(&own)));
    out.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n", text(&home)));
    out.push_str(&format!(
        "<id>{}</id>\n<updated>{updated}</updated>\n<generator>Dateline</generator>\n",
        text(&own)
    ));
    for post in posts {
        entry(&mut out, post, site, config);
    }
    out.push_str("</feed>\n");
    out
}

fn entry(out: &mut String, post: &Article, site: &Site, config: &Config) {
    let url = config.absolute(&post.url);
    let published = post.date.map(|date| date.rfc3339()).unwrap_or_default();
    let updated = post.front.updated.max(post.date).map(|date| date.rfc3339()).unwrap_or_default();
    out.push_str("<entry>\n");
    out.push_str(&format!("<title>{}</title>\n", text(&post.title)));
    out.push_str(&format!(
        "<link rel=\"alternate\" type=\"text/html\" href=\"{0}\"/>\n<id>{0}</id>\n",
        text(&url)
    ));
    out.push_str(&format!("<published>{published}</published>\n<updated>{updated}</updated>\n"));
    let names = |kind: TaxonomyKind, own: &[u32]| -> Vec<&str> {
        let taxonomy = site.taxonomies.iter().find(|taxonomy| taxonomy.kind == kind);
        taxonomy.map_or_else(Vec::new, |taxonomy| {
            own.iter().map(|at| taxonomy.terms[*at as usize].name.as_str()).collect()
        })
    };
    let authors = names(TaxonomyKind::Authors, &post.terms.authors);
    // RFC 4287 4.1.2: an entry needs an author; a post without a byline is the paper's own.
    for name in if authors.is_empty() { vec![config.title.as_str()] } else { authors } {
        out.push_str(&format!("<author><name>{}</name></author>\n", text(name)));
    }
    let terms = names(TaxonomyKind::Categories, &post.terms.categories);
    for name in terms.into_iter().chain(names(TaxonomyKind::Tags, &post.terms.tags)) {
        out.push_str(&format!("<category term=\"{}\"/>\n", text(name)));
    }
    if !post.document.excerpt_text.is_empty() {
        out.push_str(&format!("<summary>{}</summary>\n", text(&post.document.excerpt_text)));
    }
    let html = whole_addresses(&post.document.html, config, &url);
    out.push_str(&format!(
        "<content type=\"html\" xml:base=\"{}\">{}</content>\n</entry>\n",
        text(&url),
        text(&html)
    ));
}

/// Text as XML may hold it: escaped, and without the control characters that XML 1.0 forbids.
fn text(value: &str) -> String {
    let forbidden =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    if value.contains(forbidden) {
        escape(value.replace(forbidden, " ")).into_owned()
    } else {
        escape(value).into_owned()
    }
}

/// The body with every `href` and `src` as a whole address, for readers that do not know `xml:base`.
fn whole_addresses(html: &str, config: &Config, page: &str) -> String {
    let mut out = String::with_capacity(html.len() + 256);
    let mut rest = html;
    while let Some((at, mark)) = next_attribute(rest) {
        let (before, after) = rest.split_at(at + mark.len());
        out.push_str(before);
        rest = after;
        if after.starts_with("//") {
            continue;
        }
        if after.starts_with('/') {
            out.push_str(&config.origin);
        } else {
            let outside = crate::config::is_external(after.split('"').next().unwrap_or_default());
            if after.starts_with('#') || (!outside && page.ends_with('/')) {
                out.push_str(page);
            }
        }
    }
    out.push_str(rest);
    out
}

fn next_attribute(html: &str) -> Option<(usize, &'static str)> {
    let found = [" href=\"", " src=\""].into_iter().filter_map(|mark| html.find(mark).map(|at| (at, mark)));
    found.min()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn characters_that_xml_forbids_are_dropped() {
        assert_eq!(text("a\u{8}<b>"), "a &lt;b&gt;");
    }
}
