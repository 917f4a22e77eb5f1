//! The keys that Dateline knows, typed; every other key is kept for the templates.
//!
//! Rules for categories and tags are those of Jekyll's `document.rb` and `utils.rb` (pluralized_array_from_hash).

mod field;
mod news;
mod origin;

pub use news::{CitedSource, Correction};
pub use origin::Origin;

use super::date::DateProblem;
use super::moment::Moment;
use super::yaml::{Map, Value};
use crate::config::Flavor;
use crate::diagnostics::{Diagnostic, Problem, Severity};
use field::{Field, dedup};

/// Which template shows a page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Layout {
    /// The one of its kind: `post` or `page`.
    #[default]
    Default,
    /// `templates/<name>.html`.
    Named(String),
    /// `layout: none` or `null`: the content alone.
    Bare,
}

/// A byline's entry: a key into the configured authors or a name, as written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthorRef(pub String);

/// A picture and what is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Image {
    /// As written: a path from the root, with or without a slash, or a whole address.
    pub path: String,
    /// Text in place of the picture; empty for one that only adorns.
    pub alt: Option<String>,
    /// Text under the picture.
    pub caption: Option<String>,
    /// Who made it.
    pub credit: Option<String>,
}

/// Front matter, typed.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "each field is the key of its name; docs/front-matter.md says what it does")]
pub struct FrontMatter {
    pub layout: Layout,
    pub title: Option<String>,
    pub date: Option<Moment>,
    pub updated: Option<Moment>,
    pub authors: Vec<AuthorRef>,
    pub categories: Vec<String>,
    /// Of a Jekyll post that has lists or mappings within `categories`: what stands in its address instead of these.
    pub nested_categories: Vec<String>,
    pub tags: Vec<String>,
    pub excerpt: Option<String>,
    pub excerpt_separator: Option<String>,
    pub description: Option<String>,
    pub image: Option<Image>,
    pub permalink: Option<String>,
    pub slug: Option<String>,
    pub unpublished: bool,
    pub draft: bool,
    pub embargo: Option<Moment>,
    pub expires: Option<Moment>,
    pub redirect_from: Vec<String>,
    pub featured: bool,
    pub lang: Option<String>,
    /// The post or page that this one is a translation of: its file or its address.
    pub translation_of: Option<String>,
    /// Search engines are asked to leave it out.
    pub noindex: bool,
    /// Only left out of the sitemap, as in jekyll-sitemap.
    pub no_sitemap: bool,
    /// `render_with_liquid`: whether Liquid in the body is carried out.
    pub liquid: bool,
    pub kicker: Option<String>,
    pub deck: Option<String>,
    pub dateline: Option<String>,
    pub story: Option<String>,
    pub breaking: bool,
    pub breaking_until: Option<Moment>,
    pub corrections: Vec<Correction>,
    pub sources: Vec<CitedSource>,
    pub sponsored: bool,
    pub sponsor: Option<String>,
    /// Whether the contents are shown; `None` leaves it to the text's length.
    pub toc: Option<bool>,
    /// A Jekyll post whose front matter could not be read, and counts as none.
    pub unread: bool,
    /// Every other key, in the order written.
    pub extra: Vec<(String, Value)>,
}

/// Keys that are read and not given back to Liquid under their own names.
const FOR_LIQUID: [&str; 14] = [
    "category",
    "tag",
    "published",
    "featured",
    "redirect_from",
    "updated",
    "kicker",
    "deck",
    "dateline",
    "story",
    "sources",
    "toc",
    "sponsor",
    "excerpt_separator",
];

/// Types the keys of `map`. Problems go to `problems`; a value of a wrong type counts as absent.
pub fn read(map: Map, origin: &Origin<'_>, problems: &mut Vec<Diagnostic>) -> FrontMatter {
    let mut front = FrontMatter { liquid: true, ..FrontMatter::default() };
    let before = problems.len();
    for key in &map.repeated {
        let problem = Problem::DuplicateKey { key: key.clone() };
        problems.push(Diagnostic::warning(origin.file, problem).at(origin.place(key)));
    }
    let mut singular = (Vec::new(), Vec::new());
    let mut authors_plural = Vec::new();
    for (key, value) in map.entries {
        // Liquid can ask for any key; these have no other place where it would find them.
        if origin.flavor == Flavor::Jekyll && FOR_LIQUID.contains(&key.as_str()) {
            front.extra.push((key.clone(), value.clone()));
        }
        let mut field = Field { key: &key, value, origin, problems };
        match key.as_str() {
            "layout" => front.layout = field.layout(),
            "title" => front.title = field.text(),
            "date" => front.date = field.moment(),
            "last_modified_at" | "updated" => front.updated = field.moment().or(front.updated),
            "embargo" => front.embargo = field.moment(),
            "expires" => front.expires = field.moment(),
            "author" => front.authors = field.authors(),
            "authors" => authors_plural = field.authors(),
            "categories" => {
                front.nested_categories = field.nested();
                front.categories = field.words(true);
            }
            "category" => singular.0 = field.words(false),
            "tags" => front.tags = field.words(true),
            "tag" => singular.1 = field.words(false),
            "excerpt" => front.excerpt = field.text(),
            "excerpt_separator" => front.excerpt_separator = field.text(),
            "description" => front.description = field.text(),
            "image" => front.image = field.image(),
            "permalink" => front.permalink = field.text(),
            "slug" => front.slug = field.text(),
            "published" => front.unpublished = field.unpublishes(),
            "draft" => front.draft = field.is_draft(),
            "featured" => front.featured = field.yes_or_no() == Some(true),
            "redirect_from" => front.redirect_from = field.words(false),
            "lang" => front.lang = field.text(),
            "translation_of" => front.translation_of = field.text(),
            "noindex" => front.noindex = field.yes_or_no() == Some(true),
            "sitemap" => front.no_sitemap = field.yes_or_no() == Some(false),
            "render_with_liquid" => front.liquid = field.yes_or_no() != Some(false),
            "kicker" => front.kicker = field.news_text(),
            "deck" => front.deck = field.news_text(),
            "dateline" => front.dateline = field.news_text(),
            "story" => front.story = field.news_text(),
            "breaking" => front.breaking = field.news_yes_or_no() == Some(true),
            "breaking_until" => front.breaking_until = field.news_moment(),
            "corrections" => front.corrections = field.corrections(),
            "sources" => front.sources = field.sources(),
            "sponsored" => front.sponsored = field.news_yes_or_no() == Some(true),
            "sponsor" => front.sponsor = field.news_text(),
            "toc" => front.toc = field.contents(),
            _ => {
                let value = field.loose();
                front.extra.push((key, value));
            }
        }
    }
    if origin.flavor == Flavor::Jekyll {
        // To Jekyll a value of another type is none.
        let own = problems[before..].iter_mut();
        own.filter(|own| matches!(own.problem, Problem::WrongType { .. })).for_each(|own| {
            own.severity = Severity::Warning;
        });
    }
    if !front.nested_categories.is_empty() {
        let names = if singular.0.is_empty() { &front.categories } else { &singular.0 };
        front.nested_categories.extend_from_slice(names);
    }
    // Jekyll: the categories, then the singular one; of tags the singular one alone, if there is one.
    front.categories.append(&mut singular.0);
    dedup(&mut front.categories);
    if !singular.1.is_empty() {
        front.tags = singular.1;
    }
    dedup(&mut front.tags);
    if !authors_plural.is_empty() {
        front.authors = authors_plural;
    }
    front
}

/// The date problem as a diagnostic's.
#[must_use]
pub fn date_problem(problem: DateProblem) -> Problem {
    match problem {
        DateProblem::NotADay(text) => Problem::DateNotADay { text },
        DateProblem::NotATime(text) | DateProblem::Zone(text) => Problem::DateNotATime { text },
        DateProblem::NotADate(text) | DateProblem::OutOfRange(text) => Problem::DateNotADate { text },
    }
}

#[cfg(test)]
mod tests;
