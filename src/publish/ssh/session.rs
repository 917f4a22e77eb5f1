//! One SFTP connection through the system's `ssh`, and what is done over it to whole trees.

use super::super::target::{Cause, Failure};
use futures_util::{StreamExt as _, stream};
use openssh_sftp_client::{Error, Sftp, SftpOptions, error::SftpErrorKind, fs::DirEntry};
use std::process::Stdio;
use std::time::Duration;
use tokio::process::{Child, Command};

/// How many requests over one connection wait for their answers at a time.
const PIPELINED: usize = 128;

/// How to reach a machine.
#[derive(Debug, Clone)]
pub struct Connection {
    program: Vec<String>,
    host: String,
    port: Option<u16>,
}

/// An open connection.
pub struct Session {
    pub sftp: Sftp,
    // Ends with the session.
    _child: Child,
}

/// What lies below a folder; paths are from it.
#[derive(Debug, Default)]
pub struct Tree {
    /// Parents come before what is in them.
    pub folders: Vec<String>,
    /// With their sizes; a link has none.
    pub files: Vec<(String, Option<u64>)>,
}

impl Connection {
    /// `DATELINE_SSH` names another program or gives it options, as in `ssh -F config`.
    pub fn new(host: &str, port: Option<u16>) -> Connection {
        let set = std::env::var("DATELINE_SSH").unwrap_or_default();
        let mut program: Vec<String> = set.split_whitespace().map(str::to_owned).collect();
        if program.is_empty() {
            program.push("ssh".into());
        }
        Connection { program, host: host.to_owned(), port }
    }

    /// The start of a command, up to the host.
    fn arguments(&self) -> Vec<String> {
        let mut arguments = self.program[1..].to_vec();
        for option in ["ConnectTimeout=20", "ServerAliveInterval=15", "ServerAliveCountMax=4"] {
            arguments.extend(["-o".to_owned(), option.to_owned()]);
        }
        if !std::io::IsTerminal::is_terminal(&std::io::stdin()) {
            // Nobody is there to answer a question.
            arguments.extend(["-o".to_owned(), "BatchMode=yes".to_owned()]);
        }
        if let Some(port) = self.port {
            arguments.extend(["-p".to_owned(), port.to_string()]);
        }
        arguments
    }

    /// Connects.
    pub async fn open(&self) -> Result<Session, Failure> {
        let told = |error: &std::io::Error| {
            let mut failure = Failure::io("run ssh for", "", error);
            if error.kind() == std::io::ErrorKind::NotFound {
                failure.reason = format!("the program {} is not installed", self.program[0]);
            }
            failure
        };
        let mut child = Command::new(&self.program[0])
            .args(self.arguments())
            .args(["-s", "--", &self.host, "sftp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| told(&error))?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(told(&std::io::ErrorKind::BrokenPipe.into()));
        };
        let options = SftpOptions::new().flush_interval(Duration::ZERO);
        match Sftp::new(stdin, stdout, options).await {
            Ok(sftp) => Ok(Session { sftp, _child: child }),
            Err(error) => {
                // What ssh itself said is the reason; the protocol only saw the end of it.
                let ended = tokio::time::timeout(Duration::from_secs(5), child.wait_with_output()).await;
                let said = ended.ok().and_then(Result::ok).map(|output| output.stderr).unwrap_or_default();
                let said = String::from_utf8_lossy(&said);
                let lines: Vec<&str> = said.lines().map(str::trim).filter(|line| is_news(line)).collect();
                let reason = if lines.is_empty() { error.to_string() } else { lines.join("; ") };
                Err(Failure::new(cause_of(&reason), "connect to", "", reason))
            }
        }
    }

    /// Runs a command there and says whether it went well. Machines that offer SFTP alone refuse it.
    pub fn shell(&self, command: &str) -> bool {
        let status = std::process::Command::new(&self.program[0])
            .args(self.arguments())
            .args(["--", &self.host, command])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.is_ok_and(|status| status.success())
    }
}

fn is_news(line: &str) -> bool {
    !line.is_empty() && !line.starts_with("Warning: Permanently added") && !line.starts_with("** ")
}

fn cause_of(reason: &str) -> Cause {
    let lower = reason.to_lowercase();
    let has = |texts: &[&str]| texts.iter().any(|text| lower.contains(text));
    if has(&["permission denied", "host key", "too many authentication", "identification has changed"]) {
        Cause::Denied
    } else if has(&["could not resolve", "no route", "subsystem request failed"]) {
        Cause::NoPlace
    } else if has(&["timed out", "connection reset", "connection closed", "refused"]) {
        Cause::Passing
    } else {
        Cause::Other
    }
}

impl Session {
    /// Writes a file under a passing name and renames it to its place.
    pub async fn write(&self, part: &str, place: &str, bytes: &[u8]) -> Result<(), Failure> {
        let write = async {
            let mut file = self.sftp.options().write(true).create(true).truncate(true).open(part).await?;
            file.write_all(bytes).await?;
            file.close().await?;
            let mut fs = self.sftp.fs();
            match fs.rename(part, place).await {
                Err(Error::SftpError(SftpErrorKind::Failure, _)) => {
                    // A folder that is empty since its files were deleted, or a server without posix-rename.
                    if fs.remove_dir(place).await.is_err() && !self.sftp.support_posix_rename() {
                        let _ = fs.remove_file(place).await;
                    }
                    fs.rename(part, place).await
                }
                result => result,
            }
        };
        let result: Result<(), Error> = write.await;
        let Err(error) = result else { return Ok(()) };
        let mut failure = of_sftp("put", place, &error);
        let _ = self.sftp.fs().remove_file(part).await;
        // SFTP has no word for a disk that is full.
        if matches!(error, Error::SftpError(SftpErrorKind::Failure, _)) && self.is_full(part).await {
            (failure.cause, failure.reason) = (Cause::Full, "no room is left".into());
        }
        Err(failure)
    }

    async fn is_full(&self, path: &str) -> bool {
        let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
        let space = self.sftp.fs().statvfs(folder).await;
        // What was written of the file has been removed again, so some blocks are free all the same.
        space.is_ok_and(|space| space.bavail.saturating_mul(50) < space.blocks || space.favail == 0)
    }

    /// Creates a folder and those above it.
    pub async fn create_folders(&self, folder: &str) -> Result<(), Failure> {
        let mut missing = Vec::new();
        let mut at = folder.trim_end_matches('/');
        while !at.is_empty() && self.sftp.fs().metadata(at).await.is_err() {
            missing.push(at);
            at = at.rsplit_once('/').map_or("", |(parent, _)| parent);
        }
        for folder in missing.into_iter().rev() {
            if let Err(error) = self.sftp.fs().create_dir(folder).await
                // Another file of the same folder can have been quicker.
                && self.sftp.fs().metadata(folder).await.is_err()
            {
                return Err(of_sftp("create", folder, &error));
            }
        }
        Ok(())
    }

    /// The names in a folder; none when it is not there.
    pub async fn names(&self, folder: &str) -> Result<Vec<String>, Failure> {
        let entries = self.entries(folder).await?;
        Ok(entries.iter().filter_map(|entry| entry.filename().to_str().map(str::to_owned)).collect())
    }

    async fn entries(&self, folder: &str) -> Result<Vec<DirEntry>, Failure> {
        let told = |error: &Error| of_sftp("list", folder, error);
        let opened = match self.sftp.fs().open_dir(folder).await {
            Ok(opened) => opened,
            Err(error) if is_missing(&error) => return Ok(Vec::new()),
            Err(error) => return Err(told(&error)),
        };
        let mut reading = Box::pin(opened.read_dir());
        let mut entries = Vec::new();
        while let Some(entry) = reading.next().await {
            let entry = entry.map_err(|error| told(&error))?;
            if entry.filename().as_os_str() != "." && entry.filename().as_os_str() != ".." {
                entries.push(entry);
            }
        }
        Ok(entries)
    }

    /// All that lies below a folder.
    pub async fn tree(&self, base: &str) -> Result<Tree, Failure> {
        let mut tree = Tree::default();
        let mut level = vec![String::new()];
        while !level.is_empty() {
            let listed = stream::iter(level).map(|folder| async move {
                let place = if folder.is_empty() { base.to_owned() } else { format!("{base}/{folder}") };
                self.entries(&place).await.map(|entries| (folder, entries))
            });
            let listed: Vec<_> = listed.buffer_unordered(PIPELINED).collect().await;
            level = Vec::new();
            for result in listed {
                let (folder, entries) = result?;
                for entry in entries {
                    let name = entry.filename().to_string_lossy();
                    let path = if folder.is_empty() { name.into_owned() } else { format!("{folder}/{name}") };
                    match entry.file_type() {
                        Some(kind) if kind.is_dir() => {
                            tree.folders.push(path.clone());
                            level.push(path);
                        }
                        Some(kind) if kind.is_symlink() => tree.files.push((path, None)),
                        _ => tree.files.push((path, entry.metadata().len())),
                    }
                }
            }
        }
        Ok(tree)
    }

    /// The same tree once more, its files shared by hard links.
    pub async fn link_tree(&self, from: &str, to: &str) -> Result<(), Failure> {
        let tree = self.tree(from).await?;
        self.create_folders(to).await?;
        for folder in &tree.folders {
            let place = format!("{to}/{folder}");
            let made = self.sftp.fs().create_dir(&place).await;
            made.map_err(|error| of_sftp("create", &place, &error))?;
        }
        let links = stream::iter(&tree.files).map(|(path, _)| async move {
            let result = self.sftp.fs().hard_link(format!("{from}/{path}"), format!("{to}/{path}")).await;
            result.map_err(|error| of_sftp("link", path, &error))
        });
        let links: Vec<Result<(), Failure>> = links.buffer_unordered(PIPELINED).collect().await;
        links.into_iter().collect()
    }

    /// Removes a folder with all that is in it.
    pub async fn remove_tree(&self, base: &str) -> Result<(), Failure> {
        let tree = self.tree(base).await?;
        let files = stream::iter(&tree.files).map(|(path, _)| async move {
            let _ = self.sftp.fs().remove_file(format!("{base}/{path}")).await;
        });
        files.buffer_unordered(PIPELINED).collect::<Vec<()>>().await;
        for folder in tree.folders.iter().rev() {
            let _ = self.sftp.fs().remove_dir(format!("{base}/{folder}")).await;
        }
        match self.sftp.fs().remove_dir(base).await {
            Err(error) if !is_missing(&error) => Err(of_sftp("delete", base, &error)),
            _ => Ok(()),
        }
    }
}

/// Whether there is no such file.
pub fn is_missing(error: &Error) -> bool {
    matches!(error, Error::SftpError(SftpErrorKind::NoSuchFile, _))
}

/// A failure of the connection or of the other side.
pub fn of_sftp(action: &'static str, path: &str, error: &Error) -> Failure {
    let (cause, reason) = match error {
        Error::SftpError(SftpErrorKind::PermDenied, _) => (Cause::Denied, "permission denied".to_owned()),
        Error::SftpError(SftpErrorKind::NoSuchFile, _) => (Cause::Other, "no such file or folder".to_owned()),
        Error::SftpError(_, said) => (Cause::Other, format!("the server said: {said}")),
        error => (Cause::Passing, format!("the connection broke: {error}")),
    };
    Failure::new(cause, action, path, reason)
}

/// A word for a shell of the Bourne kind. A path below the home folder is relative, and must not look like an option.
pub fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}
