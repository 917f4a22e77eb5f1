//! Counts words while text goes by, so that reading times need no second pass.
//!
//! It may not look at markup: it is fed visible text only.

/// A running count. Text fed in several pieces counts as if it were one.
#[derive(Debug, Default)]
pub(super) struct Words {
    pub(super) total: usize,
    inside: bool,
}

impl Words {
    /// Counts the words that begin in `text`.
    pub(super) fn feed(&mut self, text: &str) {
        let bytes = text.as_bytes();
        if let [first, .., last] | [first @ last] = bytes
            && text.is_ascii()
        {
            // A word begins where white space ends. Without a state, and with counts too short to
            // overflow a byte, the compiler looks at many bytes at a time.
            for (before, after) in bytes.chunks(128).zip(bytes[1..].chunks(128)) {
                let starts = before
                    .iter()
                    .zip(after)
                    .map(|(before, byte)| u8::from((*before <= b' ') & (*byte > b' ')));
                self.total += usize::from(starts.sum::<u8>());
            }
            self.total += usize::from(*first > b' ' && !self.inside);
            self.inside = *last > b' ';
            return;
        }
        for character in text.chars() {
            if character.is_ascii() {
                let visible = character > ' ';
                self.total += usize::from(visible & !self.inside);
                self.inside = visible;
            } else if is_cjk(character) {
                self.total += 1;
                self.inside = false;
            } else if character.is_whitespace() || is_cjk_punctuation(character) {
                self.inside = false;
            } else {
                self.total += usize::from(!self.inside);
                self.inside = true;
            }
        }
    }

    /// Ends the word at hand: what comes next stands in another block or line.
    pub(super) fn boundary(&mut self) {
        self.inside = false;
    }
}

/// The words of one text.
pub(super) fn count(text: &str) -> usize {
    let mut words = Words::default();
    words.feed(text);
    words.total
}

fn is_cjk(character: char) -> bool {
    matches!(
        u32::from(character),
        0x1100..=0x11FF // hangul jamo
            | 0x3041..=0x3096 | 0x30A1..=0x30FA | 0x31F0..=0x31FF | 0xFF66..=0xFF9D // kana
            | 0x3130..=0x318F | 0xAC00..=0xD7AF // hangul
            | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF
    )
}

/// The marks between ideographs, which would otherwise count as words of their own.
fn is_cjk_punctuation(character: char) -> bool {
    matches!(u32::from(character), 0x3000..=0x303F | 0x30FB..=0x30FC | 0xFF00..=0xFF0F | 0xFF1A..=0xFF20 | 0xFF3B..=0xFF40 | 0xFF5B..=0xFF65)
}

#[cfg(test)]
mod tests {
    use super::{Words, count};
    use proptest::prelude::*;

    #[test]
    fn counts_words_and_ideographs() {
        assert_eq!(count(""), 0);
        assert_eq!(count("  one two\nthree — é "), 5);
        assert_eq!(count(&"ab c ".repeat(1_000)), 2_000);
        assert_eq!(count("東京、です。"), 4);
        assert_eq!(count("서울 news 2024"), 4);
    }

    proptest! {
        #[test]
        fn words_are_what_white_space_parts(text in "([a-z!-]{0,12}[ \n]{0,3}|é){0,12}") {
            let expected = text.split([' ', '\n']).filter(|word| !word.is_empty()).count();
            prop_assert_eq!(count(&text), expected);
            let mut words = Words::default();
            text.split_inclusive('a').for_each(|piece| words.feed(piece));
            prop_assert_eq!(words.total, expected);
        }
    }

    #[test]
    fn pieces_join_until_a_boundary() {
        let mut words = Words::default();
        words.feed("it");
        words.feed("’");
        words.feed("s");
        words.boundary();
        words.feed("x");
        assert_eq!(words.total, 2);
    }
}
