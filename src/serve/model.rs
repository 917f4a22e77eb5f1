//! A version of the site apart from how it looks: its articles, the files to come, its pictures, and what templates are given.
//!
//! A value. No edit of a template's text or of a stylesheet changes it, so it passes whole from edition to edition.

use super::sources::Content;
use super::standing::Standing;
use crate::build::onward::{previewed_index, shows_related, shows_search};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::images::{self, Cache, Effort, Means, Memory, Pictures};
use crate::plan::{self, Plan, Shows};
use crate::render::{self, Given, Templates, View};
use crate::search::IndexFile;
use crate::site::article::Article;
use crate::site::related::Related;
use crate::site::visibility::Visibility;
use crate::site::{self, Site};
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::mem::discriminant;
use std::sync::Arc;

/// The site at one moment, without its templates.
pub struct Model {
    key: Key,
    config: Arc<Config>,
    /// Articles and terms.
    pub site: Site,
    /// Every file of it.
    pub planned: Arc<Planned>,
    /// What is known of the pictures.
    pub pictures: Pictures,
    /// What templates are given.
    pub view: View,
    /// What was found wrong with all but the plan.
    problems: Vec<Diagnostic>,
    /// Whom readers do not see.
    pub standing: Standing,
}

/// A plan, and what is to be known of it.
pub struct Planned {
    /// Every file.
    pub plan: Plan,
    /// One output of each kind and layout, by its place in the plan.
    pub samples: Vec<usize>,
    /// The outputs that pages are made with, by their places in the plan.
    pub loaded: Vec<usize>,
    problems: Vec<Diagnostic>,
}

impl Planned {
    fn new(key: &Key, given: Given<'_>, search: Option<&[IndexFile]>) -> Planned {
        let Given { site, config, pictures } = given;
        let mut problems = Vec::new();
        let plan = plan::plan(site, config, pictures, &key.layouts, search, &mut problems);
        Planned { samples: samples(&plan), loaded: loaded(&plan), plan, problems }
    }
}

/// What content is seen in.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The settings.
    pub config: &'a Arc<Config>,
    /// The templates.
    pub templates: &'a Templates,
    /// Who looks.
    pub visibility: &'a Visibility,
    /// Where drawn files are kept.
    pub cache: &'a Cache,
}

/// All that a model depends on besides the settings, as far as it can be compared at a glance.
#[derive(PartialEq, Eq)]
struct Key {
    /// Of pieces, files, includes and data.
    revision: u64,
    drafts: bool,
    future: bool,
    layouts: BTreeSet<String>,
    shows_search: bool,
    shows_related: bool,
}

impl Model {
    /// The model of these sources. What the change since `before` left alone is taken from it, and all of it when that
    /// was nothing.
    #[must_use]
    pub fn of(content: Content, around: Around<'_>, before: Option<&Arc<Model>>) -> Arc<Model> {
        let key = Key::of(&content, around);
        let holds = |before: &&Arc<Model>| before.is_of(around.config) && before.holds(around.visibility.now);
        match before.filter(|before| before.key == key).filter(holds) {
            Some(before) => Arc::clone(before),
            None => Arc::new(make(key, content, around, before.map(|before| &**before))),
        }
    }

    /// What was found wrong.
    pub fn problems(&self) -> impl Iterator<Item = &Diagnostic> {
        self.problems.iter().chain(&self.planned.problems)
    }

    /// All shown articles.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.site.posts.iter().chain(&self.site.pages)
    }

    fn is_of(&self, config: &Arc<Config>) -> bool {
        Arc::ptr_eq(&self.config, config)
    }

    /// Whether the plan is also that of another site by the same settings.
    fn plan_stands(&self, key: &Key, other: Given<'_>, search: Option<&[IndexFile]>) -> bool {
        let names = |search: Option<&[IndexFile]>| -> Option<Vec<String>> {
            Some(search?.iter().map(|file| file.path.clone()).collect())
        };
        self.key.layouts == key.layouts
            && names(self.view.search.as_deref()) == names(search)
            && plan::stands(
                (&self.site, &self.pictures),
                (other.site, other.pictures),
                &self.planned.problems,
            )
    }

    /// Whether a site made at `now` would be the same, given the same sources.
    fn holds(&self, now: Timestamp) -> bool {
        let site = &self.site;
        now >= site.now
            && self.site.next_change.is_none_or(|at| now < at)
            && plan::news(site, now) == plan::news(site, site.now)
    }
}

impl Key {
    fn of(content: &Content, around: Around<'_>) -> Key {
        let Around { config, templates, visibility, .. } = around;
        Key {
            revision: content.revision,
            drafts: visibility.drafts,
            future: visibility.future,
            layouts: templates.names(),
            shows_search: shows_search(config, templates),
            shows_related: shows_related(config, templates),
        }
    }
}

fn make(key: Key, content: Content, around: Around<'_>, before: Option<&Model>) -> Model {
    let Around { config, visibility, cache, .. } = around;
    let mut problems = Vec::new();
    let Content { pieces, files, shared, carried, .. } = content;
    let same = before.filter(|before| before.is_of(config));
    let around = site::Around {
        config,
        visibility,
        shared: &shared,
        carried: Some(&carried),
        before: same.map(|before| &before.site),
    };
    let site = site::assemble(pieces, files, around, &mut problems);
    let first = || Memory::of(cache);
    let memory = before.map_or_else(first, |before| before.pictures.memory.clone());
    let means = Means { cache, memory: &memory, effort: Effort::Headers, progress: &() };
    let pictures = images::read(&site, config, means, &mut problems);
    let given = Given { site: &site, config, pictures: &pictures };
    let search = key.shows_search.then(|| previewed_index(&site, config));
    let (planned, view) = rayon::join(
        || {
            let stands = |before: &&Model| before.plan_stands(&key, given, search.as_deref());
            match same.filter(stands) {
                Some(before) => Arc::clone(&before.planned),
                None => Arc::new(Planned::new(&key, given, search.as_deref())),
            }
        },
        || {
            let earlier =
                before.and_then(|before| Some((before.view.related.as_ref()?, &*before.site.posts)));
            let related = key.shows_related.then(|| Related::on_demand(&site.posts, earlier));
            render::view(given, related, search.clone())
        },
    );
    let standing = Standing::of(&site);
    Model { key, config: Arc::clone(config), site, planned, pictures, view, problems, standing }
}

fn samples(plan: &Plan) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    for (at, output) in plan.outputs.iter().enumerate().filter(|(_, output)| is_page(&output.shows)) {
        if !found.iter().any(|other| is_alike(&plan.outputs[*other].shows, &output.shows)) {
            found.push(at);
        }
    }
    found
}

fn is_page(shows: &Shows) -> bool {
    matches!(
        shows,
        Shows::Post { .. }
            | Shows::Page { .. }
            | Shows::Home { .. }
            | Shows::Term { .. }
            | Shows::Terms { .. }
            | Shows::Archive { .. }
            | Shows::Archives
            | Shows::NotFound { .. }
            | Shows::Redirect { .. }
            | Shows::Search
    )
}

/// Whether two pages come of one template in one way.
fn is_alike(one: &Shows, other: &Shows) -> bool {
    match (one, other) {
        (Shows::Post { layout: one, .. }, Shows::Post { layout: other, .. })
        | (Shows::Page { layout: one, .. }, Shows::Page { layout: other, .. }) => one == other,
        (Shows::Term { taxonomy: one, .. }, Shows::Term { taxonomy: other, .. })
        | (Shows::Terms { taxonomy: one, .. }, Shows::Terms { taxonomy: other, .. }) => one == other,
        _ => discriminant(one) == discriminant(other),
    }
}

fn loaded(plan: &Plan) -> Vec<usize> {
    let is_asset = |at: &usize| {
        matches!(plan.outputs[*at].shows, Shows::Copy { .. } | Shows::ThemeAsset { .. } | Shows::Highlight)
    };
    (0..plan.outputs.len()).filter(is_asset).collect()
}
