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
    /// The line as it stands in the file.
    pub source: String,
}

impl Place {
    /// The place of a byte range of `text`. A range that is out of bounds or splits a character is moved to the nearest one.
    #[must_use]
    pub fn of_range(text: &str, range: std::ops::Range<usize>) -> Place {
        let start = floor_char(text, range.start);
        let end = floor_char(text, range.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        Place {
            line: text[..start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            width: text[start..end.min(line_end)].chars().count().max(1),
            source: text[line_start..line_end].trim_end_matches('\r').to_owned(),
        }
    }

    /// The place at a 1-based line and column of `text`.
    #[must_use]
    pub fn at(text: &str, line: usize, column: usize, width: usize) -> Place {
        let source = text.lines().nth(line.saturating_sub(1)).unwrap_or_default().to_owned();
        Place { line, column, width: width.max(1), source }
    }
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
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_characters_not_bytes() {
        let place = Place::of_range("one\nтри four\n", 11..15);
        assert_eq!((place.line, place.column, place.width), (2, 5, 4));
        assert_eq!(place.source, "три four");
    }

    #[test]
    fn the_nearest_name_is_offered_only_when_near() {
        assert_eq!(nearest("tilte", ["title", "timezone"]), Some("title"));
        assert_eq!(nearest("colour", ["title", "timezone"]), None);
    }
}
