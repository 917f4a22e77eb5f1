//! A preview behind a real socket, and a client that sends it bytes.

use super::Site;
use dateline::serve::{Event, Eyes, Options, Place, Server};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::mpsc::channel;
use std::time::Duration;

/// Longer than any answer takes on a machine that is busy with other things.
const LIMIT: Duration = Duration::from_secs(60);

/// A preview of a small site, served by a thread of this process for as long as that runs.
pub struct Preview {
    pub site: Site,
    pub address: SocketAddr,
}

pub fn preview(site: Site) -> Preview {
    let root = site.options.root.canonicalize().unwrap();
    let options = Options {
        place: Place { out: root.join("public"), root, overrides: site.options.overrides.clone() },
        eyes: Eyes { drafts: false, future: false, at: Some(site.options.now), navigate: false },
        poll: None,
    };
    let server = Server::bind("127.0.0.1", [0]).unwrap();
    let address = server.address;
    let (ready, is_ready) = channel();
    std::thread::spawn(move || {
        server.run(&options, |event| {
            if matches!(event, Event::Ready { .. }) {
                let _ = ready.send(());
            }
        })
    });
    is_ready.recv_timeout(LIMIT).unwrap();
    Preview { site, address }
}

impl Preview {
    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(LIMIT)).unwrap();
        stream.set_write_timeout(Some(LIMIT)).unwrap();
        stream
    }

    /// What comes back for a request that asks for its connection to be closed.
    pub fn exchange(&self, request: &str) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request.as_bytes()).unwrap();
        Answer::read(&rest(stream))
    }

    /// Everything that comes back for these bytes, after which nothing more is sent. It may be
    /// nothing: a server may take the end of what a client sends for its going away.
    pub fn send(&self, bytes: impl AsRef<[u8]>) -> Vec<u8> {
        let mut stream = self.connect();
        // A server that has seen enough may stop reading before all is sent.
        let _ = stream.write_all(bytes.as_ref());
        let _ = stream.shutdown(Shutdown::Write);
        rest(stream)
    }

    /// The answer to a GET with more header lines.
    pub fn get(&self, target: &str, headers: &str) -> Answer {
        self.ask("GET", target, headers)
    }

    pub fn ask(&self, method: &str, target: &str, headers: &str) -> Answer {
        let host = if headers.starts_with("Host:") { "" } else { "Host: localhost\r\n" };
        self.exchange(&format!("{method} {target} HTTP/1.1\r\n{host}{headers}Connection: close\r\n\r\n"))
    }

    pub fn serves(&self) -> bool {
        self.get("/", "").status == 200
    }
}

fn rest(mut stream: TcpStream) -> Vec<u8> {
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    answer
}

#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub head: String,
    pub body: Vec<u8>,
}

impl Answer {
    pub fn read(bytes: &[u8]) -> Answer {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
        let status = head.get(9..12).and_then(|digits| digits.parse().ok()).unwrap_or(0);
        Answer { status, head, body: bytes.get(end + 4..).unwrap_or_default().to_vec() }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
    }
}

/// An open page's event stream.
pub struct Stream {
    lines: BufReader<TcpStream>,
}

impl Preview {
    /// Opens the event stream of the page at `path`, as the page that is served now would.
    pub fn open(&self, path: &str) -> Stream {
        let page = String::from_utf8(self.get(path, "").body).unwrap();
        self.stream(path, &page)
    }

    /// The event stream that this page at `path` would open.
    pub fn stream(&self, path: &str, page: &str) -> Stream {
        let print = page.split("data-print=\"").nth(1).map_or("0", |rest| rest.split('"').next().unwrap());
        let mut stream = self.connect();
        write!(
            stream,
            "GET /__dateline/events?path={path}&print={print} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        .unwrap();
        Stream { lines: BufReader::new(stream) }
    }
}

impl Stream {
    /// The next event of one of these names, with its data. Fails the test when none comes.
    pub fn next(&mut self, names: &[&str]) -> (String, serde_json::Value) {
        let mut name = String::new();
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream ended before any of {names:?}");
            if let Some(found) = line.strip_prefix("event: ") {
                name = found.trim().to_owned();
            }
            if let Some(data) = line.strip_prefix("data: ")
                && names.contains(&name.as_str())
            {
                return (name, serde_json::from_str(data).unwrap());
            }
        }
    }
}
