//! Every target against a real server: what a reader can fetch is what was built, whatever happened on the way.
//!
//! A server that is not installed is skipped, said aloud; with `DATELINE_TEST_SERVERS` set, as in the gate, it must be
//! there.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod after;
mod azure;
mod crawl;
mod dir;
mod door;
mod git;
mod google;
mod http;
mod paper;
mod s3;
mod ssh;
mod suite;
mod webdav;

use std::io::{BufRead as _, BufReader};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// A place that a site can be published to, and that readers can look at.
pub trait Place: Sync {
    /// `to` of its settings.
    fn to(&self) -> String;

    /// More settings of the target.
    fn settings(&self) -> String {
        String::new()
    }

    /// What the environment has to hold to get in.
    fn env(&self) -> Vec<(String, String)> {
        Vec::new()
    }

    /// What the environment holds of somebody who does not get in, and what they are told; `None` where all get in.
    fn stranger(&self) -> Option<(Vec<(String, String)>, &'static str)> {
        None
    }

    /// What a reader gets.
    fn fetch(&self, path: &str) -> Option<Vec<u8>>;

    /// Puts a file of somebody else there.
    fn plant(&self, path: &str, bytes: &[u8]);

    /// Takes a file away there.
    fn uproot(&self, path: &str);

    /// Refuses every write from now on, or no longer; `None` where that cannot be had, and what is told.
    fn refuse(&self, _refuse: bool) -> Option<&'static str> {
        None
    }
}

/// A server that ends with the test.
pub struct Server {
    child: Child,
    /// Where it answers.
    pub port: u16,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that nobody uses.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Starts a server and waits until it answers at `port`. Most say a word when they do; those that say nothing are
/// asked again after a while.
pub fn serve(command: &mut Command, port: u16) -> Server {
    let mut child = command.stderr(std::process::Stdio::piped()).spawn().unwrap();
    let stderr = BufReader::new(child.stderr.take().unwrap());
    let (sender, said) = channel();
    let listener = sender.clone();
    // Somebody has to listen to the end, or a server that says much waits for ever.
    std::thread::spawn(move || {
        for line in stderr.split(b'\n').map_while(Result::ok) {
            let _ = listener.send(String::from_utf8_lossy(&line).into_owned());
        }
    });
    let began = Instant::now();
    let mut told = Vec::new();
    // A server may close what it speaks through and serve on, so the channel stays open beside it.
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        told.extend(said.recv_timeout(Duration::from_millis(20)));
        if began.elapsed() > Duration::from_secs(60) || child.try_wait().unwrap().is_some() {
            let _ = child.kill();
            drop(sender);
            told.extend(said);
            panic!("{command:?} does not answer: {}", told.join("\n"));
        }
    }
    Server { child, port }
}

/// The first of these programs that is there. Without one the test is skipped, which is said; in the gate it fails.
pub fn program(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).chain(["/usr/sbin".into()]).collect();
    let found = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let found = found.into_iter().find(|file| file.is_file());
    if found.is_none() {
        assert!(std::env::var_os("DATELINE_TEST_SERVERS").is_none(), "{} is not installed", names[0]);
        eprintln!("SKIPPED: {} is not installed", names[0]);
    }
    found
}
