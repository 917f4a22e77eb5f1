//! `[publish.NAME]` and `[notify]`: where the site goes, and who is told. Secrets have no place here.

use super::address;
use super::table::Table;
use crate::diagnostics::{Diagnostic, Problem};
use std::collections::BTreeMap;
use std::path::Path;

/// How texts are compressed at rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compress {
    /// Every browser reads it.
    Gzip,
    /// Smaller; over HTTPS every browser of today reads it.
    Brotli,
}

impl Compress {
    /// The word of `Content-Encoding`.
    #[must_use]
    pub fn encoding(self) -> &'static str {
        match self {
            Compress::Gzip => "gzip",
            Compress::Brotli => "br",
        }
    }
}

/// `[publish.<name>]`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name; docs/site-toml.md says what it does")]
pub struct PublishTarget {
    pub to: String,
    pub base_url: Option<String>,
    pub keep: usize,
    pub delete_limit: usize,
    pub compress: Option<Compress>,
    pub history: bool,
    pub cname: Option<String>,
    pub purge_list: Option<String>,
    pub notify: bool,
}

impl PublishTarget {
    /// A target of which nothing but the address is set.
    #[must_use]
    pub fn at(to: &str) -> PublishTarget {
        PublishTarget {
            to: to.to_owned(),
            base_url: None,
            keep: 5,
            delete_limit: 20,
            compress: None,
            history: true,
            cname: None,
            purge_list: None,
            notify: true,
        }
    }
}

/// `[notify]`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "each field is the setting of its name")]
pub struct Notify {
    pub indexnow_key: Option<String>,
    pub indexnow_endpoint: Option<String>,
    pub websub_hub: Option<String>,
}

/// All targets by name.
pub type Targets = BTreeMap<String, PublishTarget>;

/// Reads `[publish]`.
pub fn targets(table: &Table<'_>, problems: &mut Vec<Diagnostic>) -> Targets {
    let mut targets = Targets::new();
    for (name, span) in table.keys() {
        let Some(own) = table.sub_table(name, "a table with at least `to`", problems) else { continue };
        if let Some(target) = target(name, own, problems) {
            targets.insert(name.to_owned(), target);
        } else if !problems.iter().any(Diagnostic::is_error) {
            let key = format!("publish.{name}.to");
            let problem =
                Problem::WrongSetting { key, expected: "an address to publish to", found: "missing".into() };
            problems.push(table.error(span, problem));
        }
    }
    targets
}

fn target(name: &str, mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Option<PublishTarget> {
    let to = table.string_at("to", problems);
    let base_url = table.string_at("base_url", problems);
    let compress = table.string_at("compress", problems);
    let base = PublishTarget::at(to.as_ref().map_or("", |(to, _)| to));
    let target = PublishTarget {
        base_url: base_url.as_ref().map(|(url, _)| url.trim_end_matches('/').to_owned()),
        keep: table.number("keep", 0, 1000, problems).unwrap_or(base.keep),
        delete_limit: table.number("delete_limit", 0, 100, problems).unwrap_or(base.delete_limit),
        compress: compress.as_ref().and_then(|(how, _)| match how.as_str() {
            "gzip" => Some(Compress::Gzip),
            "brotli" => Some(Compress::Brotli),
            _ => None,
        }),
        history: table.boolean("history", problems).unwrap_or(base.history),
        cname: table.string("cname", problems),
        purge_list: table.string("purge_list", problems),
        notify: table.boolean("notify", problems).unwrap_or(base.notify),
        ..base
    };
    if let Some((how, span)) = compress.filter(|(how, _)| target.compress.is_none() && how != "none") {
        let key = format!("publish.{name}.compress");
        let expected = "\"gzip\", \"brotli\" or \"none\"";
        problems
            .push(table.error(span, Problem::WrongSetting { key, expected, found: format!("\"{how}\"") }));
    }
    if let Some((url, span)) = base_url.filter(|(url, _)| super::split_url(url).is_none()) {
        problems.push(table.error(span, Problem::InvalidBaseUrl { url }));
    }
    let (to, span) = to?;
    if let Err(refusal) = address::parse(&to, Path::new("")) {
        let mut problem = table.error(span, Problem::Publish(refusal.clone()));
        if refusal == crate::diagnostics::Refusal::SecretInAddress
            && let Some(place) = problem.place.as_mut()
        {
            // The line holds the secret.
            place.source = String::new();
        }
        problems.push(problem);
    }
    table.finish(problems);
    Some(target)
}

/// Reads `[notify]`.
pub fn notify(mut table: Table<'_>, problems: &mut Vec<Diagnostic>) -> Notify {
    let key = table.string_at("indexnow_key", problems);
    let mut address = |key: &'static str, problems: &mut Vec<Diagnostic>| {
        let (url, span) = table.string_at(key, problems)?;
        if super::split_url(&url).is_none() {
            let expected = "a web address";
            let problem =
                Problem::WrongSetting { key: format!("notify.{key}"), expected, found: format!("\"{url}\"") };
            problems.push(table.error(span, problem));
            return None;
        }
        Some(url)
    };
    let indexnow_endpoint = address("indexnow_endpoint", problems);
    let websub_hub = address("websub_hub", problems);
    let indexnow_key =
        key.and_then(|(key, span)| {
            // https://www.indexnow.org/documentation
            let fits =
                (8..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
            if !fits {
                let expected = "8 to 128 letters, digits and hyphens";
                let found = format!("\"{key}\"");
                problems.push(table.error(
                    span,
                    Problem::WrongSetting { key: "notify.indexnow_key".into(), expected, found },
                ));
            }
            fits.then_some(key)
        });
    table.finish(problems);
    Notify { indexnow_key, indexnow_endpoint, websub_hub }
}
