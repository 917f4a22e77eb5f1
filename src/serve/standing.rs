//! Whom of the articles readers do not see: what the toolbar shows.

use crate::site::Site;
use crate::site::article::Article;
use crate::site::translations::Which;
use crate::site::visibility::State;

/// Where the articles of a site stand at its "now".
#[derive(Debug)]
pub struct Standing {
    /// How many are drafts, shown or not.
    pub drafts: usize,
    /// How many are scheduled, shown or not.
    pub scheduled: usize,
    /// Those that the preview shows and readers do not see.
    pub unpublished: Vec<Which>,
}

impl Standing {
    /// That of the articles of `site`.
    #[must_use]
    pub fn of(site: &Site) -> Standing {
        let lists = [&site.posts, &site.pages, &site.hidden];
        let count = |state: State| {
            lists.into_iter().flatten().filter(|article: &&Article| article.state == state).count()
        };
        let posts = (0..).map(Which::Post).zip(&site.posts);
        let pages = (0..).map(Which::Page).zip(&site.pages);
        let unpublished = posts.chain(pages).filter(|(_, article)| article.state != State::Published);
        Standing {
            drafts: count(State::Draft),
            scheduled: count(State::Scheduled),
            unpublished: unpublished.map(|(which, _)| which).collect(),
        }
    }
}
