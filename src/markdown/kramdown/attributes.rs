//! kramdown's attribute lists (`parser/kramdown/extensions.rb`): `.class #id key="value" name`.

use super::super::html::{attributes, escape};

/// Attributes of an element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::markdown) struct Attributes {
    pub(in crate::markdown) classes: Vec<String>,
    pub(in crate::markdown) id: Option<String>,
    pub(in crate::markdown) others: Vec<(String, String)>,
    /// Names of attribute lists that are defined elsewhere, and `toc`.
    pub(in crate::markdown) references: Vec<String>,
}

impl Attributes {
    /// Whether it names that list.
    pub(in super::super) fn has_reference(&self, name: &str) -> bool {
        self.references.iter().any(|own| own == name)
    }

    /// Reads what stands between `{:` and `}`.
    pub(super) fn read(text: &str) -> Attributes {
        let mut found = Attributes::default();
        let mut rest = text.trim();
        while !rest.is_empty() {
            let word_end = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
            let (word, after) = rest.split_at(word_end);
            let quote = after.strip_prefix('=').and_then(|value| value.chars().next());
            if let Some(quote @ ('"' | '\'')) = quote
                && let Some((value, left)) = quoted(&after[2..], quote)
            {
                match word {
                    "class" => found.classes.extend(value.split_whitespace().map(str::to_owned)),
                    "id" => found.id = Some(value),
                    _ if is_name(word) => found.others.push((word.to_owned(), value)),
                    _ => {}
                }
                rest = left.trim_start();
                continue;
            }
            if word.starts_with(['.', '#']) {
                found.short(word);
            } else if is_name(word) {
                found.references.push(word.to_owned());
            }
            rest = after.trim_start_matches('=').trim_start();
        }
        found
    }

    /// `.a.b#c`.
    fn short(&mut self, word: &str) {
        let mut rest = word;
        while let Some(kind) = rest.chars().next() {
            let name = &rest[1..];
            let end = name.find(['.', '#']).unwrap_or(name.len());
            match kind {
                '.' if end > 0 => self.classes.push(name[..end].to_owned()),
                '#' if end > 0 => self.id = Some(name[..end].to_owned()),
                _ => {}
            }
            rest = &name[end..];
        }
    }

    /// Takes in what `other` says; its id counts.
    pub(super) fn add(&mut self, other: &Attributes) {
        self.classes.extend(other.classes.iter().cloned());
        self.id = other.id.clone().or(self.id.take());
        for (key, value) in &other.others {
            self.others.retain(|(own, _)| own != key);
            self.others.push((key.clone(), value.clone()));
        }
    }

    /// Whether a class is among them.
    pub(in crate::markdown) fn has_class(&self, class: &str) -> bool {
        self.classes.iter().any(|own| own == class)
    }

    /// As they stand in a tag, each with a blank before it.
    pub(in crate::markdown) fn html(&self) -> String {
        let mut out = String::new();
        let mut put = |key: &str, value: &str| {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            escape(value, &mut out);
            out.push('"');
        };
        if !self.classes.is_empty() {
            put("class", &self.classes.join(" "));
        }
        if let Some(id) = &self.id {
            put("id", id);
        }
        for (key, value) in &self.others {
            put(key, value);
        }
        out
    }
}

fn is_name(word: &str) -> bool {
    let first = word.chars().next();
    first.is_some_and(|c| c.is_alphanumeric() || c == '_')
        && word.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ':'))
}

/// The text up to `quote`, in which a backslash keeps a quote or a brace, and what follows it.
fn quoted(text: &str, quote: char) -> Option<(String, &str)> {
    let mut value = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, next)) if next == quote || next == '}' => value.push(next),
                Some((_, next)) => value.extend(['\\', next]),
                None => value.push('\\'),
            },
            _ if c == quote => return Some((value, &text[at + c.len_utf8()..])),
            c => value.push(c),
        }
    }
    None
}

/// Puts attributes that wait between two marks into the tag that follows them, and drops a table's empty header.
pub(in crate::markdown) fn apply(html: &mut String, mark: char) {
    const NO_HEADER: &str = "<thead><tr></tr></thead>";
    if html.contains(NO_HEADER) {
        *html = html.replace(NO_HEADER, "");
    }
    if !html.contains(mark) {
        return;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    while let Some((before, after)) = rest.split_once(mark) {
        out.push_str(before);
        let Some((added, after)) = after.split_once(mark) else {
            rest = after;
            break;
        };
        // What follows is the tag itself, or white space before it.
        let open = after.find('<').unwrap_or(after.len());
        let end = after[open..].find('>').map_or(after.len(), |at| open + at + 1);
        out.push_str(&after[..open]);
        merge(&after[open..end], added, &mut out);
        rest = &after[end..];
    }
    out.push_str(rest);
    *html = out;
}

/// The tag with attributes added: classes are joined, everything else is replaced.
fn merge(tag: &str, added: &str, out: &mut String) {
    let name_end = tag.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(tag.len());
    let added_tag = format!("<x{added}>");
    let added: Vec<(&str, &str)> = attributes(&added_tag).map(|own| (own.name, own.value)).collect();
    let own: Vec<_> = attributes(tag).collect();
    out.push_str(&tag[..name_end]);
    for (key, value) in &added {
        if !own.iter().any(|own| own.name.eq_ignore_ascii_case(key)) {
            out.push_str(&format!(" {key}=\"{value}\""));
        }
    }
    let mut done = name_end;
    for own in own {
        let Some((key, value)) = added.iter().find(|(key, _)| own.name.eq_ignore_ascii_case(key)) else {
            continue;
        };
        out.push_str(&tag[done..own.start]);
        let before = if *key == "class" { format!("{} ", own.value) } else { String::new() };
        out.push_str(&format!("{key}=\"{before}{value}\""));
        done = own.end;
    }
    out.push_str(&tag[done..]);
}
