//! Addresses: styles, placeholders, front matter, file names, folders.

use super::{built, urls};
use crate::common::Site;

const NONE: &str = "---\n---\nx";

#[test]
fn every_style_for_posts_pages_and_collections() {
    let files = [
        ("_posts/2020-02-03-a post.md", "---\ncategories: [Big News, x]\n---\n"),
        ("about.md", NONE),
        ("sub/index.html", NONE),
        ("sub/Two Words.markdown", NONE),
        ("_guides/in/one.md", NONE),
    ];
    for (style, post, ends) in [
        ("date", "/big%20news/x/2020/02/03/a-post.html", ".html"),
        ("pretty", "/big%20news/x/2020/02/03/a-post/", "/"),
        ("ordinal", "/big%20news/x/2020/034/a-post.html", ".html"),
        ("none", "/big%20news/x/a-post.html", ".html"),
        ("/:title/", "/a-post/", "/"),
        ("/:year/:title", "/2020/a-post", ""),
        (":title:output_ext", "/a-post.html", ".html"),
        ("/:slugified_categories/:i_month-:i_day/:slug.html", "/big-news/x/2-3/a-post.html", ""),
        ("/:short_year/:short_month/:long_day/:y_day/:name/", "/20/Feb/Monday/034/2020-02-03-a-post/", "/"),
        ("/:collection/:path/", "/posts/2020-02-03-a%20post/", "/"),
    ] {
        let config = format!("title: T\npermalink: \"{style}\"\ncollections: {{guides: {{output: true}}}}\n");
        let (about, words, guide) =
            (format!("/about{ends}"), format!("/sub/Two%20Words{ends}"), format!("/guides/in/one{ends}"));
        urls(
            &config,
            &files,
            &[
                ("_posts/2020-02-03-a post.md", post),
                ("about.md", &about),
                ("sub/index.html", "/sub/"),
                ("sub/Two Words.markdown", &words),
                ("_guides/in/one.md", &guide),
            ],
        );
    }
}

#[test]
fn a_permalink_of_posts_alone_leaves_pages_as_they_were() {
    let config = "title: T\ncollections: {posts: {output: true, permalink: \"/p/:title/\"}}\n";
    let files = [("_posts/2020-02-03-a.md", NONE), ("about.md", NONE)];
    urls(config, &files, &[("_posts/2020-02-03-a.md", "/p/a/"), ("about.md", "/about.html")]);
}

#[test]
fn permalinks_in_front_matter() {
    let cases = [
        ("/x/y/", "/x/y/"),
        ("x/y", "/x/y"),
        ("/x//z/", "/x/z/"),
        ("/./q/", "/q/"),
        ("/up/../q2/", "/up/q2/"),
        ("/a b/", "/a%20b/"),
        ("/é/", "/%C3%A9/"),
        ("/%20c/", "/%20c/"),
        ("/a+b/", "/a+b/"),
        ("/f.txt", "/f.txt"),
        ("pretty", "/pretty"),
        ("/:categories/:title.html", "/c/t12.html"),
        ("/q?a=b", "/q%3Fa=b"),
        ("/h/#part", "/h/%23part"),
        ("/:year/:month/:day/:hour:minute:second/", "/2020/02/03/131415/"),
    ];
    let names: Vec<(String, String)> = cases
        .iter()
        .enumerate()
        .map(|(number, (permalink, _))| {
            (
                format!("_posts/2020-02-03-t{}.md", number + 1),
                format!("---\npermalink: \"{permalink}\"\ncategories: c\ndate: 2020-02-03 13:14:15\n---\n"),
            )
        })
        .collect();
    let files: Vec<(&str, &str)> = names.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let wanted: Vec<(&str, &str)> =
        names.iter().zip(&cases).map(|((path, _), (_, url))| (path.as_str(), *url)).collect();
    urls("title: T\n", &files, &wanted);
}

#[test]
fn names_of_files_become_slugs() {
    let cases = [
        ("UPPER Case", "/UPPER-Case"),
        ("with_under", "/with_under"),
        ("dots.in.name", "/dots.in.name"),
        ("été-año", "/%C3%A9t%C3%A9-a%C3%B1o"),
        ("日本語", "/%E6%97%A5%E6%9C%AC%E8%AA%9E"),
        ("it's", "/it's"),
        ("a&b+c=d", "/a&b+c=d"),
        ("-dash-", "/dash"),
        ("a--b", "/a-b"),
        ("C++", "/C++"),
        ("hash#x", "/hash-x"),
        ("what...next", "/what/.next"),
    ];
    let names: Vec<String> = cases.iter().map(|(name, _)| format!("_posts/2020-01-01-{name}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), NONE)).collect();
    let wanted: Vec<(&str, &str)> =
        names.iter().zip(&cases).map(|(name, (_, url))| (name.as_str(), *url)).collect();
    urls("title: T\npermalink: \"/:title\"\n", &files, &wanted);
}

#[test]
fn folders_and_keys_give_categories() {
    urls(
        "title: T\npermalink: /:categories/:title/\n",
        &[
            ("news/Local Stuff/_posts/2020-01-01-a.md", "---\ncategories: [Extra, news]\n---\n"),
            ("_posts/sub/2020-01-01-b.md", NONE),
            ("_posts/2020-01-01-c.md", "---\ncategories: A B\n---\n"),
            ("_posts/2020-01-01-d.md", "---\ncategory: Solo Cat\n---\n"),
            ("_posts/2020-01-01-e.md", "---\ncategory: X\ncategories: [Z, z]\n---\n"),
            ("_posts/2020-01-01-f.md", "---\ncategories: [2020, 1.5]\n---\n"),
        ],
        &[
            ("news/Local Stuff/_posts/2020-01-01-a.md", "/news/local%20stuff/extra/a/"),
            ("_posts/sub/2020-01-01-b.md", "/b/"),
            ("_posts/2020-01-01-c.md", "/a/b/c/"),
            ("_posts/2020-01-01-d.md", "/solo%20cat/d/"),
            ("_posts/2020-01-01-e.md", "/z/x/e/"),
            ("_posts/2020-01-01-f.md", "/2020/1.5/f/"),
        ],
    );
}

#[test]
fn pages_have_their_own_placeholders() {
    let files = [("docs/in/page.md", "---\npermalink: /:path/:basename/q/\n---\n"), ("x.md", NONE)];
    urls("title: T\n", &files, &[("docs/in/page.md", "/docs/in/page/q/"), ("x.md", "/x.html")]);
}

#[test]
fn a_timestamp_without_a_zone_is_in_utc() {
    let config = "title: T\ntimezone: America/New_York\npermalink: /:year/:month/:day/:hour/:title/\n";
    urls(
        config,
        &[
            ("_posts/2020-01-01-a.md", "---\ndate: 2020-01-01 02:00:00\n---\n"),
            ("_posts/2020-01-01-b.md", "---\ndate: \"2020-01-01 02:00:00\"\n---\n"),
            ("_posts/2020-01-01-c.md", "---\ndate: 2020-01-01 02:00\n---\n"),
            ("_posts/2020-01-01-d.md", "---\ndate: 2020-01-01T02:00:00+02:00\n---\n"),
            ("_posts/2020-01-01-e.md", "---\ndate: 2020-01-01\n---\n"),
            ("_posts/2020-01-01-f.md", "---\ndate: 20200101\n---\n"),
        ],
        &[
            ("_posts/2020-01-01-a.md", "/2019/12/31/21/a/"),
            ("_posts/2020-01-01-b.md", "/2020/01/01/02/b/"),
            ("_posts/2020-01-01-c.md", "/2020/01/01/02/c/"),
            ("_posts/2020-01-01-d.md", "/2019/12/31/19/d/"),
            ("_posts/2020-01-01-e.md", "/2020/01/01/00/e/"),
            ("_posts/2020-01-01-f.md", "/2020/01/01/00/f/"),
        ],
    );
}

#[test]
fn the_slug_of_the_front_matter_changes_the_address_and_not_the_title() {
    let built = built(
        "title: T\npermalink: /:slug/\n",
        &[("_posts/2020-01-01-my-name.md", "---\nslug: Other One\n---\n")],
    );
    let post = &built.report.site.posts[0];
    assert_eq!((&*post.url, post.title.as_str()), ("/other-one/", "My Name"));
}

#[test]
fn an_unknown_placeholder_is_an_error() {
    let site = Site::jekyll("title: T\n").file("_posts/2020-01-01-a.md", "---\npermalink: /:foo/\n---\n");
    assert!(site.errors().contains("_posts/2020-01-01-a.md:2:12: permalink has no placeholder `:foo`"));
}

#[test]
fn lists_within_categories_stand_in_the_address() {
    let files = [
        ("_posts/2020-01-01-a.md", "---\ncategories: [a, [b]]\n---\n"),
        ("_posts/2020-01-01-b.md", "---\ncategories:\n- [A b, 5, null]\n- d\ncategory: e\n---\n"),
        ("in/_posts/2020-01-01-c.md", "---\ncategories: [a, {b: c}]\n---\n"),
    ];
    let config = "title: T\npermalink: \"/:categories/:title/\"\n";
    let wanted = [
        ("_posts/2020-01-01-a.md", "/a/%5B%22b%22%5D/b/a/"),
        ("_posts/2020-01-01-b.md", "/%5B%22a%20b%22,%205,%20nil%5D/d/e/b/"),
        ("in/_posts/2020-01-01-c.md", "/in/a/%7B%22b%22=%3E%22c%22%7D/c/"),
    ];
    urls(config, &files, &wanted);
    // Jekyll's would need a backslash.
    let odd = ("_posts/2020-01-02-d.md", "---\ncategories: [a, ['q\"u']]\n---\n");
    urls(config, &[odd], &[("_posts/2020-01-02-d.md", "/a/q%22u/d/")]);
    let built = built(config, &files);
    let warnings = built.warnings();
    let said = "_posts/2020-01-01-a.md:2:13: warning: `categories` has [\"b\"] within its list";
    assert!(warnings.contains(said), "{warnings}");
    let first = built.report.site.posts.iter().find(|post| post.slug == "a");
    assert_eq!(first.unwrap().front.categories, ["a", "b"]);
}

#[test]
fn an_empty_value_leaves_the_default() {
    let config = "title: T\ndefaults: [{scope: {path: ''}, values: {permalink: '/d/:title/', lang: nl}}]\n";
    let files = [("_posts/2020-01-01-a.md", "---\npermalink:\nlang: ~\n---\n")];
    urls(config, &files, &[("_posts/2020-01-01-a.md", "/d/a/")]);
}

#[test]
fn pages_in_html_of_another_name_keep_it() {
    let files = [("sub/old.htm", NONE), ("sub/new.xhtml", NONE)];
    urls("title: T\n", &files, &[("sub/old.htm", "/sub/old.htm"), ("sub/new.xhtml", "/sub/new.xhtml")]);
    urls("title: T\npermalink: pretty\n", &files, &[("sub/old.htm", "/sub/old/")]);
    assert!(built("title: T\n", &files).text("sub/old.htm").contains("<html"));
}
