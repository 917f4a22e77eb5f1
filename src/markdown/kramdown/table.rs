//! kramdown's tables, with or without a header, as the tables of GFM.

use super::lines::Lines;
use super::measure::marker;
use super::{Meaning, Token};

impl Lines<'_> {
    /// The rows that begin at `start`.
    pub(super) fn table(&mut self, start: usize, white: &str) -> Option<usize> {
        let mut rows = Vec::new();
        let mut at = start;
        for whole in self.source[start..].split_inclusive('\n') {
            let line = whole.trim_end();
            // Of a list's marker no row is made.
            if !is_row(line) || (rows.is_empty() && marker(line.trim_start()).is_some()) {
                let next = line.trim_start();
                if !next.is_empty() && !next.starts_with("{:") {
                    self.no_table = true;
                    return None;
                }
                break;
            }
            rows.push(line);
            at += whole.len();
        }
        let rewritten = self.rewritten(&rows, white);
        self.no_table = rewritten.is_none();
        let rewritten = rewritten?;
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push('\n');
        }
        self.rows(&rewritten, "");
        Some(at)
    }

    /// The rows as a table of CommonMark's.
    fn rewritten(&mut self, rows: &[&str], white: &str) -> Option<String> {
        let (tokens, mark) = (&mut self.tokens, self.mark);
        rewrite(rows, white, &mut || {
            tokens.push(Token { meaning: Meaning::NoHeader, written: String::new() });
            format!("{{{mark}{}}}", tokens.len() - 1)
        })
    }

    /// The rows that begin with the text of a list item, whose line ends at `end` and whose markers are written already.
    pub(super) fn item_table(&mut self, item: &str, end: usize) -> Option<usize> {
        let content = self.indents.last().copied()?;
        let written = &self.out[self.out.rfind('\n').map_or(0, |at| at + 1)..];
        let other = ["{", "<", "[ ]", "[x]", "[X]", "[^"];
        if written.len() != content
            || written.contains('\t')
            || other.iter().any(|start| item.starts_with(start))
            || begins_other(item, "")
            || !is_row(item)
        {
            return None;
        }
        let mut rows = vec![item.trim_end()];
        let mut at = end;
        for whole in self.source[end..].split_inclusive('\n') {
            let line = whole.trim_end();
            let bare = line.trim_start();
            if bare.is_empty() || bare.starts_with("{:") || marker(bare).is_some() {
                break;
            }
            if !is_row(line) {
                return None;
            }
            rows.push(line);
            at += whole.len();
        }
        let white = " ".repeat(content);
        let rewritten = self.rewritten(&rows, "")?;
        self.rows(&rewritten, &white);
        Some(at)
    }

    /// Appends the rows of a table, all but the first after `white`.
    fn rows(&mut self, rewritten: &str, white: &str) {
        self.in_row = true;
        for (number, line) in rewritten.lines().enumerate() {
            if number > 0 {
                self.out.push_str(white);
            }
            self.inline(line);
            self.out.push('\n');
        }
        self.in_row = false;
    }
}

/// Whether a line with bars begins a block that kramdown looks for before tables; `after` is what follows it.
pub(super) fn begins_other(text: &str, after: &str) -> bool {
    let is_heading = text.trim_start_matches('#').starts_with([' ', '\t']) && text.starts_with('#');
    let under = after.lines().next().unwrap_or_default().trim_end();
    let is_underlined =
        !under.is_empty() && (under.bytes().all(|b| b == b'-') || under.bytes().all(|b| b == b'='));
    is_heading || is_underlined || text.starts_with('>') || text.starts_with("```") || text.starts_with("~~~")
}

/// Whether a line can be a row: it has a `|` that is not escaped and not in code.
pub(super) fn is_row(line: &str) -> bool {
    !line.trim().is_empty() && cells(line).len() > 1
}

/// What stands between the bars of a line. One cell means that there is no bar.
fn cells(line: &str) -> Vec<String> {
    let mut cells = vec![String::new()];
    let mut chars = line.char_indices().peekable();
    let mut code: usize = 0;
    let mut liquid: usize = 0;
    // A run of backticks that has no match later in the line opens nothing.
    let mut closes = runs(line);
    while let Some((at, c)) = chars.next() {
        let last = cells.len() - 1;
        match c {
            '`' => {
                let mut length = 1;
                while chars.next_if(|(_, next)| *next == '`').is_some() {
                    length += 1;
                }
                closes.retain(|(start, _)| *start > at);
                if code == 0 && closes.iter().any(|(_, later)| *later == length) {
                    code = length;
                } else if code == length {
                    code = 0;
                }
                cells[last].push_str(&"`".repeat(length));
            }
            '\\' if code == 0 => {
                cells[last].push('\\');
                if let Some((_, next)) = chars.next() {
                    cells[last].push(next);
                }
            }
            // Liquid that stayed as text keeps its bars.
            '{' if line[at..].starts_with("{{") || line[at..].starts_with("{%") => {
                liquid += 1;
                cells[last].push(c);
            }
            '}' if liquid > 0 && line[..at].ends_with(['}', '%']) => {
                liquid -= 1;
                cells[last].push(c);
            }
            '|' if code > 0 || liquid > 0 => cells[last].push_str("\\|"),
            '|' => cells.push(String::new()),
            c => cells[last].push(c),
        }
    }
    cells
}

/// Every run of backticks: where it begins and how long it is. Long lines of them are not worth a look at each.
fn runs(line: &str) -> Vec<(usize, usize)> {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    let mut last = None;
    for (at, _) in line.match_indices('`') {
        let many = runs.len() >= 64;
        match runs.last_mut() {
            Some((_, length)) if last == Some(at.wrapping_sub(1)) => *length += 1,
            _ if many => break,
            _ => runs.push((at, 1)),
        }
        last = Some(at);
    }
    runs
}

/// `|---|:--:|`.
fn is_rule(line: &str) -> bool {
    line.contains('-') && line.chars().all(|c| matches!(c, '+' | '|' | ':' | ' ' | '\t' | '-'))
}

/// `|===|`, before the footer.
fn is_footer_rule(line: &str) -> bool {
    line.contains('=') && line.chars().all(|c| matches!(c, '+' | '|' | ':' | ' ' | '\t' | '='))
}

/// The rows as lines of a GFM table, each after `indent`; `header` stands in the first cell of a table that has none.
/// `None` when the lines make no table.
pub(super) fn rewrite(lines: &[&str], indent: &str, header: &mut dyn FnMut() -> String) -> Option<String> {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut head: Option<Vec<String>> = None;
    let mut alignments: Vec<&'static str> = Vec::new();
    for line in lines {
        let line = line.trim();
        if is_rule(line) && line.contains(['|', '+']) || (is_rule(line) && !rows.is_empty()) {
            if rows.len() == 1 && head.is_none() && alignments.is_empty() {
                head = rows.pop();
            }
            if alignments.is_empty() && head.is_some() {
                alignments = line.trim_matches('|').split(['|', '+']).map(alignment).collect();
            }
            continue;
        }
        if is_footer_rule(line) {
            continue;
        }
        let mut row = cells(line);
        if line.starts_with('|') {
            row.remove(0);
        }
        if row.len() > 1 && row.last().is_some_and(|cell| cell.trim().is_empty()) {
            row.pop();
        }
        rows.push(row);
    }
    let columns = rows.iter().chain(&head).map(Vec::len).max().filter(|columns| *columns > 0)?;
    if rows.is_empty() {
        return None;
    }
    let mut out = String::new();
    let mut put = |row: &[String]| {
        out.push_str(indent);
        out.push('|');
        for at in 0..columns {
            out.push(' ');
            out.push_str(row.get(at).map_or("", |cell| cell.trim()));
            out.push_str(" |");
        }
        out.push('\n');
    };
    match head {
        Some(head) => put(&head),
        None => put(&[header()]),
    }
    let rules: Vec<String> =
        (0..columns).map(|at| alignments.get(at).copied().unwrap_or("---").to_owned()).collect();
    put(&rules);
    rows.iter().for_each(|row| put(row));
    Some(out)
}

fn alignment(rule: &str) -> &'static str {
    let rule = rule.trim();
    match (rule.starts_with(':'), rule.ends_with(':')) {
        (true, true) => ":-:",
        (true, false) => ":--",
        (false, true) => "--:",
        (false, false) => "---",
    }
}
