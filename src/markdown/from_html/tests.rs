//! What a reader sees must stay; what Markdown cannot say stays HTML.
#![allow(clippy::unwrap_used)]

use super::from_html;

fn made(html: &str) -> String {
    from_html(html).text
}

#[test]
fn blocks_become_markdown() {
    for (html, markdown) in [
        ("<p>One <strong>two</strong> <em>three</em>.</p>", "One **two** *three*.\n"),
        ("<h2 class=\"wp-block-heading\">A head</h2>\n<p>Text</p>", "## A head\n\nText\n"),
        ("<ul><li>One</li>\n<li>Two<ul><li>Deep</li></ul></li></ul>", "- One\n- Two\n  - Deep\n"),
        ("<ol><li>One</li><li>Two</li></ol>", "1. One\n2. Two\n"),
        ("<blockquote><p>Said</p><p>she</p></blockquote>", "> Said\n>\n> she\n"),
        (
            "<p><a href=\"https://x.example/a(b)\">x</a> <code>a*b</code></p>",
            "[x](<https://x.example/a(b)>) `a*b`\n",
        ),
        ("<figure class=\"wp-block-image\"><img src=\"/a.jpg\" alt=\"A\"/></figure>", "![A](/a.jpg)\n"),
        ("<pre><code class=\"language-rust\">a &lt; b\n\nc</code></pre>", "```rust\na < b\n\nc\n```\n"),
        ("<p>one<br />two</p><hr/>", "one\\\ntwo\n\n* * *\n"),
        ("<div><p>in</p></div>", "in\n"),
    ] {
        assert_eq!(made(html), markdown, "{html}");
    }
}

#[test]
fn text_without_elements_is_parted_by_its_lines() {
    assert_eq!(
        made("One\nline\n\nTwo &amp; <b>three</b>\n<!--more-->\nFour"),
        "One\\\nline\n\nTwo & **three**\n\n<!--more-->\n\nFour\n"
    );
}

#[test]
fn what_markdown_cannot_say_stays() {
    for html in [
        "<table><tr><td>1</td></tr></table>",
        "<p style=\"color:red\">x</p>",
        "<iframe src=\"https://x.example\"></iframe>",
        "<figure><img src=\"a.jpg\"/><figcaption>Words</figcaption></figure>",
        "<h2 id=\"there\">x</h2>",
        "<p>open <b>only</p>",
    ] {
        assert_eq!(made(html), format!("{html}\n"));
        assert_eq!(from_html(html).kept, 1, "{html}");
    }
    assert_eq!(made("<div style=\"a:b\">\n\nx\n\n</div>"), "<div style=\"a:b\">\nx\n</div>\n");
}

#[test]
fn hostile_html_ends() {
    for piece in ["<b>", "<ul><li>", "</p>", "<p>", "&", "a\n\n", "<br>", "<!--"] {
        let _ = from_html(&piece.repeat(20_000));
    }
}
