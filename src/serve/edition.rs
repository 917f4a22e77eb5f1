//! One good version of the whole site, in memory: everything that a request is answered from.
//!
//! A value: a change on disk makes another one. Renders a page when it is asked for, by the code that `build` uses.

use super::print_of;
use super::stamp::Stamp;
use super::workspace::Sources;
use crate::assets::{self, Fingerprints, Sizes};
use crate::build::{search_index, shows_related};
use crate::config::Config;
use crate::diagnostics::{self, Diagnostic};
use crate::images::{self, Cache, Drawn, Effort, Means, Memory, Pictures, Recipe};
use crate::plan::{self, Output, Plan, Shows};
use crate::render::{self, Compiled, Given, Rendered, Renderer, Templates, View};
use crate::site::article::Article;
use crate::site::related::Related;
use crate::site::visibility::{self, Visibility};
use crate::site::{self, Around, Site};
use jiff::Timestamp;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

/// The site at one moment.
pub struct Edition {
    /// The settings.
    pub config: Arc<Config>,
    /// The model.
    pub site: Site,
    /// Every file of it.
    pub plan: Plan,
    /// Who looks at it.
    pub visibility: Visibility,
    pictures: Pictures,
    cache: Cache,
    templates: Arc<Templates>,
    compiled: Compiled,
    view: View,
    sizes: Sizes,
    prints: Fingerprints,
    stamps: BTreeMap<String, Stamp>,
    /// Warnings, by the file that they are about.
    warnings: FxHashMap<String, Vec<Diagnostic>>,
}

impl Edition {
    /// Makes the site of these sources; `Err` with every error that a build would stop at, as far as they can be known
    /// without rendering everything: one page of each kind is rendered. Pictures that are as in `before` are not read.
    pub fn make(
        sources: Sources,
        visibility: Visibility,
        before: Option<&Edition>,
    ) -> Result<Edition, Vec<Diagnostic>> {
        let Sources { config, templates, pieces, files, shared, carried, stamps, warnings } = sources;
        let visibility = Visibility { future: visibility.future || config.future, ..visibility };
        let mut problems = Vec::new();
        let around = Around {
            config: &config,
            visibility: &visibility,
            shared: &shared,
            carried: Some(&carried),
            before: before.filter(|before| Arc::ptr_eq(&before.config, &config)).map(|before| &before.site),
        };
        let site = site::assemble(pieces, files, around, &mut problems);
        let cache = Cache::new(&config.root);
        let first = || Memory::of(&cache);
        let memory = before.map_or_else(first, |before| before.pictures.memory.clone());
        let means = Means { cache: &cache, memory: &memory, effort: Effort::Headers, progress: &() };
        let pictures = images::read(&site, &config, means, &mut problems);
        let search = search_index(&site, &config, &templates, true);
        let given = Given { site: &site, config: &config, pictures: &pictures };
        let (plan, (view, prints, compiled)) = rayon::join(
            || plan::plan(&site, &config, &pictures, &templates.names(), search.as_deref(), &mut problems),
            || {
                let earlier =
                    before.and_then(|before| Some((before.view.related.as_ref()?, &*before.site.posts)));
                let related =
                    shows_related(&config, &templates).then(|| Related::on_demand(&site.posts, earlier));
                let view = render::view(given, related, search.clone());
                let prints = assets::fingerprints(&site);
                let compiled = render::compile(&templates, &config, &prints, &view);
                (view, prints, compiled)
            },
        );
        let compiled = match compiled {
            Ok(compiled) => compiled,
            Err(found) => return Err(sorted(problems.into_iter().chain(found).collect())),
        };
        let sizes = assets::sizes(&site, render::pictures(&site, &config));
        if problems.iter().any(Diagnostic::is_error) {
            return Err(sorted(problems));
        }
        let mut by_file: FxHashMap<String, Vec<Diagnostic>> = FxHashMap::default();
        for problem in warnings.iter().flat_map(|list| list.iter()).chain(&problems) {
            by_file.entry(problem.file.clone()).or_default().push(problem.clone());
        }
        let edition = Edition {
            config,
            site,
            plan,
            visibility,
            pictures,
            cache,
            templates,
            compiled,
            view,
            sizes,
            prints,
            stamps,
            warnings: by_file,
        };
        match edition.sample() {
            found if found.is_empty() => Ok(edition),
            found => Err(sorted(found)),
        }
    }

    /// The output at a path of the output folder.
    #[must_use]
    pub fn output(&self, path: &str) -> Option<&Output> {
        let found = self.plan.outputs.binary_search_by(|output| (*output.path).cmp(path));
        found.ok().map(|at| &self.plan.outputs[at])
    }

    /// The bytes of an output, as `build` would write them, or the file to copy.
    pub fn render(&self, output: &Output) -> Result<Rendered, Box<Diagnostic>> {
        let Edition { site, config, pictures, plan, templates, compiled, view, sizes, .. } = self;
        let given = Given { site, config, pictures };
        Renderer::new(given, plan, templates, compiled, view, sizes).render(output)
    }

    /// The file that a recipe draws. May take a second.
    #[must_use]
    pub fn drawn(&self, recipe: &Recipe) -> Drawn {
        recipe.obtain(&self.cache)
    }

    /// The post or page that an output shows.
    #[must_use]
    pub fn article(&self, output: &Output) -> Option<&Article> {
        match output.shows {
            Shows::Post { number, .. } => self.site.posts.get(number),
            Shows::Page { number, .. } => self.site.pages.get(number),
            Shows::Home { intro: page, .. } | Shows::NotFound { page } => self.site.pages.get(page?),
            _ => None,
        }
    }

    /// The post or page that is made of a source file, if it is shown.
    #[must_use]
    pub fn article_of(&self, path: &str) -> Option<&Article> {
        self.site.posts.iter().chain(&self.site.pages).find(|article| article.path == path)
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
        let loaded = self.plan.outputs.iter().filter_map(|output| {
            let of_name = || {
                let name = output.path.strip_prefix("assets/")?;
                self.prints.get(name).map(|print| print_of(print.as_bytes()))
            };
            let print = match &output.shows {
                Shows::Copy { file } => match of_name() {
                    Some(print) => print,
                    None => self.stamps.get(&self.site.files[*file].path)?.print(),
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

    /// When the site next changes by itself, as a post becomes due or expires.
    #[must_use]
    pub fn next_change(&self) -> Option<Timestamp> {
        let all = self.site.posts.iter().chain(&self.site.pages).chain(&self.site.hidden);
        let turns = all.flat_map(|article| visibility::turns(&article.front, article.date.as_ref()));
        turns.filter(|at| *at > self.visibility.now).min()
    }

    /// Renders one output of each kind and layout, so that a template's mistake is told whichever page is open.
    fn sample(&self) -> Vec<Diagnostic> {
        let mut seen = BTreeSet::new();
        let one_of_each = self.plan.outputs.iter().filter(|output| {
            let kind = match &output.shows {
                Shows::Post { layout, .. } => (1, layout.as_deref()),
                Shows::Page { layout, .. } => (2, layout.as_deref()),
                Shows::Home { .. } => (3, None),
                Shows::Term { taxonomy, .. } => (4 + *taxonomy * 2, None),
                Shows::Terms { taxonomy, .. } => (5 + *taxonomy * 2, None),
                Shows::Archive { .. } => (100, None),
                Shows::Archives => (101, None),
                Shows::NotFound { .. } => (102, None),
                Shows::Redirect { .. } => (103, None),
                Shows::Search => (104, None),
                _ => return false,
            };
            seen.insert(kind)
        });
        let found: Vec<&Output> = one_of_each.collect();
        let told = found.into_par_iter().filter_map(|output| self.render(output).err());
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
