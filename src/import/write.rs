//! Puts new files on disk: all of them or a word about what is in the way.

use super::File;
use crate::diagnostics::{Diagnostic, Problem};
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

/// Writes `files` below `root`. A file that exists stops it before anything is written.
///
/// # Errors
/// With what is in the way, or could not be written.
pub fn all(root: &Path, files: &[File]) -> Result<(), Vec<Diagnostic>> {
    let taken: Vec<Diagnostic> = files
        .iter()
        .filter(|file| root.join(&file.path).symlink_metadata().is_ok())
        .map(|file| Diagnostic::error("", Problem::Exists { path: file.path.clone() }))
        .collect();
    if !taken.is_empty() {
        return Err(taken);
    }
    files.iter().try_for_each(|file| one(root, file)).map_err(|problem| vec![*problem])
}

/// Writes one file, with the folders that it needs.
fn one(root: &Path, file: &File) -> Result<(), Box<Diagnostic>> {
    let target = root.join(&file.path);
    let write = || -> io::Result<()> {
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder)?;
        }
        OpenOptions::new().write(true).create_new(true).open(&target)?.write_all(&file.bytes)
    };
    write().map_err(|error| {
        let path = file.path.clone();
        Box::new(Diagnostic::error(
            "",
            match error.kind() {
                io::ErrorKind::AlreadyExists => Problem::Exists { path },
                _ => Problem::OutputIo { action: "create", path, reason: error.to_string() },
            },
        ))
    })
}

/// Refuses a folder that holds anything.
///
/// # Errors
/// With an example of what it holds.
pub fn empty(folder: &Path) -> Result<(), Box<Diagnostic>> {
    if let Ok(mut entries) = fs::read_dir(folder)
        && let Some(Ok(entry)) = entries.next()
    {
        let example = entry.file_name().to_string_lossy().into_owned();
        let path = folder.display().to_string();
        return Err(Box::new(Diagnostic::error("", Problem::NotEmpty { path, example })));
    }
    Ok(())
}

/// Writes a file that is there anew: whole, beside itself first, with its permissions.
///
/// # Errors
/// As the disk has them; the file is then as it was.
pub fn again(target: &Path, text: &str) -> io::Result<()> {
    let beside = target.with_extension("dateline-new");
    fs::write(&beside, text)?;
    fs::set_permissions(&beside, fs::metadata(target)?.permissions())?;
    fs::rename(&beside, target)
}
