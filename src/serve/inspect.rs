//! What is to be said of one page besides its errors: the toolbar's list.
//!
//! The one place to add to when more is known of a page than the warnings of its own file.

use super::edition::Edition;
use crate::check;
use crate::diagnostics::Diagnostic;
use crate::site::article::Article;

/// The notes on the page that shows `article`, or on one that the site makes by itself.
#[must_use]
pub fn notes(edition: &Edition, article: Option<&Article>) -> Vec<Diagnostic> {
    let Some(article) = article else { return Vec::new() };
    let mut notes = edition.warnings(&article.path).to_vec();
    notes.extend(check::of_article(article, &edition.config, edition.visibility.now));
    notes
}
