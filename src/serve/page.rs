//! A page as a browser has it open: what it shows now, and what the toolbar says of it.

use super::edition::{Edition, is_inside};
use super::model::Model;
use super::now::Now;
use super::print_of;
use super::route::{self, Route};
use super::stamp::Stamp;
use crate::diagnostics::{Diagnostic, Place, Severity};
use crate::plan::Output;
use crate::render::{Rendered, reading_time};
use crate::site::visibility::State;
use serde::Serialize;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The most marks that are sent: more of them would be no news to anybody.
const MARKS: usize = 500;
/// Copies up to this size, in bytes, are read whole: to tell them apart, and pages to take the script in.
pub const READ_LIMIT: u64 = 8 * 1024 * 1024;

/// An open page at one moment.
pub struct Look {
    /// Changes when the page has to be loaded again.
    pub print: u64,
    /// What is wrong with the site or with this page; empty when it is shown as it should be.
    pub problems: Vec<Diagnostic>,
    /// For the toolbar, as JSON.
    pub info: String,
}

/// What the toolbar shows.
#[derive(Serialize)]
struct Info<'a> {
    /// The source file, from the root.
    source: Option<&'a str>,
    title: Option<&'a str>,
    state: Option<&'static str>,
    due: Option<String>,
    words: Option<usize>,
    reading_time: Option<usize>,
    /// Whether drafts are shown, and how many there are.
    drafts: Switch,
    future: Switch,
    notes: Vec<Note>,
    /// The links that lead to what readers do not see yet, with the word for why.
    marks: BTreeMap<String, &'static str>,
    /// Whether there is no such page.
    missing: bool,
    /// For a page that is not there: the addresses that may have been meant.
    nearest: Vec<String>,
    /// The site's address once published: links there are followed here.
    home: String,
    /// The path that the preview has in its place.
    base: &'a str,
}

#[derive(Serialize)]
struct Switch {
    on: bool,
    count: usize,
}

/// A diagnostic for the browser.
#[derive(Serialize)]
pub struct Note {
    error: bool,
    file: String,
    line: Option<usize>,
    column: Option<usize>,
    width: Option<usize>,
    source: Option<String>,
    /// Where in `source` the place begins, in characters.
    caret: Option<usize>,
    text: String,
    help: Option<String>,
}

impl From<&Diagnostic> for Note {
    fn from(found: &Diagnostic) -> Note {
        let place = found.place.as_ref();
        Note {
            error: found.severity == Severity::Error,
            file: found.file.clone(),
            line: place.map(|place| place.line).filter(|line| *line > 0),
            column: place.map(|place| place.column).filter(|column| *column > 0),
            width: place.map(|place| place.width),
            source: place.map(|place| place.source.clone()).filter(|line| !line.trim().is_empty()),
            caret: place.filter(|place| place.column > 0).map(Place::caret),
            text: found.problem.to_string(),
            help: found.problem.help(),
        }
    }
}

/// Looks at the page that is open at a decoded path.
#[must_use]
pub fn look(now: &Now, path: &str) -> Look {
    let Some(edition) = &now.edition else {
        return Look { print: 0, problems: now.problems.to_vec(), info: "{}".into() };
    };
    let (output, print) = match route::route(edition, path) {
        Route::Output(output) => (Some(output), print(edition, output)),
        // A page at this address would be loaded from elsewhere.
        Route::Moved(to) => (None, Ok(print_of(to.as_bytes()))),
        Route::Missing => (None, edition.output("404.html").map_or(Ok(1), |output| print(edition, output))),
    };
    let missing = output.is_none();
    // What is not there is told apart from the page that is shown in its place.
    let print = print.map(|print| if missing { print ^ 1 } else { print });
    let info = info(edition, output, path);
    // An info holds text, numbers and lists of them, which JSON can always hold.
    let info = serde_json::to_string(&info).unwrap_or_default();
    match (print, now.problems.is_empty()) {
        (Ok(print), _) => Look { print, problems: now.problems.to_vec(), info },
        (Err(problem), true) => Look { print: 0, problems: vec![*problem], info },
        (Err(_), false) => Look { print: 0, problems: now.problems.to_vec(), info },
    }
}

/// A hash of what an output shows, as the script of its page and its stream give it.
pub fn print(edition: &Edition, output: &Output) -> Result<u64, Box<Diagnostic>> {
    Ok(match edition.render(output)? {
        // A drawn file's name says what it shows.
        Rendered::Drawn(recipe) => print_of(recipe.name.as_bytes()),
        Rendered::Bytes(bytes) => edition.print(&bytes),
        Rendered::Copy(disk) => {
            let stamp = Stamp::of(&disk);
            if stamp.size <= READ_LIMIT && is_inside(&disk, &edition.config.root) {
                edition.print(&std::fs::read(&disk).unwrap_or_default())
            } else {
                stamp.print()
            }
        }
    })
}

fn info<'a>(edition: &'a Arc<Edition>, output: Option<&'a Output>, path: &str) -> Info<'a> {
    let article = output.and_then(|output| edition.article(output));
    let config = &edition.config;
    let Model { site, standing, .. } = &*edition.model;
    let marks = standing.unpublished.iter().take(MARKS).map(|which| site.article(*which));
    let visibility = &edition.visibility;
    Info {
        source: article.map(|article| article.path.as_str()),
        title: article.map(|article| article.title.as_str()),
        state: article.map(|article| article.state.word()),
        due: article
            .filter(|article| article.state == State::Scheduled)
            .and_then(|article| article.due)
            .map(|due| due.local.strftime("%Y-%m-%d %H:%M").to_string()),
        words: article.map(|article| article.document.words),
        reading_time: article.map(|article| reading_time(article.document.words)),
        drafts: Switch { on: visibility.drafts, count: standing.drafts },
        future: Switch { on: visibility.future, count: standing.scheduled },
        notes: super::inspect::notes(edition, article).iter().map(Note::from).collect(),
        marks: marks.map(|article| (config.href(&article.url), article.state.word())).collect(),
        missing: output.is_none(),
        nearest: if output.is_none() { route::nearest(edition, path) } else { Vec::new() },
        home: format!("{}{}", config.origin, config.base_path),
        base: &config.base_path,
    }
}
