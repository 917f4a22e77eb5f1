//! Which requests are answered at all: the right host, the right origin, and a path that names nothing but a page.
//!
//! A preview holds drafts, and any site that its user visits can send requests to this machine. So names that lead here
//! by DNS rebinding are refused, and events and switches are for the preview's own pages alone.

use hyper::HeaderMap;
use hyper::Uri;
use hyper::header::{HOST, ORIGIN};
use hyper::http::uri::Authority;
use std::net::IpAddr;

/// Why a request is not answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// 400: no client that means well sends this.
    Malformed,
    /// 403: not for this client.
    Forbidden,
}

/// Whether the request is meant for this server: its host is a loopback name, an IP address, or `bound`, the name that
/// the server was told to listen on.
pub fn host(headers: &HeaderMap, uri: &Uri, bound: &str) -> Result<(), Refusal> {
    let mut hosts = headers.get_all(HOST).iter();
    let (Some(value), None) = (hosts.next(), hosts.next()) else { return Err(Refusal::Malformed) };
    let named = value.to_str().ok().and_then(|text| text.parse::<Authority>().ok());
    let named = named.filter(|named| !named.as_str().contains('@')).ok_or(Refusal::Malformed)?;
    if uri.authority().is_some() && uri.scheme().is_none() {
        return Err(Refusal::Malformed); // a bare name, which is for proxies
    }
    // A whole address in the request line outranks the header (RFC 9112, 3.2.2), so both must be right.
    let whole = uri.authority().map(Authority::host);
    if [Some(named.host()), whole].into_iter().flatten().all(|host| is_ours(host, bound)) {
        Ok(())
    } else {
        Err(Refusal::Forbidden)
    }
}

fn is_ours(host: &str, bound: &str) -> bool {
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let literal = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(&host);
    host == "localhost"
        || host.ends_with(".localhost")
        || literal.parse::<IpAddr>().is_ok()
        || host == bound.to_ascii_lowercase()
}

/// Whether the request comes from a page of this server, as far as its headers tell. `strict` wants a sign of it, as
/// every browser gives with a POST; else a request without any is let through, since programs send none.
#[must_use]
pub fn same_origin(headers: &HeaderMap, strict: bool) -> bool {
    let text = |name: &str| headers.get(name).map(|value| value.to_str().unwrap_or("?"));
    let host = text(HOST.as_str()).unwrap_or_default();
    let origin = text(ORIGIN.as_str()).map(|origin| origin == format!("http://{host}"));
    let site = text("sec-fetch-site").map(|site| site == "same-origin");
    match (origin, site) {
        (None, None) => !strict,
        (origin, site) => origin.unwrap_or(true) && site.unwrap_or(true),
    }
}

/// The path of a request, decoded once. What would climb, holds a control character or a backslash, or is not UTF-8 is
/// malformed: no address of a site needs them.
pub fn path(raw: &str) -> Result<String, Refusal> {
    let mut bytes = Vec::with_capacity(raw.len());
    let mut rest = raw.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let mut digit = || rest.next().and_then(|byte| char::from(byte).to_digit(16));
            let (Some(high), Some(low)) = (digit(), digit()) else { return Err(Refusal::Malformed) };
            // Two digits of base 16 are less than 256.
            bytes.push((high * 16 + low) as u8);
        } else {
            bytes.push(byte);
        }
    }
    let path = String::from_utf8(bytes).map_err(|_| Refusal::Malformed)?;
    let climbs = path.split('/').any(|segment| matches!(segment, "." | ".."));
    if !path.starts_with('/') || climbs || path.contains(|c: char| c.is_control() || c == '\\') {
        return Err(Refusal::Malformed);
    }
    Ok(path)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use hyper::header::HeaderValue;

    fn asked(host_name: &str, uri: &str, bound: &str) -> Result<(), Refusal> {
        let mut headers = HeaderMap::new();
        headers.insert(HOST, HeaderValue::from_str(host_name).unwrap());
        host(&headers, &uri.parse().unwrap(), bound)
    }

    #[test]
    fn loopback_names_addresses_and_the_bound_name_are_ours() {
        for ours in
            ["localhost:4000", "LOCALHOST", "paper.localhost", "127.0.0.1:4000", "[::1]:4000", "10.0.0.7"]
        {
            assert_eq!(asked(ours, "/", "127.0.0.1"), Ok(()), "{ours}");
        }
        assert_eq!(asked("desk.lan:4000", "/", "Desk.lan"), Ok(()));
        for foreign in ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "desk.lan"] {
            assert_eq!(asked(foreign, "/", "127.0.0.1"), Err(Refusal::Forbidden), "{foreign}");
        }
        assert_eq!(asked("localhost", "http://evil.example/", "127.0.0.1"), Err(Refusal::Forbidden));
        assert_eq!(asked("me@localhost", "/", "127.0.0.1"), Err(Refusal::Malformed));
        assert_eq!(host(&HeaderMap::new(), &"/".parse().unwrap(), "x"), Err(Refusal::Malformed));
    }

    #[test]
    fn origins() {
        let told = |pairs: &[(&'static str, &'static str)], strict| {
            let mut headers = HeaderMap::new();
            headers.insert("host", HeaderValue::from_static("localhost:4000"));
            for (name, value) in pairs {
                headers.insert(*name, HeaderValue::from_static(value));
            }
            same_origin(&headers, strict)
        };
        assert!(told(&[], false) && !told(&[], true));
        assert!(told(&[("origin", "http://localhost:4000")], true));
        assert!(told(&[("sec-fetch-site", "same-origin")], true));
        assert!(!told(&[("origin", "http://localhost:5000")], false));
        assert!(!told(&[("origin", "null")], false));
        assert!(!told(&[("sec-fetch-site", "cross-site"), ("origin", "http://localhost:4000")], false));
        assert!(!told(&[("sec-fetch-site", "same-site")], false));
    }

    #[test]
    fn paths_are_decoded_once_and_never_climb() {
        assert_eq!(path("/caf%C3%A9/%2525").unwrap(), "/café/%25");
        for bad in [
            "/../x",
            "/a/../x",
            "/%2e%2e/x",
            "/.%2E/x",
            "/a/%2e%2e%2fx",
            "/..%5cx",
            "/a\\b",
            "/%00",
            "/%0a",
            "/%c3",
            "/%",
            "/%4",
            "/%zz",
            "x",
            "",
            "/./x",
        ] {
            assert_eq!(path(bad), Err(Refusal::Malformed), "{bad}");
        }
        assert_eq!(path("/%252e%252e/x").unwrap(), "/%2e%2e/x");
    }
}
