//! Tells what stands in an output folder, for whoever carries it elsewhere. It changes nothing.

use std::fs;
use std::path::{Path, PathBuf};

use super::folder::{Found, Target, look};
pub use super::manifest::Hash;
use super::manifest::Manifest;
use super::stage::hash_file;
use super::{Error, journal};

/// The site that the last build left.
#[derive(Debug, Default)]
pub struct Standing {
    /// The caller's own line about the whole.
    pub about: String,
    /// Its files, sorted by path.
    pub files: Vec<StandingFile>,
    /// Those of them that are gone, or that somebody changed since they were built.
    pub touched: Vec<String>,
}

/// One file of it.
#[derive(Debug, Clone)]
pub struct StandingFile {
    /// From the output folder, `/`-separated.
    pub path: String,
    /// Where it lies.
    pub place: PathBuf,
    /// Of its bytes.
    pub hash: Hash,
    /// In bytes.
    pub size: u64,
    /// The caller's own word about it.
    pub tag: String,
}

/// What stands at `out`; `None` when no build has finished there.
///
/// # Errors
/// When the folder or its manifest cannot be read.
pub fn standing(out: &Path) -> Result<Option<Standing>, Error> {
    if !fs::exists(out).unwrap_or(true) {
        return Ok(None);
    }
    let target = Target::locate(out)?;
    if journal::is_pending(&target)? {
        return Ok(None);
    }
    let Some(manifest) = Manifest::read(&target.manifest())? else {
        return Ok(None);
    };
    let mut standing = Standing { about: manifest.about().to_owned(), ..Standing::default() };
    for entry in manifest.entries() {
        let place = target.out.join(&*entry.path);
        let as_built = match look(&place)? {
            Found::File(stat) if stat == entry.stat => true,
            // Whoever carried the folder here may have lost the times of its files.
            Found::File(stat) if stat.size == entry.stat.size => hash_file(&place)? == entry.hash,
            _ => false,
        };
        if !as_built {
            standing.touched.push(entry.path.to_string());
        }
        standing.files.push(StandingFile {
            path: entry.path.to_string(),
            place,
            hash: entry.hash,
            size: entry.stat.size,
            tag: entry.tag.to_string(),
        });
    }
    Ok(Some(standing))
}
