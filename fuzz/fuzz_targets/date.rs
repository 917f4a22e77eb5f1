//! A date is read the same twice, and what is shown of it is read as the same moment.
#![no_main]

use dateline::source::date;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let zone = TimeZone::UTC;
    if let Ok(moment) = date::parse(text, &zone) {
        let again = date::parse(&moment.rfc3339(), &zone).expect("what is shown is a date");
        assert_eq!(again.rfc3339(), moment.rfc3339());
    }
    if let Some((day, slug)) = date::file_name(text) {
        assert!(text.starts_with(day) && text.contains(slug));
        let _ = date::parse_day(day, &zone);
    }
});
