//! The search in the built site: what is found, what is hidden, which files a change touches.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Built, Site, post};
use serde_json::Value;
use std::collections::BTreeSet;

fn json(built: &Built, path: &str) -> Value {
    serde_json::from_slice(built.bytes(path)).unwrap()
}

/// A site with these settings after title and base_url.
fn site(more: &str) -> Site {
    let toml = format!("title = \"Quay Post\"\nbase_url = \"https://quay.example\"\n{more}");
    Site::new().file("site.toml", toml)
}

/// A frame that leads to no search.
const BASE: &str =
    "{% block title %}{% endblock %}{% block head %}{% endblock %}{% block main %}{% endblock %}";

/// Reads the whole index as the script reads its parts: the titles of what has exactly `word`, and all words.
fn look(built: &Built, word: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let root = json(built, "search/index.json");
    let (mut titles, mut words) = (BTreeSet::new(), BTreeSet::new());
    for segment in root["segments"].as_array().unwrap() {
        let folder = format!("search/{}/", segment["name"].as_str().unwrap());
        let kind = if segment["first"].is_null() { "pages" } else { "posts" };
        let first = segment["first"].as_u64().unwrap_or_default();
        let firsts: Vec<&str> = segment["words"].as_str().unwrap().split(' ').collect();
        assert!(firsts.is_sorted());
        assert_eq!(segment["versions"].as_str().unwrap().len(), firsts.len() * 4);
        let shards = built.files().into_iter().filter(|path| path.starts_with(&folder));
        assert_eq!(shards.clone().count(), firsts.len());
        for path in shards {
            let bytes = &mut built.bytes(&path).iter().copied();
            let mut term: Vec<u8> = Vec::new();
            let mut own = Vec::new();
            while let Some(same) = bytes.next() {
                term.truncate(usize::from(same));
                let rest = usize::from(bytes.next().unwrap());
                term.extend(bytes.take(rest));
                let text = String::from_utf8(term.clone()).unwrap();
                let (count, listed) = (varint(bytes), varint(bytes));
                assert!(listed <= count);
                let mut article = 0;
                for _ in 0..listed {
                    article += varint(bytes) >> 2;
                    if text == word {
                        let number = (article + first) as usize;
                        let cards = json(built, &format!("search/{kind}/{}.json", number / 16));
                        titles.insert(cards[number % 16][0].as_str().unwrap().to_owned());
                    }
                }
                own.push(text);
            }
            assert!(own.is_sorted() && firsts.contains(&own[0].as_str()), "{path}");
            words.extend(own);
        }
    }
    (titles, words)
}

fn varint(bytes: &mut impl Iterator<Item = u8>) -> u64 {
    let byte = bytes.next().unwrap();
    u64::from(byte & 127) + if byte > 127 { 128 * varint(bytes) } else { 0 }
}

fn found(built: &Built, word: &str) -> Vec<String> {
    look(built, word).0.into_iter().collect()
}

/// A site of so many short posts with a vocabulary of some hundreds of words.
fn archive(count: usize) -> Site {
    let site = site("paginate = 50\n[archives]\ndays = false\n");
    for number in 0..count {
        add(&site, number);
    }
    site
}

fn add(site: &Site, number: usize) {
    let word = |k: usize| format!("w{:x}", (number * 7_919 + k * k * 104_729) % 1_999);
    let body: Vec<String> = (0..120).map(word).collect();
    let (year, day) = (1990 + number / 336, number % 336);
    let name = format!("content/posts/{year}-{:02}-{:02}-post-{number}.md", 1 + day / 28, 1 + day % 28);
    site.put(&name, post(&format!("title: Post number{number}"), &body.join(" ")));
}

#[test]
fn every_part_of_an_article_is_found_whatever_its_script() {
    let built = site("")
        .file(
            "content/posts/2025-11-01-a.md",
            post("title: Łódź café\ntags: [Ångström]\ndeck: Un événement", "Nike’s *deal*"),
        )
        .file("content/posts/2025-11-02-b.md", post("title: Мэр и ёлка", "東京都の天気\n\n## Übersicht"))
        .file("content/posts/2025-11-03-c.md", post("title: خبر", "فِي المَدْرَسَةِ"))
        .file("content/about.md", post("title: About us", "Who prints this paper"))
        .build();
    for (word, title) in [
        ("lodz", "Łódź café"),
        ("cafe", "Łódź café"),
        ("angstrom", "Łódź café"),
        ("evenement", "Łódź café"),
        ("nike", "Łódź café"),
        ("елка", "Мэр и ёлка"),
        ("東京", "Мэр и ёлка"),
        ("天気", "Мэр и ёлка"),
        ("ubersicht", "Мэр и ёлка"),
        ("المدرسه", "خبر"),
        ("prints", "About us"),
    ] {
        assert_eq!(found(&built, word), [title], "{word}");
    }
}

#[test]
fn what_is_hidden_is_in_no_file_of_the_index() {
    let secret = |keys: &str| post(&format!("title: Xylophone\n{keys}"), "Quuxology");
    let built = site("")
        .file("content/posts/2025-11-01-seen.md", post("title: Seen", "Here"))
        .file("content/posts/2025-11-02-draft.md", secret("draft: true"))
        .file("content/posts/2025-11-03-gone.md", secret("expires: 2025-12-01"))
        .file("content/posts/2025-11-04-held.md", secret("embargo: 2027-01-01"))
        .file("content/posts/2027-11-05-later.md", secret("published: true"))
        .file("content/pulled.md", secret("published: false"))
        .build();
    let (_, words) = look(&built, "");
    assert!(
        words.contains("seen") && !words.contains("xylophone") && !words.contains("quuxology"),
        "{words:?}"
    );
    for path in built.files().iter().filter(|path| path.starts_with("search/")) {
        assert!(!String::from_utf8_lossy(built.bytes(path)).contains("Xylophone"), "{path}");
    }
}

#[test]
fn a_new_post_changes_few_files_of_the_index() {
    let site = archive(1_200);
    let built = site.build();
    let index = |paths: &[String]| paths.iter().filter(|path| path.starts_with("search/")).count();
    assert!(index(&built.files()) > 100);
    assert_eq!(found(&built, "number7"), ["Post number7"]);
    assert_eq!(found(&built, "number1199"), ["Post number1199"]);
    add(&site, 1_200);
    let summary = site.build().report.summary;
    let touched = index(&summary.new) + index(&summary.changed) + index(&summary.removed);
    assert!((3..=15).contains(&touched), "{touched}: {:?} {:?}", summary.new, summary.changed);
}

#[test]
fn the_index_is_the_same_whatever_the_number_of_threads() {
    let site = archive(600);
    let files = |threads| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        let built = pool.install(|| site.build());
        built.files().into_iter().map(|path| (built.bytes(&path).to_vec(), path)).collect::<Vec<_>>()
    };
    assert!(files(1) == files(5));
}

#[test]
fn a_corrected_post_changes_the_files_around_its_words() {
    let site = archive(700);
    let before = site.build();
    let name = "content/posts/1990-01-11-post-10.md";
    let text = String::from_utf8(std::fs::read(site.options.root.join(name)).unwrap()).unwrap();
    site.put(name, text.replace("title: Post", "title: Corrected aardvark"));
    let summary = site.build().report.summary;
    let shards = |paths: &[String]| paths.iter().filter(|path| path.ends_with(".bin")).count();
    let all = shards(&before.files());
    let touched = shards(&summary.changed) + shards(&summary.new);
    assert!(all > 12 && touched <= 6, "{touched} of {all}: {:?}", summary.changed);
}

#[test]
fn a_site_without_search_has_none_of_it() {
    let off = site("[search]\nenabled = false\n").build();
    assert!(!off.exists("search") && !off.exists("assets/search.js"));
    assert!(!off.text("index.html").contains("/search/"));
    // A theme that leads nobody there has none either.
    let bare = site("").file("templates/base.html", BASE).build();
    assert!(!bare.exists("search/index.json"));
    let asked = site("[search]\nenabled = true\n").file("templates/base.html", BASE).build();
    assert!(asked.exists("search/index.json"));
}

#[test]
fn the_page_stands_under_the_sites_own_path_and_says_what_to_do_without_scripts() {
    let built = site("")
        .base_url("https://x.org/news")
        .file("content/posts/2025-11-01-a.md", post("title: A", "B"))
        .build();
    let html = built.text("search/index.html");
    for part in [
        "action=\"/news/search/\"",
        "data-index=\"/news/search/\"",
        "<noscript>",
        "noindex",
        "role=\"search\"",
    ] {
        assert!(html.contains(part), "{part}: {html}");
    }
    assert!(built.text("index.html").contains("href=\"/news/search/\""));
    assert_eq!(json(&built, "search/posts/0.json")[0][1], "/news/2025/11/01/a/");
    assert!(!built.text("sitemap.xml").contains("/search/"));
}

#[test]
fn a_sites_own_page_and_files_stand_instead() {
    let built = site("")
        .file("content/search.md", post("title: My search", "Mine"))
        .file("assets/search.js", "own();")
        .build();
    assert!(built.text("search/index.html").contains("My search"));
    assert_eq!(built.text("assets/search.js"), "own();");
    assert!(built.exists("search/index.json"));
}
