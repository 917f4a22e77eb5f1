//! What a post is about, as few numbers: the words of its headline, tags and first lines, each with a weight.

use crate::markdown::plain_text;
use crate::site::article::Piece;
use crate::site::words;

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
    pub(super) weights: Box<[(u32, u8)]>,
    /// The length of the vector of weights, times 32.
    pub(super) length: u32,
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
        let mut weights: Vec<(u32, u8)> = Vec::with_capacity(found.len());
        for same in found.chunk_by(|a, b| a.0 == b.0) {
            let weight = same.iter().map(|(_, weight)| weight).sum::<u32>().min(HEAVIEST);
            weights.push((same[0].0, weight as u8));
        }
        let squares: u64 = weights.iter().map(|(_, weight)| u64::from(*weight).pow(2)).sum();
        Keywords { weights: weights.into(), length: (squares * 1_024).isqrt().max(1) as u32 }
    }

    /// How alike two posts are, in percent: what their words have in common of all they have.
    #[must_use]
    pub fn likeness(&self, other: &Keywords) -> u32 {
        let (mut a, mut b) = (&*self.weights, &*other.weights);
        let (mut common, mut all) = (0, 0);
        while let ([first, rest @ ..], [second, others @ ..]) = (a, b) {
            let (one, two) = (u32::from(first.1), u32::from(second.1));
            match first.0.cmp(&second.0) {
                std::cmp::Ordering::Less => (all, a) = (all + one, rest),
                std::cmp::Ordering::Greater => (all, b) = (all + two, others),
                std::cmp::Ordering::Equal => {
                    (common, all) = (common + one.min(two), all + one.max(two));
                    (a, b) = (rest, others);
                }
            }
        }
        all += a.iter().chain(b).map(|(_, weight)| u32::from(*weight)).sum::<u32>();
        (common * 100).checked_div(all).unwrap_or_default()
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
        assert_eq!(&*found.weights, &[(3, 1), (7, 3)]);
        assert_eq!(u32::from(keywords(&[1; 99]).weights[0].1), HEAVIEST);
    }

    #[test]
    fn likeness_is_the_common_part_of_all() {
        assert_eq!(keywords(&[1, 2, 3, 4]).likeness(&keywords(&[3, 4, 5, 6])), 33);
        assert_eq!(keywords(&[1, 1, 1]).likeness(&keywords(&[1])), 33);
        assert_eq!(keywords(&[]).likeness(&keywords(&[])), 0);
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
            prop_assert_eq!(a.likeness(&b), b.likeness(&a));
            prop_assert_eq!(a.likeness(&b) == 100, a == b);
        }
    }
}
