//! Words in alphabetical order → files of a few kilobytes, as they are fetched one or two for each word of a query.

use super::segment::Term;
use rustc_hash::FxHashSet;

/// A file has at least so many bytes, and ends at the next word that fits.
const LEAST: usize = 5 * 1024;
/// At so many bytes it ends at any word.
const MOST: usize = 3 * LEAST;
/// More files than this make a list of them that is too long: they grow instead.
const FILES: usize = 1_200;
/// Past the least, a file ends within so many bytes more often than not.
const ABOUT: usize = 2 * 1024;

/// One file: words from `first` on, and where they are.
#[derive(Debug, PartialEq, Eq)]
pub struct Shard {
    /// Its first word, by which it is found.
    pub first: String,
    /// For each word: bytes in common with the word before, bytes of the rest, these; then as varints (LEB128) in how
    /// many articles it is, how many are listed, and for each the step from the article before `<< 2 | fit`.
    pub bytes: Vec<u8>,
}

impl Shard {
    /// Its name, which the word alone decides.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{:08x}", fnv(&self.first))
    }

    /// Four hexadecimal digits that change with the bytes.
    pub fn version(&self) -> String {
        format!("{:04x}", xxhash_rust::xxh3::xxh3_64(&self.bytes) >> 48)
    }
}

/// Cuts `terms` into files. Where one begins depends on words near by alone, so that a changed word changes the files
/// around it, not all that follow.
#[must_use]
pub fn cut(terms: &[Term]) -> Vec<Shard> {
    // An entry takes a little more than a byte, a word some six.
    let about: usize = terms.iter().map(|term| 8 + term.entries.len() * 5 / 4).sum();
    let grown = (about / FILES / LEAST).max(1).next_power_of_two();
    let (least, most) = (LEAST * grown, MOST * grown);
    let mut shards: Vec<Shard> = Vec::new();
    let mut names = FxHashSet::default();
    let mut before = "";
    let mut last_took = 0;
    for term in terms {
        let hash = fnv(&term.word);
        let size = shards.last().map_or(usize::MAX, |shard| shard.bytes.len());
        let begins = (hash as usize) % (ABOUT * grown) < last_took;
        let full = size >= most || (size >= least && begins);
        // Two words of one hash would be one file's name: the second does not begin a file.
        if full && names.insert(hash) {
            shards.push(Shard { first: term.word.clone(), bytes: Vec::with_capacity(least * 3 / 2) });
            before = "";
        }
        if let Some(shard) = shards.last_mut() {
            let start = shard.bytes.len();
            encode(term, before, &mut shard.bytes);
            last_took = shard.bytes.len() - start;
        }
        before = &term.word;
    }
    shards
}

/// FNV-1a, 32 bits.
fn fnv(word: &str) -> u32 {
    word.bytes().fold(0x811C_9DC5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

fn encode(term: &Term, before: &str, bytes: &mut Vec<u8>) {
    let same = term.word.bytes().zip(before.bytes()).take_while(|(a, b)| a == b).count();
    let rest = &term.word.as_bytes()[same..];
    // A word has at most 24 characters, so at most 96 bytes.
    bytes.extend([same as u8, rest.len() as u8]);
    bytes.extend(rest);
    varint(term.count as u32, bytes);
    varint(term.entries.len() as u32, bytes);
    let mut last = 0;
    for entry in &term.entries {
        varint(((entry >> 2) - last) << 2 | entry & 3, bytes);
        last = entry >> 2;
    }
}

fn varint(mut number: u32, bytes: &mut Vec<u8>) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}
