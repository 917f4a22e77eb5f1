//! Paths that a disk cannot hold: too long for any, or reserved on Windows, where a site may be unpacked or checked out.

use super::collisions::name;
use super::{Output, Shows};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Problem};
use crate::site::Site;
use crate::source;
use rustc_hash::FxHashSet;

/// Bytes of a file's name: the limit of ext4, APFS (there in characters), NTFS (in UTF-16 units) and zip tools.
const NAME_LIMIT: usize = 255;
/// Bytes of a path within the output folder. macOS allows 1,024 for a whole path, Linux 4,096.
const PATH_LIMIT: usize = 1_000;
/// How many names that Windows does not take are told, each once.
const MOST_RESERVED: usize = 10;

/// Reports each output that cannot be written, as an error at what gives it its path, and each name that Windows keeps
/// for itself, as a warning.
pub fn check(outputs: &[Output], site: &Site, config: &Config, problems: &mut Vec<Diagnostic>) {
    let mut told = FxHashSet::default();
    for output in outputs {
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

/// Whether Windows refuses the name ("Naming Files, Paths, and Namespaces", learn.microsoft.com).
fn is_reserved(part: &str) -> bool {
    let bytes = part.as_bytes();
    if bytes.iter().any(|byte| matches!(byte, b'<' | b'>' | b':' | b'"' | b'|' | b'?' | b'*' | b'\\'))
        || matches!(bytes.last(), Some(b'.' | b' '))
    {
        return true;
    }
    // `con.html` is as reserved as `con`. None of these names is longer than four letters.
    let stem = part.split('.').next().unwrap_or(part).trim_end_matches(' ');
    if !(3..=5).contains(&stem.len()) {
        return false;
    }
    let lower = stem.to_ascii_lowercase();
    if matches!(lower.as_str(), "con" | "prn" | "aux" | "nul") {
        return true;
    }
    let port = lower.strip_prefix("com").or_else(|| lower.strip_prefix("lpt"));
    port.is_some_and(|number| {
        let mut chars = number.chars();
        matches!(chars.next(), Some('0'..='9' | '¹' | '²' | '³')) && chars.next().is_none()
    })
}

#[cfg(test)]
mod tests {
    use super::is_reserved;

    #[test]
    fn what_windows_keeps_for_itself() {
        for name in ["con", "NUL", "aux.html", "com1", "LPT9.txt", "COM¹", "a.", "a ", "a*b", "a:b", "a\"b"]
        {
            assert!(is_reserved(name), "{name}");
        }
        for name in ["", "console", "com", "com10", "conn", "a.con", ".con", "comé", "nul-1", "index.html"] {
            assert!(!is_reserved(name), "{name}");
        }
    }
}
