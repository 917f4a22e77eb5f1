//! Finds where links lead, and puts the site's base path in front of rooted ones.
//!
//! It may not judge a link: whether its target exists is for who reads `Document::links`.

use std::borrow::Cow;

use super::html::{Token, attributes, tokens};

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

#[cfg(test)]
mod tests {
    use super::{base, rewrite, under_base};

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
