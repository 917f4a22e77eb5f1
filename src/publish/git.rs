//! `git:`: a commit on a branch of a remote. A bare repository beside the output holds what is known of that branch;
//! `git fast-import` turns the changes into a commit there, which is pushed. No working tree and no index is touched,
//! neither of the site's own repository nor of any other, and all of it comes into view with the push.
//!
//! Git itself does the talking, so remotes, keys and credential helpers are those that the user has set up.

use super::manifest::NAME;
use super::target::{Base, Cause, Failure, Found, Put, Stored, Target};
use std::ffi::OsStr;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What our commits are known by locally.
const REF: &str = "refs/dateline/site";

/// A branch as a target.
pub struct Git {
    repository: PathBuf,
    url: String,
    branch: String,
    /// Whether a commit has the one before as its parent.
    history: bool,
    author: String,
    /// The branch's commit, `None` when there is no such branch.
    head: Option<String>,
    import: Mutex<Option<Import>>,
}

/// A running `git fast-import`.
struct Import {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    marks: usize,
    /// The commit's changes, which follow its message.
    changes: Vec<u8>,
}

impl Git {
    /// Asks the remote for the branch and fetches it where it is not known yet. `state` is the bare repository.
    pub fn open(
        root: &Path,
        state: &Path,
        remote: &str,
        branch: &str,
        history: bool,
    ) -> Result<Git, Failure> {
        let is_name = !remote.contains(['/', ':', '\\']);
        let url = if is_name {
            let found = run(command(root).args(["remote", "get-url", "--push", remote]), "find")?;
            String::from_utf8_lossy(&found).trim().to_owned()
        } else {
            remote.to_owned()
        };
        // A relative path is one from the site's root, and git is about to work elsewhere.
        let url = match root.join(&url) {
            local if !url.contains(':') && local.exists() => {
                std::path::absolute(&local).unwrap_or(local).to_string_lossy().into_owned()
            }
            _ => url,
        };
        let repository = std::path::absolute(state).unwrap_or_else(|_| state.to_path_buf());
        if !repository.join("HEAD").exists() {
            let told = |error| Failure::io("create", repository.display().to_string(), &error);
            std::fs::create_dir_all(&repository).map_err(told)?;
            run(command(&repository).args(["init", "--quiet", "--bare", "--template=", "."]), "create")?;
        }
        let author = author(root);
        let mut git = Git {
            repository,
            url,
            branch: branch.to_owned(),
            history,
            author,
            head: None,
            import: Mutex::new(None),
        };
        git.head = git.fetch()?;
        Ok(git)
    }

    fn git<S: AsRef<OsStr>>(&self, args: impl IntoIterator<Item = S>) -> Command {
        let mut command = command(&self.repository);
        command.env("GIT_DIR", &self.repository).args(args);
        command
    }

    fn full(&self) -> String {
        format!("refs/heads/{}", self.branch)
    }

    fn fetch(&self) -> Result<Option<String>, Failure> {
        let listed = run(&mut self.git(["ls-remote", "--", &self.url, &self.full()]), "reach")?;
        let listed = String::from_utf8_lossy(&listed);
        let Some(commit) = listed.split_whitespace().next().map(str::to_owned) else { return Ok(None) };
        let have = format!("{commit}^{{tree}}");
        if run(&mut self.git(["cat-file", "-e", &have]), "read").is_err() {
            let spec = format!("+{}:{REF}", self.full());
            let fetch = ["fetch", "--quiet", "--no-tags", "--depth=1", "--", &self.url, &spec];
            run(&mut self.git(fetch), "fetch")?;
        }
        run(&mut self.git(["update-ref", REF, &commit]), "read")?;
        Ok(Some(commit))
    }

    fn start(&self) -> Result<Import, Failure> {
        let told = |error| Failure::io("run git for", "", &error);
        let mut command = self.git(["fast-import", "--quiet", "--done", "--force"]);
        let mut child = command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(told)?;
        match (child.stdin.take(), child.stdout.take()) {
            (Some(stdin), Some(stdout)) => {
                Ok(Import { child, stdin, stdout: BufReader::new(stdout), marks: 0, changes: Vec::new() })
            }
            _ => Err(told(std::io::ErrorKind::BrokenPipe.into())),
        }
    }

    /// Does something with the running import, and gives git's own words when it ended.
    fn with<T>(
        &self,
        path: &str,
        work: impl FnOnce(&mut Import) -> std::io::Result<T>,
    ) -> Result<T, Failure> {
        let mut held = self.import.lock().unwrap_or_else(PoisonError::into_inner);
        let import = match held.as_mut() {
            Some(import) => import,
            None => held.insert(self.start()?),
        };
        work(import).map_err(|error| {
            let failure = Failure::io("put", path, &error);
            let Some(mut import) = held.take() else { return failure };
            let mut words = String::new();
            let _ = import.child.kill();
            if let Some(stderr) = import.child.stderr.as_mut() {
                let _ = stderr.read_to_string(&mut words);
            }
            let _ = import.child.wait();
            if words.trim().is_empty() { failure } else { failed("put", &words) }
        })
    }
}

impl Import {
    fn blob(&mut self, bytes: &[u8]) -> std::io::Result<String> {
        self.marks += 1;
        write!(self.stdin, "blob\nmark :{}\ndata {}\n", self.marks, bytes.len())?;
        self.stdin.write_all(bytes)?;
        write!(self.stdin, "\nget-mark :{}\n", self.marks)?;
        self.stdin.flush()?;
        let mut id = String::new();
        self.stdout.read_line(&mut id)?;
        if id.trim().is_empty() {
            Err(std::io::ErrorKind::BrokenPipe.into())
        } else {
            Ok(id.trim().to_owned())
        }
    }
}

impl Target for Git {
    fn manifest(&self) -> Result<Option<Vec<u8>>, Failure> {
        let Some(head) = &self.head else { return Ok(None) };
        let name = format!("{head}:{NAME}");
        if run(&mut self.git(["cat-file", "-e", &name]), "read").is_err() {
            return Ok(None);
        }
        run(&mut self.git(["cat-file", "blob", &name]), "read").map(Some)
    }

    fn survey(&self) -> Result<Vec<Found>, Failure> {
        let Some(head) = &self.head else { return Ok(Vec::new()) };
        let listed = run(&mut self.git(["ls-tree", "-r", "-z", "--full-tree", head]), "list")?;
        let entries = listed.split(|byte| *byte == 0).filter_map(|line| {
            let (about, path) = std::str::from_utf8(line).ok()?.split_once('\t')?;
            let mark = about.split(' ').nth(2)?.to_owned();
            Some(Found { path: path.to_owned(), size: None, mark: Some(mark), hash: None })
        });
        Ok(entries.collect())
    }

    fn surveys_cheaply(&self) -> bool {
        true
    }

    fn holds(&self, path: &str) -> Result<bool, Failure> {
        let Some(head) = &self.head else { return Ok(false) };
        Ok(run(&mut self.git(["cat-file", "-e", &format!("{head}:{path}")]), "read").is_ok())
    }

    fn begin(&self) -> Result<Base, Failure> {
        Ok(Base::Kept)
    }

    fn is_staged(&self) -> bool {
        true
    }

    fn put(&self, file: &Put<'_>) -> Result<Stored, Failure> {
        let mark = self.with(file.path, |import| {
            let id = import.blob(file.bytes)?;
            writeln!(import.changes, "M 100644 {id} {}", quoted(file.path))?;
            Ok(id)
        })?;
        Ok(Stored { size: file.bytes.len() as u64, mark: Some(mark) })
    }

    fn delete(&self, path: &str) -> Result<(), Failure> {
        self.with(path, |import| writeln!(import.changes, "D {}", quoted(path)))
    }

    fn keep(&self, manifest: &[u8]) -> Result<(), Failure> {
        self.with(NAME, |import| {
            let id = import.blob(manifest)?;
            writeln!(import.changes, "M 100644 {id} {}", quoted(NAME))
        })
    }

    fn finish(&self, message: &str) -> Result<(), Failure> {
        let base = match &self.head {
            Some(head) if self.history => Some(format!("from {head}")),
            Some(head) => {
                let tree = run(&mut self.git(["rev-parse", &format!("{head}^{{tree}}")]), "read")?;
                Some(format!("M 040000 {} \"\"", String::from_utf8_lossy(&tree).trim()))
            }
            None => None,
        };
        self.with("", |import| {
            let (author, count) = (&self.author, message.len());
            write!(import.stdin, "commit {REF}\ncommitter {author}\ndata {count}\n{message}\n")?;
            if let Some(base) = &base {
                writeln!(import.stdin, "{base}")?;
            }
            let changes = std::mem::take(&mut import.changes);
            import.stdin.write_all(&changes)?;
            write!(import.stdin, "\ndone\n")?;
            import.stdin.flush()
        })?;
        let import = self.import.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(Import { child, stdin, stdout, .. }) = import {
            drop((stdin, stdout));
            let ended =
                child.wait_with_output().map_err(|error| Failure::io("write the commit for", "", &error))?;
            if !ended.status.success() {
                return Err(failed("write the commit for", &String::from_utf8_lossy(&ended.stderr)));
            }
        }
        let lease = format!("--force-with-lease={}:{}", self.full(), self.head.as_deref().unwrap_or(""));
        let spec = format!("{REF}:{}", self.full());
        let mut push = vec!["push", "--quiet"];
        // Whoever pushed in the meantime is not overwritten, with or without history.
        push.push(&lease);
        push.extend(["--", &self.url, &spec]);
        run(&mut self.git(push), "push to").map(|_| ())
    }

    fn roll_back(&self) -> Result<Option<String>, Failure> {
        Ok(None)
    }

    fn width(&self) -> usize {
        1
    }
}

impl Drop for Git {
    fn drop(&mut self) {
        let held = self.import.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(import) = held {
            let _ = import.child.kill();
            let _ = import.child.wait();
        }
    }
}

/// `git`, deaf to what the surroundings say of repositories, and asking for passwords only where somebody can answer.
fn command(folder: &Path) -> Command {
    let mut command = Command::new("git");
    command.current_dir(folder).stdin(Stdio::null());
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_COMMON_DIR"] {
        command.env_remove(name);
    }
    if !std::io::IsTerminal::is_terminal(&std::io::stderr()) {
        command.env("GIT_TERMINAL_PROMPT", "0");
    }
    command
}

fn run(command: &mut Command, action: &'static str) -> Result<Vec<u8>, Failure> {
    let output = command.output().map_err(|error| {
        let mut failure = Failure::io(action, "", &error);
        if error.kind() == std::io::ErrorKind::NotFound {
            failure.reason = "the program git is not installed".into();
        }
        failure
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    Err(failed(action, &String::from_utf8_lossy(&output.stderr)))
}

/// What git said, as a failure; addresses that it repeats lose the password they may have.
fn failed(action: &'static str, words: &str) -> Failure {
    let lower = words.to_lowercase();
    let has = |texts: &[&str]| texts.iter().any(|text| lower.contains(text));
    let cause = if has(&["denied", "authentication", "could not read username", "403", "401", "host key"]) {
        Cause::Denied
    } else if has(&["no space left", "quota"]) {
        Cause::Full
    } else if has(&["does not appear to be a git repository", "repository not found", "no such remote"]) {
        Cause::NoPlace
    } else if has(&["timed out", "connection reset", "could not resolve", "early eof", "hung up"]) {
        Cause::Passing
    } else {
        Cause::Other
    };
    let told: Vec<&str> = words
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty() && !line.starts_with("hint:") && !line.starts_with("warning:"))
        .take(3)
        .collect();
    Failure::new(cause, action, "", without_password(&told.join("; ")))
}

/// `https://user:secret@host` → `https://host`
fn without_password(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find("://") {
        let (before, after) = rest.split_at(at + 3);
        out.push_str(before);
        let end = after.find(|c: char| c == '/' || c.is_whitespace() || c == '\'').unwrap_or(after.len());
        rest = after[..end].rfind('@').map_or(after, |user| &after[user + 1..]);
    }
    out.push_str(rest);
    out
}

/// Who commits, and when: as git has it for the site's folder, else under the program's own name.
fn author(root: &Path) -> String {
    let set = run(command(root).args(["var", "GIT_COMMITTER_IDENT"]), "read");
    let set = set.map(|ident| String::from_utf8_lossy(&ident).trim().to_owned()).unwrap_or_default();
    if !set.is_empty() {
        return set;
    }
    let since_1970 = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    format!("Dateline <dateline@localhost> {} +0000", since_1970.as_secs())
}

/// A path as fast-import reads it.
fn quoted(path: &str) -> String {
    let mut out = String::from("\"");
    for c in path.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_in_an_address_is_not_repeated() {
        let told =
            "fatal: unable to access 'https://me:hunter2@host/paper.git/': 403 at https://x@y/z and ssh://h";
        let wanted = "fatal: unable to access 'https://host/paper.git/': 403 at https://y/z and ssh://h";
        assert_eq!(without_password(told), wanted);
        assert_eq!(failed("push to", told).cause, Cause::Denied);
    }

    #[test]
    fn paths_are_quoted() {
        assert_eq!(quoted("a b/\"ü\\.html"), "\"a b/\\\"ü\\\\.html\"");
    }
}
