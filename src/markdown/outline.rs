//! Headings that skip no level, for a page on which the headline is the first: what a screen reader's outline needs.
//!
//! It may not change anything but the numbers of headings.

use super::html::{Token, tokens};
use memchr::memmem;

/// The level of the first heading below a headline.
const FIRST: u8 = 2;

/// `html` with its headings numbered from `<h2>`, each at most one level below the one before; `None` where they are so.
#[must_use]
pub fn outline(html: &str) -> Option<String> {
    if in_order(html.as_bytes()) {
        return None;
    }
    let mut open: Vec<(u8, u8)> = Vec::new();
    let mut changed = String::new();
    let mut done = 0;
    for (offset, token) in tokens(html) {
        let (name, digit) = match token {
            Token::Open { name, .. } => (name, offset + 2),
            Token::Close { name } => (name, offset + 3),
            _ => continue,
        };
        let Some(level) = level(name) else { continue };
        if matches!(token, Token::Open { .. }) {
            while open.last().is_some_and(|(above, _)| *above >= level) {
                open.pop();
            }
            let new = open.last().map_or(FIRST, |(_, above)| (above + 1).min(6));
            open.push((level, new));
        }
        let new = open.last().map_or(level, |(_, new)| *new);
        if new != level {
            changed.push_str(&html[done..digit]);
            changed.push(char::from(b'0' + new));
            done = digit + 1;
        }
    }
    if done == 0 {
        return None;
    }
    changed.push_str(&html[done..]);
    Some(changed)
}

/// Whether no level is skipped, by a look that is quick since nearly every text is in order.
fn in_order(html: &[u8]) -> bool {
    let mut before = FIRST - 1;
    for at in memmem::find_iter(html, b"<h") {
        if let Some(digit @ b'1'..=b'6') = html.get(at + 2) {
            let level = digit - b'0';
            if level < FIRST || level > before + 1 {
                return false;
            }
            before = level;
        }
    }
    true
}

fn level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h' | b'H', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::outline;

    fn levels(of: &[u8]) -> Vec<u8> {
        let html: String =
            of.iter().map(|level| format!("<h{level} id=\"a\">é</h{level}>\n<p>x</p>")).collect();
        let after = outline(&html).unwrap_or(html);
        let opened = after.split("<h").skip(1).map(|rest| rest.as_bytes()[0] - b'0').collect();
        let closed: Vec<u8> = after.split("</h").skip(1).map(|rest| rest.as_bytes()[0] - b'0').collect();
        assert_eq!(opened, closed, "{after}");
        opened
    }

    #[test]
    fn no_level_is_skipped() {
        assert_eq!(levels(&[3, 3, 4]), [2, 2, 3]);
        assert_eq!(levels(&[1, 2, 2, 1]), [2, 3, 3, 2]);
        assert_eq!(levels(&[4, 2, 6, 3]), [2, 2, 3, 3]);
        assert_eq!(levels(&[1, 2, 3, 4, 5, 6, 6]), [2, 3, 4, 5, 6, 6, 6]);
    }

    #[test]
    fn what_is_right_stays() {
        assert_eq!(outline("<h2>a</h2><h3>b</h3><h2>c</h2>"), None);
        assert_eq!(outline("<header>h</header><hr><p>no heading</p>"), None);
        assert_eq!(outline(""), None);
        assert_eq!(outline("</h4>"), None);
    }
}
