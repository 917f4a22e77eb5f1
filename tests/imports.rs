//! `dateline import`: texts come out as an editor would have typed them, exports and Jekyll folders as sites that build.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Site, post, shared};
use std::path::Path;
use std::process::Command;

/// What the command says on both of its outputs.
fn dateline(root: Option<&Path>, args: &[&str]) -> (bool, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
    command.env("SOURCE_DATE_EPOCH", "1768478400").env("NO_COLOR", "1").args(args);
    if let Some(root) = root {
        command.arg("--root").arg(root);
    }
    let output = command.output().unwrap();
    let text =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.success(), text)
}

/// The one post that a text becomes, and what was said.
fn typed(text: impl AsRef<[u8]>) -> (String, String) {
    let site = Site::new().file("content/posts/2025-01-01-old.md", post("title: An old story", "Old."));
    let file = site.dir().join("article.txt");
    std::fs::write(&file, text).unwrap();
    let (done, said) = dateline(Some(&site.options.root), &["import", "text", file.to_str().unwrap()]);
    assert!(done, "{said}");
    let path = said.lines().next().unwrap();
    let made = std::fs::read_to_string(site.options.root.join(path)).unwrap();
    site.build();
    (made, said)
}

#[test]
fn an_article_is_taken_apart() {
    let long = "The council met for three hours before a full hall, and heard the fishermen out before it voted at last.";
    let text = format!(
        "Council buys the quay\nA narrow vote ends a row of twenty years.\nBy Ines Quill\n27 November 2025\n\n\
         SALLOW BAY, Ireland — {long}\n\nWhat happens next\n\n{long}\n• Works begin in May\n• Boats move to the pier\n\n\
         Also read: An old story\nAlso Read: A story that is not here\n{long} 5 * 3 [sic]\n"
    );
    let (made, said) = typed(text);
    assert_eq!(
        made,
        format!(
            "---\nlayout: post\ntitle: Council buys the quay\ndeck: \"A narrow vote ends a row of twenty years.\"\n\
             date: 2025-11-27 00:00:00+00:00\nauthor: Ines Quill\ndateline: \"SALLOW BAY, Ireland\"\n---\n\n{long}\n\n\
             ## What happens next\n\n{long}\n\n- Works begin in May\n- Boats move to the pier\n\n\
             **Also read:** [An old story](/2025/01/01/old/)\n\n**Also Read:** A story that is not here\n\n{long} 5 * 3 \\[sic]\n"
        )
    );
    assert!(said.contains("article.txt:8: warning: taken as a sub-heading: \"What happens next\""), "{said}");
    assert!(said.contains("no post has the headline \"A story that is not here\""), "{said}");
}

#[test]
fn other_encodings_are_read_and_damage_is_repaired_aloud() {
    let (made, said) = typed(b"Caf\xe9 opens\n\nThe caf\xe9 on the quay opens \x96 at last.\n");
    assert!(made.contains("title: Café opens\n") && made.contains("opens – at last"), "{made}");
    assert!(said.contains("is not UTF-8; read as Windows-1252"), "{said}");
    let (made, said) = typed("It opens\n\nThe mayorโs cafÃ© opensโat last.\n");
    assert!(made.contains("The mayor’s café opens—at last."), "{made}");
    assert!(
        said.contains("article.txt:3: warning: damaged: \"โ\" became \"’\", by the words around it"),
        "{said}"
    );
}

#[test]
fn lines_that_a_program_wrapped_are_joined() {
    let text = "Harbour frozen over\n\nThe harbour froze over on Sunday night for the first time\nin forty years, and \
                children skated to the lighthouse and\nback before the ferry broke the ice on Monday morning at\nsix.\n\n\
                The ferry company has said that it will not wait for the\nice to melt, as the islands need their \
                mail and their\nmilk.\n";
    let (made, _) = typed(text);
    assert!(made.ends_with(
        "---\n\nThe harbour froze over on Sunday night for the first time in forty years, and children skated to the \
         lighthouse and back before the ferry broke the ice on Monday morning at six.\n\nThe ferry company has said that \
         it will not wait for the ice to melt, as the islands need their mail and their milk.\n"
    ), "{made}");
}

#[test]
fn the_documents_come_out_as_an_editor_would_have_typed_them() {
    let Some(folder) = shared("documents") else { return };
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let made = |number: usize| typed(std::fs::read(&files[number]).unwrap());
    let lines = |text: &str, start: &str| text.lines().filter(|line| line.starts_with(start)).count();

    let (text, said) = made(0);
    assert!(
        text.contains("\ndateline: \"BISHKEK, KYRGYZSTAN\"\n") && said.contains("has no headline"),
        "{text}{said}"
    );
    assert!(text.contains("\n\n## The Ultimatum: Withdraw or Face Force\n\n"), "{text}");
    assert!(text.contains("\n\n## US Envoy Heads to Moscow\n\n"), "{text}");
    assert_eq!((lines(&text, "- The "), text.matches('โ').count()), (4, 0));
    assert!(
        text.contains("Putin’s hardline")
            && text.contains("Kherson—including")
            && text.contains("leaders’ positions—one")
    );

    let (text, _) = made(1);
    assert!(text.contains("\ntitle: \"Putin Issues Ultimatum: Russia Ready to Halt War"), "{text}");
    assert!(text.contains("\ndeck: \"Russian president draws final red line: abandon"), "{text}");
    assert_eq!((lines(&text, "**Also Read:** "), lines(&text, "## ")), (2, 0));

    let (text, _) = made(2);
    assert!(text.contains("\ntitle: Putin doubles down on demands for Ukrainian territory"), "{text}");
    assert_eq!((lines(&text, "deck:"), lines(&text, "## "), text.matches("\n\n").count()), (0, 0, 5));

    let (text, said) = made(3);
    assert!(text.contains("Ukraine – indicating") && text.contains("image: assets/images/"), "{text}");
    assert_eq!(said.matches("warning").count(), 1, "{said}");

    let (text, _) = made(4);
    assert!(
        text.contains("\ndeck: \"Putin Sets Terms for Ukraine Peace: Withdraw or Face War\"\n"),
        "{text}"
    );
    assert_eq!(lines(&text, "## "), 3);
}

const EXPORT: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:excerpt="x" xmlns:content="x" xmlns:dc="x" xmlns:wp="x"><channel>
<title>Quay &amp; Co</title><link>https://old.example</link><description>News</description><language>en-US</language>
<wp:base_blog_url>https://old.example</wp:base_blog_url>
<wp:author><wp:author_login><![CDATA[ines]]></wp:author_login><wp:author_display_name><![CDATA[Inés Quill]]></wp:author_display_name></wp:author>
<item><title>Council &#8220;buys&#8221; the quay</title><link>https://old.example/2019/05/12/council-buys/</link><dc:creator><![CDATA[ines]]></dc:creator>
<content:encoded><![CDATA[<!-- wp:paragraph -->
<p>One <strong>two</strong> <a href="https://x.example/">three</a>.</p>
<!-- /wp:paragraph -->
<table><tr><td>1</td></tr></table>
[caption id="a" width="1"]<img src="https://old.example/wp-content/uploads/a.jpg" alt="A" /> Boats[/caption]
[poll id=3] {{ not liquid }}]]></content:encoded><excerpt:encoded><![CDATA[Short.]]></excerpt:encoded>
<wp:post_id>1</wp:post_id><wp:post_date>2019-05-12 01:30:00</wp:post_date><wp:post_date_gmt>2019-05-11 23:30:00</wp:post_date_gmt>
<wp:post_name>council-buys</wp:post_name><wp:status>publish</wp:status><wp:post_parent>0</wp:post_parent><wp:post_type>post</wp:post_type><wp:is_sticky>1</wp:is_sticky>
<category domain="category" nicename="news"><![CDATA[News]]></category><category domain="post_tag" nicename="c"><![CDATA[C++]]></category>
<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value><![CDATA[9]]></wp:meta_value></wp:postmeta>
<wp:comment><wp:comment_id>1</wp:comment_id></wp:comment></item>
<item><title>Привет</title><link>https://old.example/2019/06/01/%d0%bf%d1%80/</link><content:encoded><![CDATA[a
b

c]]></content:encoded><wp:post_id>2</wp:post_id><wp:post_date>2019-06-01 10:00:00</wp:post_date><wp:post_date_gmt>2019-06-01 10:00:00</wp:post_date_gmt>
<wp:post_name>%d0%bf%d1%80</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>Unfinished</title><link>https://old.example/?p=3</link><wp:post_id>3</wp:post_id><wp:post_date>2019-06-02 10:00:00</wp:post_date><wp:post_date_gmt>0000-00-00 00:00:00</wp:post_date_gmt><wp:post_name></wp:post_name><wp:status>draft</wp:status><wp:post_type>post</wp:post_type></item>
<item><title>About</title><link>https://old.example/about/</link><wp:post_id>4</wp:post_id><wp:post_date>2018-01-01 10:00:00</wp:post_date><wp:post_date_gmt>2018-01-01 10:00:00</wp:post_date_gmt><wp:post_name>about</wp:post_name><wp:status>publish</wp:status><wp:post_type>page</wp:post_type></item>
<item><title>Team</title><link>https://old.example/about/team/</link><wp:post_id>5</wp:post_id><wp:post_date>2018-01-01 10:00:00</wp:post_date><wp:post_date_gmt>2018-01-01 10:00:00</wp:post_date_gmt><wp:post_name>team</wp:post_name><wp:status>publish</wp:status><wp:post_parent>4</wp:post_parent><wp:post_type>page</wp:post_type></item>
<item><title>pic</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type><wp:attachment_url>https://old.example/wp-content/uploads/lead.jpg</wp:attachment_url><wp:postmeta><wp:meta_key>_wp_attachment_image_alt</wp:meta_key><wp:meta_value>Boats at dawn</wp:meta_value></wp:postmeta></item>
</channel></rss>
"#;

#[test]
fn a_wordpress_export_becomes_a_site_with_its_old_addresses() {
    let dir = tempfile::tempdir().unwrap();
    let export = dir.path().join("export.xml");
    std::fs::write(&export, EXPORT).unwrap();
    let new = dir.path().join("new");
    let (done, said) =
        dateline(None, &["import", "wordpress", export.to_str().unwrap(), new.to_str().unwrap()]);
    assert!(done, "{said}");
    for part in [
        "2 blocks are kept as HTML",
        "the shortcode [poll] stays as text, once",
        "left out: 1 × comment",
        "holds 3 posts and 2 pages",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
    let text = |path: &str| std::fs::read_to_string(new.join(path)).unwrap();
    let settings = text("site.toml");
    assert!(
        settings.starts_with("title = \"Quay & Co\"\n")
            && settings.contains("permalink = \"/:year/:month/:day/:title/\""),
        "{settings}"
    );
    let own = text("content/posts/2019-05-11-council-buys.md");
    for line in [
        "title: \"Council “buys” the quay\"",
        "date: 2019-05-12 01:30:00 +02:00",
        "author: ines",
        "categories: [News]",
        "tags: [\"C++\"]",
        "excerpt: \"Short.\"",
        "permalink: \"/2019/05/12/council-buys/\"",
        "featured: true",
        "  alt: Boats at dawn",
        "\\[poll id=3] &#123;{ not liquid }}",
        "One **two** [three](https://x.example/).",
        "<figure><img src=\"https://old.example/wp-content/uploads/a.jpg\" alt=\"A\" /><figcaption>Boats</figcaption></figure>",
    ] {
        assert!(own.lines().any(|own| own == line), "{line}\n{own}");
    }
    assert!(text("content/posts/2019-06-01-пр.md").ends_with("---\n\na\\\nb\n\nc\n"));
    let (done, said) = dateline(Some(&new), &["build"]);
    assert!(done, "{said}");
    for path in ["2019/05/12/council-buys", "2019/06/01/пр", "about", "about/team"] {
        assert!(new.join("public").join(path).join("index.html").is_file(), "{path}");
    }
    let (_, listed) = dateline(Some(&new), &["list", "--all"]);
    assert_eq!(listed.matches("draft").count(), 1, "{listed}");
    let (done, said) =
        dateline(None, &["import", "wordpress", export.to_str().unwrap(), new.to_str().unwrap()]);
    assert!(!done && said.contains("is not empty"), "{said}");
}

#[test]
fn what_is_no_export_is_said_to_be_none() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("x.xml");
    for text in ["", "<rss><channel><title>x</title></channel></rss>", "<a", "\u{0}"] {
        std::fs::write(&file, text).unwrap();
        let new = dir.path().join("new");
        let (done, said) =
            dateline(None, &["import", "wordpress", file.to_str().unwrap(), new.to_str().unwrap()]);
        assert!(!done && said.contains("this is no export of WordPress"), "{text:?}: {said}");
        assert!(!new.exists());
    }
}

#[test]
fn a_jekyll_folder_becomes_a_site_with_the_same_addresses() {
    let old = Site::jekyll(
        "title: Old\nurl: https://x.example\nbaseurl: /b\npermalink: pretty\ntimezone: Europe/Berlin\npaginate: 5\npaginate_path: /page:num/\n\
         owner: Ines\nunused: x\ninclude: [.well-known]\nplugins: [jekyll-feed]\nfeed: {path: atom.xml}\n\
         collections: {guides: {output: true}}\ndefaults:\n- scope: {path: _posts/opinion}\n  values: {category: Opinion, layout: essay}\n",
    )
    .file("_posts/2020-01-02-own.md", post("title: Own\nlayout: essay\nsources: [a, b]", "By {{ site.owner }}.\n{: .x}\n\n[o]({% link _posts/opinion/2020-01-01-b.md %})"))
    .file("_posts/opinion/2020-01-01-b.md", "---\r\ntitle: B\r\n---\r\nB\r\n")
    .file("en/news/_posts/2013-02-24-c.md", post("title: C\ndate: 2013-02-24 23:30:00 +0000", "{% include note.html %}"))
    .file("_posts/2020-02-01-same.md", post("title: S\npermalink: /s/", "Older"))
    .file("_posts/2020-02-02-same.md", post("title: S\npermalink: /s/", "Newer"))
    .file("_posts/2020-03-01-bad.md", "---\ntitle: A: b: c\n---\nBad\n")
    .file("_posts/2020-03-02-empty.md", "")
    .file("_drafts/later.md", post("title: Later", "Draft"))
    .file("_guides/start.md", post("title: Start", "Start"))
    .file("about.html", "---\ntitle: About\n---\n<p>{{ page.title }}</p>\n")
    .file("posts/index.md", post("title: Posts", "x"))
    .file("_includes/note.html", "<b>note</b>")
    .file("_data/a.yml", "a: 1\n")
    .file("assets/x.txt", "x").file("robots.txt", "User-agent: *\n").file(".well-known/x", "x");
    for number in 1..=9 {
        old.put(&format!("_posts/2019-01-0{number}-p.md"), post("title: P", "P"));
    }
    let before = old.build();
    let new = old.dir().join("new");
    let root = old.options.root.to_str().unwrap();
    let sources = common::tree(&old.options.root);
    let (done, said) = dateline(None, &["import", "jekyll", root, new.to_str().unwrap()]);
    assert!(done, "{said}");
    assert_eq!(common::tree(&old.options.root), sources, "the old folder is as it was");
    assert!(said.contains("; 0 changed"), "{said}");
    let (done, built) = dateline(Some(&new), &["build"]);
    assert!(done, "{built}");
    let files = common::tree(&new.join("public"));
    for article in before.report.site.posts.iter().chain(&before.report.site.pages) {
        let path = format!("{}index.html", article.url.trim_start_matches('/'));
        let path =
            if article.url.ends_with('/') { path } else { article.url.trim_start_matches('/').to_owned() };
        assert!(files.contains_key(&path), "{path} is not in {:?}\n{said}", files.keys());
    }
    for path in ["assets/x.txt", "robots.txt", ".well-known/x", "page2/index.html"] {
        assert!(files.contains_key(path), "{path}");
    }
    let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();
    assert!(text("2020/01/02/own/index.html").contains("<p class=\"x\">By Ines.</p>"));
    assert!(text("2020/01/02/own/index.html").contains("href=\"/b/opinion/2020/01/01/b/\""));
    assert!(text("s/index.html").contains("Newer"));
}

#[test]
fn samples_move_with_every_address() {
    let Some(folder) = shared("samples") else { return };
    for name in ["jekyll-news", "mediumish", "swift-blog"] {
        let dir = tempfile::tempdir().unwrap();
        let new = dir.path().join("new");
        let root = folder.join(name);
        let (done, said) = dateline(
            None,
            &["import", "jekyll", root.to_str().unwrap(), new.to_str().unwrap(), "--timezone", "UTC"],
        );
        assert!(done && said.contains("; 0 changed"), "{name}: {said}");
        let (done, built) = dateline(Some(&new), &["build", "--timezone", "UTC"]);
        assert!(done, "{name}: {built}");
    }
}

#[test]
fn what_jekyll_publishes_and_hides_stays_so() {
    let old = Site::jekyll("title: Old\nurl: https://x.example\n")
        .file("_posts/2020-01-01-quoted.md", post("published: \"false\"", "Shown"))
        .file("_posts/2020-01-02-empty.md", post("published:", "Hidden"))
        .file("_posts/2020-01-03-text.txt", "---\n---\n# As it *stands*\n");
    let new = old.dir().join("new");
    let (root, folder) = (old.options.root.to_str().unwrap(), new.to_str().unwrap());
    let (done, said) = dateline(None, &["import", "jekyll", root, folder]);
    assert!(done, "{said}");
    let (done, said) = dateline(Some(&new), &["build"]);
    assert!(done, "{said}");
    assert!(new.join("public/2020/01/01/quoted.html").exists(), "{said}");
    assert!(!new.join("public/2020/01/02/empty.html").exists(), "{said}");
    let text = std::fs::read_to_string(new.join("public/2020/01/03/text.txt")).unwrap();
    assert_eq!(text.trim(), "# As it *stands*");
}
