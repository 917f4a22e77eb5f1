//! Collections: documents, files, order, settings, and the folder that may hold them.

use super::{PLAIN, bodies, built, urls};

const NONE: &str = "---\n---\nx";

#[test]
fn addresses_of_documents() {
    let config = "title: T\ncollections:\n  one: {output: true}\n  two: {output: true, permalink: \"/t/:name\"}\n  \
                  three: {output: true, permalink: \"/:collection/:path:output_ext\"}\n  \
                  four: {output: true, permalink: \"/f/:title/\"}\n  six: {output: true, permalink: \"/six/:slug.html\"}\n";
    urls(
        config,
        &[
            ("_one/Sub Dir/b c.md", NONE),
            ("_one/2020-01-02-dated.md", NONE),
            ("_two/Sub Dir/b c.md", NONE),
            ("_three/Sub Dir/b c.md", NONE),
            ("_four/2020-01-02-dated.md", NONE),
            ("_six/h.html", "---\nslug: hs\n---\n"),
            ("_six/own.md", "---\npermalink: /own/\n---\n"),
        ],
        &[
            ("_one/Sub Dir/b c.md", "/one/Sub%20Dir/b%20c.html"),
            ("_one/2020-01-02-dated.md", "/one/2020-01-02-dated.html"),
            ("_two/Sub Dir/b c.md", "/t/b-c"),
            ("_three/Sub Dir/b c.md", "/three/Sub%20Dir/b%20c.html"),
            ("_four/2020-01-02-dated.md", "/f/dated/"),
            ("_six/h.html", "/six/hs.html"),
            ("_six/own.md", "/own/"),
        ],
    );
}

#[test]
fn a_document_without_a_date_has_that_of_the_build_in_its_address() {
    let config = "title: T\ncollections: {docs: {output: true, permalink: \"/:year/:month/:title/\"}}\n";
    let files = [("_docs/a.md", NONE), ("_docs/b.md", "---\ndate: 2019-03-04\n---\n")];
    urls(config, &files, &[("_docs/a.md", "/2026/01/a/"), ("_docs/b.md", "/2019/03/b/")]);
}

#[test]
fn files_beside_documents_are_copied() {
    let config =
        "title: T\ncollections: {docs: {output: true, permalink: \"/d/:path/\"}, off_: {output: false}}\n";
    let built = built(
        config,
        &[("_docs/img/a.png", "x"), ("_docs/b.txt", "x"), ("_off_/c.txt", "x"), ("_off_/d.md", NONE)],
    );
    assert!(built.exists("d/img/a.png") && built.exists("d/b.txt"));
    assert!(!built.files().iter().any(|file| file.contains("c.txt") || file.contains("off_")));
}

#[test]
fn what_liquid_sees_of_them() {
    let config = format!(
        "{PLAIN}collections:\n  recipes: {{output: true, kind: tasty}}\n  people: {{output: false}}\n  \
         ranked: {{output: true, sort_by: rank}}\n"
    );
    let files = [
        ("_recipes/b.md", "---\ntitle: Soup\ndate: 2019-05-01\n---\nA *soup*"),
        (
            "_recipes/a.md",
            "---\nlayout: none\n---\n{{ page.collection }} {{ page.title }} {{ page.relative_path }}",
        ),
        ("_people/ann.md", "---\ntitle: Ann\nage: 41\n---\nBio"),
        ("_ranked/x.md", "---\nrank: 2\n---\n"),
        ("_ranked/y.md", "---\nrank: 1\n---\n"),
    ];
    let cases = [
        (
            "{% for r in site.recipes %}{{ r.title }}@{{ r.url }} {% endfor %}",
            "<p>Soup@/recipes/b/ A@/recipes/a/</p>",
        ),
        ("{% for p in site.people %}{{ p.title }} {{ p.age }}{% endfor %}", "<p>Ann 41</p>"),
        ("{{ site.ranked | map: 'title' | join: ' ' }}", "<p>Y X</p>"),
        (
            "{% for c in site.collections %}{{ c.label }}:{{ c.output }} {% endfor %}",
            "<p>people:false posts:true ranked:true recipes:true</p>",
        ),
        (
            "{% assign c = site.collections | where: 'label', 'recipes' | first %}{{ c.kind }} {{ c.relative_directory }} \
             {{ c.docs.size }}",
            "<p>tasty _recipes 2</p>",
        ),
        ("{{ site.documents | where: 'collection', 'people' | size }}", "<p>1</p>"),
    ];
    bodies(&config, &files, &cases);
    let built = built(&config, &files);
    assert_eq!(built.text("recipes/a/index.html").trim(), "<p>recipes A _recipes/a.md</p>");
    assert!(!built.exists("people"));
}

#[test]
fn collections_in_a_folder_of_their_own() {
    let config = "title: T\ncollections_dir: cols\ncollections: {docs: {output: true}}\n";
    let files = [
        ("cols/_docs/in/a.md", NONE),
        ("cols/_posts/2020-01-01-p.md", NONE),
        ("_posts/2020-01-01-elsewhere.md", NONE),
        ("cols/page.md", NONE),
    ];
    let built = built(config, &files);
    let found = super::addresses(&built);
    assert_eq!(found.get("cols/_docs/in/a.md"), Some(&"/docs/in/a.html"));
    assert_eq!(found.get("cols/_posts/2020-01-01-p.md"), Some(&"/2020/01/01/p.html"));
    assert_eq!(found.get("cols/page.md"), Some(&"/cols/page.html"));
    assert_eq!(found.get("_posts/2020-01-01-elsewhere.md"), None);
}

#[test]
fn what_has_front_matter_is_a_document_and_what_is_asked_for_by_name_is_a_page() {
    let config = "title: T\ninclude: [_pages, _extra.md]\n\
                  collections: {r: {output: true, permalink: '/r/:path/'}, s: {output: true}}\n";
    let files = [
        ("_r/data.json", "---\n---\n{}"),
        ("_s/data.txt", "---\n---\n{{ page.url }}"),
        ("_s/static.md", "no front matter"),
        ("_s/list.yml", "---\na: 1\n"),
        ("_pages/one.md", "---\n---\none"),
        ("_pages/two.md", "---\npermalink: /two/\n---\ntwo"),
        ("_extra.md", "---\n---\nextra"),
    ];
    let wanted = [
        ("_r/data.json", "/r/data/"),
        ("_s/data.txt", "/s/data.txt"),
        ("_pages/one.md", "/_pages/one.html"),
        ("_pages/two.md", "/two/"),
        ("_extra.md", "/_extra.html"),
    ];
    super::urls(config, &files, &wanted);
    let built = super::built(config, &files);
    assert_eq!(built.text("s/data.txt").trim(), "/s/data.txt");
    assert_eq!(built.text("s/static.md"), "no front matter");
    assert!(built.exists("s/list.yml"));
}
