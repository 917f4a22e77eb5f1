//! Connections: HTTP/1.1 over TCP, with limits that no client can wear down.

use super::body::Content;
use super::edition::Edition;
use super::hub::{Hub, News, Told};
use super::now::Now;
use super::{Message, respond};
use hyper::body::{Bytes, Incoming};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::mpsc::Sender;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::Receiver;

/// How long a client may take for the head of a request, and a connection may stay without one.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much of a request's head is read.
const HEAD_LIMIT: usize = 64 * 1024;
/// How many connections are held at once; more wait until one ends.
const CONNECTIONS: usize = 4096;
/// How often browsers get a sign of life.
const BEAT: Duration = Duration::from_secs(20);

/// What every connection sees.
pub struct Shared {
    now: Mutex<Arc<Now>>,
    hub: Hub,
    /// To the loop that watches the files.
    pub messages: Sender<Message>,
    /// The name or address that the server was told to listen on.
    pub bound: String,
}

impl Shared {
    /// A server's state before there is a site.
    #[must_use]
    pub fn new(messages: Sender<Message>, bound: String) -> Shared {
        let now = Now { edition: None, problems: Arc::new([]) };
        Shared { now: Mutex::new(Arc::new(now)), hub: Hub::default(), messages, bound }
    }

    /// What to answer from.
    #[must_use]
    pub fn now(&self) -> Arc<Now> {
        Arc::clone(&self.now.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Answers from `now` from here on, and tells every open page what that means for it.
    pub fn publish(&self, now: Now, news: &News) -> (Told, Option<Arc<Edition>>) {
        let now = Arc::new(now);
        let before = std::mem::replace(
            &mut *self.now.lock().unwrap_or_else(PoisonError::into_inner),
            Arc::clone(&now),
        );
        (self.hub.tell(&now, news), before.edition.clone())
    }

    /// Takes in a browser's event stream.
    #[must_use]
    pub fn join(&self, path: String, print: u64) -> Receiver<Bytes> {
        self.hub.join(|| self.now(), path, print)
    }
}

/// Takes connections until the program ends.
pub async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    let room = Arc::new(Semaphore::new(CONNECTIONS));
    tokio::spawn(beat(Arc::clone(&shared)));
    loop {
        // The semaphore is never closed.
        let Ok(place) = Arc::clone(&room).acquire_owned().await else { return };
        let stream = match listener.accept().await {
            Ok((stream, _)) => stream,
            Err(_) => {
                // The client went away, or there are no more file numbers; either passes.
                tokio::time::sleep(Duration::from_millis(20)).await;
                continue;
            }
        };
        // Small answers leave at once; where that cannot be set they are only slower.
        let _ = stream.set_nodelay(true);
        let shared = Arc::clone(&shared);
        tokio::spawn(async move {
            let service = service_fn(|request: Request<Incoming>| {
                let shared = Arc::clone(&shared);
                async move { Ok::<Response<Content>, Infallible>(respond::answer(&request, &shared).await) }
            });
            let connection = http1::Builder::new()
                .timer(TokioTimer::new())
                .header_read_timeout(PATIENCE)
                .max_buf_size(HEAD_LIMIT)
                .serve_connection(TokioIo::new(stream), service);
            // How a connection ends is its client's business.
            let _ = connection.await;
            drop(place);
        });
    }
}

async fn beat(shared: Arc<Shared>) {
    let mut clock = tokio::time::interval(BEAT);
    loop {
        clock.tick().await;
        shared.hub.beat();
    }
}
