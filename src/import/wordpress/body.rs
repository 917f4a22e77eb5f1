//! The text of a WordPress post as HTML that needs no WordPress.

use std::collections::BTreeMap;
use std::ops::Range;

/// Shortcodes that carry no attribute.
const BARE: [&str; 8] =
    ["gallery", "audio", "video", "playlist", "embed", "caption", "contact-form-7", "more"];

/// The text without marks of the block editor, with captions as figures.
#[must_use]
pub fn html(content: &str) -> String {
    let text = content.replace("\r\n", "\n").replace('\u{a0}', " ");
    captions(&without_block_marks(&text)).replace("[embed]", "").replace("[/embed]", "")
}

/// `<!-- wp:… -->` and `<!-- /wp:… -->`, which tell the editor where blocks begin.
fn without_block_marks(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<!--") {
        let inside = rest[at + 4..].trim_start();
        let is_mark = inside.starts_with("wp:") || inside.starts_with("/wp:");
        let Some(end) = rest[at..].find("-->").map(|end| at + end + 3) else { break };
        out.push_str(&rest[..if is_mark { at } else { end }]);
        rest = &rest[end..];
    }
    out.push_str(rest);
    out
}

/// `[caption …]<img> words[/caption]` → a figure.
fn captions(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("[caption") {
        let whole = &rest[at..];
        let (Some(open), Some(close)) = (whole.find(']'), whole.find("[/caption]")) else { break };
        if open > close {
            break;
        }
        let inside = &whole[open + 1..close];
        // The picture, and the link around it if there is one, come first.
        let end = inside.rfind("</a>").map(|end| end + 4);
        let end =
            end.or_else(|| inside.find("<img").and_then(|from| Some(from + inside[from..].find('>')? + 1)));
        let (picture, words) = inside.split_at(end.unwrap_or_default());
        out.push_str(&rest[..at]);
        out.push_str(&format!(
            "\n\n<figure>{}<figcaption>{}</figcaption></figure>\n\n",
            picture.trim(),
            words.trim()
        ));
        rest = &whole[close + "[/caption]".len()..];
    }
    out.push_str(rest);
    out
}

/// Shortcodes that nothing here carries out, each with how often it stands in the text.
#[must_use]
pub fn shortcodes(text: &str) -> BTreeMap<String, usize> {
    let mut found = BTreeMap::new();
    for range in brackets(text) {
        let inside = &text[range];
        let end =
            inside.find(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_' || c == '-'));
        let (name, rest) = inside.split_at(end.unwrap_or(inside.len()));
        let has_values = rest.starts_with(' ') && rest.contains('=');
        if name.len() > 1 && (has_values || (BARE.contains(&name) && rest.trim().is_empty())) {
            *found.entry(name.to_owned()).or_default() += 1;
        }
    }
    found
}

fn brackets(text: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    text.match_indices('[').filter_map(|(at, _)| {
        let end = text[at..].find([']', '\n'])?;
        text[at + end..].starts_with(']').then_some(at + 1..at + end)
    })
}
