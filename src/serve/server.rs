//! Connections: HTTP/1.1 over TCP, with limits that no client can wear down.

use super::body::Content;
use super::preview::Shared;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;

/// How long a client may take for the head of a request, and a connection may stay without one.
const PATIENCE: Duration = Duration::from_secs(60);
/// How much of a request's head is read.
const HEAD_LIMIT: usize = 64 * 1024;
/// How many connections are held at once; more wait until one ends.
const CONNECTIONS: usize = 4096;
/// How often browsers get a sign of life.
const BEAT: Duration = Duration::from_secs(20);

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
                async move { Ok::<Response<Content>, Infallible>(shared.answer(&request).await) }
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
        shared.beat();
    }
}
