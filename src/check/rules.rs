//! The rules: their names, by which they are turned off, and how much each matters.

use crate::diagnostics::{Found, Problem, Severity, nearest};

/// One rule.
#[derive(Debug, PartialEq, Eq)]
pub struct Rule {
    /// As settings, front matter and reports name it.
    pub name: &'static str,
    /// What a finding of it is.
    pub severity: Severity,
    /// What it looks for, in a line.
    pub what: &'static str,
}

const fn error(name: &'static str, what: &'static str) -> Rule {
    Rule { name, severity: Severity::Error, what }
}

const fn warning(name: &'static str, what: &'static str) -> Rule {
    Rule { name, severity: Severity::Warning, what }
}

/// All of them, in the order of docs/check.md.
pub const RULES: [Rule; 29] = [
    warning("build", "what a build warns of"),
    error("broken-link", "a link to a page or file that the site does not have"),
    error("broken-fragment", "a link to a place that its page does not have"),
    error("missing-image", "a picture that is not there"),
    error("hidden-link", "a link from a visible page to a draft or another hidden one"),
    warning("missing-alt", "a picture without alt text"),
    warning("missing-title", "a post or page without a title"),
    warning("missing-byline", "a post without an author"),
    warning("missing-category", "a post without a category"),
    warning("long-headline", "a headline of more than 110 characters"),
    warning("long-excerpt", "an excerpt of more than 300 characters"),
    warning("future-updated", "an `updated` that lies ahead"),
    warning("no-timezone", "times without a zone in a site that sets none"),
    warning("key-typo", "a key of front matter that is nearly one that Dateline knows"),
    warning("small-lead", "a lead picture under 1,200 pixels"),
    warning("heading-jump", "a heading more than one level below the one before"),
    warning("mixed-content", "something loaded over http:// on an https:// page"),
    warning("unbalanced-html", "tags that are not closed, or close nothing"),
    warning("damaged-text", "characters that were read in a wrong encoding"),
    warning("duplicate-key", "a key that is given twice"),
    warning("same-title", "two posts of one title"),
    warning("same-slug", "two posts of one slug"),
    warning("similar-posts", "two posts that are nearly the same text"),
    warning("similar-terms", "categories or tags that differ by case or a letter"),
    warning("orphaned-asset", "a file in assets/ that nothing names"),
    warning("undefined-variable", "a name in a template of the site's own that nothing defines"),
    error("external-broken", "with --external: a link to a page elsewhere that is not there"),
    warning(
        "external-unreachable",
        "with --external: a link to elsewhere that nobody answers, or with an error",
    ),
    warning(
        "external-moved",
        "with --external: a link to a page elsewhere that has another address for good",
    ),
];

/// The rule of that name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.name == name)
}

/// What is said of a rule that does not exist.
#[must_use]
pub fn unknown(name: &str) -> Problem {
    let nearest = nearest(name, RULES.iter().map(|rule| rule.name));
    Problem::Found(Found::UnknownRule { name: name.to_owned(), nearest })
}

/// The rule that a problem belongs to.
#[must_use]
pub fn of(problem: &Problem) -> &'static str {
    match problem {
        Problem::Found(found) => of_found(found),
        Problem::PictureMissing { .. } | Problem::MorePicturesMissing { .. } => "missing-image",
        Problem::PictureWithoutAlt { .. } | Problem::MorePicturesWithoutAlt { .. } => "missing-alt",
        Problem::DuplicateKey { .. } => "duplicate-key",
        _ => "build",
    }
}

fn of_found(found: &Found) -> &'static str {
    match found {
        Found::BrokenLink { .. } => "broken-link",
        Found::BrokenFragment { .. } => "broken-fragment",
        Found::MissingFile { .. } => "missing-image",
        Found::OnPages { what, .. } => of_found(what),
        Found::HiddenLinked { .. } => "hidden-link",
        Found::NoTitle => "missing-title",
        Found::NoByline => "missing-byline",
        Found::NoCategory => "missing-category",
        Found::LongHeadline { .. } => "long-headline",
        Found::LongExcerpt { .. } => "long-excerpt",
        Found::FutureUpdated { .. } => "future-updated",
        Found::NoZone { .. } => "no-timezone",
        Found::KeyTypo { .. } => "key-typo",
        Found::SmallLead { .. } => "small-lead",
        Found::HeadingJump { .. } => "heading-jump",
        Found::MixedContent { .. } => "mixed-content",
        Found::Unclosed { .. } | Found::Unopened { .. } => "unbalanced-html",
        Found::NoAlt { .. } => "missing-alt",
        Found::Damaged { .. } => "damaged-text",
        Found::SameTitle { .. } => "same-title",
        Found::SameSlug { .. } => "same-slug",
        Found::NearlyEqual { .. } => "similar-posts",
        Found::TermsAlike { .. } | Found::TermCase { .. } => "similar-terms",
        Found::Undefined { .. } => "undefined-variable",
        Found::Orphan => "orphaned-asset",
        Found::ExternalBroken { .. } => "external-broken",
        Found::ExternalUnreachable { .. } | Found::NoClient { .. } => "external-unreachable",
        Found::ExternalMoved { .. } => "external-moved",
        Found::UnknownRule { .. } => "build",
    }
}
