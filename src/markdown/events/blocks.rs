//! What headings and alerts become, once the event loop has come to them.
//!
//! It may not add to a document's text: only ids, and the titles that alerts go by.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, Tag, TagEnd};

use super::super::Heading;
use super::super::html::fold;
use super::Pass;

/// What marks a quote that is pulled out of the text, as the other marks of quotes do.
const PULL: &str = "[!PULL]";

impl Pass<'_> {
    /// Gives the heading that was just read its id and its place in the contents.
    pub(super) fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else {
            return;
        };
        let title = fold(&heading.title);
        let slug =
            self.slugs.unique(&title, self.options.kramdown.is_some_and(|kramdown| kramdown.plain_ids));
        if let Some(Event::Start(Tag::Heading { id, .. })) = self.body.events.get_mut(heading.event) {
            *id = Some(CowStr::from(slug.clone()));
        }
        // A note's headings are not part of what the document is about.
        if self.notes.is_empty() {
            self.body.toc.push(Heading { level: heading.level as u8, id: slug, title });
        }
    }
}

impl<'s> Pass<'s> {
    /// Whether the quote in `range` begins with `[!PULL]`, and is then opened as a pull quote.
    pub(super) fn opens_pull_quote(&mut self, range: &Range<usize>) -> bool {
        // Of the quote's own mark alone, as quotes nest as deep as their authors like.
        let quote = &self.source[range.clone()];
        let inner = quote.strip_prefix('>').unwrap_or(quote);
        let inner = inner.strip_prefix(' ').unwrap_or(inner);
        if !inner.get(..PULL.len()).is_some_and(|start| start.eq_ignore_ascii_case(PULL)) {
            return false;
        }
        self.pull_mark = Some(range.start + (quote.len() - inner.len()) + PULL.len());
        self.depth += 1;
        self.words.boundary();
        self.push(Event::Html("<blockquote class=\"pull\">\n".into()));
        true
    }

    /// Passes over the mark of a pull quote and over the break behind it. False once there is something to show.
    pub(super) fn pass_mark(&mut self, event: &Event<'s>, range: &Range<usize>) -> bool {
        match event {
            Event::Start(Tag::Paragraph) => return false,
            Event::Text(_) if self.pull_mark.is_some_and(|end| range.end <= end) => return true,
            _ => self.pull_mark = None,
        }
        match event {
            Event::SoftBreak | Event::HardBreak => true,
            // The mark was all of its paragraph.
            Event::End(TagEnd::Paragraph) => {
                self.body.events.pop();
                self.depth = self.depth.saturating_sub(1);
                self.paragraph = None;
                true
            }
            _ => false,
        }
    }
}

/// The opening of an alert, which the parser takes for a quote.
pub(super) fn alert(kind: BlockQuoteKind) -> String {
    let name = match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    };
    let class = name.to_ascii_lowercase();
    format!("<div class=\"alert alert-{class}\"><p class=\"alert-title\">{name}</p>\n")
}
