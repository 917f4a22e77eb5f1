//! The document that the project began from builds as a post.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Built, Site, shared};
use dateline::diagnostics::{Diagnostic, Problem};

const TITLE: &str = "title: \"Big Storm: mayor doubles down on demands for a new sea wall ahead of talks with the harbour in Upper Quay\"";

/// Nine keys in the third document's order and spelling, with its line endings in the body left as they came.
fn fixture() -> String {
    format!(
        "---\nlayout: post\n{TITLE}\ndate: 2025-11-27T22:18:56\nauthor: \"badely\"\ncategories: [News]\ntags: []\n\
         excerpt: \"The mayor accuses the harbour of wanting to wait 'to the last tide' - which it says it is also 'in principle' ready to do.\"\n\
         image: assets/images/09258d8a4e9a5a79fc8626e5c84caf55.jpg\n---\n\n\
         According to new developments, the mayor has doubled down.\n\n\
         Speaking after that, she said that the harbour \"scorned\" efforts \"to truly end the row\". \n"
    )
}

fn build(document: impl AsRef<[u8]>) -> Built {
    Site::new()
        .toml("permalink = \"/:title/\"\n")
        .file("content/posts/2025-11-27-big-news-talks.md", document)
        .file("assets/images/09258d8a4e9a5a79fc8626e5c84caf55.jpg", common::pictures::jpeg(8, 8))
        .build()
}

fn check(built: &Built, title: &str, excerpt: &str, body: &str) {
    let page = built.text("big-news-talks/index.html");
    assert!(page.contains(&format!("<h1 class=\"p-name\" dir=\"auto\">{title}</h1>")), "{page}");
    assert!(page.contains("datetime=\"2025-11-27T22:18:56+00:00\""));
    assert!(page.contains("href=\"/categories/news/\""));
    assert!(page.contains("href=\"/authors/badely/\""));
    assert!(page.contains("src=\"/assets/images/09258d8a4e9a5a79fc8626e5c84caf55.jpg\""));
    assert!(page.contains(body), "{page}");
    let content = page.find("e-content").unwrap();
    assert!(page.find(body).unwrap() > content);
    assert!(built.text("index.html").contains(excerpt), "{}", built.text("index.html"));
    assert!(!built.exists("tags/index.html") || !built.text("tags/index.html").contains("href=\"/tags/"));
    for path in ["2025/index.html", "2025/11/index.html", "2025/11/27/index.html"] {
        assert!(built.text(path).contains("href=\"/big-news-talks/\""), "{path}");
    }
    // Documents of this form have no place for an alt text.
    let warned = |warning: &Diagnostic| !matches!(warning.problem, Problem::PictureWithoutAlt { .. });
    assert!(!built.report.warnings.iter().any(warned), "{}", built.warnings());
}

#[test]
fn the_third_document_is_a_post() {
    let Some(folder) = shared("documents") else { return };
    let name = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path());
    let path = name
        .into_iter()
        .find(|path| path.file_name().unwrap().to_str().unwrap().starts_with("003_"))
        .unwrap();
    let built = build(std::fs::read(path).unwrap());
    check(
        &built,
        "Big News: Putin doubles down on demands for Ukrainian territory ahead of talks with US in Moscow",
        "The Russian president accuses Kyiv of wanting to fight",
        "According to new developments, President Vladimir Putin has doubled down",
    );
}

#[test]
fn a_document_of_its_form_is_a_post() {
    check(
        &build(fixture()),
        "Big Storm: mayor doubles down on demands for a new sea wall ahead of talks with the harbour in Upper Quay",
        "The mayor accuses the harbour of wanting to wait",
        "<p>According to new developments, the mayor has doubled down.</p>",
    );
}

#[test]
fn the_same_story_under_near_identical_titles_is_as_many_posts() {
    let mut site = Site::new().toml("permalink = \"/:title/\"\n");
    for number in 1..=5 {
        site = site.file(&format!("content/posts/2025-11-27-big-news-talks-{number}.md"), fixture());
    }
    let built = site.build();
    assert_eq!(built.report.site.posts.len(), 5);
    for number in 1..=5 {
        assert!(built.exists(&format!("big-news-talks-{number}/index.html")));
    }
}
