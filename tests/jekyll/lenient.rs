//! What Jekyll goes on with, a build goes on with: broken files, odd names, its templates for lists.

use crate::common::{Site, post};

const CONFIG: &str = "title: T\nurl: https://x.example\npermalink: /:title/\n";

#[test]
fn no_post_is_lost_over_its_front_matter() {
    let built = Site::jekyll(CONFIG)
        .file("_posts/2019-01-01-empty.md", "")
        .file("_posts/2019-01-02-plain.md", "Just text\n")
        .file("_posts/2019-01-03-unclosed.md", "---\ntitle: x\n\nIts text\n")
        .file("_posts/2019-01-04-bad.md", "---\ntitle: Foo: bar: baz\n---\nIts text\n")
        .file("_posts/2019-01-05-list.md", "---\n- a\n---\nIts text\n")
        .file(
            "_posts/2019-01-06-types.md",
            post("title: T\ncategories: {a: b}\ntags: 5\nsources: x\nsitemap: maybe", "Its text"),
        )
        .file("_posts/2019-01-07-windows.md", "\u{feff}---\r\ntitle: W\r\n---\r\nIts text\r\n")
        .file("_posts/2019-01-08-page.html", "---\ntitle: H\n---\n<p>{{ page.title }}</p>")
        .file("_posts/2019-01-09-upper.MD", post("title: U", "*Its* text"))
        .file("_posts/2019-01-10-old.mkdown", post("title: O", "*Its* text"))
        .build();
    assert_eq!(built.report.site.posts.len(), 10);
    for name in [
        "empty",
        "plain",
        "unclosed",
        "2019-01-04-bad",
        "2019-01-05-list",
        "types",
        "windows",
        "page",
        "upper",
        "old",
    ] {
        assert!(built.exists(&format!("{name}/index.html")), "{name}");
    }
    assert!(built.text("2019-01-04-bad/index.html").contains("<p>Its text</p>"));
    assert!(built.text("page/index.html").contains("<p>H</p>"));
    assert!(built.text("upper/index.html").contains("<em>Its</em> text"));
    let warnings = built.warnings();
    assert!(
        warnings.contains("_posts/2019-01-04-bad.md:2:11: warning: the front matter is not valid YAML"),
        "{warnings}"
    );
    assert!(warnings.contains("_posts/2019-01-03-unclosed.md:1:1: warning: "), "{warnings}");
}

#[test]
fn what_jekyll_leaves_out_is_left_out_aloud() {
    let built = Site::jekyll(CONFIG)
        .file("_posts/2019-01-01-a.md", post("title: A", "x"))
        .file("_posts/2019-01-02-latin.md", b"---\ntitle: Caf\xe9\n---\nx")
        .file("_posts/README.md", "# About")
        .file("_posts/2019-01-03-t.textile", "h1. x")
        .file("_posts/2019-01-03-s.scss", "---\n---\na {}")
        .file("_posts/picture.txt", "x")
        .build();
    assert_eq!(built.report.site.posts.len(), 1);
    let warnings = built.warnings();
    for part in [
        "2019-01-02-latin.md:2:11: warning: byte 0xe9 is not UTF-8 text; the file is left out",
        "_posts/README.md: warning: skipped: its name does not begin with a date",
        "_posts/2019-01-03-t.textile: warning: skipped: it has no front matter, without which posts are read",
        "_posts/2019-01-03-s.scss: warning: skipped: Jekyll would compile it",
    ] {
        assert!(warnings.contains(part), "{part}: {warnings}");
    }
    assert!(!warnings.contains("picture.txt"));
}

#[test]
fn html_pages_are_pages_and_templates_of_lists_give_way() {
    let built = Site::jekyll(CONFIG)
        .file("_posts/2019-01-01-a.md", post("title: A\ntags: [x]", "x"))
        .file("index.html", "---\nlayout: home\n---\n{% for p in paginator.posts %}{% endfor %}")
        .file("blog/index.html", "---\n---\n{{ paginator.page }}")
        .file("contact.html", "---\ntitle: Contact\nlayout: page\n---\n<p>{{ page.title }} us</p>")
        .file("all.html", "---\nlayout: null\n---\n{% for p in site.posts %}{{ p.title }}{% endfor %}")
        .file("tags.md", post("title: Tags\npermalink: /tags/", "{{ site.tags }}"))
        .file("404.html", "---\npermalink: /404.html\n---\n<p>Lost</p>")
        .file("raw.html", "<p>{{ not }}</p>")
        .build();
    assert!(built.text("contact/index.html").contains("<p>Contact us</p>"));
    assert_eq!(built.text("all/index.html").trim(), "A");
    assert_eq!(built.text("raw.html"), "<p>{{ not }}</p>");
    assert!(built.text("404.html").contains("<p>Lost</p>"));
    assert!(built.text("tags/index.html").contains("href=\"/tags/x/\""));
    assert!(!built.exists("blog/index.html"));
    let warnings = built.warnings();
    assert!(
        warnings.contains(
            "tags.md: warning: would be written to tags/index.html, where the list of tags stands instead"
        ),
        "{warnings}"
    );
    assert!(warnings.contains("2 Liquid files are not used: blog/index.html, index.html"), "{warnings}");
}

#[test]
fn what_jekyll_stops_at_is_an_error() {
    for text in ["---\ndate: 2019-02-30\n---\n", "---\n---\n{% post_url 2019-01-01-none %}"] {
        let site = Site::jekyll(CONFIG).file("_posts/2019-01-01-a.md", text);
        assert!(site.errors().starts_with("_posts/2019-01-01-a.md:"), "{text}");
    }
}

#[test]
fn what_published_says() {
    let built = Site::jekyll(CONFIG)
        .file("_posts/2019-01-01-no.md", post("published: no", "x"))
        .file("_posts/2019-01-02-off.md", post("published: OFF", "x"))
        .file("_posts/2019-01-03-none.md", post("published:", "x"))
        .file("_posts/2019-01-04-quoted.md", post("published: \"false\"", "x"))
        .file("_posts/2019-01-05-word.md", post("published: 'no'", "x"))
        .file("_posts/2019-01-06-letter.md", post("published: n", "x"))
        .file("_posts/2019-01-07-number.md", post("published: 0", "x"))
        .file("_posts/2019-01-08-draft.md", post("draft: true", "x"))
        .build();
    let published: Vec<&str> = built.report.site.posts.iter().map(|post| post.slug.as_str()).collect();
    assert_eq!(published, ["number", "letter", "word", "quoted"]);
    let warnings = built.warnings();
    for part in [
        "_posts/2019-01-04-quoted.md:2:12: warning: `published` is the text \"false\", not a yes or no",
        "_posts/2019-01-05-word.md:2:12: warning: `published` is the text \"no\", not a yes or no",
        "_posts/2019-01-06-letter.md:2:12: warning: `published` is the text \"n\", not a yes or no",
        "_posts/2019-01-07-number.md:2:12: warning: `published` must be true or false",
        "_posts/2019-01-08-draft.md:2:8: warning: `draft: true` hides this",
    ] {
        assert!(warnings.contains(part), "{part}: {warnings}");
    }
    assert!(!warnings.contains("-no.md") && !warnings.contains("-none.md"), "{warnings}");
}

#[test]
fn posts_that_nothing_converts_keep_their_extension() {
    let built = Site::jekyll("title: T\nurl: https://x.example\n")
        .file("_posts/2019-01-01-t.txt", "---\n---\n# {{ page.url }}\n")
        .file("_posts/2019-01-02-h.htm", "---\ntitle: H\n---\n*a* <b>b</b>\n")
        .file("_posts/2019-01-03-x.xml", "---\n---\n<a/>\n")
        .file("_posts/2019-01-04-o.org", "---\n---\n* a\n")
        .file("_posts/2019-01-05-p.textile", "---\npermalink: /p/\n---\nh1. a\n")
        .file("_posts/2019-01-06-q.txt", "---\npermalink: /q\n---\na\n")
        .file("_posts/2019-01-07-r.html.erb", "---\n---\na\n")
        .build();
    assert_eq!(built.report.site.posts.len(), 7);
    assert_eq!(built.text("2019/01/01/t.txt").trim(), "# /2019/01/01/t.txt");
    let html = built.text("2019/01/02/h.htm");
    assert!(html.contains("<html") && html.contains("*a* <b>b</b>"), "{html}");
    assert_eq!(built.text("2019/01/03/x.xml").trim(), "<a/>");
    assert_eq!(built.text("2019/01/04/o.org").trim(), "* a");
    assert!(built.text("p/index.html").contains("h1. a"));
    assert_eq!(built.text("q.txt").trim(), "a");
    assert!(built.exists("2019/01/07/r.html.erb"));
}

#[test]
fn a_post_whose_front_matter_is_broken_has_its_files_whole_name() {
    let bad = "---\ntitle: a: b\ncategories: [x]\n---\nIts text\n";
    let files = [("_posts/2019-01-01-bad.md", bad), ("news/_posts/2019-01-02-list.md", "---\n- a\n---\nx\n")];
    for (permalink, bad, list) in [
        ("/:title/", "/2019-01-01-bad/", "/2019-01-02-list/"),
        ("/:categories/:title.html", "/2019-01-01-bad.html", "/news/2019-01-02-list.html"),
        // Jekyll's own would be another one each day.
        ("date", "/2019/01/01/bad.html", "/news/2019/01/02/list.html"),
    ] {
        let config = format!("title: T\npermalink: {permalink}\n");
        super::urls(
            &config,
            &files,
            &[("_posts/2019-01-01-bad.md", bad), ("news/_posts/2019-01-02-list.md", list)],
        );
    }
}
