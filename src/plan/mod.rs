//! Every file that the site will have, each with its address and what it shows, before any is rendered.
//!
//! A plan is a value: dry runs, collision errors, stale files and sitemaps are readers of it. Renders nothing.

mod collisions;
mod kind;
mod lists;
mod machine_files;
mod old_addresses;
pub mod paginate;
mod paths;

use crate::config::machines::FeedFormat;
use crate::config::{Config, Flavor};
use crate::diagnostics::{Diagnostic, Problem, Severity, nearest};
use crate::images::Pictures;
use crate::search::IndexFile;
use crate::site::article::{Article, Piece, permalink_problem};
use crate::site::path_key::PathKey;
use crate::site::taxonomy::TaxonomyKind;
use crate::site::{Site, permalink};
use crate::source;
use crate::source::front_matter::Layout;
pub use kind::Kind;
pub use machine_files::news;
use paginate::ListPage;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
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
    let templates = layouts
        .iter()
        .filter_map(|file| Some((file.strip_suffix(".html")?, Arc::from(file.as_str()))))
        .collect();
    let mut planner = Planner {
        site,
        config,
        layouts,
        templates,
        outputs: Vec::new(),
        fallbacks: BTreeMap::new(),
        problems,
    };
    // Neither needs the other, and each takes a third of the time.
    let (lists, ()) = rayon::join(|| lists::outputs(site, config), || planner.articles());
    planner.outputs.extend(lists);
    planner.sections();
    planner.redirects();
    planner.files();
    planner.drawn(pictures);
    planner.report_fallbacks();
    let mut outputs = planner.outputs;
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

struct Planner<'a> {
    site: &'a Site,
    config: &'a Config,
    layouts: &'a BTreeSet<String>,
    /// Layouts by their names without extension.
    templates: FxHashMap<&'a str, Arc<str>>,
    outputs: Vec<Output>,
    fallbacks: BTreeMap<String, usize>,
    problems: &'a mut Vec<Diagnostic>,
}

impl Planner<'_> {
    fn add(&mut self, url: String, shows: Shows) {
        self.outputs.push(Output::at(url, shows));
    }

    fn add_article(&mut self, article: &Article, shows: Shows) {
        let Piece { file, url, key, .. } = &**article;
        self.outputs.push(Output { path: Arc::clone(file), url: Arc::clone(url), key: *key, shows });
    }

    fn articles(&mut self) {
        let site = self.site;
        for (number, post) in site.posts.iter().enumerate() {
            let layout = self.layout(post, "post");
            self.add_article(post, Shows::Post { number, layout });
        }
        for (number, page) in site.pages.iter().enumerate() {
            match &*page.url {
                // A page at the root introduces the home page, one at /404/ is the page for what is not there.
                "/" | "/404/" | "/404.html" | "/404" => {}
                _ => {
                    let layout = self.layout(page, "page");
                    self.add_article(page, Shows::Page { number, layout });
                }
            }
        }
    }

    /// The template of an article; `None` for its content alone.
    fn layout(&mut self, article: &Article, default: &str) -> Option<Arc<str>> {
        let name = match &article.front.layout {
            Layout::Bare => return None,
            Layout::Default => default,
            Layout::Named(name) => name,
        };
        if let Some(template) = self.templates.get(name) {
            return Some(Arc::clone(template));
        }
        if self.config.flavor == Flavor::Jekyll {
            *self.fallbacks.entry(name.to_owned()).or_default() += 1;
        } else {
            let known = self.layouts.iter().map(|layout| layout.trim_end_matches(".html"));
            let problem = Problem::UnknownLayout {
                name: name.to_owned(),
                nearest: nearest(name, known).map(str::to_owned),
            };
            let diagnostic = Diagnostic::error(article.path.as_str(), problem);
            self.problems.push(match source::place_of_key(self.config, &article.path, "layout") {
                Some(place) => diagnostic.at(place),
                None => diagnostic,
            });
        }
        self.templates.get(default).cloned().or_else(|| Some(format!("{default}.html").into()))
    }

    fn report_fallbacks(&mut self) {
        if !self.fallbacks.is_empty() {
            let names = self.fallbacks.keys().cloned().collect();
            self.problems.push(Diagnostic::warning(self.config.file, Problem::LayoutFallsBack { names }));
        }
    }

    /// A section that the settings name and no post has may be a typing mistake.
    fn sections(&mut self) {
        let categories =
            self.site.taxonomies.iter().find(|taxonomy| taxonomy.kind == TaxonomyKind::Categories);
        let Some(categories) = categories else { return };
        for name in self.config.theme.sections.iter().flatten() {
            let wanted = name.to_lowercase();
            let mut names = categories.terms.iter().map(|term| term.name.as_str());
            if !categories.terms.iter().any(|term| term.name.to_lowercase() == wanted || term.slug == wanted)
            {
                let nearest = nearest(name, names.by_ref()).map(str::to_owned);
                let problem = Problem::UnknownSection { name: name.clone(), nearest };
                self.problems.push(Diagnostic::warning(self.config.file, problem));
            }
        }
    }

    fn redirects(&mut self) {
        let site = self.site;
        for article in site.posts.iter().chain(&site.pages) {
            for from in &article.front.redirect_from {
                let from = if from.starts_with('/') { from.clone() } else { format!("/{from}") };
                if let Err(problem) = permalink::check(&from) {
                    let mut diagnostic =
                        Diagnostic::error(article.path.as_str(), permalink_problem(problem, &from));
                    if self.config.flavor == Flavor::Jekyll {
                        diagnostic.severity = Severity::Warning;
                    }
                    let place = source::place_of_key(self.config, &article.path, "redirect_from");
                    self.problems.push(match place {
                        Some(place) => diagnostic.at(place),
                        None => diagnostic,
                    });
                } else if permalink::file_path(&from) != *article.file {
                    self.add(from, Shows::Redirect { to: article.url.clone() });
                }
            }
        }
    }

    fn files(&mut self) {
        let site = self.site;
        for (file, found) in site.files.iter().enumerate() {
            self.outputs.push(Output::of_file(&found.target, Shows::Copy { file }));
        }
    }

    fn drawn(&mut self, pictures: &Pictures) {
        for (file, derived) in pictures.derived.iter().enumerate() {
            self.outputs.push(Output::of_file(&derived.path, Shows::Drawn { file }));
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
