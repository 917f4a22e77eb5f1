//! How a file is told from what it was, without reading it.

use std::fs::Metadata;
use std::hash::{Hash as _, Hasher as _};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Size, time of the last change, and which file it is.
#[derive(Debug, Clone, Copy)]
pub struct Stamp {
    /// In bytes.
    pub size: u64,
    /// `None` where the disk keeps no times or the file is gone.
    pub modified: Option<SystemTime>,
    /// The file's number on its disk; 0 where there is none.
    pub inode: u64,
    /// Whether the path is a link to the file.
    pub is_link: bool,
    /// Whether the file had changed so shortly before it was looked at that another change could leave the same stamp.
    is_fresh: bool,
}

/// Longer than the coarsest clock of a disk in use (FAT: two seconds).
const FRESH: Duration = Duration::from_millis(2500);

impl Stamp {
    /// The stamp of the file at `path` as it is now; one of no file when there is none.
    #[must_use]
    pub fn of(path: &Path) -> Stamp {
        let is_link = path.symlink_metadata().is_ok_and(|found| found.is_symlink());
        let Ok(found) = path.metadata() else {
            return Stamp { size: 0, modified: None, inode: 0, is_link, is_fresh: true };
        };
        let modified = found.modified().ok();
        let age = modified.and_then(|at| SystemTime::now().duration_since(at).ok());
        let is_fresh = age.is_none_or(|age| age < FRESH);
        Stamp { size: found.len(), modified, inode: inode(&found), is_link, is_fresh }
    }

    /// Whether the file may say something else than when `self` was taken.
    #[must_use]
    pub fn may_differ(&self, now: &Stamp) -> bool {
        self.is_fresh || self != now
    }

    /// The stamp as a number.
    #[must_use]
    pub fn print(&self) -> u64 {
        let mut hasher = rustc_hash::FxHasher::default();
        (self.size, self.modified, self.inode).hash(&mut hasher);
        hasher.finish()
    }
}

impl PartialEq for Stamp {
    fn eq(&self, other: &Stamp) -> bool {
        let told = |stamp: &Stamp| (stamp.size, stamp.modified, stamp.inode, stamp.is_link);
        told(self) == told(other)
    }
}

impl Eq for Stamp {}

#[cfg(unix)]
fn inode(found: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(found)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}
