//! A version of the site apart from how it looks: its articles, the files to come, its pictures, and what templates are given.
//!
//! A value. No edit of a template's text or of a stylesheet changes it, so it passes whole from edition to edition.

use super::sources::Content;
use super::standing::Standing;

use crate::build::{search_index, shows_related, shows_search};
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::images::{self, Cache, Effort, Means, Memory, Pictures};
use crate::plan::{self, Output, Plan, Shows};
use crate::render::{self, Given, Templates, View};
use crate::site::article::Article;
use crate::site::related::Related;
use crate::site::visibility::Visibility;
use crate::site::{self, Site};
use jiff::Timestamp;
use std::collections::{BTreeSet, HashSet};
use std::mem::discriminant;
use std::sync::Arc;

/// The site at one moment, without its templates.
pub struct Model {
    key: Key,
    config: Arc<Config>,
    /// Articles and terms.
    pub site: Site,
    /// Every file of it.
    pub plan: Plan,
    /// What is known of the pictures.
    pub pictures: Pictures,
    /// What templates are given.
    pub view: View,
    /// What was found wrong.
    pub problems: Vec<Diagnostic>,
    /// One output of each kind and layout, by its place in the plan.
    pub samples: Vec<usize>,
    /// The outputs that pages are made with, by their places in the plan.
    pub loaded: Vec<usize>,
    /// Whom readers do not see.
    pub standing: Standing,
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

    /// All shown articles.
    pub fn articles(&self) -> impl Iterator<Item = &Article> {
        self.site.posts.iter().chain(&self.site.pages)
    }

    fn is_of(&self, config: &Arc<Config>) -> bool {
        Arc::ptr_eq(&self.config, config)
    }

    /// Whether a site made at `now` would be the same, given the same sources.
    fn holds(&self, now: Timestamp) -> bool {
        let site = &self.site;
        now >= site.now
            && self.standing.next_change.is_none_or(|at| now < at)
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
    let same = before.filter(|before| before.is_of(config)).map(|before| &before.site);
    let around = site::Around { config, visibility, shared: &shared, carried: Some(&carried), before: same };
    let site = site::assemble(pieces, files, around, &mut problems);
    let first = || Memory::of(cache);
    let memory = before.map_or_else(first, |before| before.pictures.memory.clone());
    let means = Means { cache, memory: &memory, effort: Effort::Headers, progress: &() };
    let pictures = images::read(&site, config, means, &mut problems);
    let search = key.shows_search.then(|| search_index(&site, config, true));
    let (plan, view) = rayon::join(
        || plan::plan(&site, config, &pictures, &key.layouts, search.as_deref(), &mut problems),
        || {
            let earlier =
                before.and_then(|before| Some((before.view.related.as_ref()?, &*before.site.posts)));
            let related = key.shows_related.then(|| Related::on_demand(&site.posts, earlier));
            render::view(Given { site: &site, config, pictures: &pictures }, related, search.clone())
        },
    );
    let (samples, loaded, standing) = (samples(&plan), loaded(&plan), Standing::of(&site));
    Model { key, config: Arc::clone(config), site, plan, pictures, view, problems, samples, loaded, standing }
}

fn samples(plan: &Plan) -> Vec<usize> {
    let sort = |output: &Output| match &output.shows {
        Shows::Post { layout, .. } | Shows::Page { layout, .. } => Some((layout.clone(), 0)),
        Shows::Term { taxonomy, .. } | Shows::Terms { taxonomy, .. } => Some((None, *taxonomy)),
        Shows::Home { .. }
        | Shows::Archive { .. }
        | Shows::Archives
        | Shows::NotFound { .. }
        | Shows::Redirect { .. }
        | Shows::Search => Some((None, 0)),
        _ => None,
    };
    let mut seen = HashSet::new();
    let mut is_first =
        |output: &Output| sort(output).is_some_and(|sort| seen.insert((discriminant(&output.shows), sort)));
    (0..plan.outputs.len()).filter(|at| is_first(&plan.outputs[*at])).collect()
}

fn loaded(plan: &Plan) -> Vec<usize> {
    let is_asset = |at: &usize| {
        matches!(plan.outputs[*at].shows, Shows::Copy { .. } | Shows::ThemeAsset { .. } | Shows::Highlight)
    };
    (0..plan.outputs.len()).filter(is_asset).collect()
}
