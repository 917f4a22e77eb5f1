//! Many of them: what is done once a post must not be done once a pair of posts.

use crate::case::{Case, case};

pub fn cases() -> Vec<Case> {
    let posts = |name: &str, count: usize, text: &dyn Fn(usize) -> String| {
        (0..count)
            .fold(case(format!("scale: {name}")), |mut case, n| {
                case.files.push((format!("content/posts/2025-11-{:02}-p{n}.md", n % 28 + 1), text(n).into()));
                case
            })
            .heavy()
    };
    vec![
        posts("1,000 posts of one title", 1_000, &|_| "---\ntitle: Same\n---\nThe same text again.\n".into())
            .shows("index.html", "Same"),
        posts("1,000 posts of one moment", 1_000, &|n| {
            format!("---\ntitle: T{n}\ndate: 2025-11-27 10:00\n---\nx\n")
        })
        .shows("index.html", "T9"),
        posts("100 posts with 100 tags each", 100, &|n| {
            let tags: Vec<String> = (0..100).map(|t| format!("t{}", n * 7 + t)).collect();
            format!("---\ntitle: T{n}\ntags: [{}]\n---\nx\n", tags.join(", "))
        })
        .shows("tags/t0/index.html", "T0"),
        posts("500 posts that redirect to one another", 500, &|n| {
            format!("---\ntitle: T{n}\nredirect_from: [/old/{n}/, /older/{n}.html]\n---\nx\n")
        })
        .shows("old/7/index.html", "p7"),
        posts("500 posts of one story", 500, &|n| format!("---\ntitle: T{n}\nstory: plan\n---\nx\n"))
            .shows("stories/plan/index.html", "T0"),
        posts("500 broken posts", 500, &|n| format!("---\ntitle: T{n}: x\n---\nx\n")).refused("p499.md:2:"),
        posts("500 posts on one address", 500, &|n| format!("---\ntitle: T{n}\npermalink: /x/\n---\nx\n"))
            .refused("would be written to x/index.html"),
    ]
}
