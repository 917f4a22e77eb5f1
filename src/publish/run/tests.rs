//! The engine against a target in memory that fails where it is told to.
#![allow(clippy::unwrap_used)]

use super::*;
use crate::plan::Kind;
use std::sync::Mutex;

/// A target in memory. `left` calls go well; then it is as if the program had been killed.
#[derive(Default)]
struct Memory {
    files: Mutex<BTreeMap<String, Vec<u8>>>,
    left: Mutex<Option<usize>>,
    passing: Mutex<usize>,
    log: Mutex<Vec<String>>,
}

struct Nobody;

impl Watch for Nobody {
    fn begin(&self, _: usize, _: u64) {}
    fn done(&self, _: &Step, _: u64) {}
    fn again(&self, _: &Failure) {}
}

impl Memory {
    fn call(&self, what: &str) -> Result<(), Failure> {
        let mut passing = self.passing.lock().unwrap();
        if *passing > 0 {
            *passing -= 1;
            return Err(Failure::new(Cause::Passing, "put", what, "busy"));
        }
        let mut left = self.left.lock().unwrap();
        if let Some(left) = left.as_mut() {
            *left = left.checked_sub(1).ok_or_else(|| Failure::new(Cause::Denied, "put", what, "killed"))?;
        }
        self.log.lock().unwrap().push(what.to_owned());
        Ok(())
    }

    fn seen(&self) -> BTreeMap<String, Vec<u8>> {
        let mut files = self.files.lock().unwrap().clone();
        files.remove(super::super::manifest::NAME);
        files
    }
}

impl Target for Memory {
    fn manifest(&self) -> Result<Option<Vec<u8>>, Failure> {
        self.log.lock().unwrap().push("manifest".into());
        Ok(self.files.lock().unwrap().get(super::super::manifest::NAME).cloned())
    }

    fn survey(&self) -> Result<Vec<Found>, Failure> {
        self.log.lock().unwrap().push("survey".into());
        let files = self.files.lock().unwrap();
        let found = files.iter().map(|(path, bytes)| Found {
            path: path.clone(),
            size: Some(bytes.len() as u64),
            ..Found::default()
        });
        Ok(found.collect())
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        Ok(self.files.lock().unwrap().contains_key(path))
    }

    fn put(&self, file: &Put<'_>) -> Result<Stored, Failure> {
        self.call(file.path)?;
        self.files.lock().unwrap().insert(file.path.to_owned(), file.bytes.to_vec());
        Ok(Stored { size: file.bytes.len() as u64, mark: None })
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        self.call(path)?;
        self.files.lock().unwrap().remove(path);
        Ok(())
    }

    fn keep(&self, manifest: &[u8]) -> Result<(), Failure> {
        self.call("keep")?;
        self.files.lock().unwrap().insert(super::super::manifest::NAME.into(), manifest.to_vec());
        Ok(())
    }

    fn roll_back(&self) -> Result<Option<String>, Failure> {
        Ok(None)
    }

    fn width(&self) -> usize {
        1
    }
}

fn site(files: &[(&str, &str)]) -> Local {
    let mut local = Local { base_url: "https://x.org".into(), ..Local::default() };
    for (path, bytes) in files {
        local.add(File { kind: Kind::Article, ..File::made(path, bytes.as_bytes().to_vec()) });
    }
    local
}

fn bytes_of(local: &Local) -> BTreeMap<String, Vec<u8>> {
    let content = |file: &File| match &file.content {
        Content::Memory(bytes) => bytes.clone(),
        Content::Disk(_) => Vec::new(),
    };
    local.files.iter().map(|file| (file.path.clone(), content(file))).collect()
}

fn run(target: &Memory, local: &Local) -> Result<Outcome, Refusal> {
    publish(target, "memory", "1", local, Wish { delete_limit: 20, ..Wish::default() }, &Nobody)
}

fn yes(target: &Memory, local: &Local) -> Outcome {
    let wish = Wish { yes: true, ..Wish::default() };
    publish(target, "memory", "1", local, wish, &Nobody).unwrap()
}

#[test]
fn a_publish_that_is_killed_anywhere_ends_right_when_run_again() {
    let first = site(&[("a", "1"), ("b", "1"), ("c", "1")]);
    let second = site(&[("a", "2"), ("c", "1"), ("d", "1"), ("e/f", "1")]);
    for kill in 0..20 {
        let target = Memory::default();
        run(&target, &first).unwrap();
        *target.left.lock().unwrap() = Some(kill);
        let ended = run(&target, &second).is_ok();
        *target.left.lock().unwrap() = None;
        run(&target, &second).unwrap();
        assert_eq!(target.seen(), bytes_of(&second), "killed before call {kill}");
        // And back: nothing was forgotten that has to be deleted.
        run(&target, &first).unwrap();
        assert_eq!(target.seen(), bytes_of(&first), "killed before call {kill}");
        if ended {
            return;
        }
    }
    panic!("it never got to the end");
}

#[test]
fn a_first_publish_that_is_killed_needs_nobody_to_say_yes() {
    let local = site(&[("a", "1"), ("b", "1"), ("c", "1")]);
    for kill in 0..4 {
        let target = Memory::default();
        *target.left.lock().unwrap() = Some(kill);
        run(&target, &local).unwrap_err();
        *target.left.lock().unwrap() = None;
        run(&target, &local).unwrap();
        assert_eq!(target.seen(), bytes_of(&local));
    }
}

#[test]
fn nothing_to_do_takes_one_look_at_the_manifest() {
    let target = Memory::default();
    let local = site(&[("a", "1")]);
    run(&target, &local).unwrap();
    target.log.lock().unwrap().clear();
    let outcome = run(&target, &local).unwrap();
    assert_eq!((outcome.delta.steps.len(), outcome.sent), (0, 0));
    assert_eq!(*target.log.lock().unwrap(), ["manifest"]);
}

#[test]
fn what_others_put_there_is_never_overwritten_or_deleted_unasked() {
    let target = Memory::default();
    target.files.lock().unwrap().insert("theirs".into(), b"x".to_vec());
    let local = site(&[("a", "1")]);
    assert!(matches!(run(&target, &local), Err(Refusal::Foreign { count: 1, .. })));
    assert_eq!(target.seen().len(), 1);
    yes(&target, &local);
    target.files.lock().unwrap().insert("b".into(), b"x".to_vec());
    let more = site(&[("a", "1"), ("b", "1")]);
    assert!(matches!(run(&target, &more), Err(Refusal::InTheWay { count: 1, .. })));
    run(&target, &site(&[("c", "1")])).unwrap();
    let left: Vec<String> = target.seen().into_keys().collect();
    assert_eq!(left, ["b", "c", "theirs"]);
}

#[test]
fn what_somebody_changed_there_is_seen_by_verify() {
    let target = Memory::default();
    run(&target, &site(&[("a", "1"), ("b", "1"), ("c", "1")])).unwrap();
    target.files.lock().unwrap().insert("a".into(), b"changed".to_vec());
    target.files.lock().unwrap().insert("b".into(), b"changed".to_vec());
    target.files.lock().unwrap().remove("c");
    let local = site(&[("a", "1"), ("c", "1")]);
    let wish = Wish { verify: true, delete_limit: 20, ..Wish::default() };
    let outcome = publish(&target, "memory", "1", &local, wish, &Nobody).unwrap();
    assert_eq!(outcome.altered, ["a", "b", "c"]);
    let left = target.seen();
    assert_eq!((left["a"].as_slice(), left["b"].as_slice()), (&b"1"[..], &b"changed"[..]));
    assert!(left.contains_key("c"));
}

#[test]
fn many_deletions_and_another_site_need_a_yes() {
    let target = Memory::default();
    let names: Vec<String> = (0..20).map(|n| format!("{n:02}")).collect();
    let all: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), "1")).collect();
    run(&target, &site(&all)).unwrap();
    let refused = run(&target, &site(&all[..10])).unwrap_err();
    assert_eq!(refused, Refusal::ManyDeletions { target: "memory".into(), count: 10, of: 20 });
    assert_eq!(target.seen().len(), 20);
    run(&target, &site(&all[..16])).unwrap();
    let other = Local { base_url: "https://y.org".into(), ..site(&all[..16]) };
    assert!(matches!(run(&target, &other), Err(Refusal::OtherSite { .. })));
    yes(&target, &site(&all[..2]));
    assert_eq!(target.seen().len(), 2);
}

#[test]
fn what_passes_is_tried_again() {
    let target = Memory::default();
    *target.passing.lock().unwrap() = 2;
    run(&target, &site(&[("a", "1")])).unwrap();
    assert_eq!(target.seen().len(), 1);
}

#[test]
fn a_manifest_that_is_none_stops_it() {
    let target = Memory::default();
    target.files.lock().unwrap().insert(super::super::manifest::NAME.into(), b"<html>".to_vec());
    assert!(matches!(run(&target, &site(&[("a", "1")])), Err(Refusal::BadManifest { .. })));
}
