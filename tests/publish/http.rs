//! As little HTTP as a reader needs.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

/// Sends a request and returns the answer's status, head and body. A server that forgot the connection is asked anew.
pub fn request(port: u16, method: &str, path: &str, headers: &str, body: &[u8]) -> (u16, String, Vec<u8>) {
    for _ in 0..3 {
        match try_request(port, method, path, headers, body) {
            Ok(answer) => return answer,
            Err(error) => eprintln!("{method} {path}: {error}; once more"),
        }
    }
    panic!("{method} {path}: no answer");
}

fn try_request(
    port: u16,
    method: &str,
    path: &str,
    headers: &str,
    body: &[u8],
) -> std::io::Result<(u16, String, Vec<u8>)> {
    let mut stream = TcpStream::connect(("127.0.0.1", port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    let path = path.replace(' ', "%20");
    let head = format!(
        "{method} {path} HTTP/1.0\r\nHost: 127.0.0.1:{port}\r\nConnection: close\r\nContent-Length: {}\r\n{headers}\r\n",
        body.len()
    );
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    let Some(end) = answer.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Err(std::io::ErrorKind::UnexpectedEof.into());
    };
    let head = String::from_utf8_lossy(&answer[..end]).into_owned();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Ok((status, head, answer[end + 4..].to_vec()))
}

pub fn get(port: u16, path: &str) -> Option<Vec<u8>> {
    get_with(port, path, "")
}

pub fn get_with(port: u16, path: &str, headers: &str) -> Option<Vec<u8>> {
    let (status, _, body) = request(port, "GET", path, headers, b"");
    (status == 200).then_some(body)
}
