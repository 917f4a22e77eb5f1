//! What a post is about, as few numbers: the words of its headline, tags and first lines, each with a weight.

use super::entry;
use super::spread::{parts, spread};
use crate::markdown::loose_text;
use crate::site::article::Piece;
use crate::site::words::{self, Word};

/// How much of a body is its lead, in bytes of HTML.
const LEAD: usize = 1_200;
const IN_TITLE: u32 = 4;
const AS_TAG: u32 = 6;
const IN_LEAD: u32 = 1;
/// A weight fits four bits.
const HEAVIEST: u32 = 15;

/// A post's words by [`Word::hash`], sorted, with their weights.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keywords {
    words: Box<[u32]>,
    weights: Box<[u8]>,
    length: u32,
    sketch: Box<Sketch>,
}

/// The weights of words, added up by the lowest bits of the words. Two posts are at least as far apart as their sketches.
pub type Sketch = [u8; SKETCH];
const SKETCH: usize = 128;

/// The keywords of one post, wherever they lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// By [`Word::hash`], sorted.
    pub words: &'a [u32],
    /// The weight of each.
    pub weights: &'a [u8],
    /// The length of the vector of weights, times 32.
    pub length: u32,
    /// These at a glance.
    pub sketch: &'a Sketch,
}

impl Keywords {
    /// The keywords of a post, a pure function of it.
    #[must_use]
    pub fn of(post: &Piece) -> Keywords {
        let mut found: Vec<u64> = Vec::with_capacity(256);
        let mut feed = |text: &str, weight| words::each(text, |word| found.push(once(word.hash(), weight)));
        feed(&post.title, IN_TITLE);
        feed(&post.document.excerpt_text, IN_LEAD);
        feed(&lead(&post.document.html), IN_LEAD);
        for tag in &post.front.tags {
            // The tag counts as a whole, and its words as any others.
            feed(tag, IN_LEAD);
        }
        let tags = post.front.tags.iter();
        found.extend(
            tags.map(|tag| once(Word::new(&format!("#{}", tag.trim().to_lowercase())).hash(), AS_TAG)),
        );
        Keywords::from_found(&found)
    }

    /// Of words that were found [`once`] each.
    fn from_found(found: &[u64]) -> Keywords {
        let (mut found, ends) = spread(|| found.iter().copied(), 1 << 8);
        parts(&mut found, &ends).for_each(<[u64]>::sort_unstable);
        let each = || found.chunk_by(|a, b| a >> 32 == b >> 32);
        // Room for as many as there are: what is left over would be given back by copying all of it.
        let count = each().count();
        let (mut words, mut weights) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for same in each() {
            let weight = same.iter().map(|found| *found as u32).sum::<u32>().min(HEAVIEST);
            words.push((same[0] >> 32) as u32);
            weights.push(weight as u8);
        }
        let mut sketch = Box::new([0_u8; SKETCH]);
        for (word, weight) in words.iter().zip(&weights) {
            let sum = &mut sketch[*word as usize % SKETCH];
            *sum = sum.saturating_add(*weight);
        }
        let squares: u64 = weights.iter().map(|weight| u64::from(*weight).pow(2)).sum();
        let length = (squares * 1_024).isqrt().max(1) as u32;
        Keywords { words: words.into(), weights: weights.into(), length, sketch }
    }

    /// These.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row { words: &self.words, weights: &self.weights, length: self.length, sketch: &self.sketch }
    }
}

impl<'a> Row<'a> {
    /// Whether two posts are alike by at least so many percent: what their words have in common of all they have.
    #[must_use]
    pub fn is_alike(&self, other: &Row<'_>, percent: u32) -> bool {
        let both = self.sum() + other.sum();
        // The more is apart, the less is common: common = (both - apart) / 2, all = (both + apart) / 2.
        let most = both * (100 - percent) / (100 + percent);
        let sketches: u32 =
            self.sketch.iter().zip(other.sketch).map(|(a, b)| u32::from(a.abs_diff(*b))).sum();
        both > 0 && sketches <= most && self.apart(other, most) <= most
    }

    /// The weight that only one of the two has. Counts no further once it is past `most`.
    fn apart(&self, other: &Row<'_>, most: u32) -> u32 {
        let (mut a, mut b, mut apart) = (0, 0, 0);
        while apart <= most && a < self.words.len() && b < other.words.len() {
            let (first, second) = (self.words[a], other.words[b]);
            // Which comes first is anybody's guess, so the processor is not asked to.
            let (own, others) = (first <= second, second <= first);
            let weight = |weights: &[u8], at: usize, counts: bool| u32::from(weights[at]) * u32::from(counts);
            apart += weight(self.weights, a, own).abs_diff(weight(other.weights, b, others));
            a += usize::from(own);
            b += usize::from(others);
        }
        apart + sum(&self.weights[a..]) + sum(&other.weights[b..])
    }

    fn sum(&self) -> u32 {
        sum(self.weights)
    }

    /// For an index, in which it is the `post`-th.
    pub(super) fn entries(self, post: usize) -> impl Iterator<Item = u64> + use<'a> {
        let words = self.words.iter().zip(self.weights);
        words.map(move |(word, weight)| entry(*word, post, *weight))
    }
}

/// A word at one place, and what it weighs there.
fn once(word: u32, weight: u32) -> u64 {
    u64::from(word) << 32 | u64::from(weight)
}

fn sum(weights: &[u8]) -> u32 {
    weights.iter().map(|weight| u32::from(*weight)).sum()
}

/// The text of a body's first lines.
fn lead(html: &str) -> String {
    let mut end = html.len().min(LEAD);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    // Half a tag would read as text, half a word as another.
    let end = html[..end].rfind(['<', ' ']).filter(|_| end < html.len()).unwrap_or(end);
    loose_text(&html[..end])
}

#[cfg(test)]
mod tests {
    use super::{HEAVIEST, Keywords, lead, once};
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn keywords(numbers: &[u32]) -> Keywords {
        Keywords::from_found(&numbers.iter().map(|number| once(*number, 1)).collect::<Vec<_>>())
    }

    #[test]
    fn a_word_counts_as_often_as_it_stands_there_up_to_a_limit() {
        let found = keywords(&[7, 3, 7, 7]);
        assert_eq!((&*found.words, &*found.weights), (&[3, 7][..], &[1, 3][..]));
        assert_eq!(u32::from(keywords(&[1; 99]).weights[0]), HEAVIEST);
    }

    /// By the definition: common of all.
    fn likeness(a: &Keywords, b: &Keywords) -> Option<u32> {
        let of =
            |own: &Keywords, word| own.words.binary_search(word).map_or(0, |at| u32::from(own.weights[at]));
        let all: BTreeSet<&u32> = a.words.iter().chain(&b.words).collect();
        let common: u32 = all.iter().map(|word| of(a, word).min(of(b, word))).sum();
        (common * 100).checked_div(all.iter().map(|word| of(a, word).max(of(b, word))).sum())
    }

    #[test]
    fn likeness_is_the_common_part_of_all() {
        let is_alike =
            |a: &[u32], b: &[u32], percent| keywords(a).row().is_alike(&keywords(b).row(), percent);
        assert!(is_alike(&[1, 2, 3, 4], &[3, 4, 5, 6], 33) && !is_alike(&[1, 2, 3, 4], &[3, 4, 5, 6], 34));
        assert!(is_alike(&[1, 1, 1], &[1], 33) && !is_alike(&[1, 1, 1], &[1], 34));
        assert!(!is_alike(&[], &[], 0));
    }

    #[test]
    fn a_lead_ends_before_what_is_cut() {
        assert_eq!(lead("<p>All of it</p>").trim(), "All of it");
        let long = format!("<p>{}", "année ".repeat(500));
        assert!(lead(&long).ends_with("année") && lead(&long).len() <= super::LEAD);
    }

    proptest! {
        #[test]
        fn posts_are_alike_by_what_they_have_in_common(a in prop::collection::vec(0_u32..30, 0..40),
                                                       b in prop::collection::vec(0_u32..30, 0..40),
                                                       percent in 0_u32..=100) {
            let (a, b) = (keywords(&a), keywords(&b));
            let expected = likeness(&a, &b).is_some_and(|likeness| likeness >= percent);
            prop_assert_eq!(a.row().is_alike(&b.row(), percent), expected);
            prop_assert_eq!(b.row().is_alike(&a.row(), percent), expected);
        }
    }
}
