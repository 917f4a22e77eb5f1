//! `dateline init`: a folder that builds and looks finished.

use super::args::InitArgs;
use super::{Ending, ci, report};
use crate::diagnostics::{Diagnostic, Problem};
use crate::site::slug;
use crate::source::date::Moment;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use std::fs;
use std::io;
use std::path::Path;

const FILES: &[(&str, &str)] = &[
    ("site.toml", include_str!("starter/site.toml")),
    ("content/about.md", include_str!("starter/about.md")),
    ("content/posts/{{day0}}-the-first-edition-is-out.md", include_str!("starter/first.md")),
    ("content/posts/{{day1}}-how-this-paper-corrects-itself.md", include_str!("starter/second.md")),
    ("content/posts/{{day2}}-what-to-send-us.md", include_str!("starter/third.md")),
    ("assets/front-page.svg", include_str!("starter/front-page.svg")),
    (".gitignore", "/public/\n/.public.dateline/\n/.dateline-cache/\n"),
];

pub fn run(root: Option<&Path>, args: &InitArgs) -> Ending {
    match init(root, args) {
        Ok(()) => Ending::Done,
        Err(problem) => report::problems(&[*problem]),
    }
}

fn init(root: Option<&Path>, args: &InitArgs) -> Result<(), Box<Diagnostic>> {
    if let Some(folder) = &args.folder {
        let files = create(folder, args)?;
        let folder = folder.display();
        println!("{folder} holds a site of {}. Next:", report::count(files, "file"));
        println!("  cd {folder}");
        println!("  dateline new \"Council approves harbour plan\" --category News");
        println!("  dateline build");
    }
    if let Some(ci) = args.ci {
        let root = match &args.folder {
            Some(folder) => folder.clone(),
            None => super::args::root(root)?,
        };
        for path in ci::write(&root, ci)? {
            println!("wrote {path}");
        }
    }
    Ok(())
}

fn create(folder: &Path, args: &InitArgs) -> Result<usize, Box<Diagnostic>> {
    let io = |path: &Path, error: io::Error| {
        let path = path.display().to_string();
        Box::new(Diagnostic::error(
            "",
            Problem::OutputIo { action: "create", path, reason: error.to_string() },
        ))
    };
    if let Ok(mut entries) = fs::read_dir(folder)
        && let Some(Ok(entry)) = entries.next()
    {
        let example = entry.file_name().to_string_lossy().into_owned();
        let path = folder.display().to_string();
        return Err(Box::new(Diagnostic::error("", Problem::NotEmpty { path, example })));
    }
    let title = args.title.clone().unwrap_or_else(|| title_of(folder));
    let now = Moment::at(now(), &TimeZone::UTC);
    for (name, text) in FILES {
        // A title is quoted in TOML; everywhere else it is read as it stands.
        let title = if *name == "site.toml" {
            title.replace('\\', "\\\\").replace('"', "\\\"")
        } else {
            title.clone()
        };
        let fill = |text: &str| {
            let mut text = text.replace("{{title}}", &title);
            for (age, hours) in [0_i64, 26, 75].into_iter().enumerate() {
                // Some hours before now is a time that exists for as long as clocks are set after the year -9999.
                let instant = now.instant.checked_sub(hours.hours()).unwrap_or(now.instant);
                let moment = Moment::at(instant, &TimeZone::UTC);
                let date = moment.rfc3339().replacen('T', " ", 1);
                text = text.replace(&format!("{{{{day{age}}}}}"), date.get(..10).unwrap_or(&date));
                text = text.replace(&format!("{{{{date{age}}}}}"), &date);
            }
            text
        };
        let path = folder.join(fill(name));
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| io(parent, error))?;
        }
        fs::write(&path, fill(text)).map_err(|error| io(&path, error))?;
    }
    Ok(FILES.len())
}

/// The clock, or SOURCE_DATE_EPOCH, as for a build.
fn now() -> Timestamp {
    let set = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    set.and_then(|seconds| Timestamp::from_second(seconds).ok()).unwrap_or_else(Timestamp::now)
}

/// `my-paper` → `My Paper`
fn title_of(folder: &Path) -> String {
    let whole = std::path::absolute(folder).unwrap_or_else(|_| folder.to_path_buf());
    let name = whole.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let title = slug::titleize(&name.replace(['_', ' '], "-"));
    if title.trim().is_empty() { "My Paper".to_owned() } else { title }
}
