//! kramdown's Markdown, where it differs from CommonMark.

use super::{PLAIN, bodies};

#[test]
fn what_begins_a_block_and_what_does_not() {
    let cases = [
        ("a\nb\n---\nc", "<p>ab—c</p>"),
        ("a\n---\nc", "<h2 id=\"a\">a</h2><p>c</p>"),
        ("# H\na\n---", "<h1 id=\"h\">H</h1><p>a—</p>"),
        ("a\n***\nb", "<p>a***b</p>"),
        ("a\n\n***\n\nb", "<p>a</p><hr /><p>b</p>"),
        ("text\n|a|b|\n|-|-|\n|c|d|", "<p>text|a|b||-|-||c|d|</p>"),
        ("<img src=\"a.png\">\n*caption*", "<p><img src=\"a.png\"><em>caption</em></p>"),
        ("<br>\ntext *h*", "<p><br>text <em>h</em></p>"),
        ("# H\n<a href=\"x\">\n*y*</a>", "<h1 id=\"h\">H</h1><p><a href=\"x\"><em>y</em></a></p>"),
        ("A[^a].\n\n[^a]: note\nmore", "<p>A"),
    ];
    bodies(PLAIN, &[], &cases[..cases.len() - 1]);
}

#[test]
fn code_has_one_word_before_it_and_an_end() {
    let cases = [
        ("```ruby foo\na\n```", "<p><code>ruby foo a </code></p>"),
        ("```ruby foo bar\na *b*\n\nc\n```\nd", "<p>```ruby foo bara <em>b</em></p><p>c```d</p>"),
        ("~~~ruby foo\na\n~~~", "<p>~~~ruby fooa~~~</p>"),
        ("```js\na *b*", "<p>```jsa <em>b</em></p>"),
        ("- a\n  ```ruby foo\n  b\n  ```\n- c", "<ul><li>a<code>ruby foo b </code></li><li>c</li></ul>"),
        (
            "```zzz\na\n    ```\n*b*\n```\n*c*",
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-zzz\">a    ```*b*</code></pre><p><em>c</em></p>",
        ),
        (
            "> ```zzz\n> a\n> ```",
            "<blockquote><pre class=\"code\" tabindex=\"0\"><code class=\"language-zzz\">a</code></pre></blockquote>",
        ),
    ];
    bodies(PLAIN, &[], &cases);
}

#[test]
fn a_header_alone_is_no_table() {
    let cases = [
        ("|a|b|\n|---|---|\n\nc", "<p>|a|b||—|—|</p><p>c</p>"),
        ("|a|b|\n|-|-|\n|c|d|\ntext", "<p>|a|b||-|-||c|d|text</p>"),
    ];
    bodies(PLAIN, &[], &cases);
}

#[test]
fn bars_make_tables_in_lists_and_none_of_headings() {
    let row = |cells: &str| format!("<table><tbody><tr>{cells}</tr></tbody></table>");
    let list = |items: &[&str]| {
        format!("<ul>{}</ul>", items.iter().map(|item| format!("<li>{item}</li>")).collect::<String>())
    };
    let two = list(&[&row("<td><a href=\"/u\">a</a></td><td>b</td>"), &row("<td>c</td><td><em>d</em></td>")]);
    let nested = list(&[&format!("{}{}", row("<td>a</td><td>b</td>"), list(&["c"]))]);
    let cases = [
        ("### a|b\n\nc", "<h3 id=\"ab\">a|b</h3><p>c</p>"),
        ("a|b\n---\nc", "<h2 id=\"ab\">a|b</h2><p>c</p>"),
        ("- [a](/u) | b\n- c | *d*", two.as_str()),
        ("- a | b\n  - c", nested.as_str()),
        ("- a | b\n  more", "<ul><li>a | bmore</li></ul>"),
        ("- a `|` b\n- c \\| d", "<ul><li>a <code>|</code> b</li><li>c | d</li></ul>"),
    ];
    bodies(PLAIN, &[], &cases);
}

#[test]
fn markdown_in_the_cells_of_html() {
    let cases = [
        (
            "<table><tr>\n<td markdown=\"1\">\n\n*a*\n\n- b\n\n</td>\n<td>*c*</td>\n</tr></table>\n\n*d*",
            "<table><tr><td><p><em>a</em></p><ul><li>b</li></ul></td><td>*c*</td></tr></table><p><em>d</em></p>",
        ),
        (
            "<table><tr><td markdown=\"span\">*a*</td></tr></table>",
            "<table><tr><td><em>a</em></td></tr></table>",
        ),
        (
            "<ul>\n<li markdown=\"1\">\n*a*\n</li>\n<li>*b*</li>\n</ul>",
            "<ul><li><p><em>a</em></p></li><li>*b*</li></ul>",
        ),
        (
            "<table><tr><td markdown=\"0\">*a*</td></tr></table>",
            "<table><tr><td markdown=\"0\">*a*</td></tr></table>",
        ),
    ];
    bodies(PLAIN, &[], &cases);
}

#[test]
fn html_goes_to_its_own_end() {
    let cases = [
        ("<div>\n\na *b*\n\n</div>\n*c*", "<div>a *b*</div><p><em>c</em></p>"),
        ("<div><p>text</div>\n\n*md*", "<div><p>text&lt;/div&gt;*md*"),
        ("<div>a</p></div>\n\n*z*", "<div>a&lt;/p&gt;</div><p><em>z</em></p>"),
        ("<div>\n<img src=\"x\">\n<br>\n</div>\n*z*", "<div><img src=\"x\"><br></div><p><em>z</em></p>"),
        ("<div>unclosed\n\ntext *z*", "<div>unclosedtext *z*"),
        (
            "<div>see <https://x.example/> </div>\n\n*z*",
            "<div>see <https://x.example/> </div><p><em>z</em></p>",
        ),
        (
            "<script>\nif (a < b && \"<div>\") {}\n</script>\n\n*z*",
            "<script>if (a < b && \"<div>\") {}</script><p><em>z</em></p>",
        ),
    ];
    bodies(PLAIN, &[], &cases);
}

#[test]
fn signs_within_a_line() {
    let cases = [
        (
            "**中文，**字 这是**“重点”**内容",
            "<p><strong>中文，</strong>字 这是<strong>“重点”</strong>内容</p>",
        ),
        ("**a:**b *c.*d x**y**z", "<p><strong>a:</strong>b <em>c.</em>d x<strong>y</strong>z</p>"),
        ("**Note: ** a **b** c", "<p><strong>Note: ** a **b</strong> c</p>"),
        ("**a **b** c** **d**", "<p><strong>a **b</strong> c** <strong>d</strong></p>"),
        ("*x *y* z **b *c* d**", "<p><em>x *y</em> z <strong>b <em>c</em> d</strong></p>"),
        (
            "*a **b*** **c**, **d** *e* (**f**)",
            "<p><em>a <strong>b</strong></em> <strong>c</strong>, <strong>d</strong> <em>e</em> (<strong>f</strong>)</p>",
        ),
        ("**a\nb** **c**, **d** e", "<p><strong>ab</strong> <strong>c</strong>, <strong>d</strong> e</p>"),
        (
            "| **a: ** | **b** |",
            "<table><tbody><tr><td>**a: **</td><td><strong>b</strong></td></tr></tbody></table>",
        ),
        ("2 * 3 * 4 snake_case_word", "<p>2 * 3 * 4 snake_case_word</p>"),
        ("10~20，30~40 ~~gone~~", "<p>10~20，30~40 <del>gone</del></p>"),
        ("a\\,b \\& \\/ \\^ \\* \\_ `\\,`", "<p>a\\,b \\&amp; \\/ \\^ * _ <code>\\,</code></p>"),
        ("[Text] [1] and [a] [b]\n\n[1]: /one", "<p><a href=\"/one\">Text</a> and [a] [b]</p>"),
        (
            "- [ ] [a]\n\n[a]: /x",
            "<ul><li><input disabled=\"\" type=\"checkbox\" aria-label=\"To do\"><a href=\"/x\">a</a></li></ul>",
        ),
    ];
    bodies(PLAIN, &[], &cases);
}

#[test]
fn quotes_and_dashes() {
    let cases = [
        ("5'10\" a\"b the '80s {\"b\"=>\"d\"}", "<p>5’10” a”b the ’80s {“b”=&gt;”d”}</p>"),
        (
            "\"*em*\" *\"em\"* \"`c`\" `c`\"q\" `c`'s",
            "<p>“<em>em</em>” <em>“em”</em> “<code>c</code>” <code>c</code>“q” <code>c</code>’s</p>",
        ),
        ("\"Line\nbreak\" \\\"x\\\" &quot;y&quot;", "<p>“Linebreak” \"x\" \"y\"</p>"),
        ("a---b -- c... l'été", "<p>a—b – c… l’été</p>"),
        ("![it's](x.png \"a 'b'\")", "<p><img src=\"x.png\" alt=\"it&#39;s\" title=\"a &#39;b&#39;\" /></p>"),
        ("## It's \"x\"", "<h2 id=\"its-x\">It’s “x”</h2>"),
    ];
    bodies(PLAIN, &[], &cases);
}

#[test]
fn attributes_and_places() {
    let cases = [
        ("> quote\n> {: .in}\n{: .out}", "<blockquote class=\"out\"><p class=\"in\">quote</p></blockquote>"),
        (
            "* here\n{:toc}\n\n# A",
            "<ul id=\"markdown-toc\"><li><a href=\"#a\">A</a></li></ul><h1 id=\"a\">A</h1>",
        ),
    ];
    bodies(PLAIN, &[], &cases);
    let built = super::built(
        PLAIN,
        &[("_posts/2020-01-01-a.md", "---\n---\nA[^a]\n\n* notes here\n{:footnotes}\n\nB\n\n[^a]: note\n")],
    );
    let html = built.text("a/index.html");
    assert!(
        !html.contains("notes here") && html.find("note ").unwrap() < html.find("<p>B").unwrap(),
        "{html}"
    );
}
