//! What follows a publish: the ledger, those who are told, the list for a CDN.

use crate::paper::{Paper, said};
use crate::suite::steps;
use crate::{Place, free_port};
use std::collections::BTreeSet;
use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

/// A folder, and an endpoint that takes whatever is posted.
struct Desk {
    dir: tempfile::TempDir,
    port: u16,
}

impl Desk {
    fn live(&self) -> PathBuf {
        self.dir.path().join("live")
    }
}

impl Place for Desk {
    fn to(&self) -> String {
        format!("dir:{}", self.live().display())
    }

    fn settings(&self) -> String {
        format!(
            "purge_list = \"purge.txt\"\n[notify]\nindexnow_key = \"8f1c2d3e4a5b\"\n\
             indexnow_endpoint = \"http://127.0.0.1:{0}/indexnow\"\nwebsub_hub = \"http://127.0.0.1:{0}/hub\"\n",
            self.port
        )
    }

    fn fetch(&self, path: &str) -> Option<Vec<u8>> {
        std::fs::read(self.live().join(path)).ok()
    }

    fn plant(&self, _: &str, _: &[u8]) {}

    fn uproot(&self, _: &str) {}
}

/// Answers every request with 200 and keeps what it said.
fn listen(listener: TcpListener) -> Arc<Mutex<Vec<String>>> {
    let heard = Arc::new(Mutex::new(Vec::new()));
    let keep = heard.clone();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            keep.lock().unwrap().push(hear(stream));
        }
    });
    heard
}

fn hear(mut stream: TcpStream) -> String {
    let mut text = String::new();
    let mut buffer = [0; 4096];
    loop {
        let read = stream.read(&mut buffer).unwrap();
        text.push_str(&String::from_utf8_lossy(&buffer[..read]));
        let Some((head, body)) = text.split_once("\r\n\r\n") else { continue };
        let length = head.to_lowercase();
        let length = length.lines().find_map(|line| line.strip_prefix("content-length: ").map(str::to_owned));
        if read == 0 || body.len() >= length.map_or(0, |length| length.trim().parse().unwrap()) {
            break;
        }
    }
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").unwrap();
    text
}

fn address(path: &str) -> String {
    format!("https://quay.example/{}", path.strip_suffix("index.html").unwrap_or(path))
}

#[test]
fn those_who_want_to_know_are_told_exactly_what_changed() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let heard = listen(listener);
    let desk = Desk { dir: tempfile::tempdir().unwrap(), port };
    let paper = Paper::new(&desk);
    paper.publish(&[]);
    assert_eq!(desk.fetch("8f1c2d3e4a5b.txt").as_deref(), Some(&b"8f1c2d3e4a5b"[..]));
    let feed = String::from_utf8(desk.fetch("feed.xml").unwrap()).unwrap();
    assert!(feed.contains(&format!("<link rel=\"hub\" href=\"http://127.0.0.1:{port}/hub\"/>")), "{feed}");

    heard.lock().unwrap().clear();
    paper.publish(&[]);
    assert_eq!(*heard.lock().unwrap(), Vec::<String>::new(), "nothing changed");

    paper.post(10, "Fresh.");
    let told = paper.publish(&[]);
    let changed: BTreeSet<String> = steps(&told).into_iter().map(|(_, path)| address(&path)).collect();
    let heard = heard.lock().unwrap().clone();
    let told = heard.iter().find(|text| text.starts_with("POST /indexnow")).expect("IndexNow was told");
    let body: serde_json::Value = serde_json::from_str(told.split("\r\n\r\n").nth(1).unwrap()).unwrap();
    assert_eq!(body["host"], "quay.example");
    assert_eq!(body["keyLocation"], "https://quay.example/8f1c2d3e4a5b.txt");
    let urls = body["urlList"].as_array().unwrap().iter().map(|url| url.as_str().unwrap().to_owned());
    let urls: BTreeSet<String> = urls.collect();
    let pages: BTreeSet<String> = changed.iter().filter(|url| url.ends_with('/')).cloned().collect();
    assert_eq!(urls, pages);
    assert!(urls.contains("https://quay.example/2025/01/10/post-10/"), "{urls:?}");
    assert!(!urls.contains("https://quay.example/about/"), "{urls:?}");
    let hub = heard.iter().find(|text| text.starts_with("POST /hub")).expect("the hub was told");
    assert!(hub.contains("hub.mode=publish&hub.url=https%3A%2F%2Fquay.example%2F"), "{hub}");
    let purge = std::fs::read_to_string(paper.root().join("purge.txt")).unwrap();
    assert_eq!(purge.lines().map(str::to_owned).collect::<BTreeSet<String>>(), changed);
}

#[test]
fn nobody_at_home_is_a_warning() {
    let desk = Desk { dir: tempfile::tempdir().unwrap(), port: free_port() };
    let paper = Paper::new(&desk);
    let output = paper.run(&["publish", "--build"]);
    let told = said(&output);
    assert!(output.status.success(), "{told}");
    assert!(told.contains("IndexNow was not told of the changes"), "{told}");
    assert!(told.contains("the WebSub hub was not told of the changes"), "{told}");
    paper.seen_by_readers();
}

#[test]
fn a_published_address_is_kept() {
    let desk = Desk { dir: tempfile::tempdir().unwrap(), port: free_port() };
    let paper = Paper::new(&desk);
    paper.run(&["publish", "--build", "--dry-run"]);
    assert!(!paper.root().join("urls.lock").exists(), "a dry run writes nothing");
    assert!(paper.run(&["publish", "--build"]).status.success());
    let ledger = std::fs::read_to_string(paper.root().join("urls.lock")).unwrap();
    for line in [
        "/2025/01/01/post-1/ content/posts/2025-01-01-post-1.md",
        "/about/ content/about.md",
        "/imprint/",
        "/tags/harbour/",
    ] {
        assert!(ledger.lines().any(|one| one == line), "{line} is not in {ledger}");
    }
    assert!(!ledger.contains("/page/") && !ledger.contains("/2025/01/\n"), "{ledger}");
    let post = "content/posts/2025-01-01-post-1.md";
    let renamed = "content/posts/2025-01-01-post-one.md";
    std::fs::rename(paper.root().join(post), paper.root().join(renamed)).unwrap();
    let told = paper.refused(&[]);
    assert!(told.contains("add to it: redirect_from: /2025/01/01/post-1/"), "{told}");
    paper.write(
        renamed,
        "---\ntitle: Post 1\ntags: [harbour, t1]\nredirect_from: /2025/01/01/post-1/\n---\nWords.\n",
    );
    assert!(paper.run(&["publish", "--build"]).status.success());
    let ledger = std::fs::read_to_string(paper.root().join("urls.lock")).unwrap();
    assert!(ledger.contains("/2025/01/01/post-one/ content/posts/2025-01-01-post-one.md"), "{ledger}");
}
