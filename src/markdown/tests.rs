//! What a post's author can rely on, one requirement to a test.

use super::{Document, Options, inline, raw_html, render};

const PLAIN: Options = Options {
    base_path: "",
    footnote_prefix: "p",
    excerpt: None,
    excerpt_separator: None,
    highlight: true,
    untrusted: false,
    kramdown: None,
};

fn doc(source: &str) -> Document {
    render(source, &PLAIN)
}

fn html(source: &str) -> String {
    doc(source).html
}

#[test]
fn extensions_are_on() {
    assert!(html("|a|\n|-|\n|b|\n").contains("<th>a</th>"));
    assert!(html("~~a~~").contains("<del>a</del>"));
    assert_eq!(
        html("- [x] a\n- [ ] b"),
        "<ul>\n<li><input disabled=\"\" type=\"checkbox\" checked=\"\" aria-label=\"Done\">\na</li>\n\
         <li><input disabled=\"\" type=\"checkbox\" aria-label=\"To do\">\nb</li>\n</ul>\n"
    );
    assert!(html("a\n: b\n").contains("<dd>b</dd>"));
    assert_eq!(html("\"a\" -- b's..."), "<p>“a” – b’s…</p>\n");
    assert_eq!(
        html("> [!NOTE]\n> a\n\nb"),
        "<div class=\"alert alert-note\"><p class=\"alert-title\">Note</p>\n<p>a</p>\n</div>\n<p>b</p>\n"
    );
    assert_eq!(html("> a"), "<blockquote>\n<p>a</p>\n</blockquote>\n");
    assert_eq!(html("a {{ b }}\n{: .c}"), "<p>a {{ b }}\n{: .c}</p>\n");
}

#[test]
fn headings_get_ids() {
    let found = doc("# A *b* `c`\n\n## A b c {#x}\n\n# A b c\n\nSetext\nline\n---\n\n# ![pic](x)\n\n#\n");
    let toc: Vec<_> = found
        .toc
        .iter()
        .map(|heading| (heading.level, heading.id.as_str(), heading.title.as_str()))
        .collect();
    assert_eq!(
        toc,
        [
            (1, "a-b-c", "A b c"),
            (2, "a-b-c-x", "A b c {#x}"),
            (1, "a-b-c-1", "A b c"),
            (2, "setext-line", "Setext line"),
            (1, "pic", "pic"),
            (1, "section", ""),
        ]
    );
    assert!(found.html.starts_with("<h1 id=\"a-b-c\">A <em>b</em> <code>c</code></h1>"));
}

#[test]
fn footnotes_are_numbered_by_reference() {
    let found =
        doc("[^b]: B[^c]\n\n[^c]: C\n\nx[^a] y[^b] z[^a] [^none]\n\n[^a]: A\n\n    more\n\n[^un]: never");
    assert_eq!(
        found.html,
        "<p>x<sup class=\"footnote-ref\"><a href=\"#fn-1-p\" id=\"fnref-1-p\">1</a></sup> \
         y<sup class=\"footnote-ref\"><a href=\"#fn-2-p\" id=\"fnref-2-p\">2</a></sup> \
         z<sup class=\"footnote-ref\"><a href=\"#fn-1-p\" id=\"fnref-1-p-2\">1</a></sup> [^none]</p>\n\
         <section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n\
         <li id=\"fn-1-p\">\n<p>A</p>\n<p>more <a class=\"footnote-back\" href=\"#fnref-1-p\" aria-label=\"Back to reference 1\">↩</a> <a class=\"footnote-back\" href=\"#fnref-1-p-2\" aria-label=\"Back to reference 1-2\">↩<sup>2</sup></a></p>\n</li>\n\
         <li id=\"fn-2-p\">\n<p>B<sup class=\"footnote-ref\"><a href=\"#fn-3-p\" id=\"fnref-3-p\">3</a></sup> <a class=\"footnote-back\" href=\"#fnref-2-p\" aria-label=\"Back to reference 2\">↩</a></p>\n</li>\n\
         <li id=\"fn-3-p\">\n<p>C <a class=\"footnote-back\" href=\"#fnref-3-p\" aria-label=\"Back to reference 3\">↩</a></p>\n</li>\n\
         </ol>\n</section>\n"
    );
    assert_eq!(found.excerpt_html, "<p>x y z [^none]</p>");
    assert_eq!(found.excerpt_text, "x y z [^none]");
}

#[test]
fn bare_addresses_become_links() {
    let link = |address: &str, shown: &str| format!("<a href=\"{address}\">{shown}</a>");
    let a = "http://e.org/a_b_c--d?x=1&amp;y=2~3*4";
    assert_eq!(
        html("see http://e.org/a_b_c--d?x=1&y=2~3*4. And -- \"so\""),
        format!("<p>see {}. And – “so”</p>\n", link(a, a))
    );
    assert_eq!(
        html("(https://e.org) \"https://e.org/x\" https://e.org/a\\_b"),
        format!(
            "<p>({0}) “{1}” {2}</p>\n",
            link("https://e.org", "https://e.org"),
            link("https://e.org/x", "https://e.org/x"),
            link("https://e.org/a_b", "https://e.org/a_b")
        )
    );
    for untouched in [
        "`http://e.org`",
        "[http://e.org](x)",
        "<a href=\"x\">http://e.org</a>",
        "<p>http://e.org</p>",
        "    http://e.org",
        "![http://e.org](x)",
        "ftp://e.org",
        "e.org me@e.org",
    ] {
        assert!(!html(untouched).contains("href=\"http"), "{untouched}");
    }
    assert_eq!(doc("http://e.org").links, ["http://e.org"]);
}

#[test]
fn rooted_links_get_the_base_path() {
    let options = Options { base_path: "/news", ..PLAIN };
    let source = "[a](/a) [b](//b) [c](/news/c) [d](/newsroom) ![e](/e.png) [f][f]\n\n\
                  <img src=\"/g.png\">\n\n<b><a href='/h'>x</a></b>\n\n[f]: /f\n";
    let found = render(source, &options);
    for part in [
        "\"/news/a\"",
        "\"//b\"",
        "\"/news/c\"",
        "\"/news/newsroom\"",
        "\"/news/e.png\"",
        "\"/news/f\"",
        "\"/news/g.png\"",
        "'/news/h'",
    ] {
        assert!(found.html.contains(part), "{part} in {}", found.html);
    }
    assert_eq!(found.links, ["/a", "//b", "/news/c", "/newsroom", "/e.png", "/f", "/g.png", "/h"]);
}

#[test]
fn code_is_set_apart() {
    let found = doc("```rust\nfn a() {}\n```\n");
    assert!(found.has_code);
    assert!(found.html.contains("<code class=\"language-rust\"><span class=\"hl-k\">fn"));
    let found = doc("    a < b\n");
    assert!(!found.has_code);
    assert_eq!(found.html, "<pre class=\"code\" tabindex=\"0\"><code>a &lt; b\n</code></pre>\n");
    assert_eq!(
        html("```nope\na\n```"),
        "<pre class=\"code\" tabindex=\"0\"><code class=\"language-nope\">a\n</code></pre>\n"
    );
}

#[test]
fn the_excerpt_ends_at_the_mark() {
    for source in [
        "# T\n\na [b](c)\n\n<!--more-->\n\nd",
        "# T\n\na [b](c)\n<!-- MORE -->\nd",
        "# T\n\na [b](c)<!--more--> d",
    ] {
        let found = doc(source);
        assert_eq!(found.excerpt_html, "<h1>T</h1>\n<p>a <a href=\"c\">b</a></p>", "{source}");
        assert_eq!(found.excerpt_text, "T a b");
        assert!(!found.html.to_lowercase().contains("more"), "{}", found.html);
        assert!(found.html.contains('d'));
    }
    let found = doc("> *a <b id=x>b\n> <!--more-->\n> c</b>*\n");
    assert!(found.excerpt_html.ends_with("</b></p></blockquote>"), "{}", found.excerpt_html);
    assert!(!found.excerpt_html.contains("id="));
    let found = doc("a\n\n```\n<!--more-->\n```\n\nb");
    assert_eq!(found.excerpt_html, "<p>a</p>");
    assert!(found.html.contains("&lt;!--more--&gt;"));
    assert_eq!(doc("<!--more-->\n\na").excerpt_html, "<p>a</p>");
}

#[test]
fn the_excerpt_ends_at_the_sites_own_separator() {
    let with = |source, separator| render(source, &Options { excerpt_separator: Some(separator), ..PLAIN });
    let found = with("a\n\nb\n\n---\n\nc", "---");
    assert_eq!(found.excerpt_html, "<p>a</p>\n<p>b</p>");
    assert_eq!(found.html, "<p>a</p>\n<p>b</p>\n<p>c</p>\n");
    let found = with("a\n---\nb", "---");
    assert_eq!((found.excerpt_html.as_str(), found.toc.len()), ("<p>a</p>", 0));
    let found = with("a\n\nb <!-- fold --> c", "<!-- fold -->");
    assert_eq!(found.excerpt_text, "a b");
    assert!(!found.html.contains("fold"));
    let found = with("a\n\n```\nx\n+++\ny\n```\n", "+++");
    assert_eq!(found.excerpt_html, "<p>a</p>");
    assert!(found.html.contains("x\n+++\ny"));
    let found = with("a [[cut]] b", "[[cut]]");
    assert_eq!((found.excerpt_text.as_str(), found.html.as_str()), ("a", "<p>a  b</p>\n"));
    assert_eq!(with("a\n\nb", "\n\n").excerpt_text, "a");
    assert_eq!(with("a\n\nb", "").excerpt_text, "a");
    assert_eq!(with("a\n\n<!--more-->\n\nb\n\n---\n\nc", "---").excerpt_text, "a");
}

#[test]
fn else_the_excerpt_is_the_first_paragraph_with_text() {
    let found = doc("# T\n\n![x](y)\n\n> q\n\n- l\n\na **b**\nc[^1] &amp; <i id=z>d</i>\n\ne\n\n[^1]: n");
    assert_eq!(found.excerpt_html, "<p>a <strong>b</strong>\nc &amp; <i>d</i></p>");
    assert_eq!(found.excerpt_text, "a b c & d");
    assert_eq!(doc("# only").excerpt_html, "");
}

#[test]
fn words_are_those_that_show() {
    assert_eq!(doc("# One\n\ntwo **th**ree [four](x/y \"t\") `five`\nsix").words, 6);
    assert_eq!(doc("it's a\n\n- b\n- c\n\n![no](x)").words, 4);
    assert_eq!(doc("<div>\none <b>two</b>\n</div>\n\n東京 x").words, 5);
    assert_eq!(doc("```rust\nfn main\n```").words, 2);
    assert_eq!(doc("").words, 0);
}

#[test]
fn a_quote_with_the_mark_is_pulled_out() {
    let pulled =
        "<blockquote class=\"pull\">\n<p>We were <em>robbed</em>.</p>\n<p>Vesey</p>\n</blockquote>\n";
    assert_eq!(html("> [!PULL]\n> We were *robbed*.\n>\n> Vesey\n"), pulled);
    assert_eq!(html("> [!pull]\n>\n> We were *robbed*.\n>\n> Vesey\n"), pulled);
    assert_eq!(html("> [!PULL] We\n"), "<blockquote class=\"pull\">\n<p> We</p>\n</blockquote>\n");
    assert_eq!(html("> [!PULL]\n"), "<blockquote class=\"pull\">\n</blockquote>\n");
    assert_eq!(html("> a [!PULL]\n"), "<blockquote>\n<p>a [!PULL]</p>\n</blockquote>\n");
    assert_eq!(doc("One.\n\n> [!PULL]\n> Two three.\n").words, 3);
}

#[test]
fn html_posts_stay_as_they_are() {
    let options = Options { base_path: "/n", ..PLAIN };
    let found = raw_html("<p><img src=/i></p>\n<p id=a>a *b*</p>\n<a href=/c>c</a>", &options);
    assert_eq!(found.html, "<p><img src=/n/i></p>\n<p id=a>a *b*</p>\n<a href=/n/c>c</a>");
    assert_eq!(found.excerpt_html, "<p>a *b*</p>");
    assert_eq!(found.excerpt_text, "a *b*");
    assert_eq!((found.words, found.links), (3, vec!["/i".to_owned(), "/c".to_owned()]));
    let found = raw_html("<div>a<!--more-->b</div>", &PLAIN);
    assert_eq!((found.html.as_str(), found.excerpt_html.as_str()), ("<div>ab</div>", "<div>a</div>"));
    assert_eq!(raw_html("", &PLAIN), Document::default());
}

#[test]
fn inline_markdown_has_no_paragraph() {
    let both = |html: &str, text: &str| (html.to_owned(), text.to_owned());
    assert_eq!(inline("a \"b\" > c"), both("a &quot;b&quot; &gt; c", "a \"b\" > c"));
    assert_eq!(inline("a *b* &amp; c"), both("a <em>b</em> &amp; c", "a b & c"));
    assert_eq!(inline("*a*\n\nb"), both("<p><em>a</em></p>\n<p>b</p>", "a b"));
    assert_eq!(inline(""), both("", ""));
}

mod hostile;
