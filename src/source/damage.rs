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
}

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
        if run == "\u{0e42}" && is_between_latin(text, start, at) {
            // A dash whose first byte was read as Thai, and whose others were lost.
            found.push(Damage { range: start..at, repaired: "—".into() });
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

fn is_between_latin(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    before.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '.' | ','))
        && after.is_some_and(|c| c.is_ascii_alphabetic())
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
            _ => 0,
        };
        let bytes: Option<Vec<u8>> =
            chars.get(at..at + length).and_then(|part| part.iter().map(|(_, c)| windows_1252(*c)).collect());
        let decoded = bytes.and_then(|bytes| String::from_utf8(bytes).ok()).filter(|text| is_plausible(text));
        match decoded {
            Some(repaired) => {
                let end = chars.get(at + length).map_or(run.len(), |(end, _)| *end);
                found.push(Damage { range: chars[at].0..end, repaired });
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// Signs of Western text: anything else may be what it looks like.
fn is_plausible(text: &str) -> bool {
    text.chars().all(|c| matches!(c, '\u{a0}'..='\u{17f}' | '\u{2010}'..='\u{2122}' | '\u{fb00}'..='\u{fb04}' | '\u{1f300}'..='\u{1faff}'))
}

/// The byte that Windows-1252, or ISO 8859-1 where that has none, shows as `c`.
fn windows_1252(c: char) -> Option<u8> {
    const HIGH: [char; 32] = [
        '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
        '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
    ];
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
        assert_eq!(repaired("KYRGYZSTANโJust"), "KYRGYZSTAN—Just");
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
        fn a_repair_is_whole_and_final(text in "[a-zâ€“™Ã©Âอโ\u{80}-\u{ff} ]{0,60}") {
            let once = repaired(&text);
            prop_assert!(once.chars().count() <= text.chars().count());
        }
    }
}
