//! The search index: small files that a script in the reader's browser fetches the few it needs of. No server takes part.
//!
//! Posts count from the oldest, and stand in three segments: most in the archive, then those of the last months, then the
//! newest few. A new post changes the files of the newest segment alone, which are few. docs/search.md tells the format;
//! `assets/search.js` reads it. Knows nothing of templates or of the output folder.

mod cards;
mod segment;
mod shards;

use crate::config::Config;
use crate::site::Site;
use crate::site::article::Article;
use rayon::prelude::*;
use serde_json::{Value, json};
use shards::Shard;

/// The page on which readers search, without the address's own path.
pub const URL: &str = "/search/";
/// The theme's file that reads the index.
pub const SCRIPT: &str = "search.js";
/// Where all files of the index lie.
pub const FOLDER: &str = "search";
/// At most so many posts less one are in the newest segment.
const NEWEST: usize = 64;
/// At most so many posts less one are in the newest segments together.
const LATEST: usize = 1_024;

/// A file of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndexFile {
    /// Its path in the output folder.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// The words of a site's articles, read and not yet put together.
#[derive(Debug)]
pub struct Words<'a> {
    /// From the oldest.
    posts: Vec<&'a Article>,
    pages: Vec<&'a Article>,
    segments: Vec<Segment>,
}

#[derive(Debug)]
struct Segment {
    name: &'static str,
    /// The number of its first post, if it has posts.
    first: Option<usize>,
    words: segment::Words,
}

/// Reads the site's visible posts and pages.
#[must_use]
pub fn read(site: &Site) -> Words<'_> {
    let posts: Vec<&Article> = site.posts.iter().rev().collect();
    let pages: Vec<&Article> = site.pages.iter().filter(|page| is_found(page)).collect();
    let archive = posts.len() / LATEST * LATEST;
    let months = posts.len() / NEWEST * NEWEST;
    let segments: [(_, _, &[&Article]); 4] = [
        ("archive", Some(0), &posts[..archive]),
        ("latest", Some(archive), &posts[archive..months]),
        ("newest", Some(months), &posts[months..]),
        ("other", None, &pages),
    ];
    let segments = segments.into_par_iter().filter(|(.., articles)| !articles.is_empty());
    let segments =
        segments.map(|(name, first, articles)| Segment { name, first, words: segment::read(articles) });
    Words { segments: segments.collect(), posts, pages }
}

impl Words<'_> {
    /// The files of the index, sorted by path. One thread alone does much of the work on each segment.
    #[must_use]
    pub fn files(self, config: &Config) -> Vec<IndexFile> {
        let Words { posts, pages, segments } = self;
        let (segments, [of_posts, of_pages]) = rayon::join(
            || segments.into_par_iter().map(Segment::files).collect::<Vec<_>>(),
            || [cards::files("posts", &posts, config), cards::files("pages", &pages, config)],
        );
        let (listed, files): (Vec<Value>, Vec<Vec<IndexFile>>) = segments.into_iter().unzip();
        let mut files: Vec<IndexFile> = files.into_iter().chain([of_posts, of_pages]).flatten().collect();
        let root = json!({ "posts": posts.len(), "cards": cards::PER_FILE, "segments": listed });
        files.push(IndexFile { path: format!("{FOLDER}/index.json"), bytes: root.to_string().into_bytes() });
        files.par_sort_unstable_by(|a, b| a.path.cmp(&b.path));
        files
    }
}

impl Segment {
    /// What the list of segments says of it, and its files.
    fn files(self) -> (Value, Vec<IndexFile>) {
        let Segment { name, first, words } = self;
        let shards = shards::cut(&words.terms());
        let firsts: Vec<&str> = shards.iter().map(|shard| shard.first.as_str()).collect();
        let versions: String = shards.iter().map(Shard::version).collect();
        let listed = json!({
            "name": name, "first": first, "count": words.articles, "words": firsts.join(" "), "versions": versions,
        });
        let path = |shard: &Shard| format!("{FOLDER}/{name}/{}.bin", shard.name());
        let files = shards.into_iter().map(|shard| IndexFile { path: path(&shard), bytes: shard.bytes });
        (listed, files.collect())
    }
}

/// Whether a page is one that a reader would look for: not what the build lays into a page of its own.
fn is_found(page: &Article) -> bool {
    !matches!(&*page.url, "/" | "/404/" | "/404.html" | "/404" | URL)
}
