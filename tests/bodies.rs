//! Real Jekyll posts read as Jekyll shows them: the words of every body and excerpt are Jekyll's.
//!
//! Compared is what a reader sees, white space folded; ids, classes and the colours of code are each generator's own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod common;

use common::{plain, shared};
use dateline::config::{self, Overrides};
use dateline::markdown::plain_text;
use dateline::site::article::Article;
use dateline::site::visibility::Visibility;
use dateline::{site, source};
use serde_json::Value;
use std::path::Path;

const SAMPLES: [&str; 3] = ["jekyll-news", "mediumish", "swift-blog"];

/// Posts whose words differ, each with the reason. At most one in two hundred of 288 may.
const BODIES: [(&str, &str); 1] = [(
    "swift-blog/_posts/2020-03-24-swift-5.2-released.md",
    "lists site.data.releases, and the sample has no _data",
)];

/// Posts whose excerpts differ, each with the reason.
const EXCERPTS: [(&str, &str); 0] = [];

fn posts(root: &Path) -> Vec<Article> {
    let mut problems = Vec::new();
    let overrides = Overrides { base_url: None, timezone: Some("UTC".into()) };
    let config = config::load(root, &overrides, &mut problems).unwrap();
    let source = source::read(&config, &root.join("public"), &mut problems);
    let visibility = Visibility { now: common::NOW.parse().unwrap(), drafts: true, future: true };
    let built = site::build(source, &config, &visibility, &mut problems);
    problems.retain(|problem| problem.is_error());
    assert!(problems.is_empty(), "{}", plain(&problems));
    built.posts.into_iter().chain(built.hidden).collect()
}

/// What a reader sees: text without tags, white space folded, Jekyll's line numbers left out.
fn seen(html: &str) -> String {
    let mut rest = html;
    let mut kept = String::new();
    while let Some(at) = rest.find("<td class=\"rouge-gutter") {
        kept.push_str(&rest[..at]);
        let end = rest[at..].find("</td>").map_or(rest.len(), |end| at + end);
        rest = &rest[end..];
    }
    kept.push_str(rest);
    plain_text(&kept).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The first place at which two texts part, with what is around it.
fn parting(want: &str, found: &str) -> String {
    let at = want.chars().zip(found.chars()).take_while(|(a, b)| a == b).count();
    let around = |text: &str| -> String { text.chars().skip(at.saturating_sub(40)).take(110).collect() };
    format!("\n    Jekyll:   …{}\n    Dateline: …{}", around(want), around(found))
}

fn compare(key: &str, of: impl Fn(&Article) -> &str, known: &[(&str, &str)]) {
    if shared("samples").is_none() {
        return;
    }
    let (mut met, mut differing) = (0, Vec::new());
    for name in SAMPLES {
        let root = shared("samples").unwrap().join(name);
        let expected: Vec<Value> =
            serde_json::from_slice(&std::fs::read(root.join("expected.json")).unwrap()).unwrap();
        let found = posts(&root);
        for want in &expected {
            let path = want["path"].as_str().unwrap();
            let post = found.iter().find(|post| post.path == path).unwrap();
            let (want, has) = (seen(want[key].as_str().unwrap()), seen(of(post)));
            if want == has {
                met += 1;
            } else {
                let place = format!("{name}/{path}");
                eprintln!("{place}: {key}{}", parting(&want, &has));
                differing.push(place);
            }
        }
    }
    let known: Vec<&str> = known.iter().map(|(path, _)| *path).collect();
    assert_eq!(differing, known, "{met} of 288 are as in Jekyll");
    assert_eq!(met + known.len(), 288);
    assert!(met * 1000 >= 288 * 995, "{met} of 288");
}

#[test]
fn bodies_read_as_in_jekyll() {
    compare("html", |post| &post.document.html, &BODIES);
}

#[test]
fn excerpts_read_as_in_jekyll() {
    compare("excerpt", |post| &post.document.excerpt_html, &EXCERPTS);
}
