//! Carries a site to a target: compares, refuses what is not safe, does the steps in order, and can be killed anywhere.
//!
//! Before anything changes in front of readers, the manifest at the target says of each file in question that it is on
//! its way. So whoever comes next knows which files are ours, whatever became of them.

use super::delta::{Act, Delta, Phase, Step, delta};
use super::local::{Content, File, Local, has_hash};
use super::manifest::{Entry, Published, is_own};
use super::target::{Base, Cause, Failure, Found, Put, Stored, Target};
use crate::diagnostics::Refusal;
use crate::output::Hash;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

/// How often a step is tried before it counts as failed.
const TRIES: u32 = 5;
/// How long the first wait is; each further one is twice as long.
const FIRST_WAIT: Duration = Duration::from_millis(300);
/// Steps between two looks at whether the manifest is worth writing.
const CHUNK: usize = 256;
/// How much work a kill may cost at most.
const CHECKPOINT: Duration = Duration::from_secs(20);
/// Files above this size travel one by one.
const LARGE: u64 = 32 << 20;
/// Fewer deletions than this are never too many.
const FEW: usize = 5;

/// What the user wants of a publish.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wish {
    /// Change nothing.
    pub dry_run: bool,
    /// Go on where one should think twice.
    pub yes: bool,
    /// Compare with every file at the target, not with its manifest alone.
    pub verify: bool,
    /// Which share of the target's files may be deleted without `yes`, in percent.
    pub delete_limit: usize,
}

/// What a publish did, or would do.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The steps.
    pub delta: Delta,
    /// Files at the target that are not ours; they were left alone.
    pub foreign: Vec<String>,
    /// Files of ours that somebody changed or removed there.
    pub altered: Vec<String>,
    /// How many bytes travelled, the manifest included.
    pub sent: u64,
}

/// Told of what happens, so that somebody can watch.
pub trait Watch: Sync {
    /// So many steps with so many bytes are to come.
    fn begin(&self, steps: usize, bytes: u64);
    /// A step is done.
    fn done(&self, step: &Step, bytes: u64);
    /// A step failed and is tried again.
    fn again(&self, failure: &Failure);
}

/// Makes the target hold the site. `form` names the form in which the target stores files.
pub fn publish(
    target: &dyn Target,
    name: &str,
    form: &str,
    here: &Local,
    wish: Wish,
    watch: &dyn Watch,
) -> Result<Outcome, Refusal> {
    let told = |failure: Failure| failed(name, failure);
    let stored = retry(watch, || target.manifest()).map_err(told)?;
    let known = match &stored {
        Some(bytes) => {
            Some(Published::parse(bytes).ok_or_else(|| Refusal::BadManifest { target: name.to_owned() })?)
        }
        None => None,
    };
    let look = known.is_none() || wish.verify || target.surveys_cheaply();
    let found = if look { Some(retry(watch, || target.survey()).map_err(told)?) } else { None };
    let is_first = known.is_none();
    let (mut there, mut outcome) = reconcile(known.unwrap_or_default(), found.as_deref(), here);
    outcome.delta = delta(&there, here, form);
    if !wish.yes {
        refuse(target, name, here, &there, &outcome, &found, wish, is_first, watch)?;
    }
    if wish.dry_run || (outcome.delta.steps.is_empty() && !is_first) {
        return Ok(outcome);
    }
    if target.begin().map_err(told)? == Base::Nothing {
        there = Published::default();
        outcome.delta = delta(&there, here, form);
    }
    there.site.clone_from(&here.base_url);
    form.clone_into(&mut there.form);
    let mut run = Run { target, here, there, watch, sent: 0, kept: Instant::now() };
    run.all(&outcome.delta.steps).map_err(told)?;
    let message = format!(
        "Publish {}: {} put, {} deleted",
        here.base_url,
        outcome.delta.steps.len() - outcome.delta.deletions(),
        outcome.delta.deletions()
    );
    retry(watch, || target.finish(&message)).map_err(told)?;
    outcome.sent = run.sent;
    Ok(outcome)
}

/// What is known of the target, corrected by what lies there.
fn reconcile(mut there: Published, found: Option<&[Found]>, here: &Local) -> (Published, Outcome) {
    let mut outcome = Outcome::default();
    let Some(found) = found else { return (there, outcome) };
    let mut lying: BTreeMap<&str, &Found> = BTreeMap::new();
    for file in found.iter().filter(|file| !is_own(&file.path)) {
        if !there.files.contains_key(&file.path) {
            outcome.foreign.push(file.path.clone());
        }
        lying.insert(&file.path, file);
    }
    let is_here = |path: &str| here.files.binary_search_by(|file| file.path.as_str().cmp(path)).is_ok();
    there.files.retain(|path, entry| {
        let Some(found) = lying.get(path.as_str()) else {
            // One that is on its way need not have arrived.
            if entry.hash.is_some() {
                outcome.altered.push(path.clone());
            }
            return false;
        };
        if entry.hash.is_none() || !is_altered(entry, found) {
            return true;
        }
        outcome.altered.push(path.clone());
        entry.hash = None;
        // What somebody made of a file that the site no longer has is theirs.
        is_here(path)
    });
    (there, outcome)
}

fn is_altered(entry: &Entry, found: &Found) -> bool {
    let marks_differ = match (&entry.mark, &found.mark) {
        (Some(ours), Some(theirs)) => ours != theirs,
        _ => false,
    };
    found.size.is_some_and(|size| size != entry.size)
        || marks_differ
        || found.hash.is_some_and(|hash| Some(hash) != entry.hash)
}

#[allow(clippy::too_many_arguments, reason = "all that a decision about safety looks at")]
fn refuse(
    target: &dyn Target,
    name: &str,
    here: &Local,
    there: &Published,
    outcome: &Outcome,
    found: &Option<Vec<Found>>,
    wish: Wish,
    is_first: bool,
    watch: &dyn Watch,
) -> Result<(), Refusal> {
    let target_name = || name.to_owned();
    if !is_first && there.site != here.base_url {
        return Err(Refusal::OtherSite {
            target: target_name(),
            there: there.site.clone(),
            here: here.base_url.clone(),
        });
    }
    if is_first && let Some(example) = outcome.foreign.first() {
        let count = outcome.foreign.len();
        return Err(Refusal::Foreign { target: target_name(), example: example.clone(), count });
    }
    let new = outcome.delta.steps.iter().filter(|step| matches!(step.act, Act::Put { new: true, .. }));
    let new: Vec<&str> = new.map(|step| step.path.as_str()).collect();
    let in_the_way: Vec<&str> = match found {
        Some(_) => {
            let foreign: BTreeSet<&str> = outcome.foreign.iter().map(String::as_str).collect();
            new.into_iter().filter(|path| foreign.contains(path)).collect()
        }
        None => {
            let looked = in_parallel(target.width(), &new, |path| {
                Ok(retry(watch, || target.holds(path))?.then_some(path))
            });
            let looked = looked.map_err(|failure| failed(name, failure))?;
            looked.into_iter().flatten().collect()
        }
    };
    if let Some(example) = in_the_way.first() {
        let count = in_the_way.len();
        return Err(Refusal::InTheWay { target: target_name(), example: (*example).to_owned(), count });
    }
    let (count, of) = (outcome.delta.deletions(), there.files.len());
    if count > FEW && count * 100 > of * wish.delete_limit && !wish.dry_run {
        return Err(Refusal::ManyDeletions { target: target_name(), count, of });
    }
    Ok(())
}

struct Run<'a> {
    target: &'a dyn Target,
    here: &'a Local,
    there: Published,
    watch: &'a dyn Watch,
    sent: u64,
    kept: Instant,
}

impl Run<'_> {
    fn all(&mut self, steps: &[Step]) -> Result<(), Failure> {
        let bytes = steps.iter().filter_map(|step| self.file(step)).map(|file| file.size).sum();
        self.watch.begin(steps.len(), bytes);
        if !self.target.is_staged() {
            for step in steps {
                self.there.files.entry(step.path.clone()).or_default().hash = None;
            }
            self.keep()?;
        }
        let fingerprinted = self.here.fingerprinted();
        let phases = steps.chunk_by(|a, b| a.phase == b.phase);
        for phase in phases {
            for chunk in phase.chunks(CHUNK) {
                let large = |step: &&Step| self.file(step).is_some_and(|file| file.size > LARGE);
                let (large, small): (Vec<&Step>, Vec<&Step>) = chunk.iter().partition(large);
                let width = self.target.width();
                // What was done before one failed is remembered all the same.
                let done = std::sync::Mutex::new(Vec::with_capacity(chunk.len()));
                let work = |step| {
                    let stored = self.step(step, &fingerprinted)?;
                    done.lock().unwrap_or_else(std::sync::PoisonError::into_inner).push((step, stored));
                    Ok(())
                };
                let result = in_parallel(width, &small, work).and_then(|_| in_parallel(1, &large, work));
                let done = done.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
                self.note(&done);
                if let Err(failure) = result {
                    // The next publish has less to do; that this could not be kept changes nothing else.
                    if !self.target.is_staged() && failure.cause != Cause::Denied {
                        let _ = self.keep();
                    }
                    return Err(failure);
                }
                if !self.target.is_staged() && self.kept.elapsed() > CHECKPOINT {
                    self.keep()?;
                }
            }
        }
        self.keep()
    }

    fn file(&self, step: &Step) -> Option<&File> {
        match step.act {
            Act::Put { file, .. } => self.here.files.get(file),
            Act::Delete => None,
        }
    }

    fn step(&self, step: &Step, fingerprinted: &BTreeSet<String>) -> Result<Option<Stored>, Failure> {
        let Some(file) = self.file(step) else {
            retry(self.watch, || self.target.delete(&step.path))?;
            self.watch.done(step, 0);
            return Ok(None);
        };
        let bytes = bytes(file)?;
        let put = Put {
            path: &file.path,
            bytes: &bytes,
            kind: &file.kind,
            fingerprinted: fingerprinted.contains(&file.path) || has_hash(&file.path),
        };
        let stored = retry(self.watch, || self.target.put(&put))?;
        self.watch.done(step, file.size);
        Ok(Some(stored))
    }

    fn note(&mut self, done: &[(&Step, Option<Stored>)]) {
        for (step, stored) in done {
            let hash = self.file(step).map(|file| file.hash);
            match stored {
                Some(Stored { size, mark }) => {
                    self.sent += size;
                    let entry = Entry { hash, size: *size, mark: mark.clone() };
                    self.there.files.insert(step.path.clone(), entry);
                }
                None => {
                    self.there.files.remove(&step.path);
                }
            }
        }
    }

    fn keep(&mut self) -> Result<(), Failure> {
        let bytes = self.there.to_bytes();
        retry(self.watch, || self.target.keep(&bytes))?;
        self.sent += bytes.len() as u64;
        self.kept = Instant::now();
        Ok(())
    }
}

/// A file's bytes, seen to be those that were built.
fn bytes(file: &File) -> Result<Cow<'_, [u8]>, Failure> {
    match &file.content {
        Content::Memory(bytes) => Ok(Cow::Borrowed(bytes)),
        Content::Disk(place) => {
            let shown = place.display().to_string();
            let bytes = std::fs::read(place).map_err(|error| Failure::io("read", shown.clone(), &error))?;
            if Hash::of(&bytes) == file.hash {
                return Ok(Cow::Owned(bytes));
            }
            let reason = "it changed while it was being published";
            Err(Failure::new(Cause::Other, "read", shown, reason))
        }
    }
}

/// Does `work` for each item on so many threads, and stops at the first failure.
fn in_parallel<T: Copy + Send + Sync, R: Send>(
    width: usize,
    items: &[T],
    work: impl Fn(T) -> Result<R, Failure> + Sync,
) -> Result<Vec<R>, Failure> {
    if width < 2 || items.len() < 2 {
        return items.iter().copied().map(work).collect();
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(width).build();
    match pool {
        Ok(pool) => pool.install(|| items.par_iter().with_max_len(1).copied().map(&work).collect()),
        // No threads are to be had: it takes longer.
        Err(_) => items.iter().copied().map(work).collect(),
    }
}

/// Tries again after a pause, while another try may help.
fn retry<T>(watch: &dyn Watch, mut work: impl FnMut() -> Result<T, Failure>) -> Result<T, Failure> {
    let mut wait = FIRST_WAIT;
    for _ in 1..TRIES {
        match work() {
            Err(failure) if failure.cause == Cause::Passing => {
                watch.again(&failure);
                std::thread::sleep(wait);
                wait *= 2;
            }
            result => return result,
        }
    }
    work()
}

/// A target's failure as what the user reads.
pub fn failed(target: &str, failure: Failure) -> Refusal {
    let Failure { cause, action, path, reason } = failure;
    Refusal::Failed { target: target.to_owned(), action, path, reason, cause }
}

/// The paths that readers get anew or in vain now.
#[must_use]
pub fn changed(delta: &Delta) -> Vec<&str> {
    let pages = delta.steps.iter().filter(|step| step.phase != Phase::MakeWay || step.act == Act::Delete);
    pages.map(|step| step.path.as_str()).collect()
}

#[cfg(test)]
mod tests;
