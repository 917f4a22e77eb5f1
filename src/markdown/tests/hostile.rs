//! What no author writes and no post may break on.

use super::{Options, PLAIN, inline, raw_html, render};

#[test]
fn hostile_posts_stay_linear() {
    let started = std::time::Instant::now();
    for (piece, times) in [
        ("# x\n", 100_000),
        ("> ", 50_000),
        ("[", 100_000),
        ("- ", 20_000),
        ("*a ", 50_000),
        ("http://", 50_000),
        ("a://_", 50_000),
        ("http://e.org/_ ", 20_000),
        ("<b>", 50_000),
        ("<!--", 50_000),
        ("<!--more", 20_000),
        ("<!-- more -->\n\n", 20_000),
        ("&amp;", 50_000),
        ("![", 50_000),
        ("<a ", 50_000),
        ("a[^1] ", 50_000),
        ("\"", 50_000),
        ("+++", 50_000),
    ] {
        let source = piece.repeat(times) + "\n\n[^1]: x[^1]\n";
        let options = Options { base_path: "/n", excerpt_separator: Some("+++"), ..PLAIN };
        let before = started.elapsed();
        render(&source, &options);
        raw_html(&source, &options);
        inline(&source);
        let took = started.elapsed() - before;
        // Far above what any of these takes on a busy machine, far below what a quadratic pass would take.
        assert!(took.as_secs() < 60, "{piece:?} took {took:?}");
    }
    let many: String = (0..50_000).map(|n| format!("[^{n}]: x[^{n}]\n\n")).collect();
    assert!(render(&(many + "a[^7]"), &PLAIN).html.contains("fnref-1-p-2"));
}

#[test]
fn no_input_panics() {
    let pieces = [
        "é",
        "\0",
        "[^1]",
        "[^1]: ",
        "\n",
        "\n\n",
        "> ",
        "```",
        "`",
        "<!--more-->",
        "<a href=\"/",
        "---",
        "|",
        "*",
        "\u{2028}",
        "http://é.x",
        "\\",
        "&",
        "{#",
        ":",
        "    ",
        "\r",
        "![",
        "](/x)",
    ];
    let options = Options { base_path: "/é", excerpt_separator: Some("---"), ..PLAIN };
    for a in pieces {
        for b in pieces {
            for c in pieces {
                let source = [a, b, c, b, a].concat();
                render(&source, &options);
                raw_html(&source, &options);
                inline(&source);
            }
        }
    }
}
