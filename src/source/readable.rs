//! Which entries of a folder are files that may be read. What is not is skipped, and named with the reason.

use std::path::Path;
use walkdir::DirEntry;

/// Whether the entry is a plain file, or a link to one inside the site, under a name that can be shown and listed.
pub(super) fn check(entry: &DirEntry, path: &str, root: &Path) -> Result<(), &'static str> {
    if path.contains(char::is_control) {
        return Err("its name holds a control character");
    }
    if entry.file_type().is_file() {
        return Ok(());
    }
    if !entry.file_type().is_symlink() {
        return Err("it is neither a file nor a folder");
    }
    let (Ok(target), Ok(root)) = (entry.path().canonicalize(), root.canonicalize()) else {
        return Err("the link leads nowhere");
    };
    match (target.starts_with(root), target.is_file()) {
        (false, _) => Err("the link leads out of the site"),
        (true, true) => Ok(()),
        (true, false) => Err("links to folders are not followed"),
    }
}

/// Why a folder's place cannot be walked, if something else is there.
pub(super) fn not_a_folder(place: &Path) -> Option<&'static str> {
    let there = place.symlink_metadata().is_ok();
    (there && !place.is_dir()).then_some("it is not a folder")
}
