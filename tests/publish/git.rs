//! `git:`, over files and over ssh.

use crate::paper::Paper;
use crate::ssh::{Sshd, user};
use crate::{Place, program, suite};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

struct Repository {
    dir: tempfile::TempDir,
    sshd: Option<Sshd>,
    history: bool,
}

fn git(folder: &Path, args: &[&str]) -> Output {
    Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=Else", "-c", "user.email=e@x.org"])
        .args(args)
        .output()
        .unwrap()
}

impl Repository {
    fn new(sshd: Option<Sshd>, history: bool) -> Repository {
        let dir = tempfile::tempdir().unwrap();
        assert!(git(dir.path(), &["init", "--quiet", "--bare", "paper.git"]).status.success());
        Repository { dir, sshd, history }
    }

    fn bare(&self) -> PathBuf {
        self.dir.path().join("paper.git")
    }

    /// Does something in a clone of somebody else's, and pushes it.
    fn elsewhere(&self, work: impl FnOnce(&Path)) {
        let clone = tempfile::tempdir().unwrap();
        let bare = self.bare();
        let args = ["clone", "--quiet", "--branch", "gh-pages", bare.to_str().unwrap(), "."];
        assert!(git(clone.path(), &args).status.success());
        work(clone.path());
        for args in
            [vec!["add", "-A", "--force"], vec!["commit", "--quiet", "-m", "Else"], vec!["push", "--quiet"]]
        {
            let output = git(clone.path(), &args);
            assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

impl Place for Repository {
    fn to(&self) -> String {
        let bare = self.bare();
        match &self.sshd {
            Some(sshd) => {
                format!("git:ssh://{}@127.0.0.1:{}{}#gh-pages", user(), sshd.port(), bare.display())
            }
            None => format!("git:{}#gh-pages", bare.display()),
        }
    }

    fn settings(&self) -> String {
        format!("history = {}\ncname = \"quay.example\"\n", self.history)
    }

    fn env(&self) -> Vec<(String, String)> {
        self.sshd.iter().map(|sshd| ("GIT_SSH_COMMAND".to_owned(), sshd.client())).collect()
    }

    fn stranger(&self) -> Option<(Vec<(String, String)>, &'static str)> {
        let sshd = self.sshd.as_ref()?;
        Some((vec![("GIT_SSH_COMMAND".to_owned(), sshd.strange_client())], "Permission denied"))
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        let output = git(&self.bare(), &["cat-file", "blob", &format!("gh-pages:{path}")]);
        output.status.success().then_some(output.stdout)
    }

    fn plant(&self, path: &str, bytes: &[u8]) {
        self.elsewhere(|clone| {
            let place = clone.join(path);
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(place, bytes).unwrap();
        });
    }

    fn uproot(&self, path: &str) {
        self.elsewhere(|clone| std::fs::remove_file(clone.join(path)).unwrap());
    }

    fn refuse(&self, refuse: bool) -> Option<&'static str> {
        let hook = self.bare().join("hooks/pre-receive");
        if refuse {
            std::fs::write(&hook, "#!/bin/sh\necho 'the quota is used up' >&2\nexit 1\n").unwrap();
            #[cfg(unix)]
            std::fs::set_permissions(&hook, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
        } else {
            std::fs::remove_file(&hook).unwrap();
        }
        Some("the quota is used up")
    }
}

#[test]
fn a_branch_over_files_with_history() {
    if program(&["git"]).is_none() {
        return;
    }
    let repository = Repository::new(None, true);
    suite::all(&repository);
    let log = git(&repository.bare(), &["rev-list", "--count", "gh-pages"]);
    let count: usize = String::from_utf8(log.stdout).unwrap().trim().parse().unwrap();
    assert!(count > 5, "{count}");
    assert_eq!(repository.fetch("CNAME").as_deref(), Some(&b"quay.example\n"[..]));
    assert_eq!(repository.fetch(".nojekyll").as_deref(), Some(&b""[..]));
}

#[test]
fn a_branch_over_ssh_without_history() {
    if program(&["git"]).is_none() {
        return;
    }
    let Some(sshd) = Sshd::start(false) else { return };
    let repository = Repository::new(Some(sshd), false);
    suite::all(&repository);
    let log = git(&repository.bare(), &["rev-list", "--count", "gh-pages"]);
    assert_eq!(String::from_utf8(log.stdout).unwrap().trim(), "1");
}

#[test]
fn the_sites_own_repository_is_as_it_was() {
    if program(&["git"]).is_none() {
        return;
    }
    let repository = Repository::new(None, true);
    let paper = Paper::new(&repository);
    let bare = repository.bare();
    paper.write(".gitignore", "/public/\n/.public.dateline/\n/urls.lock\n");
    for args in [
        vec!["init", "--quiet"],
        vec!["remote", "add", "origin", bare.to_str().unwrap()],
        vec!["add", "site.toml"],
    ] {
        assert!(git(paper.root(), &args).status.success());
    }
    assert!(git(paper.root(), &["commit", "--quiet", "-m", "Begin"]).status.success());
    assert!(git(paper.root(), &["add", "content/about.md"]).status.success());
    let text = std::fs::read_to_string(paper.root().join("site.toml")).unwrap();
    let to = repository.to();
    paper.write("site.toml", &text.replace(&to, "git:origin#gh-pages"));
    assert!(paper.run(&["build", "--quiet"]).status.success());
    let state = || {
        let status = git(paper.root(), &["status", "--porcelain", "--untracked-files=all"]).stdout;
        let refs = git(paper.root(), &["show-ref"]).stdout;
        (String::from_utf8(status).unwrap(), refs, std::fs::read(paper.root().join(".git/index")).unwrap())
    };
    let before = state();
    assert!(before.0.contains("A  content/about.md"), "{}", before.0);
    let output = paper.run(&["publish"]);
    assert!(output.status.success(), "{}", crate::paper::said(&output));
    assert_eq!(state(), before);
    paper.seen_by_readers();
}
