//! Links to elsewhere. Asked for when told to alone, and as a guest would: see `ask.rs`. What was answered is kept for a
//! while (`cache.rs`).

mod ask;
mod cache;
mod links;
mod private;
mod robots;

use super::finding;
use crate::build::Ready;
use crate::diagnostics::{Diagnostic, Found, Problem};
use crate::images::cache::FOLDER;
use ask::Asker;
use cache::Cache;
use futures_util::{StreamExt as _, stream};
use jiff::Timestamp;
use reqwest::Url;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// A pause on its way.
pub type Waiting = Pin<Box<dyn Future<Output = ()> + Send>>;

/// How other hosts are treated.
#[derive(Clone, Copy)]
pub struct Manners<'a> {
    /// How many hosts are asked at a time; one host is asked one thing at a time.
    pub hosts: usize,
    /// Between two questions to one host.
    pub pause: Duration,
    /// How long an answer may take.
    pub patience: Duration,
    /// How often one thing is asked, if there is no answer or the host is busy.
    pub tries: u32,
    /// The first pause before asking again; each further one is twice as long.
    pub backoff: Duration,
    /// The longest pause; a host that wants a longer one is asked no more.
    pub longest: Duration,
    /// What makes a pause.
    pub wait: &'a (dyn Fn(Duration) -> Waiting + Sync),
    /// Told how many links are done, and how many there are.
    pub tell: &'a (dyn Fn(usize, usize) + Sync),
}

impl<'a> Manners<'a> {
    /// The usual ones.
    #[must_use]
    pub fn new(
        wait: &'a (dyn Fn(Duration) -> Waiting + Sync),
        tell: &'a (dyn Fn(usize, usize) + Sync),
    ) -> Manners<'a> {
        Manners {
            hosts: 16,
            pause: Duration::from_millis(500),
            patience: Duration::from_secs(20),
            tries: 3,
            backoff: Duration::from_secs(2),
            longest: Duration::from_secs(60),
            wait,
            tell,
        }
    }
}

/// A pause by the clock.
#[must_use]
pub fn by_the_clock(time: Duration) -> Waiting {
    Box::pin(tokio::time::sleep(time))
}

/// What becomes of who follows a link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// A page comes.
    Good,
    /// A page comes, from an address that is the right one from now on.
    Moved(String),
    /// There is no such page.
    Broken(u16),
    /// Nothing comes, for now at least.
    Unreachable(String),
    /// The host answers people alone, or some of them.
    Refused(u16),
    /// Its robots.txt does not want programs there.
    Denied,
    /// It is of this machine's own network.
    Private,
}

/// How many links there were, and what was done with them.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// Addresses, each once.
    pub links: usize,
    /// Of these, those whose answer was known.
    pub cached: usize,
    /// Those that robots.txt keeps programs from.
    pub denied: usize,
    /// Those whose host does not answer programs.
    pub refused: usize,
    /// Those of a private network.
    pub private: usize,
}

/// Follows every link to elsewhere of the site's posts and pages, and of its front page.
pub fn check(
    ready: &Ready<'_>,
    is_wanted: &(dyn Fn(&str) -> bool + Sync),
    manners: &Manners<'_>,
) -> (Vec<Diagnostic>, Asked) {
    let links = links::gather(ready, is_wanted);
    let now = Timestamp::now();
    let mut cache = Cache::open(&ready.config.root.join(FOLDER), now);
    let mut verdicts: BTreeMap<&Url, Verdict> = BTreeMap::new();
    let mut asked = Asked { links: links.len(), ..Asked::default() };
    let mut by_host: FxHashMap<String, Vec<&Url>> = FxHashMap::default();
    for url in links.keys() {
        match cache.get(url.as_str()) {
            Some(verdict) => {
                asked.cached += 1;
                verdicts.insert(url, verdict.clone());
            }
            None => by_host.entry(url.origin().ascii_serialization()).or_default().push(url),
        }
    }
    if !by_host.is_empty() {
        // The longest queues first, as each takes its time.
        let mut queues: Vec<Vec<&Url>> = by_host.into_values().collect();
        queues.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
        let answers = ask_all(&queues, ready, manners, |url, verdict| cache.add(url.as_str(), verdict, now));
        match answers {
            Ok(answers) => verdicts.extend(answers),
            Err(reason) => {
                let problem = Problem::Found(Found::NoClient { reason });
                return (vec![finding("", problem)], asked);
            }
        }
    }
    let count = |is: fn(&Verdict) -> bool| verdicts.values().filter(|verdict| is(verdict)).count();
    asked.denied = count(|verdict| *verdict == Verdict::Denied);
    asked.refused = count(|verdict| matches!(verdict, Verdict::Refused(_)));
    asked.private = count(|verdict| *verdict == Verdict::Private);
    let mut found = Vec::new();
    for (url, verdict) in verdicts {
        for link in &links[url] {
            let problem = |link: &str| {
                let link = link.to_owned();
                Some(match verdict.clone() {
                    Verdict::Broken(status) => Found::ExternalBroken { link, status },
                    Verdict::Unreachable(reason) => Found::ExternalUnreachable { link, reason },
                    Verdict::Moved(to) => Found::ExternalMoved { link, to },
                    Verdict::Good | Verdict::Refused(_) | Verdict::Denied | Verdict::Private => return None,
                })
            };
            if let Some(problem) = problem(&link.address) {
                found.extend(links::tell(&problem, link, ready.config));
            }
        }
    }
    (found, asked)
}

type Answers<'a> = Vec<(&'a Url, Verdict)>;

fn ask_all<'a>(
    queues: &[Vec<&'a Url>],
    ready: &Ready<'_>,
    manners: &Manners<'_>,
    mut note: impl FnMut(&Url, &Verdict),
) -> Result<Answers<'a>, String> {
    let site = &ready.config.origin;
    let is_inside = Url::parse(site).is_ok_and(|site| site.host_str().is_some_and(private::is_private));
    // Who runs the other host can see who asks, and for whom.
    let of = if site.is_empty() { String::new() } else { format!(" of {site}") };
    let agent = format!("Dateline/{} (link check{of})", env!("CARGO_PKG_VERSION"));
    let asker = Asker::new(manners, &agent, is_inside).map_err(|error| error.to_string())?;
    let runtime = crate::network::runtime().map_err(|error| error.to_string())?;
    let all = queues.iter().map(Vec::len).sum();
    let answers = Mutex::new((Vec::with_capacity(all), &mut note));
    (manners.tell)(0, all);
    runtime.block_on(stream::iter(queues).for_each_concurrent(manners.hosts, |queue| {
        let (asker, answers) = (&asker, &answers);
        async move {
            for url in queue {
                let verdict = asker.verdict(url).await;
                let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
                (answers.1)(url, &verdict);
                answers.0.push((*url, verdict));
                (manners.tell)(answers.0.len(), all);
            }
        }
    }));
    Ok(answers.into_inner().unwrap_or_else(PoisonError::into_inner).0)
}
