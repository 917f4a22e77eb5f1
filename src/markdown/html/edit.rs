//! The changes that HTML goes through before it may stand on a page.
//!
//! It may not change what a reader sees.

use std::borrow::Cow;

use super::{Token, attributes, tokens};

/// `html` without its `id` attributes: what a list shows many of must not repeat them.
pub(in super::super) fn without_ids(html: &str) -> Cow<'_, str> {
    let mut kept = String::new();
    let mut done = 0;
    for (offset, token) in tokens(html) {
        let Token::Open { raw, .. } = token else {
            continue;
        };
        for attribute in attributes(raw).filter(|found| found.name.eq_ignore_ascii_case("id")) {
            kept.push_str(html[done..offset + attribute.start].trim_end());
            done = offset + attribute.end;
        }
    }
    if done == 0 {
        return Cow::Borrowed(html);
    }
    kept.push_str(&html[done..]);
    Cow::Owned(kept)
}

/// Closes what an HTML text that was cut off leaves open.
pub(in super::super) fn close_open_tags(html: &mut String) {
    const VOID: [&str; 14] = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
        "track", "wbr",
    ];
    let mut open = Vec::new();
    for (_, token) in tokens(html) {
        match token {
            Token::Open { name, raw }
                if !raw.ends_with("/>") && !VOID.iter().any(|void| name.eq_ignore_ascii_case(void)) =>
            {
                open.push(name);
            }
            Token::Close { name } if open.last().is_some_and(|top| top.eq_ignore_ascii_case(name)) => {
                open.pop();
            }
            _ => {}
        }
    }
    let mut closing = String::new();
    for name in open.iter().rev() {
        closing.push_str("</");
        closing.push_str(name);
        closing.push('>');
    }
    html.push_str(&closing);
}

/// `text` made safe for HTML content and double-quoted attributes.
pub(in super::super) fn escaped(text: &str) -> String {
    let mut html = String::with_capacity(text.len() + text.len() / 8);
    escape(text, &mut html);
    html
}

/// Appends `text`, made safe for HTML content and double-quoted attributes.
pub(in super::super) fn escape(text: &str, html: &mut String) {
    let mut done = 0;
    for (at, byte) in text.bytes().enumerate() {
        let entity = match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            b'"' => "&quot;",
            _ => continue,
        };
        html.push_str(&text[done..at]);
        html.push_str(entity);
        done = at + 1;
    }
    html.push_str(&text[done..]);
}

#[cfg(test)]
mod tests {
    use super::{close_open_tags, escaped, without_ids};

    #[test]
    fn drops_ids_and_closes_tags() {
        assert_eq!(without_ids("<p id=x class=y><b ID='z'>"), "<p class=y><b>");
        let mut html = "<div><p>a<br>b<em>c".to_owned();
        close_open_tags(&mut html);
        assert_eq!(html, "<div><p>a<br>b<em>c</em></p></div>");
    }

    #[test]
    fn escapes() {
        assert_eq!(escaped("<a & \"b\">é"), "&lt;a &amp; &quot;b&quot;&gt;é");
    }
}
