//! A site in a temporary folder: written file by file, built by the library at a fixed moment, looked into as text.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "each test file uses its own part of this, and a skipped test says so"
)]

pub mod pictures;
pub mod preview;

use dateline::build::{self, Options, Report};
use dateline::config::Overrides;
use dateline::diagnostics::{self, Diagnostic};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The "now" of every build that does not set its own.
pub const NOW: &str = "2026-01-15T12:00:00Z";

/// The settings of every site that does not write its own.
pub const TOML: &str = "title = \"Quay Post\"\nbase_url = \"https://quay.example\"\n";

/// What ends them: most tests look at other files than those of the search.
const NO_SEARCH: &str = "\n[search]\nenabled = false\n";

/// A site's sources and its output folder, both temporary.
pub struct Site {
    dir: TempDir,
    pub options: Options,
}

impl Site {
    /// A site with settings and no content.
    pub fn new() -> Site {
        let site = Site::bare();
        site.put("site.toml", format!("{TOML}{NO_SEARCH}"));
        site
    }

    /// A Jekyll site: `_config.yml` and no `site.toml`.
    pub fn jekyll(config: &str) -> Site {
        let site = Site::bare();
        site.put("_config.yml", config);
        site
    }

    fn bare() -> Site {
        let dir = tempfile::tempdir().unwrap();
        let root = dir.path().join("site");
        fs::create_dir(&root).unwrap();
        let options = Options {
            root,
            out: Some(dir.path().join("out/public")),
            overrides: Overrides::default(),
            drafts: false,
            future: false,
            now: NOW.parse().unwrap(),
            dry_run: false,
        };
        Site { dir, options }
    }

    /// The same with a source file.
    pub fn file(self, path: &str, bytes: impl AsRef<[u8]>) -> Site {
        self.put(path, bytes);
        self
    }

    /// The same with these settings after title and base_url; a table must come last.
    pub fn toml(self, more: &str) -> Site {
        self.put("site.toml", format!("{TOML}{more}{NO_SEARCH}"));
        self
    }

    /// The same at another moment.
    pub fn at(mut self, now: &str) -> Site {
        self.options.now = now.parse::<Timestamp>().unwrap();
        self
    }

    /// The same for another address.
    pub fn base_url(mut self, url: &str) -> Site {
        self.options.overrides.base_url = Some(url.into());
        self
    }

    /// Writes a source file.
    pub fn put(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.options.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// Deletes a source file.
    pub fn remove(&self, path: &str) {
        fs::remove_file(self.options.root.join(path)).unwrap();
    }

    /// The output folder.
    pub fn out(&self) -> PathBuf {
        self.options.out.clone().unwrap()
    }

    /// The folder that holds sources and output.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    pub fn try_build(&self) -> Result<Report, Vec<Diagnostic>> {
        build::build(&self.options)
    }

    /// Builds; a site that does not build fails the test with what the user would read.
    pub fn build(&self) -> Built {
        match self.try_build() {
            Ok(report) => Built { files: tree(&self.out()), report },
            Err(problems) => panic!("the site does not build:\n{}", plain(&problems)),
        }
    }

    /// What a build that fails says of errors, with the temporary folder's name as `[DIR]`.
    pub fn errors(&self) -> String {
        match self.try_build() {
            Ok(_) => panic!("the site builds"),
            Err(problems) => {
                let errors: Vec<Diagnostic> = problems.into_iter().filter(Diagnostic::is_error).collect();
                plain(&errors).replace(&self.dir().display().to_string(), "[DIR]")
            }
        }
    }

    /// Breaks a site that was built once, and returns the one error, having seen that the old site is as it was.
    pub fn refusal(self, break_it: impl FnOnce(&Site)) -> String {
        self.build();
        let before = tree(&self.out());
        assert!(before.contains_key("index.html"));
        break_it(&self);
        let problems = self.try_build().map(|_| ()).expect_err("the site still builds");
        let errors = problems.iter().filter(|problem| problem.is_error()).count();
        assert_eq!(errors, 1, "not one error:\n{}", plain(&problems));
        assert_eq!(tree(&self.out()), before, "the old site is not as it was");
        self.errors()
    }
}

/// A site that was built: its files as they were then.
pub struct Built {
    files: BTreeMap<String, Vec<u8>>,
    pub report: Report,
}

impl Built {
    pub fn bytes(&self, path: &str) -> &[u8] {
        self.files.get(path).unwrap_or_else(|| panic!("there is no {path} among {:#?}", self.files()))
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.bytes(path).to_vec()).unwrap()
    }

    /// A file that may hold anything, as text; nothing when it is none.
    pub fn text_or_empty(&self, path: &str) -> String {
        self.files.get(path).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default()
    }

    /// Whether there is such a file, or a folder that holds one.
    pub fn exists(&self, path: &str) -> bool {
        let folder = format!("{}/", path.trim_end_matches('/'));
        self.files.contains_key(path) || self.files.keys().any(|file| file.starts_with(&folder))
    }

    /// All output paths, sorted.
    pub fn files(&self) -> Vec<String> {
        self.files.keys().cloned().collect()
    }

    /// The paths of all HTML files, sorted.
    pub fn pages(&self) -> Vec<String> {
        self.files().into_iter().filter(|path| path.ends_with(".html")).collect()
    }

    pub fn warnings(&self) -> String {
        plain(&self.report.warnings)
    }
}

/// Every file below `folder` with its bytes; nothing when it is not there.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}

/// Problems as a terminal without colours shows them.
pub fn plain(problems: &[Diagnostic]) -> String {
    let text: Vec<String> = problems.iter().map(|problem| strip(&diagnostics::render(problem))).collect();
    text.join("\n")
}

fn strip(text: &str) -> String {
    anstream::adapter::strip_str(text).to_string()
}

/// A post's text: its front matter's lines and its body.
pub fn post(keys: &str, body: &str) -> String {
    format!("---\n{}\n---\n\n{body}\n", keys.trim())
}

/// `../shared/<path>`, or `None` said aloud.
pub fn shared(path: &str) -> Option<PathBuf> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    if shared.join(path).exists() {
        Some(shared.join(path))
    } else {
        eprintln!("SKIPPED: ../shared is not here");
        None
    }
}
