//! Pieces by what becomes of them: posts, pages, and what is not shown.

use super::article::{Article, Piece};
use super::visibility::{self, Visibility};
use crate::config::Config;
use crate::source::tree::Kind;
use jiff::Timestamp;
use rayon::prelude::*;
use std::sync::Arc;

/// How many pieces are looked at in one go, at least.
const STRETCH: usize = 512;

/// Articles in the order of their pieces.
#[derive(Default)]
pub struct Sorted {
    pub posts: Vec<Article>,
    pub pages: Vec<Article>,
    pub hidden: Vec<Article>,
    /// When what is said of one of them next changes by itself.
    pub next_change: Option<Timestamp>,
}

impl Sorted {
    /// Each piece as `visibility` sees it.
    pub fn of(pieces: Vec<Arc<Piece>>, config: &Config, visibility: &Visibility) -> Sorted {
        let count = pieces.len();
        let stretches: Vec<Sorted> = pieces
            .into_par_iter()
            .with_min_len(STRETCH)
            .filter(|piece| !is_value(&piece.kind, config))
            .fold(Sorted::default, |mut sorted, piece| {
                sorted.add(Article::new(piece, visibility), visibility);
                sorted
            })
            .collect();
        let mut sorted = Sorted { posts: Vec::with_capacity(count), ..Sorted::default() };
        for mut stretch in stretches {
            sorted.posts.append(&mut stretch.posts);
            sorted.pages.append(&mut stretch.pages);
            sorted.hidden.append(&mut stretch.hidden);
            sorted.next_change = [sorted.next_change, stretch.next_change].into_iter().flatten().min();
        }
        sorted
    }

    fn add(&mut self, article: Article, visibility: &Visibility) {
        let turns = visibility::turns(&article.front, article.date.as_ref());
        self.next_change = turns.filter(|at| *at > visibility.now).chain(self.next_change).min();
        match article.is_post {
            _ if !visibility.shows(article.state) => self.hidden.push(article),
            true => self.posts.push(article),
            false => self.pages.push(article),
        }
    }
}

/// Whether a file is no page but a value for Liquid: a document of a collection that is not put out.
fn is_value(kind: &Kind, config: &Config) -> bool {
    matches!(kind, Kind::Collected { collection, .. } if !config.collections[*collection].output)
}
