//! Addresses as settings and links have them.

/// Whether a link leaves the site: it has a scheme or a host.
#[must_use]
pub fn is_external(url: &str) -> bool {
    if url.starts_with('/') {
        return url.starts_with("//");
    }
    url.split_once(':').is_some_and(|(scheme, _)| {
        scheme.len() > 1
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

/// `https://x.org/news/` → `https://x.org` and `/news`.
pub(super) fn split_url(url: &str) -> Option<(String, String)> {
    let url = url.trim().trim_end_matches('/');
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    if rest.is_empty()
        || rest.contains(|c: char| {
            c.is_whitespace() || c.is_control() || matches!(c, '?' | '#' | '"' | '<' | '>')
        })
    {
        return None;
    }
    let host = rest.split('/').next().unwrap_or(rest);
    if host.is_empty() {
        return None;
    }
    let origin = &url[..url.len() - rest.len() + host.len()];
    Some((origin.to_owned(), rest[host.len()..].to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_split_at_its_path() {
        assert_eq!(split_url("https://x.org/news/"), Some(("https://x.org".into(), "/news".into())));
        assert_eq!(split_url("http://localhost:4000"), Some(("http://localhost:4000".into(), String::new())));
        assert_eq!(split_url("x.org"), None);
        assert_eq!(split_url("https://"), None);
    }

    #[test]
    fn external_links_are_told_from_rooted_ones() {
        assert!(is_external("https://x.org") && is_external("//x.org") && is_external("mailto:a@b.c"));
        assert!(!is_external("/a:b/") && !is_external("assets/x.jpg"));
    }
}
