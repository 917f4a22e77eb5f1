//! `urls.lock`: every address that was ever published, so that no build drops one by accident.
//!
//! It lists posts, pages, terms and redirects. Pages of lists and date archives follow from the posts, and files have
//! no readers who bookmark them, so neither is in it.

use crate::diagnostics::{Diagnostic, Place, Problem, nearest};
use crate::plan::Plan;
use crate::publish::local::Local;
use crate::site::Site;
use crate::site::article::Article;
use crate::site::permalink;
use crate::site::visibility::State;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;

/// The file's name in the site's root.
pub const NAME: &str = "urls.lock";

const HEAD: &str = "\
# Every address that was ever published. Commit this file: a build fails when one of these would be gone.
# An address that may go has the word gone before it.
";

/// One line: an address, the file that it came from, and whether it may be gone.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line<'a> {
    /// From 1.
    number: usize,
    url: &'a str,
    source: Option<&'a str>,
    gone: bool,
}

/// Reports each address of the ledger that the plan no longer has. Without a ledger it costs one look for the file.
pub fn check(root: &Path, site: &Site, plan: &Plan, problems: &mut Vec<Diagnostic>) {
    let text = match fs::read_to_string(root.join(NAME)) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return,
        Err(error) => {
            problems.push(Diagnostic::error(NAME, Problem::Unreadable { reason: error.to_string() }));
            return;
        }
    };
    problems.extend(dropped(&text, site, plan));
}

fn dropped(text: &str, site: &Site, plan: &Plan) -> Vec<Diagnostic> {
    let moved: Vec<String> = plan.redirects.iter().map(|(from, _)| permalink::file_path(from)).collect();
    let there = plan.outputs.iter().map(|output| &*output.path);
    let paths: FxHashSet<&str> = there.chain(moved.iter().map(String::as_str)).collect();
    let lines: Vec<Line<'_>> = lines(text).collect();
    let lost: Vec<&Line<'_>> = lines
        .iter()
        .filter(|line| !line.gone && !paths.contains(permalink::file_path(&plain(line.url)).as_str()))
        .collect();
    if lost.is_empty() {
        return Vec::new();
    }
    let shown: FxHashMap<&str, &Article> =
        site.posts.iter().chain(&site.pages).map(|article| (article.path.as_str(), article)).collect();
    let hidden: FxHashMap<&str, State> =
        site.hidden.iter().map(|article| (article.path.as_str(), article.state)).collect();
    let known: FxHashSet<&str> = lines.iter().map(|line| line.url).collect();
    let new: Vec<&Article> =
        shown.values().copied().filter(|article| !known.contains(escaped(&article.url).as_str())).collect();
    let lost = lost.into_iter().filter_map(|line| {
        let url = line.url.to_owned();
        let here = Place { line: line.number, ..Place::at(text, line.number, 1, line.url.chars().count()) };
        let Some(source) = line.source else {
            return Some(Diagnostic::error(NAME, Problem::UrlGone { url, source: None, now: None }).at(here));
        };
        if let Some(article) = shown.get(source) {
            let has_list = !article.front.redirect_from.is_empty();
            let problem = Problem::UrlMoved { url, to: article.url.to_string(), has_list };
            return Some(Diagnostic::error(article.path.as_str(), problem));
        }
        match hidden.get(source) {
            Some(State::Draft) => Some(Diagnostic::error(source, Problem::UrlDraft { url })),
            // The site says itself that it is not to be seen, and until when.
            Some(_) => None,
            None => {
                let now = successor(line, &new);
                let source = Some(source.to_owned());
                Some(Diagnostic::error(NAME, Problem::UrlGone { url, source, now }).at(here))
            }
        }
    });
    lost.collect()
}

/// The new file that is most likely the old one under another name: one with its slug or date, or a name near to it.
fn successor(line: &Line<'_>, new: &[&Article]) -> Option<String> {
    let stem = |path: &str| {
        let name = path.rsplit('/').next().unwrap_or(path);
        name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_owned()
    };
    let old = stem(line.source?);
    let undated = |stem: &str| {
        stem.get(11..).filter(|_| stem.starts_with(|c: char| c.is_ascii_digit())).map(str::to_owned)
    };
    let slug = undated(&old).unwrap_or_else(|| old.clone());
    let mut new: Vec<&&Article> = new.iter().collect();
    new.sort_by(|a, b| a.path.cmp(&b.path));
    let same_slug = new.iter().find(|article| article.slug == slug);
    let same_day = || {
        new.iter().find(|article| undated(&old).is_some() && stem(&article.path).get(..10) == old.get(..10))
    };
    let found = same_slug.or_else(same_day).map(|article| article.path.clone());
    found.or_else(|| {
        let near = nearest(&slug, new.iter().map(|article| article.slug.as_str()))?.to_owned();
        new.iter().find(|article| article.slug == near).map(|article| article.path.clone())
    })
}

fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    text.lines().enumerate().filter_map(|(at, line)| {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            return None;
        }
        let (gone, rest) = match line.strip_prefix("gone ") {
            Some(rest) => (true, rest.trim_start()),
            None => (false, line),
        };
        let (url, source) =
            rest.split_once(' ').map_or((rest, None), |(url, source)| (url, Some(source.trim())));
        Some(Line { number: at + 1, url, source, gone })
    })
}

/// Adds the addresses of a published site to the ledger in `root`.
///
/// # Errors
/// When the file cannot be read or written.
pub fn record(root: &Path, local: &Local) -> io::Result<()> {
    let file = root.join(NAME);
    let old = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(error),
    };
    let new = recorded(&old, local);
    if new == old {
        return Ok(());
    }
    let part = root.join(".urls.lock.part");
    fs::write(&part, new)?;
    fs::rename(part, file)
}

fn recorded(old: &str, local: &Local) -> String {
    let mut all: BTreeMap<String, (Option<String>, bool)> =
        lines(old).map(|line| (line.url.to_owned(), (line.source.map(str::to_owned), line.gone))).collect();
    for file in local.files.iter().filter(|file| file.lasts) {
        let url = escaped(&url_of(&file.path));
        all.insert(url, (file.source.clone(), false));
    }
    let mut text = HEAD.to_owned();
    for (url, (source, gone)) in all {
        if gone {
            text.push_str("gone ");
        }
        text.push_str(&url);
        if let Some(source) = source {
            text.push(' ');
            text.push_str(&source);
        }
        text.push('\n');
    }
    text
}

fn url_of(path: &str) -> String {
    let folder = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    format!("/{}", folder.unwrap_or(path))
}

fn escaped(url: &str) -> String {
    url.replace(' ', "%20")
}

fn plain(url: &str) -> String {
    url.replace("%20", " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::local::File;

    #[test]
    fn a_ledger_grows_and_forgets_nothing() {
        let old = format!("{HEAD}/b/ content/b.md\ngone /c/\ngone /a/\n");
        let mut local = Local::default();
        let lasting = |path: &str, source: &str| File {
            lasts: true,
            source: Some(source.to_owned()).filter(|source| !source.is_empty()),
            ..File::made(path, Vec::new())
        };
        local.add(lasting("a/index.html", "content/a.md"));
        local.add(lasting("tags/x y/index.html", ""));
        local.add(File::made("page/2/index.html", Vec::new()));
        let new = recorded(&old, &local);
        assert_eq!(new, format!("{HEAD}/a/ content/a.md\n/b/ content/b.md\ngone /c/\n/tags/x%20y/\n"));
        assert_eq!(recorded(&new, &local), new);
    }
}
