//! What a result shows of an article, some articles to a file.

use super::{FOLDER, IndexFile};
use crate::config::Config;
use crate::site::article::Article;
use rayon::prelude::*;
use std::borrow::Cow;

/// How many articles are in one file: the results of a search stand in different files, so each is small.
pub const PER_FILE: usize = 16;
/// The characters of an excerpt that are shown.
const EXCERPT: usize = 180;

/// `search/<kind>/<number>.json`, each a list of `[title, url, excerpt, date, date as shown, category]`.
pub fn files(kind: &str, articles: &[&Article], config: &Config) -> Vec<IndexFile> {
    let file = |(number, articles): (usize, &[&Article])| {
        let cards: Vec<_> = articles.iter().map(|article| card(article, config)).collect();
        // Texts and lists of them: there is nothing in it that JSON cannot hold.
        let bytes = serde_json::to_vec(&cards).unwrap_or_default();
        IndexFile { path: format!("{FOLDER}/{kind}/{number}.json"), bytes }
    };
    articles.par_chunks(PER_FILE).enumerate().with_min_len(16).map(file).collect()
}

fn card<'a>(article: &'a Article, config: &Config) -> Vec<Cow<'a, str>> {
    let mut card = Vec::with_capacity(6);
    card.push(Cow::Borrowed(&*article.title));
    card.push(Cow::Owned(config.href(&article.url)));
    card.push(shortened(&article.document.excerpt_text));
    if let Some(date) = article.date.as_ref().filter(|_| article.is_post) {
        let day = date.local.date().to_string();
        card.push(Cow::Owned(date.strftime(&config.theme.date_format).unwrap_or_else(|_| day.clone())));
        card.push(Cow::Owned(day));
        card.extend(article.front.categories.first().map(|category| Cow::Borrowed(&**category)));
    }
    card
}

/// The text's beginning, ending with a whole word and an ellipsis if it is cut.
fn shortened(text: &str) -> Cow<'_, str> {
    let Some((end, _)) = text.char_indices().nth(EXCERPT) else { return Cow::Borrowed(text) };
    let cut = text[..end].rfind(' ').unwrap_or(end);
    Cow::Owned(format!("{}…", text[..cut].trim_end_matches([' ', ',', ';', ':', '.'])))
}

#[cfg(test)]
mod tests {
    use super::{EXCERPT, shortened};

    #[test]
    fn an_excerpt_ends_with_a_word() {
        assert_eq!(shortened("As it is."), "As it is.");
        let long = "one, ".repeat(80);
        let long = shortened(&long);
        assert!(long.ends_with("one…") && long.chars().count() <= EXCERPT, "{long}");
        assert_eq!(shortened(&"語".repeat(500)).chars().count(), EXCERPT + 1);
    }
}
