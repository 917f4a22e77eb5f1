//! Characters that were damaged on their way through programs that did not know UTF-8, and what they were.
//!
//! Finds; never changes. Only what cannot be meant is found: sequences that no language writes and that make sense once
//! they are read as the bytes they came from.

use std::ops::Range;

/// A damaged place of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Damage {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// What it was.
    pub repaired: String,
    /// Whether the bytes themselves say what it was; else the words around it do.
    pub is_certain: bool,
}

/// The Thai letter that is left of a sign of punctuation whose first byte was read as Windows-874.
const THAI: &str = "\u{0e42}";

/// What is cut off from English words by an apostrophe.
const ENDINGS: [&str; 7] = ["s", "t", "d", "m", "re", "ve", "ll"];

/// Every damaged place, in order.
#[must_use]
pub fn find(text: &str) -> Vec<Damage> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = text[at..].find(|c: char| !c.is_ascii()) {
        let start = at + step;
        let length = text[start..].find(|c: char| c.is_ascii()).unwrap_or(text.len() - start);
        let run = &text[start..start + length];
        at = start + length;
        if run == THAI {
            let sign = sign_between(&text[..start], &text[at..]);
            found.extend(sign.map(|sign| Damage {
                range: start..at,
                repaired: sign.into(),
                is_certain: false,
            }));
            continue;
        }
        found.extend(
            in_run(run).into_iter().map(|damage| Damage {
                range: damage.range.start + start..damage.range.end + start,
                ..damage
            }),
        );
    }
    found
}

/// The text with all of `damages`, which are in order, repaired.
#[must_use]
pub fn repair(text: &str, damages: &[Damage]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for damage in damages {
        out.push_str(&text[done..damage.range.start]);
        out.push_str(&damage.repaired);
        done = damage.range.end;
    }
    out.push_str(&text[done..]);
    out
}

/// Text of bytes that are not UTF-8, as Windows-1252 has them; the five that it leaves open are control characters.
#[must_use]
pub fn from_windows_1252(bytes: &[u8]) -> String {
    let high = |byte: u8| HIGH[usize::from(byte - 0x80)];
    bytes
        .iter()
        .map(|&byte| if (0x80..0xa0).contains(&byte) { high(byte) } else { char::from(byte) })
        .collect()
}

/// The sign that stood between two parts of a Latin text: an apostrophe in or after a word, else a dash.
fn sign_between(before: &str, after: &str) -> Option<&'static str> {
    let last = before.chars().next_back()?;
    let is_latin = last.is_ascii_alphanumeric() || matches!(last, '.' | ',' | ')' | '"');
    let word = after.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    match after.chars().next() {
        _ if !is_latin => None,
        Some(next) if next.is_ascii_alphanumeric() => {
            Some(if last.is_ascii_alphabetic() && ENDINGS.contains(&word) { "’" } else { "—" })
        }
        // The apostrophe of a plural: `leaders’ positions`.
        Some(' ') if last == 's' => Some("’"),
        _ => None,
    }
}

/// UTF-8 that was read as Windows-1252.
fn in_run(run: &str) -> Vec<Damage> {
    let chars: Vec<(usize, char)> = run.char_indices().collect();
    let mut found: Vec<Damage> = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = match windows_1252(chars[at].1) {
            Some(0xc2..=0xdf) => 2,
            Some(0xe0..=0xef) => 3,
            Some(0xf0..=0xf4) => 4,
            _ => {
                at += 1;
                continue;
            }
        };
        let bytes: Option<Vec<u8>> =
            chars.get(at..at + length).and_then(|part| part.iter().map(|(_, c)| windows_1252(*c)).collect());
        let decoded = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|text| is_plausible(text));
        match decoded {
            Some(repaired) => {
                let end = chars.get(at + length).map_or(run.len(), |(end, _)| *end);
                found.push(Damage { range: chars[at].0..end, repaired, is_certain: true });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Signs of Western text: anything else may be what it looks like.
fn is_plausible(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2122}' | '\u{fb00}'..='\u{fb04}' | '\u{1f300}'..='\u{1faff}')
    })
}

/// What Windows-1252, or ISO 8859-1 where that has none, shows as bytes 0x80 to 0x9f.
const HIGH: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', '\u{90}',
    '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

/// The byte that is shown as `c`.
fn windows_1252(c: char) -> Option<u8> {
    match u8::try_from(u32::from(c)) {
        Ok(byte) => Some(byte),
        Err(_) => HIGH.iter().position(|own| *own == c).and_then(|at| u8::try_from(0x80 + at).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn repaired(text: &str) -> String {
        repair(text, &find(text))
    }

    #[test]
    fn damaged_signs_become_what_they_were() {
        assert_eq!(repaired("talks â€“ and itâ€™s â€œoverâ€\u{9d}"), "talks – and it’s “over”");
        assert_eq!(repaired("CafÃ© Â© ZoÃ«"), "Café © Zoë");
    }

    #[test]
    fn a_thai_letter_between_latin_words_was_a_dash_or_an_apostrophe() {
        for (damaged, sound) in [
            ("KYRGYZSTANโJust", "KYRGYZSTAN—Just"),
            ("Putinโs line", "Putin’s line"),
            ("we donโt", "we don’t"),
            ("both leadersโ positionsโone", "both leaders’ positions—one"),
            ("demandsโand", "demands—and"),
            ("the planโsecond", "the plan—second"),
        ] {
            assert_eq!(repaired(damaged), sound);
        }
        assert_eq!(repaired("the wordโ ends"), "the wordโ ends", "what is not clear stays");
    }

    #[test]
    fn bytes_of_windows_1252_become_text() {
        assert_eq!(from_windows_1252(b"caf\xe9 \x93x\x94 \x96"), "café “x” –");
    }

    #[test]
    fn what_is_meant_stays() {
        for text in ["café – “naïve” œuvre", "โรงแรม", "ÀÉÎ Ñandú", "Â", "Привет", "日本", "É° 5 °C", ""]
        {
            assert_eq!(find(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn a_repair_is_whole_and_no_longer(text in "[a-zâ€“™Ã©Âอโ\u{80}-\u{ff} ]{0,60}") {
            prop_assert!(repaired(&text).chars().count() <= text.chars().count());
        }
    }
}
