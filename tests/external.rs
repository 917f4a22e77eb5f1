//! `dateline check --external`: links to elsewhere, followed on a server of this machine, without any real pause.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Site, plain, post};
use dateline::check::external::{Asked, Manners, Waiting};
use dateline::check::{self, rules};
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A host that answers as `answer` says, and remembers what it was asked.
struct Server {
    origin: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// `answer` gets what was asked, such as `HEAD /x`, and how often it was asked before; it gives status line and
    /// headers. Without an answer the connection is closed.
    fn new(answer: impl Fn(&str, usize) -> Option<String> + Send + 'static) -> Server {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        let asked = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&asked);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let Ok(mut stream) = stream else { return };
                let mut reader = BufReader::new(stream.try_clone().unwrap());
                let mut first = String::new();
                reader.read_line(&mut first).unwrap();
                let mut agent = String::new();
                loop {
                    let mut line = String::new();
                    if reader.read_line(&mut line).unwrap_or(0) < 3 {
                        break;
                    }
                    if line.to_lowercase().starts_with("user-agent: ") {
                        agent = line[12..].trim().to_owned();
                    }
                }
                assert!(agent.starts_with("Dateline/"), "{agent}");
                let request =
                    first.rsplit_once(' ').map_or(first.as_str(), |(request, _)| request).to_owned();
                let before = {
                    let mut noted = noted.lock().unwrap();
                    noted.push(request.clone());
                    noted.iter().filter(|other| **other == request).count() - 1
                };
                if let Some(head) = answer(&request, before) {
                    let (head, body) = head.split_once("\n\n").unwrap_or((&head, ""));
                    let body = if request.starts_with("HEAD") { "" } else { body };
                    let _ = write!(
                        stream,
                        "HTTP/1.1 {}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
                        head.replace('\n', "\r\n"),
                        body.len()
                    );
                }
            }
        });
        Server { origin, asked }
    }

    fn asked(&self) -> Vec<String> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

const OK: &str = "200 OK";
const MISSING: &str = "404 Not Found";
const B: &str = "content/posts/2025-12-01-b.md";

/// A site of this machine, whose links within it may be followed.
fn site(keys: &str, body: &str) -> Site {
    let front = format!("title: Bread\nauthor: Ines\ncategories: [News]{keys}");
    Site::new().toml("timezone = \"UTC\"\n").base_url("http://localhost:1").file(B, post(&front, body))
}

struct Outcome {
    /// Place and rule of each finding.
    lines: Vec<String>,
    said: String,
    asked: Asked,
    pauses: Vec<u64>,
}

fn follow(site: &Site) -> Outcome {
    follow_with(site, |manners| manners)
}

fn follow_with(site: &Site, change: impl Fn(Manners<'_>) -> Manners<'_>) -> Outcome {
    let pauses = Mutex::new(Vec::new());
    let wait = |time: Duration| -> Waiting {
        pauses.lock().unwrap().push(u64::try_from(time.as_millis()).unwrap());
        Box::pin(async {})
    };
    let manners = change(Manners::new(&wait, &|_, _| ()));
    let checked =
        check::check_all(&site.options, &[], Some(&manners)).unwrap_or_else(|all| panic!("{}", plain(&all)));
    let line = |finding: &dateline::diagnostics::Diagnostic| {
        let at = finding.place.as_ref().map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
        format!("{}{at} {}", finding.file, rules::of(&finding.problem))
    };
    Outcome {
        lines: checked.findings.iter().map(line).collect(),
        said: plain(&checked.findings),
        asked: checked.asked.unwrap(),
        pauses: pauses.into_inner().unwrap(),
    }
}

#[test]
fn each_place_of_a_bad_link_is_told() {
    let server = Server::new(|request, _| {
        Some(match request {
            "HEAD /good" => OK.into(),
            "HEAD /moved" => "301 Moved\nlocation: /good".into(),
            "HEAD /elsewhere" => "302 Found\nlocation: /good".into(),
            "HEAD /gone" | "GET /gone" => "410 Gone".into(),
            "HEAD /wrong" | "GET /wrong" => "500 Wrong".into(),
            _ => MISSING.into(),
        })
    });
    let at = &server.origin;
    let body = format!(
        "[a]({at}/good#x) [b]({at}/none)\n\n[c]({at}/none) [d]({at}/nonesuch) ![e]({at}/gone)\n\n[f]({at}/moved) [g]({at}/elsewhere) [h]({at}/wrong)"
    );
    let site = site(&format!("\nsources: [\"{at}/source\"]"), &body);
    let outcome = follow(&site);
    let text = std::fs::read_to_string(site.options.root.join(B)).unwrap();
    // Where a path is written that ends with `)` or `"`, for the nth time.
    let place = |path: &str, nth: usize| {
        let (start, _) = text.match_indices(&format!("{at}{path}")).nth(nth).unwrap();
        let line = text[..start].matches('\n').count() + 1;
        format!("{B}:{line}:{}", start - text[..start].rfind('\n').unwrap())
    };
    let expected = [
        place("/source\"", 0) + " external-broken",
        place("/none)", 0) + " external-broken",
        place("/none)", 1) + " external-broken",
        place("/nonesuch)", 0) + " external-broken",
        place("/gone)", 0) + " external-broken",
        place("/moved)", 0) + " external-moved",
        place("/wrong)", 0) + " external-unreachable",
    ];
    assert_eq!(outcome.lines, expected, "{}", outcome.said);
    assert!(outcome.said.contains(&format!("has moved to {at}/good for good")), "{}", outcome.said);
    assert!(outcome.said.contains("its host says 410"), "{}", outcome.said);
    assert_eq!(outcome.asked.links, 8);
}

#[test]
fn a_host_is_asked_one_thing_at_a_time_and_once_a_week() {
    let server = Server::new(|_, _| Some(OK.into()));
    let body: String = (0..5).map(|n| format!("[x]({}/{n}) ", server.origin)).collect();
    let site = site("", &body);
    let outcome = follow(&site);
    assert_eq!(outcome.lines, [] as [&str; 0]);
    assert_eq!(outcome.pauses, [500; 5]);
    let asked = server.asked();
    assert_eq!(asked[0], "GET /robots.txt");
    assert_eq!(asked[1..], ["HEAD /0", "HEAD /1", "HEAD /2", "HEAD /3", "HEAD /4"]);
    let again = follow(&site);
    assert_eq!((again.asked.cached, server.asked().len()), (5, 0));
}

#[test]
fn where_head_is_refused_get_is_asked() {
    let server = Server::new(|request, _| {
        Some(if request.starts_with("GET /x") { OK.into() } else { "405 No".to_owned() })
    });
    let outcome = follow(&site("", &format!("[x]({}/x)", server.origin)));
    assert_eq!(outcome.lines, [] as [&str; 0]);
    assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /x", "GET /x"]);
}

#[test]
fn a_busy_host_is_asked_again_when_it_says() {
    let server = Server::new(|request, before| {
        Some(match (request, before) {
            ("HEAD /x", _) => "503 Busy\nretry-after: 7".into(),
            ("GET /x", 0) => "429 Busy".into(),
            ("HEAD /late", _) => "503 Busy\nretry-after: 86400".into(),
            ("GET /robots.txt", _) => MISSING.into(),
            _ => OK.into(),
        })
    });
    let outcome = follow(&site("", &format!("[x]({0}/late) [x]({0}/x)", server.origin)));
    assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /late", "HEAD /x", "GET /x", "GET /x"]);
    assert_eq!(outcome.pauses, [500, 500, 7_000, 500, 4_000, 500]);
    assert_eq!(outcome.lines.len(), 1);
    assert!(
        outcome.said.contains("/late\" could not be followed: 503 Service Unavailable"),
        "{}",
        outcome.said
    );
}

#[test]
fn a_host_that_never_answers_is_left_alone() {
    let server = Server::new(|request, _| (request == "GET /robots.txt").then(|| MISSING.into()));
    let body: String = (0..9).map(|n| format!("[x]({}/{n}) ", server.origin)).collect();
    let outcome = follow(&site("", &body));
    assert_eq!(outcome.lines.len(), 9, "{}", outcome.said);
    assert!(outcome.lines.iter().all(|line| line.ends_with("external-unreachable")));
    // Three links, three times each.
    assert_eq!(server.asked().len(), 1 + 9);
}

#[test]
fn an_answer_that_does_not_come_is_waited_for_once() {
    // Connections are taken by the system; nobody reads them.
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let body = format!("[x](http://{})", listener.local_addr().unwrap());
    let outcome = follow_with(&site("", &body), |manners| Manners {
        patience: Duration::from_millis(30),
        tries: 1,
        ..manners
    });
    assert!(outcome.said.contains("no answer in time"), "{}", outcome.said);
}

#[test]
fn robots_txt_is_respected() {
    let server = Server::new(|request, _| {
        Some(match request {
            "GET /robots.txt" => {
                "200 OK\n\nuser-agent: *\ndisallow: /\n\nuser-agent: dateline\ndisallow: /private".into()
            }
            "HEAD /way" => "302 Found\nlocation: /private/y".into(),
            _ => OK.into(),
        })
    });
    let outcome = follow(&site("", &format!("[x]({0}/private/x) [x]({0}/way) [x]({0}/z)", server.origin)));
    assert_eq!(outcome.lines, [] as [&str; 0]);
    assert_eq!(outcome.asked.denied, 2);
    assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /way", "HEAD /z"]);
}

#[test]
fn a_host_whose_robots_txt_fails_is_not_asked() {
    let server = Server::new(|_, _| Some("500 Wrong".into()));
    let outcome = follow(&site("", &format!("[x]({0}/x) [x]({0}/y)", server.origin)));
    assert_eq!(outcome.lines.len(), 2);
    assert!(outcome.said.contains("its robots.txt: 500"), "{}", outcome.said);
    assert_eq!(server.asked(), ["GET /robots.txt"]);
}

#[test]
fn what_is_shown_to_people_alone_is_counted() {
    let server = Server::new(|request, _| {
        Some(if request.ends_with("robots.txt") { MISSING.into() } else { "403 No".to_owned() })
    });
    let outcome = follow(&site("", &format!("[x]({}/x)", server.origin)));
    assert_eq!((outcome.lines.len(), outcome.asked.refused), (0, 1));
}

#[test]
fn redirects_that_never_end_are_told() {
    let server = Server::new(|request, _| {
        Some(if request.ends_with("robots.txt") { MISSING.into() } else { "302 On\nlocation: /x".to_owned() })
    });
    let outcome = follow(&site("", &format!("[x]({}/x)", server.origin)));
    assert!(outcome.said.contains("more than 10 redirects"), "{}", outcome.said);
}

#[test]
fn no_post_makes_a_public_site_s_machine_knock_at_its_own_network() {
    let server = Server::new(|_, _| Some(OK.into()));
    let site =
        site("", &format!("[x]({}/x) [y](http://intranet/)", server.origin)).base_url("https://quay.example");
    let outcome = follow(&site);
    assert_eq!(outcome.asked.private, 2);
    assert_eq!(server.asked(), [] as [&str; 0]);
}

#[test]
fn rules_and_their_links_are_turned_off() {
    let server = Server::new(|_, _| Some(MISSING.into()));
    let body = format!("[x]({}/x)", server.origin);
    let off = site("\ncheck_off: [external-broken]", &body);
    assert_eq!(follow(&off).lines, [] as [&str; 0]);
    server.asked();
    let off = site("", &body)
        .toml("[check]\noff = [\"external-broken\", \"external-moved\", \"external-unreachable\"]\n");
    let outcome = follow(&off.base_url("http://localhost:1"));
    assert_eq!((outcome.asked.links, server.asked().len()), (0, 0));
}

#[test]
fn what_the_theme_links_to_is_told_once() {
    let server = Server::new(|_, _| Some(MISSING.into()));
    let link = format!("<link rel=\"preconnect\" href=\"{0}/\"><a href=\"{0}/x\">x</a>", server.origin);
    let site = site("", "Words.").file("templates/home.html", &link).file("templates/post.html", &link);
    let outcome = follow(&site);
    let external: Vec<&String> = outcome.lines.iter().filter(|line| line.contains("external")).collect();
    assert_eq!(external, [" external-broken"], "{}", outcome.said);
    assert!(outcome.said.contains("on the page /"), "{}", outcome.said);
}

#[test]
fn the_command_says_how_many_it_followed() {
    let server = Server::new(|request, _| {
        Some(match request {
            "HEAD /x" => OK.into(),
            _ => MISSING.to_owned(),
        })
    });
    let site = site("", &format!("[x]({0}/x)", server.origin));
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["check", "--external", "--at", "2026-01-15", "--base-url", "http://localhost:1", "--root"])
        .arg(&site.options.root)
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}");
    assert!(said.contains("1 link to elsewhere.\n"), "{said}");
    assert_eq!(server.asked(), ["GET /robots.txt", "HEAD /x"]);
}
