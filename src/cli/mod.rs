//! Arguments → command → exit code. The only module that prints.
//!
//! Exit codes: 0 done, 1 the site has errors, 2 the command was wrong.
#![allow(clippy::print_stdout, clippy::print_stderr, reason = "this is the module that prints")]

mod args;
mod build;
mod check;
mod ci;
mod doctor;
mod duplicates;
mod import;
mod import_args;
mod init;
mod list;
mod moved;
mod new;
mod progress;
mod publish;
mod report;
mod schedule;
mod serve;
mod story;

use args::{Arguments, Command};
use clap::{CommandFactory as _, Parser as _};
use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Done,
    SiteHasErrors,
    CommandWasWrong,
}

/// Runs the command line.
#[must_use]
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version are what was asked for; a closed pipe is nobody's mistake.
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    let root = arguments.root.as_deref();
    let ending = match arguments.command {
        Command::Build(args) => build::run(root, &args),
        Command::Serve(args) => serve::run(root, &args),
        Command::Check(args) => check::run(root, &args),
        Command::List(args) => list::run(root, &args),
        Command::Doctor(args) => doctor::run(root, &args),
        Command::Import(args) => import::run(root, &args),
        Command::Story(args) => story::run(root, &args),
        Command::Publish(args) => publish::run(root, &args),
        Command::Schedule(args) => schedule::run(root, &args),
        Command::New(args) => new::run(root, &args),
        Command::Init(args) => init::run(root, &args),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Arguments::command(), "dateline", &mut std::io::stdout());
            Ending::Done
        }
    };
    ExitCode::from(match ending {
        Ending::Done => 0,
        Ending::SiteHasErrors => 1,
        Ending::CommandWasWrong => 2,
    })
}
