//! A WordPress export → posts, pages and settings.
//!
//! An address that the site had stays: where the settings would give another, the post names its own.

mod body;
mod xml;

use super::File;
use super::front::Front;
use crate::diagnostics::Doubt;
use crate::markdown::{from_html, plain_text};
use crate::site::permalink::{self, Parts};
use crate::site::slug;
use crate::source::date::{self, Moment};
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, BTreeSet};
pub use xml::{Export, Item, read};

/// What an export becomes.
#[derive(Debug, Default)]
pub struct Import {
    /// Posts and pages, and `site.toml` for a site of their own.
    pub files: Vec<File>,
    /// What is to be said, each of a file to be, or of the export itself.
    pub doubts: Vec<(String, Doubt)>,
    /// How many posts there are.
    pub posts: usize,
    /// How many pages.
    pub pages: usize,
}

/// The site that posts go to.
#[derive(Debug)]
pub struct Target<'a> {
    /// Its permalink setting.
    pub permalink: &'a str,
    /// Its zone.
    pub zone: &'a TimeZone,
    /// Where posts lie, and where pages do.
    pub folders: (&'a str, &'a str),
    /// Whether authors are named by the keys that its settings have.
    pub has_authors: bool,
}

/// The permalink setting that most posts had.
#[must_use]
pub fn permalink_of(export: &Export) -> &'static str {
    const STYLES: [&str; 3] = ["/:year/:month/:day/:title/", "/:year/:month/:title/", "/:title/"];
    let mut counts = [0_usize; 3];
    for item in export.items.iter().filter(|item| item.kind == "post") {
        let Some(old) = old_path(&item.link) else { continue };
        let Ok(date) = date::parse(&item.date, &TimeZone::UTC) else { continue };
        let slug = slug_of(item);
        for (at, style) in STYLES.iter().enumerate() {
            counts[at] += usize::from(address(style, &date, &slug, &[]).as_deref() == Some(&old));
        }
    }
    let most = (0..3).max_by_key(|at| (counts[*at], std::cmp::Reverse(*at))).unwrap_or_default();
    STYLES[most]
}

/// `site.toml` for the export's site.
#[must_use]
pub fn settings(export: &Export, permalink: &str) -> File {
    let text = |text: &str| toml::Value::String(plain_text(text)).to_string();
    let mut toml = format!("title = {}\n", text(&export.title));
    if !export.description.is_empty() {
        toml.push_str(&format!("description = {}\n", text(&export.description)));
    }
    if !export.address.is_empty() {
        toml.push_str(&format!("base_url = {}\n", text(export.address.trim_end_matches('/'))));
    }
    let language = export.language.split('_').next().unwrap_or_default();
    if !language.is_empty() {
        toml.push_str(&format!("language = {}\n", text(language)));
    }
    toml.push_str(&format!("permalink = {}\n", text(permalink)));
    for (key, name) in &export.authors {
        let name = if name.is_empty() { key } else { name };
        toml.push_str(&format!("\n[authors.{}]\nname = {}\n", text(key), text(name)));
    }
    File { path: "site.toml".into(), bytes: toml.into_bytes() }
}

/// Every post and page.
#[must_use]
pub fn articles(export: &Export, target: &Target<'_>) -> Import {
    let mut import = Import::default();
    let mut paths = BTreeSet::new();
    let by_id: BTreeMap<&str, &Item> = export.items.iter().map(|item| (item.id.as_str(), item)).collect();
    let mut left: BTreeMap<String, usize> = BTreeMap::new();
    let mut uploads: BTreeMap<String, usize> = BTreeMap::new();
    for item in &export.items {
        let is_post = item.kind == "post";
        match (item.kind.as_str(), item.status.as_str()) {
            ("attachment" | "revision" | "nav_menu_item", _) => continue,
            ("post" | "page", "trash" | "auto-draft" | "inherit") => {
                *left.entry(format!("{} in the bin or never saved", item.kind)).or_default() += 1;
                continue;
            }
            ("post" | "page", _) => {}
            (other, _) => {
                *left.entry(format!("item of the type {other}")).or_default() += 1;
                continue;
            }
        }
        if item.comments > 0 {
            *left.entry("comment".into()).or_default() += item.comments;
        }
        let mut made = Made { item, export, target, by_id: &by_id, doubts: Vec::new() };
        let (path, text) = made.file(is_post, &mut paths);
        count_uploads(&text, &mut uploads);
        import.doubts.extend(made.doubts.into_iter().map(|doubt| (path.clone(), doubt)));
        import.files.push(File { path, bytes: text.into_bytes() });
        import.posts += usize::from(is_post);
        import.pages += usize::from(!is_post);
    }
    let whole = left.into_iter().map(|(what, count)| Doubt::LeftOut { what, count });
    let elsewhere = uploads.into_iter().map(|(folder, count)| Doubt::PicturesElsewhere { count, folder });
    import.doubts.extend(whole.chain(elsewhere).map(|doubt| (String::new(), doubt)));
    import
}

fn count_uploads(text: &str, uploads: &mut BTreeMap<String, usize>) {
    const FOLDER: &str = "/wp-content/uploads/";
    for (at, _) in text.match_indices(FOLDER) {
        let start = text[..at].rfind(['"', '(', '<', ' ', '\n', '\'']).map_or(0, |start| start + 1);
        if text[start..at].starts_with("http") {
            *uploads.entry(format!("{}{FOLDER}", &text[start..at])).or_default() += 1;
        }
    }
}

struct Made<'a> {
    item: &'a Item,
    export: &'a Export,
    target: &'a Target<'a>,
    by_id: &'a BTreeMap<&'a str, &'a Item>,
    doubts: Vec<Doubt>,
}

impl Made<'_> {
    fn file(&mut self, is_post: bool, paths: &mut BTreeSet<String>) -> (String, String) {
        let item = self.item;
        let title = plain_text(&item.title);
        let slug = slug_of(item);
        if item.name.is_empty() && item.status == "publish" {
            self.doubts.push(Doubt::NoSlug { title: title.clone(), slug: slug.clone() });
        }
        let (written, moment) = self.date();
        let draft = matches!(item.status.as_str(), "draft" | "pending") || (is_post && moment.is_none());
        if is_post && moment.is_none() {
            self.doubts.push(Doubt::NoDateGiven { title: title.clone() });
        }
        let shown = if title.is_empty() { slug::titleize(&slug) } else { title.clone() };
        let terms = |domain: &str| -> Vec<String> {
            item.terms.iter().filter(|(own, _)| own == domain).map(|(_, name)| plain_text(name)).collect()
        };
        let categories = terms("category");
        let own = match &moment {
            Some(date) if is_post => address(self.target.permalink, date, &slug, &categories),
            _ => None,
        };
        let route = self.route(&slug);
        let own = if is_post { own } else { Some(format!("/{}/", slug::escape_path(&route))) };
        let old = old_path(&item.link);
        if old.is_none() && item.status == "publish" {
            self.doubts.push(Doubt::NoPath { url: item.link.clone() });
        }
        let mut front =
            Front::default().plain("layout", if is_post { "post" } else { "page" }).text("title", &shown);
        if let Some(date) = &written {
            front = front.plain("date", date);
        }
        front = front.maybe("author", self.author().as_deref());
        front = front.list("categories", &categories).list("tags", &terms("post_tag"));
        front = front.maybe("excerpt", Some(&plain_text(&item.excerpt)));
        front = self.image(front);
        // What was never public has no address to keep.
        if let Some(old) = old.filter(|old| own.as_ref() != Some(old) && item.status == "publish") {
            front = front.text("permalink", &old);
        }
        if item.is_sticky {
            front = front.plain("featured", "true");
        }
        if draft {
            front = front.plain("draft", "true");
        }
        if item.status == "private" || !item.password.is_empty() {
            front = front.plain("published", "false");
        }
        if !item.password.is_empty() {
            self.doubts.push(Doubt::Password { title });
        }
        let body = self.body();
        if body.contains("{{") || body.contains("{%") {
            front = front.plain("render_with_liquid", "false");
        }
        let path = if is_post {
            let day =
                moment.map_or_else(|| "1970-01-01".to_owned(), |moment| moment.local.date().to_string());
            free(&format!("{}/{day}-{}", self.target.folders.0, file_name(&slug)), paths)
        } else {
            let route: Vec<String> = route.split('/').map(file_name).collect();
            free(&format!("{}{}", self.target.folders.1, route.join("/")), paths)
        };
        (path, format!("{}{body}", front.fenced()))
    }

    /// The date as written and as read: with the offset that the site had then.
    fn date(&self) -> (Option<String>, Option<Moment>) {
        let utc = |text: &str| date::parse(text, &TimeZone::UTC).ok().filter(|_| !text.starts_with("0000"));
        let (local, gmt) = (utc(&self.item.date), utc(&self.item.date_gmt));
        let offset = match (&local, &gmt) {
            (Some(local), Some(gmt)) => local.instant.as_second() - gmt.instant.as_second(),
            _ => 0,
        };
        let minutes = offset.abs() / 60;
        let sign = if offset < 0 { '-' } else { '+' };
        let zone = if gmt.is_some() {
            format!(" {sign}{:02}:{:02}", minutes / 60, minutes % 60)
        } else {
            String::new()
        };
        let written = local.map(|_| format!("{}{zone}", self.item.date));
        let moment = written.as_deref().and_then(|text| date::parse(text, self.target.zone).ok());
        (written.filter(|_| moment.is_some()), moment)
    }

    fn author(&self) -> Option<String> {
        let login = &self.item.creator;
        let known = self.export.authors.iter().find(|(key, _)| key == login);
        let name = known.map(|(_, name)| name).filter(|name| !name.is_empty());
        (!login.is_empty()).then(|| match name {
            Some(name) if !self.target.has_authors => plain_text(name),
            _ => login.clone(),
        })
    }

    fn image(&self, front: Front) -> Front {
        let picture = self.item.meta("_thumbnail_id").and_then(|id| self.by_id.get(id));
        let Some(picture) = picture.filter(|picture| !picture.attachment_url.is_empty()) else {
            return front;
        };
        let mut inner = format!("\n  path: {}", super::front::quoted(&picture.attachment_url));
        let alt = picture.meta("_wp_attachment_image_alt").map(plain_text).unwrap_or_default();
        for (key, value) in [("alt", alt), ("caption", plain_text(&picture.excerpt))] {
            if !value.is_empty() {
                inner.push_str(&format!("\n  {key}: {}", super::front::quoted(&value)));
            }
        }
        front.plain("image", &inner)
    }

    fn body(&mut self) -> String {
        let html = body::html(&self.item.content);
        let made = from_html(&html);
        if made.kept > 0 {
            self.doubts.push(Doubt::KeptAsHtml { count: made.kept });
        }
        let codes = body::shortcodes(&html);
        self.doubts.extend(codes.into_iter().map(|(name, count)| Doubt::Shortcode { name, count }));
        made.text
    }

    /// A page's slug below those of the pages above it.
    fn route(&self, slug: &str) -> String {
        let mut route = slug.to_owned();
        let mut item = self.item;
        for _ in 0..20 {
            match self.by_id.get(item.parent.as_str()) {
                Some(above) if above.kind == "page" => item = above,
                _ => break,
            }
            route = format!("{}/{route}", slug_of(item));
        }
        route
    }
}

fn slug_of(item: &Item) -> String {
    let given = slug::unescape_path(&item.name);
    if !given.is_empty() {
        return given;
    }
    let made = slug::term(&plain_text(&item.title));
    if made.is_empty() { format!("post-{}", item.id) } else { made }
}

/// The path of an old address; `None` where it is a question, such as `/?p=12`.
fn old_path(link: &str) -> Option<String> {
    let (_, rest) = link.split_once("://")?;
    let path = rest.find('/').map_or("/", |at| &rest[at..]);
    (!path.contains(['?', '#'])).then(|| slug::escape_path(&slug::unescape_path(path)))
}

fn address(style: &str, date: &Moment, slug: &str, categories: &[String]) -> Option<String> {
    let name = format!("{}-{slug}", date.local.date());
    let parts = Parts {
        date: Some(date),
        slug,
        name: &name,
        path: &name,
        collection: "posts",
        categories,
        output_ext: ".html",
        lenient: false,
    };
    permalink::expand(style, &parts).ok()
}

/// A slug as the name of a file.
fn file_name(slug: &str) -> String {
    let safe: String =
        slug.chars().map(|c| if matches!(c, '/' | '\\' | ':') || c.is_control() { '-' } else { c }).collect();
    let mut end = safe.len().min(200);
    while !safe.is_char_boundary(end) {
        end -= 1;
    }
    safe[..end].trim_start_matches(['.', '_']).to_owned()
}

/// A path that no other file of the import has, even in other case.
fn free(stem: &str, paths: &mut BTreeSet<String>) -> String {
    (1..)
        .map(|number| if number == 1 { format!("{stem}.md") } else { format!("{stem}-{number}.md") })
        .find(|path| paths.insert(path.to_lowercase()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests;
