//! What lies at a target and is ours, as the target itself remembers it. Reads and writes its own text alone.
//!
//! The text is compressed: half of it is hashes, and it travels with every publish.

use crate::output::Hash;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read as _, Write as _};

/// The manifest's name at a target.
pub const NAME: &str = ".dateline-manifest";
/// How the names of files begin that are on their way in.
pub const PART: &str = ".dateline-part-";

const HEADER: &str = "dateline-published 1";

/// The files that Dateline put at a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// The address that the site there was built for.
    pub site: String,
    /// In which form files are stored; with another form every file is another.
    pub form: String,
    /// By path.
    pub files: BTreeMap<String, Entry>,
}

/// One file at a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Of its bytes before any compression; `None` while it is on its way, when it can be the old, the new or none.
    pub hash: Option<Hash>,
    /// Its size there.
    pub size: u64,
    /// What the target calls its bytes.
    pub mark: Option<String>,
}

impl Published {
    /// The manifest's bytes.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut text = format!("{HEADER}\nsite {}\nform {}\n", self.site, self.form);
        for (path, Entry { hash, size, mark }) in &self.files {
            let hash = hash.map_or_else(|| "-".to_owned(), |hash| hash.to_string());
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{hash} {size} {} {path}", mark.as_deref().unwrap_or("-"));
        }
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        // Nor can writing to memory.
        let _ = encoder.write_all(text.as_bytes());
        encoder.finish().unwrap_or_default()
    }

    /// Reads a manifest; `None` for what is none, or is cut.
    #[must_use]
    pub fn parse(bytes: &[u8]) -> Option<Published> {
        let mut text = String::new();
        GzDecoder::new(bytes).read_to_string(&mut text).ok()?;
        let mut lines = text.strip_suffix('\n')?.split('\n');
        if lines.next()? != HEADER {
            return None;
        }
        let site = lines.next()?.strip_prefix("site ")?.to_owned();
        let form = lines.next()?.strip_prefix("form ")?.to_owned();
        let files = lines.map(entry).collect::<Option<_>>()?;
        Some(Published { site, form, files })
    }
}

fn entry(line: &str) -> Option<(String, Entry)> {
    let mut parts = line.splitn(4, ' ');
    let hash = match parts.next()? {
        "-" => None,
        text => Some(Hash::parse(text)?),
    };
    let size = parts.next()?.parse().ok()?;
    let mark = Some(parts.next()?).filter(|mark| *mark != "-").map(str::to_owned);
    let path = parts.next().filter(|path| stays_within(path))?.to_owned();
    Some((path, Entry { hash, size, mark }))
}

/// Whoever can write a manifest must not be able to make us delete what lies elsewhere.
fn stays_within(path: &str) -> bool {
    !path.is_empty() && !path.contains('\\') && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// Whether a path at a target is Dateline's own, and so neither the site's nor foreign.
#[must_use]
pub fn is_own(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    path == NAME || name.starts_with(PART)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_read_back_and_cut_ones_do_not() {
        let mut published = Published { site: "https://x.org".into(), ..Published::default() };
        let whole = Entry { hash: Some(Hash::of(b"a")), size: 3, mark: Some("\"e\"".into()) };
        published.files.insert("a b/ü.html".into(), whole);
        published.files.insert("on-its-way".into(), Entry::default());
        let bytes = published.to_bytes();
        assert_eq!(Published::parse(&bytes), Some(published));
        for cut in 0..bytes.len() {
            assert_eq!(Published::parse(&bytes[..cut]), None);
        }
        let climbs = |path: &str| {
            let files = [(path.to_owned(), Entry::default())].into();
            Published::parse(&Published { files, ..Published::default() }.to_bytes()).is_none()
        };
        assert!(climbs("../a") && climbs("/a") && climbs("a/../../b") && climbs("a//b"));
        assert_eq!(Published::parse(b"<html>not found</html>"), None);
    }
}
