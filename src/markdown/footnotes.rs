//! Numbers footnotes by their first reference and sets them at the end of the document.
//!
//! It may not place anything inside the body but references: where a note is written says nothing
//! about where it is shown.

use pulldown_cmark::{CowStr, Event, TagEnd};
use rustc_hash::FxHashMap;

use super::html::escape;

/// How every reference begins, by which an excerpt leaves them out.
pub(super) const REFERENCE: &str = "<sup class=\"footnote-ref\">";

/// The notes of one document.
#[derive(Debug, Default)]
pub(super) struct Footnotes<'s> {
    definitions: FxHashMap<String, Vec<Event<'s>>>,
    numbers: FxHashMap<String, usize>,
    cited: Vec<Cited>,
}

#[derive(Debug)]
struct Cited {
    label: String,
    references: usize,
}

impl<'s> Footnotes<'s> {
    /// Keeps the text of a note; the first one wins, as with link definitions.
    pub(super) fn define(&mut self, label: &str, events: Vec<Event<'s>>) {
        self.definitions.entry(key(label)).or_insert(events);
    }

    /// The mark in the text that leads to a note.
    pub(super) fn reference(&mut self, label: &str, prefix: &str) -> Event<'s> {
        let label = key(label);
        let number = *self.numbers.entry(label.clone()).or_insert_with(|| {
            self.cited.push(Cited { label, references: 0 });
            self.cited.len()
        });
        // Numbers are only handed out together with an entry, so this one is there.
        let count = self.cited.get_mut(number - 1).map_or(1, |cited| {
            cited.references += 1;
            cited.references
        });
        let mut html = format!("{REFERENCE}<a href=\"#");
        push_id(&mut html, "fn", number, prefix);
        html.push_str("\" id=\"");
        push_id(&mut html, "fnref", number, prefix);
        if count > 1 {
            html.push_str(&format!("-{count}"));
        }
        html.push_str(&format!("\">{number}</a></sup>"));
        Event::InlineHtml(CowStr::from(html))
    }

    /// Adds the notes that were referred to, in order, after the body.
    pub(super) fn append_to(mut self, events: &mut Vec<Event<'s>>, prefix: &str) {
        if self.cited.is_empty() {
            return;
        }
        events.push(html("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n".to_owned()));
        let mut number = 1;
        // Notes cite notes, so the list may grow while it is gone through.
        while let Some(cited) = self.cited.get(number - 1) {
            let definition = self.definitions.remove(&cited.label).unwrap_or_default();
            let mut item = "<li id=\"".to_owned();
            push_id(&mut item, "fn", number, prefix);
            item.push_str("\">\n");
            events.push(html(item));
            for event in definition {
                events.push(match event {
                    Event::FootnoteReference(label) => self.reference(&label, prefix),
                    other => other,
                });
            }
            let closing = events.pop_if(|last| *last == Event::End(TagEnd::Paragraph));
            let references = self.cited.get(number - 1).map_or(1, |cited| cited.references);
            events.extend((1..=references.max(1)).map(|nth| back_link(number, nth, prefix)));
            events.extend(closing);
            events.push(html("</li>\n".to_owned()));
            number += 1;
        }
        events.push(html("</ol>\n</section>\n".to_owned()));
    }
}

/// Labels match whatever their case, as in the parser.
fn key(label: &str) -> String {
    label.to_lowercase()
}

fn html<'s>(html: String) -> Event<'s> {
    Event::Html(CowStr::from(html))
}

/// The way back to where a note is referred to for the `nth` time.
fn back_link<'s>(number: usize, nth: usize, prefix: &str) -> Event<'s> {
    let mut link = " <a class=\"footnote-back\" href=\"#".to_owned();
    push_id(&mut link, "fnref", number, prefix);
    if nth > 1 {
        link.push_str(&format!(
            "-{nth}\" aria-label=\"Back to reference {number}-{nth}\">↩<sup>{nth}</sup></a>"
        ));
    } else {
        link.push_str(&format!("\" aria-label=\"Back to reference {number}\">↩</a>"));
    }
    Event::InlineHtml(CowStr::from(link))
}

fn push_id(html: &mut String, kind: &str, number: usize, prefix: &str) {
    html.push_str(&format!("{kind}-{number}"));
    if !prefix.is_empty() {
        html.push('-');
        escape(prefix, html);
    }
}
