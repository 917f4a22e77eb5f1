//! Turns what the newsroom wrote into what a page shows: `&str` in, [`Document`] out.
//!
//! It exists so that everything about a post's body is decided in one pure place. It may do no
//! I/O, keep no state between posts beyond the tables it loads lazily, and know nothing of
//! templates, routes or HTTP.

mod autolink;
mod clean;
mod css;
pub mod dateline;
mod escape;
mod events;
mod excerpt;
mod footnotes;
mod frames;
mod from_html;
mod headings;
mod highlight;
mod html;
mod images;
mod kramdown;
mod links;
pub mod markup;
mod outline;
mod whole;
mod words;

use kramdown::Prepared;
use pulldown_cmark::{CowStr, Event, Options as Extensions, Parser, html::push_html};
use std::cell::RefCell;

pub use css::stylesheet;
pub use escape::escape_text;
pub use frames::name_frames;
pub use from_html::{FromHtml, from_html};
pub use html::{loose_text, plain_text};
pub use images::BodyImage;
pub use links::{is_dangerous, mark_sponsored};
pub use outline::outline;
pub use whole::whole_addresses;

/// What a post's surroundings say about how to render it.
#[derive(Debug, Clone, Copy, Default)]
pub struct Options<'a> {
    /// The path that the site lives under: empty, or like `/news`.
    pub base_path: &'a str,
    /// What makes footnote ids unique on a page that shows several posts, such as the slug.
    pub footnote_prefix: &'a str,
    /// The excerpt that the author wrote, in place of one taken from the body.
    pub excerpt: Option<&'a str>,
    /// The site's own mark for where an excerpt ends, besides `<!--more-->`.
    pub excerpt_separator: Option<&'a str>,
    /// Whether code in a known language is coloured.
    pub highlight: bool,
    /// Whether raw HTML is cleaned of what could do harm.
    pub untrusted: bool,
    /// Whether the text is kramdown, as in Jekyll.
    pub kramdown: Option<Kramdown>,
}

/// How kramdown is set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Kramdown {
    /// Markdown is read in elements of HTML, as if each had `markdown="1"`.
    pub parse_block_html: bool,
    /// Headings have the ids of kramdown itself, not those of its GFM parser.
    pub plain_ids: bool,
}

/// One heading of a document, for a table of contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 for `<h1>` to 6 for `<h6>`.
    pub level: u8,
    /// The heading's id, unique within the document.
    pub id: String,
    /// The heading's words, without markup and not escaped.
    pub title: String,
}

/// A rendered body and what was learned on the way.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Document {
    /// The whole body.
    pub html: String,
    /// Every heading in order, of all levels.
    pub toc: Vec<Heading>,
    /// The excerpt as HTML, without ids and footnote references, so lists can show many.
    pub excerpt_html: String,
    /// The excerpt as plain text, white space folded, not escaped.
    pub excerpt_text: String,
    /// The destinations of links and images, as the source has them.
    pub links: Vec<String>,
    /// The pictures in `html`, in its order.
    pub images: Vec<BodyImage>,
    /// Words of visible text; each CJK character is one.
    pub words: usize,
    /// Whether any code was coloured, so the page needs [`stylesheet`].
    pub has_code: bool,
    /// Destinations of Markdown links that would run a script, as written; the links are left out.
    pub dangerous: Vec<String>,
}

/// Renders Markdown.
pub fn render(source: &str, options: &Options) -> Document {
    let prepared = match options.kramdown {
        Some(kramdown) => Prepared::new(source, kramdown.parse_block_html),
        None => Prepared::plain(source),
    };
    let marked = excerpt::mark_separator(&prepared.text, options.excerpt_separator);
    let body = events::collect(&marked, &prepared, options);

    let (excerpt_html, excerpt_text) = match options.excerpt {
        Some(written) => inline(written),
        None => {
            let html = excerpt::from_events(&body);
            let text = excerpt::words(&body, &html);
            (html, text)
        }
    };
    let mut events = body.events;
    match body.notes_place.and_then(|range| events.get_mut(range)) {
        Some(place) => {
            let mut notes = Vec::new();
            body.footnotes.append_to(&mut notes, options.footnote_prefix);
            place.fill(Event::Text(CowStr::Borrowed("")));
            place[0] = Event::Html(push_exact(notes.into_iter()).into());
        }
        None => body.footnotes.append_to(&mut events, options.footnote_prefix),
    }
    let mut html = if body.attached.is_empty() {
        push_exact(events.into_iter())
    } else {
        push_exact(with_attributes(events, body.attached, prepared.mark))
    };
    if prepared.has_tokens() {
        kramdown::apply(&mut html, prepared.mark);
    }

    let document = Document {
        html,
        toc: body.toc,
        excerpt_html,
        excerpt_text,
        links: body.links,
        words: body.words,
        has_code: body.has_code,
        dangerous: body.dangerous,
        ..Document::default()
    };
    finished(document, options, &body.unlabelled)
}

/// Cleaned, if its authors are not trusted; only then it is known where its pictures stand.
fn finished(document: Document, options: &Options, unlabelled: &[String]) -> Document {
    let mut document = if options.untrusted { clean::document(document) } else { document };
    document.images = images::find(&document.html, unlabelled);
    document
}

/// Events with attributes ahead of those that they belong to, between two marks.
fn with_attributes<'e>(
    events: Vec<Event<'e>>,
    mut attached: Vec<(usize, String)>,
    mark: char,
) -> impl Iterator<Item = Event<'e>> {
    attached.sort_by_key(|(at, _)| *at);
    let mut attached = attached.into_iter().peekable();
    events.into_iter().enumerate().flat_map(move |(at, event)| {
        let mut own = String::new();
        while let Some((_, attributes)) = attached.next_if(|(place, _)| *place == at) {
            own.push_str(&attributes);
        }
        let marked = (!own.is_empty()).then(|| Event::InlineHtml(format!("{mark}{own}{mark}").into()));
        marked.into_iter().chain([event])
    })
}

fn with_text(html: String) -> (String, String) {
    let text = plain_text(&html);
    (html, text)
}

/// HTML in a string of just its size. Bodies are kept for the whole build, so each is pushed into a buffer that the
/// thread keeps and copied out: growing a string of its own would touch half as much fresh memory again.
fn push_exact<'e>(events: impl Iterator<Item = Event<'e>>) -> String {
    thread_local!(static BUFFER: RefCell<String> = RefCell::new(String::with_capacity(64 * 1024)));
    BUFFER.with_borrow_mut(|buffer| {
        buffer.clear();
        push_html(buffer, events);
        let html = buffer.as_str().to_owned();
        // One huge page must not hold its memory for the rest of the build.
        buffer.shrink_to(1024 * 1024);
        html
    })
}

/// Takes over a body that is HTML already.
pub fn raw_html(source: &str, options: &Options) -> Document {
    let (before, after) = excerpt::split_html(source, options.excerpt_separator);
    let mut links = Vec::new();
    let base = links::base(options.base_path);
    let before = links::rewrite(before, base, &mut links);
    let after = links::rewrite(after.unwrap_or_default(), base, &mut links);

    let mut html = String::with_capacity(before.len() + after.len());
    html.push_str(&before);
    html.push_str(&after);
    let (excerpt_html, excerpt_text) = match options.excerpt {
        Some(written) => inline(written),
        None => with_text(excerpt::from_html(&html, before.len())),
    };
    let document = Document {
        excerpt_html,
        excerpt_text,
        words: words::count(&plain_text(&html)),
        html,
        links,
        ..Document::default()
    };
    finished(document, options, &[])
}

/// Renders the one-line Markdown of a front matter key to (HTML, plain text).
pub fn inline(source: &str) -> (String, String) {
    const MARKUP: [char; 8] = ['*', '_', '`', '[', '<', '&', '!', '\\'];
    let source = source.trim();
    if !source.contains(MARKUP) {
        return (html::escaped(source), html::fold(source));
    }
    let mut html = String::with_capacity(source.len() + source.len() / 4 + 16);
    let parser = Parser::new_ext(source, Extensions::ENABLE_STRIKETHROUGH);
    push_html(&mut html, parser.map(links::disarmed));
    let text = plain_text(&html);
    let trimmed = html.trim_end();
    let unwrapped = trimmed
        .strip_prefix("<p>")
        .and_then(|rest| rest.strip_suffix("</p>"))
        // Several paragraphs keep their tags: removing the outer pair would unbalance them.
        .filter(|inner| !inner.contains("<p>"))
        .unwrap_or(trimmed);
    (unwrapped.to_owned(), text)
}

/// Code as the HTML of a fenced block with this info string.
#[must_use]
pub fn code(info: &str, code: &str) -> String {
    highlight::block(info, code, true).html
}

/// Plain quotes, dashes and dots as typographic ones; tags stay.
#[must_use]
pub fn smart(source: &str) -> String {
    let extensions = Extensions::ENABLE_SMART_PUNCTUATION;
    let mut html = String::with_capacity(source.len() + 16);
    push_html(&mut html, Parser::new_ext(source, extensions));
    let trimmed = html.trim_end();
    let inner = trimmed.strip_prefix("<p>").and_then(|rest| rest.strip_suffix("</p>"));
    inner.unwrap_or(trimmed).to_owned()
}

#[cfg(test)]
mod tests;
