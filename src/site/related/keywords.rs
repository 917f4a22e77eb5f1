//! What a post is about, as few numbers: the words of its headline, tags and first lines, each with a weight.

use super::place;
use crate::markdown::plain_text;
use crate::site::article::Piece;
use crate::site::words;
use std::cmp::Ordering;

/// How much of a body is its lead, in bytes of HTML.
const LEAD: usize = 1_200;
const IN_TITLE: u32 = 4;
const AS_TAG: u32 = 6;
const IN_LEAD: u32 = 1;
/// A weight fits four bits.
const HEAVIEST: u32 = 15;

/// A post's words by [`words::hash`], sorted, with their weights.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keywords {
    words: Box<[u32]>,
    weights: Box<[u8]>,
    length: u32,
}

/// The keywords of one post, wherever they lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Row<'a> {
    /// By [`words::hash`], sorted.
    pub words: &'a [u32],
    /// The weight of each.
    pub weights: &'a [u8],
    /// The length of the vector of weights, times 32.
    pub length: u32,
}

impl Keywords {
    /// The keywords of a post, a pure function of it.
    #[must_use]
    pub fn of(post: &Piece) -> Keywords {
        let mut found: Vec<(u32, u32)> = Vec::with_capacity(256);
        let mut feed = |text: &str, weight| words::each(text, |word| found.push((words::hash(word), weight)));
        feed(&post.title, IN_TITLE);
        feed(&post.document.excerpt_text, IN_LEAD);
        feed(&lead(&post.document.html), IN_LEAD);
        for tag in &post.front.tags {
            // The tag counts as a whole, and its words as any others.
            feed(tag, IN_LEAD);
        }
        let tags = post.front.tags.iter();
        found.extend(tags.map(|tag| (words::hash(&format!("#{}", tag.trim().to_lowercase())), AS_TAG)));
        Keywords::from_found(found)
    }

    fn from_found(mut found: Vec<(u32, u32)>) -> Keywords {
        found.sort_unstable();
        let (mut words, mut weights): (Vec<u32>, Vec<u8>) = (Vec::new(), Vec::new());
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let weight = same.iter().map(|(_, weight)| weight).sum::<u32>().min(HEAVIEST);
            words.push(same[0].0);
            weights.push(weight as u8);
        }
        let squares: u64 = weights.iter().map(|weight| u64::from(*weight).pow(2)).sum();
        let length = (squares * 1_024).isqrt().max(1) as u32;
        Keywords { words: words.into(), weights: weights.into(), length }
    }

    /// These.
    #[must_use]
    pub fn row(&self) -> Row<'_> {
        Row { words: &self.words, weights: &self.weights, length: self.length }
    }
}

impl Row<'_> {
    /// How alike two posts are, in percent: what their words have in common of all they have.
    #[must_use]
    pub fn likeness(&self, other: &Row<'_>) -> u32 {
        let (mut a, mut b) = (self.each().peekable(), other.each().peekable());
        let (mut common, mut all) = (0, 0);
        while let (Some((first, one)), Some((second, two))) = (a.peek().copied(), b.peek().copied()) {
            all += match first.cmp(&second) {
                Ordering::Less => one,
                Ordering::Greater => two,
                Ordering::Equal => {
                    common += one.min(two);
                    one.max(two)
                }
            };
            a.next_if(|_| first <= second);
            b.next_if(|_| second <= first);
        }
        all += a.chain(b).map(|(_, weight)| weight).sum::<u32>();
        (common * 100).checked_div(all).unwrap_or_default()
    }

    /// For an index, in which it is the `post`-th: `word << 32 | place`.
    pub(super) fn entries(&self, post: usize) -> impl Iterator<Item = u64> {
        let words = self.words.iter().zip(self.weights);
        words.map(move |(word, weight)| u64::from(*word) << 32 | u64::from(place(post, *weight)))
    }

    /// Words and weights.
    fn each(&self) -> impl Iterator<Item = (u32, u32)> {
        self.words.iter().copied().zip(self.weights.iter().map(|weight| u32::from(*weight)))
    }
}

/// The text of a body's first lines.
fn lead(html: &str) -> String {
    let mut end = html.len().min(LEAD);
    while !html.is_char_boundary(end) {
        end -= 1;
    }
    // Half a tag would read as text, half a word as another.
    let end = html[..end].rfind(['<', ' ']).filter(|_| end < html.len()).unwrap_or(end);
    plain_text(&html[..end])
}

#[cfg(test)]
mod tests {
    use super::{HEAVIEST, Keywords, lead};
    use proptest::prelude::*;

    fn keywords(numbers: &[u32]) -> Keywords {
        Keywords::from_found(numbers.iter().map(|number| (*number, 1)).collect())
    }

    #[test]
    fn a_word_counts_as_often_as_it_stands_there_up_to_a_limit() {
        let found = keywords(&[7, 3, 7, 7]);
        assert_eq!((&*found.words, &*found.weights), (&[3, 7][..], &[1, 3][..]));
        assert_eq!(u32::from(keywords(&[1; 99]).weights[0]), HEAVIEST);
    }

    #[test]
    fn likeness_is_the_common_part_of_all() {
        let likeness = |a: &[u32], b: &[u32]| keywords(a).row().likeness(&keywords(b).row());
        assert_eq!(likeness(&[1, 2, 3, 4], &[3, 4, 5, 6]), 33);
        assert_eq!(likeness(&[1, 1, 1], &[1]), 33);
        assert_eq!(likeness(&[], &[]), 0);
    }

    #[test]
    fn a_lead_ends_before_what_is_cut() {
        assert_eq!(lead("<p>All of it</p>"), "All of it");
        let long = format!("<p>{}", "année ".repeat(500));
        assert!(lead(&long).ends_with("année") && lead(&long).len() <= super::LEAD);
    }

    proptest! {
        #[test]
        fn likeness_is_mutual_and_whole_only_with_itself(a in prop::collection::vec(0_u32..30, 1..40),
                                                         b in prop::collection::vec(0_u32..30, 1..40)) {
            let (a, b) = (keywords(&a), keywords(&b));
            prop_assert_eq!(a.row().likeness(&b.row()), b.row().likeness(&a.row()));
            prop_assert_eq!(a.row().likeness(&b.row()) == 100, a == b);
        }
    }
}
