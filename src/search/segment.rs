//! The words of some articles, each with the articles that it is in and how well it fits each.

use crate::markdown::loose_text;
use crate::site::article::Article;
use crate::site::words::{self, Word};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// At least and at most so many articles are read into one table of words: few tables are put together faster, but each is
/// the work of one thread.
const CHUNK: (usize, usize) = (16, 512);
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

/// The words of some articles, stretch by stretch.
#[derive(Debug)]
pub struct Words {
    /// How many articles there are.
    pub articles: usize,
    chunks: Vec<Chunk>,
}

/// Reads `articles`.
pub fn read(articles: &[&Article]) -> Words {
    let size = articles.len().div_ceil(4 * rayon::current_num_threads()).clamp(CHUNK.0, CHUNK.1);
    let chunk = |reader: &mut Reader, (number, articles): (usize, &[&Article])| {
        reader.chunk((number * size) as u32, articles)
    };
    let chunks = articles.par_chunks(size).enumerate().map_init(Reader::default, chunk).collect();
    Words { articles: articles.len(), chunks }
}

impl Words {
    /// All words, in the order of their bytes.
    pub fn terms(&self) -> Vec<Term> {
        let mut lists: FxHashMap<&str, Vec<&[u32]>> = FxHashMap::default();
        for (word, entries) in self.chunks.iter().flat_map(Chunk::each) {
            lists.entry(word).or_default().push(entries);
        }
        let mut lists: Vec<(&str, Vec<&[u32]>)> = lists.into_iter().collect();
        lists.par_sort_unstable_by_key(|(word, _)| *word);
        let term = |(word, lists): &(&str, Vec<&[u32]>)| {
            let mut entries = lists.concat();
            let count = entries.len();
            if self.articles >= FEW && count > self.articles / COMMON {
                entries.retain(|entry| entry & 3 >= NAMED);
            }
            Term { word: (*word).to_owned(), count, entries }
        };
        lists.par_iter().with_min_len(64).map(term).collect()
    }
}

/// The words of some articles that follow each other.
#[derive(Debug)]
struct Chunk {
    words: Vec<String>,
    /// For each word, where its entries end.
    ends: Vec<u32>,
    entries: Vec<u32>,
}

impl Chunk {
    /// Each word with its entries.
    fn each(&self) -> impl Iterator<Item = (&str, &[u32])> {
        self.words.iter().enumerate().map(|(number, word)| {
            let start = number.checked_sub(1).map_or(0, |before| self.ends[before]);
            (word.as_str(), &self.entries[start as usize..self.ends[number] as usize])
        })
    }
}

/// Reads articles one after another, chunk after chunk: its room is used again.
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
    fn chunk(&mut self, first: u32, articles: &[&Article]) -> Chunk {
        for (number, article) in articles.iter().enumerate() {
            self.article(article);
            self.close(first + number as u32, article.document.words);
        }
        self.finish()
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
        self.feed(&loose_text(&document.html), ONCE);
    }

    fn feed(&mut self, text: &str, fit: u32) {
        words::each(text, |word| {
            let number = self.numbers.known(word).unwrap_or_else(|| self.number_anew(word));
            let (times, best) = &mut self.now[number as usize];
            if *times == 0 {
                self.touched.push(number);
            }
            *times = times.saturating_add(1);
            *best = (*best).max(fit);
        });
    }

    // Not among what is done for each word of a text, which is small enough to be done in one go.
    #[cold]
    #[inline(never)]
    fn number_anew(&mut self, word: Word<'_>) -> u32 {
        self.now.push((0, 0));
        self.numbers.add(word)
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
    fn finish(&mut self) -> Chunk {
        let words = std::mem::take(&mut self.numbers).words;
        let mut ends = vec![0; words.len()];
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
        self.noted.clear();
        self.now.clear();
        Chunk { words, ends, entries }
    }
}

/// Words, numbered as they come.
#[derive(Default)]
struct Numbers {
    // To look at text elsewhere takes time, so only long words are known by it.
    short: FxHashMap<(u64, u64), u32>,
    long: FxHashMap<String, u32>,
    words: Vec<String>,
}

impl Numbers {
    fn known(&self, word: Word<'_>) -> Option<u32> {
        match word.key() {
            Some(key) => self.short.get(&key).copied(),
            None => self.known_long(word),
        }
    }

    #[cold]
    #[inline(never)]
    fn known_long(&self, word: Word<'_>) -> Option<u32> {
        self.long.get(word.text()).copied()
    }

    fn add(&mut self, word: Word<'_>) -> u32 {
        let number = self.words.len() as u32;
        match word.key() {
            Some(key) => self.short.insert(key, number),
            None => self.long.insert(word.text().to_owned(), number),
        };
        self.words.push(word.text().to_owned());
        number
    }
}

#[cfg(test)]
mod tests {
    use super::Numbers;
    use crate::site::words::Word;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn each_word_has_a_number_of_its_own(words in prop::collection::vec("[ab]{1,4}|[ab]{7,9}|[ab]{15,18}|[é]{1,12}", 1..60)) {
            let mut numbers = Numbers::default();
            for word in &words {
                let word = Word::new(word);
                let number = numbers.known(word).unwrap_or_else(|| numbers.add(word));
                prop_assert_eq!(&*numbers.words[number as usize], word.text());
                prop_assert_eq!(numbers.known(word), Some(number));
            }
            let different: std::collections::BTreeSet<&String> = words.iter().collect();
            prop_assert_eq!(numbers.words.len(), different.len());
        }
    }
}
