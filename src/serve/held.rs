//! A content file as last read, and the reading of one.

use super::print_of;
use super::stamp::Stamp;
use crate::config::Config;
use crate::diagnostics::{Diagnostic, Problem};
use crate::site::article::{self, Piece};
use crate::source;
use crate::source::tree::ContentFile;
use jiff::Timestamp;
use std::sync::Arc;

/// A content file as last read.
#[derive(Debug)]
pub struct Held {
    /// Which file it is.
    pub file: ContentFile,
    /// Its stamp when it was read.
    pub stamp: Stamp,
    /// A hash of its bytes.
    pub print: u64,
    /// `None` when it has an error.
    pub piece: Option<Arc<Piece>>,
    /// What is wrong with it.
    pub problems: Arc<[Diagnostic]>,
}

/// Reads one file whole: its stamp first, so that what is written meanwhile is seen as a change later.
pub fn read(file: ContentFile, config: &Config, now: Timestamp) -> Held {
    let stamp = Stamp::of(&file.disk);
    let kept = file.clone();
    let (print, entry, mut problems) = match std::fs::read(&file.disk) {
        Ok(mut bytes) => {
            let print = print_of(&bytes);
            let (entry, problems) = source::parse(file, &mut bytes, config);
            (print, entry, problems)
        }
        Err(error) => {
            let reason = error.to_string();
            (0, None, vec![Diagnostic::error(file.path, Problem::Unreadable { reason })])
        }
    };
    let piece = entry.and_then(|entry| {
        article::resolve(entry, config, now).map_err(|problem| problems.push(*problem)).ok().map(Arc::new)
    });
    Held { file: kept, stamp, print, piece, problems: problems.into() }
}
