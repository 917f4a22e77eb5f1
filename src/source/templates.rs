//! The site's own templates as text. What they mean is the renderer's business.

use super::text;
use crate::diagnostics::{Diagnostic, Problem};
use std::path::Path;
use walkdir::WalkDir;

/// Name (below `templates/`, with `/`) and text of every template, sorted by name.
#[must_use]
pub fn read(root: &Path, problems: &mut Vec<Diagnostic>) -> Vec<(String, String)> {
    let folder = root.join("templates");
    let mut templates = Vec::new();
    if !folder.is_dir() {
        return templates;
    }
    for entry in WalkDir::new(&folder).sort_by_file_name().into_iter().filter_map(Result::ok) {
        let Some(name) = entry.path().strip_prefix(&folder).ok().and_then(Path::to_str) else { continue };
        let name = name.replace('\\', "/");
        let is_template =
            [".html", ".xml", ".txt", ".json"].iter().any(|extension| name.ends_with(extension));
        if !entry.file_type().is_file() || !is_template {
            continue;
        }
        let path = format!("templates/{name}");
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
