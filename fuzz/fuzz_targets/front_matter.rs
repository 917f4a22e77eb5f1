//! Bytes as a content file: nothing panics, and what is read is whole.
#![no_main]

use dateline::source::{text, yaml};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.to_vec();
    text::blank_controls(&mut bytes);
    let Ok(text) = text::decode("a.md", &bytes) else { return };
    let Ok(parts) = text::split(&text) else { return };
    assert!(text.ends_with(parts.body));
    let _ = yaml::parse(parts.front.unwrap_or_default());
});
