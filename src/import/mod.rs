//! What other programs wrote, as files of a Dateline site: plain text, a WordPress export, a Jekyll folder.
//!
//! Reads and works out; nothing here prints, and only `write` writes: new files, never over one that exists. What is not
//! certain is said, as a [`Diagnostic`](crate::diagnostics::Diagnostic) about the source.

pub mod front;
pub mod jekyll;
pub mod text;
pub mod wordpress;
pub mod write;

/// A file that an import makes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// From the new site's root, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}
