//! What the build makes by itself for machines: feeds, sitemaps, files for crawlers and hosts, the theme's assets.

use super::{FeedOf, MachineFile, Output, SITEMAP_LIMIT, Shows};
use crate::assets;
use crate::config::Config;
use crate::config::machines::FeedFormat;
use crate::search::{self, IndexFile};
use crate::site::Site;
use jiff::{SignedDuration, Timestamp};
use std::collections::BTreeSet;
use std::ops::Range;

/// How long Google News looks at a post, and how many it looks at.
const NEWS_AGE: SignedDuration = SignedDuration::from_hours(48);
const NEWS_LIMIT: usize = 1_000;

/// Adds them to what is planned already. A file that the site has of its own at such a place stands instead.
pub fn add(
    outputs: &mut Vec<Output>,
    site: &Site,
    config: &Config,
    has_icons: bool,
    search: Option<&[IndexFile]>,
) {
    let own: BTreeSet<&str> = site.files.iter().map(|file| file.target.as_str()).collect();
    let listed = outputs.iter().filter(|output| output.in_sitemap(site)).count();
    let mut made = text_files(config, has_icons);
    made.extend(feeds(site, config));
    made.extend(sitemaps(listed, site, config));
    made.extend(pages_and_assets(site, search.is_some()));
    let made = made.into_iter().map(|(url, shows)| Output::at(url, shows));
    let made = made.chain(search_files(search.unwrap_or_default()));
    outputs.extend(made.filter(|output| !own.contains(&*output.path)));
}

/// An address and what it shows.
type Made = (String, Shows);

fn text_files(config: &Config, has_icons: bool) -> Vec<Made> {
    let on = config.files;
    [
        ("robots.txt", MachineFile::Robots, true),
        ("llms.txt", MachineFile::Llms, on.llms_txt),
        ("_headers", MachineFile::Headers, on.headers),
        ("_redirects", MachineFile::Redirects, on.redirects),
        (".nojekyll", MachineFile::NoJekyll, on.nojekyll),
        ("CNAME", MachineFile::Cname, on.cname && !config.origin.is_empty()),
        (".well-known/security.txt", MachineFile::Security, config.security.is_some()),
        ("manifest.webmanifest", MachineFile::Manifest, has_icons),
    ]
    .into_iter()
    .filter(|(.., wanted)| *wanted)
    .map(|(path, file, _)| (format!("/{path}"), Shows::Machine(file)))
    .chain(
        config
            .notify
            .indexnow_key
            .iter()
            .map(|key| (format!("/{key}.txt"), Shows::Machine(MachineFile::IndexNowKey))),
    )
    .collect()
}

fn feeds(site: &Site, config: &Config) -> Vec<Made> {
    let mut made = Vec::new();
    let mut add = |base: &str, of: FeedOf, formats: &[FeedFormat]| {
        let feed =
            |format: &FeedFormat| (format!("{base}{}", format.file()), Shows::Feed { of, format: *format });
        made.extend(formats.iter().map(feed));
    };
    add("/", FeedOf::Site, &config.feeds.site);
    for (taxonomy, kind) in site.taxonomies.iter().enumerate() {
        let formats = kind.kind.feeds(config);
        if formats.is_empty() {
            continue;
        }
        for (term, found) in kind.terms.iter().enumerate().filter(|(_, term)| !term.slug.is_empty()) {
            add(&kind.term_url(found), FeedOf::Term { taxonomy, term }, formats);
        }
    }
    made
}

fn sitemaps(listed: usize, site: &Site, config: &Config) -> Vec<Made> {
    let parts = listed.div_ceil(SITEMAP_LIMIT).max(1);
    let mut made = Vec::new();
    if parts == 1 {
        made.push(("/sitemap.xml".into(), Shows::Sitemap { part: 0 }));
    } else {
        made.push(("/sitemap.xml".into(), Shows::SitemapIndex { parts }));
        made.extend((0..parts).map(|part| (format!("/sitemap-{}.xml", part + 1), Shows::Sitemap { part })));
    }
    if config.sitemap.news {
        made.push(("/news-sitemap.xml".into(), Shows::NewsSitemap { posts: news(site, site.now) }));
    }
    made
}

/// The posts of the two days before `now`, as far as the news sitemap may hold them. Posts are sorted, so they lie together.
pub fn news(site: &Site, now: Timestamp) -> Range<usize> {
    let since = now.saturating_sub(NEWS_AGE).unwrap_or(now);
    let start = site.posts.partition_point(|post| post.date.is_some_and(|date| date.instant > now));
    let length =
        site.posts[start..].partition_point(|post| post.date.is_some_and(|date| date.instant >= since));
    start..start + length.min(NEWS_LIMIT)
}

/// The files of the search index: not pages, whatever their names end with.
fn search_files(files: &[IndexFile]) -> impl Iterator<Item = Output> {
    let files = files.iter().enumerate();
    files.map(|(number, file)| Output::of_file(&file.path, Shows::SearchFile { file: number }))
}

fn pages_and_assets(site: &Site, searched: bool) -> Vec<Made> {
    let not_found = site.pages.iter().position(|page| matches!(&*page.url, "/404/" | "/404.html" | "/404"));
    let mut made: Vec<Made> = vec![("/404.html".into(), Shows::NotFound { page: not_found })];
    if searched && !site.pages.iter().any(|page| &*page.url == search::URL) {
        made.push((search::URL.into(), Shows::Search));
    }
    let wanted = |name: &str| searched || name != search::SCRIPT;
    for (file, theme) in assets::ASSETS.iter().enumerate().filter(|(_, theme)| wanted(theme.name)) {
        made.push((format!("/assets/{}", theme.name), Shows::ThemeAsset { file }));
    }
    if site.has_code() {
        made.push((format!("/assets/{}", assets::HIGHLIGHT), Shows::Highlight));
    }
    made
}
