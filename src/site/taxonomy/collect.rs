//! From the names in front matter to terms: which names are one term, how it is spelled, and which posts have it.

use super::named::Named;
use super::{Ends, Taxonomy, TaxonomyKind, Term, Terms, within};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Problem};
use crate::site::article::Article;
use crate::site::slug;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Collects the terms that `posts` (newest first) name, and notes in each post the indices of its own.
#[must_use]
pub fn collect(
    posts: &mut [Article],
    named: &Named,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Taxonomy> {
    let mut gathering = TaxonomyKind::ALL.map(|kind| Gathering::new(kind, config));
    let spellings = TaxonomyKind::ALL.map(|kind| -> Vec<(u32, usize)> {
        named.names(kind).map(|name| gathering[kind as usize].spelling(name.trim())).collect()
    });
    // The terms of every post, one post after the other, and where each one's are.
    let mut all: Vec<u32> = Vec::new();
    let mut of_post: Vec<(u32, Ends)> = Vec::with_capacity(posts.len());
    for number in 0..posts.len() {
        let start = all.len();
        let mut ends = Ends::default();
        for kind in TaxonomyKind::ALL {
            let first = all.len();
            for name in named.of_post(number, kind) {
                let (term, spelling) = spellings[kind as usize][*name as usize];
                let gathered = &mut gathering[kind as usize].terms[term as usize];
                gathered.spellings[spelling].1 += 1;
                // A post may name a term twice.
                if !all[first..].contains(&term) {
                    all.push(term);
                    gathered.posts.push(number as u32);
                }
            }
            ends[kind as usize] = (all.len() - start) as u32;
        }
        of_post.push((start as u32, ends));
    }
    let finished = gathering.map(|gathered| gathered.finish(posts, problems));
    for (start, ends) in &of_post {
        for kind in TaxonomyKind::ALL {
            let own = &mut all[*start as usize..][within(ends, kind)];
            own.iter_mut().for_each(|term| *term = finished[kind as usize].place[*term as usize]);
        }
    }
    let all = Arc::new(all);
    for (post, (start, ends)) in posts.iter_mut().zip(of_post) {
        post.terms = Terms { all: Arc::clone(&all), start, ends };
    }
    finished.map(|finished| finished.taxonomy).into()
}

/// The terms of one kind, as far as they are found, in the order of their newest posts.
struct Gathering<'a> {
    kind: TaxonomyKind,
    config: &'a Config,
    /// Configured authors by their names in small letters.
    authors: FxHashMap<String, &'a String>,
    index: FxHashMap<String, u32>,
    terms: Vec<Gathered>,
}

impl<'a> Gathering<'a> {
    fn new(kind: TaxonomyKind, config: &'a Config) -> Gathering<'a> {
        let authors = config.authors.iter().filter(|_| kind == TaxonomyKind::Authors);
        Gathering {
            kind,
            config,
            authors: authors.map(|(key, author)| (author.name.to_lowercase(), key)).collect(),
            index: FxHashMap::default(),
            terms: Vec::new(),
        }
    }

    /// The term of a spelling, and its place among the term's.
    fn spelling(&mut self, name: &str) -> (u32, usize) {
        let lower = name.to_lowercase();
        let author = match self.kind {
            TaxonomyKind::Authors if self.config.authors.contains_key(name) => Some(name.to_owned()),
            TaxonomyKind::Authors => self.authors.get(&lower).map(|key| (*key).clone()),
            _ => None,
        };
        // A configured author's key must not fall together with another's name.
        let key = match self.kind {
            // A story is named by its slug or by its title.
            TaxonomyKind::Stories => slug::term(name),
            _ => author.as_ref().map_or(lower, |key| format!("\u{0}{key}")),
        };
        let terms = &mut self.terms;
        let at = *self.index.entry(key.clone()).or_insert_with(|| {
            terms.push(Gathered { key, spellings: Vec::new(), posts: Vec::new(), author });
            (terms.len() - 1) as u32
        });
        let spellings = &mut self.terms[at as usize].spellings;
        let known = spellings.iter().position(|(spelling, _)| spelling == name);
        let spelling = known.unwrap_or_else(|| {
            spellings.push((name.to_owned(), 0));
            spellings.len() - 1
        });
        (at, spelling)
    }

    fn finish(self, posts: &[Article], problems: &mut Vec<Diagnostic>) -> Finished {
        let Gathering { kind, config, terms, .. } = self;
        let slugs = slugs(kind, &terms, posts, problems);
        let mut order: Vec<(String, String, usize)> = terms
            .iter()
            .enumerate()
            .map(|(at, term)| (term.display_name(kind, config), at))
            .map(|(name, at)| (name.to_lowercase(), name, at))
            .collect();
        order.sort_by(|a, b| (&a.0, &terms[a.2].key).cmp(&(&b.0, &terms[b.2].key)));
        let mut place = vec![0_u32; terms.len()];
        for (new, (.., old)) in order.iter().enumerate() {
            place[*old] = new as u32;
        }
        let mut slots: Vec<Option<(Gathered, String)>> = terms.into_iter().zip(slugs).map(Some).collect();
        let terms = order
            .into_iter()
            .filter_map(|(_, name, old)| slots[old].take().map(|slot| (slot, name)))
            .map(|((term, slug), name)| {
                let author = term.author.as_ref().and_then(|key| config.authors.get(key)).cloned();
                let story =
                    (kind == TaxonomyKind::Stories).then(|| config.stories.get(&term.key).cloned()).flatten();
                Term { name, slug, posts: term.posts, author, story }
            })
            .collect();
        Finished { taxonomy: Taxonomy { kind, terms }, place }
    }
}

/// A taxonomy, and where in it each term stands that was gathered.
struct Finished {
    taxonomy: Taxonomy,
    place: Vec<u32>,
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
