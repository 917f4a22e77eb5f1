//! What an object store is told about a file, for it to tell browsers: type, caching, compression.

use super::manifest::NAME;
use super::target::Put;
use crate::config::publish::Compress;
use crate::plan::Kind;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::borrow::Cow;
use std::io::Write as _;

/// `Content-Type`, of texts with their encoding.
#[must_use]
pub fn content_type(path: &str) -> String {
    if path == NAME {
        return "application/gzip".into();
    }
    let name = path.rsplit('/').next().unwrap_or(path);
    if !name.contains('.') || name == "_headers" || name == "_redirects" {
        return "text/plain; charset=utf-8".into();
    }
    let kind = mime_guess::from_path(path).first_or_octet_stream();
    // The feed's own type, which the file's ending does not tell.
    if matches!(kind.essence_str(), "text/xml" | "application/xml") {
        return "application/xml; charset=utf-8".into();
    }
    let is_text = kind.type_() == "text"
        || kind.suffix().is_some_and(|suffix| suffix == "xml" || suffix == "json")
        || matches!(kind.essence_str(), "application/json" | "application/javascript");
    if is_text { format!("{}; charset=utf-8", kind.essence_str()) } else { kind.essence_str().to_owned() }
}

/// `Cache-Control`: a year for what never changes under its address, a minute for pages, an hour for the rest.
#[must_use]
pub fn cache_control(file: &Put<'_>) -> &'static str {
    match file.kind {
        _ if file.path == NAME => "no-store",
        _ if file.fingerprinted => "public, max-age=31536000, immutable",
        Kind::Asset => "public, max-age=3600",
        Kind::Article | Kind::Index | Kind::Redirect { .. } | Kind::Machine => {
            "public, max-age=60, stale-while-revalidate=600"
        }
    }
}

/// The bytes as they are stored, and whether they are compressed: texts are, where it makes them smaller.
#[must_use]
pub fn compressed<'a>(path: &str, bytes: &'a [u8], how: Option<Compress>) -> (Cow<'a, [u8]>, bool) {
    let plain = (Cow::Borrowed(bytes), false);
    let Some(how) = how else { return plain };
    if path == NAME || !content_type(path).contains("charset=") {
        return plain;
    }
    let mut small = Vec::new();
    // Writing to memory cannot fail.
    match how {
        Compress::Gzip => {
            let mut encoder = GzEncoder::new(&mut small, Compression::best());
            let _ = encoder.write_all(bytes);
            let _ = encoder.finish();
        }
        Compress::Brotli => {
            let mut encoder = brotli::CompressorWriter::new(&mut small, 4096, 9, 22);
            let _ = encoder.write_all(bytes);
        }
    }
    if small.len() < bytes.len() { (Cow::Owned(small), true) } else { plain }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use std::io::Read as _;

    #[test]
    fn types_of_what_a_site_holds() {
        for (path, wanted) in [
            ("index.html", "text/html; charset=utf-8"),
            ("assets/style.css", "text/css; charset=utf-8"),
            ("assets/theme.js", "text/javascript; charset=utf-8"),
            ("feed.xml", "application/xml; charset=utf-8"),
            ("assets/logo.svg", "image/svg+xml; charset=utf-8"),
            ("feed.json", "application/json; charset=utf-8"),
            ("robots.txt", "text/plain; charset=utf-8"),
            ("assets/photo.webp", "image/webp"),
            ("assets/font.woff2", "font/woff2"),
            ("assets/what.unknown", "application/octet-stream"),
            ("_headers", "text/plain; charset=utf-8"),
        ] {
            assert_eq!(content_type(path), wanted, "{path}");
        }
    }

    #[test]
    fn compressed_texts_come_back_and_pictures_stay() {
        let text = "All work and no play. ".repeat(99);
        let (gzip, yes) = compressed("a.html", text.as_bytes(), Some(Compress::Gzip));
        let mut back = String::new();
        flate2::read::GzDecoder::new(&*gzip).read_to_string(&mut back).unwrap();
        assert!(yes && back == text);
        let (br, yes) = compressed("a.html", text.as_bytes(), Some(Compress::Brotli));
        let mut back = String::new();
        brotli::Decompressor::new(&*br, 4096).read_to_string(&mut back).unwrap();
        assert!(yes && back == text);
        for (path, how) in [("a.jpg", Some(Compress::Gzip)), ("a.html", None)] {
            assert_eq!(compressed(path, text.as_bytes(), how), (Cow::Borrowed(text.as_bytes()), false));
        }
    }
}
