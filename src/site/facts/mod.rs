//! What bodies can see of the site while their Liquid is carried out: addresses, settings, posts as values.
//!
//! Made from articles that have addresses and not yet all their bodies. What no body asks for is never built.

mod host;
mod values;

pub use host::PageHost;

use super::bodies::Placed;
use super::visibility::Visibility;
use crate::config::Config;
use crate::diagnostics::nearest;
use crate::liquid::Value;
use crate::source::shared::Shared;
use crate::source::tree::{Kind, StaticFile, without_extension};
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// The site as bodies see it.
pub struct Facts<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Who looks.
    pub visibility: &'a Visibility,
    placed: &'a [Placed<'a>],
    files: &'a [StaticFile],
    shared: &'a Shared,
    /// Visible posts, newest first.
    posts: OnceLock<Vec<usize>>,
    post_values: OnceLock<Vec<Value>>,
    post_places: OnceLock<FxHashMap<&'a str, usize>>,
    post_names: OnceLock<FxHashMap<&'a str, usize>>,
    paths: OnceLock<FxHashMap<&'a str, String>>,
    lists: OnceLock<FxHashMap<String, Value>>,
    data: OnceLock<Value>,
    settings: OnceLock<Value>,
}

impl<'a> Facts<'a> {
    /// Facts that build themselves when they are asked for.
    #[must_use]
    pub fn new(
        placed: &'a [Placed<'a>],
        files: &'a [StaticFile],
        shared: &'a Shared,
        config: &'a Config,
        visibility: &'a Visibility,
    ) -> Facts<'a> {
        Facts {
            config,
            visibility,
            placed,
            files,
            shared,
            posts: OnceLock::new(),
            post_values: OnceLock::new(),
            post_places: OnceLock::new(),
            post_names: OnceLock::new(),
            paths: OnceLock::new(),
            lists: OnceLock::new(),
            data: OnceLock::new(),
            settings: OnceLock::new(),
        }
    }

    fn posts(&self) -> &[usize] {
        self.posts.get_or_init(|| {
            let shown =
                |at: &usize| self.placed[*at].is_post && self.visibility.shows(self.placed[*at].state);
            let mut posts: Vec<usize> = (0..self.placed.len()).filter(shown).collect();
            posts.sort_by(|a, b| {
                let key = |at: &usize| (self.placed[*at].date, &self.placed[*at].path);
                key(b).cmp(&key(a))
            });
            posts
        })
    }

    /// Where a post stands in the order of all.
    fn post_place(&self, path: &str) -> Option<usize> {
        let places = self.post_places.get_or_init(|| {
            let posts = self.posts().iter().enumerate();
            posts.map(|(place, at)| (self.placed[*at].path.as_str(), place)).collect()
        });
        places.get(path).copied()
    }

    /// Posts by what `post_url` calls them: `2020-01-01-slug`, after the folders below or above `_posts`.
    fn post_names(&self) -> &FxHashMap<&'a str, usize> {
        self.post_names.get_or_init(|| {
            let mut names = FxHashMap::default();
            for (at, article) in self.placed.iter().enumerate() {
                let Kind::Post { draft: false, .. } = article.kind else { continue };
                let path = without_extension(&article.path);
                let name = path.rsplit('/').next().unwrap_or(path);
                let below = ["_posts/", "posts/"].iter().find_map(|folder| {
                    let start = path.find(folder)?;
                    (start == 0 || path[..start].ends_with('/')).then(|| &path[start + folder.len()..])
                });
                // Of two posts of one name the first by path counts, as with Jekyll.
                names.entry(below.unwrap_or(name)).or_insert(at);
                names.entry(name).or_insert(at);
                names.entry(path).or_insert(at);
            }
            names
        })
    }

    fn post_named(&self, name: &str) -> Option<&'a Placed<'a>> {
        let name = name.trim().trim_start_matches('/');
        let names = self.post_names();
        let found = names.get(name).or_else(|| {
            // `sub/2020-01-01-slug` is `sub/_posts/2020-01-01-slug`.
            let (folder, name) = name.rsplit_once('/')?;
            names.get(format!("{folder}/_posts/{name}").as_str())
        });
        if let Some(at) = found {
            return Some(&self.placed[*at]);
        }
        // Jekyll's older way: by day and slug, whatever the file is called.
        let (day, slug) = crate::source::date::dated(name)?;
        let day = crate::source::date::parse_day(day, &self.config.timezone).ok()?.local.date();
        self.placed.iter().find(|article| {
            article.is_post
                && article.slug == slug
                && article.date.is_some_and(|date| date.local.date() == day)
        })
    }

    /// Addresses by source path: of articles, and of files that are copied.
    fn paths(&self) -> &FxHashMap<&'a str, String> {
        self.paths.get_or_init(|| {
            let files = self.files.iter().map(|file| (file.path.as_str(), format!("/{}", file.target)));
            files.chain(self.placed.iter().map(|a| (a.path.as_str(), a.url.to_string()))).collect()
        })
    }

    /// The address of what a source file becomes. Of a site that was moved the files are found by their Jekyll paths, too.
    fn url_of(&self, path: &str) -> Option<(&'a str, &str)> {
        let paths = self.paths();
        let find = |path: &str| paths.get_key_value(path).map(|(path, url)| (*path, url.as_str()));
        let moved =
            |from: &str, to: &str| path.strip_prefix(from).and_then(|rest| find(&format!("{to}{rest}")));
        find(path)
            .or_else(|| moved("_posts/", "content/posts/"))
            .or_else(|| moved("_drafts/", "content/_drafts/"))
            .or_else(|| moved("_pages/", "content/"))
            .or_else(|| moved("", "content/"))
    }

    /// Whether readers can reach the article that `from` points at.
    fn reachable(&self, from: &Placed<'_>, to: &Placed<'_>) -> bool {
        self.visibility.shows(to.state) || !self.visibility.shows(from.state)
    }

    /// The text of an include by its path from the root.
    #[must_use]
    pub fn include_text(&self, path: &str) -> Option<&str> {
        let name = path.strip_prefix("_includes/")?;
        self.shared.includes.get(name).map(|(_, text)| text.as_str())
    }

    /// The include that was perhaps meant.
    #[must_use]
    pub fn nearest_include(&self, name: &str) -> Option<&str> {
        nearest(name, self.shared.includes.keys().map(String::as_str))
    }

    /// The post that was perhaps meant: first one with the same words on another day.
    #[must_use]
    pub fn nearest_post(&self, name: &str) -> Option<&'a str> {
        let slug = |name: &'a str| crate::source::date::dated(name).map(|(_, slug)| slug);
        let names = || self.post_names().keys().copied().filter(|name| !name.contains('/'));
        let wanted = crate::source::date::dated(name).map(|(_, slug)| slug);
        let same = names().filter(|name| slug(name).is_some() && slug(name) == wanted).min();
        same.or_else(|| nearest(name, names()))
    }

    /// The source file that was perhaps meant.
    #[must_use]
    pub fn nearest_path(&self, path: &str) -> Option<&'a str> {
        nearest(path, self.paths().keys().copied())
    }
}
