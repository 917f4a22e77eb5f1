//! Settings of every wrong type, and settings that are none.

use crate::case::{Case, case};

pub fn cases() -> Vec<Case> {
    [wrong_types(), wrong_values(), no_toml(), jekyll()].into_iter().flatten().collect()
}

fn toml(name: &str, text: &str) -> Case {
    let head = "title = \"Quay Post\"\nbase_url = \"https://quay.example\"\n";
    let text = if text.starts_with("title") || text.starts_with("base_url") {
        text.to_owned()
    } else {
        format!("{head}{text}\n")
    };
    case(format!("site.toml: {name}")).body("Text.").file("site.toml", text)
}

/// Each setting with each type that it is not.
fn wrong_types() -> Vec<Case> {
    let texts = [
        "description",
        "language",
        "copyright",
        "timezone",
        "permalink",
        "excerpt_separator",
        "theme.logo",
        "theme.accent",
        "theme.footer",
    ];
    let lists = ["exclude", "include", "theme.sections", "theme.share"];
    let flags = [
        "future",
        "archives.years",
        "markdown.untrusted",
        "theme.logo_only",
        "search.enabled",
        "related.enabled",
    ];
    let tables = [
        "theme",
        "authors",
        "stories",
        "taxonomies",
        "archives",
        "markdown",
        "feeds",
        "sitemap",
        "robots",
        "files",
        "security",
        "publisher",
        "share",
        "images",
        "related",
        "search",
        "defaults",
    ];
    let mut cases = Vec::new();
    let mut add = |key: &str, value: &str| {
        cases.push(toml(&format!("{key} = {value}"), &format!("{key} = {value}")).refused("site.toml:3:"));
    };
    for key in texts {
        ["3", "true", "[\"a\"]", "{ a = 1 }", "2025-11-27", "nan"]
            .into_iter()
            .for_each(|value| add(key, value));
    }
    for key in lists {
        ["3", "true", "{ a = 1 }", "[1]", "[[\"a\"]]"].into_iter().for_each(|value| add(key, value));
    }
    for key in flags {
        ["3", "\"yes\"", "[true]", "2025-11-27"].into_iter().for_each(|value| add(key, value));
    }
    for key in tables {
        ["3", "\"x\"", "[1]", "true"].into_iter().for_each(|value| add(key, value));
    }
    for value in ["\"ten\"", "0", "-1", "1.5", "9223372036854775807", "[1]", "true"] {
        add("paginate", value);
    }
    for key in ["theme.navigation", "theme.social"] {
        ["3", "\"x\"", "[1]", "[[]]", "{ title = 1 }", "[{ title = 1, url = 2 }]"]
            .into_iter()
            .for_each(|value| add(key, value));
    }
    for key in ["authors.ines", "stories.plan", "defaults.\"content/**\""] {
        ["3", "\"x\"", "[1]"].into_iter().for_each(|value| add(key, value));
    }
    cases
}

fn wrong_values() -> Vec<Case> {
    vec![
        toml("a time zone that is none", "timezone = \"Mars/Olympus\"")
            .refused("site.toml:3:12: `Mars/Olympus` is not a time zone"),
        toml("a time zone that climbs", "timezone = \"../../etc/passwd\"").refused("is not a time zone"),
        toml("an address without a scheme", "base_url = \"quay.example\"").refused("is not a web address"),
        toml("an address of files", "base_url = \"file:///etc\"").refused("is not a web address"),
        toml("an address with a script", "base_url = \"https://x\\\"><script>\"")
            .refused("is not a web address"),
        toml("an address with a line's end", "base_url = \"https://x.exa\\nmple/\"").refused("base_url"),
        toml("a pattern that is none", "exclude = [\"[\"]").refused("is not a path pattern"),
        toml("a pattern of 10,000 braces", &format!("exclude = [\"{}\"]", "{".repeat(10_000)))
            .refused("is not a path pattern"),
        toml("a pattern of 10,000 stars", &format!("exclude = [\"{}\"]", "*a".repeat(10_000))),
        toml("a colour that ends the style", "theme.accent = \"red;}</style><script>\"")
            .refused("site.toml:3:"),
        toml("a logo that runs", "theme.logo = \"javascript:alert(1)\"").refused("site.toml:3:14: the link"),
        toml("a permalink that climbs", "permalink = \"/../../:title/\"")
            .refused("would leave the output folder"),
        toml("a permalink with no name", "permalink = \"/x/\"")
            .file("content/posts/2025-11-28-b.md", "---\ntitle: B\n---\n")
            .refused("would be written to x/index.html"),
        toml("a permalink of unknown parts", "permalink = \"/:titel/\"").refused("did you mean `:title`?"),
        toml("a date format that is none", "theme.date_format = \"%Q %\"")
            .refused("site.toml:3:21: `theme.date_format` must be a format"),
        toml("a date format of 1 MB", &format!("theme.date_format = \"{}\"", "%Y".repeat(1 << 19))),
        toml("a language that is none", "language = \"x\\\" onload=\\\"alert(1)\"")
            .hides("lang=\"x\" onload"),
        toml("a share that is none", "theme.share = [\"myspace\"]").refused("site.toml:3:"),
        toml("an unknown key", "timezon = \"UTC\"").refused("did you mean `timezone`?"),
        toml("a separator of nothing", "excerpt_separator = \"\""),
    ]
}

fn no_toml() -> Vec<Case> {
    vec![
        toml("a key twice", "language = \"en\"\nlanguage = \"de\"").refused("site.toml:4:1"),
        toml("a table twice", "[theme]\n[theme]").refused("site.toml:4:"),
        toml("no quotes", "title = Quay Post").refused("site.toml:1:9"),
        toml("a quote that is not closed", "title = \"Quay").refused("site.toml:1:"),
        toml("YAML", "title: Quay\n").refused("site.toml:1:"),
        toml("10,000 deep", &format!("x = {}", "[".repeat(10_000))).refused("site.toml:3:"),
        toml("10,000 deep, in braces", &format!("x = {}", "{a=".repeat(10_000))).refused("site.toml:3:"),
        toml("10,000 tables deep", &format!("[{}x]", "a.".repeat(10_000)))
            .refused("site.toml:1:1: recursion limit"),
        toml("10,000 dots", &format!("{}x = 1", "a.".repeat(10_000)))
            .refused("site.toml:1:1: recursion limit"),
        toml("100,000 unknown keys", &(0..100_000).map(|n| format!("key{n} = 1\n")).collect::<String>())
            .refused("unknown key"),
        toml("a number beyond all", &format!("paginate = {}", "9".repeat(400))).refused("site.toml:3:"),
        toml("a NUL", "description = \"a\0b\"").refused("site.toml:3:"),
        toml("an escaped NUL", "description = \"a\\u0000b\"").hides("a\0b"),
    ]
}

/// `_config.yml`: others' settings, so what is of no use is said, and the site still builds where it can.
fn jekyll() -> Vec<Case> {
    let mut cases = Vec::new();
    let site = |name: String, text: &str| {
        let mut case = case(format!("_config.yml: {name}"))
            .file("_config.yml", text)
            .file("_posts/2025-11-27-a.md", "---\ntitle: A\n---\nText.\n");
        case.files.retain(|(path, _)| path != "site.toml");
        case
    };
    for key in [
        "title",
        "description",
        "url",
        "baseurl",
        "lang",
        "timezone",
        "permalink",
        "paginate",
        "excerpt_separator",
        "future",
        "logo",
        "exclude",
        "include",
        "authors",
        "collections",
        "defaults",
        "plugins",
        "nobody",
    ] {
        for value in ["[1, {a: b}]", "{a: [1]}", "~", "2025-11-27", ".nan", "!x y"] {
            // Whatever it is: no crash, and either a site or an error that names the file.
            cases.push(site(format!("{key}: {value}"), &format!("{key}: {value}\n")).either("_config.yml"));
        }
    }
    cases.push(site("a list".into(), "- a\n").refused("_config.yml"));
    cases.push(site("a word".into(), "word\n").refused("_config.yml"));
    cases.push(site("not YAML".into(), "a: b: c\n").refused("_config.yml:1:5"));
    cases.push(site("empty".into(), "").shows("2025/11/27/a.html", "Text."));
    cases.push(
        // Jekyll puts it right (`url.rb`, sanitize_url).
        site("a permalink that climbs".into(), "permalink: /../../:title/\n").shows("a/index.html", "Text."),
    );
    cases.push(
        site("a permalink that climbs, encoded".into(), "permalink: /%2e%2e/%2e%2e/:title/\n")
            .refused("would leave the output folder"),
    );
    cases.push(
        site("a collection that climbs".into(), "collections: {../../etc: {output: true}}\n")
            .shows("2025/11/27/a.html", "Text."),
    );
    cases.push(site("a bomb".into(), "a: &a [x,x]\nb: &b [*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d]\nf: &f [*e,*e,*e,*e,*e]\ng: [*f,*f,*f,*f,*f,*f]\n").refused("_config.yml"));
    cases
}
