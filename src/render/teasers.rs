//! Posts as lists show them: `teaser.html`, rendered once a post, however many lists show it.
//!
//! A post stands in some eight lists: the front page, its category, its tags, its author, its year and month. What is
//! dear there is the lookups of each field, so the HTML is kept, not made again.

use crate::diagnostics::Diagnostic;
use std::sync::OnceLock;
use tera::Value;

/// The template's name. A theme without it has no teasers, and its lists show cards.
pub const TEMPLATE: &str = "teaser.html";

/// One teaser a post, in the site's order, each made when a list first shows it.
#[derive(Debug, Default)]
pub struct Teasers(Vec<OnceLock<Value>>);

impl Teasers {
    /// Room for as many teasers as there are posts.
    #[must_use]
    pub fn new(posts: usize) -> Teasers {
        Teasers(std::iter::repeat_with(OnceLock::new).take(posts).collect())
    }

    /// The teaser of a post, made by `make` unless it is there.
    pub fn get(
        &self,
        post: usize,
        make: impl FnOnce() -> Result<String, Box<Diagnostic>>,
    ) -> Result<Value, Box<Diagnostic>> {
        if let Some(made) = self.0[post].get() {
            return Ok(made.clone());
        }
        let made = Value::safe_string(&make()?);
        // Of two threads that made it at once either has the same text.
        Ok(self.0[post].get_or_init(|| made).clone())
    }
}
