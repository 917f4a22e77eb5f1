//! Blocks that kramdown takes whole: HTML, mathematics and its own extensions.

use super::super::html::{Token as Html, attributes, escaped, tokens};
use super::Meaning;
use super::lines::Lines;

/// Elements that kramdown reads within a line (`parser/html.rb`, HTML_SPAN_ELEMENTS).
const SPAN: &[&str] = &[
    "a", "abbr", "acronym", "b", "big", "bdo", "br", "button", "cite", "code", "del", "dfn", "em", "i",
    "img", "input", "ins", "kbd", "label", "mark", "option", "q", "rb", "rbc", "rp", "rt", "rtc", "ruby",
    "samp", "select", "small", "span", "strong", "sub", "sup", "tt", "u", "var",
];

/// Elements that have no end (HTML_ELEMENTS_WITHOUT_BODY).
const VOID: &[&str] = &[
    "area", "base", "br", "col", "command", "embed", "hr", "img", "input", "keygen", "link", "meta", "param",
    "source", "track", "wbr",
];

/// Elements whose content is blocks when it is read at all (HTML_CONTENT_MODEL_BLOCK).
const BLOCK_CONTENT: &[&str] = &[
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "body",
    "dd",
    "details",
    "div",
    "dl",
    "fieldset",
    "figure",
    "figcaption",
    "footer",
    "form",
    "header",
    "hgroup",
    "iframe",
    "li",
    "main",
    "map",
    "menu",
    "nav",
    "noscript",
    "object",
    "section",
    "summary",
    "td",
];

/// Elements whose content is a line when it is read at all (HTML_CONTENT_MODEL_SPAN).
const SPAN_CONTENT: &[&str] =
    &["caption", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "legend", "optgroup", "p", "th"];

/// How deep elements with Markdown in them may nest.
const DEPTH: usize = 24;

/// How long an attribute list may be, in bytes.
pub(super) const BRACES: usize = 4_000;

enum Content {
    Raw,
    Blocks,
    Line,
}

/// Whether a line is nothing but one tag of an element that kramdown reads within a line.
pub(super) fn is_lone_span(line: &str) -> bool {
    let name = line[1..].trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    let is_span = SPAN.contains(&name[..end].to_ascii_lowercase().as_str());
    is_span && line.find('>') == Some(line.len() - 1)
}

impl Lines<'_> {
    /// The block of HTML that begins at `start` of the source, whose line is indented by `indent`. Returns where it ends.
    pub(super) fn html_block(&mut self, start: usize, indent: &str) -> Option<usize> {
        let source = self.source;
        let rest = &source[start..];
        let mut pieces = tokens(rest);
        let Some((0, Html::Open { name, raw })) = pieces.next() else { return None };
        let lower = name.to_ascii_lowercase();
        if SPAN.contains(&lower.as_str()) || !raw.ends_with('>') || raw.contains("\n\n") {
            return None;
        }
        // An address in brackets is no tag.
        if raw[1 + name.len()..].starts_with(':') || name.ends_with(':') {
            return None;
        }
        if VOID.contains(&lower.as_str()) || raw.ends_with("/>") {
            self.block(Meaning::Block(raw.to_owned()), raw, indent);
            return Some(start + raw.len());
        }
        let (open, markdown) = without_markdown_attribute(raw);
        let content = match markdown.as_deref() {
            Some("0") => Content::Raw,
            Some("block") => Content::Blocks,
            Some("span") => Content::Line,
            Some(_) => model(&lower),
            None if self.parse_block_html => model(&lower),
            None => Content::Raw,
        };
        if matches!(content, Content::Raw) {
            let (end, html) = raw_element(rest, name, raw.len());
            // In a list it would end with its item, whose end is not known here.
            if end.is_none() && !self.in_top_level() {
                self.searched += rest.len();
                return None;
            }
            let end = end.unwrap_or(rest.len());
            self.raw_block(&format!("{open}{html}"), &rest[..end], indent);
            return Some(start + end);
        }
        let mut depth = 1usize;
        let close = pieces.find_map(|(offset, piece)| {
            match piece {
                Html::Open { name: other, raw }
                    if other.eq_ignore_ascii_case(name) && !raw.ends_with("/>") =>
                {
                    depth += 1;
                }
                Html::Close { name: other } if other.eq_ignore_ascii_case(name) => depth -= 1,
                _ => {}
            }
            // What never closes is looked through to the end; that may be done only so often.
            (depth == 0).then_some(offset)
        });
        let Some(close) = close else {
            self.searched += rest.len();
            return None;
        };
        let end = close + rest[close..].find('>').map_or(rest.len() - close, |at| at + 1);
        let whole = &rest[..end];
        match content {
            Content::Blocks if self.depth < DEPTH => {
                self.block(Meaning::Block(open), raw, indent);
                self.nested(&rest[raw.len()..close]);
                self.block(Meaning::Block(rest[close..end].to_owned()), &rest[close..end], indent);
            }
            Content::Line => {
                let (inner, _) = super::super::inline(&rest[raw.len()..close]);
                let html = format!("{open}{inner}{}", &rest[close..end]);
                self.block(Meaning::Block(html), whole, indent);
            }
            // Too deep to be read.
            Content::Raw | Content::Blocks => {
                self.block(Meaning::Block(format!("{open}{}", &rest[raw.len()..end])), whole, indent);
            }
        }
        Some(start + end)
    }

    /// HTML that is left alone, but for what in it asks for Markdown, as a cell may: `<td markdown="1">`.
    fn raw_block(&mut self, html: &str, written: &str, indent: &str) {
        let mut done = 0;
        let mut read = String::new();
        while let Some(found) = nested_markdown(&html[done..]).filter(|_| self.depth < DEPTH) {
            let at = |offset: usize| done + offset;
            let (tag, inner) =
                (&html[at(found.open.start)..at(found.open.end)], &html[at(found.open.end)..at(found.close)]);
            read.push_str(&html[done..at(found.open.start)]);
            read.push_str(&without_markdown_attribute(tag).0);
            match found.content {
                Content::Blocks => {
                    self.block(Meaning::Block(std::mem::take(&mut read)), "", indent);
                    self.nested(inner);
                }
                Content::Line | Content::Raw => read.push_str(&super::super::inline(inner.trim()).0),
            }
            done = at(found.close);
        }
        read.push_str(&html[done..]);
        self.block(Meaning::Block(read), if done == 0 { written } else { "" }, indent);
    }

    /// `{::comment}`, `{::nomarkdown}` or `{::options}` as a block at `start`. Returns where it ends.
    pub(super) fn extension_block(&mut self, start: usize, indent: &str) -> Option<usize> {
        let rest = &self.source[start..];
        let open_end = brace_end(rest)?;
        let line_end = rest.find('\n').unwrap_or(rest.len());
        if open_end > line_end || !rest[open_end..line_end].trim().is_empty() {
            return None;
        }
        let name = rest[3..open_end - 1].split_whitespace().next()?.trim_end_matches('/');
        let after = (line_end + 1).min(rest.len());
        if rest[..open_end].ends_with("/}") {
            return matches!(name, "options" | "comment" | "nomarkdown").then_some(start + after);
        }
        let close = format!("{{:/{name}}}");
        let mut at = after;
        for line in rest[after..].split_inclusive('\n') {
            if line.trim() == "{:/}" || line.trim() == close {
                let body = &rest[after..at];
                let end = at + line.len();
                match name {
                    "comment" | "options" => {}
                    "nomarkdown" => self.block(Meaning::Block(body.to_owned()), &rest[..end], indent),
                    _ => return None,
                }
                return Some(start + end);
            }
            at += line.len();
        }
        self.searched += rest.len();
        None
    }

    /// `$$…$$` as a block at `start`. Returns where it ends.
    pub(super) fn math_block(&mut self, start: usize, indent: &str) -> Option<usize> {
        let rest = &self.source[start..];
        let Some(close) = rest[2..].find("$$").map(|at| at + 2) else {
            self.searched += rest.len();
            return None;
        };
        let end = close + 2;
        let line_end = rest[end..].find('\n').map_or(rest.len(), |at| end + at);
        let next = rest.get(line_end + 1..).unwrap_or_default();
        let next_line = next.split('\n').next().unwrap_or_default().trim();
        let boundary = next_line.is_empty() || next_line.starts_with("{:");
        if !rest[end..line_end].trim().is_empty() || !boundary {
            return None;
        }
        let html = format!("{}\n", math(&rest[2..close], "\\[", "\\]"));
        self.block(Meaning::Block(html), &rest[..end], indent);
        Some(start + (line_end + 1).min(rest.len()))
    }
}

/// An element with Markdown in it: where its first tag is and its last one begins.
struct Nested {
    open: std::ops::Range<usize>,
    close: usize,
    content: Content,
}

/// The first element within `html` that asks for Markdown and has an end.
fn nested_markdown(html: &str) -> Option<Nested> {
    memchr::memmem::find(html.as_bytes(), b"markdown")?;
    let mut sought: Option<(&str, Nested, usize)> = None;
    for (at, piece) in tokens(html) {
        match (piece, &mut sought) {
            (Html::Open { name, raw }, None) => {
                let content = match without_markdown_attribute(raw).1.as_deref() {
                    Some("block") => Content::Blocks,
                    Some("span") => Content::Line,
                    Some("1") => model(&name.to_ascii_lowercase()),
                    _ => continue,
                };
                if !matches!(content, Content::Raw) && !raw.ends_with("/>") {
                    let open = at..at + raw.len();
                    sought = Some((name, Nested { open, close: 0, content }, 1));
                }
            }
            (Html::Open { name, .. }, Some((own, _, depth))) if name.eq_ignore_ascii_case(own) => *depth += 1,
            (Html::Close { name }, Some((own, nested, depth))) if name.eq_ignore_ascii_case(own) => {
                *depth -= 1;
                if *depth == 0 {
                    nested.close = at;
                    return sought.map(|(_, nested, _)| nested);
                }
            }
            _ => {}
        }
    }
    None
}

/// Where the element ends that `html` begins with, and what follows its first tag: only the end of the element that was
/// opened last counts, any other is text, and what has no end goes on to the end of all (`parser/html.rb`,
/// parse_raw_html). `None` in place of where it ends if it has none.
fn raw_element(html: &str, name: &str, opened: usize) -> (Option<usize>, String) {
    let mut open = vec![name];
    let mut out = String::new();
    let mut done = opened;
    for (at, piece) in tokens(html).skip(1) {
        match piece {
            Html::Open { name, raw } => {
                let is_tag = raw[1 + name.len()..].starts_with(['>', '/', ' ', '\n', '\t']);
                let is_void = VOID.iter().any(|void| void.eq_ignore_ascii_case(name)) || raw.ends_with("/>");
                if is_tag && !is_void {
                    open.push(name);
                }
            }
            Html::Close { name } => {
                let end = at + html[at..].find('>').map_or(html.len() - at, |length| length + 1);
                if open.last().is_some_and(|last| last.eq_ignore_ascii_case(name)) {
                    open.pop();
                    if open.is_empty() {
                        out.push_str(&html[done..end]);
                        return (Some(end), out);
                    }
                } else {
                    out.push_str(&html[done..at]);
                    out.push_str(&escaped(&html[at..end]));
                    done = end;
                }
            }
            _ => {}
        }
    }
    out.push_str(&html[done..]);
    (None, out)
}

/// Mathematics for a renderer in the browser, as kramdown hands it over (`math_engine/mathjax.rb`).
pub(super) fn math(text: &str, open: &str, close: &str) -> String {
    format!("{open}{}{close}", escaped(text.trim()))
}

fn model(name: &str) -> Content {
    if BLOCK_CONTENT.contains(&name) {
        Content::Blocks
    } else if SPAN_CONTENT.contains(&name) {
        Content::Line
    } else {
        Content::Raw
    }
}

/// The tag without its `markdown` attribute, and that attribute's value.
fn without_markdown_attribute(tag: &str) -> (String, Option<String>) {
    match attributes(tag).find(|attribute| attribute.name == "markdown") {
        Some(found) => {
            let before = tag[..found.start].trim_end();
            (format!("{before}{}", &tag[found.end..]), Some(found.value.to_owned()))
        }
        None => (tag.to_owned(), None),
    }
}

/// Where the `}` ends that closes the brace which `text` begins with; a backslash keeps one from closing.
pub(super) fn brace_end(text: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, byte) in text.bytes().enumerate().take(BRACES) {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'}' => return Some(at + 1),
            b'\n' if text[at + 1..].starts_with('\n') => return None,
            _ => {}
        }
    }
    None
}
