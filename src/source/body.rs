//! A body on its way to HTML. One that has Liquid waits until the addresses of the whole site are known.

use super::front_matter::FrontMatter;
use super::tree::{is_markdown, without_extension};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Place, Problem};
use crate::markdown::{self, Document};

/// A body, as far as its own file can tell.
#[derive(Debug)]
pub enum Body {
    /// As HTML.
    Ready(Box<Document>),
    /// With Liquid, which may ask for any other post.
    Liquid(Template),
}

/// A body with Liquid in it.
#[derive(Debug, Clone)]
pub struct Template {
    text: Box<str>,
    body_at: usize,
}

impl Template {
    /// The body of the file `text`, of which it is a part.
    #[must_use]
    pub fn new(text: &str, body: &str) -> Template {
        Template { text: text.into(), body_at: text.len() - body.len() }
    }

    /// The file's whole text, for places.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Where the body begins in the text, in bytes.
    #[must_use]
    pub fn body_at(&self) -> usize {
        self.body_at
    }

    /// The body as it was written.
    #[must_use]
    pub fn body(&self) -> &str {
        &self.text[self.body_at..]
    }
}

/// Whether a body has anything for Liquid to do.
#[must_use]
pub fn has_liquid(text: &str) -> bool {
    memchr::memchr_iter(b'{', text.as_bytes())
        .any(|at| matches!(text.as_bytes().get(at + 1), Some(b'{' | b'%')))
}

/// Turns a body without Liquid into HTML. What is dangerous in it goes to `problems`, by its place in the file's `text`.
pub fn document(
    path: &str,
    body: &str,
    text: &str,
    front: &FrontMatter,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Document {
    let slug = without_extension(path.rsplit('/').next().unwrap_or(path));
    let options = markdown::Options {
        excerpt: front.excerpt.as_deref(),
        excerpt_separator: front.excerpt_separator.as_deref().or(config.excerpt_separator.as_deref()),
        ..options(slug, config)
    };
    let mut document =
        if is_markdown(path) { markdown::render(body, &options) } else { markdown::raw_html(body, &options) };
    for link in &document.dangerous {
        let problem = Problem::DangerousLink { link: link.clone() };
        let diagnostic = Diagnostic::warning(path, problem);
        // A link that the source spells in another way, with entities, has no place that could be found.
        problems.push(match text.find(link.as_str()) {
            Some(at) => diagnostic.at(Place::of_range(text, at..at + link.len())),
            None => diagnostic,
        });
    }
    if front.sponsored {
        markdown::mark_sponsored(&mut document.html, &config.origin);
    }
    if let Some(place) = &front.dateline {
        markdown::dateline::set(&mut document.html, place);
    }
    document
}

/// How the site's Markdown is read, before a post has its say.
#[must_use]
pub fn options<'a>(footnote_prefix: &'a str, config: &'a Config) -> markdown::Options<'a> {
    markdown::Options {
        base_path: &config.base_path,
        footnote_prefix,
        excerpt: None,
        excerpt_separator: None,
        highlight: true,
        untrusted: config.untrusted,
        kramdown: config.kramdown,
    }
}
