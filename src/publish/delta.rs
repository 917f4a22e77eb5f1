//! What has to happen at a target, in which order: a pure function of what lies there and of what is to.
//!
//! The order lets no reader follow a link to what is not there yet. A page that is new is reached only by way of pages
//! that change, so what is new comes before what changes; and what is deleted is deleted last, when no page links to it
//! any more.

use super::local::{File, Local};
use super::manifest::Published;
use crate::plan::Kind;
use std::collections::BTreeSet;

/// The phases, in order; within one the order is free.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Old files that lie where a new one needs a folder, or in a folder that has to become a file.
    MakeWay,
    /// What pages are made with.
    Assets,
    /// Articles that nothing links to yet.
    NewArticles,
    /// Lists and redirects that nothing links to yet.
    NewLists,
    /// Feeds, parts of the sitemap and of the search index that nothing links to yet.
    NewMachines,
    /// Articles that change, and those that became redirects.
    Articles,
    /// Lists that change, and the front page: with it a new site opens.
    Lists,
    /// Feeds, sitemaps and the search index.
    Machines,
    /// What the site no longer has.
    Deletions,
}

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// When.
    pub phase: Phase,
    /// To which path.
    pub path: String,
    /// What.
    pub act: Act,
}

/// What to do to a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Put the `file`-th of the local files.
    Put {
        /// Index into [`Local::files`].
        file: usize,
        /// Whether nothing of ours is there.
        new: bool,
    },
    /// Delete it.
    Delete,
}

/// All that has to happen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Delta {
    /// By phase, then path.
    pub steps: Vec<Step>,
    /// How many files stay as they are.
    pub unchanged: usize,
    /// The size of what is to be put, before any compression.
    pub bytes: u64,
}

impl Delta {
    /// How many files are deleted.
    #[must_use]
    pub fn deletions(&self) -> usize {
        self.steps.iter().filter(|step| step.act == Act::Delete).count()
    }
}

/// The steps from what lies at a target to the site as it stands here, in the form that the target wants.
#[must_use]
pub fn delta(there: &Published, here: &Local, form: &str) -> Delta {
    let mut delta = Delta::default();
    for (number, file) in here.files.iter().enumerate() {
        let entry = there.files.get(&file.path);
        if entry.is_some_and(|entry| entry.hash == Some(file.hash)) && there.form == form {
            delta.unchanged += 1;
            continue;
        }
        let new = entry.is_none();
        let act = Act::Put { file: number, new };
        delta.bytes += file.size;
        // What was new when a publish was interrupted has no size yet; whether or not it arrived, what links to it may not
        // have, so it still comes before that.
        let unlinked = entry.is_none_or(|entry| entry.hash.is_none() && entry.size == 0);
        delta.steps.push(Step { phase: phase(file, unlinked), path: file.path.clone(), act });
    }
    let folders: BTreeSet<&str> = here.files.iter().flat_map(|file| folders(&file.path)).collect();
    let is_here = |path: &str| here.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
    for path in there.files.keys().filter(|path| !is_here(path)) {
        let in_the_way = folders.contains(path.as_str()) || folders_of(path).any(is_here);
        let phase = if in_the_way { Phase::MakeWay } else { Phase::Deletions };
        delta.steps.push(Step { phase, path: path.clone(), act: Act::Delete });
    }
    delta.steps.sort_by(|a, b| (a.phase, &a.path).cmp(&(b.phase, &b.path)));
    delta
}

fn phase(file: &File, unlinked: bool) -> Phase {
    match file.kind {
        Kind::Asset => Phase::Assets,
        Kind::Article if unlinked => Phase::NewArticles,
        Kind::Index | Kind::Redirect { .. } if unlinked && file.path != "index.html" => Phase::NewLists,
        Kind::Machine if unlinked && !is_well_known(&file.path) => Phase::NewMachines,
        Kind::Article | Kind::Redirect { .. } => Phase::Articles,
        Kind::Index => Phase::Lists,
        Kind::Machine => Phase::Machines,
    }
}

/// Whether machines look there of themselves, so that it may not lead them to what is not there yet.
fn is_well_known(path: &str) -> bool {
    matches!(path, "robots.txt" | "sitemap.xml" | "llms.txt")
}

fn folders_of(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(slash, _)| &path[..slash])
}

fn folders(path: &str) -> Vec<&str> {
    folders_of(path).collect()
}

#[cfg(test)]
mod tests;
