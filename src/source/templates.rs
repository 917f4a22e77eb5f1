//! The site's own templates as text. What they mean is the renderer's business.

use super::tree::relative;
use super::{readable, text};
use crate::diagnostics::{Diagnostic, Problem};
use std::path::Path;
use walkdir::WalkDir;

/// Name (below `templates/`, with `/`) and text of every template, sorted by name.
#[must_use]
pub fn read(root: &Path, problems: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let folder = root.join("templates");
    let mut templates = Vec::new();
    if let Some(what) = readable::not_a_folder(&folder) {
        problems.push(Diagnostic::warning("templates", Problem::Outside { what }));
    }
    if !folder.is_dir() {
        return templates;
    }
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                let below = error.path().and_then(|path| relative(path, root));
                let reason =
                    error.io_error().map_or_else(|| "it cannot be walked".to_owned(), ToString::to_string);
                let path = below.unwrap_or_else(|| "templates".into());
                problems.push(Diagnostic::error(path, Problem::Unreadable { reason }));
                continue;
            }
        };
        let Some(path) = relative(entry.path(), root) else { continue };
        let is_folder = entry.file_type().is_dir();
        if !is_template(&path) && (is_folder || entry.file_type().is_file()) {
            continue;
        }
        let kind = if is_folder {
            Err("it is a folder, with the name of a file")
        } else {
            readable::check(&entry, &path, root)
        };
        if let Err(what) = kind {
            problems.push(Diagnostic::warning(path, Problem::Outside { what }));
            continue;
        }
        if !is_template(&path) {
            continue;
        }
        let name = path.trim_start_matches("templates/").to_owned();
        match std::fs::read(entry.path()) {
            Ok(bytes) => match text::decode(&path, &bytes) {
                Ok(text) => templates.push((name, text.into_owned())),
                Err(problem) => problems.push(*problem),
            },
            Err(error) => {
                problems.push(Diagnostic::error(path, Problem::Unreadable { reason: error.to_string() }))
            }
        }
    }
    templates
}

fn is_template(path: &str) -> bool {
    [".html", ".xml", ".txt", ".json"].iter().any(|extension| path.ends_with(extension))
}
