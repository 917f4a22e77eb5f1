//! Posts that are nearly the same text: the same story told again, a copy with a new headline.
//!
//! A text is the set of its runs of [`RUN`] words, by hash. Two texts are as similar as their sets: the runs in both, of
//! the runs in either (Jaccard). To find pairs without comparing all with all, each set is drawn as [`BANDS`] × [`ROWS`]
//! least hashes (MinHash by one permutation); pairs that agree in a whole band are then compared exactly.

use super::article::Article;
use super::words;
use crate::markdown::loose_text;
use rayon::prelude::*;
use rustc_hash::FxHashSet;

/// Words in a run.
const RUN: usize = 3;
/// With 32 bands of 3, a pair that is 50 % similar is missed once in seventy times, one of 70 % once in 10⁵ times.
const BANDS: usize = 32;
const ROWS: usize = 3;
/// The most posts of one band that are compared each with each; beyond them each with the next only.
const CROWD: usize = 64;

/// Two posts and how similar they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Pair {
    /// The earlier of the two in the list that was given.
    pub first: usize,
    /// The later.
    pub second: usize,
    /// Runs of words in both, in percent of the runs in either.
    pub percent: u8,
}

/// All pairs that are at least `percent` similar, the most similar first. Finds nearly all from 50 % on; below that,
/// ever fewer.
#[must_use]
pub fn pairs(posts: &[&Article], percent: u8) -> Vec<Pair> {
    let sketches: Vec<Sketch> =
        posts.par_iter().with_min_len(16).map(|post| Sketch::of(&runs(post))).collect();
    let mut candidates = candidates(&sketches);
    drop(sketches);
    candidates.par_sort_unstable();
    candidates.dedup();
    // Sets are made anew for the few texts that need them: those of all would fill the memory of a small machine.
    let mut wanted: Vec<u32> = candidates.iter().flat_map(|(a, b)| [*a, *b]).collect();
    wanted.par_sort_unstable();
    wanted.dedup();
    let sets: Vec<Vec<u32>> = wanted.par_iter().map(|post| runs(posts[*post as usize])).collect();
    let set = |post: u32| wanted.binary_search(&post).map_or(&[][..], |at| &sets[at]);
    let compare = |(a, b): &(u32, u32)| {
        let similar = similarity(set(*a), set(*b));
        (similar >= percent).then_some(Pair { first: *a as usize, second: *b as usize, percent: similar })
    };
    let mut pairs: Vec<Pair> = candidates.par_iter().filter_map(compare).collect();
    pairs.sort_unstable_by_key(|pair| (std::cmp::Reverse(pair.percent), pair.first, pair.second));
    pairs
}

/// The runs of words of a post's body, by hash, sorted, each once. A text of fewer words than a run is one run.
fn runs(post: &Article) -> Vec<u32> {
    let mut hashes = Vec::with_capacity(post.document.words + 16);
    words::each(&loose_text(&post.document.html), |word| hashes.push(word.hash()));
    let mut runs: Vec<u32> = hashes
        .windows(RUN.min(hashes.len()).max(1))
        .map(|run| run.iter().fold(0, |sum, word| mix(sum ^ word)))
        .collect();
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// Spreads a number's bits: the finaliser of MurmurHash3, which maps no two numbers to one.
fn mix(mut n: u32) -> u32 {
    n = (n ^ n >> 16).wrapping_mul(0x85EB_CA6B);
    n = (n ^ n >> 13).wrapping_mul(0xC2B2_AE35);
    n ^ n >> 16
}

fn similarity(a: &[u32], b: &[u32]) -> u8 {
    let (mut at, mut common) = (0, 0);
    for run in a {
        while b.get(at).is_some_and(|other| other < run) {
            at += 1;
        }
        common += usize::from(b.get(at) == Some(run));
    }
    // At most 100, as what is in both is in either.
    (common * 100).checked_div(a.len() + b.len() - common).unwrap_or_default() as u8
}

/// The least hash of each of the equal parts that the hashes fall into.
struct Sketch([u32; BANDS * ROWS]);

impl Sketch {
    fn of(runs: &[u32]) -> Sketch {
        let mut least = [u32::MAX; BANDS * ROWS];
        for run in runs {
            let part = ((u64::from(*run) * least.len() as u64) >> 32) as usize;
            let hash = mix(*run);
            least[part] = least[part].min(hash);
        }
        // A part that no hash of a short text falls into takes over its neighbour's, told apart by how far that is.
        if !runs.is_empty() {
            let filled = least;
            for part in 0..least.len() {
                let far = (0..least.len())
                    .find(|far| filled[(part + far) % least.len()] != u32::MAX)
                    .unwrap_or_default();
                if far > 0 {
                    least[part] = mix(filled[(part + far) % least.len()] ^ far as u32);
                }
            }
        }
        Sketch(least)
    }

    fn is_empty(&self) -> bool {
        self.0.iter().all(|least| *least == u32::MAX)
    }
}

/// Pairs that agree in a band.
fn candidates(sketches: &[Sketch]) -> Vec<(u32, u32)> {
    let of_band = |band: usize| {
        let mut keyed: Vec<([u32; ROWS], u32)> = Vec::with_capacity(sketches.len());
        for (post, sketch) in sketches.iter().enumerate().filter(|(_, sketch)| !sketch.is_empty()) {
            let mut key = [0; ROWS];
            key.copy_from_slice(&sketch.0[band * ROWS..][..ROWS]);
            keyed.push((key, post as u32));
        }
        keyed.sort_unstable();
        let mut found: FxHashSet<(u32, u32)> = FxHashSet::default();
        for same in keyed.chunk_by(|a, b| a.0 == b.0).filter(|same| same.len() > 1) {
            for (at, (_, first)) in same.iter().enumerate() {
                let reach = if same.len() > CROWD { 1 } else { same.len() };
                found.extend(same[at + 1..].iter().take(reach).map(|(_, second)| (*first, *second)));
            }
        }
        found.into_iter().collect::<Vec<_>>()
    };
    (0..BANDS).into_par_iter().flat_map_iter(of_band).collect()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{Pair, Sketch, pairs, runs, similarity};
    use crate::site::article::Article;
    use proptest::prelude::*;

    fn text(from: usize, words: usize) -> String {
        (from..from + words).map(|number| format!("word{number}")).collect::<Vec<_>>().join(" ")
    }

    fn found(bodies: &[String], percent: u8) -> Vec<Pair> {
        let posts: Vec<Article> = bodies.iter().map(|body| Article::sample(body)).collect();
        pairs(&posts.iter().collect::<Vec<_>>(), percent)
    }

    #[test]
    fn retold_texts_are_found_and_others_are_not() {
        let told = text(0, 300);
        let retold = told.replace("word40 ", "other ").replace("word200 ", "words ");
        let bodies = [text(5_000, 300), told.clone(), retold, text(150, 300), told];
        assert_eq!(
            found(&bodies, 80),
            [
                Pair { first: 1, second: 4, percent: 100 },
                Pair { first: 1, second: 2, percent: 96 },
                Pair { first: 2, second: 4, percent: 96 },
            ]
        );
    }

    #[test]
    fn short_and_empty_texts_are_compared_whole() {
        let bodies = ["".to_owned(), "".into(), "Two words".into(), "two words".into(), "Other words".into()];
        assert_eq!(found(&bodies, 50), [Pair { first: 2, second: 3, percent: 100 }]);
    }

    #[test]
    fn the_same_text_many_times_is_not_compared_each_with_each() {
        let bodies = vec![text(0, 50); 500];
        assert_eq!(found(&bodies, 90).len(), 499);
    }

    proptest! {
        #[test]
        fn half_changed_texts_are_nearly_always_candidates(seed in 0_usize..10_000) {
            let (a, b) = (Article::sample(&text(seed, 400)), Article::sample(&text(seed + 70, 400)));
            let (one, two) = (runs(&a), runs(&b));
            prop_assert!((65..75).contains(&similarity(&one, &two)));
            let (one, two) = (Sketch::of(&one), Sketch::of(&two));
            prop_assert!(one.0.chunks(super::ROWS).zip(two.0.chunks(super::ROWS)).any(|(a, b)| a == b));
        }
    }
}
