//! Bytes to text, and text to front matter and body. Knows no keys.

use crate::diagnostics::{Diagnostic, Place, Problem};
use std::borrow::Cow;

/// A content file taken apart.
#[derive(Debug, PartialEq, Eq)]
pub struct Parts<'a> {
    /// What stands between the fences; `None` when the file has no front matter.
    pub front: Option<&'a str>,
    /// The line of the file on which `front` begins, 1-based.
    pub front_line: usize,
    /// The rest.
    pub body: &'a str,
}

/// Makes spaces of the control characters that neither HTML nor XML may hold (all of ASCII but tab, line feed and carriage
/// return), so that every place in the text stays the same.
pub fn blank_controls(bytes: &mut [u8]) {
    for byte in bytes {
        // Without a branch, so that the compiler makes vectors of it: every byte of every post passes here.
        let hidden =
            (*byte < b' ') & (*byte != b'\t') & (*byte != b'\n') & (*byte != b'\r') | (*byte == 0x7f);
        *byte = if hidden { b' ' } else { *byte };
    }
}

/// UTF-8 text with its byte-order mark dropped and line ends made `\n`.
pub fn decode<'a>(file: &str, bytes: &'a [u8]) -> Result<Cow<'a, str>, Box<Diagnostic>> {
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        let byte = usize::from(bytes.get(at).copied().unwrap_or_default());
        let text = String::from_utf8_lossy(bytes);
        // The lossy text is the same up to the bad byte, so the place holds.
        Box::new(Diagnostic::error(file, Problem::NotUtf8 { byte }).at(Place::of_range(&text, at..at + 1)))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(if memchr::memchr(b'\r', text.as_bytes()).is_some() {
        Cow::Owned(text.replace("\r\n", "\n"))
    } else {
        Cow::Borrowed(text)
    })
}

/// Splits at the fences, by Jekyll's rule (`document.rb`, YAML_FRONT_MATTER_REGEXP): the first line is `---`, and the next
/// line that is `---` or `...` closes, blanks at their ends allowed. `Err` when the fence is never closed.
pub fn split(text: &str) -> Result<Parts<'_>, Unclosed> {
    let is_fence =
        |line: &str, mark: &str| line.strip_prefix(mark).is_some_and(|rest| rest.trim().is_empty());
    let first_end = text.find('\n').unwrap_or(text.len());
    if !is_fence(&text[..first_end], "---") {
        return Ok(Parts { front: None, front_line: 1, body: text });
    }
    let start = (first_end + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        if is_fence(line, "---") || is_fence(line, "...") {
            return Ok(Parts {
                front: Some(&text[start..at]),
                front_line: 2,
                body: &text[at + line.len()..],
            });
        }
        at += line.len();
    }
    Err(Unclosed)
}

/// The opening fence has no closing one.
#[derive(Debug, PartialEq, Eq)]
pub struct Unclosed;

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_become_spaces() {
        let mut bytes = "a\0b\t\u{1b}\u{7f}é\r\n".to_owned().into_bytes();
        blank_controls(&mut bytes);
        assert_eq!(bytes, "a b\t  é\r\n".as_bytes());
    }

    #[test]
    fn fences_in_all_their_forms() {
        for (text, front, body) in [
            ("---\na: 1\n---\nBody\n", Some("a: 1\n"), "Body\n"),
            ("---  \na: 1\n...\nBody", Some("a: 1\n"), "Body"),
            ("---\n---\n", Some(""), ""),
            ("---\na: 1\n---", Some("a: 1\n"), ""),
            ("---\na: 1\n---\nOne\n\n---\n\nTwo\n", Some("a: 1\n"), "One\n\n---\n\nTwo\n"),
            ("Body\n---\n", None, "Body\n---\n"),
            ("----\nBody", None, "----\nBody"),
            ("", None, ""),
        ] {
            let parts = split(text).unwrap();
            assert_eq!((parts.front, parts.body), (front, body), "{text:?}");
        }
        assert_eq!(split("---\na: 1\n"), Err(Unclosed));
        assert_eq!(split("---"), Err(Unclosed));
    }

    #[test]
    fn a_bom_and_windows_line_ends_are_dropped() {
        assert_eq!(decode("a.md", b"\xef\xbb\xbf---\r\na: 1\r\n---\r\n").unwrap(), "---\na: 1\n---\n");
    }

    #[test]
    fn a_byte_that_is_not_utf8_is_named_with_its_place() {
        let error = decode("a.md", b"one\ntw\xe9\n").unwrap_err();
        let place = error.place.unwrap();
        assert_eq!((place.line, place.column), (2, 3));
        assert_eq!(error.problem, Problem::NotUtf8 { byte: 0xe9 });
    }
}
