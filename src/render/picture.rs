//! Pictures in HTML: what templates see of a front matter's, the `picture` function, and the tags in bodies.
//!
//! The tag of a body keeps all that its author wrote; only what is missing is added.

use super::fields::Fields;
use crate::config::Config;
use crate::images::card;
use crate::images::variants::Encoding;
use crate::images::{Lead, Picture, Pictures, Variant};
use crate::markdown::BodyImage;
use crate::site::article::Article;
use crate::source::front_matter::Image;
use std::borrow::Cow;
use std::fmt::Write as _;
use tera::{Kwargs, State, TeraResult, Value};

/// `page.image`; `None` for a picture that is not there: a page is better without it than with a broken one.
#[must_use]
pub fn lead(image: &Image, pictures: &Pictures, config: &Config) -> Option<Value> {
    let mut own = Fields::new();
    match pictures.lead(&image.path, config) {
        Lead::Missing => return None,
        Lead::Elsewhere => {
            let url = Value::from(config.href(&image.path));
            own.insert("src".into(), url.clone());
            own.insert("url".into(), url);
        }
        Lead::Here(picture) => {
            own.insert("url".into(), Value::from(config.href(&picture.url)));
            own.insert("src".into(), Value::from(config.href(picture.common().0)));
            if picture.facts.width > 0 {
                own.insert("width".into(), Value::from(picture.facts.width));
                own.insert("height".into(), Value::from(picture.facts.height));
            }
            for (key, set) in [("srcset", srcset(picture, config)), ("webp_srcset", webp(picture, config))] {
                if let Some(set) = set {
                    own.insert(key.into(), Value::from(set));
                }
            }
        }
    }
    for (key, text) in [("alt", &image.alt), ("caption", &image.caption), ("credit", &image.credit)] {
        if let Some(text) = text {
            own.insert(key.into(), Value::from(text.as_str()));
        }
    }
    Some(Value::from(own))
}

/// What other sites show beside a link to an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shared<'a> {
    /// From the site's root, or a whole address.
    pub url: &'a str,
    /// Width and height in pixels, where they are known.
    pub size: Option<(u32, u32)>,
    /// What it shows; may be empty.
    pub alt: &'a str,
}

/// The article's lead picture in a form that other sites can show, else the card of the post of this number.
#[must_use]
pub fn shared<'a>(
    article: &'a Article,
    post: Option<usize>,
    pictures: &'a Pictures,
    config: &Config,
) -> Option<Shared<'a>> {
    let image = article.image.as_deref();
    let alt = image.and_then(|image| image.alt.as_deref()).unwrap_or_default();
    match image.map(|image| (image, pictures.lead(&image.path, config))) {
        Some((_, Lead::Here(picture))) if picture.can_be_shared() => {
            let (url, width, height) = picture.common();
            Some(Shared { url, size: Some((width, height)), alt })
        }
        Some((image, Lead::Elsewhere)) => Some(Shared { url: &image.path, size: None, alt }),
        _ => {
            let size = Some((card::WIDTH, card::HEIGHT));
            Some(Shared { url: pictures.card(post?)?, size, alt: &article.title })
        }
    }
}

/// `page.share_image`.
#[must_use]
pub fn share_image(shared: &Shared<'_>, config: &Config) -> Value {
    let mut own = Fields::new();
    own.insert("url".into(), Value::from(config.href(shared.url)));
    if let Some((width, height)) = shared.size {
        own.insert("width".into(), Value::from(width));
        own.insert("height".into(), Value::from(height));
    }
    own.insert("alt".into(), Value::from(shared.alt));
    Value::from(own)
}

/// The picture's own format: the drawn sizes, and itself where it is not much larger than these.
fn srcset(picture: &Picture, config: &Config) -> Option<String> {
    let mut set = list(picture.of(Encoding::Jpeg), config);
    if set.is_empty() {
        return None;
    }
    let widest = picture.of(Encoding::WebP).map(|variant| variant.size.width).max().unwrap_or_default();
    if picture.facts.width <= widest {
        let _ = write!(set, ", {} {}w", config.href(&picture.url), picture.facts.width);
    }
    Some(set)
}

fn webp(picture: &Picture, config: &Config) -> Option<String> {
    Some(list(picture.of(Encoding::WebP), config)).filter(|set| !set.is_empty())
}

fn list<'a>(variants: impl Iterator<Item = &'a Variant>, config: &Config) -> String {
    let mut set = String::new();
    for variant in variants {
        let comma = if set.is_empty() { "" } else { ", " };
        // Writing to a string cannot fail.
        let _ = write!(set, "{comma}{} {}w", config.href(&variant.url), variant.size.width);
    }
    set
}

/// The body with its pictures completed: size, lazy loading, and smaller files to choose from.
#[must_use]
pub fn body<'a>(article: &'a Article, pictures: &Pictures, config: &Config) -> Cow<'a, str> {
    let document = &article.document;
    let mut html = String::new();
    let mut done = 0;
    for image in &document.images {
        let Some(picture) = pictures.in_body(article, &image.src, config) else { continue };
        if html.is_empty() {
            html.reserve(document.html.len() + document.images.len() * 1024);
        }
        html.push_str(&document.html[done..image.start]);
        complete(&document.html[image.start..image.end], image, picture, config, &mut html);
        done = image.end;
    }
    if done == 0 {
        return Cow::Borrowed(&document.html);
    }
    html.push_str(&document.html[done..]);
    Cow::Owned(html)
}

fn complete(tag: &str, image: &BodyImage, picture: &Picture, config: &Config, html: &mut String) {
    let has = |name: &str| has_attribute(tag, name);
    // Who wrote a `srcset`, or a <picture> round it, chose the files; a tag with a fragment or query means this file.
    let own_choice = image.framed || has("srcset") || image.src.contains(['?', '#']);
    let webp = webp(picture, config).filter(|_| !own_choice);
    if let Some(set) = &webp {
        html.push_str("<picture><source type=\"image/webp\" srcset=\"");
        attribute(set, html);
        html.push_str("\" sizes=\"");
        attribute(&config.images.sizes, html);
        html.push_str("\">");
    }
    let bare = tag.trim_end_matches('>').trim_end();
    let bare = bare.strip_suffix('/').filter(|rest| rest.ends_with([' ', '"', '\''])).unwrap_or(bare);
    html.push_str(bare.trim_end());
    if let Some(set) = srcset(picture, config).filter(|_| !own_choice) {
        html.push_str(" srcset=\"");
        attribute(&set, html);
        html.push_str("\" sizes=\"");
        attribute(&config.images.sizes, html);
        html.push('"');
    }
    // One side alone was given on purpose, and the other would distort it.
    if picture.facts.width > 0 && !has("width") && !has("height") {
        let _ = write!(html, " width=\"{}\" height=\"{}\"", picture.facts.width, picture.facts.height);
    }
    for (name, text) in
        [("alt", " alt=\"\""), ("loading", " loading=\"lazy\""), ("decoding", " decoding=\"async\"")]
    {
        if !has(name) {
            html.push_str(text);
        }
    }
    html.push('>');
    if webp.is_some() {
        html.push_str("</picture>");
    }
}

/// Whether a tag has an attribute of that name, with a value or without.
fn has_attribute(tag: &str, name: &str) -> bool {
    let mut quote = None;
    let mut word = String::new();
    for c in tag.chars() {
        match (quote, c) {
            (Some(open), _) if c == open => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, _) if c.is_whitespace() || matches!(c, '=' | '>' | '/' | '<') => {
                if word.eq_ignore_ascii_case(name) {
                    return true;
                }
                word.clear();
            }
            (None, _) => word.push(c),
        }
    }
    false
}

/// `picture(image=…)`: the whole element. docs/templates.md lists its arguments.
#[allow(clippy::needless_pass_by_value, reason = "Tera calls it so")]
pub fn function(args: Kwargs, _: &State) -> TeraResult<Value> {
    let Some(image) = args.get::<Value>("image")? else { return Ok(Value::safe_string("")) };
    let text = |key: &str| image.get_from_path(key).and_then(Value::as_str).map(str::to_owned);
    let number = |key: &str| image.get_from_path(key).and_then(Value::as_i64);
    let lead = args.get::<bool>("lead")?.unwrap_or(false);
    let sizes = args.get::<&str>("sizes")?.unwrap_or("100vw");
    let Some(src) = text("src").or_else(|| text("url")) else { return Ok(Value::safe_string("")) };
    let webp = text("webp_srcset");
    let mut html = String::with_capacity(1024);
    if let Some(set) = &webp {
        html.push_str("<picture><source type=\"image/webp\"");
        put("srcset", set, &mut html);
        put("sizes", sizes, &mut html);
        html.push('>');
    }
    html.push_str("<img");
    if let Some(class) = args.get::<&str>("class")? {
        put("class", class, &mut html);
    }
    put("src", &src, &mut html);
    if let Some(set) = text("srcset") {
        put("srcset", &set, &mut html);
        put("sizes", sizes, &mut html);
    }
    let alt = args.get::<&str>("alt")?.map(str::to_owned).or_else(|| text("alt")).unwrap_or_default();
    put("alt", &alt, &mut html);
    if let (Some(width), Some(height)) = (number("width"), number("height")) {
        put("width", &width.to_string(), &mut html);
        put("height", &height.to_string(), &mut html);
    }
    html.push_str(if lead { " fetchpriority=\"high\"" } else { " loading=\"lazy\" decoding=\"async\"" });
    html.push('>');
    if webp.is_some() {
        html.push_str("</picture>");
    }
    Ok(Value::safe_string(&html))
}

fn put(name: &str, value: &str, html: &mut String) {
    html.push(' ');
    html.push_str(name);
    html.push_str("=\"");
    attribute(value, html);
    html.push('"');
}

/// A value made safe between double quotes.
fn attribute(value: &str, html: &mut String) {
    html.push_str(&quick_xml::escape::escape(value));
}

#[cfg(test)]
mod tests {
    use super::has_attribute;

    #[test]
    fn attributes_are_seen_with_and_without_a_value() {
        let tag = "<img src='a width=1' ALT loading = lazy data-height=\"2\">";
        for name in ["src", "alt", "loading", "data-height"] {
            assert!(has_attribute(tag, name), "{name}");
        }
        for name in ["width", "height", "srcset"] {
            assert!(!has_attribute(tag, name), "{name}");
        }
    }
}
