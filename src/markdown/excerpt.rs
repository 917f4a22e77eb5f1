//! Decides which part of a post stands for it in lists and feeds.
//!
//! It may not shorten to a length: how much of an excerpt fits is for who shows it.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, html::push_html};

use super::events::Body;
use super::footnotes::REFERENCE;
use super::html::{Token, close_open_tags, plain_text, tokens, without_ids};

/// What a separator of the site's own is replaced with before parsing.
const MORE: &str = "<!--more-->";

/// A source in which the end of the excerpt, if marked at all, is marked by a comment.
#[derive(Debug)]
pub(super) struct Marked<'a> {
    pub(super) text: Cow<'a, str>,
    /// The separator as written.
    pub(super) separator: Option<&'a str>,
    /// Where a comment took the separator's place, in case that was inside code.
    replaced_at: Option<usize>,
}

impl<'a> Marked<'a> {
    /// Puts the separator back into code, where it never meant the end of an excerpt.
    pub(super) fn restore<'t>(&self, code: CowStr<'t>, range: &Range<usize>) -> CowStr<'t> {
        match (self.replaced_at, self.separator) {
            (Some(at), Some(separator)) if range.contains(&at) => {
                CowStr::from(code.replacen(MORE, separator, 1))
            }
            _ => code,
        }
    }
}

/// Makes the site's separator a comment, which the parser passes through untouched: a separator
/// like `---` would otherwise become a rule or turn the paragraph above into a heading.
pub(super) fn mark_separator<'a>(source: &'a str, separator: Option<&'a str>) -> Marked<'a> {
    // White space, Jekyll's default, asks for the first paragraph: what comes without a mark.
    let separator = separator.map(str::trim).filter(|found| !found.is_empty());
    let place = separator
        .filter(|found| !found.starts_with("<!--") && find_more(source).is_none())
        .and_then(|found| find_separator(source, found));
    let text = match &place {
        Some(place) => Cow::Owned([&source[..place.start], MORE, &source[place.end..]].concat()),
        None => Cow::Borrowed(source),
    };
    Marked { text, separator, replaced_at: place.map(|place| place.start) }
}

/// A separator on a line of its own is meant; one within a line is second best.
fn find_separator(source: &str, separator: &str) -> Option<Range<usize>> {
    let mut first = None;
    for (start, found) in source.match_indices(separator) {
        let place = start..start + found.len();
        // Both looks end at the next separator at the latest, so together they stay linear.
        let blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\r');
        let before = source[..place.start].bytes().rev().find(|byte| !blank(byte));
        let after = source[place.end..].bytes().find(|byte| !blank(byte));
        let alone = matches!(before, None | Some(b'\n')) && matches!(after, None | Some(b'\n'));
        if alone {
            return Some(place);
        }
        first.get_or_insert(place);
    }
    first
}

fn find_more(source: &str) -> Option<Range<usize>> {
    let mut from = 0;
    while let Some(at) = source[from..].find("<!--") {
        let start = from + at;
        let length = comment_length(&source[start..]);
        if let Some(length) = length {
            return Some(start..start + length);
        }
        from = start + 4;
    }
    None
}

/// The length of the `<!--more-->` that `text` begins with, however it is spaced.
fn comment_length(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("<!--")?;
    let rest = skip_spaces(rest);
    let word = rest.get(..4).filter(|word| word.eq_ignore_ascii_case("more"))?;
    let rest = skip_spaces(&rest[word.len()..]).strip_prefix("-->")?;
    Some(text.len() - rest.len())
}

/// A few only: nobody writes more, and hostile input must not make this quadratic.
fn skip_spaces(text: &str) -> &str {
    let spaces = text.bytes().take(8).take_while(|byte| *byte == b' ').count();
    &text[spaces..]
}

/// Where a piece of raw HTML marks the end of the excerpt.
pub(super) fn mark_in(html: &str, separator: Option<&str>) -> Option<Range<usize>> {
    find_more(html).or_else(|| {
        let separator = separator.filter(|found| found.starts_with("<!--"))?;
        let start = html.find(separator)?;
        Some(start..start + separator.len())
    })
}

/// The excerpt of a Markdown body.
pub(super) fn from_events(body: &Body) -> String {
    // A paragraph of nothing but attributes is taken out again, and with it a mark that lay in it.
    let before = |end: usize| push(&body.events[..end.min(body.events.len())]);
    let marked = body.cut.map(before);
    match marked {
        Some(html) if !html.trim().is_empty() => html,
        _ => match body.chunk.map(before) {
            Some(html) if !html.is_empty() => html,
            _ => push(opening(body)),
        },
    }
}

/// The words of an excerpt. Where it is but a picture, as Jekyll's can be, they are those of the first paragraph.
pub(super) fn words(body: &Body, html: &str) -> String {
    let text = plain_text(html);
    if text.is_empty() && body.chunk.is_some() { plain_text(&push(opening(body))) } else { text }
}

fn opening<'b>(body: &'b Body<'_>) -> &'b [Event<'b>] {
    body.events.get(body.first_paragraph.clone()).unwrap_or_default()
}

fn push(events: &[Event]) -> String {
    let mut html = String::with_capacity(events.len() * 24);
    push_html(&mut html, events.iter().filter_map(anonymous));
    close_open_tags(&mut html);
    html.truncate(html.trim_end().len());
    html.shrink_to_fit();
    html
}

/// The event without what may stand on a page only once.
fn anonymous<'e>(event: &'e Event) -> Option<Event<'e>> {
    Some(match event {
        Event::InlineHtml(html) if html.starts_with(REFERENCE) => return None,
        Event::Html(html) => Event::Html(without_ids(html).into()),
        Event::InlineHtml(html) => Event::InlineHtml(without_ids(html).into()),
        Event::Start(Tag::Heading { level, .. }) => {
            Event::Start(Tag::Heading { level: *level, id: None, classes: Vec::new(), attrs: Vec::new() })
        }
        other => other.clone(),
    })
}

/// An HTML body before and after its mark, without it.
pub(super) fn split_html<'a>(html: &'a str, separator: Option<&str>) -> (&'a str, Option<&'a str>) {
    let place = find_more(html).or_else(|| {
        let separator = separator.map(str::trim).filter(|found| !found.is_empty())?;
        let start = html.find(separator)?;
        Some(start..start + separator.len())
    });
    match place {
        Some(place) => (&html[..place.start], Some(&html[place.end..])),
        None => ("", Some(html)),
    }
}

/// The excerpt of an HTML body whose mark was at `cut`; 0 if it had none.
pub(super) fn from_html(html: &str, cut: usize) -> String {
    let part = html.get(..cut).filter(|part| !part.trim().is_empty());
    let part = part.or_else(|| first_paragraph(html)).unwrap_or_default();
    let mut excerpt = without_ids(part.trim()).into_owned();
    close_open_tags(&mut excerpt);
    excerpt
}

fn first_paragraph(html: &str) -> Option<&str> {
    let mut start = None;
    for (offset, token) in tokens(html) {
        match token {
            Token::Open { name, .. } if name.eq_ignore_ascii_case("p") => start = Some(offset),
            Token::Close { name } if name.eq_ignore_ascii_case("p") => {
                let end = html[offset..].find('>').map_or(html.len(), |at| offset + at + 1);
                let paragraph = start.take().map(|start| &html[start..end]);
                if paragraph.is_some_and(|found| !plain_text(found).is_empty()) {
                    return paragraph;
                }
            }
            _ => {}
        }
    }
    None
}
