//! One good version of the whole site, in memory: everything that a request is answered from.
//!
//! A value: a change on disk makes another one. Renders a page when it is asked for, by the code that `build` uses.

use super::model::{self, Model, Planned};
use super::print_of;
use super::sources::Sources;
use super::stamp::Stamp;
use crate::assets::{self, Fingerprints, Sizes};
use crate::config::Config;
use crate::diagnostics::{self, Diagnostic};
use crate::images::{Cache, Drawn, Recipe};
use crate::plan::{Output, Shows};
use crate::render::{self, Compiled, Given, Rendered, Renderer, Templates};
use crate::site::article::Article;
use crate::site::visibility::Visibility;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The site at one moment.
pub struct Edition {
    /// The settings.
    pub config: Arc<Config>,
    /// All but the looks.
    pub model: Arc<Model>,
    /// Who looks at it.
    pub visibility: Visibility,
    cache: Cache,
    templates: Arc<Templates>,
    compiled: Compiled,
    sizes: Sizes,
    prints: Fingerprints,
    stamps: BTreeMap<String, Stamp>,
    /// Warnings, by the file that they are about.
    warnings: FxHashMap<String, Vec<Diagnostic>>,
}

impl Edition {
    /// Makes the site of these sources; `Err` with every error that a build would stop at, as far as they can be known
    /// without rendering everything: one page of each kind is rendered. What is as in `before` is taken from it.
    pub fn make(
        sources: Sources,
        visibility: Visibility,
        before: Option<&Edition>,
    ) -> Result<Edition, Vec<Diagnostic>> {
        let Sources { config, templates, content, stamps, warnings } = sources;
        let visibility = Visibility { future: visibility.future || config.future, ..visibility };
        let cache = Cache::new(&config.root);
        let around =
            model::Around { config: &config, templates: &templates, visibility: &visibility, cache: &cache };
        let model = Model::of(content, around, before.map(|before| &before.model));
        let Model { site, view, .. } = &*model;
        let prints = assets::fingerprints(site);
        let tera = templates.compile(&config, &prints);
        let compiled = match tera.and_then(|tera| render::compile(tera, &templates, view)) {
            Ok(compiled) => compiled,
            Err(found) => return Err(sorted(model.problems().cloned().chain(found).collect())),
        };
        if model.problems().any(Diagnostic::is_error) {
            return Err(sorted(model.problems().cloned().collect()));
        }
        let sizes = assets::sizes(site, render::pictures(site, &config));
        let mut by_file: FxHashMap<String, Vec<Diagnostic>> = FxHashMap::default();
        for problem in warnings.iter().flat_map(|list| list.iter()).chain(model.problems()) {
            by_file.entry(problem.file.clone()).or_default().push(problem.clone());
        }
        let warnings = by_file;
        let edition = Edition {
            config,
            model,
            visibility,
            cache,
            templates,
            compiled,
            sizes,
            prints,
            stamps,
            warnings,
        };
        match edition.sample() {
            found if found.is_empty() => Ok(edition),
            found => Err(sorted(found)),
        }
    }

    /// The output at a path of the output folder.
    #[must_use]
    pub fn output(&self, path: &str) -> Option<&Output> {
        let outputs = &self.model.planned.plan.outputs;
        let found = outputs.binary_search_by(|output| (*output.path).cmp(path));
        found.ok().map(|at| &outputs[at])
    }

    /// The bytes of an output, as `build` would write them, or the file to copy.
    pub fn render(&self, output: &Output) -> Result<Rendered, Box<Diagnostic>> {
        let Edition { config, model, templates, compiled, sizes, .. } = self;
        let Model { site, planned, pictures, view, .. } = &**model;
        let given = Given { site, config, pictures };
        Renderer::new(given, &planned.plan, templates, compiled, view, sizes).render(output)
    }

    /// The file that a recipe draws. May take a second.
    #[must_use]
    pub fn drawn(&self, recipe: &Recipe) -> Drawn {
        recipe.obtain(&self.cache)
    }

    /// The post or page that an output shows.
    #[must_use]
    pub fn article(&self, output: &Output) -> Option<&Article> {
        let site = &self.model.site;
        match output.shows {
            Shows::Post { number, .. } => site.posts.get(number),
            Shows::Page { number, .. } => site.pages.get(number),
            Shows::Home { intro: page, .. } | Shows::NotFound { page } => site.pages.get(page?),
            _ => None,
        }
    }

    /// The post or page that is made of a source file, if it is shown.
    #[must_use]
    pub fn article_of(&self, path: &str) -> Option<&Article> {
        self.model.articles().find(|article| article.path == path)
    }

    /// Warnings about a file.
    #[must_use]
    pub fn warnings(&self, file: &str) -> &[Diagnostic] {
        self.warnings.get(file).map_or(&[], Vec::as_slice)
    }

    /// All warnings, sorted.
    #[must_use]
    pub fn all_warnings(&self) -> Vec<Diagnostic> {
        sorted(self.warnings.values().flatten().cloned().collect())
    }

    /// A hash of a page's bytes that does not change with a stylesheet's fingerprint: such a change is no reason to
    /// load the page again.
    #[must_use]
    pub fn print(&self, bytes: &[u8]) -> u64 {
        let sheets: BTreeSet<&[u8]> = self
            .prints
            .iter()
            .filter(|(name, _)| name.ends_with(".css"))
            .map(|(_, print)| print.as_bytes())
            .collect();
        let mut kept = Vec::with_capacity(bytes.len());
        let mut rest = bytes;
        while let Some(at) = memchr::memmem::find(rest, b"?v=") {
            let (before, after) = rest.split_at(at + 3);
            let is_sheet = after.get(..8).is_some_and(|print| sheets.contains(print));
            kept.extend_from_slice(before);
            rest = if is_sheet { &after[8..] } else { after };
        }
        kept.extend_from_slice(rest);
        print_of(&kept)
    }

    /// Every file that pages load, by its address, with what tells whether it changed.
    #[must_use]
    pub fn assets(&self) -> BTreeMap<&str, u64> {
        let Model { site, planned, .. } = &*self.model;
        let Planned { plan, loaded, .. } = &**planned;
        let loaded = loaded.iter().map(|at| &plan.outputs[*at]).filter_map(|output| {
            let of_name = || {
                let name = output.path.strip_prefix("assets/")?;
                self.prints.get(name).map(|print| print_of(print.as_bytes()))
            };
            let print = match &output.shows {
                Shows::Copy { file } => match of_name() {
                    Some(print) => print,
                    None => self.stamps.get(&site.files[*file].path)?.print(),
                },
                Shows::ThemeAsset { .. } => of_name().unwrap_or_default(),
                Shows::Highlight => of_name()?,
                _ => return None,
            };
            Some((&*output.url, print))
        });
        loaded.collect()
    }

    /// The address at which templates load an asset, with its fingerprint.
    #[must_use]
    pub fn asset_href(&self, url: &str) -> String {
        let href = self.config.href(url);
        match url.strip_prefix("/assets/").and_then(|name| self.prints.get(name)) {
            Some(print) => format!("{href}?v={print}"),
            None => href,
        }
    }

    /// Renders one output of each kind and layout, so that a template's mistake is told whichever page is open.
    fn sample(&self) -> Vec<Diagnostic> {
        let Planned { plan, samples, .. } = &*self.model.planned;
        let samples = samples.par_iter().map(|at| &plan.outputs[*at]);
        let told = samples.filter_map(|output| self.render(output).err());
        let mut problems: Vec<Diagnostic> = Vec::new();
        for problem in told.collect::<Vec<_>>() {
            if !problems.iter().any(|other| other.file == problem.file && other.place == problem.place) {
                problems.push(*problem);
            }
        }
        problems
    }
}

/// Whether a path on disk lies in the site, links followed.
#[must_use]
pub fn is_inside(disk: &Path, root: &Path) -> bool {
    disk.canonicalize().is_ok_and(|whole| whole.starts_with(root) && whole.is_file())
}

fn sorted(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics::sort(&mut problems);
    problems.dedup();
    problems
}
