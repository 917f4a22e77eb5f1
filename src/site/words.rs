//! The words of a text as search and comparison see them: folded, so that what a reader would call the same word is one.
//!
//! `assets/search.js` folds a reader's query by the same steps: what changes here changes there.

use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// The characters that a word is cut at.
const LONGEST: usize = 24;
/// How many bytes of a word are its head.
const HEAD: usize = 16;

/// A word, folded.
#[derive(Debug, Clone, Copy)]
pub struct Word<'a> {
    // To cut a text takes longer than to tell two numbers apart, and few words are asked for their text.
    of: &'a str,
    start: usize,
    end: usize,
    /// The first bytes, the very first the lowest; zero after the word's end. Most words are no longer.
    head: u128,
}

impl<'a> Word<'a> {
    /// This text as a word; it is taken for folded.
    #[must_use]
    pub fn new(text: &'a str) -> Word<'a> {
        Word { of: text, start: 0, end: text.len(), head: head(text.as_bytes()) }
    }

    /// The word.
    #[must_use]
    pub fn text(&self) -> &'a str {
        &self.of[self.start..self.end]
    }

    /// Two numbers that no other word has; none for a long word.
    #[must_use]
    pub fn key(&self) -> Option<(u64, u64)> {
        // No word has a byte of zero, so words of different lengths differ too.
        (self.end - self.start <= HEAD).then_some((self.head as u64, (self.head >> 64) as u64))
    }

    /// A number that hardly any other word has, the same on every machine.
    #[must_use]
    pub fn hash(&self) -> u32 {
        let sum = mix(0, self.head);
        let sum = match self.key() {
            Some(_) => sum,
            None => self.text().as_bytes().chunks(HEAD).skip(1).fold(sum, |sum, part| mix(sum, head(part))),
        };
        (sum >> 32) as u32
    }
}

/// Calls `found` with each word of `text` in order.
///
/// A word is a run of letters, numbers and marks: in lower case, without diacritics, in compatibility form, of at most
/// 24 characters. A single ASCII character is none. Scripts that put no spaces between words (Chinese, Japanese, Thai
/// and their neighbours) give each pair of neighbouring characters, and the last character of a run alone.
pub fn each(text: &str, mut found: impl FnMut(Word<'_>)) {
    let lower = padded(text);
    let mut start = 0;
    // Words are short: to look for the end of each by itself takes longer than to look at many bytes at a time.
    for (number, block) in lower.as_bytes().as_chunks().0.iter().enumerate() {
        let mut gaps = gaps(block);
        while gaps != 0 {
            let end = number * BLOCK + gaps.trailing_zeros() as usize;
            gaps &= gaps - 1;
            let length = end - start;
            let head = lower.as_bytes()[start..].first_chunk().map_or(0, |bytes| of_length(bytes, length));
            if length > HEAD || head & OTHER_SCRIPTS != 0 {
                // A gap is a character of ASCII, so both ends lie between characters.
                long(&lower[start..end], &mut found);
            } else if length > 1 {
                found(Word { of: &lower, start, end, head });
            }
            start = end + 1;
            if end >= text.len() {
                return;
            }
        }
    }
}

/// The text in lower case as far as it is ASCII, with zeros after it: a gap, whole blocks, and a whole head for each word.
fn padded(text: &str) -> String {
    const ZEROS: &str = match std::str::from_utf8(&[0; BLOCK + HEAD]) {
        Ok(zeros) => zeros,
        Err(_) => "",
    };
    let blocks = (text.len() / BLOCK + 1) * BLOCK;
    let mut lower = String::with_capacity(blocks + HEAD);
    lower.push_str(text);
    lower.make_ascii_lowercase();
    lower.push_str(&ZEROS[..blocks + HEAD - text.len()]);
    lower
}

/// How many bytes are looked at in one go.
const BLOCK: usize = 64;
/// The bits of a head that no ASCII character has.
const OTHER_SCRIPTS: u128 = u128::MAX / 255 * 128;
/// The bits of a head that belong to a word of each length.
const OWN: [u128; HEAD + 1] = {
    let mut own = [u128::MAX; HEAD + 1];
    let mut length = 0;
    while length < HEAD {
        own[length] = (1 << (8 * length)) - 1;
        length += 1;
    }
    own
};

fn head(bytes: &[u8]) -> u128 {
    let mut all = [0; HEAD];
    let length = bytes.len().min(HEAD);
    all[..length].copy_from_slice(&bytes[..length]);
    u128::from_le_bytes(all)
}

/// The first `length` of these bytes.
fn of_length(bytes: &[u8; HEAD], length: usize) -> u128 {
    u128::from_le_bytes(*bytes) & OWN[length.min(HEAD)]
}

/// Spreads the bits of both: the two halves of a product, one laid over the other.
fn mix(sum: u64, head: u128) -> u64 {
    let (low, high) =
        (head as u64 ^ sum ^ 0x9E37_79B9_7F4A_7C15, (head >> 64) as u64 ^ 0xD6E8_FEB8_6659_FD93);
    let product = u128::from(low) * u128::from(high);
    product as u64 ^ (product >> 64) as u64
}

/// A bit for each byte, the lowest for the first: whether it is a gap.
fn gaps(block: &[u8; BLOCK]) -> u64 {
    let flags = block.map(|byte| u8::from(is_gap(byte)));
    let (eights, _) = flags.as_chunks();
    // The product has the lowest bits of all eight bytes side by side in its highest byte.
    let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().enumerate().fold(0, |all, (at, eight)| all | bits(eight) << (8 * at))
}

/// Whether a byte of text in lower case is neither an ASCII letter or digit nor part of another character.
fn is_gap(byte: u8) -> bool {
    !((byte.wrapping_sub(b'a') < 26) | (byte.wrapping_sub(b'0') < 10) | (byte >= 128))
}

/// A run that is long or has more than ASCII in it.
fn long(run: &str, found: &mut impl FnMut(Word<'_>)) {
    if run.is_ascii() { plain(run, found) } else { mixed(run, found) }
}

/// A word of ASCII letters in lower case and digits alone, as most are.
fn plain(word: &str, found: &mut impl FnMut(Word<'_>)) {
    if word.len() > 1 {
        found(Word::new(&word[..word.len().min(LONGEST)]));
    }
}

fn mixed(run: &str, found: &mut impl FnMut(Word<'_>)) {
    // Text in ASCII and typographer's marks, such as `don’t` or `plan—now`, needs no tables.
    for part in run.split(['’', '‘', '“', '”', '–', '—', '…', '\u{a0}']).filter(|part| !part.is_empty())
    {
        if part.is_ascii() {
            plain(part, found);
        } else {
            let folded = fold(part);
            for word in folded.split(|c| !is_word(c)).filter(|word| !word.is_empty()) {
                by_script(word, found);
            }
        }
    }
}

/// A run of letters, cut where a script without spaces begins or ends.
fn by_script(run: &str, found: &mut impl FnMut(Word<'_>)) {
    let mut rest = run;
    while let Some(first) = rest.chars().next() {
        let spaced = !is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) == spaced).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        if spaced {
            let end = part.char_indices().nth(LONGEST).map_or(part.len(), |(at, _)| at);
            if part.is_ascii() {
                plain(part, found);
            } else {
                found(Word::new(&part[..end]));
            }
            continue;
        }
        let mut starts: Vec<usize> = part.char_indices().map(|(at, _)| at).collect();
        starts.push(part.len());
        for (number, start) in starts[..starts.len() - 1].iter().enumerate() {
            found(Word::new(&part[*start..starts[(number + 2).min(starts.len() - 1)]]));
        }
    }
}

fn is_word(c: char) -> bool {
    matches!(
        c.general_category_group(),
        GeneralCategoryGroup::Letter | GeneralCategoryGroup::Number | GeneralCategoryGroup::Mark
    )
}

fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0x0E00..=0x0EFF // Thai, Lao
            | 0x1000..=0x109F // Myanmar
            | 0x1780..=0x17FF // Khmer
            | 0x3005..=0x3007 | 0x3041..=0x30FF | 0x31F0..=0x31FF // Japanese
            | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF // Han
    )
}

/// Marks that the reader may leave out: diacritics, Hebrew points, Arabic vowels and stretching, invisible joiners.
fn is_dropped(c: char) -> bool {
    matches!(u32::from(c),
        0x0300..=0x036F
            | 0x0591..=0x05BD | 0x05BF..=0x05C7
            | 0x0610..=0x061A | 0x0640 | 0x064B..=0x065F | 0x0670 | 0x06D6..=0x06DC
            | 0x00AD | 0x200B..=0x200D | 0xFEFF
    )
}

/// Letters that no decomposition makes plain.
fn plain_letter(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'þ' => "th",
        'ø' => "o",
        'đ' | 'ð' => "d",
        'ł' => "l",
        'ħ' => "h",
        'ı' => "i",
        'ς' => "σ",
        'ى' | 'ی' => "ي",
        'ة' => "ه",
        'ک' => "ك",
        _ => return None,
    })
}

fn fold(text: &str) -> String {
    let stripped: String = text.nfkd().filter(|c| !is_dropped(*c)).collect();
    let mut folded = String::with_capacity(stripped.len());
    for c in stripped.to_lowercase().nfkd().filter(|c| !is_dropped(*c)).nfc() {
        match plain_letter(c) {
            Some(plain) => folded.push_str(plain),
            None => folded.push(c),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::{HEAD, Word, each};
    use proptest::prelude::*;

    fn words(text: &str) -> Vec<String> {
        let mut all = Vec::new();
        each(text, |word| all.push(word.text().to_owned()));
        all
    }

    #[test]
    fn words_are_folded() {
        assert_eq!(words("The Mayor’s “Café”—now"), ["the", "mayor", "cafe", "now"]);
        assert_eq!(words("Łódź, Straße; ÆRØ İzmir ıssız"), ["lodz", "strasse", "aero", "izmir", "issiz"]);
        assert_eq!(words("Ёлка и Їжак"), ["елка", "и", "іжак"]);
        assert_eq!(words("ΟΔΟΣ οδός"), ["οδοσ", "οδοσ"]);
        assert_eq!(words("مَدْرَسَةٌ مدرسه إسلام"), ["مدرسه", "مدرسه", "اسلام"]);
        assert_eq!(words("ﬁve ＡＢＣ 5G x"), ["five", "abc", "5g"]);
        assert_eq!(words("co\u{ad}operate Nike™"), ["cooperate", "niketm"]);
        assert_eq!(words("서울시 हिन्दी"), ["서울시", "हिन्दी"]);
        assert_eq!(words(&"a".repeat(40)), ["a".repeat(24)]);
    }

    #[test]
    fn scripts_without_spaces_give_pairs() {
        assert_eq!(words("東京都、AI技術"), ["東京", "京都", "都", "ai", "技術", "術"]);
        assert_eq!(words("都"), ["都"]);
    }

    #[test]
    fn words_are_cut_wherever_they_lie() {
        for before in 0..130 {
            let text = format!("{}, {} é {}", "-".repeat(before), "x".repeat(before), "last1");
            let expected: Vec<String> = ["x".repeat(before.min(24)), "last1".into()].into();
            assert_eq!(words(&text), expected.into_iter().filter(|word| word.len() > 1).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_word_is_known_by_its_number() {
        let (short, long) = ("a".repeat(HEAD), "a".repeat(HEAD + 1));
        assert_eq!(Word::new("tide").key(), Some((u64::from(u32::from_le_bytes(*b"tide")), 0)));
        assert_ne!(Word::new(&short).key(), Word::new(&short[1..]).key());
        assert_eq!(Word::new(&long).key(), None);
        assert_ne!(Word::new(&long).hash(), Word::new(&short).hash());
        // It may not differ between machines.
        assert_eq!([Word::new("tide").hash(), Word::new(&long).hash()], [1_006_549_279, 764_615_699]);
    }

    proptest! {
        #[test]
        fn any_text_gives_short_folded_words(text in "\\PC{0,60}") {
            each(&text, |word| {
                let again = Word::new(word.text());
                assert_eq!((word.key(), word.hash()), (again.key(), again.hash()));
                let word = word.text();
                assert!(!word.is_empty() && word.chars().count() <= 24, "{word:?}");
                assert!(!word.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric()), "{word:?}");
                assert!(!word.contains(|c: char| c.is_ascii_uppercase()), "{word:?}");
            });
        }
    }
}
