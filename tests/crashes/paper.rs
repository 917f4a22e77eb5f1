//! A paper with two editions that differ in every way that an output folder can, and the program that builds them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// An output folder's files.
pub type Tree = BTreeMap<String, Vec<u8>>;

/// Which sources a build is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edition {
    Morning,
    Evening,
}

impl Edition {
    pub fn other(self) -> Edition {
        match self {
            Edition::Morning => Edition::Evening,
            Edition::Evening => Edition::Morning,
        }
    }
}

/// Both editions' sources, what a clean build makes of each, and one output folder for both.
pub struct Paper {
    pub dir: TempDir,
    pub out: PathBuf,
    morning: Tree,
    evening: Tree,
}

impl Paper {
    pub fn new() -> Paper {
        Paper::of(60)
    }

    /// With so many posts, a third of which are in one edition alone, and a third of which differ.
    pub fn of(posts: usize) -> Paper {
        let dir = tempfile::tempdir().unwrap();
        for edition in [Edition::Morning, Edition::Evening] {
            write_sources(&dir.path().join(folder(edition)), edition, posts);
        }
        let mut paper =
            Paper { out: dir.path().join("out/public"), dir, morning: Tree::new(), evening: Tree::new() };
        paper.morning = paper.clean(Edition::Morning);
        paper.evening = paper.clean(Edition::Evening);
        assert_ne!(paper.morning, paper.evening);
        paper
    }

    fn clean(&self, edition: Edition) -> Tree {
        let out = self.dir.path().join(format!("clean-{edition:?}"));
        let output = self.command_into(edition, &out).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        tree(&out)
    }

    /// What a clean build of the edition gives.
    pub fn whole(&self, edition: Edition) -> &Tree {
        match edition {
            Edition::Morning => &self.morning,
            Edition::Evening => &self.evening,
        }
    }

    /// A file of the edition's sources.
    pub fn source(&self, edition: Edition, path: &str) -> PathBuf {
        self.dir.path().join(folder(edition)).join(path)
    }

    pub fn state(&self) -> PathBuf {
        self.out.with_file_name(".public.dateline")
    }

    pub fn command(&self, edition: Edition) -> Command {
        self.command_into(edition, &self.out)
    }

    fn command_into(&self, edition: Edition, out: &Path) -> Command {
        let binary =
            std::env::var_os("DATELINE").map_or_else(|| env!("CARGO_BIN_EXE_dateline").into(), PathBuf::from);
        let mut command = Command::new(binary);
        command
            .args(["build", "--at", "2026-01-15", "--root"])
            .arg(self.dir.path().join(folder(edition)))
            .arg("--out")
            .arg(out)
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    pub fn spawn(&self, edition: Edition) -> Child {
        self.command(edition).spawn().unwrap()
    }

    /// Builds, and sees that the site is the edition, with nothing left beside it.
    pub fn build(&self, edition: Edition) {
        let output = self.command(edition).output().unwrap();
        assert!(output.status.success(), "{}", said(&output));
        self.expect(edition);
        for name in ["stage", "journal", "manifest.next", "journal.next"] {
            assert!(!self.state().join(name).exists(), "{name} is left");
        }
    }

    /// The site is this edition, file by file.
    pub fn expect(&self, edition: Edition) {
        let site = tree(&self.out);
        assert!(
            &site == self.whole(edition),
            "not the {edition:?} edition: {:?}",
            differing(&site, self.whole(edition))
        );
    }

    /// The edition that the site is, if it is one whole.
    pub fn stands(&self) -> Option<Edition> {
        let site = tree(&self.out);
        [Edition::Morning, Edition::Evening].into_iter().find(|edition| &site == self.whole(*edition))
    }

    /// No file is half of one: each is as in one of the editions.
    pub fn expect_whole_files(&self) {
        for (path, bytes) in tree(&self.out) {
            let known = [&self.morning, &self.evening].iter().any(|whole| whole.get(&path) == Some(&bytes));
            assert!(known, "{path} is in neither edition as it is: {} bytes", bytes.len());
        }
    }
}

fn folder(edition: Edition) -> &'static str {
    match edition {
        Edition::Morning => "morning",
        Edition::Evening => "evening",
    }
}

fn write_sources(root: &Path, edition: Edition, posts: usize) {
    let put = |path: String, text: String| {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, text).unwrap();
    };
    put("site.toml".into(), "title = \"Quay Post\"\nbase_url = \"https://quay.example\"\n".into());
    for n in 0..posts {
        let day = n % 28 + 1;
        let only = match n % 6 {
            0 => Some(Edition::Morning),
            1 => Some(Edition::Evening),
            _ => None,
        };
        if only.is_some_and(|only| only != edition) {
            continue;
        }
        let text = if n % 2 == 0 { format!("{edition:?} news.") } else { "The same news.".into() };
        put(
            format!("content/posts/2025-11-{day:02}-p{n}.md"),
            format!("---\ntitle: Post {n}\ntags: [t{}]\n---\n{}\n", n % 7, text.repeat(50)),
        );
    }
    // A file where the other edition has a folder, and one whose case changes.
    match edition {
        Edition::Morning => {
            put("content/swap.txt".into(), "a file".into());
            put("content/Case.txt".into(), "upper".into());
        }
        Edition::Evening => {
            put("content/swap.txt/inner.txt".into(), "a folder".into());
            put("content/case.txt".into(), "lower".into());
        }
    }
    put("assets/photo.bin".into(), format!("{edition:?}").repeat(4_000));
}

/// Every file below `folder` with its bytes, Dateline's own state aside; nothing when it is not there.
pub fn tree(folder: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).into_iter().flatten() {
            let entry = entry.unwrap();
            if entry.file_name() == ".dateline" {
                continue;
            }
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else {
                let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(entry.path()).unwrap());
            }
        }
    }
    found
}

fn differing(a: &Tree, b: &Tree) -> Vec<String> {
    let paths = a.keys().chain(b.keys().filter(|path| !a.contains_key(*path)));
    paths.filter(|path| a.get(*path) != b.get(*path)).take(5).cloned().collect()
}

pub fn said(output: &Output) -> String {
    format!("{}\n{}", output.status, String::from_utf8_lossy(&output.stderr))
}

/// A build may fail, with what it says; it may not panic.
pub fn expect_no_panic(output: &Output) {
    let said = said(output);
    assert!(matches!(output.status.code(), Some(0 | 1)), "{said}");
    assert!(!said.contains("panicked"), "{said}");
    assert!(output.status.success() || said.contains("help:"), "an error says what to do: {said}");
}

/// Waits for what another process does, for a minute at most; says whether it came.
pub fn until(mut came: impl FnMut() -> bool) -> bool {
    let began = Instant::now();
    while began.elapsed() < Duration::from_secs(60) {
        if came() {
            return true;
        }
        std::hint::spin_loop();
    }
    false
}

/// Numbers that are the same in each run.
pub struct Dice(pub u64);

impl Dice {
    /// Below `end`.
    pub fn roll(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % end.max(1)
    }
}
