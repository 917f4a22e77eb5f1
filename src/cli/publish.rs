//! `dateline publish`: builds if asked, carries the site to its target, and tells who wants to know.

use super::args::{self, PublishArgs, PublishFormat};
use super::progress::{Bar, Publishing};
use super::report::{self, count};
use super::{Ending, build as build_command};
use crate::build::{self, Options};
use crate::config::publish::PublishTarget;
use crate::config::{self, Config};
use crate::diagnostics::{Diagnostic, Problem, Refusal, nearest};
use crate::ledger;
use crate::publish::delta::Act;
use crate::publish::local::{self, Local};
use crate::publish::run::{Outcome, Wish};
use crate::publish::{self, Job, notify};
use jiff::tz::TimeZone;
use serde::Serialize;
use std::path::{Path, PathBuf};

pub fn run(root: Option<&Path>, args: &PublishArgs) -> Ending {
    match publish(root, args) {
        Ok(ending) => ending,
        Err(problems) => report::problems(&problems),
    }
}

/// A target, its name, and the address that a site for it is built for.
struct Chosen {
    name: String,
    settings: PublishTarget,
    base_url: String,
}

fn publish(root: Option<&Path>, args: &PublishArgs) -> Result<Ending, Vec<Diagnostic>> {
    let root = args::root(root).map_err(|problem| vec![*problem])?;
    let mut problems = Vec::new();
    let config = config::load(&root, &args.view.overrides(None), &mut problems);
    let config = match config {
        Some(config) if !problems.iter().any(Diagnostic::is_error) => config,
        _ => return Err(problems),
    };
    let refused = |refusal| vec![Diagnostic::error("", Problem::Publish(refusal))];
    let chosen = choose(&config, args.target.as_deref()).map_err(refused)?;
    let out = args.out.clone().unwrap_or_else(|| root.join("public"));
    let job = Job { root: &root, state: state_of(&out), name: &chosen.name, settings: &chosen.settings };
    if args.rollback {
        let name = publish::roll_back(&job).map_err(refused)?;
        println!("{} is back at {name}.", chosen.name);
        return Ok(Ending::Done);
    }
    if args.build {
        build(&root, &config, &chosen, &out, args)?;
    }
    let folders = if args.from.is_empty() { vec![out] } else { args.from.clone() };
    let local = local::read(&folders).map_err(refused)?;
    if local.base_url != chosen.base_url {
        let refusal = Refusal::OtherAddress { built: local.base_url, wanted: chosen.base_url };
        return Err(refused(refusal));
    }
    let wish = Wish {
        dry_run: args.dry_run,
        yes: args.yes,
        verify: args.verify,
        delete_limit: chosen.settings.delete_limit,
    };
    let progress = Publishing::new(args.quiet || args.format == PublishFormat::Json);
    let outcome = publish::publish(&job, &local, wish, &progress).map_err(refused)?;
    let seconds = progress.finish();
    let warnings =
        if args.dry_run { Vec::new() } else { afterwards(&config, &chosen, &local, &outcome, &root) };
    let warnings: Vec<Diagnostic> =
        warnings.into_iter().map(|refusal| Diagnostic::warning("", Problem::Publish(refusal))).collect();
    report::problems(&warnings);
    match args.format {
        PublishFormat::Json => print_json(&chosen.name, &outcome, args.dry_run),
        PublishFormat::Text => {
            if args.dry_run {
                print_steps(&outcome);
            }
            if !args.quiet {
                print_summary(&chosen.name, &outcome, args.dry_run, seconds);
            }
        }
    }
    Ok(Ending::Done)
}

/// The target that is meant: by name, by address, or the only one, or the one that is called `production`.
fn choose(config: &Config, wanted: Option<&str>) -> Result<Chosen, Refusal> {
    let known: Vec<String> = config.publish.keys().cloned().collect();
    let own = format!("{}{}", config.origin, config.base_path);
    let (name, settings) = match wanted {
        Some(address) if address.contains(':') => {
            config::address::parse(address, Path::new(""))?;
            ("target".to_owned(), PublishTarget::at(address))
        }
        Some(name) => match config.publish.get(name) {
            Some(settings) => (name.to_owned(), settings.clone()),
            None if known.is_empty() => return Err(Refusal::NoTargets),
            None => {
                let nearest = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
                return Err(Refusal::UnknownTarget { name: name.to_owned(), known, nearest });
            }
        },
        None => match config.publish.get_key_value("production") {
            Some((name, settings)) => (name.clone(), settings.clone()),
            None => match config.publish.iter().next() {
                None => return Err(Refusal::NoTargets),
                Some((name, settings)) if known.len() == 1 => (name.clone(), settings.clone()),
                Some(_) => return Err(Refusal::WhichTarget { known }),
            },
        },
    };
    let base_url = settings.base_url.clone().unwrap_or(own);
    Ok(Chosen { name, settings, base_url })
}

/// The folder in which builds keep their state, beside the output.
fn state_of(out: &Path) -> PathBuf {
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    out.with_file_name(format!(".{name}.dateline"))
}

fn build(
    root: &Path,
    config: &Config,
    chosen: &Chosen,
    out: &Path,
    args: &PublishArgs,
) -> Result<(), Vec<Diagnostic>> {
    let zone: &TimeZone = &config.timezone;
    let options = Options {
        now: args.view.now(zone).map_err(|problem| vec![*problem])?,
        root: root.to_path_buf(),
        out: Some(out.to_path_buf()),
        overrides: args.view.overrides(chosen.settings.base_url.as_ref()),
        drafts: false,
        future: false,
        dry_run: false,
        shard: None,
    };
    let began = std::time::Instant::now();
    let report = build::build_telling(&options, &Bar::default())?;
    report::problems(&report.warnings);
    if !args.quiet && args.format == PublishFormat::Text {
        build_command::print_summary(&report, false, began);
    }
    std::mem::forget(report);
    Ok(())
}

/// What follows a publish that went well; nothing of it can make the publish fail.
fn afterwards(
    config: &Config,
    chosen: &Chosen,
    local: &Local,
    outcome: &Outcome,
    root: &Path,
) -> Vec<Refusal> {
    let mut warnings = Vec::new();
    let is_own = chosen.base_url == format!("{}{}", config.origin, config.base_path);
    // Addresses of a trial run elsewhere were never published.
    if is_own && let Err(error) = ledger::record(root, local) {
        warnings.push(Refusal::ListNotWritten { path: ledger::NAME.into(), reason: error.to_string() });
    }
    if outcome.delta.steps.is_empty() {
        return warnings;
    }
    if let Some(file) = &chosen.settings.purge_list {
        let urls = notify::purged(&outcome.delta, &local.base_url).join("\n");
        if let Err(error) = std::fs::write(root.join(file), urls + "\n") {
            warnings.push(Refusal::ListNotWritten { path: file.clone(), reason: error.to_string() });
        }
    }
    if is_own && chosen.settings.notify {
        warnings.extend(notify::tell(&config.notify, &outcome.delta, local));
    }
    warnings
}

fn word(act: Act) -> &'static str {
    match act {
        Act::Put { new: true, .. } => "new",
        Act::Put { new: false, .. } => "changed",
        Act::Delete => "deleted",
    }
}

fn print_steps(outcome: &Outcome) {
    for step in &outcome.delta.steps {
        println!("{:<8} {}", word(step.act), step.path);
    }
}

fn print_summary(name: &str, outcome: &Outcome, dry_run: bool, seconds: f64) {
    let delta = &outcome.delta;
    if !outcome.altered.is_empty() {
        let example = &outcome.altered[0];
        println!("Changed or missing there: {}, such as {example}.", count(outcome.altered.len(), "file"));
    }
    if let Some(example) = outcome.foreign.first() {
        println!("Not ours and left alone: {}, such as {example}.", count(outcome.foreign.len(), "file"));
    }
    let of = |wanted: &str| delta.steps.iter().filter(|step| word(step.act) == wanted).count();
    let verb = if dry_run { "Would publish" } else { "Published" };
    if delta.steps.is_empty() {
        println!("{name} is up to date: {}.", count(delta.unchanged, "file"));
        return;
    }
    println!(
        "{verb} to {name}: {} new, {} changed, {} deleted, {} unchanged.",
        of("new"),
        of("changed"),
        of("deleted"),
        delta.unchanged
    );
    if !dry_run {
        println!("{} sent in {seconds:.1} s.", size(outcome.sent));
    }
}

fn size(bytes: u64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "shown with one digit")]
    let number = bytes as f64;
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{:.1} kB", number / 1e3),
        1_000_000..1_000_000_000 => format!("{:.1} MB", number / 1e6),
        _ => format!("{:.1} GB", number / 1e9),
    }
}

#[derive(Serialize)]
struct Told<'a> {
    target: &'a str,
    dry_run: bool,
    steps: Vec<ToldStep<'a>>,
    unchanged: usize,
    bytes: u64,
    sent: u64,
    foreign: &'a [String],
    altered: &'a [String],
}

#[derive(Serialize)]
struct ToldStep<'a> {
    what: &'static str,
    path: &'a str,
}

fn print_json(name: &str, outcome: &Outcome, dry_run: bool) {
    let steps = outcome.delta.steps.iter();
    let told = Told {
        target: name,
        dry_run,
        steps: steps.map(|step| ToldStep { what: word(step.act), path: &step.path }).collect(),
        unchanged: outcome.delta.unchanged,
        bytes: outcome.delta.bytes,
        sent: outcome.sent,
        foreign: &outcome.foreign,
        altered: &outcome.altered,
    };
    // Texts, lists and numbers are always JSON.
    println!("{}", serde_json::to_string_pretty(&told).unwrap_or_default());
}
