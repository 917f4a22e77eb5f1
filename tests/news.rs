//! What news has: stories, the front page, breaking news, corrections, sources, datelines and paid articles.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Built, Site, post};

/// A site with a story of four posts among others.
fn story_site() -> Site {
    let mut site = Site::new();
    for (day, name, keys) in [
        ("2025-11-01", "plan", "story: harbour-plan"),
        ("2025-11-02", "ferry", "tags: [ferry]"),
        ("2025-11-03", "hearing", "story: Harbour plan"),
        ("2025-11-04", "vote", "story: harbour-plan"),
        ("2025-11-05", "works", "story: harbour-plan"),
    ] {
        site = site.file(
            &format!("content/posts/{day}-{name}.md"),
            post(&format!("title: The {name}\n{keys}"), "Text."),
        );
    }
    site
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> &'a str {
    let (_, rest) = text.split_once(from).unwrap_or_else(|| panic!("no {from} in\n{text}"));
    rest.split_once(to).unwrap_or_else(|| panic!("no {to} after {from}")).0
}

fn order(text: &str, words: &[&str]) {
    let places: Vec<usize> =
        words.iter().map(|word| text.find(word).unwrap_or_else(|| panic!("no {word}"))).collect();
    assert!(places.is_sorted(), "{words:?} at {places:?}");
}

#[test]
fn a_story_has_a_page_a_feed_and_a_place_in_the_list() {
    let built = story_site().build();
    let hub = built.text("stories/harbour-plan/index.html");
    assert_eq!(between(&hub, "<h1 dir=\"auto\">", "</h1>"), "Harbour plan");
    order(
        between(&hub, "<ol class=\"timeline", "</ol>"),
        &["The works", "The vote", "The hearing", "The plan"],
    );
    assert!(!hub.contains("The ferry"));
    let feed = built.text("stories/harbour-plan/feed.xml");
    assert!(feed.contains("The hearing") && !feed.contains("The ferry"));
    assert!(built.text("stories/index.html").contains("href=\"/stories/harbour-plan/\""));
    assert!(built.text("sitemap.xml").contains("https://quay.example/stories/harbour-plan/"));
}

#[test]
fn the_settings_name_a_story() {
    let built = story_site()
        .toml("[stories.harbour-plan]\ntitle = \"The wall\"\ndescription = \"Who pays.\"\n")
        .build();
    let hub = built.text("stories/harbour-plan/index.html");
    assert!(hub.contains("<h1 dir=\"auto\">The wall</h1>") && hub.contains("Who pays."));
}

#[test]
fn a_site_without_stories_has_no_page_for_them() {
    let site = Site::new().file("content/posts/2025-11-01-a.md", post("title: A", "Text."));
    let built = site.build();
    assert!(!built.exists("stories") && !built.text("index.html").contains("/stories/"));
    let off = story_site().toml("[taxonomies]\nstories = false\n").build();
    assert!(!off.exists("stories") && !off.text("2025/11/04/vote/index.html").contains("/stories/"));
}

#[test]
fn a_post_names_its_neighbours_in_the_story() {
    let page = story_site().build().text("2025/11/04/vote/index.html");
    let on = between(&page, "<nav class=\"on-story\"", "</nav>");
    order(on, &["The works", "You are reading this", "The hearing", "The plan"]);
    assert!(on.contains("<a rel=\"next\" href=\"/2025/11/05/works/\""), "{on}");
    assert!(on.contains("<a rel=\"prev\" href=\"/2025/11/03/hearing/\""), "{on}");
    // The site's own neighbours are still there, without the claim to be the next to read.
    let turn = between(&page, "<nav class=\"turn\"", "</nav>");
    assert!(turn.contains("The hearing") && turn.contains("The works") && !turn.contains("rel="));
}

/// The pages of posts that differ between two builds.
fn changed(before: &Built, after: &Built) -> Vec<String> {
    let pages = before.pages().into_iter().filter(|path| path.matches('/').count() == 4);
    pages.filter(|path| before.bytes(path) != after.bytes(path)).collect()
}

#[test]
fn a_new_post_changes_no_article_but_its_neighbours() {
    let site = story_site().toml("[related]\nenabled = false\n");
    let before = site.build();
    site.put("content/posts/2025-11-06-new.md", post("title: New\ntags: [ferry]", "Text."));
    let after = site.build();
    assert_eq!(changed(&before, &after), ["2025/11/05/works/index.html"]);
    site.put("content/posts/2025-11-07-more.md", post("title: More\nstory: harbour-plan", "Text."));
    assert_eq!(changed(&after, &site.build()), ["2025/11/05/works/index.html", "2025/11/06/new/index.html"]);
}

#[test]
fn the_front_page_shows_each_story_once() {
    let mut site = Site::new().toml("paginate = 30\n");
    for number in 1..=40 {
        let category = ["News", "Sport", "Culture"][number % 3];
        let text = post(&format!("title: Post {number}\ncategory: {category}"), "Text.");
        site = site.file(
            &format!("content/posts/2025-{:02}-{:02}-p{number}.md", number / 28 + 1, number % 28 + 1),
            text,
        );
    }
    let page = site.build().text("index.html");
    for number in 1..=40 {
        let (month, day) = (number / 28 + 1, number % 28 + 1);
        let link = format!("class=\"u-url\" href=\"/2025/{month:02}/{day:02}/p{number}/\"");
        assert_eq!(page.matches(&link).count(), 1, "post {number}");
    }
    for section in ["News", "Sport", "Culture"] {
        assert!(page.contains(&format!("id=\"in-{}\"", section.to_lowercase())), "{section}");
    }
}

#[test]
fn sections_are_those_that_the_settings_name() {
    let site = |sections: &str| {
        let mut site = Site::new().toml(&format!("[theme]\nsections = {sections}\n"));
        for number in 1..=28 {
            let category = ["News", "Sport"][number % 2];
            let text = post(&format!("title: Post {number}\ncategory: {category}"), "Text.");
            site = site.file(&format!("content/posts/2025-11-{number:02}-p.md"), text);
        }
        site.build()
    };
    let built = site("[\"sport\", \"News\"]");
    order(&built.text("index.html"), &["id=\"in-sport\"", "id=\"in-news\""]);
    assert_eq!(built.warnings(), "");
    let built = site("[\"Sprot\"]");
    assert!(!built.text("index.html").contains("class=\"section n"));
    insta::assert_snapshot!(built.warnings(), @r#"
    site.toml: warning: no post is in the category "Sprot", so the front page has no such section
    help: did you mean "Sport"?
    "#);
}

#[test]
fn breaking_news_is_on_the_front_page_until_it_ends() {
    let banner = |now: &str| {
        let keys = "title: Storm\ndate: 2026-01-10 08:00\nbreaking: true\nbreaking_until: 2026-01-10 22:00";
        let site = Site::new().file("content/posts/2026-01-10-storm.md", post(keys, "Text.")).at(now);
        let built = site.build();
        let page = built.text("2026/01/10/storm/index.html").contains("Breaking");
        assert_eq!(built.text("index.html").contains("Breaking"), page);
        page
    };
    assert!(banner("2026-01-10T21:59:59Z"));
    assert!(!banner("2026-01-10T22:00:00Z"));
}

#[test]
fn an_article_carries_what_was_put_right_and_where_it_is_from() {
    let keys = "title: Vote\ndeck: Seven to four\nkicker: Council\ndateline: \"QUAY, Sallow <Bay>\"\ncorrections:\n  - date: 2025-11-03\n    \
                text: It is *four*.\nsources:\n  - name: Minutes\n    url: /minutes/\n  - name: The log";
    let site = Site::new()
        .file("content/posts/2025-11-02-vote.md", post(keys, "The vote."))
        .file("content/minutes.md", post("title: Minutes", "All."));
    let built = site.build();
    let page = built.text("2025/11/02/vote/index.html");
    let dateline = "<p><span class=\"dateline\">QUAY, Sallow &lt;Bay&gt; —</span> The vote.</p>";
    assert!(page.contains(dateline));
    assert!(built.text("feed.xml").contains("QUAY, Sallow"));
    let box_ = between(&page, "id=\"corrections\"", "</section>");
    assert!(box_.contains("It is <em>four</em>.") && box_.contains("3 November 2025"));
    assert!(page.contains("<a href=\"#corrections\">Corrected</a>"));
    let cited = between(&page, "class=\"cited\"", "</section>");
    assert!(
        cited.contains("<a href=\"/minutes/\">Minutes</a>")
            && cited.contains("<li dir=\"auto\">The log</li>")
    );
    let json = between(&page, "application/ld+json\">", "</script>");
    for part in [
        r#""alternativeHeadline":"Seven to four""#,
        r#""correction":[{"@type":"CorrectionComment","text":"It is four.","datePublished":"2025-11-03T00:00:00+00:00"}]"#,
        r#""citation":[{"@type":"CreativeWork","name":"Minutes","url":"https://quay.example/minutes/"}"#,
        r#""dateline":"QUAY, Sallow \u003cBay>""#,
    ] {
        assert!(json.contains(part), "no {part} in {json}");
    }
}

#[test]
fn what_is_paid_for_says_so_wherever_it_is_shown() {
    let keys = "title: Walks\nsponsored: true\nsponsor: Ferries & Co\ntags: [walks]";
    let body = "See [times](https://ferries.example/) and [us](https://quay.example/about/) and [here](/x/).";
    let site =
        Site::new().file("content/posts/2025-11-02-walks.md", post(keys, body)).file("content/x.md", "X");
    let built = site.build();
    let page = built.text("2025/11/02/walks/index.html");
    assert!(page.contains("<a rel=\"sponsored\" href=\"https://ferries.example/\">times</a>"));
    assert!(page.contains("<a href=\"https://quay.example/about/\">us</a> and <a href=\"/x/\">here</a>"));
    assert!(page.contains("Ferries &amp; Co") && page.contains("\"AdvertiserContentArticle\""));
    for list in ["index.html", "tags/walks/index.html", "2025/index.html"] {
        assert!(built.text(list).contains("Sponsored"), "{list}");
    }
}

#[test]
fn a_page_in_another_language_says_so_and_runs_its_way() {
    let site = Site::new().file("content/posts/2025-11-02-a.md", post("title: خبز\nlang: ar", "خبز."));
    let page = site.build().text("2025/11/02/a/index.html");
    assert!(page.contains("<article class=\"post h-entry\" lang=\"ar\" dir=\"rtl\">"));
    let site =
        Site::new().toml("language = \"he\"\n").file("content/posts/2025-11-02-a.md", post("title: x", "x"));
    assert!(site.build().text("index.html").contains("<html lang=\"he\" dir=\"rtl\">"));
}

#[test]
fn contents_stand_beside_a_long_text_or_where_they_are_asked_for() {
    let contents = |keys: &str, words: usize| {
        let body = format!("{}\n\n## One\n\n## Two\n\n## Three\n\n## Four\n", "word ".repeat(words));
        let site =
            Site::new().file("content/posts/2025-11-02-a.md", post(&format!("title: A\n{keys}"), &body));
        site.build().text("2025/11/02/a/index.html").contains("In this article")
    };
    assert!(contents("x: y", 900) && !contents("x: y", 300));
    assert!(contents("toc: true", 3) && !contents("toc: false", 900));
}

#[test]
fn a_time_of_day_is_shown_with_its_zone_where_there_is_one() {
    let date = |date: &str| {
        let site = Site::new().toml("timezone = \"Europe/Dublin\"\n");
        let page = site.file("content/posts/a.md", post(&format!("title: A\ndate: {date}"), "x")).build();
        let path = page.pages().into_iter().find(|path| path.ends_with("/a/index.html")).unwrap();
        let text = page.text(&path);
        between(between(&text, "class=\"dt-published\"", "/time>"), ">", "<").to_owned()
    };
    assert_eq!(date("2025-07-02 18:05"), "2 July 2025, 18:05 IST");
    assert_eq!(date("2025-12-02 18:05"), "2 December 2025, 18:05 GMT");
    assert_eq!(date("2025-12-02"), "2 December 2025");
}

#[test]
fn sharing_needs_no_tracker_and_can_be_switched() {
    let share = |toml: &str| {
        let site =
            Site::new().toml(toml).file("content/posts/2025-11-02-a.md", post("title: \"Tea & cake\"", "x"));
        site.build().text("2025/11/02/a/index.html")
    };
    let page = share("[theme]\nshare = [\"mastodon\"]\n");
    let link = "https://share.joinmastodon.org/#text=Tea%20%26%20cake%20https%3A%2F%2Fquay.example%2F2025%2F11%2F02%2Fa%2F";
    assert!(page.contains(link) && !page.contains("facebook"));
    assert!(!share("[theme]\nshare = []\n").contains("class=\"share\""));
    let wrong = Site::new().toml("[theme]\nshare = [\"mastodno\"]\n").errors();
    insta::assert_snapshot!(wrong, @r#"
    site.toml:4:9: there is no link for sharing by "mastodno"
     4 │ share = ["mastodno"]
       │         ^^^^^^^^^^^^
    help: did you mean "mastodon"?
    "#);
}

#[test]
fn the_navigation_marks_where_the_reader_is() {
    let toml = "[theme]\nnavigation = [{ title = \"News\", url = \"/categories/news/\" }]\n";
    let site =
        Site::new().toml(toml).file("content/posts/2025-11-02-a.md", post("title: A\ncategory: News", "x"));
    let built = site.build();
    let link = "<a href=\"/categories/news/\" aria-current=\"page\">News</a>";
    assert!(built.text("categories/news/index.html").contains(link));
    assert!(!built.text("index.html").contains("aria-current"));
}
