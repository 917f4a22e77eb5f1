//! What lies where files are expected: links, pipes, devices, folders, and names that nobody types.

use crate::case::{Case, PAGE, TOML, case};
use std::fs;
use std::os::unix::ffi::OsStrExt as _;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::os::unix::net::UnixListener;
use std::path::Path;
use std::process::Command;

pub fn cases() -> Vec<Case> {
    [special(), links(), unreadable(), names(), settings()].into_iter().flatten().collect()
}

/// A site with a good post, to which something is done.
fn beside(name: &str, prepare: impl Fn(&Path) + Send + Sync + 'static) -> Case {
    case(format!("file: {name}"))
        .body("Good.")
        .page("Good.")
        .file("content/keep.md", "---\ntitle: Keep\n---\n")
        .file("assets/keep.txt", "x")
        .file("templates/keep.txt", "x")
        .file("secret.txt", "the secret")
        .hides("the secret")
        .prepared(prepare)
}

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

fn special() -> Vec<Case> {
    let pipe_at = |path: &'static str| move |root: &Path| pipe(&root.join(path));
    vec![
        beside("a pipe as a post", pipe_at("content/posts/2025-11-28-b.md"))
            .says("content/posts/2025-11-28-b.md: warning: skipped: it is neither a file nor a folder"),
        beside("a pipe as a page", pipe_at("content/b.md")).says("content/b.md: warning: skipped"),
        beside("a pipe as an asset", pipe_at("assets/b.txt")).says("assets/b.txt: warning: skipped"),
        beside("a pipe as a style sheet", pipe_at("assets/style.css"))
            .says("assets/style.css: warning: skipped"),
        beside("a pipe as a template", pipe_at("templates/post.html"))
            .says("templates/post.html: warning: skipped"),
        beside("a pipe in _posts", |root| {
            fs::create_dir(root.join("_posts")).unwrap();
            pipe(&root.join("_posts/2025-11-28-b.md"));
        })
        .says("_posts/2025-11-28-b.md: warning: skipped"),
        beside("a socket as a post", |root| drop(UnixListener::bind(root.join("content/b.md")).unwrap()))
            .says("content/b.md: warning: skipped: it is neither a file nor a folder"),
        beside("a device as a post", |root| symlink("/dev/zero", root.join("content/b.md")).unwrap())
            .says("content/b.md: warning: skipped: the link leads out of the site"),
        beside("a folder as a post", |root| {
            fs::create_dir(root.join("content/posts/2025-11-28-b.md")).unwrap()
        })
        .says("content/posts/2025-11-28-b.md: warning: skipped: it is a folder, with the name of a file"),
        beside("a folder as a template", |root| fs::create_dir(root.join("templates/post.html")).unwrap())
            .says("templates/post.html: warning: skipped: it is a folder, with the name of a file"),
        beside("a pipe in the cache's place", |root| pipe(&root.join(".dateline-cache"))),
        beside("a pipe beside everything", pipe_at("b.md")),
        case("file: content is a file")
            .file("content", "x")
            .says("content: warning: skipped: it is not a folder"),
        case("file: templates is a file")
            .file("templates", "x")
            .says("templates: warning: skipped: it is not a folder"),
        case("file: assets is a file")
            .file("assets", "x")
            .says("assets: warning: skipped: it is not a folder"),
    ]
}

fn links() -> Vec<Case> {
    let link = |target: &'static str, path: &'static str| {
        move |root: &Path| symlink(target, root.join(path)).unwrap()
    };
    let led_out = "warning: skipped: the link leads out of the site";
    vec![
        beside("a link that loops", link("b.md", "content/b.md"))
            .says("content/b.md: warning: skipped: the link leads nowhere"),
        beside("two links that loop", |root| {
            symlink("c.md", root.join("content/b.md")).unwrap();
            symlink("b.md", root.join("content/c.md")).unwrap();
        })
        .says("content/b.md: warning: skipped")
        .says("content/c.md: warning: skipped"),
        beside("a link to its own folder", link(".", "content/loop")).says("content/loop: warning: skipped"),
        beside("a link to the root", link("../..", "content/posts/up"))
            .says("content/posts/up: warning: skipped"),
        beside("a link that leads nowhere", link("nothing", "content/b.md"))
            .says("content/b.md: warning: skipped"),
        beside("a link out of the site", link("/etc/passwd", "content/b.md"))
            .says(&format!("content/b.md: {led_out}"))
            .hides("root:x:"),
        beside("an asset that leads out", link("/etc/passwd", "assets/b.txt"))
            .says(&format!("assets/b.txt: {led_out}"))
            .hides("root:x:"),
        beside("a style sheet that leads out", link("/etc/passwd", "assets/style.css"))
            .says(led_out)
            .hides("root:x:"),
        beside("a template that leads out", link("/etc/passwd", "templates/post.html"))
            .says(&format!("templates/post.html: {led_out}"))
            .hides("root:x:"),
        beside("a folder that leads out", link("/etc", "content/etc"))
            .says(&format!("content/etc: {led_out}"))
            .hides("root:x:"),
        beside("a folder of assets that leads out", link("/etc", "assets/etc"))
            .says(&format!("assets/etc: {led_out}"))
            .hides("root:x:"),
        beside("a folder of templates that leads out", link("/etc", "templates/fragments"))
            .says(led_out)
            .hides("root:x:"),
        beside("a link within the site", link("a.md", "content/b.md"))
            .file("content/a.md", "Linked.")
            .shows("b/index.html", "Linked."),
        beside("the content folder leads out", |root| {
            fs::create_dir(root.join("../elsewhere")).unwrap();
            fs::rename(root.join("content"), root.join("../elsewhere/content")).unwrap();
            symlink("../elsewhere/content", root.join("content")).unwrap();
        }),
        beside("the output is a link", |root| {
            fs::create_dir(root.join("../elsewhere")).unwrap();
            symlink("../elsewhere", root.join("public")).unwrap();
        }),
    ]
}

fn unreadable() -> Vec<Case> {
    let deny = |path: &'static str| {
        move |root: &Path| fs::set_permissions(root.join(path), fs::Permissions::from_mode(0o0)).unwrap()
    };
    let mut cases: Vec<Case> = vec![
        beside("an unreadable post", deny("content/posts/2025-11-27-a.md"))
            .refused("content/posts/2025-11-27-a.md: cannot be read"),
        beside("an unreadable page", deny("content/keep.md")).refused("content/keep.md: cannot be read"),
        beside("an unreadable folder", deny("content/posts")).refused("content/posts: cannot be read"),
        beside("an unreadable asset", deny("assets/keep.txt")).refused("assets/keep.txt"),
        beside("an unreadable template", deny("templates/keep.txt"))
            .refused("templates/keep.txt: cannot be read"),
        beside("an unreadable folder of templates", deny("templates")).refused("templates: cannot be read"),
        beside("unreadable settings", deny("site.toml")).refused("site.toml: cannot be read"),
    ];
    for case in &mut cases {
        case.shows.clear();
        case.humble = true;
    }
    cases
}

fn names() -> Vec<Case> {
    let write = |name: &'static [u8]| {
        move |root: &Path| {
            fs::write(root.join(std::ffi::OsStr::from_bytes(name)), "---\ntitle: B\n---\nText.\n").unwrap()
        }
    };
    vec![
        beside("a name that is not UTF-8", write(b"content/caf\xe9.md")).says("its name is not UTF-8"),
        beside("an asset whose name is not UTF-8", write(b"assets/caf\xe9.txt"))
            .says("its name is not UTF-8"),
        beside("a name with a line's end", write(b"assets/a\nb.txt"))
            .says("warning: skipped: its name holds a control character"),
        beside("a page with a line's end", write(b"content/a\nb.md"))
            .says("warning: skipped: its name holds a control character"),
        beside("a name with an escape sequence", write(b"assets/\x1b[31mred.txt"))
            .says("its name holds a control character"),
        beside("a name with a backslash", write(b"assets/a\\b.txt")),
        beside("a name that begins with a dash", write(b"content/-rf.md")).shows("-rf/index.html", "Text."),
        beside("a name with spaces at both ends", write(b"assets/ a .txt")).shows("assets/ a .txt", "Text."),
        beside("a name with marks of HTML", write(b"content/a<b>&\"'c.md")),
        beside("a name of 255 letters", |root| {
            fs::write(root.join(format!("content/{}.md", "a".repeat(252))), "---\ntitle: B\n---\nText.\n")
                .unwrap();
        }),
        beside("a name with a percent sign", write(b"assets/100%25.txt")).shows("assets/100%25.txt", "Text."),
        beside("names that differ in case", |root| {
            fs::write(root.join("assets/Keep.txt"), "y").unwrap();
        })
        .refused_beside("only in case"),
        beside("folders 300 deep", |root| {
            let deep = root.join("content").join("d/".repeat(300));
            fs::create_dir_all(&deep).unwrap();
            fs::write(deep.join("x.md"), "---\ntitle: B\n---\nText.\n").unwrap();
        })
        .shows(&format!("{}x/index.html", "d/".repeat(300)), "Text."),
        beside("1,000 empty folders", |root| {
            for n in 0..1_000 {
                fs::create_dir(root.join(format!("content/{n}"))).unwrap();
            }
        }),
        beside("an editor's leavings", |root| {
            for name in ["#a.md#", "a.md~", ".a.md.swp", ".#a.md", ".DS_Store"] {
                fs::write(root.join("content").join(name), b"\xff").unwrap();
            }
        })
        .silent(),
    ]
}

fn settings() -> Vec<Case> {
    let without = |name: &str| {
        let mut case = case(format!("settings: {name}")).body("Text.");
        case.files.retain(|(path, _)| path != "site.toml");
        case
    };
    vec![
        without("a folder").prepared(|root| fs::create_dir(root.join("site.toml")).unwrap()).misused(),
        without("a pipe").prepared(|root| pipe(&root.join("site.toml"))).misused(),
        without("a link to nothing")
            .prepared(|root| symlink("no", root.join("site.toml")).unwrap())
            .misused(),
        without("a link elsewhere")
            .prepared(|root| {
                fs::write(root.join("../other.toml"), TOML).unwrap();
                symlink("../other.toml", root.join("site.toml")).unwrap();
            })
            .shows(PAGE, "Quay Post"),
        without("none").misused(),
        without("empty").file("site.toml", "").shows(PAGE, "Text."),
    ]
}

impl Case {
    /// Must be refused, though the good post is there.
    fn refused_beside(mut self, says: &str) -> Case {
        self.shows.clear();
        self.refused(says)
    }
}
