//! kramdown, Jekyll's Markdown, made into what the parser of CommonMark reads.
//!
//! A pass over the lines before parsing: what only kramdown knows becomes a token, `{` + mark + number, and the event loop
//! gives each its meaning. A token that lands where kramdown would not look (code, an address) turns back into what was
//! written. Pure, never fails, and stays linear, as all of `markdown`.

mod attributes;
mod blocks;
mod definitions;
mod emphasis;
mod inline;
mod lines;
mod measure;
mod table;
pub(super) mod typography;

pub(super) use attributes::{Attributes, apply};

use std::borrow::Cow;

/// What a token stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Meaning {
    /// `{: …}` on a line of its own, for the block before it.
    Previous(Attributes),
    /// The same for the block after it.
    Next(Attributes),
    /// `{: …}` in a line: for the element before it, or the list item that begins with it.
    Span(Attributes),
    /// A block of HTML that CommonMark would cut at its first blank line.
    Block(String),
    /// HTML in a line.
    Inline(String),
    /// `^`: what comes after belongs to no block before.
    Boundary,
    /// A table's first row is no header.
    NoHeader,
}

/// A token and what was written in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    pub(super) meaning: Meaning,
    pub(super) written: String,
}

/// A source that the parser can read, and what its tokens stand for.
#[derive(Debug)]
pub(super) struct Prepared<'a> {
    pub(super) text: Cow<'a, str>,
    pub(super) tokens: Vec<Token>,
    /// `*[HTML]: …`, the longest first.
    pub(super) abbreviations: Vec<(String, String)>,
    /// The character that makes a token.
    pub(super) mark: char,
}

/// Private characters, of which the first that the source does not have becomes the mark.
const MARKS: [char; 4] = ['\u{e0a1}', '\u{e0a2}', '\u{f8d1}', '\u{f8d2}'];

impl<'a> Prepared<'a> {
    /// A source without anything of kramdown's.
    pub(super) fn plain(source: &'a str) -> Prepared<'a> {
        Prepared {
            text: Cow::Borrowed(source),
            tokens: Vec::new(),
            abbreviations: Vec::new(),
            mark: MARKS[0],
        }
    }

    /// The source with kramdown's own forms made into tokens.
    pub(super) fn new(source: &'a str, parse_block_html: bool) -> Prepared<'a> {
        let Some(mark) = MARKS.into_iter().find(|mark| !source.contains(*mark)) else {
            return Prepared::plain(source);
        };
        lines::prepare(source, mark, parse_block_html)
    }

    /// Whether the parser's text differs from what was written.
    pub(super) fn has_tokens(&self) -> bool {
        !self.tokens.is_empty()
    }

    /// The token that `text` begins with, and its length.
    pub(super) fn token_at(&self, text: &str) -> Option<(&Token, usize)> {
        let digits = text.strip_prefix('{')?.strip_prefix(self.mark)?;
        let count = digits.bytes().take_while(u8::is_ascii_digit).count();
        let end = digits[count..].strip_prefix('}').map(|rest| text.len() - rest.len())?;
        Some((self.tokens.get(digits[..count].parse::<usize>().ok()?)?, end))
    }

    /// `text` with every token as it was written.
    pub(super) fn restore<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.tokens.is_empty() || !text.contains(self.mark) {
            return Cow::Borrowed(text);
        }
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find(self.mark) {
            // A token's brace stands before its mark.
            let start = at.saturating_sub(1);
            out.push_str(&rest[..start]);
            match self.token_at(&rest[start..]) {
                Some((token, length)) => {
                    out.push_str(&self.restore(&token.written));
                    rest = &rest[start + length..];
                }
                None => {
                    let end = at + self.mark.len_utf8();
                    out.push_str(&rest[start..end]);
                    rest = &rest[end..];
                }
            }
        }
        out.push_str(rest);
        Cow::Owned(out)
    }
}

#[cfg(test)]
mod tests;
