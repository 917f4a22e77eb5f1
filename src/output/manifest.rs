//! Remembers what the last build wrote, so that the next one can tell its own files from others and leave alone
//! what did not change. It may not look at the site: it only reads and writes its own text.

use std::borrow::Cow;
use std::fmt::{self, Write as _};
use std::fs;
use std::io;
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;
use xxhash_rust::xxh3::{Xxh3, xxh3_128};

use super::Error;
use super::folder::{Stat, failed};

const HEADER: &str = "dateline-manifest 2";
/// The form before: without the caller's line and words.
const HEADER_1: &str = "dateline-manifest 1";

/// The 128 bits of XXH3: enough that no two files of a site share one by chance, which is all that is asked of it. Who
/// can make two texts with one hash can already write what he likes into the newsroom's own pages. Shown as 32
/// hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Hash(pub(super) u128);

impl Hash {
    /// The hash of these bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self(xxh3_128(bytes))
    }

    /// Reads what `Display` wrote.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        u128::from_str_radix(text, 16).ok().map(Hash)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

/// A hash of what is read piece by piece.
pub(super) struct Hasher(Box<Xxh3>);

impl Hasher {
    pub(super) fn new() -> Self {
        Self(Box::new(Xxh3::new()))
    }

    pub(super) fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub(super) fn finish(&self) -> Hash {
        Hash(self.0.digest128())
    }
}

/// The source of a copied file, as it was when it was copied.
///
/// The source's path is part of it: when a site's own file takes the place of its theme's, the two can share size
/// and time, as unpacked archives often give every file one time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) stat: Stat,
    pub(super) source: Hash,
}

/// One file of the last build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) path: Arc<str>,
    pub(super) hash: Hash,
    pub(super) stat: Stat,
    pub(super) stamp: Option<Stamp>,
    /// The caller's own word.
    pub(super) tag: Cow<'static, str>,
}

/// All files of the last build, sorted by path.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Manifest {
    /// The caller's own line.
    about: String,
    entries: Vec<Entry>,
}

impl Manifest {
    /// `entries` are sorted by path.
    pub(super) fn new(about: &str, entries: Vec<Entry>) -> Self {
        Self { about: about.replace('\n', " "), entries }
    }

    pub(super) fn about(&self) -> &str {
        &self.about
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(super) fn get(&self, path: &str) -> Option<&Entry> {
        let found = self.entries.binary_search_by(|entry| (*entry.path).cmp(path));
        found.ok().map(|i| &self.entries[i])
    }

    /// These entries, and those of `other` whose paths are not among them.
    pub(super) fn or(mut self, other: Self) -> Self {
        let missing: Vec<Entry> =
            other.entries.into_iter().filter(|entry| self.get(&entry.path).is_none()).collect();
        self.entries.extend(missing);
        self.entries.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        self
    }

    /// `None` when there is no such file.
    pub(super) fn read(file: &Path) -> Result<Option<Self>, Error> {
        match fs::read_to_string(file) {
            Ok(text) => match Self::parse(&text) {
                Some(manifest) => Ok(Some(manifest)),
                // Guessing would risk somebody's files; the file says itself what it is and can be deleted.
                None => Err(failed("read", file)(io::ErrorKind::InvalidData.into())),
            },
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(failed("read", file)(error)),
        }
    }

    /// Writes its text, never whole in memory.
    pub(super) fn write(&self, to: &mut impl io::Write) -> io::Result<()> {
        writeln!(to, "{HEADER}\n{}", self.about)?;
        for batch in self.entries.chunks(16 * 1024) {
            let parts: Vec<String> = batch.par_chunks(1024).map(lines).collect();
            parts.iter().try_for_each(|part| to.write_all(part.as_bytes()))?;
        }
        Ok(())
    }

    pub(super) fn to_text(&self) -> String {
        let mut text = Vec::new();
        // Neither can fail: memory takes all bytes, and what was written is UTF-8.
        let _ = self.write(&mut text);
        String::from_utf8(text).unwrap_or_default()
    }

    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.strip_suffix('\n')?;
        let (header, lines) = text.split_once('\n').unwrap_or((text, ""));
        let (tagged, about, lines) = match header {
            HEADER => {
                let (about, lines) = lines.split_once('\n').unwrap_or((lines, ""));
                (true, about, lines)
            }
            // Of it all is known but what the caller had to say; the next build says it.
            HEADER_1 => (false, "", lines),
            _ => return None,
        };
        let lines: Vec<&str> = if lines.is_empty() { Vec::new() } else { lines.split('\n').collect() };
        let entry = |line| parse_entry(line, tagged);
        let entries: Vec<Entry> =
            lines.into_par_iter().with_min_len(1024).map(entry).collect::<Option<_>>()?;
        entries.is_sorted_by(|a, b| a.path < b.path).then_some(Self { about: about.to_owned(), entries })
    }
}

fn lines(entries: &[Entry]) -> String {
    let mut text = String::with_capacity(entries.len() * 128);
    for Entry { path, hash, stat, stamp, tag } in entries {
        // Writing to a string cannot fail.
        let _ = write!(text, "{hash} {} {} ", stat.size, stat.mtime);
        let _ = match stamp {
            Some(Stamp { stat, source }) => {
                write!(text, "{}:{}:{:032x}", stat.size, stat.mtime, source.0)
            }
            None => write!(text, "-"),
        };
        let _ = writeln!(text, " {tag} {path}");
    }
    text
}

fn parse_entry(line: &str, tagged: bool) -> Option<Entry> {
    let mut parts = line.splitn(if tagged { 6 } else { 5 }, ' ');
    let hash = Hash::parse(parts.next()?)?;
    let stat = Stat { size: parts.next()?.parse().ok()?, mtime: parts.next()?.parse().ok()? };
    let stamp = match parts.next()? {
        "-" => None,
        stamp => Some(parse_stamp(stamp)?),
    };
    let tag = if tagged { Cow::Owned(parts.next()?.to_owned()) } else { Cow::default() };
    let path = parts.next().filter(|path| !path.is_empty())?.into();
    Some(Entry { path, hash, stat, stamp, tag })
}

fn parse_stamp(text: &str) -> Option<Stamp> {
    let mut parts = text.splitn(3, ':');
    let stat = Stat { size: parts.next()?.parse().ok()?, mtime: parts.next()?.parse().ok()? };
    Some(Stamp { stat, source: Hash::parse(parts.next()?)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, stamp: Option<Stamp>) -> Entry {
        Entry {
            path: path.into(),
            hash: Hash::of(path.as_bytes()),
            stat: Stat { size: 7, mtime: -3 },
            stamp,
            tag: "post".into(),
        }
    }

    #[test]
    fn text_reads_back() {
        let stamp = Stamp { stat: Stat { size: 1, mtime: 2 }, source: Hash::of(b"/theme/a.png") };
        let manifest =
            Manifest::new("about it", vec![entry("a b/ü.html", None), entry("img.png", Some(stamp))]);
        assert_eq!(Manifest::parse(&manifest.to_text()), Some(manifest));
        assert_eq!(Manifest::parse("dateline-manifest 2\n\n"), Some(Manifest::default()));
    }

    #[test]
    fn refuses_what_it_did_not_write() {
        for text in [
            "",
            "dateline-manifest 1\nabc\n",
            "dateline-manifest 3\n\n",
            "dateline-manifest 2\n\nabc\n",
            "dateline-manifest 2\n\n0 0 0 - t \n",
        ] {
            assert_eq!(Manifest::parse(text), None, "{text:?}");
        }
        let cut = Manifest::new("", vec![entry("a", None)]).to_text();
        assert_eq!(Manifest::parse(cut.trim_end()), None);
    }

    #[test]
    fn the_form_before_is_read() {
        let hash = Hash::of("a b/ü.html".as_bytes());
        let old = format!("dateline-manifest 1\n{hash} 7 -3 - a b/ü.html\n");
        let wanted = Entry { tag: "".into(), ..entry("a b/ü.html", None) };
        assert_eq!(Manifest::parse(&old), Some(Manifest::new("", vec![wanted])));
        assert_eq!(Manifest::parse("dateline-manifest 1\n"), Some(Manifest::default()));
    }

    #[test]
    fn own_entries_win() {
        let mut other = entry("b", None);
        other.stat.size = 9;
        let both =
            Manifest::new("", vec![entry("b", None)]).or(Manifest::new("", vec![entry("a", None), other]));
        assert_eq!(both, Manifest::new("", vec![entry("a", None), entry("b", None)]));
    }
}
