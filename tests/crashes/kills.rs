//! SIGKILL at any moment.

use crate::paper::{Dice, Edition, Paper, expect_no_panic, until};
use crate::times;
use std::path::Path;
use std::process::Child;

#[derive(Debug, Default)]
struct Tally {
    unbegun: usize,
    before: usize,
    during: usize,
    after: usize,
}

/// Waits until a build has staged so many files: at once for none, to its end where it never stages as many.
fn await_staged(paper: &Paper, child: &mut Child, count: u64) {
    let stage = paper.state().join("stage");
    until(|| files_in(&stage) >= count || child.try_wait().unwrap().is_some());
}

/// How many files there are below a folder, which may come and go meanwhile.
fn files_in(folder: &Path) -> u64 {
    let found = walkdir::WalkDir::new(folder).into_iter().flatten();
    found.filter(|entry| entry.file_type().is_file()).count() as u64
}

#[test]
fn a_build_that_is_killed_leaves_a_site_and_the_next_one_is_right() {
    let paper = Paper::new();
    let kills = times("DATELINE_KILLS", 16);
    let mut standing = Edition::Morning;
    paper.build(standing);
    let files = files_in(&paper.out);
    let mut dice = Dice(7);
    let mut tally = Tally::default();
    for number in 0..kills {
        let next = standing.other();
        let mut child = paper.spawn(next);
        // Every other kill is aimed at the switch, which is the shortest part of a build and the one that matters most.
        if number % 2 == 0 {
            await_staged(&paper, &mut child, dice.roll(files + 1));
        } else {
            let journal = paper.state().join("journal");
            until(|| journal.exists() || child.try_wait().unwrap().is_some());
            let steps = dice.roll(20_000);
            (0..steps).for_each(|_| std::hint::spin_loop());
        }
        child.kill().unwrap();
        let output = child.wait_with_output().unwrap();
        paper.expect_whole_files();
        let decided = paper.state().join("journal").exists();
        match paper.stands() {
            Some(edition) if output.status.success() => {
                assert_eq!(edition, next);
                tally.after += 1;
            }
            Some(edition) if edition == standing && !decided => {
                let begun = paper.state().join("stage").exists();
                tally.before += usize::from(begun);
                tally.unbegun += usize::from(!begun);
            }
            Some(edition) if edition == next => tally.after += 1,
            // Renames are under way: what is left of them stands in the journal.
            _ => {
                assert!(decided, "a mixture, and no journal that the next build could go by");
                tally.during += 1;
            }
        }
        // The next build is either the same again or that of the sources as they were.
        standing = if dice.roll(3) == 0 { standing } else { next };
        paper.build(standing);
    }
    eprintln!("kills: {kills} survived: {tally:?}");
}

#[test]
fn a_first_build_that_is_killed_leaves_nothing_or_the_site() {
    let mut dice = Dice(11);
    let paper = Paper::new();
    let files = files_in(&paper.out);
    for _ in 0..times("DATELINE_KILLS", 16).div_ceil(4) {
        let _ = std::fs::remove_dir_all(paper.out.parent().unwrap());
        let mut child = paper.spawn(Edition::Morning);
        await_staged(&paper, &mut child, dice.roll(files + 1));
        child.kill().unwrap();
        child.wait().unwrap();
        assert!(
            !paper.out.exists()
                || paper.stands() == Some(Edition::Morning)
                || paper.out.read_dir().unwrap().next().is_none()
        );
        paper.build(Edition::Morning);
    }
}

/// A template that would run for years: Ctrl-C ends it, and the old site stays.
#[cfg(target_os = "linux")]
#[test]
fn an_endless_template_is_interrupted() {
    let paper = Paper::of(12);
    paper.build(Edition::Morning);
    let template = paper.source(Edition::Morning, "templates/post.html");
    std::fs::create_dir(template.parent().unwrap()).unwrap();
    let endless = "{% for a in range(end=100000) %}{% for b in range(end=100000) %}{% endfor %}{% endfor %}";
    std::fs::write(&template, endless).unwrap();
    // A shell that runs something in the background has it ignore Ctrl-C, and so all that it starts.
    let build = paper.command(Edition::Morning);
    let mut command = std::process::Command::new("env");
    command.arg("--default-signal=INT").arg(build.get_program()).args(build.get_args());
    let child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    assert!(until(|| paper.state().join("stage").exists()), "it never began");
    let interrupt = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    let output = child.wait_with_output().unwrap();
    assert!(!output.status.success());
    paper.expect(Edition::Morning);
    std::fs::remove_file(&template).unwrap();
    paper.build(Edition::Morning);
}

#[test]
fn two_builds_at_once_take_turns() {
    let paper = Paper::new();
    for _ in 0..5 {
        let both = [paper.spawn(Edition::Morning), paper.spawn(Edition::Evening)];
        for child in both {
            let output = child.wait_with_output().unwrap();
            expect_no_panic(&output);
            assert!(output.status.success(), "each waits for the other: {}", crate::paper::said(&output));
        }
        assert!(paper.stands().is_some(), "a mixture of two editions");
    }
    paper.build(Edition::Evening);
}
