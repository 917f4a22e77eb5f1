//! `ssh://` with OpenSSH's own server, on loopback.

use crate::paper::Paper;
use crate::{Place, Server, free_port, program, serve, suite};
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;

pub fn user() -> String {
    let output = Command::new("id").arg("-un").output().unwrap();
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// A server that lets in who holds one key.
pub struct Sshd {
    dir: tempfile::TempDir,
    program: PathBuf,
    server: Mutex<Option<Server>>,
    port: u16,
    sftp_only: bool,
}

impl Sshd {
    pub fn start(sftp_only: bool) -> Option<Sshd> {
        let program = program(&["sshd"])?;
        crate::program(&["ssh-keygen"])?;
        let _ = fs::create_dir_all("/run/sshd");
        let dir = tempfile::tempdir().unwrap();
        for name in ["host", "key", "stranger"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(dir.path().join(name))
                .status()
                .unwrap();
            assert!(made.success());
        }
        let sshd = Sshd { dir, program, server: Mutex::new(None), port: free_port(), sftp_only };
        let host = fs::read_to_string(sshd.path("host.pub")).unwrap();
        fs::write(sshd.path("known"), format!("[127.0.0.1]:{} {host}", sshd.port)).unwrap();
        sshd.restart(false);
        Some(sshd)
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.path().join(name)
    }

    /// Starts it anew, so that it takes no writes over SFTP, or takes them again.
    pub fn restart(&self, read_only: bool) {
        let read_only = if read_only { " -R" } else { "" };
        let only =
            if self.sftp_only { format!("ForceCommand internal-sftp{read_only}\n") } else { String::new() };
        let config = format!(
            "ListenAddress 127.0.0.1\nPort {}\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
             PasswordAuthentication no\nKbdInteractiveAuthentication no\nPermitRootLogin yes\nPidFile none\n\
             MaxStartups 100\nMaxSessions 100\nSubsystem sftp internal-sftp{read_only}\n{only}",
            self.port,
            self.path("host").display(),
            self.path("key.pub").display(),
        );
        fs::write(self.path("config"), config).unwrap();
        let mut held = self.server.lock().unwrap();
        drop(held.take());
        *held = Some(serve(
            Command::new(&self.program).args(["-D", "-e", "-f"]).arg(self.path("config")),
            self.port,
        ));
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    fn client_with(&self, key: &str) -> String {
        let (known, key) = (self.path("known"), self.path(key));
        let config = self.path(&format!("client-{}", key.file_name().unwrap().to_str().unwrap()));
        let text = format!(
            "Host *\n  UserKnownHostsFile {}\n  IdentityFile {}\n  IdentitiesOnly yes\n  StrictHostKeyChecking yes\n",
            known.display(),
            key.display()
        );
        fs::write(&config, text).unwrap();
        format!("ssh -F {}", config.display())
    }

    /// The command of somebody who is let in.
    pub fn client(&self) -> String {
        self.client_with("key")
    }

    /// The command of somebody who is not.
    pub fn strange_client(&self) -> String {
        self.client_with("stranger")
    }
}

struct Host {
    sshd: Sshd,
    dir: tempfile::TempDir,
    keep: usize,
}

impl Host {
    fn new(keep: usize, sftp_only: bool) -> Option<Host> {
        Some(Host { sshd: Sshd::start(sftp_only)?, dir: tempfile::tempdir().unwrap(), keep })
    }

    fn live(&self) -> PathBuf {
        let root = self.dir.path().join("www/it's here");
        if self.keep > 0 { root.join("current") } else { root }
    }
}

impl Place for Host {
    fn to(&self) -> String {
        format!("ssh://{}@127.0.0.1:{}{}/www/it's here", user(), self.sshd.port(), self.dir.path().display())
    }

    fn settings(&self) -> String {
        format!("keep = {}\n", self.keep)
    }

    fn env(&self) -> Vec<(String, String)> {
        vec![("DATELINE_SSH".into(), self.sshd.client())]
    }

    fn stranger(&self) -> Option<(Vec<(String, String)>, &'static str)> {
        Some((vec![("DATELINE_SSH".into(), self.sshd.strange_client())], "Permission denied"))
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        fs::read(self.live().join(path)).ok()
    }

    fn plant(&self, path: &str, bytes: &[u8]) {
        let place = self.live().join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }

    fn uproot(&self, path: &str) {
        fs::remove_file(self.live().join(path)).unwrap();
    }

    fn refuse(&self, refuse: bool) -> Option<&'static str> {
        self.sshd.restart(refuse);
        Some("permission denied")
    }
}

#[test]
fn releases_over_ssh() {
    if let Some(host) = Host::new(5, false) {
        suite::all(&host);
    }
}

#[test]
fn releases_where_sftp_is_all_there_is() {
    if let Some(host) = Host::new(2, true) {
        suite::all(&host);
        let releases = fs::read_dir(host.dir.path().join("www/it's here/releases")).unwrap().count();
        assert_eq!(releases, 3, "the live one and the two before it");
    }
}

#[test]
fn file_by_file_over_ssh() {
    if let Some(host) = Host::new(0, true) {
        suite::all(&host);
    }
}

#[test]
fn a_release_is_rolled_back_over_ssh() {
    let Some(host) = Host::new(5, false) else { return };
    let paper = Paper::new(&host);
    let seen = RefCell::new(String::new());
    let look = || {
        let page = String::from_utf8(host.fetch(&Paper::url(1)).unwrap()).unwrap();
        *seen.borrow_mut() = page;
    };
    for words in ["Edition one.", "Edition two."] {
        paper.post(1, words);
        paper.publish(&[]);
    }
    assert!(paper.run(&["publish", "--rollback"]).status.success());
    look();
    assert!(seen.borrow().contains("Edition one"));
    assert!(!paper.run(&["publish", "--rollback"]).status.success());
    paper.publish(&[]);
    look();
    assert!(seen.borrow().contains("Edition two"));
    assert!(Path::new(&host.live()).is_symlink());
}
