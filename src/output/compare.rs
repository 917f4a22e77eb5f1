//! Decides for each file whether it is new, changed or as it was, and whether something of somebody else's lies in
//! its way. It reads the site and may write only to the stage.

use std::borrow::Cow;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustc_hash::FxHashSet;

use super::folder::{Found, Stat, Target, failed, look};
use super::manifest::{Entry, Hash, Manifest, Stamp};
use super::stage::{Stage, hash_file};
use super::{Content, Error};

/// How a file stands to what is on disk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    New,
    Changed,
    Unchanged,
}

/// A file of this build.
pub(super) struct Outcome {
    pub(super) verdict: Verdict,
    pub(super) entry: Entry,
}

impl Outcome {
    pub(super) fn tagged(mut self, tag: Cow<'static, str>) -> Self {
        self.entry.tag = tag;
        self
    }
}

/// What the last build left.
pub(super) struct Baseline {
    out: PathBuf,
    inside: bool,
    /// `None`: there is no site yet.
    pub(super) old: Option<Manifest>,
    /// Entries of `old` that the site no longer has.
    retired: Vec<usize>,
    /// Files that a killed build had staged and not yet renamed; only a dry run sees any.
    pending: Option<PathBuf>,
}

impl Baseline {
    pub(super) fn new(
        target: &Target,
        old: Option<Manifest>,
        paths: &[Arc<str>],
        pending: Option<PathBuf>,
    ) -> Self {
        let entries = old.as_ref().map_or(&[][..], Manifest::entries);
        let retired =
            (0..entries.len()).filter(|&i| paths.binary_search(&entries[i].path).is_err()).collect();
        Self { out: target.out.clone(), inside: target.inside, old, retired, pending }
    }

    /// Whether the stage as a whole can become the site.
    pub(super) fn whole_tree(&self) -> bool {
        self.old.is_none() && !self.inside
    }

    /// Compares, and stages what differs; without a stage it only compares.
    pub(super) fn compare(
        &self,
        path: &Arc<str>,
        content: Content,
        stage: Option<&Stage>,
    ) -> Result<Outcome, Error> {
        if let Content::Named = content {
            return self.compare_name(path);
        }
        let new = New::of(content)?;
        let Some(old) = &self.old else {
            return new.outcome(Verdict::New, path, stage);
        };
        let old = old.get(path);
        let place = self.out.join(&**path);
        let found = self.look(path)?;
        let verdict = match (found, old) {
            (Found::File(stat), Some(old)) if stat == old.stat && new.is(old)? => {
                return Ok(Outcome {
                    verdict: Verdict::Unchanged,
                    entry: Entry { stamp: new.stamp, ..old.clone() },
                });
            }
            (Found::File(_) | Found::Other, Some(_)) => Verdict::Changed,
            (Found::File(stat), None) if self.is_renamed_case(path, stat) => Verdict::New,
            (Found::File(stat), None) => {
                let hash = new.hash()?;
                if stat.size != new.size || hash_file(&place)? != hash {
                    return Err(Error::InTheWay { path: place });
                }
                let entry =
                    Entry { path: Arc::clone(path), hash, stat, stamp: new.stamp, tag: Cow::default() };
                return Ok(Outcome { verdict: Verdict::Unchanged, entry });
            }
            (Found::Other, None) => return Err(Error::InTheWay { path: place }),
            // Whether a folder can make way is seen when all removals are known.
            (Found::Folder | Found::Missing, _) => Verdict::New,
        };
        new.outcome(verdict, path, stage)
    }

    /// Where the path alone tells: what the last build wrote there is what this one would write.
    fn compare_name(&self, path: &Arc<str>) -> Result<Outcome, Error> {
        let old = self.old.as_ref().and_then(|old| old.get(path));
        let verdict = match (self.look(path)?, old) {
            (Found::File(stat), Some(old)) if stat == old.stat => Verdict::Unchanged,
            (Found::File(_) | Found::Other, Some(_)) => Verdict::Changed,
            (Found::File(_) | Found::Other, None) if self.old.is_some() => {
                return Err(Error::InTheWay { path: self.out.join(&**path) });
            }
            _ => Verdict::New,
        };
        let stat = Stat { size: 0, mtime: 0 };
        let unmade =
            Entry { path: Arc::clone(path), hash: Hash::of(&[]), stat, stamp: None, tag: Cow::default() };
        Ok(Outcome { verdict, entry: old.cloned().unwrap_or(unmade) })
    }

    /// The files to remove: those of the last build that the site no longer has and that nobody touched since.
    pub(super) fn removals(&self) -> Result<Vec<&Entry>, Error> {
        let mut removals = Vec::new();
        for entry in self.retired() {
            if self.look(&entry.path)? == Found::File(entry.stat) {
                removals.push(entry);
            }
        }
        Ok(removals)
    }

    /// Refuses a build that would need a foreign file to become a folder, or a folder of foreign files a file.
    pub(super) fn refuse_conflicts(
        &self,
        paths: &[Arc<str>],
        outcomes: &[Outcome],
        removals: &[&Entry],
    ) -> Result<(), Error> {
        if self.old.is_none() {
            return Ok(());
        }
        let removals: FxHashSet<&str> = removals.iter().map(|entry| &*entry.path).collect();
        let mut seen = FxHashSet::default();
        for (path, outcome) in paths.iter().zip(outcomes) {
            if outcome.verdict != Verdict::New {
                continue;
            }
            let mut below = &**path;
            while let Some((folder, _)) = below.rsplit_once('/') {
                if !seen.insert(folder) || removals.contains(folder) {
                    break;
                }
                let place = self.out.join(folder);
                match fs::metadata(&place) {
                    Ok(metadata) if metadata.is_dir() => break,
                    Ok(_) => return Err(Error::InTheWay { path: place }),
                    Err(_) => below = folder,
                }
            }
            if look(&self.out.join(&**path))? == Found::Folder {
                self.refuse_foreign_within(path, &removals)?;
            }
        }
        Ok(())
    }

    fn refuse_foreign_within(&self, folder: &str, removals: &FxHashSet<&str>) -> Result<(), Error> {
        let place = self.out.join(folder);
        for item in fs::read_dir(&place).map_err(failed("read", &place))? {
            let item = item.map_err(failed("read", &place))?;
            let foreign = || Error::InTheWay { path: item.path() };
            let name = item.file_name();
            let path = format!("{folder}/{}", name.to_str().ok_or_else(foreign)?);
            if item.file_type().map_err(failed("read", &place))?.is_dir() {
                self.refuse_foreign_within(&path, removals)?;
            } else if !removals.contains(path.as_str()) {
                return Err(foreign());
            }
        }
        Ok(())
    }

    fn retired(&self) -> impl Iterator<Item = &Entry> {
        let entries = self.old.as_ref().map_or(&[][..], Manifest::entries);
        self.retired.iter().map(|&i| &entries[i])
    }

    fn look(&self, path: &str) -> Result<Found, Error> {
        if let Some(pending) = &self.pending
            && let file @ Found::File(_) = look(&pending.join(path))?
        {
            return Ok(file);
        }
        look(&self.out.join(path))
    }

    /// Where a file system takes `Tag` and `tag` for one name, a page whose path changed only its case finds its
    /// own old file: neither foreign nor to be adopted, as the old path is about to be removed.
    fn is_renamed_case(&self, path: &str, stat: Stat) -> bool {
        self.retired().any(|old| old.stat == stat && old.path.to_lowercase() == path.to_lowercase())
    }
}

/// A content, and of its file what is cheap to know.
struct New {
    content: Content,
    size: u64,
    stamp: Option<Stamp>,
    /// Known at once for bytes; a copied file may not have to be read.
    hash: Option<Hash>,
}

impl New {
    fn of(content: Content) -> Result<Self, Error> {
        Ok(match content {
            // `compare` asks for nothing more of it.
            Content::Named => return Self::of(Content::Bytes(Vec::new())),
            Content::Bytes(bytes) => {
                let (size, hash) = (bytes.len() as u64, Hash::of(&bytes));
                Self { content: Content::Bytes(bytes), size, stamp: None, hash: Some(hash) }
            }
            Content::Copy(source) => {
                let metadata = fs::metadata(&source).map_err(failed("read", &source))?;
                if !metadata.is_file() {
                    return Err(failed("read", &source)(io::ErrorKind::IsADirectory.into()));
                }
                let stat = Stat::of(&metadata);
                let stamp = Stamp { stat, source: Hash::of(source.as_os_str().as_encoded_bytes()) };
                Self { content: Content::Copy(source), size: stat.size, stamp: Some(stamp), hash: None }
            }
        })
    }

    fn hash(&self) -> Result<Hash, Error> {
        match (&self.content, self.hash) {
            (Content::Copy(source), None) => hash_file(source),
            (_, Some(hash)) => Ok(hash),
            (Content::Bytes(bytes), None) => Ok(Hash::of(bytes)),
            (Content::Named, None) => Ok(Hash::of(&[])),
        }
    }

    /// Whether the last build wrote the same bytes.
    fn is(&self, old: &Entry) -> Result<bool, Error> {
        if self.stamp.is_some() && self.stamp == old.stamp {
            return Ok(true);
        }
        Ok(self.size == old.stat.size && self.hash()? == old.hash)
    }

    fn outcome(self, verdict: Verdict, path: &Arc<str>, stage: Option<&Stage>) -> Result<Outcome, Error> {
        let (stat, hash) = match (stage, &self.content) {
            (Some(stage), Content::Bytes(bytes)) => (stage.put_bytes(path, bytes)?, self.hash()?),
            (Some(stage), Content::Copy(source)) => stage.put_copy(path, source)?,
            (_, Content::Named) | (None, Content::Bytes(_)) => {
                (Stat { size: self.size, mtime: 0 }, self.hash()?)
            }
            // A dry run has no manifest to fill, but it has to find out whether the file can be read.
            (None, Content::Copy(source)) => (Stat { size: self.size, mtime: 0 }, readable(source)?),
        };
        let entry = Entry { path: Arc::clone(path), hash, stat, stamp: self.stamp, tag: Cow::default() };
        Ok(Outcome { verdict, entry })
    }
}

fn readable(source: &Path) -> Result<Hash, Error> {
    fs::File::open(source).map_err(failed("read", source))?;
    Ok(Hash::of(&[]))
}
