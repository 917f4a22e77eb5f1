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
