//! Text as XML 1.0 may hold it. Whatever an author wrote passes through here on its way into a feed or a sitemap.

use quick_xml::escape::{escape, partial_escape};
use std::borrow::Cow;

/// The first line of every XML file.
pub const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

/// Escaped for content and attributes, and without the characters that XML forbids even when escaped.
pub fn text(value: &str) -> Cow<'_, str> {
    escape(allowed(value))
}

/// HTML escaped for content alone, in which quotes are no markup: half of what would be escaped are those of attributes.
pub fn html(value: &str) -> Cow<'_, str> {
    partial_escape(allowed(value))
}

fn allowed(value: &str) -> Cow<'_, str> {
    let forbidden =
        |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
    // What begins with the byte 0xEF is among them. Without an early end, the compiler looks at many bytes at a time.
    let doubtful = value.bytes().fold(false, |any, byte| any | (byte < b' ') | (byte == 0xEF));
    if doubtful && value.contains(forbidden) {
        Cow::Owned(value.replace(forbidden, " "))
    } else {
        Cow::Borrowed(value)
    }
}

/// Appends `<name>value</name>` and a line's end.
pub fn element(out: &mut String, name: &str, value: &str) {
    escaped(out, name, &text(value));
}

/// The same with HTML as its content.
pub fn html_element(out: &mut String, name: &str, value: &str) {
    escaped(out, name, &html(value));
}

fn escaped(out: &mut String, name: &str, value: &str) {
    out.push('<');
    out.push_str(name);
    out.push('>');
    out.push_str(value);
    out.push_str("</");
    // A name may be followed by attributes, which an end tag has none of.
    out.push_str(name.split(' ').next().unwrap_or(name));
    out.push_str(">\n");
}

#[cfg(test)]
mod tests {
    use super::{element, html, text};

    #[test]
    fn characters_that_xml_forbids_are_dropped() {
        assert_eq!(text("a\u{8}<b>]]>"), "a &lt;b&gt;]]&gt;");
        assert_eq!(text("a\u{ffff}b\tﬁ"), "a b\tﬁ");
        assert_eq!(html("<a href=\"x\">\u{8}&amp;"), "&lt;a href=\"x\"&gt; &amp;amp;");
        let mut out = String::new();
        element(&mut out, "guid isPermaLink=\"true\"", "https://x/?a&b");
        assert_eq!(out, "<guid isPermaLink=\"true\">https://x/?a&amp;b</guid>\n");
    }
}
