//! Carries out the Liquid of the bodies that have it, now that every address is known.
//!
//! A site without such bodies passes through; a body without Liquid is not looked at.

use super::Around;
use super::article::Piece;
use super::facts::{Facts, PageHost};
use super::visibility::State;
use crate::diagnostics::{Diagnostic, Place, Problem, Severity, nearest};
use crate::liquid::{self, Note, What};
use crate::markdown::Document;
use crate::source::body::{self, Template};
use crate::source::shared::Shared;
use crate::source::tree::StaticFile;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::ops::Deref;
use std::sync::{Arc, Mutex, PoisonError};

/// A piece and where it stands, before all bodies are HTML.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    piece: &'a Piece,
    /// Where it stands.
    pub state: State,
}

impl Deref for Placed<'_> {
    type Target = Piece;

    fn deref(&self) -> &Piece {
        self.piece
    }
}

/// Bodies that were carried out and asked for nothing but their own file, the settings, includes and data: they hold
/// until one of these changes. For a preview, which makes a site at each change.
#[derive(Debug, Default)]
pub struct Carried(Mutex<FxHashMap<String, Kept>>);

#[derive(Debug, Clone)]
struct Kept {
    of: Arc<Piece>,
    within: Arc<Shared>,
    made: Arc<Piece>,
    found: Arc<Found>,
}

/// What was found while a body was carried out.
#[derive(Debug, Default)]
struct Found {
    notes: Vec<Note>,
    problems: Vec<Diagnostic>,
}

impl Carried {
    fn get(&self, piece: &Arc<Piece>, shared: &Arc<Shared>) -> Option<Kept> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let found = kept.get(&piece.path)?;
        (Arc::ptr_eq(&found.of, piece) && Arc::ptr_eq(&found.within, shared)).then(|| found.clone())
    }

    fn put(&self, kept: Kept) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(kept.of.path.clone(), kept);
    }
}

/// What became of a body.
enum Outcome {
    /// It is as it was in an earlier site.
    Kept(Kept),
    /// It was carried out; whether it holds for a later site as well.
    Made(Box<Document>, Arc<Found>, bool),
}

/// Every piece with its body as HTML.
pub fn finish(
    pieces: Vec<Arc<Piece>>,
    files: &[StaticFile],
    around: Around<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Arc<Piece>> {
    if pieces.iter().all(|piece| piece.template.is_none()) {
        return pieces;
    }
    let mut finished = Vec::with_capacity(pieces.len());
    let outcomes = outcomes(&pieces, files, around);
    let Around { shared, carried, .. } = around;
    for (piece, outcome) in pieces.into_iter().zip(outcomes) {
        let Some((outcome, told)) = outcome else {
            finished.push(piece);
            continue;
        };
        problems.extend(told);
        finished.push(match outcome {
            Outcome::Kept(kept) => kept.made,
            Outcome::Made(document, found, holds) => {
                let keep = carried.filter(|_| holds).map(|carried| (carried, Arc::clone(&piece)));
                let made = piece.with_document(document);
                if let Some((carried, of)) = keep {
                    carried.put(Kept { of, within: Arc::clone(shared), made: Arc::clone(&made), found });
                }
                made
            }
        });
    }
    finished
}

/// What becomes of each body that has Liquid, with what is to be said of it.
fn outcomes(
    pieces: &[Arc<Piece>],
    files: &[StaticFile],
    around: Around<'_>,
) -> Vec<Option<(Outcome, Vec<Diagnostic>)>> {
    let Around { config, visibility, shared, carried, .. } = around;
    let place = |piece: &Piece| visibility.state(&piece.front, piece.date.as_ref(), piece.in_drafts);
    let placed: Vec<Placed<'_>> = pieces.iter().map(|piece| Placed { piece, state: place(piece) }).collect();
    let facts = Facts::new(&placed, files, shared, config, visibility);
    pieces
        .par_iter()
        .zip(&placed)
        .map(|(piece, placed)| {
            let template = piece.template.as_ref()?;
            let outcome = match carried.and_then(|carried| carried.get(piece, shared)) {
                Some(kept) => Outcome::Kept(kept),
                None => carry_out(placed, template, &facts),
            };
            let (Outcome::Kept(Kept { found, .. }) | Outcome::Made(_, found, _)) = &outcome;
            let told = told(found, placed, template, &facts);
            Some((outcome, told))
        })
        .collect()
}

fn carry_out<'a>(article: &'a Placed<'a>, template: &Template, facts: &'a Facts<'a>) -> Outcome {
    let host = PageHost::new(article, facts);
    let (text, notes) = liquid::render(template.body(), &host);
    let holds = !host.asked_for_others();
    let mut problems = Vec::new();
    let whole = template.text();
    let document = body::document(&article.path, &text, whole, &article.front, facts.config, &mut problems);
    Outcome::Made(Box::new(document), Arc::new(Found { notes, problems }), holds)
}

/// What is to be said of a body, to who looks now.
fn told(found: &Found, article: &Placed<'_>, template: &Template, facts: &Facts<'_>) -> Vec<Diagnostic> {
    let shown = facts.visibility.shows(article.state);
    let strict = facts.config.strict && shown;
    let notes = found.notes.iter().cloned();
    let notes = notes.map(|note| diagnostic(note, article, template, facts, strict, shown));
    found.problems.iter().cloned().chain(notes).collect()
}

fn diagnostic(
    note: Note,
    article: &Placed<'_>,
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
