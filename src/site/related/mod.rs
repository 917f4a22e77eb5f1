//! For each post the older ones that are about the same things. docs/related.md tells the method.
//!
//! Everything here counts posts from the oldest, in blocks. A post is compared with the posts of its own block and of
//! older ones, and a word is as rare as it was then: a new post changes nothing outside of the newest block.
//! Numbers are whole, so that every machine finds the same.

mod keywords;
mod spread;
mod table;

pub use keywords::Keywords;

use crate::site::article::Article;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use spread::{parts, spread};
use std::borrow::Cow;
use std::cell::RefCell;
use std::cmp::Reverse;
use std::sync::{Mutex, PoisonError};
use table::Table;

/// How many posts make a block.
const BLOCK: usize = 16;
/// How many of a post's words are looked up, the most telling first.
const TELLING: usize = 10;
/// How many of the newest posts with a word are looked at.
const NEWEST: usize = 128;
/// How many of the best are checked for being the same story.
const CHECKED: usize = 32;
/// From this likeness on, in percent, two posts tell the same.
const SAME: u32 = 45;

/// The posts of a site, ready to be asked.
#[derive(Debug)]
pub struct Related {
    table: Table,
    /// Days since 1970, from the oldest.
    days: Vec<i64>,
    /// Which story each is part of, from the oldest.
    stories: Vec<Option<u32>>,
    /// The length of each's [`Row`](keywords::Row), from the oldest.
    lengths: Vec<u32>,
    index: Option<Index>,
    /// What was answered without an index, by post and count.
    answers: Mutex<FxHashMap<(usize, usize), Vec<usize>>>,
}

/// Where each word stands: [`entry`], sorted, so by word, then by post.
#[derive(Debug)]
struct Index {
    all: Vec<u64>,
    /// For each post, where its first word is in `of_word`.
    first: Vec<u32>,
    /// For each word of each post, where it is in `all`, and how many posts up to this one have it.
    of_word: Vec<(u32, u32)>,
}

/// How many posts up to the one that is asked for have a word, and its entries, in any order.
type Places = (usize, Vec<u64>);

impl Related {
    /// For asking about every post, once they are [`indexed`](Related::indexed).
    #[must_use]
    pub fn of_all(posts: &[Article]) -> Related {
        Related::new(posts, None)
    }

    /// With one index of all words. Most of it is the work of one thread.
    #[must_use]
    pub fn indexed(self) -> Related {
        Related { index: Some(Index::new(&self.table)), ..self }
    }

    /// For asking about a few posts: answers are looked for in the table and kept. They are those of an index. Posts that
    /// are in the site `before` too need not be visited.
    #[must_use]
    pub fn on_demand(posts: &[Article], before: Option<(&Related, &[Article])>) -> Related {
        let related = Related::new(posts, before);
        related.table.prepare();
        related
    }

    fn new(posts: &[Article], before: Option<(&Related, &[Article])>) -> Related {
        let day = |post: &Article| post.date.map_or(0, |date| date.instant.as_second().div_euclid(86_400));
        let table = Table::of(posts, before.map(|(related, posts)| (&related.table, posts)));
        Related {
            lengths: (0..table.len()).map(|post| table.row(post).length).collect(),
            table,
            days: posts.iter().rev().map(day).collect(),
            stories: posts.iter().rev().map(|post| post.terms.story()).collect(),
            index: None,
            answers: Mutex::default(),
        }
    }

    /// The posts that are most about the same as the `number`-th, best first, at most `count`. Numbers are of the
    /// site's order, newest first. Other tellings of the same and posts of the same story are left out, as is what has
    /// but one word in common: there may be fewer, or none.
    #[must_use]
    pub fn of(&self, number: usize, count: usize) -> Vec<usize> {
        if self.index.is_some() {
            return self.find(number, count);
        }
        let kept = || self.answers.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(answer) = kept().get(&(number, count)) {
            return answer.clone();
        }
        let answer = self.find(number, count);
        kept().insert((number, count), answer.clone());
        answer
    }

    fn find(&self, number: usize, count: usize) -> Vec<usize> {
        let total = self.table.len();
        if number >= total {
            return Vec::new();
        }
        let post = total - 1 - number;
        let end = total.min((post / BLOCK + 1) * BLOCK);
        let mut chosen: Vec<usize> = Vec::with_capacity(count);
        for candidate in self.candidates(post, end) {
            if chosen.len() == count {
                break;
            }
            let same = |other: usize| self.same_story(candidate, other);
            if !same(post) && !chosen.iter().any(|other| same(*other)) {
                chosen.push(candidate);
            }
        }
        chosen.into_iter().map(|post| total - 1 - post).collect()
    }

    fn same_story(&self, a: usize, b: usize) -> bool {
        let told = self.stories[a].is_some() && self.stories[a] == self.stories[b];
        told || self.table.row(a).is_alike(&self.table.row(b), SAME)
    }

    /// The posts before `end` with the most in common with `post`, best first.
    fn candidates(&self, post: usize, end: usize) -> Vec<usize> {
        // In the low four bits how many words are in common, above them what they are worth: ten words at most, each
        // worth less than 2²².
        thread_local!(static SUMS: RefCell<Vec<u32>> = const { RefCell::new(Vec::new()) });
        SUMS.with_borrow_mut(|sums| {
            sums.resize(sums.len().max(end), 0);
            let mut touched: Vec<u32> = Vec::with_capacity(TELLING * NEWEST);
            for (worth, entries) in self.telling(post, end) {
                for entry in &*entries {
                    let sum = &mut sums[number(*entry)];
                    if *sum == 0 {
                        touched.push(number(*entry) as u32);
                    }
                    *sum += (worth * weight(*entry)) << 4 | 1;
                }
            }
            let mut best: Vec<(u64, usize)> = Vec::with_capacity(touched.len());
            for other in touched {
                let other = other as usize;
                let sum = std::mem::take(&mut sums[other]);
                if sum & 15 > 1 && other != post {
                    best.push((self.score(sum >> 4, post, other), other));
                }
            }
            first(&mut best, CHECKED, |(score, other)| Reverse((*score, *other)));
            best.into_iter().map(|(_, other)| other).collect()
        })
    }

    /// What is in common, for the length of the other post. Half of it fades with the time between the two: a quarter
    /// is gone after a year.
    fn score(&self, sum: u32, post: usize, other: usize) -> u64 {
        let apart = self.days[post].abs_diff(self.days[other]);
        let fresh = 512 + 512 * 365 / (365 + apart);
        u64::from(sum) * fresh / u64::from(self.lengths[other])
    }

    /// The most telling words of `post`: what each is worth, and where it stands in the newest posts before `end`.
    fn telling(&self, post: usize, end: usize) -> Vec<(u32, Cow<'_, [u64]>)> {
        let own = self.table.row(post);
        let mut scanned: Vec<Places> = match &self.index {
            Some(_) => Vec::new(),
            None => own.words.iter().map(|word| self.table.places(*word, post, end)).collect(),
        };
        // As if a block without any of the words had come first: else none would be rare in the oldest posts.
        let all = quarters(post + 1 + BLOCK);
        let mut telling: Vec<(u32, u32, usize)> = Vec::with_capacity(own.words.len());
        for (at, weight) in own.weights.iter().enumerate() {
            let (count, alone) = match &self.index {
                Some(index) => index.count(post, at, end),
                None => (scanned[at].0, scanned[at].1.len() == 1),
            };
            if !alone {
                let rarity = all.saturating_sub(quarters(count));
                telling.push((u32::from(*weight) * rarity, rarity, at));
            }
        }
        first(&mut telling, TELLING, |(telling, _, at)| (Reverse(*telling), *at));
        let mut places = |at: usize| match &self.index {
            Some(index) => Cow::Borrowed(index.places(post, at, end)),
            None => Cow::Owned(std::mem::take(&mut scanned[at].1)),
        };
        telling.iter().map(|(telling, rarity, at)| (telling * rarity, places(*at))).collect()
    }
}

impl Index {
    fn new(table: &Table) -> Index {
        let mut first = Vec::with_capacity(table.len());
        let mut words = 0;
        for post in 0..table.len() {
            first.push(words);
            words += table.row(post).words.len() as u32;
        }
        let all = sorted(table);
        let mut next = first.clone();
        let mut of_word = vec![(0, 0); all.len()];
        let (mut last, mut count) = (0, 0);
        for (at, entry) in all.iter().enumerate() {
            let word = entry >> 32;
            count = if word == last { count + 1 } else { 1 };
            last = word;
            // Both this list and each post's are in the order of words, so a post's words come by in its order.
            let next = &mut next[number(*entry)];
            of_word[*next as usize] = (at as u32, count);
            *next += 1;
        }
        Index { all, first, of_word }
    }

    /// How many posts up to this one have its `at`-th word, and whether it is the only one before `end`.
    fn count(&self, post: usize, at: usize, end: usize) -> (usize, bool) {
        let (place, count) = self.of_word[self.first[post] as usize + at];
        let is_next = |next: &u64| next >> 32 == self.all[place as usize] >> 32 && number(*next) < end;
        (count as usize, count == 1 && !self.all.get(place as usize + 1).is_some_and(is_next))
    }

    fn places(&self, post: usize, at: usize, end: usize) -> &[u64] {
        let (place, count) = self.of_word[self.first[post] as usize + at];
        let (place, word) = (place as usize, self.all[place as usize] >> 32);
        let in_block = |entry: &&u64| **entry >> 32 == word && number(**entry) < end;
        let to = place + self.all[place..].iter().take_while(in_block).count();
        let from = (place + 1 - count as usize).max(to.saturating_sub(NEWEST));
        &self.all[from..to]
    }
}

/// The entries of all posts.
fn sorted(table: &Table) -> Vec<u64> {
    const PARTS: usize = 1 << 12;
    let (mut all, ends) = spread(|| (0..table.len()).flat_map(|post| table.row(post).entries(post)), PARTS);
    let parts: Vec<&mut [u64]> = parts(&mut all, &ends).collect();
    parts.into_par_iter().with_min_len(32).for_each(<[u64]>::sort_unstable);
    all
}

/// Sorts the first `count` of `list` to its front and drops the rest, which need no order.
fn first<T, K: Ord>(list: &mut Vec<T>, count: usize, key: impl Fn(&T) -> K) {
    if list.len() > count {
        list.select_nth_unstable_by_key(count, &key);
        list.truncate(count);
    }
    list.sort_unstable_by_key(key);
}

/// A word of a post as an index has it: `word << 32 | post << 4 | weight`. There are fewer than 2²⁸ posts.
fn entry(word: u32, post: usize, weight: u8) -> u64 {
    u64::from(word) << 32 | u64::from(post as u32) << 4 | u64::from(weight)
}

/// The post of an entry.
fn number(entry: u64) -> usize {
    (entry as u32 >> 4) as usize
}

/// The weight of an entry.
fn weight(entry: u64) -> u32 {
    entry as u32 & 15
}

/// Quarters of the binary logarithm, whole. Rarity is one in how many as such a logarithm.
fn quarters(number: usize) -> u32 {
    let log = match u16::try_from(number) {
        Ok(number) => u64::from(number).pow(4).checked_ilog2(),
        Err(_) => (number as u128).pow(4).checked_ilog2(),
    };
    log.unwrap_or_default()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests;
