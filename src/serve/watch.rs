//! What the disk reports → changes that can be read: one for each save, however an editor saves.
//!
//! Editors truncate and write, or write beside and rename over, or move the old file away first. A file is read when it
//! was closed, and a known file that is gone gets a moment to come back.

use super::change::Change;
use notify::event::{AccessKind, AccessMode, EventKind, ModifyKind, RenameMode};
use notify::{Config, ErrorKind, Event, RecommendedWatcher, RecursiveMode, Watcher as _};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// After the last report of a batch. Reports of one save follow each other within microseconds.
const QUIET: Duration = Duration::from_millis(2);
/// How long a file that was written to may stay open before it is read all the same, and how long after the last report
/// where closing is not reported.
const OPEN: Duration = Duration::from_millis(if cfg!(target_os = "linux") { 100 } else { 15 });
/// How long a known file may be gone in the middle of a save.
const GONE: Duration = Duration::from_millis(60);
/// When a new folder is looked into again: files may have come before it was watched.
const AGAIN: Duration = Duration::from_millis(150);

/// A path of a batch: since when, and whether it is being written.
#[derive(Debug, Clone, Copy)]
struct Touch {
    at: Instant,
    is_open: bool,
}

/// Reports that are not yet a change.
#[derive(Debug, Default)]
pub struct Settling {
    touched: BTreeMap<PathBuf, Touch>,
    everything: bool,
    first: Option<Instant>,
    last: Option<Instant>,
    again: Option<Instant>,
}

impl Settling {
    /// Takes in a report.
    pub fn add(&mut self, event: &Event, at: Instant) {
        if event.need_rescan() {
            self.add_everything(at);
            return;
        }
        let is_open = match event.kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => false,
            EventKind::Access(_) => return,
            EventKind::Create(_) | EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Any) => true,
            EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => false,
            _ => false,
        };
        for path in &event.paths {
            // A folder, or a link or a file that was made by a link, is never closed.
            let is_open = is_open && path.symlink_metadata().is_ok_and(|found| found.is_file());
            self.touched.insert(path.clone(), Touch { at, is_open });
            if matches!(event.kind, EventKind::Create(_)) && path.is_dir() {
                self.again = Some(at + AGAIN);
            }
        }
        self.hold(at);
    }

    /// Takes in that anything may have changed.
    fn add_everything(&mut self, at: Instant) {
        self.everything = true;
        self.hold(at);
    }

    fn hold(&mut self, at: Instant) {
        self.first.get_or_insert(at);
        self.last = Some(at);
    }

    /// How long to wait before [`Settling::take`] may have something; `None` when nothing is on its way. `knows` says
    /// whether a path is one of the site's files.
    #[must_use]
    pub fn wait(&self, now: Instant, knows: impl Fn(&Path) -> bool) -> Option<Duration> {
        let again = self.again.map(|at| at.saturating_duration_since(now));
        let Some(last) = self.last else { return again };
        let mut until = last + QUIET;
        for (path, touch) in &self.touched {
            if touch.is_open {
                until = until.max(touch.at + OPEN);
            }
            if knows(path) && !path.exists() {
                until = until.max(touch.at + GONE);
            }
        }
        Some(until.saturating_duration_since(now))
    }

    /// What has settled by `now`, and when its first report came.
    pub fn take(&mut self, now: Instant, knows: impl Fn(&Path) -> bool) -> Option<(Change, Instant)> {
        if self.again.is_some_and(|at| at <= now) {
            self.again = None;
            self.add_everything(now - QUIET);
        }
        let first = self.first?;
        if self.wait(now, knows) != Some(Duration::ZERO) {
            return None;
        }
        (self.first, self.last) = (None, None);
        let touched: BTreeSet<PathBuf> = std::mem::take(&mut self.touched).into_keys().collect();
        let change = if self.everything { Change::Everything } else { Change::Paths(touched) };
        self.everything = false;
        Some((change, first))
    }
}

/// Watches the folders of a site.
pub struct Watch {
    watcher: RecommendedWatcher,
    root: PathBuf,
    folders: BTreeSet<PathBuf>,
}

/// Why a site cannot be watched.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WatchError {
    /// The system watches no more folders for this user.
    Limit,
    /// Anything else.
    Other(String),
}

impl From<notify::Error> for WatchError {
    fn from(error: notify::Error) -> WatchError {
        match error.kind {
            ErrorKind::MaxFilesWatch => WatchError::Limit,
            _ => WatchError::Other(error.to_string()),
        }
    }
}

impl Watch {
    /// Watches the root itself: the settings, and folders that come.
    pub fn new(root: &Path, report: impl Fn(Event) + Send + 'static) -> Result<Watch, WatchError> {
        // A report that cannot be made may have been of anything.
        let lost = || Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan);
        let handler = move |event: notify::Result<Event>| report(event.unwrap_or_else(|_| lost()));
        let mut watcher = RecommendedWatcher::new(handler, Config::default().with_follow_symlinks(false))?;
        watcher.watch(root, RecursiveMode::NonRecursive)?;
        Ok(Watch { watcher, root: root.to_path_buf(), folders: BTreeSet::new() })
    }

    /// Watches these folders of the root, with all below them, and none else.
    pub fn set(&mut self, folders: impl IntoIterator<Item = PathBuf>) -> Result<(), WatchError> {
        let wanted: BTreeSet<PathBuf> = folders.into_iter().filter(|folder| *folder != self.root).collect();
        for folder in self.folders.difference(&wanted) {
            // A folder that is gone is no longer watched anyway.
            let _ = self.watcher.unwatch(folder);
        }
        let mut result = Ok(());
        let mut watched: BTreeSet<PathBuf> = self.folders.intersection(&wanted).cloned().collect();
        for folder in wanted {
            if watched.contains(&folder) {
                continue;
            }
            match self.watcher.watch(&folder, RecursiveMode::Recursive) {
                Ok(()) => drop(watched.insert(folder)),
                // It went away between being seen and being watched.
                Err(_) if !folder.is_dir() => {}
                Err(error) => result = Err(error.into()),
            }
        }
        self.folders = watched;
        result
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use notify::event::{CreateKind, DataChange, RemoveKind};

    const WRITE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
    const CLOSE: EventKind = EventKind::Access(AccessKind::Close(AccessMode::Write));
    const AWAY: EventKind = EventKind::Modify(ModifyKind::Name(RenameMode::From));

    fn report(settling: &mut Settling, kind: EventKind, path: &Path, at: Instant) {
        settling.add(&Event::new(kind).add_path(path.to_path_buf()), at);
    }

    #[test]
    fn a_file_is_read_when_it_was_closed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "half").unwrap();
        let (mut settling, start) = (Settling::default(), Instant::now());
        report(&mut settling, WRITE, &path, start);
        assert_eq!(settling.take(start + QUIET, |_| true), None);
        report(&mut settling, CLOSE, &path, start + QUIET);
        let (change, first) = settling.take(start + QUIET * 2, |_| true).unwrap();
        assert_eq!((change, first), (Change::Paths([path].into()), start));
        assert_eq!(settling.wait(start, |_| true), None);
    }

    #[test]
    fn a_file_that_stays_open_is_read_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        std::fs::write(&path, "half").unwrap();
        let (mut settling, start) = (Settling::default(), Instant::now());
        report(&mut settling, WRITE, &path, start);
        assert_eq!(settling.wait(start, |_| true), Some(OPEN));
        assert!(settling.take(start + OPEN, |_| true).is_some());
    }

    #[test]
    fn a_known_file_that_is_gone_may_come_back() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.md");
        let (mut settling, start) = (Settling::default(), Instant::now());
        report(&mut settling, AWAY, &path, start);
        assert_eq!(settling.wait(start, |_| true), Some(GONE));
        // A file that nobody knew, as editors make to try a folder, holds nothing up.
        assert_eq!(settling.wait(start, |_| false), Some(QUIET));
        std::fs::write(&path, "back").unwrap();
        report(&mut settling, EventKind::Create(CreateKind::File), &path, start + QUIET);
        report(&mut settling, CLOSE, &path, start + QUIET);
        assert!(settling.take(start + QUIET * 2, |_| true).is_some());
        report(&mut settling, EventKind::Remove(RemoveKind::File), &path, start + GONE);
        std::fs::remove_file(&path).unwrap();
        assert!(settling.take(start + GONE * 2, |_| true).is_some());
    }

    #[test]
    fn a_new_folder_is_looked_into_again() {
        let folder = tempfile::tempdir().unwrap();
        let (mut settling, start) = (Settling::default(), Instant::now());
        report(&mut settling, EventKind::Create(CreateKind::Folder), folder.path(), start);
        assert!(matches!(settling.take(start + QUIET, |_| true), Some((Change::Paths(_), _))));
        assert_eq!(settling.wait(start + QUIET, |_| true), Some(AGAIN - QUIET));
        assert!(matches!(settling.take(start + AGAIN, |_| true), Some((Change::Everything, _))));
    }

    #[test]
    fn reports_that_were_lost_may_have_been_of_anything() {
        let (mut settling, start) = (Settling::default(), Instant::now());
        settling.add(&Event::new(EventKind::Other).set_flag(notify::event::Flag::Rescan), start);
        assert!(matches!(settling.take(start + QUIET, |_| true), Some((Change::Everything, _))));
    }
}
