//! The pages as readers get them: every link, fragment and picture leads somewhere.
//!
//! A link that its article's source holds is told there; one that the theme or a list makes is told once, with the
//! first page that shows it.

use super::{finding, places};
use crate::build::Ready;
use crate::config::{Config, is_external};
use crate::diagnostics::{self, Diagnostic, Found, Problem, nearest};
use crate::markdown::markup::{self, Mark};
use crate::plan::{Output, Shows};
use crate::render::Rendered;
use crate::site::article::Article;
use crate::site::{permalink, slug};
use crate::source::written;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// What the pages showed.
pub struct Pages {
    /// What is wrong with them.
    pub findings: Vec<Diagnostic>,
    /// How many there are.
    pub count: usize,
    /// How many links they have.
    pub links: usize,
}

/// Paths of the output that some page, style sheet or script names.
pub type Seen = FxHashSet<String>;

/// What one page has that must be looked at with others.
#[derive(Default)]
struct Page {
    links: usize,
    ids: Vec<u64>,
    /// Path of the target, fragment, link as written.
    fragments: Vec<(String, String, String)>,
    /// Link as written, and whether it loads something.
    broken: Vec<(String, bool)>,
    files: Vec<String>,
}

/// Renders every page and follows its links within the site.
///
/// # Errors
/// Where a page cannot be rendered: then the site does not build.
pub fn check(ready: &Ready<'_>) -> Result<(Pages, Seen), Vec<Diagnostic>> {
    let outputs = &ready.plan.outputs;
    let paths: FxHashSet<&str> = outputs.iter().map(|output| &*output.path).collect();
    let is_copy = |output: &&Output| matches!(output.shows, Shows::Copy { .. });
    // Most links are written as the plan writes them, and need no more than a look here.
    let urls: FxHashSet<&str> =
        outputs.iter().filter(|output| !is_copy(output)).map(|output| &*output.url).collect();
    let copies: FxHashSet<&str> = outputs.iter().filter(is_copy).map(|o| &*o.path).collect();
    let redirects: FxHashSet<String> =
        ready.plan.redirects.iter().map(|(from, _)| permalink::file_path(from)).collect();
    let read = |output: &Output| -> Result<Option<Page>, Box<Diagnostic>> {
        let Rendered::Bytes(bytes) = ready.renderer.render(output)? else { return Ok(None) };
        let text = String::from_utf8_lossy(&bytes);
        if !output.path.ends_with(".html") {
            return Ok(Some(Page { files: named_in(&text, &copies), ..Page::default() }));
        }
        let exists = |path: &str| paths.contains(path) || redirects.contains(path);
        Ok(Some(read_page(&text, output, ready.config, &exists, &urls, &copies)))
    };
    let (mut pages, mut failed) = (Vec::with_capacity(outputs.len()), Vec::new());
    for page in outputs.par_iter().map(read).collect::<Vec<_>>() {
        match page {
            Ok(page) => pages.push(page),
            Err(problem) => failed.push(*problem),
        }
    }
    if !failed.is_empty() {
        diagnostics::once_a_place(&mut failed);
        return Err(failed);
    }
    let ids: FxHashSet<u64> = pages.iter().flatten().flat_map(|page| page.ids.iter().copied()).collect();

    let hidden: FxHashMap<&str, &Article> =
        ready.site.hidden.iter().rev().map(|article| (&*article.file, article)).collect();
    let mut signs = Signs::new(outputs);
    let mut seen = Seen::default();
    let mut problems: BTreeMap<(String, String), Vec<usize>> = BTreeMap::new();
    let (mut count, mut links) = (0, 0);
    let mut kinds: FxHashMap<(String, String), Found> = FxHashMap::default();
    for (at, page) in pages.into_iter().enumerate() {
        let Some(page) = page else { continue };
        count += usize::from(outputs[at].path.ends_with(".html"));
        links += page.links;
        seen.extend(page.files);
        for (link, loads) in page.broken {
            let key = (link, String::new());
            kinds.entry(key.clone()).or_insert_with(|| match loads {
                true => Found::MissingFile { src: key.0.clone() },
                false => dead(&key.0, &outputs[at], ready, &hidden, &mut signs),
            });
            problems.entry(key).or_default().push(at);
        }
        for (path, fragment, link) in page.fragments {
            if !ids.contains(&id_hash(&path, &fragment)) {
                let key = (link.clone(), fragment.clone());
                problems.entry(key.clone()).or_default().push(at);
                kinds.entry(key).or_insert(Found::BrokenFragment { link, fragment, nearest: None });
            }
        }
    }
    let told: Vec<(String, Vec<usize>, Found)> = problems
        .into_iter()
        .filter_map(|(key, pages)| Some((key.0.clone(), pages, kinds.remove(&key)?)))
        .collect();
    let findings = told
        .into_par_iter()
        .flat_map_iter(|(link, pages, found)| tell(&found, &link, &pages, ready))
        .collect();
    Ok((Pages { findings, count, links }, seen))
}

fn read_page(
    html: &str,
    output: &Output,
    config: &Config,
    exists: &dyn Fn(&str) -> bool,
    urls: &FxHashSet<&str>,
    copies: &FxHashSet<&str>,
) -> Page {
    let mut page = Page::default();
    markup::marks(html, |mark| {
        let (address, loads) = match &mark {
            Mark::Id(id) => {
                page.ids.push(id_hash(&output.path, id));
                return;
            }
            Mark::Link(address) => (address, false),
            Mark::Load(address) => (address, true),
        };
        page.links += 1;
        let rooted = address.strip_prefix(config.origin.as_str()).unwrap_or(address);
        if rooted.strip_prefix(config.base_path.as_str()).is_some_and(|own| urls.contains(own)) {
            return;
        }
        let Some((path, fragment)) = target(address, &output.url, config) else { return };
        if copies.contains(path.as_str()) {
            page.files.push(path);
        } else if !exists(&path) {
            // What a folder's `index.html` is asked for without its slash, hosts redirect to.
            if !exists(&format!("{}/index.html", path.trim_end_matches(".html"))) {
                page.broken.push((address.to_string(), loads));
            }
        } else if let Some(fragment) = fragment.filter(|fragment| !fragment.is_empty() && fragment != "top") {
            page.fragments.push((path, fragment, address.to_string()));
        }
    });
    page.files.extend(named_in_styles(html, copies));
    page
}

/// The file that a link of the site's own leads to, and the place there; nothing for links to elsewhere.
pub fn target(address: &str, from: &str, config: &Config) -> Option<(String, Option<String>)> {
    let address = address.trim();
    let own = match address.strip_prefix(config.origin.as_str()).filter(|_| !config.origin.is_empty()) {
        Some(rest) if rest.is_empty() || rest.starts_with(['/', '?', '#']) => rest,
        _ => address,
    };
    if own.is_empty() && own.len() == address.len() || is_external(own) || own.contains("{{") {
        return None;
    }
    let (own, fragment) = own.split_once('#').map_or((own, None), |(own, place)| (own, Some(place)));
    let path = own.split('?').next().unwrap_or(own);
    let whole = if path.is_empty() && own.len() == address.split('#').next().unwrap_or(address).len() {
        from.to_owned()
    } else if let Some(rooted) = path.strip_prefix('/') {
        let rooted = format!("/{rooted}");
        match rooted.strip_prefix(config.base_path.as_str()) {
            Some("") => "/".to_owned(),
            Some(rest) if rest.starts_with('/') => rest.to_owned(),
            // On this host, and not in this site.
            _ => return None,
        }
    } else if path.is_empty() {
        "/".to_owned()
    } else {
        join(from, path)
    };
    let is_elsewhere = |folder: &String| {
        let folder = folder.trim_matches('/');
        whole[1..].strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    };
    if config.images.elsewhere.iter().any(is_elsewhere) {
        return None;
    }
    Some((permalink::file_path(&whole), fragment.map(slug::unescape_path)))
}

/// A relative path as a browser resolves it.
fn join(from: &str, path: &str) -> String {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "." => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    format!("/{}{}", parts.join("/"), if path.ends_with("..") || path.ends_with("/.") { "/" } else { "" })
}

/// A link to nothing: to something hidden, or to something that is not.
fn dead(
    link: &str,
    from: &Output,
    ready: &Ready<'_>,
    hidden: &FxHashMap<&str, &Article>,
    signs: &mut Signs<'_>,
) -> Found {
    let path = target(link, &from.url, ready.config).map(|(path, _)| path).unwrap_or_default();
    if let Some(article) = hidden.get(path.as_str()) {
        let state = article.state.word();
        return Found::HiddenLinked { link: link.to_owned(), state, path: article.path.clone() };
    }
    let near = signs.near(&path);
    let nearest = near.map(|path| ready.config.href(&format!("/{}", path.trim_end_matches("index.html"))));
    Found::BrokenLink { link: link.to_owned(), nearest: nearest.filter(|nearest| nearest != link) }
}

/// What a dead link may have meant.
struct Signs<'a> {
    paths: Vec<&'a str>,
    /// Pages by the last part of their address.
    by_name: FxHashMap<&'a str, &'a str>,
    /// How many links are still compared with all paths: an archive may have thousands that are dead for one reason.
    left: usize,
}

/// See [`Signs::left`].
const COMPARED: usize = 50;

impl<'a> Signs<'a> {
    fn new(outputs: &'a [Output]) -> Signs<'a> {
        let paths: Vec<&str> = outputs.iter().map(|output| &*output.path).collect();
        // Of pages of one name the first by path.
        let pages = paths.iter().rev().filter(|path| path.ends_with(".html"));
        Signs { by_name: pages.map(|path| (last(path), *path)).collect(), paths, left: COMPARED }
    }

    fn near(&mut self, path: &str) -> Option<&'a str> {
        if let Some(same) = self.by_name.get(last(path)) {
            return Some(same);
        }
        self.left = self.left.checked_sub(1)?;
        // What all pages end with makes none more like another.
        let wanted = path.trim_end_matches("/index.html");
        let alike = |other: &&str| other.len().abs_diff(wanted.len()) <= 2;
        let others = self.paths.iter().map(|other| other.trim_end_matches("/index.html")).filter(alike);
        let near = nearest(wanted, others)?;
        self.paths.iter().copied().find(|other| other.trim_end_matches("/index.html") == near)
    }
}

/// The last part of a page's address.
fn last(path: &str) -> &str {
    path.trim_end_matches("/index.html").rsplit('/').next().unwrap_or_default()
}

/// How many articles one address is told of.
const MOST: usize = 20;

fn tell(what: &Found, link: &str, pages: &[usize], ready: &Ready<'_>) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    for at in pages {
        let Some(article) = article(&ready.plan.outputs[*at], ready) else { continue };
        let Some(written) = written::read(ready.config, &article.path) else { continue };
        let own = link.strip_prefix(ready.config.base_path.as_str()).unwrap_or(link);
        let mut places = places::all(&written, link);
        if places.is_empty() && own != link {
            places = places::all(&written, own);
        }
        if places.is_empty() {
            places.extend(places::first(&written, link).or_else(|| places::first(&written, own)));
        }
        let one = |place| finding(&article.path, Problem::Found(what.clone())).at(place);
        told.extend(places.into_iter().map(one));
        if told.len() >= MOST {
            break;
        }
    }
    if told.is_empty() {
        let page = pages.first().map(|at| ready.plan.outputs[*at].url.to_string()).unwrap_or_default();
        let problem =
            Found::OnPages { what: Box::new(what.clone()), page, more: pages.len().saturating_sub(1) };
        told.push(finding("", Problem::Found(problem)));
    }
    told
}

fn article<'a>(output: &Output, ready: &'a Ready<'_>) -> Option<&'a Article> {
    match output.shows {
        Shows::Post { number, .. } => ready.site.posts.get(number),
        Shows::Page { number, .. } => ready.site.pages.get(number),
        _ => None,
    }
}

fn id_hash(path: &str, id: &str) -> u64 {
    use std::hash::{Hash as _, Hasher as _};
    let mut hasher = rustc_hash::FxHasher::default();
    (path, id).hash(&mut hasher);
    hasher.finish()
}

/// Files that a style element or attribute names by `url(…)`.
fn named_in_styles(html: &str, copies: &FxHashSet<&str>) -> Vec<String> {
    if html.contains("url(") { named_in(html, copies) } else { Vec::new() }
}

/// Files whose path a text has in it: a style sheet, a script, a feed.
fn named_in(text: &str, copies: &FxHashSet<&str>) -> Vec<String> {
    let is_path =
        |c: char| !c.is_whitespace() && !matches!(c, '"' | '\'' | '(' | ')' | '<' | '>' | ',' | ';' | '`');
    let mut found = Vec::new();
    if copies.is_empty() {
        return found;
    }
    for word in text.split(|c| !is_path(c)).filter(|word| word.contains('.')) {
        let bare = word.split(['?', '#']).next().unwrap_or(word);
        for (at, _) in bare.match_indices('/').take(12) {
            if copies.contains(&bare[at + 1..]) {
                found.push(bare[at + 1..].to_owned());
            }
        }
        if copies.contains(bare) {
            found.push(bare.to_owned());
        }
    }
    found
}
