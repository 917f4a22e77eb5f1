//! Which files the articles show as pictures, and what is wrong with how they do.
//!
//! Reads nothing but the places of what it complains of, and of those only the first few.

use crate::config::{Config, is_external};
use crate::diagnostics::{Diagnostic, Problem, nearest};
use crate::site::article::Article;
use crate::site::files::{join, output_folder};
use crate::site::{Site, slug};
use crate::source;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// How many of a kind are told one by one. An archive of twenty years has thousands, with one cause.
const TOLD: usize = 10;

/// Where a picture's address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads {
    /// To the site's output: the path there.
    Here(String),
    /// To another host, or to what this one serves from elsewhere.
    Elsewhere,
}

/// The `image:` of a front matter. It is from the root whether it begins with a slash or not.
#[must_use]
pub fn front(path: &str, config: &Config) -> Leads {
    if is_external(path) || path.contains("{{") {
        return Leads::Elsewhere;
    }
    rooted(path, config)
}

/// An `<img>` of an article's body.
#[must_use]
pub fn body(article: &Article, src: &str, config: &Config) -> Leads {
    if is_external(src) || src.contains("{{") || src.starts_with('#') {
        return Leads::Elsewhere;
    }
    if src.starts_with('/') {
        return rooted(src, config);
    }
    let bare = src.split(['?', '#']).next().unwrap_or(src);
    join(output_folder(article).trim_end_matches('/'), &slug::unescape_path(bare))
        .map_or(Leads::Elsewhere, Leads::Here)
}

fn rooted(path: &str, config: &Config) -> Leads {
    let base = config.base_path.as_str();
    let own = path.strip_prefix(base).filter(|rest| !base.is_empty() && rest.starts_with('/'));
    let bare = own.unwrap_or(path);
    let bare = bare.split(['?', '#']).next().unwrap_or(bare).trim_start_matches('/');
    let is_elsewhere = |folder: &String| {
        bare.strip_prefix(folder.trim_matches('/'))
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if config.images.elsewhere.iter().any(is_elsewhere) {
        return Leads::Elsewhere;
    }
    Leads::Here(if bare.contains('%') { slug::unescape_path(bare) } else { bare.to_owned() })
}

/// A picture's name in an article, with what is wrong about it.
struct Complaint<'a> {
    article: &'a Article,
    /// As written, or nearly.
    src: &'a str,
    /// Which picture of the body it is; `None` for the front matter's.
    number: Option<usize>,
}

impl Complaint<'_> {
    /// How many pictures of the same name come before it in the body.
    fn nth(&self) -> usize {
        let before = &self.article.document.images[..self.number.unwrap_or(0)];
        before.iter().filter(|other| other.src == self.src).count()
    }
}

/// The indices into `Site::files` of all pictures that visible articles show. Missing ones, and those of which nobody
/// said what they show, go to `problems`.
pub fn collect(site: &Site, config: &Config, problems: &mut Vec<Diagnostic>) -> BTreeSet<usize> {
    let mut wanted = BTreeSet::new();
    let articles = || site.posts.iter().chain(&site.pages);
    let logo = config.theme.logo.as_deref();
    let any = articles().any(|article| article.image.is_some() || !article.document.images.is_empty());
    if !any && logo.is_none() {
        return wanted;
    }
    let files: FxHashMap<&str, usize> =
        site.files.iter().enumerate().map(|(at, file)| (file.target.as_str(), at)).collect();
    let (mut missing, mut silent) = (Vec::new(), Vec::new());
    for article in articles() {
        if let Some(image) = &article.image {
            let complaint = Complaint { article, src: &image.path, number: None };
            match front(&image.path, config) {
                Leads::Here(target) => match files.get(target.as_str()) {
                    Some(at) => {
                        wanted.insert(*at);
                        if image.alt.is_none() {
                            silent.push(complaint);
                        }
                    }
                    None => missing.push(complaint),
                },
                Leads::Elsewhere if image.alt.is_none() => silent.push(complaint),
                Leads::Elsewhere => {}
            }
        }
        for (number, image) in article.document.images.iter().enumerate() {
            let complaint = || Complaint { article, src: &image.src, number: Some(number) };
            if let Leads::Here(target) = body(article, &image.src, config) {
                match files.get(target.as_str()) {
                    Some(at) => {
                        wanted.insert(*at);
                    }
                    None => {
                        missing.push(complaint());
                        continue;
                    }
                }
            }
            if !image.has_alt {
                silent.push(complaint());
            }
        }
    }
    if let Some(logo) = logo
        && let Leads::Here(target) = front(logo, config)
    {
        wanted.extend(files.get(target.as_str()));
    }
    report(&missing, config, problems, |src| Problem::PictureMissing { src, nearest: None });
    for problem in problems.iter_mut() {
        if let Problem::PictureMissing { src, nearest } = &mut problem.problem {
            *nearest = likely(src, site);
        }
    }
    if missing.len() > TOLD {
        problems.push(Diagnostic::warning("", Problem::MorePicturesMissing { count: missing.len() - TOLD }));
    }
    report(&silent, config, problems, |src| Problem::PictureWithoutAlt { src });
    if silent.len() > TOLD {
        let more = Problem::MorePicturesWithoutAlt { count: silent.len() - TOLD };
        problems.push(Diagnostic::warning("", more));
    }
    wanted
}

fn report(
    complaints: &[Complaint<'_>],
    config: &Config,
    problems: &mut Vec<Diagnostic>,
    problem: impl Fn(String) -> Problem,
) {
    for complaint in complaints.iter().take(TOLD) {
        let Complaint { article, src, number } = complaint;
        let nth = complaint.nth();
        let own = src.strip_prefix(config.base_path.as_str()).unwrap_or(src);
        let plain = slug::unescape_path(own);
        let name = plain.rsplit('/').next().unwrap_or(&plain);
        // In its file the address may be escaped, or stand without the site's path; its last part is in all of them.
        let place = [*src, own, plain.as_str(), name]
            .into_iter()
            .find_map(|text| source::place_of_text(config, &article.path, text, nth))
            .or_else(|| source::place_of_key(config, &article.path, "image").filter(|_| number.is_none()));
        let diagnostic = Diagnostic::warning(article.path.as_str(), problem(own.to_owned()));
        problems.push(match place {
            Some(place) => diagnostic.at(place),
            None => diagnostic,
        });
    }
}

/// The picture that was probably meant: one of the same name elsewhere, else one whose path is nearly the same.
fn likely(src: &str, site: &Site) -> Option<String> {
    let wanted = slug::unescape_path(src.trim_start_matches('/'));
    let name = wanted.rsplit('/').next().unwrap_or(&wanted);
    let targets = || {
        site.files.iter().map(|file| file.target.as_str()).filter(|target| {
            let end = target.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
            matches!(end.as_str(), "jpg" | "jpeg" | "png" | "webp" | "gif" | "svg" | "avif")
        })
    };
    let same = targets()
        .find(|target| target.rsplit('/').next().is_some_and(|other| other.eq_ignore_ascii_case(name)));
    let near = || nearest(&wanted, targets());
    let named = || {
        let names = targets().map(|target| target.rsplit('/').next().unwrap_or(target));
        let found = nearest(name, names)?;
        targets().find(|target| target.ends_with(found))
    };
    same.or_else(near).or_else(named).map(|target| format!("/{target}"))
}
