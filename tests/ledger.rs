//! `urls.lock`: no build drops a published address without a redirect.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod common;

use common::{Site, post};

const LOCK: &str = "\
# A comment.
/2025/11/27/talks/ content/posts/2025-11-27-talks.md
/about/ content/about.md
/tags/ferry/
gone /2020/01/01/old/
";

fn site() -> Site {
    Site::new()
        .file("content/posts/2025-11-27-talks.md", post("title: Talks\ntags: ferry", "They talked."))
        .file("content/about.md", "---\ntitle: About\n---\nUs.\n")
        .file("urls.lock", LOCK)
}

#[test]
fn a_site_that_keeps_its_addresses_builds() {
    let built = site().build();
    assert!(!built.exists("urls.lock"));
}

#[test]
fn a_post_that_moved_has_to_lead_there() {
    let site = site();
    site.put(
        "content/posts/2025-11-27-talks.md",
        post("title: Talks\nslug: strike\ntags: ferry", "They talked."),
    );
    insta::assert_snapshot!(site.errors(), @r"
    content/posts/2025-11-27-talks.md: is at /2025/11/27/strike/ now, and its published address /2025/11/27/talks/ would be gone
    help: add to its front matter: redirect_from: /2025/11/27/talks/
    ");
    let keys = "title: Talks\nslug: strike\ntags: ferry\nredirect_from: /2025/11/27/talks/";
    site.put("content/posts/2025-11-27-talks.md", post(keys, "They talked."));
    assert!(site.build().exists("2025/11/27/talks/index.html"));
}

#[test]
fn the_host_s_own_redirects_count_too() {
    let keys = "title: Talks\nslug: strike\ntags: ferry\nredirect_from: /2025/11/27/talks/";
    let site = site().file("content/posts/2025-11-27-talks.md", post(keys, "They talked."));
    site.toml("[files]\nredirects = true\n").build();
}

#[test]
fn a_file_that_was_renamed_is_proposed() {
    let site = site();
    site.remove("content/posts/2025-11-27-talks.md");
    site.put("content/posts/2025-11-27-strike.md", post("title: Strike\ntags: ferry", "They talked."));
    let told = site.errors();
    assert!(told.contains("urls.lock:2:1"), "{told}");
    assert!(told.contains("/2025/11/27/talks/ was published and would be gone"), "{told}");
    assert!(
        told.contains("if content/posts/2025-11-27-strike.md is the same story, add to it: redirect_from: /2025/11/27/talks/"),
        "{told}"
    );
}

#[test]
fn a_term_and_a_draft_are_missed_and_a_takedown_is_not() {
    let site = site();
    site.put("content/posts/2025-11-27-talks.md", post("title: Talks\ndraft: true", "They talked."));
    let told = site.errors();
    assert!(told.contains("content/posts/2025-11-27-talks.md: is a draft now"), "{told}");
    assert!(told.contains("/tags/ferry/ was published and would be gone"), "{told}");
    site.put("content/posts/2025-11-27-talks.md", post("title: Talks\npublished: false", "They talked."));
    site.put("urls.lock", LOCK.replace("/tags", "gone /tags"));
    site.build();
}
