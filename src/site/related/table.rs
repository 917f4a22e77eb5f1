//! The keywords of all posts in one table, row by row from the oldest. It is read from end to end for each answer, which
//! takes a tenth of the time that a visit to each post would, as those lie all over memory.

use super::keywords::Row;
use crate::site::article::Article;
use rayon::prelude::*;
use std::sync::Arc;

/// How many posts make a stretch: what is shared with an earlier table, or made anew.
pub const STRETCH: usize = 256;

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

    /// How many rows there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.len
    }

    /// How many words all rows have.
    #[must_use]
    pub fn words(&self) -> usize {
        self.stretches.iter().map(|stretch| stretch.words.len()).sum()
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
        }
        stretch
    }

    fn row(&self, number: usize) -> Row<'_> {
        let start = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        let own = start..self.ends[number] as usize;
        Row { words: &self.words[own.clone()], weights: &self.weights[own], length: self.lengths[number] }
    }
}
