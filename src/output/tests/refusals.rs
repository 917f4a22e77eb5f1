//! What a build refuses to do, and that the site is then as it was.

use super::*;

#[test]
fn an_edited_file_is_not_removed() {
    let lab = Lab::new();
    lab.build(&[("a/x", "1"), ("b", "2")]);
    lab.put("a/x", "edited");
    assert_eq!(lab.build(&[("b", "2")]).removed, Vec::<String>::new());
    assert_eq!(lab.site(), files(&[("a/x", "edited"), ("b", "2")]));
    // It is nobody's from here on.
    assert!(matches!(
        lab.try_build(&files(&[("a/x", "1")])),
        Err(BuildError::Output(Error::InTheWay { .. }))
    ));
}

#[test]
fn a_foreign_folder_is_refused_and_gets_no_trace() {
    let lab = Lab::new();
    lab.put("thesis.txt", "mine");
    for mode in [Mode::Write, Mode::DryRun] {
        let before = snapshot(lab.dir.path());
        match lab.run(&files(&[("a", "1")]), mode, &mut || Ok(())) {
            Err(BuildError::Output(Error::Foreign { example, .. })) => {
                assert_eq!(example, "thesis.txt")
            }
            other => panic!("{other:?}"),
        }
        assert_eq!(snapshot(lab.dir.path()), before);
    }
}

#[test]
fn a_file_is_no_output_folder() {
    let lab = Lab::new();
    fs::write(lab.out(), "x").unwrap();
    assert!(matches!(lab.try_build(&files(&[])), Err(BuildError::Output(Error::NotAFolder(_)))));
    assert!(matches!(
        write(Path::new("/"), listing(&[]), |_| Err(()), Mode::DryRun),
        Err(BuildError::Output(Error::NotAFolder(_)))
    ));
}

#[test]
fn a_foreign_file_is_in_the_way_unless_it_is_equal() {
    let lab = Lab::new();
    lab.build(&[("a", "1")]);
    lab.put("b", "not ours");
    let plan = [("a", "2"), ("b", "2")];
    assert!(
        matches!(lab.try_build(&files(&plan)), Err(BuildError::Output(Error::InTheWay { path })) if path == lab.out().join("b"))
    );
    assert_eq!(lab.site(), files(&[("a", "1"), ("b", "not ours")]));
    assert!(!lab.state().join("stage").exists());

    lab.put("b", "2");
    lab.age("b");
    let summary = lab.build(&plan);
    assert_eq!((summary.changed, summary.unchanged), (vec!["a".to_owned()], 1));
    assert_eq!(lab.build(&[("a", "2")]).removed, ["b"], "it was adopted");
}

#[test]
fn adopting_alone_is_remembered() {
    let lab = Lab::new();
    lab.build(&[("a", "1")]);
    lab.put("b", "2");
    assert_eq!(lab.build(&[("a", "1"), ("b", "2")]).unchanged, 2);
    assert_eq!(lab.build(&[("a", "1")]).removed, ["b"]);
}

#[test]
fn files_become_folders_and_back() {
    let lab = Lab::new();
    let flat = [("a", "1"), ("b", "1")];
    let deep = [("a/b/index.html", "2"), ("a/index.html", "2"), ("b", "1")];
    for plan in [&flat[..], &deep[..], &flat[..]] {
        lab.build(plan);
        assert_eq!(lab.site(), files(plan));
    }
    // A folder that holds only empty folders makes way; one that holds somebody's file does not.
    fs::create_dir_all(lab.out().join("c/d")).unwrap();
    lab.build(&[("a", "1"), ("c", "3")]);
    lab.build(&deep);
    lab.put("a/b/note", "mine");
    let before = lab.site();
    let refused = lab.try_build(&files(&flat));
    assert!(
        matches!(refused, Err(BuildError::Output(Error::InTheWay { path })) if path.ends_with("a/b/note"))
    );
    assert_eq!(lab.site(), before);
    lab.put("x", "mine");
    let refused = lab.try_build(&files(&[("x/y/z", "")]));
    assert!(matches!(refused, Err(BuildError::Output(Error::InTheWay { path })) if path.ends_with("x")));
}

#[test]
fn a_name_that_changed_only_its_case_is_neither_foreign_nor_lost() {
    let lab = Lab::new();
    lab.build(&[("Tag.html", "1")]);
    // What a file system without case would show.
    fs::hard_link(lab.out().join("Tag.html"), lab.out().join("tag.html")).unwrap();
    lab.build(&[("tag.html", "1")]);
    assert_eq!(lab.site(), files(&[("tag.html", "1")]));
    lab.build(&[("tag.html", "2")]);
}

#[test]
fn render_errors_come_together_and_leave_the_site() {
    let lab = Lab::new();
    let old = [("a", "1"), ("b", "1"), ("c", "1")];
    lab.build(&old);
    let before = snapshot(&lab.out());
    let paths: [Arc<str>; 3] = ["a", "b", "c"].map(Into::into);
    let content = |i: usize| {
        if i == 1 { Ok(Content::Bytes(b"2".to_vec())) } else { Err(i) }
    };
    match write(&lab.out(), listing(&paths), content, Mode::Write) {
        Err(BuildError::Render(errors)) => assert_eq!(errors, [0, 2]),
        other => panic!("{other:?}"),
    }
    assert_eq!(snapshot(&lab.out()), before);
    assert!(!lab.state().join("stage").exists());
    assert_eq!(lab.build(&old).unchanged, 3);
}

#[test]
fn a_failed_first_build_makes_no_site() {
    let lab = Lab::new();
    let failed = write(&lab.out(), listing(&["a".into()]), |_| Err(()), Mode::Write);
    assert!(matches!(failed, Err(BuildError::Render(errors)) if errors.len() == 1));
    assert!(!lab.out().exists());
    lab.build(&[("a", "1")]);
}
