//! The preview: the site from memory, over HTTP, as it stands on disk at this moment.
//!
//! ```text
//! disk ─▶ watch ─▶ workspace ─▶ edition ─▶ now ─▶ respond (a request) and hub (the open pages)
//! ```
//!
//! One loop turns what changed on disk into a new [`edition::Edition`], a value, and publishes it; connections answer from
//! the one that is published. Nothing is written anywhere.

mod body;
pub mod edition;
mod guard;
mod hub;
mod inspect;
mod now;
mod page;
mod range;
mod respond;
mod route;
mod server;
mod stamp;
mod watch;
pub mod workspace;

pub use hub::Told;
pub use watch::WatchError;

use crate::diagnostics::Diagnostic;
use crate::site::visibility::Visibility;
use crate::source::tree;
use edition::Edition;
use hub::News;
use jiff::Timestamp;
use now::Now;
use server::Shared;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use watch::{Settling, Watch};
use workspace::{Change, Changed, Place, Workspace};

/// What to preview, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the sources are.
    pub place: Place,
    /// Shows drafts.
    pub drafts: bool,
    /// Shows scheduled posts.
    pub future: bool,
    /// The preview's "now"; `None` for the clock.
    pub at: Option<Timestamp>,
    /// Browsers follow to the page that is edited.
    pub navigate: bool,
    /// Looks at all files this often instead of waiting for reports, for disks that make none.
    pub poll: Option<Duration>,
}

/// What the loop has to tell.
#[derive(Debug)]
pub enum Event<'a> {
    /// The first version is there, or cannot be made.
    Ready {
        /// Posts and pages that are shown.
        articles: usize,
        /// Errors, or warnings.
        problems: &'a [Diagnostic],
    },
    /// A new version is served.
    Changed {
        /// What changed on disk; empty when the time or a switch changed what is shown.
        changed: &'a Changed,
        /// From the first report of the change to the last browser that was told.
        took: Duration,
        /// Who was told.
        told: Told,
        /// The drafts are shown, and the scheduled posts.
        shown: (bool, bool),
        /// Warnings of the files that changed.
        warnings: Vec<Diagnostic>,
    },
    /// The files have errors; the last good version is still served.
    Broken {
        /// What changed on disk.
        changed: &'a Changed,
        /// All errors.
        problems: &'a [Diagnostic],
    },
    /// Files are not watched for this reason, but looked at every second.
    Unwatched(WatchError),
}

/// What the loop waits for.
#[derive(Debug)]
pub enum Message {
    /// A report from the disk.
    Disk(notify::Event, Instant),
    /// A browser switches drafts and scheduled posts on or off.
    View {
        /// Drafts are shown.
        drafts: bool,
        /// Scheduled posts are shown.
        future: bool,
    },
}

/// How often all files are looked at when they cannot be watched.
const POLL: Duration = Duration::from_secs(1);

/// A server that has its port and answers as soon as there is a site.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    listener: TcpListener,
    host: String,
}

impl Server {
    /// Takes a port: the first that is free of `ports`. `Err` with the last refusal.
    pub fn bind(host: &str, ports: impl IntoIterator<Item = u16>) -> io::Result<Server> {
        let mut refused = io::Error::from(io::ErrorKind::AddrNotAvailable);
        for port in ports {
            let bound = (host, port)
                .to_socket_addrs()
                .and_then(|addresses| TcpListener::bind(addresses.collect::<Vec<_>>().as_slice()));
            match bound {
                Ok(listener) => {
                    listener.set_nonblocking(true)?;
                    return Ok(Server { address: listener.local_addr()?, listener, host: host.to_owned() });
                }
                Err(error) if error.kind() == io::ErrorKind::AddrInUse => refused = error,
                Err(error) => return Err(error),
            }
        }
        Err(refused)
    }

    /// Serves until the program ends. `Err` only when the system gives no threads or no events.
    pub fn run(self, options: &Options, mut tell: impl FnMut(Event<'_>)) -> io::Result<()> {
        // A thousand open browsers take more files than many systems allow at first; less is not fatal.
        let _ = rlimit::increase_nofile_limit(16_384);
        let (messages, inbox) = channel();
        let shared = Arc::new(Shared::new(messages.clone(), self.host));
        let watch = start_watch(options, &messages);
        let mut desk = Desk::open(options, Arc::clone(&shared));
        desk.first(&mut tell);

        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(self.listener)?
        };
        runtime.spawn(server::accept(listener, shared));
        let watch = match watch {
            Some(Ok(watch)) => Some(watch),
            Some(Err(error)) => {
                tell(Event::Unwatched(error));
                None
            }
            None => None,
        };
        desk.work(&inbox, watch, &mut tell);
        Ok(())
    }
}

/// Watching begins before the first file is read, so that no change is missed.
fn start_watch(options: &Options, messages: &Sender<Message>) -> Option<Result<Watch, WatchError>> {
    if options.poll.is_some() {
        return None;
    }
    let messages = messages.clone();
    let report = move |event| {
        // The loop ends with the program.
        let _ = messages.send(Message::Disk(event, Instant::now()));
    };
    Some(Watch::new(&options.place.root, report).and_then(|mut watch| {
        let config = crate::config::load(&options.place.root, &options.place.overrides, &mut Vec::new());
        if let Some(config) = config {
            watch.set(tree::top_folders(&config, &options.place.out))?;
        }
        Ok(watch)
    }))
}

/// Where changes come in and editions go out.
struct Desk<'a> {
    options: &'a Options,
    workspace: Workspace,
    shared: Arc<Shared>,
    drafts: bool,
    future: bool,
    next_change: Option<Timestamp>,
}

impl Desk<'_> {
    fn open(options: &Options, shared: Arc<Shared>) -> Desk<'_> {
        let now = options.at.unwrap_or_else(Timestamp::now);
        let workspace = Workspace::open(options.place.clone(), now);
        Desk { options, workspace, shared, drafts: options.drafts, future: options.future, next_change: None }
    }

    fn now(&self) -> Timestamp {
        self.options.at.unwrap_or_else(Timestamp::now)
    }

    fn edition(&self) -> Result<Edition, Vec<Diagnostic>> {
        let visibility = Visibility { now: self.now(), drafts: self.drafts, future: self.future };
        self.workspace.sources().and_then(|sources| Edition::make(sources, visibility))
    }

    fn first(&mut self, tell: &mut impl FnMut(Event<'_>)) {
        let (edition, problems) = match self.edition() {
            Ok(edition) => (Some(Arc::new(edition)), Vec::new()),
            Err(problems) => (None, problems),
        };
        let articles =
            edition.as_ref().map_or(0, |edition| edition.site.posts.len() + edition.site.pages.len());
        let warnings = edition.as_ref().map_or_else(Vec::new, |edition| edition.all_warnings());
        self.next_change = edition.as_ref().and_then(|edition| edition.next_change());
        self.shared.publish(Now { edition, problems: problems.clone().into() }, &News::default());
        let problems = if problems.is_empty() { warnings } else { problems };
        tell(Event::Ready { articles, problems: &problems });
    }

    fn work(
        &mut self,
        inbox: &Receiver<Message>,
        mut watch: Option<Watch>,
        tell: &mut impl FnMut(Event<'_>),
    ) {
        let mut settling = Settling::default();
        let poll = self.options.poll.or(watch.is_none().then_some(POLL));
        loop {
            let knows = |path: &std::path::Path| self.workspace.knows(path);
            let settled = settling.wait(Instant::now(), knows);
            let waits = [settled, poll, self.due()];
            let message = match waits.into_iter().flatten().min() {
                Some(wait) => inbox.recv_timeout(wait),
                None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            };
            match message {
                Ok(Message::Disk(event, at)) => {
                    settling.add(&event, at);
                    continue;
                }
                Ok(Message::View { drafts, future }) => {
                    (self.drafts, self.future) = (drafts, future);
                    self.publish(&Changed::default(), Instant::now(), tell);
                    continue;
                }
                Err(RecvTimeoutError::Disconnected) => return,
                Err(RecvTimeoutError::Timeout) => {}
            }
            let knows = |path: &std::path::Path| self.workspace.knows(path);
            let now = Instant::now();
            let settled = settling.take(now, knows).or(poll.map(|_| (Change::Everything, now)));
            let started = settled.as_ref().map_or(now, |(_, first)| *first);
            let changed =
                settled.map(|(change, _)| self.workspace.update(&change, self.now())).unwrap_or_default();
            let is_due = self.due() == Some(Duration::ZERO);
            if changed.is_empty() && !is_due {
                continue;
            }
            self.publish(&changed, started, tell);
            if let (Some(watch), Some(config)) = (&mut watch, self.workspace.config())
                && !(changed.added.is_empty() && changed.removed.is_empty())
                && let Err(error) = watch.set(tree::top_folders(config, &self.options.place.out))
            {
                tell(Event::Unwatched(error));
            }
        }
    }

    /// How long until the site changes by itself.
    fn due(&self) -> Option<Duration> {
        if self.options.at.is_some() {
            return None;
        }
        let wait = self.next_change?.duration_since(Timestamp::now());
        Some(Duration::try_from(wait).unwrap_or(Duration::ZERO))
    }

    fn publish(&mut self, changed: &Changed, started: Instant, tell: &mut impl FnMut(Event<'_>)) {
        let before = self.shared.now();
        let edition = match self.edition() {
            Ok(edition) => Arc::new(edition),
            Err(problems) => {
                self.next_change = None;
                let now = Now { edition: before.edition.clone(), problems: problems.clone().into() };
                self.shared.publish(now, &News::default());
                tell(Event::Broken { changed, problems: &problems });
                return;
            }
        };
        self.next_change = edition.next_change();
        let mut news = hub::news(before.edition.as_deref(), &edition);
        let found = |path: &String| edition.article_of(path);
        let href = |url: &str| edition.config.href(url);
        let added = changed.added.iter().filter_map(found).filter(|article| article.is_post);
        news.posts = added.map(|post| (href(&post.url), post.title.clone())).take(3).collect();
        if self.options.navigate {
            let touched = changed.edited.iter().chain(&changed.added).filter_map(found);
            news.navigate = touched.map(|article| href(&article.url)).next();
        }
        let warnings = changed.all().iter().flat_map(|path| edition.warnings(path)).cloned().collect();
        let now = Now { edition: Some(edition), problems: Arc::new([]) };
        let (told, old) = self.shared.publish(now, &news);
        tell(Event::Changed {
            changed,
            took: started.elapsed(),
            told,
            shown: (self.drafts, self.future),
            warnings,
        });
        // The old edition is freed here, where nobody waits for it, as soon as the last answer from it is given.
        drop((before, old));
    }
}

/// A hash for telling whether bytes changed.
fn print_of(bytes: &[u8]) -> u64 {
    let hash = blake3::hash(bytes);
    hash.as_bytes().iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}
