//! Real Jekyll blogs come out as Jekyll has them: address, date, title, categories and tags of every post.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod common;

use common::{Site, plain, post, shared};
use dateline::build::{self, Options};
use dateline::config::{self, Overrides};
use dateline::site::article::Article;
use dateline::site::visibility::Visibility;
use dateline::{site, source};
use jiff::Timestamp;
use serde_json::Value;
use std::path::Path;

const SAMPLES: [(&str, usize); 3] = [("jekyll-news", 102), ("mediumish", 14), ("swift-blog", 172)];

fn utc() -> Overrides {
    Overrides { base_url: None, timezone: Some("UTC".into()) }
}

/// All posts of a root, as the model has them, shown or not.
fn posts(root: &Path) -> Vec<Article> {
    let mut problems = Vec::new();
    let config = config::load(root, &utc(), &mut problems).unwrap();
    let source = source::read(&config, &root.join("public"), &mut problems);
    let visibility = Visibility { now: common::NOW.parse().unwrap(), drafts: true, future: true };
    let built = site::build(source, &config, &visibility, &mut problems);
    problems.retain(|problem| problem.is_error());
    assert!(problems.is_empty(), "{}", plain(&problems));
    built.posts.into_iter().chain(built.hidden).filter(|article| article.is_post).collect()
}

fn instant(date: &str) -> Timestamp {
    date.parse().unwrap_or_else(|error| panic!("{date}: {error}"))
}

#[test]
fn all_288_posts_are_as_jekyll_has_them() {
    if shared("samples").is_none() {
        return;
    }
    let mut met = 0;
    let mut differences = Vec::new();
    for (name, count) in SAMPLES {
        let root = shared("samples").unwrap().join(name);
        let expected: Vec<Value> =
            serde_json::from_slice(&std::fs::read(root.join("expected.json")).unwrap()).unwrap();
        assert_eq!(expected.len(), count, "{name}");
        let found = posts(&root);
        assert_eq!(found.len(), count, "{name}");
        for want in &expected {
            let path = want["path"].as_str().unwrap();
            let Some(post) = found.iter().find(|post| post.path == path) else {
                differences.push(format!("{name}/{path} is missing"));
                continue;
            };
            let texts = |key: &str| -> Vec<&str> {
                want[key].as_array().unwrap().iter().map(|v| v.as_str().unwrap()).collect()
            };
            let date = post.date.unwrap();
            let before = differences.len();
            let mut differs = |what: &str, equal: bool| {
                if !equal {
                    differences.push(format!("{name}/{path}: {what} is {}\n    but {post:?}", want[what]));
                }
            };
            differs("url", want["url"] == *post.url);
            differs(
                "date",
                instant(want["date"].as_str().unwrap()) == date.instant && date.rfc3339().ends_with("+00:00"),
            );
            differs("title", want["title"] == *post.title);
            differs("slug", want["slug"] == *post.slug);
            differs("categories", texts("categories") == post.front.categories);
            differs("tags", texts("tags") == post.front.tags);
            met += usize::from(before == differences.len());
        }
    }
    for difference in &differences {
        eprintln!("{}", difference.chars().take(600).collect::<String>());
    }
    assert_eq!((met, differences.len()), (288, 0));
}

#[test]
fn all_three_build() {
    if shared("samples").is_none() {
        return;
    }
    for (name, count) in SAMPLES {
        let out = tempfile::tempdir().unwrap();
        let options = Options {
            root: shared("samples").unwrap().join(name),
            out: Some(out.path().join("public")),
            overrides: utc(),
            drafts: false,
            future: true,
            now: common::NOW.parse().unwrap(),
            dry_run: false,
        };
        match build::build(&options) {
            Ok(report) => assert_eq!(report.site.posts.len(), count, "{name}"),
            Err(problems) => panic!("{name}:\n{}", plain(&problems)),
        }
        for file in ["index.html", "feed.xml", "sitemap.xml", "404.html"] {
            assert!(out.path().join("public").join(file).is_file(), "{name}: {file}");
        }
        assert!(!options.root.join("public").exists());
    }
}

fn one(site: &Site, path: &str) -> Article {
    let mut found: Vec<Article> =
        posts(&site.options.root).into_iter().filter(|post| post.path == path).collect();
    assert_eq!(found.len(), 1, "{path}");
    found.remove(0)
}

#[test]
fn file_names_as_jekyll_reads_them() {
    for (name, url, slug) in [
        ("2021-04-08-scala-2.13.6-RC3.md", "/2021/04/08/scala-2.13.6-RC3.html", "scala-2.13.6-RC3"),
        ("2017-11-4-x.md", "/2017/11/04/x.html", "x"),
        ("15-1-2-short-year.markdown", "/2015/01/02/short-year.html", "short-year"),
        ("2020-02-29-Привет.md", "/2020/02/29/%D0%9F%D1%80%D0%B8%D0%B2%D0%B5%D1%82.html", "Привет"),
        ("2020-02-29-a_b.md", "/2020/02/29/a_b.html", "a_b"),
    ] {
        let path = format!("_posts/{name}");
        let site = Site::jekyll("title: T\n").file(&path, post("layout: post", "Text."));
        let post = one(&site, &path);
        assert_eq!((post.url.as_ref(), post.slug.as_str()), (url, slug), "{name}");
    }
}

#[test]
fn dates_in_every_form() {
    for (written, utc) in [
        ("2025-11-27", "2025-11-27T00:00:00Z"),
        ("2025-11-27T22:18:56", "2025-11-27T22:18:56Z"),
        ("2025-11-27 22:18", "2025-11-27T22:18:00Z"),
        ("2025-11-27 22:18:56", "2025-11-27T22:18:56Z"),
        ("2025-11-27 22:18:56 +0600", "2025-11-27T16:18:56Z"),
        ("2025-11-27 22:18:56 +06:00", "2025-11-27T16:18:56Z"),
        ("2025-11-27 22:18:56 +06", "2025-11-27T16:18:56Z"),
        ("2025-11-27 22:18:56 -0330", "2025-11-28T01:48:56Z"),
        ("2025-11-27T22:18:56Z", "2025-11-27T22:18:56Z"),
        ("2025-11-27T22:18:56.250Z", "2025-11-27T22:18:56.25Z"),
        ("2025-1-7 9:08", "2025-01-07T09:08:00Z"),
        ("\"2025-11-27 22:18:56 +0600\"", "2025-11-27T16:18:56Z"),
        ("'2025-11-27'", "2025-11-27T00:00:00Z"),
    ] {
        let site = Site::jekyll("title: T\n")
            .file("_posts/2020-01-01-a.md", post(&format!("date: {written}"), "Text."));
        let found = one(&site, "_posts/2020-01-01-a.md");
        assert_eq!(found.date.unwrap().instant, instant(utc), "{written}");
    }
}

#[test]
fn an_offset_moves_the_day_in_the_address_to_the_sites_zone() {
    let text = post("date: 2025-11-28 03:00:00 +0600", "Text.");
    let site = Site::jekyll("title: T\n").file("_posts/2020-01-01-a.md", text);
    assert_eq!(one(&site, "_posts/2020-01-01-a.md").url.as_ref(), "/2025/11/27/a.html");
}

#[test]
fn a_date_without_a_zone_is_the_sites_own() {
    let site = Site::new().toml("timezone = \"Asia/Almaty\"\n");
    site.put("content/posts/2025-11-27-a.md", post("date: 2025-11-27 22:18", "Text."));
    let built = site.build();
    assert!(built.text("feed.xml").contains("<published>2025-11-27T22:18:00+05:00</published>"));
}

#[test]
fn categories_and_tags_as_jekyll_gathers_them() {
    for (keys, categories, tags) in [
        ("categories: [News, Sport]\ntags: [a, b c]", vec!["News", "Sport"], vec!["a", "b c"]),
        ("categories: news sport\ntags: one two", vec!["news", "sport"], vec!["one", "two"]),
        ("category: Local News\ntag: two words", vec!["Local News"], vec!["two words"]),
        ("category: first\ncategories: [second, first]", vec!["second", "first"], vec![]),
        ("tags: [2024, null, true]", vec![], vec!["2024", "true"]),
        ("categories:\ntags: []", vec![], vec![]),
        ("categories:\n- News\n- News", vec!["News"], vec![]),
    ] {
        let site = Site::jekyll("title: T\n").file("_posts/2020-01-01-a.md", post(keys, "Text."));
        let found = one(&site, "_posts/2020-01-01-a.md");
        assert_eq!(found.front.categories, categories, "{keys}");
        assert_eq!(found.front.tags, tags, "{keys}");
    }
}

#[test]
fn folders_above_posts_are_categories_and_stand_in_the_address() {
    let site = Site::jekyll("title: T\n")
        .file("sport/rowing/_posts/2020-01-02-a.md", post("category: Cup Final", "Text."));
    let found = one(&site, "sport/rowing/_posts/2020-01-02-a.md");
    assert_eq!(found.front.categories, ["sport", "rowing", "Cup Final"]);
    assert_eq!(found.url.as_ref(), "/sport/rowing/cup%20final/2020/01/02/a.html");
}

#[test]
fn titles_given_or_made_from_the_name() {
    for (name, keys, title) in [
        ("2020-01-01-the-big-news.md", "layout: post", "The Big News"),
        ("2020-01-01-a.md", "title: 2024", "2024"),
        ("2020-01-01-a.md", "title: \"Quoted: yes\"", "Quoted: yes"),
        ("2020-01-01-a.md", "title: 'It''s'", "It's"),
    ] {
        let path = format!("_posts/{name}");
        let site = Site::jekyll("title: T\n").file(&path, post(keys, "Text."));
        assert_eq!(one(&site, &path).title, title, "{keys}");
    }
}

#[test]
fn a_base_url_is_in_links_and_not_in_an_articles_url() {
    let site = Site::jekyll("title: T\nurl: https://x.example\nbaseurl: /paper\npermalink: /:title/\n")
        .file("_posts/2018-01-11-customer-service.md", post("layout: post\ntitle: Inception Movie", "Text."));
    assert_eq!(one(&site, "_posts/2018-01-11-customer-service.md").url.as_ref(), "/customer-service/");
    let built = site.build();
    assert!(built.text("index.html").contains("href=\"/paper/customer-service/\""));
    assert!(built.text("feed.xml").contains("<id>https://x.example/paper/customer-service/</id>"));
    assert!(built.exists("customer-service/index.html"));
}

#[test]
fn defaults_by_scope_give_a_permalink() {
    let config = "title: T\ndefaults:\n- scope: {path: '', type: posts}\n  values: {permalink: '/blog/:title/', layout: post}\n\
                  - scope: {path: '_posts/old', type: posts}\n  values: {permalink: '/old/:year/:title/'}\n";
    let site = Site::jekyll(config)
        .file("_posts/2020-01-01-a.md", post("title: A", "Text."))
        .file("_posts/old/2010-01-01-b.md", post("title: B", "Text."))
        .file("_posts/2020-01-03-c.md", post("title: C\npermalink: /own/", "Text."));
    assert_eq!(one(&site, "_posts/2020-01-01-a.md").url.as_ref(), "/blog/a/");
    assert_eq!(one(&site, "_posts/old/2010-01-01-b.md").url.as_ref(), "/old/2010/b/");
    assert_eq!(one(&site, "_posts/2020-01-03-c.md").url.as_ref(), "/own/");
}

#[test]
fn a_collection_with_output_is_pages() {
    let built = Site::jekyll(
        "title: T\ncollections:\n  docs: {output: true, permalink: '/docs/:path/'}\n  team: {}\n",
    )
    .file("_docs/start/install.md", post("title: Install it", "Text."))
    .file("_team/ines.md", post("title: Ines", "Text."))
    .build();
    assert!(built.text("docs/start/install/index.html").contains("Install it"));
    assert_eq!((built.report.site.posts.len(), built.report.site.pages.len()), (0, 1));
}
