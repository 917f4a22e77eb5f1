//! Front matter that is no front matter, too much of it, or not what it seems.

use crate::case::{Case, case};
use std::fmt::Write as _;

pub fn cases() -> Vec<Case> {
    [broken(), odd()].into_iter().flatten().chain(huge().into_iter().map(Case::heavy)).collect()
}

/// Refused, at a place.
fn broken() -> Vec<Case> {
    let a = "content/posts/2025-11-27-a.md";
    let at = |place: &str, what: &str| format!("{a}:{place}: {what}");
    let invalid = "the front matter is not valid YAML";
    vec![
        case("yaml: alias bomb").post(&bomb(), "Text.").refused(&format!("{a}:")).says(invalid),
        case("yaml: alias to itself").post("title: A\nx: &x [*x]", "Text.").refused(&at("3:4", invalid)),
        case("yaml: alias to nothing").post("title: A\nx: *nobody", "Text.").refused(&at("3:4", invalid)),
        case("yaml: 10,000 deep, in brackets")
            .post(&format!("title: A\nx: {}", "[".repeat(10_000)), "Text.")
            .refused(invalid),
        case("yaml: 10,000 deep, closed")
            .post(&format!("title: A\nx: {}{}", "[".repeat(10_000), "]".repeat(10_000)), "Text.")
            .refused(invalid),
        case("yaml: 10,000 deep, in braces")
            .post(&format!("title: A\nx: {}", "{a: ".repeat(10_000)), "Text.")
            .refused(invalid),
        case("yaml: 2,000 deep, by indent").post(&indented(2_000), "Text.").refused(invalid),
        case("yaml: 10,000 deep, in dashes")
            .post(&format!("title: A\nx:\n  {}z", "- ".repeat(10_000)), "Text.")
            .refused(invalid),
        case("yaml: tab as indent")
            .post("title: A\nimage:\n\tpath: a.jpg", "Text.")
            .refused(&at("4:1", invalid)),
        case("yaml: unclosed quote").post("title: \"A", "Text.").refused(&at("3:1", invalid)),
        case("yaml: unclosed bracket").post("title: A\ntags: [a, b", "Text.").refused(invalid),
        case("yaml: colon in a value").post("title: Talks: day two", "Text.").refused(&at("2:13", invalid)),
        case("yaml: a reserved character").post("title: @home", "Text.").refused(&at("2:8", invalid)),
        case("yaml: a backquote").post("title: `code`", "Text.").refused(&at("2:8", invalid)),
        case("yaml: an unknown escape").post("title: \"a\\qb\"", "Text.").refused(&at("2:10", invalid)),
        case("yaml: half a surrogate").post("title: \"a\\ud800b\"", "Text.").refused(&at("2:12", invalid)),
        case("yaml: two documents").post("title: A\n--- # two\ntitle: B", "Text.").refused(invalid),
        case("yaml: a list")
            .post("- title\n- talks", "Text.")
            .refused(&at("2:1", "the front matter is a list")),
        case("yaml: a word").post("title", "Text.").refused(&at("2:1", "the front matter is text")),
        case("yaml: never closed")
            .raw("---\ntitle: A\n\nText.\n")
            .refused(&at("1:1", "the front matter opens")),
        case("yaml: a fence alone").raw("---").refused(&at("1:1", "the front matter opens")),
        case("yaml: a bad indent").post("title: A\n  tags: [a]", "Text.").refused(&at("3:7", invalid)),
        case("yaml: a brace too many").post("title: A\nx: {a: 1}}", "Text.").refused(&at("3:10", invalid)),
    ]
}

/// Builds, and is read as it was meant.
fn odd() -> Vec<Case> {
    vec![
        case("yaml: a key twice")
            .post("title: One\ntitle: Two", "Text.")
            .says(":3:8: warning: `title` is given twice")
            .page(">Two</h1>"),
        case("yaml: a key thrice").post("title: One\ntitle: Two\ntitle: Three", "Text.").page("Three"),
        case("yaml: nothing at all").raw("").shows("2025/11/27/a/index.html", "<html"),
        case("yaml: empty front matter").raw("---\n---\n").shows("2025/11/27/a/index.html", "<html"),
        case("yaml: comments alone").post("# title: A\n# nothing", "Text.").page("Text."),
        case("yaml: null").post("~", "Text.").page("Text."),
        case("yaml: closed by dots").raw("---\ntitle: A\n...\n\nText.\n").page(">A</h1>"),
        case("yaml: blanks after the fences").raw("---  \ntitle: A\n--- \t\n\nText.\n").page(">A</h1>"),
        case("yaml: a line before the fence").raw("\n---\ntitle: A\n---\n\nText.\n").page("Text."),
        case("yaml: Windows line ends")
            .raw("---\r\ntitle: A\r\ntags: [x]\r\n---\r\n\r\nText.\r\n")
            .page(">A</h1>"),
        case("yaml: old Mac line ends").raw("---\rtitle: A\r---\rText.\r").page("title: A"),
        case("yaml: a tag of another language")
            .post("title: !ruby/object:Gem::Installer A\nx: !!python/object/apply:os.system [ls]", "Text.")
            .page(">A</h1>"),
        case("yaml: binary").post("title: A\nx: !!binary aGVsbG8=", "Text.").page(">A</h1>"),
        case("yaml: merge keys")
            .post("title: A\nbase: &b {x: 1}\nmine:\n  <<: *b\n  y: 2", "Text.")
            .page(">A</h1>"),
        case("yaml: merge of no mapping").post("title: A\n<<: 3", "Text.").page(">A</h1>"),
        case("yaml: a list as a key").post("title: A\n? [a, b]\n: c", "Text.").page(">A</h1>"),
        case("yaml: a null key").post("title: A\n~: x", "Text.").page(">A</h1>"),
        case("yaml: yes and no").post("title: A\npublished: no", "Secret.").hides("Secret"),
        case("yaml: a number as the title").post("title: 1984", "Text.").page(">1984</h1>"),
        case("yaml: infinity as the title").post("title: .inf", "Text.").page(">inf</h1>"),
        case("yaml: a number beyond all")
            .post(&format!("title: A\nweight: {}", "9".repeat(400)), "Text.")
            .page(">A</h1>"),
        case("yaml: text over lines")
            .post("title: >\n  One\n  two\nexcerpt: |\n  A\n  B", "Text.")
            .page("One two"),
        case("yaml: a directive")
            .raw("---\n%YAML 1.1\n---\ntitle: A\n---\n\nText.\n")
            .refused("the front matter is not valid YAML"),
        case("yaml: a control character, escaped")
            .post("title: \"a\\0b\\x07c\\ed\"", "Text.")
            .page("a b c d"),
    ]
}

/// Much of it, in little time.
fn huge() -> Vec<Case> {
    let keys = (0..100_000).fold(String::from("title: A\n"), |mut text, n| {
        let _ = writeln!(text, "key{n}: x");
        text
    });
    let many = keys.lines().take(4_000).collect::<Vec<_>>().join("\n");
    let same = format!("title: A\n{}", "x: 1\n".repeat(50_000));
    let tags: String = (0..5_000).map(|n| format!("  - tag {n}\n")).collect();
    let anchors: String = (0..4_000).map(|n| format!("k{n}: &a{n} x\n")).collect();
    vec![
        case("yaml: 100,000 keys").post(&keys, "Text.").refused("a mapping of more than 5000 keys"),
        case("yaml: 4,000 keys").post(&many, "Text.").page(">A</h1>"),
        case("yaml: 4,000 keys that say no").post(&many.replace(": x", ": no"), "Text.").page(">A</h1>"),
        case("yaml: one key 50,000 times").post(&same, "Text.").refused("a mapping of more than 5000 keys"),
        case("yaml: 5,000 tags").post(&format!("title: A\ntags:\n{tags}"), "Text.").page(">A</h1>"),
        case("yaml: 4,000 anchors").post(&format!("title: A\n{anchors}"), "Text.").page(">A</h1>"),
        case("yaml: a value of 1 MB")
            .post(&format!("title: A\nnote: {}", "x".repeat(1 << 20)), "Text.")
            .page(">A</h1>"),
        case("yaml: a quoted value of 1 MB")
            .post(&format!("title: A\nnote: \"{}\"", "\\u00e9x ".repeat(1 << 17)), "Text.")
            .page(">A</h1>"),
        case("yaml: a key of 1 MB").post(&format!("title: A\n{}: x", "x".repeat(1 << 20)), "Text."),
        case("yaml: a title of 1 MB").post(&format!("title: {}", "x".repeat(1 << 20)), "Text.").page("xxxx"),
        case("yaml: 100,000 brackets")
            .post(&format!("title: A\nx: {}", "[".repeat(100_000)), "Text.")
            .refused("not valid YAML"),
        case("yaml: 100,000 questions")
            .post(&format!("title: A\nx: {}", "? ".repeat(100_000)), "Text.")
            .refused("not valid YAML"),
        case("yaml: 100,000 braces")
            .post(&format!("title: A\nx: {}", "{".repeat(100_000)), "Text.")
            .refused("not valid YAML"),
        case("yaml: 100,000 items in brackets")
            .post(&format!("title: A\nx: [{}]", "a: b, ".repeat(100_000)), "Text.")
            .page(">A</h1>"),
    ]
}

/// Nine to the twelfth, if it were carried out.
fn bomb() -> String {
    let mut text = String::from("title: A\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for n in 1..12 {
        let inner = vec![format!("*a{}", n - 1); 9].join(",");
        let _ = writeln!(text, "a{n}: &a{n} [{inner}]");
    }
    text
}

fn indented(depth: usize) -> String {
    (0..depth).fold(String::from("title: A\n"), |mut text, n| {
        let _ = writeln!(text, "{}k:", " ".repeat(n));
        text
    })
}
