//! `dateline serve`: one line a change.

use super::Ending;
use super::args::{self, ServeArgs};
use super::report::{self, count};
use crate::config;
use crate::diagnostics::{Diagnostic, Problem};
use crate::serve::{Changed, Event, Eyes, Options, Place, Server, Told, WatchError};
use anstyle::{AnsiColor, Style};
use jiff::tz::TimeZone;
use std::io::Write as _;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::time::{Duration, Instant};

/// The port that is tried first.
const PORT: u16 = 4000;
/// How many ports are tried after it.
const MORE: u16 = 100;
/// How many of the changed files a line names.
const NAMED: usize = 2;

pub fn run(root: Option<&Path>, args: &ServeArgs) -> Ending {
    let began = Instant::now();
    let started = options(root, args).and_then(|options| Ok((options, bind(args)?)));
    let (options, server) = match started {
        Ok(started) => started,
        Err(problem) => return report::problems(&[*problem]),
    };
    let base = config::load(&options.place.root, &options.place.overrides, &mut Vec::new())
        .map_or_else(String::new, |config| config.base_path);
    let address = address(&args.host, server.address, &base);
    if args.port.is_none() && server.address.port() != PORT {
        say(&format!("Port {PORT} is taken; this is port {}.", server.address.port()));
    }
    let result = server.run(&options, |event| match event {
        Event::Ready { articles, problems } => {
            ready(&address, articles, problems, args, began);
        }
        Event::Changed { changed, took, told, shown, warnings } => {
            say(&line(changed, took, told, shown));
            report::show(&warnings);
        }
        Event::Broken { changed, problems } => broken(changed, problems),
        Event::Unwatched(error) => report::show(&[Diagnostic::warning(
            "",
            match error {
                WatchError::Limit => Problem::WatchLimit,
                WatchError::Other(reason) => Problem::CannotWatch { reason },
            },
        )]),
    });
    match result {
        Ok(()) => Ending::Done,
        Err(error) => {
            let problem = Problem::CannotServe { reason: error.to_string() };
            report::problems(&[Diagnostic::error("", problem)])
        }
    }
}

fn options(root: Option<&Path>, args: &ServeArgs) -> Result<Options, Box<Diagnostic>> {
    let shown = args::root(root)?;
    let overrides = args.view.overrides(None);
    let mut problems = Vec::new();
    // What is wrong with the settings the preview itself shows, until it is mended; but there must be some.
    let config = config::load(&shown, &overrides, &mut problems);
    let is_command = |d: &Diagnostic| {
        matches!(d.problem, Problem::NoSite { .. } | Problem::UnknownTimezone { .. }) && d.file.is_empty()
    };
    if let Some(problem) = problems.into_iter().find(is_command) {
        return Err(Box::new(problem));
    }
    let zone = config.map_or(TimeZone::UTC, |config| config.timezone);
    let now = args.view.now(&zone)?;
    let root = shown.canonicalize().map_err(|error| {
        let reason = error.to_string();
        Box::new(Diagnostic::error(shown.display().to_string(), Problem::Unreadable { reason }))
    })?;
    Ok(Options {
        place: Place { out: root.join("public"), root, overrides },
        eyes: Eyes {
            drafts: args.drafts,
            future: args.future,
            at: args.view.is_fixed().then_some(now),
            navigate: args.navigate,
        },
        poll: args.poll.map(Duration::from_millis),
    })
}

fn bind(args: &ServeArgs) -> Result<Server, Box<Diagnostic>> {
    let first = args.port.unwrap_or(PORT);
    let last = if args.port.is_some() { first } else { first.saturating_add(MORE) };
    Server::bind(&args.host, first..=last).map_err(|error| {
        let problem = match error.kind() {
            std::io::ErrorKind::AddrInUse => {
                let next = first.saturating_add(1)..=first.saturating_add(MORE);
                let free = Server::bind(&args.host, next).ok().map(|server| server.address.port());
                Problem::PortTaken { port: first, free }
            }
            _ => Problem::CannotListen { host: args.host.clone(), port: first, reason: error.to_string() },
        };
        Box::new(Diagnostic::error("", problem))
    })
}

/// The address to open. One that stands for every network is shown as this machine's own.
fn address(host: &str, bound: SocketAddr, base: &str) -> String {
    let host = match bound.ip() {
        ip if ip.is_unspecified() => "localhost".to_owned(),
        IpAddr::V6(ip) if host.contains(':') => format!("[{ip}]"),
        _ => host.to_owned(),
    };
    format!("http://{host}:{}{base}/", bound.port())
}

fn ready(address: &str, articles: usize, problems: &[Diagnostic], args: &ServeArgs, began: Instant) {
    report::show(problems);
    let bold = Style::new().bold();
    let took = began.elapsed().as_secs_f64();
    if problems.iter().any(Diagnostic::is_error) {
        say(&format!("Serving {bold}{address}{bold:#}, which shows these errors until they are mended."));
    } else {
        say(&format!("Serving {bold}{address}{bold:#}"));
        say(&format!("{} read in {took:.2} s. Ctrl-C ends the preview.", count(articles, "article")));
    }
    if is_open_to_others(&args.host) {
        say("Everybody in this network can read it, drafts included where they are shown.");
    }
    if args.open && open::that_detached(address).is_err() {
        say("No browser could be opened; go to the address above.");
    }
}

fn is_open_to_others(host: &str) -> bool {
    let is_loopback = host.parse::<IpAddr>().map_or(host == "localhost", |ip| ip.is_loopback());
    !is_loopback
}

fn broken(changed: &Changed, problems: &[Diagnostic]) {
    let red = Style::new().bold().fg_color(Some(AnsiColor::Red.into()));
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    say(&format!("{}  {red}{}{red:#}; the last good version stays", what(changed), count(errors, "error")));
    report::show(&problems.iter().filter(|problem| problem.is_error()).cloned().collect::<Vec<_>>());
}

/// What changed, how long it took, who was told.
fn line(changed: &Changed, took: Duration, told: Told, (drafts, future): (bool, bool)) -> String {
    let what = if changed.is_empty() {
        match (drafts, future) {
            (true, true) => "drafts and scheduled posts shown".to_owned(),
            (true, false) => "drafts shown".to_owned(),
            (false, true) => "scheduled posts shown".to_owned(),
            (false, false) => "as readers see it now".to_owned(),
        }
    } else {
        what(changed)
    };
    let who = match told {
        Told { reloaded: 0, restyled: 0, open: 0, .. } => "no page open".to_owned(),
        Told { reloaded: 0, restyled: 0, open, .. } => format!("no change for {}", count(open, "open page")),
        Told { reloaded: 0, restyled, .. } => format!("{} restyled", count(restyled, "page")),
        Told { reloaded, restyled: 0, .. } => format!("{} refreshed", count(reloaded, "page")),
        Told { reloaded, restyled, .. } => {
            format!("{} refreshed, {restyled} restyled", count(reloaded, "page"))
        }
    };
    let dim = Style::new().dimmed();
    format!("{what}  {dim}{} ms, {who}{dim:#}", took.as_millis())
}

fn what(changed: &Changed) -> String {
    let verbs = [("new", &changed.added), ("changed", &changed.edited), ("gone", &changed.removed)];
    let parts: Vec<String> = verbs
        .into_iter()
        .filter(|(_, paths)| !paths.is_empty())
        .map(|(verb, paths)| {
            let named: Vec<&str> = paths.iter().take(NAMED).map(String::as_str).collect();
            let more = match paths.len().saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {more} more"),
            };
            format!("{}{more} {verb}", named.join(", "))
        })
        .collect();
    parts.join("; ")
}

fn say(text: &str) {
    // A closed stdout leaves nobody to tell.
    let mut out = anstream::stdout().lock();
    let _ = writeln!(out, "{text}").and_then(|()| out.flush());
}
