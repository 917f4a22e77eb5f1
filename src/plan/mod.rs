//! Every file that the site will have, each with its address and what it shows, before any is rendered.
//!
//! A plan is a value: dry runs, collision errors, stale files and sitemaps are readers of it. Renders nothing.

mod again;
mod articles;
mod collisions;
mod kind;
mod lists;
mod machine_files;
mod old_addresses;
pub mod paginate;
mod paths;

use crate::config::Config;
use crate::config::machines::FeedFormat;
use crate::diagnostics::{Diagnostic, Problem, nearest};
use crate::images::Pictures;
use crate::search::IndexFile;
use crate::site::article::Article;
use crate::site::path_key::PathKey;
use crate::site::taxonomy::{TaxonomyKind, Term};
use crate::site::{Site, permalink};
pub use again::stands;
pub use kind::Kind;
pub use machine_files::news;
use paginate::ListPage;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

/// How many addresses one sitemap may hold (sitemaps.org).
pub const SITEMAP_LIMIT: usize = 50_000;

/// One file to come.
#[derive(Debug, Clone)]
pub struct Output {
    /// Its path in the output folder.
    pub path: Arc<str>,
    /// Its address, without the address's own path.
    pub url: Arc<str>,
    /// Its path at a glance.
    pub key: PathKey,
    /// What it shows.
    pub shows: Shows,
}

/// What an output shows. Numbers are indices into the site's lists.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names are the field's")]
pub enum Shows {
    Post { number: usize, layout: Option<Arc<str>> },
    Page { number: usize, layout: Option<Arc<str>> },
    Home { list: ListPage, intro: Option<usize> },
    Term { taxonomy: usize, term: usize, list: ListPage },
    Archive { year: i16, month: Option<i8>, day: Option<i8>, list: ListPage },
    Terms { taxonomy: usize, list: ListPage },
    Archives,
    NotFound { page: Option<usize> },
    Redirect { to: Arc<str> },
    Search,
    SearchFile { file: usize },
    Feed { of: FeedOf, format: FeedFormat },
    Sitemap { part: usize },
    SitemapIndex { parts: usize },
    NewsSitemap { posts: Range<usize> },
    Machine(MachineFile),
    Copy { file: usize },
    Drawn { file: usize },
    ThemeAsset { file: usize },
    Highlight,
}

/// Whose posts a feed holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the field's")]
pub enum FeedOf {
    Site,
    Term { taxonomy: usize, term: usize },
}

/// A text file for crawlers, hosts and other machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MachineFile {
    /// `robots.txt`
    Robots,
    /// `llms.txt`
    Llms,
    /// `_headers`
    Headers,
    /// `_redirects`
    Redirects,
    /// `.nojekyll`
    NoJekyll,
    /// `CNAME`
    Cname,
    /// `.well-known/security.txt`
    Security,
    /// The file by which IndexNow knows that who sends addresses owns the site.
    IndexNowKey,
    /// `manifest.webmanifest`
    Manifest,
}

/// The whole site as a list of files, sorted by path.
#[derive(Debug)]
pub struct Plan {
    /// No two of the same path.
    pub outputs: Vec<Output>,
    /// Old and new addresses that the host is told of in `_redirects`; there is no page for these.
    pub redirects: Vec<(Arc<str>, Arc<str>)>,
}

/// Plans the site. `layouts` are the names of all templates, with their extension; `search` are the files of the search
/// index, if readers can search the site.
#[must_use]
pub fn plan(
    site: &Site,
    config: &Config,
    pictures: &Pictures,
    layouts: &BTreeSet<String>,
    search: Option<&[IndexFile]>,
    problems: &mut Vec<Diagnostic>,
) -> Plan {
    // Neither needs the other.
    let (lists, found) =
        rayon::join(|| lists::outputs(site, config), || articles::outputs(site, config, layouts, problems));
    let articles::Found { articles: mut outputs, redirects: moved, .. } = found;
    outputs.extend(lists);
    check_sections(site, config, problems);
    outputs.extend(moved);
    let copies = site.files.iter().enumerate();
    outputs.extend(copies.map(|(file, found)| Output::of_file(&found.target, Shows::Copy { file })));
    let drawn = pictures.derived.iter().enumerate();
    outputs.extend(drawn.map(|(file, derived)| Output::of_file(&derived.path, Shows::Drawn { file })));
    machine_files::add(&mut outputs, site, config, pictures.has_icons, search);
    let old = old_addresses::outputs(site, config, &outputs);
    outputs.extend(old);
    let mut outputs = collisions::resolve(outputs, site, config, problems);
    paths::check(&outputs, site, config, problems);
    let redirects = if config.files.redirects { redirects(&mut outputs) } else { Vec::new() };
    Plan { outputs, redirects }
}

/// Takes the pages that only lead elsewhere out of `outputs`.
fn redirects(outputs: &mut Vec<Output>) -> Vec<(Arc<str>, Arc<str>)> {
    let moved = outputs.extract_if(.., |output| matches!(output.shows, Shows::Redirect { .. }));
    moved
        .filter_map(|output| match output.shows {
            Shows::Redirect { to } => Some((output.url, to)),
            _ => None,
        })
        .collect()
}

/// A section that the settings name and no post has may be a typing mistake.
fn check_sections(site: &Site, config: &Config, problems: &mut Vec<Diagnostic>) {
    let Some(categories) = site.taxonomy(TaxonomyKind::Categories) else { return };
    for name in config.theme.sections.iter().flatten() {
        let wanted = name.to_lowercase();
        let is_it = |term: &Term| term.name.to_lowercase() == wanted || term.slug == wanted;
        if !categories.terms.iter().any(is_it) {
            let names = categories.terms.iter().map(|term| term.name.as_str());
            let nearest = nearest(name, names).map(str::to_owned);
            let problem = Problem::UnknownSection { name: name.clone(), nearest };
            problems.push(Diagnostic::warning(config.file, problem));
        }
    }
}

impl Output {
    /// What answers a percent-encoded address.
    fn at(url: String, shows: Shows) -> Output {
        let path = permalink::file_path(&url);
        Output { key: PathKey::of(&path), path: path.into(), url: url.into(), shows }
    }

    /// A file that is no page: its address is its path, whatever its name ends with.
    fn of_file(path: &str, shows: Shows) -> Output {
        Output { path: path.into(), url: format!("/{path}").into(), key: PathKey::of(path), shows }
    }

    /// Whether search engines are told of it.
    #[must_use]
    pub fn in_sitemap(&self, site: &Site) -> bool {
        match self.shows {
            Shows::Post { number, .. } => is_listed(&site.posts[number]),
            Shows::Page { number, .. } => is_listed(&site.pages[number]),
            Shows::Home { .. }
            | Shows::Term { .. }
            | Shows::Archive { .. }
            | Shows::Terms { .. }
            | Shows::Archives => true,
            Shows::NotFound { .. }
            | Shows::Redirect { .. }
            | Shows::Search
            | Shows::SearchFile { .. }
            | Shows::Feed { .. }
            | Shows::Sitemap { .. }
            | Shows::SitemapIndex { .. }
            | Shows::NewsSitemap { .. }
            | Shows::Machine(_)
            | Shows::Copy { .. }
            | Shows::Drawn { .. }
            | Shows::ThemeAsset { .. }
            | Shows::Highlight => false,
        }
    }
}

fn is_listed(article: &Article) -> bool {
    article.is_indexed() && !article.front.no_sitemap
}
