//! The model: posts, pages, terms and archives, and who is visible when. Built once, never changed.
//!
//! Knows nothing of templates, of the output folder or of HTTP.

pub mod archive;
pub mod article;
mod bodies;
mod facts;
mod files;
pub mod permalink;
pub mod slug;
pub mod taxonomy;
pub mod visibility;

use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::source::date::Moment;
use crate::source::tree::StaticFile;
use crate::source::{Entry, Source};
use archive::Archives;
use article::{Article, Placed};
use rayon::prelude::*;
use taxonomy::Taxonomy;
use visibility::{State, Visibility};

/// The whole site.
#[derive(Debug)]
pub struct Site {
    /// Visible posts, newest first; of equal dates the one with the later path first.
    pub posts: Vec<Article>,
    /// Visible pages, by path.
    pub pages: Vec<Article>,
    /// Posts and pages that are not shown, by path.
    pub hidden: Vec<Article>,
    /// Categories, tags and authors, in that order.
    pub taxonomies: Vec<Taxonomy>,
    /// Years, months and days that have posts.
    pub archives: Archives,
    /// Files to copy, sorted by path.
    pub files: Vec<StaticFile>,
    /// When the next scheduled post becomes public.
    pub next_due: Option<Moment>,
}

impl Site {
    /// Whether any visible body has highlighted code.
    #[must_use]
    pub fn has_code(&self) -> bool {
        self.posts.iter().chain(&self.pages).any(|article| article.document.has_code)
    }
}

/// Builds the model. Entries with a bad date or address are left out, and `problems` says so.
#[must_use]
pub fn build(
    source: Source,
    config: &Config,
    visibility: &Visibility,
    problems: &mut Vec<Diagnostic>,
) -> Site {
    let resolved: Vec<Result<Placed, Box<Diagnostic>>> = source
        .entries
        .into_par_iter()
        .with_min_len(64)
        .map(|entry: Entry| article::resolve(entry, config, visibility))
        .collect();
    let mut placed = Vec::with_capacity(resolved.len());
    for result in resolved {
        match result {
            Ok(article) => placed.push(article),
            Err(problem) => problems.push(*problem),
        }
    }
    let articles = bodies::finish(placed, &source.files, &source.shared, config, visibility, problems);
    let mut site = Site {
        posts: Vec::with_capacity(articles.len()),
        pages: Vec::new(),
        hidden: Vec::new(),
        taxonomies: Vec::new(),
        archives: Archives::default(),
        files: source.files,
        next_due: None,
    };
    for article in articles {
        match article {
            article if !visibility.shows(article.state) => site.hidden.push(article),
            article if article.is_post => site.posts.push(article),
            article => site.pages.push(article),
        }
    }
    site.posts.sort_by(|a, b| (b.date, &b.path).cmp(&(a.date, &a.path)));
    let scheduled = site.hidden.iter().filter(|article| article.state == State::Scheduled);
    site.next_due = scheduled.filter_map(|article| article.due).min();
    site.taxonomies = taxonomy::collect(&mut site.posts, config, problems);
    site.archives = archive::collect(&site.posts);
    files::settle(&mut site);
    site
}
