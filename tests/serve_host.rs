//! The preview as a static host: addresses, ranges, tags, types; and what open pages are told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "tests")]

mod common;

use common::preview::preview;
use common::{Site, post};

fn paper() -> Site {
    Site::new()
        .file("content/posts/2025-01-02-tide.md", post("title: Tide\ntags: [sea]", "Rises."))
        .file(
            "content/posts/2025-01-03-ferry.md",
            post("title: Ferry\ntags: [sea]\nredirect_from: /boat", "Sails."),
        )
        .file("content/café.md", post("title: Café", "Open."))
        .file("content/flat.md", post("title: Flat\npermalink: /flat.html", "Flat."))
        .file("assets/film.bin", b"0123456789")
        .file("assets/a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>")
}

#[test]
fn addresses_as_a_static_host_has_them() {
    let preview = preview(paper());
    for (target, status) in [
        ("/", 200),
        ("/index.html", 200),
        ("/2025/01/02/tide/", 200),
        ("/2025/01/02/tide/index.html", 200),
        ("/2025/01/02/tide/?from=mail#top", 200),
        ("/flat.html", 200),
        ("/flat", 200),
        ("/caf%C3%A9/", 200),
        ("/feed.xml", 200),
        ("/assets/a.svg", 200),
        ("/flat/", 404),
        ("/2025/01/02/", 200),
        ("/assets/", 404),
        ("/404.html", 200),
        ("/none", 404),
    ] {
        assert_eq!(preview.get(target, "").status, status, "{target}");
    }
    for (target, to) in [
        ("/2025/01/02/tide", "/2025/01/02/tide/"),
        ("/tags/sea?page=1", "/tags/sea/?page=1"),
        ("/caf%C3%A9", "/caf%c3%a9/"),
        ("/boat", "/2025/01/03/ferry/"),
    ] {
        let answer = preview.get(target, "");
        assert_eq!((answer.status, answer.header("location")), (302, Some(to)), "{target}");
    }
}

#[test]
fn a_site_under_a_path_is_served_there() {
    let preview = preview(paper().base_url("https://quay.example/news"));
    for (target, status) in
        [("/news/", 200), ("/news/tags/sea/", 200), ("/tags/sea/", 404), ("/newsroom/", 404)]
    {
        assert_eq!(preview.get(target, "").status, status, "{target}");
    }
    for target in ["/", "/news"] {
        assert_eq!(preview.get(target, "").header("location"), Some("/news/"), "{target}");
    }
    assert_eq!(preview.get("/news/tags/sea", "").header("location"), Some("/news/tags/sea/"));
}

#[test]
fn types_tags_heads_and_ranges() {
    let preview = preview(paper());
    for (target, kind) in [
        ("/", "text/html; charset=utf-8"),
        ("/feed.xml", "text/xml; charset=utf-8"),
        ("/robots.txt", "text/plain; charset=utf-8"),
        ("/assets/a.svg", "image/svg+xml"),
        ("/assets/style.css", "text/css; charset=utf-8"),
        ("/assets/theme.js", "text/javascript; charset=utf-8"),
        ("/assets/film.bin", "application/octet-stream"),
    ] {
        let whole = preview.get(target, "");
        assert_eq!(whole.header("content-type"), Some(kind), "{target}");
        let tag = whole.header("etag").unwrap().to_owned();
        let again = preview.get(target, &format!("If-None-Match: \"x\", W/{tag}\r\n"));
        assert_eq!((again.status, again.body.len()), (304, 0), "{target}");
        assert_eq!(preview.get(target, "If-None-Match: \"x\"\r\n").status, 200, "{target}");
        let head = preview.ask("HEAD", target, "");
        assert_eq!((head.status, head.body.len()), (200, 0), "{target}");
        assert_eq!(head.header("content-length"), Some(whole.body.len().to_string().as_str()), "{target}");
        let part = preview.get(target, "Range: bytes=2-5\r\n");
        assert_eq!((part.status, &part.body[..]), (206, &whole.body[2..6]), "{target}");
        let range = format!("bytes 2-5/{}", whole.body.len());
        assert_eq!(part.header("content-range"), Some(range.as_str()), "{target}");
        assert_eq!(preview.get(target, "Range: bytes=999999-\r\n").status, 416, "{target}");
        let other = preview.get(target, "Range: bytes=2-5\r\nIf-Range: \"x\"\r\n");
        assert_eq!((other.status, other.body.len()), (200, whole.body.len()), "{target}");
    }
}

#[test]
fn a_feed_that_is_opened_in_a_browser_can_refresh() {
    let preview = preview(paper());
    let raw = preview.get("/feed.xml", "");
    assert!(!String::from_utf8_lossy(&raw.body).contains("__dateline"));
    let opened = preview.get("/feed.xml", "Sec-Fetch-Dest: document\r\n");
    assert_eq!(opened.header("content-type"), Some("text/html; charset=utf-8"));
    assert!(String::from_utf8_lossy(&opened.body).contains("<iframe title=\"feed.xml\" src=\"/feed.xml\">"));
    let framed = preview.get("/feed.xml", "Sec-Fetch-Dest: iframe\r\n");
    assert_eq!(framed.body, raw.body);
}

#[test]
fn files_of_the_site_s_own_are_not_told_to_load_again_for_nothing() {
    let html = "<!doctype html><link rel=stylesheet href=/assets/style.css?v=12345678><body>Own</body>";
    let preview = preview(paper().file("content/own.html", html).file("content/robots.txt", "User-agent: *"));
    for target in ["/own.html", "/robots.txt"] {
        let opened = preview.get(target, "Sec-Fetch-Dest: document\r\n");
        let mut page = preview.stream(target, &String::from_utf8(opened.body).unwrap());
        let (name, _) = page.next(&["reload", "page"]);
        assert_eq!(name, "page", "{target}");
    }
}

#[test]
fn only_pages_that_a_change_affects_are_told_to_load_again() {
    let preview = preview(paper());
    let mut tide = preview.open("/2025/01/02/tide/");
    let mut about = preview.open("/caf%C3%A9/");
    tide.next(&["page"]);
    about.next(&["page"]);
    preview.site.put("content/posts/2025-01-02-tide.md", post("title: Tide\ntags: [sea]", "Falls."));
    tide.next(&["reload"]);
    // The next thing that the other page hears is of its own change.
    preview.site.put("content/café.md", post("title: Café", "Closed."));
    let (name, _) = about.next(&["reload", "assets", "page", "problems"]);
    assert_eq!(name, "reload");
    assert!(String::from_utf8(preview.get("/caf%C3%A9/", "").body).unwrap().contains("Closed."));
}

#[test]
fn a_stylesheet_is_no_reason_to_load_a_page_again() {
    let preview = preview(paper().file("assets/style.css", "body { margin: 0 }"));
    let mut home = preview.open("/");
    home.next(&["page"]);
    preview.site.put("assets/style.css", "body { margin: 1px }");
    let (name, told) = home.next(&["reload", "assets"]);
    assert_eq!(name, "assets");
    let href = told["styles"]["/assets/style.css"].as_str().unwrap().to_owned();
    assert!(href.starts_with("/assets/style.css?v="), "{href}");
    let page = String::from_utf8(preview.get("/", "").body).unwrap();
    assert!(page.contains(&href));
}

#[test]
fn errors_come_over_the_last_good_page_and_go_when_mended() {
    let preview = preview(paper());
    let path = "content/posts/2025-01-02-tide.md";
    let mut home = preview.open("/");
    home.next(&["page"]);
    preview.site.put(path, post("title: Tide\ndate: 2025-02-30", "Rises."));
    let (_, told) = home.next(&["problems"]);
    let problem = &told["problems"][0];
    assert_eq!(problem["file"], path);
    assert_eq!((problem["line"].as_u64(), problem["column"].as_u64()), (Some(3), Some(7)));
    assert_eq!(problem["source"], "date: 2025-02-30");
    assert!(problem["help"].as_str().unwrap().starts_with("write it as"));
    let good = preview.get("/2025/01/02/tide/", "");
    assert!(good.status == 200 && String::from_utf8_lossy(&good.body).contains("Rises."));
    preview.site.put(path, post("title: Tide\ntags: [sea]", "Rises."));
    let (_, told) = home.next(&["problems"]);
    assert_eq!(told["problems"].as_array().unwrap().len(), 0);
}

#[test]
fn a_site_that_begins_with_an_error_is_shown_when_it_is_mended() {
    let preview = preview(Site::new().file("templates/home.html", "{% if %}"));
    assert_eq!(preview.get("/", "").status, 500);
    let mut home = preview.open("/");
    let (_, told) = home.next(&["problems"]);
    assert_eq!(told["problems"][0]["file"], "templates/home.html");
    preview.site.remove("templates/home.html");
    home.next(&["reload"]);
    assert_eq!(preview.get("/", "").status, 200);
}

#[test]
fn a_page_that_is_not_there_names_the_nearest() {
    let preview = preview(paper());
    for (wrong, right) in [
        ("/2025/01/02/tied/", "/2025/01/02/tide/"),
        ("/2024/12/31/ferry/", "/2025/01/03/ferry/"),
        ("/tag/sea/", "/tags/sea/"),
    ] {
        let (_, told) = preview.open(wrong).next(&["page"]);
        assert_eq!(
            (told["missing"].as_bool(), told["nearest"][0].as_str()),
            (Some(true), Some(right)),
            "{wrong}"
        );
    }
}

#[test]
fn the_toolbar_switches_drafts_and_says_what_a_page_is() {
    let draft = post("title: Plan\ndraft: true\ntitle: Plan B", "Five words are in here.");
    let preview = preview(paper().file("content/posts/2025-01-04-plan.md", draft));
    let mut home = preview.open("/");
    let (_, told) = home.next(&["page"]);
    assert_eq!((told["drafts"]["on"].as_bool(), told["drafts"]["count"].as_u64()), (Some(false), Some(1)));
    let own = "Sec-Fetch-Site: same-origin\r\n";
    assert_eq!(preview.ask("POST", "/__dateline/view?drafts=1&future=0", own).status, 204);
    home.next(&["reload"]);
    let (_, told) = preview.open("/2025/01/04/plan/").next(&["page"]);
    assert_eq!(told["state"], "draft");
    assert_eq!(told["source"], "content/posts/2025-01-04-plan.md");
    assert_eq!((told["words"].as_u64(), told["reading_time"].as_u64()), (Some(5), Some(1)));
    assert_eq!(told["notes"][0]["text"], "`title` is given twice; the last one counts");
    assert_eq!(told["marks"]["/2025/01/04/plan/"], "draft");
}

#[test]
fn a_new_post_announces_itself() {
    let preview = preview(paper());
    let mut about = preview.open("/caf%C3%A9/");
    about.next(&["page"]);
    preview.site.put("content/posts/2025-01-05-gale.md", post("title: Gale", "Blows."));
    let (_, told) = about.next(&["post"]);
    assert_eq!((told["url"].as_str(), told["title"].as_str()), (Some("/2025/01/05/gale/"), Some("Gale")));
}
