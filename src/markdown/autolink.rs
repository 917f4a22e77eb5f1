//! Turns bare web addresses in running text into links.
//!
//! It may only see text that is neither code, nor inside a link, nor raw HTML; the event loop
//! sees to that.

use std::ops::Range;

use linkify::{LinkFinder, LinkKind};
use memchr::memmem;
use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// Adjacent text events, which the parser splits inside addresses at `_`, `&` and the like.
#[derive(Debug, Default)]
pub(super) struct Run<'s> {
    pieces: Vec<(CowStr<'s>, Range<usize>)>,
}

impl<'s> Run<'s> {
    pub(super) fn push(&mut self, text: CowStr<'s>, range: Range<usize>) {
        self.pieces.push((text, range));
    }

    /// Moves the run to `out`, its addresses linked and collected.
    pub(super) fn flush(&mut self, source: &'s str, out: &mut Vec<Event<'s>>, links: &mut Vec<String>) {
        let (Some((_, first)), Some((_, last))) = (self.pieces.first(), self.pieces.last()) else {
            return;
        };
        let written = source.get(first.start..last.end).unwrap_or_default();
        if memmem::find(written.as_bytes(), b"://").is_none() {
            out.extend(self.pieces.drain(..).map(|(text, _)| Event::Text(text)));
            return;
        }
        let pieces: Vec<_> =
            self.pieces.drain(..).map(|(text, range)| (as_written(source, &text, range), text)).collect();
        link(&pieces, out, links);
    }
}

/// What the author typed for a piece: smart punctuation would spoil an address, while entities
/// and escapes must stay resolved.
fn as_written<'s>(source: &'s str, text: &CowStr<'s>, range: Range<usize>) -> CowStr<'s> {
    match source.get(range) {
        Some(raw) if !raw.starts_with('&') => CowStr::Borrowed(raw),
        _ => text.clone(),
    }
}

/// `pieces` are (as written, as shown).
fn link<'s>(pieces: &[(CowStr<'s>, CowStr<'s>)], out: &mut Vec<Event<'s>>, links: &mut Vec<String>) {
    let written: String = pieces.iter().map(|(written, _)| &**written).collect();
    let mut finder = LinkFinder::new();
    finder.kinds(&[LinkKind::Url]);
    let mut pieces = Pieces { pieces, next: 0, offset: 0 };
    let mut done = 0;
    for found in finder.links(&written) {
        let address = found.as_str();
        if !is_web(address) {
            continue;
        }
        pieces.show(done..found.start(), out);
        links.push(address.to_owned());
        let address = CowStr::from(address.to_owned());
        out.push(Event::Start(Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: address.clone(),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        }));
        out.push(Event::Text(address));
        out.push(Event::End(TagEnd::Link));
        done = found.end();
    }
    pieces.show(done..written.len(), out);
}

fn is_web(address: &str) -> bool {
    ["http://", "https://"]
        .iter()
        .any(|scheme| address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))
}

/// Walks the pieces once, as ranges of the written text are asked for in order.
struct Pieces<'p, 's> {
    pieces: &'p [(CowStr<'s>, CowStr<'s>)],
    next: usize,
    offset: usize,
}

impl<'s> Pieces<'_, 's> {
    fn show(&mut self, range: Range<usize>, out: &mut Vec<Event<'s>>) {
        while let Some((written, shown)) = self.pieces.get(self.next) {
            let (start, end) = (self.offset, self.offset + written.len());
            let part = range.start.max(start)..range.end.min(end);
            if part.start < part.end {
                let text = if part == (start..end) {
                    shown.clone()
                } else {
                    // Offsets come from the joined text's own boundaries, so this is never empty.
                    let part = written.get(part.start - start..part.end - start);
                    CowStr::from(part.unwrap_or_default().to_owned())
                };
                out.push(Event::Text(text));
            }
            if end > range.end {
                return;
            }
            self.next += 1;
            self.offset = end;
        }
    }
}
