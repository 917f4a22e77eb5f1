//! One article's front matter.

use super::finding_at;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Found, Place, nearest};
use crate::images::{Lead, Pictures};
use crate::site::article::Article;
use crate::source::written::Written;
use jiff::Timestamp;

/// Google's limit for a headline, and where cards are cut.
const HEADLINE: usize = 110;
/// Characters of an excerpt that lists and feeds show in full.
const EXCERPT: usize = 300;
/// Pixels that Google Discover asks of a large preview.
const LEAD: u32 = 1_200;

/// All keys that Dateline gives a meaning.
const KEYS: [&str; 48] = [
    "layout",
    "title",
    "date",
    "last_modified_at",
    "updated",
    "embargo",
    "expires",
    "author",
    "authors",
    "categories",
    "category",
    "tags",
    "tag",
    "excerpt",
    "excerpt_separator",
    "description",
    "image",
    "permalink",
    "slug",
    "published",
    "draft",
    "featured",
    "redirect_from",
    "lang",
    "translation_of",
    "noindex",
    "sitemap",
    "kicker",
    "deck",
    "dateline",
    "story",
    "breaking",
    "breaking_until",
    "corrections",
    "sources",
    "sponsored",
    "sponsor",
    "toc",
    "check_off",
    // Known to Jekyll and its plugins, so no typo of another.
    "comments",
    "subtitle",
    "summary",
    "hidden",
    "math",
    "redirect_to",
    "weight",
    "headline",
    "thumbnail",
];

/// What an article's check needs besides the article.
pub struct Surroundings<'a> {
    pub config: &'a Config,
    pub now: Timestamp,
    /// Not there in the preview, where one page is looked at.
    pub pictures: Option<&'a Pictures>,
    /// Whether a template shows a key, which is then the site's own.
    pub names_key: &'a (dyn Fn(&str) -> bool + Sync),
}

/// What is wrong with the front matter.
pub fn check(article: &Article, written: &Written, around: &Surroundings<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut add =
        |problem: Found, place: Option<Place>| found.push(finding_at(&article.path, problem, place));
    let at = |key: &str| written.place_of_key(around.config, key);
    if article.front.title.is_none() && written.keys.get("title").is_none() && has_words(article) {
        add(Found::NoTitle, None);
    }
    if article.is_post && article.front.authors.is_empty() {
        add(Found::NoByline, None);
    }
    if article.is_post && article.front.categories.is_empty() {
        add(Found::NoCategory, None);
    }
    let length = article.title.chars().count();
    if length > HEADLINE {
        add(Found::LongHeadline { length, limit: HEADLINE }, at("title"));
    }
    let length = article.document.excerpt_text.chars().count();
    if article.front.excerpt.is_some() && length > EXCERPT {
        add(Found::LongExcerpt { length, limit: EXCERPT }, at("excerpt"));
    }
    if let Some(updated) = article.front.updated.filter(|updated| updated.instant > around.now) {
        let key = ["updated", "last_modified_at"].into_iter().find(|key| written.keys.get(key).is_some());
        add(Found::FutureUpdated { date: updated.local.date().to_string() }, key.and_then(at));
    }
    for (key, _) in &written.keys.entries {
        if let Some(nearest) = typo(key).filter(|_| !(around.names_key)(key)) {
            add(Found::KeyTypo { key: key.clone(), nearest }, written.place_of_name(key));
        }
    }
    // One that the settings give to many is told of them, and so once.
    let lead = |problem: Found| match written.keys.get("image") {
        Some(_) => finding_at(&article.path, problem, at("image")),
        None => finding_at(around.config.file, problem, None),
    };
    if let Some(image) = article.image.as_ref().filter(|image| image.alt.is_none()) {
        found.push(lead(Found::NoAlt { src: image.path.clone() }));
    }
    if let (Some(image), Some(pictures)) = (&article.image, around.pictures)
        && let Lead::Here(picture) = pictures.lead(&image.path, around.config)
        && (1..LEAD).contains(&picture.facts.width)
        && !image.path.ends_with(".svg")
    {
        let (src, width) = (image.path.clone(), picture.facts.width);
        found.push(lead(Found::SmallLead { src, width, limit: LEAD }));
    }
    found
}

/// Whether there is anything that a title would be of: a page of HTML alone needs none.
fn has_words(article: &Article) -> bool {
    article.document.words > 0
}

/// The known key that an unknown one is a slip of. Short words are near too many others.
pub fn typo(key: &str) -> Option<&'static str> {
    if key.len() < 5 || KEYS.contains(&key) {
        return None;
    }
    let near = nearest(key, KEYS)?;
    // A plural, or a word with more to it, is somebody's own key; of short ones only letters that changed places are sure.
    let is_longer = key.starts_with(near) || near.starts_with(key);
    let letters = |word: &str| {
        let mut letters: Vec<char> = word.chars().collect();
        letters.sort_unstable();
        letters
    };
    let is_sure = near.len() > 5 || letters(key) == letters(near);
    (is_sure && strsim::damerau_levenshtein(key, near) <= 2 && !is_longer).then_some(near)
}

#[cfg(test)]
mod tests {
    use super::typo;

    #[test]
    fn slips_are_told_from_keys_of_one_s_own() {
        for (key, meant) in [
            ("descrition", "description"),
            ("layput", "layout"),
            ("catagories", "categories"),
            ("autor", "author"),
            ("tilte", "title"),
        ] {
            assert_eq!(typo(key), Some(meant), "{key}");
        }
        for key in [
            "title",
            "tags",
            "images",
            "rating",
            "source",
            "store",
            "beforetoc",
            "date2",
            "my_key",
            "authority",
        ] {
            assert_eq!(typo(key), None, "{key}");
        }
    }
}
