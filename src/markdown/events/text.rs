//! What the event loop does with text: counts it, finds addresses in it, keeps it for code.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::Pass;

impl<'s> Pass<'s> {
    /// A piece of text, in code or running.
    pub(super) fn text(&mut self, text: CowStr<'s>, range: Range<usize>) {
        if self.code.is_some() {
            let text = self.as_written(self.marked.restore(text, &range));
            self.words.feed(&text);
            if let Some((_, code)) = &mut self.code {
                code.push_str(&text);
            }
            return;
        }
        if self.has_tokens && text.contains(self.prepared.mark) {
            self.text_with_tokens(&text, &range);
        } else {
            self.words_of(text, range);
        }
    }

    /// Text with every token in it as it was written.
    pub(super) fn as_written(&self, text: CowStr<'s>) -> CowStr<'s> {
        if self.has_tokens && text.contains(self.prepared.mark) {
            self.prepared.restore(&text).into_owned().into()
        } else {
            text
        }
    }

    /// Running text.
    pub(super) fn words_of(&mut self, text: CowStr<'s>, range: Range<usize>) {
        self.visible(&text);
        if !self.prepared.abbreviations.is_empty() && self.images_open == 0 {
            self.abbreviated(text);
        } else if self.has_addresses && self.links_open == 0 && !self.raw_link_open {
            self.run.push(text, range);
        } else {
            self.push(Event::Text(text));
        }
    }

    /// Moves the text that was held back for its addresses to the events.
    pub(super) fn flush_run(&mut self) {
        if self.has_addresses {
            self.run.flush(self.source, &mut self.body.events, &mut self.body.links);
        }
    }

    /// Takes note of text that a reader sees, wherever it stands.
    pub(super) fn visible(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.title.push_str(text);
        }
        if self.images_open > 0 {
            return;
        }
        self.words.feed(text);
        if let Some(paragraph) = &mut self.paragraph {
            paragraph.has_text |= text.contains(|found: char| !found.is_whitespace());
        }
    }
}
