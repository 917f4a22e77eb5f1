//! Gives headings their ids, so that they can be linked to.
//!
//! It may not depend on anything but the titles seen so far: the same text always gets the same
//! ids.

use rustc_hash::FxHashMap;

/// The ids given so far, each with the next suffix to try for it.
#[derive(Debug, Default)]
pub(super) struct Slugs {
    next: FxHashMap<String, usize>,
}

impl Slugs {
    /// An id for `title` that no earlier heading has; by kramdown's own rule where `plain` says so.
    pub(super) fn unique(&mut self, title: &str, plain: bool) -> String {
        let slug = if plain { kramdown(title) } else { slug(title) };
        let Some(mut suffix) = self.next.get(&slug).copied() else {
            self.next.insert(slug.clone(), 1);
            return slug;
        };
        // The suffix never goes back, so a document's tries add up to its number of headings.
        let id = loop {
            let candidate = format!("{slug}-{suffix}");
            suffix += 1;
            if !self.next.contains_key(&candidate) {
                break candidate;
            }
        };
        self.next.insert(slug, suffix);
        self.next.insert(id.clone(), 1);
        id
    }
}

/// GitHub's rule: lower case, spaces to hyphens, no other punctuation.
fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for character in title.trim().chars() {
        match character {
            'a'..='z' | '0'..='9' | '-' | '_' => slug.push(character),
            'A'..='Z' => slug.push(character.to_ascii_lowercase()),
            _ if character.is_ascii() && !character.is_whitespace() => {}
            _ if character.is_whitespace() => slug.push('-'),
            _ if character.is_alphanumeric() || is_mark(character) => {
                slug.extend(character.to_lowercase());
            }
            _ => {}
        }
    }
    if slug.trim_matches('-').is_empty() {
        return "section".to_owned();
    }
    slug
}

/// kramdown's rule (`converter/base.rb`, basic_generate_id): from the first ASCII letter on, ASCII letters, digits, blanks
/// and hyphens.
fn kramdown(title: &str) -> String {
    let start = title.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(title.len());
    let kept = title[start..].chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-'));
    let slug: String = kept.map(|c| if c == ' ' { '-' } else { c.to_ascii_lowercase() }).collect();
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// The combining marks that `char::is_alphanumeric` leaves out; without them a word in an Indic
/// script, Thai, Hebrew, Arabic or decomposed Latin would fall apart.
fn is_mark(character: char) -> bool {
    matches!(
        u32::from(character),
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x05BF | 0x05C1..=0x05C2
            | 0x05C4..=0x05C5 | 0x05C7 | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670
            | 0x06D6..=0x06DC | 0x06DF..=0x06E8 | 0x06EA..=0x06ED | 0x0711 | 0x0730..=0x074A
            | 0x093C | 0x094D | 0x0951..=0x0954 | 0x09BC | 0x09CD | 0x0A3C | 0x0A4D | 0x0ABC
            | 0x0ACD | 0x0B3C | 0x0B4D | 0x0BCD | 0x0C3C | 0x0C4D | 0x0CBC | 0x0CCD
            | 0x0D3B..=0x0D3C | 0x0D4D | 0x0DCA | 0x0E38..=0x0E3A | 0x0E47..=0x0E4E
            | 0x0EBA | 0x0EC8..=0x0ECE | 0x0F18..=0x0F19 | 0x0F35 | 0x0F37 | 0x0F39
            | 0x0F71..=0x0F84 | 0x1037 | 0x1039..=0x103A | 0x135D..=0x135F | 0x17C9..=0x17D3
            | 0x1AB0..=0x1ACE | 0x1DC0..=0x1DFF | 0x20D0..=0x20F0 | 0x302A..=0x302F
            | 0x3099..=0x309A | 0xFE20..=0xFE2F
    )
}

#[cfg(test)]
mod tests {
    use super::{Slugs, kramdown, slug};

    #[test]
    fn follows_github() {
        assert_eq!(slug("Hello, World!"), "hello-world");
        assert_eq!(slug("A & B"), "a--b");
        assert_eq!(slug("Größe über 東京"), "größe-über-東京");
        assert_eq!(slug("हिन्दी"), "हिन्दी");
        assert_eq!(slug("e\u{301}te\u{301}"), "e\u{301}te\u{301}");
        assert_eq!(slug("“Quoted” — it’s"), "quoted--its");
        assert_eq!(slug("🎉!"), "section");
        assert_eq!(slug(""), "section");
    }

    #[test]
    fn follows_kramdown_where_it_is_asked_to() {
        assert_eq!(kramdown("1. The (Big) Día 2!"), "the-big-da-2");
        assert_eq!(kramdown("東京"), "section");
    }

    #[test]
    fn ids_never_repeat() {
        let mut slugs = Slugs::default();
        let ids: Vec<_> =
            ["a", "a-1", "a", "a", "a-1"].iter().map(|title| slugs.unique(title, false)).collect();
        assert_eq!(ids, ["a", "a-1", "a-2", "a-3", "a-1-1"]);
    }

    #[test]
    fn many_equal_headings_stay_linear() {
        let mut slugs = Slugs::default();
        for _ in 0..100_000 {
            slugs.unique("x", false);
        }
        assert_eq!(slugs.unique("x", false), "x-100000");
    }
}
