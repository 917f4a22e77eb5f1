//! `dir:`: a folder of this machine. The new site is made beside the old one out of hard links to what stays and of
//! what is new, and the two are exchanged in one step. Where they cannot be, because the folder is a mount point, holds
//! files of others, or the system has no such step, each file is switched in by itself.

use super::manifest::{NAME, PART, Published, is_own};
use super::target::{Base, Cause, Failure, Found, Put, Stored, Target};
use crate::output::Hash;
use std::collections::BTreeSet;
use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

/// A folder as a target.
pub struct Dir {
    live: PathBuf,
    /// Beside `live`: the next site and the older ones.
    state: PathBuf,
    /// How many older sites are kept.
    keep: usize,
    way: OnceLock<Way>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Way {
    /// There is no folder yet: the next site becomes it.
    Fresh,
    /// The next site and the live one are exchanged.
    Swap,
    /// File by file.
    InPlace,
}

impl Dir {
    /// Finds the folder; changes nothing.
    pub fn open(path: &Path, keep: usize) -> Result<Dir, Failure> {
        let told = |error: &io::Error| Failure::io("find", path.display().to_string(), error);
        let live = match fs::canonicalize(path) {
            Ok(live) => live,
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                std::path::absolute(path).map_err(|error| told(&error))?
            }
            Err(error) => return Err(told(&error)),
        };
        let Some(name) = live.file_name() else {
            return Err(Failure::new(
                Cause::Other,
                "publish to",
                path.display().to_string(),
                "it has no name",
            ));
        };
        if live.exists() && !live.is_dir() {
            let reason = "it is a file, not a folder";
            return Err(Failure::new(Cause::Other, "publish to", path.display().to_string(), reason));
        }
        let mut state = OsString::from(".");
        state.push(name);
        state.push(".releases");
        Ok(Dir { state: live.with_file_name(state), live, keep, way: OnceLock::new() })
    }

    fn next(&self) -> PathBuf {
        self.state.join("next")
    }

    fn base(&self) -> PathBuf {
        if self.is_staged() { self.next() } else { self.live.clone() }
    }

    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), Failure> {
        let place = self.base().join(path);
        let part = place.with_file_name(format!("{PART}{}", path.rsplit('/').next().unwrap_or(path)));
        let write = || {
            let mut file = match fs::File::create(&part) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    fs::create_dir_all(place.parent().unwrap_or(&place))?;
                    fs::File::create(&part)?
                }
                result => result?,
            };
            file.write_all(bytes)?;
            if place.is_dir() {
                // Empty since its files were deleted; one that is not refuses.
                fs::remove_dir(&place)?;
            }
            fs::rename(&part, &place)
        };
        write().map_err(|error| {
            let _ = fs::remove_file(&part);
            Failure::io("put", path, &error)
        })
    }

    /// Whether the live folder can be exchanged with another.
    fn can_swap(&self) -> bool {
        exchange::is_possible(&self.live)
            && fs::create_dir_all(self.state.join("releases")).is_ok()
            && exchange::same_device(&self.state, &self.live)
    }

    /// The older sites by number.
    fn releases(&self) -> BTreeSet<u64> {
        let entries = fs::read_dir(self.state.join("releases")).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().to_str()?.parse().ok()).collect()
    }

    fn release(&self, number: u64) -> PathBuf {
        self.state.join("releases").join(format!("{number:06}"))
    }

    /// The number of the live site.
    fn live_number(&self) -> Option<u64> {
        fs::read_to_string(self.state.join("live")).ok()?.trim().parse().ok()
    }

    fn set_live_number(&self, number: u64) -> Result<(), Failure> {
        let told = |error: io::Error| Failure::io("switch to", "", &error);
        let part = self.state.join("live.next");
        fs::write(&part, number.to_string()).map_err(told)?;
        fs::rename(&part, self.state.join("live")).map_err(told)
    }
}

impl Target for Dir {
    fn manifest(&self) -> Result<Option<Vec<u8>>, Failure> {
        match fs::read(self.live.join(NAME)) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Failure::io("read", NAME, &error)),
        }
    }

    fn survey(&self) -> Result<Vec<Found>, Failure> {
        if !self.live.exists() {
            return Ok(Vec::new());
        }
        // What was written after the manifest was not written by the publish that the manifest ends.
        let written = fs::metadata(self.live.join(NAME)).and_then(|metadata| metadata.modified()).ok();
        let mut found = Vec::new();
        for entry in walkdir::WalkDir::new(&self.live).min_depth(1) {
            let entry = entry.map_err(|error| Failure::new(Cause::Other, "list", "", error.to_string()))?;
            if entry.file_type().is_dir() {
                continue;
            }
            let path = relative(&self.live, entry.path());
            let metadata = entry.metadata().ok().filter(fs::Metadata::is_file);
            let is_later = match (metadata.as_ref().and_then(|data| data.modified().ok()), written) {
                (Some(changed), Some(written)) => changed > written,
                _ => false,
            };
            // A link, or what cannot be read, is none of ours: the hash of nothing is no file's.
            let hash = match &metadata {
                None => Some(Hash::of(b"not a file")),
                Some(_) if is_later && !is_own(&path) => {
                    fs::read(entry.path()).ok().map(|bytes| Hash::of(&bytes))
                }
                Some(_) => None,
            };
            found.push(Found { path, size: metadata.map(|data| data.len()), mark: None, hash });
        }
        Ok(found)
    }

    fn surveys_cheaply(&self) -> bool {
        true
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        Ok(fs::symlink_metadata(self.live.join(path)).is_ok())
    }

    fn begin(&self) -> Result<Base, Failure> {
        let told = |error: io::Error| Failure::io("create", self.state.display().to_string(), &error);
        if self.next().exists() {
            fs::remove_dir_all(self.next()).map_err(told)?;
        }
        let is_empty = fs::read_dir(&self.live).is_ok_and(|mut entries| entries.next().is_none());
        let way = if !self.live.exists() {
            fs::create_dir_all(self.state.join("releases")).map_err(told)?;
            Way::Fresh
        } else if (is_empty || self.is_all_ours()?) && self.keep > 0 && self.can_swap() {
            Way::Swap
        } else {
            Way::InPlace
        };
        if way == Way::Swap {
            link_tree(&self.live, &self.next()).map_err(told)?;
        }
        if way != Way::InPlace {
            fs::create_dir_all(self.next()).map_err(told)?;
        }
        let _ = self.way.set(way);
        Ok(Base::Kept)
    }

    fn is_staged(&self) -> bool {
        matches!(self.way.get(), Some(Way::Fresh | Way::Swap))
    }

    fn put(&self, file: &Put<'_>) -> Result<Stored, Failure> {
        self.write(file.path, file.bytes)?;
        Ok(Stored { size: file.bytes.len() as u64, mark: None })
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        let base = self.base();
        match fs::remove_file(base.join(path)) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Err(Failure::io("delete", path, &error));
            }
            _ => {}
        }
        let mut folder = path;
        while let Some((parent, _)) = folder.rsplit_once('/') {
            // The first that is not empty ends it: the system's refusal is the test.
            if fs::remove_dir(base.join(parent)).is_err() {
                break;
            }
            folder = parent;
        }
        Ok(())
    }

    fn keep(&self, manifest: &[u8]) -> Result<(), Failure> {
        self.write(NAME, manifest)
    }

    fn finish(&self, _message: &str) -> Result<(), Failure> {
        let told = |error: io::Error| Failure::io("switch to", "", &error);
        let newest = self.releases().last().copied().unwrap_or_default();
        let old = self.live_number().unwrap_or(newest + 1);
        // Those after the live one were rolled back: nobody wants to go back to them.
        for number in self.releases().range(old..) {
            fs::remove_dir_all(self.release(*number)).map_err(told)?;
        }
        match self.way.get() {
            Some(Way::Fresh) => fs::rename(self.next(), &self.live).map_err(told)?,
            Some(Way::Swap) => {
                exchange::exchange(&self.next(), &self.live).map_err(told)?;
                fs::rename(self.next(), self.release(old)).map_err(told)?;
            }
            Some(Way::InPlace) | None => return Ok(()),
        }
        self.set_live_number(old + 1)?;
        let releases = self.releases();
        for number in releases.iter().rev().skip(self.keep) {
            // An old site that stays takes room and does no harm.
            let _ = fs::remove_dir_all(self.release(*number));
        }
        Ok(())
    }

    fn roll_back(&self) -> Result<Option<String>, Failure> {
        let told = |error: io::Error| Failure::io("switch to", "", &error);
        let live = self.live_number().unwrap_or(u64::MAX);
        let Some(older) = self.releases().range(..live).next_back().copied() else { return Ok(None) };
        exchange::exchange(&self.release(older), &self.live).map_err(told)?;
        let newest = self.releases().last().copied().unwrap_or(older);
        let number = if live == u64::MAX { newest + 1 } else { live };
        fs::rename(self.release(older), self.release(number)).map_err(told)?;
        self.set_live_number(older)?;
        Ok(Some(format!("release {older}")))
    }
}

impl Dir {
    /// Whether the live folder holds nothing but what its manifest lists.
    fn is_all_ours(&self) -> Result<bool, Failure> {
        let Some(published) = self.manifest()?.and_then(|bytes| Published::parse(&bytes)) else {
            return Ok(false);
        };
        let found = self.survey()?;
        Ok(found.iter().all(|file| is_own(&file.path) || published.files.contains_key(&file.path)))
    }
}

impl Drop for Dir {
    fn drop(&mut self) {
        // What a failed publish staged would only take room; the next one begins anew.
        if self.is_staged() {
            let _ = fs::remove_dir_all(self.next());
        }
    }
}

fn relative(base: &Path, path: &Path) -> String {
    let path = path.strip_prefix(base).unwrap_or(path).to_string_lossy().into_owned();
    if cfg!(windows) { path.replace('\\', "/") } else { path }
}

/// The same tree once more, its files shared by hard links, or copied where there are none.
fn link_tree(from: &Path, to: &Path) -> io::Result<()> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.map_err(io::Error::from)?;
        let name = entry.file_name().to_str().unwrap_or_default();
        let place = to.join(entry.path().strip_prefix(from).unwrap_or(entry.path()));
        if entry.file_type().is_dir() {
            fs::create_dir_all(&place)?;
        } else if !name.starts_with(PART) && fs::hard_link(entry.path(), &place).is_err() {
            fs::copy(entry.path(), &place)?;
        }
    }
    Ok(())
}

#[cfg(target_os = "linux")]
mod exchange {
    use rustix::fs::{AtFlags, CWD, RenameFlags, StatxAttributes, StatxFlags, renameat_with, stat, statx};
    use std::io;
    use std::path::Path;

    /// Exchanges two folders in one step.
    pub fn exchange(a: &Path, b: &Path) -> io::Result<()> {
        Ok(renameat_with(CWD, a, CWD, b, RenameFlags::EXCHANGE)?)
    }

    /// Mount points, bind mounts of the same device among them, stay where they are.
    pub fn is_possible(folder: &Path) -> bool {
        statx(CWD, folder, AtFlags::empty(), StatxFlags::BASIC_STATS)
            .is_ok_and(|found| !found.stx_attributes.contains(StatxAttributes::MOUNT_ROOT))
    }

    pub fn same_device(a: &Path, b: &Path) -> bool {
        matches!((stat(a), stat(b)), (Ok(a), Ok(b)) if a.st_dev == b.st_dev)
    }
}

#[cfg(not(target_os = "linux"))]
mod exchange {
    use std::io;
    use std::path::Path;

    pub fn exchange(_: &Path, _: &Path) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    pub fn is_possible(_: &Path) -> bool {
        false
    }

    pub fn same_device(_: &Path, _: &Path) -> bool {
        false
    }
}
