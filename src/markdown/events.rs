//! The one pass over a post's Markdown events, in which everything about it is learned.
//!
//! It may not write HTML beyond the few elements that the parser has no word for, and may not
//! recurse: posts nest as deep as their authors like.

mod blocks;
mod kramdown;
mod raw;
mod text;

use std::ops::Range;

use memchr::memmem;
use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Options as Extensions, Parser, Tag, TagEnd,
};

use super::autolink::Run;
use super::excerpt::Marked;
use super::footnotes::Footnotes;
use super::headings::Slugs;
use super::kramdown::Prepared;
use super::links::is_dangerous;
use super::words::Words;
use super::{Heading, Options, highlight, links, plain_text};

/// A post as events that are ready to be written, and what came up on the way.
#[derive(Debug, Default)]
pub(super) struct Body<'s> {
    pub(super) events: Vec<Event<'s>>,
    pub(super) footnotes: Footnotes<'s>,
    pub(super) toc: Vec<Heading>,
    pub(super) links: Vec<String>,
    /// The destinations of pictures without a text.
    pub(super) unlabelled: Vec<String>,
    pub(super) words: usize,
    pub(super) has_code: bool,
    pub(super) dangerous: Vec<String>,
    /// The events before the author's mark make up the excerpt.
    pub(super) cut: Option<usize>,
    /// The events before the first empty line, which make up Jekyll's excerpt.
    pub(super) chunk: Option<usize>,
    /// The events of the first top-level paragraph that holds text.
    pub(super) first_paragraph: Range<usize>,
    /// Attributes for the events at these places, in kramdown's posts.
    pub(super) attached: Vec<(usize, String)>,
    /// The list whose place the notes take, in kramdown's posts. Never empty.
    pub(super) notes_place: Option<Range<usize>>,
}

/// Parses and learns.
pub(super) fn collect<'s>(marked: &'s Marked, prepared: &'s Prepared<'s>, options: &'s Options) -> Body<'s> {
    let source: &str = &marked.text;
    let extensions = Extensions::ENABLE_TABLES
        | Extensions::ENABLE_FOOTNOTES
        | Extensions::ENABLE_STRIKETHROUGH
        | Extensions::ENABLE_TASKLISTS
        | Extensions::ENABLE_DEFINITION_LIST
        | Extensions::ENABLE_GFM;
    // kramdown's quotes face other ways.
    let extensions = match options.kramdown {
        Some(_) => extensions,
        None => extensions | Extensions::ENABLE_SMART_PUNCTUATION,
    };
    let mut pass = Pass::new(marked, prepared, options);
    let chunk_end = options.kramdown.map(|_| chunk_end(source));
    for (event, range) in Parser::new_ext(source, extensions).into_offset_iter() {
        if pass.body.chunk.is_none()
            && pass.notes.is_empty()
            && chunk_end.is_some_and(|end| range.start >= end)
        {
            pass.flush_run();
            pass.body.chunk = Some(pass.body.events.len());
        }
        pass.event(event, range);
    }
    pass.flush_run();
    if chunk_end.is_some() && pass.body.chunk.is_none() {
        pass.body.chunk = Some(pass.body.events.len());
    }
    pass.place_contents();
    pass.body.words = pass.words.total;
    pass.body
}

/// Where the first empty line after any text begins (Jekyll's `excerpt.rb` with its own separator).
fn chunk_end(source: &str) -> usize {
    let start = source.len() - source.trim_start().len();
    memmem::find(&source.as_bytes()[start..], b"\n\n").map_or(source.len(), |at| start + at)
}

/// Where the pass stands.
struct Pass<'s> {
    source: &'s str,
    marked: &'s Marked<'s>,
    prepared: &'s Prepared<'s>,
    options: &'s Options<'s>,
    base: &'s str,
    has_addresses: bool,
    /// Whether anything of kramdown's own stands in the text.
    has_tokens: bool,
    kramdown: kramdown::Standing,
    body: Body<'s>,
    slugs: Slugs,
    words: Words,
    run: Run<'s>,
    /// How many Markdown elements are open.
    depth: usize,
    /// How many of them are links or images, in which no address becomes a link.
    links_open: usize,
    images_open: usize,
    /// Whether raw HTML has opened a link that it has not closed.
    raw_link_open: bool,
    heading: Option<OpenHeading>,
    paragraph: Option<OpenParagraph>,
    code: Option<(CodeBlockKind<'s>, String)>,
    /// Where the last running text ended, and the character there that no sign of Markdown took.
    last_text: (usize, Option<char>),
    html: Option<String>,
    /// How much of the source the mark of a pull quote takes up, while it is being passed over.
    pull_mark: Option<usize>,
    /// The notes being read, each with the events around it, set aside.
    notes: Vec<(CowStr<'s>, Vec<Event<'s>>)>,
}

struct OpenHeading {
    level: HeadingLevel,
    event: usize,
    title: String,
}

struct OpenParagraph {
    event: usize,
    has_text: bool,
}

impl<'s> Pass<'s> {
    fn new(marked: &'s Marked<'s>, prepared: &'s Prepared<'s>, options: &'s Options<'s>) -> Self {
        let source: &str = &marked.text;
        Self {
            source,
            marked,
            prepared,
            has_tokens: prepared.has_tokens(),
            kramdown: kramdown::Standing::default(),
            options,
            base: links::base(options.base_path),
            has_addresses: memmem::find(source.as_bytes(), b"://").is_some(),
            body: Body { events: Vec::with_capacity(source.len() / 16 + 16), ..Body::default() },
            slugs: Slugs::default(),
            words: Words::default(),
            run: Run::default(),
            depth: 0,
            links_open: 0,
            images_open: 0,
            raw_link_open: false,
            heading: None,
            paragraph: None,
            code: None,
            last_text: (usize::MAX, None),
            html: None,
            pull_mark: None,
            notes: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'s>, range: Range<usize>) {
        if self.pull_mark.is_some() && self.pass_mark(&event, &range) {
            return;
        }
        if let Event::Text(text) = event {
            self.text(text, range);
            return;
        }
        self.flush_run();
        self.last_text = (usize::MAX, None);
        match event {
            Event::Start(Tag::BlockQuote(None)) if self.opens_pull_quote(&range) => {}
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Code(code) => {
                let code = self.as_written(self.marked.restore(code, &range));
                self.visible(&code);
                self.push(Event::Code(code));
            }
            Event::Html(html) => match &mut self.html {
                Some(block) => block.push_str(&self.prepared.restore(&html)),
                None => self.raw(self.as_written(html)),
            },
            Event::InlineHtml(html) => self.raw(self.as_written(html)),
            Event::FootnoteReference(label) => self.reference(label),
            Event::SoftBreak | Event::HardBreak => {
                self.last_text = (range.end, Some('\n'));
                self.words.boundary();
                if let Some(heading) = &mut self.heading {
                    heading.title.push(' ');
                }
                self.push(event);
            }
            // The box is no form's, so no label names it: it has to say by itself what it shows.
            Event::TaskListMarker(done) => {
                let (state, label) = if done { (" checked=\"\"", "Done") } else { ("", "To do") };
                let html = format!("<input disabled=\"\" type=\"checkbox\"{state} aria-label=\"{label}\">\n");
                self.push(Event::InlineHtml(html.into()));
            }
            other => self.push(other),
        }
    }

    fn push(&mut self, event: Event<'s>) {
        self.body.events.push(event);
    }

    fn start(&mut self, tag: Tag<'s>) {
        let top_level = self.depth == 0;
        self.depth += 1;
        if self.has_tokens {
            self.kramdown_start(&tag);
        }
        match tag {
            Tag::Paragraph => {
                self.words.boundary();
                if top_level && self.body.first_paragraph.is_empty() {
                    self.paragraph = Some(OpenParagraph { event: self.body.events.len(), has_text: false });
                }
                self.push(Event::Start(tag));
            }
            Tag::Heading { level, .. } => {
                self.words.boundary();
                self.heading =
                    Some(OpenHeading { level, event: self.body.events.len(), title: String::new() });
                self.push(Event::Start(tag));
            }
            Tag::BlockQuote(Some(kind)) => {
                self.words.boundary();
                self.push(Event::Html(blocks::alert(kind).into()));
            }
            Tag::CodeBlock(kind) => {
                self.words.boundary();
                self.code = Some((kind, String::new()));
            }
            Tag::HtmlBlock => self.html = Some(String::new()),
            Tag::FootnoteDefinition(label) => {
                self.words.boundary();
                let around = std::mem::take(&mut self.body.events);
                self.notes.push((label, around));
            }
            Tag::Link { .. } | Tag::Image { .. } => self.start_link(tag),
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough => self.push(Event::Start(tag)),
            other => {
                self.words.boundary();
                self.push(Event::Start(other));
            }
        }
    }

    fn start_link(&mut self, mut tag: Tag<'s>) {
        self.links_open += 1;
        self.images_open += usize::from(matches!(tag, Tag::Image { .. }));
        if let Tag::Link { link_type, dest_url, .. } | Tag::Image { link_type, dest_url, .. } = &mut tag
            && *link_type != LinkType::Email
        {
            if self.has_tokens && dest_url.contains(self.prepared.mark) {
                *dest_url = self.prepared.restore(dest_url).into_owned().into();
            }
            if is_dangerous(dest_url) {
                self.body.dangerous.push(dest_url.to_string());
                self.push(links::disarmed(Event::Start(tag)));
                return;
            }
            self.body.links.push(dest_url.to_string());
            if let Some(moved) = links::under_base(dest_url, self.base) {
                *dest_url = moved.into();
            }
        }
        self.push(Event::Start(tag));
    }

    fn end(&mut self, tag: TagEnd) {
        // Starts and ends come in pairs, but nothing here depends on it.
        self.depth = self.depth.saturating_sub(1);
        if self.has_tokens && tag == TagEnd::Paragraph && self.end_token_paragraph() {
            return;
        }
        self.end_element(tag);
        if self.has_tokens {
            self.kramdown_end(&tag);
        }
    }

    fn end_element(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.words.boundary();
                self.push(Event::End(tag));
                if let Some(paragraph) = self.paragraph.take()
                    && paragraph.has_text
                {
                    self.body.first_paragraph = paragraph.event..self.body.events.len();
                }
            }
            TagEnd::Heading(_) => {
                self.words.boundary();
                self.end_heading();
                self.push(Event::End(tag));
            }
            TagEnd::BlockQuote(Some(_)) => {
                self.words.boundary();
                self.push(Event::Html(CowStr::Borrowed("</div>\n")));
            }
            TagEnd::CodeBlock => {
                self.words.boundary();
                if let Some((kind, code)) = self.code.take() {
                    let info = match &kind {
                        CodeBlockKind::Fenced(info) => info,
                        CodeBlockKind::Indented => "",
                    };
                    let block = highlight::block(info, &code, self.options.highlight);
                    self.body.has_code |= block.highlighted;
                    self.push(Event::Html(block.html.into()));
                }
            }
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.words.boundary();
                    self.words.feed(&plain_text(&html));
                    self.words.boundary();
                    self.raw(html.into());
                }
            }
            TagEnd::FootnoteDefinition => {
                self.words.boundary();
                if let Some((label, around)) = self.notes.pop() {
                    let note = std::mem::replace(&mut self.body.events, around);
                    self.body.footnotes.define(&label, note);
                }
            }
            TagEnd::Link | TagEnd::Image => {
                self.links_open = self.links_open.saturating_sub(1);
                if tag == TagEnd::Image {
                    self.images_open = self.images_open.saturating_sub(1);
                    if let Some(Event::Start(Tag::Image { dest_url, .. })) = self.body.events.last() {
                        self.body.unlabelled.push(dest_url.to_string());
                    }
                }
                self.push(Event::End(tag));
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough => {
                self.push(Event::End(tag));
            }
            other => {
                self.words.boundary();
                if other == TagEnd::TableHead && self.has_tokens {
                    self.end_table_head();
                }
                self.push(Event::End(other));
            }
        }
    }

    fn reference(&mut self, label: CowStr<'s>) {
        // Inside a note the number is not known yet: the body's references come first.
        let event = if self.notes.is_empty() {
            self.body.footnotes.reference(&label, self.options.footnote_prefix)
        } else {
            Event::FootnoteReference(label)
        };
        self.push(event);
    }
}
