//! `dateline doctor`: what of a site is not carried out or was damaged, place by place.

use super::args::{self, DoctorArgs, ReportFormat};
use super::report::{self, count};
use super::{Ending, build, duplicates};
use crate::config::{self, Config};
use crate::diagnostics::{self, Diagnostic, Place, Problem};
use crate::images::{self, Cache, Effort, Means, Memory};
use crate::import::write;
use crate::site::Site;
use crate::source::damage::{self, Damage};
use crate::source::front_matter::Layout;
use crate::{plan, render, site, source};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

pub fn run(root: Option<&Path>, args: &DoctorArgs) -> Ending {
    if args.duplicates {
        return duplicates::run(root, args);
    }
    let mut problems = Vec::new();
    let (config, site) = match load(root, &mut problems) {
        Ok(Some(loaded)) => loaded,
        Ok(None) => return report::problems(&problems),
        Err(problem) => return report::problems(&[*problem]),
    };
    let mut repaired = 0;
    for path in paths(&site) {
        let Some((text, damages)) = damaged(&config, path) else { continue };
        if args.fix {
            match fix(&config, path, &text, &damages) {
                Ok(()) => repaired += damages.len(),
                Err(error) => {
                    let reason = error.to_string();
                    let path = path.to_owned();
                    problems.push(Diagnostic::error(
                        path.clone(),
                        Problem::OutputIo { action: "write", path, reason },
                    ));
                }
            }
        } else {
            problems.extend(damages.iter().map(|damage| diagnostic(path, &text, damage)));
        }
    }
    problems = problems.into_iter().flat_map(|problem| each(problem, &config, &site)).collect();
    diagnostics::sort(&mut problems);
    problems.dedup();
    print(&problems, args.format);
    if args.fix {
        println!("{} repaired.", count(repaired, "damaged place"));
    }
    if problems.iter().any(Diagnostic::is_error) { Ending::SiteHasErrors } else { Ending::Done }
}

/// The site up to its plan, with everything that is said on the way.
fn load(
    root: Option<&Path>,
    problems: &mut Vec<Diagnostic>,
) -> Result<Option<(Config, Site)>, Box<Diagnostic>> {
    let root = args::root(root)?;
    let options = build::options_for(root)?;
    let Some(config) = config::load(&options.root, &options.overrides, problems) else { return Ok(None) };
    let templates = render::Templates::new(source::templates::read(&config.root, problems));
    let out = config.root.join("public");
    let source = source::read(&config, &out, problems);
    let visibility = crate::build::visibility(&options, &config);
    let site = site::build(source, &config, &visibility, problems);
    let cache = Cache::new(&config.root);
    let memory = Memory::of(&cache);
    let means = Means { cache: &cache, memory: &memory, effort: Effort::Headers, progress: &() };
    let pictures = images::read(&site, &config, means, problems);
    // Planned for what is said on the way: layouts that are not there, addresses that collide.
    let _ = plan::plan(&site, &config, &pictures, &templates.names(), None, problems);
    Ok(Some((config, site)))
}

/// A problem that a build tells in one line, place by place.
fn each(problem: Diagnostic, config: &Config, site: &Site) -> Vec<Diagnostic> {
    let again = |problem: &Diagnostic, file: &str, what: Problem, place: Option<Place>| Diagnostic {
        file: file.to_owned(),
        problem: what,
        place,
        ..problem.clone()
    };
    match &problem.problem {
        Problem::NotUsed { keys } => keys
            .iter()
            .map(|key| {
                let place = key_place(config, key);
                again(&problem, config.file, Problem::NotUsed { keys: vec![key.clone()] }, place)
            })
            .collect(),
        Problem::NotUsedFiles { files } => files
            .iter()
            .map(|file| again(&problem, file, Problem::NotUsedFiles { files: vec![file.clone()] }, None))
            .collect(),
        Problem::LayoutFallsBack { names } => {
            let articles = site.posts.iter().chain(&site.pages);
            let lost = articles.filter_map(|article| match &article.front.layout {
                Layout::Named(name) if names.contains(name) => Some((article.path.as_str(), name)),
                _ => None,
            });
            lost.map(|(path, name)| {
                let place = source::place_of_key(config, path, "layout");
                again(&problem, path, Problem::LayoutFallsBack { names: vec![name.clone()] }, place)
            })
            .collect()
        }
        _ => vec![problem],
    }
}

/// Where a key of the settings stands.
fn key_place(config: &Config, key: &str) -> Option<Place> {
    let text = std::fs::read_to_string(config.root.join(config.file)).ok()?;
    let line =
        text.lines().position(|line| line.strip_prefix(key).is_some_and(|rest| rest.starts_with(':')))?;
    Some(Place::at(&text, line + 1, 1, key.chars().count()))
}

fn paths(site: &Site) -> BTreeSet<&str> {
    site.posts.iter().chain(&site.pages).chain(&site.hidden).map(|article| article.path.as_str()).collect()
}

fn damaged(config: &Config, path: &str) -> Option<(String, Vec<Damage>)> {
    let text = String::from_utf8(std::fs::read(config.root.join(path)).ok()?).ok()?;
    let damages = damage::find(&text);
    (!damages.is_empty()).then_some((text, damages))
}

fn diagnostic(path: &str, text: &str, damage: &Damage) -> Diagnostic {
    let found = text[damage.range.clone()].to_owned();
    let problem = Problem::Damaged { found, repaired: damage.repaired.clone() };
    Diagnostic::warning(path, problem).at(Place::of_range(text, damage.range.clone()))
}

/// Shows each line that changes, then writes the file whole, beside itself first.
fn fix(config: &Config, path: &str, text: &str, damages: &[Damage]) -> std::io::Result<()> {
    let whole = damage::repair(text, damages);
    for (number, (before, after)) in text.lines().zip(whole.lines()).enumerate() {
        if before != after {
            println!("{path}:{}:\n- {before}\n+ {after}", number + 1);
        }
    }
    write::again(&config.root.join(path), &whole)
}

#[derive(Serialize)]
struct Row {
    file: String,
    line: usize,
    column: usize,
    severity: &'static str,
    message: String,
    help: Option<String>,
}

fn print(problems: &[Diagnostic], format: ReportFormat) {
    let row = |found: &Diagnostic| {
        let (line, column) = found.place.as_ref().map_or((1, 1), |at| (at.line, at.column.max(1)));
        Row {
            file: found.file.clone(),
            line,
            column,
            severity: if found.is_error() { "error" } else { "warning" },
            message: found.problem.to_string(),
            help: found.problem.help(),
        }
    };
    match format {
        ReportFormat::Human => {
            for problem in problems {
                anstream::println!("{}", diagnostics::render(problem));
            }
            let files: BTreeSet<&str> = problems.iter().map(|found| found.file.as_str()).collect();
            match problems.len() {
                0 => println!("Nothing to do."),
                found => {
                    print_counts(problems);
                    println!("{} in {}.", count(found, "thing"), count(files.len(), "file"));
                }
            }
        }
        ReportFormat::Json => {
            let rows: Vec<Row> = problems.iter().map(row).collect();
            // Rows hold nothing but text and numbers, which JSON can always hold.
            println!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
        }
        ReportFormat::Github => {
            for Row { file, line, column, severity, message, .. } in problems.iter().map(row) {
                println!(
                    "::{severity} file={},line={line},col={column}::{}",
                    escaped(&file, true),
                    escaped(&message, false)
                );
            }
        }
    }
}

/// How often each thing was said, the most frequent first, when any was said twice.
fn print_counts(problems: &[Diagnostic]) {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for problem in problems {
        *counts.entry(problem.problem.to_string()).or_default() += 1;
    }
    let mut counts: Vec<(String, usize)> = counts.into_iter().filter(|(_, number)| *number > 1).collect();
    counts.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    for (sentence, number) in counts {
        println!("{number:>6} × {sentence}");
    }
}

/// As workflow commands want text: percent signs and line ends encoded, in a property also colons and commas.
pub fn escaped(text: &str, property: bool) -> String {
    let text = text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    if property { text.replace(':', "%3A").replace(',', "%2C") } else { text }
}
