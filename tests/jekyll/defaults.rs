//! Front matter defaults: scopes, precedence, patterns, categories.

use super::{bodies, built, urls};

const NONE: &str = "---\n---\n{{ page.mood }} {{ page.desk }}";

#[test]
fn the_longest_path_wins_then_a_type_then_the_later_one() {
    let config = "title: T\npermalink: /:title/\ncollections: {recipes: {output: true}}\ndefaults:\n\
        - {scope: {path: _posts/deep}, values: {mood: deep}}\n\
        - {scope: {path: ''}, values: {layout: none, mood: base, desk: all}}\n\
        - {scope: {path: '', type: posts}, values: {mood: posts}}\n\
        - {scope: {path: ''}, values: {desk: later}}\n\
        - {scope: {path: '_posts/*/glob'}, values: {mood: glob}}\n\
        - {scope: {path: 'one.md'}, values: {mood: one}}\n\
        - {scope: {path: '', type: recipes}, values: {mood: tasty}}\n";
    let files = [
        ("_posts/2020-01-01-a.md", NONE),
        ("_posts/deep/2020-01-01-b.md", NONE),
        ("_posts/deeper/2020-01-01-c.md", NONE),
        ("_posts/any/glob/in/2020-01-01-d.md", NONE),
        ("_posts/any/other/glob/2020-01-01-e.md", NONE),
        ("_posts/2020-01-01-f.md", "---\nmood: own\n---\n{{ page.mood }} {{ page.desk }}"),
        ("one.md", NONE),
        ("two.md", NONE),
        ("_recipes/r.md", NONE),
    ];
    let built = built(config, &files);
    for (page, wanted) in [
        ("a", "posts later"),
        ("b", "deep later"),
        ("c", "posts later"),
        ("d", "glob later"),
        ("e", "posts later"),
        ("f", "own later"),
        ("one", "one later"),
        ("two", "base later"),
        ("recipes/r", "tasty later"),
    ] {
        assert_eq!(built.text(&format!("{page}/index.html")).trim(), format!("<p>{wanted}</p>"), "{page}");
    }
}

#[test]
fn categories_of_the_settings_come_before_those_of_the_file() {
    urls(
        "title: T\npermalink: /:categories/:title/\ndefaults: [{scope: {path: news, type: posts}, values: {categories: [dd, q]}}]\n",
        &[
            ("news/_posts/2020-01-01-a.md", "---\ncategories: [q, own]\n---\n"),
            ("news/_posts/2020-01-01-b.md", "---\n---\n"),
            ("_posts/2020-01-01-c.md", "---\ncategories: own\n---\n"),
        ],
        &[
            ("news/_posts/2020-01-01-a.md", "/news/dd/q/own/a/"),
            ("news/_posts/2020-01-01-b.md", "/news/dd/q/b/"),
            ("_posts/2020-01-01-c.md", "/own/c/"),
        ],
    );
}

#[test]
fn a_permalink_may_be_a_default() {
    urls(
        "title: T\ndefaults: [{scope: {path: '', type: posts}, values: {permalink: '/d/:title/'}}]\n",
        &[("_posts/2020-01-01-a.md", "---\n---\n"), ("b.md", "---\n---\n")],
        &[("_posts/2020-01-01-a.md", "/d/a/"), ("b.md", "/b.html")],
    );
}

#[test]
fn keys_of_every_kind_are_seen_by_liquid() {
    let cases = [
        (
            "---\ncategory: News\ntag: x\n---\n{{ page.category }} {{ page.tag }} {{ page.tags[0] }}",
            "<p>News x x</p>",
        ),
        (
            "---\nfeatured: true\nsources: [a]\ntoc: 1\n---\n{{ page.featured }} {{ page.sources[0] }} {{ page.toc }}",
            "<p>true a 1</p>",
        ),
        (
            "---\nn: 1.50\nd: 2020-05-06\nl: [a, [b]]\n---\n{{ page.n }} {{ page.d }} {{ page.l[1][0] }}",
            "<p>1.5 2020-05-06 b</p>",
        ),
    ];
    bodies(super::PLAIN, &[], &cases);
}
