//! Drafts, what is not published, and what lies ahead.

use crate::common::Site;

fn site(config: &str) -> Site {
    let none = "---\n---\nx";
    Site::jekyll(&format!("title: T\npermalink: /:title/\n{config}"))
        .file("_drafts/idea.md", none)
        .file("_drafts/2019-01-02-dated.md", none)
        .file("_drafts/sub/deep.md", "---\ndate: 2018-01-01\n---\nx")
        .file("news/_drafts/of-news.md", none)
        .file("_posts/2020-01-01-out.md", none)
        .file("_posts/2020-01-01-held.md", "---\npublished: false\n---\nx")
        .file("_posts/2099-01-01-ahead.md", none)
}

fn shown(site: &Site) -> String {
    let built = site.build();
    let mut names: Vec<&str> = built.report.site.posts.iter().map(|post| &*post.url).collect();
    names.sort_unstable();
    names.join(" ")
}

#[test]
fn they_are_shown_when_asked_for() {
    let mut site = site("");
    assert_eq!(shown(&site), "/out/");
    site.options.drafts = true;
    assert_eq!(shown(&site), "/dated/ /deep/ /idea/ /of-news/ /out/");
    site.options.future = true;
    assert_eq!(shown(&site), "/ahead/ /dated/ /deep/ /idea/ /of-news/ /out/");
}

#[test]
fn the_settings_may_ask_for_what_lies_ahead() {
    assert_eq!(shown(&site("future: true\n")), "/ahead/ /out/");
}

#[test]
fn a_draft_has_the_date_of_its_key_its_name_or_the_build() {
    let mut site = site("permalink: /:year/:title/\n");
    site.options.drafts = true;
    assert!(shown(&site).starts_with("/2018/deep/ /2019/dated/ /2020/out/ /2026/idea/"), "{}", shown(&site));
}
