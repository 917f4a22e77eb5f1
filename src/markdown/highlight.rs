//! Colours code by language, with a handful of short classes that a small stylesheet can cover.
//!
//! It may not fail: code that cannot be highlighted, or not in reasonable time, is shown plain.

mod classes;
mod lines;

use std::sync::LazyLock;

use syntect::parsing::{SyntaxReference, SyntaxSet};

use super::html::escape;
use lines::colour;

/// Beyond these, the regular expressions of the syntaxes take seconds.
const MAX_BLOCK: usize = 200_000;
const MAX_LINE: usize = 4_096;

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
