//! What a theme has rendered once and shows on many pages: fragments and teasers.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Site, post};

fn newsroom() -> Site {
    Site::new()
        .file("content/posts/2025-11-27-ferry.md", post("title: Ferry & crew\ncategory: News", "It is back."))
        .file("content/posts/2025-11-28-quay.md", post("title: Quay opens\ncategory: News", "Open."))
}

#[test]
fn every_list_shows_the_same_teasers_in_its_own_order() {
    let list = "{% for teaser in paginator.teasers %}{{ teaser }}{% endfor %}";
    let built = newsroom()
        .file("templates/teaser.html", "<b>{{ post.title }}, {{ site.title }}</b>")
        .file("templates/home.html", list)
        .file("templates/term.html", list)
        .file("templates/archive.html", list)
        .build();
    let title = built.text("index.html").split(", ").nth(1).unwrap().split('<').next().unwrap().to_owned();
    let both = format!("<b>Quay opens, {title}</b><b>Ferry &amp; crew, {title}</b>");
    for page in ["index.html", "categories/news/index.html", "2025/index.html", "2025/11/index.html"] {
        assert_eq!(built.text(page), both, "{page}");
    }
    assert_eq!(built.text("2025/11/27/index.html"), format!("<b>Ferry &amp; crew, {title}</b>"));
}

#[test]
fn a_teaser_that_fails_names_its_post_once() {
    let said =
        newsroom().refusal(|site| site.put("templates/teaser.html", "{{ post.title }}\n{{ post.nothing }}"));
    assert!(said.starts_with("templates/teaser.html:2:"), "{said}");
    assert_eq!(said.matches("nothing").count(), 2, "{said}");
    assert!(said.contains("while rendering content/posts/2025-11-2"), "{said}");
}

#[test]
fn a_fragment_is_on_every_page_and_knows_no_page() {
    let site = newsroom()
        .file("templates/fragments/foot.html", "<i>{{ site.title }} & co</i>")
        .file("templates/post.html", "{{ page.title }}: {{ fragments.foot }}");
    let html = site.build().text("2025/11/28/quay/index.html");
    assert!(html.starts_with("Quay opens: <i>") && html.ends_with(" & co</i>"), "{html}");
    let said = site.refusal(|site| site.put("templates/fragments/foot.html", "{{ page.title }}"));
    assert!(said.contains("templates/fragments/foot.html:1:") && said.contains("every page"), "{said}");
}
