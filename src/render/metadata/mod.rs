//! What a page says of itself to search engines and to whoever shows a link to it, worked out from the site alone.
//!
//! Templates get it as `metadata`; it is made only for a template that names it.

mod breadcrumbs;
mod json_ld;
mod nodes;
mod tags;

pub use json_ld::in_script;

use super::fields::Fields;
use super::picture::{Shared, shared};
use super::view::Given;
use crate::config::Config;
use crate::plan::{Output, Shows};
use crate::site::Site;
use crate::site::article::Article;
use crate::site::taxonomy::{TaxonomyKind, Term};
use serde_json::value::RawValue;
use std::borrow::Cow;
use tera::Value;

/// How long a description is at most, in characters; search engines show about half of that.
const DESCRIPTION: usize = 300;

/// What all pages say alike.
#[derive(Debug)]
pub struct Common {
    /// The last of the tags.
    tags: String,
    /// The newsroom in short, as structured data.
    publisher: Option<Box<RawValue>>,
    /// Whether the site has icons and a manifest.
    has_icons: bool,
}

impl Common {
    /// Of a site with these settings.
    #[must_use]
    pub fn new(config: &Config, has_icons: bool) -> Common {
        let publisher = json_ld::publisher(config, has_icons, false);
        let publisher = serde_json::value::to_raw_value(&publisher).ok();
        Common { tags: tags::common(config, has_icons), publisher, has_icons }
    }
}

/// One page's facts.
struct Page<'a> {
    site: &'a Site,
    config: &'a Config,
    common: &'a Common,
    shows: &'a Shows,
    title: &'a str,
    /// What the newsroom wrote for the purpose, else the standfirst, else the excerpt; of a term what is known of it.
    description: Cow<'a, str>,
    /// The whole address.
    url: String,
    article: Option<&'a Article>,
    /// What is shown beside a link to it.
    image: Option<Shared<'a>>,
}

/// `metadata`: `tags` and `json_ld`, each as HTML for the page's head.
#[must_use]
pub fn metadata(output: &Output, title: &str, common: &Common, given: Given<'_>) -> Value {
    let Given { site, config, pictures } = given;
    let article = match &output.shows {
        Shows::Post { number, .. } => Some(&site.posts[*number]),
        Shows::Page { number, .. } => Some(&site.pages[*number]),
        Shows::Home { intro: Some(number), .. } => Some(&site.pages[*number]),
        _ => None,
    };
    let post = match output.shows {
        Shows::Post { number, .. } => Some(number),
        _ => None,
    };
    let own = article.and_then(|article| shared(article, post, pictures, config));
    let of_site = || {
        let url = config.share.image.as_deref()?;
        Some(Shared { url, size: None, alt: config.share.image_alt.as_deref().unwrap_or_default() })
    };
    let image = own.or_else(of_site);
    let url = config.absolute(&output.url);
    let shows = &output.shows;
    let description = description(article, shows, given);
    let page = Page { site, config, common, shows, title, description, url, article, image };
    let mut map = Fields::new();
    map.insert("tags".into(), Value::safe_string(&tags::html(&page)));
    map.insert("json_ld".into(), Value::safe_string(&json_ld::html(&page)));
    Value::from(map)
}

impl<'a> Page<'a> {
    /// The post, where the page is one.
    fn post(&self) -> Option<&'a Article> {
        self.article.filter(|article| article.is_post)
    }

    fn language(&self) -> &'a str {
        self.article.map_or(&self.config.language, |article| article.language(self.config))
    }

    fn is_indexed(&self) -> bool {
        match self.shows {
            Shows::NotFound { .. } | Shows::Redirect { .. } | Shows::Search => false,
            _ => self.article.is_none_or(Article::is_indexed),
        }
    }

    /// The terms of the page's post.
    fn terms(&self, kind: TaxonomyKind) -> impl Iterator<Item = &'a Term> {
        let own: &[u32] = self.post().map_or(&[], |post| post.terms.of(kind));
        let taxonomy = self.site.taxonomy(kind);
        own.iter().filter_map(move |at| taxonomy.map(|taxonomy| &taxonomy.terms[*at as usize]))
    }
}

fn description<'a>(article: Option<&'a Article>, shows: &Shows, given: Given<'a>) -> Cow<'a, str> {
    let of_article = article.map(|article| {
        let written = article.front.description.as_deref().or(article.front.deck.as_deref());
        written.unwrap_or(&article.document.excerpt_text)
    });
    let of_term = match shows {
        Shows::Term { taxonomy, term, .. } => {
            let found = &given.site.taxonomies[*taxonomy].terms[*term];
            let bio = found.author.as_ref().and_then(|author| author.bio.as_deref());
            bio.or_else(|| found.story.as_ref().and_then(|story| story.description.as_deref()))
        }
        _ => None,
    };
    shortened(of_article.filter(|text| !text.is_empty()).or(of_term).unwrap_or(&given.config.description))
}

/// The beginning of a long text, up to the end of a word.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.len() <= DESCRIPTION {
        return Cow::Borrowed(text);
    }
    let Some((end, _)) = text.char_indices().nth(DESCRIPTION) else { return Cow::Borrowed(text) };
    let cut = &text[..end];
    let cut = cut.rfind(char::is_whitespace).map_or(cut, |space| &cut[..space]);
    Cow::Owned(format!("{}…", cut.trim_end_matches(|c: char| !c.is_alphanumeric())))
}

#[cfg(test)]
mod tests {
    use super::shortened;

    #[test]
    fn a_long_description_ends_with_a_word() {
        assert_eq!(shortened("Short."), "Short.");
        let long = "word, ".repeat(100);
        let cut = shortened(&long);
        assert!(cut.ends_with("word…") && cut.chars().count() <= 301, "{cut}");
        assert_eq!(shortened(&"界".repeat(400)).chars().count(), 301);
    }
}
