//! Holds the new files of a build until all of them are there: whatever fails before then has touched nothing but
//! the stage. It may not write under `out`.
//!
//! No file is synced. A killed process loses nothing that it wrote, so only a loss of power could leave a file
//! empty that was renamed into place; its size then no longer fits the manifest and the next build writes it
//! again. A sync for each of 15,000 files would cost more than the rest of the build.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::Error;
use super::folder::{Stat, failed};
use super::manifest::{Hash, Hasher};
use super::root::Root;

/// A folder that goes away with this value, unless it is kept.
pub(super) struct Stage {
    root: Root,
    /// The folders that are there, so that each is asked of the system once.
    made: Mutex<FxHashSet<String>>,
    kept: bool,
}

impl Stage {
    pub(super) fn create(folder: &Path) -> Result<Self, Error> {
        discard(folder)?;
        let root = Root::create(folder).map_err(failed("create", folder))?;
        Ok(Self { root, made: Mutex::default(), kept: false })
    }

    pub(super) fn put_bytes(&self, path: &str, bytes: &[u8]) -> Result<Stat, Error> {
        let mut file = self.open(path)?;
        file.write_all(bytes).map_err(self.failed("write", path))?;
        self.stat(&file, path)
    }

    pub(super) fn put_copy(&self, path: &str, source: &Path) -> Result<(Stat, Hash), Error> {
        let mut file = self.open(path)?;
        let hash = read_through(source, |chunk| file.write_all(chunk).map_err(self.failed("write", path)))?;
        Ok((self.stat(&file, path)?, hash))
    }

    /// From here on the journal decides what becomes of the stage.
    pub(super) fn keep(mut self) {
        self.kept = true;
    }

    fn open(&self, path: &str) -> Result<File, Error> {
        self.make_parent(path)?;
        self.root.create_file(path).map_err(self.failed("create", path))
    }

    fn make_parent(&self, path: &str) -> Result<(), Error> {
        let Some((parent, _)) = path.rsplit_once('/') else { return Ok(()) };
        // A thread that panicked left the set as it was before or after its one insertion.
        let made = || self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if made().contains(parent) {
            return Ok(());
        }
        self.make_parent(parent)?;
        match self.root.create_folder(parent) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(self.failed("create", parent)(error));
            }
            _ => {}
        }
        made().insert(parent.to_owned());
        Ok(())
    }

    fn stat(&self, file: &File, path: &str) -> Result<Stat, Error> {
        Ok(Stat::of(&file.metadata().map_err(self.failed("read", path))?))
    }

    fn failed(&self, action: &'static str, path: &str) -> impl FnOnce(io::Error) -> Error {
        move |error| failed(action, &self.root.path().join(path))(error)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !self.kept {
            // What cannot be removed now is thrown away by the next build.
            let _ = discard(self.root.path());
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
