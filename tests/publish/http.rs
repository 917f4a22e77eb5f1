//! As little HTTP as a reader needs.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// Sends a request and returns the answer's status, head and body.
pub fn request(port: u16, method: &str, path: &str, headers: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    let length = body.len();
    let path = path.replace(' ', "%20");
    write!(
        stream,
        "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\n{headers}\r\n"
    )
    .unwrap();
    stream.write_all(body).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    (status, head, answer[end + 4..].to_vec())
}

pub fn get(port: u16, path: &str) -> Option<Vec<u8>> {
    let (status, _, body) = request(port, "GET", path, "", b"");
    (status == 200).then_some(body)
}
