//! What a build tells of a Jekyll site, in a few lines: what it used, what it did not, what to do about it.

use super::report::count;
use crate::build::Report;
use crate::diagnostics::{Diagnostic, Problem};
use std::collections::BTreeMap;

/// How many names a line shows.
const NAMES: usize = 6;

/// Whether the summary tells of a warning, so that it need not be shown by itself.
pub fn covers(problem: &Diagnostic) -> bool {
    use Problem::*;
    !problem.is_error()
        && matches!(
            problem.problem,
            NotUsed { .. }
                | NotUsedFiles { .. }
                | LayoutFallsBack { .. }
                | LiquidTag { .. }
                | LiquidFilter { .. }
                | LiquidInclude { .. }
                | LiquidSyntax
                | LiquidUnclosed { .. }
                | LiquidStray { .. }
                | LiquidTooDeep
                | LiquidTooMuch
                | DuplicateKey { .. }
                | StandsIn { .. }
        )
}

/// The summary's lines.
pub fn summary(report: &Report) -> Vec<String> {
    let inventory = &report.inventory;
    let mut used = vec!["_config.yml".to_owned()];
    for (number, word) in [
        (inventory.liquid, "body with Liquid"),
        (inventory.includes, "include"),
        (inventory.data, "data file"),
    ] {
        if number > 0 {
            let counted = count(number, word);
            used.push(counted.replace("body with Liquids", "bodies with Liquid"));
        }
    }
    let mut lines = vec!["A Jekyll site, built as it stands.".to_owned(), line("used", &used.join(", "))];
    let (mut settings, mut files, mut layouts) = (Vec::new(), 0, Vec::new());
    let mut liquid: BTreeMap<String, usize> = BTreeMap::new();
    let (mut repeated, mut lists) = (0, Vec::new());
    for warning in report.warnings.iter().filter(|warning| covers(warning)) {
        match &warning.problem {
            Problem::NotUsed { keys } => settings.extend(keys.iter().cloned()),
            Problem::NotUsedFiles { files: own } => files += own.len(),
            Problem::LayoutFallsBack { names } => layouts.extend(names.iter().cloned()),
            Problem::StandsIn { .. } => lists.push(warning.file.clone()),
            Problem::DuplicateKey { .. } => repeated += 1,
            Problem::LiquidTag { name, .. } => *liquid.entry(format!("tag {name}")).or_default() += 1,
            Problem::LiquidFilter { name, .. } => *liquid.entry(format!("filter {name}")).or_default() += 1,
            Problem::LiquidInclude { name, .. } => *liquid.entry(format!("include {name}")).or_default() += 1,
            _ => *liquid.entry("not valid".to_owned()).or_default() += 1,
        }
    }
    if !layouts.is_empty() {
        lines.push(line(
            "not used",
            &format!("layouts {}: the theme's post and page show these", some(&layouts)),
        ));
    }
    if files > 0 {
        lines.push(line(
            "not used",
            &format!("{} of Liquid: the theme's own pages stand in", count(files, "file")),
        ));
    }
    if !lists.is_empty() {
        let shown = format!("pages {}: the theme's lists stand in", some(&lists));
        lines.push(line("not used", &shown));
    }
    if !settings.is_empty() {
        lines.push(line("not used", &format!("settings {}", some(&settings))));
    }
    if !liquid.is_empty() {
        let mut kinds: Vec<(String, usize)> = liquid.into_iter().collect();
        kinds.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
        let kinds: Vec<String> = kinds.iter().map(|(name, number)| format!("{name} ×{number}")).collect();
        lines.push(line("as text", &format!("Liquid that is not understood: {}", some(&kinds))));
    }
    if inventory.whole_pictures > 0 {
        let pictures = count(inventory.whole_pictures, "picture");
        lines.push(line(
            "as it is",
            &format!("{pictures}; with `images: {{resize: true}}` also in sizes for phones"),
        ));
    }
    if repeated > 0 {
        lines.push(line("note", &format!("{} given twice; the last one counts", count(repeated, "key"))));
    }
    lines.push(line(
        "next",
        "`dateline doctor` lists each by file and line; docs/jekyll.md says what differs",
    ));
    lines
}

fn line(word: &str, text: &str) -> String {
    format!("  {word:<9} {text}")
}

fn some(names: &[String]) -> String {
    let more = if names.len() > NAMES { format!(" and {} more", names.len() - NAMES) } else { String::new() };
    format!("{}{more}", names[..names.len().min(NAMES)].join(", "))
}
