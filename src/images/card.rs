//! A post's share card: what other sites show beside a link to a post that has no picture of its own.
//!
//! Headline, section and the paper's name, in the one font that is built in: Noto Serif Bold (SIL Open Font License),
//! cut down to Latin, Greek and Cyrillic letters. A headline in another script gets no card rather than boxes.

use super::pixels::png;
use super::recipe::{Draw, Recipe};
use super::{Derived, FOLDER, survey};
use crate::config::Config;
use crate::site::Site;
use crate::site::article::Article;
use crate::site::taxonomy::TaxonomyKind;
use ab_glyph::{Font, FontRef, PxScale, ScaleFont, point};
use image::ExtendedColorType;

/// In pixels, as all that show cards recommend.
pub const WIDTH: u32 = 1200;
/// In pixels.
pub const HEIGHT: u32 = 630;
/// Counts up whenever the same words would give another picture.
const REVISION: u32 = 1;
const FONT: &[u8] = include_bytes!("card/NotoSerif-Bold.ttf");
const MARGIN: f32 = 80.0;
const PAPER: [u8; 3] = [0xfb, 0xfa, 0xf7];
const INK: [u8; 3] = [0x15, 0x17, 0x1a];
const DIM: [u8; 3] = [0x5a, 0x5f, 0x68];
/// The theme's own accent.
const ACCENT: [u8; 3] = [0x8a, 0x1c, 0x1c];
/// A headline is set in the first of these sizes in which it fits, in pixels and lines.
const SETTINGS: [(f32, usize); 4] = [(84.0, 3), (68.0, 4), (56.0, 5), (46.0, 6)];

/// What stands on a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Card {
    title: String,
    section: String,
    paper: String,
    host: String,
    accent: [u8; 3],
}

/// The card of a post; `None` where its headline cannot be set in the built-in font.
#[must_use]
pub fn derive(post: &Article, site: &Site, config: &Config) -> Option<Derived> {
    let font = FontRef::try_from_slice(FONT).ok()?;
    let categories = site.taxonomy(TaxonomyKind::Categories);
    let section = post
        .terms
        .of(TaxonomyKind::Categories)
        .first()
        .and_then(|term| categories?.terms.get(*term as usize));
    // A section or name that the font lacks is left out; the headline is what a card is for.
    let line = |text: &str| printable(text, &font).unwrap_or_default();
    let card = Card {
        title: printable(&post.title, &font).filter(|title| !title.is_empty())?,
        section: section.map(|term| line(&term.name)).unwrap_or_default(),
        paper: line(&config.title),
        host: line(config.origin.split_once("//").map_or("", |(_, host)| host)),
        accent: config.theme.accent.as_deref().and_then(hex).unwrap_or(ACCENT),
    };
    let words = format!("{card:?}{REVISION}");
    let print = survey::fingerprint(words.as_bytes());
    Some(Derived {
        path: format!("{FOLDER}/card-{}-{}.png", survey::stem(&post.slug), &print[..10]),
        recipe: Recipe { name: format!("card-{print}.png"), draw: Draw::Card(Box::new(card)) },
    })
}

/// The text without signs that the font lacks, such as emoji; `None` when it lacks a letter or a digit.
fn printable(text: &str, font: &FontRef<'_>) -> Option<String> {
    let mut line = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !line.ends_with(' ') {
                line.push(' ');
            }
        } else if font.glyph_id(c).0 != 0 {
            line.push(c);
        } else if c.is_alphanumeric() {
            return None;
        }
    }
    Some(line.trim().to_owned())
}

/// `#a5362a` or `#a36`.
fn hex(color: &str) -> Option<[u8; 3]> {
    let digits: Vec<u8> = color
        .trim()
        .strip_prefix('#')?
        .chars()
        .map(|c| c.to_digit(16).and_then(|d| u8::try_from(d).ok()))
        .collect::<Option<_>>()?;
    match digits[..] {
        [r, g, b] => Some([r * 17, g * 17, b * 17]),
        [r1, r0, g1, g0, b1, b0] => Some([r1 * 16 + r0, g1 * 16 + g0, b1 * 16 + b0]),
        _ => None,
    }
}

impl Card {
    /// The card as a PNG.
    pub fn png(&self) -> Result<Vec<u8>, String> {
        let font = FontRef::try_from_slice(FONT).map_err(|error| error.to_string())?;
        let mut sheet = Sheet::new();
        sheet.fill(0.0, 0.0, WIDTH as f32, 16.0, self.accent);
        let mut top = 116.0;
        if !self.section.is_empty() {
            let section = shortened(&self.section.to_uppercase(), 34.0, &font);
            sheet.text(&section, MARGIN, top, 34.0, self.accent, &font);
            top += 26.0;
        }
        let foot = HEIGHT as f32 - 118.0;
        let (size, lines) = fitted(&self.title, &font);
        let leading = size;
        // The headline stands in the middle of what is left, a little above.
        let room = foot - 24.0 - top - leading * lines.len() as f32;
        let mut baseline = top + (room * 0.4).max(0.0) + size;
        for line in lines {
            sheet.text(&line, MARGIN, baseline, size, INK, &font);
            baseline += leading;
        }
        sheet.fill(MARGIN, foot, WIDTH as f32 - 2.0 * MARGIN, 2.0, DIM);
        let name = if self.paper.is_empty() { &self.host } else { &self.paper };
        let name = shortened(name, 36.0, &font);
        sheet.text(&name, MARGIN, foot + 62.0, 36.0, INK, &font);
        let free = WIDTH as f32 - 2.0 * MARGIN - width(&name, 36.0, &font);
        let host = width(&self.host, 26.0, &font);
        if !self.paper.is_empty() && host + 40.0 < free {
            sheet.text(&self.host, WIDTH as f32 - MARGIN - host, foot + 60.0, 26.0, DIM, &font);
        }
        png(&sheet.bytes, WIDTH, HEIGHT, ExtendedColorType::Rgb8)
    }
}

/// The largest setting in which a headline fits, and its lines; one that fits in none is cut.
fn fitted(title: &str, font: &FontRef<'_>) -> (f32, Vec<String>) {
    for (size, most) in SETTINGS {
        let lines = wrapped(title, size, font);
        if lines.len() <= most && lines.iter().all(|line| width(line, size, font) <= room()) {
            return (size, lines);
        }
    }
    let (size, most) = SETTINGS[SETTINGS.len() - 1];
    let mut lines = wrapped(title, size, font);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push_str(" …");
        }
    }
    (size, lines.iter().map(|line| shortened(line, size, font)).collect())
}

fn room() -> f32 {
    WIDTH as f32 - 2.0 * MARGIN
}

fn wrapped(text: &str, size: f32, font: &FontRef<'_>) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line)
                if width(line, size, font) + width(" ", size, font) + width(word, size, font) <= room() =>
            {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A line cut to the width of the card.
fn shortened(line: &str, size: f32, font: &FontRef<'_>) -> String {
    if width(line, size, font) <= room() {
        return line.to_owned();
    }
    let mut kept = line.trim_end_matches(" …").to_owned();
    while !kept.is_empty() && width(&kept, size, font) + width("…", size, font) > room() {
        kept.pop();
    }
    format!("{}…", kept.trim_end())
}

fn width(text: &str, size: f32, font: &FontRef<'_>) -> f32 {
    let font = font.as_scaled(PxScale::from(size));
    let mut previous = None;
    let mut width = 0.0;
    for c in text.chars() {
        let glyph = font.glyph_id(c);
        width += previous.map_or(0.0, |before| font.kern(before, glyph)) + font.h_advance(glyph);
        previous = Some(glyph);
    }
    width
}

/// The paper that a card is drawn on: three bytes a pixel.
struct Sheet {
    bytes: Vec<u8>,
}

impl Sheet {
    fn new() -> Sheet {
        Sheet { bytes: PAPER.repeat((WIDTH * HEIGHT) as usize) }
    }

    fn fill(&mut self, left: f32, top: f32, width: f32, height: f32, color: [u8; 3]) {
        for y in top as u32..(top + height) as u32 {
            for x in left as u32..(left + width) as u32 {
                self.blend(i64::from(x), i64::from(y), 1.0, color);
            }
        }
    }

    fn text(&mut self, text: &str, left: f32, baseline: f32, size: f32, color: [u8; 3], font: &FontRef<'_>) {
        let scale = PxScale::from(size);
        let scaled = font.as_scaled(scale);
        let (mut pen, mut previous) = (left, None);
        for c in text.chars() {
            let id = scaled.glyph_id(c);
            pen += previous.map_or(0.0, |before| scaled.kern(before, id));
            if let Some(outline) = font.outline_glyph(id.with_scale_and_position(scale, point(pen, baseline)))
            {
                let bounds = outline.px_bounds();
                let (x0, y0) = (bounds.min.x as i64, bounds.min.y as i64);
                outline.draw(|x, y, cover| self.blend(x0 + i64::from(x), y0 + i64::from(y), cover, color));
            }
            pen += scaled.h_advance(id);
            previous = Some(id);
        }
    }

    fn blend(&mut self, x: i64, y: i64, cover: f32, color: [u8; 3]) {
        if !(0..i64::from(WIDTH)).contains(&x) || !(0..i64::from(HEIGHT)).contains(&y) {
            return;
        }
        let at = usize::try_from(y * i64::from(WIDTH) + x).unwrap_or_default() * 3;
        let cover = cover.clamp(0.0, 1.0);
        for (under, over) in self.bytes[at..at + 3].iter_mut().zip(color) {
            let mixed = f32::from(*under) + (f32::from(over) - f32::from(*under)) * cover;
            *under = mixed.round() as u8;
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn card(title: &str) -> Card {
        Card {
            title: title.into(),
            section: "News".into(),
            paper: "The Quay Post".into(),
            host: "quay.example".into(),
            accent: ACCENT,
        }
    }

    #[test]
    fn a_script_that_the_font_lacks_gives_no_card_and_a_sign_is_left_out() {
        let font = FontRef::try_from_slice(FONT).unwrap();
        for known in
            ["Fähre kehrt zurück", "Паром вернулся в гавань", "Паром кайтып келди: ң ө ү", "Φέρι", "Số 1"]
        {
            assert_eq!(printable(known, &font).as_deref(), Some(known));
        }
        for unknown in ["フェリー", "مرفأ", "המעבורת", "नौका", "渡轮"] {
            assert_eq!(printable(unknown, &font), None, "{unknown}");
        }
        assert_eq!(printable("Ferry 🚢 is\u{fe0f} back", &font).as_deref(), Some("Ferry is back"));
    }

    #[test]
    fn every_headline_fits() {
        let font = FontRef::try_from_slice(FONT).unwrap();
        for title in
            ["Cup", &"word ".repeat(200), &"x".repeat(500), "A very long headline that goes on past the line"]
        {
            let (size, lines) = fitted(title.trim(), &font);
            assert!(lines.iter().all(|line| width(line, size, &font) <= room()), "{title}: {lines:?}");
            let height = size * lines.len() as f32;
            assert!(height < 370.0, "{title}: {height}");
        }
    }

    #[test]
    fn a_card_is_a_png_of_its_size_and_the_same_each_time() {
        let png = card("Ferry returns to the old quay").png().unwrap();
        let facts = super::super::facts::read("card.png", &png).unwrap();
        assert_eq!((facts.width, facts.height), (WIDTH, HEIGHT));
        assert_eq!(png, card("Ferry returns to the old quay").png().unwrap());
        assert_ne!(png, card("Ferry leaves").png().unwrap());
    }

    #[test]
    fn colours_are_read() {
        assert_eq!(hex("#a5362a"), Some([0xa5, 0x36, 0x2a]));
        assert_eq!(hex("#a36"), Some([0xaa, 0x33, 0x66]));
        assert_eq!(hex("red"), None);
        assert_eq!(hex("#é"), None);
    }
}
