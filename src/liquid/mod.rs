//! Liquid as Jekyll's posts use it: a template and a [`Host`] in, text and notes out.
//!
//! Written for posts, not for layouts, and for never failing: what Liquid would stop at stays as it was written, with a
//! note of where and why. Pure but for what the host does; time, depth and size are bounded, whatever the template says.
//! Knows nothing of the site's model: what a post can see is the host's to say.

mod args;
mod code;
mod eval;
mod expr;
mod filters;
mod lex;
mod number;
mod parse;
mod run;
mod value;

pub use value::{Object, Value};

use crate::source::date::Moment;
use jiff::tz::TimeZone;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// What a template can ask of its surroundings.
pub trait Host {
    /// `site.<key>`.
    fn site(&self, key: &str) -> Value;
    /// `page.<key>`.
    fn page(&self, key: &str) -> Value;
    /// The text of an include by its name, and its path from the root.
    fn include(&self, name: &str) -> Option<(Arc<str>, Cow<'_, str>)>;
    /// The text of a file beside the page.
    fn include_relative(&self, name: &str) -> Option<(Arc<str>, Cow<'_, str>)>;
    /// The address of a post by its file's name.
    fn post_url(&self, name: &str) -> Option<String>;
    /// The address of what a source file becomes.
    fn link(&self, path: &str) -> Option<String>;
    /// Markdown to HTML.
    fn markdown(&self, text: &str) -> String;
    /// Text in Jekyll's slug mode of that name.
    fn slugify(&self, text: &str, mode: &str) -> String;
    /// Code as HTML where it stands in HTML, or the whole body is; `None` in Markdown, which has fences for it.
    fn code(&self, info: &str, code: &str, in_html: bool) -> Option<String>;
    /// A path as `relative_url` has it.
    fn relative_url(&self, path: &str) -> String;
    /// A path as `absolute_url` has it.
    fn absolute_url(&self, path: &str) -> String;
    /// The zone of dates without one.
    fn zone(&self) -> &TimeZone;
    /// The build's one "now".
    fn now(&self) -> Moment;
}

/// Something that stays as it was written, or is not there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The include in which it stands, by its path from the root; `None` is the body itself.
    pub include: Option<Arc<str>>,
    /// Where, in bytes of that text.
    pub range: Range<usize>,
    /// What.
    pub what: What,
}

/// What a note is about.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum What {
    UnknownTag { name: String },
    UnknownFilter { name: String },
    UnknownInclude { name: String },
    UnknownPost { name: String },
    UnknownLink { path: String },
    Syntax,
    Unclosed { tag: String },
    Stray { tag: String },
    TooDeep,
    TooMuch,
}

/// Notes beyond these say nothing new.
const NOTES: usize = 1_000;

/// Carries out the Liquid of `template`.
#[must_use]
pub fn render(template: &str, host: &dyn Host) -> (String, Vec<Note>) {
    let mut notes = Vec::new();
    let nodes = parse::parse(template, &mut notes);
    let mut run = run::Run::new(host, notes);
    let mut out = String::with_capacity(template.len() + template.len() / 8);
    run.nodes(&nodes, &mut out);
    let mut notes = run.into_notes();
    notes.truncate(NOTES);
    (out, notes)
}

/// Every tag that can be used.
pub const TAGS: &[&str] = &[
    "assign",
    "break",
    "capture",
    "case",
    "comment",
    "continue",
    "cycle",
    "decrement",
    "echo",
    "for",
    "gist",
    "highlight",
    "if",
    "ifchanged",
    "include",
    "include_cached",
    "include_relative",
    "increment",
    "link",
    "post_url",
    "raw",
    "tablerow",
    "unless",
];

/// Every filter that can be used.
pub const FILTERS: &[&str] = &[
    "abs",
    "absolute_url",
    "append",
    "array_to_sentence_string",
    "at_least",
    "at_most",
    "capitalize",
    "ceil",
    "cgi_escape",
    "compact",
    "concat",
    "date",
    "date_to_long_string",
    "date_to_rfc822",
    "date_to_string",
    "date_to_xmlschema",
    "default",
    "divided_by",
    "downcase",
    "escape",
    "escape_once",
    "find",
    "find_exp",
    "first",
    "floor",
    "group_by",
    "group_by_exp",
    "inspect",
    "join",
    "jsonify",
    "last",
    "lstrip",
    "map",
    "markdownify",
    "minus",
    "modulo",
    "newline_to_br",
    "normalize_whitespace",
    "number_of_words",
    "plus",
    "pop",
    "prepend",
    "push",
    "relative_url",
    "remove",
    "remove_first",
    "remove_last",
    "replace",
    "replace_first",
    "replace_last",
    "reverse",
    "round",
    "rstrip",
    "sample",
    "shift",
    "size",
    "slice",
    "slugify",
    "smartify",
    "sort",
    "sort_natural",
    "split",
    "strip",
    "strip_html",
    "strip_index",
    "strip_newlines",
    "sum",
    "times",
    "to_integer",
    "truncate",
    "truncatewords",
    "uniq",
    "unshift",
    "upcase",
    "uri_escape",
    "url_decode",
    "url_encode",
    "where",
    "where_exp",
    "xml_escape",
];

#[cfg(test)]
mod tests;
