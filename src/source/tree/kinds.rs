//! What a file is by its name, and where that does not tell, by its text.

use crate::source::date;
use std::path::Path;

/// Whether a file of this name is read as content: HTML, or Markdown under any of Jekyll's names for it.
pub fn is_markup(path: &str) -> bool {
    const EXTENSIONS: [&str; 6] = ["md", "markdown", "html", "mkd", "mkdn", "mkdown"];
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    EXTENSIONS.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Why a file in a folder of posts is none to Jekyll (`post_reader.rb`), or none that can be read here. Pictures and
/// the like are nobody's concern.
pub fn not_a_post(path: &str, draft: bool) -> Option<&'static str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_named = draft || date::file_name(name).is_some();
    match (is_markup(path), is_named) {
        (true, true) => None,
        (true, false) => Some("its name does not begin with a date, so Jekyll does not take it for a post"),
        (false, true) if !draft => Some("posts are read from .md, .markdown and .html files"),
        (false, _) => None,
    }
}

/// Whether a page is a template for lists, which the pages of lists stand in for: the home page, and what
/// jekyll-paginate fills.
pub fn is_list(path: &str, disk: &Path) -> bool {
    let is_html = path.ends_with(".html");
    is_html
        && (path == "index.html"
            || std::fs::read(disk).is_ok_and(|text| memchr::memmem::find(&text, b"paginator").is_some()))
}

/// Whether Jekyll may have a page in a file of this name.
#[must_use]
pub fn is_text(path: &str) -> bool {
    [".html", ".xml", ".txt", ".json", ".css", ".scss", ".sass", ".js", ".md", ".markdown", ".svg"]
        .iter()
        .any(|extension| path.ends_with(extension))
}

/// Whether a file of this name is a page in a site of our own, with front matter or without.
#[must_use]
pub fn is_page(path: &str) -> bool {
    is_markup(path) && !path.to_ascii_lowercase().ends_with(".html")
}
