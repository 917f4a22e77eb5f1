//! The parts of a site together are the whole, byte for byte.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Site, post, tree};
use std::collections::BTreeMap;

#[test]
fn the_union_of_the_parts_is_the_whole_build() {
    let mut site = Site::new()
        .file("content/about.md", "---\ntitle: About\nredirect_from: /imprint/\n---\nUs.\n")
        .file("content/posts/boat.bin", "not text");
    for number in 1..=30 {
        let keys = format!("title: Post {number}\ntags: [t{}, sea]\ncategory: News", number % 7);
        site.put(
            &format!("content/posts/2025-01-{number:02}-post-{number}.md"),
            post(&keys, "```rust\nfn main() {}\n```"),
        );
    }
    site.build();
    let whole = tree(&site.out());
    for count in [1, 2, 5] {
        let mut union: BTreeMap<String, Vec<u8>> = BTreeMap::new();
        let mut files = 0;
        for number in 1..=count {
            site.options.out = Some(site.dir().join(format!("parts-{count}/{number}")));
            site.options.shard = Some(format!("{number}/{count}").parse().unwrap());
            site.build();
            let part = tree(&site.out());
            assert!(part.len() <= whole.len() / count + 1, "no part is much larger than another");
            files += part.len();
            union.extend(part);
        }
        assert_eq!(files, union.len(), "no file is in two parts");
        assert_eq!(union, whole);
    }
}
