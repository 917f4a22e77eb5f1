//! Which posts and pages say the same in other languages. One names the other by `translation_of`; all that name one
//! form a group with it.

use super::Site;
use super::article::Article;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Problem, nearest};
use crate::source;
use crate::source::tree::without_extension;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A post or a page, as an index into the site's list of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Which {
    /// Index into `Site::posts`.
    Post(u32),
    /// Index into `Site::pages`.
    Page(u32),
}

/// Groups of translations; each has at least two members, the original first and the others by language.
#[derive(Debug, Default)]
pub struct Translations {
    groups: Vec<Vec<Which>>,
    of: FxHashMap<String, usize>,
}

impl Translations {
    /// The group that an article is in, itself among it; empty when it has no translation.
    #[must_use]
    pub fn of(&self, article: &Article) -> &[Which] {
        self.of.get(&article.path).map_or(&[], |group| &self.groups[*group])
    }
}

/// Groups the site's visible articles. One that names what does not exist is warned of; one that names an article that is
/// hidden is not, as that may be under embargo.
#[must_use]
pub fn collect(site: &Site, config: &Config, problems: &mut Vec<Diagnostic>) -> Translations {
    let mut translations = Translations::default();
    let all = || {
        let posts = site.posts.iter().enumerate().map(|(at, article)| (Which::Post(at as u32), article));
        posts.chain(site.pages.iter().enumerate().map(|(at, article)| (Which::Page(at as u32), article)))
    };
    let naming: Vec<(Which, &Article)> =
        all().filter(|(_, article)| article.front.translation_of.is_some()).collect();
    if naming.is_empty() {
        return translations;
    }
    let mut known: FxHashMap<&str, Which> = FxHashMap::default();
    for (which, article) in all() {
        for name in names(article) {
            known.entry(name).or_insert(which);
        }
    }
    let mut groups: BTreeMap<Which, Vec<(&str, Which)>> = BTreeMap::new();
    for (which, article) in naming {
        let Some(name) = article.front.translation_of.as_deref() else { continue };
        match known.get(name.trim_start_matches("./")) {
            Some(original) if *original != which => {
                groups.entry(*original).or_default().push((article.language(config), which));
            }
            Some(_) => problems.push(unknown(config, article, name, None)),
            None if site.hidden.iter().any(|hidden| names(hidden).any(|own| own == name)) => {}
            None => {
                let near = nearest(name, known.keys().copied()).map(str::to_owned);
                problems.push(unknown(config, article, name, near));
            }
        }
    }
    for (original, mut others) in groups {
        others.sort();
        let group: Vec<Which> =
            std::iter::once(original).chain(others.into_iter().map(|(_, which)| which)).collect();
        for which in &group {
            // A translation of a translation stays with the group that names it first.
            translations.of.entry(site.article(*which).path.clone()).or_insert(translations.groups.len());
        }
        translations.groups.push(group);
    }
    translations
}

/// By what an article can be named: its file with or without folder and extension, or its address.
fn names(article: &Article) -> impl Iterator<Item = &str> {
    let path = article.path.as_str();
    let inner = path.strip_prefix("content/").unwrap_or(path);
    let file = path.rsplit('/').next().unwrap_or(path);
    [path, inner, without_extension(inner), &*article.url, article.url.trim_end_matches('/'), file]
        .into_iter()
        .chain([without_extension(file)])
        .filter(|name| !name.is_empty() && *name != "index")
}

fn unknown(config: &Config, article: &Article, name: &str, nearest: Option<String>) -> Diagnostic {
    let problem = Problem::UnknownTranslation { name: name.to_owned(), nearest };
    let diagnostic = Diagnostic::warning(article.path.as_str(), problem);
    match source::place_of_key(config, &article.path, "translation_of") {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}
