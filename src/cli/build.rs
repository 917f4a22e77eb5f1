//! `dateline build`.

use super::Ending;
use super::args::{self, BuildArgs, ViewArgs};
use super::moved;
use super::progress::Bar;
use super::report::{self, count};
use crate::build::{self, Options, Report};
use crate::config::{self, Flavor, Overrides};
use crate::diagnostics::Diagnostic;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub fn run(root: Option<&Path>, args: &BuildArgs) -> Ending {
    let began = Instant::now();
    let options = options(root, &args.view, args.base_url.as_ref()).map(|options| Options {
        out: args.out.clone(),
        drafts: args.drafts,
        future: args.future,
        dry_run: args.dry_run,
        shard: args.shard,
        ..options
    });
    let report = match options
        .map_err(|problem| vec![*problem])
        .and_then(|options| build::build_telling(&options, &Bar::default()))
    {
        Ok(report) => report,
        Err(found) => return report::problems(&found),
    };
    let is_jekyll = report.inventory.flavor == Flavor::Jekyll;
    let told = |warning: &&Diagnostic| !is_jekyll || !moved::covers(warning);
    report::problems(&report.warnings.iter().filter(told).cloned().collect::<Vec<_>>());
    if args.dry_run {
        print_changes(&report);
    }
    if !args.quiet {
        print_summary(&report, args.dry_run, began);
        if is_jekyll {
            moved::summary(&report).iter().for_each(|line| println!("{line}"));
        }
    }
    if args.timings {
        print_timings(&report, began);
    }
    // The process ends here; freeing a whole site first would only keep the shell waiting.
    std::mem::forget(report);
    Ending::Done
}

/// The options of a build that is told nothing.
pub fn options_for(root: PathBuf) -> Result<Options, Box<Diagnostic>> {
    let view = ViewArgs { at: None, timezone: None };
    Ok(plain(root, Overrides::default(), view.now(&TimeZone::UTC)?))
}

/// The options of a build of the site as it is seen from there and then.
pub fn options(
    root: Option<&Path>,
    view: &ViewArgs,
    base_url: Option<&String>,
) -> Result<Options, Box<Diagnostic>> {
    let root = args::root(root)?;
    let overrides = view.overrides(base_url);
    // `--at` without a zone is the newsroom's own time. What is wrong with the settings the build itself reports.
    let zone =
        config::load(&root, &overrides, &mut Vec::new()).map_or(TimeZone::UTC, |config| config.timezone);
    let now = view.now(&zone)?;
    Ok(plain(root, overrides, now))
}

fn plain(root: PathBuf, overrides: Overrides, now: Timestamp) -> Options {
    Options { root, out: None, overrides, drafts: false, future: false, now, dry_run: false, shard: None }
}

fn print_changes(report: &Report) {
    let summary = &report.summary;
    for (word, paths) in [("new", &summary.new), ("changed", &summary.changed), ("removed", &summary.removed)]
    {
        for path in paths {
            println!("{word:<8} {path}");
        }
    }
}

pub fn print_summary(report: &Report, dry_run: bool, began: Instant) {
    let summary = &report.summary;
    let files = summary.new.len() + summary.changed.len() + summary.unchanged;
    let verb = if dry_run { "Would build" } else { "Built" };
    println!(
        "{verb} {} and {} into {}: {}.",
        count(report.site.posts.len(), "post"),
        count(report.site.pages.len(), "page"),
        shown(&report.out),
        count(files, "file"),
    );
    println!(
        "{} new, {} changed, {} unchanged, {} removed, in {:.2} s.",
        summary.new.len(),
        summary.changed.len(),
        summary.unchanged,
        summary.removed.len(),
        began.elapsed().as_secs_f64(),
    );
    if !report.held.is_empty() {
        let parts: Vec<String> =
            report.held.iter().map(|(state, count)| format!("{count} {}", state.word())).collect();
        let due = report.site.next_due.map(|due| format!("; next due {}", due.rfc3339())).unwrap_or_default();
        println!("Held back: {}{due}.", parts.join(", "));
    }
}

fn print_timings(report: &Report, began: Instant) {
    for (stage, time) in &report.timings {
        println!("{stage:<18}{:>8.1} ms", time.as_secs_f64() * 1000.0);
    }
    println!("{:<18}{:>8.1} ms", "all", began.elapsed().as_secs_f64() * 1000.0);
}

fn shown(path: &Path) -> String {
    path.strip_prefix(".").unwrap_or(path).display().to_string()
}
