//! What would take Tera's compiler or renderer deeper than the stack is: both go one call deeper for each `elif` and for
//! each template that another includes.

use rustc_hash::FxHashSet;
use std::collections::BTreeMap;
use std::ops::Range;

/// How many branches the choices of one template may have.
pub const MAX_ELIFS: usize = 500;

/// How many templates may be in one another by `include` and `extends`.
pub const MAX_CHAIN: usize = 16;

/// Where the `elif` stands that is one too many.
pub fn too_many_branches(text: &str) -> Option<Range<usize>> {
    text.match_indices("elif").nth(MAX_ELIFS).map(|(at, word)| at..at + word.len())
}

/// A template from which more than [`MAX_CHAIN`] others lead on; none when some of them form a circle, which Tera tells.
pub fn too_long_a_chain<'a>(templates: &BTreeMap<&'a str, &'a str>) -> Option<&'a str> {
    let mut left: BTreeMap<&str, Vec<&str>> =
        templates.iter().map(|(name, text)| (*name, called(text, templates))).collect();
    for _ in 0..=MAX_CHAIN {
        let ends: FxHashSet<&str> =
            left.iter().filter(|(_, called)| called.is_empty()).map(|(name, _)| *name).collect();
        if ends.is_empty() {
            return None;
        }
        left.retain(|name, called| {
            called.retain(|name| !ends.contains(name));
            !ends.contains(name)
        });
    }
    // A circle is still there when all chains are worn away; what is longer than the limit ends.
    left.into_iter().find(|(_, called)| called.is_empty()).map(|(name, _)| name)
}

/// The templates that a text includes or extends by name.
fn called<'a>(text: &str, templates: &BTreeMap<&'a str, &'a str>) -> Vec<&'a str> {
    let after = |word: &'static str| {
        text.match_indices(word).map(move |(at, _)| text[at + word.len()..].trim_start())
    };
    let quoted = after("include").chain(after("extends")).filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\'' | '`'))?;
        rest[1..].split(quote).next()
    });
    quoted.filter_map(|name| templates.get_key_value(name).map(|(name, _)| *name)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chain(length: usize, last: &str) -> Vec<(String, String)> {
        let text = |n: usize| {
            if n + 1 == length { last.to_owned() } else { format!("{{% include \"t{:03}\" %}}", n + 1) }
        };
        (0..length).map(|n| (format!("t{n:03}"), text(n))).collect()
    }

    fn judge(templates: &[(String, String)]) -> Option<&str> {
        too_long_a_chain(&templates.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect())
    }

    #[test]
    fn a_chain_is_measured_and_a_circle_left_to_tera() {
        assert_eq!(judge(&chain(MAX_CHAIN + 1, "End.")), None);
        assert_eq!(judge(&chain(MAX_CHAIN + 2, "End.")), Some("t000"));
        assert_eq!(judge(&chain(5, "{% extends 't002' %}")), None);
        assert_eq!(judge(&[]), None);
    }

    #[test]
    fn branches_are_counted() {
        assert_eq!(too_many_branches(&"{% elif x %}".repeat(MAX_ELIFS)), None);
        assert_eq!(too_many_branches(&"elif".repeat(MAX_ELIFS + 1)), Some(2_000..2_004));
    }
}
