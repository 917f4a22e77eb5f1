//! From an address to the file that a server gives for it.

use crate::site::slug;

/// Extensions that an address may end in. Others are taken for part of the name, as in `/v1.2`.
const EXTENSIONS: [&str; 53] = [
    "html",
    "htm",
    "xhtml",
    "xml",
    "rss",
    "atom",
    "rdf",
    "opml",
    "xsl",
    "xslt",
    "txt",
    "md",
    "json",
    "jsonld",
    "geojson",
    "webmanifest",
    "manifest",
    "appcache",
    "css",
    "scss",
    "sass",
    "js",
    "mjs",
    "map",
    "wasm",
    "csv",
    "tsv",
    "yml",
    "yaml",
    "toml",
    "ics",
    "vcf",
    "pdf",
    "epub",
    "zip",
    "gz",
    "svg",
    "png",
    "jpg",
    "jpeg",
    "gif",
    "webp",
    "avif",
    "ico",
    "mp3",
    "mp4",
    "webm",
    "woff",
    "woff2",
    "php",
    "asp",
    "aspx",
    "jsp",
];

/// The file, relative to the output folder, that a server gives for `url`.
///
/// Never leaves the output folder, whatever the address: segments of dots are dropped.
#[must_use]
pub fn file_path(url: &str) -> String {
    // The usual address of a page, which has nothing to decode or to drop.
    if url.len() > 1
        && url.starts_with('/')
        && url.ends_with('/')
        && !url.contains(['%', '.'])
        && !url.contains("//")
    {
        return format!("{}index.html", &url[1..]);
    }
    let decoded = slug::unescape_path(url);
    let mut path = String::with_capacity(decoded.len() + 10);
    for segment in decoded.split('/').filter(|s| !matches!(*s, "" | "." | "..")) {
        if !path.is_empty() {
            path.push('/');
        }
        path.push_str(segment);
    }
    if path.is_empty() {
        return "index.html".to_owned();
    }
    if decoded.ends_with('/') {
        path.push_str("/index.html");
    } else if !is_file(path.rsplit('/').next().unwrap_or_default()) {
        path.push_str(".html");
    }
    path
}

/// The same for a page whose file ends in `extension`.
#[must_use]
pub fn file_path_as(url: &str, extension: &str) -> String {
    let path = file_path(url);
    if extension == ".html" || url.is_empty() || url.ends_with('/') {
        return path;
    }
    let bare = if url.ends_with(".html") { &path } else { path.strip_suffix(".html").unwrap_or(&path) };
    if bare.ends_with(extension) { bare.to_owned() } else { format!("{bare}{extension}") }
}

/// Whether the last segment of an address is already the name of a file.
fn is_file(name: &str) -> bool {
    // Files that hosts look for under exactly these names.
    if name.starts_with('.') || matches!(name, "CNAME" | "_redirects" | "_headers") {
        return true;
    }
    name.rsplit_once('.')
        .is_some_and(|(_, end)| EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(end)))
}
