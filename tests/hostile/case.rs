//! A case: a site as it lies on disk, and what must happen when it is built.

use std::path::Path;

/// What comes of a build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// Exit code 0 and a site.
    Builds,
    /// Exit code 1, an error that is said, and no site.
    Refused,
    /// Exit code 2: there is no site to build.
    Misused,
    /// Builds, or is refused; an error names this file.
    Either(&'static str),
}

type Prepare = Box<dyn Fn(&Path) + Send + Sync>;

/// One case.
pub struct Case {
    pub name: String,
    /// Path from the root and bytes.
    pub files: Vec<(String, Vec<u8>)>,
    /// What no plain file can do: links, pipes, permissions.
    pub prepare: Option<Prepare>,
    pub end: End,
    /// Texts that must be said.
    pub says: Vec<String>,
    /// Output files with a text that must stand in them.
    pub shows: Vec<(String, String)>,
    /// Texts that may stand in no output file.
    pub hides: Vec<String>,
    /// Whether the case may say nothing but its results.
    pub silent: bool,
    /// Runs as a user without rights, where the test runs as root.
    pub humble: bool,
    /// Takes so much work that a binary without optimisation would not do it in time.
    pub heavy: bool,
}

/// Settings of every case that does not write its own.
pub const TOML: &str =
    "title = \"Quay Post\"\nbase_url = \"https://quay.example\"\n[search]\nenabled = false\n";

/// The post that `Case::post` writes.
pub const POST: &str = "content/posts/2025-11-27-a.md";

/// Where it lies in the output.
pub const PAGE: &str = "2025/11/27/a/index.html";

/// A case with settings and nothing else, which must build.
pub fn case(name: impl Into<String>) -> Case {
    Case {
        name: name.into(),
        files: vec![("site.toml".into(), TOML.into())],
        prepare: None,
        end: End::Builds,
        says: Vec::new(),
        shows: Vec::new(),
        hides: Vec::new(),
        silent: false,
        humble: false,
        heavy: false,
    }
}

impl Case {
    /// With a file; a later one of the same path replaces an earlier one.
    pub fn file(mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let path = path.into();
        self.files.retain(|(known, _)| *known != path);
        self.files.push((path, bytes.into()));
        self
    }

    /// With a post of this front matter and body.
    pub fn post(self, front: &str, body: &str) -> Self {
        let front = front.trim_end_matches('\n');
        self.file(POST, format!("---\n{front}\n---\n\n{body}\n"))
    }

    /// With a post of this body.
    pub fn body(self, body: &str) -> Self {
        self.post("title: A", body)
    }

    /// With a post of these bytes, front matter and all.
    pub fn raw(self, bytes: impl Into<Vec<u8>>) -> Self {
        self.file(POST, bytes)
    }

    /// After this was done to the root.
    pub fn prepared(mut self, prepare: impl Fn(&Path) + Send + Sync + 'static) -> Self {
        self.prepare = Some(Box::new(prepare));
        self
    }

    /// Must be refused, and say this.
    pub fn refused(mut self, says: &str) -> Self {
        self.end = End::Refused;
        self.says(says)
    }

    /// Must be told that there is no site.
    pub fn misused(mut self) -> Self {
        self.end = End::Misused;
        self.says("no site.toml and no _config.yml")
    }

    /// Must build, or be refused with the file named.
    pub fn either(mut self, file: &'static str) -> Self {
        self.end = End::Either(file);
        self
    }

    /// Must say this.
    pub fn says(mut self, text: &str) -> Self {
        self.says.push(text.into());
        self
    }

    /// Must have this text in that output file.
    pub fn shows(mut self, path: &str, text: &str) -> Self {
        self.shows.push((path.into(), text.into()));
        self
    }

    /// Must have this text on the post's page.
    pub fn page(self, text: &str) -> Self {
        self.shows(PAGE, text)
    }

    /// Must have this text nowhere.
    pub fn hides(mut self, text: &str) -> Self {
        self.hides.push(text.into());
        self
    }

    /// Must say nothing of problems.
    pub fn silent(mut self) -> Self {
        self.silent = true;
        self
    }

    /// Needs an optimised binary.
    pub fn heavy(mut self) -> Self {
        self.heavy = true;
        self
    }
}
