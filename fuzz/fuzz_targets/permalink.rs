//! No template and no value leads out of the output folder.
#![no_main]

use dateline::site::permalink::{self, Parts};
use dateline::source::date;
use jiff::tz::TimeZone;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (bool, &str, &str, &str)| {
    let (lenient, template, slug, category) = input;
    let date = date::parse("2026-02-05 08:09:07", &TimeZone::UTC).ok();
    let categories = [category.to_owned()];
    let parts = Parts {
        date: date.as_ref(),
        slug,
        name: slug,
        lenient,
        path: slug,
        collection: "posts",
        categories: &categories,
        output_ext: ".html",
    };
    if let Ok(url) = permalink::expand(template, &parts) {
        assert!(url.starts_with('/'), "{url:?}");
        let path = permalink::file_path(&url);
        assert!(!path.is_empty() && !path.starts_with('/') && !path.contains(['\\', '\0']), "{path:?}");
        assert!(path.split('/').all(|part| !matches!(part, "" | "." | "..")), "{path:?}");
    }
});
