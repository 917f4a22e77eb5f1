//! A plain-text article → a post as an editor would have typed it. Pure.
//!
//! Nothing of the text is lost: what is not recognised is a paragraph. Every guess is noted with its line.

mod lines;

use crate::diagnostics::Doubt;
use crate::markdown::escape_text as escaped;
use crate::source::damage;
use crate::source::date::{self, Moment};
use crate::source::yaml::{self, Value};
use jiff::tz::TimeZone;
use lines::{Block, Line};

/// An article, taken apart.
#[derive(Debug, Default)]
pub struct Article {
    /// Its headline.
    pub title: String,
    /// Who wrote it, if the text says.
    pub author: Option<String>,
    /// When, if the text says.
    pub date: Option<Moment>,
    /// The standfirst.
    pub deck: Option<String>,
    /// Where it was written.
    pub dateline: Option<String>,
    /// The rest, as Markdown.
    pub body: String,
    /// What was guessed: the line of the source, from 1, or 0 for the whole, and what.
    pub doubts: Vec<(usize, Doubt)>,
}

/// The longest headline and the longest deck, in characters.
const TITLE: usize = 160;
const DECK: usize = 240;

/// Text of a file's bytes, whatever they are; and what is to be said of that.
#[must_use]
pub fn decode(bytes: &[u8]) -> (String, Option<Doubt>) {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|two| unit([two[0], two[1]])).collect();
        (String::from_utf16_lossy(&units), Some(Doubt::Encoding { name: "UTF-16" }))
    };
    let (text, doubt) = match (bytes, std::str::from_utf8(bytes)) {
        ([0xff, 0xfe, ..], _) => wide(u16::from_le_bytes),
        ([0xfe, 0xff, ..], _) => wide(u16::from_be_bytes),
        (_, Ok(text)) => (text.to_owned(), None),
        _ => (damage::from_windows_1252(bytes), Some(Doubt::Encoding { name: "Windows-1252" })),
    };
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n").replace('\r', "\n");
    (text, doubt)
}

/// Text whose damaged characters are repaired, and each repair.
#[must_use]
pub fn repaired(text: &str) -> (String, Vec<(usize, Doubt)>) {
    let damages = damage::find(text);
    let doubts = damages.iter().map(|damage| {
        let line = text[..damage.range.start].matches('\n').count() + 1;
        let found = text[damage.range.clone()].to_owned();
        (line, Doubt::Repaired { found, repaired: damage.repaired.clone(), is_certain: damage.is_certain })
    });
    (damage::repair(text, &damages), doubts.collect())
}

/// Day and slug of a text that is a post already, with front matter of its own.
#[must_use]
pub fn front_matter(text: &str, zone: &TimeZone) -> Option<(Option<Moment>, String)> {
    let front = crate::source::text::split(text).ok()?.front?;
    let Ok(Value::Map(map)) = yaml::parse(front) else { return None };
    let scalar = |key: &str| map.get(key).and_then(Value::scalar);
    let date = scalar("date").and_then(|text| date::parse(&text, zone).ok());
    let name = scalar("slug").or_else(|| scalar("title")).unwrap_or_default();
    let slug = crate::site::slug::term(&name);
    Some((date, if slug.is_empty() { "post".into() } else { slug }))
}

/// Reads an article. `address` gives the address of a post by its headline.
#[must_use]
pub fn article(text: &str, zone: &TimeZone, address: &dyn Fn(&str) -> Option<String>) -> Article {
    let mut found = Article::default();
    let mut lines: Vec<Line<'_>> = lines::read(text);
    headline(&mut lines, &mut found);
    head(&mut lines, &mut found, zone);
    if let Some(first) = lines.iter_mut().find(|line| !line.is_blank())
        && let Some((place, rest)) = lines::dateline(&first.text)
    {
        found.dateline = Some(place);
        first.text = rest.into();
    }
    if found.title.is_empty() {
        let from = lines.iter().find(|line| !line.is_blank());
        found.title = from.map(|line| lines::beginning(&line.text)).unwrap_or_default();
        found.doubts.push((1, Doubt::NoHeadline { made: found.title.clone() }));
    }
    found.body = body(&lines, address, &mut found.doubts);
    found
}

/// Takes the headline off, if the text has one: a first line that is short and no sentence of a paragraph.
fn headline(lines: &mut Vec<Line<'_>>, found: &mut Article) {
    lines.drain(..lines.iter().take_while(|line| line.is_blank()).count());
    let Some(first) = lines.first() else { return };
    let is_only_one = lines.iter().filter(|line| !line.is_blank()).count() == 1;
    let is_sentence = first.text.ends_with('.') && first.text.chars().count() > 60;
    let is_place = lines::dateline(&first.text).is_some();
    if first.text.chars().count() > TITLE || is_only_one || is_sentence || is_place {
        return;
    }
    found.title = first.text.trim_start_matches('#').trim().to_owned();
    lines.remove(0);
}

/// Takes off what stands between headline and text: a deck, a byline, a date.
fn head(lines: &mut Vec<Line<'_>>, found: &mut Article, zone: &TimeZone) {
    if found.title.is_empty() {
        return;
    }
    loop {
        let blanks = lines.iter().take_while(|line| line.is_blank()).count();
        let Some(line) = lines.get(blanks) else { return };
        let text = line.text.trim();
        if found.author.is_none()
            && let Some(name) = lines::byline(text)
        {
            found.author = Some(name.to_owned());
        } else if let Some(date) = lines::written_on(text).and_then(|text| date::parse(text, zone).ok()) {
            found.date = Some(date);
        } else if found.deck.is_none() && is_deck(&lines[blanks..], blanks > 0) {
            if lines::is_headline(text) {
                found.doubts.push((line.number, Doubt::DeckOrHeadline));
            }
            found.deck = Some(text.to_owned());
        } else {
            return;
        }
        lines.drain(..=blanks);
    }
}

/// A short text straight under the headline, with a longer one below it.
fn is_deck(lines: &[Line<'_>], apart: bool) -> bool {
    let Some(first) = lines.first() else { return false };
    let length = first.text.chars().count();
    // Byline and date may stand between.
    let is_head = |text: &str| lines::byline(text).is_some() || lines::written_on(text).is_some();
    let next = lines[1..].iter().find(|line| !line.is_blank() && !is_head(&line.text));
    let below = next.is_some_and(|next| {
        first.is_plain() && next.is_plain() && next.text.chars().count() >= (length * 3 / 2).max(100)
    });
    // Set apart from the headline, only what is no sentence is more likely a deck than the first paragraph.
    below && length <= DECK && lines::dateline(&first.text).is_none() && (!apart || length <= 140)
}

fn body(
    lines: &[Line<'_>],
    address: &dyn Fn(&str) -> Option<String>,
    doubts: &mut Vec<(usize, Doubt)>,
) -> String {
    let mut parts: Vec<(bool, String)> = Vec::new();
    for (line, block) in lines::blocks(lines) {
        let (is_item, text) = match block {
            Block::Paragraph(text) => (false, escaped(&text)),
            Block::Item { mark, text } => (true, format!("{mark} {}", escaped(&text))),
            Block::Heading(text) => {
                doubts.push((line, Doubt::SubHeading { text: text.clone() }));
                (false, format!("## {}", escaped(&text)))
            }
            Block::AlsoRead { label, title } => match address(&title) {
                Some(url) => (false, format!("**{label}:** [{}]({url})", escaped(&title))),
                None => {
                    doubts.push((line, Doubt::AlsoRead { title: title.clone() }));
                    (false, format!("**{label}:** {}", escaped(&title)))
                }
            },
            Block::Rule => (false, "* * *".into()),
        };
        parts.push((is_item, text));
    }
    let mut body = String::new();
    for (at, (is_item, text)) in parts.iter().enumerate() {
        if at > 0 {
            // Items of one list stand close.
            body.push_str(if *is_item && parts[at - 1].0 { "\n" } else { "\n\n" });
        }
        body.push_str(text);
    }
    if !body.is_empty() {
        body.push('\n');
    }
    body
}

#[cfg(test)]
mod tests;
