//! What a picture is, from its first bytes: kind, width and height as they are shown, whether it moves. Decodes no pixels.

use super::svg;
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{ImageDecoder, ImageFormat, ImageResult};
use std::io::Cursor;

/// The kinds of pictures that Dateline tells apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Photographs.
    Jpeg,
    /// Drawings and screenshots; may have alpha.
    Png,
    /// Either.
    WebP,
    /// Is used as it is, whatever its size.
    Svg,
    /// GIF, AVIF, …: is used as it is, as nothing here writes these.
    Other,
}

/// What is known of a picture without decoding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// Its kind, by its content and not by its name.
    pub format: Format,
    /// Pixels as shown, after the camera's orientation; 0 where a drawing has no size of its own.
    pub width: u32,
    /// Likewise.
    pub height: u32,
    /// Whether it is an animation.
    pub animated: bool,
    /// Whether its pixels turned out not to be readable.
    pub broken: bool,
}

impl Facts {
    /// Of a file that is no picture.
    pub const UNREADABLE: Facts =
        Facts { format: Format::Other, width: 0, height: 0, animated: false, broken: true };
}

/// Reads the header. `Err` says why it is none.
pub fn read(name: &str, bytes: &[u8]) -> Result<Facts, String> {
    let mut facts = match image::guess_format(bytes) {
        Ok(ImageFormat::Jpeg) => oriented(Format::Jpeg, plain(JpegDecoder::new(Cursor::new(bytes)))?),
        Ok(ImageFormat::Png) => {
            let decoder = plain(PngDecoder::new(Cursor::new(bytes)))?;
            let animated = decoder.is_apng().unwrap_or_default();
            oriented(Format::Png, decoder).map(|facts| Facts { animated, ..facts })
        }
        Ok(ImageFormat::WebP) => {
            let decoder = plain(WebPDecoder::new(Cursor::new(bytes)))?;
            let animated = decoder.has_animation();
            oriented(Format::WebP, decoder).map(|facts| Facts { animated, ..facts })
        }
        _ if is_svg(name, bytes) => svg::size(bytes).map(|(width, height)| Facts {
            format: Format::Svg,
            width,
            height,
            animated: false,
            broken: false,
        }),
        _ => imagesize::blob_size(bytes).map_err(|_| "its content is no picture".to_owned()).map(|size| {
            let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
            Facts {
                format: Format::Other,
                width: side(size.width),
                height: side(size.height),
                animated: bytes.starts_with(b"GIF8"),
                broken: false,
            }
        }),
    }?;
    // A size of nothing is no size: better no attribute than `width="0"`.
    if facts.width == 0 || facts.height == 0 {
        (facts.width, facts.height) = (0, 0);
    }
    Ok(facts)
}

fn oriented(format: Format, mut decoder: impl ImageDecoder) -> Result<Facts, String> {
    let (width, height) = decoder.dimensions();
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let (width, height) = if turns(orientation) { (height, width) } else { (width, height) };
    Ok(Facts { format, width, height, animated: false, broken: false })
}

/// Whether a picture of this orientation lies on its side.
fn turns(orientation: Orientation) -> bool {
    matches!(
        orientation,
        Orientation::Rotate90
            | Orientation::Rotate270
            | Orientation::Rotate90FlipH
            | Orientation::Rotate270FlipH
    )
}

/// By its name or by its content.
pub(super) fn is_svg(name: &str, bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(1024)];
    name.to_ascii_lowercase().ends_with(".svg") || memchr::memmem::find(start, b"<svg").is_some()
}

/// A decoder's complaint as one line that may stand after a colon.
fn reason(error: &image::ImageError) -> String {
    let text = error.to_string();
    let text = text.lines().next().unwrap_or_default();
    text.trim_start_matches("Format error decoding ").trim_end_matches('.').to_owned()
}

/// With a decoder's complaint as a plain reason.
pub(super) fn plain<T>(result: ImageResult<T>) -> Result<T, String> {
    result.map_err(|error| reason(&error))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_picture_is_told() {
        for bytes in
            [&b""[..], b"pixels", b"<html><body>404</body></html>", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"]
        {
            assert!(read("a.jpg", bytes).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn a_gif_has_the_size_of_its_screen() {
        let facts = read("a.gif", b"GIF89a\x03\x00\x02\x00\x00\x00\x00;").unwrap();
        assert_eq!((facts.width, facts.height, facts.format), (3, 2, Format::Other));
    }
}
