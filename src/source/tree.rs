//! Which files the newsroom has, and what each is. Reads folders, not contents (but for the two first bytes that tell
//! a Jekyll page from a file to copy).

mod kinds;

use super::readable;
use crate::config::{Config, Flavor};
use crate::diagnostics::{Diagnostic, Problem};
use kinds::{in_posts, is_data, is_html_page, is_list};
pub use kinds::{is_markdown, is_markup, is_page, is_text, own_extension};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// What a content file becomes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A post; `draft` by its folder. Folders above `_posts` are its first categories.
    Post {
        /// It lies in `_drafts`.
        draft: bool,
        /// Names of the folders above `_posts`.
        folders: Vec<String>,
    },
    /// A page; `route` is its path without the folder it lies in and without its extension, as in `about` or `x/index`.
    Page {
        /// The path that its address is made from.
        route: String,
        /// Whether the page comes from a Jekyll tree, whose pages have addresses by Jekyll's rule.
        jekyll: bool,
    },
    /// A document of a Jekyll collection, by its index in the settings.
    Collected {
        /// Index into `Config::collections`.
        collection: usize,
        /// The path in the collection's folder, without extension.
        route: String,
    },
}

/// A content file to be read.
#[derive(Debug, Clone)]
pub struct ContentFile {
    /// From the root, with `/`.
    pub path: String,
    /// On disk.
    pub disk: PathBuf,
    /// What it becomes.
    pub kind: Kind,
}

/// A file that is copied as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaticFile {
    /// From the root, with `/`.
    pub path: String,
    /// On disk.
    pub disk: PathBuf,
    /// Where it goes if no page takes it along: from the output's root.
    pub target: String,
}

/// All files of a site, each list sorted by path.
#[derive(Debug, Default)]
pub struct Tree {
    /// Posts, pages and collections' documents.
    pub content: Vec<ContentFile>,
    /// Files to copy.
    pub files: Vec<StaticFile>,
    /// Jekyll pages whose Liquid is not carried out.
    pub liquid: Vec<String>,
}

/// Walks the site's folders. `out` is left out, wherever it lies.
#[must_use]
pub fn scan(config: &Config, out: &Path, problems: &mut Vec<Diagnostic>) -> Tree {
    let mut content = Vec::new();
    let tree = scan_telling(config, out, &mut |file| content.push(file), problems);
    content.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    Tree { content, ..tree }
}

/// The same, giving each content file to `tell` as soon as it is found, in no order, and not in the tree.
pub fn scan_telling(
    config: &Config,
    out: &Path,
    tell: &mut dyn FnMut(ContentFile),
    problems: &mut Vec<Diagnostic>,
) -> Tree {
    let mut tree = Tree::default();
    let mut scanner = Scanner { config, out, tell, tree: &mut tree, problems };
    scanner.walk("", Scanner::of_root);
    scanner.walk("content", Scanner::of_content);
    scanner.walk("assets", Scanner::of_assets);
    tree.files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
    tree.liquid.sort();
    tree
}

struct Scanner<'a> {
    config: &'a Config,
    out: &'a Path,
    tell: &'a mut dyn FnMut(ContentFile),
    tree: &'a mut Tree,
    problems: &'a mut Vec<Diagnostic>,
}

impl Scanner<'_> {
    /// The root itself: `_posts`, `_drafts`, `_pages` and collections at any depth; in a Jekyll site also loose files.
    fn of_root(&mut self, path: String, entry: PathBuf) {
        let jekyll = self.config.flavor == Flavor::Jekyll;
        let (parts, elsewhere) = self.parts(&path);
        let special = parts.iter().position(|part| matches!(*part, "_posts" | "_drafts"));
        if special.is_some() && elsewhere {
            return;
        }
        if let Some(at) = special {
            let draft = parts[at] == "_drafts";
            let found = match jekyll {
                true => in_posts(&path, draft, || has_front_matter(&entry)),
                false if is_markup(&path) => Ok(()),
                false => Err(None),
            };
            if let Err(Some(what)) = found {
                self.problems.push(Diagnostic::warning(path, Problem::Outside { what }));
            } else if found.is_ok() {
                let folders = parts[..at].iter().map(|part| (*part).to_owned()).collect();
                let kind = Kind::Post { draft, folders };
                (self.tell)(ContentFile { disk: entry, kind, path });
            } else if !jekyll {
                self.copy(path.clone(), entry, parts[at + 1..].join("/"));
            }
            return;
        }
        // What is asked for by name is to Jekyll as if it had no underscore before it.
        let special = parts[0].strip_prefix('_').filter(|_| jekyll && self.config.include.is_match(parts[0]));
        if special.is_some_and(|name| self.config.collections.iter().all(|c| c.name != name)) {
            self.jekyll_file(path, entry);
            return;
        }
        if parts[0] == "_pages" && parts.len() > 1 {
            let inner = parts[1..].join("/");
            if is_markup(&path) {
                let kind = Kind::Page { route: without_extension(&inner).to_owned(), jekyll: false };
                (self.tell)(ContentFile { disk: entry, kind, path });
            } else {
                self.copy(path, entry, inner);
            }
            return;
        }
        if let Some(name) = parts[0].strip_prefix('_') {
            let found = self.config.collections.iter().position(|c| c.name == name);
            if let Some(collection) = found.filter(|_| parts.len() > 1) {
                let inner = parts[1..].join("/");
                let is_document = match jekyll {
                    true => !is_data(&path) && has_front_matter(&entry),
                    false => is_markup(&path),
                };
                if is_document {
                    let kind = Kind::Collected { collection, route: without_extension(&inner).to_owned() };
                    (self.tell)(ContentFile { disk: entry, kind, path });
                } else if self.config.collections[collection].output {
                    let target = self.config.collections[collection].target(&inner);
                    self.copy(path.clone(), entry, target);
                }
            }
            return;
        }
        if jekyll && parts[0] != "assets" {
            self.jekyll_file(path, entry);
        }
    }

    /// A path's parts, from the folder that holds the collections; and whether it lies outside of that folder.
    fn parts<'p>(&self, path: &'p str) -> (Vec<&'p str>, bool) {
        let folder = &self.config.collections_dir;
        let inner = path.strip_prefix(folder.as_str()).and_then(|inner| inner.strip_prefix('/'));
        let inner = inner.filter(|inner| !folder.is_empty() && inner.starts_with('_'));
        (inner.unwrap_or(path).split('/').collect(), !folder.is_empty() && inner.is_none())
    }

    fn jekyll_file(&mut self, path: String, disk: PathBuf) {
        if path == crate::config::CONFIG_YML {
            return;
        }
        if !has_front_matter(&disk) {
            let target = path.clone();
            self.copy(path, disk, target);
        } else if is_html_page(&path) && !is_list(&path, &disk) {
            let kind = Kind::Page { route: without_extension(&path).to_owned(), jekyll: true };
            (self.tell)(ContentFile { disk, kind, path });
        } else {
            self.tree.liquid.push(path);
        }
    }

    fn of_content(&mut self, path: String, disk: PathBuf) {
        let inner = path.strip_prefix("content/").unwrap_or(&path);
        let (is_markup, is_post) = (is_markup(&path), inner.starts_with("posts/"));
        let special = inner.split('/').find(|part| matches!(*part, "_posts" | "_drafts"));
        let kind = if let Some(special) = special.filter(|_| is_markup) {
            let folders = inner.split('/').take_while(|part| *part != special).map(str::to_owned).collect();
            Kind::Post { draft: special == "_drafts", folders }
        } else if !is_markup || (path.ends_with(".html") && !is_post && !has_front_matter(&disk)) {
            let target = inner.to_owned();
            self.copy(path, disk, target);
            return;
        } else if is_post {
            Kind::Post { draft: false, folders: Vec::new() }
        } else {
            Kind::Page { route: without_extension(inner).to_owned(), jekyll: false }
        };
        (self.tell)(ContentFile { disk, kind, path });
    }

    fn of_assets(&mut self, path: String, disk: PathBuf) {
        if self.config.flavor == Flavor::Jekyll && is_text(&path) && has_front_matter(&disk) {
            self.tree.liquid.push(path);
        } else {
            let target = path.clone();
            self.copy(path, disk, target);
        }
    }

    fn copy(&mut self, path: String, disk: PathBuf, target: String) {
        self.tree.files.push(StaticFile { path, disk, target });
    }

    /// Goes through all files below a folder of the root that are not left out, with their paths from the root.
    fn walk(&mut self, folder: &str, each: impl Fn(&mut Self, String, PathBuf)) {
        let start = if folder.is_empty() { self.config.root.clone() } else { self.config.root.join(folder) };
        if let Some(what) = readable::not_a_folder(&start) {
            self.problems.push(Diagnostic::warning(folder, Problem::Outside { what }));
        }
        if !start.is_dir() {
            return;
        }
        let whole_root = folder.is_empty();
        // Unsorted: what is found is sorted by its whole path in the end.
        let walk = WalkDir::new(&start).min_depth(1).into_iter();
        let (config, out) = (self.config, self.out);
        let mut skipped = BTreeSet::new();
        for entry in walk.filter_entry(|entry| keep(entry, config, out, whole_root)) {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = error
                        .path()
                        .map_or_else(String::new, |path| relative(path, &config.root).unwrap_or_default());
                    let reason = error
                        .io_error()
                        .map_or_else(|| "it cannot be walked".to_owned(), ToString::to_string);
                    self.problems.push(Diagnostic::error(path, Problem::Unreadable { reason }));
                    continue;
                }
            };
            if entry.file_type().is_dir() {
                let named = entry.file_name().to_str().is_some_and(is_page);
                if let Some(path) = relative(entry.path(), &config.root).filter(|_| named) {
                    skipped.insert((path, "it is a folder, with the name of a file"));
                }
                continue;
            }
            let Some(path) = relative(entry.path(), &config.root) else {
                let shown = entry.path().display().to_string();
                skipped.insert((shown, "its name is not UTF-8"));
                continue;
            };
            match readable::check(&entry, &path, &config.root) {
                Ok(()) => each(self, path, entry.into_path()),
                Err(what) if !whole_root || path.contains("_posts/") => {
                    skipped.insert((path, what));
                }
                Err(_) => {}
            }
        }
        for (path, what) in skipped {
            self.problems.push(Diagnostic::warning(path, Problem::Outside { what }));
        }
    }
}

/// Folders of the root that never hold content, and everything hidden or set aside.
fn keep(entry: &DirEntry, config: &Config, out: &Path, whole_root: bool) -> bool {
    let name = entry.file_name().to_string_lossy();
    let Some(path) = inner(entry.path(), &config.root) else { return true };
    if !entry.file_type().is_file() && entry.path() == out {
        return false;
    }
    let path = &*path;
    if config.include.is_match(path) {
        return true;
    }
    if is_hidden(&name) {
        return false;
    }
    if config.exclude.is_match(path) {
        return false;
    }
    if !whole_root {
        return !name.starts_with('_') || matches!(&*name, "_posts" | "_drafts");
    }
    // What lies in the folder of the collections is as what lies in the root elsewhere.
    let inner = path.strip_prefix(config.collections_dir.as_str()).filter(|inner| inner.starts_with('/'));
    let depth = if inner.is_some() && !config.collections_dir.is_empty() {
        entry.depth() - config.collections_dir.split('/').count()
    } else {
        entry.depth()
    };
    let jekyll = config.flavor == Flavor::Jekyll;
    match &*name {
        "content" | "templates" if depth == 1 => false,
        "node_modules" => false,
        "_posts" | "_drafts" => true,
        "_pages" if depth == 1 => true,
        "assets" if depth == 1 => false,
        "_site" | "public" | "target" | "vendor" if depth == 1 && entry.file_type().is_dir() => false,
        "Gemfile" | "Gemfile.lock" if depth == 1 => false,
        _ if name.starts_with('_') && depth == 1 => {
            entry.file_type().is_file() || config.collections.iter().any(|c| name[1..] == c.name)
        }
        // In a site of our own only folders are of interest here, for the `_posts` that they may hold.
        _ => jekyll || depth > 1 || entry.file_type().is_dir(),
    }
}

/// Names that hide a file, and those of editors' backups.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || (name.starts_with('#') && name.ends_with('#'))
}

/// Whether a file or folder below the root is surely no part of the site, by its name or that of a folder above it.
#[must_use]
pub fn is_set_aside(path: &str, config: &Config) -> bool {
    let mut folders = path.match_indices('/').map(|(at, _)| &path[..at]).chain([path]);
    folders.any(|path| {
        !config.include.is_match(path)
            && (is_hidden(path.rsplit('/').next().unwrap_or(path)) || config.exclude.is_match(path))
    })
}

/// The folders of the root that `scan` walks, and `templates`: what a preview watches, with all below them.
#[must_use]
pub fn top_folders(config: &Config, out: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(&config.root).min_depth(1).max_depth(1).into_iter().filter_map(Result::ok);
    let is_source = |entry: &DirEntry| {
        matches!(entry.file_name().to_str(), Some("content" | "templates" | "assets" | "_includes" | "_data"))
            || keep(entry, config, out, true)
    };
    walk.filter(|entry| entry.file_type().is_dir() && is_source(entry)).map(DirEntry::into_path).collect()
}

/// The path below `root`, with `/`; `None` where it is not UTF-8.
///
/// By text, not by `Path::strip_prefix`: what a walk gives begins with the root as it was given, and taking each path
/// apart into its components costs as much as the rest of the walk.
#[must_use]
pub fn relative(path: &Path, root: &Path) -> Option<String> {
    inner(path, root).map(Cow::into_owned)
}

fn inner<'p>(path: &'p Path, root: &Path) -> Option<Cow<'p, str>> {
    let bytes = path.as_os_str().as_encoded_bytes();
    let inner = bytes.strip_prefix(root.as_os_str().as_encoded_bytes())?;
    let text = std::str::from_utf8(inner).ok()?.trim_start_matches(std::path::MAIN_SEPARATOR);
    Some(if cfg!(windows) { text.replace('\\', "/").into() } else { text.into() })
}

/// A path without its last extension.
#[must_use]
pub fn without_extension(path: &str) -> &str {
    let name_start = path.rfind('/').map_or(0, |at| at + 1);
    path[name_start..].rfind('.').filter(|at| *at > 0).map_or(path, |at| &path[..name_start + at])
}

/// Jekyll's test for a page (`utils.rb`, has_yaml_header?): the file begins with `---`.
fn has_front_matter(disk: &Path) -> bool {
    let mut start = [0; 6];
    let Ok(mut file) = File::open(disk) else { return false };
    let Ok(read) = file.read(&mut start) else { return false };
    let start = &start[..read];
    start.strip_prefix(b"\xef\xbb\xbf").unwrap_or(start).starts_with(b"---")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_extension_is_the_last_dot_of_the_name() {
        assert_eq!(without_extension("a.b/2021-scala-2.13.md"), "a.b/2021-scala-2.13");
        assert_eq!(without_extension("a.b/name"), "a.b/name");
    }
}
