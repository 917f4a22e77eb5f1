//! `dir:`, on one device and across two, with a swap and without.

use crate::paper::Paper;
use crate::{Place, suite};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

struct Folder {
    _dir: tempfile::TempDir,
    live: PathBuf,
    keep: usize,
    mount: Option<PathBuf>,
}

impl Folder {
    fn new(keep: usize) -> Folder {
        let dir = tempfile::tempdir().unwrap();
        let live = dir.path().join("www/paper");
        Folder { _dir: dir, live, keep, mount: None }
    }

    /// A folder that is a file system of its own; `None` where this user may not mount.
    fn mounted() -> Option<Folder> {
        let mut folder = Folder::new(5);
        fs::create_dir_all(&folder.live).unwrap();
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=8m", "tmpfs"])
            .arg(&folder.live)
            .output()
            .is_ok_and(|output| output.status.success());
        if !mounted {
            eprintln!("SKIPPED: this user may not mount");
            return None;
        }
        folder.mount = Some(folder.live.clone());
        Some(folder)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if let Some(mount) = &self.mount {
            let _ = Command::new("umount").arg(mount).status();
        }
    }
}

impl Place for Folder {
    fn to(&self) -> String {
        format!("dir:{}", self.live.display())
    }

    fn settings(&self) -> String {
        format!("keep = {}\n", self.keep)
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.live.join(path)).ok()
    }

    fn plant(&self, path: &str, bytes: &[u8]) {
        let place = self.live.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }

    fn uproot(&self, path: &str) {
        fs::remove_file(self.live.join(path)).unwrap();
    }

    fn refuse(&self, refuse: bool) -> Option<&'static str> {
        // The post of this test does not fit the small file system.
        self.mount.as_ref().map(|_| if refuse { "No space left" } else { "" })
    }
}

#[test]
fn a_folder_is_swapped() {
    suite::all(&Folder::new(5));
}

#[test]
fn a_folder_is_changed_file_by_file() {
    suite::all(&Folder::new(0));
}

#[test]
fn a_folder_on_another_device_is_changed_file_by_file() {
    if let Some(folder) = Folder::mounted() {
        suite::all(&folder);
    }
}

#[test]
fn older_releases_come_back_and_the_oldest_go() {
    let folder = Folder::new(2);
    let paper = Paper::new(&folder);
    let words = |number: &str| format!("Edition {number}.");
    for number in ["one", "two", "three", "four"] {
        paper.post(1, &words(number));
        paper.publish(&[]);
    }
    let seen = || String::from_utf8(folder.fetch(&Paper::url(1)).unwrap()).unwrap();
    let back = || paper.run(&["publish", "--rollback"]).status.success();
    assert!(seen().contains("Edition four"));
    assert!(back() && seen().contains("Edition three"));
    assert!(back() && seen().contains("Edition two"));
    assert!(!back() && seen().contains("Edition two"), "only two are kept");
    paper.publish(&[]);
    assert!(seen().contains("Edition four"));
    paper.seen_by_readers();
    assert!(back() && seen().contains("Edition two"));
}

#[test]
fn what_is_not_safe_is_refused() {
    let folder = Folder::new(5);
    let paper = Paper::new(&folder);
    let build = |args: &[&str]| assert!(paper.run(&[&["build", "--quiet"], args].concat()).status.success());
    let refused = |wanted: &str| {
        let output = paper.run(&["publish"]);
        let told = crate::paper::said(&output);
        assert!(!output.status.success() && told.contains(wanted), "{told}");
        assert!(!Path::new(&folder.live).exists());
    };
    refused("holds no finished build");
    build(&["--base-url", "http://localhost:4000"]);
    refused("was built for http://localhost:4000, not for https://quay.example");
    build(&["--drafts"]);
    refused("built with drafts");
    build(&["--future"]);
    refused("whose time has not come");
    build(&["--shard", "1/2"]);
    refused("part 2 of 2 of the site is missing");
    build(&[]);
    paper.write("public/index.html", "edited by hand");
    refused("is not as it was built");
    paper.publish(&[]);
    for number in 1..=9 {
        paper.remove_post(number);
    }
    let told = paper.refused(&[]);
    assert!(told.contains("this would delete"), "{told}");
    assert!(folder.fetch(&Paper::url(9)).is_some());
    paper.publish(&["--yes"]);
    paper.seen_by_readers();
}

#[test]
fn parts_of_a_site_are_published_together() {
    let folder = Folder::new(5);
    let paper = Paper::new(&folder);
    for part in ["1/3", "2/3", "3/3"] {
        let out = format!("part-{}", &part[..1]);
        assert!(paper.run(&["build", "--quiet", "--shard", part, "--out", &out]).status.success());
    }
    let parts = ["publish", "--from", "part-1", "--from", "part-2", "--from", "part-3", "--format", "json"];
    let output = paper.run(&parts);
    assert!(output.status.success(), "{}", crate::paper::said(&output));
    assert!(paper.run(&["build", "--quiet"]).status.success());
    paper.seen_by_readers();
    let output = paper.run(&["publish"]);
    assert!(crate::paper::said(&output).contains("up to date"), "{}", crate::paper::said(&output));
}
