//! Each mistake is told once, clearly, and leaves the site of the last build as it was, byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Site, post, tree};
use std::fs;

fn good() -> Site {
    Site::new().file(
        "content/posts/2025-11-27-ferry.md",
        post("title: Ferry returns\ntags: [harbour]", "It is back."),
    )
}

#[test]
fn unclosed_front_matter() {
    let said =
        good().refusal(|site| site.put("content/posts/2025-12-01-talks.md", "---\ntitle: Talks\n\nText.\n"));
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:1:1: the front matter opens with `---` and is never closed
     1 │ ---
       │ ^^^
    help: put a line `---` after the last key
    "#);
}

#[test]
fn invalid_yaml() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: Talks: day two", "Text."))
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:2:13: the front matter is not valid YAML: mapping values are not allowed in this context
     2 │ title: Talks: day two
       │             ^
    help: a value that holds `: ` needs quotes, as in title: "Harbour: the vote"
    "#);
}

#[test]
fn invalid_yaml_with_a_tab() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", "---\ntitle: Talks\nimage:\n\tpath: a.jpg\n---\n")
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:4:1: the front matter is not valid YAML: found character that cannot start any token
     4 │  path: a.jpg
       │ ^
    help: indent with spaces, not tabs, and quote a value that begins with @, `, % or a tab
    "#);
}

#[test]
fn front_matter_that_is_no_map() {
    let said = good()
        .refusal(|site| site.put("content/posts/2025-12-01-talks.md", post("- title\n- talks", "Text.")));
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:2:1: the front matter is a list, where lines of `key: value` belong
     2 │ - title
       │ ^
    help: write each key on a line of its own, as in title: Harbour plan
    "#);
}

#[test]
fn impossible_date() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: Talks\ndate: 2025-02-30 10:00", "Text."));
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:3:7: date "2025-02-30" is not a day that exists
     3 │ date: 2025-02-30 10:00
       │       ^^^^^^^^^^^^^^^^
    help: write it as 2025-11-27, or 2025-11-27 22:18, or with a zone: 2025-11-27 22:18 +0600
    "#);
}

#[test]
fn impossible_date_in_a_file_name() {
    let said =
        good().refusal(|site| site.put("content/posts/2025-02-30-talks.md", post("title: Talks", "Text.")));
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-02-30-talks.md: date "2025-02-30" is not a day that exists
    help: write it as 2025-11-27, or 2025-11-27 22:18, or with a zone: 2025-11-27 22:18 +0600
    "#);
}

#[test]
fn no_date_at_all() {
    let said = good().refusal(|site| site.put("content/posts/talks.md", post("title: Talks", "Text.")));
    insta::assert_snapshot!(said, @r#"
    content/posts/talks.md: this post has no date, neither in its front matter nor in its file name
    help: add a line `date: 2025-11-27`, or name the file 2025-11-27-its-slug.md
    "#);
}

#[test]
fn wrong_type_in_front_matter() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: [a, b]", "Text."));
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:2:8: `title` must be text, not a list
     2 │ title: [a, b]
       │        ^^^^^^
    help: write title as text
    "#);
}

#[test]
fn bytes_that_are_not_utf_8() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", b"---\ntitle: Talks\n---\n\nCaf\xe9 table.\n")
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:5:4: byte 0xe9 is not UTF-8 text
     5 │ Caf� table.
       │    ^
    help: save the file as UTF-8, or convert it: iconv -f WINDOWS-1252 -t UTF-8 old.md > new.md
    "#);
}

#[test]
fn unknown_layout() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("layout: pots\ntitle: Talks", "Text."))
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:2:9: there is no layout "pots"
     2 │ layout: pots
       │         ^^^^
    help: did you mean "post"?
    "#);
}

#[test]
fn unknown_layout_like_no_other() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: Talks\nlayout: longread", "Text."))
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:3:9: there is no layout "longread"
     3 │ layout: longread
       │         ^^^^^^^^
    help: add templates/longread.html, or use layout: post
    "#);
}

#[test]
fn template_with_broken_syntax() {
    let said = good().refusal(|site| {
        site.put("templates/post.html", "<h1>{{ page.title }}</h1>\n{% if page.image %}\n<p>\n")
    });
    insta::assert_snapshot!(said, @r#"
    templates/post.html:4:1: unexpected end of input
    help: templates are Tera's: docs/templates.md shows what they can do
    "#);
}

#[test]
fn template_with_an_unknown_filter() {
    let said = good().refusal(|site| site.put("templates/post.html", "<h1>{{ page.title | shout }}</h1>\n"));
    insta::assert_snapshot!(said, @r#"
    templates/post.html:1:21: unknown filter `shout`
     1 │ <h1>{{ page.title | shout }}</h1>
       │                     ^
    help: templates are Tera's: docs/templates.md shows what they can do
    "#);
}

#[test]
fn template_that_extends_what_is_not_there() {
    let said = good().refusal(|site| site.put("templates/post.html", "{% extends \"frame.html\" %}\n"));
    insta::assert_snapshot!(said, @r#"
    templates/post.html: there is no template "frame.html", which `extends` asks for
    help: add templates/frame.html, or correct the name
    "#);
}

#[test]
fn template_that_fails_while_rendering() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: Talks", "Text."));
        site.put("templates/post.html", "<h1>{{ page.title }}</h1>\n<img src=\"{{ page.image.url }}\">\n");
    });
    insta::assert_snapshot!(said, @r#"
    templates/post.html:2:19: field `image` is not defined. Available fields: authors, breaking, categories, date, date_display, dir, draft, excerpt, excerpt_html, featured, has_code, kind, lang, path, permalink, reading_time, slug, sponsored, state, tags, title, url, words (while rendering content/posts/2025-11-27-ferry.md)
     2 │ <img src="{{ page.image.url }}">
       │                   ^^^^^
    help: a field that may be absent needs a test first: {% if page.image %}…{% endif %}; docs/templates.md lists them
    "#);
}

#[test]
fn two_posts_on_one_address() {
    let said = good().refusal(|site| {
        site.put(
            "content/posts/2025-12-01-talks.md",
            post("title: Talks\npermalink: /2025/11/27/ferry/", "Text."),
        );
    });
    assert!(said.contains("2025-12-01-talks.md") && said.contains("2025-11-27-ferry.md"));
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:3:12: would be written to 2025/11/27/ferry/index.html, as would content/posts/2025-11-27-ferry.md
     3 │ permalink: /2025/11/27/ferry/
       │            ^^^^^^^^^^^^^^^^^^
    help: change the permalink, slug or file name of one of them
    "#);
}

#[test]
fn addresses_that_differ_only_in_case() {
    let said = good().refusal(|site| {
        site.put(
            "content/posts/2025-12-01-talks.md",
            post("title: Talks\npermalink: /2025/11/27/Ferry/", "Text."),
        );
    });
    assert!(said.contains("2025-12-01-talks.md") && said.contains("2025-11-27-ferry.md"));
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:3:12: would be written to 2025/11/27/Ferry/index.html, which differs from that of content/posts/2025-11-27-ferry.md only in case
     3 │ permalink: /2025/11/27/Ferry/
       │            ^^^^^^^^^^^^^^^^^^
    help: many disks and hosts cannot hold both: change one permalink
    "#);
}

#[test]
fn a_file_where_another_page_needs_a_folder() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: Talks\npermalink: /2025.html", "Text."));
        site.put(
            "content/posts/2025-12-02-more.md",
            post("title: More\npermalink: /2025.html/more/", "Text."),
        );
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md: would be written to 2025.html, which content/posts/2025-12-02-more.md needs as a folder
    help: change the permalink, slug or file name of one of them
    "#);
}

#[test]
fn a_permalink_that_climbs_out() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: Talks\npermalink: ../../x", "Text."));
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:3:12: permalink "../../x" would leave the output folder
     3 │ permalink: ../../x
       │            ^^^^^^^
    help: leave out the `..`: a permalink starts at the site's root
    "#);
}

#[test]
fn a_redirect_that_climbs_out() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: Talks\nredirect_from: /../../x", "Text."));
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:3:16: permalink "/../../x" would leave the output folder
     3 │ redirect_from: /../../x
       │                ^^^^^^^^
    help: leave out the `..`: a permalink starts at the site's root
    "#);
}

#[test]
fn an_unknown_placeholder() {
    let said = good().refusal(|site| {
        site.put(
            "content/posts/2025-12-01-talks.md",
            post("title: Talks\npermalink: /:yaer/:title/", "Text."),
        );
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md:3:12: permalink has no placeholder `:yaer`
     3 │ permalink: /:yaer/:title/
       │            ^^^^^^^^^^^^^^
    help: did you mean `:year`?
    "#);
}

#[test]
fn a_term_without_a_letter() {
    let said = good().refusal(|site| {
        site.put("content/posts/2025-12-01-talks.md", post("title: Talks\ntags: [\"?!\"]", "Text."))
    });
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-talks.md: the tag "?!" has no letter or digit to make an address from
    help: spell the tag with a letter or a digit
    "#);
}

#[test]
fn unknown_key_in_the_settings() {
    let said = good().refusal(|site| site.put("site.toml", format!("{}timezon = \"UTC\"\n", common::TOML)));
    insta::assert_snapshot!(said, @r#"
    site.toml:3:1: unknown key `timezon`
     3 │ timezon = "UTC"
       │ ^^^^^^^
    help: did you mean `timezone`?
    "#);
}

#[test]
fn unknown_key_in_a_table_of_the_settings() {
    let said = good()
        .refusal(|site| site.put("site.toml", format!("{}[authors.ines]\nnmae = \"Ines\"\n", common::TOML)));
    insta::assert_snapshot!(said, @r#"
    site.toml:4:1: unknown key `nmae`
     4 │ nmae = "Ines"
       │ ^^^^
    help: did you mean `name`?
    "#);
}

#[test]
fn wrong_type_in_the_settings() {
    let said = good().refusal(|site| site.put("site.toml", format!("{}paginate = \"ten\"\n", common::TOML)));
    insta::assert_snapshot!(said, @r#"
    site.toml:3:12: `paginate` must be a whole number from 1 to 100000, not "ten"
     3 │ paginate = "ten"
       │            ^^^^^
    help: give it as a whole number from 1 to 100000
    "#);
}

#[test]
fn settings_that_are_not_toml() {
    let said = good().refusal(|site| site.put("site.toml", "title = Quay Post\n"));
    insta::assert_snapshot!(said, @r#"
    site.toml:1:9: string values must be quoted, expected literal string
     1 │ title = Quay Post
       │         ^^^^^^^^^
    help: strings need quotes, and each setting its own line: title = "My Paper"
    "#);
}

#[test]
fn unknown_time_zone() {
    let said = good()
        .refusal(|site| site.put("site.toml", format!("{}timezone = \"Europe/Dublon\"\n", common::TOML)));
    insta::assert_snapshot!(said, @r#"
    site.toml:3:12: `Europe/Dublon` is not a time zone
     3 │ timezone = "Europe/Dublon"
       │            ^^^^^^^^^^^^^^^
    help: use a name of the IANA time zone list, such as "Europe/Dublin" or "UTC"
    "#);
}

#[test]
fn an_address_that_is_none() {
    let said =
        good().refusal(|site| site.put("site.toml", "title = \"Quay Post\"\nbase_url = \"quay.example\"\n"));
    insta::assert_snapshot!(said, @r#"
    site.toml:2:12: base_url "quay.example" is not a web address
     2 │ base_url = "quay.example"
       │            ^^^^^^^^^^^^^^
    help: write it whole, as in "https://paper.example" or "https://paper.example/news"
    "#);
}

/// Permission bits do not stop root, so what stops the build is a file where a folder must be.
#[test]
fn an_output_that_cannot_be_written() {
    let mut site = good();
    site.build();
    let before = tree(&site.out());
    let old = site.out();
    fs::write(site.dir().join("blocked"), "a file").unwrap();
    site.options.out = Some(site.dir().join("blocked/public"));
    let said = site.errors();
    assert_eq!(tree(&old), before);
    assert_eq!(fs::read(site.dir().join("blocked")).unwrap(), b"a file");
    insta::assert_snapshot!(said, @r#"
    error: cannot read [DIR]/blocked/public: Not a directory (os error 20)
    help: the last good site is untouched; make room or set the permissions, and build again
    "#);
}

#[test]
fn an_output_that_is_a_file() {
    let mut site = good();
    fs::write(site.dir().join("blocked"), "a file").unwrap();
    site.options.out = Some(site.dir().join("blocked"));
    let said = site.errors();
    assert_eq!(fs::read(site.dir().join("blocked")).unwrap(), b"a file");
    insta::assert_snapshot!(said, @r#"
    error: [DIR]/blocked is a file, not a folder
    help: name another folder with --out
    "#);
}

#[test]
fn an_output_that_holds_somebody_elses_files() {
    let mut site = good();
    let folder = site.dir().join("theirs");
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("thesis.txt"), "mine").unwrap();
    site.options.out = Some(folder);
    let before = tree(site.dir());
    let said = site.errors();
    assert_eq!(tree(site.dir()), before);
    insta::assert_snapshot!(said, @r#"
    error: [DIR]/theirs holds files that Dateline did not write, such as thesis.txt
    help: name another folder with --out, or move those files away yourself
    "#);
}

#[test]
fn an_output_among_the_sources() {
    let mut site = good();
    site.options.out = Some(site.options.root.join("content/public"));
    let before = tree(site.dir());
    let said = site.errors();
    assert_eq!(tree(site.dir()), before);
    insta::assert_snapshot!(said, @r#"
    error: [DIR]/site/content/public is part of the site's own sources
    help: name another folder with --out
    "#);
}

#[test]
fn somebody_elses_file_where_a_page_must_go() {
    let site = good();
    site.build();
    fs::create_dir_all(site.out().join("2025/12/01/talks")).unwrap();
    fs::write(site.out().join("2025/12/01/talks/index.html"), "mine").unwrap();
    let before = tree(&site.out());
    site.put("content/posts/2025-12-01-talks.md", post("title: Talks", "Text."));
    let said = site.errors();
    assert_eq!(tree(&site.out()), before);
    insta::assert_snapshot!(said, @r#"
    error: [DIR]/out/public/2025/12/01/talks/index.html is in the way: Dateline did not write it
    help: move it away, or build into another folder with --out
    "#);
}

#[test]
fn no_settings_at_all() {
    let site = good();
    site.remove("site.toml");
    insta::assert_snapshot!(site.errors(), @r#"
    error: no site.toml and no _config.yml in [DIR]/site or any folder above it
    help: make one with `dateline init my-paper`, or name its folder with --root
    "#);
}

#[test]
fn errors_of_many_files_come_at_once_in_their_order() {
    let site = good()
        .file("content/posts/2025-12-03-c.md", post("date: never", "Text."))
        .file("content/posts/2025-12-01-a.md", "---\ntitle: A\n")
        .file("content/posts/2025-12-02-b.md", post("layout: none such", "Text."));
    let said = site.errors();
    let at = |name: &str| said.find(name).unwrap_or_else(|| panic!("{name} is missing from:\n{said}"));
    assert!(at("2025-12-01-a.md") < at("2025-12-02-b.md") && at("2025-12-02-b.md") < at("2025-12-03-c.md"));
}

#[test]
fn a_first_build_that_fails_leaves_no_trace() {
    let site = good().file("content/posts/2025-12-01-a.md", "---\ntitle: A\n");
    site.errors();
    assert!(!site.dir().join("out").exists());
}
