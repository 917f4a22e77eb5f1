#![allow(clippy::unwrap_used)]

use crate::markdown::{Document, Kramdown, Options, render};
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn document(source: &str) -> Document {
    let kramdown = Some(Kramdown::default());
    let options = Options { footnote_prefix: "p", kramdown, ..Options::default() };
    render(source, &options)
}

fn html(source: &str) -> String {
    document(source).html.trim().to_owned()
}

#[test]
fn attributes_of_blocks() {
    assert_eq!(html("Text.\n{: .a #b k=\"v\"}"), "<p class=\"a\" id=\"b\" k=\"v\">Text.</p>");
    assert_eq!(html("{: .next}\nText."), "<p class=\"next\">Text.</p>");
    assert_eq!(html("> q\n{: .a}"), "<blockquote class=\"a\">\n<p>q</p>\n</blockquote>");
    assert_eq!(html("* a\n* b\n{: .a}"), "<ul class=\"a\">\n<li>a</li>\n<li>b</li>\n</ul>");
    assert_eq!(html("* {:.a} x\n* y"), "<ul>\n\n<li class=\"a\">x</li>\n<li>y</li>\n</ul>");
    assert_eq!(html("```\nx\n```\n{: .a}"), "<pre class=\"code a\" tabindex=\"0\"><code>x\n</code></pre>");
    assert!(html("| a | b |\n|---|---|\n| c | d |\n{: .a}").starts_with("<table class=\"a\">"));
    assert_eq!(html("{:n: .a title=\"T\"}\n\nText.\n{:n .b}"), "<p class=\"a b\" title=\"T\">Text.</p>");
}

#[test]
fn attributes_of_spans() {
    assert_eq!(html("*a*{:.x}b"), "<p><em class=\"x\">a</em>b</p>");
    assert_eq!(html("[a](/b){:target=\"_blank\"}"), "<p><a target=\"_blank\" href=\"/b\">a</a></p>");
    assert_eq!(html("![a](/b){: width=\"50%\"}"), "<p><img width=\"50%\" src=\"/b\" alt=\"a\" /></p>");
    assert_eq!(html("`a`{:.b}"), "<p><code class=\"b\">a</code></p>");
    assert_eq!(html("text {:.x} text"), "<p>text {:.x} text</p>");
    assert_eq!(html("`{:.x}`"), "<p><code>{:.x}</code></p>");
    assert_eq!(html("    {:.x}"), "<pre class=\"code\" tabindex=\"0\"><code>{:.x}</code></pre>");
}

#[test]
fn headings_with_ids_and_contents() {
    let found = document("* x\n{:toc}\n\n## One {#uno}\n\n### Two\n\n## Three\n{:.no_toc}");
    let toc: Vec<(&str, &str)> = found.toc.iter().map(|h| (h.id.as_str(), h.title.as_str())).collect();
    assert_eq!(toc, [("uno", "One"), ("two", "Two")]);
    assert!(found.html.starts_with(
        "<ul id=\"markdown-toc\">\n<li><a href=\"#uno\">One</a>\n<ul>\n<li><a href=\"#two\">Two</a></li>\n</ul>\n</li>\n</ul>\n"
    ));
    assert!(found.html.contains("<h2 id=\"uno\">One</h2>"), "{}", found.html);
    assert!(found.html.contains("<h2 class=\"no_toc\" id=\"three\">Three</h2>"), "{}", found.html);
}

#[test]
fn html_is_a_block_to_its_own_end() {
    assert_eq!(html("<div>\n\n    *a*\n\n</div>\n*b*"), "<div>\n\n    *a*\n\n</div>\n<p><em>b</em></p>");
    assert_eq!(html("a\n<div>*b*</div>\nc"), "<p>a</p>\n<div>*b*</div>\n<p>c</p>");
    assert_eq!(
        html("<div class=\"x\" markdown=\"1\">\n*a*\n</div>"),
        "<div class=\"x\">\n<p><em>a</em></p>\n</div>"
    );
    assert_eq!(html("<p markdown=\"span\">*a*</p>"), "<p><em>a</em></p>");
    assert_eq!(html("<div>\n*never closed*"), "<div>\n*never closed*");
}

#[test]
fn tables_with_and_without_a_header() {
    assert_eq!(
        html("a | b\nc | `d|e`"),
        "<table><tbody>\n<tr><td>a</td><td>b</td></tr>\n<tr><td>c</td><td><code>d|e</code></td></tr>\n</tbody></table>"
    );
    assert!(html("| a |\n|:-:|\n| b |").contains("<th style=\"text-align: center\">a</th>"));
}

#[test]
fn abbreviations_mathematics_and_extensions() {
    assert_eq!(
        html("HTML, not HTMLX\n\n*[HTML]: Hyper Text"),
        "<p><abbr title=\"Hyper Text\">HTML</abbr>, not HTMLX</p>"
    );
    assert_eq!(html("a $$x_1 < y_1$$ b"), "<p>a \\(x_1 &lt; y_1\\) b</p>");
    assert_eq!(html("$$\nx_1 * y\n$$"), "\\[x_1 * y\\]");
    assert_eq!(html("{::comment}\nx\n{:/comment}\n\na{::comment}b{:/}c"), "<p>ac</p>");
    assert_eq!(html("{::nomarkdown}\n*a*\n{:/}"), "*a*");
    assert_eq!(html("* a\n^\n* b"), "<ul>\n<li>a</li>\n</ul>\n<ul>\n<li>b</li>\n</ul>");
}

#[test]
fn what_commonmark_would_read_otherwise() {
    assert_eq!(html("[a](/b c.jpg)"), "<p><a href=\"/b%20c.jpg\">a</a></p>");
    assert_eq!(html("[a](/b c.jpg \"t\")"), "<p><a href=\"/b%20c.jpg\" title=\"t\">a</a></p>");
    assert_eq!(html("1) a"), "<p>1) a</p>");
    assert_eq!(html("a\\\\\nb"), "<p>a<br />\nb</p>");
    assert_eq!(html("<< a >> <<b>>"), "<p>«\u{a0}a\u{a0}» «b»</p>");
}

#[test]
fn a_mark_in_a_paragraph_of_attributes_alone_is_gone_with_it() {
    let options =
        Options { excerpt_separator: Some("---"), kramdown: Some(Kramdown::default()), ..Options::default() };
    for after in [
        "\0\0\0---$",
        "\0\0\0---$\n",
        "a---$",
        "<!--more-->",
        "a<!--more-->",
        "**---**",
        "---",
        "a\n---",
        "<b>---",
    ] {
        let source = format!("e\n> {{#x}}\n{after}");
        let document = render(&source, &options);
        assert!(document.excerpt_text.starts_with('e'), "{source:?}: {}", document.excerpt_text);
    }
}

#[test]
fn an_excerpt_ends_at_the_first_empty_line() {
    assert_eq!(document("> a\n\nb").excerpt_text, "a");
    let picture = document("![a](/b.jpg)\n\nWords.");
    assert_eq!((picture.excerpt_text.as_str(), picture.excerpt_html.contains("<img")), ("Words.", true));
}

#[test]
fn hostile_posts_stay_linear() {
    let pieces = [
        "<div>\n\n",
        "<div markdown=\"1\">\n",
        "{::comment}\n",
        "{:.a}\n",
        "a{:.a}",
        "$$",
        "$$\n\n",
        "`",
        "``a",
        "[a](",
        "| ",
        "a | b\n",
        "*[a]: b\n\na",
        "* ",
        "1. \n",
        "<p>x</div>\n\n",
        "{",
        "}",
        "{:",
        "<<",
        "\\\\",
        "{:a: .b}\n",
        "^\n",
        "<code>",
        "| `a\n",
        "\\_",
        "~~~\n",
        "```a b\n",
        "- a|b\n",
        "````a\n",
        "<td markdown=\"1\">",
        "<ul><li markdown=\"1\">a</li></ul>\n",
        "|a|\n|-|\n",
        "> <div>\n",
        "## a {#b}\n{:.c}\n",
    ];
    for piece in pieces {
        let source = piece.repeat(60_000 / piece.len());
        let began = Instant::now();
        document(&source);
        // Generous, as machines are busy; what is not linear takes minutes.
        assert!(began.elapsed() < Duration::from_secs(20), "{piece:?} took {:?}", began.elapsed());
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "{:", "}", ".a", "#b", "{::", "comment}", "{:/}", "nomarkdown}", "\n", "\n\n", "* ", "1. ", "> ", "    ",
                "<div>", "</div>", "<div markdown=\"1\">", "<b>", "| ", "|---|", "$$", "`", "```", "é", "\u{e0a1}", "[a](", ")",
                "<<", ">>", "\\", "^", "# ", "{#x}", "*[é]: y", "é", "*", "_", "\"", "'", "toc", "\t", "[^1]", "[^1]: ", "<!--",
                "-->", "---", "![", "]", "{\u{e0a1}1}", "{\u{e0a2}0}",
            ]),
            0..40,
        )
    ) {
        let source = parts.concat();
        let html = document(&source).html;
        // A mark is never left over, unless the source has it.
        prop_assert!(source.contains('\u{e0a1}') || !html.contains('\u{e0a1}'), "{:?} → {:?}", source, html);
    }
}
