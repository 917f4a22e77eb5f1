//! Reads HTML just well enough to find its tags, attributes, comments and text.
//!
//! Raw HTML in posts is taken as it comes: this may never reject it, panic on it, or take more
//! than linear time, and it does not try to repair it.

mod edit;
mod text;

pub(super) use edit::{close_open_tags, escape, escaped, without_ids};
pub(super) use text::{decoded, fold};
pub use text::{loose_text, plain_text};

use memchr::{memchr, memmem};

/// A piece of an HTML text. Together, the pieces' raw texts are the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Token<'a> {
    Text(&'a str),
    /// `<!--…-->`, doctypes and processing instructions, whole.
    Comment(&'a str),
    Open {
        name: &'a str,
        raw: &'a str,
    },
    Close {
        name: &'a str,
    },
    /// The inside of a script or style, which is no markup.
    Opaque,
}

/// The tokens of `html`, each with its offset.
pub(super) fn tokens(html: &str) -> Tokens<'_> {
    Tokens { html, at: 0, opaque: None }
}

pub(super) struct Tokens<'a> {
    html: &'a str,
    at: usize,
    opaque: Option<&'a str>,
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.at;
        let rest = self.html.get(start..).filter(|rest| !rest.is_empty())?;
        if let Some(name) = self.opaque.take() {
            self.at = start + end_of_opaque(rest, name);
            return Some((start, Token::Opaque));
        }
        let (length, token) = match markup_at(rest) {
            Some((length, token)) => (length, token),
            None => {
                let length = next_markup(rest);
                (length, Token::Text(&rest[..length]))
            }
        };
        if let Token::Open { name, .. } = token
            && (name.eq_ignore_ascii_case("script") || name.eq_ignore_ascii_case("style"))
        {
            self.opaque = Some(name);
        }
        self.at = start + length;
        Some((start, token))
    }
}

/// The markup that `rest` begins with.
fn markup_at(rest: &str) -> Option<(usize, Token<'_>)> {
    let after = rest.strip_prefix('<')?;
    let first = *after.as_bytes().first()?;
    if after.starts_with("!--") {
        let end = memmem::find(rest.as_bytes(), b"-->").map_or(rest.len(), |at| at + 3);
        return Some((end, Token::Comment(&rest[..end])));
    }
    if first == b'!' || first == b'?' {
        let end = memchr(b'>', rest.as_bytes()).map_or(rest.len(), |at| at + 1);
        return Some((end, Token::Comment(&rest[..end])));
    }
    let closing = first == b'/';
    let name = name(&after[usize::from(closing)..]);
    if name.is_empty() {
        return None;
    }
    let end = end_of_tag(rest);
    let raw = &rest[..end];
    let token = if closing { Token::Close { name } } else { Token::Open { name, raw } };
    Some((end, token))
}

/// Where the text that `rest` begins with ends.
fn next_markup(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while let Some(found) = bytes.get(at..).and_then(|tail| memchr(b'<', tail)) {
        at += found;
        match (bytes.get(at + 1), bytes.get(at + 2)) {
            (Some(b'!' | b'?'), _) => return at,
            (Some(b'/'), Some(next)) if next.is_ascii_alphabetic() => return at,
            (Some(next), _) if next.is_ascii_alphabetic() => return at,
            _ => at += 1,
        }
    }
    // The first character may be longer than the one byte skipped, but '<' never lies inside it.
    rest.len()
}

fn name(text: &str) -> &str {
    if !text.as_bytes().first().is_some_and(u8::is_ascii_alphabetic) {
        return "";
    }
    let goes_on = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b':';
    let end = text.bytes().position(|byte| !goes_on(byte)).unwrap_or(text.len());
    &text[..end]
}

/// A `>` inside a quoted value does not end a tag.
fn end_of_tag(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    // Names are short, values may be long.
    while let Some(found) = bytes[at..].iter().position(|byte| matches!(byte, b'>' | b'"' | b'\'')) {
        at += found;
        let quote = bytes[at];
        if quote == b'>' {
            return at + 1;
        }
        let opens = bytes[..at].trim_ascii_end().ends_with(b"=");
        at += 1;
        if opens {
            match memchr(quote, &bytes[at..]) {
                Some(end) => at += end + 1,
                None => break,
            }
        }
    }
    rest.len()
}

fn end_of_opaque(rest: &str, name: &str) -> usize {
    memmem::find_iter(rest.as_bytes(), b"</")
        .find(|at| {
            rest.as_bytes()
                .get(at + 2..at + 2 + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        })
        .unwrap_or(rest.len())
}

/// An attribute, with where its value stands in the tag.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    pub(super) value: &'a str,
    pub(super) start: usize,
    pub(super) value_start: usize,
    pub(super) end: usize,
}

/// The attributes of an opening tag that have a value.
pub(super) fn attributes(tag: &str) -> impl Iterator<Item = Attribute<'_>> {
    let bytes = tag.as_bytes();
    let skip = move |mut at: usize, test: fn(u8) -> bool| {
        while bytes.get(at).is_some_and(|byte| test(*byte)) {
            at += 1;
        }
        at
    };
    let space: fn(u8) -> bool = |byte| byte.is_ascii_whitespace() || byte == b'/';
    let in_name: fn(u8) -> bool = |byte| !byte.is_ascii_whitespace() && !b"=>/".contains(&byte);
    let in_value: fn(u8) -> bool = |byte| !byte.is_ascii_whitespace() && byte != b'>';
    let mut at = skip(1, in_name);
    std::iter::from_fn(move || {
        loop {
            let start = skip(at, space);
            let name_end = skip(start, in_name);
            at = skip(name_end, |byte| byte.is_ascii_whitespace());
            if bytes.get(at) != Some(&b'=') {
                if at >= bytes.len() || bytes[at] == b'>' {
                    return None;
                }
                continue;
            }
            let value_start = skip(at + 1, |byte| byte.is_ascii_whitespace());
            let (value_start, value_end, end) = match bytes.get(value_start) {
                Some(&quote @ (b'"' | b'\'')) => {
                    let from = value_start + 1;
                    let to = memchr(quote, &bytes[from..]).map_or(bytes.len(), |at| from + at);
                    (from, to, (to + 1).min(bytes.len()))
                }
                _ => {
                    let to = skip(value_start, in_value);
                    (value_start, to, to)
                }
            };
            at = end;
            return Some(Attribute {
                name: &tag[start..name_end],
                value: &tag[value_start..value_end],
                start,
                value_start,
                end,
            });
        }
    })
}

#[cfg(test)]
mod tests {
    use super::{Attribute, Token, attributes, close_open_tags, tokens, without_ids};

    #[test]
    fn reads_tags_comments_and_text() {
        let found: Vec<_> =
            tokens("a < b<i x='>'>é</i><!-- > --><script>a<b</SCRIPT>").map(|(_, token)| token).collect();
        assert_eq!(
            found,
            [
                Token::Text("a < b"),
                Token::Open { name: "i", raw: "<i x='>'>" },
                Token::Text("é"),
                Token::Close { name: "i" },
                Token::Comment("<!-- > -->"),
                Token::Open { name: "script", raw: "<script>" },
                Token::Opaque,
                Token::Close { name: "SCRIPT" },
            ]
        );
    }

    #[test]
    fn reads_attributes() {
        let values: Vec<_> = attributes("<img hidden src=/a alt = 'x y' / data-é=\"1\">")
            .map(|Attribute { name, value, .. }| (name, value))
            .collect();
        assert_eq!(values, [("src", "/a"), ("alt", "x y"), ("data-é", "1")]);
        assert_eq!(attributes("<a = b").count(), 1);
        assert_eq!(attributes("<a href=\"").count(), 1);
        assert_eq!(attributes("<a href=").count(), 1);
    }

    #[test]
    fn broken_html_is_taken_as_it_comes() {
        for html in ["<", "<a", "<a b='", "<!--", "<!", "</", "</a", "é<é", "<script>", "<a =>"] {
            let mut copy = html.to_owned();
            close_open_tags(&mut copy);
            without_ids(html);
            super::plain_text(html);
        }
    }

    #[test]
    fn hostile_html_stays_linear() {
        for piece in ["<", "<a ", "<!--", "<a b='", "</b>", "<b>", "<script>", "&", "<a =", "id="] {
            let mut html = piece.repeat(200_000);
            without_ids(&html);
            super::plain_text(&html);
            close_open_tags(&mut html);
        }
    }
}
