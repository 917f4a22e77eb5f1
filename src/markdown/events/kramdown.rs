//! What the event loop does with the tokens that stand for kramdown's own forms.
//!
//! Attributes are kept beside the events, by the place of the one they belong to: the parser's events have no room for them.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::super::footnotes::REFERENCE;
use super::super::html::escape;
use super::super::kramdown::{Attributes, Meaning};
use super::super::{Heading, plain_text};
use super::Pass;

/// Where the pass stands in what only kramdown has.
#[derive(Debug, Default)]
pub(super) struct Standing {
    /// Where each open element began.
    opened: Vec<usize>,
    /// The block and the inline element that closed last: their first event, and the end of their last.
    closed_block: Option<(usize, usize)>,
    closed_inline: Option<(usize, usize)>,
    /// For the block that comes next.
    pending: Option<Attributes>,
    /// For the heading that is open.
    heading: Option<Attributes>,
    /// The token that is all there is to the open paragraph.
    alone: Option<usize>,
    no_header: bool,
    /// The list that the contents take the place of.
    toc: Option<Range<usize>>,
    /// The list that the notes take the place of.
    notes: Option<Range<usize>>,
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

impl<'s> Pass<'s> {
    /// Takes note of where an element begins.
    pub(super) fn kramdown_start(&mut self, tag: &Tag<'s>) {
        let at = self.body.events.len();
        self.kramdown.opened.push(at);
        // Code, HTML and notes become events at their ends.
        let later = matches!(tag, Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::FootnoteDefinition(_));
        // A paragraph may turn out to be a token, so its own wait for its end.
        if !later && !matches!(tag, Tag::Paragraph) && !is_inline(&tag.to_end()) {
            self.attach_pending(at, matches!(tag, Tag::List(_)));
        }
    }

    fn attach_pending(&mut self, at: usize, is_list: bool) {
        if let Some(attributes) = self.kramdown.pending.take() {
            if is_list && attributes.has_reference("toc") {
                self.kramdown.toc = Some(at..at);
            }
            if is_list && attributes.has_reference("footnotes") {
                self.kramdown.notes = Some(at..at);
            }
            self.attach(at, &attributes);
        }
    }

    fn attach(&mut self, at: usize, attributes: &Attributes) {
        // Notes have events of their own, apart from the body's.
        let html = attributes.html();
        if !html.is_empty() && self.notes.is_empty() {
            self.body.attached.push((at, html));
        }
    }

    /// Takes note of where an element ended.
    pub(super) fn kramdown_end(&mut self, tag: &TagEnd) {
        let start = self.kramdown.opened.pop().unwrap_or(0);
        let end = self.body.events.len();
        if is_inline(tag) {
            self.kramdown.closed_inline = Some((start, end));
            return;
        }
        let own = matches!(tag, TagEnd::CodeBlock | TagEnd::HtmlBlock);
        let start = if own { end.saturating_sub(1) } else { start.min(end) };
        if own || *tag == TagEnd::Paragraph {
            self.attach_pending(start, false);
        }
        if matches!(tag, TagEnd::List(_)) {
            let own = [&mut self.kramdown.toc, &mut self.kramdown.notes].into_iter().flatten();
            own.filter(|range| range.start == start).for_each(|range| range.end = end);
        }
        if let TagEnd::Heading(_) = tag
            && let Some(attributes) = self.kramdown.heading.take()
        {
            self.heading_attributes(start, &attributes);
        }
        self.kramdown.closed_block = Some((start, end));
    }

    /// A paragraph that was nothing but a token: gone, and its meaning carried out.
    pub(super) fn end_token_paragraph(&mut self) -> bool {
        let Some(number) = self.kramdown.alone.take() else { return false };
        let start = self.kramdown.opened.pop().unwrap_or(0);
        self.body.events.truncate(start);
        self.paragraph = None;
        self.words.boundary();
        let prepared = self.prepared;
        let Some(token) = prepared.tokens.get(number) else { return true };
        match &token.meaning {
            Meaning::Previous(attributes) => {
                if let Some((first, end)) = self.kramdown.closed_block.filter(|(_, end)| *end == start) {
                    self.block_attributes(first, end, attributes);
                }
            }
            Meaning::Next(attributes) => self.kramdown.pending = Some(attributes.clone()),
            Meaning::Block(html) => {
                self.words.feed(&plain_text(html));
                self.words.boundary();
                self.attach_pending(start, false);
                self.raw(prepared.restore(html).into_owned().into());
                self.kramdown.closed_block = Some((start, self.body.events.len()));
            }
            Meaning::Span(_) | Meaning::Inline(_) | Meaning::Boundary | Meaning::NoHeader => {}
        }
        true
    }

    fn block_attributes(&mut self, first: usize, end: usize, attributes: &Attributes) {
        match self.body.events.get(first) {
            Some(Event::Start(Tag::Heading { .. })) => self.heading_attributes(first, attributes),
            Some(Event::Start(Tag::List(_))) if attributes.has_reference("toc") => {
                self.kramdown.toc = Some(first..end);
            }
            Some(Event::Start(Tag::List(_))) if attributes.has_reference("footnotes") => {
                self.kramdown.notes = Some(first..end);
            }
            Some(_) => self.attach(first, attributes),
            None => {}
        }
    }

    fn heading_attributes(&mut self, at: usize, attributes: &Attributes) {
        let listed = self.notes.is_empty();
        if let (Some(new), Some(Event::Start(Tag::Heading { id, .. }))) =
            (&attributes.id, self.body.events.get_mut(at))
        {
            *id = Some(CowStr::from(new.clone()));
            if let Some(last) = self.body.toc.last_mut().filter(|_| listed) {
                last.id.clone_from(new);
            }
        }
        if attributes.has_class("no_toc") && listed {
            self.body.toc.pop();
        }
        self.attach(at, &Attributes { id: None, ..attributes.clone() });
    }

    /// Text in which tokens stand.
    pub(super) fn text_with_tokens(&mut self, text: &CowStr<'s>, range: &Range<usize>) {
        let prepared = self.prepared;
        let mut rest: &str = text;
        // Where a piece stands in the source, if the text is what is written there.
        let place = |piece: &str| {
            let start = range.start + (piece.as_ptr() as usize - text.as_ptr() as usize);
            if text.len() == range.len() { start..start + piece.len() } else { range.clone() }
        };
        self.flush_run();
        while let Some(mark) = rest.find(prepared.mark) {
            let start = mark.saturating_sub(1);
            let Some((_, length)) = prepared.token_at(&rest[start..]) else { break };
            if start > 0 {
                self.words_of(CowStr::from(rest[..start].to_owned()), place(&rest[..start]));
                self.flush_run();
            }
            let digits = &rest[mark + prepared.mark.len_utf8()..start + length - 1];
            self.token(digits.parse().unwrap_or(usize::MAX), range);
            rest = &rest[start + length..];
            // What a list item's attributes stood before begins with its words.
            if matches!(self.body.events.last(), Some(Event::Start(_))) {
                rest = rest.trim_start();
            }
        }
        if !rest.is_empty() {
            self.words_of(CowStr::from(rest.to_owned()), place(rest));
        }
    }

    fn token(&mut self, number: usize, range: &Range<usize>) {
        let prepared = self.prepared;
        let Some(token) = prepared.tokens.get(number) else { return };
        let starts_paragraph = matches!(self.body.events.last(), Some(Event::Start(Tag::Paragraph)));
        match &token.meaning {
            Meaning::Previous(attributes) if self.heading.is_some() => {
                self.kramdown.heading = Some(attributes.clone());
            }
            Meaning::Previous(_) | Meaning::Next(_) | Meaning::Block(_) | Meaning::Boundary
                if starts_paragraph && self.images_open == 0 =>
            {
                self.kramdown.alone = Some(number);
            }
            Meaning::Previous(attributes) => {
                if matches!(self.body.events.last(), Some(Event::SoftBreak | Event::HardBreak)) {
                    self.body.events.pop();
                }
                if let Some(at) = self.kramdown.opened.last().copied() {
                    self.attach(at, attributes);
                }
            }
            Meaning::Next(_) | Meaning::Boundary => {}
            Meaning::NoHeader => self.kramdown.no_header = true,
            Meaning::Block(html) | Meaning::Inline(html) => {
                self.visible(&plain_text(html));
                self.raw(html.clone().into());
            }
            Meaning::Span(attributes) => {
                // What kramdown sets as a sign of its own takes attributes as well, and shows nothing of them.
                let signs = ['“', '”', '‘', '’', '–', '—', '…'];
                let on_sign =
                    matches!(self.body.events.last(), Some(Event::Text(text)) if text.ends_with(signs));
                if !on_sign && !self.span_attributes(attributes) {
                    let written = CowStr::from(prepared.restore(&token.written).into_owned());
                    self.words_of(written, range.clone());
                    self.flush_run();
                }
            }
        }
    }

    /// Gives attributes to the element that they stand behind, or to the item that they begin.
    fn span_attributes(&mut self, attributes: &Attributes) -> bool {
        let end = self.body.events.len();
        let at = match self.body.events.last() {
            Some(Event::Code(_)) => Some(end - 1),
            Some(Event::Html(html) | Event::InlineHtml(html)) if html.starts_with(REFERENCE) => return true,
            Some(Event::Html(html) | Event::InlineHtml(html)) if html.starts_with("<img") => Some(end - 1),
            Some(Event::End(_)) => {
                self.kramdown.closed_inline.filter(|(_, own)| *own == end).map(|(start, _)| start)
            }
            Some(Event::Start(Tag::Item)) => Some(end - 1),
            Some(Event::Start(Tag::Paragraph)) => match self.body.events.get(end.wrapping_sub(2)) {
                Some(Event::Start(Tag::Item)) => Some(end - 2),
                _ => None,
            },
            _ => None,
        };
        let Some(at) = at else { return false };
        self.attach(at, attributes);
        true
    }

    /// Empties a header that is none, once it is read.
    pub(super) fn end_table_head(&mut self) {
        if std::mem::take(&mut self.kramdown.no_header)
            && let Some(start) = self.kramdown.opened.last().copied()
        {
            self.body.events.truncate(start + 1);
        }
    }

    /// Puts the contents where a list asked for them.
    pub(super) fn place_contents(&mut self) {
        self.body.notes_place = self.kramdown.notes.take().filter(|range| range.start < range.end);
        let Some(range) = self.kramdown.toc.take().filter(|range| range.start < range.end) else { return };
        let html = contents(&self.body.toc);
        let Some(events) = self.body.events.get_mut(range.clone()) else { return };
        events.fill(Event::Text(CowStr::Borrowed("")));
        events[0] = Event::Html(html.into());
        self.body.attached.retain(|(at, _)| !range.contains(at));
    }

    /// Running text with its abbreviations marked.
    pub(super) fn abbreviated(&mut self, text: CowStr<'s>) {
        let prepared = self.prepared;
        let mut rest: &str = &text;
        let mut before = None;
        let mut found_any = false;
        let mut done = 0;
        while let Some((at, name, meaning)) = next_abbreviation(rest, before, &prepared.abbreviations) {
            found_any = true;
            self.push(Event::Text(CowStr::from(rest[..at].to_owned())));
            let mut html = String::from("<abbr");
            if !meaning.is_empty() {
                html.push_str(" title=\"");
                escape(meaning, &mut html);
                html.push('"');
            }
            html.push('>');
            escape(name, &mut html);
            html.push_str("</abbr>");
            self.push(Event::InlineHtml(html.into()));
            before = name.chars().next_back();
            done += at + name.len();
            rest = &text[done..];
        }
        if found_any {
            let rest = CowStr::from(rest.to_owned());
            self.push(Event::Text(rest));
        } else {
            self.push(Event::Text(text));
        }
    }
}

/// The first abbreviation in `text` that stands as a word; `before` is the character ahead of it.
fn next_abbreviation<'a>(
    text: &str,
    before: Option<char>,
    all: &'a [(String, String)],
) -> Option<(usize, &'a str, &'a str)> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let whole = |at: usize, name: &str| {
        let left = text[..at].chars().next_back().or(before);
        let right = text[at + name.len()..].chars().next();
        let begins_within = left.is_some_and(is_word) && name.starts_with(is_word);
        !(begins_within || right.is_some_and(is_word))
    };
    all.iter()
        .filter_map(|(name, meaning)| {
            let at = text.match_indices(name.as_str()).map(|(at, _)| at).find(|at| whole(*at, name))?;
            Some((at, name.as_str(), meaning.as_str()))
        })
        // The list has the longest first, so of two at one place the longer is found.
        .min_by_key(|(at, ..)| *at)
}

/// The headings as nested lists.
fn contents(toc: &[Heading]) -> String {
    let mut html = String::from("<ul id=\"markdown-toc\">\n");
    let mut levels: Vec<u8> = Vec::new();
    for heading in toc {
        while levels.len() > 1 && levels.last().is_some_and(|level| *level > heading.level) {
            levels.pop();
            html.push_str("</li>\n</ul>\n");
        }
        match levels.last() {
            None => levels.push(heading.level),
            Some(level) if *level < heading.level => {
                levels.push(heading.level);
                html.push_str("\n<ul>\n");
            }
            Some(_) => html.push_str("</li>\n"),
        }
        html.push_str("<li><a href=\"#");
        escape(&heading.id, &mut html);
        html.push_str("\">");
        escape(&heading.title, &mut html);
        html.push_str("</a>");
    }
    for _ in 1..levels.len().max(1) {
        html.push_str("</li>\n</ul>\n");
    }
    if !levels.is_empty() {
        html.push_str("</li>\n");
    }
    html.push_str("</ul>\n");
    html
}
