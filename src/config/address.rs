//! Where a target is: `to` of its settings, taken apart. Refuses addresses that hold a secret, without repeating it.

use crate::diagnostics::Refusal;
use std::path::{Path, PathBuf};

/// A target's address.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names are the field's")]
pub enum Address {
    /// `dir:/var/www/paper`
    Dir { path: PathBuf },
    /// `git:origin#gh-pages`
    Git { remote: String, branch: String },
    /// `ssh://user@host:22/path`; `/~/` begins a path below the user's home.
    Ssh { host: String, port: Option<u16>, path: String },
    /// `s3://bucket/folder?region=…&endpoint=…`
    S3 { bucket: String, prefix: String, region: Option<String>, endpoint: Option<String> },
    /// `gs://bucket/folder?endpoint=…`
    Gs { bucket: String, prefix: String, endpoint: Option<String> },
    /// `az://container/folder?account=…&endpoint=…`
    Az { container: String, prefix: String, account: Option<String>, endpoint: Option<String> },
    /// `webdav://host/path`, over HTTPS; `webdav+http://` without.
    WebDav { url: String },
}

/// Reads an address; paths are from the site's `root`.
pub fn parse(text: &str, root: &Path) -> Result<Address, Refusal> {
    let bad = |reason: &str| Refusal::BadAddress { reason: reason.to_owned() };
    let text = text.trim();
    if let Some(path) = text.strip_prefix("dir:") {
        if path.is_empty() {
            return Err(bad("dir: needs the path of a folder"));
        }
        return Ok(Address::Dir { path: root.join(path) });
    }
    if let Some(rest) = text.strip_prefix("git:") {
        let (remote, branch) = rest.rsplit_once('#').unwrap_or((rest, "gh-pages"));
        let refused = |c: char| c.is_whitespace() || c.is_control() || "~^:?*[\\".contains(c);
        if remote.is_empty() || remote.starts_with('-') {
            return Err(bad("git: needs a remote, as in git:origin#gh-pages"));
        }
        if branch.is_empty() || branch.starts_with('-') || branch.contains("..") || branch.contains(refused) {
            return Err(bad("what follows # is not the name of a branch"));
        }
        if has_password(remote) {
            return Err(Refusal::SecretInAddress);
        }
        return Ok(Address::Git { remote: remote.to_owned(), branch: branch.to_owned() });
    }
    let Some((scheme, rest)) = text.split_once("://") else {
        return Err(bad("this is no address of a target"));
    };
    if has_password(text) {
        return Err(Refusal::SecretInAddress);
    }
    let (rest, query) = rest.split_once('?').unwrap_or((rest, ""));
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let prefix = path.trim_matches('/').to_owned();
    if host.is_empty() || host.starts_with('-') {
        return Err(bad("the address names no host or bucket"));
    }
    if prefix.split('/').any(|part| part == "..") {
        return Err(bad("the address must hold no `..`"));
    }
    let bucket = host.to_owned();
    match scheme {
        "ssh" | "sftp" => {
            query_of(query, &[])?;
            let (host, port) = match host.rsplit_once(':') {
                Some((host, port)) => {
                    (host, Some(port.parse().map_err(|_| bad("what follows the host is no port"))?))
                }
                None => (host, None),
            };
            let path = match prefix.strip_prefix('~') {
                Some(below) => below.trim_start_matches('/').to_owned(),
                None => format!("/{prefix}"),
            };
            if path.trim_matches('/').is_empty() {
                return Err(bad("ssh:// needs the path of a folder of the site's own"));
            }
            Ok(Address::Ssh { host: host.to_owned(), port, path })
        }
        "s3" => {
            let [region, endpoint] = query_of(query, &["region", "endpoint"])?.try_into().unwrap_or_default();
            Ok(Address::S3 { bucket, prefix, region, endpoint })
        }
        "gs" => {
            let [endpoint] = query_of(query, &["endpoint"])?.try_into().unwrap_or_default();
            Ok(Address::Gs { bucket, prefix, endpoint })
        }
        "az" => {
            let [account, endpoint] =
                query_of(query, &["account", "endpoint"])?.try_into().unwrap_or_default();
            Ok(Address::Az { container: bucket, prefix, account, endpoint })
        }
        "webdav" | "webdavs" | "webdav+http" => {
            query_of(query, &[])?;
            let http = if scheme == "webdav+http" { "http" } else { "https" };
            Ok(Address::WebDav { url: format!("{http}://{host}/{prefix}") })
        }
        _ => Err(bad(&format!("{scheme}:// is no target that Dateline knows"))),
    }
}

/// The values of these keys; any other key is refused, as it may well be a secret.
fn query_of(query: &str, known: &[&str]) -> Result<Vec<Option<String>>, Refusal> {
    let mut values = vec![None; known.len()];
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        match known.iter().position(|one| *one == key) {
            Some(at) => values[at] = Some(value.to_owned()),
            None if ["key", "secret", "token", "pass", "sig", "cred"]
                .iter()
                .any(|word| key.contains(word)) =>
            {
                return Err(Refusal::SecretInAddress);
            }
            None => {
                let reason = match known {
                    [] => "an address of this kind takes nothing after a `?`".to_owned(),
                    _ => format!("an address of this kind takes {} after the `?`", known.join(" and ")),
                };
                return Err(Refusal::BadAddress { reason });
            }
        }
        if values.iter().flatten().any(|value| has_password(value)) {
            return Err(Refusal::SecretInAddress);
        }
    }
    Ok(values)
}

/// Whether an address names a user with a password: `scheme://user:password@host`.
fn has_password(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.split(['/', '?']).next().unwrap_or_default();
    host.rsplit_once('@').is_some_and(|(user, _)| user.contains(':'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Address, Refusal> {
        parse(text, Path::new("/site"))
    }

    #[test]
    fn addresses_are_taken_apart() {
        assert_eq!(read("dir:../live"), Ok(Address::Dir { path: "/site/../live".into() }));
        assert_eq!(
            read("git:git@host:paper.git#pages"),
            Ok(Address::Git { remote: "git@host:paper.git".into(), branch: "pages".into() })
        );
        let ssh =
            |host: &str, port, path: &str| Ok(Address::Ssh { host: host.into(), port, path: path.into() });
        assert_eq!(read("ssh://me@host:2222/var/www/paper/"), ssh("me@host", Some(2222), "/var/www/paper"));
        assert_eq!(read("ssh://host/~/paper"), ssh("host", None, "paper"));
        assert_eq!(
            read("s3://paper/site?region=eu-central-1&endpoint=https://s3.example"),
            Ok(Address::S3 {
                bucket: "paper".into(),
                prefix: "site".into(),
                region: Some("eu-central-1".into()),
                endpoint: Some("https://s3.example".into()),
            })
        );
        assert_eq!(read("webdav://host/a"), Ok(Address::WebDav { url: "https://host/a".into() }));
    }

    #[test]
    fn a_secret_is_refused_and_not_repeated() {
        for text in [
            "s3://key:hunter2@bucket/",
            "s3://bucket/?secret_access_key=hunter2",
            "s3://bucket/?endpoint=https://me:hunter2@host",
            "git:https://me:hunter2@host/paper.git",
            "webdav://me:hunter2@host/",
            "az://box/?sas_token=hunter2",
        ] {
            assert_eq!(read(text), Err(Refusal::SecretInAddress), "{text}");
        }
    }

    #[test]
    fn what_is_no_target_is_refused() {
        for text in [
            "",
            "/var/www",
            "ftp://host/x",
            "ssh://host",
            "ssh://host/~",
            "git:#x",
            "git:origin#a..b",
            "s3://b/?x=1",
            "dir:",
            "ssh://-oProxyCommand=x/y",
            "git:--upload-pack=x",
        ] {
            assert!(matches!(read(text), Err(Refusal::BadAddress { .. })), "{text}");
        }
    }
}
