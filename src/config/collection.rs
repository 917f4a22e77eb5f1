//! Collections of documents besides the posts.

use crate::source::yaml::Map;

/// A collection, whose documents become pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Collection {
    /// Its name; its folder is `_<name>`.
    pub name: String,
    /// Its own permalink template.
    pub permalink: Option<String>,
    /// Whether its documents become pages; else they are values for Liquid alone.
    pub output: bool,
    /// All that the settings say of it, for Liquid.
    pub values: Map,
}

impl Collection {
    /// Where a file of the collection goes that is no document, by Jekyll's rule (static_file.rb, url).
    #[must_use]
    pub fn target(&self, inner: &str) -> String {
        let (stem, extension) = match inner.rsplit_once('.') {
            Some((stem, extension)) if !extension.contains('/') => (stem, format!(".{extension}")),
            _ => (inner, String::new()),
        };
        let template = self.permalink.as_deref().unwrap_or("/:collection/:path");
        let filled = template
            .replace(":collection", &self.name)
            .replace(":path", stem)
            .replace(":name", stem.rsplit('/').next().unwrap_or(stem))
            .replace(":output_ext", "");
        // Jekyll knows no more of such a file, and would put all of them at one address.
        let all_there = [":path", ":name"].iter().any(|own| template.contains(own)) && !filled.contains(':');
        if !all_there || filled.contains("..") {
            return format!("{}/{inner}", self.name);
        }
        format!("{}{extension}", filled.trim_matches('/'))
    }
}
