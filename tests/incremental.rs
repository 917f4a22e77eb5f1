//! Building again: nothing that is the same is written, and what comes out is what a clean build gives.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Site, post, tree};
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::SystemTime;

fn newsroom() -> Site {
    Site::new()
        .toml("paginate = 3\n")
        .file(
            "content/posts/2025-11-27-ferry.md",
            post(
                "title: Ferry returns\ncategories: [News]\ntags: [harbour]",
                "Back.\n\n```rust\nfn a() {}\n```",
            ),
        )
        .file(
            "content/posts/2025-11-28-quay.md",
            post("title: Quay opens\ncategories: [News]\nauthor: Ines", "![q](quay.jpg)"),
        )
        .file("content/posts/quay.jpg", "pixels")
        .file("content/about.md", post("title: About us", "Us."))
}

/// What a file that is written again cannot keep: its time and, since writing is renaming, its inode.
fn stamps(folder: &Path) -> BTreeMap<String, (SystemTime, u64)> {
    let stamp = |path: &str| {
        let found = fs::metadata(folder.join(path)).unwrap();
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(&found);
        #[cfg(not(unix))]
        let inode = 0;
        (found.modified().unwrap(), inode)
    };
    tree(folder).into_keys().map(|path| (path.clone(), stamp(&path))).collect()
}

#[test]
fn the_same_input_writes_nothing() {
    let site = newsroom();
    let first = site.build().report.summary;
    assert!(first.new.len() > 20 && first.unchanged == 0);
    let (before, when) = (tree(&site.out()), stamps(&site.out()));
    let second = site.build().report.summary;
    assert_eq!((second.new, second.changed, second.removed), (vec![], vec![], vec![]));
    assert_eq!(second.unchanged, first.new.len());
    assert_eq!(tree(&site.out()), before);
    assert_eq!(stamps(&site.out()), when);
}

#[test]
fn a_change_writes_only_what_differs() {
    let site = newsroom();
    site.build();
    let (before, when) = (tree(&site.out()), stamps(&site.out()));
    site.put("content/about.md", post("title: About us", "Us, and you."));
    let summary = site.build().report.summary;
    assert_eq!(summary.changed, ["about/index.html"]);
    let (after, then) = (tree(&site.out()), stamps(&site.out()));
    for (path, bytes) in &after {
        let changed = path == "about/index.html";
        assert_eq!(bytes != &before[path], changed, "{path}");
        assert_eq!(then[path] != when[path], changed, "{path}");
    }
}

#[test]
fn a_copied_file_that_changes_is_copied_again() {
    let site = newsroom();
    site.build();
    site.put("content/posts/quay.jpg", "other pixels");
    let built = site.build();
    assert_eq!(built.report.summary.changed, ["2025/11/28/quay/quay.jpg"]);
    assert_eq!(built.text("2025/11/28/quay/quay.jpg"), "other pixels");
}

#[test]
fn the_bytes_are_the_same_whatever_the_thread_count() {
    let mut site = newsroom();
    for number in 1..=60 {
        let keys = format!(
            "title: Story {number}\ntags: [t{}, T{}]\nauthor: A{}",
            number % 7,
            number % 5,
            number % 3
        );
        site.put(
            &format!("content/posts/2025-10-{:02}-story-{number}.md", number % 28 + 1),
            post(&keys, "Text[^1].\n\n[^1]: Note."),
        );
    }
    let mut trees = Vec::new();
    for threads in [1, 4] {
        site.options.out = Some(site.dir().join(format!("threads-{threads}")));
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| site.build());
        trees.push(tree(&site.out()));
    }
    assert!(trees[0].len() > 100);
    assert!(trees[0] == trees[1], "one thread and four make different sites");
}

#[test]
fn a_post_that_goes_takes_its_files_along_and_no_others() {
    let site = newsroom();
    site.build();
    fs::write(site.out().join("CNAME"), "mine").unwrap();
    fs::write(site.out().join("2025/11/28/quay/notes.txt"), "mine").unwrap();
    site.remove("content/posts/2025-11-28-quay.md");
    site.remove("content/posts/quay.jpg");
    let built = site.build();
    assert_eq!(
        built.report.summary.removed,
        [
            "2025/11/28/index.html",
            "2025/11/28/quay/index.html",
            "2025/11/28/quay/quay.jpg",
            "authors/ines/feed.xml",
            "authors/ines/index.html"
        ]
    );
    for path in &built.report.summary.removed {
        assert!(!built.exists(path), "{path}");
    }
    assert_eq!(built.text("CNAME"), "mine");
    assert_eq!(built.text("2025/11/28/quay/notes.txt"), "mine");
    assert!(!built.exists("authors/ines"), "an empty folder stays behind");
}

#[test]
fn a_dry_run_writes_nothing_and_says_the_same_as_the_build_after_it() {
    let mut site = newsroom();
    site.options.dry_run = true;
    let first = site.build().report.summary;
    assert!(!site.dir().join("out").exists());
    site.options.dry_run = false;
    assert_eq!(site.build().report.summary, first);

    site.put("content/posts/2025-12-01-cup.md", post("title: Cup final\ntags: [sport]", "Won."));
    site.remove("content/about.md");
    site.options.dry_run = true;
    let (before, when) = (tree(site.dir()), stamps(site.dir()));
    let dry = site.build().report.summary;
    assert_eq!(tree(site.dir()), before);
    assert_eq!(stamps(site.dir()), when);
    assert!(
        dry.new.contains(&"2025/12/01/cup/index.html".to_owned())
            && dry.new.contains(&"tags/sport/index.html".to_owned())
    );
    assert!(dry.changed.contains(&"index.html".to_owned()));
    assert_eq!(dry.removed, ["about/index.html"]);
    site.options.dry_run = false;
    assert_eq!(site.build().report.summary, dry);
}

#[test]
fn a_failed_build_is_made_good_by_the_next() {
    let site = newsroom();
    site.build();
    site.put("content/posts/2025-12-01-cup.md", "---\ntitle: Cup\n");
    site.errors();
    site.put("content/posts/2025-12-01-cup.md", post("title: Cup", "Won."));
    assert!(site.build().exists("2025/12/01/cup/index.html"));
}

/// One edit of a newsroom's day.
#[derive(Debug, Clone)]
enum Edit {
    Write { post: usize, text: usize },
    Tag { post: usize, tag: usize },
    Delete { post: usize },
    Page { text: usize },
    Hide { post: usize },
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        4 => (0_usize..8, 0_usize..3).prop_map(|(post, text)| Edit::Write { post, text }),
        3 => (0_usize..8, 0_usize..4).prop_map(|(post, tag)| Edit::Tag { post, tag }),
        2 => (0_usize..8).prop_map(|post| Edit::Delete { post }),
        1 => (0_usize..3).prop_map(|text| Edit::Page { text }),
        1 => (0_usize..8).prop_map(|post| Edit::Hide { post }),
    ]
}

fn apply(site: &Site, edit: &Edit) {
    let path = |number: usize| {
        format!("content/posts/2025-{:02}-{:02}-story-{number}.md", 10 + number / 4, number + 1)
    };
    match edit {
        Edit::Write { post: number, text } => {
            site.put(&path(*number), post(&format!("title: Story {number}"), &"Word. ".repeat(*text + 1)))
        }
        Edit::Tag { post: number, tag } => {
            let tag = ["harbour", "Harbour", "C++", "boats"][*tag];
            site.put(
                &path(*number),
                post(
                    &format!(
                        "title: Story {number}\ntags: [\"{tag}\"]\ncategories: [News]\nauthor: A{}",
                        number % 2
                    ),
                    "Text.",
                ),
            );
        }
        Edit::Delete { post } => drop(fs::remove_file(site.options.root.join(path(*post)))),
        Edit::Page { text } => site.put("content/about.md", post("title: About", &"Us. ".repeat(*text + 1))),
        Edit::Hide { post: number } => {
            site.put(&path(*number), post(&format!("title: Story {number}\ndraft: true"), "Text."))
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_day_of_edits_ends_as_a_clean_build_would(days in prop::collection::vec(prop::collection::vec(edit(), 1..4), 1..6)) {
        let mut site = Site::new().toml("paginate = 2\n");
        site.build();
        for day in &days {
            day.iter().for_each(|edit| apply(&site, edit));
            site.build();
        }
        let incremental = tree(&site.out());
        site.options.out = Some(site.dir().join("clean/public"));
        site.build();
        let clean = tree(&site.out());
        prop_assert_eq!(incremental.keys().collect::<Vec<_>>(), clean.keys().collect::<Vec<_>>());
        for (path, bytes) in &clean {
            prop_assert!(&incremental[path] == bytes, "{path} differs");
        }
    }
}
