//! `dateline import`: what other programs wrote, into files of a site.

use super::args::{self, ImportArgs, ImportFrom, ImportTextArgs, ImportWordpressArgs};
use super::report::{self, count};
use super::{Ending, build};
use crate::config::{self, Config, Flavor};
use crate::diagnostics::{Diagnostic, Doubt, Place, Problem};
use crate::import::{self, File, front::Front, text, wordpress};
use crate::site::{self, Site, slug};
use crate::source::date::Moment;
use crate::source::{self};
use jiff::tz::TimeZone;
use std::fs;
use std::path::Path;

pub fn run(root: Option<&Path>, args: &ImportArgs) -> Ending {
    let mut problems = Vec::new();
    let done = match &args.from {
        ImportFrom::Text(args) => texts(root, args, &mut problems),
        ImportFrom::Wordpress(args) => export(root, args, &mut problems),
        ImportFrom::Jekyll(args) => jekyll(args, &mut problems),
    };
    if let Err(problem) = done {
        problems.push(*problem);
    }
    // All of it is why one imports with a person watching.
    report::all(&problems)
}

fn jekyll(args: &args::ImportJekyllArgs, problems: &mut Vec<Diagnostic>) -> Result<(), Box<Diagnostic>> {
    let now = args.view.now(&TimeZone::UTC)?;
    let overrides = args.view.overrides(None);
    let moved = import::jekyll::import(&args.source, &args.folder, &overrides, now, problems)?;
    let folder = args.folder.display();
    println!(
        "{folder} holds {}, {} and {}.",
        count(moved.posts, "post"),
        count(moved.pages, "page"),
        count(moved.files, "other file"),
    );
    let named = if moved.pinned > 0 {
        format!(", {} of them by a permalink of its own", moved.pinned)
    } else {
        String::new()
    };
    println!(
        "{} stayed as they were{named}; {} changed.",
        count(moved.same, "address").replace("addresss", "addresses"),
        moved.changed
    );
    println!("{} lead from old lists to new ones.", count(moved.redirects, "redirect"));
    println!("Next: cd {folder} && dateline build");
    Ok(())
}

fn settings(root: &Path, problems: &mut Vec<Diagnostic>) -> Result<Config, Box<Diagnostic>> {
    config::load(root, &Default::default(), problems).ok_or_else(|| {
        Box::new(
            problems.pop().unwrap_or_else(|| {
                Diagnostic::error("", Problem::NoSite { from: root.display().to_string() })
            }),
        )
    })
}

/// The site as it stands, for the headlines of its posts; its own problems are for the build to tell.
fn site(config: &Config) -> Option<Site> {
    let options = build::options_for(config.root.clone()).ok()?;
    let mut quiet = Vec::new();
    let source = source::read(config, &config.root.join("public"), &mut quiet);
    Some(site::build(source, config, &crate::build::visibility(&options, config), &mut quiet))
}

fn texts(
    root: Option<&Path>,
    args: &ImportTextArgs,
    problems: &mut Vec<Diagnostic>,
) -> Result<(), Box<Diagnostic>> {
    let root = args::root(root)?;
    let config = settings(&root, problems)?;
    let now = Moment::at(args.view.now(&config.timezone)?, &config.timezone);
    let site = site(&config);
    for path in &args.files {
        let shown = path.display().to_string();
        let bytes = match fs::read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                problems.push(Diagnostic::error(shown, Problem::Unreadable { reason: error.to_string() }));
                continue;
            }
        };
        let (file, doubts, text) = post(&bytes, args, &config, &now, site.as_ref());
        problems.extend(doubts.into_iter().map(|(line, doubt)| {
            let diagnostic = Diagnostic::warning(shown.as_str(), Problem::Import(doubt));
            if line == 0 {
                diagnostic
            } else {
                diagnostic.at(Place { column: 0, ..Place::at(&text, line, 1, 1) })
            }
        }));
        let Some(file) = file else { continue };
        match import::write::all(&root, std::slice::from_ref(&file)) {
            Ok(()) => println!("{}", file.path),
            Err(found) => problems.extend(found),
        }
    }
    Ok(())
}

type Doubts = Vec<(usize, Doubt)>;

/// The post that a text becomes, what is not certain of it, and the text as it was read.
fn post(
    bytes: &[u8],
    args: &ImportTextArgs,
    config: &Config,
    now: &Moment,
    site: Option<&Site>,
) -> (Option<File>, Doubts, String) {
    let (read, encoding) = text::decode(bytes);
    let mut doubts: Doubts = encoding.into_iter().map(|doubt| (0, doubt)).collect();
    let (sound, repairs) = text::repaired(&read);
    doubts.extend(repairs);
    if sound.trim().is_empty() {
        doubts.push((0, Doubt::NothingInIt));
        return (None, doubts, read);
    }
    let folder = if config.flavor == Flavor::Jekyll { "_posts" } else { "content/posts" };
    if let Some((day, slug)) = text::front_matter(&sound, &config.timezone) {
        // A post already: it keeps its own keys.
        let day = day.unwrap_or(*now).local.date();
        let path = format!("{folder}/{day}-{slug}.md");
        return (Some(File { path, bytes: sound.into_bytes() }), doubts, read);
    }
    let address = |title: &str| -> Option<String> {
        let same = |own: &str| slug::term(own) == slug::term(title);
        let post = site?.posts.iter().find(|post| same(&post.title))?;
        Some(config.href(&post.url))
    };
    let article = text::article(&sound, &config.timezone, &address);
    doubts.extend(article.doubts);
    let date = article.date.unwrap_or(*now);
    let written = date.rfc3339().replacen('T', " ", 1);
    let no_author = article.author.is_none() && args.terms.authors.is_empty();
    if article.date.is_none() {
        doubts.push((0, Doubt::NotInText { date: written.clone(), no_author }));
    }
    let mut front = Front::default()
        .plain("layout", "post")
        .text("title", &article.title)
        .maybe("deck", article.deck.as_deref())
        .plain("date", &written);
    front = if args.terms.authors.is_empty() {
        front.maybe("author", article.author.as_deref())
    } else {
        front.list("authors", &args.terms.authors)
    };
    front = front
        .list("categories", &args.terms.categories)
        .list("tags", &args.terms.tags)
        .maybe("dateline", article.dateline.as_deref());
    if args.draft {
        front = front.plain("draft", "true");
    }
    let path = format!("{folder}/{}-{}.md", date.local.date(), slug_of(&article.title));
    let bytes = format!("{}{}", front.fenced(), article.body).into_bytes();
    (Some(File { path, bytes }), doubts, read)
}

fn slug_of(title: &str) -> String {
    let slug = slug::term(title);
    // Long enough for any headline, short enough for any disk.
    let mut end = slug.len().min(120);
    while !slug.is_char_boundary(end) {
        end -= 1;
    }
    let cut = slug[..end].trim_end_matches('-');
    if cut.is_empty() { "post".into() } else { cut.into() }
}

fn export(
    root: Option<&Path>,
    args: &ImportWordpressArgs,
    problems: &mut Vec<Diagnostic>,
) -> Result<(), Box<Diagnostic>> {
    let shown = args.file.display().to_string();
    let bytes = fs::read(&args.file).map_err(|error| {
        Box::new(Diagnostic::error(shown.as_str(), Problem::Unreadable { reason: error.to_string() }))
    })?;
    let (xml, _) = text::decode(&bytes);
    let export = wordpress::read(&xml)
        .map_err(|doubt| Box::new(Diagnostic::error(shown.as_str(), Problem::Import(doubt))))?;
    let (folder, mut files, permalink, zone) = match &args.folder {
        Some(folder) => {
            import::write::empty(folder)?;
            let permalink = wordpress::permalink_of(&export).to_owned();
            (folder.clone(), vec![wordpress::settings(&export, &permalink)], permalink, TimeZone::UTC)
        }
        None => {
            let root = args::root(root)?;
            let config = settings(&root, problems)?;
            (root, Vec::new(), config.permalink, config.timezone)
        }
    };
    let target = wordpress::Target {
        permalink: &permalink,
        zone: &zone,
        folders: ("content/posts", "content/"),
        has_authors: args.folder.is_some(),
    };
    let made = wordpress::articles(&export, &target);
    files.extend(made.files);
    problems.extend(made.doubts.into_iter().map(|(path, doubt)| {
        let file = if path.is_empty() { shown.clone() } else { path };
        Diagnostic::warning(file, Problem::Import(doubt))
    }));
    match import::write::all(&folder, &files) {
        Ok(()) => println!(
            "{} holds {} and {} more. Next: dateline build --root {}",
            folder.display(),
            count(made.posts, "post"),
            count(made.pages, "page"),
            folder.display(),
        ),
        Err(found) => problems.extend(found),
    }
    Ok(())
}
