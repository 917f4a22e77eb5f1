//! Text files for crawlers and hosts: robots.txt, llms.txt, security.txt, `_headers`, `_redirects`, `CNAME`.

use super::manifest::manifest;
use crate::config::Config;
use crate::config::machines::Security;
use crate::images;
use crate::plan::{MachineFile, Plan, Shows};
use crate::site::article::Article;
use crate::site::taxonomy::TaxonomyKind;
use crate::site::{Site, slug};
use std::borrow::Cow;

/// Crawlers that gather texts to train models on, by the names that their operators document for robots.txt.
/// `Google-Extended` and `Applebot-Extended` are no crawlers but switches that those of search heed.
const AI_TRAINING: [&str; 18] = [
    "AI2Bot",
    "Amazonbot",
    "anthropic-ai",
    "Applebot-Extended",
    "Bytespider",
    "CCBot",
    "ClaudeBot",
    "cohere-training-data-crawler",
    "Diffbot",
    "FacebookBot",
    "Google-Extended",
    "GPTBot",
    "ImagesiftBot",
    "Meta-ExternalAgent",
    "omgili",
    "PanguBot",
    "Timpibot",
    "Webzio-Extended",
];

/// Those that fetch pages to answer a question or to build an index for answers.
const AI_SEARCH: [&str; 11] = [
    "ChatGPT-User",
    "Claude-SearchBot",
    "Claude-User",
    "DuckAssistBot",
    "Meta-ExternalFetcher",
    "MistralAI-User",
    "OAI-SearchBot",
    "Perplexity-User",
    "PerplexityBot",
    "PhindBot",
    "YouBot",
];

/// How many posts llms.txt names.
const LLMS_POSTS: usize = 50;

/// The file's text.
#[must_use]
pub fn machine_file(file: MachineFile, site: &Site, plan: &Plan, config: &Config) -> String {
    match file {
        MachineFile::Robots => robots(plan, config),
        MachineFile::Llms => llms(site, config),
        MachineFile::Headers => headers(config),
        MachineFile::Redirects => redirects(plan, config),
        MachineFile::Manifest => manifest(config),
        MachineFile::NoJekyll => String::new(),
        MachineFile::Cname => format!("{}\n", host(config)),
        MachineFile::Security => {
            config.security.as_ref().map_or_else(String::new, |security| security_txt(security, config))
        }
    }
}

/// `robots.txt` (RFC 9309).
fn robots(plan: &Plan, config: &Config) -> String {
    let robots = &config.robots;
    let mut out = String::new();
    for (allowed, crawlers) in [(robots.ai_training, &AI_TRAINING[..]), (robots.ai_search, &AI_SEARCH[..])] {
        if !allowed {
            for crawler in crawlers {
                out.push_str(&format!("User-agent: {crawler}\n"));
            }
            out.push_str("Disallow: /\n\n");
        }
    }
    out.push_str("User-agent: *\n");
    for path in &robots.disallow {
        out.push_str(&format!("Disallow: {}\n", config.href(&line(path))));
    }
    out.push_str("Allow: /\n\n");
    out.push_str(&format!("Sitemap: {}\n", config.absolute("/sitemap.xml")));
    if plan.outputs.iter().any(|output| matches!(output.shows, Shows::NewsSitemap { .. })) {
        out.push_str(&format!("Sitemap: {}\n", config.absolute("/news-sitemap.xml")));
    }
    out
}

/// `llms.txt` (llmstxt.org): what the site is, its pages, its sections and its newest posts.
fn llms(site: &Site, config: &Config) -> String {
    let mut out = format!("# {}\n", line(&config.title));
    if !config.description.is_empty() {
        out.push_str(&format!("\n> {}\n", line(&config.description)));
    }
    let mut section = |title: &str, links: Vec<(&str, String, &str)>| {
        if !links.is_empty() {
            out.push_str(&format!("\n## {title}\n\n"));
        }
        for (title, url, note) in links {
            let title = line(title).replace(['[', ']'], " ");
            let note = if note.is_empty() { String::new() } else { format!(": {}", line(note)) };
            out.push_str(&format!("- [{title}]({}){note}\n", config.absolute(&url)));
        }
    };
    fn link(article: &Article) -> (&str, String, &str) {
        let note = article.front.description.as_deref().unwrap_or(&article.document.excerpt_text);
        (&article.title, article.url.to_string(), note)
    }
    let pages = site
        .pages
        .iter()
        .filter(|page| page.is_indexed() && &*page.url != "/" && !page.url.starts_with("/404"));
    section("Pages", pages.map(link).collect());
    let sections = site.taxonomy(TaxonomyKind::Categories).filter(|kind| kind.kind.settings(config).enabled);
    let sections = sections.map_or_else(Vec::new, |kind| {
        kind.terms.iter().map(|term| (term.name.as_str(), kind.term_url(term), "")).collect()
    });
    section("Sections", sections);
    let posts = site.posts.iter().filter(|post| post.is_indexed()).take(LLMS_POSTS);
    section("Latest", posts.map(link).collect());
    out
}

/// `_headers`, as Netlify, Cloudflare Pages and others read it: what no HTML can say.
fn headers(config: &Config) -> String {
    let base = &config.base_path;
    let mut out = format!(
        "{base}/*\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n\
         \x20 X-Frame-Options: SAMEORIGIN\n"
    );
    // Each of these has a hash in its name.
    out.push_str(&format!(
        "{base}/{}/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        images::FOLDER
    ));
    out.push_str(&format!(
        "{base}/{}/*\n  Cache-Control: public, max-age=31536000, immutable\n",
        crate::images::FOLDER
    ));
    // Hosts cap the number of rules, so terms' feeds stay what their names make them, XML and JSON.
    for format in &config.feeds.site {
        out.push_str(&format!(
            "{base}/{}\n  Content-Type: {}; charset=utf-8\n  Access-Control-Allow-Origin: *\n",
            format.file(),
            format.media_type()
        ));
    }
    out
}

/// `_redirects`, as Netlify, Cloudflare Pages and others read it.
fn redirects(plan: &Plan, config: &Config) -> String {
    let mut out = String::new();
    for (from, to) in &plan.redirects {
        let from = slug::escape_path(&slug::unescape_path(&config.href(from)));
        out.push_str(&format!("{from} {} 301\n", config.href(to)));
    }
    out
}

fn host(config: &Config) -> &str {
    let rest = config.origin.split_once("://").map_or(config.origin.as_str(), |(_, rest)| rest);
    rest.split(':').next().unwrap_or(rest)
}

/// `security.txt` (RFC 9116), with the fields in the order of the RFC's own examples.
fn security_txt(security: &Security, config: &Config) -> String {
    let mut out = String::new();
    let mut field = |name: &str, value: &str| out.push_str(&format!("{name}: {}\n", line(value)));
    for contact in &security.contact {
        field("Contact", contact);
    }
    field("Expires", &security.expires.rfc3339());
    let links = [
        ("Encryption", &security.encryption),
        ("Acknowledgments", &security.acknowledgments),
        ("Policy", &security.policy),
        ("Hiring", &security.hiring),
    ];
    for (name, link) in links {
        if let Some(link) = link {
            field(name, &config.absolute(link));
        }
    }
    if !security.languages.is_empty() {
        field("Preferred-Languages", &security.languages.join(", "));
    }
    if !config.origin.is_empty() {
        field("Canonical", &config.absolute("/.well-known/security.txt"));
    }
    out
}

/// A text that may not end its line.
fn line(text: &str) -> Cow<'_, str> {
    if text.contains(['\n', '\r']) {
        Cow::Owned(text.replace(['\n', '\r'], " "))
    } else {
        Cow::Borrowed(text)
    }
}
