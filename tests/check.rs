//! `dateline check`: each rule finds what it is for, at its place, and can be turned off.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Site, plain, post};
use dateline::check::{self, rules};
use std::process::Command;

/// A front matter that no rule minds.
const GOOD: &str = "author: Ines\ncategories: [News]";

fn good(name: &str, keys: &str, body: &str) -> (String, String) {
    (format!("content/posts/{name}.md"), post(&format!("{GOOD}\n{keys}"), body))
}

fn paper() -> Site {
    let (path, text) = good(
        "2025-11-27-ferry",
        "title: Ferry returns",
        "## Timetable\n\nIt is back, [see there](#timetable).",
    );
    Site::new().toml("timezone = \"UTC\"\n").file(&path, text)
}

fn found(site: &Site) -> String {
    match check::check(&site.options, &[]) {
        Ok(checked) => plain(&checked.findings),
        Err(problems) => panic!("does not build:\n{}", plain(&problems)),
    }
}

/// Each finding's first line, with its rule.
fn lines(site: &Site) -> Vec<String> {
    let checked = check::check(&site.options, &[]).unwrap_or_else(|problems| panic!("{}", plain(&problems)));
    let line = |finding: &dateline::diagnostics::Diagnostic| {
        let at = finding.place.as_ref().map_or(String::new(), |at| format!(":{}:{}", at.line, at.column));
        format!("{}{at} {}", finding.file, rules::of(&finding.problem))
    };
    checked.findings.iter().map(line).collect()
}

fn with(keys: &str, body: &str) -> Site {
    let (path, text) = good("2025-12-01-b", keys, body);
    paper().file(&path, text)
}

const B: &str = "content/posts/2025-12-01-b.md";

#[test]
fn a_good_site_has_no_findings() {
    assert_eq!(found(&paper()), "");
}

#[test]
fn links_that_lead_nowhere() {
    let site = with(
        "title: Bread",
        "One [two](/2025/11/27/fery/), [three](../../11/27/ferry/#tides).\n\n[x](nowhere.html) [y](/2025/11/27/ferry) [z](https://e.org/) [m](mailto:a@b.c)",
    );
    assert_eq!(
        lines(&site),
        [format!("{B}:7:11 broken-link"), format!("{B}:7:39 broken-link"), format!("{B}:9:5 broken-link")],
    );
}

#[test]
fn a_broken_link_is_told_with_the_one_that_was_meant() {
    let said =
        found(&with("title: Bread", "See [it](/2025/11/26/ferry/) and [tides](/2025/11/27/ferry/#tides)."));
    insta::assert_snapshot!(said, @r#"
    content/posts/2025-12-01-b.md:7:10: the link "/2025/11/26/ferry/" leads to no page of the site
     7 │ See [it](/2025/11/26/ferry/) and [tides](/2025/11/27/ferry/#tides).
       │          ^^^^^^^^^^^^^^^^^^
    help: did you mean "/2025/11/27/ferry/"?

    content/posts/2025-12-01-b.md:7:42: the link "/2025/11/27/ferry/#tides" leads to no place "tides" on its page
     7 │ See [it](/2025/11/26/ferry/) and [tides](/2025/11/27/ferry/#tides).
       │                                          ^^^^^^^^^^^^^^^^^^^^^^^^
    help: name the id of a heading, or write {#id} after one
    "#);
}

#[test]
fn links_to_what_is_hidden() {
    let (path, text) = good("2025-12-02-secret", "title: Secret\ndraft: true", "Later.");
    let site = with("title: Bread", "Soon: [it](/2025/12/02/secret/).").file(&path, text);
    assert_eq!(lines(&site), [format!("{B}:7:12 hidden-link")]);
    assert!(found(&site).contains("which is draft and not shown"), "{}", found(&site));
}

#[test]
fn what_the_theme_links_to_is_told_once() {
    let site = paper()
        .file("templates/page.html", "<a href=\"/none/\">x</a>")
        .file("content/a.md", "---\ntitle: A\n---\nx\n");
    let site = site.file("content/b.md", "---\ntitle: B\n---\nx\n");
    let said = found(&site);
    assert!(
        said.contains("the link \"/none/\" leads to no page of the site; on the page /a/ and 1 more"),
        "{said}"
    );
    assert_eq!(said.matches("/none/").count(), 1, "{said}");
}

#[test]
fn front_matter() {
    let long = "word ".repeat(30);
    for (keys, rule, line) in [
        (format!("title: {long}"), "long-headline", 4),
        (format!("title: B\nexcerpt: {}", long.repeat(3)), "long-excerpt", 5),
        ("title: B\nupdated: 2031-01-01".into(), "future-updated", 5),
        ("title: B\ndescrition: A slip".into(), "key-typo", 5),
        ("title: B\nkicker: a\nkicker: b".into(), "duplicate-key", 6),
    ] {
        let found = lines(&with(&keys, "Words."));
        let wanted = format!("{B}:{line}:");
        assert!(
            found.len() == 1 && found[0].starts_with(&wanted) && found[0].ends_with(rule),
            "{rule}: {found:?}"
        );
    }
}

#[test]
fn what_a_post_lacks() {
    let site = paper().file("content/posts/2025-12-01-b.md", "Nothing but words.\n");
    assert_eq!(
        lines(&site),
        [format!("{B} missing-title"), format!("{B} missing-byline"), format!("{B} missing-category")]
    );
}

#[test]
fn bodies() {
    for (body, expected) in [
        ("## One\n\n#### Three\n", vec![":9:1 heading-jump"]),
        ("<img src=\"http://e.org/a.png\" alt=\"a\">", vec![":7:11 mixed-content"]),
        ("It isnâ€™t.\n", vec![":7:7 damaged-text"]),
        ("<div>open\n", vec![":7:1 unbalanced-html"]),
        ("text</div>\n", vec![":7:5 unbalanced-html"]),
        ("<div>\n\n**fine**\n\n</div>\n", vec![]),
        ("![](https://e.org/a.png)\n", vec![":7:5 missing-alt"]),
        ("![a](/assets/none.png)\n", vec![":7:6 missing-image"]),
    ] {
        let expected: Vec<String> = expected.iter().map(|rest| format!("{B}{rest}")).collect();
        let mut found = lines(&with("title: B", body));
        // The picture that is not there is told by the build as well, at the same place.
        found.dedup();
        assert_eq!(found, expected, "{body}");
    }
}

#[test]
fn lead_pictures_that_are_small_or_mute() {
    for (width, keys, expected) in [
        (1_199, "image: {path: /assets/x.png, alt: Boats}", vec![":5:8 small-lead"]),
        (1_200, "image: {path: /assets/x.png, alt: Boats}", vec![]),
        (1_200, "image: /assets/x.png", vec![":5:8 missing-alt"]),
    ] {
        let site = with(&format!("title: B\n{keys}"), "Words.")
            .file("assets/x.png", common::pictures::png(width, 9));
        let expected: Vec<String> = expected.iter().map(|rest| format!("{B}{rest}")).collect();
        assert_eq!(lines(&site), expected, "{width} {keys}");
    }
}

#[test]
fn a_place_that_its_page_does_not_have() {
    let site = with(
        "title: B",
        "## Tides\n\n[a](#tides) [b](#tide) [c](/2025/11/27/ferry/#timetable) [d](/2025/11/27/ferry/#x)",
    );
    assert_eq!(lines(&site), [format!("{B}:9:17 broken-fragment"), format!("{B}:9:62 broken-fragment")]);
}

#[test]
fn a_page_that_only_ends_alike_is_not_what_was_meant() {
    let said =
        found(&with("title: Bread", "[x](/showcase/)").file("content/oe.md", "---\ntitle: Oe\n---\nx\n"));
    assert!(said.contains("correct the address"), "{said}");
}

#[test]
fn a_picture_that_the_settings_give_is_told_of_them() {
    let config = "title: T\nurl: https://e.org\ntimezone: UTC\ndefaults:\n  - scope: {path: \"\"}\n    values: {image: /a.svg, author: x, categories: [News]}\n";
    let mut site = Site::jekyll(config)
        .file("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"/>");
    for day in 1..4 {
        site = site.file(&format!("_posts/2025-01-0{day}-x{day}.md"), post(&format!("title: T{day}"), "x"));
    }
    assert_eq!(lines(&site), ["_config.yml missing-alt"]);
}

#[test]
fn doubles_and_terms() {
    let story = "The ferry will run again from Monday, the harbour board said, after forty days on the slip with a new engine and a new crew aboard her. It takes the boards two hours to come over.";
    let (one, text_one) = good("2025-12-01-b", "title: A\ntags: [harbour]", story);
    let (two, text_two) =
        good("2025-12-02-c", "title: A\ntags: [Harbour, NOTICED]", &format!("{story} Really."));
    let (three, text_three) = good("2025-12-03-b", "title: C\ntags: [noticed]", "Else.");
    let site = paper().file(&one, text_one).file(&two, text_two).file(&three, text_three);
    let found = lines(&site);
    for wanted in [format!("{two} same-title"), format!("{two} similar-posts"), format!("{three} same-slug")]
    {
        assert!(found.contains(&wanted), "{wanted}: {found:?}");
    }
}

#[test]
fn files_that_nobody_names() {
    let site =
        with("title: B", "[map](/assets/map.pdf)").file("assets/map.pdf", "x").file("assets/old.pdf", "x");
    assert_eq!(lines(&site), ["assets/old.pdf orphaned-asset"]);
    site.put("assets/site.css", "body { background: url(old.pdf) }");
    assert_eq!(lines(&site), ["assets/site.css orphaned-asset"]);
}

#[test]
fn a_site_without_a_time_zone_is_told_once() {
    let (path, text) = good("2025-12-01-b", "title: B\ndate: 2025-12-01 10:00", "x");
    let site = Site::new().file(&path, text);
    assert_eq!(lines(&site), ["site.toml no-timezone"]);
}

#[test]
fn rules_are_turned_off() {
    let site = with("title: B\ncheck_off: [broken-link]", "[x](/none/)");
    assert_eq!(found(&site), "");
    let (path, text) = good("2025-12-01-b", "title: B", "[x](/none/)");
    let site = paper().toml("timezone = \"UTC\"\n[check]\noff = [\"broken-link\"]\n").file(&path, text);
    assert_eq!(found(&site), "");
    let site = paper().toml("timezone = \"UTC\"\n[check]\noff = [\"broken-lnik\"]\n");
    assert!(found(&site).contains("did you mean \"broken-link\"?"), "{}", found(&site));
}

fn run(site: &Site, arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .args(["check", "--at", "2026-01-15", "--root"])
        .arg(&site.options.root)
        .args(arguments)
        .output()
        .unwrap();
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

#[test]
fn exit_codes() {
    assert_eq!(run(&paper(), &["--deny", "warnings"]).0, Some(0));
    assert_eq!(run(&with("title: B", "[x](/none/)"), &[]).0, Some(1));
    let warned = with("title: B", "## a\n\n#### b");
    assert_eq!(run(&warned, &[]).0, Some(0));
    assert_eq!(run(&warned, &["--deny", "warnings"]).0, Some(1));
    assert_eq!(run(&warned, &["--off", "heading-jump", "--deny", "warnings"]).0, Some(0));
    assert_eq!(run(&warned, &["--off", "heading-jumps"]).0, Some(2));
}

#[test]
fn machines_read_it() {
    let site = with("title: B", "[x](/none/)");
    let json: serde_json::Value = serde_json::from_str(&run(&site, &["--format", "json"]).1).unwrap();
    assert_eq!(
        (&json[0]["rule"], &json[0]["line"], &json[0]["column"]),
        (&"broken-link".into(), &7.into(), &5.into())
    );
    let sarif: serde_json::Value = serde_json::from_str(&run(&site, &["--format", "sarif"]).1).unwrap();
    let result = &sarif["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "broken-link");
    assert_eq!(result["locations"][0]["physicalLocation"]["region"]["startLine"], 7);
    let github = run(&site, &["--format", "github"]).1;
    assert!(
        github.starts_with(&format!("::error title=broken-link,file={B},line=7,col=5::the link")),
        "{github}"
    );
}

#[test]
fn what_has_one_right_answer_is_mended() {
    let site = with("title: B\ndescrition: A slip", "descrition: stays");
    let (code, said) = run(&site, &["--fix", "--deny", "warnings"]);
    assert_eq!(code, Some(0), "{said}");
    assert!(
        said.contains(&format!("{B}:5:\n- descrition: A slip\n+ description: A slip\nMended 1 line.\n")),
        "{said}"
    );
    let text = std::fs::read_to_string(site.options.root.join(B)).unwrap();
    assert!(text.contains("\ndescription: A slip\n") && text.contains("descrition: stays"), "{text}");
}

#[test]
fn all_that_has_one_right_answer_is_mended_at_once() {
    let text = post(
        &format!("title: B\n{GOOD}\ntags:\n  - NOTICED\n  - ferry\nautor: x"),
        "It isnâ€™t NOTICED.\n\n<img src=\"http://quay.example/a.png\" alt=\"\"> <img src=\"http://e.org/a.png\" alt=\"\">",
    );
    let (one, text_one) = good("2025-12-02-c", "title: C\ntags: [noticed]", "Else.");
    let (two, text_two) = good("2025-12-03-d", "title: D\ntags: noticed", "And.");
    let site = paper().file(B, &text).file(&one, text_one).file(&two, text_two);
    let before = lines(&site);
    for (place, rule) in
        [("6:5", "similar-terms"), ("8:1", "key-typo"), ("11:7", "damaged-text"), ("13:11", "mixed-content")]
    {
        assert!(before.contains(&format!("{B}:{place} {rule}")), "{place}: {before:#?}");
    }
    let json: serde_json::Value = serde_json::from_str(&run(&site, &["--format", "json"]).1).unwrap();
    let fixable = json.as_array().unwrap().iter().filter(|one| one["fixable"] == true).count();
    let (_, said) = run(&site, &["--fix"]);
    assert_eq!(fixable, 4, "{said}");
    let mended = std::fs::read_to_string(site.options.root.join(B)).unwrap();
    let expected = text
        .replace("- NOTICED", "- noticed")
        .replace("autor", "author")
        .replace("isnâ€™t", "isn’t")
        .replace("http://quay", "https://quay");
    assert_eq!(mended, expected);
    assert!(said.contains("http://e.org/a.png\" is loaded without encryption"), "{said}");
    assert_eq!(std::fs::read_dir(site.options.root.join("content/posts")).unwrap().count(), 4);
}

#[test]
fn where_both_spellings_are_as_usual_nothing_is_mended() {
    let (two, text_two) = good("2025-12-03-d", "title: D\ntags: [noticed]", "And.");
    let site = with("title: B\ntags: [NOTICED]", "Words.").file(&two, text_two);
    assert_eq!(lines(&site).len(), 1);
    assert!(!run(&site, &["--fix"]).1.contains("Mended"));
}

#[test]
fn names_that_nothing_defines() {
    let template = "{% extends \"base.html\" %}{% block main %}{% if page.kikcer %}x{% endif %}\n\
        {% if page.kicker %}{{ pgae.title }}{{ site.titel }}{% endif %}{{ page.hero or \"\" }}\n\
        {% set mine = 1 %}{% for p in site.recent %}{{ p.title }}{{ mine }}{% endfor %}{{ page.colour or \"\" }}{% endblock %}";
    let site = with("title: B\nhero: x", "Words.").file("templates/post.html", template);
    // No post is in a story, so nothing renders this.
    let site = site.file("templates/story.html", "{{ strory.name }}{{ term.name }}");
    assert_eq!(
        lines(&site),
        [
            "templates/post.html:1:48 undefined-variable",
            "templates/post.html:2:24 undefined-variable",
            "templates/post.html:2:40 undefined-variable",
            "templates/post.html:3:83 undefined-variable",
            "templates/story.html:1:4 undefined-variable",
        ]
    );
    assert!(found(&site).contains("help: did you mean `page.kicker`?"), "{}", found(&site));
}

#[test]
fn the_theme_names_nothing_that_is_not_there() {
    let mut site = paper();
    for template in dateline::assets::TEMPLATES {
        site = site.file(&format!("templates/{}", template.name), template.bytes);
    }
    assert_eq!(found(&site), "");
}

#[test]
fn a_template_that_fails_is_told_as_the_build_tells_it() {
    let site = with("title: B", "Words.").file("templates/post.html", "{{ page.titel }}");
    let told = check::check(&site.options, &[]).unwrap_err();
    assert_eq!(plain(&told), plain(&site.try_build().map(|_| ()).unwrap_err()));
    assert_eq!(run(&site, &[]).0, Some(1));
}

#[test]
fn every_rule_is_documented() {
    let text = include_str!("../docs/check.md");
    for rule in &rules::RULES {
        assert!(text.contains(&format!("| `{}` |", rule.name)), "{}", rule.name);
    }
    for line in text.lines().filter_map(|line| line.strip_prefix("| `")) {
        let name = line.split('`').next().unwrap();
        assert!(name.starts_with("--") || rules::named(name).is_some(), "{name}");
    }
}
