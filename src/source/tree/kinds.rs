//! What a file is by its name, and where that does not tell, by its text.

use crate::source::date;
use std::path::Path;

/// Whether a file of this name is read as content: HTML, or Markdown.
#[must_use]
pub fn is_markup(path: &str) -> bool {
    is_markdown(path) || has_extension(path, &["html"])
}

/// Whether a file of this name is Markdown, under any of Jekyll's names for it.
#[must_use]
pub fn is_markdown(path: &str) -> bool {
    has_extension(path, &["md", "markdown", "mkd", "mkdn", "mkdown"])
}

/// The extension, with its dot, that a content file keeps in its address because nothing converts it (Jekyll's
/// `converters/identity.rb`).
#[must_use]
pub fn own_extension(path: &str) -> Option<&str> {
    let name_at = path.rfind('/').map_or(0, |at| at + 1);
    let dot = path[name_at..].rfind('.').filter(|at| *at > 0)?;
    Some(&path[name_at + dot..]).filter(|_| !is_markup(path))
}

/// Whether Jekyll makes another file of one of this name.
fn is_compiled(path: &str) -> bool {
    has_extension(path, &["sass", "scss", "coffee"])
}

/// Whether a file of this name has no text for a document, whatever it begins with.
pub fn is_data(path: &str) -> bool {
    is_compiled(path) || has_extension(path, &["yml", "yaml"])
}

fn has_extension(path: &str, all: &[&str]) -> bool {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension);
    all.iter().any(|known| extension.eq_ignore_ascii_case(known))
}

/// Whether Jekyll has a post in a file of a folder of posts (`post_reader.rb`), and if not, why, or none that can be read
/// here. Pictures and the like are nobody's concern.
pub fn in_posts(
    path: &str,
    draft: bool,
    has_front_matter: impl Fn() -> bool,
) -> Result<(), Option<&'static str>> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let is_named = draft || date::file_name(name).is_some();
    match (is_markup(path), is_named) {
        (true, true) => Ok(()),
        (true, false) => {
            Err(Some("its name does not begin with a date, so Jekyll does not take it for a post"))
        }
        (false, true) if own_extension(path).is_none() => Err(None),
        (false, true) if is_compiled(path) => Err(Some("Jekyll would compile it; posts are text")),
        (false, true) if has_front_matter() => Ok(()),
        (false, true) if !draft => Err(Some(
            "it has no front matter, without which posts are read from .md, .markdown and .html files",
        )),
        (false, _) => Err(None),
    }
}

/// Whether a page of Jekyll's in a file of this name is one to be read in a browser.
pub fn is_html_page(path: &str) -> bool {
    is_markup(path) || has_extension(path, &["htm", "xhtml"])
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
    [
        ".html",
        ".htm",
        ".xhtml",
        ".xml",
        ".txt",
        ".json",
        ".css",
        ".scss",
        ".sass",
        ".js",
        ".md",
        ".markdown",
        ".svg",
    ]
    .iter()
    .any(|extension| path.ends_with(extension))
}

/// Whether a file of this name is a page in a site of our own, with front matter or without.
#[must_use]
pub fn is_page(path: &str) -> bool {
    is_markup(path) && !path.to_ascii_lowercase().ends_with(".html")
}
