//! Tells others what changed: search engines by IndexNow, feed readers by WebSub, a CDN by a list. Only addresses that
//! did change, and only after they did. What fails here is a warning: the site is published.

use super::delta::{Act, Delta};
use super::local::Local;
use crate::config::publish::Notify;
use crate::diagnostics::Refusal;
use crate::plan::Kind;
use serde::Serialize;
use std::time::Duration;

/// Where IndexNow takes addresses for all engines that take part.
const INDEXNOW: &str = "https://api.indexnow.org/indexnow";
/// How many addresses one message may hold (indexnow.org).
const AT_ONCE: usize = 10_000;

/// The whole address of a file's path.
fn address(base_url: &str, path: &str) -> String {
    let page = path.strip_suffix("index.html").filter(|rest| rest.is_empty() || rest.ends_with('/'));
    format!("{base_url}/{}", page.unwrap_or(path).replace(' ', "%20"))
}

/// Every address whose copies in a CDN are stale now.
#[must_use]
pub fn purged(delta: &Delta, base_url: &str) -> Vec<String> {
    let mut urls: Vec<String> = delta.steps.iter().map(|step| address(base_url, &step.path)).collect();
    urls.sort();
    urls.dedup();
    urls
}

/// Tells whom the settings name; returns what went wrong.
#[must_use]
pub fn tell(settings: &Notify, delta: &Delta, local: &Local) -> Vec<Refusal> {
    if settings.indexnow_key.is_none() && settings.websub_hub.is_none() {
        return Vec::new();
    }
    let mut failures = Vec::new();
    crate::network::choose_cryptography();
    let client = reqwest::Client::builder()
        .timeout(Duration::from_secs(20))
        .user_agent(concat!("dateline/", env!("CARGO_PKG_VERSION")))
        .build();
    let (client, runtime) = match (client, super::runtime()) {
        (Ok(client), Ok(runtime)) => (client, runtime),
        (Err(error), _) => return vec![not_told("anybody", &error.to_string())],
        (_, Err(failure)) => return vec![not_told("anybody", &failure.reason)],
    };
    let mut send = |whom: &str, request: reqwest::RequestBuilder| {
        let result = runtime.block_on(async { request.send().await?.error_for_status() });
        if let Err(error) = result {
            failures.push(not_told(whom, &said(&error.without_url())));
        }
    };
    if let Some(key) = &settings.indexnow_key {
        let endpoint = settings.indexnow_endpoint.as_deref().unwrap_or(INDEXNOW);
        for urls in pages(delta, local).chunks(AT_ONCE) {
            let message = Message {
                host: host(&local.base_url),
                key,
                key_location: format!("{}/{key}.txt", local.base_url),
                url_list: urls,
            };
            // Texts and lists of them are always JSON.
            let body = serde_json::to_vec(&message).unwrap_or_default();
            let request = client.post(endpoint).header("content-type", "application/json; charset=utf-8");
            send("IndexNow", request.body(body));
        }
    }
    if let Some(hub) = &settings.websub_hub {
        for feed in feeds(delta, local) {
            let body = format!("hub.mode=publish&hub.url={}", escaped(&feed));
            let request = client.post(hub).header("content-type", "application/x-www-form-urlencoded");
            send("the WebSub hub", request.body(body));
        }
    }
    failures
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Message<'a> {
    host: &'a str,
    key: &'a str,
    key_location: String,
    url_list: &'a [String],
}

fn not_told(whom: &str, reason: &str) -> Refusal {
    Refusal::NotTold { whom: whom.to_owned(), reason: reason.to_owned() }
}

/// The last word of an error's chain, which names the reason.
fn said(error: &reqwest::Error) -> String {
    let mut at: &dyn std::error::Error = error;
    while let Some(source) = at.source() {
        at = source;
    }
    at.to_string()
}

fn host(base_url: &str) -> &str {
    let rest = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    rest.split('/').next().unwrap_or(rest)
}

/// The addresses of pages that are new, changed or gone.
fn pages(delta: &Delta, local: &Local) -> Vec<String> {
    let steps = delta.steps.iter().filter(|step| match step.act {
        Act::Put { file, .. } => local
            .files
            .get(file)
            .is_some_and(|file| matches!(file.kind, Kind::Article | Kind::Index | Kind::Redirect { .. })),
        Act::Delete => step.path.ends_with(".html"),
    });
    let steps = steps.filter(|step| step.path != "404.html");
    steps.map(|step| address(&local.base_url, &step.path)).collect()
}

/// The addresses of feeds that changed.
fn feeds(delta: &Delta, local: &Local) -> Vec<String> {
    let machines = delta.steps.iter().filter(|step| match step.act {
        Act::Put { file, .. } => local.files.get(file).is_some_and(|file| file.kind == Kind::Machine),
        Act::Delete => false,
    });
    let feeds = machines.filter(|step| {
        let name = step.path.rsplit('/').next().unwrap_or(&step.path);
        matches!(name, "feed.xml" | "rss.xml" | "feed.json")
    });
    feeds.map(|step| address(&local.base_url, &step.path)).collect()
}

/// An address within a form's value.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            out.push(char::from(byte));
        } else {
            out.push_str(&format!("%{byte:02X}"));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::publish::delta::delta;
    use crate::publish::local::File;
    use crate::publish::manifest::Published;

    #[test]
    fn exactly_what_changed_is_told() {
        let mut local = Local { base_url: "https://x.org/news".into(), ..Local::default() };
        for (path, kind) in [
            ("2025/talks/index.html", Kind::Article),
            ("404.html", Kind::Article),
            ("assets/a b.png", Kind::Asset),
            ("feed.xml", Kind::Machine),
            ("index.html", Kind::Index),
            ("sitemap.xml", Kind::Machine),
        ] {
            local.add(File { kind, ..File::made(path, path.into()) });
        }
        let mut there = Published { form: "1".into(), ..Published::default() };
        there.files.insert("old/index.html".into(), Default::default());
        let delta = delta(&there, &local, "1");
        let base = "https://x.org/news";
        assert_eq!(
            pages(&delta, &local),
            [format!("{base}/2025/talks/"), format!("{base}/"), format!("{base}/old/")]
        );
        assert_eq!(feeds(&delta, &local), [format!("{base}/feed.xml")]);
        let purged = purged(&delta, base);
        assert_eq!(purged.len(), 7);
        assert!(purged.contains(&format!("{base}/assets/a%20b.png")));
        assert_eq!(host(base), "x.org");
        assert_eq!(escaped("https://x.org/a?b"), "https%3A%2F%2Fx.org%2Fa%3Fb");
    }
}
