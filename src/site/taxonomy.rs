//! Terms: the categories, tags, authors and stories that posts name, each once whatever its case.

use super::article::{Article, Terms};
use super::{Site, slug};
use crate::config::machines::FeedFormat;
use crate::config::{Author, Config, Story, TaxonomySettings};
use crate::diagnostics::{Diagnostic, Problem};
use crate::source::front_matter::AuthorRef;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
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

/// Collects the terms of `posts` (newest first), and notes in each post the indices of its own.
#[must_use]
pub fn collect(posts: &mut [Article], config: &Config, problems: &mut Vec<Diagnostic>) -> Vec<Taxonomy> {
    let mut collected: Vec<Collected> =
        TaxonomyKind::ALL.into_par_iter().map(|kind| collect_one(kind, posts, config)).collect();
    for (number, post) in posts.iter_mut().enumerate() {
        let mut terms = Terms::default();
        for found in &mut collected {
            let own = std::mem::take(&mut found.of_post[number]);
            match found.taxonomy.kind {
                TaxonomyKind::Categories => terms.categories = own,
                TaxonomyKind::Tags => terms.tags = own,
                TaxonomyKind::Authors => terms.authors = own,
                TaxonomyKind::Stories => terms.story = own.first().copied(),
            }
        }
        post.terms = Arc::new(terms);
    }
    let kept = collected.into_iter().map(|found| {
        problems.extend(found.problems);
        found.taxonomy
    });
    kept.collect()
}

/// The terms of a site of the same settings, if its posts name the same terms in the same order.
#[must_use]
pub fn again(posts: &mut [Article], before: &Site) -> Option<Arc<Vec<Taxonomy>>> {
    let alike = |a: &Article, b: &Article| {
        a.is_same_piece(b) || TaxonomyKind::ALL.into_iter().all(|kind| names(kind, a).eq(names(kind, b)))
    };
    let same = posts.len() == before.posts.len() && posts.iter().zip(&before.posts).all(|(a, b)| alike(a, b));
    same.then(|| {
        for (post, before) in posts.iter_mut().zip(&before.posts) {
            post.terms = Arc::clone(&before.terms);
        }
        Arc::clone(&before.taxonomies)
    })
}

/// One taxonomy, and for each post the indices of its terms in it.
struct Collected {
    taxonomy: Taxonomy,
    of_post: Vec<Vec<u32>>,
    problems: Vec<Diagnostic>,
}

struct Gathered {
    key: String,
    spellings: Vec<(String, usize)>,
    posts: Vec<u32>,
    author: Option<String>,
}

impl Gathered {
    fn display_name(&self, kind: TaxonomyKind, config: &Config) -> String {
        if kind == TaxonomyKind::Stories {
            let titled = config.stories.get(&self.key).and_then(|story| story.title.clone());
            let spelled = self.spellings.iter().map(|(name, _)| name).find(|name| **name != self.key);
            return titled.or_else(|| spelled.cloned()).unwrap_or_else(|| slug::titleize(&self.key));
        }
        let author = self.author.as_ref().and_then(|key| config.authors.get(key));
        author.map_or_else(|| common(&self.spellings), |author| author.name.clone())
    }
}

fn collect_one(kind: TaxonomyKind, posts: &[Article], config: &Config) -> Collected {
    let mut problems = Vec::new();
    let by_name: FxHashMap<String, &String> =
        config.authors.iter().map(|(key, author)| (author.name.to_lowercase(), key)).collect();
    let mut index: FxHashMap<String, u32> = FxHashMap::default();
    // A spelling that was met before needs no second look: term, and place among the term's spellings.
    let mut met: FxHashMap<&str, (u32, u32)> = FxHashMap::default();
    let mut gathered: Vec<Gathered> = Vec::new();
    let mut of_post: Vec<Vec<u32>> = Vec::with_capacity(posts.len());
    for (number, post) in posts.iter().enumerate() {
        let mut own: Vec<u32> = Vec::new();
        for name in names(kind, post) {
            let (at, spelling) = *met.entry(name).or_insert_with(|| {
                let name = name.trim();
                let lower = name.to_lowercase();
                let author = match kind {
                    TaxonomyKind::Authors if config.authors.contains_key(name) => Some(name.to_owned()),
                    TaxonomyKind::Authors => by_name.get(&lower).map(|key| (*key).clone()),
                    _ => None,
                };
                // A configured author's key must not fall together with another's name.
                let key = match kind {
                    // A story is named by its slug or by its title.
                    TaxonomyKind::Stories => slug::term(name),
                    _ => author.as_ref().map_or(lower, |key| format!("\u{0}{key}")),
                };
                let at = *index.entry(key.clone()).or_insert_with(|| {
                    gathered.push(Gathered { key, spellings: Vec::new(), posts: Vec::new(), author });
                    (gathered.len() - 1) as u32
                });
                let spellings = &mut gathered[at as usize].spellings;
                let known = spellings.iter().position(|(spelling, _)| spelling == name);
                let spelling = known.unwrap_or_else(|| {
                    spellings.push((name.to_owned(), 0));
                    spellings.len() - 1
                });
                (at, spelling as u32)
            });
            let term = &mut gathered[at as usize];
            term.spellings[spelling as usize].1 += 1;
            if !own.contains(&at) {
                own.push(at);
                term.posts.push(number as u32);
            }
        }
        of_post.push(own);
    }

    let slugs = slugs(kind, &gathered, posts, &mut problems);
    let names: Vec<String> = gathered.iter().map(|term| term.display_name(kind, config)).collect();
    let mut order: Vec<usize> = (0..gathered.len()).collect();
    order.sort_by_cached_key(|at| (names[*at].to_lowercase(), gathered[*at].key.clone()));
    let mut place = vec![0_u32; gathered.len()];
    for (new, old) in order.iter().enumerate() {
        place[*old] = new as u32;
    }
    for at in of_post.iter_mut().flatten() {
        *at = place[*at as usize];
    }
    let mut slots: Vec<Option<(Gathered, String)>> = gathered.into_iter().zip(slugs).map(Some).collect();
    let terms = order
        .into_iter()
        .filter_map(|old| slots[old].take().map(|slot| (slot, names[old].clone())))
        .map(|((term, slug), name)| {
            let author = term.author.as_ref().and_then(|key| config.authors.get(key)).cloned();
            let story =
                (kind == TaxonomyKind::Stories).then(|| config.stories.get(&term.key).cloned()).flatten();
            Term { name, slug, posts: term.posts, author, story }
        })
        .collect();
    Collected { taxonomy: Taxonomy { kind, terms }, of_post, problems }
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

/// The most used spelling; of equals the first by letter.
fn common(spellings: &[(String, usize)]) -> String {
    let best = spellings.iter().max_by(|a, b| a.1.cmp(&b.1).then_with(|| b.0.cmp(&a.0)));
    best.map(|(name, _)| name.clone()).unwrap_or_default()
}

/// A slug for each term, no two the same. Of two terms that come out alike the one with the older first post has the
/// plain slug, so that a term that comes later never takes an address over.
fn slugs(
    kind: TaxonomyKind,
    gathered: &[Gathered],
    posts: &[Article],
    problems: &mut Vec<Diagnostic>,
) -> Vec<String> {
    let mut order: Vec<usize> = (0..gathered.len()).collect();
    order.sort_by_key(|at| (std::cmp::Reverse(gathered[*at].posts.last()), &gathered[*at].key));
    let mut slugs = vec![String::new(); gathered.len()];
    let mut taken: FxHashSet<String> = FxHashSet::default();
    for at in order {
        let term = &gathered[at];
        let name = common(&term.spellings);
        let base = slug::term(term.author.as_deref().unwrap_or(&name));
        if base.is_empty() {
            let file = term.posts.last().map_or("", |post| posts[*post as usize].path.as_str());
            problems
                .push(Diagnostic::error(file, Problem::EmptySlug { taxonomy: kind.singular().into(), name }));
            continue;
        }
        let mut slug = base.clone();
        let mut number = 2;
        // `page` is where the further pages of a list lie.
        while slug == "page" || !taken.insert(slug.clone()) {
            slug = format!("{base}-{number}");
            number += 1;
        }
        slugs[at] = slug;
    }
    slugs
}
