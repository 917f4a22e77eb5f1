//! Where secrets come from: the environment and the files in which other tools keep theirs. None is printed or kept.

use base64::Engine as _;
use std::path::PathBuf;

/// Keys of an AWS account.
pub struct AwsKeys {
    pub key_id: String,
    pub secret_key: String,
    pub token: Option<String>,
}

/// The keys of `AWS_PROFILE`, or of `[default]`, in `~/.aws/credentials`; `None` where the environment has keys, which
/// come first, or where there is no such file.
pub fn aws_profile() -> Option<AwsKeys> {
    if set("AWS_ACCESS_KEY_ID").is_some() && set("AWS_PROFILE").is_none() {
        return None;
    }
    let file = set("AWS_SHARED_CREDENTIALS_FILE").map(PathBuf::from).or_else(|| home(".aws/credentials"))?;
    let text = std::fs::read_to_string(file).ok()?;
    let name = set("AWS_PROFILE").unwrap_or_else(|| "default".into());
    let value = |key: &str| ini(&text, &name, key);
    Some(AwsKeys {
        key_id: value("aws_access_key_id")?,
        secret_key: value("aws_secret_access_key")?,
        token: value("aws_session_token"),
    })
}

/// The region of the environment or of `~/.aws/config`.
pub fn aws_region() -> Option<String> {
    let of_environment = set("AWS_REGION").or_else(|| set("AWS_DEFAULT_REGION"));
    of_environment.or_else(|| {
        let file = set("AWS_CONFIG_FILE").map(PathBuf::from).or_else(|| home(".aws/config"))?;
        let text = std::fs::read_to_string(file).ok()?;
        let name = set("AWS_PROFILE").map_or_else(|| "default".into(), |name| format!("profile {name}"));
        ini(&text, &name, "region")
    })
}

/// The `Authorization` for a WebDAV server: `WEBDAV_USERNAME` and `WEBDAV_PASSWORD`, or what `~/.netrc` has for its
/// host.
pub fn webdav(url: &str) -> Option<String> {
    let rest = url.split_once("://")?.1;
    let host = rest.split('/').next()?;
    let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    let login = match (set("WEBDAV_USERNAME"), set("WEBDAV_PASSWORD")) {
        (Some(user), Some(password)) => Some((user, password)),
        _ => {
            let file = set("NETRC").map(PathBuf::from).or_else(|| home(".netrc"))?;
            netrc(&std::fs::read_to_string(file).ok()?, host)
        }
    };
    let (user, password) = login?;
    let plain = format!("{user}:{password}");
    Some(format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(plain)))
}

fn set(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn home(below: &str) -> Option<PathBuf> {
    std::env::home_dir().map(|home| home.join(below))
}

fn ini(text: &str, section: &str, key: &str) -> Option<String> {
    let mut here = false;
    for line in text.lines().map(str::trim) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            here = name.trim() == section;
        } else if here
            && let Some((name, value)) = line.split_once('=')
            && name.trim() == key
        {
            return Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        }
    }
    None
}

fn netrc(text: &str, host: &str) -> Option<(String, String)> {
    let mut words = text.split_whitespace();
    let (mut here, mut user, mut password) = (false, None, None);
    while let Some(word) = words.next() {
        match word {
            "machine" | "default" => {
                if here && password.is_some() {
                    break;
                }
                here = word == "default" || words.next() == Some(host);
                (user, password) = (None, None);
            }
            "login" if here => user = words.next(),
            "password" if here => password = words.next(),
            _ => {}
        }
    }
    here.then(|| Some((user?.to_owned(), password?.to_owned()))).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_other_tools_are_read() {
        let text = "[default]\naws_access_key_id = A\n\n[other]\naws_access_key_id=B\n";
        assert_eq!(ini(text, "other", "aws_access_key_id").as_deref(), Some("B"));
        assert_eq!(ini(text, "other", "region"), None);
        let text = "machine a.example login x password y\nmachine b.example\n  login me\n  password secret\n";
        assert_eq!(netrc(text, "b.example"), Some(("me".into(), "secret".into())));
        assert_eq!(netrc(text, "a.example"), Some(("x".into(), "y".into())));
        assert_eq!(netrc(text, "c.example"), None);
    }
}
