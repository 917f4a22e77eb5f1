//! `sitemap.xml` (sitemaps.org), with Google's image entries, split with an index above 50,000 addresses; and Google's
//! news sitemap. What is dated is dated by its content, so a sitemap changes only when a page does.

use super::view::Given;
use super::xml::{HEAD, element, text};
use crate::config::Config;
use crate::plan::{Output, Plan, SITEMAP_LIMIT, Shows};
use crate::site::Site;
use crate::site::article::Article;
use crate::source::date::Moment;

const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";
const IMAGE: &str = "http://www.google.com/schemas/sitemap-image/1.1";
const NEWS: &str = "http://www.google.com/schemas/sitemap-news/0.9";

/// One sitemap: the `part`-th 50,000 addresses of the plan.
#[must_use]
pub fn sitemap(plan: &Plan, given: Given<'_>, part: usize) -> String {
    let Given { site, config, pictures } = given;
    let mut out = String::with_capacity(64 * 1024);
    out.push_str(HEAD);
    let image = if config.sitemap.images { format!(" xmlns:image=\"{IMAGE}\"") } else { String::new() };
    out.push_str(&format!("<urlset xmlns=\"{NAMESPACE}\"{image}>\n"));
    let listed = plan.outputs.iter().filter(|output| output.in_sitemap(site));
    for output in listed.skip(part * SITEMAP_LIMIT).take(SITEMAP_LIMIT) {
        let article = match &output.shows {
            Shows::Post { number, .. } => Some(&site.posts[*number]),
            Shows::Page { number, .. } => Some(&site.pages[*number]),
            _ => None,
        };
        out.push_str("<url><loc>");
        out.push_str(&text(&config.absolute(&output.url)));
        out.push_str("</loc>");
        let changed = article.map_or_else(|| newest(output, site), Article::modified);
        if let Some(changed) = changed {
            out.push_str("<lastmod>");
            out.push_str(&changed.rfc3339());
            out.push_str("</lastmod>");
        }
        let image =
            article.filter(|_| config.sitemap.images).and_then(|article| pictures.lead_url(article, config));
        if let Some(url) = image {
            out.push_str("<image:image><image:loc>");
            out.push_str(&text(&config.absolute(url)));
            out.push_str("</image:loc></image:image>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// When the newest of the posts that a list shows changed last.
fn newest(output: &Output, site: &Site) -> Option<Moment> {
    let changed = |posts: &[u32]| posts.iter().filter_map(|post| site.posts[*post as usize].modified()).max();
    match &output.shows {
        Shows::Home { list, .. } => site.posts[list.posts.clone()].iter().filter_map(Article::modified).max(),
        Shows::Term { taxonomy, term, list } => {
            changed(&site.taxonomies[*taxonomy].terms[*term].posts[list.posts.clone()])
        }
        Shows::Archive { year, month, day, list } => {
            changed(&site.archives.posts((*year, *month, *day))[list.posts.clone()])
        }
        _ => None,
    }
}

/// The index of all sitemaps.
#[must_use]
pub fn index(config: &Config, parts: usize) -> String {
    let mut out = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    for part in 1..=parts {
        let url = config.absolute(&format!("/sitemap-{part}.xml"));
        out.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", text(&url)));
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// Google's news sitemap of the given posts.
#[must_use]
pub fn news(posts: &[Article], config: &Config) -> String {
    let name = config.sitemap.news_name.as_deref().unwrap_or(&config.title);
    let mut out = format!("{HEAD}<urlset xmlns=\"{NAMESPACE}\" xmlns:news=\"{NEWS}\">\n");
    // What is paid for is no news; Google News refuses papers that pass it off as such.
    let is_news = |post: &&Article| post.is_indexed() && !post.front.no_sitemap && !post.front.sponsored;
    for post in posts.iter().filter(is_news) {
        out.push_str("<url>\n");
        element(&mut out, "loc", &config.absolute(&post.url));
        out.push_str("<news:news>\n<news:publication>\n");
        element(&mut out, "news:name", name);
        element(&mut out, "news:language", &news_language(post.language(config)));
        out.push_str("</news:publication>\n");
        element(&mut out, "news:publication_date", &post.date.map(|date| date.rfc3339()).unwrap_or_default());
        element(&mut out, "news:title", &post.title);
        out.push_str("</news:news>\n</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// Google News wants two or three letters, and knows two Chinese languages besides.
fn news_language(language: &str) -> String {
    let lower = language.to_ascii_lowercase().replace('_', "-");
    let mut parts = lower.split('-');
    let first = parts.next().unwrap_or_default();
    if first != "zh" {
        return first.to_owned();
    }
    let traditional = parts.any(|part| matches!(part, "hant" | "tw" | "hk" | "mo"));
    if traditional { "zh-tw".into() } else { "zh-cn".into() }
}

#[cfg(test)]
mod tests {
    use super::news_language;

    #[test]
    fn languages_as_google_news_has_them() {
        let found = ["en", "en-IE", "zh-Hans", "zh-TW", "pt_BR"].map(news_language);
        assert_eq!(found, ["en", "en", "zh-cn", "zh-tw", "pt"]);
    }
}
