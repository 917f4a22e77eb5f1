//! Terms: the categories, tags, authors and stories that posts name, each once whatever its case.

mod collect;
mod named;

use super::article::Article;
use super::{Site, slug};
use crate::config::machines::FeedFormat;
use crate::config::{Author, Config, Story, TaxonomySettings};
use crate::source::front_matter::AuthorRef;
pub use collect::collect;
pub use named::Named;
use std::ops::Range;
use std::sync::Arc;

/// The kinds of term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TaxonomyKind {
    /// `categories:`
    Categories,
    /// `tags:`
    Tags,
    /// `author:`
    Authors,
    /// `story:`
    Stories,
}

impl TaxonomyKind {
    /// All of them.
    pub const ALL: [TaxonomyKind; 4] =
        [TaxonomyKind::Categories, TaxonomyKind::Tags, TaxonomyKind::Authors, TaxonomyKind::Stories];

    /// Its name in addresses and templates.
    #[must_use]
    pub fn key(self) -> &'static str {
        match self {
            TaxonomyKind::Categories => "categories",
            TaxonomyKind::Tags => "tags",
            TaxonomyKind::Authors => "authors",
            TaxonomyKind::Stories => "stories",
        }
    }

    /// Its word for one term.
    #[must_use]
    pub fn singular(self) -> &'static str {
        match self {
            TaxonomyKind::Categories => "category",
            TaxonomyKind::Tags => "tag",
            TaxonomyKind::Authors => "author",
            TaxonomyKind::Stories => "story",
        }
    }

    /// Which feeds each of its terms has.
    #[must_use]
    pub fn feeds(self, config: &Config) -> &[FeedFormat] {
        match self {
            _ if !self.settings(config).enabled => &[],
            TaxonomyKind::Categories => &config.feeds.categories,
            TaxonomyKind::Tags => &config.feeds.tags,
            TaxonomyKind::Authors => &config.feeds.authors,
            TaxonomyKind::Stories => &config.feeds.stories,
        }
    }

    /// Its settings.
    #[must_use]
    pub fn settings(self, config: &Config) -> &TaxonomySettings {
        match self {
            TaxonomyKind::Categories => &config.taxonomies.categories,
            TaxonomyKind::Tags => &config.taxonomies.tags,
            TaxonomyKind::Authors => &config.taxonomies.authors,
            TaxonomyKind::Stories => &config.taxonomies.stories,
        }
    }
}

/// The terms of one post, as indices into each taxonomy, in the order written. All posts share one list.
#[derive(Debug, Clone, Default)]
pub struct Terms {
    all: Arc<Vec<u32>>,
    start: u32,
    /// Where the terms of each kind end, from `start`.
    ends: Ends,
}

impl Terms {
    /// Those of a kind.
    #[must_use]
    pub fn of(&self, kind: TaxonomyKind) -> &[u32] {
        let Range { start, end } = within(&self.ends, kind);
        let first = self.start as usize;
        &self.all[first + start..first + end]
    }

    /// One story and nothing else.
    #[cfg(test)]
    pub fn of_story(story: u32) -> Terms {
        Terms { all: Arc::new(vec![story]), start: 0, ends: [0, 0, 0, 1] }
    }

    /// The post's story.
    #[must_use]
    pub fn story(&self) -> Option<u32> {
        self.of(TaxonomyKind::Stories).first().copied()
    }
}

/// Where each kind's part of a list ends.
type Ends = [u32; KINDS];
/// How many kinds there are.
const KINDS: usize = TaxonomyKind::ALL.len();

/// Which of a post's terms are of a kind.
fn within(ends: &Ends, kind: TaxonomyKind) -> Range<usize> {
    let at = kind as usize;
    let start = at.checked_sub(1).map_or(0, |before| ends[before]);
    start as usize..ends[at] as usize
}

/// One term and its posts.
#[derive(Debug)]
pub struct Term {
    /// Its most used spelling.
    pub name: String,
    /// Its part of the address, not yet percent-encoded.
    pub slug: String,
    /// Indices of its posts, newest first.
    pub posts: Vec<u32>,
    /// Who it is, for an author that the settings know.
    pub author: Option<Author>,
    /// What it is about, for a story that the settings know.
    pub story: Option<Story>,
}

/// All terms of one kind.
#[derive(Debug)]
pub struct Taxonomy {
    /// Which kind.
    pub kind: TaxonomyKind,
    /// By name, whatever its case.
    pub terms: Vec<Term>,
}

impl Taxonomy {
    /// The address of a term's first page, without the address's own path.
    #[must_use]
    pub fn term_url(&self, term: &Term) -> String {
        format!("/{}/{}/", self.kind.key(), slug::escape_path(&term.slug))
    }
}

/// The taxonomies of the site before, if `posts` name what its posts did, one by one. By other settings they may differ.
#[must_use]
pub fn again(posts: &mut [Article], named: &Arc<Named>, before: &Site) -> Option<Arc<Vec<Taxonomy>>> {
    (*named == before.named).then(|| {
        for (post, before) in posts.iter_mut().zip(&before.posts) {
            post.terms = before.terms.clone();
        }
        Arc::clone(&before.taxonomies)
    })
}

/// The terms of one kind that a post names, as written.
fn names(kind: TaxonomyKind, post: &Article) -> impl Iterator<Item = &str> {
    let (words, authors, story): (&[String], &[AuthorRef], Option<&str>) = match kind {
        TaxonomyKind::Categories => (&post.front.categories, &[], None),
        TaxonomyKind::Tags => (&post.front.tags, &[], None),
        TaxonomyKind::Authors => (&[], &post.front.authors, None),
        TaxonomyKind::Stories => (&[], &[], post.front.story.as_deref()),
    };
    words.iter().map(String::as_str).chain(authors.iter().map(|author| author.0.as_str())).chain(story)
}
