//! `dateline doctor`: what is listed, in each format, and what `--fix` writes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Site, post};
use std::process::Command;

fn doctor(site: &Site, options: &[&str]) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["doctor", "--root"])
        .arg(&site.options.root)
        .args(options)
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn damaged() -> Site {
    Site::jekyll("title: T\nurl: https://x.example\n")
        .file("_posts/2020-01-02-own.md", post("title: Own", "talks â€“ {% youtube x %}"))
}

#[test]
fn each_place_is_listed() {
    let found = doctor(&damaged(), &[]);
    assert!(found.contains("_posts/2020-01-02-own.md:5:7: warning: damaged: \"â€“\" was \"–\""), "{found}");
    assert!(
        found.contains("_posts/2020-01-02-own.md:5:11: warning: there is no Liquid tag `youtube`"),
        "{found}"
    );
    assert!(found.ends_with("2 things in 1 file.\n"), "{found}");
    let sound = Site::jekyll("title: T\nurl: https://x.example\n");
    assert_eq!(doctor(&sound, &[]), "Nothing to do.\n");
}

#[test]
fn a_script_reads_them_as_json_and_a_workflow_as_notes() {
    let rows: Vec<serde_json::Value> =
        serde_json::from_str(&doctor(&damaged(), &["--format", "json"])).unwrap();
    assert_eq!((rows.len(), rows[0]["line"].as_u64(), rows[0]["column"].as_u64()), (2, Some(5), Some(7)));
    let notes = doctor(&damaged(), &["--format", "github"]);
    assert!(notes.starts_with("::warning file=_posts/2020-01-02-own.md,line=5,col=7::damaged"), "{notes}");
}

#[test]
fn a_repair_is_shown_and_touches_nothing_else() {
    let site = damaged();
    let path = site.options.root.join("_posts/2020-01-02-own.md");
    let before = std::fs::read_to_string(&path).unwrap();
    site.build();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before, "a build changes no text");
    let shown = doctor(&site, &["--fix"]);
    assert!(shown.contains("- talks â€“ {%") && shown.contains("+ talks – {%"), "{shown}");
    assert!(shown.ends_with("1 damaged place repaired.\n"), "{shown}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), before.replace("â€“", "–"));
}

/// Runs any command in a site.
fn run(site: &Site, args: &[&str]) -> (bool, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(args)
        .arg("--root")
        .arg(&site.options.root)
        .output()
        .unwrap();
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(text).unwrap())
}

#[test]
fn nearly_equal_posts_are_joined_by_the_command_that_is_shown() {
    let told = |more: &str| {
        let words: Vec<String> = (0..80).map(|number| format!("word{number}")).collect();
        format!("{} {more}", words.join(" "))
    };
    let site = Site::new()
        .file("content/posts/2025-11-25-vote.md", post("title: The council's vote", &told("first")))
        .file("content/posts/2025-11-26-breaking-vote.md", post("title: Breaking", &told("second")))
        .file("content/posts/2025-11-27-update-vote.md", post("title: Update", &told("third")))
        .file("content/posts/2025-11-28-other.md", post("title: Other", "Another text about a ferry."))
        .file("content/posts/2025-11-29-empty.md", post("title: Empty", ""))
        .file("content/posts/2025-11-30-empty.md", post("title: Empty too", ""));
    let found = doctor(&site, &["--duplicates"]);
    let command = "dateline story 'The council'\\''s vote' content/posts/2025-11-25-vote.md \
                   content/posts/2025-11-26-breaking-vote.md content/posts/2025-11-27-update-vote.md";
    assert!(found.starts_with("3 posts that are nearly the same:\n   9"), "{found}");
    assert!(found.contains(command) && found.ends_with("1 group of 3 posts.\n"), "{found}");
    let rows: serde_json::Value =
        serde_json::from_str(&doctor(&site, &["--duplicates", "--format", "json"])).unwrap();
    assert_eq!(rows[0]["command"], command);
    assert_eq!(rows[0]["posts"][1]["file"], "content/posts/2025-11-26-breaking-vote.md");
    let notes = doctor(&site, &["--duplicates", "--format", "github"]);
    assert_eq!(notes.matches("::notice file=content/posts/").count(), 3, "{notes}");

    let files = ["25-vote", "26-breaking-vote", "27-update-vote"]
        .map(|name| format!("content/posts/2025-11-{name}.md"));
    let (done, said) = run(&site, &["story", "The council's vote", &files[0], &files[1], &files[2]]);
    assert!(done && said.ends_with("3 posts told in the story \"The council's vote\".\n"), "{said}");
    assert!(site.build().exists("stories/the-council-s-vote/index.html"));
    assert_eq!(doctor(&site, &["--duplicates"]), "No posts are nearly the same.\n");
    let (done, said) = run(&site, &["story", "X", &files[0], "content/posts/none.md"]);
    assert!(!done && said.starts_with("content/posts/none.md: cannot be read"), "{said}");
}

#[test]
fn what_a_build_tells_in_one_line_is_told_place_by_place() {
    let site = Site::jekyll("title: T\nurl: https://x.example\nmood: calm\n")
        .file("_posts/2020-01-02-own.md", post("title: Own\nlayout: essay", "{% x %} {% x %}"))
        .file("feed.xml", "---\n---\n<feed/>");
    let found = doctor(&site, &[]);
    for part in [
        "_config.yml:3:1: warning: not used by Dateline: mood",
        "_posts/2020-01-02-own.md:3:9: warning: the theme has no layout \"essay\"",
        "feed.xml: warning: this Liquid file is not used",
        "     2 × there is no Liquid tag `x`; it stays as text\n",
        "5 things in 3 files.\n",
    ] {
        assert!(found.contains(part), "{part}: {found}");
    }
}
