//! `dateline new`: a post's file with its front matter filled in.

use super::args::{self, NewArgs};
use super::{Ending, report};
use crate::config::{self, Flavor};
use crate::diagnostics::{Diagnostic, Problem};
use crate::import::front::Front;
use crate::site::slug;
use crate::source::date::Moment;
use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

pub fn run(root: Option<&Path>, args: &NewArgs) -> Ending {
    let mut problems = Vec::new();
    match create(root, args, &mut problems) {
        Ok(path) => {
            println!("{path}");
            Ending::Done
        }
        Err(problem) => {
            problems.push(*problem);
            report::problems(&problems)
        }
    }
}

fn create(
    root: Option<&Path>,
    args: &NewArgs,
    problems: &mut Vec<Diagnostic>,
) -> Result<String, Box<Diagnostic>> {
    let root = args::root(root)?;
    let Some(config) = config::load(&root, &args.view.overrides(None), problems) else {
        return Err(Box::new(problems.pop().unwrap_or_else(|| {
            Diagnostic::error("", Problem::NoSite { from: root.display().to_string() })
        })));
    };
    let now = Moment::at(args.view.now(&config.timezone)?, &config.timezone);
    let plain = slug::jekyll(&args.title, slug::Mode::Default, false);
    let slug = if plain.is_empty() { slug::term(&args.title) } else { plain };
    let slug = if slug.is_empty() { "post".to_owned() } else { slug };
    let folder = if config.flavor == Flavor::Jekyll { "_posts" } else { "content/posts" };
    let path = format!("{folder}/{}-{slug}.md", now.local.date());
    let io = |path: &str, error: io::Error| {
        let path = path.to_owned();
        Box::new(Diagnostic::error(
            "",
            match error.kind() {
                io::ErrorKind::AlreadyExists => Problem::Exists { path },
                _ => Problem::OutputIo { action: "create", path, reason: error.to_string() },
            },
        ))
    };
    fs::create_dir_all(root.join(folder)).map_err(|error| io(folder, error))?;
    let mut file = OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(root.join(&path))
        .map_err(|error| io(&path, error))?;
    file.write_all(front_matter(args, &now).as_bytes()).map_err(|error| io(&path, error))?;
    Ok(path)
}

fn front_matter(args: &NewArgs, now: &Moment) -> String {
    let front = Front::default()
        .plain("layout", "post")
        .text("title", &args.title)
        .plain("date", &now.rfc3339().replacen('T', " ", 1))
        .list("authors", &args.terms.authors)
        .list("categories", &args.terms.categories)
        .list("tags", &args.terms.tags);
    if args.draft { front.plain("draft", "true").fenced() } else { front.fenced() }
}
