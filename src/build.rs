//! The whole flow in one function: disk → source → site → plan → render → output.

pub mod onward;

use crate::assets;
use crate::built::{self, About, Shard};
use crate::config::{self, Config, Flavor, Overrides};
use crate::diagnostics::{self, Diagnostic, Problem};
use crate::images::{self, Cache, Drawn, Effort, Means, Memory, Pictures, Progress};
use crate::ledger;
use crate::output::{self, BuildError, Content, Listing, Mode, Summary};
use crate::plan::{self, Output, Plan};
use crate::render::{self, Compiled, Given, Rendered, Renderer, Templates, View};
use crate::site::visibility::{State, Visibility};
use crate::site::{self, Site};
use crate::source;
use crate::source::body::Body;
use jiff::Timestamp;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// What to build, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// The site's root.
    pub root: PathBuf,
    /// The output folder; `public` in the root by default.
    pub out: Option<PathBuf>,
    /// What the command line says over the settings.
    pub overrides: Overrides,
    /// Shows drafts.
    pub drafts: bool,
    /// Shows scheduled posts.
    pub future: bool,
    /// The build's one "now".
    pub now: Timestamp,
    /// Compares without writing.
    pub dry_run: bool,
    /// Writes one part of the site; `None` for all of it.
    pub shard: Option<Shard>,
}

/// What a build did.
#[derive(Debug)]
pub struct Report {
    /// Where the site stands.
    pub out: PathBuf,
    /// What was built.
    pub site: Site,
    /// Its files.
    pub plan: Plan,
    /// What its pages were made of.
    pub leavings: Leavings,
    /// What changed in the output.
    pub summary: Summary,
    /// How many posts and pages are held back, by state.
    pub held: Vec<(State, usize)>,
    /// What the site is made of.
    pub inventory: Inventory,
    /// Warnings, sorted.
    pub warnings: Vec<Diagnostic>,
    /// Each stage's name and wall time, in order.
    pub timings: Vec<(&'static str, Duration)>,
}

/// What is of no use once a site stands. Kept, as a program that ends then leaves it to the system: to free a hundred
/// thousand small pieces one by one takes as long as to write a thousand files.
#[allow(missing_docs, reason = "each field is the type of its name")]
#[derive(Debug)]
pub struct Leavings {
    pub view: View,
    pub compiled: Compiled,
    pub pictures: Pictures,
    pub templates: Templates,
}

/// What a site is made of, besides posts and pages.
#[derive(Debug, Clone, Copy)]
pub struct Inventory {
    /// Whose rules it follows.
    pub flavor: Flavor,
    /// Bodies that have Liquid.
    pub liquid: usize,
    /// Files in `_includes`.
    pub includes: usize,
    /// Files and folders at the top of `_data`.
    pub data: usize,
    /// Pictures that are shown as they are, as the settings ask for no other sizes.
    pub whole_pictures: usize,
}

/// Builds the site. `Err` holds all problems of all stages, sorted; the output is then as it was.
pub fn build(options: &Options) -> Result<Report, Vec<Diagnostic>> {
    build_telling(options, &())
}

/// The same, telling of what takes long.
pub fn build_telling(options: &Options, progress: &dyn Progress) -> Result<Report, Vec<Diagnostic>> {
    let stages = stages(options, progress, Purpose::Write, |ready| {
        let about = about(options, ready.config);
        let summary = write(&ready, &about, options.dry_run)?;
        if !options.dry_run {
            images::tidy(ready.pictures, ready.config, ready.cache);
        }
        Ok(summary)
    })?;
    let Stages { result: summary, site, plan, leavings, out, inventory, problems, mut watch } = stages;
    watch.lap("render and write");
    Ok(Report {
        held: held(&site),
        leavings,
        site,
        plan,
        out,
        summary,
        inventory,
        warnings: sorted(problems),
        timings: watch.laps,
    })
}

/// A site whose every file could be made now.
#[allow(missing_docs, reason = "each field is the stage of its name")]
pub struct Ready<'a> {
    pub config: &'a Config,
    pub site: &'a Site,
    pub plan: &'a Plan,
    pub pictures: &'a Pictures,
    pub templates: &'a Templates,
    pub renderer: Renderer<'a>,
    out: &'a Path,
    cache: &'a Cache,
}

/// Goes through all stages but the last and lets `look` see what would be written. `Err` holds the errors that a build
/// would stop at; else the warnings come beside what `look` gives.
pub fn examine<R>(
    options: &Options,
    look: impl FnOnce(&Ready<'_>) -> R,
) -> Result<(R, Vec<Diagnostic>), Vec<Diagnostic>> {
    let options = Options { dry_run: true, ..options.clone() };
    let stages = stages(&options, &(), Purpose::Look, |ready| Ok(look(&ready)))?;
    Ok((stages.result, sorted(stages.problems)))
}

/// What the stages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Purpose {
    Write,
    /// Links and pictures are looked at, and nothing is written.
    Look,
}

/// What remains when the last stage is done.
struct Stages<R> {
    result: R,
    site: Site,
    plan: Plan,
    leavings: Leavings,
    out: PathBuf,
    inventory: Inventory,
    problems: Vec<Diagnostic>,
    watch: Stopwatch,
}

fn stages<R>(
    options: &Options,
    progress: &dyn Progress,
    purpose: Purpose,
    last: impl FnOnce(Ready<'_>) -> Result<R, Vec<Diagnostic>>,
) -> Result<Stages<R>, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut watch = Stopwatch::new();
    let Some(config) = config::load(&options.root, &options.overrides, &mut problems) else {
        return Err(problems);
    };
    let out = options.out.clone().unwrap_or_else(|| options.root.join("public"));
    if let Some(problem) = overlaps(&config.root, &out) {
        problems.push(Diagnostic::error("", problem));
    }
    if config.origin.is_empty() && !problems.iter().any(Diagnostic::is_error) {
        problems.push(Diagnostic::warning(config.file, Problem::NoBaseUrl));
    }
    if let Some(expires) = config.security.as_ref().map(|security| security.expires)
        && expires.instant <= options.now
    {
        let problem = Problem::SecurityExpired { expires: expires.local.date().to_string() };
        problems.push(Diagnostic::warning(config.file, problem));
    }
    let templates = Templates::new(source::templates::read(&config.root, &mut problems));
    watch.lap("settings");

    let source = source::read(&config, &out, &mut problems);
    let mut inventory = Inventory {
        flavor: config.flavor,
        liquid: source.entries.iter().filter(|entry| matches!(entry.body, Body::Liquid(_))).count(),
        includes: source.shared.includes.len(),
        data: source.shared.data.entries.len(),
        whole_pictures: 0,
    };
    watch.lap("source");

    let site = site::build(source, &config, &visibility(options, &config), &mut problems);
    watch.lap("site");

    let cache = Cache::new(&config.root);
    // Nothing is drawn for a site that is not going to be written.
    let idle = options.dry_run || problems.iter().any(Diagnostic::is_error);
    let effort = if idle { Effort::Headers } else { Effort::Draw };
    let means = Means { cache: &cache, memory: &Memory::of(&cache), effort, progress };
    let pictures = images::read(&site, &config, means, &mut problems);
    inventory.whole_pictures = if config.images.resize { 0 } else { pictures.large() };
    watch.lap("pictures");

    // Nobody looks at either: they lead to nothing that is not there, and take a quarter of the time.
    let is_looked_at = purpose == Purpose::Look;
    let ((related, search), tera) = rayon::join(
        || onward::make(&site, &config, &templates, is_looked_at),
        || templates.compile(&config, &assets::fingerprints(&site)),
    );
    if related.is_some() || search.is_some() {
        watch.lap("related posts and search index");
    }

    let given = Given { site: &site, config: &config, pictures: &pictures };
    // What templates see and which files there will be are two readings of the site, made side by side.
    let (plan, view) = rayon::join(
        || plan::plan(&site, &config, &pictures, &templates.names(), search.as_deref(), &mut problems),
        || render::view(given, related, search.clone()),
    );
    ledger::check(&config.root, &site, &plan, &mut problems);
    watch.lap("plan and view");

    let sizes = assets::sizes(&site, render::pictures(&site, &config));
    let compiled = match tera.and_then(|tera| render::compile(tera, &templates, &view)) {
        Ok(compiled) => compiled,
        Err(found) => {
            problems.extend(found);
            return Err(sorted(problems));
        }
    };
    if problems.iter().any(Diagnostic::is_error) {
        return Err(sorted(problems));
    }
    watch.lap("templates");

    let renderer = Renderer::new(given, &plan, &templates, &compiled, &view, &sizes);
    let ready = Ready {
        config: &config,
        site: &site,
        plan: &plan,
        pictures: &pictures,
        templates: &templates,
        renderer,
        out: &out,
        cache: &cache,
    };
    let result = match last(ready) {
        Ok(result) => result,
        Err(found) => {
            problems.extend(found);
            return Err(sorted(problems));
        }
    };
    let leavings = Leavings { view, compiled, pictures, templates };
    Ok(Stages { result, site, plan, leavings, out, inventory, problems, watch })
}

/// Who looks at the site under these options.
#[must_use]
pub fn visibility(options: &Options, config: &Config) -> Visibility {
    Visibility { now: options.now, drafts: options.drafts, future: options.future || config.future }
}

fn about(options: &Options, config: &Config) -> About {
    About {
        base_url: format!("{}{}", config.origin, config.base_path),
        drafts: options.drafts,
        future: options.future,
        shard: options.shard,
    }
}

fn write(ready: &Ready<'_>, about: &About, dry_run: bool) -> Result<Summary, Vec<Diagnostic>> {
    let Ready { site, plan, renderer, out, cache, .. } = ready;
    let numbered = plan.outputs.iter().enumerate();
    let part: Vec<&Output> = numbered
        .filter(|(at, _)| about.shard.is_none_or(|shard| shard.holds(*at)))
        .map(|(_, output)| output)
        .collect();
    let paths: Vec<Arc<str>> = part.iter().map(|output| Arc::clone(&output.path)).collect();
    let tag = |at: usize| built::tag(part[at], site);
    let listing = Listing { about: &about.to_line(), paths: &paths, tag: &tag };
    let content = |at: usize| -> Result<Content, Box<Diagnostic>> {
        renderer.render(part[at]).map(|rendered| match rendered {
            Rendered::Bytes(bytes) => Content::Bytes(bytes),
            Rendered::Copy(path) => Content::Copy(path),
            Rendered::Drawn(recipe) if dry_run => {
                cache.find(&recipe.name).map_or(Content::Named, Content::Copy)
            }
            Rendered::Drawn(recipe) => match recipe.obtain(cache) {
                Drawn::File(path) => Content::Copy(path),
                Drawn::Bytes(bytes) => Content::Bytes(bytes),
            },
        })
    };
    let mode = if dry_run { Mode::DryRun } else { Mode::Write };
    output::write(out, listing, content, mode).map_err(|error| match error {
        BuildError::Output(error) => vec![Diagnostic::error("", output_problem(error))],
        BuildError::Render(found) => {
            // One mistake in a template fails every page that it shows; it is told once, with the first page.
            let mut found: Vec<Diagnostic> = found.into_iter().map(|problem| *problem).collect();
            diagnostics::once_a_place(&mut found);
            found
        }
    })
}

fn output_problem(error: output::Error) -> Problem {
    let show = |path: &Path| path.display().to_string();
    match error {
        output::Error::Foreign { folder, example } => {
            Problem::OutputForeign { folder: show(&folder), example }
        }
        output::Error::InTheWay { path } => Problem::OutputInTheWay { path: show(&path) },
        output::Error::NotAFolder(path) => Problem::OutputNotAFolder { path: show(&path) },
        output::Error::Io { action, path, source } => {
            Problem::OutputIo { action, path: show(&path), reason: source.to_string() }
        }
    }
}

/// Refuses an output folder that holds the sources or lies among them.
fn overlaps(root: &Path, out: &Path) -> Option<Problem> {
    let whole = |path: &Path| {
        path.canonicalize().or_else(|_| std::path::absolute(path)).unwrap_or_else(|_| path.to_path_buf())
    };
    let (root, whole_out) = (whole(root), whole(out));
    let sources =
        ["content", "templates", "assets", "_posts", "_drafts", "_pages"].map(|name| root.join(name));
    let inside = sources.iter().any(|source| whole_out.starts_with(source));
    (root.starts_with(&whole_out) || inside)
        .then(|| Problem::OutputIsSource { path: out.display().to_string() })
}

fn held(site: &Site) -> Vec<(State, usize)> {
    [State::Draft, State::Scheduled, State::Expired, State::Unpublished]
        .into_iter()
        .map(|state| (state, site.hidden.iter().filter(|article| article.state == state).count()))
        .filter(|(_, count)| *count > 0)
        .collect()
}

fn sorted(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics::sort(&mut problems);
    // What is wrong with a setting is found anew by each post that it concerns.
    problems.dedup();
    problems
}

struct Stopwatch {
    last: Instant,
    laps: Vec<(&'static str, Duration)>,
}

impl Stopwatch {
    fn new() -> Stopwatch {
        Stopwatch { last: Instant::now(), laps: Vec::new() }
    }

    fn lap(&mut self, name: &'static str) {
        let now = Instant::now();
        self.laps.push((name, now - self.last));
        self.last = now;
    }
}
