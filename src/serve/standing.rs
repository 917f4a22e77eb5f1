//! Who of the articles readers do not see, and when that changes: what the toolbar shows and the clock waits for.

use crate::site::Site;
use crate::site::article::Article;
use crate::site::translations::Which;
use crate::site::visibility::{self, State};
use jiff::Timestamp;
use rayon::prelude::*;

/// Where the articles of a site stand at its "now".
#[derive(Debug)]
pub struct Standing {
    /// How many are drafts, shown or not.
    pub drafts: usize,
    /// How many are scheduled, shown or not.
    pub scheduled: usize,
    /// Those that the preview shows and readers do not see.
    pub unpublished: Vec<Which>,
    /// When one becomes due, expires, or is breaking no more.
    pub next_change: Option<Timestamp>,
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
        let next = |article: &Article| {
            let turns = visibility::turns(&article.front, article.date.as_ref());
            turns.filter(|at| *at > site.now).min()
        };
        Standing {
            drafts: count(State::Draft),
            scheduled: count(State::Scheduled),
            unpublished: unpublished.map(|(which, _)| which).collect(),
            next_change: lists.into_par_iter().flat_map(|list| list.par_iter()).filter_map(next).min(),
        }
    }
}
