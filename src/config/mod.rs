//! The site's settings as one value, from `site.toml` or from Jekyll's `_config.yml`. Reads no content.

pub mod address;
mod collection;
mod finding;
pub mod images;
mod jekyll;
mod jekyll_plugins;
mod language;
pub mod machines;
pub mod publish;
mod settings;
mod table;
mod url;

pub use collection::Collection;
pub use language::direction;
pub use url::is_external;

use crate::diagnostics::{Diagnostic, Problem};
use crate::markdown::Kramdown;
use crate::source::yaml::Map;
use finding::{Related, Search};
use globset::{Glob, GlobMatcher, GlobSet, GlobSetBuilder};
use images::Images;
pub use jekyll_plugins::OldAddresses;
use jiff::tz::TimeZone;
use machines::{Feeds, Files, Publisher, Robots, Security, Share, Sitemap};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use url::split_url;

/// The name of Dateline's own settings file.
pub const SITE_TOML: &str = "site.toml";
/// The name of Jekyll's.
pub const CONFIG_YML: &str = "_config.yml";

/// Whose rules a root follows where the two differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flavor {
    /// A root with `site.toml`.
    Dateline,
    /// A root with `_config.yml` alone.
    Jekyll,
}

/// Everything that is set for a site as a whole.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "each field is the setting of its name; docs/site-toml.md says what it does")]
pub struct Config {
    pub root: PathBuf,
    pub flavor: Flavor,
    /// `site.toml` or `_config.yml`.
    pub file: &'static str,
    pub title: String,
    pub description: String,
    /// Scheme and host, without a slash at the end; empty when none is set.
    pub origin: String,
    /// The address's own path: empty, or `/news`.
    pub base_path: String,
    pub language: String,
    pub copyright: String,
    pub timezone: TimeZone,
    pub permalink: String,
    /// How the addresses of a Jekyll site's pages and collections end: in `/`, in `.html` or in neither.
    pub page_end: &'static str,
    /// The folder that holds a Jekyll site's collections and posts, when it is not the root.
    pub collections_dir: String,
    pub paginate: usize,
    pub excerpt_separator: Option<String>,
    /// Shows future-dated posts, as Jekyll's `future: true`.
    pub future: bool,
    /// Old and new addresses of no post's own, rooted.
    pub redirects: Vec<(String, String)>,
    /// Where Jekyll's plugins had lists and feeds.
    pub old: OldAddresses,
    /// Whether Markdown is kramdown's.
    pub kramdown: Option<Kramdown>,
    /// Liquid that cannot be carried out is an error.
    pub strict: bool,
    /// Settings of the site's own, for `site.<key>` in Liquid.
    pub values: Map,
    pub theme: Theme,
    pub authors: BTreeMap<String, Author>,
    pub stories: BTreeMap<String, Story>,
    pub defaults: Vec<Defaults>,
    pub taxonomies: Taxonomies,
    pub archives: Archives,
    pub images: Images,
    pub related: Related,
    pub search: Search,
    pub exclude: GlobSet,
    pub include: GlobSet,
    pub collections: Vec<Collection>,
    pub publish: publish::Targets,
    pub notify: publish::Notify,
    /// Raw HTML of posts is cleaned: they come from people whom the newsroom does not employ.
    pub untrusted: bool,
    pub feeds: Feeds,
    pub sitemap: Sitemap,
    pub robots: Robots,
    pub files: Files,
    pub security: Option<Security>,
    pub publisher: Publisher,
    pub share: Share,
    /// Rules of `dateline check` that are off.
    pub check_off: Vec<String>,
    /// Whether the settings name a time zone.
    pub has_timezone: bool,
}

/// `[theme]`.
#[derive(Debug, Clone, Default)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Theme {
    pub logo: Option<String>,
    pub logo_alt: Option<String>,
    pub logo_only: bool,
    pub favicon: Option<String>,
    pub icon: Option<String>,
    pub accent: Option<String>,
    pub accent_dark: Option<String>,
    pub font_body: Option<String>,
    pub font_heading: Option<String>,
    pub date_format: String,
    pub time_format: String,
    /// Names of the categories that the front page has a section of; `None` for the most used.
    pub sections: Option<Vec<String>>,
    /// Where readers can share an article: keys of the theme's own list.
    pub share: Vec<String>,
    pub footer: Option<String>,
    pub navigation: Vec<Link>,
    pub social: Vec<Link>,
}

/// Where an article can be shared, by a plain link that loads nothing. The first four are shown unless a site says.
pub const SHARES: [&str; 9] =
    ["email", "facebook", "whatsapp", "bluesky", "mastodon", "x", "linkedin", "telegram", "reddit"];

/// A link of the navigation or the footer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What is read.
    pub title: String,
    /// Rooted or whole.
    pub url: String,
}

/// `[authors.<key>]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Author {
    pub name: String,
    pub bio: Option<String>,
    pub url: Option<String>,
    pub avatar: Option<String>,
}

/// `[stories.<slug>]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Story {
    pub title: Option<String>,
    pub description: Option<String>,
}

/// Front matter for every file that a pattern matches.
#[derive(Debug, Clone)]
pub struct Defaults {
    /// Matches paths from the root; `None` matches all.
    pub glob: Option<GlobMatcher>,
    /// How specific the pattern is: the longest wins.
    pub weight: usize,
    /// Jekyll's `type`: `posts`, `pages`, `drafts` or a collection's name.
    pub kind: Option<String>,
    /// The keys.
    pub values: Map,
}

/// One kind of term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaxonomySettings {
    /// Whether it has pages.
    pub enabled: bool,
    /// The overview's headline.
    pub title: String,
}

/// `[taxonomies]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the taxonomy of its name")]
pub struct Taxonomies {
    pub tags: TaxonomySettings,
    pub categories: TaxonomySettings,
    pub authors: TaxonomySettings,
    pub stories: TaxonomySettings,
}

impl Default for Taxonomies {
    fn default() -> Self {
        let on = |title: &str| TaxonomySettings { enabled: true, title: title.to_owned() };
        Taxonomies {
            tags: on("Tags"),
            categories: on("Categories"),
            authors: on("Authors"),
            stories: on("Stories"),
        }
    }
}

/// `[archives]`: which date pages there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the archive of its name")]
pub struct Archives {
    pub years: bool,
    pub months: bool,
    pub days: bool,
}

/// What the command line says over the settings file.
#[derive(Debug, Clone, Default)]
pub struct Overrides {
    /// `--base-url`.
    pub base_url: Option<String>,
    /// `--timezone`.
    pub timezone: Option<String>,
}

/// The nearest folder from `start` upward that holds a settings file.
pub fn find_root(start: &Path) -> Result<PathBuf, Box<Diagnostic>> {
    start
        .ancestors()
        .find(|folder| folder.join(SITE_TOML).is_file() || folder.join(CONFIG_YML).is_file())
        .map(Path::to_path_buf)
        .ok_or_else(|| Box::new(Diagnostic::error("", Problem::NoSite { from: start.display().to_string() })))
}

/// Reads the settings of the site at `root`. Problems go to `problems`; `None` when there is no file to read at all.
pub fn load(root: &Path, overrides: &Overrides, problems: &mut Vec<Diagnostic>) -> Option<Config> {
    let (file, flavor) = if root.join(SITE_TOML).is_file() {
        (SITE_TOML, Flavor::Dateline)
    } else if root.join(CONFIG_YML).is_file() {
        (CONFIG_YML, Flavor::Jekyll)
    } else {
        problems.push(Diagnostic::error("", Problem::NoSite { from: root.display().to_string() }));
        return None;
    };
    let text = match std::fs::read(root.join(file)) {
        Ok(bytes) => match crate::source::text::decode(file, &bytes) {
            Ok(text) => text.into_owned(),
            Err(problem) => {
                problems.push(*problem);
                return None;
            }
        },
        Err(error) => {
            problems.push(Diagnostic::error(file, Problem::Unreadable { reason: error.to_string() }));
            return None;
        }
    };
    let mut config = Config::new(root.to_path_buf(), flavor, file);
    match flavor {
        Flavor::Dateline => settings::read(&text, &mut config, problems),
        Flavor::Jekyll => jekyll::read(&text, &mut config, problems),
    }
    if let Some(url) = &overrides.base_url {
        match split_url(url) {
            Some((origin, path)) => (config.origin, config.base_path) = (origin, path),
            None => problems.push(Diagnostic::error("", Problem::InvalidBaseUrl { url: url.clone() })),
        }
    }
    if let Some(name) = &overrides.timezone {
        match TimeZone::get(name) {
            Ok(zone) => (config.timezone, config.has_timezone) = (zone, true),
            Err(_) => problems.push(Diagnostic::error("", Problem::UnknownTimezone { name: name.clone() })),
        }
    }
    Some(config)
}

impl Config {
    fn new(root: PathBuf, flavor: Flavor, file: &'static str) -> Config {
        Config {
            root,
            flavor,
            file,
            title: String::new(),
            description: String::new(),
            origin: String::new(),
            base_path: String::new(),
            language: "en".into(),
            copyright: String::new(),
            timezone: TimeZone::UTC,
            page_end: ".html",
            collections_dir: String::new(),
            permalink: match flavor {
                Flavor::Dateline => "/:year/:month/:day/:title/".into(),
                Flavor::Jekyll => crate::site::permalink::style("date").into(),
            },
            paginate: 20,
            excerpt_separator: None,
            redirects: Vec::new(),
            future: false,
            kramdown: (flavor == Flavor::Jekyll).then(Kramdown::default),
            old: OldAddresses::default(),
            strict: false,
            values: Map::default(),
            theme: Theme {
                date_format: "%-d %B %Y".into(),
                time_format: "%H:%M %Z".into(),
                share: SHARES.iter().take(4).map(|name| (*name).to_owned()).collect(),
                ..Theme::default()
            },
            authors: BTreeMap::new(),
            stories: BTreeMap::new(),
            defaults: Vec::new(),
            taxonomies: Taxonomies::default(),
            archives: Archives { years: true, months: true, days: true },
            images: Images::default(),
            related: Related::default(),
            search: Search::default(),
            exclude: GlobSet::empty(),
            include: GlobSet::empty(),
            collections: Vec::new(),
            publish: publish::Targets::new(),
            notify: publish::Notify::default(),
            untrusted: false,
            feeds: Feeds::default(),
            sitemap: Sitemap::default(),
            robots: Robots::default(),
            files: Files::default(),
            security: None,
            publisher: Publisher::default(),
            share: Share::default(),
            check_off: Vec::new(),
            has_timezone: false,
        }
    }

    /// A path from the site's root as a link: with the address's own path in front. Whole addresses stay.
    #[must_use]
    pub fn href(&self, url: &str) -> String {
        if is_external(url) {
            return url.to_owned();
        }
        [&self.base_path, slash_before(url), url].concat()
    }

    /// A path from the site's root as a whole address.
    #[must_use]
    pub fn absolute(&self, url: &str) -> String {
        if is_external(url) {
            return url.to_owned();
        }
        [&self.origin, &self.base_path, slash_before(url), url].concat()
    }

    /// Front matter that the site gives to the file at `path`, the most specific pattern first.
    pub fn defaults_for<'a>(&'a self, path: &'a str, kind: &'a str) -> impl Iterator<Item = &'a Map> {
        self.defaults
            .iter()
            .filter(move |d| {
                d.kind.as_deref().is_none_or(|k| k == kind)
                    && d.glob.as_ref().is_none_or(|g| g.is_match(path))
            })
            .map(|d| &d.values)
    }
}

/// The slash that a path from the root may have left out.
fn slash_before(path: &str) -> &'static str {
    if path.starts_with('/') { "" } else { "/" }
}

/// A set of patterns in which a plain folder name means all below it.
fn glob_set(patterns: &[String]) -> Result<GlobSet, (String, String)> {
    let mut builder = GlobSetBuilder::new();
    for pattern in patterns {
        let bare = pattern.trim_start_matches("./").trim_matches('/');
        for text in [bare.to_owned(), format!("{bare}/**")] {
            builder.add(Glob::new(&text).map_err(|error| (pattern.clone(), error.kind().to_string()))?);
        }
    }
    builder.build().map_err(|error| (patterns.join(", "), error.kind().to_string()))
}
