//! What posts name in their front matter, as numbers: each spelling once.
//!
//! A preview makes a site at each change. What a post names is then taken from the site before it, so that ten thousand
//! posts need not be visited, each in its own corner of memory, because one of them changed.

use super::{Ends, KINDS, TaxonomyKind, names, within};
use crate::site::Site;
use crate::site::article::Article;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// How many posts are read in one go.
const STRETCH: usize = 512;

/// How many posts may come or go between two sites without the others being read again.
const SHIFT: usize = 8;

/// The names that posts give, post by post.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Named {
    /// Each spelling once, by kind, in the order in which posts use them.
    names: [Vec<Box<str>>; KINDS],
    /// One post after the other: its names of each kind, as indices into `names`.
    used: Vec<u32>,
    /// Of each post, where its part of `used` begins, and where in it the names of each kind end.
    of_post: Vec<(u32, Ends)>,
}

impl Named {
    /// What `posts` name; what is as it was in `before` is taken from there.
    #[must_use]
    pub fn of(posts: &[Article], before: Option<&Site>) -> Arc<Named> {
        match before.filter(|before| say_the_same(posts, &before.posts)) {
            Some(before) => Arc::clone(&before.named),
            None => Arc::new(Named::read(posts, before)),
        }
    }

    fn read(posts: &[Article], before: Option<&Site>) -> Named {
        let stretches: Vec<Stretch<'_>> = posts
            .par_chunks(STRETCH)
            .enumerate()
            .map(|(number, posts)| Stretch::read(posts, number * STRETCH, before))
            .collect();
        let mut named = Named { of_post: Vec::with_capacity(posts.len()), ..Named::default() };
        let mut met: [FxHashMap<&str, u32>; KINDS] = Default::default();
        for stretch in &stretches {
            let numbers = TaxonomyKind::ALL.map(|kind| {
                let (met, names) = (&mut met[kind as usize], &mut named.names[kind as usize]);
                let own = stretch.names[kind as usize].iter();
                own.map(|name| *met.entry(name).or_insert_with(|| add(names, Box::from(*name)))).collect()
            });
            let numbers: [Vec<u32>; KINDS] = numbers;
            for (start, ends) in &stretch.of_post {
                named.of_post.push((named.used.len() as u32, *ends));
                for kind in TaxonomyKind::ALL {
                    let own = &stretch.used[*start as usize..][within(ends, kind)];
                    named.used.extend(own.iter().map(|at| numbers[kind as usize][*at as usize]));
                }
            }
        }
        named
    }

    /// Each spelling of a kind once.
    pub fn names(&self, kind: TaxonomyKind) -> impl Iterator<Item = &str> {
        self.names[kind as usize].iter().map(|name| &**name)
    }

    /// What a post names of a kind, as places among [`Named::names`].
    #[must_use]
    pub fn of_post(&self, post: usize, kind: TaxonomyKind) -> &[u32] {
        let (start, ends) = &self.of_post[post];
        &self.used[*start as usize..][within(ends, kind)]
    }
}

/// Whether posts name what others did, one by one.
fn say_the_same(posts: &[Article], others: &[Article]) -> bool {
    let same =
        |post, other| TaxonomyKind::ALL.into_iter().all(|kind| names(kind, post).eq(names(kind, other)));
    posts.len() == others.len()
        && (posts.par_iter().with_min_len(8 * STRETCH).zip(others))
            .all(|(post, other)| post.is_same_piece(other) || same(post, other))
}

/// Where among the posts of another site this one is, if it is as it was there, and near a place.
fn find(post: &Article, near: usize, others: &[Article]) -> Option<usize> {
    let is_it = |at: &usize| others.get(*at).is_some_and(|other| post.is_same_piece(other));
    [near].into_iter().chain(near.saturating_sub(SHIFT)..=near + SHIFT).find(is_it)
}

/// What some posts name.
struct Stretch<'a> {
    names: [Vec<&'a str>; KINDS],
    used: Vec<u32>,
    of_post: Vec<(u32, Ends)>,
}

impl<'a> Stretch<'a> {
    /// `first` is the number of the first post.
    fn read(posts: &'a [Article], first: usize, before: Option<&'a Site>) -> Stretch<'a> {
        let mut stretch =
            Stretch { names: Default::default(), used: Vec::new(), of_post: Vec::with_capacity(posts.len()) };
        let mut met: [FxHashMap<&str, u32>; KINDS] = Default::default();
        // The numbers here of what has one in the site before.
        let again = |kind| vec![None; before.map_or(0, |before| before.named.names[kind as usize].len())];
        let mut again: [Vec<Option<u32>>; KINDS] = TaxonomyKind::ALL.map(again);
        let mut near = first;
        for post in posts {
            let start = stretch.used.len();
            let mut ends = Ends::default();
            let known = before.and_then(|before| Some((&before.named, find(post, near, &before.posts)?)));
            near = known.map_or(near, |(_, at)| at) + 1;
            for kind in TaxonomyKind::ALL {
                let names_here = &mut stretch.names[kind as usize];
                let met = &mut met[kind as usize];
                let mut number = |name| *met.entry(name).or_insert_with(|| add(names_here, name));
                match known {
                    None => stretch.used.extend(names(kind, post).map(number)),
                    Some((named, at)) => {
                        for old in named.of_post(at, kind) {
                            let again = &mut again[kind as usize][*old as usize];
                            let text = || &*named.names[kind as usize][*old as usize];
                            stretch.used.push(*again.get_or_insert_with(|| number(text())));
                        }
                    }
                }
                ends[kind as usize] = (stretch.used.len() - start) as u32;
            }
            stretch.of_post.push((start as u32, ends));
        }
        stretch
    }
}

/// Puts one in, and tells where.
fn add<T>(list: &mut Vec<T>, one: T) -> u32 {
    list.push(one);
    (list.len() - 1) as u32
}
