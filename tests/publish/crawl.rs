//! A reader who follows every link of the site, again and again, while it is being published.

use crate::Place;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;

/// Follows links until told to stop, and tells of each time round. Each page that is missing is reported with the page that links to it, unless that
/// page has changed since: who holds an old page in hand may follow a link to what was deleted.
pub fn crawl(place: &dyn Place, stop: &AtomicBool, round: &Sender<()>) -> Vec<String> {
    let mut broken = Vec::new();
    while !stop.load(Ordering::Relaxed) {
        // A site that is published for the first time opens with its front page.
        if place.fetch("index.html").is_some() {
            once(place, &mut broken);
            // Who waits for the first of them listens to no other.
            let _ = round.send(());
        }
    }
    broken
}

/// Follows every link once.
pub fn once(place: &dyn Place, broken: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    let mut todo = vec![("index.html".to_owned(), String::new())];
    while let Some((path, from)) = todo.pop() {
        if !seen.insert(path.clone()) {
            continue;
        }
        let Some(bytes) = place.fetch(&path) else {
            let still = from.is_empty()
                || place.fetch(&from).is_some_and(|page| links(&page).contains(&path))
                    // A switch can have come between these two looks.
                    && place.fetch(&path).is_none()
                    && place.fetch(&from).is_some_and(|page| links(&page).contains(&path));
            if still {
                broken.push(format!("{from} links to {path}"));
            }
            continue;
        };
        if path.ends_with(".html") {
            todo.extend(links(&bytes).into_iter().map(|link| (link, path.clone())));
        }
    }
}

/// The paths of files that a page links to.
fn links(html: &[u8]) -> BTreeSet<String> {
    let html = String::from_utf8_lossy(html);
    let mut found = BTreeSet::new();
    for attribute in ["href=\"", "src=\"", "href=", "src="] {
        for rest in html.split(attribute).skip(1) {
            let link = rest.split(['"', '>', ' ']).next().unwrap();
            let link = link.strip_prefix("https://quay.example").unwrap_or(link);
            let link = link.split(['?', '#']).next().unwrap();
            if let Some(path) = link.strip_prefix('/').filter(|path| !path.starts_with('/')) {
                let page = if path.is_empty() || path.ends_with('/') { "index.html" } else { "" };
                found.insert(format!("{path}{page}").replace("%20", " "));
            }
        }
    }
    found
}
