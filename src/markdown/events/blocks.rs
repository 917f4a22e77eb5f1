//! What headings and alerts become, once the event loop has come to them.
//!
//! It may not add to a document's text: only ids, and the titles that alerts go by.

use pulldown_cmark::{BlockQuoteKind, CowStr, Event, Tag};

use super::super::Heading;
use super::super::html::fold;
use super::Pass;

impl Pass<'_> {
    /// Gives the heading that was just read its id and its place in the contents.
    pub(super) fn end_heading(&mut self) {
        let Some(heading) = self.heading.take() else {
            return;
        };
        let title = fold(&heading.title);
        let slug = self.slugs.unique(&title);
        if let Some(Event::Start(Tag::Heading { id, .. })) = self.body.events.get_mut(heading.event) {
            *id = Some(CowStr::from(slug.clone()));
        }
        // A note's headings are not part of what the document is about.
        if self.notes.is_empty() {
            self.body.toc.push(Heading { level: heading.level as u8, id: slug, title });
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
