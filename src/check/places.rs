//! Where in its source an address of a page is written.

use crate::diagnostics::Place;
use crate::site::slug;
use crate::source::written::Written;
use std::ops::Range;

/// Each place, in the spelling of the page or of a source: in the body, or else in the front matter.
pub fn all(written: &Written, address: &str) -> Vec<Place> {
    let spellings = [address.to_owned(), address.replace('&', "&amp;"), slug::unescape_path(address)];
    let found =
        spellings.iter().map(|spelling| whole(&written.text, spelling)).find(|found| !found.is_empty());
    let mut found = found.unwrap_or_default();
    if found.iter().any(|range| range.start >= written.body) {
        found.retain(|range| range.start >= written.body);
    }
    found.into_iter().map(|range| Place::of_range(&written.text, range)).collect()
}

/// The first place, or where what begins with it is.
pub fn first(written: &Written, address: &str) -> Option<Place> {
    let begun =
        || [address, &slug::unescape_path(address)].into_iter().find_map(|text| written.place_of_text(text));
    all(written, address).into_iter().next().or_else(begun)
}

/// Where a text has an address whole: `https://e.org/a` is not in `https://e.org/ab`.
fn whole(text: &str, address: &str) -> Vec<Range<usize>> {
    if address.is_empty() {
        return Vec::new();
    }
    let ends = |c: char| c.is_whitespace() || "\"'<>()[]{}|`\\*".contains(c);
    let is_end = |rest: &str| {
        let more = rest.split(ends).next().unwrap_or_default();
        more.chars().all(|c| ".,;:!?_~".contains(c))
    };
    // `/docs` is not in `e.org/docs`.
    let goes_on = |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || "/._-~%".contains(c));
    text.match_indices(address)
        .map(|(at, _)| at..at + address.len())
        .filter(|range| is_end(&text[range.end..]) && !goes_on(&text[..range.start]))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::whole;

    #[test]
    fn an_address_is_found_where_it_ends() {
        let text = "<https://e.org/a> https://e.org/ab [x](https://e.org/a \"t\") https://e.org/a. https://e.org/a#b";
        let found: Vec<usize> = whole(text, "https://e.org/a").into_iter().map(|range| range.start).collect();
        assert_eq!(found, [1, 39, 60]);
        assert_eq!(whole(text, "https://e.org/a#b").len(), 1);
        assert_eq!(whole("[e.org/docs](/docs) {{ site.baseurl }}/docs", "/docs"), [13..18, 38..43]);
    }
}
