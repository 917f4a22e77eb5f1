//! `dateline story`: joins posts into a running story, by a key in the front matter of each.

use super::Ending;
use super::args::{self, StoryArgs};
use super::report::{self, count};
use crate::diagnostics::{Diagnostic, Problem};
use crate::import::{front, write};
use std::fs;
use std::path::Path;

pub fn run(root: Option<&Path>, args: &StoryArgs) -> Ending {
    let root = match args::root(root) {
        Ok(root) => root,
        Err(problem) => return report::problems(&[*problem]),
    };
    let mut changed = Vec::new();
    let mut problems = Vec::new();
    // All are read before one is written.
    for file in &args.files {
        let beside = root.join(file);
        let path = if beside.is_file() { beside } else { file.clone() };
        let shown = file.display().to_string();
        match fs::read_to_string(&path) {
            Err(error) => {
                problems.push(Diagnostic::error(shown, Problem::Unreadable { reason: error.to_string() }));
            }
            Ok(text) => match front::with_key(&text, "story", &front::quoted(&args.name)) {
                Some(new) => changed.push((path, shown, new)),
                None => {
                    problems.push(Diagnostic::error(shown, Problem::NoPlaceForKey { key: "story".into() }))
                }
            },
        }
    }
    if !problems.is_empty() {
        return report::problems(&problems);
    }
    for (path, shown, text) in &changed {
        if let Err(error) = write::again(path, text) {
            let reason = error.to_string();
            let problem = Problem::OutputIo { action: "write", path: shown.clone(), reason };
            return report::problems(&[Diagnostic::error(shown.as_str(), problem)]);
        }
        println!("{shown}");
    }
    println!("{} told in the story \"{}\".", count(changed.len(), "post"), args.name);
    Ending::Done
}
