//! Jekyll's placeholders and styles, and what a permalink must not do.

use jiff::civil::date;
use jiff::tz::TimeZone;

use super::*;

fn moment() -> Moment {
    Moment::from_local(date(2025, 1, 5).at(9, 8, 7, 0), &TimeZone::UTC)
}

fn with(template: &str, slug: &str, categories: &[&str]) -> Result<String, PermalinkProblem> {
    let categories: Vec<String> = categories.iter().map(|c| (*c).to_owned()).collect();
    let date = moment();
    expand(
        template,
        &Parts {
            date: Some(&date),
            slug,
            name: "2025-01-05-My_File",
            path: "sub dir/My File",
            collection: "posts",
            categories: &categories,
            output_ext: ".html",
            lenient: false,
        },
    )
}

fn url(template: &str) -> Result<String, PermalinkProblem> {
    with(template, "Hello_World v1.2", &["News", "Été", "news"])
}

#[test]
fn styles() {
    for (name, expected) in [
        ("date", "/news/2025/01/05/x.html"),
        ("pretty", "/news/2025/01/05/x/"),
        ("ordinal", "/news/2025/005/x.html"),
        ("weekdate", "/news/2025/W01/Sun/x.html"),
        ("none", "/news/x.html"),
        ("/:title", "/x"),
    ] {
        assert_eq!(with(style(name), "x", &["News"]).unwrap(), expected);
    }
    assert_eq!(with(style("pretty"), "x", &[]).unwrap(), "/2025/01/05/x/");
}

#[test]
fn every_placeholder() {
    for (name, expected) in [
        ("year", "2025"),
        ("short_year", "25"),
        ("month", "01"),
        ("i_month", "1"),
        ("short_month", "Jan"),
        ("long_month", "January"),
        ("day", "05"),
        ("i_day", "5"),
        ("y_day", "005"),
        ("w_year", "2025"),
        ("week", "01"),
        ("w_day", "7"),
        ("short_day", "Sun"),
        ("long_day", "Sunday"),
        ("hour", "09"),
        ("minute", "08"),
        ("second", "07"),
        ("title", "Hello_World-v1.2"),
        ("slug", "hello-world-v1-2"),
        ("name", "2025-01-05-my-file"),
        ("path", "sub%20dir/My%20File"),
        ("collection", "posts"),
        ("categories", "news/%C3%A9t%C3%A9"),
        ("slugified_categories", "news/%C3%A9t%C3%A9"),
        ("output_ext", ".html"),
    ] {
        assert!(PLACEHOLDERS.contains(&name));
        assert_eq!(url(&format!("/:{name}")).unwrap(), format!("/{expected}"), "{name}");
    }
}

#[test]
fn the_year_of_the_week() {
    let date = Moment::from_local(date(2024, 12, 30).at(0, 0, 0, 0), &TimeZone::UTC);
    let parts = Parts {
        date: Some(&date),
        slug: "",
        name: "",
        path: "",
        collection: "",
        categories: &[],
        output_ext: "",
        lenient: false,
    };
    assert_eq!(expand(":w_year-:week-:w_day", &parts).unwrap(), "/2025-01-1");
}

#[test]
fn names_are_greedy_but_for_an_underscore() {
    assert_eq!(url("/:year_:month_:day").unwrap(), "/2025_01_05");
    assert_eq!(url("/:i_month/:short_year").unwrap(), "/1/25");
    assert_eq!(url("/:year:month").unwrap(), "/202501");
    assert_eq!(url("/a:b/").unwrap_err(), unknown("b", None));
    assert_eq!(url("/12:30/:/:Year").unwrap(), "/12:30/:/:Year");
    assert_eq!(url("/:title__x").unwrap_err(), unknown("title__x", None));
}

fn unknown(name: &str, nearest: Option<&'static str>) -> PermalinkProblem {
    PermalinkProblem::UnknownPlaceholder { name: name.to_owned(), nearest }
}

#[test]
fn unknown_placeholders() {
    assert_eq!(url("/:yaer/").unwrap_err(), unknown("yaer", Some("year")));
    assert_eq!(url("/:titel").unwrap_err(), unknown("titel", Some("title")));
    assert_eq!(url("/:category/:title").unwrap_err(), unknown("category", Some("categories")));
}

#[test]
fn literals() {
    assert_eq!(url("a//b/./c").unwrap(), "/a/b/c");
    assert_eq!(url("/été/ü x/").unwrap(), "/%C3%A9t%C3%A9/%C3%BC%20x/");
    assert_eq!(url("/a%20b/100%/").unwrap(), "/a%20b/100%25/");
    assert_eq!(url("").unwrap(), "/");
    assert_eq!(url("/").unwrap(), "/");
    assert_eq!(url("/x..y/...").unwrap(), "/x..y/...");
    assert_eq!(url("/a\"b>").unwrap(), "/a%22b%3E");
}

#[test]
fn unsafe_templates() {
    for bad in ["..", "/a/../b", "/%2e%2E/x", "/a/%2e./b", "a%2f..%2fb", "../:nope"] {
        assert_eq!(url(bad).unwrap_err(), PermalinkProblem::Climbs, "{bad}");
        assert_eq!(check(bad).unwrap_err(), PermalinkProblem::Climbs, "{bad}");
    }
    assert_eq!(check("/a?b"), Err(PermalinkProblem::Query));
    assert_eq!(check("/a#b"), Err(PermalinkProblem::Query));
    assert_eq!(check("/a%3Fb"), Ok(()));
    assert_eq!(check("/a\nb"), Err(PermalinkProblem::Control));
    assert_eq!(check("/a%00b"), Err(PermalinkProblem::Control));
    assert_eq!(check("/a\\b"), Err(PermalinkProblem::Backslash));
    assert_eq!(check("/a%5cb"), Err(PermalinkProblem::Backslash));
    assert_eq!(check("/:year/:title/"), Ok(()));
}

#[test]
fn unsafe_values() {
    assert_eq!(with("/:title", "..", &[]).unwrap_err(), PermalinkProblem::Climbs);
    assert_eq!(with("/.:title", ".", &[]).unwrap_err(), PermalinkProblem::Climbs);
    let category = |c| with("/:categories/x", "x", &[c]);
    assert_eq!(category("a/../../b").unwrap_err(), PermalinkProblem::Climbs);
    assert_eq!(category("a\\b").unwrap_err(), PermalinkProblem::Backslash);
    assert_eq!(category("a\u{7}").unwrap_err(), PermalinkProblem::Control);
    assert_eq!(category("What? #1 [x] 50%").unwrap(), "/what%3F%20%231%20%5Bx%5D%2050%25/x");
    assert_eq!(category("a/b").unwrap(), "/a/b/x");
    assert_eq!(category("%2e%2e").unwrap(), "/%252e%252e/x");
}

#[test]
fn pages_without_a_date() {
    let parts = Parts {
        date: None,
        slug: "x",
        name: "x",
        path: "x",
        collection: "",
        categories: &[],
        output_ext: ".html",
        lenient: false,
    };
    assert_eq!(expand("/:title/", &parts).unwrap(), "/x/");
    let needs = |name: &str| PermalinkProblem::NeedsDate(name.to_owned());
    assert_eq!(expand("/:year/", &parts).unwrap_err(), needs("year"));
    assert_eq!(expand("/:i_day_/", &parts).unwrap_err(), needs("i_day"));
    assert_eq!(expand("/:yea/", &parts).unwrap_err(), unknown("yea", Some("year")));
}

#[test]
fn files() {
    for (url, path) in [
        ("/", "index.html"),
        ("", "index.html"),
        ("/x/", "x/index.html"),
        ("/x.html", "x.html"),
        ("/x", "x.html"),
        ("/a/b", "a/b.html"),
        ("/feed.xml", "feed.xml"),
        ("/robots.TXT", "robots.TXT"),
        ("/v1.2", "v1.2.html"),
        ("/asp.net", "asp.net.html"),
        ("/v1.2/", "v1.2/index.html"),
        ("/%C3%A9t%C3%A9/a%20b/", "été/a b/index.html"),
        ("/.htaccess", ".htaccess"),
        ("/CNAME", "CNAME"),
        ("/../%2e%2e/etc/x", "etc/x.html"),
        ("/a%2F..%2Fb.html", "a/b.html"),
        ("/50%25", "50%.html"),
    ] {
        assert_eq!(file_path(url), path, "{url:?}");
    }
}
