//! What the site tells machines: feeds, sitemaps, crawlers, hosts, and who publishes it. Reads its own tables.

use super::table::Table;
use crate::diagnostics::{Diagnostic, Problem};
use crate::source::date::{self, Moment};
use jiff::tz::TimeZone;

/// A feed's format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FeedFormat {
    /// Atom (RFC 4287).
    Atom,
    /// RSS 2.0.
    Rss,
    /// JSON Feed 1.1.
    Json,
}

impl FeedFormat {
    /// Its file, beside the page whose posts it holds.
    #[must_use]
    pub fn file(self) -> &'static str {
        match self {
            FeedFormat::Atom => "feed.xml",
            FeedFormat::Rss => "rss.xml",
            FeedFormat::Json => "feed.json",
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            FeedFormat::Atom => "application/atom+xml",
            FeedFormat::Rss => "application/rss+xml",
            FeedFormat::Json => "application/feed+json",
        }
    }
}

/// `[feeds]`: which there are, and what they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Feeds {
    pub site: Vec<FeedFormat>,
    pub categories: Vec<FeedFormat>,
    pub tags: Vec<FeedFormat>,
    pub authors: Vec<FeedFormat>,
    pub stories: Vec<FeedFormat>,
    /// The newest so many posts.
    pub posts: usize,
    /// Whole posts; else their excerpts.
    pub full: bool,
}

impl Default for Feeds {
    fn default() -> Feeds {
        Feeds {
            site: vec![FeedFormat::Atom, FeedFormat::Rss, FeedFormat::Json],
            categories: vec![FeedFormat::Atom],
            tags: Vec::new(),
            authors: vec![FeedFormat::Atom],
            stories: vec![FeedFormat::Atom],
            posts: 20,
            full: true,
        }
    }
}

/// `[sitemap]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Sitemap {
    pub images: bool,
    pub news: bool,
    /// The publication's name at Google News, where it is not the site's title.
    pub news_name: Option<String>,
}

impl Default for Sitemap {
    fn default() -> Sitemap {
        Sitemap { images: true, news: true, news_name: None }
    }
}

/// `[robots]`: who may read the site.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Robots {
    pub ai_training: bool,
    pub ai_search: bool,
    pub disallow: Vec<String>,
}

impl Default for Robots {
    fn default() -> Robots {
        Robots { ai_training: true, ai_search: true, disallow: Vec::new() }
    }
}

/// `[files]`: what is made for hosts and machines on request.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Files {
    pub headers: bool,
    pub redirects: bool,
    pub nojekyll: bool,
    pub cname: bool,
    pub llms_txt: bool,
}

/// `[security]`: `security.txt` (RFC 9116).
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Security {
    /// At least one, in order of preference.
    pub contact: Vec<String>,
    pub expires: Moment,
    pub policy: Option<String>,
    pub encryption: Option<String>,
    pub acknowledgments: Option<String>,
    pub hiring: Option<String>,
    pub languages: Vec<String>,
}

/// `[publisher]`: the newsroom itself, as search engines know it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Publisher {
    pub name: Option<String>,
    pub legal_name: Option<String>,
    pub logo: Option<String>,
    pub founded: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub same_as: Vec<String>,
    /// schema.org's name of a policy, and where it is written.
    pub policies: Vec<(&'static str, String)>,
}

/// `[share]`: how links to the site look elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Share {
    pub image: Option<String>,
    pub image_alt: Option<String>,
    pub twitter: Option<String>,
    pub fediverse: Option<String>,
}

/// Settings of `[publisher.policies]` and schema.org's properties of a NewsMediaOrganization.
const POLICIES: [(&str, &str); 12] = [
    ("principles", "publishingPrinciples"),
    ("corrections", "correctionsPolicy"),
    ("ethics", "ethicsPolicy"),
    ("fact_checking", "verificationFactCheckingPolicy"),
    ("unnamed_sources", "unnamedSourcesPolicy"),
    ("feedback", "actionableFeedbackPolicy"),
    ("diversity", "diversityPolicy"),
    ("diversity_report", "diversityStaffingReport"),
    ("ownership", "ownershipFundingInfo"),
    ("masthead", "masthead"),
    ("mission", "missionCoveragePrioritiesPolicy"),
    ("no_bylines", "noBylinesPolicy"),
];

/// Reads `[feeds]`.
pub fn feeds(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Feeds {
    let mut feeds = Feeds::default();
    let known = [("atom", FeedFormat::Atom), ("rss", FeedFormat::Rss), ("json", FeedFormat::Json)];
    let expected = "a list of \"atom\", \"rss\" and \"json\"";
    for (key, target) in [
        ("site", &mut feeds.site),
        ("categories", &mut feeds.categories),
        ("tags", &mut feeds.tags),
        ("authors", &mut feeds.authors),
        ("stories", &mut feeds.stories),
    ] {
        if let Some(formats) = table.choices(key, &known, expected, problems) {
            *target = formats;
        }
    }
    feeds.posts = table.count("posts", problems).unwrap_or(feeds.posts);
    let contents = [("full", true), ("excerpt", false)];
    feeds.full =
        table.choice("content", &contents, "\"full\" or \"excerpt\"", problems).unwrap_or(feeds.full);
    table.finish(problems);
    feeds
}

/// Reads `[sitemap]`.
pub fn sitemap(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Sitemap {
    let old = Sitemap::default();
    let sitemap = Sitemap {
        images: table.boolean("images", problems).unwrap_or(old.images),
        news: table.boolean("news", problems).unwrap_or(old.news),
        news_name: table.string("news_name", problems),
    };
    table.finish(problems);
    sitemap
}

/// Reads `[robots]`.
pub fn robots(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Robots {
    let robots = Robots {
        ai_training: table.boolean("ai_training", problems).unwrap_or(true),
        ai_search: table.boolean("ai_search", problems).unwrap_or(true),
        disallow: table.strings("disallow", problems),
    };
    table.finish(problems);
    robots
}

/// Reads `[files]`.
pub fn files(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Files {
    let mut files = Files::default();
    for (key, target) in [
        ("headers", &mut files.headers),
        ("redirects", &mut files.redirects),
        ("nojekyll", &mut files.nojekyll),
        ("cname", &mut files.cname),
        ("llms_txt", &mut files.llms_txt),
    ] {
        *target = table.boolean(key, problems).unwrap_or_default();
    }
    table.finish(problems);
    files
}

/// Reads `[security]`; `None` without what RFC 9116 requires, a contact and a date.
pub fn security(mut table: Table<'_>, zone: &TimeZone, problems: &mut Vec<Diagnostic>) -> Option<Security> {
    let contact = table.strings("contact", problems);
    if contact.is_empty() {
        problems.push(table.missing("contact", "a list such as [\"mailto:security@paper.example\"]"));
    }
    let expires = match table.string_at("expires", problems) {
        Some((text, span)) => date::parse(&text, zone)
            .map_err(|problem| problems.push(table.error(span, crate::source::date_problem(problem))))
            .ok(),
        None => {
            problems.push(table.missing("expires", "a date in quotes, at most a year ahead"));
            None
        }
    };
    let security = Security {
        contact,
        expires: expires.unwrap_or_else(|| Moment::at(jiff::Timestamp::MIN, zone)),
        policy: table.string("policy", problems),
        encryption: table.string("encryption", problems),
        acknowledgments: table.string("acknowledgments", problems),
        hiring: table.string("hiring", problems),
        languages: table.strings("languages", problems),
    };
    table.finish(problems);
    (expires.is_some() && !security.contact.is_empty()).then_some(security)
}

/// Reads `[publisher]`.
pub fn publisher(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Publisher {
    let mut publisher = Publisher {
        name: table.string("name", problems),
        legal_name: table.string("legal_name", problems),
        logo: table.link("logo", problems),
        founded: table.string("founded", problems),
        email: table.string("email", problems),
        phone: table.string("phone", problems),
        same_as: table.strings("same_as", problems),
        policies: Vec::new(),
    };
    if let Some(mut own) = table.table("policies", problems) {
        for (key, property) in POLICIES {
            publisher.policies.extend(own.link(key, problems).map(|url| (property, url)));
        }
        own.finish(problems);
    }
    table.finish(problems);
    publisher
}

/// Reads `[share]`.
pub fn share(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Share {
    let mut handle = |key: &'static str, table: &mut Table<'_>| -> Option<String> {
        let (text, span) = table.string_at(key, problems)?;
        if text.starts_with('@') && text.len() > 1 && !text.contains(char::is_whitespace) {
            return Some(text);
        }
        let expected = "a name that begins with @";
        let found = format!("\"{text}\"");
        problems
            .push(table.error(span, Problem::WrongSetting { key: format!("share.{key}"), expected, found }));
        None
    };
    let twitter = handle("twitter", &mut table);
    let fediverse = handle("fediverse", &mut table);
    let share = Share {
        image: table.link("image", problems),
        image_alt: table.string("image_alt", problems),
        twitter,
        fediverse,
    };
    table.finish(problems);
    share
}
