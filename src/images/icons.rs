//! Icons for home screens and tabs, all made from the site's one logo (`[theme] icon`), at the paths where phones look.

use super::Derived;
use super::pixels;
use super::recipe::{Draw, Recipe};
use super::survey::fingerprint;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Problem, nearest};
use crate::site::{Site, slug};
use std::fs;

/// One icon: its path in the output folder, its side in pixels, and whether it has a ground of its own: a phone shows
/// what is clear as black.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "said above")]
pub struct Icon {
    pub path: &'static str,
    pub side: u32,
    pub opaque: bool,
}

/// The one that Apple's phones look for.
pub const TOUCH: Icon = Icon { path: "apple-touch-icon.png", side: 180, opaque: true };
/// Those that the web manifest offers.
pub const MANIFEST: [Icon; 2] = [
    Icon { path: "icon-192.png", side: 192, opaque: false },
    Icon { path: "icon-512.png", side: 512, opaque: false },
];

/// The hash of the logo, and the icons to be drawn of it but for those that the site has of its own; `None` without a
/// logo that could be drawn.
pub fn derive(
    site: &Site,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<(String, Vec<Derived>)> {
    let icon = config.theme.icon.as_deref()?;
    let target = slug::unescape_path(icon.trim_start_matches('/'));
    let Some(file) = site.files.iter().find(|file| file.target == target) else {
        let near = nearest(&target, site.files.iter().map(|file| file.target.as_str()));
        let problem =
            Problem::PictureMissing { src: icon.to_owned(), nearest: near.map(|near| format!("/{near}")) };
        problems.push(Diagnostic::warning(config.file, problem));
        return None;
    };
    let read = fs::read(&file.disk).map_err(|error| error.to_string());
    // The smallest is drawn for trial: what cannot be drawn is told now, not left out later.
    let bytes = match read.and_then(|bytes| pixels::square_icon(&bytes, 16, false).map(|_| bytes)) {
        Ok(bytes) => bytes,
        Err(reason) => {
            problems.push(Diagnostic::warning(file.path.as_str(), Problem::IconBroken { reason }));
            return None;
        }
    };
    let hash = fingerprint(&bytes);
    let wanted = std::iter::once(TOUCH).chain(MANIFEST);
    let wanted = wanted.filter(|icon| !site.files.iter().any(|file| file.target == icon.path));
    let derived = wanted.map(|Icon { path, side, opaque }| Derived {
        path: path.to_owned(),
        recipe: Recipe {
            name: format!("{hash}-icon-{side}{}.png", if opaque { "-opaque" } else { "" }),
            draw: Draw::Icon { source: file.disk.clone(), side, opaque },
        },
    });
    let derived = derived.collect();
    Some((hash, derived))
}
