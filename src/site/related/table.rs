//! The keywords of all posts in one table, row by row from the oldest, in stretches that one site may share with the next.

use super::keywords::{Row, Sketch};
use super::{NEWEST, number};
use crate::site::article::Article;
use rayon::prelude::*;
use std::sync::{Arc, OnceLock};

/// How many posts make a stretch: what is shared with an earlier table, or made anew.
const STRETCH: usize = 256;

/// One row a post.
#[derive(Debug, Default)]
pub struct Table {
    stretches: Vec<Arc<Stretch>>,
    len: usize,
}

/// The rows of some posts.
#[derive(Debug, Default)]
struct Stretch {
    words: Vec<u32>,
    weights: Vec<u8>,
    /// Where each row ends.
    ends: Vec<u32>,
    lengths: Vec<u32>,
    sketches: Vec<Sketch>,
    index: OnceLock<Index>,
}

/// Where each word stands.
#[derive(Debug)]
struct Index {
    /// [`entry`](super::entry) within the stretch, sorted.
    all: Vec<u64>,
    /// Where the words of each first byte begin: words are hashes, so each has about as many.
    starts: Vec<u32>,
}

impl Table {
    /// The keywords of `posts`, which come newest first. Stretches of posts that are as they were in an earlier site are
    /// shared with its table.
    #[must_use]
    pub fn of(posts: &[Article], before: Option<(&Table, &[Article])>) -> Table {
        let stretches = posts.par_rchunks(STRETCH).enumerate().map(|(at, posts)| {
            let same = before.and_then(|(table, before)| {
                let others = before.rchunks(STRETCH).nth(at)?;
                let is_same = posts.len() == others.len()
                    && posts.iter().zip(others).all(|(post, other)| post.is_same_piece(other));
                is_same.then(|| Arc::clone(&table.stretches[at]))
            });
            same.unwrap_or_else(|| Arc::new(Stretch::of(posts)))
        });
        Table { stretches: stretches.collect(), len: posts.len() }
    }

    /// Makes ready for [`Table::places`] what is not yet.
    pub fn prepare(&self) {
        self.stretches.par_iter().for_each(|stretch| {
            let _ = stretch.index();
        });
    }

    /// Of a word: how many posts up to `post` have it, and its [`entry`](super::entry) in the newest posts before `end`,
    /// the newest first.
    #[must_use]
    pub fn places(&self, word: u32, post: usize, end: usize) -> (usize, Vec<u64>) {
        let (mut count, mut places) = (0, Vec::new());
        for (at, stretch) in self.stretches.iter().enumerate().take(end.div_ceil(STRETCH)).rev() {
            let first = at * STRETCH;
            let found = stretch.entries(word);
            let whole = first + STRETCH <= post;
            if whole {
                count += found.len();
            }
            for entry in found.iter().rev() {
                let other = first + number(*entry);
                count += usize::from(!whole && other <= post);
                if other < end && places.len() < NEWEST {
                    places.push(*entry + ((first as u64) << 4));
                } else if whole {
                    break;
                }
            }
        }
        (count, places)
    }

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// The keywords of the `number`-th post from the oldest.
    #[must_use]
    pub fn row(&self, number: usize) -> Row<'_> {
        self.stretches[number / STRETCH].row(number % STRETCH)
    }
}

impl Stretch {
    fn of(posts: &[Article]) -> Stretch {
        let mut stretch = Stretch::default();
        for post in posts.iter().rev() {
            let own = post.keywords().row();
            stretch.words.extend_from_slice(own.words);
            stretch.weights.extend_from_slice(own.weights);
            stretch.ends.push(stretch.words.len() as u32);
            stretch.lengths.push(own.length);
            stretch.sketches.push(*own.sketch);
        }
        stretch
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut all: Vec<u64> = Vec::with_capacity(self.words.len());
            for post in 0..self.ends.len() {
                all.extend(self.row(post).entries(post));
            }
            all.sort_unstable();
            let start = |byte: u64| all.partition_point(|entry| entry >> 56 < byte) as u32;
            let starts = (0..=256).map(start).collect();
            Index { all, starts }
        })
    }

    /// Where a word stands.
    fn entries(&self, word: u32) -> &[u64] {
        let Index { all, starts } = self.index();
        let byte = (word >> 24) as usize;
        let near = &all[starts[byte] as usize..starts[byte + 1] as usize];
        let start = near.partition_point(|entry| entry >> 32 < u64::from(word));
        let count = near[start..].iter().take_while(|entry| *entry >> 32 == u64::from(word)).count();
        &near[start..start + count]
    }

    fn row(&self, number: usize) -> Row<'_> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let own = start..self.ends[number] as usize;
        Row {
            words: &self.words[own.clone()],
            weights: &self.weights[own],
            length: self.lengths[number],
            sketch: &self.sketches[number],
        }
    }
}
