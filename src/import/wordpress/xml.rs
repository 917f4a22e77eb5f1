//! A WordPress eXtended RSS file → its items. Elements are known by their names with their usual prefixes.

use crate::diagnostics::Doubt;
use quick_xml::Reader;
use quick_xml::escape;
use quick_xml::events::{BytesStart, Event};

/// What an export holds.
#[derive(Debug, Default)]
pub struct Export {
    /// `title`.
    pub title: String,
    /// `description`.
    pub description: String,
    /// `language`.
    pub language: String,
    /// `wp:base_blog_url`, else `link`.
    pub address: String,
    /// Log-in and shown name of each author.
    pub authors: Vec<(String, String)>,
    /// Posts, pages, attachments and whatever plugins add, as they come.
    pub items: Vec<Item>,
}

/// An item of any type.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "each field is the element of its name")]
pub struct Item {
    pub title: String,
    pub link: String,
    pub creator: String,
    pub content: String,
    pub excerpt: String,
    pub id: String,
    pub date: String,
    pub date_gmt: String,
    pub modified_gmt: String,
    pub name: String,
    pub status: String,
    pub parent: String,
    pub kind: String,
    pub password: String,
    pub attachment_url: String,
    pub is_sticky: bool,
    /// Domain, such as `category` or `post_tag`, and name.
    pub terms: Vec<(String, String)>,
    /// Key and value.
    pub meta: Vec<(String, String)>,
    pub comments: usize,
}

impl Item {
    /// A value that a plugin or the editor kept.
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(own, _)| own == key).map(|(_, value)| value.as_str())
    }
}

/// Reads an export.
///
/// # Errors
/// When it is no XML, or no export of WordPress.
pub fn read(xml: &str) -> Result<Export, Doubt> {
    let mut reader = Reader::from_str(xml.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = false;
    let mut export = Export::default();
    let mut place = Place::default();
    loop {
        let event = reader.read_event().map_err(|error| {
            let before = usize::try_from(reader.error_position()).unwrap_or_default().min(xml.len());
            let line = xml.as_bytes()[..before].iter().filter(|byte| **byte == b'\n').count() + 1;
            Doubt::NotAnExport { reason: format!("line {line}: {error}") }
        })?;
        match event {
            Event::Start(tag) => place.open(&tag, &mut export),
            Event::Empty(tag) => {
                place.open(&tag, &mut export);
                place.close(&mut export);
            }
            Event::End(_) => place.close(&mut export),
            Event::Text(text) => place.text.push_str(&text.xml10_content()),
            Event::CData(text) => place.text.push_str(&text.xml10_content()),
            Event::GeneralRef(entity) => {
                let whole = format!("&{};", &*entity);
                place.text.push_str(&escape::unescape(&whole).unwrap_or(whole.as_str().into()));
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if !place.is_export {
        let reason = "it has no element of the wordpress.org namespace".to_owned();
        return Err(Doubt::NotAnExport { reason });
    }
    Ok(export)
}

/// Where the reader is.
#[derive(Default)]
struct Place {
    path: Vec<String>,
    text: String,
    item: Option<Item>,
    author: (String, String),
    domain: String,
    meta: (String, String),
    is_export: bool,
}

impl Place {
    fn open(&mut self, tag: &BytesStart<'_>, export: &mut Export) {
        let name = tag.name().as_ref().to_owned();
        self.text.clear();
        self.is_export |= name.starts_with("wp:");
        if name == "item" {
            self.item = Some(Item::default());
        }
        if name == "category" {
            let domain = tag.attributes().flatten().find(|attribute| attribute.key.as_ref() == "domain");
            self.domain = domain.map(|attribute| attribute.value.into_owned()).unwrap_or_default();
        }
        if name == "wp:author" {
            export.authors.push(Default::default());
        }
        self.path.push(name);
    }

    fn close(&mut self, export: &mut Export) {
        let Some(name) = self.path.pop() else { return };
        let text = std::mem::take(&mut self.text);
        let above = self.path.last().map(String::as_str).unwrap_or_default();
        match (above, name.as_str()) {
            ("channel", "item") => export.items.extend(self.item.take()),
            ("channel", "title") => export.title = text.trim().to_owned(),
            ("channel", "description") => export.description = text.trim().to_owned(),
            ("channel", "language") => export.language = text.trim().to_owned(),
            ("channel", "link") if export.address.is_empty() => export.address = text.trim().to_owned(),
            ("channel", "wp:base_blog_url") => export.address = text.trim().to_owned(),
            ("wp:author", "wp:author_login") => self.author.0 = text.trim().to_owned(),
            ("wp:author", "wp:author_display_name") => self.author.1 = text.trim().to_owned(),
            ("channel", "wp:author") => {
                if let Some(last) = export.authors.last_mut() {
                    *last = std::mem::take(&mut self.author);
                }
            }
            ("wp:postmeta", "wp:meta_key") => self.meta.0 = text,
            ("wp:postmeta", "wp:meta_value") => self.meta.1 = text,
            ("item", _) => {
                if let Some(item) = &mut self.item {
                    let meta = std::mem::take(&mut self.meta);
                    set(item, &name, text, &self.domain, meta);
                }
            }
            _ => {}
        }
    }
}

fn set(item: &mut Item, name: &str, text: String, domain: &str, meta: (String, String)) {
    let trimmed = || text.trim().to_owned();
    match name {
        "title" => item.title = trimmed(),
        "link" => item.link = trimmed(),
        "dc:creator" => item.creator = trimmed(),
        "content:encoded" => item.content = text,
        "excerpt:encoded" => item.excerpt = text,
        "wp:post_id" => item.id = trimmed(),
        "wp:post_date" => item.date = trimmed(),
        "wp:post_date_gmt" => item.date_gmt = trimmed(),
        "wp:post_modified_gmt" => item.modified_gmt = trimmed(),
        "wp:post_name" => item.name = trimmed(),
        "wp:status" => item.status = trimmed(),
        "wp:post_parent" => item.parent = trimmed(),
        "wp:post_type" => item.kind = trimmed(),
        "wp:post_password" => item.password = trimmed(),
        "wp:attachment_url" => item.attachment_url = trimmed(),
        "wp:is_sticky" => item.is_sticky = text.trim() == "1",
        "category" => item.terms.push((domain.to_owned(), trimmed())),
        "wp:postmeta" => item.meta.push(meta),
        "wp:comment" => item.comments += 1,
        _ => {}
    }
}
