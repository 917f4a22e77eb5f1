//! Bytes of a picture → pixels → bytes of a smaller one. Pure, and the same on any number of threads.

use super::facts::{is_svg, plain};
use super::svg;
use super::variants::{Encoding, MAX_PIXELS, Size};
use fast_image_resize::images::{Image as Canvas, ImageRef};
use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::{CompressionType, FilterType as PngFilter, PngEncoder};
use image::codecs::{jpeg::JpegDecoder, png::PngDecoder, webp::WebPDecoder};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageFormat, ImageResult, Limits};
use moxcms::{ColorProfile, DataColorSpace, Layout, TransformOptions};
use std::io::Cursor;

/// What a picture may weigh that a phone is offered, in bytes: `sizes` up to [`PHONE`].
const PHONE_BYTES: usize = 100_000;
/// The widest that a phone asks for: 400 CSS pixels, three to each.
const PHONE: u32 = 1200;
/// Below this quality a photograph shows it.
const LOWEST: u8 = 35;

/// A picture in memory: sRGB, upright, three or four bytes a pixel.
pub struct Pixels {
    width: u32,
    height: u32,
    alpha: bool,
    bytes: Vec<u8>,
}

/// Decodes, turns upright and converts to sRGB. `Err` says why it cannot be read.
pub fn decode(bytes: &[u8]) -> Result<Pixels, String> {
    // A picture comes from anywhere; a decoder that stumbles over one may not end the build of the site.
    std::panic::catch_unwind(|| decode_any(bytes)).unwrap_or_else(|_| Err("its decoder gave up".to_owned()))
}

fn decode_any(bytes: &[u8]) -> Result<Pixels, String> {
    match plain(image::guess_format(bytes))? {
        ImageFormat::Jpeg => decode_with(JpegDecoder::new(Cursor::new(bytes))),
        ImageFormat::Png => decode_with(PngDecoder::new(Cursor::new(bytes))),
        ImageFormat::WebP => decode_with(WebPDecoder::new(Cursor::new(bytes))),
        _ => Err("nothing here reads its format".to_owned()),
    }
}

fn decode_with(decoder: ImageResult<impl ImageDecoder>) -> Result<Pixels, String> {
    let mut decoder = plain(decoder)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MAX_PIXELS {
        return Err(format!("{width} × {height} pixels are more than is decoded"));
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MAX_PIXELS * 8 + 64 * 1024 * 1024);
    plain(decoder.set_limits(limits))?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let profile = decoder.icc_profile().ok().flatten();
    let mut image = plain(DynamicImage::from_decoder(decoder))?;
    image.apply_orientation(orientation);
    let (width, height, alpha) = (image.width(), image.height(), image.color().has_alpha());
    let mut bytes = if alpha { image.into_rgba8().into_raw() } else { image.into_rgb8().into_raw() };
    if let Some(profile) = profile {
        to_srgb(&mut bytes, alpha, &profile);
    }
    Ok(Pixels { width, height, alpha, bytes })
}

/// Many phones take pictures in Display P3, and a smaller copy loses the profile that says so. A profile that does not
/// fit (a CMYK one, whose pixels were converted on the way, or a broken one) changes nothing.
fn to_srgb(bytes: &mut Vec<u8>, alpha: bool, profile: &[u8]) {
    let Ok(profile) = ColorProfile::new_from_slice(profile) else { return };
    if profile.color_space != DataColorSpace::Rgb {
        return;
    }
    let layout = if alpha { Layout::Rgba } else { Layout::Rgb };
    let srgb = ColorProfile::new_srgb();
    let Ok(transform) = profile.create_transform_8bit(layout, &srgb, layout, TransformOptions::default())
    else {
        return;
    };
    let mut converted = vec![0; bytes.len()];
    if transform.transform(bytes, &mut converted).is_ok() {
        *bytes = converted;
    }
}

impl Pixels {
    /// The same picture at another size, written in that size's encoding.
    pub fn at(&self, size: Size, quality: u8) -> Result<Vec<u8>, String> {
        let resized = self.resized(size.width, size.height)?;
        match size.encoding {
            Encoding::WebP => resized.webp(quality),
            Encoding::Jpeg => resized.jpeg(quality),
        }
    }

    /// Lanczos with three lobes: sharp, and what editors expect of "resize".
    fn resized(&self, width: u32, height: u32) -> Result<Pixels, String> {
        let kind = if self.alpha { PixelType::U8x4 } else { PixelType::U8x3 };
        if (width, height) == (self.width, self.height) {
            return Ok(Pixels { width, height, alpha: self.alpha, bytes: self.bytes.clone() });
        }
        let from = ImageRef::new(self.width, self.height, &self.bytes, kind).map_err(|e| e.to_string())?;
        let mut into = Canvas::new(width, height, kind);
        let options = ResizeOptions::new().resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3));
        Resizer::new().resize(&from, &mut into, &options).map_err(|e| e.to_string())?;
        Ok(Pixels { width, height, alpha: self.alpha, bytes: into.into_vec() })
    }

    /// Lossy WebP. More pixels on the same screen are finer, so wide pictures bear a lower quality; one that a phone may
    /// fetch is written again until it weighs little enough.
    fn webp(&self, quality: u8) -> Result<Vec<u8>, String> {
        let mut quality = match self.width {
            0..=800 => quality,
            801..=1200 => quality.saturating_sub(7),
            _ => quality.saturating_sub(12),
        }
        .max(1);
        let layout = if self.alpha { webp::PixelLayout::Rgba } else { webp::PixelLayout::Rgb };
        let encoder = webp::Encoder::new(&self.bytes, layout, self.width, self.height);
        loop {
            let mut config = webp::WebPConfig::new().map_err(|()| "WebP has no settings".to_owned())?;
            config.quality = f32::from(quality);
            config.method = 4;
            let encoded = encoder.encode_advanced(&config).map_err(|error| format!("{error:?}"))?;
            if self.width > PHONE || encoded.len() <= PHONE_BYTES || quality <= LOWEST {
                return Ok(encoded.to_vec());
            }
            quality = quality.saturating_sub(10).max(LOWEST);
        }
    }

    fn jpeg(&self, quality: u8) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let encoder = JpegEncoder::new_with_quality(&mut bytes, quality);
        plain(encoder.write_image(&self.bytes, self.width, self.height, self.color()))?;
        Ok(bytes)
    }

    fn color(&self) -> ExtendedColorType {
        if self.alpha { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 }
    }
}

/// A square PNG of a logo, `side` pixels wide: the whole logo in the middle, on nothing or on white. For icons of a web
/// manifest and of a phone. `Err` for what is no JPEG, PNG, WebP or SVG.
pub fn square_icon(logo: &[u8], side: u32, opaque: bool) -> Result<Vec<u8>, String> {
    let mut bytes = if is_svg("", logo) { svg::draw(logo, side)? } else { square(&decode(logo)?, side)? };
    if opaque {
        for pixel in bytes.chunks_exact_mut(4) {
            let alpha = u32::from(pixel[3]);
            for channel in &mut pixel[..3] {
                // Between 0 and 255 whatever the alpha, as both weights add up to 255.
                *channel = ((u32::from(*channel) * alpha + 255 * (255 - alpha)) / 255) as u8;
            }
            pixel[3] = 255;
        }
    }
    png(&bytes, side, side, ExtendedColorType::Rgba8)
}

/// The logo in the middle of a square of nothing.
fn square(logo: &Pixels, side: u32) -> Result<Vec<u8>, String> {
    let longest = logo.width.max(logo.height).max(1);
    let scaled = |length: u32| {
        let length = (u64::from(length) * u64::from(side) + u64::from(longest) / 2) / u64::from(longest);
        u32::try_from(length).unwrap_or(side).clamp(1, side)
    };
    let small = logo.resized(scaled(logo.width), scaled(logo.height))?.with_alpha();
    let mut bytes = vec![0; side as usize * side as usize * 4];
    let (left, top) = ((side - small.width) as usize / 2, (side - small.height) as usize / 2);
    let row = small.width as usize * 4;
    for (number, pixels) in small.bytes.chunks_exact(row).enumerate() {
        let start = ((top + number) * side as usize + left) * 4;
        bytes[start..start + row].copy_from_slice(pixels);
    }
    Ok(bytes)
}

impl Pixels {
    fn with_alpha(self) -> Pixels {
        if self.alpha {
            return self;
        }
        let bytes = self.bytes.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], 255]).collect();
        Pixels { alpha: true, bytes, ..self }
    }
}

/// A PNG, packed well without taking long.
pub(super) fn png(
    bytes: &[u8],
    width: u32,
    height: u32,
    color: ExtendedColorType,
) -> Result<Vec<u8>, String> {
    let mut out = Vec::new();
    let encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, PngFilter::Adaptive);
    plain(encoder.write_image(bytes, width, height, color))?;
    Ok(out)
}
