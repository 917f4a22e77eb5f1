//! Lines that say something of others and show nothing themselves: attribute lists, abbreviations, names of addresses.

use super::Meaning;
use super::attributes::Attributes;
use super::lines::Lines;
use super::measure::width;

impl Lines<'_> {
    /// `{: .class}` for a block, or `{:name: .class}` for later.
    pub(super) fn attribute_line(&mut self, white: &str, text: &str, boundary: bool) -> bool {
        if super::blocks::brace_end(text) != Some(text.len()) || text.starts_with("{:/") {
            return false;
        }
        let inner = &text[2..text.len() - 1];
        let name = inner.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-');
        if let Some(at) = name.filter(|at| *at > 0 && inner[*at..].starts_with(':')) {
            let read = Attributes::read(&inner[at + 1..]);
            self.lists.entry(inner[..at].to_owned()).or_default().add(&read);
            self.out.push('\n');
            self.after_blank = true;
            return true;
        }
        let attributes = Attributes::read(inner);
        let base = self.indents.last().copied().unwrap_or(0);
        let previous = !boundary || self.after_attributes;
        self.after_attributes = previous;
        if previous && base > 0 && width(white) >= base {
            // Within an item: an empty line would make the list a loose one.
            self.out.push_str(white);
            self.token(Meaning::Previous(attributes), text);
            self.out.push('\n');
        } else if previous {
            if width(white) < base {
                self.indents.clear();
            }
            self.block(Meaning::Previous(attributes), text, white);
        } else {
            self.block(Meaning::Next(attributes), text, white);
        }
        true
    }

    /// `> {: .class}` for what stands before it in the quote.
    pub(super) fn quoted_attributes(&mut self, white: &str, text: &str) -> bool {
        let inner = text.trim_start_matches(['>', ' ']);
        let is_list = inner.starts_with("{:") && !inner.starts_with("{::") && !inner.starts_with("{:/");
        if !is_list || super::blocks::brace_end(inner) != Some(inner.len()) {
            return false;
        }
        let quote = &text[..text.len() - inner.len()];
        let bare = quote.trim_end();
        self.out.push_str(&format!("{white}{bare}\n{white}{quote}"));
        self.token(Meaning::Previous(Attributes::read(&inner[2..inner.len() - 1])), inner);
        self.out.push_str(&format!("\n{white}{bare}\n"));
        true
    }

    pub(super) fn abbreviation(&mut self, text: &str) -> bool {
        let Some((name, meaning)) = text[2..].split_once("]:") else { return false };
        if name.is_empty() {
            return false;
        }
        self.abbreviations.retain(|(own, _)| own != name);
        self.abbreviations.push((name.to_owned(), meaning.trim().to_owned()));
        true
    }
}

/// The name of the `[name]: …` that a line is.
pub(super) fn reference(line: &str) -> Option<String> {
    let (name, _) = line.trim_start().strip_prefix('[')?.split_once("]:")?;
    (!name.is_empty() && !name.starts_with('^')).then(|| name.to_lowercase())
}
