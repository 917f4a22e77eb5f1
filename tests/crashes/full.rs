//! Disks that are full, read-only, or another than the one beside the output. They are small tmpfs, which only root can
//! mount; where that is not allowed the tests say that they are skipped.

use crate::paper::{Edition, Paper, expect_no_panic, said, tree};
use crate::times;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A mounted tmpfs, until it is dropped.
struct Disk(PathBuf);

impl Disk {
    /// `None`, said aloud, where nothing can be mounted.
    fn mount(folder: &Path, kilobytes: usize) -> Option<Disk> {
        fs::create_dir_all(folder).unwrap();
        let options = format!("size={kilobytes}k");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &options, "tmpfs"]).arg(folder).output();
        if !mounted.is_ok_and(|output| output.status.success()) {
            eprintln!("SKIPPED: no tmpfs can be mounted here, so no disk is full");
            return None;
        }
        Some(Disk(folder.to_owned()))
    }

    fn remount(&self, options: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{options}")]).arg(&self.0).status();
        assert!(done.unwrap().success());
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

const KILOBYTES: usize = 8 * 1024;

#[test]
fn a_full_disk_leaves_the_old_site() {
    let mut paper = Paper::new();
    let Some(disk) = Disk::mount(&paper.dir.path().join("disk"), KILOBYTES) else { return };
    paper.out = disk.0.join("public");
    paper.build(Edition::Morning);
    let points = times("DATELINE_FULL", 8);
    let (mut refused, mut built) = (0, 0);
    // From no room at all to more than the evening edition takes beside the morning one.
    let site: usize = tree(&paper.out).values().map(|bytes| bytes.len().next_multiple_of(4096)).sum();
    for point in 0..points {
        paper.build(Edition::Morning);
        let room = (site + 512 * 1024) * point / points;
        fill(&disk.0, room);
        let output = paper.command(Edition::Evening).output().unwrap();
        expect_no_panic(&output);
        paper.expect_whole_files();
        if output.status.success() {
            built += 1;
            paper.expect(Edition::Evening);
        } else {
            refused += 1;
            assert!(said(&output).contains("No space left"), "{}", said(&output));
            let pending = paper.state().join("journal").exists();
            assert!(pending || paper.stands() == Some(Edition::Morning), "room {room}: not the old site");
        }
        fs::remove_file(disk.0.join("filler")).unwrap();
        paper.build(Edition::Evening);
    }
    eprintln!("full disks: {points}, of which {refused} refused and {built} had room");
    assert!(refused > points / 4 && built > 0, "the points are not where the disk gets full");
}

/// Takes all the disk's room but for `room` bytes.
fn fill(disk: &Path, room: usize) {
    use std::io::Write as _;
    let mut file = fs::File::create(disk.join("filler")).unwrap();
    let block = vec![0u8; 4096];
    let mut length = 0u64;
    while file.write_all(&block).is_ok() {
        length += 4096;
    }
    file.set_len(length.saturating_sub(room as u64)).unwrap();
}

#[test]
fn a_read_only_disk_is_said() {
    let mut paper = Paper::of(12);
    let Some(disk) = Disk::mount(&paper.dir.path().join("disk"), KILOBYTES) else { return };
    paper.out = disk.0.join("public");
    paper.build(Edition::Morning);
    disk.remount("ro");
    let output = paper.command(Edition::Evening).output().unwrap();
    expect_no_panic(&output);
    assert!(said(&output).contains("Read-only file system"), "{}", said(&output));
    paper.expect(Edition::Morning);
    disk.remount("rw");
    paper.build(Edition::Evening);
}

/// The output is where a disk is mounted, so nothing beside it can be renamed into it.
#[test]
fn an_output_that_is_a_mount_point() {
    let paper = Paper::new();
    let Some(_disk) = Disk::mount(&paper.out, KILOBYTES) else { return };
    for edition in [Edition::Morning, Edition::Evening, Edition::Morning] {
        let output = paper.command(edition).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        paper.expect(edition);
        let mut child = paper.spawn(edition.other());
        crate::paper::until(|| {
            paper.out.join(".dateline/journal").exists() || child.try_wait().unwrap().is_some()
        });
        child.kill().unwrap();
        child.wait().unwrap();
        paper.expect_whole_files();
    }
}

/// A folder of the output is another disk.
#[test]
fn a_mount_point_within_the_output() {
    let paper = Paper::new();
    paper.build(Edition::Morning);
    fs::remove_dir_all(paper.out.join("tags")).unwrap();
    let Some(_disk) = Disk::mount(&paper.out.join("tags"), KILOBYTES) else { return };
    for edition in [Edition::Morning, Edition::Evening, Edition::Morning] {
        paper.build(edition);
    }
}
