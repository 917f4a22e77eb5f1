//! No path of a request is a file outside of the site.
#![no_main]

use dateline::site::{permalink, slug};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|path: &str| {
    let plain = slug::unescape_path(path);
    let _ = slug::escape_path(&plain);
    let file = permalink::file_path(path);
    assert!(file.split('/').all(|part| !matches!(part, "" | "." | "..")), "{file:?}");
});
