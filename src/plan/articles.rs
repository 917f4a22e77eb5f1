//! Posts and pages: each at its address with its layout, and the old addresses that lead to them.

use super::{Output, Shows};
use crate::config::{Config, Flavor};
use crate::diagnostics::{Diagnostic, Problem, Severity, nearest};
use crate::site::article::{Article, Piece, permalink_problem};
use crate::site::{Site, permalink};
use crate::source;
use crate::source::front_matter::Layout;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How many articles are planned in one go.
const STRETCH: usize = 512;

/// What came of them.
#[derive(Default)]
pub struct Found {
    /// The posts, then the pages.
    pub articles: Vec<Output>,
    /// What `redirect_from` asks for.
    pub redirects: Vec<Output>,
    /// Layouts that a Jekyll site names and the theme lacks.
    lacking: BTreeSet<String>,
    problems: Vec<Diagnostic>,
}

/// Plans them. `layouts` are the names of all templates, with their extension.
pub fn outputs(
    site: &Site,
    config: &Config,
    layouts: &BTreeSet<String>,
    problems: &mut Vec<Diagnostic>,
) -> Found {
    let templates = layouts
        .iter()
        .filter_map(|file| Some((file.strip_suffix(".html")?, Arc::from(file.as_str()))))
        .collect();
    let planner = Planner { config, layouts, templates };
    let posts =
        site.posts.par_chunks(STRETCH).enumerate().map(|(at, posts)| planner.posts(at * STRETCH, posts));
    let pages =
        site.pages.par_chunks(STRETCH).enumerate().map(|(at, pages)| planner.pages(at * STRETCH, pages));
    let parts: Vec<Found> = posts.chain(pages).collect();
    let mut found = Found::default();
    // Lists come after these: room for them as well spares moving all of it.
    found.articles.reserve(2 * site.posts.len() + site.pages.len());
    for part in parts {
        found.articles.extend(part.articles);
        found.redirects.extend(part.redirects);
        found.lacking.extend(part.lacking);
        problems.extend(part.problems);
    }
    if !found.lacking.is_empty() {
        let names = std::mem::take(&mut found.lacking).into_iter().collect();
        problems.push(Diagnostic::warning(config.file, Problem::LayoutFallsBack { names }));
    }
    found
}

struct Planner<'a> {
    config: &'a Config,
    layouts: &'a BTreeSet<String>,
    /// Layouts by their names without extension.
    templates: FxHashMap<&'a str, Arc<str>>,
}

impl Planner<'_> {
    fn posts(&self, first: usize, posts: &[Article]) -> Found {
        let mut found = Found { articles: Vec::with_capacity(posts.len()), ..Found::default() };
        for (number, post) in (first..).zip(posts) {
            let layout = self.layout(post, "post", &mut found);
            found.articles.push(at_its_place(post, Shows::Post { number, layout }));
            self.redirects(post, &mut found);
        }
        found
    }

    fn pages(&self, first: usize, pages: &[Article]) -> Found {
        let mut found = Found::default();
        for (number, page) in (first..).zip(pages) {
            match &*page.url {
                // A page at the root introduces the home page, one at /404/ is the page for what is not there.
                "/" | "/404/" | "/404.html" | "/404" => {}
                _ => {
                    let layout = self.layout(page, "page", &mut found);
                    found.articles.push(at_its_place(page, Shows::Page { number, layout }));
                }
            }
            self.redirects(page, &mut found);
        }
        found
    }

    /// The template of an article; `None` for its content alone.
    fn layout(&self, article: &Article, default: &str, found: &mut Found) -> Option<Arc<str>> {
        let name = match &article.front.layout {
            Layout::Bare => return None,
            Layout::Default => default,
            Layout::Named(name) => name,
        };
        if let Some(template) = self.templates.get(name) {
            return Some(Arc::clone(template));
        }
        if self.config.flavor == Flavor::Jekyll {
            found.lacking.insert(name.to_owned());
        } else {
            let known = self.layouts.iter().map(|layout| layout.trim_end_matches(".html"));
            let problem = Problem::UnknownLayout {
                name: name.to_owned(),
                nearest: nearest(name, known).map(str::to_owned),
            };
            found.problems.push(self.at_key(Diagnostic::error(article.path.as_str(), problem), "layout"));
        }
        self.templates.get(default).cloned().or_else(|| Some(format!("{default}.html").into()))
    }

    fn redirects(&self, article: &Article, found: &mut Found) {
        for from in &article.front.redirect_from {
            let from = if from.starts_with('/') { from.clone() } else { format!("/{from}") };
            if let Err(problem) = permalink::check(&from) {
                let mut problem = Diagnostic::error(article.path.as_str(), permalink_problem(problem, &from));
                if self.config.flavor == Flavor::Jekyll {
                    problem.severity = Severity::Warning;
                }
                found.problems.push(self.at_key(problem, "redirect_from"));
            } else if permalink::file_path(&from) != *article.file {
                found.redirects.push(Output::at(from, Shows::Redirect { to: article.url.clone() }));
            }
        }
    }

    fn at_key(&self, problem: Diagnostic, key: &str) -> Diagnostic {
        match source::place_of_key(self.config, &problem.file, key) {
            Some(place) => problem.at(place),
            None => problem,
        }
    }
}

fn at_its_place(article: &Article, shows: Shows) -> Output {
    let Piece { file, url, key, .. } = &**article;
    Output { path: Arc::clone(file), url: Arc::clone(url), key: *key, shows }
}
