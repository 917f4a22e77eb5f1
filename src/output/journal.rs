//! Switches a complete stage in, step by step, such that a run that is killed between two steps can be finished by
//! the next: the journal says what is left to do, and every step may be done twice. It may not decide anything.
//!
//! Only the journal, the manifests and folders that lost a file are synced: a journal that outlives a loss of power must
//! be whole and must have its manifest, and no removed file may come back.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use super::Error;
use super::folder::{Found, Holds, Stat, Target, failed, look, remove_empty_downward, remove_empty_upward};
use super::manifest::Manifest;
use super::stage::{Stage, discard};

const HEADER: &str = "dateline-journal 1";

/// Called before each step.
type Tick<'a> = &'a mut dyn FnMut() -> Result<(), Error>;

/// One thing to do to the output folder.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Put the whole stage where there is no site yet.
    Tree,
    /// Remove a file, if it is still the one that was meant.
    Remove { stat: Stat, path: Arc<str> },
    /// Move a staged file to its place.
    Move { path: Arc<str> },
}

/// Switches the stage in. Once the journal stands, an error leaves the rest to the next run.
pub(super) fn commit(
    target: &Target,
    stage: Stage,
    steps: &[Step],
    manifest: &Manifest,
    tick: Tick<'_>,
) -> Result<(), Error> {
    tick()?;
    write_synced(&target.next_manifest(), |file| manifest.write(file))?;
    tick()?;
    let draft = target.next_journal();
    write_synced(&draft, |file| file.write_all(to_text(steps).as_bytes()))?;
    tick()?;
    fs::rename(&draft, target.journal()).map_err(failed("rename", &draft))?;
    stage.keep();
    sync_folder(target.state());
    run(target, steps, tick)
}

/// For when the files are all right and only what is known of them changed.
pub(super) fn commit_manifest(target: &Target, manifest: &Manifest) -> Result<(), Error> {
    write_synced(&target.next_manifest(), |file| manifest.write(file))?;
    fs::rename(target.next_manifest(), target.manifest()).map_err(failed("rename", &target.next_manifest()))
}

/// Whether a killed run left something to do.
pub(super) fn is_pending(target: &Target) -> Result<bool, Error> {
    Ok(look(&target.journal())? != Found::Missing)
}

/// Does what a killed run left to do, or throws away what it had not finished staging.
pub(super) fn finish(target: &Target, tick: Tick<'_>) -> Result<(), Error> {
    let journal = target.journal();
    match fs::read_to_string(&journal) {
        Ok(text) => {
            let steps =
                parse(&text).ok_or_else(|| failed("read", &journal)(io::ErrorKind::InvalidData.into()))?;
            run(target, &steps, tick)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            discard(&target.stage())?;
            remove_if_there(&target.next_manifest())?;
            remove_if_there(&target.next_journal())
        }
        Err(error) => Err(failed("read", &journal)(error)),
    }
}

fn remove_if_there(file: &Path) -> Result<(), Error> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(failed("remove", file)(error)),
        _ => Ok(()),
    }
}

fn run(target: &Target, steps: &[Step], tick: Tick<'_>) -> Result<(), Error> {
    let (out, stage) = (&target.out, &target.stage());
    for step in steps {
        tick()?;
        match step {
            Step::Tree => place_tree(target, stage, out)?,
            Step::Remove { stat, path } => remove(out, *stat, path)?,
            Step::Move { path } => move_file(&stage.join(&**path), &out.join(&**path))?,
        }
    }
    tick()?;
    sync_removals(out, steps);
    let next = target.next_manifest();
    match fs::rename(&next, target.manifest()) {
        // Done by the run that was killed.
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(failed("rename", &next)(error));
        }
        _ => sync_folder(target.state()),
    }
    tick()?;
    fs::remove_file(target.journal()).map_err(failed("remove", &target.journal()))?;
    tick()?;
    discard(stage)
}

/// Makes removals last before the manifest forgets the files: one that came back after a loss of power would be nobody's,
/// and a page that was withdrawn would stay for good.
fn sync_removals(out: &Path, steps: &[Step]) {
    let folders: BTreeSet<&str> = steps
        .iter()
        .filter_map(|step| match step {
            Step::Remove { path, .. } => Some(path.rsplit_once('/').map_or("", |(folder, _)| folder)),
            Step::Tree | Step::Move { .. } => None,
        })
        .collect();
    let still_there: BTreeSet<&Path> = folders
        .into_iter()
        .filter_map(|folder| Path::new(folder).ancestors().find(|folder| out.join(folder).is_dir()))
        .collect();
    for folder in still_there {
        sync_folder(&out.join(folder));
    }
}

fn place_tree(target: &Target, stage: &Path, out: &Path) -> Result<(), Error> {
    if look(stage)? == Found::Missing {
        return Ok(());
    }
    // Not every system renames over an empty folder.
    match fs::remove_dir(out) {
        Err(error) if error.kind() == io::ErrorKind::DirectoryNotEmpty => {
            let Holds::Files { example } = target.holds()? else {
                return Err(failed("remove", out)(error));
            };
            return Err(Error::Foreign { folder: out.to_owned(), example });
        }
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(failed("remove", out)(error));
        }
        _ => {}
    }
    fs::rename(stage, out).map_err(failed("rename", out))
}

fn remove(out: &Path, stat: Stat, path: &str) -> Result<(), Error> {
    let place = out.join(path);
    if look(&place)? == Found::File(stat) {
        fs::remove_file(&place).map_err(failed("remove", &place))?;
    }
    if let Some((parent, _)) = path.rsplit_once('/') {
        remove_empty_upward(out, parent);
    }
    Ok(())
}

fn move_file(staged: &Path, place: &Path) -> Result<(), Error> {
    let Err(error) = fs::rename(staged, place) else {
        return Ok(());
    };
    if look(staged)? == Found::Missing {
        // Moved by the run that was killed.
        return Ok(());
    }
    if look(place)? == Found::Folder {
        remove_empty_downward(place).map_err(failed("remove", place))?;
    } else if error.kind() == io::ErrorKind::NotFound
        && let Some(parent) = place.parent()
    {
        fs::create_dir_all(parent).map_err(failed("create", parent))?;
    } else if error.kind() != io::ErrorKind::CrossesDevices {
        return Err(failed("rename", place)(error));
    }
    match fs::rename(staged, place) {
        Err(error) if error.kind() == io::ErrorKind::CrossesDevices => carry(staged, place),
        result => result.map_err(failed("rename", place)),
    }
}

/// Moves a file to another file system, which a folder of the site may have become since the last build, under a
/// name that is not yet its own.
fn carry(staged: &Path, place: &Path) -> Result<(), Error> {
    let part = place.with_file_name(".dateline-part");
    let copy = || {
        let mut from = File::open(staged)?;
        let mut to = File::create(&part)?;
        io::copy(&mut from, &mut to)?;
        // The manifest knows the staged file's time.
        to.set_modified(from.metadata()?.modified()?)?;
        fs::rename(&part, place)
    };
    copy().map_err(failed("write", place))?;
    fs::remove_file(staged).map_err(failed("remove", staged))
}

fn write_synced(path: &Path, content: impl FnOnce(&mut File) -> io::Result<()>) -> Result<(), Error> {
    let write = || {
        let mut file = File::create(path)?;
        content(&mut file)?;
        file.sync_all()
    };
    write().map_err(failed("write", path))
}

/// Makes renames in the folder last. Where folders cannot be synced, the file system's own ordering has to do.
fn sync_folder(folder: &Path) {
    if cfg!(unix)
        && let Ok(folder) = File::open(folder)
    {
        let _ = folder.sync_all();
    }
}

fn to_text(steps: &[Step]) -> String {
    let lines = steps.iter().map(|step| match step {
        Step::Tree => "tree\n".to_owned(),
        Step::Remove { stat: Stat { size, mtime }, path } => format!("remove {size} {mtime} {path}\n"),
        Step::Move { path } => format!("move {path}\n"),
    });
    std::iter::once(format!("{HEADER}\n")).chain(lines).collect()
}

fn parse(text: &str) -> Option<Vec<Step>> {
    let mut lines = text.strip_suffix('\n')?.split('\n');
    if lines.next()? != HEADER {
        return None;
    }
    lines.map(parse_step).collect()
}

fn parse_step(line: &str) -> Option<Step> {
    if line == "tree" {
        return Some(Step::Tree);
    }
    let (verb, rest) = line.split_once(' ')?;
    match verb {
        "move" => Some(Step::Move { path: rest.into() }),
        "remove" => {
            let mut parts = rest.splitn(3, ' ');
            let stat = Stat { size: parts.next()?.parse().ok()?, mtime: parts.next()?.parse().ok()? };
            Some(Step::Remove { stat, path: parts.next()?.into() })
        }
        _ => None,
    }
}
