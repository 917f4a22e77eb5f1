//! What is wrong, where, and what to do about it: the one shape in which every stage reports.
//!
//! Wording lives in [`problem`]; layout on a terminal in [`human`]. Nothing here prints.

mod doubt;
mod found;
mod help;
mod human;
mod problem;
mod publish;

pub use doubt::Doubt;
pub use found::Found;
pub use human::render;
pub use problem::{Likeness, Problem};
pub use publish::{Cause, Refusal};

/// How much a diagnostic matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The build stops after all of these are gathered; the last good site stays.
    Error,
    /// The build goes on.
    Warning,
}

/// A place in a file: 1-based line and column (in characters), with the line's own text for the caret.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Place {
    /// 1-based; 0 when the whole file is meant.
    pub line: usize,
    /// 1-based, in characters; 0 when the whole line is meant.
    pub column: usize,
    /// How many characters the caret underlines.
    pub width: usize,
    /// The line as it stands in the file; of a very long one what is near the place.
    pub source: String,
    /// How many characters of the line stand before `source`.
    pub before: usize,
}

/// How many characters of a line are kept on either side of a place. A file may be one line of a megabyte, with a thousand
/// places in it.
const NEAR: usize = 400;

impl Place {
    /// The place of a byte range of `text`. A range that is out of bounds or splits a character is moved to the nearest one.
    #[must_use]
    pub fn of_range(text: &str, range: std::ops::Range<usize>) -> Place {
        let start = floor_char(text, range.start);
        let end = floor_char(text, range.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let column = text[line_start..start].chars().count() + 1;
        let width = text[start..end.min(line_end)].chars().count().max(1);
        let line = text[..start].matches('\n').count() + 1;
        let near = near(&text[line_start..line_end], start - line_start);
        let before = column - 1 - text[line_start + near.start..start].chars().count();
        let source = text[line_start..line_end][near].trim_end_matches('\r').to_owned();
        Place { line, column, width, source, before }
    }

    /// The place at a 1-based line and column of `text`.
    #[must_use]
    pub fn at(text: &str, line: usize, column: usize, width: usize) -> Place {
        let whole = text.lines().nth(line.saturating_sub(1)).unwrap_or_default();
        let start = whole.char_indices().nth(column.saturating_sub(1)).map_or(whole.len(), |(at, _)| at);
        let near = near(whole, start);
        let before = whole[..near.start].chars().count();
        Place { line, column, width: width.max(1), source: whole[near].to_owned(), before }
    }

    /// Where in `source` the place begins, in characters.
    #[must_use]
    pub fn caret(&self) -> usize {
        self.column.saturating_sub(self.before + 1)
    }
}

/// The bytes of `line` that are near one of them.
fn near(line: &str, at: usize) -> std::ops::Range<usize> {
    let start = line[..at].char_indices().rev().nth(NEAR).map_or(0, |(start, _)| start);
    let end = line[at..].char_indices().nth(NEAR).map_or(line.len(), |(end, _)| at + end);
    start..end
}

fn floor_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// One problem at one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Path from the site's root with `/`, or as the user gave it; empty when no file is concerned.
    pub file: String,
    /// Where in the file; `None` when the file as a whole is meant.
    pub place: Option<Place>,
    /// What is wrong.
    pub problem: Problem,
}

impl Diagnostic {
    /// An error about a file as a whole.
    #[must_use]
    pub fn error(file: impl Into<String>, problem: Problem) -> Diagnostic {
        Diagnostic { severity: Severity::Error, file: file.into(), place: None, problem }
    }

    /// A warning about a file as a whole.
    #[must_use]
    pub fn warning(file: impl Into<String>, problem: Problem) -> Diagnostic {
        Diagnostic { severity: Severity::Warning, file: file.into(), place: None, problem }
    }

    /// The same, at a place.
    #[must_use]
    pub fn at(mut self, place: Place) -> Diagnostic {
        self.place = Some(place);
        self
    }

    /// Whether this stops the build.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// Sorts by file, then line, then column, so that a report reads in the order of the files.
pub fn sort(diagnostics: &mut [Diagnostic]) {
    diagnostics.sort_by(|a, b| {
        let key = |d: &Diagnostic| d.place.as_ref().map_or((0, 0), |p| (p.line, p.column));
        (a.file.as_str(), key(a), a.severity).cmp(&(b.file.as_str(), key(b), b.severity))
    });
}

/// The name among `known` that is nearest to `word`, if one is near enough to be what was meant.
#[must_use]
pub fn nearest<'a>(word: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(word, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= (candidate.chars().count().max(3) / 3).max(1))
        .min()
        .map(|(_, candidate)| candidate)
}

/// Of errors at one place of a template, which every page that it shows has, the first page's.
pub fn once_a_place(found: &mut Vec<Diagnostic>) {
    found.sort_by_key(|one| one.problem.to_string());
    let mut seen = std::collections::HashSet::new();
    found.retain(|one| {
        let at = one.place.as_ref().map(|place| (place.line, place.column));
        at.is_none() || seen.insert((one.file.clone(), at))
    });
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_not_bytes() {
        let place = Place::of_range("one\nтри four\n", 11..15);
        assert_eq!((place.line, place.column, place.width), (2, 5, 4));
        assert_eq!(place.source, "три four");
    }

    #[test]
    fn of_a_long_line_what_is_near_is_kept() {
        let text = format!("a\n{}here{}\nb", "ä".repeat(5_000), "ö".repeat(5_000));
        let start = text.find("here").unwrap();
        for place in [Place::of_range(&text, start..start + 4), Place::at(&text, 2, 5_001, 4)] {
            assert_eq!((place.line, place.column, place.width), (2, 5_001, 4));
            assert!(place.source.chars().count() < 1_000);
            let caret: String = place.source.chars().skip(place.caret()).take(4).collect();
            assert_eq!(caret, "here");
        }
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_near() {
        assert_eq!(nearest("tilte", ["title", "timezone"]), Some("title"));
        assert_eq!(nearest("colour", ["title", "timezone"]), None);
    }
}
