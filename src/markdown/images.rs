//! Finds the pictures of a finished body, so that a later stage can say more of them than their author did.
//!
//! It may not change the HTML: how large a picture is only its file tells.

use super::html::{Token, attributes, plain_text, tokens};
use memchr::memchr_iter;

/// An `<img>` of a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyImage {
    /// Where its tag begins in `Document::html`.
    pub start: usize,
    /// Where the tag ends.
    pub end: usize,
    /// Its `src`, without entities, with the site's path before a rooted one.
    pub src: String,
    /// Whether its author said what it shows, or with an empty `alt` in HTML, that it shows nothing.
    pub has_alt: bool,
    /// Whether a `<picture>` is round it already.
    pub framed: bool,
}

/// All of them. `unlabelled` holds the destinations of Markdown pictures without a text, which in HTML look like ones
/// whose author wrote `alt=""`; the parser writes `<img src="…" alt="" />`.
pub(super) fn find(html: &str, unlabelled: &[String]) -> Vec<BodyImage> {
    if !has_any(html) {
        return Vec::new();
    }
    let mut found = Vec::new();
    let mut framed = false;
    for (start, token) in tokens(html) {
        match token {
            Token::Open { name, .. } if name.eq_ignore_ascii_case("picture") => framed = true,
            Token::Close { name } if name.eq_ignore_ascii_case("picture") => framed = false,
            Token::Open { name, raw } if name.eq_ignore_ascii_case("img") => {
                let (mut src, mut alt) = (None, None);
                for attribute in attributes(raw) {
                    if attribute.name.eq_ignore_ascii_case("src") {
                        src = src.or(Some(attribute.value));
                    } else if attribute.name.eq_ignore_ascii_case("alt") {
                        alt = alt.or(Some(attribute.value));
                    }
                }
                let Some(src) = src.map(plain_text).filter(|src| !src.is_empty()) else { continue };
                let has_alt = match alt {
                    None => false,
                    Some("") => {
                        let by_parser = raw.starts_with("<img src=\"") && raw.ends_with(" />");
                        !(by_parser && unlabelled.iter().any(|destination| ends_with(&src, destination)))
                    }
                    Some(_) => true,
                };
                found.push(BodyImage { start, end: start + raw.len(), src, has_alt, framed });
            }
            _ => {}
        }
    }
    found
}

/// Most posts have none, so this comes first and costs next to nothing.
fn has_any(html: &str) -> bool {
    let bytes = html.as_bytes();
    memchr_iter(b'<', bytes)
        .any(|at| bytes.get(at + 1..at + 4).is_some_and(|name| name.eq_ignore_ascii_case(b"img")))
}

/// Whether `src` is `destination` once that was escaped and put under the site's path.
fn ends_with(src: &str, destination: &str) -> bool {
    src.ends_with(destination) || src.ends_with(&destination.replace(' ', "%20"))
}

#[cfg(test)]
mod tests {
    use super::super::{Options, render};

    fn images(source: &str) -> Vec<(String, String, bool, bool)> {
        let options = Options {
            base_path: "/n",
            footnote_prefix: "x",
            excerpt: None,
            excerpt_separator: None,
            highlight: false,
            untrusted: false,
            kramdown: None,
        };
        let document = render(source, &options);
        let show = |image: &super::BodyImage| {
            let tag = document.html[image.start..image.end].to_owned();
            (tag, image.src.clone(), image.has_alt, image.framed)
        };
        document.images.iter().map(show).collect()
    }

    #[test]
    fn pictures_of_markdown_and_of_html_are_found() {
        let found = images(
            "![Boats & *quay*](/a.jpg?x=1&y)\n\n<picture><IMG SRC='b.jpg' alt=\"\"></picture> ![](/c%20d.jpg)\n",
        );
        let facts: Vec<_> = found.iter().map(|(_, src, alt, framed)| (src.as_str(), *alt, *framed)).collect();
        assert_eq!(
            facts,
            [("/n/a.jpg?x=1&y", true, false), ("b.jpg", true, true), ("/n/c%20d.jpg", false, false)]
        );
        assert_eq!(found[0].0, "<img src=\"/n/a.jpg?x=1&amp;y\" alt=\"Boats &amp; quay\" />");
        assert_eq!(found[1].0, "<IMG SRC='b.jpg' alt=\"\">");
    }

    #[test]
    fn what_only_looks_like_one_is_none() {
        assert!(
            images("`<img src=a>` and <!-- <img src=b> --> <script>\"<img src=c>\"</script> <img>")
                .is_empty()
        );
        assert!(!images("<img src=a>")[0].2);
    }
}
