//! Whether a plan still stands when the site was made anew: after an edit of a body nearly always.
//!
//! Names all that [`super::plan`] reads of a site. Where it is not sure it says no.

use super::machine_files::news;
use crate::diagnostics::Diagnostic;
use crate::images::Pictures;
use crate::site::Site;
use crate::site::article::Article;
use rayon::prelude::*;
use std::sync::Arc;

/// Whether the plan of the first of two sites is that of the second, given the same settings, templates and search index.
/// `told` is what was found wrong when it was made: of an article that differs now, that may be out of date.
#[must_use]
pub fn stands(before: (&Site, &Pictures), now: (&Site, &Pictures), told: &[Diagnostic]) -> bool {
    let ((old, old_pictures), (new, new_pictures)) = (before, now);
    Arc::ptr_eq(&old.taxonomies, &new.taxonomies)
        && old.archives == new.archives
        && news(old, old.now) == news(new, new.now)
        && old.files.iter().map(|file| &file.target).eq(new.files.iter().map(|file| &file.target))
        && old_pictures.has_icons == new_pictures.has_icons
        && drawn(old_pictures).eq(drawn(new_pictures))
        && same(&old.posts, &new.posts, told)
        && same(&old.pages, &new.pages, told)
}

fn drawn(pictures: &Pictures) -> impl Iterator<Item = &String> {
    pictures.derived.iter().map(|derived| &derived.path)
}

fn same(old: &[Article], new: &[Article], told: &[Diagnostic]) -> bool {
    let is_told = |article: &Article| told.iter().any(|problem| problem.file == article.path);
    old.len() == new.len()
        && old.par_iter().with_min_len(4096).zip(new).all(|(old, new)| {
            old.state == new.state
                && (old.is_same_piece(new)
                    || (planned(old) == planned(new) && !is_told(old) && !is_told(new)))
        })
}

/// What a plan takes from an article.
fn planned(article: &Article) -> impl PartialEq + use<'_> {
    let front = &article.front;
    (
        (&article.path, &article.file, &article.url),
        (&front.layout, &front.redirect_from),
        (article.is_indexed(), front.no_sitemap, article.document.has_code),
    )
}
