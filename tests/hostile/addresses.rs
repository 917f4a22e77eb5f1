//! Permalinks, slugs and terms: each has an address that every disk and host can hold, or is refused.

use crate::case::{Case, POST, case};

pub fn cases() -> Vec<Case> {
    [climbing(), taken(), reserved(), slugs(), terms()].into_iter().flatten().collect()
}

fn permalink(name: &str, permalink: &str) -> Case {
    case(format!("permalink: {name}")).post(&format!("title: A\npermalink: \"{permalink}\""), "Text.")
}

/// None leaves the output folder.
fn climbing() -> Vec<Case> {
    let refused = |name: &str, text: &str, what: &str| {
        permalink(name, text).refused(&format!("{POST}:3:12: ")).says(what)
    };
    vec![
        refused("climbs", "../../x", "would leave the output folder"),
        refused("climbs from within", "/a/../../x/", "would leave the output folder"),
        refused("climbs, encoded", "/%2e%2e/%2E%2E/x/", "would leave the output folder"),
        refused("climbs, half encoded", "/.%2e/x/", "would leave the output folder"),
        refused("climbs, slash encoded", "/a%2f..%2f..%2fx/", "would leave the output folder"),
        refused("climbs by backslash", "\\\\..\\\\..\\\\x", "no address path can hold"),
        refused("a backslash, encoded", "/a%5cb/", "no address path can hold"),
        refused("a drive", "C:\\\\Windows\\\\x", "no address path can hold"),
        refused("a question", "/a?b=c", "no address path can hold"),
        refused("a fragment", "/a#b", "no address path can hold"),
        refused("a line's end, encoded", "/a%0ab/", "no address path can hold"),
        refused("a NUL, encoded", "/a%00b/", "no address path can hold"),
        refused("an unknown placeholder", "/:yeer/:title/", "did you mean `:year`?"),
        permalink("absolute on disk", "/etc/passwd").shows("etc/passwd.html", "Text."),
        permalink("another host", "//evil.example/x/").shows("evil.example/x/index.html", "Text."),
        refused("a whole address", "https://evil.example/x/", "is a whole address"),
        permalink("a drive with slashes", "C:/x/").says("Windows").shows("C:/x/index.html", "Text."),
        permalink("dots alone", "/./././").refused(POST),
        permalink("nothing but slashes", "////").refused(POST),
        permalink("a dot folder", "/.git/hooks/x/").shows(".git/hooks/x/index.html", "Text."),
        permalink("ten thousand folders", &"/a".repeat(10_000)).refused(POST).says("longer than"),
        permalink("a part of 300 letters", &format!("/{}/", "a".repeat(300)))
            .refused(POST)
            .says("longer than"),
        permalink("a part of 100 Chinese letters", &format!("/{}/", "港".repeat(100)))
            .refused(POST)
            .says("longer than"),
        permalink("a file of 253 letters", &format!("/{}", "a".repeat(253)))
            .refused(POST)
            .says("longer than"),
        case("redirect: climbs")
            .post("title: A\nredirect_from: [/ok/, /../../etc/x]", "x")
            .refused(&format!("{POST}:3:")),
        case("redirect: a whole address")
            .post("title: A\nredirect_from: https://evil.example/x", "x")
            .refused(POST)
            .says("is a whole address"),
        case("redirect: 300 letters")
            .post(&format!("title: A\nredirect_from: /{}/", "a".repeat(300)), "x")
            .refused(POST)
            .says("longer than"),
        case("slug: climbs")
            .post("title: A\nslug: \"../../x\"", "x")
            .shows("2025/11/27/..-..-x/index.html", "x"),
        case("category: climbs")
            .post("title: A\ncategories: [\"..\"]\npermalink: /:categories/:title/", "x")
            .refused(POST),
    ]
}

/// Addresses that something else has.
fn taken() -> Vec<Case> {
    vec![
        permalink("the front page's", "/").refused("would be written to index.html"),
        permalink("the feed's", "/feed.xml").refused("would be written to feed.xml"),
        permalink("the sitemap's", "/sitemap.xml").refused("would be written to sitemap.xml"),
        permalink("the robots' file", "/robots.txt").refused("would be written to robots.txt"),
        permalink("that of no page", "/404.html").refused("would be written to 404.html"),
        permalink("an asset's", "/assets/a.txt")
            .file("assets/a.txt", "x")
            .refused("would be written to assets/a.txt"),
        permalink("an asset's in other case", "/assets/A.txt")
            .file("assets/a.txt", "x")
            .refused("only in case"),
        permalink("the feed's in other case", "/Feed.XML").refused("only in case"),
        permalink("a folder's name", "/2025")
            .file("content/2025.html/x.md", "---\ntitle: B\n---\n")
            .refused("needs as a folder"),
        permalink("a category's page", "/categories/news/")
            .post("title: A\ncategories: [News]\npermalink: /categories/news/", "x")
            .refused("would be written to categories/news/index.html"),
        permalink("another's, composed otherwise", "/caf\u{e9}/")
            .file("content/posts/2025-11-28-b.md", "---\ntitle: B\npermalink: \"/cafe\u{301}/\"\n---\n")
            .refused("would be written to"),
        permalink("another's, encoded", "/caf%C3%A9/")
            .file("content/posts/2025-11-28-b.md", "---\ntitle: B\npermalink: /café/\n---\n")
            .refused("would be written to"),
        permalink("another's, in Turkish", "/I/")
            .file("content/posts/2025-11-28-b.md", "---\ntitle: B\npermalink: /i/\n---\n")
            .refused("only in case"),
        case("redirect: to itself").post("title: A\nredirect_from: /2025/11/27/a/", "x").page("<html"),
        case("redirect: the front page's")
            .post("title: A\nredirect_from: /", "x")
            .refused("would be written to index.html"),
    ]
}

/// Names that Windows keeps for itself: such a site could not be checked out or unpacked there.
fn reserved() -> Vec<Case> {
    let mut cases: Vec<Case> = ["con", "NUL", "aux.html", "com1", "lpt9", "prn.txt", "COM¹"]
        .into_iter()
        .map(|name| {
            permalink(&format!("reserved: {name}"), &format!("/{name}/")).says("Windows").page_at(name)
        })
        .collect();
    for (name, text) in [
        ("a dot at the end", "/a./"),
        ("a star", "/a*b/"),
        ("a pipe", "/a|b/"),
        ("angles", "/a<b>/"),
        ("a colon", "/12:30/"),
    ] {
        cases.push(permalink(&format!("reserved: {name}"), text).says("Windows"));
    }
    cases.push(permalink("reserved: no more than like one", "/console/").silent().page_at("console"));
    cases
}

fn slugs() -> Vec<Case> {
    let named = |name: &str, file: &str| {
        case(format!("slug: {name}"))
            .file(format!("content/posts/2025-11-27-{file}.md"), "---\ntitle: A\n---\nText.\n")
    };
    let keyed = |name: &str, slug: &str| {
        case(format!("slug key: {name}")).post(&format!("title: A\nslug: \"{slug}\""), "Text.")
    };
    vec![
        named("Arabic", "خطة-الميناء").shows("2025/11/27/خطة-الميناء/index.html", "Text."),
        named("Chinese", "港口新聞").shows("2025/11/27/港口新聞/index.html", "Text."),
        named("Hebrew with points", "שָׁלוֹם").shows("index.html", "2025/11/27/"),
        named("emoji", "🚢⚓").refused("2025-11-27-🚢⚓.md"),
        named("percent signs", "100%-sure%2e%2e").shows("index.html", "2025/11/27/"),
        named("spaces and quotes", "it's \"so\" <b>").shows("index.html", "2025/11/27/"),
        named("240 letters", &"a".repeat(240))
            .shows(&format!("2025/11/27/{}/index.html", "a".repeat(240)), "Text."),
        named("a line's end", "a\nb").says("its name holds a control character"),
        named("an escape sequence", "a\u{1b}[31mb").says("its name holds a control character"),
        named("a dash", "-").refused("2025-11-27--.md"),
        named("dots", "...").refused("2025-11-27-"),
        keyed("300 letters", &"a".repeat(300)).refused(POST).says("longer than"),
        keyed("300 Chinese letters", &"港".repeat(300)).refused(POST).says("longer than"),
        keyed("emoji alone", "🚢").refused(POST),
        keyed("symbols alone", "?!").shows("2025/11/27/!/index.html", "Text."),
        keyed("a slash", "a/b").shows("2025/11/27/a-b/index.html", "Text."),
        keyed("upper case", "ÀÉÎ").shows("index.html", "2025/11/27/"),
        keyed("spaces alone", "   ").refused(POST),
        keyed("dots", "..").refused(POST),
    ]
}

fn terms() -> Vec<Case> {
    let tag = |name: &str, tag: &str| {
        case(format!("term: {name}")).post(&format!("title: A\ntags: [\"{tag}\"]"), "Text.")
    };
    vec![
        tag("Arabic", "ميناء").shows("tags/ميناء/index.html", "Text"),
        tag("Chinese", "港口").shows("tags/港口/index.html", "<html"),
        tag("emoji", "🚢").shows("index.html", "<html"),
        tag("percent", "100%").shows("tags/100/index.html", "100%"),
        tag("climbing", "../../x").shows("tags/x/index.html", "../../x"),
        tag("dots", "..").refused("has no letter or digit"),
        tag("300 letters", &"a".repeat(300)).refused("longer than"),
        tag("the word page", "page").shows("tags/page-2/index.html", "<html"),
        tag("the word index.html", "index.html").shows("tags/index-html/index.html", "<html"),
        tag("reserved on Windows", "con").says("Windows").shows("tags/con/index.html", "<html"),
        tag("a slash", "a/b").shows("tags/a-b/index.html", "<html"),
        case("term: two that are one")
            .post("title: A\ntags: [C, \"c\", \"C!\"]", "x")
            .shows("tags/c-2/index.html", "<html"),
        case("term: an author that climbs")
            .post("title: A\nauthor: ../../etc/passwd", "x")
            .shows("authors/etc-passwd/index.html", "<html"),
        case("term: an author of symbols")
            .post("title: A\nauthor: \"?!\"", "x")
            .refused("has no letter or digit"),
        case("term: a story that climbs")
            .post("title: A\nstory: ../../x", "x")
            .shows("stories/x/index.html", "<html"),
    ]
}

impl Case {
    /// Must show the text at this permalink.
    fn page_at(self, name: &str) -> Case {
        self.shows(&format!("{name}/index.html"), "Text.")
    }
}
