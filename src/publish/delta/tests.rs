//! The order, and that a delta carries one site into the other.

use super::*;
use crate::output::Hash;
use crate::publish::manifest::Entry;
use proptest::prelude::*;

fn file(path: &str, kind: Kind, bytes: &str) -> File {
    File { kind, ..File::made(path, bytes.into()) }
}

fn site(files: Vec<File>) -> Local {
    let mut local = Local::default();
    files.into_iter().for_each(|file| local.add(file));
    local
}

fn there(files: &[(&str, &str)]) -> Published {
    let files = files.iter().map(|(path, bytes)| {
        let entry = Entry { hash: Some(Hash::of(bytes.as_bytes())), ..Entry::default() };
        ((*path).to_owned(), entry)
    });
    Published { files: files.collect(), ..Published::default() }
}

fn told(delta: &Delta) -> Vec<String> {
    delta.steps.iter().map(|step| format!("{:?} {}", step.phase, step.path)).collect()
}

#[test]
fn what_is_new_comes_before_what_links_to_it_and_deletions_come_last() {
    let redirect = Kind::Redirect { to: "/new/".into() };
    let here = site(vec![
        file("assets/style.css", Kind::Asset, "2"),
        file("feed.xml", Kind::Machine, "2"),
        file("index.html", Kind::Index, "2"),
        file("new/index.html", Kind::Article, "1"),
        file("old/index.html", redirect, "redirect"),
        file("same.html", Kind::Article, "same"),
        file("tags/new/feed.xml", Kind::Machine, "1"),
        file("tags/new/index.html", Kind::Index, "1"),
    ]);
    let there = there(&[
        ("assets/style.css", "1"),
        ("feed.xml", "1"),
        ("gone/index.html", "1"),
        ("index.html", "1"),
        ("old/index.html", "article"),
        ("same.html", "same"),
    ]);
    let delta = delta(&there, &here, "");
    assert_eq!(
        told(&delta),
        [
            "Assets assets/style.css",
            "NewArticles new/index.html",
            "NewLists tags/new/index.html",
            "NewMachines tags/new/feed.xml",
            "Articles old/index.html",
            "Lists index.html",
            "Machines feed.xml",
            "Deletions gone/index.html",
        ]
    );
    assert_eq!((delta.unchanged, delta.deletions()), (1, 1));
}

#[test]
fn a_new_site_opens_with_its_front_page() {
    let here = site(vec![
        file("about/index.html", Kind::Article, "1"),
        file("feed.xml", Kind::Machine, "1"),
        file("index.html", Kind::Index, "1"),
        file("logo.svg", Kind::Asset, "1"),
        file("sitemap.xml", Kind::Machine, "1"),
        file("tags/sea/index.html", Kind::Index, "1"),
    ]);
    let wanted = [
        "Assets logo.svg",
        "NewArticles about/index.html",
        "NewLists tags/sea/index.html",
        "NewMachines feed.xml",
        "Lists index.html",
        "Machines sitemap.xml",
    ];
    assert_eq!(told(&delta(&there(&[]), &here, "")), wanted);
}

#[test]
fn what_was_new_when_a_publish_was_interrupted_still_comes_first() {
    let here = site(vec![
        file("index.html", Kind::Index, "2"),
        file("new/index.html", Kind::Article, "1"),
        file("tags/new/index.html", Kind::Index, "1"),
    ]);
    let on_its_way = |path: &str, size| (path.to_owned(), Entry { size, ..Entry::default() });
    let files =
        [on_its_way("index.html", 1), on_its_way("new/index.html", 0), on_its_way("tags/new/index.html", 0)];
    let there = Published { files: files.into(), ..Published::default() };
    let wanted = ["NewArticles new/index.html", "NewLists tags/new/index.html", "Lists index.html"];
    assert_eq!(told(&delta(&there, &here, "")), wanted);
}

#[test]
fn a_file_makes_way_for_a_folder_and_a_folder_for_a_file() {
    let here = site(vec![file("a/index.html", Kind::Article, "1"), file("b", Kind::Asset, "1")]);
    let delta = delta(&there(&[("a", "1"), ("b/index.html", "1"), ("c", "1")]), &here, "");
    let wanted = ["MakeWay a", "MakeWay b/index.html", "Assets b", "NewArticles a/index.html", "Deletions c"];
    assert_eq!(told(&delta), wanted);
}

#[test]
fn another_form_makes_every_file_another() {
    let here = site(vec![file("a", Kind::Asset, "1")]);
    let same = there(&[("a", "1")]);
    assert_eq!(delta(&same, &here, "").steps.len(), 0);
    assert_eq!(delta(&same, &here, "gzip").steps.len(), 1);
}

proptest! {
    #[test]
    fn the_steps_lead_from_any_site_to_any_other(
        old in proptest::collection::btree_map("[ab]{1,2}(/[ab]{1,2})?", "[xy]?", 0..6),
        new in proptest::collection::btree_map("[ab]{1,2}(/[ab]{1,2})?", "[xy]?", 0..6),
    ) {
        let files: Vec<(&str, &str)> = old.iter().map(|(path, bytes)| (path.as_str(), bytes.as_str())).collect();
        let here = site(new.iter().map(|(path, bytes)| file(path, Kind::Asset, bytes)).collect());
        let mut result = old.clone();
        for step in delta(&there(&files), &here, "").steps {
            match step.act {
                Act::Put { file, new: is_new } => {
                    prop_assert_eq!(is_new, !old.contains_key(&step.path));
                    result.insert(step.path.clone(), new[&here.files[file].path].clone());
                }
                Act::Delete => {
                    result.remove(&step.path);
                }
            }
        }
        prop_assert_eq!(result, new);
    }
}
