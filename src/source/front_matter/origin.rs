//! Where a front matter stands in its file, so that a problem can point at the key that has it.

use crate::config::Flavor;
use crate::diagnostics::Place;
use jiff::tz::TimeZone;

/// Where a front matter comes from, for places and dates.
pub struct Origin<'a> {
    /// The file, from the root.
    pub file: &'a str,
    /// The file's whole text, when the keys stand in it.
    pub text: &'a str,
    /// The line on which the front matter begins, 1-based.
    pub first_line: usize,
    /// The zone of a date without one.
    pub zone: &'a TimeZone,
    /// Whose site it is. A key that Dateline gave its meaning is held to it in its own sites alone.
    pub flavor: Flavor,
}

impl Origin<'_> {
    /// The place of a top-level key's value, or the top of the file for a key that comes from the site's defaults.
    #[must_use]
    pub fn place(&self, key: &str) -> Place {
        let mut last = None;
        for (number, line) in self.text.lines().enumerate().skip(self.first_line.saturating_sub(1)) {
            if line.starts_with("---") || line.starts_with("...") {
                break;
            }
            let bare = line.trim_start_matches(['"', '\'']);
            if let Some(rest) = bare.strip_prefix(key)
                && let Some(value) = rest.trim_start_matches(['"', '\'']).trim_start().strip_prefix(':')
            {
                let trimmed = value.trim();
                let start = line.len() - value.trim_start().len();
                let column = line.get(..start).map_or(1, |before| before.chars().count() + 1);
                last = Some(Place {
                    line: number + 1,
                    column: if trimmed.is_empty() { 1 } else { column },
                    width: trimmed.chars().count().max(1),
                    source: line.to_owned(),
                    before: 0,
                });
            }
        }
        last.unwrap_or_default()
    }

    /// Whether a top-level key's value is written in quotes.
    #[must_use]
    pub fn is_quoted(&self, key: &str) -> bool {
        let place = self.place(key);
        place.source.chars().nth(place.column.saturating_sub(1)).is_some_and(|c| matches!(c, '"' | '\''))
    }

    /// The place of `sub` in the item of that number, where a list of mappings is written a key a line; else the place
    /// of the item, or of the whole value.
    #[must_use]
    pub fn place_in(&self, key: &str, item: usize, sub: Option<&str>) -> Place {
        let whole = self.place(key);
        let mut number = None;
        let mut of_item = None;
        for (at, line) in self.text.lines().enumerate().skip(whole.line) {
            let bare = line.trim_start();
            if !line.starts_with([' ', '-', '\t']) && !bare.is_empty() || line.starts_with("---") {
                break;
            }
            if bare.starts_with('-') {
                number = Some(number.map_or(0, |number: usize| number + 1));
            }
            if number != Some(item) {
                continue;
            }
            let entry = bare.trim_start_matches(['-', ' ']);
            let value = sub.and_then(|sub| entry.strip_prefix(sub)?.trim_start().strip_prefix(':'));
            let shown = value.map_or(entry, str::trim_start);
            let column = line.chars().count() - shown.chars().count() + 1;
            let width = shown.trim_end().chars().count().max(1);
            let place = Place { line: at + 1, column, width, source: line.to_owned(), before: 0 };
            if value.is_some() {
                return place;
            }
            of_item.get_or_insert(place);
        }
        of_item.unwrap_or(whole)
    }
}
