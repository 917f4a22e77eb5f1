//! What templates see: the site's values, built once and shared, never per page.
//!
//! A card is a post as lists show it. Building cards costs more than rendering them, so each is made once, when a page
//! first shows it, and every page that shows it holds the same `Arc`. docs/templates.md names each field.

use super::fields::{Fields, put};
use super::metadata::Common;
use super::picture;
use crate::config::{Author, Config, Link, direction};
use crate::images::Pictures;
use crate::search::{self, IndexFile};
use crate::site::Site;
use crate::site::article::Article;
use crate::site::related::Related;
use crate::site::taxonomy::{Taxonomy, TaxonomyKind};
use crate::site::visibility::State;
use crate::source::date::Moment;
use crate::source::yaml;
use std::sync::{Arc, OnceLock};
use tera::Value;

/// Readers' words a minute, for `reading_time`.
const WORDS_PER_MINUTE: usize = 230;
/// What nearly every card has, names.
const USUAL: usize = 40;
/// How many cards `site.recent` holds.
const RECENT: usize = 5;

/// The shared values.
#[derive(Debug)]
pub struct View {
    /// `site`.
    pub site: Value,
    /// One card a post, in the site's order.
    posts: Vec<OnceLock<Value>>,
    /// One card a page.
    pages: Vec<OnceLock<Value>>,
    /// One value a term, by taxonomy.
    pub terms: Vec<Vec<Value>>,
    /// One value a taxonomy.
    pub taxonomies: Vec<Value>,
    /// Which posts a post is shown with, if it is shown with any.
    pub related: Option<Related>,
    /// The files of the search index, if readers can search the site.
    pub search: Option<Arc<[IndexFile]>>,
    /// What all pages say of themselves.
    pub(super) common: Common,
}

/// What everything that is shown is made of.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "each field is the type of its name")]
pub struct Given<'a> {
    pub site: &'a Site,
    pub config: &'a Config,
    pub pictures: &'a Pictures,
}

/// Builds the values that every page shares; the last two are kept as they are. Cards are made when a page first shows
/// them.
#[must_use]
pub fn view(given: Given<'_>, related: Option<Related>, search: Option<Arc<[IndexFile]>>) -> View {
    let Given { site, config, .. } = given;
    let terms: Vec<Vec<Value>> =
        site.taxonomies.iter().map(|taxonomy| term_values(taxonomy, config)).collect();
    let taxonomies = site.taxonomies.iter().map(|taxonomy| taxonomy_value(taxonomy, config)).collect();
    let empty = |count: usize| std::iter::repeat_with(OnceLock::new).take(count).collect();
    let (posts, pages) = (empty(site.posts.len()), empty(site.pages.len()));
    let common = Common::new(config, given.pictures.has_icons);
    let mut view = View { site: Value::none(), posts, pages, terms, taxonomies, related, search, common };
    view.site = site_value(&view, given);
    view
}

impl View {
    /// How many posts there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.posts.len()
    }

    /// The card of the site's post of that number.
    #[must_use]
    pub fn post(&self, number: usize, given: Given<'_>) -> &Value {
        let post = || card(&given.site.posts[number], Some(number), &self.terms, given);
        self.posts[number].get_or_init(post)
    }

    /// The card of the site's page of that number.
    #[must_use]
    pub fn page(&self, number: usize, given: Given<'_>) -> &Value {
        self.pages[number].get_or_init(|| card(&given.site.pages[number], None, &self.terms, given))
    }
}

/// How long a reader takes, in minutes, at least one.
#[must_use]
pub fn reading_time(words: usize) -> usize {
    words.div_ceil(WORDS_PER_MINUTE).max(1)
}

fn card(article: &Article, number: Option<usize>, terms: &[Vec<Value>], given: Given<'_>) -> Value {
    let Given { site, config, pictures } = given;
    let front = &article.front;
    let document = &article.document;
    let mut map = Fields::with_capacity(USUAL);
    for (key, value) in &front.extra {
        map.insert(key.clone().into(), from_yaml(value));
    }
    let own = |kind: TaxonomyKind| {
        let at = site.taxonomies.iter().position(|taxonomy| taxonomy.kind == kind);
        let own = article.terms.of(kind).iter();
        let values = at.map(|at| own.map(|term| terms[at][*term as usize].clone()).collect::<Vec<_>>());
        Value::from(values.unwrap_or_default())
    };
    let excerpt = Value::from(document.excerpt_text.as_str());
    // An excerpt without markup, as most are, is held once for both.
    let same = document.excerpt_html == document.excerpt_text;
    let html = if same { excerpt.clone().mark_safe() } else { Value::safe_string(&document.excerpt_html) };
    let image = article.image.as_deref();
    let shared = picture::shared(article, number, pictures, config);
    let language = front.lang.as_deref().unwrap_or(&config.language);
    // In the order of their names, so that nothing is left to be sorted.
    map.insert("authors".into(), own(TaxonomyKind::Authors));
    map.insert("breaking".into(), Value::from(article.breaking));
    map.insert("categories".into(), own(TaxonomyKind::Categories));
    if let Some(date) = &article.date {
        put_moment(&mut map, "date", "date_display", date, config);
    }
    put(&mut map, "dateline", front.dateline.as_deref());
    put(&mut map, "deck", front.deck.as_deref());
    put(&mut map, "description", front.description.as_deref());
    map.insert("dir".into(), Value::from(direction(language)));
    map.insert("draft".into(), Value::from(article.state == State::Draft));
    map.insert("excerpt".into(), excerpt);
    map.insert("excerpt_html".into(), html);
    map.insert("featured".into(), Value::from(front.featured));
    map.insert("has_code".into(), Value::from(document.has_code));
    put(&mut map, "image", image.and_then(|image| picture::lead(image, pictures, config)));
    put(&mut map, "kicker", front.kicker.as_deref());
    map.insert("kind".into(), Value::from(if article.is_post { "post" } else { "page" }));
    map.insert("lang".into(), Value::from(language));
    map.insert("path".into(), Value::from(article.path.as_str()));
    map.insert("permalink".into(), Value::from(config.absolute(&article.url)));
    map.insert("reading_time".into(), Value::from(reading_time(document.words)));
    put(&mut map, "share_image", shared.map(|shared| picture::share_image(&shared, config)));
    map.insert("slug".into(), Value::from(article.slug.as_str()));
    put(&mut map, "sponsor", front.sponsor.as_deref());
    map.insert("sponsored".into(), Value::from(front.sponsored));
    map.insert("state".into(), Value::from(article.state.word()));
    put(&mut map, "story", story(article, site, terms));
    map.insert("tags".into(), own(TaxonomyKind::Tags));
    put(&mut map, "time_display", article.date.as_ref().and_then(|date| time_display(date, config)));
    map.insert("title".into(), Value::from(article.title.as_str()));
    if let Some(updated) = &front.updated {
        put_moment(&mut map, "updated", "updated_display", updated, config);
        put(&mut map, "updated_time_display", time_display(updated, config));
    }
    map.insert("url".into(), Value::from(config.href(&article.url)));
    map.insert("words".into(), Value::from(document.words));
    Value::from(map)
}

/// Puts a moment in: for machines, and its day for readers.
pub(super) fn put_moment(
    map: &mut Fields,
    key: &'static str,
    display: &'static str,
    moment: &Moment,
    config: &Config,
) {
    map.insert(key.into(), Value::from(moment.rfc3339()));
    // A format that the clock cannot fill shows the plain day instead of failing every page.
    let text = moment.strftime(&config.theme.date_format).unwrap_or_else(|_| moment.local.date().to_string());
    map.insert(display.into(), Value::from(text));
}

/// The time of day for readers. Midnight is none, but a day that was given without one.
fn time_display(moment: &Moment, config: &Config) -> Option<String> {
    let clock = moment.local.time();
    let has_time = (clock.hour(), clock.minute(), clock.second()) != (0, 0, 0);
    has_time.then(|| moment.strftime_in(&config.theme.time_format, &config.timezone))?.ok()
}

fn term_values(taxonomy: &Taxonomy, config: &Config) -> Vec<Value> {
    let enabled = taxonomy.kind.settings(config).enabled;
    let value = |term: &crate::site::taxonomy::Term| {
        let mut map = Fields::new();
        map.insert("name".into(), Value::from(term.name.as_str()));
        map.insert("slug".into(), Value::from(term.slug.as_str()));
        if enabled {
            map.insert("url".into(), Value::from(config.href(&taxonomy.term_url(term))));
        }
        map.insert("count".into(), Value::from(term.posts.len()));
        if let Some(author) = &term.author {
            put_author(&mut map, author, config);
        }
        put(&mut map, "description", term.story.as_ref().and_then(|story| story.description.as_deref()));
        if taxonomy.kind == TaxonomyKind::Authors {
            map.insert("author".into(), Value::from(map.clone()));
        }
        Value::from(map)
    };
    taxonomy.terms.iter().map(value).collect()
}

/// The story that an article belongs to.
fn story(article: &Article, site: &Site, terms: &[Vec<Value>]) -> Option<Value> {
    let at = site.taxonomies.iter().position(|taxonomy| taxonomy.kind == TaxonomyKind::Stories)?;
    article.terms.story().map(|term| terms[at][term as usize].clone())
}

fn put_author(map: &mut Fields, author: &Author, config: &Config) {
    put(map, "bio", author.bio.as_deref());
    put(map, "link", author.url.as_deref());
    put(map, "avatar", author.avatar.as_deref().map(|avatar| config.href(avatar)));
}

fn taxonomy_value(taxonomy: &Taxonomy, config: &Config) -> Value {
    let mut map = Fields::new();
    let kind = taxonomy.kind;
    map.insert("key".into(), Value::from(kind.key()));
    map.insert("title".into(), Value::from(kind.settings(config).title.as_str()));
    map.insert("singular".into(), Value::from(kind.singular()));
    map.insert("url".into(), Value::from(config.href(&format!("/{}/", kind.key()))));
    Value::from(map)
}

fn site_value(view: &View, given: Given<'_>) -> Value {
    let Given { site, config, .. } = given;
    let mut map = Fields::new();
    map.insert("title".into(), Value::from(config.title.as_str()));
    map.insert("description".into(), Value::from(config.description.as_str()));
    map.insert("url".into(), Value::from(format!("{}{}", config.origin, config.base_path)));
    map.insert("base_path".into(), Value::from(config.base_path.as_str()));
    map.insert("language".into(), Value::from(config.language.as_str()));
    map.insert("dir".into(), Value::from(direction(&config.language)));
    map.insert("copyright".into(), Value::from(config.copyright.as_str()));
    put(
        &mut map,
        "feed_url",
        config.feeds.site.first().map(|format| config.href(&format!("/{}", format.file()))),
    );
    put(&mut map, "search_url", view.search.is_some().then(|| config.href(search::URL)));
    map.insert("has_code".into(), Value::from(site.has_code()));
    map.insert("theme".into(), theme_value(config));
    map.insert("navigation".into(), links(&config.theme.navigation, config));
    let mut overviews = Fields::new();
    for taxonomy in site.taxonomies.iter() {
        if taxonomy.kind.settings(config).enabled && !taxonomy.terms.is_empty() {
            let key = taxonomy.kind.key();
            overviews.insert(key.into(), Value::from(config.href(&format!("/{key}/"))));
        }
    }
    overviews.insert("archive".into(), Value::from(config.href("/archive/")));
    map.insert("overviews".into(), Value::from(overviews));
    map.insert("categories".into(), Value::from(by_use(site, config, &view.terms)));
    let recent = (0..site.posts.len().min(RECENT)).map(|number| view.post(number, given).clone());
    map.insert("recent".into(), Value::from(recent.collect::<Vec<_>>()));
    Value::from(map)
}

/// Categories, most used first. Without their counts: a frame that shows counts changes with every post.
fn by_use(site: &Site, config: &Config, terms: &[Vec<Value>]) -> Vec<Value> {
    let Some(at) = site.taxonomies.iter().position(|taxonomy| taxonomy.kind == TaxonomyKind::Categories)
    else {
        return Vec::new();
    };
    if !TaxonomyKind::Categories.settings(config).enabled {
        return Vec::new();
    }
    let all = &site.taxonomies[at].terms;
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|term| (std::cmp::Reverse(all[*term].posts.len()), all[*term].slug.clone()));
    let without_count = |term: usize| {
        let fields = terms[at][term].as_map().into_iter().flatten();
        let kept = fields.filter(|(key, _)| key.as_str() != Some("count"));
        Value::from(kept.map(|(key, value)| (key.clone(), value.clone())).collect::<Fields>())
    };
    order.into_iter().map(without_count).collect()
}

fn theme_value(config: &Config) -> Value {
    let theme = &config.theme;
    let mut map = Fields::new();
    put(&mut map, "logo", theme.logo.as_deref().map(|logo| config.href(logo)));
    put(&mut map, "logo_alt", theme.logo_alt.as_deref());
    put(&mut map, "logo_only", theme.logo_only.then_some(true));
    put(
        &mut map,
        "favicon",
        theme.favicon.as_deref().or(theme.icon.as_deref()).map(|favicon| config.href(favicon)),
    );
    put(&mut map, "accent", theme.accent.as_deref());
    put(&mut map, "accent_dark", theme.accent_dark.as_deref());
    put(&mut map, "font_body", theme.font_body.as_deref());
    put(&mut map, "font_heading", theme.font_heading.as_deref());
    put(&mut map, "footer", theme.footer.as_deref());
    map.insert("date_format".into(), Value::from(theme.date_format.as_str()));
    map.insert("time_format".into(), Value::from(theme.time_format.as_str()));
    let share = theme.share.iter().map(|name| Value::from(name.as_str()));
    map.insert("share".into(), Value::from(share.collect::<Vec<_>>()));
    map.insert("social".into(), links(&theme.social, config));
    Value::from(map)
}

fn links(links: &[Link], config: &Config) -> Value {
    let value = |link: &Link| {
        let mut map = Fields::new();
        map.insert("title".into(), Value::from(link.title.as_str()));
        map.insert("url".into(), Value::from(config.href(&link.url)));
        Value::from(map)
    };
    Value::from(links.iter().map(value).collect::<Vec<_>>())
}

fn from_yaml(value: &yaml::Value) -> Value {
    match value {
        yaml::Value::Null => Value::none(),
        yaml::Value::Bool(b) => Value::from(*b),
        yaml::Value::Int(n) => Value::from(*n),
        yaml::Value::Float(n) => Value::from(*n),
        yaml::Value::String(s) => Value::from(s.as_str()),
        yaml::Value::List(items) => Value::from(items.iter().map(from_yaml).collect::<Vec<_>>()),
        yaml::Value::Map(map) => {
            let mut own = Fields::new();
            for (key, value) in &map.entries {
                own.insert(key.clone().into(), from_yaml(value));
            }
            Value::from(own)
        }
    }
}
