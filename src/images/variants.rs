//! Which further sizes a picture is offered in: a decision from its size alone, made before any is drawn.

use super::facts::{Facts, Format};
use crate::config::images::Images;

/// The most pixels that are decoded: what a large camera takes, at four bytes each about half a gigabyte.
pub const MAX_PIXELS: u64 = 120_000_000;
/// A picture that is narrower than this is a mark or an icon, and is used as it is.
const SMALLEST: u32 = 200;
/// Counts up whenever the same picture and settings would give other bytes than before.
pub const REVISION: u32 = 1;

/// How a derived picture is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// Lossy WebP.
    WebP,
    /// Baseline JPEG.
    Jpeg,
}

impl Encoding {
    /// The end of the file's name.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Encoding::WebP => "webp",
            Encoding::Jpeg => "jpg",
        }
    }
}

/// One size of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// How it is written.
    pub encoding: Encoding,
}

/// Whether the header alone tells that this is too much to decode.
#[must_use]
pub fn too_large(facts: &Facts) -> bool {
    facts.format != Format::Svg && u64::from(facts.width) * u64::from(facts.height) > MAX_PIXELS
}

/// The sizes, by encoding and then by width; none for what is used as it is.
///
/// Each is at most as wide as the picture. WebP goes up to the picture's own width, as it is smaller than any other form
/// of it; a JPEG of its own width is the picture itself. Widths of the setting that the next one makes superfluous are
/// left out: a picture of 820 pixels needs none of 800.
#[must_use]
pub fn sizes(facts: &Facts, settings: &Images) -> Vec<Size> {
    let photo = matches!(facts.format, Format::Jpeg | Format::Png | Format::WebP);
    let usable = photo && !facts.animated && !facts.broken && !too_large(facts);
    if !settings.resize || !usable || facts.width < SMALLEST {
        return Vec::new();
    }
    let smaller =
        settings.widths.iter().copied().filter(|width| u64::from(*width) * 10 < u64::from(facts.width) * 9);
    let smaller: Vec<u32> = smaller.collect();
    let widest = settings.widths.last().copied().unwrap_or_default().min(facts.width);
    let mut sizes = Vec::with_capacity(smaller.len() * 2 + 1);
    let size = |width: u32, encoding: Encoding| {
        let height = (u64::from(facts.height) * u64::from(width) + u64::from(facts.width) / 2)
            / u64::from(facts.width);
        // A side of WebP has 14 bits.
        let height = u32::try_from(height).unwrap_or(u32::MAX).max(1);
        (height <= 16_383).then_some(Size { width, height, encoding })
    };
    let mut web: Vec<u32> = smaller.clone();
    if web.last().is_none_or(|last| *last < widest) {
        web.push(widest);
    }
    sizes.extend(web.into_iter().filter_map(|width| size(width, Encoding::WebP)));
    if facts.format == Format::Jpeg {
        sizes.extend(smaller.into_iter().filter_map(|width| size(width, Encoding::Jpeg)));
    }
    sizes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn widths(format: Format, width: u32, height: u32) -> (Vec<u32>, Vec<u32>) {
        let facts = Facts { format, width, height, animated: false, broken: false };
        let found = sizes(&facts, &Images::default());
        let of = |encoding| found.iter().filter(|s| s.encoding == encoding).map(|s| s.width).collect();
        (of(Encoding::WebP), of(Encoding::Jpeg))
    }

    #[test]
    fn sizes_are_those_that_help_and_never_above_the_picture() {
        assert_eq!(
            widths(Format::Jpeg, 4000, 3000),
            (vec![400, 800, 1200, 1600], vec![400, 800, 1200, 1600])
        );
        assert_eq!(widths(Format::Jpeg, 1600, 900), (vec![400, 800, 1200, 1600], vec![400, 800, 1200]));
        assert_eq!(widths(Format::Png, 820, 600), (vec![400, 820], vec![]));
        assert_eq!(widths(Format::WebP, 300, 300), (vec![300], vec![]));
        assert_eq!(widths(Format::Png, 199, 10), (vec![], vec![]));
        assert_eq!(widths(Format::Svg, 800, 600), (vec![], vec![]));
        assert_eq!(widths(Format::Png, 30_000, 30_000), (vec![], vec![]));
        assert_eq!(widths(Format::Png, 210, 100_000), (vec![], vec![]));
    }

    #[test]
    fn heights_keep_the_ratio() {
        let facts = Facts { format: Format::Jpeg, width: 1000, height: 333, animated: false, broken: false };
        let found = sizes(&facts, &Images::default());
        assert_eq!((found[0].width, found[0].height), (400, 133));
    }
}
