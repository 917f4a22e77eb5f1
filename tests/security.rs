//! SECURITY.md names a test for each denial: each of them exists.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::fs;
use std::path::Path;

#[test]
fn each_denial_has_its_test() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(root.join("SECURITY.md")).unwrap();
    let denials = text.split("## Each denial").nth(1).expect("the section").split("\n## ").next().unwrap();
    let mut count = 0;
    for row in denials.lines().filter(|line| line.starts_with("| ") && !line.starts_with("| denial")) {
        let test = row.split(" | ").nth(1).expect("two columns").trim_end_matches(" |");
        let file = test.split('`').nth(1).unwrap_or_else(|| panic!("no file in {row}"));
        let source = fs::read_to_string(root.join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        let rest = test.splitn(3, '`').nth(2).unwrap_or_default().trim();
        if let Some(name) = rest.strip_prefix('`') {
            assert!(source.contains(&format!("fn {}(", name.trim_end_matches('`'))), "{row}");
        } else if !rest.is_empty() {
            assert!(source.contains(rest), "{row}");
        } else {
            assert!(source.contains("#[test]"), "{row}");
        }
        count += 1;
    }
    assert!(count > 30, "{count} denials");
}

#[test]
fn no_code_of_ours_is_unsafe() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for file in ["src/lib.rs", "src/main.rs"] {
        assert!(fs::read_to_string(root.join(file)).unwrap().contains("#![forbid(unsafe_code)]"), "{file}");
    }
}
