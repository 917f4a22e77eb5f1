//! Asks other hosts for what is linked to, as a guest: one question at a time, with a pause, and never where it is not
//! wanted.

use super::private::{LeadsInside, PublicOnly, is_private};
use super::robots::Robots;
use super::{Manners, Verdict};
use jiff::Timestamp;
use reqwest::header::{HeaderMap, LOCATION, RETRY_AFTER};
use reqwest::{Client, Method, Response, StatusCode, Url, redirect};
use rustc_hash::FxHashMap;
use std::error::Error;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// How robots.txt names us.
const NAME: &str = "dateline";
/// How often a link may lead on (RFC 9309 asks for five with robots.txt, browsers follow twenty).
const REDIRECTS: usize = 10;
/// How much of a robots.txt is read (RFC 9309, 2.5).
const ROBOTS_SIZE: usize = 500 * 1024;
/// After how many links without any answer a host is asked no more.
const GIVE_UP: u32 = 3;

/// Asks, and remembers of each host how it is to be treated.
pub struct Asker<'a> {
    client: Client,
    manners: &'a Manners<'a>,
    /// Whether this machine and its network may be asked.
    inside: bool,
    hosts: Mutex<FxHashMap<String, Arc<Host>>>,
}

#[derive(Default)]
struct Host {
    turn: tokio::sync::Mutex<Turn>,
    robots: tokio::sync::OnceCell<Result<Robots, String>>,
}

/// What the one who asks a host next must know.
#[derive(Default)]
struct Turn {
    was_asked: bool,
    /// Links in a row without an answer, and why.
    silent: u32,
    why: String,
}

/// Why there was no answer.
enum Silence {
    Private,
    Other(String),
}

impl<'a> Asker<'a> {
    /// Makes the client; nothing is asked yet.
    ///
    /// # Errors
    /// When the system has no certificates, say.
    pub fn new(manners: &'a Manners<'a>, agent: &str, inside: bool) -> reqwest::Result<Asker<'a>> {
        crate::network::choose_cryptography();
        let builder = Client::builder()
            .user_agent(agent)
            .timeout(manners.patience)
            // Where a link leads on to is ours to judge, step by step.
            .redirect(redirect::Policy::none());
        // No proxy leads to the own network.
        let builder = if inside { builder.no_proxy() } else { builder.dns_resolver(Arc::new(PublicOnly)) };
        Ok(Asker { client: builder.build()?, manners, inside, hosts: Mutex::default() })
    }

    /// What becomes of who follows a link.
    pub async fn verdict(&self, link: &Url) -> Verdict {
        let mut url = link.clone();
        // Where it has moved to, as long as each step says that it is for ever.
        let (mut moved, mut for_ever) = (None, true);
        for _ in 0..=REDIRECTS {
            if !self.inside && url.host_str().is_none_or(is_private) {
                return Verdict::Private;
            }
            let host = self.host(&url);
            match host.robots.get_or_init(|| self.robots(&url)).await {
                Ok(robots) if !robots.allows(&path(&url)) => return Verdict::Denied,
                Ok(_) => {}
                Err(why) => return Verdict::Unreachable(why.clone()),
            }
            let answer = match self.ask(&url, Method::HEAD).await {
                Ok(answer) => answer,
                Err(Silence::Private) => return Verdict::Private,
                Err(Silence::Other(why)) => return Verdict::Unreachable(why),
            };
            let status = answer.status();
            if let Some(next) = leads_to(&url, &answer) {
                for_ever &= matches!(status.as_u16(), 301 | 308);
                if for_ever {
                    moved = Some(next.clone());
                }
                url = next;
                continue;
            }
            return match status.as_u16() {
                200..=399 => match moved {
                    Some(to) if to != *link => Verdict::Moved(to.into()),
                    _ => Verdict::Good,
                },
                404 | 410 => Verdict::Broken(status.as_u16()),
                // To readers they say something else.
                401..=403 | 407 | 429 | 451 | 999 => Verdict::Refused(status.as_u16()),
                _ => Verdict::Unreachable(said(status)),
            };
        }
        Verdict::Unreachable(format!("more than {REDIRECTS} redirects"))
    }

    fn host(&self, url: &Url) -> Arc<Host> {
        let mut hosts = self.hosts.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(hosts.entry(url.origin().ascii_serialization()).or_default())
    }

    /// A host's robots.txt. One that is not there allows all; one that cannot be had forbids all (RFC 9309, 2.3.1).
    async fn robots(&self, url: &Url) -> Result<Robots, String> {
        let mut url = url.join("/robots.txt").map_err(|error| error.to_string())?;
        for _ in 0..=REDIRECTS {
            if !self.inside && url.host_str().is_none_or(is_private) {
                break;
            }
            let mut answer = match self.ask(&url, Method::GET).await {
                Ok(answer) => answer,
                // The link itself will say so.
                Err(Silence::Private) => break,
                Err(Silence::Other(why)) => return Err(why),
            };
            if let Some(next) = leads_to(&url, &answer) {
                url = next;
                continue;
            }
            let status = answer.status();
            if status.is_server_error() || status == StatusCode::TOO_MANY_REQUESTS {
                return Err(format!("its robots.txt: {}", said(status)));
            }
            if !status.is_success() {
                break;
            }
            let mut text = Vec::new();
            while let Ok(Some(piece)) = answer.chunk().await {
                text.extend_from_slice(&piece);
                if text.len() > ROBOTS_SIZE {
                    text.truncate(ROBOTS_SIZE);
                    break;
                }
            }
            return Ok(Robots::parse(&String::from_utf8_lossy(&text), NAME));
        }
        Ok(Robots::default())
    }

    /// One question, with its repetitions, when it is its turn. HEAD where that will do.
    async fn ask(&self, url: &Url, mut method: Method) -> Result<Response, Silence> {
        let host = self.host(url);
        let mut turn = host.turn.lock().await;
        if turn.silent >= GIVE_UP {
            return Err(Silence::Other(turn.why.clone()));
        }
        let mut tries = 0;
        loop {
            if std::mem::replace(&mut turn.was_asked, true) {
                (self.manners.wait)(self.manners.pause).await;
            }
            let answer = self.client.request(method.clone(), url.clone()).send().await;
            let was_head = std::mem::replace(&mut method, Method::GET) == Method::HEAD;
            tries += 1;
            let backoff = self.manners.backoff * 2_u32.saturating_pow(tries - 1);
            let delay = match &answer {
                Ok(answer) if is_busy(answer.status()) => {
                    retry_after(answer.headers(), Timestamp::now()).unwrap_or(backoff).max(backoff)
                }
                // Many hosts answer only what browsers ask.
                Ok(answer) if was_head && answer.status().as_u16() >= 400 => continue,
                Ok(_) => backoff,
                Err(error) if is_inside(error) => return Err(Silence::Private),
                Err(_) => backoff,
            };
            let is_final = answer.as_ref().is_ok_and(|answer| !is_busy(answer.status()));
            if is_final || tries >= self.manners.tries || delay > self.manners.longest {
                return match answer {
                    Ok(answer) => {
                        turn.silent = 0;
                        Ok(answer)
                    }
                    Err(error) => {
                        turn.silent += 1;
                        turn.why = why(&error);
                        Err(Silence::Other(turn.why.clone()))
                    }
                };
            }
            (self.manners.wait)(delay).await;
        }
    }
}

fn is_busy(status: StatusCode) -> bool {
    matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE)
}

/// As robots.txt sees an address.
fn path(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

/// Where an answer sends on to, if to a page.
fn leads_to(from: &Url, answer: &Response) -> Option<Url> {
    if !answer.status().is_redirection() {
        return None;
    }
    let to = answer.headers().get(LOCATION)?.to_str().ok()?;
    from.join(to).ok().filter(|to| matches!(to.scheme(), "http" | "https"))
}

/// How long a host asks to be left alone: in seconds, or until a time.
fn retry_after(headers: &HeaderMap, now: Timestamp) -> Option<Duration> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(Duration::from_secs(u64::try_from(until.as_second() - now.as_second()).unwrap_or(0)))
}

fn said(status: StatusCode) -> String {
    match status.canonical_reason() {
        Some(reason) => format!("{} {reason}", status.as_u16()),
        None => status.as_u16().to_string(),
    }
}

fn is_inside(error: &reqwest::Error) -> bool {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(one) = next {
        if one.is::<LeadsInside>() {
            return true;
        }
        next = one.source();
    }
    false
}

/// The reason at the bottom, which is the one that helps.
fn why(error: &reqwest::Error) -> String {
    if error.is_timeout() {
        return "no answer in time".to_owned();
    }
    let mut last: &dyn Error = error;
    while let Some(deeper) = last.source() {
        last = deeper;
    }
    last.to_string()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::check::external::Waiting;

    #[test]
    fn hosts_say_when_to_come_back() {
        let told = |text: &str| {
            let headers = [(RETRY_AFTER, text.parse().unwrap())].into_iter().collect();
            retry_after(&headers, "2026-01-15T12:00:00Z".parse().unwrap()).map(|time| time.as_secs())
        };
        assert_eq!(told("120"), Some(120));
        assert_eq!(told("Thu, 15 Jan 2026 12:01:00 GMT"), Some(60));
        assert_eq!(told("Thu, 15 Jan 2026 11:00:00 GMT"), Some(0));
        assert_eq!(told("soon"), None);
    }

    #[test]
    fn names_that_lead_inside_are_told_from_others() {
        let wait = |_| Box::pin(async {}) as Waiting;
        let manners = Manners::new(&wait, &|_, _| ());
        let asker = Asker::new(&manners, "dateline", false).unwrap();
        let runtime = crate::network::runtime().unwrap();
        // The name itself is refused before; here its address is what gives it away.
        let answer = runtime.block_on(async { asker.client.get("http://localhost:9/").send().await });
        assert!(is_inside(&answer.unwrap_err()));
    }
}
