//! `dateline check`.

use super::Ending;
use super::args::{CheckArgs, CheckFormat, Deny};
use super::build;
use super::progress;
use super::report::{self, count};
use crate::build::Options;
use crate::check::external::{self, Asked, Manners};
use crate::check::fix::{self, Mended};
use crate::check::{self, Checked, rules};
use crate::diagnostics::{Diagnostic, Problem, render};
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

pub fn run(root: Option<&Path>, args: &CheckArgs) -> Ending {
    let began = Instant::now();
    if args.rules {
        return list_rules();
    }
    let options = match build::options(root, &args.view, args.base_url.as_ref()) {
        Ok(options) => Options { drafts: args.drafts, future: args.future, dry_run: true, ..options },
        Err(problem) => return report::problems(&[*problem]),
    };
    let unknown: Vec<Diagnostic> = args
        .off
        .iter()
        .filter(|name| rules::named(name).is_none())
        .map(|name| Diagnostic::error("--off", rules::unknown(name)))
        .collect();
    if !unknown.is_empty() {
        report::problems(&unknown);
        return Ending::CommandWasWrong;
    }
    let bar = progress::following();
    let tell = |done: usize, all: usize| {
        bar.set_length(all as u64);
        bar.set_position(done as u64);
    };
    let manners = args.external.then(|| Manners::new(&external::by_the_clock, &tell));
    let checked = check::check_all(&options, &args.off, manners.as_ref());
    bar.finish_and_clear();
    let (checked, unbuilt) = match checked {
        Ok(checked) => (checked, false),
        Err(findings) => (Checked { findings, ..Checked::default() }, true),
    };
    let mut findings = checked.findings;
    let mut mended = Vec::new();
    if args.fix && !unbuilt {
        mended = match fix::fix(&options.root, &mut findings) {
            Ok(mended) => mended,
            Err((path, error)) => {
                let (path, reason) = (path.display().to_string(), error.to_string());
                let problem = Problem::OutputIo { action: "write", path, reason };
                return report::problems(&[Diagnostic::error("", problem)]);
            }
        };
    }
    let errors = findings.iter().filter(|finding| finding.is_error()).count();
    let warnings = findings.len() - errors;
    let mut text = match args.format {
        CheckFormat::Human => human(&findings),
        CheckFormat::Json => pretty(&json!(findings.iter().map(as_json).collect::<Vec<_>>())),
        CheckFormat::Github => github(&findings),
        CheckFormat::Sarif => pretty(&sarif(&findings)),
    };
    if args.format == CheckFormat::Human {
        for Mended { file, line, before, after } in &mended {
            let _ = writeln!(text, "{file}:{line}:\n- {before}\n+ {after}");
        }
        if !mended.is_empty() {
            let _ = writeln!(text, "Mended {}.", count(mended.len(), "line"));
        }
        if let Some(asked) = checked.asked {
            text.push_str(&elsewhere(asked));
        }
        let _ = if unbuilt {
            writeln!(
                text,
                "{}; the site does not build, so its pages were not looked at.",
                count(errors, "error")
            )
        } else {
            writeln!(
                text,
                "{} and {} in {}, {} and {}, in {:.2} s.",
                count(errors, "error"),
                count(warnings, "warning"),
                count(checked.articles, "article"),
                count(checked.pages, "page"),
                count(checked.links, "link"),
                began.elapsed().as_secs_f64(),
            )
        };
    }
    // A closed stdout leaves nobody to tell.
    let _ = anstream::stdout().lock().write_all(text.as_bytes());
    let denied = args.deny == Some(Deny::Warnings) && warnings > 0;
    if errors > 0 || denied { Ending::SiteHasErrors } else { Ending::Done }
}

/// What was done with links to elsewhere, of which not all are findings.
fn elsewhere(asked: Asked) -> String {
    let mut text = format!("{} to elsewhere", count(asked.links, "link"));
    let parts = [
        (asked.cached, "known from before"),
        (asked.denied, "not followed, as robots.txt asks"),
        (asked.refused, "not shown to programs"),
        (asked.private, "not followed, as they lead into a private network"),
    ];
    for (number, what) in parts.into_iter().filter(|(number, _)| *number > 0) {
        let _ = write!(text, ", {number} {what}");
    }
    text + ".\n"
}

fn list_rules() -> Ending {
    for rule in &rules::RULES {
        let severity = if rule.severity == crate::diagnostics::Severity::Error { "error" } else { "warning" };
        println!("{:<18} {severity:<8} {}", rule.name, rule.what);
    }
    Ending::Done
}

/// As a build shows them, with the rule's name; of each rule the first few in full.
fn human(findings: &[Diagnostic]) -> String {
    const SHOWN: usize = 20;
    let mut shown: Vec<(&str, usize)> = Vec::new();
    let mut text = String::new();
    for finding in findings {
        let rule = rules::of(&finding.problem);
        let at = shown.iter().position(|(name, _)| *name == rule).unwrap_or_else(|| {
            shown.push((rule, 0));
            shown.len() - 1
        });
        shown[at].1 += 1;
        if shown[at].1 > SHOWN && !finding.is_error() {
            continue;
        }
        let rendered = render(finding);
        let (first, rest) = rendered.split_once('\n').unwrap_or((rendered.as_str(), ""));
        let _ = writeln!(text, "{first} [{rule}]\n{rest}");
    }
    for (rule, number) in shown.iter().filter(|(_, number)| *number > SHOWN) {
        let _ =
            writeln!(text, "… and {} more of {rule}; --format json has all.\n", number.saturating_sub(SHOWN));
    }
    text
}

fn pretty(value: &Value) -> String {
    format!("{value:#}\n")
}

fn severity(finding: &Diagnostic) -> &'static str {
    if finding.is_error() { "error" } else { "warning" }
}

fn as_json(finding: &Diagnostic) -> Value {
    let place = finding.place.as_ref();
    json!({
        "rule": rules::of(&finding.problem),
        "severity": severity(finding),
        "file": if finding.file.is_empty() { Value::Null } else { json!(finding.file) },
        "line": place.map(|place| place.line),
        "column": place.map(|place| place.column).filter(|column| *column > 0),
        "message": finding.problem.to_string(),
        "help": finding.problem.help(),
        "fixable": fix::is_fixable(finding),
    })
}

/// Workflow commands of GitHub Actions, which show in the diff of a pull request.
fn github(findings: &[Diagnostic]) -> String {
    let data = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| data(text).replace(':', "%3A").replace(',', "%2C");
    let mut text = String::new();
    for finding in findings {
        let mut properties = format!("title={}", property(rules::of(&finding.problem)));
        if !finding.file.is_empty() {
            let _ = write!(properties, ",file={}", property(&finding.file));
        }
        if let Some(place) = &finding.place {
            let _ = write!(properties, ",line={},col={}", place.line, place.column.max(1));
        }
        let help = finding.problem.help().map(|help| format!("\n{help}")).unwrap_or_default();
        let message = data(&format!("{}{help}", finding.problem));
        let _ = writeln!(text, "::{} {properties}::{message}", severity(finding));
    }
    text
}

/// SARIF 2.1.0, as code scanning reads it.
fn sarif(findings: &[Diagnostic]) -> Value {
    let rules: Vec<Value> = rules::RULES
        .iter()
        .map(|rule| json!({ "id": rule.name, "shortDescription": { "text": rule.what } }))
        .collect();
    let result = |finding: &Diagnostic| {
        let mut location =
            json!({ "artifactLocation": { "uri": crate::site::slug::escape_path(&finding.file) } });
        if let Some(place) = finding.place.as_ref().filter(|place| place.line > 0) {
            let start = place.column.max(1);
            location["region"] =
                json!({ "startLine": place.line, "startColumn": start, "endColumn": start + place.width });
        }
        let help = finding.problem.help().map(|help| format!(" ({help})")).unwrap_or_default();
        let mut result = json!({
            "ruleId": rules::of(&finding.problem),
            "level": severity(finding),
            "message": { "text": format!("{}{help}", finding.problem) },
        });
        if !finding.file.is_empty() {
            result["locations"] = json!([{ "physicalLocation": location }]);
        }
        result
    };
    json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": { "name": "dateline", "version": env!("CARGO_PKG_VERSION"), "rules": rules } },
            "columnKind": "unicodeCodePoints",
            "results": findings.iter().map(result).collect::<Vec<_>>(),
        }],
    })
}
