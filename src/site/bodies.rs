//! Carries out the Liquid of the bodies that have it, now that every address is known.
//!
//! A site without such bodies passes through; a body without Liquid is not looked at.

use super::article::{Article, Placed};
use super::facts::{Facts, PageHost};
use super::visibility::Visibility;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Place, Problem, Severity, nearest};
use crate::liquid::{self, Note, What};
use crate::markdown::Document;
use crate::source::body::{self, Body, Template};
use crate::source::shared::Shared;
use crate::source::tree::StaticFile;
use rayon::prelude::*;

/// Every article with its body as HTML.
pub fn finish(
    placed: Vec<Placed>,
    files: &[StaticFile],
    shared: &Shared,
    config: &Config,
    visibility: &Visibility,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Article> {
    let has_liquid = |article: &Placed| matches!(article.body, Body::Liquid(_));
    let carried_out: Vec<(Document, Vec<Diagnostic>)> = if placed.iter().any(has_liquid) {
        let facts = Facts::new(&placed, files, shared, config, visibility);
        placed
            .par_iter()
            .filter_map(|article| match &article.body {
                Body::Liquid(template) => Some(carry_out(article, template, &facts)),
                Body::Ready(_) => None,
            })
            .collect()
    } else {
        Vec::new()
    };
    let mut carried_out = carried_out.into_iter();
    let mut articles = Vec::with_capacity(placed.len());
    for mut article in placed {
        let waiting = Body::Ready(Box::default());
        let document = match std::mem::replace(&mut article.body, waiting) {
            Body::Ready(document) => document,
            Body::Liquid(_) => {
                // One for each of these, in their order.
                let (document, found) = carried_out.next().unwrap_or_default();
                problems.extend(found);
                Box::new(document)
            }
        };
        articles.push(article.with(document));
    }
    articles
}

fn carry_out<'a>(
    article: &'a Placed,
    template: &Template,
    facts: &'a Facts<'a>,
) -> (Document, Vec<Diagnostic>) {
    let host = PageHost::new(article, facts);
    let (text, notes) = liquid::render(template.body(), &host);
    let config = facts.config;
    let document = body::document(&article.path, &text, &article.front, config);
    let shown = facts.visibility.shows(article.state);
    let problems = notes
        .into_iter()
        .map(|note| diagnostic(note, article, template, facts, config.strict && shown, shown))
        .collect();
    (document, problems)
}

fn diagnostic(
    note: Note,
    article: &Placed,
    template: &Template,
    facts: &Facts<'_>,
    strict: bool,
    shown: bool,
) -> Diagnostic {
    let Note { include, range, what } = note;
    let broken = matches!(what, What::UnknownPost { .. } | What::UnknownLink { .. });
    let (file, place) = match include {
        None => {
            let at = template.body_at();
            let place = Place::of_range(template.text(), range.start + at..range.end + at);
            (article.path.clone(), Some(place))
        }
        Some(path) => {
            let text = facts.include_text(&path);
            let place = text.map(|text| Place::of_range(text, range));
            (path.to_string(), place)
        }
    };
    let severity = if strict || (broken && shown) { Severity::Error } else { Severity::Warning };
    Diagnostic { severity, file, place, problem: problem(what, facts) }
}

fn problem(what: What, facts: &Facts<'_>) -> Problem {
    match what {
        What::UnknownTag { name } => {
            let nearest = nearest(&name, liquid::TAGS.iter().copied()).map(str::to_owned);
            Problem::LiquidTag { name, nearest }
        }
        What::UnknownFilter { name } => {
            let nearest = nearest(&name, liquid::FILTERS.iter().copied()).map(str::to_owned);
            Problem::LiquidFilter { name, nearest }
        }
        What::UnknownInclude { name } => {
            let nearest = facts.nearest_include(&name).map(str::to_owned);
            Problem::LiquidInclude { name, nearest }
        }
        What::UnknownPost { name } => {
            let nearest = facts.nearest_post(&name).map(str::to_owned);
            Problem::BrokenPostUrl { name, nearest }
        }
        What::UnknownLink { path } => {
            let nearest = facts.nearest_path(&path).map(str::to_owned);
            Problem::BrokenLinkTag { path, nearest }
        }
        What::Syntax => Problem::LiquidSyntax,
        What::Unclosed { tag } => Problem::LiquidUnclosed { tag },
        What::Stray { tag } => Problem::LiquidStray { tag },
        What::TooDeep => Problem::LiquidTooDeep,
        What::TooMuch => Problem::LiquidTooMuch,
    }
}
