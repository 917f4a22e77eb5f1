//! Icons for home screens and tabs, all made from the site's one logo (`[theme] icon`), at the paths where phones look.

use super::Derived;
use super::cache::Stamp;
use super::pixels;
use super::recipe::{Draw, Recipe};
use super::survey::fingerprint;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Problem, nearest};
use crate::site::{Site, slug};
use std::fs;
use std::path::Path;

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

/// The logo's stamp and hash, and the icons to be drawn of it but for those that the site has of its own; `None` without
/// a logo that could be drawn. One that is as `known` says is not read again.
pub fn derive(
    site: &Site,
    config: &Config,
    known: Option<&(Stamp, String)>,
    problems: &mut Vec<Diagnostic>,
) -> Option<((Stamp, String), Vec<Derived>)> {
    let icon = config.theme.icon.as_deref()?;
    let target = slug::unescape_path(icon.trim_start_matches('/'));
    let Some(file) = site.files.iter().find(|file| file.target == target) else {
        let near = nearest(&target, site.files.iter().map(|file| file.target.as_str()));
        let problem =
            Problem::PictureMissing { src: icon.to_owned(), nearest: near.map(|near| format!("/{near}")) };
        problems.push(Diagnostic::warning(config.file, problem));
        return None;
    };
    let logo = match logo(&file.disk, known) {
        Ok(logo) => logo,
        Err(reason) => {
            problems.push(Diagnostic::warning(file.path.as_str(), Problem::IconBroken { reason }));
            return None;
        }
    };
    let hash = &logo.1;
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
    Some((logo, derived))
}

/// The smallest icon is drawn for trial: what cannot be drawn is told now, not left out later.
fn logo(disk: &Path, known: Option<&(Stamp, String)>) -> Result<(Stamp, String), String> {
    let stamp = Stamp::of(disk).map_err(|error| error.to_string())?;
    if let Some(known) = known.filter(|known| known.0 == stamp) {
        return Ok(known.clone());
    }
    let bytes = fs::read(disk).map_err(|error| error.to_string())?;
    pixels::square_icon(&bytes, 16, false)?;
    Ok((stamp, fingerprint(&bytes)))
}
