//! Cleans the HTML of people whom the newsroom does not employ (`[markdown] untrusted = true`).
//!
//! The whole body is cleaned, not its raw parts: an inline tag arrives without the one that closes it. So what Markdown
//! itself is written with has to be on the list of what may stay, and nothing else is.

use std::borrow::Cow;
use std::sync::LazyLock;

use ammonia::Builder;

use super::links::is_dangerous;
use super::{Document, plain_text, words};

/// Classes that Markdown's own elements bear. Others would let a contributor dress text up as a part of the theme.
const CLASSES: [&str; 5] = ["hl-", "language-", "footnote", "alert", "code"];
const TAGS: [&str; 2] = ["input", "section"];

static CLEANER: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut cleaner = Builder::default();
    cleaner
        .add_tags(TAGS)
        .add_generic_attributes(["class", "id", "dir", "aria-label"])
        .add_tag_attributes("input", ["checked"])
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .add_tag_attributes("pre", ["tabindex"])
        .add_tag_attributes("img", ["loading", "decoding"])
        .add_tag_attributes("th", ["style"])
        .add_tag_attributes("td", ["style"])
        .filter_style_properties(["text-align"].into())
        .add_url_schemes(["data"])
        // Links cannot name a window here, so there is nothing that `noopener` would have to prevent.
        .link_rel(None)
        .attribute_filter(attribute);
    cleaner
});

fn attribute<'v>(element: &str, name: &str, value: &'v str) -> Option<Cow<'v, str>> {
    let keep = match name {
        "class" => value
            .split_ascii_whitespace()
            .all(|class| CLASSES.iter().any(|own| class.starts_with(own) || class == *own)),
        // Headings and notes are linked to; any other id could take the place of one of the theme's.
        "id" => match element {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => true,
            "li" => value.starts_with("fn-"),
            "a" => value.starts_with("fnref-"),
            _ => false,
        },
        "tabindex" => value == "0",
        "href" | "src" | "cite" => !is_dangerous(value),
        _ => true,
    };
    keep.then_some(Cow::Borrowed(value))
}

/// The document with its HTML cleaned, and its words counted anew.
pub(super) fn document(document: Document) -> Document {
    let html = html(&document.html);
    let excerpt_html = self::html(&document.excerpt_html);
    Document {
        words: words::count(&plain_text(&html)),
        excerpt_text: plain_text(&excerpt_html),
        excerpt_html,
        html,
        ..document
    }
}

fn html(html: &str) -> String {
    CLEANER.clean(html).to_string()
}

#[cfg(test)]
mod tests {
    use super::super::{Options, render};

    const OPTIONS: Options<'_> = Options {
        base_path: "",
        footnote_prefix: "a",
        excerpt: None,
        excerpt_separator: None,
        highlight: true,
        untrusted: false,
        kramdown: None,
    };

    fn both(source: &str) -> (String, String) {
        let cleaned = render(source, &Options { untrusted: true, kramdown: None, ..OPTIONS });
        (render(source, &OPTIONS).html, cleaned.html)
    }

    #[test]
    fn what_markdown_itself_writes_stays() {
        let source = "# Head\n\nA *b* **c** ~~d~~ `e` [f](/g \"h\") <https://x.org>\n\n![i](j.jpg)\n\n> q\n\n> [!NOTE]\n> n\n\n\
                      | a | b |\n|--:|:-:|\n| 1 | 2 |\n\n- [x] done\n- [ ] to do\n\n```rust\nfn main() {}\n```\n\nNote[^1]\n\n[^1]: text\n\n\
                      term\n: definition\n";
        let (raw, cleaned) = both(source);
        // Only the spelling differs: how a void element ends, entities, a style's last semicolon, an empty value.
        let flat = |html: &str| {
            html.replace(" />", ">")
                .replace("&quot;", "\"")
                .replace(" =\"\"", "")
                .replace(": ", ":")
                .replace(";\"", "\"")
        };
        let sorted = |html: &str| {
            let mut tags: Vec<String> = flat(html)
                .split('<')
                .map(|tag| {
                    let mut words: Vec<&str> = tag.split([' ', '>']).collect();
                    words.sort_unstable();
                    words.join(" ")
                })
                .collect();
            tags.sort();
            tags
        };
        assert_eq!(sorted(&cleaned), sorted(&raw), "\n{cleaned}\n{raw}");
    }

    #[test]
    fn what_could_do_harm_goes() {
        for source in [
            "<script>alert(1)</script>",
            "<img src=x onerror=alert(1)>",
            "<a href='java&#10;script:alert(1)'>x</a>",
            "<a href=\"data:text/html,x\">x</a>",
            "<iframe src=https://x.org></iframe>",
            "<div class=\"mast\" id=\"main\" style=\"position:fixed\">x</div>",
            "<form action=/x><input type=password></form>",
            "<svg><script>alert(1)</script></svg>",
            "<style>body{display:none}</style>",
            "text <b onclick=alert(1)>bold</b> <!-- c --> <base href=//x.org>",
        ] {
            let cleaned = both(source).1;
            for word in [
                "script", "onerror", "onclick", "data:", "iframe", "mast", "main", "position", "form",
                "password", "<base", "<!--", "display",
            ] {
                assert!(!cleaned.contains(word), "{source} left {cleaned}");
            }
        }
        assert_eq!(both("<p>kept <b>bold</b></p>").1.trim(), "<p>kept <b>bold</b></p>");
    }
}
