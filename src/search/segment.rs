//! The words of some articles, each with the articles that it is in and how well it fits each.

use crate::markdown::plain_text;
use crate::site::article::Article;
use crate::site::words;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// How many articles are read into one table of words.
const CHUNK: usize = 512;
/// A word in more than one of so many articles tells them apart badly: those that name it in the body alone are dropped.
const COMMON: usize = 4;
/// Below so many articles, all are kept.
const FEW: usize = 64;

/// How well a word fits an article: the low two bits of an entry.
const ONCE: u32 = 0;
const OFTEN: u32 = 1;
const NAMED: u32 = 2;
const TITLE: u32 = 3;

/// A word and where it is.
#[derive(Debug, PartialEq, Eq)]
pub struct Term {
    /// As [`words::each`] gives it.
    pub word: String,
    /// How many articles have it.
    pub count: usize,
    /// `article << 2 | fit` in the order of articles; of a common word fewer than `count`.
    pub entries: Vec<u32>,
}

/// All words of `articles`, in the order of their bytes.
pub fn terms(articles: &[&Article]) -> Vec<Term> {
    let chunk = |(number, articles): (usize, &[&Article])| Chunk::of((number * CHUNK) as u32, articles);
    let chunks: Vec<Chunk> = articles.par_chunks(CHUNK).enumerate().map(chunk).collect();
    let mut lists: FxHashMap<&str, Vec<&[u32]>> = FxHashMap::default();
    for (word, entries) in chunks.iter().flat_map(Chunk::each) {
        lists.entry(word).or_default().push(entries);
    }
    let mut lists: Vec<(&str, Vec<&[u32]>)> = lists.into_iter().collect();
    lists.par_sort_unstable_by_key(|(word, _)| *word);
    let term = |(word, lists): &(&str, Vec<&[u32]>)| {
        let mut entries = lists.concat();
        let count = entries.len();
        if articles.len() >= FEW && count > articles.len() / COMMON {
            entries.retain(|entry| entry & 3 >= NAMED);
        }
        Term { word: (*word).to_owned(), count, entries }
    };
    lists.par_iter().with_min_len(64).map(term).collect()
}

/// The words of some articles that follow each other.
struct Chunk {
    numbers: Numbers,
    /// For the word of each number, where its entries end.
    ends: Vec<u32>,
    entries: Vec<u32>,
}

impl Chunk {
    fn of(first: u32, articles: &[&Article]) -> Chunk {
        let mut reader = Reader::default();
        for (number, article) in articles.iter().enumerate() {
            reader.article(article);
            reader.close(first + number as u32, article.document.words);
        }
        reader.finish()
    }

    /// Each word with its entries, in any order.
    fn each(&self) -> impl Iterator<Item = (&str, &[u32])> {
        self.numbers.0.iter().map(|(word, number)| {
            let start = number.checked_sub(1).map_or(0, |before| self.ends[before as usize]);
            (word.as_str(), &self.entries[start as usize..self.ends[*number as usize] as usize])
        })
    }
}

/// Reads articles one after another.
#[derive(Default)]
struct Reader {
    numbers: Numbers,
    /// By a word's number: how often it is in the article that is read, and how well it fits it at best.
    now: Vec<(u16, u32)>,
    touched: Vec<u32>,
    /// A word's number and an entry, as articles were read.
    noted: Vec<(u32, u32)>,
}

impl Reader {
    fn article(&mut self, article: &Article) {
        let (front, document) = (&article.front, &article.document);
        self.feed(&article.title, TITLE);
        self.feed(&document.excerpt_text, NAMED);
        for name in front.categories.iter().chain(&front.tags) {
            self.feed(name, NAMED);
        }
        for heading in &document.toc {
            self.feed(&heading.title, NAMED);
        }
        for text in [&front.deck, &front.kicker, &front.dateline, &front.story].into_iter().flatten() {
            self.feed(text, NAMED);
        }
        self.feed(&plain_text(&document.html), ONCE);
    }

    fn feed(&mut self, text: &str, fit: u32) {
        words::each(text, |word| {
            let number = self.numbers.of(word) as usize;
            if number == self.now.len() {
                self.now.push((0, 0));
            }
            let (times, best) = &mut self.now[number];
            if *times == 0 {
                self.touched.push(number as u32);
            }
            *times = times.saturating_add(1);
            *best = (*best).max(fit);
        });
    }

    /// Notes what was fed as the words of article `article`, which is `length` words long.
    fn close(&mut self, article: u32, length: usize) {
        let often = 2 + length / 300;
        for number in self.touched.drain(..) {
            let (times, best) = std::mem::take(&mut self.now[number as usize]);
            let fit = if best == ONCE && usize::from(times) >= often { OFTEN } else { best };
            self.noted.push((number, article << 2 | fit));
        }
    }

    /// Puts together what was noted of each word, in the order of articles.
    fn finish(self) -> Chunk {
        let mut ends = vec![0; self.numbers.0.len()];
        for (number, _) in &self.noted {
            ends[*number as usize] += 1;
        }
        let mut total = 0;
        let mut next = Vec::with_capacity(ends.len());
        for end in &mut ends {
            next.push(total);
            total += *end;
            *end = total;
        }
        let mut entries = vec![0; self.noted.len()];
        for (number, entry) in &self.noted {
            let next = &mut next[*number as usize];
            entries[*next as usize] = *entry;
            *next += 1;
        }
        Chunk { numbers: self.numbers, ends, entries }
    }
}

/// Words, numbered as they come.
#[derive(Default)]
struct Numbers(FxHashMap<String, u32>);

impl Numbers {
    fn of(&mut self, word: &str) -> u32 {
        // Most are known: a copy is made of those that are not.
        if let Some(number) = self.0.get(word) {
            return *number;
        }
        let next = self.0.len() as u32;
        self.0.insert(word.to_owned(), next);
        next
    }
}
