//! From files to facts: what the index knows is believed, the rest is read, all in parallel; and the drawing of what the
//! cache lacks, each picture decoded once for all its sizes.

use super::cache::{Cache, Row, Stamp};
use super::facts::{self, Facts};
use super::recipe::{Draw, Recipe};
use super::variants::{self, MAX_PIXELS, REVISION, Size};
use super::{Derived, Effort, FOLDER, Means, Progress, pixels};
use crate::config::Config;
use crate::config::images::Images;
use crate::diagnostics::{Diagnostic, Problem};
use crate::site::Site;
use crate::source::tree::StaticFile;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeSet;
use std::fs;

/// From this many pixels on, pictures are decoded one at a time: two dozen threads with such a one each would need more
/// memory than most machines have.
const HEAVY: u64 = 30_000_000;

/// What is known of the wanted files.
pub struct Known {
    /// Index into `Site::files`, content hash and facts, by index.
    pub files: Vec<(usize, String, Facts)>,
    /// What is known of all pictures of the site, shown or not, by path from the root.
    pub rows: FxHashMap<String, Row>,
    /// Whether anything differs from the last build's index.
    pub stale: bool,
}

/// Reads what `wanted` names. Pictures that cannot be read or drawn are told, and come without sizes.
pub fn read(
    site: &Site,
    wanted: &BTreeSet<usize>,
    config: &Config,
    means: Means<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Known {
    let Means { cache, effort, progress, memory } = means;
    let old = &memory.pictures;
    let wanted: Vec<usize> = wanted.iter().copied().collect();
    let looked: Vec<Result<Row, String>> = wanted.par_iter().map(|at| look(&site.files[*at], old)).collect();
    let mut rows: FxHashMap<String, Row> = FxHashMap::default();
    let mut files = Vec::with_capacity(wanted.len());
    for (at, row) in wanted.into_iter().zip(looked) {
        let file = &site.files[at];
        match row {
            Ok(row) => {
                files.push((at, row.hash.clone(), row.facts));
                rows.insert(file.path.clone(), row);
            }
            // Without a row in the index: it is read again each time, for the reason.
            Err(reason) => {
                broken(file, reason, problems);
                files.push((at, String::new(), Facts::UNREADABLE));
            }
        }
    }
    if effort == Effort::Draw {
        draw(site, &mut files, &mut rows, config, cache, progress);
    }
    for (at, hash, facts) in &files {
        let file = &site.files[*at];
        if facts.broken && !hash.is_empty() {
            broken(file, "its pixels cannot be read".to_owned(), problems);
        } else if variants::too_large(facts) {
            let problem = Problem::PictureTooLarge {
                width: facts.width,
                height: facts.height,
                limit: MAX_PIXELS / 1_000_000,
            };
            problems.push(Diagnostic::warning(file.path.as_str(), problem));
        }
    }
    // Pictures that only hidden posts show are not looked at now, and will be wanted again.
    for (path, row) in old {
        if !rows.contains_key(path) && config.root.join(path).is_file() {
            rows.insert(path.clone(), row.clone());
        }
    }
    let stale = rows != *old;
    if stale && effort == Effort::Draw && cache.put_index(&rows).is_err() {
        let path = cache.folder().display().to_string();
        problems.push(Diagnostic::warning("", Problem::CacheNotWritten { path }));
    }
    Known { files, rows, stale }
}

fn broken(file: &StaticFile, reason: String, problems: &mut Vec<Diagnostic>) {
    problems.push(Diagnostic::warning(file.path.as_str(), Problem::PictureBroken { reason }));
}

fn look(file: &StaticFile, old: &FxHashMap<String, Row>) -> Result<Row, String> {
    let stamp = Stamp::of(&file.disk).map_err(|error| error.to_string())?;
    if let Some(row) = old.get(&file.path).filter(|row| row.stamp == stamp) {
        return Ok(row.clone());
    }
    let bytes = fs::read(&file.disk).map_err(|error| error.to_string())?;
    let hash = fingerprint(&bytes);
    Ok(Row { stamp, hash, facts: facts::read(&file.path, &bytes)? })
}

/// 128 bits of XXH3 in hexadecimal: chance is the only enemy of a site's own pictures.
#[must_use]
pub fn fingerprint(bytes: &[u8]) -> String {
    format!("{:032x}", xxhash_rust::xxh3::xxh3_128(bytes))
}

/// What every name in the cache holds that was made by these settings.
#[must_use]
pub fn mark(settings: &Images) -> String {
    format!("-q{}-r{REVISION}.", settings.quality)
}

/// The files of a picture's sizes.
pub fn derive(file: &StaticFile, hash: &str, sizes: &[Size], settings: &Images) -> Vec<Derived> {
    if sizes.is_empty() {
        return Vec::new();
    }
    let mark = mark(settings);
    let stem = stem(&file.target);
    let print = fingerprint(format!("{hash}{mark}").as_bytes());
    let derived = |size: &Size| {
        let (width, end) = (size.width, size.encoding.extension());
        Derived {
            path: format!("{FOLDER}/{stem}-{width}-{}.{end}", &print[..10]),
            recipe: Recipe {
                name: format!("{hash}-{width}{mark}{end}"),
                draw: Draw::Resized { source: file.disk.clone(), size: *size, quality: settings.quality },
            },
        }
    };
    sizes.iter().map(derived).collect()
}

/// A name without extension that is the same on every file system and in every address.
pub fn stem(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let name = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let mut stem = String::with_capacity(name.len());
    for c in name.chars().map(|c| c.to_ascii_lowercase()) {
        if c.is_ascii_alphanumeric() || c == '_' {
            stem.push(c);
        } else if !stem.ends_with('-') {
            stem.push('-');
        }
        if stem.len() == 60 {
            break;
        }
    }
    let stem = stem.trim_matches('-');
    if stem.is_empty() { "picture".to_owned() } else { stem.to_owned() }
}

/// Draws what the cache lacks. Pictures whose pixels cannot be read are marked, so that no page offers their sizes and
/// no later build tries again.
fn draw(
    site: &Site,
    files: &mut [(usize, String, Facts)],
    rows: &mut FxHashMap<String, Row>,
    config: &Config,
    cache: &Cache,
    progress: &dyn Progress,
) {
    let mut seen = FxHashSet::default();
    let mut jobs: Vec<(usize, Vec<Recipe>)> = Vec::new();
    for (number, (at, hash, facts)) in files.iter().enumerate() {
        let sizes = variants::sizes(facts, &config.images);
        let missing: Vec<Recipe> = derive(&site.files[*at], hash, &sizes, &config.images)
            .into_iter()
            .map(|derived| derived.recipe)
            .filter(|recipe| cache.find(&recipe.name).is_none() && seen.insert(recipe.name.clone()))
            .collect();
        if !missing.is_empty() {
            jobs.push((number, missing));
        }
    }
    if jobs.is_empty() || cache.create().is_err() {
        return;
    }
    let (light, heavy): (Vec<_>, Vec<_>) = jobs.into_iter().partition(|(number, _)| {
        let facts = &files[*number].2;
        u64::from(facts.width) * u64::from(facts.height) < HEAVY
    });
    progress.begin("pictures", light.len() + heavy.len());
    let one = |(number, recipes): &(usize, Vec<Recipe>)| {
        let drawn = draw_one(&site.files[files[*number].0], recipes, cache);
        progress.step();
        drawn.is_err().then(|| files[*number].1.clone())
    };
    let mut failed: FxHashSet<String> = light.par_iter().filter_map(one).collect();
    failed.extend(heavy.iter().filter_map(one));
    progress.end();
    for (at, _, facts) in files.iter_mut().filter(|(_, hash, _)| failed.contains(hash)) {
        facts.broken = true;
        if let Some(row) = rows.get_mut(&site.files[*at].path) {
            row.facts.broken = true;
        }
    }
}

/// `Err` when the pixels cannot be read; a file that went away meanwhile is missed when it is copied.
fn draw_one(file: &StaticFile, recipes: &[Recipe], cache: &Cache) -> Result<(), String> {
    let Ok(bytes) = fs::read(&file.disk) else { return Ok(()) };
    let decoded = pixels::decode(&bytes)?;
    drop(bytes);
    recipes.par_iter().try_for_each(|recipe| {
        let Draw::Resized { size, quality, .. } = &recipe.draw else { return Ok(()) };
        let bytes = decoded.at(*size, *quality)?;
        // What cannot be kept is drawn again when it is asked for.
        let _ = cache.keep(&recipe.name, &bytes);
        Ok(())
    })
}

/// Draws the cards that the cache lacks; says whether there were any.
pub fn draw_cards(recipes: &[&Recipe], cache: &Cache, progress: &dyn Progress) -> bool {
    let missing: Vec<&&Recipe> = recipes.iter().filter(|recipe| cache.find(&recipe.name).is_none()).collect();
    if missing.is_empty() || cache.create().is_err() {
        return false;
    }
    progress.begin("share cards", missing.len());
    missing.par_iter().for_each(|recipe| {
        let _ = recipe.obtain(cache);
        progress.step();
    });
    progress.end();
    true
}

#[cfg(test)]
mod tests {
    use super::stem;

    #[test]
    fn a_stem_is_safe_anywhere() {
        assert_eq!(stem("assets/My Photo (1).JPG"), "my-photo-1");
        assert_eq!(stem("a/фото.jpg"), "picture");
        assert_eq!(stem(&format!("{}.png", "x".repeat(300))).len(), 60);
    }
}
