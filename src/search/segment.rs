//! The words of some articles, each with the articles that it is in and how well it fits each.

use crate::markdown::plain_text;
use crate::site::article::Article;
use crate::site::words;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// How many articles are read into one table of words.
const CHUNK: usize = 256;
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
    let chunks: Vec<Chunk> = articles
        .par_chunks(CHUNK)
        .enumerate()
        .map(|(number, articles)| Chunk::read((number * CHUNK) as u32, articles))
        .collect();
    let mut order: Vec<(&str, u32, u32)> = Vec::with_capacity(chunks.iter().map(|c| c.words.len()).sum());
    for (at, chunk) in chunks.iter().enumerate() {
        order.extend(chunk.words.iter().map(|(word, id)| (word.as_str(), at as u32, *id)));
    }
    order.par_sort_unstable();
    let same: Vec<&[(&str, u32, u32)]> = order.chunk_by(|a, b| a.0 == b.0).collect();
    let term = |same: &&[(&str, u32, u32)]| {
        let lists = same.iter().map(|(_, chunk, id)| &*chunks[*chunk as usize].entries[*id as usize]);
        let mut entries = lists.collect::<Vec<_>>().concat();
        let count = entries.len();
        if articles.len() >= FEW && count > articles.len() / COMMON {
            entries.retain(|entry| entry & 3 >= NAMED);
        }
        Term { word: same[0].0.to_owned(), count, entries }
    };
    same.par_iter().with_min_len(64).map(term).collect()
}

/// The words of some articles that follow each other.
#[derive(Default)]
struct Chunk {
    words: FxHashMap<String, u32>,
    /// By the number that a word has here.
    entries: Vec<Vec<u32>>,
    /// By the same, for the article that is read: how often, and the best fit.
    now: Vec<(u16, u32)>,
    touched: Vec<u32>,
}

impl Chunk {
    fn read(first: u32, articles: &[&Article]) -> Chunk {
        let mut chunk = Chunk::default();
        for (number, article) in articles.iter().enumerate() {
            chunk.article(article);
            chunk.close(first + number as u32, article.document.words);
        }
        chunk
    }

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
            let id = match self.words.get(word) {
                Some(id) => *id,
                None => {
                    let id = self.entries.len() as u32;
                    self.words.insert(word.to_owned(), id);
                    self.entries.push(Vec::new());
                    self.now.push((0, 0));
                    id
                }
            };
            let (times, best) = &mut self.now[id as usize];
            if *times == 0 {
                self.touched.push(id);
            }
            *times = times.saturating_add(1);
            *best = (*best).max(fit);
        });
    }

    /// Notes what was fed as the words of article `number`, which is `length` words long.
    fn close(&mut self, number: u32, length: usize) {
        let often = 2 + length / 300;
        for id in self.touched.drain(..) {
            let (times, best) = std::mem::take(&mut self.now[id as usize]);
            let fit = if best == ONCE && usize::from(times) >= often { OFTEN } else { best };
            self.entries[id as usize].push(number << 2 | fit);
        }
    }
}
