//! The site as it stands on disk, ready to travel: what the last build wrote, or the parts of several builds together.

use crate::built::{self, About};
use crate::diagnostics::Refusal;
use crate::output::{self, Hash};
use crate::plan::Kind;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// A site that can be published.
#[derive(Debug, Clone, Default)]
pub struct Local {
    /// The address it was built for.
    pub base_url: String,
    /// Sorted by path.
    pub files: Vec<File>,
}

/// One file of it.
#[derive(Debug, Clone)]
pub struct File {
    /// From the site's root.
    pub path: String,
    /// Of its bytes.
    pub hash: Hash,
    /// In bytes.
    pub size: u64,
    /// What sort of file it is.
    pub kind: Kind,
    /// Where its bytes are.
    pub content: Content,
    /// The file of the site that it was made from.
    pub source: Option<String>,
    /// Whether its address is one that readers may rely on.
    pub lasts: bool,
}

/// Where a file's bytes are.
#[derive(Debug, Clone)]
pub enum Content {
    /// On disk.
    Disk(PathBuf),
    /// In memory: what a target needs beside the site.
    Memory(Vec<u8>),
}

impl File {
    /// A file that a target needs beside the site.
    #[must_use]
    pub fn made(path: &str, bytes: Vec<u8>) -> File {
        File {
            path: path.to_owned(),
            hash: Hash::of(&bytes),
            size: bytes.len() as u64,
            kind: Kind::Asset,
            content: Content::Memory(bytes),
            source: None,
            lasts: false,
        }
    }
}

/// What stands in these folders: the whole site in one, or one part of it in each.
pub fn read(folders: &[PathBuf]) -> Result<Local, Refusal> {
    let mut local = Local::default();
    let mut whole: Option<About> = None;
    let mut parts = BTreeSet::new();
    for folder in folders {
        let shown = folder.display().to_string();
        let standing = output::standing(folder)
            .map_err(|error| Refusal::Unreadable { folder: shown.clone(), reason: reason(&error) })?;
        let about = standing.as_ref().and_then(About::of);
        let (Some(standing), Some(about)) = (standing, about) else {
            return Err(Refusal::NotBuilt { folder: shown });
        };
        if let Some(path) = standing.touched.first() {
            return Err(Refusal::Touched { path: path.clone(), count: standing.touched.len() });
        }
        if about.drafts || about.future {
            return Err(Refusal::Unpublished { drafts: about.drafts });
        }
        let mut rest = about.clone();
        if let Some(shard) = rest.shard.as_mut() {
            parts.insert(shard.number);
            shard.number = 1;
        }
        if whole.as_ref().is_some_and(|whole| *whole != rest) || (about.shard.is_none() && folders.len() > 1)
        {
            return Err(Refusal::PartsDiffer { folder: shown });
        }
        local.base_url = about.base_url;
        whole = Some(rest);
        local.files.extend(standing.files.into_iter().map(|file| {
            let (source, lasts) = built::lasting(&file.tag);
            File {
                kind: built::kind(&file.tag),
                path: file.path,
                hash: file.hash,
                size: file.size,
                content: Content::Disk(file.place),
                source,
                lasts,
            }
        }));
    }
    if let Some(shard) = whole.and_then(|whole| whole.shard)
        && let Some(number) = (1..=shard.count).find(|number| !parts.contains(number))
    {
        return Err(Refusal::PartMissing { number, count: shard.count });
    }
    local.files.sort_by(|a, b| a.path.cmp(&b.path));
    local.files.dedup_by(|a, b| a.path == b.path);
    Ok(local)
}

fn reason(error: &output::Error) -> String {
    match error {
        output::Error::Io { source, path, .. } => format!("{}: {source}", path.display()),
        output::Error::NotAFolder(path) => format!("{} is not a folder", path.display()),
        output::Error::Foreign { folder, .. } => format!("{} holds other files", folder.display()),
        output::Error::InTheWay { path } => format!("{} is in the way", path.display()),
    }
}

impl Local {
    /// Adds a file that a target needs, unless the site has one of that name.
    pub fn add(&mut self, file: File) {
        if let Err(at) = self.files.binary_search_by(|one| one.path.cmp(&file.path)) {
            self.files.insert(at, file);
        }
    }

    /// The paths that the front page links with a fingerprint, as in `/assets/style.css?v=1f2e3d4c`.
    #[must_use]
    pub fn fingerprinted(&self) -> BTreeSet<String> {
        let index = self.files.iter().find(|file| file.path == "index.html");
        let Some(Content::Disk(place)) = index.map(|file| &file.content) else { return BTreeSet::new() };
        let html = std::fs::read(place).unwrap_or_default();
        let html = String::from_utf8_lossy(&html);
        let base = path_of(&self.base_url);
        let linked = html.split(['"', '\'']).filter_map(|link| link.split_once("?v="));
        linked
            .map(|(link, _)| link.strip_prefix(self.base_url.as_str()).unwrap_or(link))
            .map(|link| link.strip_prefix(base).unwrap_or(link).trim_start_matches('/').to_owned())
            .collect()
    }
}

/// The path of a whole address, without a slash at the end.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("", |at| &rest[at..])
}

/// Whether a name holds a hash of the file's bytes: `photo.1f2e3d4c5b6a.webp`, `photo-1f2e3d4c5b6a.webp`.
#[must_use]
pub fn has_hash(path: &str) -> bool {
    let name = Path::new(path).file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    name.rsplit(['.', '-', '_']).next().is_some_and(|last| {
        let hex = |b: u8| b.is_ascii_digit() || (b'a'..=b'f').contains(&b);
        last != name
            && last.len() >= 8
            && last.bytes().all(hex)
            && last.bytes().any(|b| b.is_ascii_digit())
            && last.bytes().any(|b| b.is_ascii_alphabetic())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_with_a_hash_is_told_from_a_word() {
        assert!(has_hash("img/photo.1f2e3d4c5b.webp") && has_hash("img/photo-1f2e3d4c.webp"));
        for path in
            ["style.css", "a-deadbeef-story.html", "photo-facade.jpg", "20251127.jpg", "talks-20251127.jpg"]
        {
            assert!(!has_hash(path), "{path}");
        }
    }

    #[test]
    fn the_path_of_an_address() {
        assert_eq!(path_of("https://x.org/news"), "/news");
        assert_eq!(path_of("https://x.org"), "");
    }
}
