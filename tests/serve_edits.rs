//! The preview after any edits serves what a clean build writes, byte for byte, less the preview's own script.
//!
//! `DATELINE_EDITS=1000 cargo test --release --test serve_edits` is the long form.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stderr, reason = "tests")]

mod common;

use common::{Site, pictures, post, tree};
use dateline::build::{Options, Report};
use dateline::diagnostics::Diagnostic;
use dateline::serve::{Change, Changed, Eyes, Place, Preview, Shared};
use hyper::body::Body as _;
use hyper::{Request, Response, StatusCode};
use jiff::SignedDuration;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::task::Poll;
use tokio::runtime::Runtime;

/// Numbers that look random and are the same each time (xorshift).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

/// A site that is edited, and its preview.
struct Desk {
    site: Site,
    preview: Preview,
    shared: Arc<Shared>,
    runtime: Runtime,
    touched: BTreeSet<PathBuf>,
}

impl Desk {
    fn new(site: Site) -> Desk {
        let root = site.options.root.canonicalize().unwrap();
        let place = Place { out: root.join("public"), root, overrides: site.options.overrides.clone() };
        let eyes = Eyes { drafts: false, future: false, at: Some(site.options.now), navigate: false };
        let (messages, _) = channel();
        let mut preview = Preview::open(place, eyes, "127.0.0.1".into(), messages);
        preview.publish(&Changed::default()).unwrap();
        let shared = preview.shared();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        Desk { site, preview, shared, runtime, touched: BTreeSet::new() }
    }

    fn put(&mut self, path: &str, bytes: impl AsRef<[u8]>) {
        self.site.put(path, bytes);
        self.touch(path);
    }

    fn remove(&mut self, path: &str) {
        self.site.remove(path);
        self.touch(path);
    }

    fn touch(&mut self, path: &str) {
        self.touched.insert(self.site.options.root.canonicalize().unwrap().join(path));
    }

    /// Takes the edits in; whether the site has no errors.
    fn settle(&mut self) -> bool {
        let changed = self.preview.update(&Change::Paths(std::mem::take(&mut self.touched)));
        self.preview.publish(&changed).is_ok()
    }

    fn get(&self, path: &str) -> (StatusCode, Vec<u8>) {
        let request = Request::get(path).header("host", "localhost").body(()).unwrap();
        let response: Response<_> = self.runtime.block_on(self.shared.answer(&request));
        let status = response.status();
        let mut body = pin!(response.into_body());
        let mut bytes = Vec::new();
        self.runtime.block_on(std::future::poll_fn(|context| {
            loop {
                match body.as_mut().poll_frame(context) {
                    Poll::Ready(Some(frame)) => bytes.extend(frame.unwrap().into_data().unwrap()),
                    Poll::Ready(None) => return Poll::Ready(()),
                    Poll::Pending => return Poll::Pending,
                }
            }
        }));
        (status, bytes)
    }

    fn build(&self) -> Result<Report, Vec<Diagnostic>> {
        let clean = self.site.dir().join("clean");
        let _ = fs::remove_dir_all(&clean);
        let _ = fs::remove_dir_all(self.site.dir().join(".clean.dateline"));
        dateline::build::build(&Options { out: Some(clean), ..self.site.options.clone() })
    }

    /// Compares every file of a clean build with what is served at its address.
    fn compare(&self, after: &str) {
        let report = self.build().unwrap_or_else(|problems| {
            panic!("after {after} the preview has a site and a build has none:\n{}", common::plain(&problems))
        });
        let files = tree(&self.site.dir().join("clean"));
        assert_eq!(files.len(), report.plan.outputs.len());
        for (path, bytes) in &files {
            let address = format!("/{}", escape(path));
            let (status, served) = self.get(&address);
            let served = if path.ends_with(".html") { without_script(&served) } else { served };
            assert!(
                served == *bytes,
                "after {after}, {address} ({status}) is\n{}\ninstead of\n{}",
                String::from_utf8_lossy(&served),
                String::from_utf8_lossy(bytes)
            );
        }
        let (status, served) = self.get("/no/such/page/");
        assert_eq!(status, StatusCode::NOT_FOUND);
        assert_eq!(without_script(&served), files["404.html"]);
    }
}

fn escape(path: &str) -> String {
    path.bytes()
        .map(|byte| match byte {
            b'/' | b'.' | b'-' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z' => {
                char::from(byte).to_string()
            }
            byte => format!("%{byte:02X}"),
        })
        .collect()
}

/// The page without the one element that the preview puts in.
fn without_script(page: &[u8]) -> Vec<u8> {
    let text = String::from_utf8(page.to_vec()).unwrap();
    let start = text.find("<script src=\"/__dateline/preview.js\"").expect("the page has no script");
    let end = start + text[start..].find("</script>").unwrap() + "</script>".len();
    assert_eq!(text.matches("/__dateline/").count(), 1);
    format!("{}{}", &text[..start], &text[end..]).into_bytes()
}

const TAGS: [&str; 6] = ["harbour", "Harbour", "council", "C++", "c", "été"];
const DATES: [&str; 6] =
    ["2025-11-27", "2025-11-27 22:18", "2024-02-29", "2026-01-15 11:59", "2026-02-01", "2026-01-15"];

/// What posts ask of others, of includes and of data; most ask nothing.
const LIQUID: [&str; 14] = [
    "",
    "",
    "",
    "",
    "",
    "{{ page.title }} at {{ page.url }} of {{ site.title }}",
    "{% include note.html word=page.title %}",
    "{{ site.posts.size }} posts, the first is {{ site.posts.first.title }}",
    "{% for post in site.posts %}{{ post.title }}: {{ post.excerpt | strip_html }} {% endfor %}",
    "after {{ page.previous.title }} and before {{ page.next.title }}",
    "{{ site.data.numbers.one }} {{ site.data.numbers.two }}",
    "[us]({% link content/about.md %}) {{ site.pages.first.content }}",
    "{% for tag in site.tags %}{{ tag[0] }} {{ tag[1].size }}, {% endfor %}",
    "{% include_relative part.txt %}",
];

fn some_post(dice: &mut Dice) -> String {
    let keys = format!(
        "title: {} {}\ndate: {}\ncategories: [{}]\ntags: [{}, {}]\nauthor: {}\ndraft: {}\nimage: {}",
        dice.pick(&["Tide", "Ferry", "Budget", "Été"]),
        dice.roll(5),
        dice.pick(&DATES),
        dice.pick(&["News", "news", "Sport"]),
        dice.pick(&TAGS),
        dice.pick(&TAGS),
        dice.pick(&["ines", "Inês Prado", "Otto"]),
        dice.pick(&["false", "false", "false", "true"]),
        dice.pick(&["/assets/a.svg", "b.svg", "/assets/lead.jpg", "/assets/none.jpg", "\"\""]),
    );
    let body = format!(
        "{} [beside](b.svg) {}\n\n{}\n\n{}",
        "word ".repeat(dice.roll(60)),
        dice.roll(1000),
        dice.pick(&LIQUID),
        dice.pick(&["", "## A heading\n", "```rust\nfn main() {}\n```\n", "Note[^1]\n\n[^1]: said.\n"])
    );
    post(&keys, &body)
}

/// One random edit; its name.
fn edit(desk: &mut Desk, posts: &mut BTreeMap<String, String>, dice: &mut Dice, number: usize) -> String {
    let names: Vec<String> = posts.keys().cloned().collect();
    let any = names[dice.roll(names.len())].clone();
    match dice.roll(21) {
        0..=4 => {
            let text = some_post(dice);
            desk.put(&any, &text);
            posts.insert(any.clone(), text);
            format!("edit {any}")
        }
        5 | 6 if names.len() < 14 => {
            let name = format!("content/posts/2025-0{}-11-new-{number}.md", 1 + dice.roll(9));
            let text = some_post(dice);
            desk.put(&name, &text);
            posts.insert(name.clone(), text);
            format!("add {name}")
        }
        5..=7 if names.len() > 3 => {
            desk.remove(&any);
            posts.remove(&any);
            format!("delete {any}")
        }
        8 => {
            let name = format!("content/posts/{}/moved-{number}.md", dice.roll(3));
            let text = posts.remove(&any).unwrap();
            desk.remove(&any);
            desk.put(&name, &text);
            posts.insert(name.clone(), text);
            format!("rename {any} to {name}")
        }
        9 => {
            let text = format!(
                "{{% extends \"base.html\" %}}{{% block main %}}{} {{{{ content }}}}{{% endblock %}}",
                dice.roll(99)
            );
            desk.put("templates/post.html", text);
            "edit post.html".into()
        }
        10 => {
            desk.put("assets/style.css", format!("body {{ margin: {}px }}", dice.roll(99)));
            "edit the stylesheet".into()
        }
        11 => {
            let title = format!(
                "title = \"Quay {}\"\nbase_url = \"https://quay.example\"\npaginate = {}\n",
                dice.roll(9),
                1 + dice.roll(4)
            );
            let search = dice.pick(&["enabled = false", "preview = true"]);
            let rest = "[theme]\nicon = \"assets/logo.png\"\n[authors.ines]\nname = \"Inês Prado\"\n";
            desk.put("site.toml", format!("{title}{rest}[search]\n{search}\n"));
            "edit site.toml".into()
        }
        12 => {
            desk.put("content/posts/b.svg", format!("<svg>{}</svg>", dice.roll(99)));
            desk.put("assets/lead.jpg", pictures::jpeg(400 + dice.roll(200) as u32, 300));
            desk.put("assets/logo.png", pictures::png(32, 32 + dice.roll(3) as u32));
            "edit pictures".into()
        }
        13 => {
            desk.put("content/about.md", post("title: About", &dice.roll(999).to_string()));
            "edit a page".into()
        }
        14 => {
            let broken =
                dice.pick(&["---\ntitle: [\n---\n", "---\ndate: 2025-02-30\n---\n", "---\nopen\n", ""]);
            desk.put(&any, broken);
            assert!(broken.is_empty() && any.contains("/20") || !desk.settle(), "a broken {any} is no error");
            let text = posts[&any].clone();
            desk.put(&any, text);
            format!("break and mend {any}")
        }
        15 => {
            let good = fs::read(desk.site.options.root.join("site.toml")).unwrap();
            desk.put("site.toml", "title = \n");
            assert!(!desk.settle(), "broken settings are no error");
            let text = some_post(dice);
            desk.put(&any, &text);
            posts.insert(any.clone(), text);
            assert!(!desk.settle(), "broken settings are no error after another edit");
            desk.put("site.toml", good);
            format!("break site.toml, edit {any}, mend site.toml")
        }
        16 => {
            let said = dice.pick(&["", "{{ site.posts.last.title }}", "{{ site.data.numbers.one }}"]);
            desk.put("_includes/note.html", format!("Note {} {{{{ include.word }}}} {said}", dice.roll(99)));
            "edit an include".into()
        }
        17 => {
            desk.put("_data/numbers.yml", format!("one: {}\n", dice.roll(99)));
            "edit data".into()
        }
        18 => {
            desk.put("content/posts/part.txt", format!("Part {}", dice.roll(99)));
            "edit a file that posts include".into()
        }
        19 => {
            let hours = 1 + dice.roll(60);
            desk.site.options.now += SignedDuration::from_hours(hours as i64);
            desk.preview.eyes.at = Some(desk.site.options.now);
            format!("{hours} hours")
        }
        _ => {
            desk.put("templates/post.html", "{{ page.nothing.at.all }}");
            assert!(!desk.settle(), "a broken template is no error");
            desk.remove("templates/post.html");
            "break and remove post.html".into()
        }
    }
}

#[test]
fn after_random_edits_every_address_serves_what_a_clean_build_writes() {
    let edits = std::env::var("DATELINE_EDITS").ok().and_then(|text| text.parse().ok()).unwrap_or(24);
    let mut dice = Dice(0x5eed_1234_5678_9abc);
    let mut posts = BTreeMap::new();
    for number in 0..8 {
        posts
            .insert(format!("content/posts/2025-03-0{}-first-{number}.md", number + 1), some_post(&mut dice));
    }
    let mut site = Site::new()
        .file("assets/a.svg", "<svg/>")
        .file("assets/lead.jpg", pictures::jpeg(500, 300))
        .file("assets/logo.png", pictures::png(32, 32))
        .file("content/posts/b.svg", "<svg/>")
        .file("content/posts/part.txt", "Part")
        .file("_includes/note.html", "Note {{ include.word }}")
        .file("_data/numbers.yml", "one: 1\n")
        .file("content/about.md", post("title: About\nredirect_from: /who", "Us"));
    for (path, text) in &posts {
        site = site.file(path, text);
    }
    let mut desk = Desk::new(site);
    desk.compare("nothing");
    for number in 0..edits {
        let what = edit(&mut desk, &mut posts, &mut dice, number);
        assert!(desk.settle(), "after edit {number}, {what}, there is no preview");
        desk.compare(&format!("edit {number}, {what}"));
    }
}

#[test]
fn a_rescan_finds_what_no_report_told_of() {
    let mut desk = Desk::new(Site::new().file("content/posts/2025-01-01-a.md", post("title: A", "One")));
    desk.site.put("content/posts/2025-01-01-a.md", post("title: A", "Two"));
    desk.site.put("content/posts/2025-01-02-b.md", post("title: B", "New"));
    desk.site.put("assets/style.css", "body {}");
    let changed = desk.preview.update(&Change::Everything);
    assert_eq!(
        changed.all().into_iter().collect::<Vec<_>>(),
        ["assets/style.css", "content/posts/2025-01-01-a.md", "content/posts/2025-01-02-b.md"]
    );
    desk.preview.publish(&changed).unwrap();
    desk.compare("a rescan");
    assert!(desk.preview.update(&Change::Everything).is_empty());
}

/// What passes whole from one version to the next must not pass when its time is over.
#[test]
fn after_an_edit_of_looks_alone_the_clock_is_right() {
    let site = Site::new()
        .file(
            "site.toml",
            "title = \"Quay\"\nbase_url = \"https://quay.example\"\n[search]\nenabled = false\n",
        )
        .file("content/posts/2026-01-14-a.md", post("title: A\nbreaking: true", "One"))
        .file("content/posts/2026-01-16-b.md", post("title: B", "Ahead"))
        .file("content/posts/2026-01-13-c.md", post("title: C\nexpires: 2026-01-19", "Gone soon"));
    let mut desk = Desk::new(site);
    for hours in [1, 5, 12, 24, 24, 24, 48] {
        desk.site.options.now += SignedDuration::from_hours(hours);
        desk.preview.eyes.at = Some(desk.site.options.now);
        desk.put("assets/style.css", format!("body {{ margin: {hours}px }}"));
        assert!(desk.settle());
        desk.compare(&format!("{hours} hours and a stylesheet"));
        let text = format!(
            "{{% extends \"base.html\" %}}{{% block main %}}{hours} {{{{ content }}}}{{% endblock %}}"
        );
        desk.put("templates/post.html", text);
        assert!(desk.settle());
        desk.compare(&format!("{hours} hours and a template"));
    }
}

/// In a Jekyll site its first lines decide what a file is.
#[test]
fn a_file_that_an_edit_makes_something_else() {
    let config = "title: Quay\nurl: https://quay.example\ncollections: {guides: {output: true}}\n";
    // Without a link to the search, of which a preview has no index.
    let site = Site::jekyll(config)
        .file("_posts/2025-01-01-a.md", post("title: A", "One"))
        .file("templates/fragments/plate.html", "Quay");
    let mut desk = Desk::new(site);
    let texts = ["---\ntitle: T\n---\nSaid", "Said", "---\n---\nSaid again", "---\ntitle: U\n---\nSaid"];
    for path in [
        "_posts/2025-01-02-b.txt",
        "_posts/2025-01-03-c.html",
        "_guides/d.org",
        "_guides/e.md",
        "f.htm",
        "g.md",
    ] {
        for text in texts {
            desk.put(path, text);
            assert!(desk.settle());
            desk.compare(&format!("{path}: {text:?}"));
        }
    }
}

#[test]
fn switches_show_what_the_flags_of_build_show() {
    let site = Site::new()
        .file("content/posts/2025-01-01-a.md", post("title: A", "One"))
        .file("content/posts/2025-01-02-b.md", post("title: B\ndraft: true", "Draft"))
        .file("content/posts/2027-01-02-c.md", post("title: C", "Ahead"));
    let mut desk = Desk::new(site);
    for (drafts, future) in [(true, false), (true, true), (false, true), (false, false)] {
        (desk.preview.eyes.drafts, desk.preview.eyes.future) = (drafts, future);
        (desk.site.options.drafts, desk.site.options.future) = (drafts, future);
        assert!(desk.settle());
        desk.compare(&format!("drafts {drafts}, future {future}"));
    }
}
