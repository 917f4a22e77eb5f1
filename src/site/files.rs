//! Which page a file beside it belongs to, and so where it is copied.
//!
//! A folder with an `index.md` goes where that page goes, with all its files. Elsewhere a file belongs to the posts that
//! link to it by a relative path. What belongs to hidden posts alone is not copied: a picture tells a story too.

use super::article::Article;
use super::{Site, slug};
use crate::config::is_external;
use crate::source::front_matter::Image;
use crate::source::tree::StaticFile;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::Arc;

/// Gives each file under a content folder its target, and points `image:` keys at it.
pub fn settle(site: &mut Site) {
    let (settled, mut loose): (Vec<StaticFile>, Vec<StaticFile>) =
        std::mem::take(&mut site.files).into_iter().partition(|file| file.path.starts_with("assets/"));
    site.files = settled;
    if loose.is_empty() {
        return;
    }
    let bundles = bundles(site);
    let mut bundled = Vec::new();
    loose.retain_mut(|file| match bundle(&bundles, &file.path) {
        Some(Some(target)) => {
            bundled.push(StaticFile { target, ..file.clone() });
            false
        }
        Some(None) => false,
        None => true,
    });
    drop(bundles);
    site.files.append(&mut bundled);
    let by_path: FxHashMap<&str, usize> =
        loose.iter().enumerate().map(|(at, file)| (file.path.as_str(), at)).collect();
    let rooted: FxHashSet<&str> = site.files.iter().chain(&loose).map(|file| file.target.as_str()).collect();
    let mut claimed: FxHashSet<usize> = FxHashSet::default();
    let mut copies: Vec<StaticFile> = Vec::new();
    let mut images: Vec<(bool, usize, String)> = Vec::new();
    for (is_post, list) in [(true, &site.posts), (false, &site.pages)] {
        for (number, article) in list.iter().enumerate() {
            let image = article.image.as_ref().map(|image| image.path.as_str());
            for (link, is_image) in
                article.document.links.iter().map(|l| (l.as_str(), false)).chain(image.map(|i| (i, true)))
            {
                let Some((at, target)) = beside(article, link, &by_path) else { continue };
                if is_image && rooted.contains(link) {
                    continue;
                }
                if is_image {
                    images.push((is_post, number, format!("/{target}")));
                }
                claimed.insert(at);
                copies.push(StaticFile { target, ..loose[at].clone() });
            }
        }
    }
    for article in &site.hidden {
        let image = article.image.as_ref().map(|image| image.path.as_str());
        for link in article.document.links.iter().map(String::as_str).chain(image) {
            claimed.extend(beside(article, link, &by_path).map(|(at, _)| at));
        }
    }
    for (is_post, number, url) in images {
        let article = if is_post { &mut site.posts[number] } else { &mut site.pages[number] };
        if let Some(image) = &article.image {
            article.image = Some(Arc::new(Image { path: slug::escape_path(&url), ..Image::clone(image) }));
        }
    }
    site.files
        .extend(loose.into_iter().enumerate().filter(|(at, _)| !claimed.contains(at)).map(|(_, file)| file));
    site.files.append(&mut copies);
    site.files.sort_by(|a, b| (&a.target, &a.path).cmp(&(&b.target, &b.path)));
    site.files.dedup();
}

/// Folders that have an `index.md`, with where that page goes; `None` when it is hidden.
type Bundles<'a> = FxHashMap<&'a str, Option<&'a Article>>;

fn bundles(site: &Site) -> Bundles<'_> {
    let folder = |article: &'_ Article| -> Option<usize> {
        let (folder, name) = article.path.rsplit_once('/')?;
        matches!(name, "index.md" | "index.markdown" | "index.html").then_some(folder.len())
    };
    let mut found = Bundles::default();
    for article in &site.hidden {
        found.extend(folder(article).map(|end| (&article.path[..end], None)));
    }
    // Of a folder with two of them, the first that is shown counts; posts come before pages.
    for article in site.pages.iter().rev().chain(site.posts.iter().rev()) {
        found.extend(folder(article).map(|end| (&article.path[..end], Some(article))));
    }
    found
}

/// The target of a file in a folder that has an `index.md`: `Some(None)` when that page is hidden.
fn bundle(bundles: &Bundles<'_>, path: &str) -> Option<Option<String>> {
    let mut folder = path;
    while let Some((above, _)) = folder.rsplit_once('/') {
        folder = above;
        if !folder.contains('/') && folder != "_posts" {
            return None; // `content` and its like are not bundles
        }
        if let Some(article) = bundles.get(folder) {
            let target =
                |article: &Article| format!("{}{}", output_folder(article), &path[folder.len() + 1..]);
            return Some(article.map(target));
        }
    }
    None
}

/// The folder that an article is written to: empty or with a slash at its end.
pub(crate) fn output_folder(article: &Article) -> String {
    let file = &article.file;
    file.rfind('/').map_or_else(String::new, |at| file[..=at].to_owned())
}

/// The loose file that a relative link of the article names, and where it must lie for the link to hold.
fn beside(article: &Article, link: &str, by_path: &FxHashMap<&str, usize>) -> Option<(usize, String)> {
    if link.starts_with(['/', '#']) || is_external(link) {
        return None;
    }
    let link = link.split(['?', '#']).next().unwrap_or(link);
    let link = slug::unescape_path(link);
    let folder = article.path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let at = *by_path.get(join(folder, &link)?.as_str())?;
    Some((at, join(output_folder(article).trim_end_matches('/'), &link)?))
}

/// `a/b` and `../c/d` → `a/c/d`; `None` when it climbs out.
pub(crate) fn join(folder: &str, link: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in link.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::join;

    #[test]
    fn relative_links_are_joined_and_never_climb_out() {
        assert_eq!(join("content/posts", "img/a.jpg").as_deref(), Some("content/posts/img/a.jpg"));
        assert_eq!(join("content/posts", "../a.jpg").as_deref(), Some("content/a.jpg"));
        assert_eq!(join("content", "../../a.jpg"), None);
    }
}
