//! What may have changed on disk, and what did.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// What may have changed on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// These files or folders.
    Paths(BTreeSet<PathBuf>),
    /// Anything: every file is looked at.
    Everything,
}

/// What did change, by path from the root. Empty when all was as before.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Files that are there and were not.
    pub added: BTreeSet<String>,
    /// Files that say something else.
    pub edited: BTreeSet<String>,
    /// Files that are gone.
    pub removed: BTreeSet<String>,
}

impl Changed {
    /// Whether nothing did.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.edited.is_empty() && self.removed.is_empty()
    }

    /// All paths, sorted.
    #[must_use]
    pub fn all(&self) -> BTreeSet<&str> {
        [&self.added, &self.edited, &self.removed].into_iter().flatten().map(String::as_str).collect()
    }

    /// Takes in the difference of two states, by path.
    pub fn compare<T: PartialEq>(&mut self, before: &BTreeMap<String, T>, now: &BTreeMap<String, T>) {
        self.removed.extend(before.keys().filter(|path| !now.contains_key(*path)).cloned());
        for (path, value) in now {
            match before.get(path) {
                None => drop(self.added.insert(path.clone())),
                Some(old) if old != value => drop(self.edited.insert(path.clone())),
                Some(_) => {}
            }
        }
    }
}
