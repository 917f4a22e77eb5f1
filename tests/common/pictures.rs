//! Pictures made by the tests, and what a build made of them.

use super::{Built, Site, post};
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// A picture in which each corner has its colour, so that turning it shows.
pub fn corners(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => Rgb([230, 20, 20]),
        (false, true) => Rgb([20, 230, 20]),
        (true, false) => Rgb([20, 20, 230]),
        (false, false) => Rgb([240, 240, 240]),
    })
}

pub fn encoded(image: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.into().write_to(&mut Cursor::new(&mut bytes), format).unwrap();
    bytes
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    encoded(corners(width, height), ImageFormat::Jpeg)
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    encoded(corners(width, height), ImageFormat::Png)
}

/// A post with a lead picture `assets/lead.<end>` and one in its body.
pub fn paper(end: &str, bytes: &[u8]) -> Site {
    let keys = format!("title: Ferry\nimage: {{path: assets/lead.{end}, alt: Boats}}");
    Site::new()
        .file("content/posts/2025-11-27-ferry.md", post(&keys, &format!("![Quay](/assets/lead.{end})")))
        .file(&format!("assets/lead.{end}"), bytes)
}

pub const FERRY: &str = "2025/11/27/ferry/index.html";

/// The drawn files whose names begin so, with the width that the name says.
pub fn drawn(built: &Built, end: &str) -> Vec<(String, u32)> {
    let files =
        built.files().into_iter().filter(|path| path.starts_with("assets/derived/") && path.ends_with(end));
    files
        .map(|path| {
            let width = path.rsplit('-').nth(1).and_then(|width| width.parse().ok()).unwrap_or_default();
            (path, width)
        })
        .collect()
}

pub fn widths(built: &Built, end: &str) -> Vec<u32> {
    let mut widths: Vec<u32> = drawn(built, end).into_iter().map(|(_, width)| width).collect();
    widths.sort_unstable();
    widths
}
