#![allow(clippy::unwrap_used)]

use super::super::yaml;
use super::*;

fn read_all(text: &str) -> (FrontMatter, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let parts = crate::source::text::split(text).unwrap();
    let Value::Map(map) = yaml::parse(parts.front.unwrap()).unwrap() else { panic!("no map") };
    let origin = Origin { file: "a.md", text, first_line: 2, zone: &TimeZone::UTC };
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
