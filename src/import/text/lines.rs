//! The lines of a plain text, and the blocks that they make.

use std::borrow::Cow;

/// A line, without blanks at its ends.
#[derive(Debug, Clone)]
pub struct Line<'a> {
    /// From 1.
    pub number: usize,
    /// What it says.
    pub text: Cow<'a, str>,
}

/// What stands on the page.
#[derive(Debug, PartialEq, Eq)]
pub enum Block {
    Paragraph(String),
    Item { mark: String, text: String },
    Heading(String),
    AlsoRead { label: String, title: String },
    Rule,
}

impl Line<'_> {
    pub fn is_blank(&self) -> bool {
        self.text.is_empty()
    }

    /// Neither an item nor a hint to another article.
    pub fn is_plain(&self) -> bool {
        item(&self.text).is_none() && also_read(&self.text).is_none() && !is_rule(&self.text)
    }
}

/// Lines no longer than this may have been wrapped by a program; a longer one shows that they were not.
const WRAPPED: usize = 100;
/// A line that was wrapped is at least this long.
const FULL: usize = 45;

/// The lines of a text. One whose paragraphs were wrapped at a width comes out with a line a paragraph.
pub fn read(text: &str) -> Vec<Line<'_>> {
    let lines = text.lines().enumerate();
    let lines: Vec<Line<'_>> =
        lines.map(|(at, line)| Line { number: at + 1, text: line.trim().into() }).collect();
    if is_wrapped(&lines) { unwrapped(lines) } else { lines }
}

fn is_wrapped(lines: &[Line<'_>]) -> bool {
    let length = |line: &Line<'_>| line.text.chars().count();
    let (mut full, mut followed) = (0, 0);
    for pair in lines.windows(2) {
        if !pair[0].is_blank() && !pair[1].is_blank() && pair[1].is_plain() {
            followed += 1;
            full += usize::from(length(&pair[0]) >= FULL);
        }
    }
    lines.iter().all(|line| length(line) <= WRAPPED) && followed >= 3 && full * 10 >= followed * 8
}

fn unwrapped(lines: Vec<Line<'_>>) -> Vec<Line<'_>> {
    let mut joined: Vec<Line<'_>> = Vec::with_capacity(lines.len());
    let mut full = false;
    for line in lines {
        let length = line.text.chars().count();
        match joined.last_mut() {
            Some(last) if full && !last.is_blank() && !line.is_blank() && line.is_plain() => {
                last.text = format!("{} {}", last.text, line.text).into();
            }
            _ => joined.push(line),
        }
        full = length >= FULL;
    }
    joined
}

/// What the lines make, each with the number of its line.
pub fn blocks(lines: &[Line<'_>]) -> Vec<(usize, Block)> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_blank()) {
        let text = line.text.as_ref();
        let is_last = lines[at + 1..].iter().all(Line::is_blank);
        let block = if is_last && matches!(text, "-30-" | "###" | "# # #" | "ENDS" | "Ends") {
            // The wires' sign that nothing follows.
            continue;
        } else if is_rule(text) {
            Block::Rule
        } else if let Some((label, title)) = also_read(text) {
            Block::AlsoRead { label: label.to_owned(), title: title.to_owned() }
        } else if let Some((mark, text)) = item(text) {
            Block::Item { mark, text: text.to_owned() }
        } else if is_heading(lines, at) {
            Block::Heading(text.trim_matches('#').trim().trim_end_matches(':').to_owned())
        } else {
            Block::Paragraph(text.to_owned())
        };
        found.push((line.number, block));
    }
    found
}

/// A short line that is no sentence, with text below it.
fn is_heading(lines: &[Line<'_>], at: usize) -> bool {
    let text = &lines[at].text;
    let length = text.chars().count();
    let next = lines[at + 1..].iter().find(|line| !line.is_blank());
    let below = next.is_some_and(|next| {
        next.text.chars().count() >= (length * 3 / 2).max(40) || item(&next.text).is_some()
    });
    // In a list or a poem short lines stand close, before and after.
    let alone = at == 0
        || lines[at - 1].is_blank()
        || lines[at - 1].text.chars().count() >= 100
        || !lines[at - 1].is_plain();
    below && alone && length <= 90 && is_headline(text)
}

/// Words as headlines have them: they begin large and end without a full stop.
pub fn is_headline(text: &str) -> bool {
    let words = text.split_whitespace().count();
    let first = text.trim_start_matches(['#', '"', '“', '‘', '\'', ' ']).chars().next();
    let begins =
        first.is_some_and(|c| c.is_uppercase() || c.is_numeric() || !c.is_lowercase() && c.is_alphabetic());
    let ends =
        text.chars().next_back().is_some_and(|c| !matches!(c, '.' | '!' | ';' | ',' | '…' | '"' | '”'));
    begins && ends && (1..=14).contains(&words)
}

/// An item of a list: its Markdown mark, and its text.
pub fn item(text: &str) -> Option<(String, &str)> {
    let first = text.chars().next()?;
    if matches!(first, '-' | '*' | '•' | '‣' | '◦' | '·' | '▪' | '●') {
        let rest = &text[first.len_utf8()..];
        let is_set_off = rest.starts_with([' ', '\t', '\u{a0}']) || first == '•';
        return (is_set_off && !rest.trim().is_empty()).then(|| ("-".into(), rest.trim()));
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    ((1..=2).contains(&digits) && rest.starts_with(' '))
        .then(|| (format!("{}.", &text[..digits]), rest.trim()))
}

/// A hint to another article: its label and that one's headline.
pub fn also_read(text: &str) -> Option<(&str, &str)> {
    const LABELS: [&str; 8] =
        ["also read", "read also", "read more", "see also", "related", "more on this", "read next", "read"];
    let (label, title) = text.split_once(':')?;
    let label = label.trim().trim_matches('*');
    let is_known = LABELS.iter().any(|known| label.eq_ignore_ascii_case(known));
    (is_known && !title.trim().is_empty()).then(|| (label, title.trim()))
}

/// `* * *`, `---` and the like.
fn is_rule(text: &str) -> bool {
    let marks: String = text.split_whitespace().collect();
    marks.len() >= 3 && ['*', '-', '_', '='].iter().any(|mark| marks.chars().all(|c| c == *mark))
}

/// Who a byline names: `By Ines Quill`.
pub fn byline(text: &str) -> Option<&str> {
    let name = text.strip_prefix("By ").or_else(|| text.strip_prefix("BY "))?.trim().trim_end_matches(',');
    let words = name.split_whitespace().count();
    let is_name = name.split_whitespace().all(|word| {
        matches!(word, "and" | "de" | "van" | "von" | "der" | "la") || word.starts_with(char::is_uppercase)
    });
    (is_name && (1..=8).contains(&words) && !name.ends_with('.')).then_some(name)
}

/// The text of a line that may be a date: without `Published:` before it.
pub fn written_on(text: &str) -> Option<&str> {
    let text = ["Published:", "Published on", "Published", "Posted:", "Posted on", "Date:"]
        .iter()
        .find_map(|label| text.strip_prefix(label))
        .unwrap_or(text)
        .trim();
    (text.len() <= 40 && text.bytes().any(|byte| byte.is_ascii_digit())).then_some(text)
}

/// Splits the place off a paragraph that begins with one in capitals: `BISHKEK, Kyrgyzstan — Talks began.`
pub fn dateline(text: &str) -> Option<(String, String)> {
    let mut dashes = text.char_indices().filter(|(_, c)| matches!(c, '—' | '–' | '-'));
    let (at, dash) = dashes.find(|(at, c)| {
        // A hyphen counts where it stands by itself or is doubled; Ust-Kamenogorsk is one word.
        *c != '-' || text[..*at].ends_with(' ') || text[*at..].starts_with("--")
    })?;
    let place = text[..at].trim();
    let rest = text[at + dash.len_utf8()..].trim_start_matches(['-', ' ', '\u{a0}']);
    let city: String = place.split([',', '(']).next().unwrap_or_default().trim().to_owned();
    let is_city = city.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && city.chars().all(|c| c.is_uppercase() || matches!(c, ' ' | '-' | '.' | '\'' | '’'));
    (is_city && place.chars().count() <= 70 && !rest.is_empty()).then(|| (place.to_owned(), rest.to_owned()))
}

/// The beginning of a text as a headline: its first clause, or as many words as one has.
pub fn beginning(text: &str) -> String {
    let sentence = text.find(". ").map_or(text, |at| &text[..at]);
    let clause = sentence
        .find([',', ';'])
        .map(|at| &sentence[..at])
        .filter(|clause| (20..=110).contains(&clause.chars().count()));
    if let Some(clause) = clause {
        return clause.trim().to_owned();
    }
    let mut made = String::new();
    for word in sentence.split_whitespace() {
        if made.chars().count() + word.chars().count() > 90 {
            made.push('…');
            break;
        }
        if !made.is_empty() {
            made.push(' ');
        }
        made.push_str(word);
    }
    made.trim_end_matches('.').to_owned()
}
