//! `[images]` of `site.toml`.

use super::table::Table;
use crate::diagnostics::{Diagnostic, Problem};

/// The widest that a picture is drawn anew: a side of WebP has 14 bits.
const WIDEST: usize = 16_383;
/// How many cards `share_cards = true` draws.
const CARDS: usize = 100;

/// `[images]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Images {
    pub resize: bool,
    /// In pixels, ascending, without repeats.
    pub widths: Vec<u32>,
    /// 1 to 100.
    pub quality: u8,
    /// The HTML attribute of pictures in bodies.
    pub sizes: String,
    /// Rooted paths that the host serves and the site does not hold.
    pub elsewhere: Vec<String>,
    /// For how many of the newest posts a card is drawn.
    pub share_cards: usize,
}

impl Default for Images {
    fn default() -> Self {
        Images {
            resize: true,
            widths: vec![400, 800, 1200, 1600],
            quality: 75,
            sizes: "(min-width: 48rem) 42rem, 100vw".into(),
            elsewhere: Vec::new(),
            share_cards: 0,
        }
    }
}

/// Reads the table.
pub fn read(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Images {
    let default = Images::default();
    let resize = table.boolean("resize", problems).unwrap_or(default.resize);
    let mut widths = default.widths;
    if let Some(list) = table.counts("widths", problems) {
        widths = list.into_iter().filter_map(|width| u32::try_from(width.min(WIDEST)).ok()).collect();
        widths.sort_unstable();
        widths.dedup();
    }
    let quality = match table.count_at("quality", problems) {
        Some((number, span)) => u8::try_from(number).ok().filter(|n| *n <= 100).unwrap_or_else(|| {
            let problem = Problem::WrongSetting {
                key: "images.quality".into(),
                expected: "a whole number from 1 to 100",
                found: number.to_string(),
            };
            problems.push(table.error(span, problem));
            default.quality
        }),
        None => default.quality,
    };
    let share_cards = match table.plain_boolean("share_cards") {
        Some(on) => {
            table.boolean("share_cards", problems);
            if on { CARDS } else { 0 }
        }
        None => table.count("share_cards", problems).unwrap_or(default.share_cards),
    };
    let sizes = table.string("sizes", problems).unwrap_or(default.sizes);
    let elsewhere = table.strings("elsewhere", problems);
    table.finish(problems);
    Images { resize, widths, quality, sizes, elsewhere, share_cards }
}
