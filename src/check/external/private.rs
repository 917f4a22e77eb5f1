//! Which hosts are nobody's business: what a post links to must not make the machine that checks it knock on doors of its
//! own network.

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

/// Whether a host, as an address names it, is of this machine or its network.
#[must_use]
pub fn is_private(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches([']', '.']).to_ascii_lowercase();
    match host.parse() {
        Ok(address) => !is_public(address),
        // A name without a dot is one of the own network.
        Err(_) => {
            !host.contains('.')
                || ["localhost", "local", "internal", "lan", "home.arpa"]
                    .iter()
                    .any(|end| host.strip_suffix(end).is_some_and(|rest| rest.ends_with('.')))
        }
    }
}

/// Whether an address is reached over the internet (IANA's registries of special-purpose addresses).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, _] = v4.octets();
            let is_shared = a == 100 && (64..128).contains(&b);
            let is_for_protocols = (a, b, c) == (192, 0, 0);
            let is_for_benchmarks = a == 198 && (b == 18 || b == 19);
            !(v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_documentation()
                || a == 0
                || a >= 240
                || is_shared
                || is_for_protocols
                || is_for_benchmarks)
        }
        IpAddr::V6(v6) => match within(v6) {
            Some(v4) => is_public(IpAddr::V4(v4)),
            // 2000::/3 is all that is given out.
            None => v6.segments()[0] & 0xe000 == 0x2000 && v6.segments()[..2] != [0x2001, 0xdb8],
        },
    }
}

/// The address that one of the newer kind wraps: mapped, by NAT64, or 6to4.
fn within(v6: Ipv6Addr) -> Option<Ipv4Addr> {
    let [a, b, c, d, e, f, g, h] = v6.segments();
    let joined = |high: u16, low: u16| Ipv4Addr::from(u32::from(high) << 16 | u32::from(low));
    match (a, b, c, d, e, f) {
        (0, 0, 0, 0, 0, 0xffff) | (0x64, 0xff9b, 0, 0, 0, 0) => Some(joined(g, h)),
        (0x2002, ..) => Some(joined(b, c)),
        _ => None,
    }
}

/// Finds addresses of names as the system does, and leaves out those that are not public.
pub struct PublicOnly;

impl Resolve for PublicOnly {
    fn resolve(&self, name: Name) -> Resolving {
        Box::pin(async move {
            let found: Vec<SocketAddr> = tokio::net::lookup_host((name.as_str(), 0)).await?.collect();
            let public: Vec<SocketAddr> = found.into_iter().filter(|found| is_public(found.ip())).collect();
            if public.is_empty() {
                return Err(LeadsInside.into());
            }
            Ok(Box::new(public.into_iter()) as Addrs)
        })
    }
}

/// Every address of a name is of the own network.
#[derive(Debug)]
pub struct LeadsInside;

impl fmt::Display for LeadsInside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("this name leads into a private network")
    }
}

impl std::error::Error for LeadsInside {}

#[cfg(test)]
mod tests {
    use super::is_private;

    #[test]
    fn hosts() {
        for host in [
            "localhost",
            "a.LOCALHOST.",
            "intranet",
            "printer.local",
            "127.0.0.1",
            "10.1.2.3",
            "192.168.1.1",
            "172.16.0.1",
            "169.254.169.254",
            "100.64.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "[::1]",
            "[::ffff:127.0.0.1]",
            "[64:ff9b::a00:1]",
            "[2002:7f00:1::]",
            "[fe80::1]",
            "[fd00::1]",
        ] {
            assert!(is_private(host), "{host}");
        }
        for host in [
            "e.org",
            "local.org",
            "93.184.216.34",
            "172.32.0.1",
            "[2606:2800:220:1::1]",
            "[2002:5db8:d822::]",
        ] {
            assert!(!is_private(host), "{host}");
        }
    }
}
