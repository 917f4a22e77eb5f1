//! A small paper that is written, built and published with the program itself.

use crate::Place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use tempfile::TempDir;

pub struct Paper<'a> {
    dir: TempDir,
    place: &'a dyn Place,
}

impl<'a> Paper<'a> {
    pub fn new(place: &'a dyn Place) -> Paper<'a> {
        let paper = Paper { dir: tempfile::tempdir().unwrap(), place };
        let toml = format!(
            "title = \"Quay Post\"\nbase_url = \"https://quay.example\"\npaginate = 4\n[publish.production]\nto = \"{}\"\n{}",
            place.to(),
            place.settings()
        );
        paper.write("site.toml", &toml);
        for number in 1..=9 {
            paper.post(number, "First words.");
        }
        paper.write("content/about.md", "---\ntitle: About\nredirect_from: /imprint/\n---\nUs & \"them\".\n");
        paper.write("content/posts/picture one.bin", &"not text ".repeat(4000));
        paper
    }

    pub fn root(&self) -> &Path {
        self.dir.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub fn post(&self, number: usize, words: &str) {
        let text = format!("---\ntitle: Post {number}\ntags: [harbour, t{number}]\n---\n{words}\n");
        self.write(&format!("content/posts/2025-01-{number:02}-post-{number}.md"), &text);
    }

    pub fn remove_post(&self, number: usize) {
        fs::remove_file(self.root().join(format!("content/posts/2025-01-{number:02}-post-{number}.md")))
            .unwrap();
        // The ledger would not let its addresses go; it has its own tests.
        let _ = fs::remove_file(self.root().join("urls.lock"));
    }

    pub fn url(number: usize) -> String {
        format!("2025/01/{number:02}/post-{number}/index.html")
    }

    fn command(&self, env: &[(String, String)]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .current_dir(self.root())
            .env("SOURCE_DATE_EPOCH", "1770000000")
            .env("HOME", self.root())
            .env_remove("AWS_PROFILE")
            .envs(env.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null());
        command
    }

    pub fn run_as(&self, env: &[(String, String)], args: &[&str]) -> Output {
        self.command(env).args(args).output().unwrap()
    }

    pub fn run(&self, args: &[&str]) -> Output {
        self.run_as(&self.place.env(), args)
    }

    /// Publishes; what did not work fails the test with what was said.
    pub fn publish(&self, more: &[&str]) -> Value {
        let args = [&["publish", "--build", "--format", "json"], more].concat();
        let output = self.run(&args);
        assert!(output.status.success(), "{}", said(&output));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Publishes in vain, and returns what was said.
    pub fn refused(&self, more: &[&str]) -> String {
        let output = self.run(&[&["publish", "--build"], more].concat());
        assert!(!output.status.success(), "it was published: {}", said(&output));
        said(&output)
    }

    /// A publish that goes on by itself, and what hears of its end.
    pub fn start(&self) -> (Child, Receiver<()>) {
        let mut command = self.command(&self.place.env());
        command.args(["publish", "--build", "--yes", "--quiet"]).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let mut stdout = child.stdout.take().unwrap();
        let (sender, ended) = channel();
        std::thread::spawn(move || {
            // The end of what it says is that of itself.
            let _ = std::io::copy(&mut stdout, &mut std::io::sink());
            let _ = sender.send(());
        });
        (child, ended)
    }

    /// The built site.
    pub fn built(&self) -> BTreeMap<String, Vec<u8>> {
        let public = self.root().join("public");
        let mut files = BTreeMap::new();
        let mut folders: Vec<PathBuf> = vec![public.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    let name = path.strip_prefix(&public).unwrap().to_str().unwrap().to_owned();
                    files.insert(name, fs::read(&path).unwrap());
                }
            }
        }
        files
    }

    /// Sees that readers get what was built, byte for byte.
    pub fn seen_by_readers(&self) {
        for (path, bytes) in self.built() {
            let fetched = self.place.fetch(&path);
            assert!(fetched.as_deref() == Some(&bytes[..]), "{path} is not as it was built");
        }
    }
}

pub fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
