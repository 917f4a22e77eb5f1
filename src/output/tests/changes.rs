//! What a build does to the folder.

use super::*;

#[test]
fn a_first_build_writes_all() {
    let lab = Lab::new();
    let summary = lab.build(&[("a/b/c.html", "abc"), ("index.html", "hi")]);
    assert_eq!(summary.new, ["a/b/c.html", "index.html"]);
    assert_eq!((summary.bytes, summary.unchanged), (5, 0));
    assert_eq!(lab.site(), files(&[("a/b/c.html", "abc"), ("index.html", "hi")]));
    let mut left: Vec<_> = snapshot(&lab.state()).into_iter().map(|(path, ..)| path).collect();
    left.retain(|path| !path.ends_with("lock") && !path.ends_with("manifest"));
    assert_eq!(left, Vec::<PathBuf>::new());
}

#[test]
fn an_empty_folder_becomes_the_site() {
    let lab = Lab::new();
    fs::create_dir(lab.out()).expect("a folder");
    lab.build(&[("index.html", "hi")]);
    assert_eq!(lab.site(), files(&[("index.html", "hi")]));
    assert!(lab.state().join("manifest").exists());
}

#[test]
fn an_empty_site_is_a_site() {
    let lab = Lab::new();
    lab.build(&[]);
    assert!(lab.out().is_dir());
    assert_eq!(lab.build(&[]), Summary::default());
    lab.build(&[("a", "1")]);
    assert_eq!(lab.build(&[]).removed, ["a"]);
}

#[test]
fn nothing_changed_touches_nothing() {
    let lab = Lab::new();
    let plan = [("a/index.html", "a"), ("index.html", "hi")];
    lab.build(&plan);
    let ours = |lab: &Lab| {
        (snapshot(&lab.out()), fs::metadata(lab.state().join("manifest")).unwrap().modified().unwrap())
    };
    let before = ours(&lab);
    let summary = lab.build(&plan);
    assert_eq!(summary, Summary { unchanged: 2, bytes: 3, ..Summary::default() });
    assert_eq!(ours(&lab), before);
}

#[test]
fn only_what_changed_is_written() {
    let lab = Lab::new();
    lab.build(&[("a", "1"), ("b", "1"), ("c/x", "1")]);
    let time = |path: &str| fs::metadata(lab.out().join(path)).unwrap().modified().unwrap();
    let before = time("a");
    // The disk's clock goes in steps: what is written from here on bears another time.
    let probe = lab.out().with_file_name("probe");
    while fs::write(&probe, "").and_then(|()| fs::metadata(&probe)?.modified()).unwrap() <= time("b") {}
    let summary = lab.build(&[("a", "1"), ("b", "2"), ("d/x", "1")]);
    assert_eq!((summary.new, summary.changed), (vec!["d/x".to_owned()], vec!["b".to_owned()]));
    assert_eq!((summary.removed, summary.unchanged), (vec!["c/x".to_owned()], 1));
    assert_eq!(time("a"), before);
    assert_ne!(time("b"), before);
    assert_eq!(lab.site(), files(&[("a", "1"), ("b", "2"), ("d/x", "1")]));
}

#[test]
fn an_edited_file_is_written_again_and_a_lost_one_too() {
    let lab = Lab::new();
    let plan = [("a", "1"), ("b", "2"), ("c", "3")];
    lab.build(&plan);
    lab.put("a", "edited");
    lab.age("b");
    fs::remove_file(lab.out().join("c")).unwrap();
    let summary = lab.build(&plan);
    assert_eq!((summary.changed, summary.new), (vec!["a".to_owned(), "b".to_owned()], vec!["c".to_owned()]));
    assert_eq!(lab.site(), files(&plan));
}

#[test]
fn folders_go_with_their_last_file_unless_others_use_them() {
    let lab = Lab::new();
    lab.build(&[("a/b/c/x", "1"), ("d/x", "1"), ("e", "1")]);
    lab.put("d/note.txt", "mine");
    lab.build(&[("e", "1")]);
    assert_eq!(lab.site(), files(&[("d/note.txt", "mine"), ("e", "1")]));
    lab.build(&[]);
    assert_eq!(lab.site(), files(&[("d/note.txt", "mine")]));
}

#[test]
fn a_dry_run_touches_nothing_and_foresees_the_build() {
    let lab = Lab::new();
    let (old, new) =
        (files(&[("a", "1"), ("b", "1"), ("c", "1")]), files(&[("a", "1"), ("b", "2"), ("c/d", "1")]));
    for plan in [&old, &new] {
        let before = snapshot(lab.dir.path());
        let foreseen = lab.run(plan, Mode::DryRun, &mut || Ok(())).unwrap();
        assert_eq!(snapshot(lab.dir.path()), before);
        assert_eq!(lab.try_build(plan).unwrap(), foreseen);
    }
}

#[test]
fn the_state_may_lie_inside() {
    let lab = Lab::new();
    fs::create_dir_all(lab.out().join(".dateline")).unwrap();
    lab.build(&[("a/x", "1"), ("b", "1")]);
    assert!(!lab.state().exists());
    assert_eq!(lab.build(&[("a/x", "2"), ("b", "1")]).changed, ["a/x"]);
    assert_eq!(lab.site(), files(&[("a/x", "2"), ("b", "1")]));
    assert_eq!(lab.build(&[]).removed, ["a/x", "b"]);
}

#[cfg(unix)]
#[test]
fn a_linked_output_keeps_its_link_and_a_linked_folder_may_lie_elsewhere() {
    use std::os::unix::fs::{MetadataExt, symlink};
    let lab = Lab::new();
    let real = lab.dir.path().join("www");
    fs::create_dir(&real).unwrap();
    symlink(&real, lab.out()).unwrap();
    lab.build(&[("a", "1")]);
    assert!(fs::symlink_metadata(lab.out()).unwrap().is_symlink());
    assert!(lab.dir.path().join(".www.dateline/manifest").exists());

    let Ok(elsewhere) = tempfile::tempdir_in("/dev/shm") else {
        return;
    };
    if fs::metadata(elsewhere.path()).unwrap().dev() == fs::metadata(&real).unwrap().dev() {
        return;
    }
    symlink(elsewhere.path(), lab.out().join("big")).unwrap();
    let plan = [("a", "1"), ("big/new/x", "carried")];
    assert_eq!(lab.build(&plan).new, ["big/new/x"]);
    assert_eq!(fs::read(elsewhere.path().join("new/x")).unwrap(), b"carried");
    assert_eq!(lab.build(&plan).unchanged, 2);
    assert_eq!(lab.build(&[("a", "1")]).removed, ["big/new/x"]);
    assert!(elsewhere.path().exists());
}

#[test]
fn the_order_is_that_of_the_paths() {
    let plan: Files = (0..500).map(|i| (format!("{:03}/index.html", i * 7 % 500), vec![b'x'; i])).collect();
    let lab = Lab::new();
    let summary = lab.try_build(&plan).unwrap();
    assert!(summary.new.is_sorted() && summary.new.len() == 500);
    let manifest = fs::read_to_string(lab.state().join("manifest")).unwrap();
    let paths: Vec<&str> = manifest.lines().skip(2).filter_map(|line| line.rsplit(' ').next()).collect();
    assert!(paths.is_sorted() && paths.len() == 500);
}
