//! What only the site as a whole shows: doubles, words that are nearly one, files that nobody names.

use super::pages::Seen;
use super::{finding, finding_at};
use crate::build::Ready;
use crate::diagnostics::{Diagnostic, Found, Place, Problem};
use crate::site::article::Article;
use crate::site::similar;
use crate::site::taxonomy::{Taxonomy, TaxonomyKind};
use crate::source::written;
use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// From how much on two texts are told to be nearly one.
const NEARLY: u8 = 70;

/// All of it.
pub fn check(ready: &Ready<'_>, seen: &Seen, is_wanted: &dyn Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut found = doubles(ready);
    // The one rule here that takes its time.
    if is_wanted("similar-posts") {
        found.extend(similar_posts(ready));
    }
    for taxonomy in ready.site.taxonomies.iter() {
        if matches!(taxonomy.kind, TaxonomyKind::Categories | TaxonomyKind::Tags) {
            found.extend(terms_alike(taxonomy, ready));
            found.extend(spellings(taxonomy, ready));
        }
    }
    found.extend(orphans(ready, seen));
    found.extend(no_timezone(ready));
    found
}

/// Posts that share a title or a slug; the newer is told, with the older named.
fn doubles(ready: &Ready<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut titles: FxHashMap<String, &Article> = FxHashMap::default();
    let mut slugs: FxHashMap<&str, &Article> = FxHashMap::default();
    for post in ready.site.posts.iter().rev() {
        let mut same_title = false;
        if let Some(other) = titles.insert(post.title.to_lowercase(), post) {
            // A translation has the right to its original's name.
            same_title =
                ready.config.language == post.language(ready.config) && post.front.lang == other.front.lang;
            if same_title {
                let problem = Problem::Found(Found::SameTitle { other: other.path.clone() });
                found.push(finding(&post.path, problem));
            }
        }
        if let Some(other) = slugs.insert(&post.slug, post).filter(|_| !same_title) {
            let problem = Found::SameSlug { slug: post.slug.clone(), other: other.path.clone() };
            found.push(finding(&post.path, Problem::Found(problem)));
        }
    }
    found
}

fn similar_posts(ready: &Ready<'_>) -> Vec<Diagnostic> {
    let posts: Vec<&Article> = ready.site.posts.iter().filter(|post| post.document.words >= 30).collect();
    let mut told = FxHashSet::default();
    let mut found = Vec::new();
    for pair in similar::pairs(&posts, NEARLY) {
        // Posts are newest first; each is told once, of the one that it is nearest to.
        if told.insert(pair.first) {
            let other = posts[pair.second].path.clone();
            let problem = Found::NearlyEqual { other, percent: pair.percent };
            found.push(finding(&posts[pair.first].path, Problem::Found(problem)));
        }
    }
    found
}

/// Terms that differ by case, by marks, or by a letter in a long word, where one is rare beside the other.
fn terms_alike(taxonomy: &Taxonomy, ready: &Ready<'_>) -> Vec<Diagnostic> {
    let terms = &taxonomy.terms;
    let folded: Vec<String> =
        terms.iter().map(|term| term.name.to_lowercase().replace([' ', '-', '_', '.'], "")).collect();
    // Each word and all words that lack one letter of it: two that are a slip apart share one of these.
    let mut near: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (at, word) in folded.iter().enumerate() {
        near.entry(word.clone()).or_default().push(at);
        if word.chars().count() >= 6 && word.chars().count() <= 40 {
            for (cut, letter) in word.char_indices() {
                let shorter = [&word[..cut], &word[cut + letter.len_utf8()..]].concat();
                near.entry(shorter).or_default().push(at);
            }
        }
    }
    let mut pairs: Vec<(usize, usize)> = near
        .into_values()
        .flat_map(|group| {
            let most = group.len().min(16);
            (0..most)
                .flat_map(|a| (a + 1..most).map(move |b| (a, b)))
                .map(|(a, b)| (group[a], group[b]))
                .collect::<Vec<_>>()
        })
        .filter(|(a, b)| {
            a != b && alike(&folded[*a], &folded[*b], terms[*a].posts.len(), terms[*b].posts.len())
        })
        .map(|(a, b)| if terms[a].posts.len() <= terms[b].posts.len() { (a, b) } else { (b, a) })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    let mut found = Vec::new();
    for (rare, usual) in pairs {
        let (rare, usual) = (&terms[rare], &terms[usual]);
        let problem = Found::TermsAlike {
            taxonomy: taxonomy.kind.singular(),
            name: rare.name.clone(),
            count: rare.posts.len(),
            other: usual.name.clone(),
            other_count: usual.posts.len(),
        };
        let post = rare.posts.first().and_then(|post| ready.site.posts.get(*post as usize));
        let Some(post) = post else { continue };
        found.push(finding_at(&post.path, problem, place_of_term(taxonomy.kind, post, &rare.name, ready)));
    }
    found
}

/// Posts that write a term in other case than most do: to readers both are one, as long as nobody counts on it.
fn spellings(taxonomy: &Taxonomy, ready: &Ready<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for term in &taxonomy.terms {
        let usual = term.name.to_lowercase();
        let posts = term.posts.iter().filter_map(|post| ready.site.posts.get(*post as usize));
        let others: Vec<(&Article, &String)> = posts
            .filter_map(|post| {
                let written = match taxonomy.kind {
                    TaxonomyKind::Tags => &post.front.tags,
                    _ => &post.front.categories,
                };
                let other =
                    written.iter().find(|name| **name != term.name && name.to_lowercase() == usual)?;
                Some((post, other))
            })
            .collect();
        let mut counts: FxHashMap<&str, usize> = FxHashMap::default();
        others.iter().for_each(|(_, name)| *counts.entry(name).or_default() += 1);
        for (post, name) in &others {
            let count = counts.get(name.as_str()).copied().unwrap_or_default();
            let problem = Found::TermCase {
                taxonomy: taxonomy.kind.singular(),
                name: (*name).clone(),
                count,
                other: term.name.clone(),
                other_count: term.posts.len() - others.len(),
            };
            found.push(finding_at(&post.path, problem, place_of_term(taxonomy.kind, post, name, ready)));
        }
    }
    found
}

fn place_of_term(kind: TaxonomyKind, post: &Article, name: &str, ready: &Ready<'_>) -> Option<Place> {
    let keys = match kind {
        TaxonomyKind::Tags => ["tags", "tag"],
        _ => ["categories", "category"],
    };
    written::read(ready.config, &post.path)?.place_of_item(&keys, name)
}

fn alike(a: &str, b: &str, uses_a: usize, uses_b: usize) -> bool {
    if a == b {
        return true;
    }
    let plural =
        |one: &str, more: &str| more.strip_prefix(one).is_some_and(|rest| rest == "s" || rest == "es");
    if plural(a, b) || plural(b, a) || a.bytes().any(|byte| byte.is_ascii_digit()) {
        return false;
    }
    // A slip is rare beside the word that was meant.
    let (rare, usual) = (uses_a.min(uses_b), uses_a.max(uses_b));
    rare <= 2 && usual >= 3 * rare && strsim::damerau_levenshtein(a, b) == 1
}

/// Files in `assets/` that no page, style sheet, script or setting names.
fn orphans(ready: &Ready<'_>, seen: &Seen) -> Vec<Diagnostic> {
    // Text files that are copied as they are may name others.
    let texts: Vec<String> = ready
        .site
        .files
        .par_iter()
        .filter(|file| {
            [".css", ".js", ".html", ".json", ".svg", ".xml"].iter().any(|end| file.target.ends_with(end))
        })
        .filter_map(|file| std::fs::read_to_string(&file.disk).ok().filter(|text| text.len() < 1 << 20))
        .collect();
    let in_texts = |name: &str| texts.iter().any(|text| text.contains(name));
    let settings = std::fs::read_to_string(ready.config.root.join(ready.config.file)).unwrap_or_default();
    let replaces_theme = |target: &str| {
        crate::assets::ASSETS.iter().any(|file| target.strip_prefix("assets/") == Some(file.name))
    };
    ready
        .site
        .files
        .iter()
        .filter(|file| file.path.starts_with("assets/") && !seen.contains(&file.target))
        .filter(|file| !replaces_theme(&file.target))
        .filter(|file| {
            let name = file.target.rsplit('/').next().unwrap_or(&file.target);
            !settings.contains(name) && !ready.templates.show(name) && !in_texts(name)
        })
        .map(|file| finding(&file.path, Problem::Found(Found::Orphan)))
        .collect()
}

/// Told once for the whole site: what is missing is one line of the settings.
fn no_timezone(ready: &Ready<'_>) -> Option<Diagnostic> {
    if ready.config.has_timezone {
        return None;
    }
    let has_no_zone = |post: &&Article| {
        let date = written::read(ready.config, &post.path)?.keys.get("date")?.scalar()?;
        let time = date.find(':')?;
        let rest = date[time..].trim_end();
        Some(
            !rest.ends_with(['Z', 'z']) && !rest.contains(['+', '-']) && !rest.ends_with(char::is_alphabetic),
        )
    };
    let count = ready.site.posts.par_iter().filter(|post| has_no_zone(post).unwrap_or(false)).count();
    (count > 0).then(|| finding(ready.config.file, Problem::Found(Found::NoZone { count })))
}
