//! Every form that a date is written in.

use super::*;
use jiff::Timestamp;

fn utc(text: &str) -> String {
    parse(text, &TimeZone::UTC).map_or_else(|e| format!("{e:?}"), |m| m.rfc3339())
}

fn oslo() -> TimeZone {
    TimeZone::get("Europe/Oslo").unwrap()
}

fn in_oslo(text: &str) -> String {
    parse(text, &oslo()).map_or_else(|e| format!("{e:?}"), |m| m.rfc3339())
}

#[test]
fn usual_forms() {
    for (text, expected) in [
        ("2025-11-27", "2025-11-27T00:00:00+00:00"),
        ("2025-11-27T22:18:56", "2025-11-27T22:18:56+00:00"),
        ("2025-11-27 22:18", "2025-11-27T22:18:00+00:00"),
        ("2025-3-30 8:00:00", "2025-03-30T08:00:00+00:00"),
        ("2025-3-3 8:5:7", "2025-03-03T08:05:07+00:00"),
        ("2025/11/27", "2025-11-27T00:00:00+00:00"),
        ("2025/11/27 01:02", "2025-11-27T01:02:00+00:00"),
        ("2025-11-27   \t 22:18:56", "2025-11-27T22:18:56+00:00"),
        ("2025-11-27t22:18:56z", "2025-11-27T22:18:56+00:00"),
        ("  '2025-11-27 22:18' ", "2025-11-27T22:18:00+00:00"),
        ("\"2025-11-27\"", "2025-11-27T00:00:00+00:00"),
        ("2025-11-27 22:18:60", "2025-11-27T22:18:59+00:00"),
        ("2025-11-27 22:18:56.123", "2025-11-27T22:18:56+00:00"),
        ("2025-11-27 22:18:56,123Z", "2025-11-27T22:18:56+00:00"),
        ("2025-11-27 8:05 PM", "2025-11-27T20:05:00+00:00"),
        ("2025-11-27 12:05am +0100", "2025-11-26T23:05:00+00:00"),
        ("2024-02-29", "2024-02-29T00:00:00+00:00"),
    ] {
        assert_eq!(utc(text), expected, "{text:?}");
    }
}

#[test]
fn zones() {
    for (zone, expected) in [
        ("Z", "22:18:56"),
        (" UTC", "22:18:56"),
        (" gmt ", "22:18:56"),
        (" +0600", "16:18:56"),
        ("+06:00", "16:18:56"),
        (" +06", "16:18:56"),
        (" +6:30", "15:48:56"),
        (" +530", "16:48:56"),
        (" + 0600", "16:18:56"),
        ("   -0030", "22:48:56"),
        (" -1", "23:18:56"),
        (" -00:00", "22:18:56"),
    ] {
        let text = format!("2025-11-27 22:18:56{zone}");
        assert_eq!(utc(&text), format!("2025-11-27T{expected}+00:00"), "{text:?}");
    }
    assert_eq!(utc("2025-11-27 22:18 -5"), "2025-11-28T03:18:00+00:00");
    assert_eq!(utc("2025-11-27 22:18 PST"), "2025-11-28T06:18:00+00:00");
    assert_eq!(utc("2025-11-27 +0100"), "2025-11-26T23:00:00+00:00");
}

#[test]
fn shown_in_the_zone_of_the_site() {
    assert_eq!(in_oslo("2025-07-01 12:00"), "2025-07-01T12:00:00+02:00");
    assert_eq!(in_oslo("2025-01-01 12:00Z"), "2025-01-01T13:00:00+01:00");
    assert_eq!(in_oslo("2025-12-31 20:00 -0800"), "2026-01-01T05:00:00+01:00");
    // Set forward: 02:30 does not exist. Set back: 02:30 is there twice.
    assert_eq!(in_oslo("2025-03-30 02:30"), "2025-03-30T03:30:00+02:00");
    assert_eq!(in_oslo("2025-10-26 02:30"), "2025-10-26T02:30:00+02:00");
}

#[test]
fn a_stray_year_hides_the_rest() {
    assert_eq!(utc("2023-01-29 18:30:22 2023 -0800"), "2023-01-29T18:30:22+00:00");
    assert_eq!(in_oslo("2023-01-29 18:30:22 2023"), "2023-01-29T18:30:22+01:00");
}

#[test]
fn mail_dates() {
    assert_eq!(utc("Thu, 27 Nov 2025 22:18:56 +0000"), "2025-11-27T22:18:56+00:00");
    assert_eq!(utc("Mon, 27 Nov 2025 22:18:56 +0100"), "2025-11-27T21:18:56+00:00");
    assert_eq!(utc("27 Nov 2025 22:18 GMT"), "2025-11-27T22:18:00+00:00");
}

#[test]
fn problems() {
    let problem = |text: &str| parse(text, &TimeZone::UTC).unwrap_err();
    let own = str::to_owned;
    for text in ["2025-02-30", "2025-13-01", "2025-0-1", "2025/4/31"] {
        assert_eq!(problem(text), DateProblem::NotADay(own(text)));
    }
    assert_eq!(problem("2025-02-30 10:00"), DateProblem::NotADay(own("2025-02-30")));
    for text in ["25:00", "24:00", "10:60", "10:00:61", "10", "soon", "10:0:", "100:00", "13:00pm"] {
        let date = format!("2025-11-27 {text} +0000");
        assert_eq!(problem(&date), DateProblem::NotATime(own(text)), "{text}");
    }
    assert_eq!(problem("25:00"), DateProblem::NotATime(own("25:00")));
    assert_eq!(problem("2025-11-27T"), DateProblem::NotATime(own("T")));
    for text in [
        "soon",
        "",
        "  ",
        "22:18",
        "2025",
        "2025-11",
        "2025-11-27x",
        "2025-11-271",
        "2025-11/27",
        "17-11-4",
        "２０２５-11-27",
        "2025-1é-01",
        "\"",
        "-2025-01-01",
    ] {
        assert!(matches!(problem(text), DateProblem::NotADate(_)), "{text}");
    }
    for zone in ["+25:00", "+0060", "+1:2", "+", "-x", "Mars", "+06:00 x", "é", "+é0", "+12345"] {
        let date = format!("2025-11-27 10:00 {zone}");
        assert_eq!(problem(&date), DateProblem::Zone(own(zone)), "{zone}");
    }
    for text in ["9999-12-31 23:59:59 -2300", "0000-01-01 00:00 +02:00", "-2\r5  \r5\t"] {
        assert!(matches!(problem(text), DateProblem::OutOfRange(_)), "{text:?}");
    }
}

#[test]
fn never_panics_on_cut_or_broken_text() {
    let whole = "2025-11-27T22:18:56,123 +06:00é PM 2023";
    for (from, _) in whole.char_indices() {
        for (to, _) in whole.char_indices().filter(|&(to, _)| to >= from) {
            let _ = parse(&whole[from..to], &TimeZone::UTC);
            let _ = parse_day(&whole[from..to], &TimeZone::UTC);
            let _ = file_name(&whole[from..to]);
            let broken = format!("{}é{}", &whole[..from], &whole[to..]);
            let _ = parse(&broken, &TimeZone::UTC);
        }
    }
}

#[test]
fn names_of_files() {
    for (name, expected) in [
        ("2017-11-4-x.md", Some(("2017-11-4", "x"))),
        ("17-1-04-a-b.markdown", Some(("17-1-04", "a-b"))),
        ("2025-11-27-v1.2.Release.md", Some(("2025-11-27", "v1.2.Release"))),
        ("2025-11-27-速報.md", Some(("2025-11-27", "速報"))),
        ("2025-11-27-2025-11-28.md", Some(("2025-11-27", "2025-11-28"))),
        ("2025-11-27-.md", Some(("2025-11-27", ""))),
        ("2025-99-99-x.md", Some(("2025-99-99", "x"))),
        ("2025-11-27.md", None),
        ("2025-11-27-x", None),
        ("2025-11-27-x.", None),
        ("20251-11-27-x.md", None),
        ("5-11-27-x.md", None),
        ("2025-111-27-x.md", None),
        ("about.md", None),
        ("", None),
    ] {
        assert_eq!(file_name(name), expected, "{name:?}");
    }
}

#[test]
fn days_of_files() {
    let day = |text: &str| parse_day(text, &oslo()).map(|m| m.rfc3339());
    assert_eq!(day("2017-11-4").unwrap(), "2017-11-04T00:00:00+01:00");
    assert_eq!(day("17-7-04").unwrap(), "2017-07-04T00:00:00+02:00");
    assert_eq!(day("99-1-1").unwrap(), "2099-01-01T00:00:00+01:00");
    assert_eq!(day("2025-99-99"), Err(DateProblem::NotADay("2025-99-99".to_owned())));
    assert!(matches!(day("2025-1-1 10:00"), Err(DateProblem::NotADate(_))));
    assert!(matches!(day("x"), Err(DateProblem::NotADate(_))));
}

#[test]
fn moments() {
    let early = parse("2025-11-27 10:00 +0200", &TimeZone::UTC).unwrap();
    let same = parse("2025-11-27 08:00Z", &oslo()).unwrap();
    let late = parse("2025-11-27 08:00:00.5Z", &TimeZone::UTC).unwrap();
    assert_eq!(early, same);
    assert!(early < late);
    assert_eq!(same.strftime("%Y-%m-%d %H:%M %z %A").unwrap(), "2025-11-27 09:00 +0100 Thursday");
    assert!(same.strftime("%!").is_err());
    assert_eq!(same.strftime("").unwrap(), "");
    for format in ["%", "%-", "%é", "%999999999999d", "\u{0}"] {
        let _ = same.strftime(format);
    }
}

#[test]
fn the_end_of_time() {
    let west = TimeZone::fixed(Offset::from_hours(-20).unwrap());
    assert_eq!(Moment::from_local(DateTime::MAX, &west).instant, Timestamp::MAX);
    let east = TimeZone::fixed(Offset::from_hours(20).unwrap());
    assert_eq!(Moment::from_local(DateTime::MIN, &east).instant, Timestamp::MIN);
}

#[test]
fn offsets_of_old_clocks_still_name_the_instant() {
    let old = parse("1890-01-01 00:00", &oslo()).unwrap();
    assert_ne!(old.offset.seconds() % 60, 0);
    assert_eq!(parse(&old.rfc3339(), &oslo()).unwrap(), old);
}
