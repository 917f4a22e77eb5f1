//! One article's body, in its source's order.

use super::{finding_at, places};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Found, Place};
use crate::markdown::markup::{Balance, loads, unbalanced};
use crate::site::article::Article;
use crate::source::damage;
use crate::source::written::Written;

/// How many findings of one kind one article has.
const MOST: usize = 5;

/// What is wrong with the body.
pub fn check(article: &Article, written: &Written, config: &Config) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut add =
        |problem: Found, place: Option<Place>| found.push(finding_at(&article.path, problem, place));
    for damage in damage::find(&written.text).into_iter().take(MOST) {
        let place = Place::of_range(&written.text, damage.range.clone());
        let text = written.text[damage.range].to_owned();
        add(Found::Damaged { text, repaired: damage.repaired }, Some(place));
    }
    let headings = &article.document.toc;
    let jumps = headings.windows(2).filter(|pair| pair[1].level > pair[0].level + 1);
    for pair in jumps.take(MOST) {
        let title = pair[1].title.clone();
        let place = place_of_heading(written, pair[1].level, &title);
        add(Found::HeadingJump { from: pair[0].level, to: pair[1].level, title }, place);
    }
    for image in article.document.images.iter().filter(|image| !image.has_alt) {
        let src = image.src.strip_prefix(config.base_path.as_str()).unwrap_or(&image.src);
        let place = places::first(written, src);
        add(Found::NoAlt { src: src.to_owned() }, place);
    }
    if config.origin.starts_with("https://") {
        let insecure = loads(&article.document.html).into_iter().filter(|src| src.starts_with("http://"));
        for src in insecure.take(MOST) {
            let place = places::first(written, &src);
            // Of another host nobody here knows whether it has them encrypted.
            let host = config.origin.trim_start_matches("https://");
            let rest = src.trim_start_matches("http://").strip_prefix(host);
            let is_own = rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']));
            add(Found::MixedContent { src, is_own }, place);
        }
    }
    // A dateline, marks of sponsors and the like are in the rendered body: only tags that the author wrote are judged.
    let raw = &written.text[written.body..];
    if raw.contains('<') {
        for one in unbalanced(&article.document.html).into_iter().take(MOST) {
            let (problem, start) = match one {
                Balance::Unclosed(tag) => (Found::Unclosed { tag: tag.clone() }, format!("<{tag}")),
                Balance::Unopened(tag) => (Found::Unopened { tag: tag.clone() }, format!("</{tag}")),
            };
            let place = written.place_of_text(&start);
            if place.is_some() {
                add(problem, place);
            }
        }
    }
    found
}

/// Where a heading stands in Markdown or HTML: its words, if they have no marks within, else its line is unknown.
fn place_of_heading(written: &Written, level: u8, title: &str) -> Option<Place> {
    let hashes = "#".repeat(usize::from(level));
    let in_markdown = format!("\n{hashes} {title}");
    match written.text.find(&in_markdown) {
        Some(at) => Some(Place::of_range(&written.text, at + 1..at + in_markdown.len())),
        None => written.place_of_text(title),
    }
}
