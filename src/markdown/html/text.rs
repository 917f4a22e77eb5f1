//! Gets the words out of HTML, for excerpts, descriptions and word counts.
//!
//! It may not return markup, and knows only the entities that prose is written with.

use memchr::memchr;

use super::{Token, tokens};

/// The text of `html`: tags stripped, the usual entities decoded, white space folded.
pub fn plain_text(html: &str) -> String {
    let mut text = Folded::with_capacity(html.len());
    each_text(html, |part| match part {
        Some(part) => text.push(part),
        None => text.space(),
    });
    text.finish()
}

/// The same with its white space as it comes, for who looks at the words alone.
pub fn loose_text(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    each_text(html, |part| text.push_str(part.unwrap_or(" ")));
    text
}

/// The parts of the text of `html`, and `None` where an element parts it.
fn each_text(html: &str, mut found: impl FnMut(Option<&str>)) {
    for (_, token) in tokens(html) {
        match token {
            Token::Text(raw) => each_part(raw, |part| found(Some(part))),
            Token::Open { name, .. } | Token::Close { name } if !is_inline(name) => found(None),
            _ => {}
        }
    }
}

/// `text` with each run of white space made one space, and none at the ends.
pub(in super::super) fn fold(text: &str) -> String {
    let mut folded = Folded::with_capacity(text.len());
    folded.push(text);
    folded.finish()
}

struct Folded {
    text: String,
    pending: bool,
}

impl Folded {
    fn with_capacity(capacity: usize) -> Self {
        Self { text: String::with_capacity(capacity), pending: false }
    }

    fn space(&mut self) {
        self.pending = !self.text.is_empty();
    }

    fn push(&mut self, text: &str) {
        // Most prose has its white space as it is to be, but for the ends of lines: a line is copied as a whole.
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.space();
            }
            if is_folded(line.as_bytes()) {
                self.line(line);
            } else {
                self.words(line);
            }
        }
    }

    /// Text in which each space is one, between words or at an end.
    fn line(&mut self, line: &str) {
        let (before, line) = line.strip_prefix(' ').map_or((false, line), |rest| (true, rest));
        let (after, line) = line.strip_suffix(' ').map_or((false, line), |rest| (true, rest));
        if before {
            self.space();
        }
        self.word(line);
        if after {
            self.space();
        }
    }

    fn words(&mut self, text: &str) {
        for (index, word) in text.split(char::is_whitespace).enumerate() {
            if index > 0 {
                self.space();
            }
            self.word(word);
        }
    }

    fn word(&mut self, word: &str) {
        if word.is_empty() {
            return;
        }
        if self.pending {
            self.text.push(' ');
            self.pending = false;
        }
        self.text.push_str(word);
    }

    fn finish(mut self) -> String {
        self.text.shrink_to_fit();
        self.text
    }
}

/// Whether a line's only white space is single spaces. Lines with characters that share their first byte with white space
/// of other scripts are said not to be.
fn is_folded(line: &[u8]) -> bool {
    let [_, rest @ ..] = line else { return true };
    let odd = |byte: u8| (byte < b' ') | (byte == 0xC2) | (0xE1..=0xE3).contains(&byte);
    // Without an early end, the compiler looks at many bytes at a time.
    let doubled = line.iter().zip(rest).fold(false, |any, (a, b)| any | ((*a == b' ') & (*b == b' ')));
    !doubled & !line.iter().fold(false, |any, byte| any | odd(*byte))
}

/// Elements that do not part words.
fn is_inline(name: &str) -> bool {
    match name {
        "a" | "abbr" | "b" | "bdi" | "bdo" | "cite" | "code" | "del" | "dfn" | "em" | "font" | "i"
        | "ins" | "kbd" | "mark" | "q" | "s" | "samp" | "small" | "span" | "strong" | "sub" | "sup"
        | "time" | "u" | "var" | "wbr" => true,
        _ => name.bytes().any(|byte| byte.is_ascii_uppercase()) && is_inline(&name.to_ascii_lowercase()),
    }
}

/// `raw` with the usual entities decoded, white space as it is.
pub(in super::super) fn decoded(raw: &str) -> String {
    let mut text = String::with_capacity(raw.len());
    each_part(raw, |part| text.push_str(part));
    text
}

fn each_part(raw: &str, mut push: impl FnMut(&str)) {
    let mut rest = raw;
    while let Some(at) = memchr(b'&', rest.as_bytes()) {
        push(&rest[..at]);
        rest = &rest[at..];
        // No entity in the table is longer, so a stray ampersand costs a bounded look ahead.
        let window = &rest.as_bytes()[..rest.len().min(12)];
        let decoded = memchr(b';', window).and_then(|end| Some((end, entity(&rest[1..end])?)));
        match decoded {
            Some((end, character)) => {
                push(character.encode_utf8(&mut [0; 4]));
                rest = &rest[end + 1..];
            }
            None => {
                push("&");
                rest = &rest[1..];
            }
        }
    }
    push(rest);
}

fn entity(name: &str) -> Option<char> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return code.ok().and_then(char::from_u32).filter(|found| *found != '\0');
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "shy" => '\u{ad}',
        "ndash" => '–',
        "mdash" => '—',
        "hellip" => '…',
        "lsquo" => '‘',
        "rsquo" => '’',
        "ldquo" => '“',
        "rdquo" => '”',
        "laquo" => '«',
        "raquo" => '»',
        "bull" => '•',
        "middot" => '·',
        "copy" => '©',
        "reg" => '®',
        "trade" => '™',
        "deg" => '°',
        "euro" => '€',
        "pound" => '£',
        "cent" => '¢',
        "yen" => '¥',
        "sect" => '§',
        "times" => '×',
        "frac12" => '½',
        "eacute" => 'é',
        "egrave" => 'è',
        "agrave" => 'à',
        "aacute" => 'á',
        "ccedil" => 'ç',
        "ntilde" => 'ñ',
        "auml" => 'ä',
        "ouml" => 'ö',
        "uuml" => 'ü',
        "szlig" => 'ß',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{fold, loose_text, plain_text};
    use proptest::prelude::*;

    #[test]
    fn strips_decodes_and_folds() {
        assert_eq!(plain_text("<p>A&nbsp;&amp; <b>b</b>c&#8217;s\n x</p><p>d</p>"), "A & bc’s x d");
        assert_eq!(plain_text("<style>p{}</style>x<script>a<b</script>y<!-- z -->"), "x y");
        assert_eq!(plain_text("1 < 2 &bogus; & &#0; &"), "1 < 2 &bogus; & &#0; &");
        assert_eq!(plain_text("a<br>b<td>c</td><td title='>'>d"), "a b c d");
        assert_eq!(plain_text("&é;<"), "&é;<");
        assert_eq!(plain_text("a<B>b</B>c<P>d</P>"), "abc d");
        assert_eq!(fold("  a \n\t b "), "a b");
        assert_eq!(loose_text("<p>A&nbsp;&amp; <b>b</b>c\n x</p><p>d</p>"), " A\u{a0}& bc\n x  d ");
    }

    proptest! {
        #[test]
        fn folded_text_has_its_words_and_single_spaces(text in "([a-z \n]|\\s|\\PC){0,40}") {
            prop_assert_eq!(fold(&text), text.split_whitespace().collect::<Vec<_>>().join(" "));
        }
    }
}
