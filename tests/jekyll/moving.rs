//! `import jekyll`: what the new site keeps that only Jekyll's own layout of folders would show.

use super::{PLAIN, addresses};
use crate::common::{NOW, Site};
use dateline::config::Overrides;
use dateline::import::jekyll;

/// The addresses of a site and of what it becomes when it is moved.
fn moved(site: &Site) -> (Vec<String>, Vec<String>, Site) {
    let new = Site::new();
    let folder = new.dir().join("moved");
    let overrides = Overrides::default();
    let mut problems = Vec::new();
    jekyll::import(&site.options.root, &folder, &overrides, NOW.parse().unwrap(), &mut problems).unwrap();
    let mut new = new;
    new.options.root = folder;
    let urls = |site: &Site| -> Vec<String> {
        let mut urls: Vec<String> = addresses(&site.build()).into_values().map(str::to_owned).collect();
        urls.sort();
        urls
    };
    (urls(site), urls(&new), new)
}

#[test]
fn what_only_an_include_shows_is_taken_along() {
    let site = Site::jekyll(PLAIN)
        .file("_posts/2020-01-01-a.md", "---\n---\n{% include_relative parts/one.md %}")
        .file(
            "_posts/parts/one.md",
            "one, {% include_relative parts/../two.md %}{% include_relative two.txt %}",
        )
        .file("_posts/two.txt", "two")
        .file("page.md", "---\n---\n{% include_relative side.md %}")
        .file("side.md", "side");
    let (old, new, site) = moved(&site);
    assert_eq!(old, new);
    let built = site.build();
    assert!(built.text("a/index.html").contains("one, "));
    assert!(built.text("page/index.html").contains("side"));
    assert!(!built.exists("posts") && !built.exists("two"));
}

#[test]
fn collections_and_moments_stay() {
    let config = format!(
        "{PLAIN}timezone: America/New_York\ncollections_dir: cols\n\
         collections: {{docs: {{output: true}}, people: {{output: false}}}}\n"
    );
    let site =
        Site::jekyll(&config.replace("permalink: /:title/", "permalink: /:year/:month/:day/:hour/:title/"))
            .file(
                "cols/_posts/2020-01-01-a.md",
                "---\ndate: 2020-01-01 02:00:00\n---\n{{ site.people.first.title }}",
            )
            .file("cols/_docs/in/one.md", "---\n---\nx")
            .file("cols/_people/ann.md", "---\ntitle: Ann\n---\nx");
    let (old, new, site) = moved(&site);
    assert_eq!(old, ["/2019/12/31/21/a/", "/docs/in/one/"]);
    assert_eq!(new, old);
    assert!(site.build().text("2019/12/31/21/a/index.html").contains("Ann"));
}
