//! Paths that a disk cannot hold: too long for any, or reserved on Windows, where a site may be unpacked or checked out.

use super::collisions::name;
use super::{Output, Shows};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Problem};
use crate::site::Site;
use crate::site::path_key::{NAME_LIMIT, PATH_LIMIT, is_reserved};
use crate::source;
use rustc_hash::FxHashSet;

/// How many names that Windows does not take are told, each once.
const MOST_RESERVED: usize = 10;

/// Reports each output that cannot be written, as an error at what gives it its path, and each name that Windows keeps
/// for itself, as a warning.
pub fn check(outputs: &[Output], site: &Site, config: &Config, problems: &mut Vec<Diagnostic>) {
    let mut told = FxHashSet::default();
    for output in outputs.iter().filter(|output| !output.key.is_plain) {
        let too_long = output.path.len() > PATH_LIMIT
            || (output.path.len() > NAME_LIMIT && output.path.split('/').any(|part| part.len() > NAME_LIMIT));
        if too_long {
            problems.push(at_its_source(output, site, config, true, too_long_problem(output)));
        }
        let Some(part) = output.path.split('/').find(|part| is_reserved(part)) else { continue };
        if told.len() < MOST_RESERVED && told.insert(part) {
            let problem = Problem::NotOnWindows { path: output.path.to_string(), part: part.to_owned() };
            problems.push(at_its_source(output, site, config, false, problem));
        }
    }
}

fn too_long_problem(output: &Output) -> Problem {
    let (what, limit) = match output.path.split('/').map(str::len).max() {
        Some(length) if length > NAME_LIMIT => (length, NAME_LIMIT),
        _ => (output.path.len(), PATH_LIMIT),
    };
    Problem::PathTooLong { path: output.path.to_string(), bytes: what, limit }
}

fn at_its_source(output: &Output, site: &Site, config: &Config, error: bool, problem: Problem) -> Diagnostic {
    let (file, keys): (String, &[&str]) = match &output.shows {
        Shows::Post { .. } | Shows::Page { .. } => (name(output, site), &["permalink", "slug"]),
        Shows::Redirect { to } => {
            let article = site.posts.iter().chain(&site.pages).find(|article| article.url == *to);
            (article.map_or_else(|| name(output, site), |article| article.path.clone()), &["redirect_from"])
        }
        _ => (name(output, site), &[]),
    };
    let place = keys.iter().find_map(|key| source::place_of_key(config, &file, key));
    let diagnostic =
        if error { Diagnostic::error(file, problem) } else { Diagnostic::warning(file, problem) };
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}
