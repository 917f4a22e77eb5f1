//! Knows what lies at `out` and where Dateline keeps its state: beside the output, or within it where there is no
//! other place. It may create the state folder and remove empty folders, and may not touch a file of the site.

use std::ffi::OsString;
use std::fs::{self, File, Metadata, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::Error;

/// The state folder's name where it has to lie within the output.
const WITHIN: &str = ".dateline";

/// Makes an error of the system's one of ours.
pub(super) fn failed(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Error {
    move |source| Error::Io { action, path: path.to_owned(), source }
}

/// What tells without reading that a file is still the one that was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stat {
    pub(super) size: u64,
    /// Nanoseconds since 1970.
    pub(super) mtime: i64,
}

impl Stat {
    pub(super) fn of(metadata: &Metadata) -> Self {
        // A file system without times leaves the size to tell.
        let mtime = metadata.modified().map_or(0, |time| match time.duration_since(UNIX_EPOCH) {
            Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_nanos()).map_or(i64::MIN, |nanos| -nanos),
        });
        Self { size: metadata.len(), mtime }
    }
}

/// What lies at a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Found {
    Missing,
    File(Stat),
    Folder,
    /// A symbolic link, a device, …
    Other,
}

/// Looks at a path itself, not at what a link there points to.
pub(super) fn look(path: &Path) -> Result<Found, Error> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_file() => Ok(Found::File(Stat::of(&metadata))),
        Ok(metadata) if metadata.is_dir() => Ok(Found::Folder),
        Ok(_) => Ok(Found::Other),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Found::Missing)
        }
        Err(error) => Err(failed("read", path)(error)),
    }
}

/// What the output folder holds, Dateline's own state aside.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Holds {
    /// There is no such folder.
    Missing,
    Nothing,
    Files {
        example: String,
    },
}

/// The output folder and its state.
#[derive(Debug)]
pub(super) struct Target {
    pub(super) out: PathBuf,
    state: PathBuf,
    /// Whether the state lies within `out`.
    pub(super) inside: bool,
}

impl Target {
    /// Finds both; changes nothing.
    pub(super) fn locate(out: &Path) -> Result<Self, Error> {
        let is_link = fs::symlink_metadata(out).is_ok_and(|metadata| metadata.is_symlink());
        // The place beside a link is not beside the folder it points to, and `.` has no name to derive one from.
        let out = if is_link || out.file_name().is_none() {
            fs::canonicalize(out).map_err(|_| Error::NotAFolder(out.to_owned()))?
        } else {
            out.to_owned()
        };
        let Some(name) = out.file_name() else {
            return Err(Error::NotAFolder(out));
        };
        if !matches!(look(&out)?, Found::Missing | Found::Folder) {
            return Err(Error::NotAFolder(out));
        }
        let mut beside = OsString::from(".");
        beside.push(name);
        beside.push(".dateline");
        let within = out.join(WITHIN);
        let inside = within.is_dir();
        let state = if inside { within } else { out.with_file_name(beside) };
        Ok(Self { out, state, inside })
    }

    pub(super) fn manifest(&self) -> PathBuf {
        self.state.join("manifest")
    }

    /// The manifest that comes true with the journal.
    pub(super) fn next_manifest(&self) -> PathBuf {
        self.state.join("manifest.next")
    }

    pub(super) fn journal(&self) -> PathBuf {
        self.state.join("journal")
    }

    /// The journal while it is being written.
    pub(super) fn next_journal(&self) -> PathBuf {
        self.state.join("journal.next")
    }

    pub(super) fn stage(&self) -> PathBuf {
        self.state.join("stage")
    }

    pub(super) fn state(&self) -> &Path {
        &self.state
    }

    pub(super) fn holds(&self) -> Result<Holds, Error> {
        let items = match fs::read_dir(&self.out) {
            Ok(items) => items,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Holds::Missing),
            Err(error) => return Err(failed("read", &self.out)(error)),
        };
        // The first by name, so that two runs report the same.
        let mut example: Option<OsString> = None;
        for item in items {
            let name = item.map_err(failed("read", &self.out))?.file_name();
            if name != WITHIN && example.as_ref().is_none_or(|first| name < *first) {
                example = Some(name);
            }
        }
        Ok(match example {
            Some(name) => Holds::Files { example: name.to_string_lossy().into_owned() },
            None => Holds::Nothing,
        })
    }

    /// Creates the state folder and waits until no other build uses it; the lock lasts as long as the file is open.
    pub(super) fn claim(mut self) -> Result<(Self, File), Error> {
        if !self.state.is_dir()
            && let Holds::Files { example } = self.holds()?
        {
            // Seen before anything is created: a folder that is not ours gets no trace of us.
            return Err(Error::Foreign { folder: self.out, example });
        }
        if let Some(parent) = self.out.parent() {
            fs::create_dir_all(parent).map_err(failed("create", parent))?;
        }
        match fs::create_dir(&self.state) {
            Err(error) if is_closed(&error) && !self.inside && self.out.is_dir() => self.move_inside()?,
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                return Err(failed("create", &self.state)(error));
            }
            _ => {}
        }
        let held = lock(&self.state)?;
        if self.inside
            || self.journal().exists()
            || self.holds()? != Holds::Nothing
            || self.can_be_renamed()?
        {
            return Ok((self, held));
        }
        drop(held);
        self.move_inside()?;
        let held = lock(&self.state)?;
        Ok((self, held))
    }

    fn move_inside(&mut self) -> Result<(), Error> {
        // Only ever emptied of what `claim` itself put there; a folder with more in it stays.
        let _ = fs::remove_file(self.state.join("lock"));
        let _ = fs::remove_dir(&self.state);
        self.state = self.out.join(WITHIN);
        self.inside = true;
        match fs::create_dir(&self.state) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(failed("create", &self.state)(error))
            }
            _ => Ok(()),
        }
    }

    /// Tries it with the empty output folder: nothing else tells a mount point on every system, bind mounts of the
    /// same device among them.
    fn can_be_renamed(&self) -> Result<bool, Error> {
        let probe = self.state.join("probe");
        // Left by a run that was killed between the two renames.
        let _ = fs::remove_dir(&probe);
        match fs::rename(&self.out, &probe) {
            Ok(()) => fs::rename(&probe, &self.out).map_err(failed("rename", &probe)).map(|()| true),
            Err(error) if is_closed(&error) => Ok(false),
            Err(error) => Err(failed("rename", &self.out)(error)),
        }
    }
}

fn is_closed(error: &io::Error) -> bool {
    use io::ErrorKind::{CrossesDevices, PermissionDenied, ReadOnlyFilesystem, ResourceBusy};
    matches!(error.kind(), CrossesDevices | PermissionDenied | ReadOnlyFilesystem | ResourceBusy)
}

fn lock(state: &Path) -> Result<File, Error> {
    let path = state.join("lock");
    let file = File::create(&path).map_err(failed("create", &path))?;
    let locked = match file.try_lock() {
        Err(TryLockError::WouldBlock) => file.lock(),
        Err(TryLockError::Error(error)) => Err(error),
        Ok(()) => Ok(()),
    };
    match locked {
        // Some network file systems have no locks; one build at a time works there as well.
        Err(error) if error.kind() != io::ErrorKind::Unsupported => Err(failed("lock", &path)(error)),
        _ => Ok(file),
    }
}

/// Removes folders that are empty, from `folder` upward to below `out`.
pub(super) fn remove_empty_upward(out: &Path, mut folder: &str) {
    // The first that is not empty, or is no folder, ends it: the system's refusal is the test.
    while !folder.is_empty() && fs::remove_dir(out.join(folder)).is_ok() {
        folder = folder.rsplit_once('/').map_or("", |(parent, _)| parent);
    }
}

/// Removes `folder` and the folders in it, and fails when there is a file anywhere.
pub(super) fn remove_empty_downward(folder: &Path) -> io::Result<()> {
    for item in fs::read_dir(folder)? {
        let item = item?;
        if item.file_type()?.is_dir() {
            remove_empty_downward(&item.path())?;
        }
    }
    fs::remove_dir(folder)
}
