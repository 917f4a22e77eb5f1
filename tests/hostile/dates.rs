//! Every form that a date is written in: read, or refused at its line.

use crate::case::{Case, case};

pub fn cases() -> Vec<Case> {
    [read(), refused(), names()].into_iter().flatten().collect()
}

/// Written → the day and the time that the page's machine-readable date shows.
fn read() -> Vec<Case> {
    [
        ("2025-11-27", "2025-11-27"),
        ("2025-11-27 22:18", "2025-11-27T22:18:00+00:00"),
        ("2025-11-27T22:18:56Z", "2025-11-27T22:18:56+00:00"),
        ("2025-11-27 22:18:56 +0600", "2025-11-27T16:18:56+00:00"),
        ("2025-11-27 22:18:56 EST", "2025-11-28T03:18:56+00:00"),
        ("\"2025-11-27 22:18:56.123456789123\"", "2025-11-27T22:18:56+00:00"),
        ("2025/11/27 8:05 PM", "2025-11-27T20:05:00+00:00"),
        ("2025-1-3", "2025-01-03"),
        ("20251127", "2025-11-27"),
        ("Nov 27, 2025", "2025-11-27"),
        ("2024-02-29", "2024-02-29"),
        ("Thu, 27 Nov 2025 22:18:56 +0000", "2025-11-27T22:18:56+00:00"),
        ("0001-01-01", "0001-01-01"),
        ("1066-10-14 09:00", "1066-10-14T09:00:00+00:00"),
        ("2025-11-27 23:59:60", "2025-11-27T23:59:59+00:00"),
    ]
    .into_iter()
    .map(|(date, shown)| {
        case(format!("date: {date}"))
            .post(&format!("title: A\npermalink: /a/\ndate: {date}"), "Text.")
            .shows("a/index.html", &format!("datetime=\"{shown}"))
    })
    .collect()
}

fn refused() -> Vec<Case> {
    let zeros = format!("2025-11-27 22:18:{}", "0".repeat(300));
    [
        ("2025-02-30", "is not a day that exists"),
        ("2025-13-01", "is not a day that exists"),
        ("2025-00-10", "is not a day that exists"),
        ("2023-02-29", "is not a day that exists"),
        ("2025-11-27 25:00", "has no such time of day or zone"),
        ("2025-11-27 22:61", "has no such time of day or zone"),
        ("2025-11-27 22:18 +9999", "has no such time of day or zone"),
        ("2025-11-27 22:18 Mars", "has no such time of day or zone"),
        ("2025-11-27 13:00 PM", "has no such time of day or zone"),
        ("soon", "is not a date"),
        ("27.11.2025", "is not a date"),
        ("٢٠٢٥-١١-٢٧", "is not a date"),
        ("２０２５-１１-２７", "is not a date"),
        ("12025-11-27", "is not a date"),
        ("-0044-03-15", "is not a date"),
        ("9999-12-31 23:59 -2359", "is not a date"),
        ("1764280736", "is not a date"),
        ("[2025, 11, 27]", "`date` must be a date, not a list"),
        ("{year: 2025}", "`date` must be a date, not a mapping"),
        ("true", "`date` must be a date, not a yes or no"),
        (zeros.as_str(), "has no such time of day or zone"),
    ]
    .into_iter()
    .map(|(date, what)| {
        case(format!("date refused: {}", date.chars().take(40).collect::<String>()))
            .post(&format!("title: A\ndate: {date}"), "Text.")
            .refused("content/posts/2025-11-27-a.md:3:7: ")
            .says(what)
    })
    .collect()
}

/// Dates in the names of files.
fn names() -> Vec<Case> {
    let named = |name: &str| {
        case(format!("date in a name: {name}"))
            .file(format!("content/posts/{name}.md"), "---\ntitle: A\n---\nText.\n")
    };
    vec![
        named("2025-02-30-a").refused("2025-02-30-a.md: date \"2025-02-30\" is not a day that exists"),
        named("2025-1-3-a").shows("2025/01/03/a/index.html", "Text."),
        named("25-1-3-a").shows("2025/01/03/a/index.html", "Text."),
        named("2025-11-27").refused("this post has no date"),
        named("2025-11-27-").refused("2025-11-27-.md"),
        named("99999-11-27-a").refused("this post has no date"),
        named("0000-01-01-a").shows("0000/01/01/a/index.html", "Text."),
    ]
}
