//! Which files the articles show as pictures, and what is wrong with how they do.
//!
//! Reads nothing but the places of what it complains of, and of those only the first few.

use crate::config::{Config, is_external};
use crate::diagnostics::{Diagnostic, Problem, nearest};
use crate::site::article::Article;
use crate::site::files::{join, output_folder};
use crate::site::{Site, slug};
use crate::source;
use rayon::prelude::*;
use rustc_hash::FxHashMap;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// How many of a kind are told one by one. An archive of twenty years has thousands, with one cause.
const TOLD: usize = 10;

/// Where a picture's address leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leads<'a> {
    /// To the site's output: the path there.
    Here(Cow<'a, str>),
    /// To another host, or to what this one serves from elsewhere.
    Elsewhere,
}

/// The `image:` of a front matter. It is from the root whether it begins with a slash or not.
#[must_use]
pub fn front<'a>(path: &'a str, config: &Config) -> Leads<'a> {
    if is_external(path) || path.contains("{{") {
        return Leads::Elsewhere;
    }
    rooted(path, config)
}

/// An `<img>` of an article's body.
#[must_use]
pub fn body<'a>(article: &Article, src: &'a str, config: &Config) -> Leads<'a> {
    if is_external(src) || src.contains("{{") || src.starts_with('#') {
        return Leads::Elsewhere;
    }
    if src.starts_with('/') {
        return rooted(src, config);
    }
    let bare = src.split(['?', '#']).next().unwrap_or(src);
    join(output_folder(article).trim_end_matches('/'), &slug::unescape_path(bare))
        .map_or(Leads::Elsewhere, |target| Leads::Here(target.into()))
}

fn rooted<'a>(path: &'a str, config: &Config) -> Leads<'a> {
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
    Leads::Here(if bare.contains('%') { slug::unescape_path(bare).into() } else { bare.into() })
}

/// A picture's name in an article, with what is wrong about it.
struct Complaint<'a> {
    article: &'a Article,
    /// As written, or nearly.
    src: &'a str,
    /// How many pictures of the same name come before it in the body; `None` for the front matter's.
    nth: Option<usize>,
}

/// What some articles show.
#[derive(Default)]
struct Found<'a> {
    wanted: Vec<usize>,
    missing: Vec<Complaint<'a>>,
    silent: Vec<Complaint<'a>>,
}

/// How many articles are read in one go.
const STRETCH: usize = 512;

/// The indices into `Site::files` of all pictures that visible articles show. Missing ones, and those of which nobody
/// said what they show, go to `problems`.
pub fn collect(site: &Site, config: &Config, problems: &mut Vec<Diagnostic>) -> BTreeSet<usize> {
    let logo = config.theme.logo.as_deref();
    let files: FxHashMap<&str, usize> =
        site.files.iter().enumerate().map(|(at, file)| (file.target.as_str(), at)).collect();
    let stretches = site.posts.par_chunks(STRETCH).chain(site.pages.par_chunks(STRETCH));
    let found: Vec<Found<'_>> = stretches
        .map(|articles| {
            let mut found = Found::default();
            articles.iter().for_each(|article| found.add(article, &files, config));
            found
        })
        .collect();
    let mut wanted: BTreeSet<usize> = BTreeSet::new();
    let (mut missing, mut silent) = (Vec::new(), Vec::new());
    for some in found {
        wanted.extend(some.wanted);
        missing.extend(some.missing);
        silent.extend(some.silent);
    }
    if let Some(logo) = logo
        && let Leads::Here(target) = front(logo, config)
    {
        wanted.extend(files.get(&*target));
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

impl<'a> Found<'a> {
    fn add(&mut self, article: &'a Article, files: &FxHashMap<&str, usize>, config: &Config) {
        if let Some(image) = &article.image {
            let complaint = Complaint { article, src: &image.path, nth: None };
            match front(&image.path, config) {
                Leads::Here(target) => match files.get(&*target) {
                    Some(at) => {
                        self.wanted.push(*at);
                        if image.alt.is_none() {
                            self.silent.push(complaint);
                        }
                    }
                    None => self.missing.push(complaint),
                },
                Leads::Elsewhere if image.alt.is_none() => self.silent.push(complaint),
                Leads::Elsewhere => {}
            }
        }
        let mut times: FxHashMap<&str, usize> = FxHashMap::default();
        for image in &article.document.images {
            let times = times.entry(&image.src).or_default();
            let complaint = Complaint { article, src: &image.src, nth: Some(*times) };
            *times += 1;
            if let Leads::Here(target) = body(article, &image.src, config) {
                match files.get(&*target) {
                    Some(at) => self.wanted.push(*at),
                    None => {
                        self.missing.push(complaint);
                        continue;
                    }
                }
            }
            if !image.has_alt {
                self.silent.push(complaint);
            }
        }
    }
}

fn report(
    complaints: &[Complaint<'_>],
    config: &Config,
    problems: &mut Vec<Diagnostic>,
    problem: impl Fn(String) -> Problem,
) {
    for Complaint { article, src, nth } in complaints.iter().take(TOLD) {
        let own = src.strip_prefix(config.base_path.as_str()).unwrap_or(src);
        let plain = slug::unescape_path(own);
        let name = plain.rsplit('/').next().unwrap_or(&plain);
        // In its file the address may be escaped, or stand without the site's path; its last part is in all of them.
        let place = [*src, own, plain.as_str(), name]
            .into_iter()
            .find_map(|text| source::place_of_text(config, &article.path, text, nth.unwrap_or(0)))
            .or_else(|| source::place_of_key(config, &article.path, "image").filter(|_| nth.is_none()));
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
