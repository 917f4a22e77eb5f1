//! Bytes as a content file: nothing panics, what is read is whole, and each thing that is wrong has its place.
#![no_main]

use dateline::config::Flavor;
use dateline::diagnostics;
use dateline::source::front_matter::{self, Origin};
use dateline::source::yaml::Value;
use dateline::source::{damage, text, yaml};
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let mut bytes = data.to_vec();
    text::blank_controls(&mut bytes);
    let Ok(text) = text::decode("a.md", &bytes) else { return };
    let damages = damage::find(&text);
    let _ = damage::repair(&text, &damages);
    let Ok(parts) = text::split(&text) else { return };
    assert!(text.ends_with(parts.body));
    let Ok(Value::Map(map)) = yaml::parse(parts.front.unwrap_or_default()) else { return };
    let zone = TimeZone::UTC;
    for flavor in [Flavor::Dateline, Flavor::Jekyll] {
        let origin = Origin { file: "a.md", text: &text, first_line: 2, zone: &zone, flavor };
        let mut problems = Vec::new();
        let _ = front_matter::read(map.clone(), &origin, &mut problems);
        for problem in problems {
            let _ = diagnostics::render(&problem);
        }
    }
});
