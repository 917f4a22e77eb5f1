//! `dateline list`: every post with its address, date and state.

use super::args::{self, Format, ListArgs};
use super::{Ending, report};
use crate::config;
use crate::diagnostics::{self, Diagnostic};
use crate::site::article::Article;
use crate::site::visibility::{State, Visibility};
use crate::site::{self, Site};
use crate::source;
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    url: &'a str,
    date: String,
    title: &'a str,
    slug: &'a str,
    categories: &'a [String],
    tags: &'a [String],
    authors: Vec<String>,
    state: &'static str,
}

pub fn run(root: Option<&Path>, args: &ListArgs) -> Ending {
    let mut problems = Vec::new();
    let site = match load(root, args, &mut problems) {
        Ok(site) => site,
        Err(problem) => {
            problems.push(*problem);
            return report::problems(&problems);
        }
    };
    let wanted = |article: &&Article| match article.state {
        _ if args.all => true,
        State::Draft => args.drafts,
        State::Scheduled => args.scheduled,
        State::Published => !args.drafts && !args.scheduled,
        State::Expired | State::Unpublished => false,
    };
    let mut posts: Vec<&Article> =
        site.posts.iter().chain(&site.hidden).filter(|article| article.is_post).filter(wanted).collect();
    posts.sort_by(|a, b| (b.date, &b.path).cmp(&(a.date, &a.path)));
    let rows: Vec<Row<'_>> = posts.into_iter().map(row).collect();
    match args.format {
        Format::Table => print_table(&rows),
        // Rows hold nothing but text and lists of it, which JSON can always hold.
        Format::Json => println!("{}", serde_json::to_string_pretty(&rows).unwrap_or_default()),
    }
    diagnostics::sort(&mut problems);
    problems.retain(Diagnostic::is_error);
    report::problems(&problems)
}

fn load(
    root: Option<&Path>,
    args: &ListArgs,
    problems: &mut Vec<Diagnostic>,
) -> Result<Site, Box<Diagnostic>> {
    let root = args::root(root)?;
    let overrides = args.view.overrides(None);
    let Some(config) = config::load(&root, &overrides, problems) else {
        // `load` says why in `problems`; the last of them is the reason.
        return problems
            .pop()
            .map_or_else(|| Err(Box::new(no_site(&root))), |problem| Err(Box::new(problem)));
    };
    let now = args.view.now(&config.timezone)?;
    let source = source::read(&config, &root.join("public"), problems);
    let visibility = Visibility { future: config.future, ..Visibility::at(now) };
    let mut site = site::build(source, &config, &visibility, problems);
    if config.future {
        // In such a site a date ahead hides nothing.
        for article in &mut site.posts {
            article.state = State::Published;
        }
    }
    Ok(site)
}

fn no_site(root: &Path) -> Diagnostic {
    Diagnostic::error("", diagnostics::Problem::NoSite { from: root.display().to_string() })
}

fn row(article: &Article) -> Row<'_> {
    Row {
        path: &article.path,
        url: &article.url,
        date: article.date.map(|date| date.rfc3339()).unwrap_or_default(),
        title: &article.title,
        slug: &article.slug,
        categories: &article.front.categories,
        tags: &article.front.tags,
        authors: article.front.authors.iter().map(|author| author.0.clone()).collect(),
        state: article.state.word(),
    }
}

fn print_table(rows: &[Row<'_>]) {
    let wide = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let url_width = rows.iter().map(|row| wide(row.url)).max().unwrap_or_default().min(48);
    for row in rows {
        let state = if row.state == "published" { String::new() } else { format!("  [{}]", row.state) };
        let pad = " ".repeat(url_width.saturating_sub(wide(row.url)));
        let date = row.date.get(..16).unwrap_or(&row.date).replace('T', " ");
        println!("{date}  {}{pad}  {}{state}", row.url, row.title);
    }
}
