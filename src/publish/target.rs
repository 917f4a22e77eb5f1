//! The seam between what has to happen at a target and how each target does it.
//!
//! A target moves bytes and knows nothing of posts, of what changed or of what may be deleted.

pub use crate::diagnostics::Cause;
use crate::output::Hash;
use crate::plan::Kind;

/// Where a site can be put.
///
/// Methods may be called from several threads at once, `put` and `delete` in particular.
pub trait Target: Sync {
    /// The manifest that the last publish left, as it was stored; `None` when there is none.
    fn manifest(&self) -> Result<Option<Vec<u8>>, Failure>;

    /// Every file that lies there, the manifest aside.
    fn survey(&self) -> Result<Vec<Found>, Failure>;

    /// Whether `survey` costs so little that every publish makes one.
    fn surveys_cheaply(&self) -> bool {
        false
    }

    /// Whether something lies at a path.
    fn holds(&self, path: &str) -> Result<bool, Failure>;

    /// Readies the target for changes. [`Base::Nothing`] says that the files which are there cannot be carried over,
    /// so that all have to travel.
    fn begin(&self) -> Result<Base, Failure> {
        Ok(Base::Kept)
    }

    /// Whether readers see nothing of the changes before `finish`.
    fn is_staged(&self) -> bool {
        false
    }

    /// Puts a file, whole or not at all.
    fn put(&self, file: &Put<'_>) -> Result<Stored, Failure>;

    /// Deletes a file; one that is gone already is no failure.
    fn delete(&self, path: &str) -> Result<(), Failure>;

    /// Keeps the manifest, in front of readers or in the stage.
    fn keep(&self, manifest: &[u8]) -> Result<(), Failure>;

    /// Shows readers what is staged.
    fn finish(&self, _message: &str) -> Result<(), Failure> {
        Ok(())
    }

    /// Goes back to the release before the one that readers see, and names it; `None` when there is none.
    fn roll_back(&self) -> Result<Option<String>, Failure>;

    /// How many files travel at a time.
    fn width(&self) -> usize {
        16
    }
}

/// What a release begins with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// The files that are there.
    Kept,
    /// Nothing.
    Nothing,
}

/// A file to put.
#[derive(Debug, Clone, Copy)]
pub struct Put<'a> {
    /// From the site's root.
    pub path: &'a str,
    /// What it holds.
    pub bytes: &'a [u8],
    /// What sort of file it is.
    pub kind: &'a Kind,
    /// Whether its address changes with its bytes, so that it may be cached for as long as anyone likes.
    pub fingerprinted: bool,
}

/// How a target holds a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stored {
    /// Its size there, which compression can make another than here.
    pub size: u64,
    /// What the target itself calls these bytes: an ETag, a blob's id.
    pub mark: Option<String>,
}

/// A file that lies at a target.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// From the site's root.
    pub path: String,
    /// Its size there, where the target says.
    pub size: Option<u64>,
    /// As in [`Stored`].
    pub mark: Option<String>,
    /// The hash of its bytes, where there was reason to look.
    pub hash: Option<Hash>,
}

/// Why a target did not do something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// What sort of failure it is.
    pub cause: Cause,
    /// What was tried: "put", "delete", "read", "list", "switch to".
    pub action: &'static str,
    /// To what.
    pub path: String,
    /// The target's own words, without secrets.
    pub reason: String,
}

impl Failure {
    /// A failure of the file system.
    pub fn io(action: &'static str, path: impl Into<String>, error: &std::io::Error) -> Failure {
        use std::io::ErrorKind;
        let cause = match error.kind() {
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Cause::Denied,
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Cause::Full,
            ErrorKind::Interrupted | ErrorKind::TimedOut => Cause::Passing,
            _ => Cause::Other,
        };
        Failure { cause, action, path: path.into(), reason: error.to_string() }
    }

    /// A failure with words of its own.
    pub fn new(
        cause: Cause,
        action: &'static str,
        path: impl Into<String>,
        reason: impl Into<String>,
    ) -> Failure {
        Failure { cause, action, path: path.into(), reason: reason.into() }
    }
}
