//! Lays a diagnostic out for a person: the file first, then the line with a caret, then the way out.

use super::{Diagnostic, Place, Severity};
use anstyle::{AnsiColor, Style};
use std::fmt::Write as _;
use unicode_width::UnicodeWidthStr as _;

/// The longest stretch of a source line that is shown, in columns.
const SHOWN: usize = 76;

/// The diagnostic as text with ANSI styles; the printer strips them where they do not belong.
#[must_use]
pub fn render(diagnostic: &Diagnostic) -> String {
    let (color, word) = match diagnostic.severity {
        Severity::Error => (AnsiColor::Red, "error"),
        Severity::Warning => (AnsiColor::Yellow, "warning"),
    };
    let loud = Style::new().bold().fg_color(Some(color.into()));
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let mut out = String::new();
    let mut place = String::new();
    if !diagnostic.file.is_empty() {
        place.push_str(&diagnostic.file);
        if let Some(at) = &diagnostic.place {
            // Writing to a String cannot fail.
            let _ = match at.column {
                0 => write!(place, ":{}", at.line),
                column => write!(place, ":{}:{column}", at.line),
            };
        }
        place.push_str(": ");
    }
    let prefix = match diagnostic.severity {
        Severity::Error if !place.is_empty() => String::new(),
        _ => format!("{loud}{word}:{loud:#} "),
    };
    let said = visible(&diagnostic.problem.to_string());
    let _ = writeln!(out, "{bold}{}{bold:#}{prefix}{said}", visible(&place));
    if let Some(at) = diagnostic.place.as_ref().filter(|at| at.column > 0 && !at.source.trim().is_empty()) {
        let (line, indent, width) = window(at);
        let number = at.line.to_string();
        let gutter = " ".repeat(number.len());
        let _ = writeln!(out, "{dim} {number} │{dim:#} {line}");
        let _ = writeln!(
            out,
            "{dim} {gutter} │{dim:#} {}{loud}{}{loud:#}",
            " ".repeat(indent),
            "^".repeat(width)
        );
    }
    if let Some(help) = diagnostic.problem.help() {
        let _ = writeln!(out, "{bold}help:{bold:#} {}", visible(&help));
    }
    out
}

/// Text that a terminal shows as it is: what authors and files are called may move no cursor and turn no line round.
fn visible(text: &str) -> String {
    text.chars().map(|c| if is_acting(c) { '\u{fffd}' } else { c }).collect()
}

/// Whether a terminal would do something at the character rather than show it.
fn is_acting(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The part of a long line that holds the caret, and the caret's column and width in it, in terminal cells.
fn window(at: &Place) -> (String, usize, usize) {
    let clean = |c: char| if is_acting(c) { ' ' } else { c };
    let chars: Vec<char> = at.source.chars().map(clean).collect();
    let (column, width) = (at.caret().min(chars.len()), at.width);
    let from = if column > SHOWN * 2 / 3 { column - SHOWN / 3 } else { 0 };
    let to = (from + SHOWN).min(chars.len());
    let text = |range: std::ops::Range<usize>| chars[range].iter().collect::<String>();
    let cut = if from > 0 { "…" } else { "" };
    let rest = if to < chars.len() { "…" } else { "" };
    let indent = cut.width() + text(from..column).width();
    let marked = text(column..(column + width).min(to).max(column)).width().max(1);
    (format!("{cut}{}{rest}", text(from..to)), indent, marked)
}

#[cfg(test)]
mod tests {
    use super::super::{Diagnostic, Place, Problem};
    use super::*;

    fn plain(diagnostic: &Diagnostic) -> String {
        anstream::adapter::strip_str(&render(diagnostic)).to_string()
    }

    #[test]
    fn the_file_comes_first_and_the_caret_stands_under_the_value() {
        let text = "---\ntitle: Talks\nlayout: post\ndate: 2025-02-30\n---\n";
        let d = Diagnostic::error("content/posts/a.md", Problem::DateNotADay { text: "2025-02-30".into() })
            .at(Place::at(text, 4, 7, 10));
        insta::assert_snapshot!(plain(&d), @r#"
        content/posts/a.md:4:7: date "2025-02-30" is not a day that exists
         4 │ date: 2025-02-30
           │       ^^^^^^^^^^
        help: write it as 2025-11-27, or 2025-11-27 22:18, or with a zone: 2025-11-27 22:18 +0600
        "#);
    }

    #[test]
    fn nothing_said_moves_a_cursor() {
        let text = "x: \u{202e}a\u{9b}b";
        let d =
            Diagnostic::error("a\u{1b}[2J.md", Problem::DateNotADate { text: "\u{1b}[31m\u{202e}".into() })
                .at(Place::at(text, 1, 4, 9));
        insta::assert_snapshot!(plain(&d).lines().take(2).collect::<Vec<_>>().join("\n"), @r#"
        a�[2J.md:1:4: date "�[31m�" is not a date
         1 │ x:  a b
        "#);
    }

    #[test]
    fn a_long_line_is_cut_round_the_caret() {
        let text = format!("title: {}x", "wide ".repeat(60));
        let place = Place::of_range(&text, 250..255);
        let shown = window(&place);
        assert!(shown.0.chars().count() <= SHOWN + 2 && shown.0.starts_with('…'));
        assert_eq!(shown.2, 5);
    }
}
