//! What a careful editor would say of the site before readers see it.
//!
//! Everything that a build says, and rules on top, each with a name by which it is turned off: of one article by its file
//! (`article.rs`, `body.rs`), of the pages as readers get them (`pages.rs`) and of the site as a whole (`site_wide.rs`).
//! It reads sources and what would be written; it writes nothing (`fix.rs` apart, which is asked for by name).

mod article;
mod body;
pub mod external;
pub mod fix;
mod pages;
mod places;
pub mod rules;
mod site_wide;
mod undefined;

use crate::build::{self, Ready};
use crate::config::Config;
use crate::diagnostics::{self, Diagnostic, Found, Place, Problem, Severity};
use crate::site::article::Article;
use crate::source::written::{self, Written};
use crate::source::yaml::Value;
use article::Surroundings;
use external::{Asked, Manners};
use rayon::prelude::*;
use rustc_hash::FxHashMap;

/// What was found, and in how much.
#[derive(Debug, Default)]
pub struct Checked {
    /// Sorted by file and place.
    pub findings: Vec<Diagnostic>,
    /// Visible posts and pages.
    pub articles: usize,
    /// Pages as readers get them.
    pub pages: usize,
    /// Links that were looked at.
    pub links: usize,
    /// Those to elsewhere, where they were followed.
    pub asked: Option<Asked>,
}

/// Checks the site of these options, without the rules named in `off`. `Err` where the site does not even build.
pub fn check(options: &build::Options, off: &[String]) -> Result<Checked, Vec<Diagnostic>> {
    check_all(options, off, None)
}

/// The same, with links to elsewhere followed if it is said how.
pub fn check_all(
    options: &build::Options,
    off: &[String],
    manners: Option<&Manners<'_>>,
) -> Result<Checked, Vec<Diagnostic>> {
    let (checked, warnings) = build::examine(options, |ready| look(ready, off, manners))?;
    let mut checked = checked?;
    let echoes = |warning: &Diagnostic| is_echo(&warning.problem);
    checked.findings.extend(warnings.into_iter().filter(|warning| is_on(warning, off) && !echoes(warning)));
    diagnostics::sort(&mut checked.findings);
    checked.findings.dedup();
    Ok(checked)
}

/// What a build says of pictures, the first ten of a kind, these rules say of all.
fn is_echo(problem: &Problem) -> bool {
    matches!(
        problem,
        Problem::PictureMissing { .. }
            | Problem::MorePicturesMissing { .. }
            | Problem::PictureWithoutAlt { .. }
            | Problem::MorePicturesWithoutAlt { .. }
    )
}

/// What is to be said of one article by itself, for who is writing it.
#[must_use]
pub fn of_article(article: &Article, config: &Config, now: jiff::Timestamp) -> Vec<Diagnostic> {
    let Some(written) = written::read(config, &article.path) else { return Vec::new() };
    let around = Surroundings { config, now, pictures: None, names_key: &|_| true };
    let mut found = article::check(article, &written, &around);
    found.extend(body::check(article, &written, config));
    let off = [config.check_off.clone(), own_off(&written)].concat();
    // The preview shows the build's own warnings beside these.
    let is_told = |finding: &Diagnostic| {
        matches!(finding.problem, Problem::Found(Found::NoAlt { .. }))
            || rules::of(&finding.problem) == "build"
    };
    found.retain(|finding| is_on(finding, &off) && !is_told(finding));
    diagnostics::sort(&mut found);
    found
}

fn look(
    ready: &Ready<'_>,
    off: &[String],
    manners: Option<&Manners<'_>>,
) -> Result<Checked, Vec<Diagnostic>> {
    let config = ready.config;
    let off = [off, &config.check_off].concat();
    let mut findings: Vec<Diagnostic> = off
        .iter()
        .filter(|name| rules::named(name).is_none())
        .map(|name| Diagnostic::error(config.file, rules::unknown(name)))
        .collect();
    let articles: Vec<&Article> = ready.site.posts.iter().chain(&ready.site.pages).collect();
    let names_key = |key: &str| ready.templates.show(key);
    let around =
        Surroundings { config, now: ready.site.now, pictures: Some(ready.pictures), names_key: &names_key };
    let of_files: Vec<(Vec<Diagnostic>, Vec<String>)> = articles
        .par_iter()
        .map(|article| {
            let Some(written) = written::read(config, &article.path) else { return Default::default() };
            let mut found = article::check(article, &written, &around);
            found.extend(body::check(article, &written, config));
            (found, own_off(&written))
        })
        .collect();
    let (pages, seen) = pages::check(ready)?;
    let count = pages.count;
    let links = pages.links;
    let mut own: FxHashMap<&str, &[String]> = FxHashMap::default();
    for (article, (found, off)) in articles.iter().zip(&of_files) {
        findings.extend(found.iter().cloned());
        if !off.is_empty() {
            own.insert(&article.path, off);
        }
    }
    findings.extend(pages.findings);
    let is_wanted = |rule: &str| !off.iter().any(|name| name == rule);
    findings.extend(site_wide::check(ready, &seen, &is_wanted));
    findings.extend(undefined::check(ready));
    let asked = manners.map(|manners| {
        let (found, asked) = external::check(ready, &is_wanted, manners);
        findings.extend(found);
        asked
    });
    findings.retain(|finding| {
        let own = own.get(finding.file.as_str()).copied().unwrap_or_default();
        is_on(finding, &off) && is_on(finding, own)
    });
    Ok(Checked { findings, articles: articles.len(), pages: count, links, asked })
}

/// The rules that a file turns off for itself: `check_off`, a name or a list of names.
fn own_off(written: &Written) -> Vec<String> {
    match written.keys.get("check_off") {
        Some(Value::List(names)) => names.iter().filter_map(Value::scalar).collect(),
        Some(name) => name.scalar().into_iter().collect(),
        None => Vec::new(),
    }
}

/// Errors of a build cannot be turned off.
fn is_on(finding: &Diagnostic, off: &[String]) -> bool {
    let rule = rules::of(&finding.problem);
    (rule == "build" && finding.is_error()) || !off.iter().any(|name| name == rule)
}

/// The same at its place, where that is known.
fn finding_at(file: &str, problem: Found, place: Option<Place>) -> Diagnostic {
    Diagnostic { place, ..finding(file, Problem::Found(problem)) }
}

/// A finding with the severity of its rule.
fn finding(file: &str, problem: Problem) -> Diagnostic {
    let severity = rules::named(rules::of(&problem)).map_or(Severity::Warning, |rule| rule.severity);
    Diagnostic { severity, file: file.to_owned(), place: None, problem }
}
