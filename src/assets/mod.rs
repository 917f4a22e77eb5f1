//! The built-in theme, compiled into the binary, and the fingerprints by which browsers notice a new stylesheet.

use crate::site::{Site, slug};
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// A file of the built-in theme.
#[derive(Debug, Clone, Copy)]
pub struct ThemeFile {
    /// Its name below `templates/` or `assets/`.
    pub name: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
}

macro_rules! theme_files {
    ($folder:literal: $($name:literal),+ $(,)?) => {
        &[$(ThemeFile { name: $name, bytes: include_bytes!(concat!("../../", $folder, "/", $name)) }),+]
    };
}

/// The default theme's templates.
pub const TEMPLATES: &[ThemeFile] = theme_files!("templates":
    "404.html", "archive.html", "archives.html", "base.html", "fragments/footer.html", "fragments/head.html",
    "fragments/nav.html", "fragments/plate.html", "home.html", "page.html", "post.html", "redirect.html",
    "search.html", "story.html", "teaser.html", "term.html", "terms.html",
);

/// The default theme's assets, served below `/assets/`.
pub const ASSETS: &[ThemeFile] = theme_files!("assets": "search.js", "style.css", "theme.js");

/// The stylesheet of highlighted code, made when a site has any.
pub const HIGHLIGHT: &str = "highlight.css";

/// Short hashes of the stylesheets and scripts below `assets/`, by name.
pub type Fingerprints = BTreeMap<String, String>;

/// Fingerprints of the site's own stylesheets and scripts, and of the theme's that it does not replace. A file that
/// cannot be read has none here; copying it reports why.
#[must_use]
pub fn fingerprints(site: &Site) -> Fingerprints {
    let mut prints: Fingerprints =
        ASSETS.iter().map(|file| (file.name.to_owned(), short_hash(file.bytes))).collect();
    prints.insert(HIGHLIGHT.to_owned(), short_hash(crate::markdown::stylesheet().as_bytes()));
    for file in &site.files {
        let Some(name) = file.target.strip_prefix("assets/") else { continue };
        if (name.ends_with(".css") || name.ends_with(".js"))
            && let Ok(bytes) = std::fs::read(&file.disk)
        {
            prints.insert(name.to_owned(), short_hash(&bytes));
        }
    }
    prints
}

/// Sizes of pictures in bytes, by their paths as front matter has them.
pub type Sizes = FxHashMap<String, u64>;

/// Sizes of those pictures among `paths` that are files of the site.
#[must_use]
pub fn sizes<'a>(site: &Site, paths: impl Iterator<Item = &'a str>) -> Sizes {
    let targets: FxHashMap<String, &str> =
        paths.map(|path| (slug::unescape_path(path.trim_start_matches('/')), path)).collect();
    let named = site.files.iter().filter_map(|file| Some((targets.get(&file.target)?, file)));
    named
        .filter_map(|(path, file)| Some(((*path).to_owned(), std::fs::metadata(&file.disk).ok()?.len())))
        .collect()
}

fn short_hash(bytes: &[u8]) -> String {
    format!("{:08x}", xxhash_rust::xxh3::xxh3_64(bytes) >> 32)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn every_template_of_the_repository_is_compiled_in() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/templates");
        for below in ["", "fragments/"] {
            for entry in std::fs::read_dir(format!("{folder}/{below}")).unwrap() {
                let name = format!("{below}{}", entry.unwrap().file_name().into_string().unwrap());
                assert!(
                    name == "fragments" || TEMPLATES.iter().any(|file| file.name == name),
                    "templates/{name} is not in TEMPLATES"
                );
            }
        }
    }
}
