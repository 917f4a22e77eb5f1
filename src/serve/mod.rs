//! The preview: the site from memory, over HTTP, as it stands on disk at this moment.
//!
//! ```text
//! disk ─▶ watch ─▶ workspace ─▶ edition ─▶ now ─┬▶ respond: a request's answer
//!                                               └▶ hub: what open pages are told
//! ```
//!
//! One loop turns what changed on disk into a new [`edition::Edition`], a value, and publishes it; connections answer from
//! the one that is published. Nothing is written anywhere.

mod body;
mod change;
mod edition;
pub mod guard;
mod held;
mod hub;
mod inspect;
mod model;
mod now;
mod page;
mod preview;
mod range;
mod respond;
mod route;
mod server;
mod sorts;
mod sources;
mod stamp;
mod standing;
mod watch;
mod workspace;

pub use body::Content;
pub use change::{Change, Changed};
pub use hub::Told;
pub use preview::{Eyes, Preview, Published, Shared};
pub use watch::WatchError;
pub use workspace::Place;

use crate::diagnostics::Diagnostic;
use crate::source::tree;
use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs as _};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};
use watch::{Settling, Watch};

/// What to preview, and how.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where the sources are.
    pub place: Place,
    /// Who looks at it.
    pub eyes: Eyes,
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
        let watch = start_watch(options, &messages);
        let mut preview = Preview::open(options.place.clone(), options.eyes, self.host, messages);
        match preview.publish(&Changed::default()) {
            Ok(first) => tell(Event::Ready { articles: first.articles, problems: &first.warnings }),
            Err(problems) => tell(Event::Ready { articles: 0, problems: &problems }),
        }
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(4).enable_all().build()?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(self.listener)?
        };
        runtime.spawn(server::accept(listener, preview.shared()));
        let watch = match watch {
            Some(Err(error)) => {
                tell(Event::Unwatched(error));
                None
            }
            Some(Ok(watch)) => Some(watch),
            None => None,
        };
        work(&mut preview, &inbox, watch, options, &mut tell);
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

/// The loop: waits for what changes the site, and publishes what comes of it.
fn work(
    preview: &mut Preview,
    inbox: &Receiver<Message>,
    mut watch: Option<Watch>,
    options: &Options,
    tell: &mut impl FnMut(Event<'_>),
) {
    let mut settling = Settling::default();
    let poll = options.poll.or(watch.is_none().then_some(POLL));
    loop {
        let settled = settling.wait(Instant::now(), |path| preview.knows(path));
        let message = match [settled, poll, preview.due()].into_iter().flatten().min() {
            Some(wait) => inbox.recv_timeout(wait),
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match message {
            Ok(Message::Disk(event, at)) => {
                settling.add(&event, at);
                continue;
            }
            Ok(Message::View { drafts, future }) => {
                (preview.eyes.drafts, preview.eyes.future) = (drafts, future);
                publish(preview, &Changed::default(), Instant::now(), tell);
                continue;
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {}
        }
        let now = Instant::now();
        let settled = settling.take(now, |path| preview.knows(path));
        let settled = settled.or(poll.map(|_| (Change::Everything, now)));
        let is_due = preview.due() == Some(Duration::ZERO);
        let started = settled.as_ref().map_or(now, |(_, first)| *first);
        let changed = settled.map(|(change, _)| preview.update(&change)).unwrap_or_default();
        // A folder that came is watched before anything is in it.
        if let (Some(watch), Some(config)) = (&mut watch, preview.config())
            && let Err(error) = watch.set(tree::top_folders(config, &options.place.out))
        {
            tell(Event::Unwatched(error));
        }
        if !changed.is_empty() || is_due {
            publish(preview, &changed, started, tell);
        }
    }
}

fn publish(preview: &mut Preview, changed: &Changed, started: Instant, tell: &mut impl FnMut(Event<'_>)) {
    let shown = (preview.eyes.drafts, preview.eyes.future);
    match preview.publish(changed) {
        Ok(Published { told, warnings, .. }) => {
            tell(Event::Changed { changed, took: started.elapsed(), told, shown, warnings });
        }
        Err(problems) => tell(Event::Broken { changed, problems: &problems }),
    }
}

/// A hash for telling whether bytes changed.
fn print_of(bytes: &[u8]) -> u64 {
    xxhash_rust::xxh3::xxh3_64(bytes)
}
