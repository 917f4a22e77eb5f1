//! x
use crate::diagnostics::Diagnostic;
use std::path::Path;
/// x
#[derive(Default)]
#[allow(missing_docs)]
pub struct Moved {
    pub posts: usize,
    pub pages: usize,
    pub files: usize,
    pub shared: usize,
    pub same: usize,
    pub pinned: usize,
    pub changed: usize,
    pub redirects: usize,
}
/// x
pub fn import(_s: &Path, _d: &Path, _p: &mut Vec<Diagnostic>) -> Result<Moved, Box<Diagnostic>> {
    Ok(Moved::default())
}
