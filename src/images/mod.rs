//! The site's pictures: how large they are, in which sizes they are offered, and the cache that holds these.
//!
//! [`read`] takes headers from the disk and, in a build, draws what the cache lacks; [`Pictures`] is the value that plan
//! and render work from. Knows nothing of templates or of the output folder.

pub mod cache;
pub mod card;
pub mod facts;
pub mod icons;
mod pixels;
pub mod recipe;
pub mod references;
mod survey;
mod svg;
pub mod variants;

pub use cache::Cache;
pub use pixels::square_icon;
pub use recipe::{Draw, Drawn, Recipe};

use crate::config::Config;
use crate::config::images::Images;
use crate::diagnostics::Diagnostic;
use crate::site::article::Article;
use crate::site::{Site, slug};
use cache::{Row, Stamp};
use facts::{Facts, Format};
use references::Leads;
use rustc_hash::{FxHashMap, FxHashSet};
use variants::{Encoding, Size};

/// How much is done at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// Headers only: each picture is drawn when it is asked for. For the preview and for dry runs.
    Headers,
    /// Everything that the cache lacks. For a build.
    Draw,
}

/// What reading and drawing need besides the site.
#[derive(Clone, Copy)]
pub struct Means<'a> {
    /// Where drawn files are kept.
    pub cache: &'a Cache,
    /// What is known of the files already.
    pub memory: &'a Memory,
    /// How much is done now.
    pub effort: Effort,
    /// Who is told how far it is.
    pub progress: &'a dyn Progress,
}

/// What an earlier reading found, so that files which are as they were then need not be read again.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// By path from the root.
    pictures: FxHashMap<String, Row>,
    /// Of the logo that icons are made of; its content's hash.
    logo: Option<(Stamp, String)>,
}

impl Memory {
    /// What the last build left in the cache.
    #[must_use]
    pub fn of(cache: &Cache) -> Memory {
        Memory { pictures: cache.index(), logo: None }
    }
}

/// Told how far long work is.
pub trait Progress: Sync {
    /// So many steps are to come.
    fn begin(&self, what: &'static str, steps: usize);
    /// One is done.
    fn step(&self);
    /// All are.
    fn end(&self);
}

/// Nobody is told.
impl Progress for () {
    fn begin(&self, _: &'static str, _: usize) {}
    fn step(&self) {}
    fn end(&self) {}
}

/// A picture of the site.
#[derive(Debug)]
pub struct Picture {
    /// Its address from the site's root, escaped, without the address's own path.
    pub url: String,
    /// What its header says.
    pub facts: Facts,
    /// Its further sizes, by encoding and then by width.
    pub variants: Vec<Variant>,
}

/// A further size of a picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Variant {
    /// In pixels, and how it is written.
    pub size: Size,
    /// Its address from the site's root.
    pub url: String,
}

/// A file that is drawn.
#[derive(Debug, Clone)]
pub struct Derived {
    /// Its path in the output folder.
    pub path: String,
    /// How.
    pub recipe: Recipe,
}

/// All pictures that articles show.
#[derive(Debug, Default)]
pub struct Pictures {
    list: Vec<Picture>,
    by_target: FxHashMap<String, usize>,
    /// Every file that is drawn, by path.
    pub derived: Vec<Derived>,
    /// The address of each post's share card, by the post's number.
    cards: FxHashMap<usize, String>,
    /// The hashes of all pictures that the site has, shown or not.
    hashes: FxHashSet<String>,
    /// Whether there are icons.
    pub has_icons: bool,
    /// Whether the cache may hold what nothing needs any more.
    stale: bool,
    /// What was found, for the next reading.
    pub memory: Memory,
}

/// The folder of drawn files in the output. Each has a hash in its name, so a host may let browsers keep all of it.
pub const FOLDER: &str = "assets/derived";
/// The widest that a page offers to a reader whose browser knows no `srcset`, and to who shares a link.
const COMMON: u32 = 1200;

impl Pictures {
    /// What an article's `image:` shows; `None` for a picture that is not there.
    #[must_use]
    pub fn lead(&self, path: &str, config: &Config) -> Lead<'_> {
        match references::front(path, config) {
            Leads::Elsewhere => Lead::Elsewhere,
            Leads::Here(target) => self.at(&target).map_or(Lead::Missing, Lead::Here),
        }
    }

    /// The address of what an article's `image:` shows; `None` where there is no picture or none that is there.
    #[must_use]
    pub fn lead_url<'a>(&'a self, article: &'a Article, config: &Config) -> Option<&'a str> {
        let path = article.image.as_ref()?.path.as_str();
        match self.lead(path, config) {
            Lead::Elsewhere => Some(path),
            Lead::Here(picture) => Some(&picture.url),
            Lead::Missing => None,
        }
    }

    /// The picture that an `<img>` of the article's body shows.
    #[must_use]
    pub fn in_body(&self, article: &Article, src: &str, config: &Config) -> Option<&Picture> {
        match references::body(article, src, config) {
            Leads::Elsewhere => None,
            Leads::Here(target) => self.at(&target),
        }
    }

    /// How many could be drawn smaller.
    #[must_use]
    pub fn large(&self) -> usize {
        let settings = Images { resize: true, ..Images::default() };
        self.list.iter().filter(|picture| !variants::sizes(&picture.facts, &settings).is_empty()).count()
    }

    /// The address of a post's share card.
    #[must_use]
    pub fn card(&self, post: usize) -> Option<&str> {
        self.cards.get(&post).map(String::as_str)
    }

    fn at(&self, target: &str) -> Option<&Picture> {
        self.by_target.get(target).map(|at| &self.list[*at])
    }
}

/// Where a front matter's picture is.
#[derive(Debug, Clone, Copy)]
pub enum Lead<'a> {
    /// On another host, or where nothing is checked.
    Elsewhere,
    /// Among the site's files.
    Here(&'a Picture),
    /// Nowhere; a warning said so.
    Missing,
}

impl Picture {
    /// The sizes of one encoding, by width.
    pub fn of(&self, encoding: Encoding) -> impl Iterator<Item = &Variant> {
        self.variants.iter().filter(move |variant| variant.size.encoding == encoding)
    }

    /// What is shown where only one size can be: address, width and height.
    #[must_use]
    pub fn common(&self) -> (&str, u32, u32) {
        let fits = |variant: &&Variant| variant.size.width <= COMMON;
        let own = (self.url.as_str(), self.facts.width, self.facts.height);
        if self.facts.width <= COMMON {
            return own;
        }
        let found = self.of(Encoding::Jpeg).filter(fits).last();
        found.map_or(own, |v| (v.url.as_str(), v.size.width, v.size.height))
    }

    /// Whether other sites can show it beside a link.
    #[must_use]
    pub fn can_be_shared(&self) -> bool {
        let common = matches!(self.facts.format, Format::Jpeg | Format::Png | Format::WebP)
            || (self.facts.format == Format::Other && self.url.to_ascii_lowercase().ends_with(".gif"));
        common && self.facts.width > 0 && !self.facts.broken && !variants::too_large(&self.facts)
    }
}

/// The pictures that visible articles show, the icons made of the site's logo, and the share cards of the newest posts
/// that have no picture which could be shared. With [`Effort::Draw`] all that the cache lacks is drawn.
#[must_use]
pub fn read(site: &Site, config: &Config, means: Means<'_>, problems: &mut Vec<Diagnostic>) -> Pictures {
    let mut pictures = shown(site, config, means, problems);
    add_icons(&mut pictures, site, config, means.memory, problems);
    add_cards(&mut pictures, site, config, means);
    pictures
}

fn shown(site: &Site, config: &Config, means: Means<'_>, problems: &mut Vec<Diagnostic>) -> Pictures {
    let wanted = references::collect(site, config, problems);
    if wanted.is_empty() {
        return Pictures::default();
    }
    let known = survey::read(site, &wanted, config, means, problems);
    let hashes = known.rows.values().map(|row| row.hash.clone()).collect();
    let memory = Memory { pictures: known.rows, logo: None };
    let mut pictures = Pictures { stale: known.stale, hashes, memory, ..Pictures::default() };
    let mut paths = FxHashSet::default();
    for (file, hash, facts) in known.files {
        let file = &site.files[file];
        let sizes = variants::sizes(&facts, &config.images);
        let mut list = Vec::with_capacity(sizes.len());
        for derived in survey::derive(file, &hash, &sizes, &config.images) {
            let url = format!("/{}", derived.path);
            let Draw::Resized { size, .. } = derived.recipe.draw else { continue };
            list.push(Variant { size, url });
            // The same picture may lie in the site twice.
            if paths.insert(derived.path.clone()) {
                pictures.derived.push(derived);
            }
        }
        pictures.by_target.insert(file.target.clone(), pictures.list.len());
        let url = format!("/{}", slug::escape_path(&file.target));
        pictures.list.push(Picture { url, facts, variants: list });
    }
    pictures
}

fn add_cards(pictures: &mut Pictures, site: &Site, config: &Config, means: Means<'_>) {
    let bare = |number: &usize| match &site.posts[*number].image {
        None => true,
        Some(image) => match pictures.lead(&image.path, config) {
            Lead::Here(picture) => !picture.can_be_shared(),
            Lead::Missing => true,
            Lead::Elsewhere => false,
        },
    };
    let newest = 0..site.posts.len().min(config.images.share_cards);
    let cards: Vec<(usize, Derived)> = newest
        .filter(bare)
        .filter_map(|number| Some((number, card::derive(&site.posts[number], site, config)?)))
        .collect();
    if means.effort == Effort::Draw {
        let recipes: Vec<&Recipe> = cards.iter().map(|(_, derived)| &derived.recipe).collect();
        pictures.stale |= survey::draw_cards(&recipes, means.cache, means.progress);
    }
    let mut paths = FxHashSet::default();
    for (number, derived) in cards {
        pictures.cards.insert(number, format!("/{}", derived.path));
        // Two posts of one headline have one card.
        if paths.insert(derived.path.clone()) {
            pictures.derived.push(derived);
        }
    }
}

fn add_icons(
    pictures: &mut Pictures,
    site: &Site,
    config: &Config,
    memory: &Memory,
    problems: &mut Vec<Diagnostic>,
) {
    if let Some((logo, derived)) = icons::derive(site, config, memory.logo.as_ref(), problems) {
        pictures.has_icons = true;
        // A new logo leaves the icons of the old one behind.
        pictures.stale |= pictures.hashes.insert(logo.1.clone());
        pictures.memory.logo = Some(logo);
        pictures.derived.extend(derived);
    }
}

/// Removes from the cache what was made of pictures that the site no longer has, by settings that it no longer has, or
/// for posts whose headline changed. To be called once the site is written.
pub fn tidy(pictures: &Pictures, config: &Config, cache: &Cache) {
    if !pictures.stale {
        return;
    }
    let cards: FxHashSet<&str> =
        pictures.derived.iter().map(|derived| derived.recipe.name.as_str()).collect();
    let current = survey::mark(&config.images);
    cache.prune(|name| {
        cards.contains(name)
            || name.split_once('-').is_some_and(|(hash, rest)| {
                pictures.hashes.contains(hash) && (rest.starts_with("icon-") || rest.contains(&current))
            })
    });
}
