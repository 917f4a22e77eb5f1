#![allow(clippy::unwrap_used)]

use super::super::yaml;
use super::*;
use crate::config::Flavor;
use jiff::tz::TimeZone;

fn read_all(text: &str) -> (FrontMatter, Vec<Diagnostic>) {
    read_for(text, Flavor::Dateline)
}

fn read_for(text: &str, flavor: Flavor) -> (FrontMatter, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let parts = crate::source::text::split(text).unwrap();
    let Value::Map(map) = yaml::parse(parts.front.unwrap()).unwrap() else { panic!("no map") };
    let origin = Origin { file: "a.md", text, first_line: 2, zone: &TimeZone::UTC, flavor };
    let front = read(map, &origin, &mut problems);
    (front, problems)
}

#[test]
fn tags_and_categories_as_jekyll_reads_them() {
    let (front, problems) =
        read_all("---\ntags: one two\ncategory: Big News\ncategories: [A, 2024, null, [B]]\n---\n");
    assert!(problems.is_empty());
    assert_eq!(front.tags, ["one", "two"]);
    assert_eq!(front.categories, ["A", "2024", "B", "Big News"]);
    assert_eq!(read_all("---\ntag: a b\ntags: [c]\n---\n").0.tags, ["a b"]);
}

#[test]
fn yaml_1_1_booleans() {
    assert!(read_all("---\npublished: no\n---\n").0.unpublished);
    assert!(read_all("---\nfeatured: Yes\n---\n").0.featured);
    let (front, _) = read_all("---\ncomments: off\nword: \"off\"\n---\n");
    assert_eq!(front.extra[0].1, Value::Bool(false));
    assert_eq!(front.extra[1].1, Value::String("off".into()));
}

#[test]
fn images_in_all_their_forms() {
    assert_eq!(read_all("---\nimage: a.jpg\n---\n").0.image.unwrap().path, "a.jpg");
    let image = read_all("---\nimage: {path: a.jpg, alt: Boats, credit: Ines}\n---\n").0.image.unwrap();
    assert_eq!((image.alt.as_deref(), image.credit.as_deref()), (Some("Boats"), Some("Ines")));
}

#[test]
fn layouts() {
    assert_eq!(read_all("---\nlayout: null\n---\n").0.layout, Layout::Bare);
    assert_eq!(read_all("---\nlayout: none\n---\n").0.layout, Layout::Bare);
    assert_eq!(read_all("---\nlayout: story\n---\n").0.layout, Layout::Named("story".into()));
}

#[test]
fn an_impossible_date_is_an_error_at_its_value() {
    let (_, problems) = read_all("---\ntitle: x\nlayout: post\ndate: 2025-02-30\n---\n");
    let place = problems[0].place.clone().unwrap();
    assert_eq!((place.line, place.column, place.width), (4, 7, 10));
}

#[test]
fn a_wrong_type_names_the_key() {
    let (front, problems) = read_all("---\ntitle: [a, b]\n---\n");
    assert_eq!(front.title, None);
    assert_eq!(
        problems[0].problem,
        Problem::WrongType { key: "title".into(), expected: "text", found: "a list" }
    );
}

fn places(problems: &[Diagnostic]) -> Vec<(String, usize, usize)> {
    let place = |problem: &Diagnostic| problem.place.clone().unwrap_or_default();
    problems.iter().map(|p| (p.problem.to_string(), place(p).line, place(p).column)).collect()
}

#[test]
fn corrections_and_sources() {
    let (front, problems) = read_all(
        "---\ncorrections:\n  - date: 2026-01-02\n    text: It is *fifteen*.\n  - Plain\nsources:\n- name: Minutes\n  \
         url: https://x.org/m\n- {url: /figures/}\n---\n",
    );
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(front.corrections[0].text, "It is *fifteen*.");
    assert_eq!(front.corrections[0].date.unwrap().rfc3339(), "2026-01-02T00:00:00+00:00");
    assert_eq!((front.corrections[1].text.as_str(), front.corrections[1].date), ("Plain", None));
    assert_eq!(front.sources[0].url.as_deref(), Some("https://x.org/m"));
    assert_eq!(front.sources[1].name, "/figures/");
}

#[test]
fn what_is_wrong_in_an_entry_is_told_at_its_own_line() {
    let (front, problems) = read_all(
        "---\ncorrections:\n  - date: 2026-02-30\n    text: One\n  - date: 2026-01-01\n    txt: Two\nsources:\n  - name: \
         A\n    url: javascript:alert(1)\n  - [x]\nsponsored: perhaps\nbreaking_until: soon\nstory: [a]\n---\n",
    );
    assert_eq!(
        places(&problems),
        [
            ("date \"2026-02-30\" is not a day that exists".into(), 3, 11),
            ("unknown key `txt`".into(), 6, 10),
            ("this entry of `corrections` has no text".into(), 5, 5),
            ("the link \"javascript:alert(1)\" would run a script or open a page of its own".into(), 9, 10),
            ("`sources` must be a list of mappings with name and url, not a list".into(), 10, 5),
            ("`sponsored` must be true or false, not text".into(), 11, 12),
            ("date \"soon\" is not a date".into(), 12, 17),
            ("`story` must be text, not a list".into(), 13, 8),
        ]
    );
    assert!(front.sources[0].url.is_none() && front.story.is_none());
}

#[test]
fn keys_of_news_are_held_to_their_types_in_a_site_of_our_own_alone() {
    let (front, problems) = read_for(
        "---\nsponsored: maybe\nkicker: [a]\nsources: 3\ntoc: {sidebar: left}\n---\n",
        Flavor::Jekyll,
    );
    assert_eq!(problems.len(), 3);
    assert!(problems.iter().all(|problem| !problem.is_error()));
    assert_eq!(front.toc, Some(true));
}
