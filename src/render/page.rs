//! What one page alone shows, beside the card that lists show of it too.

use super::fields::{Fields, put};
use super::picture;
use super::view::{Given, View, put_moment};
use crate::config::{Config, direction};
use crate::markdown::{self, Heading};
use crate::site::article::Article;
use crate::site::taxonomy::TaxonomyKind;
use crate::source::front_matter::{CitedSource, Correction};
use tera::{Context, Value};

/// A text with at least so many words and so many headings of its highest level is long enough for contents.
const LONG: (usize, usize) = (900, 4);
/// How many earlier posts of its story a post names. They are older, so a new post does not change the page.
const EARLIER: usize = 3;

/// What stands beside `page` on the page of an article.
pub fn put_body(context: &mut Context, article: &Article, given: Given<'_>) {
    let Given { config, pictures, .. } = given;
    let (front, document) = (&article.front, &article.document);
    context.insert_value("content", Value::safe_string(&picture::body(article, pictures, config)));
    context.insert_value("toc", Value::from(document.toc.iter().map(heading).collect::<Vec<_>>()));
    context.insert_value("contents", Value::from(contents(article)));
    let corrections = front.corrections.iter().map(|correction| self::correction(correction, config));
    context.insert_value("corrections", Value::from(corrections.collect::<Vec<_>>()));
    let sources = front.sources.iter().map(|source| self::source(source, config));
    context.insert_value("sources", Value::from(sources.collect::<Vec<_>>()));
}

/// The posts before and after the post of that number, on the site and in its story.
pub fn put_neighbours(context: &mut Context, number: usize, view: &View, given: Given<'_>) {
    let older = Some(number + 1).filter(|older| *older < given.site.posts.len());
    for (name, neighbour) in [("previous", older), ("next", number.checked_sub(1))] {
        if let Some(neighbour) = neighbour {
            context.insert_value(name, view.post(neighbour, given).clone());
        }
    }
    if let Some(story) = story(number, view, given) {
        context.insert_value("story", story);
    }
}

/// The posts that the post of that number is shown with; an empty list where there are none.
pub fn put_related(context: &mut Context, number: usize, view: &View, given: Given<'_>) {
    let found = view.related.iter().flat_map(|related| related.of(number, given.config.related.count));
    let cards = found.map(|other| view.post(other, given).clone());
    context.insert_value("related", Value::from(cards.collect::<Vec<_>>()));
}

/// `page` for what the build makes by itself.
#[must_use]
pub fn generated(kind: &'static str, title: &str, url: &str, config: &Config) -> Fields {
    let mut map = Fields::new();
    map.insert("kind".into(), Value::from(kind));
    map.insert("title".into(), Value::from(title));
    map.insert("url".into(), Value::from(config.href(url)));
    map.insert("permalink".into(), Value::from(config.absolute(url)));
    map.insert("lang".into(), Value::from(config.language.as_str()));
    map.insert("dir".into(), Value::from(direction(&config.language)));
    map
}

/// The headings of the highest level that the text has, where a reader is to see them.
fn contents(article: &Article) -> Vec<Value> {
    let document = &article.document;
    if article.front.toc == Some(false) || (article.front.toc.is_none() && document.words < LONG.0) {
        return Vec::new();
    }
    let top = document.toc.iter().map(|heading| heading.level).min();
    let found: Vec<Value> =
        document.toc.iter().filter(|heading| Some(heading.level) == top).map(heading).collect();
    if article.front.toc.is_some() || found.len() >= LONG.1 { found } else { Vec::new() }
}

fn heading(heading: &Heading) -> Value {
    let mut own = Fields::new();
    own.insert("level".into(), Value::from(i64::from(heading.level)));
    own.insert("id".into(), Value::from(heading.id.as_str()));
    own.insert("title".into(), Value::from(heading.title.as_str()));
    Value::from(own)
}

fn correction(correction: &Correction, config: &Config) -> Value {
    let mut own = Fields::new();
    if let Some(date) = &correction.date {
        put_moment(&mut own, "date", "date_display", date, config);
    }
    own.insert("text".into(), Value::safe_string(&markdown::inline(&correction.text).0));
    Value::from(own)
}

fn source(source: &CitedSource, config: &Config) -> Value {
    let mut own = Fields::new();
    own.insert("name".into(), Value::from(source.name.as_str()));
    put(&mut own, "url", source.url.as_deref().map(|url| config.href(url)));
    Value::from(own)
}

/// What came before and after a post in its story.
fn story(number: usize, view: &View, given: Given<'_>) -> Option<Value> {
    let site = given.site;
    let term = site.posts[number].terms.story()? as usize;
    let stories = site.taxonomies.iter().find(|taxonomy| taxonomy.kind == TaxonomyKind::Stories)?;
    let posts = &stories.terms[term].posts;
    // Newest first, so by number.
    let place = posts.binary_search(&(number as u32)).ok()?;
    let card = |at: &u32| view.post(*at as usize, given).clone();
    let mut map = Fields::new();
    put(&mut map, "next", place.checked_sub(1).and_then(|at| posts.get(at)).map(card));
    put(&mut map, "previous", posts.get(place + 1).map(card));
    let earlier = posts.iter().skip(place + 1).take(EARLIER).map(card);
    map.insert("earlier".into(), Value::from(earlier.collect::<Vec<_>>()));
    Some(Value::from(map))
}
