//! Runs that stop half way, or run into one another.

use proptest::prelude::*;

use super::*;

#[test]
fn a_panic_leaves_the_site() {
    let lab = Lab::new();
    lab.build(&[("a", "1"), ("b", "1")]);
    let paths: [Arc<str>; 2] = ["a", "b"].map(Into::into);
    let content = |i: usize| -> Result<Content, ()> {
        if i == 1 { panic!("a bug") } else { Ok(Content::Bytes(b"2".to_vec())) }
    };
    let caught = std::panic::catch_unwind(|| write(&lab.out(), listing(&paths), content, Mode::Write));
    assert!(caught.is_err());
    assert!(!lab.state().join("journal").exists() && !lab.state().join("stage").exists());
    assert_eq!(lab.site(), files(&[("a", "1"), ("b", "1")]));
}

#[test]
fn a_stage_without_a_journal_is_thrown_away() {
    let lab = Lab::new();
    lab.build(&[("a", "1")]);
    fs::create_dir_all(lab.state().join("stage/x")).unwrap();
    fs::write(lab.state().join("stage/x/y"), "half").unwrap();
    fs::write(lab.state().join("manifest.next"), "half").unwrap();
    fs::write(lab.state().join("journal.next"), "half").unwrap();
    // A build that changes nothing writes none of these anew.
    assert_eq!(lab.build(&[("a", "1")]).unchanged, 1);
    assert_eq!(lab.site(), files(&[("a", "1")]));
    assert_eq!(names_in(&lab.state()), ["lock", "manifest"]);
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_killed_switch_is_finished_by_the_next_run() {
    let old = files(&[("a", "1"), ("b/x", "1"), ("c", "1"), ("d/e/f", "1"), ("k", "1")]);
    let new = files(&[("a/x", "2"), ("a/y", "2"), ("b", "2"), ("c", "2"), ("k", "1")]);
    for first in [None, Some(&old)] {
        for inside in [false, true] {
            let mut n = 0;
            loop {
                let lab = Lab::new();
                if inside {
                    fs::create_dir_all(lab.out().join(".dateline")).unwrap();
                }
                if let Some(first) = first {
                    lab.try_build(first).unwrap();
                }
                let before = if lab.out().exists() { lab.site() } else { Files::new() };
                if !lab.build_killed(&new, n) {
                    break;
                }
                let state = if inside { lab.out().join(".dateline") } else { lab.state() };
                let pending = state.join("journal").exists();
                let everything = snapshot(lab.dir.path());
                let foreseen = lab.run(&new, Mode::DryRun, &mut || Ok(())).unwrap();
                assert_eq!(snapshot(lab.dir.path()), everything);
                if pending {
                    assert_eq!(foreseen.unchanged, new.len(), "step {n}");
                } else if n < 4 {
                    let now = if lab.out().exists() { lab.site() } else { Files::new() };
                    assert_eq!(now, before, "nothing happens before the journal stands, step {n}");
                }
                // A second kill, while finishing.
                lab.build_killed(&new, 1);
                let summary = lab.try_build(&new).unwrap();
                assert_eq!(lab.site(), new, "step {n}");
                if pending {
                    assert_eq!(summary.unchanged, new.len(), "step {n}");
                }
                assert!(!state.join("journal").exists() && !state.join("stage").exists());
                n += 1;
            }
            assert!(n >= 6, "the kill came {n} times");
        }
    }
}

#[test]
fn a_whole_tree_does_not_replace_what_came_meanwhile() {
    let lab = Lab::new();
    assert!(lab.build_killed(&files(&[("a", "1")]), 3));
    assert!(lab.state().join("journal").exists());
    lab.put("mine", "x");
    assert!(matches!(lab.try_build(&files(&[("a", "1")])), Err(BuildError::Output(Error::Foreign { .. }))));
    assert_eq!(lab.site(), files(&[("mine", "x")]));
    fs::remove_dir_all(lab.out()).unwrap();
    assert_eq!(lab.build(&[("a", "1")]).unchanged, 1);
}

#[test]
fn two_builds_at_once_take_turns() {
    let lab = Lab::new();
    std::thread::scope(|scope| {
        for text in ["1", "2", "3", "4"] {
            let lab = &lab;
            scope.spawn(move || lab.build(&[("a", text), ("b", text)]));
        }
    });
    let site = lab.site();
    assert_eq!(site["a"], site["b"]);
    assert_eq!(site.len(), 2);
}

/// Plans over few names, so that files and folders change places often; a file that is another's folder is left
/// out, as a validated plan has none.
fn any_plan() -> impl Strategy<Value = Files> {
    let names = prop::sample::select(vec!["a", "a/a", "a/b", "a/b/c", "b", "b/a", "B", "c/d/e", "c/d", "c"]);
    prop::collection::btree_map(names.prop_map(str::to_owned), prop::collection::vec(0u8..3, 0..3), 0..7)
        .prop_map(|plan| {
            let folders: Vec<String> = plan.keys().map(|path| format!("{path}/")).collect();
            let below = |path: &String| folders.iter().any(|folder| path.starts_with(folder.as_str()));
            plan.into_iter().filter(|(path, _)| !below(path)).collect()
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_builds_killed_or_not_end_as_a_clean_one(
        plans in prop::collection::vec((any_plan(), prop::option::of(0usize..12)), 1..6),
        last in any_plan(),
    ) {
        let lab = Lab::new();
        for (plan, kill) in &plans {
            match kill {
                Some(n) => { lab.build_killed(plan, *n); }
                None => {
                    lab.try_build(plan).unwrap();
                    prop_assert_eq!(&lab.site(), plan);
                }
            }
        }
        lab.try_build(&last).unwrap();
        prop_assert_eq!(lab.site(), last);
        prop_assert_eq!(names_in(&lab.state()), ["lock", "manifest"]);
    }
}
