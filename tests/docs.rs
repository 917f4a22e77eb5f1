//! The documents say what is so: their templates render, their settings and keys are read, their addresses come out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use dateline::build::{self, Options};
use dateline::config::{self, Overrides};
use dateline::diagnostics::render;
use dateline::site::permalink::{self, Parts};
use dateline::source::date;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Templates that the build itself asks for.
const TEMPLATES: [&str; 11] = [
    "post.html",
    "page.html",
    "home.html",
    "story.html",
    "term.html",
    "terms.html",
    "archive.html",
    "archives.html",
    "404.html",
    "search.html",
    "redirect.html",
];

const SITE: &str = r##"title = "The Paper"
description = "What happens here"
base_url = "https://x.org/news"
timezone = "Europe/Dublin"
paginate = 2
copyright = "© The Paper"
[theme]
logo = "/assets/logo.svg"
logo_alt = "A boat"
logo_only = true
favicon = "/assets/icon.svg"
icon = "/assets/icon.svg"
accent = "#a5362a"
accent_dark = "#f29a80"
font_body = "Georgia, serif"
font_heading = "Georgia, serif"
footer = "Printed on paper."
navigation = [{ title = "News", url = "/categories/news/" }]
social = [{ title = "Elsewhere", url = "https://social.example/@paper" }]
[stories.harbour-plan]
title = "The harbour plan"
description = "A wall, and who pays for it."
[authors.ines]
name = "Inés Quill"
bio = "Covers the harbour."
url = "https://people.example/ines"
avatar = "/assets/ines.svg"
"##;

const FIRST: &str = "---
title: Council approves harbour plan
deck: Seven to four
date: 2026-11-20 08:00
updated: 2026-11-21
author: [ines, Guest]
categories: [News, Harbour]
tags: [council, C++]
image: {path: assets/harbour.jpg, alt: Boats, caption: At dawn, credit: Ines}
description: How the vote went
redirect_from: /old-plan/
featured: true
lang: ga
kicker: The vote
dateline: QUAY
story: harbour-plan
breaking: true
breaking_until: 2026-12-01
corrections: [{date: 2026-11-22, text: It is *four*.}]
sources: [{name: Minutes, url: /minutes/}]
sponsored: true
sponsor: Ferries
toc: true
---
The council *voted*.[^1]

## The vote

```rust
fn main() {}
```

[^1]: Seven to four.
";

fn file(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A small site that has something of everything.
fn site(root: &Path) {
    file(root, "site.toml", SITE);
    file(root, "assets/icon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\"/>");
    file(root, "content/posts/first.md", FIRST);
    for number in 1..=5 {
        let text =
            format!("---\ntitle: Post {number}\ntags: council\nstory: Harbour plan\n---\nText {number}.\n");
        file(root, &format!("content/posts/2025-0{number}-03-post-{number}.md"), &text);
    }
    file(root, "content/index.md", "---\ntitle: Welcome\n---\nHello.\n");
    file(root, "templates/fragments/footer.html", "<footer>{{ site.title }}</footer>");
    // Known by its content, whatever its name.
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1200\" height=\"800\"/>";
    file(root, "assets/harbour.jpg", drawing);
    file(root, "content/about.md", "---\ntitle: About\n---\nUs.\n");
    file(root, "content/404.md", "---\ntitle: Lost\n---\nNot here.\n");
}

fn options(root: &Path) -> Options {
    Options {
        root: root.to_path_buf(),
        out: None,
        overrides: Overrides::default(),
        drafts: true,
        future: true,
        now: "2026-11-25T12:00:00Z".parse::<Timestamp>().unwrap(),
        dry_run: false,
        shard: None,
    }
}

/// Builds the site at `root` and gives where it stands and what was warned of; fails with the build's own words.
fn build(root: &Path, what: &str) -> (PathBuf, Vec<String>) {
    match build::build(&options(root)) {
        Ok(report) => (report.out, report.warnings.iter().map(render).collect()),
        Err(found) => panic!("{what}\n{}", found.iter().map(render).collect::<String>()),
    }
}

/// What the site's own templates name and nothing defines.
fn undefined(root: &Path) -> Vec<String> {
    let checked = dateline::check::check(&options(root), &[]).unwrap();
    let is_of_it = |one: &&dateline::diagnostics::Diagnostic| {
        dateline::check::rules::of(&one.problem) == "undefined-variable"
    };
    checked.findings.iter().filter(is_of_it).map(render).collect()
}

fn document(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap()
}

/// The fenced blocks of one language: the heading above, the line of the fence, the text.
fn blocks(text: &str, language: &str) -> Vec<(String, usize, String)> {
    let (mut found, mut heading) = (Vec::new(), String::new());
    let mut lines = text.lines().enumerate();
    while let Some((number, line)) = lines.next() {
        if let Some(title) = line.strip_prefix("## ") {
            heading = title.to_owned();
        } else if let Some(fence) = line.strip_prefix("```") {
            let block: Vec<&str> =
                lines.by_ref().map(|(_, line)| line).take_while(|line| *line != "```").collect();
            if fence == language {
                found.push((heading.clone(), number + 1, block.join("\n") + "\n"));
            }
        }
    }
    assert!(!found.is_empty(), "no ```{language} block");
    found
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found
}

#[test]
fn every_template_in_the_documents_renders() {
    for (heading, line, text) in blocks(&document("templates.md"), "tera") {
        let own: Vec<&str> =
            TEMPLATES.into_iter().chain(["teaser.html"]).filter(|name| heading.starts_with(name)).collect();
        let all = if own.is_empty() { TEMPLATES.to_vec() } else { own };
        for (at, template) in all.into_iter().enumerate() {
            let folder = tempfile::tempdir().unwrap();
            site(folder.path());
            file(folder.path(), &format!("templates/{template}"), &text);
            let what = format!("docs/templates.md:{line} as {template}");
            let (out, warnings) = build(folder.path(), &what);
            assert_eq!(warnings, Vec::<String>::new(), "{what}");
            if at == 0 {
                assert_eq!(undefined(folder.path()), Vec::<String>::new(), "{what}");
            }
            for path in files(&out).iter().filter(|path| path.extension().is_some_and(|end| end == "html")) {
                let html = fs::read_to_string(path).unwrap();
                assert!(!html.contains("undefined"), "{what}: {}", path.display());
                assert!(!html.trim().is_empty(), "{what}: {}", path.display());
            }
        }
    }
}

#[test]
fn every_template_has_a_block() {
    let headings: BTreeSet<String> =
        blocks(&document("templates.md"), "tera").into_iter().map(|(heading, ..)| heading).collect();
    for template in TEMPLATES {
        assert!(headings.contains(template), "docs/templates.md shows no {template}");
    }
}

/// The names that follow `before` in a source text, up to the next quotation mark.
fn names<'a>(text: &'a str, before: &str, into: &mut BTreeSet<&'a str>) {
    for part in text.split(before).skip(1) {
        let name = part.split('"').next().unwrap();
        if !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
            into.insert(name);
        }
    }
}

#[test]
fn every_field_that_templates_see_is_documented() {
    let view = include_str!("../src/render/view.rs");
    let pages = include_str!("../src/render/mod.rs");
    let page = include_str!("../src/render/page.rs");
    let front = include_str!("../src/render/front.rs");
    let archives = include_str!("../src/render/archives.rs");
    let picture = include_str!("../src/render/picture.rs");
    let mut fields = BTreeSet::new();
    for text in [view, pages, page, front, archives, picture] {
        let flat = text.split_whitespace().collect::<Vec<_>>().join(" ").replace("( ", "(");
        let flat: &'static str = flat.leak();
        for before in ["insert(\"", "insert_value(\"", "put(&mut map, \"", "put(&mut own, \"", "put(map, \""]
        {
            names(flat, before, &mut fields);
        }
        for part in flat.split("put_moment(&mut ").skip(1) {
            fields.extend(part.split('"').skip(1).step_by(2).take(2));
        }
    }
    // What the search must have found, so that a change of the code's shape does not empty it.
    let known = [
        "accent",
        "archive",
        "authors",
        "avatar",
        "bio",
        "children",
        "content",
        "count",
        "date",
        "date_display",
        "draft",
        "excerpt",
        "excerpt_html",
        "featured",
        "has_code",
        "image",
        "is_index",
        "kind",
        "lang",
        "link",
        "months",
        "next",
        "number",
        "overviews",
        "pages",
        "paginator",
        "path",
        "permalink",
        "posts",
        "previous",
        "reading_time",
        "recent",
        "singular",
        "slug",
        "state",
        "target",
        "target_url",
        "taxonomy",
        "term",
        "terms",
        "time_display",
        "title",
        "toc",
        "total_pages",
        "updated",
        "updated_display",
        "updated_time_display",
        "url",
        "words",
        "years",
    ];
    for name in known {
        assert!(fields.contains(name), "{name} is no longer found in src/render");
    }
    let text = document("templates.md");
    for name in fields {
        let said = [format!("`{name}`"), format!(".{name}`")].iter().any(|way| text.contains(way));
        assert!(said, "docs/templates.md does not mention `{name}`");
    }
}

#[test]
fn settings_in_the_documents_are_read() {
    let text = document("site-toml.md");
    for (_, line, block) in blocks(&text, "toml") {
        let folder = tempfile::tempdir().unwrap();
        file(folder.path(), "site.toml", &block);
        let mut problems = Vec::new();
        config::load(folder.path(), &Overrides::default(), &mut problems);
        let found: String = problems.iter().map(render).collect();
        assert_eq!(found, "", "docs/site-toml.md:{line}");
    }
    let mut keys = BTreeSet::new();
    let calls = [
        "string(\"",
        "string_at(\"",
        "strings(\"",
        "boolean(\"",
        "count(\"",
        "table(\"",
        "link(\"",
        "choice(\"",
        "links(&mut table, \"",
        "handle(\"",
    ];
    for source in [include_str!("../src/config/settings.rs"), include_str!("../src/config/machines.rs")] {
        for call in calls {
            names(source, call, &mut keys);
        }
        // Keys that are gone through in a loop: the first word of each pair.
        for line in source.lines().map(str::trim).filter(|line| line.starts_with("(\"")) {
            names(line, "(\"", &mut keys);
        }
    }
    keys.extend(["share", "sections", "exclude", "include", "tags", "categories", "years", "months", "days"]);
    assert!(keys.contains("corrections") && keys.contains("news_name") && keys.contains("nojekyll"));
    for key in keys {
        assert!(
            text.contains(&format!("`{key}`")) || text.contains(&format!("## [{key}")),
            "docs/site-toml.md: {key}"
        );
    }
}

#[test]
fn front_matter_in_the_documents_is_read() {
    let text = document("front-matter.md");
    for (_, line, block) in blocks(&text, "yaml") {
        let folder = tempfile::tempdir().unwrap();
        site(folder.path());
        file(folder.path(), "templates/feature.html", "{{ page.title }}");
        file(folder.path(), "content/posts/2026-01-02-own.md", &format!("---\n{block}---\nBody.\n"));
        let what = format!("docs/front-matter.md:{line}");
        let (_, warnings) = build(folder.path(), &what);
        assert_eq!(warnings, Vec::<String>::new(), "{what}");
    }
    let mut keys = BTreeSet::new();
    let source = include_str!("../src/source/front_matter.rs");
    let (_, from) = source.split_once("match key.as_str() {").unwrap();
    let (arms, _) = from.split_once("_ => {").unwrap();
    for arm in arms.lines().filter_map(|line| line.split_once("=>")) {
        keys.extend(arm.0.split('"').skip(1).step_by(2));
    }
    assert!(keys.contains("title") && keys.contains("updated"));
    for key in keys {
        assert!(text.contains(&format!("`{key}`")), "docs/front-matter.md does not mention `{key}`");
    }
}

#[test]
fn dates_in_the_documents_are_read() {
    let text = document("front-matter.md");
    let (_, table) = text.split_once("| written | read as |").unwrap();
    let zone = TimeZone::get("Europe/Dublin").unwrap();
    let mut count = 0;
    for row in table.lines().skip(2).take_while(|line| line.starts_with('|')) {
        let cells: Vec<&str> = row.split('`').collect();
        assert_eq!(date::parse(cells[1], &zone).unwrap().rfc3339(), cells[3], "{row}");
        count += 1;
    }
    assert!(count > 8);
}

#[test]
fn permalinks_in_the_documents_come_out() {
    let text = document("permalinks.md");
    let zone = TimeZone::UTC;
    let moment = date::parse("2026-02-05 08:09:07", &zone).unwrap();
    let parts = Parts {
        date: Some(&moment),
        slug: "Harbour_Plan-2.0",
        name: "2026-02-05-Harbour_Plan-2.0",
        path: "content/posts/2026-02-05-Harbour_Plan-2.0",
        collection: "posts",
        categories: &["News".to_owned(), "Town Hall".to_owned()],
        output_ext: ".html",
        lenient: false,
    };
    let mut seen = BTreeSet::new();
    for row in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = row.split('`').collect();
        let (template, wanted) = (permalink::style(cells[1]), cells[cells.len() - 2]);
        let found = permalink::expand(template, &parts).unwrap();
        assert_eq!(found.trim_start_matches('/'), wanted.trim_start_matches('/'), "{row}");
        seen.insert(cells[1].to_owned());
    }
    for name in ["date", "pretty", "ordinal", "weekdate", "none"] {
        assert!(seen.contains(name), "{name}");
    }
    assert_eq!(seen.iter().filter(|name| name.starts_with(':')).count(), 26);
}

#[test]
fn a_jekyll_configuration_in_the_documents_is_read_whole() {
    for (_, line, block) in blocks(&document("jekyll.md"), "yaml") {
        let folder = tempfile::tempdir().unwrap();
        file(folder.path(), "_config.yml", &block);
        let mut problems = Vec::new();
        config::load(folder.path(), &Overrides::default(), &mut problems);
        let found: String = problems.iter().map(render).collect();
        assert_eq!(found, "", "docs/jekyll.md:{line}");
    }
}
