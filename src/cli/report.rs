//! Prints problems, and what a build did.

use super::Ending;
use crate::diagnostics::{Diagnostic, Problem, render};
use std::collections::HashMap;
use std::io::Write as _;

/// How many warnings are shown in full.
const WARNINGS_SHOWN: usize = 20;
/// How many of them say the same sentence.
const ALIKE_SHOWN: usize = 3;

/// Prints problems to stderr, all errors and the first warnings, and a count of each. Returns how the command ends.
pub fn problems(found: &[Diagnostic]) -> Ending {
    show(found);
    let errors = found.iter().filter(|diagnostic| diagnostic.is_error()).count();
    if errors > 1 {
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(anstream::stderr(), "{}; the last good site is untouched.", count(errors, "error"));
    }
    ending(found)
}

fn ending(found: &[Diagnostic]) -> Ending {
    if !found.iter().any(Diagnostic::is_error) {
        return Ending::Done;
    }
    let is_command = |d: &Diagnostic| {
        matches!(
            d.problem,
            Problem::NoSite { .. }
                | Problem::BadTime { .. }
                | Problem::PortTaken { .. }
                | Problem::CannotListen { .. }
        )
    };
    if found.iter().any(is_command) { Ending::CommandWasWrong } else { Ending::SiteHasErrors }
}

/// Prints problems to stderr: all errors, the first warnings, and how many more there are.
pub fn show(found: &[Diagnostic]) {
    let mut err = anstream::stderr().lock();
    let (mut shown, mut left) = (0, 0);
    // One sentence that many files earn is shown a few times.
    let mut alike: HashMap<String, usize> = HashMap::new();
    for diagnostic in found {
        if !diagnostic.is_error() {
            let times = alike.entry(diagnostic.problem.to_string()).or_default();
            *times += 1;
            if shown >= WARNINGS_SHOWN || *times > ALIKE_SHOWN {
                left += 1;
                continue;
            }
            shown += 1;
        }
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(err, "{}", render(diagnostic));
    }
    if left > 0 {
        let _ = writeln!(err, "… and {} more: dateline doctor lists all.\n", count(left, "warning"));
    }
}

/// Prints all problems to stderr, each in full. Returns how the command ends.
pub fn all(found: &[Diagnostic]) -> Ending {
    let mut err = anstream::stderr().lock();
    for diagnostic in found {
        let _ = writeln!(err, "{}", render(diagnostic));
    }
    ending(found)
}

/// `1 file`, `2 files`, `1,234 files`.
pub fn count(number: usize, word: &str) -> String {
    let digits = number.to_string();
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    let plural = if number == 1 { "" } else { "s" };
    format!("{out} {word}{plural}")
}
