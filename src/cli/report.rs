//! Prints problems, and what a build did.

use super::Ending;
use crate::diagnostics::{Diagnostic, Problem, render};
use std::io::Write as _;

/// How many warnings are shown in full.
const WARNINGS_SHOWN: usize = 20;

/// Prints problems to stderr, all errors and the first warnings, and a count of each. Returns how the command ends.
pub fn problems(found: &[Diagnostic]) -> Ending {
    show(found);
    let errors = found.iter().filter(|diagnostic| diagnostic.is_error()).count();
    if errors == 0 {
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
    if errors > 1 {
        // A closed stderr leaves nobody to tell.
        let _ = writeln!(anstream::stderr(), "{}; the last good site is untouched.", count(errors, "error"));
    }
    if found.iter().any(is_command) { Ending::CommandWasWrong } else { Ending::SiteHasErrors }
}

/// Prints problems to stderr: all errors, the first warnings, and how many more there are.
pub fn show(found: &[Diagnostic]) {
    let mut err = anstream::stderr().lock();
    let warnings = found.iter().filter(|diagnostic| !diagnostic.is_error()).count();
    let mut shown = 0;
    for diagnostic in found {
        shown += usize::from(!diagnostic.is_error());
        if diagnostic.is_error() || shown <= WARNINGS_SHOWN {
            // A closed stderr leaves nobody to tell.
            let _ = writeln!(err, "{}", render(diagnostic));
        }
    }
    if warnings > WARNINGS_SHOWN {
        let _ = writeln!(err, "… and {} more.\n", count(warnings - WARNINGS_SHOWN, "warning"));
    }
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
