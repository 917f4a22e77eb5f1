//! What the event loop does with text: counts it, finds addresses in it, keeps it for code.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event};

use super::Pass;
use crate::markdown::kramdown::typography;

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

    /// Text with kramdown's quotes and dashes, where it is as it stands in the source.
    fn set_as_kramdown(&mut self, text: CowStr<'s>, range: &Range<usize>) -> CowStr<'s> {
        if self.source.get(range.clone()) != Some(&*text) {
            self.last_text = (usize::MAX, None);
            return text;
        }
        let (end, last) = self.last_text;
        let before = &self.source[..range.start];
        // The parser passes over a backslash only where it escapes, and over the white space that begins a line.
        let escaped = before.ends_with('\\') && end != range.start;
        let taken = |c: char| matches!(c, '*' | '_' | '`' | '[' | '<' | '&');
        let free = last.filter(|c| end <= range.start && !taken(*c) && before[end..].trim().is_empty());
        let (shown, last) = typography::set(&text, free, &self.source[range.end..], escaped);
        self.last_text = (range.end, last);
        match shown {
            Cow::Borrowed(_) => text,
            Cow::Owned(shown) => shown.into(),
        }
    }

    /// Running text.
    pub(super) fn words_of(&mut self, text: CowStr<'s>, range: Range<usize>) {
        let sets = self.options.kramdown.is_some() && self.images_open == 0;
        let is_run = self.has_addresses && self.prepared.abbreviations.is_empty() && self.links_open == 0;
        let changes = || text.contains(['"', '\'']) || text.contains("--") || text.contains("...");
        if sets && is_run && text.len() == range.len() && text.trim_end().contains(' ') && changes() {
            // An address takes a piece of text as it was written, so a word is a piece.
            let mut at = range.start;
            for word in text.split_inclusive(' ') {
                self.words_of(CowStr::from(word.to_owned()), at..at + word.len());
                at += word.len();
            }
            return;
        }
        let text = if sets { self.set_as_kramdown(text, &range) } else { text };
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
