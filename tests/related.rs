//! Related posts on a post's page: which, how many, and how few pages a new post changes.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Site, post};

const TEMPLATE: &str = "{% for p in related %}[{{ p.title }}]{% endfor %}";

fn newsroom() -> Site {
    Site::new()
        .file("templates/post.html", TEMPLATE)
        .file(
            "content/posts/2025-10-01-crane.md",
            post("title: Harbour crane falls\ntags: [Harbour]", "It hit the quay."),
        )
        .file("content/posts/2025-10-02-choir.md", post("title: Choir sings\ntags: [Music]", "In the hall."))
        .file("content/posts/2025-10-03-bread.md", post("title: Bakery wins\ntags: [Food]", "Rye bread."))
        .file(
            "content/posts/2025-10-04-again.md",
            post("title: Harbour crane stands again\ntags: [Harbour]", "Boats wait."),
        )
        .file(
            "content/posts/2025-10-05-seals.md",
            post("title: Seals counted\ntags: [Nature]", "Forty of them."),
        )
        .file(
            "content/posts/2025-10-06-rovers.md",
            post("title: Rovers lose\ntags: [Sport]", "By a penalty."),
        )
}

#[test]
fn a_post_shows_what_is_about_the_same_and_nothing_hidden() {
    let site = newsroom()
        .file(
            "content/posts/2025-10-07-held.md",
            post("title: Harbour crane sold\ntags: [Harbour]\nembargo: 2027-01-01", "Secret."),
        )
        .file(
            "content/posts/2025-10-08-draft.md",
            post("title: Harbour crane painted\ndraft: true\ntags: [Harbour]", "Blue."),
        );
    let built = site.build();
    assert_eq!(built.text("2025/10/04/again/index.html"), "[Harbour crane falls]");
    assert_eq!(built.text("2025/10/01/crane/index.html"), "[Harbour crane stands again]");
    assert_eq!(built.text("2025/10/05/seals/index.html"), "");
}

#[test]
fn settings_turn_it_off_and_bound_it() {
    let more = |site: Site| {
        site.file(
            "content/posts/2025-10-09-sold.md",
            post("title: Harbour crane sold\ntags: [Harbour]", "For scrap."),
        )
    };
    let count = |site: Site| more(site).build().text("2025/10/04/again/index.html").matches('[').count();
    assert_eq!(count(newsroom()), 2);
    assert_eq!(count(newsroom().toml("[related]\ncount = 1\n")), 1);
    assert_eq!(count(newsroom().toml("[related]\nenabled = false\n")), 0);
}

#[test]
fn the_built_in_theme_shows_them() {
    let site = newsroom();
    site.remove("templates/post.html");
    let html = site.build().text("2025/10/04/again/index.html");
    assert!(
        html.contains("aria-label=\"Related stories\"") && html.contains("href=\"/2025/10/01/crane/\""),
        "{html}"
    );
}

#[test]
fn a_new_post_changes_few_pages() {
    let site = Site::new().toml("paginate = 50\n[archives]\ndays = false\n");
    let beat = ["harbour crane", "council budget", "regatta heat", "choir concert", "seal survey"];
    let add = |number: usize| {
        let own: Vec<String> = (0..9).map(|k| format!("own{number}x{k}")).collect();
        let keys = format!("title: {} {}\ntags: [t{}]", beat[number % 5], own[..4].join(" "), number % 7);
        let day = format!("{}-{:02}-{:02}", 2000 + number / 336, 1 + number % 336 / 28, 1 + number % 28);
        site.put(&format!("content/posts/{day}-post-{number}.md"), post(&keys, &own[4..].join(" ")));
    };
    (0..240).for_each(add);
    let built = site.build();
    let with =
        built.files().iter().filter(|path| built.text_or_empty(path).contains("Related stories")).count();
    assert!(with > 230, "{with}");
    // To the end of one block of sixteen and over it.
    for number in 240..258 {
        add(number);
        let summary = site.build().report.summary;
        let all = summary.new.len() + summary.changed.len() + summary.removed.len();
        assert!(all <= 30, "{number}: {:?} {:?}", summary.new, summary.changed);
    }
}
