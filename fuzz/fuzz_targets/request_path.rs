//! No path of a request is a file outside of the site.
#![no_main]

use dateline::serve::guard;
use dateline::site::{permalink, slug};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|raw: &str| {
    if let Ok(path) = guard::path(raw) {
        assert!(path.starts_with('/') && !path.contains(['\\', '\0', '\n']), "{path:?}");
        assert!(path.split('/').all(|part| !matches!(part, "." | "..")), "{path:?}");
    }
    let plain = slug::unescape_path(raw);
    assert_eq!(slug::unescape_path(&slug::escape_path(&plain)), plain);
    let file = permalink::file_path(raw);
    assert!(file.split('/').all(|part| !matches!(part, "" | "." | "..")), "{file:?}");
});
