//! What the scopes of the syntaxes look like: a handful of classes.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;
use syntect::parsing::{Scope, ScopeStack};

/// How far out to look for a scope with a class; deeper nesting must not make this quadratic.
const MAX_DEPTH: usize = 24;

/// A class of the stylesheet, if the token has one.
pub(super) type Class = Option<&'static str>;

/// Scopes with a class, the more particular ones first. A scope that is not here leaves the
/// decision to the one around it, as punctuation does; one with no class ends the search, as
/// code inside a string must not look like the string.
static CLASSES: LazyLock<Vec<(Scope, Class)>> = LazyLock::new(|| {
    let table: [(&str, Class); 30] = [
        ("comment", Some("hl-c")),
        ("meta.interpolation", None),
        ("meta.template.expression", None),
        ("source.js.embedded", None),
        ("meta.embedded", None),
        ("string", Some("hl-s")),
        ("constant.numeric", Some("hl-n")),
        ("constant", Some("hl-o")),
        ("variable.language", Some("hl-o")),
        ("keyword.operator.word", Some("hl-k")),
        ("keyword.operator.logical.python", Some("hl-k")),
        ("keyword.operator", None),
        ("keyword", Some("hl-k")),
        ("storage", Some("hl-k")),
        ("entity.name.function", Some("hl-f")),
        ("support.function", Some("hl-f")),
        ("support.macro", Some("hl-f")),
        ("variable.function", Some("hl-f")),
        ("entity.name.type", Some("hl-t")),
        ("entity.name.class", Some("hl-t")),
        ("entity.name.struct", Some("hl-t")),
        ("entity.name.enum", Some("hl-t")),
        ("support.type", Some("hl-t")),
        ("support.class", Some("hl-t")),
        ("entity.name.tag", Some("hl-g")),
        ("entity.other.attribute-name", Some("hl-a")),
        ("variable.parameter", Some("hl-v")),
        ("markup.inserted", Some("hl-i")),
        ("markup.deleted", Some("hl-d")),
        ("markup.heading", Some("hl-h")),
    ];
    table
        .into_iter()
        // Only a scope of more than eight parts is refused, and none above is.
        .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, class)))
        .collect()
});

/// Remembers what each scope means, `None` for nothing.
#[derive(Default)]
pub(super) struct Classes {
    known: FxHashMap<Scope, Option<Class>>,
}

impl Classes {
    /// The class of the innermost scope that has a say.
    pub(super) fn innermost(&mut self, stack: &ScopeStack) -> Class {
        stack
            .as_slice()
            .iter()
            .rev()
            .take(MAX_DEPTH)
            .find_map(|scope| *self.known.entry(*scope).or_insert_with(|| lookup(*scope)))
            .flatten()
    }
}

fn lookup(scope: Scope) -> Option<Class> {
    CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class)
}
