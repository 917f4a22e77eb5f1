//! `[related]` and `[search]`: how readers find more to read.

use super::table::Table;
use crate::diagnostics::Diagnostic;

/// `[related]`: the posts that a post is shown with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Related {
    /// Whether there are any; by default, whether a template shows them.
    pub enabled: Option<bool>,
    /// The most of them.
    pub count: usize,
}

impl Default for Related {
    fn default() -> Related {
        Related { enabled: None, count: 4 }
    }
}

/// `[search]`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Search {
    /// Whether readers can search the site; by default, whether a template leads to the page for it.
    pub enabled: Option<bool>,
    /// Whether they can in the preview too.
    pub preview: bool,
}

/// Reads `[related]`.
pub fn related(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Related {
    let related = Related {
        enabled: table.boolean("enabled", problems),
        count: table.count("count", problems).unwrap_or(Related::default().count),
    };
    table.finish(problems);
    related
}

/// Reads `[search]`.
pub fn search(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Search {
    let search = Search {
        enabled: table.boolean("enabled", problems),
        preview: table.boolean("preview", problems).unwrap_or_default(),
    };
    table.finish(problems);
    search
}
