//! `site.toml` → [`Config`]. An unknown key or a wrong type is an error at its line.

use super::machines;
use super::publish;
use super::table::Table;
use super::{
    Author, Collection, Config, Defaults, Link, SHARES, SITE_TOML, Story, TaxonomySettings, Theme, glob_set,
    split_url,
};
use crate::diagnostics::{Diagnostic, Place, Problem, nearest};
use crate::markdown::Kramdown;
use crate::source::date::Moment;
use crate::source::yaml::Map;
use globset::Glob;
use jiff::tz::TimeZone;
use toml::de::DeTable;

/// Reads `text` into `config`.
pub fn read(text: &str, config: &mut Config, problems: &mut Vec<Diagnostic>) {
    let parsed = match DeTable::parse(text) {
        Ok(parsed) => parsed,
        Err(error) => {
            let reason = error.message().replace('\n', ", ");
            let place = Place::of_range(text, error.span().unwrap_or_default());
            problems.push(Diagnostic::error(SITE_TOML, Problem::InvalidToml { reason }).at(place));
            return;
        }
    };
    let mut top = Table::new(SITE_TOML, text, String::new(), parsed.get_ref());
    let set = |target: &mut String, value: Option<String>| {
        if let Some(value) = value {
            *target = value;
        }
    };
    set(&mut config.title, top.string("title", problems));
    set(&mut config.description, top.string("description", problems));
    set(&mut config.language, top.string("language", problems));
    set(&mut config.copyright, top.string("copyright", problems));
    set(&mut config.permalink, top.string("permalink", problems));
    config.permalink = crate::site::permalink::style(&config.permalink).to_owned();
    if let Some((url, span)) = top.string_at("base_url", problems) {
        match split_url(&url) {
            Some((origin, path)) => (config.origin, config.base_path) = (origin, path),
            None => problems.push(top.error(span, Problem::InvalidBaseUrl { url })),
        }
    }
    if let Some((name, span)) = top.string_at("timezone", problems) {
        match TimeZone::get(&name) {
            Ok(zone) => (config.timezone, config.has_timezone) = (zone, true),
            Err(_) => problems.push(top.error(span, Problem::UnknownTimezone { name })),
        }
    }
    config.paginate = top.count("paginate", problems).unwrap_or(config.paginate);
    config.excerpt_separator = top.string("excerpt_separator", problems).filter(|text| !text.is_empty());
    config.future = top.boolean("future", problems).unwrap_or_default();
    config.strict = top.boolean("strict", problems).unwrap_or_default();
    for (key, target) in [("exclude", &mut config.exclude), ("include", &mut config.include)] {
        let patterns = top.strings(key, problems);
        match glob_set(&patterns) {
            Ok(set) => *target = set,
            Err((glob, reason)) => {
                problems.push(Diagnostic::error(SITE_TOML, Problem::InvalidGlob { glob, reason }))
            }
        }
    }
    if let Some(table) = top.table("theme", problems) {
        config.theme = theme(table, std::mem::take(&mut config.theme), problems);
    }
    if let Some(table) = top.table("authors", problems) {
        for (key, _) in table.keys() {
            if let Some(author) = table.sub_table(key, "a table with name, bio, url and avatar", problems) {
                config.authors.insert(key.to_owned(), self::author(key, author, problems));
            }
        }
    }
    if let Some(table) = top.table("stories", problems) {
        for (key, _) in table.keys() {
            if let Some(mut own) = table.sub_table(key, "a table with title and description", problems) {
                let story = Story {
                    title: own.string("title", problems),
                    description: own.string("description", problems),
                };
                own.finish(problems);
                config.stories.insert(key.to_owned(), story);
            }
        }
    }
    if let Some(mut table) = top.table("taxonomies", problems) {
        let each = &mut config.taxonomies;
        for (key, target) in [
            ("tags", &mut each.tags),
            ("categories", &mut each.categories),
            ("authors", &mut each.authors),
            ("stories", &mut each.stories),
        ] {
            taxonomy(&mut table, key, target, problems);
        }
        table.finish(problems);
    }
    if let Some(mut table) = top.table("archives", problems) {
        let each = &mut config.archives;
        for (key, target) in
            [("years", &mut each.years), ("months", &mut each.months), ("days", &mut each.days)]
        {
            *target = table.boolean(key, problems).unwrap_or(*target);
        }
        table.finish(problems);
    }
    if let Some(mut table) = top.table("markdown", problems) {
        config.untrusted = table.boolean("untrusted", problems).unwrap_or_default();
        let kramdown = table.boolean("kramdown", problems).unwrap_or_default();
        let parse_block_html = table.boolean("parse_block_html", problems).unwrap_or_default();
        let plain_ids = table.boolean("kramdown_ids", problems).unwrap_or_default();
        config.kramdown = kramdown.then_some(Kramdown { parse_block_html, plain_ids });
        table.finish(problems);
    }
    if let Some(table) = top.table("feeds", problems) {
        config.feeds = machines::feeds(table, problems);
    }
    if let Some(table) = top.table("sitemap", problems) {
        config.sitemap = machines::sitemap(table, problems);
    }
    if let Some(table) = top.table("robots", problems) {
        config.robots = machines::robots(table, problems);
    }
    if let Some(table) = top.table("files", problems) {
        config.files = machines::files(table, problems);
    }
    if let Some(table) = top.table("security", problems) {
        config.security = machines::security(table, &config.timezone, problems);
    }
    if let Some(table) = top.table("publisher", problems) {
        config.publisher = machines::publisher(table, problems);
    }
    if let Some(table) = top.table("share", problems) {
        config.share = machines::share(table, problems);
    }
    if let Some(table) = top.table("extra", problems) {
        config.values = table.to_map();
    }
    if let Some(table) = top.table("redirects", problems) {
        let texts = table.to_map().entries.into_iter();
        config.redirects = texts.filter_map(|(from, to)| to.scalar().map(|to| (from, to))).collect();
    }
    if let Some(table) = top.table("collections", problems) {
        for (key, _) in table.keys() {
            if let Some(mut own) = table.sub_table(key, "a table with permalink", problems) {
                let permalink = own.string("permalink", problems);
                let output = own.boolean("output", problems).unwrap_or(true);
                let permalink = permalink.map(|style| crate::site::permalink::style(&style).to_owned());
                own.finish(problems);
                let name = key.to_owned();
                config.collections.push(Collection { name, permalink, output, values: Map::default() });
            }
        }
    }
    if let Some(table) = top.table("images", problems) {
        config.images = super::images::read(table, problems);
    }
    if let Some(table) = top.table("related", problems) {
        config.related = super::finding::related(table, problems);
    }
    if let Some(table) = top.table("search", problems) {
        config.search = super::finding::search(table, problems);
    }
    if let Some(mut table) = top.table("check", problems) {
        config.check_off = table.strings("off", problems);
        table.finish(problems);
    }
    if let Some(table) = top.table("defaults", problems) {
        config.defaults = defaults(&table, problems);
    }
    if let Some(table) = top.table("publish", problems) {
        config.publish = publish::targets(&table, problems);
    }
    if let Some(table) = top.table("notify", problems) {
        config.notify = publish::notify(table, problems);
    }
    top.finish(problems);
}

fn theme(mut table: Table<'_>, old: Theme, problems: &mut Vec<Diagnostic>) -> Theme {
    let theme = Theme {
        logo: table.link("logo", problems),
        logo_alt: table.string("logo_alt", problems),
        logo_only: table.boolean("logo_only", problems).unwrap_or_default(),
        favicon: table.link("favicon", problems),
        icon: table.link("icon", problems),
        accent: style(&mut table, "accent", problems),
        accent_dark: style(&mut table, "accent_dark", problems),
        font_body: style(&mut table, "font_body", problems),
        font_heading: style(&mut table, "font_heading", problems),
        date_format: format(&mut table, "date_format", problems).unwrap_or(old.date_format),
        time_format: format(&mut table, "time_format", problems).unwrap_or(old.time_format),
        sections: table.has("sections").then(|| table.strings("sections", problems)),
        share: shares(&mut table, old.share, problems),
        footer: table.string("footer", problems),
        navigation: links(&mut table, "navigation", problems),
        social: links(&mut table, "social", problems),
    };
    table.finish(problems);
    theme
}

/// A value that the theme puts into a style sheet as it is, so it must not be able to end one.
fn style(table: &mut Table<'_>, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let (text, span) = table.string_at(key, problems)?;
    if text.contains(['<', '>', '{', '}', ';']) {
        let expected = "a colour or a list of fonts, as CSS writes them";
        let problem =
            Problem::WrongSetting { key: format!("theme.{key}"), expected, found: format!("\"{text}\"") };
        problems.push(table.error(span, problem));
        return None;
    }
    Some(text)
}

/// A format of dates that strftime has a meaning for.
fn format(table: &mut Table<'_>, key: &'static str, problems: &mut Vec<Diagnostic>) -> Option<String> {
    let (text, span) = table.string_at(key, problems)?;
    if Moment::at(jiff::Timestamp::UNIX_EPOCH, &TimeZone::UTC).strftime(&text).is_err() {
        let expected = "a format of strftime, as in \"%-d %B %Y\"";
        let found = format!("\"{}\"", text.chars().take(40).collect::<String>());
        problems
            .push(table.error(span, Problem::WrongSetting { key: format!("theme.{key}"), expected, found }));
        return None;
    }
    Some(text)
}

/// Where to share: each must be one that the theme has a link for.
fn shares(table: &mut Table<'_>, old: Vec<String>, problems: &mut Vec<Diagnostic>) -> Vec<String> {
    let Some(span) = table.span("share") else { return old };
    let names = table.strings("share", problems);
    for name in names.iter().filter(|name| !SHARES.contains(&name.as_str())) {
        let nearest = nearest(name, SHARES).map(str::to_owned);
        problems.push(table.error(
            span.clone(),
            Problem::UnknownShare { name: name.clone(), nearest, known: SHARES.join(", ") },
        ));
    }
    names
}

fn links(table: &mut Table<'_>, key: &'static str, problems: &mut Vec<Diagnostic>) -> Vec<Link> {
    let mut links = Vec::new();
    for mut item in table.tables(key, problems) {
        let title = item.string("title", problems).unwrap_or_default();
        let url = item.link("url", problems).unwrap_or_default();
        item.finish(problems);
        links.push(Link { title, url });
    }
    links
}

fn author(key: &str, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Author {
    let author = Author {
        name: table.string("name", problems).unwrap_or_else(|| key.to_owned()),
        bio: table.string("bio", problems),
        url: table.link("url", problems),
        avatar: table.link("avatar", problems),
    };
    table.finish(problems);
    author
}

fn taxonomy(
    table: &mut Table<'_>,
    key: &'static str,
    target: &mut TaxonomySettings,
    problems: &mut Vec<Diagnostic>,
) {
    if table.plain_boolean(key).is_some() {
        target.enabled = table.boolean(key, problems).unwrap_or(true);
    } else if let Some(mut own) = table.table(key, problems) {
        target.enabled = own.boolean("enabled", problems).unwrap_or(true);
        target.title = own.string("title", problems).unwrap_or_else(|| target.title.clone());
        own.finish(problems);
    }
}

fn defaults(table: &Table<'_>, problems: &mut Vec<Diagnostic>) -> Vec<Defaults> {
    let mut list = Vec::new();
    for (pattern, span) in table.keys() {
        let values = table.sub_table(pattern, "a table of front-matter keys", problems);
        match (Glob::new(pattern), values) {
            (Ok(glob), Some(values)) => list.push(Defaults {
                glob: Some(glob.compile_matcher()),
                weight: pattern.len(),
                kind: None,
                values: values.to_map(),
            }),
            (Err(error), _) => {
                let problem =
                    Problem::InvalidGlob { glob: pattern.to_owned(), reason: error.kind().to_string() };
                problems.push(table.error(span, problem));
            }
            (Ok(_), None) => {}
        }
    }
    list.sort_by_key(|d| std::cmp::Reverse(d.weight));
    list
}
