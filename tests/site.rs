//! What a site consists of: its pages, their addresses and the links between them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Built, Site, post};
use quick_xml::Reader;
use quick_xml::events::Event;

fn newsroom() -> Site {
    Site::new()
        .file("content/posts/2025-11-27-ferry.md", post("title: Ferry returns\ncategories: [News]\ntags: [Harbour, boats]\nauthor: ines", "It is back."))
        .file("content/posts/2025-11-28-quay.md", post("title: Quay opens\ncategories: [News]\ntags: [harbour]\nauthor: Maud Finch", "Open."))
        .file("content/posts/2026-01-02-cup.md", post("title: Cup final\ncategories: [Sport]\nauthors: [ines, Maud Finch]", "Won."))
        .file("content/about.md", post("title: About us", "Us."))
        .toml("description = \"Tides and times\"\n\n[authors.ines]\nname = \"Ines Roe\"\nbio = \"Writes on boats\"\n")
}

/// The values of an attribute, in order.
fn values<'a>(html: &'a str, attribute: &str) -> Vec<&'a str> {
    let mark = format!(" {attribute}=\"");
    html.match_indices(&mark).filter_map(|(at, _)| html[at + mark.len()..].split('"').next()).collect()
}

fn links(html: &str) -> Vec<&str> {
    values(html, "href").into_iter().chain(values(html, "src")).collect()
}

/// The texts of all elements of a name; fails on XML that is not well-formed.
fn elements(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut found, mut depth, mut open, mut text) = (Vec::new(), 0, false, String::new());
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in:\n{xml}")) {
            Event::Start(start) => {
                depth += 1;
                start.attributes().for_each(|attribute| drop(attribute.unwrap()));
                if start.name().as_ref() == name {
                    (open, text) = (true, String::new());
                }
            }
            Event::Empty(empty) => empty.attributes().for_each(|attribute| drop(attribute.unwrap())),
            Event::Text(part) if open => text.push_str(&part),
            Event::GeneralRef(part) if open => {
                text.push_str(match &*part {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("unknown entity {other}"),
                });
            }
            Event::End(end) => {
                depth -= 1;
                if end.name().as_ref() == name {
                    open = false;
                    found.push(std::mem::take(&mut text));
                }
            }
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0, "an element is not closed");
    found
}

/// Every rooted link of every page leads to a file of the site.
fn check_links(built: &Built, base: &str) {
    let mut seen = 0;
    for page in built.pages() {
        let html = built.text(&page);
        for link in links(&html) {
            if !link.starts_with('/') || link.starts_with("//") {
                continue;
            }
            assert!(link.starts_with(&format!("{base}/")), "{page} links to {link}");
            let path =
                dateline::site::slug::unescape_path(link[base.len()..].split(['?', '#']).next().unwrap());
            let path = path.trim_start_matches('/');
            let file = if path.is_empty() || path.ends_with('/') {
                format!("{path}index.html")
            } else {
                path.to_owned()
            };
            assert!(built.exists(&file), "{page} links to {link}, and there is no {file}");
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} links");
}

#[test]
fn every_kind_of_page_is_there() {
    let built = newsroom().build();
    assert_eq!(
        built.pages(),
        [
            "2025/11/27/ferry/index.html",
            "2025/11/27/index.html",
            "2025/11/28/index.html",
            "2025/11/28/quay/index.html",
            "2025/11/index.html",
            "2025/index.html",
            "2026/01/02/cup/index.html",
            "2026/01/02/index.html",
            "2026/01/index.html",
            "2026/index.html",
            "404.html",
            "about/index.html",
            "archive/index.html",
            "authors/index.html",
            "authors/ines/index.html",
            "authors/maud-finch/index.html",
            "categories/index.html",
            "categories/news/index.html",
            "categories/sport/index.html",
            "index.html",
            "tags/boats/index.html",
            "tags/harbour/index.html",
            "tags/index.html",
        ]
    );
    assert_eq!(built.report.warnings, []);
    check_links(&built, "");
}

#[test]
fn lists_hold_their_posts_and_no_others() {
    let built = newsroom().build();
    let shows = |path: &str| -> Vec<&str> {
        let html = built.text(path);
        let main = html.split("<main").nth(1).unwrap();
        [("/2025/11/27/ferry/", "ferry"), ("/2025/11/28/quay/", "quay"), ("/2026/01/02/cup/", "cup")]
            .into_iter()
            .filter(|(url, _)| main.contains(&format!("href=\"{url}\"")))
            .map(|(_, name)| name)
            .collect()
    };
    assert_eq!(shows("index.html"), ["ferry", "quay", "cup"]);
    assert_eq!(shows("tags/harbour/index.html"), ["ferry", "quay"]);
    assert_eq!(shows("tags/boats/index.html"), ["ferry"]);
    assert_eq!(shows("categories/news/index.html"), ["ferry", "quay"]);
    assert_eq!(shows("categories/sport/index.html"), ["cup"]);
    assert_eq!(shows("authors/ines/index.html"), ["ferry", "cup"]);
    assert_eq!(shows("2025/index.html"), ["ferry", "quay"]);
    assert_eq!(shows("2025/11/28/index.html"), ["quay"]);
    assert_eq!(shows("2026/01/index.html"), ["cup"]);
}

#[test]
fn a_configured_author_is_named_in_full_and_an_author_by_name_as_written() {
    let built = newsroom().build();
    assert!(built.text("2025/11/27/ferry/index.html").contains(">Ines Roe</a>"));
    assert!(built.text("2025/11/28/quay/index.html").contains(">Maud Finch</a>"));
    let overview = built.text("authors/index.html");
    assert!(
        overview.contains("href=\"/authors/ines/\"") && overview.contains("href=\"/authors/maud-finch/\"")
    );
}

fn many(count: usize) -> Site {
    let site = Site::new().toml("paginate = 10\n");
    for number in 1..=count {
        put_numbered(&site, number);
    }
    site
}

/// Post `number` of a year: one a day from the first of March 2025.
fn put_numbered(site: &Site, number: usize) {
    let (month, day) = (3 + (number - 1) / 28, (number - 1) % 28 + 1);
    let keys = format!("title: Story {number:03}\ncategories: [News]\ntags: [harbour]\nauthor: Ines");
    site.put(&format!("content/posts/2025-{month:02}-{day:02}-story-{number:03}.md"), post(&keys, "Text."));
}

#[test]
fn pages_are_numbered_from_the_oldest() {
    let built = many(45).build();
    for base in ["", "tags/harbour/", "categories/news/", "authors/ines/", "2025/"] {
        let newest = built.text(&format!("{base}index.html"));
        assert!(
            newest.contains("Story 045") && newest.contains("Story 031") && !newest.contains("Story 030"),
            "{base}"
        );
        let oldest = built.text(&format!("{base}page/1/index.html"));
        assert!(
            oldest.contains("Story 001") && oldest.contains("Story 010") && !oldest.contains("Story 011"),
            "{base}"
        );
        let third = built.text(&format!("{base}page/3/index.html"));
        assert!(third.contains("Story 021") && third.contains("Story 030"), "{base}");
        assert!(!third.contains("Story 020") && !third.contains("Story 031"), "{base}");
        assert!(!built.exists(&format!("{base}page/4")), "{base}");
        assert_eq!(pager(&newest), [("next", format!("/{base}page/3/"))], "{base}");
        assert_eq!(
            pager(&third),
            [("prev", format!("/{base}")), ("next", format!("/{base}page/2/"))],
            "{base}"
        );
        assert_eq!(pager(&oldest), [("prev", format!("/{base}page/2/"))], "{base}");
        let middle = built.text(&format!("{base}page/2/index.html"));
        assert!(middle.contains(&format!("<a href=\"/{base}\">Newest</a>")), "{base}");
        assert!(middle.contains(&format!("<a href=\"/{base}page/1/\">Oldest</a>")), "{base}");
    }
    check_links(&built, "");
}

/// The links of a list's pager: their `rel` and where they lead.
fn pager(html: &str) -> Vec<(&'static str, String)> {
    let pager = html.split("class=\"pager\"").nth(1).unwrap_or_default();
    ["prev", "next"]
        .into_iter()
        .filter_map(|rel| {
            let rest = pager.split(&format!("rel=\"{rel}\" href=\"")).nth(1)?;
            Some((rel, rest.split('"').next()?.to_owned()))
        })
        .collect()
}

#[test]
fn one_more_post_changes_a_handful_of_files() {
    let site = many(45);
    site.build();
    put_numbered(&site, 46);
    let summary = site.build().report.summary;
    assert_eq!(
        summary.changed,
        [
            "2025/04/17/story-045/index.html",
            "2025/04/index.html",
            "2025/index.html",
            "archive/index.html",
            "authors/index.html",
            "authors/ines/feed.xml",
            "authors/ines/index.html",
            "categories/index.html",
            "categories/news/feed.xml",
            "categories/news/index.html",
            "feed.json",
            "feed.xml",
            "index.html",
            "rss.xml",
            "sitemap.xml",
            "tags/harbour/index.html",
            "tags/index.html",
        ]
    );
    assert_eq!(summary.new, ["2025/04/18/index.html", "2025/04/18/story-046/index.html"]);
    assert_eq!(summary.removed, Vec::<String>::new());
}

#[test]
fn a_post_that_fills_a_page_adds_one_and_leaves_the_older_ones() {
    let site = many(49);
    site.build();
    put_numbered(&site, 50);
    let summary = site.build().report.summary;
    assert!(summary.new.contains(&"page/4/index.html".to_owned()), "{:?}", summary.new);
    // Of the numbered pages only the one that was next to the newest changes: it links to the new one.
    let numbered: Vec<&String> = summary.changed.iter().filter(|path| path.contains("page/")).collect();
    assert_eq!(numbered.len(), 5, "{numbered:?}");
    assert!(numbered.iter().all(|path| path.ends_with("page/3/index.html")), "{numbered:?}");
}

#[test]
fn terms_that_differ_only_in_case_are_one() {
    let built = Site::new()
        .file(
            "content/posts/2025-11-01-a.md",
            post("title: A\ntags: [harbour, HARBOUR]\ncategories: [News]", "Text."),
        )
        .file("content/posts/2025-11-02-b.md", post("title: B\ntags: [Harbour]\ncategories: [news]", "Text."))
        .file("content/posts/2025-11-03-c.md", post("title: C\ntags: [Harbour]\ncategories: [NEWS]", "Text."))
        .build();
    let terms: Vec<String> = built
        .pages()
        .into_iter()
        .filter(|path| path.starts_with("tags/") || path.starts_with("categories/"))
        .collect();
    assert_eq!(
        terms,
        ["categories/index.html", "categories/news/index.html", "tags/harbour/index.html", "tags/index.html"]
    );
    // The most used spelling names it.
    assert!(built.text("tags/harbour/index.html").contains("<h1 dir=\"auto\">Harbour</h1>"));
    for url in ["/2025/11/01/a/", "/2025/11/02/b/", "/2025/11/03/c/"] {
        assert!(built.text("tags/harbour/index.html").contains(&format!("href=\"{url}\"")));
    }
    assert_eq!(built.text("2025/11/01/a/index.html").matches("href=\"/tags/harbour/\"").count(), 1);
}

#[test]
fn terms_that_slugs_often_merge_have_addresses_of_their_own() {
    let names = ["C", "C++", "C#", ".net", "net", "中文", "🎉", "日本語", "page"];
    let list: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
    let built = Site::new()
        .file(
            "content/posts/2025-11-01-a.md",
            post(&format!("title: A\ntags: [{}]", list.join(", ")), "Text."),
        )
        .build();
    let pages: Vec<String> = built
        .pages()
        .into_iter()
        .filter(|path| path.starts_with("tags/") && *path != "tags/index.html")
        .collect();
    assert_eq!(pages.len(), names.len(), "{pages:?}");
    for name in names {
        let own: Vec<&String> = pages
            .iter()
            .filter(|path| built.text(path).contains(&format!("<h1 dir=\"auto\">{name}</h1>")))
            .collect();
        assert_eq!(own.len(), 1, "{name}: {own:?}");
    }
    check_links(&built, "");
}

#[test]
fn previous_and_next_follow_the_dates() {
    let built = newsroom().build();
    let turn = |path: &str| {
        let html = built.text(path);
        let link = |rel: &str| {
            html.split(&format!("<a rel=\"{rel}\" href=\""))
                .nth(1)
                .and_then(|rest| rest.split('"').next())
                .map(str::to_owned)
        };
        (link("prev"), link("next"))
    };
    assert_eq!(turn("2025/11/27/ferry/index.html"), (None, Some("/2025/11/28/quay/".into())));
    assert_eq!(
        turn("2025/11/28/quay/index.html"),
        (Some("/2025/11/27/ferry/".into()), Some("/2026/01/02/cup/".into()))
    );
    assert_eq!(turn("2026/01/02/cup/index.html"), (Some("/2025/11/28/quay/".into()), None));
    assert_eq!(turn("about/index.html"), (None, None));
}

#[test]
fn posts_of_one_moment_are_in_the_order_of_their_paths() {
    let built = Site::new()
        .file("content/posts/2025-11-01-b.md", post("title: Bee", "Text."))
        .file("content/posts/2025-11-01-a.md", post("title: Ant", "Text."))
        .file("content/posts/2025-11-01-c.md", post("title: Cat", "Text."))
        .build();
    let feed = elements(&built.text("feed.xml"), "title");
    assert_eq!(feed[1..], ["Cat", "Bee", "Ant"]);
}

#[test]
fn old_addresses_redirect() {
    let built = Site::new()
        .file(
            "content/posts/2025-11-01-a.md",
            post("title: A\nredirect_from: [/old/a/, old.html, /2025/11/01/a/]", "Text."),
        )
        .base_url("https://quay.example/news")
        .build();
    for path in ["old/a/index.html", "old.html"] {
        let html = built.text(path);
        assert!(html.contains("url=https://quay.example/news/2025/11/01/a/"), "{html}");
        assert!(html.contains("href=\"/news/2025/11/01/a/\""), "{html}");
    }
    // A redirect to itself is none.
    assert!(built.text("2025/11/01/a/index.html").contains("Text."));
    assert!(!built.text("sitemap.xml").contains("old"));
}

#[test]
fn machine_files() {
    let built = newsroom().build();
    assert_eq!(
        built.text("robots.txt"),
        "User-agent: *\nAllow: /\n\nSitemap: https://quay.example/sitemap.xml\nSitemap: https://quay.example/news-sitemap.xml\n"
    );
    let locations = elements(&built.text("sitemap.xml"), "loc");
    let expected: Vec<String> = built
        .pages()
        .iter()
        .filter(|path| *path != "404.html")
        .map(|path| format!("https://quay.example/{}", path.trim_end_matches("index.html")))
        .collect();
    assert_eq!(locations.len(), expected.len());
    assert!(expected.iter().all(|url| locations.contains(url)), "{locations:?}");
    assert!(built.text("404.html").contains("noindex"));
}

#[test]
fn the_feed_is_well_formed_with_whole_addresses() {
    let built = Site::new()
        .file(
            "content/posts/2025-11-01-a.md",
            post(
                "title: \"Salt & <vinegar>\"\ntags: [\"a & b\"]",
                "[in](/about/) [here](#top) [beside](x.pdf) [out](https://x.example/)\n\n![p](/assets/p.jpg)",
            ),
        )
        .file("content/about.md", post("title: About", "Us."))
        .build();
    let feed = built.text("feed.xml");
    assert_eq!(elements(&feed, "title"), ["Quay Post", "Salt & <vinegar>"]);
    assert_eq!(
        elements(&feed, "id"),
        ["https://quay.example/feed.xml", "https://quay.example/2025/11/01/a/"]
    );
    assert_eq!(elements(&feed, "updated"), ["2025-11-01T00:00:00+00:00", "2025-11-01T00:00:00+00:00"]);
    let content = elements(&feed, "content").remove(0);
    assert_eq!(
        links(&content),
        [
            "https://quay.example/about/",
            "https://quay.example/2025/11/01/a/#top",
            "https://quay.example/2025/11/01/a/x.pdf",
            "https://x.example/",
            "https://quay.example/assets/p.jpg",
        ]
    );
    // Those of the feed itself: an article's are within its content.
    let mut own = feed.split("<link ").skip(1);
    assert!(own.all(|link| values(link, "href")[0].starts_with("https://quay.example/")));
}

#[test]
fn the_feed_holds_the_twenty_newest_posts() {
    let built = many(25).build();
    let titles = elements(&built.text("feed.xml"), "title");
    assert_eq!(titles.len(), 21);
    assert_eq!((titles[1].as_str(), titles[20].as_str()), ("Story 025", "Story 006"));
}

#[test]
fn an_address_with_a_path_is_in_every_link() {
    let site = newsroom()
        .file(
            "content/posts/2025-12-01-links.md",
            post(
                "title: Links\nimage: assets/p.jpg\nredirect_from: /was/",
                "[a](/about/) ![p](/assets/p.jpg)\n\n<a href=\"/about/\">raw</a> [done](/news/about/)",
            ),
        )
        .file("content/posts/2025-12-02-html.html", post("title: Html", "<p><a href=\"/about/\">raw</a></p>"))
        .file("assets/p.jpg", "pixels")
        .base_url("https://quay.example/news/");
    for number in 1..=25 {
        put_numbered(&site, number);
    }
    let built = site.build();
    check_links(&built, "/news");
    let post = built.text("2025/12/01/links/index.html");
    assert_eq!(post.matches("href=\"/news/about/\"").count(), 3);
    for file in ["feed.xml", "sitemap.xml", "robots.txt"] {
        let text = built.text(file);
        assert_eq!(
            text.matches("https://quay.example").count(),
            text.matches("https://quay.example/news/").count(),
            "{file}"
        );
        assert!(text.contains("https://quay.example/news/"), "{file}");
    }
}

#[test]
fn a_site_without_an_address_says_so_and_builds() {
    let site = newsroom();
    site.put("site.toml", "title = \"Quay Post\"\n");
    let built = site.build();
    assert!(built.warnings().contains("the site has no base_url"));
    check_links(&built, "");
}

/// No page and no link of a taxonomy that is off, and no link without an address.
fn check_off(settings: &str, off: &[&str]) {
    let built = newsroom().toml(&format!("[taxonomies]\n{settings}\n")).build();
    for page in built.pages() {
        assert!(!off.iter().any(|key| page.starts_with(&format!("{key}/"))), "{page}");
        for link in links(&built.text(&page)) {
            assert!(
                !link.is_empty() && !off.iter().any(|key| link.starts_with(&format!("/{key}/"))),
                "{page} links to {link:?}"
            );
        }
    }
    // The names still stand on the post.
    assert!(built.text("2025/11/27/ferry/index.html").contains("boats"));
    check_links(&built, "");
}

#[test]
fn tags_and_authors_that_are_off_have_no_pages_and_no_links() {
    check_off("tags = false\nauthors = { enabled = false }", &["tags", "authors"]);
}

#[test]
fn categories_that_are_off_have_no_pages_and_no_links() {
    check_off("categories = false", &["categories"]);
    check_off("categories = false\ntags = false\nauthors = false", &["tags", "categories", "authors"]);
}

#[test]
fn a_taxonomy_has_the_title_that_it_is_given() {
    let built = newsroom().toml("[taxonomies.tags]\ntitle = \"Topics\"\n").build();
    assert!(built.text("tags/index.html").contains("<h1>Topics</h1>"));
}

#[test]
fn day_archives_can_be_off() {
    let built = newsroom().toml("[archives]\ndays = false\n").build();
    assert!(
        !built.exists("2025/11/27/index.html")
            && built.exists("2025/11/index.html")
            && built.exists("2025/index.html")
    );
    check_links(&built, "");
}

#[test]
fn all_date_archives_can_be_off() {
    let built = newsroom().toml("[archives]\ndays = false\nmonths = false\nyears = false\n").build();
    assert!(!built.exists("2025/11/index.html") && !built.exists("2025/index.html"));
    check_links(&built, "");
}

#[test]
fn layout_none_is_the_body_alone() {
    let built = Site::new()
        .file("content/posts/2025-11-01-a.md", post("title: A\nlayout: none", "*Text.*"))
        .file("content/posts/2025-11-02-b.md", post("title: B\nlayout: null", "*Text.*"))
        .build();
    assert_eq!(built.text("2025/11/01/a/index.html"), "<p><em>Text.</em></p>\n");
    assert_eq!(built.text("2025/11/02/b/index.html"), "<p><em>Text.</em></p>\n");
}

#[test]
fn a_layout_of_the_sites_own() {
    let built = Site::new()
        .file(
            "templates/longread.html",
            "<main class=\"long\">{{ page.title }}/{{ page.mood }}/{{ content | safe }}</main>",
        )
        .file("content/posts/2025-11-01-a.md", post("title: A & B\nlayout: longread\nmood: calm", "Text."))
        .build();
    assert_eq!(
        built.text("2025/11/01/a/index.html"),
        "<main class=\"long\">A &amp; B/calm/<p>Text.</p>\n</main>"
    );
}

#[test]
fn an_html_post_is_not_put_through_markdown() {
    let built = Site::new()
        .file(
            "content/posts/2025-11-01-a.html",
            post("title: A\nlayout: none", "<div>\n\n    *not em* & -- \"so\"\n</div>"),
        )
        .build();
    let html = built.text("2025/11/01/a/index.html");
    assert!(html.contains("<div>\n\n    *not em* & -- \"so\"\n</div>"), "{html}");
}

#[test]
fn files_lie_beside_the_page_that_they_belong_to() {
    let built = Site::new()
        .file("content/posts/2025-11-01-gallery/index.md", post("title: Gallery", "![one](one.jpg)"))
        .file("content/posts/2025-11-01-gallery/one.jpg", "one")
        .file("content/posts/2025-11-01-gallery/more/two.pdf", "two")
        .file(
            "content/posts/2025-11-02-ferry.md",
            post("title: Ferry\nimage: lead.jpg", "![f](ferry.jpg) ![d](img/deep.jpg)"),
        )
        .file("content/posts/ferry.jpg", "ferry")
        .file("content/posts/lead.jpg", "lead")
        .file("content/posts/img/deep.jpg", "deep")
        .file("content/about.md", post("title: About", "![team](team.jpg)"))
        .file("content/team.jpg", "team")
        .file("content/contact/index.md", post("title: Contact", "[map](map.pdf)"))
        .file("content/contact/map.pdf", "map")
        .file("content/press/kit.zip", "kit")
        .file("content/CNAME", "quay.example")
        .file("assets/own.css", "b{}")
        .build();
    for (path, bytes) in [
        ("2025/11/01/gallery/one.jpg", "one"),
        ("2025/11/01/gallery/more/two.pdf", "two"),
        ("2025/11/02/ferry/ferry.jpg", "ferry"),
        ("2025/11/02/ferry/lead.jpg", "lead"),
        ("2025/11/02/ferry/img/deep.jpg", "deep"),
        ("about/team.jpg", "team"),
        ("contact/map.pdf", "map"),
        ("press/kit.zip", "kit"),
        ("CNAME", "quay.example"),
        ("assets/own.css", "b{}"),
    ] {
        assert_eq!(built.text(path), bytes, "{path}");
    }
    let ferry = built.text("2025/11/02/ferry/index.html");
    assert!(ferry.contains("src=\"ferry.jpg\""));
    assert!(ferry.contains("src=\"/2025/11/02/ferry/lead.jpg\""), "{ferry}");
    assert!(built.text("2025/11/01/gallery/index.html").contains("src=\"one.jpg\""));
    // What a list shows must not lie beside the list.
    assert!(built.text("index.html").contains("src=\"/2025/11/02/ferry/lead.jpg\""));
}

#[test]
fn a_folder_named_as_the_one_of_the_content_is_a_folder() {
    let built = Site::new()
        .file("content/content/about.md", post("title: About", "Us."))
        .file("content/content/content.svg", "<svg/>")
        .build();
    assert!(built.exists("content/about/index.html") && built.exists("content/content.svg"));
}

#[test]
fn a_picture_in_the_folder_of_an_about_page() {
    let built = Site::new()
        .file("content/about.md", post("title: About", "![team](about/team.jpg)"))
        .file("content/about/team.jpg", "team")
        .build();
    // Reachable both by its own address and by the page's relative link.
    assert_eq!(built.text("about/about/team.jpg"), "team");
    assert!(built.text("about/index.html").contains("src=\"about/team.jpg\""));
}

#[test]
fn a_file_of_the_sites_own_stands_in_for_the_themes() {
    let theme = newsroom().build();
    let built = newsroom()
        .file(
            "templates/404.html",
            "{% extends \"base.html\" %}{% block main %}<p>Gone with the tide.</p>{% endblock %}",
        )
        .file("assets/style.css", "body{color:teal}")
        .file("content/robots.txt", "User-agent: *\nDisallow: /\n")
        .build();
    assert!(
        built.text("404.html").contains("Gone with the tide.")
            && built.text("404.html").contains("<html lang=\"en\"")
    );
    assert_eq!(built.text("assets/style.css"), "body{color:teal}");
    assert_eq!(built.text("robots.txt"), "User-agent: *\nDisallow: /\n");
    // Everything else is the theme's still; pages ask for the stylesheet by its new fingerprint.
    assert_eq!(theme.text("assets/theme.js"), built.text("assets/theme.js"));
    assert!(built.text("index.html").contains("<header class=\"mast\">"));
    assert_ne!(theme.text("index.html"), built.text("index.html"), "the fingerprint has to differ");
}

#[test]
fn pages_at_the_root_and_at_404_introduce_the_builds_own() {
    let built = newsroom()
        .file("content/index.md", post("title: Welcome aboard\ndescription: Read on", "The *tide* table."))
        .file("content/404.md", post("title: Washed away", "Not *here*."))
        .file("templates/home.html", "{{ page.kind }}|{{ page.url }}|{{ page.title }}|{{ content | safe }}|{{ paginator.posts | length }}")
        .file("templates/404.html", "{{ page.kind }}|{{ page.title }}|{{ content | safe }}")
        .build();
    assert_eq!(built.text("index.html"), "home|/|Welcome aboard|<p>The <em>tide</em> table.</p>\n|3");
    assert_eq!(built.text("404.html"), "404|Washed away|<p>Not <em>here</em>.</p>\n");
    assert!(!built.exists("404/index.html"));
}

#[test]
fn the_default_theme_shows_the_text_of_a_page_at_the_root_and_at_404() {
    let built = newsroom()
        .file("content/index.md", post("title: Welcome aboard", "The *tide* table."))
        .file("content/404.md", post("title: Washed away", "Not *here*."))
        .build();
    assert!(built.text("index.html").contains("The <em>tide</em> table."));
    assert!(built.text("404.html").contains("Not <em>here</em>."));
}

#[test]
fn permalinks_end_to_end() {
    for (permalink, path) in [
        ("date", "news/2025/01/07/the-big-one.html"),
        ("pretty", "news/2025/01/07/the-big-one/index.html"),
        ("ordinal", "news/2025/007/the-big-one.html"),
        ("weekdate", "news/2025/W02/Tue/the-big-one.html"),
        ("none", "news/the-big-one.html"),
        ("/:year/:month/:day/:title/", "2025/01/07/the-big-one/index.html"),
        ("/:short_year/:i_month/:i_day/:title/", "25/1/7/the-big-one/index.html"),
        ("/:short_month/:long_month/:title/", "Jan/January/the-big-one/index.html"),
        ("/:y_day/:w_year/:week/:w_day/:title/", "007/2025/02/2/the-big-one/index.html"),
        ("/:short_day/:long_day/:title/", "Tue/Tuesday/the-big-one/index.html"),
        ("/:hour/:minute/:second/:title/", "09/08/05/the-big-one/index.html"),
        ("/:collection/:name:output_ext", "posts/2025-01-07-the-big-one.html"),
        ("/:slugified_categories/:slug", "news/the-big-one.html"),
        ("/:categories/:title.html", "news/the-big-one.html"),
    ] {
        let site = Site::new().toml(&format!("permalink = \"{permalink}\"\n")).file(
            "content/posts/2025-01-07-the-big-one.md",
            post("title: Other\ndate: 2025-01-07 09:08:05\ncategories: [News]", "Unique words."),
        );
        let built = site.build();
        let own: Vec<String> = built
            .pages()
            .into_iter()
            .filter(|page| built.text(page).contains("class=\"post h-entry\""))
            .collect();
        assert_eq!(own, [path], "{permalink}");
        assert!(built.text(path).contains("Unique words."), "{permalink}");
        check_links_of_one(&built, path);
    }
}

/// The home page links to the post, wherever it is.
fn check_links_of_one(built: &Built, path: &str) {
    let html = built.text("index.html");
    let url = format!("/{}", path.trim_end_matches("index.html"));
    let short = url.trim_end_matches(".html");
    assert!(
        links(&html).iter().any(|link| *link == url || *link == short),
        "{url} is not in {:?}",
        links(&html)
    );
}

#[test]
fn a_posts_own_permalink_and_slug() {
    let built = Site::new()
        .file("content/posts/2025-11-01-a.md", post("title: A\npermalink: /special/:title.html", "Text."))
        .file("content/posts/2025-11-02-b.md", post("title: B\nslug: Better-Name", "Text."))
        .file("content/posts/2025-11-03-c.md", post("title: C\npermalink: /über uns/", "Text."))
        .build();
    assert!(built.exists("special/a.html"));
    assert!(built.exists("2025/11/02/Better-Name/index.html"));
    assert!(built.exists("über uns/index.html"));
    assert!(
        built.text("index.html").contains("href=\"/%C3%BCber%20uns/\""),
        "{:?}",
        links(&built.text("index.html"))
    );
    check_links(&built, "");
}

#[test]
fn a_jekyll_root_as_it_stands() {
    let mut site = Site::jekyll("title: Old blog\nurl: https://old.example\npermalink: /:categories/:title/\ncollections:\n  docs: {output: true}\n")
        .file("_posts/2025-11-01-a.md", post("layout: article\ntitle: A", "Text."))
        .file("sport/_posts/2025-11-02-b.md", post("title: B", "Text."))
        .file("_drafts/c.md", post("title: C", "Text."))
        .file("_pages/contact.md", post("title: Contact", "Text."))
        .file("_docs/intro.md", post("title: Intro", "Text."))
        .file("about.md", post("title: About", "Text."))
        .file("images/a.jpg", "pixels")
        .file("assets/b.jpg", "pixels")
        .file("index.html", "---\nlayout: home\n---\n{% for post in site.posts %}{% endfor %}")
        .file("_layouts/article.html", "{{ content }}")
        .file("Gemfile", "gem");
    let built = site.build();
    for path in [
        "a/index.html",
        "sport/b/index.html",
        "contact/index.html",
        "docs/intro/index.html",
        "about/index.html",
        "images/a.jpg",
        "assets/b.jpg",
        "categories/sport/index.html",
    ] {
        assert!(built.exists(path), "{path} is not among {:#?}", built.files());
    }
    for path in ["c/index.html", "Gemfile", "_layouts/article.html", "_config.yml"] {
        assert!(!built.exists(path), "{path}");
    }
    let warnings = built.warnings();
    assert_eq!(warnings.matches("the theme has no layout").count(), 1, "{warnings}");
    assert!(warnings.contains("article"), "{warnings}");
    assert_eq!((built.report.site.posts.len(), built.report.site.pages.len()), (2, 3));
    site.options.drafts = true;
    assert!(site.build().exists("c/index.html"));
}

#[test]
fn of_posts_that_collide_in_a_jekyll_root_the_newest_wins() {
    let built = Site::jekyll("title: T\npermalink: /:title/\nurl: https://t.example\n")
        .file("_posts/2024-01-01-same.md", post("title: Older", "First."))
        .file("_posts/2025-01-01-same.md", post("title: Newer", "Second."))
        .build();
    assert!(built.text("same/index.html").contains("Second."));
    let warnings = built.warnings();
    assert!(
        warnings.contains("_posts/2024-01-01-same.md: ") && warnings.contains("_posts/2025-01-01-same.md"),
        "{warnings}"
    );
    assert_eq!(built.report.warnings.len(), 1, "{warnings}");
}

#[test]
fn an_empty_site_is_a_site() {
    let built = Site::new().build();
    assert_eq!(
        built.pages(),
        [
            "404.html",
            "archive/index.html",
            "authors/index.html",
            "categories/index.html",
            "index.html",
            "tags/index.html"
        ]
    );
    elements(&built.text("feed.xml"), "feed");
    elements(&built.text("sitemap.xml"), "loc");
    for page in built.pages() {
        for link in links(&built.text(&page)).into_iter().filter(|link| link.starts_with('/')) {
            let path = link.split('?').next().unwrap().trim_start_matches('/');
            assert!(
                built.exists(&if path.is_empty() || path.ends_with('/') {
                    format!("{path}index.html")
                } else {
                    path.into()
                }),
                "{page}: {link}"
            );
        }
    }
}

#[test]
fn excerpts_in_every_form() {
    let site = Site::new()
        .toml("excerpt_separator = \"<!--cut-->\"\n")
        .file(
            "templates/home.html",
            "{% for p in paginator.posts %}{{ p.title }}: {{ p.excerpt }}\n{% endfor %}",
        )
        .file(
            "content/posts/2025-11-01-a.md",
            post("title: A\nexcerpt: From the *key*.", "First.\n\nSecond."),
        )
        .file(
            "content/posts/2025-11-02-b.md",
            post("title: B", "First *one*.\n\nSecond.\n\n<!--more-->\n\nThird."),
        )
        .file("content/posts/2025-11-03-c.md", post("title: C", "First.\n\nSecond.\n\n<!--cut-->\n\nThird."))
        .file("content/posts/2025-11-04-d.md", post("title: D", "# Head\n\nFirst [link](/x/).\n\nSecond."))
        .file("content/posts/2025-11-05-e.md", "---\ntitle: E\n---\n");
    let text = site.build().text("index.html");
    let lines: Vec<&str> = text.lines().rev().collect();
    assert_eq!(lines[0], "A: From the key.");
    assert_eq!(lines[1], "B: First one. Second.");
    assert_eq!(lines[2], "C: First. Second.");
    assert_eq!(lines[3], "D: First link.");
    assert_eq!(lines[4].trim_end(), "E:");
}

#[test]
fn a_bom_and_windows_line_ends_change_nothing() {
    let text = post("title: Tide\ntags: [a]", "One.\n\n---\n\nTwo.\n\n* x\n* y");
    let page = |text: String| {
        Site::new().file("content/posts/2025-11-01-a.md", text).build().text("2025/11/01/a/index.html")
    };
    let plain = page(text.clone());
    assert!(plain.contains("<hr") && plain.contains("<li>"));
    assert_eq!(page(format!("\u{feff}{text}")), plain);
    assert_eq!(page(text.replace('\n', "\r\n")).replace("\r\n", "\n"), plain);
    assert_eq!(page(text.replacen("]\n---\n", "]\n...  \n", 1)), plain);
}

#[test]
fn the_body_stands_in_e_content() {
    let built = newsroom().build();
    for (path, body) in [("2025/11/27/ferry/index.html", "It is back."), ("about/index.html", "Us.")] {
        let html = built.text(path);
        let content = html.split("e-content").nth(1).unwrap_or_default();
        assert!(content.contains(body) && !content.split(body).next().unwrap().contains("</div>"), "{path}");
    }
}

#[test]
fn what_authors_write_is_escaped() {
    let built = Site::new()
        .file(
            "content/posts/2025-11-01-a.md",
            post("title: \"<script>alert(1)</script> & more\"\ntags: [\"<b>\"]\nauthor: \"<i>x\"", "Text."),
        )
        .build();
    for page in built.pages() {
        let html = built.text(&page);
        assert!(
            !html.contains("<script>alert(1)") && !html.contains("><b></") && !html.contains("><i>x<"),
            "{page}"
        );
    }
    assert!(built.text("index.html").contains("&lt;script&gt;alert(1)"));
}

#[test]
fn code_brings_its_stylesheet_and_only_then() {
    let plain = newsroom().build();
    assert!(!plain.exists("assets/highlight.css"));
    let built = newsroom()
        .file("content/posts/2025-12-01-code.md", post("title: Code", "```rust\nfn main() {}\n```"))
        .build();
    assert!(built.exists("assets/highlight.css"));
    assert!(built.text("2025/12/01/code/index.html").contains("/assets/highlight.css"));
    assert!(!built.text("2025/11/27/ferry/index.html").contains("/assets/highlight.css"));
}

#[test]
fn a_folder_with_an_index_is_a_post_of_the_folders_name() {
    for (path, page) in [
        ("content/posts/2025-11-01-v2.0/index.md", "2025/11/01/v2.0/index.html"),
        ("content/posts/opinion/2025-11-01-tides/index.html", "2025/11/01/tides/index.html"),
        ("content/posts/2025-11-01-index.md", "2025/11/01/index-2/index.html"),
    ] {
        let keys = if path.ends_with("-index.md") { "title: Own\nslug: index-2" } else { "title: Own" };
        let built = Site::new().file(path, post(keys, "Text.")).build();
        assert!(built.text(page).contains("Text."), "{path}");
    }
}
