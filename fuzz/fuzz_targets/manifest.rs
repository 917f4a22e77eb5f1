//! The list of an output folder and that of a target: what is read is written as it was, and nothing in it climbs.
#![no_main]

use dateline::output;
use dateline::publish::manifest::Published;
use flate2::{Compression, write::GzEncoder};
use libfuzzer_sys::fuzz_target;
use std::io::Write as _;

fuzz_target!(|data: &[u8]| {
    let _ = Published::parse(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    // The first read may correct spellings, such as capitals in a hash; from then on text and value are one.
    if let Some(once) = output::manifest_again(text) {
        assert_eq!(output::manifest_again(&once).as_ref(), Some(&once));
    }
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    let _ = encoder.write_all(data);
    let Some(published) = Published::parse(&encoder.finish().unwrap_or_default()) else { return };
    for path in published.files.keys() {
        assert!(path.split('/').all(|part| !matches!(part, "" | "." | "..")) && !path.contains('\\'), "{path:?}");
    }
    assert_eq!(Published::parse(&published.to_bytes()).as_ref(), Some(&published));
});
