//! Excerpts: the first paragraph, a separator of the site's or the post's, one that is written.

use super::built;

#[test]
fn where_they_end() {
    let cases = [
        ("", "One *a*.\n\nTwo.", "<p>One <em>a</em>.</p>"),
        ("excerpt_separator: <!--more-->", "One.\n\nTwo.\n<!--more-->\nThree.", "<p>One.</p><p>Two.</p>"),
        ("excerpt: Given", "One.", "Given"),
        ("", "[a][r] b\n\nTwo.\n\n[r]: /x", "<p><a href=\"/x\">a</a> b</p>"),
        ("", "# Head\n\nTwo.", "<h1>Head</h1>"),
        ("", "{% assign x = 'v' %}{{ x }} {{ site.title }}\n\nTwo.", "<p>v T</p>"),
        ("", "- a\n- b\n\nTwo.", "<ul><li>a</li><li>b</li></ul>"),
    ];
    let names: Vec<String> =
        (0..cases.len()).map(|number| format!("_posts/2020-01-01-c{number}.md")).collect();
    let texts: Vec<String> =
        cases.iter().map(|(keys, text, _)| format!("---\n{keys}\n---\n{text}\n")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let built = built("title: T\npermalink: /:title/\n", &files);
    for (number, (_, text, wanted)) in cases.iter().enumerate() {
        let url = format!("/c{number}/");
        let post = built.report.site.posts.iter().find(|post| *post.url == *url).unwrap();
        assert_eq!(post.document.excerpt_html.trim().replace('\n', ""), *wanted, "{text}");
    }
}
