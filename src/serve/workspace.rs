//! The newsroom's files as last read: what a change on disk makes anew is what it touched, and nothing else.
//!
//! Holds what `source` and `site::article` make of each file, by path. Knows no URLs and no browsers, and decides nothing
//! about what a site holds: that is `site::assemble`, which makes a new site of these pieces each time.

use super::change::{Change, Changed};
use super::held::{Held, read};
use super::print_of;
use super::sorts::{is_settings, is_shared, is_template, may_be_page, tells_by_name};
use super::sources::{Content, Sources};
use super::stamp::Stamp;
use crate::config::{self, Config, Overrides};
use crate::diagnostics::Diagnostic;
use crate::render::Templates;
use crate::site::Carried;
use crate::source::shared::{self, Shared};
use crate::source::tree::{self, ContentFile, StaticFile};
use crate::source::{self, templates};
use jiff::Timestamp;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where the site's sources are, and what the command line says over its settings.
#[derive(Debug, Clone)]
pub struct Place {
    /// The site's root, absolute and without links.
    pub root: PathBuf,
    /// The output folder of `build`, which is not a source.
    pub out: PathBuf,
    /// What the command line says over the settings.
    pub overrides: Overrides,
}

/// All sources of a site.
#[derive(Debug)]
pub struct Workspace {
    place: Place,
    settings: Settings,
    templates: Arc<Templates>,
    template_files: BTreeMap<String, u64>,
    template_problems: Vec<Diagnostic>,
    content: BTreeMap<String, Held>,
    /// Which of it are links, or once were.
    links: BTreeSet<String>,
    /// The settings that `content` was read by.
    read_by: Option<u64>,
    files: BTreeMap<String, (StaticFile, Stamp)>,
    tree_problems: Vec<Diagnostic>,
    shared: Arc<Shared>,
    shared_problems: Vec<Diagnostic>,
    carried: Arc<Carried>,
    /// Counts the changes to what the site says.
    revision: u64,
}

/// The settings as last read.
#[derive(Debug, Default)]
struct Settings {
    /// `None` when they cannot be read at all.
    config: Option<Arc<Config>>,
    problems: Vec<Diagnostic>,
    print: u64,
}

impl Workspace {
    /// Reads the whole site. A draft without a date has that of `now`.
    #[must_use]
    pub fn open(place: Place, now: Timestamp) -> Workspace {
        let mut workspace = Workspace {
            place,
            settings: Settings::default(),
            templates: Arc::new(Templates::new(Vec::new())),
            template_files: BTreeMap::new(),
            template_problems: Vec::new(),
            content: BTreeMap::new(),
            links: BTreeSet::new(),
            read_by: None,
            files: BTreeMap::new(),
            tree_problems: Vec::new(),
            shared: Arc::default(),
            shared_problems: Vec::new(),
            carried: Arc::default(),
            revision: 0,
        };
        workspace.update(&Change::Everything, now);
        workspace
    }

    /// The settings, when there are any that can be read.
    #[must_use]
    pub fn config(&self) -> Option<&Arc<Config>> {
        self.settings.config.as_ref()
    }

    /// Whether a path is one of the site's files as last read.
    #[must_use]
    pub fn knows(&self, path: &Path) -> bool {
        self.relative(path).is_some_and(|path| {
            self.content.contains_key(&path)
                || self.files.contains_key(&path)
                || self.template_files.contains_key(&path)
                || is_settings(&path)
                || is_shared(&path)
        })
    }

    /// Brings the workspace up to what is on disk, and tells what that changed.
    pub fn update(&mut self, change: &Change, now: Timestamp) -> Changed {
        let changed = self.take_in(change, now);
        let Changed { added, edited, removed } = &changed;
        let same_files = added.is_empty() && removed.is_empty();
        if !same_files || edited.iter().any(|path| self.says_something(path)) {
            self.revision += 1;
        }
        changed
    }

    fn take_in(&mut self, change: &Change, now: Timestamp) -> Changed {
        let paths: BTreeSet<String> = match change {
            Change::Everything => BTreeSet::new(),
            Change::Paths(paths) => paths.iter().filter_map(|path| self.relative(path)).collect(),
        };
        let all = *change == Change::Everything;
        let mut changed = Changed::default();
        if all || paths.iter().any(|path| is_settings(path)) {
            self.read_settings(&mut changed);
            self.read_templates(&mut changed);
            self.rescan(&BTreeSet::new(), now, &mut changed);
            self.read_shared(&mut changed);
            return changed;
        }
        let (shared, paths): (BTreeSet<String>, BTreeSet<String>) =
            paths.into_iter().partition(|path| is_shared(path));
        if !shared.is_empty() {
            self.read_shared(&mut changed);
        }
        let (templates, files): (BTreeSet<String>, BTreeSet<String>) =
            paths.into_iter().partition(|path| is_template(path));
        if !templates.is_empty() {
            self.read_templates(&mut changed);
        }
        self.update_files(files, now, &mut changed);
        changed
    }

    /// The sources at this moment, or every error that stands in them.
    pub fn sources(&self) -> Result<Sources, Vec<Diagnostic>> {
        let general = || {
            let lists = [
                &self.settings.problems,
                &self.template_problems,
                &self.tree_problems,
                &self.shared_problems,
            ];
            lists.into_iter().flatten().cloned()
        };
        let mut pieces = Vec::with_capacity(self.content.len());
        let mut own: Vec<Arc<[Diagnostic]>> = Vec::new();
        for held in self.content.values() {
            pieces.extend(held.piece.clone());
            own.extend(Some(&held.problems).filter(|problems| !problems.is_empty()).cloned());
        }
        let is_wrong = |problems: &Arc<[Diagnostic]>| problems.iter().any(Diagnostic::is_error);
        let wrong = general().any(|problem| problem.is_error()) || own.iter().any(is_wrong);
        match &self.settings.config {
            Some(config) if !wrong => Ok(Sources {
                config: Arc::clone(config),
                templates: Arc::clone(&self.templates),
                content: Content {
                    revision: self.revision,
                    pieces,
                    files: self.files.values().map(|(file, _)| file.clone()).collect(),
                    shared: Arc::clone(&self.shared),
                    carried: Arc::clone(&self.carried),
                },
                stamps: self.files.iter().map(|(path, (_, stamp))| (path.clone(), *stamp)).collect(),
                warnings: own.into_iter().chain([general().collect()]).collect(),
            }),
            _ => Err(general().chain(own.iter().flat_map(|problems| problems.iter().cloned())).collect()),
        }
    }

    fn read_settings(&mut self, changed: &mut Changed) {
        let root = &self.place.root;
        let name =
            if root.join(config::SITE_TOML).is_file() { config::SITE_TOML } else { config::CONFIG_YML };
        let print = print_of(&std::fs::read(root.join(name)).unwrap_or_default()) ^ name.len() as u64;
        if print == self.settings.print && self.settings.config.is_some() {
            return;
        }
        let mut problems = Vec::new();
        let config = config::load(root, &self.place.overrides, &mut problems).map(Arc::new);
        changed.edited.insert(name.to_owned());
        self.settings = Settings { config, problems, print };
    }

    /// The settings to read files by; `None` while they have errors. Files wait then, and their stamps tell later.
    fn good_config(&self) -> Option<Arc<Config>> {
        let is_good = !self.settings.problems.iter().any(Diagnostic::is_error);
        self.settings.config.clone().filter(|_| is_good)
    }

    fn read_templates(&mut self, changed: &mut Changed) {
        let mut problems = Vec::new();
        let own = templates::read(&self.place.root, &mut problems);
        let files =
            own.iter().map(|(name, text)| (format!("templates/{name}"), print_of(text.as_bytes()))).collect();
        let before = std::mem::replace(&mut self.template_files, files);
        changed.compare(&before, &self.template_files);
        changed.edited.extend(problems.iter().map(|problem| problem.file.clone()));
        self.template_problems = problems;
        if before != self.template_files {
            self.templates = Arc::new(Templates::new(own));
        }
    }

    fn read_shared(&mut self, changed: &mut Changed) {
        let Some(config) = self.good_config() else { return };
        let mut problems = Vec::new();
        let shared = shared::read(&config, &mut problems);
        if shared != *self.shared || problems != self.shared_problems {
            changed.edited.extend(self.shared.differing(&shared));
            changed.edited.extend(problems.iter().map(|problem| problem.file.clone()));
            self.shared = Arc::new(shared);
        }
        self.shared_problems = problems;
    }

    /// Takes in changes of single files; looks at the whole tree only when which files there are may have changed.
    fn update_files(&mut self, paths: BTreeSet<String>, now: Timestamp, changed: &mut Changed) {
        let Some(config) = self.good_config() else { return };
        let mut reread = BTreeSet::new();
        let mut structure = false;
        // What links to a changed file says something else too; such files are few.
        for path in self.links.clone().into_iter().chain(paths) {
            let disk = self.place.root.join(&path);
            let found = disk.symlink_metadata().ok();
            let is_file = found.as_ref().is_some_and(|found| !found.is_dir());
            let (content, file) = (self.content.get(&path), self.files.get(&path));
            let is_known = content.is_some() || file.is_some();
            if is_file && content.is_some_and(|held| tells_by_name(&held.file, &config)) {
                reread.insert(path);
            } else if is_file && file.is_some() && !may_be_page(&path, &config) {
                self.update_file(path, changed);
            } else if is_known {
                structure = true;
                reread.insert(path);
            } else if found.is_some() || self.is_folder(&path) {
                let is_apart = tree::is_set_aside(&path, &config);
                structure |= !is_apart;
                // A file that is no part of the site may still be shown by `include_relative`.
                if is_file && !is_apart && self.has_liquid() {
                    changed.edited.insert(path);
                }
            }
        }
        if structure {
            self.rescan(&reread, now, changed);
            return;
        }
        let files: Vec<ContentFile> =
            reread.iter().filter_map(|path| self.content.get(path)).map(|held| held.file.clone()).collect();
        self.read_content(files, &config, now, changed);
    }

    fn has_liquid(&self) -> bool {
        let pieces = self.content.values().filter_map(|held| held.piece.as_ref());
        pieces.into_iter().any(|piece| piece.template.is_some())
    }

    /// Whether a file is more than looks. Liquid can include a stylesheet or a script in a body.
    fn says_something(&self, path: &str) -> bool {
        let is_look = path.ends_with(".css") || path.ends_with(".js");
        !is_template(path) && (!is_look || self.has_liquid())
    }

    fn update_file(&mut self, path: String, changed: &mut Changed) {
        if let Some((file, stamp)) = self.files.get_mut(&path) {
            let now = Stamp::of(&file.disk);
            if stamp.may_differ(&now) {
                *stamp = now;
                changed.edited.insert(path);
            }
        }
    }

    /// Whether any file is known below `path`.
    fn is_folder(&self, path: &str) -> bool {
        let folder = format!("{path}/");
        let below = |found: Option<&String>| found.is_some_and(|found| found.starts_with(&folder));
        below(self.content.range(folder.clone()..).next().map(|(path, _)| path))
            || below(self.files.range(folder.clone()..).next().map(|(path, _)| path))
    }

    /// Walks the tree: reads what is new, what has another stamp, and what `reread` names.
    fn rescan(&mut self, reread: &BTreeSet<String>, now: Timestamp, changed: &mut Changed) {
        let Some(config) = self.good_config() else { return };
        // Dates, defaults and addresses all depend on the settings, so with others every file is read again.
        let fresh = self.read_by != Some(self.settings.print);
        if fresh {
            self.read_by = Some(self.settings.print);
            self.content.clear();
            self.links.clear();
        }
        let mut problems = Vec::new();
        let found = tree::scan(&config, &self.place.out, &mut problems);
        source::report_liquid(found.liquid, &mut problems);
        self.tree_problems = problems;

        let files: BTreeMap<String, (StaticFile, Stamp)> = found
            .files
            .into_par_iter()
            .map(|file| (file.path.clone(), (Stamp::of(&file.disk), file)))
            .map(|(path, (stamp, file))| (path, (file, stamp)))
            .collect();
        let before = std::mem::replace(&mut self.files, files);
        if !fresh {
            changed.compare(&before, &self.files);
        }

        let names: BTreeSet<&str> = found.content.iter().map(|file| file.path.as_str()).collect();
        let gone: Vec<String> =
            self.content.keys().filter(|path| !names.contains(path.as_str())).cloned().collect();
        for path in gone {
            self.content.remove(&path);
            self.links.remove(&path);
            changed.removed.insert(path);
        }
        let stale: Vec<ContentFile> = found
            .content
            .into_par_iter()
            .filter(|file| {
                self.content.get(&file.path).is_none_or(|held| {
                    reread.contains(&file.path)
                        || held.file.kind != file.kind
                        || held.stamp.may_differ(&Stamp::of(&file.disk))
                })
            })
            .collect();
        let mut own = Changed::default();
        self.read_content(stale, &config, now, &mut own);
        if !fresh {
            changed.added.append(&mut own.added);
        }
        changed.edited.append(&mut own.edited);
    }

    fn read_content(
        &mut self,
        files: Vec<ContentFile>,
        config: &Config,
        now: Timestamp,
        changed: &mut Changed,
    ) {
        let read: Vec<Held> =
            files.into_par_iter().with_min_len(16).map(|file| read(file, config, now)).collect();
        for held in read {
            let path = held.file.path.clone();
            if held.stamp.is_link {
                self.links.insert(path.clone());
            }
            match self.content.get_mut(&path) {
                None => {
                    changed.added.insert(path.clone());
                    self.content.insert(path, held);
                }
                Some(before) if before.print == held.print && before.file.kind == held.file.kind => {
                    before.stamp = held.stamp;
                }
                Some(before) => {
                    *before = held;
                    changed.edited.insert(path);
                }
            }
        }
    }

    fn relative(&self, path: &Path) -> Option<String> {
        path.starts_with(&self.place.root).then(|| tree::relative(path, &self.place.root))?
    }
}
