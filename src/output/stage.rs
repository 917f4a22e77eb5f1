//! Holds the new files of a build until all of them are there: whatever fails before then has touched nothing but
//! the stage. It may not write under `out`.
//!
//! No file is synced. A killed process loses nothing that it wrote, so only a loss of power could leave a file
//! empty that was renamed into place; its size then no longer fits the manifest and the next build writes it
//! again. A sync for each of 15,000 files would cost more than the rest of the build.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::Error;
use super::folder::{Stat, failed};
use super::manifest::{Hash, Hasher};

/// A folder that goes away with this value, unless it is kept.
pub(super) struct Stage {
    folder: PathBuf,
    /// The folders that are there, so that each is asked of the system once.
    made: Mutex<FxHashSet<String>>,
    kept: bool,
}

impl Stage {
    pub(super) fn create(folder: &Path) -> Result<Self, Error> {
        discard(folder)?;
        fs::create_dir(folder).map_err(failed("create", folder))?;
        Ok(Self { folder: folder.to_owned(), made: Mutex::default(), kept: false })
    }

    pub(super) fn put_bytes(&self, path: &str, bytes: &[u8]) -> Result<Stat, Error> {
        let (place, mut file) = self.open(path)?;
        file.write_all(bytes).map_err(failed("write", &place))?;
        stat(&file, &place)
    }

    pub(super) fn put_copy(&self, path: &str, source: &Path) -> Result<(Stat, Hash), Error> {
        let (place, mut file) = self.open(path)?;
        let hash = read_through(source, |chunk| file.write_all(chunk).map_err(failed("write", &place)))?;
        Ok((stat(&file, &place)?, hash))
    }

    /// From here on the journal decides what becomes of the stage.
    pub(super) fn keep(mut self) {
        self.kept = true;
    }

    fn open(&self, path: &str) -> Result<(PathBuf, File), Error> {
        let place = self.folder.join(path);
        self.make_parent(path)?;
        let file = File::create(&place).map_err(failed("create", &place))?;
        Ok((place, file))
    }

    fn make_parent(&self, path: &str) -> Result<(), Error> {
        let Some((parent, _)) = path.rsplit_once('/') else { return Ok(()) };
        // A thread that panicked left the set as it was before or after its one insertion.
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made().contains(parent) {
            return Ok(());
        }
        self.make_parent(parent)?;
        let place = self.folder.join(parent);
        match fs::create_dir(&place) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed("create", &place)(error));
            }
            _ => {}
        }
        made().insert(parent.to_owned());
        Ok(())
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is thrown away by the next build.
            let _ = discard(&self.folder);
        }
    }
}

/// Removes a stage that nobody will switch in.
pub(super) fn discard(folder: &Path) -> Result<(), Error> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", folder)(error)),
        _ => Ok(()),
    }
}

/// The hash of a file on disk.
pub(super) fn hash_file(file: &Path) -> Result<Hash, Error> {
    read_through(file, |_| Ok(()))
}

/// Reads in chunks, as a newsroom's videos need not fit in memory.
fn read_through(source: &Path, mut each: impl FnMut(&[u8]) -> Result<(), Error>) -> Result<Hash, Error> {
    let mut file = File::open(source).map_err(failed("read", source))?;
    let size = file.metadata().map_err(failed("read", source))?.len();
    // One byte more than the file has, so that the read that finds the end needs no room of its own.
    let mut buffer = vec![0; usize::try_from(size).unwrap_or(usize::MAX).clamp(1023, (256 << 10) - 1) + 1];
    let mut hasher = Hasher::new();
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hasher.finish()),
            Ok(n) => {
                hasher.update(&buffer[..n]);
                each(&buffer[..n])?;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(failed("read", source)(error)),
        }
    }
}

fn stat(file: &File, place: &Path) -> Result<Stat, Error> {
    Ok(Stat::of(&file.metadata().map_err(failed("read", place))?))
}
