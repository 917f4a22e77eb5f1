//! Builds that are killed, run out of disk, lose their folders or meet each other: what stands afterwards is the old site
//! or the new one, and the next build is right. The real program, in processes of its own.
//!
//! `DATELINE_KILLS=300 DATELINE_FULL=50` are the full counts; without them fewer are tried. `DATELINE=…` names another
//! binary than the one that Cargo built.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr)]

mod full;
mod kills;
mod meddling;
mod paper;

/// How often to try, by an environment variable.
fn times(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}
