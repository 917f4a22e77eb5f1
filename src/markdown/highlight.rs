//! Colours code by language, with a handful of short classes that a small stylesheet can cover.
//!
//! It may not fail: code that cannot be highlighted, or not in reasonable time, is shown plain.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::html::escape;

/// Beyond these, the regular expressions of the syntaxes take seconds.
const MAX_BLOCK: usize = 200_000;
const MAX_LINE: usize = 4_096;

/// How far out to look for a scope with a class; deeper nesting must not make this quadratic.
const MAX_DEPTH: usize = 24;

/// Loaded when the first block in a language comes up, so a site without code never pays for it.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// A rendered code block.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) html: String,
    pub(super) highlighted: bool,
}

/// Renders a code block whose fence says `info`.
pub(super) fn block(info: &str, code: &str, highlight: bool) -> Block {
    let language = language(info);
    let mut html = String::with_capacity(code.len() * 2 + 64);
    // A long line scrolls in its block, so the keyboard must be able to reach it.
    html.push_str("<pre class=\"code\" tabindex=\"0\"><code");
    if !language.is_empty() {
        html.push_str(" class=\"language-");
        escape(language, &mut html);
        html.push('"');
    }
    html.push('>');
    let start = html.len();
    let highlighted = highlight
        && is_reasonable(code)
        && syntax(language).is_some_and(|syntax| colour(code, syntax, &mut html).is_some());
    if !highlighted {
        html.truncate(start);
        escape(code, &mut html);
    }
    html.push_str("</code></pre>\n");
    Block { html, highlighted }
}

/// The language in an info string such as `rust,ignore`, `ruby linenos` or `js{1,3}`.
fn language(info: &str) -> &str {
    let end = info.find([' ', '\t', ',', '{']).unwrap_or(info.len());
    &info[..end]
}

fn is_reasonable(code: &str) -> bool {
    code.len() <= MAX_BLOCK && code.lines().all(|line| line.len() <= MAX_LINE)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    if language.is_empty() {
        return None;
    }
    let token = match language.to_ascii_lowercase().as_str() {
        "shell" | "console" | "shell-session" | "shellsession" => "sh",
        "golang" => "go",
        "csharp" => "cs",
        "docker" => "dockerfile",
        "jsonc" | "json5" => "json",
        "text" | "txt" | "plain" | "plaintext" => return None,
        _ => language,
    };
    SYNTAXES.find_syntax_by_token(token).filter(|found| found.name != "Plain Text")
}

type Class = Option<&'static str>;

/// Scopes with a class, the more particular ones first. A scope that is not here leaves the
/// decision to the one around it, as punctuation does; one with no class ends the search, as
/// code inside a string must not look like the string.
static CLASSES: LazyLock<Vec<(Scope, Class)>> = LazyLock::new(|| {
    let table: [(&str, Class); 30] = [
        ("comment", Some("hl-c")),
        ("meta.interpolation", None),
        ("meta.template.expression", None),
        ("source.js.embedded", None),
        ("meta.embedded", None),
        ("string", Some("hl-s")),
        ("constant.numeric", Some("hl-n")),
        ("constant", Some("hl-o")),
        ("variable.language", Some("hl-o")),
        ("keyword.operator.word", Some("hl-k")),
        ("keyword.operator.logical.python", Some("hl-k")),
        ("keyword.operator", None),
        ("keyword", Some("hl-k")),
        ("storage", Some("hl-k")),
        ("entity.name.function", Some("hl-f")),
        ("support.function", Some("hl-f")),
        ("support.macro", Some("hl-f")),
        ("variable.function", Some("hl-f")),
        ("entity.name.type", Some("hl-t")),
        ("entity.name.class", Some("hl-t")),
        ("entity.name.struct", Some("hl-t")),
        ("entity.name.enum", Some("hl-t")),
        ("support.type", Some("hl-t")),
        ("support.class", Some("hl-t")),
        ("entity.name.tag", Some("hl-g")),
        ("entity.other.attribute-name", Some("hl-a")),
        ("variable.parameter", Some("hl-v")),
        ("markup.inserted", Some("hl-i")),
        ("markup.deleted", Some("hl-d")),
        ("markup.heading", Some("hl-h")),
    ];
    table
        .into_iter()
        // Only a scope of more than eight parts is refused, and none above is.
        .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, class)))
        .collect()
});

/// Remembers what each scope means, `None` for nothing.
#[derive(Default)]
struct Classes {
    known: FxHashMap<Scope, Option<Class>>,
}

impl Classes {
    fn innermost(&mut self, stack: &ScopeStack) -> Class {
        stack
            .as_slice()
            .iter()
            .rev()
            .take(MAX_DEPTH)
            .find_map(|scope| *self.known.entry(*scope).or_insert_with(|| lookup(*scope)))
            .flatten()
    }
}

fn lookup(scope: Scope) -> Option<Class> {
    CLASSES.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|(_, class)| *class)
}

/// Appends coloured code; `None` when the syntax does not get through it.
fn colour(code: &str, syntax: &SyntaxReference, html: &mut String) -> Option<()> {
    let mut parser = ParseState::new(syntax);
    let mut stack = ScopeStack::new();
    let mut classes = Classes::default();
    let mut spans = Spans { html, open: None };
    for line in code.split_inclusive('\n') {
        let mut done = 0;
        for (at, change) in parser.parse_line(line, &SYNTAXES).ok()? {
            if at > done {
                spans.push(line.get(done..at)?, classes.innermost(&stack));
                done = at;
            }
            stack.apply(&change).ok()?;
        }
        spans.push(line.get(done..)?, classes.innermost(&stack));
    }
    spans.switch(None);
    Some(())
}

/// Writes tokens, and a tag only where the class changes.
struct Spans<'h> {
    html: &'h mut String,
    open: Class,
}

impl Spans<'_> {
    fn push(&mut self, text: &str, class: Class) {
        // White space shows no colour, so it goes with whatever came before.
        if !text.trim_ascii().is_empty() {
            self.switch(class);
        }
        escape(text, self.html);
    }

    fn switch(&mut self, class: Class) {
        if class == self.open {
            return;
        }
        if self.open.is_some() {
            self.html.push_str("</span>");
        }
        if let Some(class) = class {
            self.html.push_str("<span class=\"");
            self.html.push_str(class);
            self.html.push_str("\">");
        }
        self.open = class;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{block, language, syntax};

    #[test]
    fn reads_the_language() {
        assert_eq!(language("rust,ignore"), "rust");
        assert_eq!(language("ruby linenos"), "ruby");
        assert_eq!(language("js{1,3}"), "js");
        assert_eq!(language(""), "");
    }

    #[test]
    fn knows_the_usual_languages() {
        for name in [
            "rust",
            "Python",
            "py",
            "js",
            "javascript",
            "typescript",
            "tsx",
            "html",
            "css",
            "yml",
            "yaml",
            "json",
            "toml",
            "bash",
            "sh",
            "shell",
            "console",
            "sql",
            "go",
            "golang",
            "c",
            "c++",
            "cpp",
            "java",
            "php",
            "ruby",
            "swift",
            "kotlin",
            "csharp",
            "diff",
            "docker",
            "Dockerfile",
            "xml",
            "markdown",
            "r",
            "jsonc",
        ] {
            assert!(syntax(name).is_some(), "{name}");
        }
        assert!(syntax("text").is_none());
        assert!(syntax("klingon").is_none());
    }

    #[test]
    fn colours_code() {
        let block = block("rust,ignore", "// a < b\nfn main() { let x = \"s\"; }\n", true);
        assert!(block.highlighted);
        assert!(block.html.starts_with(
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-rust\"><span class=\"hl-c\">// a &lt; b\n</span>"
        ), "{}", block.html);
        for part in [
            "<span class=\"hl-k\">fn </span><span class=\"hl-f\">main</span>",
            "<span class=\"hl-s\">&quot;s&quot;</span>",
        ] {
            assert!(block.html.contains(part), "{part} in {}", block.html);
        }
        assert_eq!(block.html.matches("<span").count(), block.html.matches("</span>").count());
    }

    #[test]
    fn what_is_not_known_or_too_long_stays_plain() {
        let plain = block("x\"y", "a & b", true);
        assert_eq!(
            plain.html,
            "<pre class=\"code\" tabindex=\"0\"><code class=\"language-x&quot;y\">a &amp; b</code></pre>\n"
        );
        assert!(!plain.highlighted);
        assert!(!block("rust", "fn", false).highlighted);
        assert!(!block("", "fn", true).highlighted);
        assert!(!block("rust", &"x".repeat(5_000), true).highlighted);
        assert!(!block("rust", &"fn x\n".repeat(50_000), true).highlighted);
    }

    #[test]
    fn code_inside_a_string_is_not_string() {
        let html = block("js", "`a ${b + 1}`\n", true).html;
        assert!(html.contains("<span class=\"hl-n\">1</span>"), "{html}");
    }
}
