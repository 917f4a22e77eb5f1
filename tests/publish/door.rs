//! A door before a server that lets everybody in: it asks for a token, and can be told to let nothing be written.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub struct Door {
    pub port: u16,
    shut: Arc<AtomicBool>,
}

impl Door {
    /// Lets through to the server at `port` who bears `token`. Stands until the test's process ends.
    pub fn before(port: u16, token: &'static str) -> Door {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let shut = Arc::new(AtomicBool::new(false));
        let door = Door { port: listener.local_addr().unwrap().port(), shut: Arc::clone(&shut) };
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let shut = Arc::clone(&shut);
                // A client that was killed hangs up in the middle.
                std::thread::spawn(move || pass(&stream, port, token, &shut).unwrap_or_default());
            }
        });
        door
    }

    /// Refuses every write from now on, or no longer.
    pub fn shut(&self, shut: bool) {
        self.shut.store(shut, Ordering::SeqCst);
    }
}

/// One request and its answer; the connection ends with it.
fn pass(client: &TcpStream, port: u16, token: &str, shut: &AtomicBool) -> std::io::Result<()> {
    let mut reader = BufReader::new(client);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        if reader.read_line(&mut head)? == 0 {
            return Ok(());
        }
    }
    let value = |name: &str| {
        let mut lines = head.lines().filter_map(|line| line.split_once(": "));
        lines.find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    };
    let mut body = vec![0; value("content-length").map_or(0, |length| length.parse().unwrap())];
    reader.read_exact(&mut body)?;
    let mut client = client;
    let refusal = match value("authorization") {
        Some(given) if given == format!("Bearer {token}") => {
            let writes = !head.starts_with("GET ") && !head.starts_with("HEAD ");
            (writes && shut.load(Ordering::SeqCst)).then_some("403 Forbidden")
        }
        _ => Some("401 Unauthorized"),
    };
    if let Some(refusal) = refusal {
        let answer = format!("HTTP/1.1 {refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return client.write_all(answer.as_bytes());
    }
    let mut server = TcpStream::connect(("127.0.0.1", port))?;
    let closing: String = head
        .split_inclusive("\r\n")
        .filter(|line| !line.to_ascii_lowercase().starts_with("connection:"))
        .collect();
    let closing = closing.replacen("\r\n", "\r\nConnection: close\r\n", 1);
    server.write_all(&[closing.as_bytes(), &body].concat())?;
    std::io::copy(&mut server, &mut client)?;
    Ok(())
}
