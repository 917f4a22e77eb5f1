//! `dateline schedule`: when the next posts become public, for people and for what wakes a build.

use super::args::{ScheduleArgs, ScheduleFormat};
use super::{Ending, args, report};
use crate::config;
use crate::diagnostics::{Diagnostic, Problem};
use crate::site::article::Article;
use crate::site::visibility::{State, Visibility};
use crate::site::{self, Site};
use crate::source;
use crate::source::date;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::Path;

#[derive(Serialize)]
struct Row<'a> {
    due: String,
    path: &'a str,
    url: &'a str,
    title: &'a str,
}

pub fn run(root: Option<&Path>, args: &ScheduleArgs) -> Ending {
    match schedule(root, args) {
        Ok(()) => Ending::Done,
        Err(problems) => report::problems(&problems),
    }
}

fn schedule(root: Option<&Path>, args: &ScheduleArgs) -> Result<(), Vec<Diagnostic>> {
    let one = |problem: Box<Diagnostic>| vec![*problem];
    let root = args::root(root).map_err(one)?;
    let mut problems = Vec::new();
    let config = config::load(&root, &args.view.overrides(None), &mut problems);
    let config = match config {
        Some(config) if !problems.iter().any(Diagnostic::is_error) => config,
        _ => return Err(problems),
    };
    let now = args.view.now(&config.timezone).map_err(one)?;
    let source = source::read(&config, &root.join("public"), &mut problems);
    let site = site::build(source, &config, &Visibility::at(now), &mut problems);
    problems.retain(Diagnostic::is_error);
    if !problems.is_empty() {
        return Err(problems);
    }
    let since =
        args.since.as_deref().map(|text| moment(text, now, &config.timezone)).transpose().map_err(one)?;
    let mut articles = match since {
        Some(since) => lately(&site, since),
        None => ahead(&site),
    };
    articles.sort_by(|a, b| (a.due, &a.path).cmp(&(b.due, &b.path)));
    print(&articles, args.format);
    Ok(())
}

fn ahead(site: &Site) -> Vec<&Article> {
    site.hidden.iter().filter(|article| article.state == State::Scheduled).collect()
}

fn lately(site: &Site, since: Timestamp) -> Vec<&Article> {
    let shown = site.posts.iter().chain(&site.pages);
    shown.filter(|article| article.due.is_some_and(|due| due.instant > since)).collect()
}

/// A moment, or how long before `now`: `90s`, `45m`, `3h`, `2d`.
fn moment(text: &str, now: Timestamp, zone: &TimeZone) -> Result<Timestamp, Box<Diagnostic>> {
    let bad = || Box::new(Diagnostic::error("", Problem::BadTime { text: text.to_owned() }));
    let length = text.char_indices().last().and_then(|(at, unit)| {
        let number: i64 = text[..at].parse().ok()?;
        let seconds = match unit {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            _ => return None,
        };
        Some(SignedDuration::from_secs(number.checked_mul(seconds)?))
    });
    match length {
        Some(length) => now.checked_sub(length).map_err(|_| bad()),
        None => date::parse(text, zone).map(|moment| moment.instant).map_err(|_| bad()),
    }
}

fn print(articles: &[&Article], format: ScheduleFormat) {
    let due = |article: &Article| article.due.map(|due| due.rfc3339()).unwrap_or_default();
    match format {
        ScheduleFormat::Text => {
            for article in articles {
                println!("{}  {}  {}", due(article), article.url, article.title);
            }
        }
        ScheduleFormat::Github => {
            for line in crons(articles) {
                println!("- cron: \"{line}\"");
            }
        }
        ScheduleFormat::Json => {
            let rows = articles.iter().map(|article| Row {
                due: due(article),
                path: &article.path,
                url: &article.url,
                title: &article.title,
            });
            // Texts are always JSON.
            let rows: Vec<Row<'_>> = rows.collect();
            println!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default());
        }
    }
}

/// The first minute in which each post is due, in UTC, which is the clock of GitHub's schedules.
pub fn crons(articles: &[&Article]) -> Vec<String> {
    let mut seen = BTreeSet::new();
    let mut lines = Vec::new();
    for due in articles.iter().filter_map(|article| article.due) {
        let whole =
            due.instant.as_second().div_euclid(60) + i64::from(due.instant.as_second().rem_euclid(60) > 0);
        let Ok(minute) = Timestamp::from_second(whole * 60) else { continue };
        if seen.insert(whole) {
            let at = TimeZone::UTC.to_datetime(minute);
            lines.push(format!("{} {} {} {} *", at.minute(), at.hour(), at.day(), at.month()));
        }
    }
    lines
}
