//! What is not public appears nowhere: no output's path or bytes hold a word of it.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Built, Site, post, tree};
use dateline::site::visibility::State;

/// Each hidden post has a word of its own, which stands in everything that is its own: title, slug, tag, category,
/// author, redirect, body, picture's name and picture's bytes.
const HIDDEN: [(&str, &str, &str); 6] = [
    ("aardvark", "draft: true", "2025-12-01"),
    ("basilisk", "published: false", "2025-12-02"),
    ("capybara", "published: no", "2025-12-03"),
    ("dormouse", "title: future", "2026-02-01"),
    ("echidna", "embargo: 2026-01-20 09:00", "2025-12-05"),
    ("flamingo", "expires: 2026-01-10", "2025-12-06"),
];

fn hidden(word: &str, keys: &str, day: &str) -> String {
    let keys = format!(
        "{keys}\ntitle: The {word} story\ndate: {day}\nslug: {word}-slug\ntags: [{word} tag, harbour]\n\
         categories: [{word} desk]\nauthors: [{word} writer]\nredirect_from: /old-{word}/\ndescription: On {word}\n\
         image: {word}-lead.jpg\nstory: {word} saga\nkicker: {word} kicker\ndeck: {word} deck\ndateline: {word} town\n\
         corrections: [{{text: no {word}}}]\nsources: [{{name: {word} papers}}]\nsponsored: true\nsponsor: {word} ltd\n\
         breaking: true\nbreaking_until: 2027-01-01"
    );
    post(&keys, &format!("The {word} body.\n\n![{word}]({word}.jpg)"))
}

fn site() -> Site {
    let mut site = Site::new()
        .file("content/posts/2025-11-27-ferry.md", post("title: Ferry returns\ntags: [harbour]", "Back."))
        .file("content/posts/2026-01-02-quay.md", post("title: Quay opens\ntags: [harbour]", "Open."))
        .file("content/about.md", post("title: About us", "Us."));
    for (word, keys, day) in HIDDEN {
        let keys = keys.replace("title: future", "x: future");
        site = site
            .file(&format!("content/posts/{day}-{word}-name.md"), hidden(word, &keys, day))
            .file(&format!("content/posts/{word}.jpg"), format!("{word} pixels"))
            .file(&format!("content/posts/{word}-lead.jpg"), format!("{word} lead"));
    }
    site.file("_drafts/gazelle-name.md", hidden("gazelle", "layout: post", "2025-12-07"))
        .file("_drafts/gazelle.jpg", "gazelle pixels")
        .file("content/posts/2025-12-08-heron-name/index.md", hidden("heron", "draft: true", "2025-12-08"))
        .file("content/posts/2025-12-08-heron-name/heron.jpg", "heron pixels")
        .file("content/posts/2025-12-08-heron-name/unlinked-heron.pdf", "heron paper")
        .file("content/ibis.md", hidden("ibis", "draft: true", "2025-12-09"))
        .file("content/ibis.jpg", "ibis pixels")
}

const WORDS: [&str; 9] =
    ["aardvark", "basilisk", "capybara", "dormouse", "echidna", "flamingo", "gazelle", "heron", "ibis"];

/// Where a word stands in the output: paths and bytes, whatever the case.
fn traces(site: &Site, word: &str) -> Vec<String> {
    let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).to_lowercase().contains(word);
    tree(&site.out())
        .into_iter()
        .filter(|(path, bytes)| holds(path.as_bytes()) || holds(bytes))
        .map(|(path, _)| path)
        .collect()
}

fn held(built: &Built, state: State) -> usize {
    built.report.held.iter().find(|(found, _)| *found == state).map_or(0, |(_, count)| *count)
}

#[test]
fn nothing_of_a_hidden_post_is_anywhere() {
    let site = site();
    let built = site.build();
    assert!(
        built.text("index.html").contains("Ferry returns"),
        "the search would find nothing in an empty site"
    );
    assert!(!traces(&site, "ferry returns").is_empty());
    for word in WORDS {
        assert_eq!(traces(&site, word), Vec::<String>::new(), "{word}");
    }
    // Nor is there a page for stories, as only hidden posts belong to one.
    assert!(!built.exists("stories"));
    // Days, months and years that only hidden posts have are told by no page.
    assert!(!built.exists("2025/12") && !built.exists("2026/02"));
}

#[test]
fn what_is_held_back_is_counted() {
    let built = site().build();
    assert_eq!((built.report.site.posts.len(), built.report.site.pages.len()), (2, 1));
    assert_eq!(held(&built, State::Draft), 4);
    assert_eq!(held(&built, State::Unpublished), 2);
    assert_eq!(held(&built, State::Scheduled), 2);
    assert_eq!(held(&built, State::Expired), 1);
    assert_eq!(built.report.site.next_due.unwrap().rfc3339(), "2026-01-20T09:00:00+00:00");
}

#[test]
fn nothing_is_due_where_nothing_is_scheduled() {
    let built = Site::new().file("content/posts/2025-11-27-a.md", post("draft: true", "Text.")).build();
    assert_eq!(built.report.site.next_due, None);
    assert_eq!(built.report.held, [(State::Draft, 1)]);
}

#[test]
fn drafts_show_when_asked_for_and_nothing_else_does() {
    let mut site = site();
    site.options.drafts = true;
    let built = site.build();
    for word in ["aardvark", "gazelle", "heron"] {
        let found = traces(&site, word);
        for path in [
            "index.html".to_owned(),
            format!("tags/{word}-tag/index.html"),
            format!("authors/{word}-writer/index.html"),
            format!("stories/{word}-saga/index.html"),
            format!("old-{word}/index.html"),
        ] {
            assert!(found.contains(&path), "{word}: no {path} in {found:#?}");
        }
    }
    assert!(built.exists("2025/12/01/aardvark-slug/aardvark.jpg"));
    assert!(!traces(&site, "ibis").is_empty());
    for word in ["basilisk", "capybara", "dormouse", "echidna", "flamingo"] {
        assert_eq!(traces(&site, word), Vec::<String>::new(), "{word}");
    }
    assert_eq!(held(&built, State::Draft), 0);
}

#[test]
fn scheduled_posts_show_when_asked_for_and_nothing_else_does() {
    let mut site = site();
    site.options.future = true;
    site.build();
    for word in ["dormouse", "echidna"] {
        assert!(traces(&site, word).contains(&"index.html".to_owned()), "{word}");
    }
    for word in ["aardvark", "basilisk", "capybara", "flamingo", "gazelle", "heron", "ibis"] {
        assert_eq!(traces(&site, word), Vec::<String>::new(), "{word}");
    }
}

#[test]
fn a_post_appears_at_its_minute_and_goes_at_its_end() {
    let count = |now: &str| {
        Site::new()
            .file(
                "content/posts/2026-02-01-a.md",
                post("date: 2026-02-01 09:00\nexpires: 2026-03-01 09:00", "Text."),
            )
            .at(now)
            .build()
            .report
            .site
            .posts
            .len()
    };
    assert_eq!(count("2026-02-01T08:59:59Z"), 0);
    assert_eq!(count("2026-02-01T09:00:00Z"), 1);
    assert_eq!(count("2026-03-01T08:59:59Z"), 1);
    assert_eq!(count("2026-03-01T09:00:00Z"), 0);
}

#[test]
fn a_post_that_is_withdrawn_leaves_nothing_behind() {
    let site = Site::new()
        .file("content/posts/2025-11-27-ferry.md", post("title: Ferry returns", "Back."))
        .file("content/posts/2025-12-01-jackal.md", hidden("jackal", "layout: post", "2025-12-01"))
        .file("content/posts/jackal.jpg", "jackal pixels");
    site.build();
    assert!(traces(&site, "jackal").len() > 8);
    site.put("content/posts/2025-12-01-jackal.md", hidden("jackal", "published: false", "2025-12-01"));
    site.build();
    assert_eq!(traces(&site, "jackal"), Vec::<String>::new());
}

#[test]
fn a_picture_that_a_public_post_shows_too_stays() {
    let built = Site::new()
        .file("content/posts/2025-11-27-a.md", post("title: A", "![x](shared.jpg)"))
        .file("content/posts/2025-11-28-b.md", post("title: B\ndraft: true", "![x](shared.jpg)"))
        .file("content/posts/shared.jpg", "pixels")
        .build();
    assert!(built.exists("2025/11/27/a/shared.jpg"));
    assert!(!built.exists("2025/11/28/b/shared.jpg"));
}

#[test]
fn in_a_jekyll_site_too() {
    let files = |site: Site| {
        site.file("_posts/2025-11-27-ferry.md", post("title: Ferry returns", "Back."))
            .file("_posts/2026-02-01-kestrel-name.md", hidden("kestrel", "x: y", "2026-02-01"))
            .file("_drafts/lemur-name.md", hidden("lemur", "x: y", "2025-12-01"))
            .file("_posts/2025-12-01-marmot-name.md", hidden("marmot", "published: false", "2025-12-01"))
    };
    let site = files(Site::jekyll("title: T\n"));
    site.build();
    for word in ["kestrel", "lemur", "marmot"] {
        assert_eq!(traces(&site, word), Vec::<String>::new(), "{word}");
    }
    let site = files(Site::jekyll("title: T\nfuture: true\n"));
    site.build();
    assert!(!traces(&site, "kestrel").is_empty());
    assert_eq!(traces(&site, "lemur"), Vec::<String>::new());
}
