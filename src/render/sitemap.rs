//! `sitemap.xml` and `robots.txt` (sitemaps.org), split with an index above 50,000 addresses.

use crate::config::Config;
use crate::plan::{Plan, SITEMAP_LIMIT, Shows};
use crate::site::Site;
use quick_xml::escape::escape;

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const NAMESPACE: &str = "http://www.sitemaps.org/schemas/sitemap/0.9";

/// One sitemap: the `part`-th 50,000 addresses of the plan.
#[must_use]
pub fn sitemap(plan: &Plan, site: &Site, config: &Config, part: usize) -> String {
    let mut out = String::with_capacity(64 * 1024);
    out.push_str(HEAD);
    out.push_str(&format!("<urlset xmlns=\"{NAMESPACE}\">\n"));
    let listed = plan.outputs.iter().filter(|output| output.in_sitemap());
    for output in listed.skip(part * SITEMAP_LIMIT).take(SITEMAP_LIMIT) {
        let article = match &output.shows {
            Shows::Post { number, .. } => Some(&site.posts[*number]),
            Shows::Page { number, .. } => Some(&site.pages[*number]),
            _ => None,
        };
        out.push_str("<url><loc>");
        out.push_str(&escape(config.absolute(&output.url)));
        out.push_str("</loc>");
        if let Some(changed) = article.and_then(|article| article.front.updated.max(article.date)) {
            out.push_str("<lastmod>");
            out.push_str(&changed.rfc3339());
            out.push_str("</lastmod>");
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// The index of all sitemaps.
#[must_use]
pub fn index(config: &Config, parts: usize) -> String {
    let mut out = format!("{HEAD}<sitemapindex xmlns=\"{NAMESPACE}\">\n");
    for part in 1..=parts {
        let url = config.absolute(&format!("/sitemap-{part}.xml"));
        out.push_str(&format!("<sitemap><loc>{}</loc></sitemap>\n", escape(url)));
    }
    out.push_str("</sitemapindex>\n");
    out
}

/// `robots.txt`: all is allowed, and here is the sitemap.
#[must_use]
pub fn robots(config: &Config) -> String {
    format!("User-agent: *\nAllow: /\n\nSitemap: {}\n", config.absolute("/sitemap.xml"))
}
