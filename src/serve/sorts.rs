//! What a change of a file can mean, by its path: whether it has to be read again, and whether anything else has.

use crate::config::{self, Config, Flavor};
use crate::source::tree::{self, ContentFile, Kind};

/// Whether what a file becomes depends on its name alone, so that an edit cannot make it something else.
pub fn tells_by_name(file: &ContentFile, config: &Config) -> bool {
    let own = config.flavor == Flavor::Dateline;
    match file.kind {
        Kind::Post { .. } => own || tree::is_markup(&file.path),
        Kind::Collected { .. } => own,
        Kind::Page { .. } => own && !file.path.ends_with(".html"),
    }
}

/// Whether a file that is copied could become a page or a document by an edit.
pub fn may_be_page(path: &str, config: &Config) -> bool {
    match config.flavor {
        Flavor::Jekyll => tree::is_text(path) || path.starts_with('_') || path.contains("/_"),
        Flavor::Dateline => path.ends_with(".html"),
    }
}

/// Whether it is one of the templates, or the folder of them.
pub fn is_template(path: &str) -> bool {
    path == "templates" || path.starts_with("templates/")
}

/// Whether bodies can ask for it.
pub fn is_shared(path: &str) -> bool {
    let top = path.split('/').next();
    matches!(top, Some("_includes" | "_data"))
}

/// Whether it is the settings.
pub fn is_settings(path: &str) -> bool {
    path == config::SITE_TOML || path == config::CONFIG_YML
}
