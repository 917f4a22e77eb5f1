//! Finds where links lead, and puts the site's base path in front of rooted ones.
//!
//! It may not judge a link: whether its target exists is for who reads `Document::links`.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Tag};

use super::html::{Token, attributes, tokens};

/// Whether a link would run a script in the reader's browser, or open a page that the link itself holds.
///
/// By the URL Standard's parser: control characters and spaces before a scheme do not count, nor do tabs and line breaks
/// in it, nor its case.
pub fn is_dangerous(url: &str) -> bool {
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let name = scheme.chars().filter(|c| !matches!(c, '\0'..=' ')).map(|c| c.to_ascii_lowercase());
    let is = |word: &str| name.clone().eq(word.chars());
    if is("data") {
        let kind = rest.trim_start_matches(|c| matches!(c, '\0'..=' ')).to_ascii_lowercase();
        return !["image/", "audio/", "video/", "font/", ","].iter().any(|safe| kind.starts_with(safe));
    }
    is("javascript") || is("vbscript")
}

/// The event as it is, unless it begins a dangerous link: then an `<a>` that leads nowhere, or a picture of nothing.
pub(super) fn disarmed(event: Event<'_>) -> Event<'_> {
    match event {
        Event::Start(Tag::Link { ref dest_url, .. }) if is_dangerous(dest_url) => {
            Event::InlineHtml("<a>".into())
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) if is_dangerous(&dest_url) => {
            Event::Start(Tag::Image { link_type, dest_url: CowStr::Borrowed("data:,"), title, id })
        }
        other => other,
    }
}

/// The base path without the slash that every rooted link brings along.
pub(super) fn base(base_path: &str) -> &str {
    base_path.trim_end_matches('/')
}

/// `destination` under `base`, unless it is not rooted or is there already.
pub(super) fn under_base(destination: &str, base: &str) -> Option<String> {
    if base.is_empty() || !destination.starts_with('/') || destination.starts_with("//") {
        return None;
    }
    let already = destination
        .strip_prefix(base)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
    (!already).then(|| [base, destination].concat())
}

/// Collects the `src` and `href` of raw HTML, and puts rooted ones under `base`.
pub(super) fn rewrite<'a>(html: &'a str, base: &str, links: &mut Vec<String>) -> Cow<'a, str> {
    let mut rewritten = String::new();
    let mut done = 0;
    for (offset, token) in tokens(html) {
        let Token::Open { raw, .. } = token else {
            continue;
        };
        for attribute in attributes(raw) {
            let name = attribute.name;
            if !name.eq_ignore_ascii_case("src") && !name.eq_ignore_ascii_case("href") {
                continue;
            }
            links.push(attribute.value.to_owned());
            if let Some(destination) = under_base(attribute.value, base) {
                let start = offset + attribute.value_start;
                rewritten.push_str(&html[done..start]);
                rewritten.push_str(&destination);
                done = start + attribute.value.len();
            }
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    rewritten.push_str(&html[done..]);
    Cow::Owned(rewritten)
}

/// Marks the links that leave the site as paid for, as search engines ask. `origin` is the site's own scheme and host.
pub fn mark_sponsored(html: &mut String, origin: &str) {
    let mut marked = String::new();
    let mut done = 0;
    for (offset, token) in tokens(html) {
        let Token::Open { name, raw } = token else { continue };
        let href = attributes(raw).find(|found| found.name.eq_ignore_ascii_case("href"));
        let Some(href) = href.filter(|_| name.eq_ignore_ascii_case("a")) else { continue };
        let web = ["http://", "https://", "//"].iter().any(|start| href.value.starts_with(start));
        let own =
            !origin.is_empty() && href.value.strip_prefix(origin).is_some_and(|rest| !starts_host(rest));
        if !web || own {
            continue;
        }
        let rel = attributes(raw).find(|found| found.name.eq_ignore_ascii_case("rel"));
        // A `rel` that is there is written anew, with quotes whether it had any or not.
        let (cut, text) = match rel {
            Some(rel) if rel.value.split_whitespace().any(|word| word == "sponsored") => continue,
            Some(rel) => (rel.start..rel.end, format!("rel=\"sponsored {}\"", rel.value)),
            None => (href.start..href.start, "rel=\"sponsored\" ".to_owned()),
        };
        marked.push_str(&html[done..offset + cut.start]);
        marked.push_str(&text);
        done = offset + cut.end;
    }
    if done > 0 {
        marked.push_str(&html[done..]);
        *html = marked;
    }
}

/// Whether what follows an origin makes it another host: `https://x.org` and `https://x.org.example/`.
fn starts_host(rest: &str) -> bool {
    !rest.is_empty() && !rest.starts_with(['/', '?', '#'])
}

#[cfg(test)]
mod tests {
    use super::{base, is_dangerous, mark_sponsored, rewrite, under_base};

    #[test]
    fn paid_links_say_so_where_they_leave_the_site() {
        let marked = |html: &str| {
            let mut html = html.to_owned();
            mark_sponsored(&mut html, "https://x.org");
            html
        };
        assert_eq!(
            marked("<a href=\"https://y.org\">y</a>"),
            "<a rel=\"sponsored\" href=\"https://y.org\">y</a>"
        );
        assert_eq!(marked("<a rel=\"me\" href=\"//y\">y</a>"), "<a rel=\"sponsored me\" href=\"//y\">y</a>");
        assert_eq!(marked("<a rel=me href=//y>y</a>"), "<a rel=\"sponsored me\" href=//y>y</a>");
        assert_eq!(marked("<a href=\"https://x.org.y/\">y</a>").matches("sponsored").count(), 1);
        for stays in
            ["<a href=\"https://x.org/a\">a</a>", "<a href=\"/a\">a</a>", "<img src=\"https://y/i\">", ""]
        {
            assert_eq!(marked(stays), stays);
        }
        let twice = marked("<a href=\"https://y.org\">y</a>");
        assert_eq!(marked(&twice), twice);
    }

    #[test]
    fn only_rooted_links_move() {
        let moved = |destination| under_base(destination, base("/news/"));
        assert_eq!(moved("/a").as_deref(), Some("/news/a"));
        assert_eq!(moved("/").as_deref(), Some("/news/"));
        assert_eq!(moved("/newsroom").as_deref(), Some("/news/newsroom"));
        for stays in ["//cdn/x", "a", "#a", "/news", "/news/", "/news?x", "https://x/", ""] {
            assert_eq!(moved(stays), None, "{stays}");
        }
        assert_eq!(under_base("/a", base("/")), None);
    }

    #[test]
    fn links_that_run_scripts_are_known_in_every_disguise() {
        for link in
            ["javascript:alert(1)", " JavaScript:x", "java\nscript:x", "\u{1}vbscript:x", "data:text/html,x"]
        {
            assert!(is_dangerous(link), "{link:?}");
        }
        for link in
            ["https://x.org/javascript:", "/a:b", "data:image/png;base64,AA", "mailto:a@b.c", "data:,"]
        {
            assert!(!is_dangerous(link), "{link:?}");
        }
    }

    #[test]
    fn raw_html_is_rewritten_and_collected() {
        let mut links = Vec::new();
        let html = "<a title=\"src=/no\" HREF='/a'>href=/no</a><img src=/b alt=x><!-- src=/no -->";
        assert_eq!(
            rewrite(html, "/n", &mut links),
            "<a title=\"src=/no\" HREF='/n/a'>href=/no</a><img src=/n/b alt=x><!-- src=/no -->"
        );
        assert_eq!(links, ["/a", "/b"]);
    }
}
