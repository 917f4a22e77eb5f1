//! Markdown and HTML that no author writes: each must stay linear, and end nothing.

use crate::case::{Case, TOML, case};
use std::fmt::Write as _;

pub fn cases() -> Vec<Case> {
    let heavy = [repeated(), built(), html(), code()].into_iter().flatten().map(Case::heavy);
    heavy.chain(untrusted()).collect()
}

/// One piece, many times.
fn repeated() -> Vec<Case> {
    [
        ("50,000 nested quotes", "> ", 50_000),
        ("50,000 quotes without blanks", ">", 50_000),
        ("100,000 brackets", "[", 100_000),
        ("100,000 closed brackets", "[]", 100_000),
        ("100,000 brackets back", "]", 100_000),
        ("100,000 pictures begun", "![", 100_000),
        ("100,000 links begun", "[a](", 100_000),
        ("100,000 links in angles", "[a](<b", 100_000),
        ("20,000 nested list items", "- ", 20_000),
        ("20,000 nested numbers", "1. ", 20_000),
        ("100,000 stars", "*", 100_000),
        ("100,000 emphases begun", "*a ", 100_000),
        ("50,000 mixed emphases", "*a _b ", 50_000),
        ("50,000 strong begun", "**a __b ", 50_000),
        ("100,000 strikes", "~~a ", 100_000),
        ("100,000 headings", "# x\n", 100_000),
        ("100,000 headings of one level less", "# a\n## b\n### c\n", 33_333),
        ("100,000 autolinks begun", "<http:", 100_000),
        ("50,000 bare addresses", "http://e.org/_ ", 50_000),
        ("50,000 bare addresses joined", "http://", 50_000),
        ("50,000 mails", "a@b.c ", 50_000),
        ("50,000 mails joined", "a@", 50_000),
        ("100,000 entities", "&amp;", 100_000),
        ("100,000 entities begun", "&#", 100_000),
        ("100,000 footnotes used", "a[^1] ", 100_000),
        ("100,000 excerpts' ends", "<!--more-->", 50_000),
        ("50,000 comments begun", "<!--", 50_000),
        ("50,000 processing instructions begun", "<?", 50_000),
        ("50,000 declarations begun", "<!A ", 50_000),
        ("50,000 CDATA begun", "<![CDATA[", 50_000),
        ("50,000 tags begun", "<a ", 50_000),
        ("50,000 attributes begun", "<a b='", 50_000),
        ("50,000 code fences", "```\n", 50_000),
        ("100,000 backslashes", "\\", 100_000),
        ("100,000 dollar signs", "$a", 100_000),
        ("100,000 quotation marks", "\"'", 100_000),
        ("50,000 rules", "---\n\n", 50_000),
        ("100,000 underlined headings", "a\n=\n", 50_000),
        ("100,000 definitions", "a\n: b\n\n", 30_000),
        ("50,000 attribute blocks", "# x {#a .b}\n", 50_000),
        ("50,000 task items", "- [ ] x\n", 50_000),
        ("50,000 pull quotes", "> [!PULL]\n> x\n\n", 20_000),
        ("100,000 blank lines", "\n", 100_000),
        ("100,000 spaces", " ", 100_000),
        ("100,000 tabs", "\t", 100_000),
        ("1 MB in a line", "word ", 210_000),
        ("1 MB in a word", "wordword", 131_072),
        ("1 MB of Chinese", "港口新聞", 87_000),
        ("1 MB of emoji", "👩‍👩‍👧‍👦", 42_000),
    ]
    .into_iter()
    .map(|(name, piece, times)| {
        case(format!("body: {name}"))
            .body(&(piece.repeat(times) + "\n\n[^1]: note\n\nThe end."))
            .page("The end")
    })
    .collect()
}

/// What needs more than one piece.
fn built() -> Vec<Case> {
    let count = |n: usize, line: &dyn Fn(usize) -> String| (0..n).map(line).collect::<String>();
    let rows = |n: usize| format!("| a | b |\n|---|---|\n{}", "| 1 | 2 |\n".repeat(n));
    let columns = 2_000;
    let wide = format!("{}|\n{}|\n{}", "|a".repeat(columns), "|-".repeat(columns), "|\n".repeat(20_000));
    let mut ticks = String::new();
    for n in 1..1400 {
        let _ = write!(ticks, "{}a ", "`".repeat(n));
    }
    vec![
        case("body: a table of 200,000 rows").body(&rows(200_000)).page("<table"),
        case("body: a table of 2,000 columns and 20,000 empty rows").body(&wide).page("<html"),
        case("body: ticks of every length").body(&ticks).page("<html"),
        case("body: 50,000 footnotes")
            .body(&count(50_000, &|n| format!("[^{n}]: note [^{n}]\n\n")))
            .page("<html"),
        case("body: footnotes in a circle").body("a[^1]\n\n[^1]: b[^2]\n\n[^2]: c[^1]\n").page("c"),
        case("body: 50,000 definitions of links")
            .body(&count(50_000, &|n| format!("[{n}]: /x\n\n[{n}] ")))
            .page("<html"),
        case("body: one long definition, used often")
            .body(&format!("[a]: /{}\n\n{}", "x".repeat(10_000), "[a] ".repeat(20_000)))
            .page("<html"),
        case("body: 100,000 different headings")
            .body(&count(100_000, &|n| format!("## Heading {n}\n")))
            .page("Heading 99999"),
        case("body: headings of symbols alone").body(&"## ?!\n\n".repeat(20_000)).page("<html"),
        case("body: a heading of 1 MB").body(&format!("## {}", "x".repeat(1 << 20))).page("<html"),
        case("body: 50,000 pictures").body(&"![a](/assets/no.png) ".repeat(50_000)).page("<html"),
        case("body: 50,000 links").body(&count(50_000, &|n| format!("[a](/{n}/) "))).page("<html"),
        case("body: nested emphasis, 5,000 deep")
            .body(&format!("{}x{}", "*a ".repeat(5_000), " b*".repeat(5_000)))
            .page("<html"),
        case("body: nested links and pictures")
            .body(&format!("{}x{}", "![".repeat(5_000), "](y)".repeat(5_000)))
            .page("<html"),
        case("body: quotes in lists in quotes").body(&"> - ".repeat(10_000)).page("<html"),
        case("body: an excerpt that never ends")
            .post("title: A\nexcerpt_separator: \"[[[\"", &"[[".repeat(100_000))
            .page("<html"),
        case("body: an excerpt's mark in code")
            .body("`<!--more-->`\n\n```\n<!--more-->\n```\n")
            .page("&lt;!--more--&gt;"),
    ]
}

fn html() -> Vec<Case> {
    let page = |name: &str, body: String| {
        case(format!("html: {name}"))
            .file("content/posts/2025-11-27-a.html", format!("---\ntitle: A\n---\n{body}\n"))
            .page("<html")
    };
    vec![
        page("50,000 open tags", "<b>".repeat(50_000)),
        page("50,000 closing tags", "</b>".repeat(50_000)),
        page("50,000 nested tables", "<table><tr><td>".repeat(20_000)),
        page("50,000 headings", "<h2>x</h2>".repeat(50_000)),
        page("50,000 headings without an end", "<h2>x".repeat(50_000)),
        page("an attribute of 1 MB", format!("<a title=\"{}\">x</a>", "x".repeat(1 << 20))),
        page("an attribute without an end", format!("<a title=\"{}", "x>".repeat(1 << 19))),
        page("100,000 attributes", format!("<a {}>x</a>", "a=b ".repeat(100_000))),
        page("50,000 pictures", "<img src=/no.png>".repeat(50_000)),
        page("50,000 frames", "<iframe src=//e.org></iframe>".repeat(20_000)),
        page("50,000 scripts without an end", "<script>".repeat(50_000)),
        page("50,000 less-than signs", "<".repeat(50_000)),
        page("a tag cut short", "text <a href=\"".into()),
        page(
            "a whole document",
            "<!doctype html><html><head><title>x</title></head><body>y</body></html>".into(),
        ),
    ]
}

/// `[markdown] untrusted`: nothing runs, whatever is tried.
fn untrusted() -> Vec<Case> {
    let toml = format!("{TOML}[markdown]\nuntrusted = true\n");
    let one = |name: &str, body: String| {
        case(format!("untrusted: {name}"))
            .body(&body)
            .file("site.toml", toml.clone())
            .page("<html")
            .hides("alert(1)")
    };
    vec![
        one("a script", "<script>alert(1)</script>".into()),
        one("a handler", "<img src=x onerror=\"alert(1)\">".into()),
        one("a link that runs", "<a href=\"javascript:alert(1)\">x</a>".into()),
        one("a link that runs, in Markdown", "[x](javascript:alert(1))".into()).says("would run a script"),
        one(
            "a link in disguise",
            "[x](&#106;avascript&colon;alert(1)) <a href=\"java\tscript:alert(1)\">y</a>".into(),
        ),
        one("a data address", "<iframe src=\"data:text/html,<script>alert(1)</script>\"></iframe>".into()),
        one("SVG", "<svg onload=alert(1)><script>alert(1)</script></svg>".into()),
        one("MathML", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>".into()),
        one("a style", "<div style=\"background:url(javascript:alert(1))\">x</div>".into()),
        one("a meta refresh", "<meta http-equiv=refresh content=\"0;url=javascript:alert(1)\">".into()),
        one(
            "a base and a form",
            "<base href=//evil.example><form action=\"javascript:alert(1)\"><button>x</button></form>".into(),
        ),
        one("10,000 open tags", "<b>".repeat(10_000)),
        one("10,000 nested blocks", "<div>".repeat(10_000)),
        one("10,000 nested tables", "<table><tr><td>".repeat(3_000)),
        one("nested formatting", "<a><b><i><u>".repeat(3_000)),
    ]
}

/// Code in languages whose grammars are regular expressions.
fn code() -> Vec<Case> {
    let mut cases: Vec<Case> = [
        "rust", "js", "python", "html", "php", "ruby", "bash", "sql", "yaml", "markdown", "latex", "perl",
        "c++",
    ]
    .into_iter()
    .map(|language| {
        let hostile = format!("{}{}{}", "([{<\"'/*".repeat(500), "\\\\\\".repeat(500), "a ".repeat(1000));
        let lines = format!("{}\n", &hostile[..4000]).repeat(40);
        case(format!("code: {language}"))
            .body(&format!("```{language}\n{lines}```\n\nThe end."))
            .page("The end")
    })
    .collect();
    cases.push(
        case("code: 1 MB in a line")
            .body(&format!("```rust\n{}\n```", "let x = 1; ".repeat(100_000)))
            .page("<pre"),
    );
    cases.push(
        case("code: 100,000 lines")
            .body(&format!("```rust\n{}```", "let x = 1;\n".repeat(100_000)))
            .page("<pre"),
    );
    cases.push(case("code: 2,000 blocks").body(&"```rust\nlet x = 1;\n```\n\n".repeat(2_000)).page("<pre"));
    cases.push(case("code: no such language").body("```\"><script>\nx\n```").page("<pre"));
    cases.push(
        case("code: a language of 1 MB")
            .raw(format!("---\ntitle: A\n---\n\n```{}\nx\n```\n", "x".repeat(1 << 20)))
            .page("<pre"),
    );
    cases
}
