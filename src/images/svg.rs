//! SVG as a picture: drawn as an icon, and its size, from the attributes of its root: `width` and `height`, else the `viewBox` (SVG 2, section 8.2).

use quick_xml::Reader;
use quick_xml::events::Event;
use resvg::{tiny_skia, usvg};
use std::thread::ScopedJoinHandle;

/// How much is read before the root must have come.
const HEAD: usize = 64 * 1024;

/// Width and height in CSS pixels; zeros where the drawing has none of its own. `Err` when there is no `<svg>`.
pub fn size(bytes: &[u8]) -> Result<(u32, u32), String> {
    let none = || "its content is no picture: there is no <svg> in it".to_owned();
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(HEAD)]);
    let mut reader = Reader::from_str(head.trim_start_matches('\u{feff}'));
    loop {
        match reader.read_event() {
            Ok(Event::Start(root) | Event::Empty(root)) => {
                if root.local_name().as_ref() != "svg" {
                    return Err(none());
                }
                let attribute = |name: &str| {
                    root.attributes()
                        .flatten()
                        .find(|attribute| attribute.key.as_ref() == name)
                        .map(|attribute| attribute.value.into_owned())
                };
                let own = |name: &str| attribute(name).and_then(|text| length(&text));
                let view = attribute("viewBox").and_then(|text| view_box(&text));
                return Ok(resolve(own("width"), own("height"), view));
            }
            Ok(Event::Eof) | Err(_) => return Err(none()),
            Ok(_) => {}
        }
    }
}

/// The drawing in the middle of a square, `side` pixels wide: red, green, blue and alpha of each. Words in it are left out,
/// as fonts differ from one machine to the next: a logo has to have them as outlines.
pub fn draw(bytes: &[u8], side: u32) -> Result<Vec<u8>, String> {
    check(bytes)?;
    // Groups are drawn by recursion, on a stack that holds as many as `check` lets through.
    let drawn = std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        thread.spawn_scoped(scope, || draw_any(bytes, side)).map(ScopedJoinHandle::join)
    });
    match drawn {
        Ok(Ok(drawn)) => drawn,
        Ok(Err(_panic)) => Err("it cannot be drawn".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// How large a drawing may be, bytes; how deep its elements may lie in one another; how many `<use>` may repeat others,
/// each of which can lie as deep again.
const MAX_BYTES: usize = 256 * 1024;
const MAX_DEPTH: usize = 64;
const MAX_USES: usize = 64;
/// Bytes; of them only those are used that a drawing needs.
const STACK: usize = 64 * 1024 * 1024;

/// Refuses what is more than a logo.
fn check(bytes: &[u8]) -> Result<(), String> {
    if bytes.len() > MAX_BYTES {
        return Err(format!("it is larger than {} KB", MAX_BYTES / 1024));
    }
    let text = String::from_utf8_lossy(bytes);
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut depth, mut uses) = (0, 0);
    loop {
        match reader.read_event() {
            Ok(Event::Start(tag)) => {
                depth += 1;
                uses += usize::from(tag.local_name().as_ref() == "use");
            }
            Ok(Event::Empty(tag)) => uses += usize::from(tag.local_name().as_ref() == "use"),
            Ok(Event::End(_)) => depth -= 1,
            // What is no XML the drawing itself tells.
            Ok(Event::Eof) | Err(_) => return Ok(()),
            Ok(_) => {}
        }
        if depth > MAX_DEPTH {
            return Err(format!("its elements lie more than {MAX_DEPTH} deep in one another"));
        }
        if uses > MAX_USES {
            return Err(format!("it has more than {MAX_USES} <use>"));
        }
    }
}

fn draw_any(bytes: &[u8], side: u32) -> Result<Vec<u8>, String> {
    let tree = usvg::Tree::from_data(bytes, &usvg::Options::default()).map_err(|error| error.to_string())?;
    let mut canvas = tiny_skia::Pixmap::new(side, side).ok_or("an icon has at least one pixel")?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let length = side as f32;
    let scale = length / width.max(height);
    let (left, top) = ((length - width * scale) / 2.0, (length - height * scale) / 2.0);
    let place = tiny_skia::Transform::from_scale(scale, scale).post_translate(left, top);
    resvg::render(&tree, place, &mut canvas.as_mut());
    let plain = |pixel: &tiny_skia::PremultipliedColorU8| {
        let color = pixel.demultiply();
        [color.red(), color.green(), color.blue(), color.alpha()]
    };
    Ok(canvas.pixels().iter().flat_map(plain).collect())
}

/// One side follows from the other by the ratio of the view box.
fn resolve(width: Option<f64>, height: Option<f64>, view: Option<(f64, f64)>) -> (u32, u32) {
    let (width, height) = match (width, height, view) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((w, h))) => (width, width * h / w),
        (None, Some(height), Some((w, h))) => (height * w / h, height),
        (None, None, Some(size)) => size,
        _ => return (0, 0),
    };
    let whole = |side: f64| if side.is_finite() { side.round().clamp(1.0, 100_000.0) as u32 } else { 0 };
    (whole(width), whole(height))
}

/// A length in CSS pixels; `None` for one that depends on what is around it, such as `100%`.
fn length(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| !matches!(c, '0'..='9' | '.' | '-' | '+')).unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    let unit = match text[end..].trim() {
        "" | "px" => 1.0,
        "pt" => 4.0 / 3.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    Some(number * unit).filter(|pixels| *pixels > 0.0)
}

/// The last two numbers of `0 0 640 360`.
fn view_box(text: &str) -> Option<(f64, f64)> {
    let numbers: Vec<f64> = text
        .split([' ', ',', '\t', '\n', '\r'])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok())
        .collect::<Option<_>>()?;
    match numbers[..] {
        [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::size;

    #[test]
    fn a_drawing_has_the_size_that_its_root_says() {
        let cases: [(&str, (u32, u32)); 8] = [
            (r#"<svg width="640" height="360"/>"#, (640, 360)),
            (r#"<?xml version="1.0"?><!DOCTYPE svg><!-- x --><svg viewBox="0 0 32 16"><g/></svg>"#, (32, 16)),
            (r#"<svg width="100%" height="100%" viewBox="0,0,10,20"></svg>"#, (10, 20)),
            (r#"<svg width="64px" viewBox="0 0 32 16"/>"#, (64, 32)),
            (r#"<svg height="1in" viewBox="0 0 2 1"/>"#, (192, 96)),
            (r#"<svg width="1e999" height="-4"/>"#, (0, 0)),
            (r#"<svg/>"#, (0, 0)),
            (r#"<s:svg xmlns:s="http://www.w3.org/2000/svg" width="2" height="3"/>"#, (2, 3)),
        ];
        for (text, expected) in cases {
            assert_eq!(size(text.as_bytes()), Ok(expected), "{text}");
        }
    }

    #[test]
    fn what_has_no_svg_is_none() {
        for text in ["", "<html/>", "<svg", "plain", "<!DOCTYPE a [<!ENTITY b \"&b;&b;\">]>"] {
            assert!(size(text.as_bytes()).is_err(), "{text}");
        }
    }
}
