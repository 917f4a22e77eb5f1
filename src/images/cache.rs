//! What was dear to make, kept from one build to the next: `.dateline-cache/images` in the site's root.
//!
//! A file's name says all that its bytes depend on, so none is ever out of date, and the folder may be deleted at any
//! time. The index saves reading each picture again: it believes a file's size and time, as the copying of files does.

use super::facts::{Facts, Format};
use rustc_hash::FxHashMap;
use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::UNIX_EPOCH;

/// The folder in the site's root.
pub const FOLDER: &str = ".dateline-cache";
const HEADER: &str = "dateline-pictures 1";

/// What tells without reading that a file is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    size: u64,
    /// Nanoseconds since 1970.
    mtime: u128,
}

impl Stamp {
    /// Of the file as it lies there now.
    pub fn of(file: &Path) -> io::Result<Stamp> {
        let metadata = fs::metadata(file)?;
        let since = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        Ok(Stamp { size: metadata.len(), mtime: since.map_or(0, |since| since.as_nanos()) })
    }
}

/// What the index knows of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// When it was read.
    pub stamp: Stamp,
    /// The hash of its content, in hexadecimal.
    pub hash: String,
    /// What its header says.
    pub facts: Facts,
}

/// The cache of one site. Where it cannot be written, everything is made anew each time, and nothing else happens.
#[derive(Debug, Clone)]
pub struct Cache {
    folder: PathBuf,
}

impl Cache {
    /// Where it lies.
    #[must_use]
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Of the site at `root`. Touches nothing.
    #[must_use]
    pub fn new(root: &Path) -> Cache {
        Cache { folder: root.join(FOLDER).join("images") }
    }

    /// The kept file of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<PathBuf> {
        let path = self.folder.join(name);
        path.is_file().then_some(path)
    }

    /// Keeps `bytes` under a name, whole or not at all.
    pub fn keep(&self, name: &str, bytes: &[u8]) -> io::Result<PathBuf> {
        static NUMBER: AtomicU64 = AtomicU64::new(0);
        self.create()?;
        let path = self.folder.join(name);
        // Two builds, or the preview and a build, may make the same one at the same time.
        let unique = format!("tmp-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let beside = self.folder.join(unique);
        fs::write(&beside, bytes).and_then(|()| fs::rename(&beside, &path)).inspect_err(|_| {
            let _ = fs::remove_file(&beside);
        })?;
        Ok(path)
    }

    /// The folder says of itself that it is a cache, to git and to backups (bford.info/cachedir).
    pub fn create(&self) -> io::Result<()> {
        if self.folder.is_dir() {
            return Ok(());
        }
        fs::create_dir_all(&self.folder)?;
        if let Some(top) = self.folder.parent() {
            fs::write(top.join(".gitignore"), "*\n")?;
            let tag = "Signature: 8a477f597d28d172789f06886806bc55\n# Made by Dateline; may be deleted at any time.\n";
            fs::write(top.join("CACHEDIR.TAG"), tag)?;
        }
        Ok(())
    }

    /// What is known of the site's pictures, by their paths from the root; nothing where there is no readable index.
    #[must_use]
    pub fn index(&self) -> FxHashMap<String, Row> {
        let Ok(text) = fs::read_to_string(self.folder.join("index")) else { return FxHashMap::default() };
        let mut lines = text.lines();
        if lines.next() != Some(HEADER) {
            return FxHashMap::default();
        }
        lines.filter_map(parse).collect()
    }

    /// Writes the index, sorted.
    pub fn put_index(&self, rows: &FxHashMap<String, Row>) -> io::Result<()> {
        let mut sorted: Vec<_> = rows.iter().collect();
        sorted.sort_unstable_by_key(|(path, _)| path.as_str());
        let mut text = format!("{HEADER}\n");
        for (path, row) in sorted {
            if path.contains('\n') {
                continue; // read anew each time
            }
            let facts = &row.facts;
            // Writing to a string cannot fail.
            let _ = writeln!(
                text,
                "{} {} {} {} {} {} {}{} {path}",
                row.stamp.size,
                row.stamp.mtime,
                row.hash,
                letter(facts.format),
                facts.width,
                facts.height,
                if facts.animated { 'a' } else { '-' },
                if facts.broken { 'b' } else { '-' },
            );
        }
        self.keep("index", text.as_bytes()).map(drop)
    }

    /// Removes every kept file whose name does not pass `stays`.
    pub fn prune(&self, stays: impl Fn(&str) -> bool) {
        let Ok(items) = fs::read_dir(&self.folder) else { return };
        for item in items.flatten() {
            let name = item.file_name();
            // A temporary file may be another build's, at work now.
            let keep =
                name.to_str().is_none_or(|name| name == "index" || name.starts_with("tmp-") || stays(name));
            if !keep {
                // What cannot be removed is in nobody's way.
                let _ = fs::remove_file(item.path());
            }
        }
    }
}

fn letter(format: Format) -> char {
    match format {
        Format::Jpeg => 'j',
        Format::Png => 'p',
        Format::WebP => 'w',
        Format::Svg => 's',
        Format::Other => 'o',
    }
}

fn parse(line: &str) -> Option<(String, Row)> {
    let mut parts = line.splitn(8, ' ');
    let stamp = Stamp { size: parts.next()?.parse().ok()?, mtime: parts.next()?.parse().ok()? };
    let hash = parts.next().filter(|hash| hash.len() == 32 && hash.bytes().all(|b| b.is_ascii_hexdigit()))?;
    let format = match parts.next()? {
        "j" => Format::Jpeg,
        "p" => Format::Png,
        "w" => Format::WebP,
        "s" => Format::Svg,
        "o" => Format::Other,
        _ => return None,
    };
    let (width, height) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    let flags = parts.next()?;
    let facts = Facts { format, width, height, animated: flags.contains('a'), broken: flags.contains('b') };
    Some((parts.next()?.to_owned(), Row { stamp, hash: hash.to_owned(), facts }))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn the_index_reads_back() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        assert!(cache.index().is_empty());
        let facts = Facts { format: Format::Jpeg, width: 7, height: 9, animated: false, broken: true };
        let row = Row { stamp: Stamp { size: 3, mtime: 4 }, hash: "0f".repeat(16), facts };
        let rows: FxHashMap<String, Row> = [("assets/a b.jpg".to_owned(), row)].into_iter().collect();
        cache.put_index(&rows).unwrap();
        assert_eq!(cache.index(), rows);
        assert!(folder.path().join(FOLDER).join(".gitignore").is_file());
    }

    #[test]
    fn an_index_of_others_is_no_index() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        for text in ["", "dateline-pictures 2\n", "dateline-pictures 1\n1 2 3\n1 2 ff j 1 1 -- a\n"] {
            cache.keep("index", text.as_bytes()).unwrap();
            assert!(cache.index().is_empty(), "{text}");
        }
    }

    #[test]
    fn only_what_is_named_stays() {
        let folder = tempfile::tempdir().unwrap();
        let cache = Cache::new(folder.path());
        cache.keep("a.webp", b"a").unwrap();
        cache.keep("b.webp", b"b").unwrap();
        cache.prune(|name| name == "a.webp");
        assert!(cache.find("a.webp").is_some() && cache.find("b.webp").is_none());
    }
}
