//! What all that speaks to other machines has in common. Nothing here is called by a build.

use std::io;
use tokio::runtime::{Builder, Runtime};

/// Says who does the cryptography of connections, before any client is made.
pub(crate) fn choose_cryptography() {
    // An error says that it is chosen already.
    let _ = rustls::crypto::ring::default_provider().install_default();
}

/// What waits for answers.
pub(crate) fn runtime() -> io::Result<Runtime> {
    Builder::new_multi_thread().worker_threads(2).enable_all().build()
}
