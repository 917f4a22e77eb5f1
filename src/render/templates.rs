//! Tera with the site's templates over the theme's, and its errors as diagnostics.

use super::fields::Fields;
use super::{filters, limits};
use crate::assets::{self, Fingerprints};
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Place, Problem};
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::{BTreeMap, BTreeSet};
use tera::{Context, ErrorKind, ReportError, Tera, Value};

/// The folder of the templates that show nothing of a page.
const FRAGMENTS: &str = "fragments/";

/// All templates by name, the site's own over the theme's.
#[derive(Debug, Default, Clone)]
pub struct Templates {
    /// Source text and whether the site wrote it.
    sources: FxHashMap<String, (String, bool)>,
}

impl Templates {
    /// The theme's templates, with `own` (name and text) laid over them.
    #[must_use]
    pub fn new(own: Vec<(String, String)>) -> Templates {
        let mut sources = FxHashMap::default();
        for file in assets::TEMPLATES {
            sources.insert(file.name.to_owned(), (String::from_utf8_lossy(file.bytes).into_owned(), false));
        }
        sources.extend(own.into_iter().map(|(name, text)| (name, (text, true))));
        Templates { sources }
    }

    /// The names of all templates.
    #[must_use]
    pub fn names(&self) -> BTreeSet<String> {
        self.sources.keys().cloned().collect()
    }

    /// The site's own, with their texts, by name.
    #[must_use]
    pub fn own(&self) -> Vec<(&str, &str)> {
        let own = self.sources.iter().filter(|(_, (_, is_own))| *is_own);
        let mut own: Vec<(&str, &str)> =
            own.map(|(name, (text, _))| (name.as_str(), text.as_str())).collect();
        own.sort_unstable();
        own
    }

    /// The texts of all.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        self.sources.values().map(|(text, _)| text.as_str())
    }

    /// Whether there is a template of that name.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.sources.contains_key(name)
    }

    /// Whether any template shows `word`: what none shows is not made. A fragment counts where a template shows it.
    #[must_use]
    pub fn show(&self, word: &str) -> bool {
        let has = |name: &str, text: &str| text.contains(word) && self.is_shown(name);
        self.sources.iter().any(|(name, (text, _))| has(name, text))
    }

    fn is_shown(&self, name: &str) -> bool {
        let Some(fragment) = name.strip_prefix("fragments/") else { return true };
        let called = format!("fragments.{}", fragment.split('.').next().unwrap_or(fragment));
        self.sources.values().any(|(text, _)| text.contains(&called))
    }

    /// The templates that come to `word`: it stands in them, or in one that they extend or include.
    #[must_use]
    pub fn that_name(&self, word: &str) -> FxHashSet<String> {
        let mut found: FxHashSet<String> = self
            .sources
            .iter()
            .filter(|(_, (text, _))| text.contains(word))
            .map(|(name, _)| name.clone())
            .collect();
        loop {
            let quoted: Vec<String> =
                found.iter().flat_map(|name| [format!("\"{name}\""), format!("'{name}'")]).collect();
            let more: Vec<String> = self
                .sources
                .iter()
                .filter(|(name, (text, _))| {
                    !found.contains(*name) && quoted.iter().any(|name| text.contains(name))
                })
                .map(|(name, _)| name.clone())
                .collect();
            if more.is_empty() {
                return found;
            }
            found.extend(more);
        }
    }

    /// Compiles all templates. Every template with a syntax error is reported.
    pub fn compile(&self, config: &Config, prints: &Fingerprints) -> Result<Tera, Vec<Diagnostic>> {
        let deep = self.too_deep();
        if !deep.is_empty() {
            return Err(deep);
        }
        let mut tera = Tera::new();
        tera.autoescape_on([".html", ".htm", ".xml"]);
        filters::register(&mut tera, config, prints);
        let mut all: Vec<(&str, &str)> =
            self.sources.iter().map(|(name, (text, _))| (name.as_str(), text.as_str())).collect();
        all.sort_unstable();
        let Err(first) = tera.add_raw_templates(all.iter().copied()) else { return Ok(tera) };
        let mut found: Vec<Diagnostic> = Vec::new();
        for one in all {
            let mut alone = Tera::new();
            filters::register(&mut alone, config, prints);
            if let Err(error) = alone.add_raw_templates([one])
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                found.push(self.diagnostic(&error, ""));
            }
        }
        if found.is_empty() {
            found.push(self.diagnostic(&first, ""));
        }
        Err(found)
    }

    /// What Tera would overflow its stack on.
    fn too_deep(&self) -> Vec<Diagnostic> {
        let all: BTreeMap<&str, &str> =
            self.sources.iter().map(|(name, (text, _))| (name.as_str(), text.as_str())).collect();
        let branches = all.iter().filter_map(|(name, text)| {
            let at = limits::too_many_branches(text)?;
            let reason = format!("more than {} `elif` in one template", limits::MAX_ELIFS);
            let problem = Problem::TemplateSyntax { reason };
            Some(Diagnostic::error(self.file(name), problem).at(Place::of_range(text, at)))
        });
        let chain = limits::too_long_a_chain(&all).map(|name| {
            Diagnostic::error(self.file(name), Problem::TemplateChain { limit: limits::MAX_CHAIN })
        });
        branches.chain(chain).collect()
    }

    /// The templates in `fragments/`, rendered once for all pages, by name without folder and extension.
    ///
    /// They see `site` and nothing of the page, so what a frame repeats on each page is worked out once.
    pub fn fragments(&self, tera: &Tera) -> Result<Value, Vec<Diagnostic>> {
        let mut names: Vec<&str> =
            self.sources.keys().map(String::as_str).filter(|name| name.starts_with(FRAGMENTS)).collect();
        names.sort_unstable();
        let (mut fragments, mut found) = (Fields::new(), Vec::new());
        for name in names {
            match tera.render(name, &Context::new()) {
                Ok(html) => {
                    let short = name.trim_start_matches(FRAGMENTS).trim_end_matches(".html");
                    fragments.insert(short.to_owned().into(), Value::safe_string(&html));
                }
                Err(error) => found.push(self.diagnostic(&error, "every page")),
            }
        }
        if found.is_empty() { Ok(Value::from(fragments)) } else { Err(found) }
    }

    /// A Tera error at its place in the template, with the page that was being rendered.
    #[must_use]
    pub fn diagnostic(&self, error: &tera::Error, page: &str) -> Diagnostic {
        match error.kind() {
            ErrorKind::SyntaxError(report) => {
                self.at(report, Problem::TemplateSyntax { reason: clean(report.message()) })
            }
            ErrorKind::RenderingError(report) => {
                let reason = clean(report.message());
                self.at(report, Problem::TemplateRender { reason, page: page.to_owned() })
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
            | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
                Diagnostic::error(self.file(tpl), Problem::TemplateCycle { chain: chain.clone() })
            }
            ErrorKind::MissingParent { current, parent } => {
                let problem =
                    Problem::TemplateMissing { name: parent.clone(), wanted_by: "`extends`".into() };
                Diagnostic::error(self.file(current), problem)
            }
            _ => {
                let text = error.to_string();
                if let Some((reason, name, line, column)) = located(&text) {
                    let source = self.sources.get(name).map_or("", |(text, _)| text.as_str());
                    let problem = Problem::TemplateSyntax { reason: clean(reason) };
                    return Diagnostic::error(self.file(name), problem)
                        .at(Place::at(source, line, column, 1));
                }
                let reason = clean(&text);
                let problem = if page.is_empty() {
                    Problem::TemplateSyntax { reason }
                } else {
                    Problem::TemplateRender { reason, page: page.to_owned() }
                };
                Diagnostic::error("templates", problem)
            }
        }
    }

    fn at(&self, report: &ReportError, problem: Problem) -> Diagnostic {
        let name = report.filename();
        let span = report.span();
        let text = self.sources.get(name).map_or("", |(text, _)| text.as_str());
        let width =
            if span.end_line == span.start_line { span.end_col.saturating_sub(span.start_col) } else { 1 };
        let place = Place::at(text, span.start_line, span.start_col + 1, width);
        Diagnostic::error(self.file(name), problem).at(place)
    }

    /// Where a template lies, as the user would look for it.
    fn file(&self, name: &str) -> String {
        match self.sources.get(name) {
            Some((_, false)) => format!("templates/{name} (built in)"),
            _ => format!("templates/{name}"),
        }
    }
}

/// Reason and place of an error that Tera tells as text alone, such as an unknown filter:
/// `error: Unknown filter … --> post.html:1:21 …`.
fn located(text: &str) -> Option<(&str, &str, usize, usize)> {
    let (reason, rest) = text.trim_start().strip_prefix("error: ")?.split_once('\n')?;
    let place = rest.trim_start().strip_prefix("--> ")?.lines().next()?;
    let mut parts = place.trim_end().rsplitn(3, ':');
    let (column, line, name) = (parts.next()?, parts.next()?, parts.next()?);
    Some((reason, name, line.parse().ok()?, column.parse().ok()?))
}

/// One line, without Tera's capital and full stop.
fn clean(message: &str) -> String {
    let line = message.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut chars = line.trim_end_matches('.').chars();
    match chars.next() {
        Some(first) if !chars.as_str().starts_with(char::is_uppercase) => {
            first.to_lowercase().chain(chars).collect()
        }
        Some(first) => std::iter::once(first).chain(chars).collect(),
        None => String::new(),
    }
}
