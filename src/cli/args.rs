//! What the command line can say. The doc comments are the help that users read.

pub use super::import_args::{ImportArgs, ImportFrom, ImportJekyllArgs, ImportTextArgs, ImportWordpressArgs};
use crate::built::Shard;
use crate::config::{self, Overrides};
use crate::diagnostics::{Diagnostic, Problem};
use crate::source::date;
use clap::{Args, Parser, Subcommand, ValueEnum, ValueHint};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::path::{Path, PathBuf};

const EXAMPLES: &str = "\
Start a paper:
  dateline init my-paper && cd my-paper
  dateline new \"Council approves harbour plan\" --category News --tag harbour
  dateline serve --open              write, and watch the page change
  dateline build                     the site is in public/, ready for any host

A Jekyll blog builds as it stands:
  cd my-jekyll-blog && dateline build

Exit codes: 0 done, 1 the site has errors, 2 the command was wrong.";

/// A static site generator for news blogs: Jekyll-style posts in, a deployable site out.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, after_help = EXAMPLES, arg_required_else_help = true, max_term_width = 100)]
pub struct Arguments {
    /// The site's folder [default: the nearest one upward with site.toml or _config.yml]
    #[arg(long, global = true, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub root: Option<PathBuf>,
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Build the site into a folder that any static host can serve
    Build(BuildArgs),
    /// Preview the site while writing: pages refresh by themselves
    Serve(ServeArgs),
    /// Look for what is wrong before readers see it: links, pictures, front matter, doubles
    Check(CheckArgs),
    /// List posts with their addresses, dates and states
    List(ListArgs),
    /// Tell what of the site is not carried out or was damaged, place by place
    Doctor(DoctorArgs),
    /// Bring in what other programs wrote: plain text, WordPress, Jekyll
    Import(ImportArgs),
    /// Join posts into a running story
    Story(StoryArgs),
    /// Start a post: a file with its front matter filled in
    New(NewArgs),
    /// Start a site: a folder that builds and looks finished
    Init(InitArgs),
    /// Put the built site where readers are: only what changed travels
    Publish(PublishArgs),
    /// Print when the next scheduled posts become public
    Schedule(ScheduleArgs),
    /// Print a completion script for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

#[derive(Debug, Args)]
pub struct BuildArgs {
    /// Write the site here [default: public in the site's folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub view: ViewArgs,
    /// Build for this address instead of the one in the settings
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    /// Include drafts
    #[arg(long)]
    pub drafts: bool,
    /// Include posts whose date lies ahead
    #[arg(long)]
    pub future: bool,
    /// Say what would be new, changed and removed; write nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Write one part of the site: of 4 parts the first is 1/4; all parts together are the whole
    #[arg(long, value_name = "I/N")]
    pub shard: Option<Shard>,
    /// Print how long each stage took
    #[arg(long)]
    pub timings: bool,
    /// Print nothing but warnings and errors
    #[arg(long, short)]
    pub quiet: bool,
}

#[derive(Debug, Args)]
pub struct ServeArgs {
    /// Listen on this port [default: 4000, or the next that is free]
    #[arg(long, value_name = "PORT")]
    pub port: Option<u16>,
    /// Listen on this address or name; 0.0.0.0 is every network this machine is in
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1", value_hint = ValueHint::Hostname)]
    pub host: String,
    /// Open the site in a browser
    #[arg(long)]
    pub open: bool,
    /// Let the browser follow to the page that is edited
    #[arg(long)]
    pub navigate: bool,
    /// Show drafts; the preview's toolbar switches them too
    #[arg(long)]
    pub drafts: bool,
    /// Show posts whose date lies ahead; the preview's toolbar switches them too
    #[arg(long)]
    pub future: bool,
    /// Look for changes this often, in milliseconds, where the disk reports none, as on network mounts [default: 1000]
    #[arg(long, value_name = "MS", num_args = 0..=1, default_missing_value = "1000", value_parser = clap::value_parser!(u64).range(50..=3_600_000))]
    pub poll: Option<u64>,
    #[command(flatten)]
    pub view: ViewArgs,
}

#[derive(Debug, Args)]
pub struct CheckArgs {
    /// How to print
    #[arg(long, value_enum, default_value_t = CheckFormat::Human)]
    pub format: CheckFormat,
    /// Leave a rule out; may be given more than once
    #[arg(long, value_name = "RULE")]
    pub off: Vec<String>,
    /// End with exit code 1 on warnings too
    #[arg(long, value_enum, value_name = "WHAT")]
    pub deny: Option<Deny>,
    /// Follow links to other sites too, slowly; what was answered is kept for a week
    #[arg(long)]
    pub external: bool,
    /// Mend what has one right answer
    #[arg(long)]
    pub fix: bool,
    /// List the rules
    #[arg(long)]
    pub rules: bool,
    /// Check drafts too
    #[arg(long)]
    pub drafts: bool,
    /// Check posts whose date lies ahead too
    #[arg(long)]
    pub future: bool,
    /// Check the site as it is for this address instead of the one in the settings
    #[arg(long, value_name = "URL", value_hint = ValueHint::Url)]
    pub base_url: Option<String>,
    #[command(flatten)]
    pub view: ViewArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// For reading
    Human,
    /// A JSON array, for scripts
    Json,
    /// Annotations of GitHub Actions
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Deny {
    /// Warnings end the command as errors do
    Warnings,
}

#[derive(Debug, Args)]
pub struct ViewArgs {
    /// Build as of this moment, such as 2026-11-25T08:00 [default: SOURCE_DATE_EPOCH, else now]
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Read dates in this zone instead of the one in the settings
    #[arg(long, value_name = "ZONE")]
    pub timezone: Option<String>,
}

#[derive(Debug, Args)]
pub struct ListArgs {
    /// Only drafts
    #[arg(long, conflicts_with_all = ["scheduled", "all"])]
    pub drafts: bool,
    /// Only posts whose date or embargo lies ahead
    #[arg(long, conflicts_with = "all")]
    pub scheduled: bool,
    /// Posts in every state, not only published ones
    #[arg(long)]
    pub all: bool,
    /// How to print
    #[arg(long, value_enum, default_value_t = Format::Table)]
    pub format: Format,
    #[command(flatten)]
    pub view: ViewArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Columns, for reading
    Table,
    /// A JSON array, for scripts
    Json,
}

#[derive(Debug, Args)]
pub struct PublishArgs {
    /// Which [publish.TARGET] of site.toml, or an address such as dir:/var/www/paper
    /// [default: production, or the only one]
    pub target: Option<String>,
    /// Print what would be put and deleted there; change nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Go on where a publish would stop to be safe: many deletions, files of others, another site
    #[arg(long, short)]
    pub yes: bool,
    /// Build first, for the target's address
    #[arg(long, conflicts_with_all = ["from", "rollback"])]
    pub build: bool,
    /// Go back to the release before the one that readers see
    #[arg(long, conflicts_with_all = ["dry_run", "from"])]
    pub rollback: bool,
    /// Compare with every file there, not only with the list that the last publish left
    #[arg(long)]
    pub verify: bool,
    /// Publish the site from this folder [default: public in the site's folder]
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
    /// Publish the parts that build --shard wrote; give every part's folder
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath, conflicts_with = "out")]
    pub from: Vec<PathBuf>,
    /// How to print
    #[arg(long, value_enum, default_value_t = PublishFormat::Text)]
    pub format: PublishFormat,
    /// Print nothing but warnings and errors
    #[arg(long, short)]
    pub quiet: bool,
    #[command(flatten)]
    pub view: ViewArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum PublishFormat {
    /// For reading
    Text,
    /// A JSON object, for scripts
    Json,
}

#[derive(Debug, Args)]
pub struct ScheduleArgs {
    /// How to print
    #[arg(long, value_enum, default_value_t = ScheduleFormat::Text)]
    pub format: ScheduleFormat,
    /// Print instead what became public lately: since a moment, or for so long, such as 3h or 45m
    #[arg(long, value_name = "TIME")]
    pub since: Option<String>,
    #[command(flatten)]
    pub view: ViewArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ScheduleFormat {
    /// For reading
    Text,
    /// The lines of a GitHub workflow's schedule, in UTC
    Github,
    /// A JSON array, for scripts
    Json,
}

// What a post is filed under. No doc comment: clap would make it the command's own description.
#[derive(Debug, Args)]
pub struct TermArgs {
    /// A category; may be given more than once
    #[arg(long = "category", short = 'c', value_name = "NAME")]
    pub categories: Vec<String>,
    /// A tag; may be given more than once
    #[arg(long = "tag", short = 't', value_name = "NAME")]
    pub tags: Vec<String>,
    /// An author: a key of [authors] in site.toml, or a name; may be given more than once
    #[arg(long = "author", short = 'a', value_name = "NAME")]
    pub authors: Vec<String>,
}

#[derive(Debug, Args)]
pub struct NewArgs {
    /// The headline
    pub title: String,
    #[command(flatten)]
    pub terms: TermArgs,
    /// Mark it as a draft
    #[arg(long)]
    pub draft: bool,
    #[command(flatten)]
    pub view: ViewArgs,
}

#[derive(Debug, Args)]
pub struct DoctorArgs {
    /// How to print: for a person, for a script, or as notes of a GitHub workflow
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub format: ReportFormat,
    /// Repair damaged characters, showing each line that changes
    #[arg(long)]
    pub fix: bool,
    /// List posts that are nearly the same text, with the command that joins them into a story
    #[arg(long, conflicts_with = "fix")]
    pub duplicates: bool,
    /// How similar posts must be for that, in percent
    #[arg(long, value_name = "PERCENT", default_value_t = 60, requires = "duplicates", value_parser = clap::value_parser!(u8).range(30..=100))]
    pub similar: u8,
}

#[derive(Debug, Args)]
pub struct StoryArgs {
    /// The story's name
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The posts, by their files
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
}

/// How problems are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ReportFormat {
    Human,
    Json,
    Github,
}

#[derive(Debug, Args)]
pub struct InitArgs {
    /// The new folder; one that exists must be empty
    #[arg(value_hint = ValueHint::DirPath, required_unless_present = "ci")]
    pub folder: Option<PathBuf>,
    /// Add the files by which this host builds and publishes the site; without a folder, to the site that is there
    #[arg(long, value_enum, value_name = "HOST")]
    pub ci: Option<Ci>,
    /// The paper's name [default: made from the folder's]
    #[arg(long)]
    pub title: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Ci {
    /// GitHub Actions and Pages
    Github,
    /// GitLab CI and Pages
    Gitlab,
    /// Netlify
    Netlify,
    /// Cloudflare Pages
    Cloudflare,
    /// Vercel
    Vercel,
    /// Surge, by GitHub Actions
    Surge,
}

/// The site's root: as given, or the nearest upward from the working folder.
pub fn root(given: Option<&Path>) -> Result<PathBuf, Box<Diagnostic>> {
    if let Some(root) = given {
        return Ok(root.to_path_buf());
    }
    // Without a working folder there is nothing to search from, and the error says so.
    let here = std::env::current_dir().unwrap_or_else(|_| PathBuf::from("."));
    let found = config::find_root(&here)?;
    // Paths are shown as the user would write them, so the working folder itself is `.`.
    Ok(if found == here { PathBuf::from(".") } else { found })
}

impl ViewArgs {
    /// The command's one "now". A time without a zone is read in `zone`.
    pub fn now(&self, zone: &TimeZone) -> Result<Timestamp, Box<Diagnostic>> {
        let bad = |text: &str| Box::new(Diagnostic::error("", Problem::BadTime { text: text.to_owned() }));
        if let Some(text) = &self.at {
            return date::parse(text, zone).map(|moment| moment.instant).map_err(|_| bad(text));
        }
        match std::env::var("SOURCE_DATE_EPOCH") {
            Ok(text) => text
                .parse()
                .ok()
                .and_then(|seconds| Timestamp::from_second(seconds).ok())
                .ok_or_else(|| bad(&text)),
            Err(_) => Ok(Timestamp::now()),
        }
    }

    /// Whether the command line or the environment sets the time.
    pub fn is_fixed(&self) -> bool {
        self.at.is_some() || std::env::var_os("SOURCE_DATE_EPOCH").is_some()
    }

    /// What the command line says over the settings.
    pub fn overrides(&self, base_url: Option<&String>) -> Overrides {
        Overrides { base_url: base_url.cloned(), timezone: self.timezone.clone() }
    }
}
