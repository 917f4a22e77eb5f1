//! What the server answers from at this moment: the last good edition, and what is wrong since.

use super::edition::Edition;
use crate::diagnostics::Diagnostic;
use std::sync::Arc;

/// A moment of the preview. Replaced whole, never changed.
#[derive(Clone)]
pub struct Now {
    /// The last version of the site that had no errors; `None` when there was none yet.
    pub edition: Option<Arc<Edition>>,
    /// What is wrong with the files as they are now; empty when `edition` is what they say.
    pub problems: Arc<[Diagnostic]>,
}
