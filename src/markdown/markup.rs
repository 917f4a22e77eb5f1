//! What a finished page or body has in it that a reader's browser would follow, load or stumble over.

use super::html::{Token, attributes, plain_text, tokens};
use std::borrow::Cow;

/// What is wrong with a body's tags.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Balance {
    /// Opened and never closed.
    Unclosed(String),
    /// Closed and never opened.
    Unopened(String),
}

/// Elements that have no end, or whose end may be left out (HTML Standard, 13.1.2).
const WITHOUT_END: [&str; 33] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track",
    "wbr", "p", "li", "dt", "dd", "option", "optgroup", "thead", "tbody", "tfoot", "tr", "td", "th",
    "colgroup", "caption", "rt", "rp", "html", "head", "body",
];

/// The tags of a body that have no partner, in its order.
#[must_use]
pub fn unbalanced(html: &str) -> Vec<Balance> {
    let mut open: Vec<&str> = Vec::new();
    let mut found = Vec::new();
    // Within SVG and MathML every tag may close itself.
    for (_, token) in tokens(html) {
        match token {
            Token::Open { name, raw } if !is_free(name) && !raw.ends_with("/>") => open.push(name),
            Token::Close { name } if !is_free(name) => {
                // How far up the partner is may not cost more than a glance: nesting has an end in practice.
                let above = open.len().saturating_sub(256);
                match open[above..].iter().rposition(|other| other.eq_ignore_ascii_case(name)) {
                    Some(at) => {
                        let left = open.drain(above + at..).skip(1);
                        found.extend(left.map(|tag| Balance::Unclosed(tag.to_ascii_lowercase())));
                    }
                    None => found.push(Balance::Unopened(name.to_ascii_lowercase())),
                }
            }
            _ => {}
        }
    }
    found.extend(open.into_iter().map(|tag| Balance::Unclosed(tag.to_ascii_lowercase())));
    found
}

fn is_free(name: &str) -> bool {
    WITHOUT_END.iter().any(|free| free.eq_ignore_ascii_case(name))
}

/// What a page loads without being asked: pictures, frames, scripts, sounds.
#[must_use]
pub fn loads(html: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (_, token) in tokens(html) {
        let Token::Open { name, raw } = token else { continue };
        let loading = ["img", "iframe", "script", "audio", "video", "source", "embed"];
        if loading.iter().any(|tag| tag.eq_ignore_ascii_case(name)) {
            let src = attributes(raw).find(|attribute| attribute.name.eq_ignore_ascii_case("src"));
            found.extend(src.map(|src| text(src.value).into_owned()));
        }
    }
    found
}

/// One thing on a page that matters for links.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mark<'a> {
    /// `href` of a link.
    Link(Cow<'a, str>),
    /// `src`, `poster` or a candidate of `srcset` of something that is loaded, or `href` of a style sheet or an icon.
    Load(Cow<'a, str>),
    /// An `id`, or the `name` of a link.
    Id(Cow<'a, str>),
}

/// An attribute's value, without entities.
fn text(value: &str) -> Cow<'_, str> {
    if value.contains('&') { Cow::Owned(plain_text(value)) } else { Cow::Borrowed(value) }
}

/// All of them, in the page's order.
pub fn marks<'a>(html: &'a str, mut each: impl FnMut(Mark<'a>)) {
    for (_, token) in tokens(html) {
        let Token::Open { name, raw } = token else { continue };
        let is_link = name.eq_ignore_ascii_case("a") || name.eq_ignore_ascii_case("area");
        for attribute in attributes(raw) {
            let is = |other: &str| attribute.name.eq_ignore_ascii_case(other);
            let value = || text(attribute.value);
            if is("href") && is_link {
                each(Mark::Link(value()));
            } else if is("src") || is("poster") || is("href") && name.eq_ignore_ascii_case("link") {
                each(Mark::Load(value()));
            } else if is("srcset") {
                for candidate in value().split(',') {
                    if let Some(address) = candidate.split_whitespace().next() {
                        each(Mark::Load(Cow::Owned(address.to_owned())));
                    }
                }
            } else if is("id") || is("name") && is_link {
                each(Mark::Id(value()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_without_a_partner_are_found() {
        assert_eq!(unbalanced("<p>a<br><li>b<div>c</div><img src=x>"), []);
        assert_eq!(unbalanced("<div><b>x</div>"), [Balance::Unclosed("b".into())]);
        assert_eq!(unbalanced("x</div>"), [Balance::Unopened("div".into())]);
        assert_eq!(unbalanced("<svg><path/></svg><DIV>"), [Balance::Unclosed("div".into())]);
    }

    #[test]
    fn marks_are_in_order() {
        let mut found = Vec::new();
        marks("<h2 id=a>x</h2><a href=\"/b?x&amp;y\">y</a><img src=c srcset=\"d 1x, e 2x\">", |mark| {
            found.push(mark)
        });
        assert_eq!(
            found,
            [
                Mark::Id("a".into()),
                Mark::Link("/b?x&y".into()),
                Mark::Load("c".into()),
                Mark::Load("d".into()),
                Mark::Load("e".into())
            ]
        );
    }
}
