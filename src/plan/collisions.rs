//! Two outputs on one path, on paths that a disk may take for one, or a file where another needs a folder.

use super::{Output, Shows};
use crate::config::{Config, Flavor};
use crate::diagnostics::{Diagnostic, Likeness, Problem};
use crate::site::Site;
use crate::site::path_key::PathKey;
use crate::source;
use rayon::prelude::*;
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization as _;

/// Sorts `outputs` by path and reports what cannot stand together. In a Jekyll site, where the later write wins, the newest
/// post is kept with a warning and a redirect gives way to a page; everywhere else each is an error. What is returned has
/// no doubles.
pub fn resolve(
    outputs: Vec<Output>,
    site: &Site,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Output> {
    let sorted = by_path(&outputs);
    let dropped = if outputs.iter().all(|output| output.key.is_plain) {
        clashes(&sorted, |at| &outputs[at].path, &outputs, site, config, problems)
    } else {
        let folded: Vec<Cow<'_, str>> =
            outputs.iter().map(|output| folded(&output.path, output.key)).collect();
        let mut sorted: Vec<Slot> = sorted.iter().map(|(_, at)| (PathKey::of(&folded[*at]), *at)).collect();
        // Of paths that a disk takes for one, the first as written comes first still: the sort is stable.
        sort(&mut sorted, |at| &folded[at]);
        clashes(&sorted, |at| &folded[at], &outputs, site, config, problems)
    };
    let kept = sorted.iter().map(|(_, at)| *at).filter(|at| !dropped[*at]);
    let mut unsorted: Vec<Option<Output>> = outputs.into_iter().map(Some).collect();
    kept.filter_map(|at| unsorted[at].take()).collect()
}

/// A path at a glance, and the place of its output.
type Slot = (PathKey, usize);

fn by_path(outputs: &[Output]) -> Vec<Slot> {
    let mut slots: Vec<Slot> = outputs.iter().enumerate().map(|(at, output)| (output.key, at)).collect();
    sort(&mut slots, |at| &outputs[at].path);
    slots
}

fn sort<'a>(slots: &mut [Slot], path: impl Fn(usize) -> &'a str + Sync) {
    slots.par_sort_by(|a, b| a.0.order().cmp(&b.0.order()).then_with(|| path(a.1).cmp(path(b.1))));
}

/// Finds equal paths, and files where a folder is needed, among sorted ones. Returns which outputs give way.
fn clashes<'a>(
    sorted: &[Slot],
    path: impl Fn(usize) -> &'a str,
    outputs: &[Output],
    site: &Site,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<bool> {
    let mut dropped = vec![false; outputs.len()];
    let mut kept: Vec<Slot> = Vec::with_capacity(sorted.len());
    for (key, at) in sorted {
        match kept.last_mut().filter(|(held, other)| held.head == key.head && path(*other) == path(*at)) {
            None => kept.push((*key, *at)),
            Some((_, held)) => {
                let (first, second) = order(outputs, *held, *at, config.flavor);
                dropped[second] = true;
                *held = first;
                problems.extend(report(&outputs[first], &outputs[second], site, config));
            }
        }
    }
    // What begins with a path comes right after it, so a file can stand only where those lie that it follows.
    let mut above: Vec<Slot> = Vec::new();
    for (key, at) in &kept {
        let begins = |file: &Slot| key.may_begin_with(&file.0) && path(*at).starts_with(path(file.1));
        while above.pop_if(|file| !begins(file)).is_some() {}
        for (_, holder) in above.iter().filter(|(_, file)| path(*at)[path(*file).len()..].starts_with('/')) {
            let file = &outputs[*holder];
            let other = name(&outputs[*at], site);
            let problem = Problem::FolderAndFile { path: file.path.to_string(), other };
            problems.push(Diagnostic::error(name(file, site), problem));
        }
        above.push((*key, *at));
    }
    dropped
}

/// What a path is to a disk that keeps case and composition apart no more than macOS and Windows do.
fn folded(path: &str, key: PathKey) -> Cow<'_, str> {
    if key.is_plain { Cow::Borrowed(path) } else { Cow::Owned(path.to_lowercase().nfc().collect()) }
}

/// Which of two is kept: of posts the newest, of a page and a redirect the page, else the first by path. In a Jekyll site
/// what the build makes by itself stands before a page: such pages are lists, which it makes itself.
fn order(outputs: &[Output], a: usize, b: usize, flavor: Flavor) -> (usize, usize) {
    let jekyll = flavor == Flavor::Jekyll;
    let rank = |at: usize| match outputs[at].shows {
        Shows::Post { number, .. } => (0, number),
        Shows::Copy { .. } if jekyll => (1, 0),
        Shows::Page { .. } if jekyll => (3, 0),
        Shows::Redirect { .. } => (4, 0),
        _ => (2, 0),
    };
    if rank(b) < rank(a) { (b, a) } else { (a, b) }
}

fn report(kept: &Output, lost: &Output, site: &Site, config: &Config) -> Option<Diagnostic> {
    let likeness = if kept.path == lost.path {
        Likeness::Same
    } else if kept.path.to_lowercase() == lost.path.to_lowercase() {
        Likeness::Case
    } else {
        Likeness::Composition
    };
    if let (Shows::Redirect { to: first }, Shows::Redirect { to: second }) = (&kept.shows, &lost.shows) {
        let problem = Problem::StandsIn { path: kept.path.to_string(), other: name(kept, site) };
        return (first != second).then(|| Diagnostic::warning(name(lost, site), problem));
    }
    if config.flavor == Flavor::Jekyll {
        match (&kept.shows, &lost.shows) {
            (Shows::Post { .. }, Shows::Post { .. }) => {
                let problem = Problem::NewestWins { url: lost.url.to_string(), other: name(kept, site) };
                return Some(Diagnostic::warning(name(lost, site), problem));
            }
            (_, Shows::Redirect { .. }) => return None,
            _ => {
                let problem = Problem::StandsIn { path: kept.path.to_string(), other: name(kept, site) };
                return Some(Diagnostic::warning(name(lost, site), problem));
            }
        }
    }
    let (first, second) = (name(kept, site), name(lost, site));
    // The message opens with a file, so of a file and a page of the build's own the file comes first.
    let is_file = |output: &Output| {
        matches!(output.shows, Shows::Post { .. } | Shows::Page { .. } | Shows::Copy { .. })
    };
    // Of two files the one that says its own permalink comes first: there is a line to point at.
    let place = |file: &str| source::place_of_key(config, file, "permalink");
    let kept_speaks =
        is_file(kept) && (!is_file(lost) || (place(&first).is_some() && place(&second).is_none()));
    let (file, other, of) = if kept_speaks { (first, second, kept) } else { (second, first, lost) };
    let problem = Problem::Collision { path: of.path.to_string(), other, likeness };
    let diagnostic = Diagnostic::error(file.as_str(), problem);
    Some(match place(&file) {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    })
}

/// What the user would call an output: its source file, or words for what the build makes by itself.
pub(super) fn name(output: &Output, site: &Site) -> String {
    match &output.shows {
        Shows::Post { number, .. } => site.posts[*number].path.clone(),
        Shows::Page { number, .. } => site.pages[*number].path.clone(),
        Shows::Copy { file } => site.files[*file].path.clone(),
        Shows::Drawn { .. } => "a smaller size of a picture".into(),
        Shows::Home { .. } => "the home page's list".into(),
        Shows::Term { taxonomy, term, .. } => {
            let taxonomy = &site.taxonomies[*taxonomy];
            format!("the {} \"{}\"", taxonomy.kind.singular(), taxonomy.terms[*term].name)
        }
        Shows::Archive { .. } => "the archive of that date".into(),
        Shows::Terms { taxonomy, .. } => format!("the list of {}", site.taxonomies[*taxonomy].kind.key()),
        Shows::Archives => "the archive".into(),
        Shows::NotFound { .. } => "the 404 page".into(),
        Shows::Redirect { to } => format!("the redirect to {to}"),
        Shows::Feed { .. } => "a feed".into(),
        Shows::Sitemap { .. } | Shows::SitemapIndex { .. } => "the sitemap".into(),
        Shows::NewsSitemap { .. } => "the news sitemap".into(),
        Shows::Machine(_) => "a file that a setting asks for".into(),
        Shows::Search | Shows::SearchFile { .. } => "the search".into(),
        Shows::ThemeAsset { .. } | Shows::Highlight => "the theme".into(),
    }
}
