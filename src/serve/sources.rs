//! What an edition is made of: shared values, all of one moment.

use super::stamp::Stamp;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::render::Templates;
use crate::site::Carried;
use crate::site::article::Piece;
use crate::source::shared::Shared;
use crate::source::tree::StaticFile;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All sources of a site, read and without errors.
#[derive(Debug, Clone)]
pub struct Sources {
    /// The settings.
    pub config: Arc<Config>,
    /// The templates.
    pub templates: Arc<Templates>,
    /// The rest.
    pub content: Content,
    /// What each static file was when last looked at, by path.
    pub stamps: BTreeMap<String, Stamp>,
    /// Warnings of the files, by file.
    pub warnings: Vec<Arc<[Diagnostic]>>,
}

/// What a site says, whatever it looks like.
#[derive(Debug, Clone)]
pub struct Content {
    /// The same for as long as nothing of this changes.
    pub revision: u64,
    /// Sorted by path.
    pub pieces: Vec<Arc<Piece>>,
    /// Sorted by path.
    pub files: Vec<StaticFile>,
    /// Includes and data.
    pub shared: Arc<Shared>,
    /// Bodies that hold from edition to edition.
    pub carried: Arc<Carried>,
}
