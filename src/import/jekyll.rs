//! A Jekyll folder → a Dateline site in a folder of its own. The Jekyll folder is read and never written to.
//!
//! What was written stays as it was written; a line of front matter is added where something would change without it.
//! Both sites are then made, and their addresses compared.

mod files;
mod settings;

use super::{File, front, write};
use crate::config::{self, Config, Flavor, Overrides};
use crate::diagnostics::{Diagnostic, Doubt, Problem};
use crate::images::Pictures;
use crate::plan::{self, Shows};
use crate::render::Templates;
use crate::site::article::Article;
use crate::site::visibility::Visibility;
use crate::site::{self, Site};
use crate::source;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// What was moved.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// Posts, drafts among them.
    pub posts: usize,
    /// Pages and documents of collections.
    pub pages: usize,
    /// Files that were copied.
    pub files: usize,
    /// Addresses that are as they were.
    pub same: usize,
    /// Those among them that took a `permalink` of the post's own.
    pub pinned: usize,
    /// Addresses that changed.
    pub changed: usize,
    /// Redirects from lists of Jekyll's plugins.
    pub redirects: usize,
}

/// Makes a site in `folder` of the Jekyll site at `root`.
///
/// # Errors
/// When there is no Jekyll site, its settings cannot be read, or the new folder holds anything or cannot be written.
pub fn import(
    root: &Path,
    folder: &Path,
    overrides: &Overrides,
    now: Timestamp,
    problems: &mut Vec<Diagnostic>,
) -> Result<Moved, Box<Diagnostic>> {
    write::empty(folder)?;
    let shown = folder.display().to_string();
    if is_within(folder, root) {
        return Err(Box::new(Diagnostic::error("", Problem::OutputIsSource { path: shown })));
    }
    let mut quiet = Vec::new();
    let old = config::load(root, overrides, &mut quiet).filter(|config| config.flavor == Flavor::Jekyll);
    let wrong = quiet.iter().position(Diagnostic::is_error).map(|at| quiet.swap_remove(at));
    let Some(old) = old.filter(|_| wrong.is_none()) else {
        let nothing = || Diagnostic::error(root.display().to_string(), Problem::Import(Doubt::NotJekyll));
        return Err(Box::new(wrong.unwrap_or_else(nothing)));
    };
    let (before, found) = model(&old, folder, now);
    problems.extend(found.iter().filter(|problem| problem.is_error()).cloned());

    let mut moved = Moved::default();
    let mut new = files::read(&old, folder, &before, &found, problems);
    let redirects = redirects(&before, &old);
    let used = new.liquid_text();
    let toml = |more: &[(String, String)]| {
        let all: Vec<(String, String)> = redirects.iter().chain(more).cloned().collect();
        settings::toml(&old, &new, &all, &used)
    };
    let text = toml(&[]);
    let all: Vec<File> = [File { path: config::SITE_TOML.into(), bytes: text.into_bytes() }]
        .into_iter()
        .chain(new.all.iter().cloned())
        .collect();
    write::all(folder, &all).map_err(|mut found| Box::new(found.swap_remove(0)))?;
    settings::report(&old, &used, problems);

    // What the settings alone do not keep is written into the posts themselves.
    for round in 0..2 {
        let (after, wrong) = site_at(folder, overrides, now)?;
        let urls: BTreeMap<&str, &str> =
            each(&after).map(|article| (&*article.path, &*article.url)).collect();
        let mut edits: BTreeMap<String, (String, String)> = BTreeMap::new();
        for (article, path) in
            each(&before).filter_map(|article| Some((article, new.paths.get(&article.path)?)))
        {
            if urls.get(path.as_str()).is_some_and(|url| **url != *article.url) {
                edits.insert(path.clone(), ("permalink".into(), front::quoted(&article.url)));
            }
        }
        moved.pinned = if round == 0 { edits.len() } else { moved.pinned };
        let mut changed = false;
        for (path, (key, value)) in edits.into_iter().filter(|_| round == 0) {
            changed |= edit(folder, &path, |text| front::with_key(text, &key, &value))?;
        }
        for problem in wrong {
            let Problem::WrongType { key, .. } = &problem.problem else { continue };
            let to = format!("jekyll_{key}");
            if edit(folder, &problem.file, |text| files::renamed(text, key, &to))? {
                changed = true;
                let doubt = Doubt::KeyRenamed { key: key.clone(), to };
                problems.push(Diagnostic::warning(problem.file.clone(), Problem::Import(doubt)));
            }
        }
        if !changed {
            break;
        }
    }
    let (after, wrong) = site_at(folder, overrides, now)?;
    problems.extend(wrong);
    let urls: BTreeMap<&str, &str> = each(&after).map(|article| (&*article.path, &*article.url)).collect();
    let mut lost = Vec::new();
    for article in each(&before) {
        let Some(path) = new.paths.get(&article.path) else { continue };
        match urls.get(path.as_str()) {
            Some(url) if **url == *article.url => moved.same += 1,
            Some(url) => {
                let doubt = Doubt::AddressLost { from: article.url.to_string(), to: (*url).to_owned() };
                problems.push(Diagnostic::warning(path.clone(), Problem::Import(doubt)));
                lost.push((article.url.to_string(), (*url).to_owned()));
            }
            None => moved.changed += 1,
        }
    }
    moved.changed += lost.len();
    if !lost.is_empty() {
        edit(folder, config::SITE_TOML, |_| Some(toml(&lost)))?;
    }
    moved.posts = each(&before).filter(|article| article.is_post).count();
    moved.pages = each(&before).count() - moved.posts;
    moved.files = new.all.len() - new.paths.len();
    moved.redirects = redirects.len();
    new.all.clear();
    Ok(moved)
}

fn is_within(folder: &Path, root: &Path) -> bool {
    let whole = |path: &Path| {
        path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
    };
    whole(folder).starts_with(whole(root))
}

/// The site of these settings, with what was said on the way.
fn model(config: &Config, out: &Path, now: Timestamp) -> (Site, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let source = source::read(config, out, &mut problems);
    let visibility = Visibility { now, drafts: false, future: config.future };
    let site = site::build(source, config, &visibility, &mut problems);
    let templates = Templates::new(source::templates::read(&config.root, &mut problems));
    let _ = plan::plan(&site, config, &Pictures::default(), &templates.names(), None, &mut problems);
    (site, problems)
}

/// The new site and its errors.
fn site_at(
    folder: &Path,
    overrides: &Overrides,
    now: Timestamp,
) -> Result<(Site, Vec<Diagnostic>), Box<Diagnostic>> {
    let mut problems = Vec::new();
    let nothing = || Box::new(Diagnostic::error("", Problem::NoSite { from: folder.display().to_string() }));
    let config = config::load(folder, overrides, &mut problems).ok_or_else(nothing)?;
    let (site, found) = model(&config, &folder.join("public"), now);
    problems.extend(found);
    problems.retain(Diagnostic::is_error);
    Ok((site, problems))
}

fn each(site: &Site) -> impl Iterator<Item = &Article> {
    site.posts.iter().chain(&site.pages).chain(&site.hidden)
}

/// From lists and feeds of Jekyll's plugins to ours.
fn redirects(site: &Site, config: &Config) -> Vec<(String, String)> {
    let templates = Templates::new(Vec::new());
    let planned = plan::plan(site, config, &Pictures::default(), &templates.names(), None, &mut Vec::new());
    let own: BTreeSet<String> =
        each(site).flat_map(|article| &article.front.redirect_from).map(|from| rooted(from)).collect();
    let feed = config.old.feed.as_deref().map(rooted);
    let all = planned.outputs.into_iter().filter_map(|output| match output.shows {
        Shows::Redirect { to } if !own.contains(&*output.url) => {
            Some((output.url.to_string(), to.to_string()))
        }
        Shows::Feed { .. } if feed.as_deref() == Some(&*output.url) => {
            Some((output.url.to_string(), "/feed.xml".into()))
        }
        _ => None,
    });
    all.collect()
}

fn rooted(path: &str) -> String {
    format!("/{}", path.trim_start_matches('/'))
}

/// Writes a file of the new site anew, if `with` gives it another text.
fn edit(
    folder: &Path,
    path: &str,
    with: impl FnOnce(&str) -> Option<String>,
) -> Result<bool, Box<Diagnostic>> {
    let target = folder.join(path);
    let Ok(text) = std::fs::read_to_string(&target) else { return Ok(false) };
    match with(&text) {
        Some(new) if new != text => write::again(&target, &new).map(|()| true).map_err(|error| {
            let problem =
                Problem::OutputIo { action: "write", path: path.to_owned(), reason: error.to_string() };
            Box::new(Diagnostic::error("", problem))
        }),
        _ => Ok(false),
    }
}
