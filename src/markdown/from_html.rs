//! HTML → Markdown, where Markdown can say it; everything else stays HTML, which Markdown may hold.
//!
//! Each block that was turned into Markdown is rendered again: if a reader would not see the same words, links and
//! pictures, it stays as it was. So this may be simple, and what it does not know loses nothing.

mod blocks;
mod tree;

use super::{Options, html, render};
use html::{Token, tokens};

/// Markdown that was made of HTML.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct FromHtml {
    /// The Markdown.
    pub text: String,
    /// How many of its blocks are HTML still.
    pub kept: usize,
}

/// Turns HTML into Markdown. A line end in text that stands in no element is a line end for the reader, and an empty
/// line parts paragraphs, as blogs' editors have it.
#[must_use]
pub fn from_html(source: &str) -> FromHtml {
    let Some(nodes) = tree::read(source) else {
        return FromHtml { text: format!("{}\n", whole(source)), kept: 1 };
    };
    let mut made = FromHtml::default();
    for (raw, block) in blocks::top(source, &nodes) {
        let sound = block.filter(|block| same(raw, block));
        made.kept += usize::from(sound.is_none());
        let text = sound.unwrap_or_else(|| whole(raw));
        if !text.is_empty() {
            if !made.text.is_empty() {
                made.text.push_str("\n\n");
            }
            made.text.push_str(text.trim_end());
        }
    }
    if !made.text.is_empty() {
        made.text.push('\n');
    }
    made
}

/// A block of HTML as Markdown leaves it alone: without empty lines, which would end it.
fn whole(raw: &str) -> String {
    if ["<pre", "<script", "<style", "<textarea"].iter().any(|tag| raw.contains(tag)) {
        return raw.trim().to_owned();
    }
    raw.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

fn same(raw: &str, markdown: &str) -> bool {
    let options = Options {
        base_path: "",
        footnote_prefix: "x",
        excerpt: None,
        excerpt_separator: None,
        highlight: false,
        untrusted: false,
        kramdown: None,
    };
    seen(raw) == seen(&render(markdown, &options).html)
}

/// What a reader sees: letters and signs without white space and typography, links, pictures and emphasis by number.
fn seen(html: &str) -> (String, [usize; 4]) {
    let words = html::plain_text(html);
    let letters = words.chars().filter(|c| {
        let is_typography =
            matches!(c, '\'' | '"' | '‘' | '’' | '“' | '”' | '-' | '–' | '—' | '.' | '…' | '\u{ad}');
        !c.is_whitespace() && !is_typography
    });
    let mut counts = [0; 4];
    for (_, token) in tokens(html) {
        let Token::Open { name, .. } = token else { continue };
        let kind = match name.to_ascii_lowercase().as_str() {
            "a" => 0,
            "img" => 1,
            "strong" | "b" | "em" | "i" => 2,
            "li" | "blockquote" => 3,
            _ => continue,
        };
        counts[kind] += 1;
    }
    (letters.collect(), counts)
}

#[cfg(test)]
mod tests;
