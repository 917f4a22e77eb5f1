//! The model: posts, pages, terms and archives, and who is visible when. Built once, never changed.
//!
//! Knows nothing of templates, of the output folder or of HTTP.

pub mod archive;
pub mod article;
mod bodies;
mod facts;
pub(crate) mod files;
pub mod path_key;
pub mod permalink;
pub mod related;
pub mod similar;
pub mod slug;
mod sorted;
pub mod taxonomy;
pub mod translations;
pub mod visibility;
pub mod words;

use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::source::date::Moment;
use crate::source::shared::Shared;
use crate::source::tree::StaticFile;
use crate::source::{Entry, Source};
use archive::Archives;
use article::{Article, Piece};
pub use bodies::Carried;
use jiff::Timestamp;
use rayon::prelude::*;
use sorted::Sorted;
use std::sync::Arc;
use taxonomy::{Named, Taxonomy, TaxonomyKind, Term};
use translations::{Translations, Which};
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
    /// What posts name as their terms.
    pub named: Arc<Named>,
    /// Categories, tags and authors, in that order.
    pub taxonomies: Arc<Vec<Taxonomy>>,
    /// Years, months and days that have posts.
    pub archives: Archives,
    /// Files to copy, sorted by path.
    pub files: Vec<StaticFile>,
    /// When the next scheduled post becomes public.
    pub next_due: Option<Moment>,
    /// When next a post becomes due, expires, or is breaking no more.
    pub next_change: Option<Timestamp>,
    /// Who is a translation of whom.
    pub translations: Translations,
    /// The build's one "now".
    pub now: Timestamp,
}

impl Site {
    /// Whether any visible body has highlighted code.
    #[must_use]
    pub fn has_code(&self) -> bool {
        self.posts.iter().chain(&self.pages).any(|article| article.document.has_code)
    }

    /// A post or page by its index.
    #[must_use]
    pub fn article(&self, which: Which) -> &Article {
        match which {
            Which::Post(at) => &self.posts[at as usize],
            Which::Page(at) => &self.pages[at as usize],
        }
    }

    /// The address of a term's page, without the address's own path; `None` where it has no page.
    #[must_use]
    pub fn term_url(&self, kind: TaxonomyKind, term: &Term, config: &Config) -> Option<String> {
        let taxonomy =
            self.taxonomy(kind).filter(|_| kind.settings(config).enabled && !term.slug.is_empty())?;
        Some(taxonomy.term_url(term))
    }

    /// The whole address at which more is to be learned of an author: here, else where the settings say.
    #[must_use]
    pub fn author_url(&self, author: &Term, config: &Config) -> Option<String> {
        let elsewhere = || author.author.as_ref().and_then(|known| known.url.clone());
        self.term_url(TaxonomyKind::Authors, author, config)
            .or_else(elsewhere)
            .map(|url| config.absolute(&url))
    }

    /// The taxonomy of a kind; there is one of each.
    #[must_use]
    pub fn taxonomy(&self, kind: TaxonomyKind) -> Option<&Taxonomy> {
        self.taxonomies.iter().find(|taxonomy| taxonomy.kind == kind)
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
    let resolved: Vec<Result<Arc<Piece>, Box<Diagnostic>>> = source
        .entries
        .into_par_iter()
        .with_min_len(64)
        .map(|entry: Entry| article::resolve(entry, config, visibility.now).map(Arc::new))
        .collect();
    let mut pieces = Vec::with_capacity(resolved.len());
    for result in resolved {
        match result {
            Err(problem) => problems.push(*problem),
            Ok(piece) => pieces.push(piece),
        }
    }
    let shared = Arc::new(source.shared);
    assemble(
        pieces,
        source.files,
        Around { config, visibility, shared: &shared, carried: None, before: None },
        problems,
    )
}

/// What pieces are seen in.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The settings.
    pub config: &'a Config,
    /// Who looks.
    pub visibility: &'a Visibility,
    /// Includes and data.
    pub shared: &'a Arc<Shared>,
    /// What was carried out for an earlier site of these settings.
    pub carried: Option<&'a Carried>,
    /// A site without errors by the same settings: what the change since then left alone is taken from it.
    pub before: Option<&'a Site>,
}

/// The model of these pieces and files, each sorted by path. Pieces are shared, not copied.
#[must_use]
pub fn assemble(
    pieces: Vec<Arc<Piece>>,
    files: Vec<StaticFile>,
    around: Around<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Site {
    let Around { config, visibility, before, .. } = around;
    let pieces = bodies::finish(pieces, &files, around, problems);
    let Sorted { posts, pages, hidden, next_change } = Sorted::of(pieces, config, visibility);
    let mut site = Site {
        posts,
        pages,
        hidden,
        named: Arc::default(),
        taxonomies: Arc::default(),
        archives: Archives::default(),
        files,
        next_due: None,
        next_change,
        translations: Translations::default(),
        now: visibility.now,
    };
    site.posts.par_sort_unstable_by(|a, b| (b.date, &b.path).cmp(&(a.date, &a.path)));
    let scheduled = site.hidden.iter().filter(|article| article.state == State::Scheduled);
    site.next_due = scheduled.filter_map(|article| article.due).min();
    site.named = Named::of(&site.posts, before);
    let again = before.and_then(|before| taxonomy::again(&mut site.posts, &site.named, before));
    site.taxonomies =
        again.unwrap_or_else(|| taxonomy::collect(&mut site.posts, &site.named, config, problems).into());
    site.archives = archive::collect(&site.posts);
    site.translations = translations::collect(&site, config, problems);
    files::settle(&mut site);
    site
}
