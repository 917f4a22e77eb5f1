//! Mends what has one right answer, and touches nothing else of a file.

use crate::diagnostics::{Diagnostic, Found, Problem};
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// What was mended: how many places in how many files. `findings` is left with the others.
///
/// # Errors
/// When a file cannot be written; files before it are mended, and it is as it was.
pub fn fix(root: &Path, findings: &mut Vec<Diagnostic>) -> Result<(usize, usize), (PathBuf, io::Error)> {
    let mut by_file: BTreeMap<String, Vec<(usize, String, &'static str)>> = BTreeMap::new();
    findings.retain(|one| match (&one.problem, &one.place) {
        (Problem::Found(Found::KeyTypo { key, nearest }), Some(place)) => {
            by_file.entry(one.file.clone()).or_default().push((place.line, key.clone(), nearest));
            false
        }
        _ => true,
    });
    let (mut places, files) = (0, by_file.len());
    for (file, fixes) in by_file {
        let path = root.join(file);
        mend(&path, &fixes).map_err(|error| (path.clone(), error))?;
        places += fixes.len();
    }
    Ok((places, files))
}

/// Writes a new file and renames it, so that no file is ever half written.
fn mend(path: &Path, fixes: &[(usize, String, &'static str)]) -> io::Result<()> {
    let text = fs::read_to_string(path)?;
    let mut out = String::with_capacity(text.len());
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let fix = fixes.iter().find(|(at, key, _)| {
            *at == number + 1 && line.trim_start_matches('\u{feff}').starts_with(key.as_str())
        });
        match fix {
            Some((_, key, right)) => {
                out.push_str(right);
                out.push_str(&line[key.len()..]);
            }
            None => out.push_str(line),
        }
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = path.with_file_name(format!(".{name}.dateline-fix"));
    let written = fs::File::create(&draft).and_then(|mut file| {
        file.write_all(out.as_bytes())?;
        file.set_permissions(fs::metadata(path)?.permissions())?;
        file.sync_all()
    });
    match written.and_then(|()| fs::rename(&draft, path)) {
        Ok(()) => Ok(()),
        Err(error) => {
            let _ = fs::remove_file(&draft);
            Err(error)
        }
    }
}
