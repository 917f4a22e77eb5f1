//! Writes the site to disk: each file that a reader gets is the old or the new one, whole, and no mixture of the two
//! sites outlasts the switch.
//!
//! Every output is rendered on every build; what is written is only what differs from the manifest of the last
//! build. New bytes are staged, then switched in by renames under a journal that the next run finishes when this
//! one is killed. It is the only module that writes the site, and it knows nothing of posts, templates or what an
//! error sounds like.

mod compare;
mod folder;
mod journal;
mod manifest;
mod root;
mod stage;
mod standing;
#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use rayon::prelude::*;

use compare::{Baseline, Outcome, Verdict};
use folder::{Holds, Target};
use journal::Step;
use manifest::Manifest;
use stage::Stage;
pub use standing::{Hash, Standing, StandingFile, standing};

/// The text of a manifest, read and written again; `None` for what is none. For the fuzzer, which sees what is public.
#[doc(hidden)]
#[must_use]
pub fn manifest_again(text: &str) -> Option<String> {
    Manifest::parse(text).map(|manifest| manifest.to_text())
}

/// What one output file holds.
#[derive(Debug)]
pub enum Content {
    /// Bytes that were rendered.
    Bytes(Vec<u8>),
    /// A file on disk, to be copied; not read again while its size and modification time stay the same.
    Copy(PathBuf),
    /// Not made, for a dry run: bytes that are dear to make, and of which the path says all that they depend on.
    Named,
}

/// What the folder is to hold, and what the caller wants to find again of it with [`standing`].
#[derive(Clone, Copy)]
pub struct Listing<'a> {
    /// A line of the caller's own about the whole.
    pub about: &'a str,
    /// Relative, `/`-separated, sorted, unique and validated.
    pub paths: &'a [Arc<str>],
    /// A word without spaces of the caller's own for the i-th path.
    pub tag: &'a (dyn Fn(usize) -> Cow<'static, str> + Sync),
}

/// Whether a build writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Write what changed.
    Write,
    /// Say what would be written, and touch nothing.
    DryRun,
}

/// What a build did, or in a dry run would do. Paths are sorted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Summary {
    /// Files that were not there before.
    pub new: Vec<String>,
    /// Files whose bytes differ from the last build's, or that somebody edited since.
    pub changed: Vec<String>,
    /// How many files were left as they are.
    pub unchanged: usize,
    /// Files of the last build that the site no longer has.
    pub removed: Vec<String>,
    /// The size of the whole site.
    pub bytes: u64,
}

/// Why the site could not be written.
#[derive(Debug)]
pub enum Error {
    /// The output folder holds files and Dateline made none of them.
    Foreign {
        /// The output folder.
        folder: PathBuf,
        /// The name of something in it.
        example: String,
    },
    /// A file or folder that Dateline did not make lies where one of its own must go.
    InTheWay {
        /// What lies there.
        path: PathBuf,
    },
    /// The output path is there and is no folder, or names none.
    NotAFolder(PathBuf),
    /// The file system refused.
    Io {
        /// A verb: "create", "write", "rename", "remove", "read", "lock".
        action: &'static str,
        /// What it was done to.
        path: PathBuf,
        /// The system's reason.
        source: io::Error,
    },
}

/// Why a build failed; in both cases the site on disk is as it was, unless the file system failed while the new
/// files were being renamed: then the next build goes on from there.
#[derive(Debug)]
pub enum BuildError<E> {
    /// The output folder.
    Output(Error),
    /// The contents that could not be made: all of them, in the order of the paths.
    Render(Vec<E>),
}

impl<E> From<Error> for BuildError<E> {
    fn from(error: Error) -> Self {
        Self::Output(error)
    }
}

/// Makes the folder `out` hold the listed files and nothing else of Dateline's. `content` makes the i-th and is called
/// once for each, in parallel.
///
/// # Errors
/// When a content cannot be made, when `out` is not Dateline's to write, or when the file system refuses.
pub fn write<E: Send>(
    out: &Path,
    listing: Listing<'_>,
    content: impl Fn(usize) -> Result<Content, E> + Sync,
    mode: Mode,
) -> Result<Summary, BuildError<E>> {
    write_in_steps(out, listing, content, mode, &mut || Ok(()))
}

/// `write`, with `tick` called before each step that a kill could precede: tests stop it there.
fn write_in_steps<E: Send>(
    out: &Path,
    listing: Listing<'_>,
    content: impl Fn(usize) -> Result<Content, E> + Sync,
    mode: Mode,
    tick: &mut dyn FnMut() -> Result<(), Error>,
) -> Result<Summary, BuildError<E>> {
    let paths = listing.paths;
    debug_assert!(paths.is_sorted_by(|a, b| a < b), "the plan sorts its paths");
    let target = Target::locate(out)?;
    if mode == Mode::DryRun {
        let baseline = baseline_unrecovered(&target, paths)?;
        let outcomes = compare_all(&baseline, listing, &content, None)?;
        return Ok(Update::new(&baseline, listing, outcomes)?.summary());
    }

    let (target, _lock) = target.claim()?;
    journal::finish(&target, tick)?;
    let baseline = baseline(&target, paths)?;
    let stage = Stage::create(&target.stage())?;
    let outcomes = compare_all(&baseline, listing, &content, Some(&stage))?;
    let update = Update::new(&baseline, listing, outcomes)?;
    if !update.steps.is_empty() {
        journal::commit(&target, stage, &update.steps, &update.manifest, tick)?;
    } else if baseline.old.as_ref() != Some(&update.manifest) {
        journal::commit_manifest(&target, &update.manifest)?;
    }
    Ok(update.summary())
}

/// What the last build left, once nothing of it is pending.
fn baseline(target: &Target, paths: &[Arc<str>]) -> Result<Baseline, Error> {
    let read = || Manifest::read(&target.manifest());
    let old = match target.holds()? {
        Holds::Files { example } => match read()? {
            Some(old) => Some(old),
            None => return Err(Error::Foreign { folder: target.out.clone(), example }),
        },
        // An empty site is a site: without this it would be put in place anew on each build.
        Holds::Nothing if paths.is_empty() => read()?.filter(Manifest::is_empty),
        Holds::Missing | Holds::Nothing => None,
    };
    Ok(Baseline::new(target, old, paths, None))
}

/// What a build would find, for a dry run: it may not finish a journal, so it reads through it.
fn baseline_unrecovered(target: &Target, paths: &[Arc<str>]) -> Result<Baseline, Error> {
    if !journal::is_pending(target)? {
        return baseline(target, paths);
    }
    let old = Manifest::read(&target.manifest())?.unwrap_or_default();
    let old = match Manifest::read(&target.next_manifest())? {
        Some(next) => next.or(old),
        None => old,
    };
    Ok(Baseline::new(target, Some(old), paths, Some(target.stage())))
}

/// Makes every content and compares it with what is there; stages those that differ, if there is a stage.
fn compare_all<E: Send>(
    baseline: &Baseline,
    listing: Listing<'_>,
    content: &(impl Fn(usize) -> Result<Content, E> + Sync),
    stage: Option<&Stage>,
) -> Result<Vec<Outcome>, BuildError<E>> {
    // After the first failure nothing more is staged, but all contents are still made: an author wants all the
    // errors of a build, not those up to the first.
    let failed = AtomicBool::new(false);
    let results: Vec<Result<Option<Outcome>, BuildError<E>>> = (0..listing.paths.len())
        .into_par_iter()
        .with_min_len(8)
        .map(|i| {
            let result = match content(i) {
                Err(error) => Err(BuildError::Render(vec![error])),
                Ok(_) if failed.load(Ordering::Relaxed) => return Ok(None),
                Ok(content) => {
                    let compared = baseline.compare(&listing.paths[i], content, stage);
                    compared.map(|outcome| Some(outcome.tagged((listing.tag)(i)))).map_err(BuildError::Output)
                }
            };
            if result.is_err() {
                failed.store(true, Ordering::Relaxed);
            }
            result
        })
        .collect();

    let mut outcomes = Vec::with_capacity(results.len());
    let mut unmade = Vec::new();
    let mut refused = None;
    for result in results {
        match result {
            Ok(Some(outcome)) => outcomes.push(outcome),
            Ok(None) => {}
            Err(BuildError::Render(errors)) => unmade.extend(errors),
            Err(BuildError::Output(error)) => refused = refused.or(Some(error)),
        }
    }
    match refused {
        _ if !unmade.is_empty() => Err(BuildError::Render(unmade)),
        Some(error) => Err(BuildError::Output(error)),
        None => Ok(outcomes),
    }
}

/// What has to happen to the folder.
struct Update {
    steps: Vec<Step>,
    manifest: Manifest,
    /// How each entry of the manifest stands to what was there.
    verdicts: Vec<Verdict>,
    removed: Vec<Arc<str>>,
}

impl Update {
    fn new(baseline: &Baseline, listing: Listing<'_>, outcomes: Vec<Outcome>) -> Result<Self, Error> {
        let removals = baseline.removals()?;
        baseline.refuse_conflicts(listing.paths, &outcomes, &removals)?;
        let (mut entries, mut verdicts) =
            (Vec::with_capacity(outcomes.len()), Vec::with_capacity(outcomes.len()));
        for Outcome { verdict, entry } in outcomes {
            verdicts.push(verdict);
            entries.push(entry);
        }
        let steps = if baseline.whole_tree() {
            vec![Step::Tree]
        } else {
            let differing =
                entries.iter().zip(&verdicts).filter(|(_, verdict)| **verdict != Verdict::Unchanged);
            // Removals come first: a file may have to make way for a folder of the same name, or a folder for a file.
            let removals =
                removals.iter().map(|entry| Step::Remove { stat: entry.stat, path: Arc::clone(&entry.path) });
            removals.chain(differing.map(|(entry, _)| Step::Move { path: Arc::clone(&entry.path) })).collect()
        };
        let removed = removals.iter().map(|entry| Arc::clone(&entry.path)).collect();
        Ok(Self { steps, manifest: Manifest::new(listing.about, entries), verdicts, removed })
    }

    fn summary(&self) -> Summary {
        let mut summary =
            Summary { removed: self.removed.iter().map(ToString::to_string).collect(), ..Summary::default() };
        for (entry, verdict) in self.manifest.entries().iter().zip(&self.verdicts) {
            summary.bytes += entry.stat.size;
            match verdict {
                Verdict::Unchanged => summary.unchanged += 1,
                Verdict::New => summary.new.push(entry.path.to_string()),
                Verdict::Changed => summary.changed.push(entry.path.to_string()),
            }
        }
        summary
    }
}
