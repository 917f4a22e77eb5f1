//! What every target has to do, one after the other with one paper.

use crate::Place;
use crate::crawl::{crawl, once};
use crate::paper::{Paper, said};
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;
use std::time::Duration;

pub fn steps(told: &Value) -> Vec<(String, String)> {
    let text = |step: &Value, key: &str| step[key].as_str().unwrap().to_owned();
    let steps = told["steps"].as_array().unwrap().iter();
    steps.map(|step| (text(step, "what"), text(step, "path"))).collect()
}

pub fn all(place: &dyn Place) {
    let paper = Paper::new(place);
    first(&paper, place);
    nothing_changed(&paper);
    one_post(&paper, place);
    deletion(&paper, place);
    killed(&paper, place);
    stranger(&paper, place);
    refused_write(&paper, place);
    foreign(&paper, place);
    edited(&paper, place);
    lost_manifest(&paper, place);
}

/// The first publish, while a reader waits for the front page and then follows every link.
fn first(paper: &Paper<'_>, place: &dyn Place) {
    let told = paper.publish(&["--dry-run"]);
    let planned = steps(&told);
    let told = watched(place, || paper.publish(&[]));
    assert_eq!(steps(&told), planned, "a dry run says what is then done");
    assert!(steps(&told).iter().all(|(what, _)| what == "new"));
    paper.seen_by_readers();
}

/// Does something while a reader follows every link, at least once over, and meets none that leads nowhere.
fn watched<T>(place: &dyn Place, work: impl FnOnce() -> T) -> T {
    let stop = AtomicBool::new(false);
    let (round, rounds) = mpsc::channel();
    let (result, broken) = std::thread::scope(|scope| {
        let reader = scope.spawn(|| crawl(place, &stop, &round));
        let result = work();
        // A reader that fails hangs up, which ends the wait as well.
        let _ = rounds.recv();
        stop.store(true, Ordering::Relaxed);
        (result, reader.join().unwrap())
    });
    assert_eq!(broken, Vec::<String>::new());
    result
}

fn nothing_changed(paper: &Paper<'_>) {
    let told = paper.publish(&[]);
    assert_eq!((steps(&told).len(), told["sent"].as_u64()), (0, Some(0)), "{told}");
}

/// New posts, while a reader follows every link.
fn one_post(paper: &Paper<'_>, place: &dyn Place) {
    watched(place, || {
        for number in 10..=13 {
            paper.post(number, "Fresh.");
            let told = paper.publish(&[]);
            let new: Vec<_> = steps(&told).into_iter().filter(|(what, _)| what == "new").collect();
            assert!(new.contains(&("new".into(), Paper::url(number))), "{told}");
            assert!(new.len() < 10, "{told}");
        }
    });
    paper.seen_by_readers();
}

fn deletion(paper: &Paper<'_>, place: &dyn Place) {
    paper.remove_post(13);
    let told = paper.publish(&[]);
    assert!(steps(&told).contains(&("deleted".into(), Paper::url(13))), "{told}");
    assert_eq!(place.fetch(&Paper::url(13)), None);
    paper.seen_by_readers();
}

/// Killed after ever more time, until one publish comes through; no reader meets a broken link in between.
fn killed(paper: &Paper<'_>, place: &dyn Place) {
    for number in 1..=9 {
        paper.post(number, "Second words.");
    }
    for number in 14..=22 {
        paper.post(number, "More.");
    }
    paper.remove_post(12);
    let mut wait = Duration::from_millis(60);
    loop {
        let (mut child, ended) = paper.start();
        // One that came through before is not waited for any longer.
        let _ = ended.recv_timeout(wait);
        let _ = child.kill();
        let ended = child.wait().unwrap();
        let mut broken = Vec::new();
        once(place, &mut broken);
        assert_eq!(broken, Vec::<String>::new(), "killed after {wait:?}");
        if ended.success() || wait > Duration::from_secs(4) {
            break;
        }
        wait = wait * 3 / 2;
    }
    paper.publish(&["--yes"]);
    assert_eq!(place.fetch(&Paper::url(12)), None);
    paper.seen_by_readers();
    let told = paper.publish(&["--verify"]);
    assert_eq!(steps(&told).len(), 0, "{told}");
}

fn stranger(paper: &Paper<'_>, place: &dyn Place) {
    let Some((env, wanted)) = place.stranger() else { return };
    paper.post(1, "Words of a stranger.");
    let output = paper.run_as(&env, &["publish", "--build"]);
    let told = said(&output);
    assert_eq!(output.status.code(), Some(1), "{told}");
    assert!(told.contains(wanted), "{told}");
    assert!(!told.contains("hunter2") && !told.contains("panicked"), "{told}");
    paper.publish(&[]);
    paper.seen_by_readers();
}

fn refused_write(paper: &Paper<'_>, place: &dyn Place) {
    let before = place.fetch(&Paper::url(2));
    let Some(wanted) = place.refuse(true) else { return };
    paper.post(2, &"Words that do not fit. ".repeat(100_000));
    let told = paper.refused(&[]);
    assert!(told.contains(wanted), "{told}");
    assert!(!told.contains("panicked"), "{told}");
    let (after, new) = (place.fetch(&Paper::url(2)), paper.built().remove(&Paper::url(2)));
    assert!(after == before || after == new, "what readers see is whole");
    place.refuse(false);
    paper.post(2, "Words that fit.");
    paper.publish(&[]);
    paper.seen_by_readers();
}

fn foreign(paper: &Paper<'_>, place: &dyn Place) {
    place.plant("theirs/notes.txt", b"keep me");
    paper.post(3, "Third words.");
    paper.publish(&[]);
    assert_eq!(place.fetch("theirs/notes.txt").as_deref(), Some(&b"keep me"[..]));
    place.plant(&Paper::url(23), b"also mine");
    paper.post(23, "In the way.");
    let told = paper.refused(&[]);
    assert!(told.contains("where the site needs to put its own"), "{told}");
    assert_eq!(place.fetch(&Paper::url(23)).as_deref(), Some(&b"also mine"[..]));
    paper.publish(&["--yes"]);
    paper.seen_by_readers();
    assert_eq!(place.fetch("theirs/notes.txt").as_deref(), Some(&b"keep me"[..]));
}

/// Somebody edits a file of ours there: a look at every file finds it, and puts it right.
fn edited(paper: &Paper<'_>, place: &dyn Place) {
    place.plant(&Paper::url(5), b"edited by somebody");
    let told = paper.publish(&["--verify"]);
    assert_eq!(told["altered"], serde_json::json!([Paper::url(5)]), "{told}");
    assert_eq!(steps(&told), [("changed".to_owned(), Paper::url(5))]);
    paper.seen_by_readers();
}

fn lost_manifest(paper: &Paper<'_>, place: &dyn Place) {
    place.uproot(".dateline-manifest");
    paper.post(4, "Fourth words.");
    paper.remove_post(23);
    let told = paper.refused(&[]);
    assert!(told.contains("that Dateline did not put there"), "{told}");
    paper.publish(&["--yes"]);
    paper.seen_by_readers();
    // Without a manifest nobody knows whose this is, so it stays.
    assert!(place.fetch(&Paper::url(23)).is_some());
    assert!(place.fetch("theirs/notes.txt").is_some());
}
