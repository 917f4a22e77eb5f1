//! The module's promises, each played out in a folder of its own.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, clippy::cast_possible_truncation)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

pub(super) use super::*;

mod changes;
mod copies;
mod kills;
mod refusals;

type Files = BTreeMap<String, Vec<u8>>;
type Built = Result<Summary, BuildError<String>>;

/// A folder with an output in it.
struct Lab {
    dir: TempDir,
}

impl Lab {
    fn new() -> Self {
        Self { dir: tempfile::tempdir().expect("a temporary folder") }
    }

    fn out(&self) -> PathBuf {
        self.dir.path().join("public")
    }

    fn state(&self) -> PathBuf {
        self.dir.path().join(".public.dateline")
    }

    fn build(&self, plan: &[(&str, &str)]) -> Summary {
        self.try_build(&files(plan)).expect("a build that succeeds")
    }

    fn try_build(&self, plan: &Files) -> Built {
        self.run(plan, Mode::Write, &mut || Ok(()))
    }

    fn run(&self, plan: &Files, mode: Mode, tick: &mut dyn FnMut() -> Result<(), Error>) -> Built {
        let paths: Vec<Arc<str>> = plan.keys().map(|path| path.as_str().into()).collect();
        let content = |i: usize| Ok(Content::Bytes(plan[&*paths[i]].clone()));
        write_in_steps(&self.out(), listing(&paths), content, mode, tick)
    }

    /// Builds and is killed before the n-th step; says whether it got that far.
    fn build_killed(&self, plan: &Files, n: usize) -> bool {
        let mut left = n;
        let mut tick = || {
            left = left.checked_sub(1).ok_or_else(|| Error::InTheWay { path: "killed".into() })?;
            Ok(())
        };
        self.run(plan, Mode::Write, &mut tick).is_err()
    }

    fn site(&self) -> Files {
        let mut files = Files::new();
        read_into(&self.out(), "", &mut files);
        files
    }

    fn put(&self, path: &str, text: &str) {
        let place = self.out().join(path);
        fs::create_dir_all(place.parent().expect("a parent")).expect("a folder");
        fs::write(place, text).expect("a file");
    }

    fn age(&self, path: &str) {
        age(&self.out().join(path));
    }
}

fn listing(paths: &[Arc<str>]) -> Listing<'_> {
    Listing { about: "", paths, tag: &|_| Cow::default() }
}

/// Makes a file's time differ from any that a build gives.
fn age(file: &Path) {
    let then = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
    fs::File::options().write(true).open(file).and_then(|file| file.set_modified(then)).expect("a time");
}

/// Folders end in `/`, so that one that is left empty shows.
fn read_into(folder: &Path, prefix: &str, files: &mut Files) {
    for item in fs::read_dir(folder).expect("a folder") {
        let item = item.expect("an item");
        let path = format!("{prefix}{}", item.file_name().to_string_lossy());
        if path == ".dateline" {
            continue;
        }
        if item.file_type().expect("a type").is_dir() {
            let before = files.len();
            read_into(&item.path(), &format!("{path}/"), files);
            if files.len() == before {
                files.insert(format!("{path}/"), Vec::new());
            }
        } else {
            files.insert(path, fs::read(item.path()).expect("a file"));
        }
    }
}

fn files(plan: &[(&str, &str)]) -> Files {
    plan.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes().to_vec())).collect()
}

/// All that is under a folder, with times.
fn snapshot(folder: &Path) -> Vec<(PathBuf, SystemTime, u64)> {
    let mut all = Vec::new();
    let mut todo = vec![folder.to_owned()];
    while let Some(folder) = todo.pop() {
        for item in fs::read_dir(folder).expect("a folder") {
            let item = item.expect("an item");
            let metadata = item.metadata().expect("metadata");
            if metadata.is_dir() {
                todo.push(item.path());
            }
            all.push((item.path(), metadata.modified().expect("a time"), metadata.len()));
        }
    }
    all.sort();
    all
}
