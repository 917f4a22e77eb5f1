//! Mends what has one right answer, and touches nothing else of a file.

use crate::diagnostics::{Diagnostic, Found, Problem};
use crate::source::damage;
use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

/// A line as it was and as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mended {
    /// From the site's root.
    pub file: String,
    /// Its number.
    pub line: usize,
    /// What it was.
    pub before: String,
    /// What it is.
    pub after: String,
}

/// Whether [`fix`] has an answer to a finding.
#[must_use]
pub fn is_fixable(finding: &Diagnostic) -> bool {
    finding.place.is_some() && answer(finding).is_some()
}

/// What stands at a finding's place, and what is to stand there.
fn answer(finding: &Diagnostic) -> Option<(&str, String)> {
    let Problem::Found(found) = &finding.problem else { return None };
    Some(match found {
        Found::KeyTypo { key, nearest } => (key, (*nearest).to_owned()),
        Found::Damaged { text, repaired } => (text, repaired.clone()),
        Found::TermCase { name, count, other, other_count, .. } if count < other_count => {
            (name, other.clone())
        }
        Found::MixedContent { src, is_own: true } => (src, src.replacen("http://", "https://", 1)),
        _ => return None,
    })
}

/// Mends the files below `root`, and tells each line that is another now. `findings` is left with the others.
///
/// # Errors
/// When a file cannot be written; files before it are mended, and it is as it was.
pub fn fix(root: &Path, findings: &mut Vec<Diagnostic>) -> Result<Vec<Mended>, (PathBuf, io::Error)> {
    let mut by_file: BTreeMap<String, Vec<Diagnostic>> = BTreeMap::new();
    for one in std::mem::take(findings) {
        if is_fixable(&one) {
            by_file.entry(one.file.clone()).or_default().push(one);
        } else {
            findings.push(one);
        }
    }
    let mut mended = Vec::new();
    for (file, mut fixes) in by_file {
        let path = root.join(&file);
        // A file that has changed since, or is not UTF-8, is left as it is.
        let Ok(text) = fs::read_to_string(&path) else {
            findings.extend(fixes);
            continue;
        };
        let (after, left) = mend(&text, &mut fixes);
        if after != text {
            write(&path, &after).map_err(|error| (path.clone(), error))?;
        }
        findings.extend(left);
        let lines =
            text.lines().zip(after.lines()).enumerate().filter(|(_, (before, after))| before != after);
        mended.extend(lines.map(|(at, (before, after))| Mended {
            file: file.clone(),
            line: at + 1,
            before: before.to_owned(),
            after: after.to_owned(),
        }));
    }
    crate::diagnostics::sort(findings);
    Ok(mended)
}

/// The text as it should be, and what could not be mended.
fn mend(text: &str, fixes: &mut Vec<Diagnostic>) -> (String, Vec<Diagnostic>) {
    let mut out = text.to_owned();
    let mut left = Vec::new();
    let mut is_damaged = false;
    let place = |one: &Diagnostic| one.place.as_ref().map(|place| (place.line, place.column));
    // From the end, so that places before stay where they are.
    fixes.sort_by_key(|one| std::cmp::Reverse(place(one)));
    for one in fixes.drain(..) {
        let Some((from, to)) = answer(&one) else { continue };
        if matches!(one.problem, Problem::Found(Found::Damaged { .. })) {
            is_damaged = true;
            continue;
        }
        let start = place(&one).and_then(|(line, column)| offset(&out, line, column));
        match start.filter(|start| out[*start..].starts_with(from)) {
            Some(start) => out.replace_range(start..start + from.len(), &to),
            None => left.push(one),
        }
    }
    if is_damaged {
        // The report names the first few; where one is, all are repaired.
        out = damage::repair(&out, &damage::find(&out));
    }
    (out, left)
}

/// Where a line's column begins, in bytes.
fn offset(text: &str, line: usize, column: usize) -> Option<usize> {
    let start = match line.checked_sub(2) {
        Some(before) => text.match_indices('\n').nth(before)?.0 + 1,
        None => 0,
    };
    let rest = text[start..].lines().next().unwrap_or_default();
    let (at, _) = rest.char_indices().nth(column.checked_sub(1)?)?;
    Some(start + at)
}

/// Writes a new file and renames it, so that no file is ever half written.
fn write(path: &Path, text: &str) -> io::Result<()> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let draft = path.with_file_name(format!(".{name}.dateline-fix"));
    let written = fs::File::create(&draft).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.set_permissions(fs::metadata(path)?.permissions())?;
        file.sync_all()
    });
    written.and_then(|()| fs::rename(&draft, path)).inspect_err(|_| drop(fs::remove_file(&draft)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Place;

    #[test]
    fn each_place_gets_its_answer_and_the_rest_stays() {
        let text = "tags: [Ä, NOTICED, noticed]\ndescrition: x\nIt isnâ€™t NOTICED.\n";
        let at = |line, column, found: Found| {
            Diagnostic::warning("a.md", Problem::Found(found)).at(Place::at(text, line, column, 1))
        };
        let case = Found::TermCase {
            taxonomy: "tag",
            name: "NOTICED".into(),
            count: 1,
            other: "noticed".into(),
            other_count: 2,
        };
        let typo = Found::KeyTypo { key: "descrition".into(), nearest: "description" };
        let damage = Found::Damaged { text: "â€™".into(), repaired: "’".into() };
        let mut fixes = vec![
            at(1, 11, case.clone()),
            at(2, 1, typo),
            at(3, 7, damage),
            at(9, 1, case.clone()),
            at(1, 2, case),
        ];
        let (out, left) = mend(text, &mut fixes);
        assert_eq!(out, "tags: [Ä, noticed, noticed]\ndescription: x\nIt isn’t NOTICED.\n");
        assert_eq!(left.len(), 2);
    }
}
