//! What an answer holds: bytes, a stretch of a file, or events as they come.

use hyper::body::{Body, Bytes, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use tokio::fs::File;
use tokio::io::{AsyncRead as _, ReadBuf};
use tokio::sync::mpsc::Receiver;

/// How much of a file is held in memory for one client.
const CHUNK: usize = 64 * 1024;

/// The body of an answer.
#[derive(Debug)]
pub enum Content {
    /// All of it, or nothing more.
    Bytes(Bytes),
    /// What is left of a file that is being sent: never more of it in memory than a client takes.
    File {
        /// Stands where the next bytes begin.
        file: File,
        /// How many bytes are still to be sent.
        left: u64,
    },
    /// Server-sent events, until the client or the server goes.
    Events(Receiver<Bytes>),
}

impl Body for Content {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        match self.get_mut() {
            Content::Bytes(bytes) if bytes.is_empty() => Poll::Ready(None),
            Content::Bytes(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Content::Events(events) => {
                events.poll_recv(context).map(|event| event.map(|e| Ok(Frame::data(e))))
            }
            Content::File { left: 0, .. } => Poll::Ready(None),
            Content::File { file, left } => {
                let size = usize::try_from(*left).unwrap_or(CHUNK).min(CHUNK);
                let mut chunk = vec![0; size];
                let mut buffer = ReadBuf::new(&mut chunk);
                match Pin::new(file).poll_read(context, &mut buffer) {
                    Poll::Pending => Poll::Pending,
                    Poll::Ready(Err(error)) => Poll::Ready(Some(Err(error))),
                    Poll::Ready(Ok(())) => {
                        let read = buffer.filled().len();
                        if read == 0 {
                            // The file became shorter than the length that was promised.
                            return Poll::Ready(Some(Err(io::ErrorKind::UnexpectedEof.into())));
                        }
                        *left -= read as u64;
                        chunk.truncate(read);
                        Poll::Ready(Some(Ok(Frame::data(chunk.into()))))
                    }
                }
            }
        }
    }

    fn is_end_stream(&self) -> bool {
        match self {
            Content::Bytes(bytes) => bytes.is_empty(),
            Content::File { left, .. } => *left == 0,
            Content::Events(_) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Content::Bytes(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Content::File { left, .. } => SizeHint::with_exact(*left),
            Content::Events(_) => SizeHint::default(),
        }
    }
}
