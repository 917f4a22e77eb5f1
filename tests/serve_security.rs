//! The preview over a real socket, with the bytes that somebody who means harm would send.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "tests")]

mod common;

use common::preview::{Answer, preview};
use common::{Site, post};
use std::io::{Read as _, Write as _};

/// What lies beside every site and must never be served.
const SECRET: &str = "the secret beside the site";

fn small() -> Site {
    let site = Site::new()
        .file("content/posts/2025-01-02-tide.md", post("title: Tide", "Rises."))
        .file("assets/film.bin", [7; 300_000]);
    std::fs::write(site.dir().join("secret.txt"), SECRET).unwrap();
    site
}

#[test]
fn only_names_of_this_machine_are_answered() {
    let preview = preview(small());
    let port = preview.address.port();
    for host in ["localhost", "127.0.0.1", "[::1]", "192.168.0.7", "paper.localhost"] {
        assert_eq!(preview.get("/", &format!("Host: {host}:{port}\r\n")).status, 200, "{host}");
    }
    for host in ["evil.example", "localhost.evil.example", "127.0.0.1.nip.example", "evil.example:80"] {
        for target in ["/", "/__dateline/events?path=/&print=0", "/assets/film.bin"] {
            assert_eq!(preview.get(target, &format!("Host: {host}\r\n")).status, 403, "{host} {target}");
        }
    }
    assert_eq!(preview.get("http://evil.example/", "").status, 403);
    assert_eq!(preview.get("http://localhost/", "").status, 200);
    for none in [
        "GET / HTTP/1.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.0\r\n\r\n",
    ] {
        assert_eq!(preview.exchange(none).status, 400, "{none}");
    }
}

#[test]
fn events_and_switches_are_for_the_preview_s_own_pages() {
    let preview = preview(small());
    let own = "Host: localhost:1\r\nOrigin: http://localhost:1\r\n";
    for foreign in [
        "Origin: http://evil.example\r\n",
        "Origin: null\r\n",
        "Origin: http://localhost:8080\r\n",
        "Sec-Fetch-Site: cross-site\r\n",
        "Sec-Fetch-Site: same-site\r\n",
    ] {
        assert_eq!(preview.get("/__dateline/events?path=/&print=0", foreign).status, 403, "{foreign}");
        assert_eq!(preview.ask("POST", "/__dateline/view?drafts=1", foreign).status, 403, "{foreign}");
    }
    assert_eq!(preview.ask("POST", "/__dateline/view?drafts=1", "").status, 403);
    assert_eq!(preview.get("/__dateline/view?drafts=1", own).status, 403);
    assert_eq!(preview.ask("POST", "/__dateline/view?drafts=1", own).status, 204);
    let mut stream = preview.connect();
    write!(stream, "GET /__dateline/events?path=/&print=0 HTTP/1.1\r\n{own}\r\n").unwrap();
    let mut start = [0; 15];
    stream.read_exact(&mut start).unwrap();
    assert_eq!(&start, b"HTTP/1.1 200 OK");
}

#[test]
fn no_answer_is_for_other_origins_to_read() {
    let preview = preview(small());
    for target in ["/", "/feed.xml", "/assets/film.bin", "/nothing/", "/__dateline/preview.js"] {
        let answer = preview.get(target, "Origin: http://evil.example\r\n");
        assert!(!answer.head.contains("access-control-allow"), "{target}: {}", answer.head);
        assert_eq!(answer.header("cross-origin-resource-policy"), Some("same-origin"), "{target}");
    }
    assert_eq!(preview.ask("OPTIONS", "/", "Origin: http://evil.example\r\n").status, 405);
}

#[test]
fn no_path_leads_out_of_the_site() {
    let preview = preview(small());
    let outside = preview.site.dir().join("secret.txt").display().to_string();
    let targets = [
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/assets/../site.toml",
        "/%2e%2e/secret.txt",
        "/%2E%2E%2Fsecret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%2e%2e%5csecret.txt",
        "/%252e%252e/secret.txt",
        "/%252e%252e%252fsecret.txt",
        "/..%c0%afsecret.txt",
        "/..%25c0%25afsecret.txt",
        "/....//secret.txt",
        "/.../secret.txt",
        "/%00",
        "/index.html%00.txt",
        "/%00/../secret.txt",
        "//secret.txt",
        "/./../secret.txt",
        "/file:///etc/passwd",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/C:/secret.txt",
        "/site.toml",
        "/content/posts/2025-01-02-tide.md",
        "/templates/../site.toml",
        "/__dateline/../site.toml",
        "/__dateline/%2e%2e/site.toml",
        outside.as_str(),
        "../secret.txt",
        "secret.txt",
        "*",
    ];
    for target in targets {
        let answer = preview.get(target, "");
        assert!(matches!(answer.status, 400 | 404), "{target}: {}", answer.head);
        let text = String::from_utf8_lossy(&answer.body);
        assert!(
            !text.contains(SECRET) && !text.contains("root:") && !text.contains("base_url ="),
            "{target}: {text}"
        );
    }
    assert!(preview.serves());
}

#[cfg(unix)]
#[test]
fn links_out_of_the_site_are_not_followed() {
    use std::os::unix::fs::symlink;
    let site = small();
    let root = site.options.root.clone();
    std::fs::create_dir_all(site.dir().join("folder")).unwrap();
    std::fs::write(site.dir().join("folder/secret.txt"), SECRET).unwrap();
    symlink(site.dir().join("secret.txt"), root.join("assets/link.txt")).unwrap();
    symlink(site.dir().join("folder"), root.join("assets/folder")).unwrap();
    site.put("assets/swapped.txt", "harmless");
    site.put("assets/deep/inside.txt", "harmless");
    let preview = preview(site);
    for target in ["/assets/link.txt", "/assets/folder/secret.txt"] {
        assert_eq!(preview.get(target, "").status, 404, "{target}");
    }
    // What was a file becomes a link, and what was a folder: whether or not the preview has noticed yet.
    assert_eq!(preview.get("/assets/swapped.txt", "").body, b"harmless");
    std::fs::remove_file(root.join("assets/swapped.txt")).unwrap();
    symlink(preview.site.dir().join("secret.txt"), root.join("assets/swapped.txt")).unwrap();
    std::fs::rename(root.join("assets/deep"), preview.site.dir().join("deep")).unwrap();
    std::fs::write(preview.site.dir().join("deep/inside.txt"), SECRET).unwrap();
    symlink(preview.site.dir().join("deep"), root.join("assets/deep")).unwrap();
    for target in ["/assets/swapped.txt", "/assets/deep/inside.txt"] {
        let answer = preview.get(target, "");
        assert_eq!(answer.status, 404, "{target}");
        assert!(!String::from_utf8_lossy(&answer.body).contains(SECRET));
    }
}

#[test]
fn what_is_no_request_does_no_harm() {
    let preview = preview(small());
    for bytes in [
        &b""[..],
        b"\r\n\r\n",
        b"\x00\x01\x02\x03",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"GET",
        b"GET / HTTP/9.9\r\nHost: localhost\r\n\r\n",
        b"GET  /  HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"G\xffT / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: local\x00host\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        b"POST / HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"CONNECT evil.example:443 HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    ] {
        let answer = Answer::read(&preview.send(bytes));
        assert!(
            matches!(answer.status, 0 | 400 | 403 | 405 | 505),
            "{:?}: {}",
            String::from_utf8_lossy(bytes),
            answer.head
        );
    }
    assert!(preview.serves());
}

#[test]
fn a_megabyte_of_headers_is_refused() {
    let preview = preview(small());
    let one = format!("GET / HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n\r\n", "a".repeat(1024 * 1024));
    let many = format!("GET / HTTP/1.1\r\nHost: localhost\r\n{}\r\n", "X: a\r\n".repeat(170_000));
    let line = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\n\r\n", "a".repeat(1024 * 1024));
    for bytes in [one, many, line] {
        let answer = Answer::read(&preview.send(&bytes));
        // A connection that is reset while it still sends may lose the answer.
        assert!(matches!(answer.status, 0 | 400 | 414 | 431), "{}", answer.head);
        assert!(preview.serves());
    }
}

#[test]
fn slow_clients_and_a_thousand_idle_ones_leave_it_serving() {
    if rlimit::increase_nofile_limit(8192).unwrap_or_default() < 2500 {
        eprintln!("SKIPPED: this system does not let a process have 2,500 files open");
        return;
    }
    let preview = preview(small());
    let mut held = Vec::new();
    for number in 0..1000 {
        let mut stream = preview.connect();
        match number % 4 {
            // Silent; half a head; a head that grows; and one that takes nothing of a large file.
            0 => {}
            1 => stream.write_all(b"GET / HTTP/1.1\r\nHost: loc").unwrap(),
            2 => stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n").unwrap(),
            _ => stream.write_all(b"GET /assets/film.bin HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap(),
        }
        held.push(stream);
        if number % 100 == 99 {
            assert!(preview.serves(), "with {} connections", number + 1);
        }
    }
    // Those who were slow get their answer all the same.
    let mut slow = held.swap_remove(1);
    slow.write_all(b"alhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    slow.read_to_end(&mut answer).unwrap();
    assert_eq!(Answer::read(&answer).status, 200);
}
