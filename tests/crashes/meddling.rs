//! Somebody else's hands in the folders while a build is under way, and clocks that are wrong.

use crate::paper::{Dice, Edition, Paper, expect_no_panic, until};
use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, SystemTime};

#[test]
fn an_output_that_is_deleted_under_way() {
    let paper = Paper::new();
    for when in ["stage", "manifest.next", "journal"] {
        paper.build(Edition::Morning);
        let mut child = paper.spawn(Edition::Evening);
        until(|| paper.state().join(when).exists() || child.try_wait().unwrap().is_some());
        let _ = fs::remove_dir_all(&paper.out);
        expect_no_panic(&child.wait_with_output().unwrap());
        paper.build(Edition::Evening);
    }
}

#[test]
fn a_state_folder_that_is_deleted_under_way() {
    let paper = Paper::new();
    for when in ["lock", "stage", "journal"] {
        let _ = fs::remove_dir_all(paper.out.parent().unwrap());
        paper.build(Edition::Morning);
        fs::remove_file(paper.state().join("lock")).unwrap();
        let mut child = paper.spawn(Edition::Evening);
        until(|| paper.state().join(when).exists() || child.try_wait().unwrap().is_some());
        let _ = fs::remove_dir_all(paper.state());
        expect_no_panic(&child.wait_with_output().unwrap());
        paper.expect_whole_files();
        // Without its state, Dateline does not know the files there for its own, and touches none of them.
        let again = paper.command(Edition::Evening).output().unwrap();
        expect_no_panic(&again);
        paper.expect_whole_files();
    }
}

/// Editors, sync tools and `git checkout` change sources while they are read.
#[test]
fn sources_that_change_and_vanish_while_they_are_read() {
    let paper = Paper::of(60);
    let edition = Edition::Morning;
    let posts = paper.source(edition, "content/posts");
    let before: Vec<(std::path::PathBuf, Vec<u8>)> = fs::read_dir(&posts)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.clone(), fs::read(path).unwrap()))
        .collect();
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut dice = Dice(3);
            while !done.load(Ordering::Relaxed) {
                let (path, bytes) = &before[usize::try_from(dice.roll(before.len() as u64)).unwrap()];
                let _ = match dice.roll(5) {
                    0 => fs::remove_file(path),
                    1 => fs::write(path, &bytes[..bytes.len() / 2]),
                    2 => fs::rename(path, path.with_extension("moved")),
                    3 => fs::write(path, "---\n"),
                    _ => fs::write(path, bytes),
                };
            }
        });
        for _ in 0..8 {
            expect_no_panic(&paper.command(edition).output().unwrap());
        }
        done.store(true, Ordering::Relaxed);
    });
    for entry in fs::read_dir(&posts).unwrap() {
        fs::remove_file(entry.unwrap().path()).unwrap();
    }
    for (path, bytes) in &before {
        fs::write(path, bytes).unwrap();
    }
    paper.build(edition);
}

/// Sources from the future, then an edit whose time lies before the last build's.
#[test]
fn a_clock_that_is_set_back() {
    let paper = Paper::of(12);
    let edition = Edition::Morning;
    let day = Duration::from_secs(86_400);
    let photo = paper.source(edition, "assets/photo.bin");
    let post = paper.source(edition, "content/posts/2025-11-03-p2.md");
    set_time(&photo, SystemTime::now() + day);
    set_time(&post, SystemTime::now() + day);
    paper.build(edition);
    let (old_photo, old_post) = (fs::read(&photo).unwrap(), fs::read(&post).unwrap());
    fs::write(&photo, old_photo.iter().rev().copied().collect::<Vec<u8>>()).unwrap();
    fs::write(&post, String::from_utf8(old_post.clone()).unwrap().replace("Morning", "Earlier")).unwrap();
    set_time(&photo, SystemTime::now() - day);
    set_time(&post, SystemTime::now() - day);
    let output = paper.command(edition).output().unwrap();
    assert!(output.status.success());
    assert_eq!(fs::read(paper.out.join("assets/photo.bin")).unwrap(), fs::read(&photo).unwrap());
    assert!(fs::read_to_string(paper.out.join("2025/11/03/p2/index.html")).unwrap().contains("Earlier news"));
    fs::write(&photo, old_photo).unwrap();
    fs::write(&post, old_post).unwrap();
    set_time(&photo, SystemTime::UNIX_EPOCH + day);
    paper.build(edition);
}

fn set_time(path: &Path, time: SystemTime) {
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}
