//! What `dateline import` can be told. The doc comments are the help that users read.

use super::args::{TermArgs, ViewArgs};
use clap::{Args, Subcommand, ValueHint};
use std::path::PathBuf;

#[derive(Debug, Args)]
pub struct ImportArgs {
    #[command(subcommand)]
    pub from: ImportFrom,
}

#[derive(Debug, Subcommand)]
pub enum ImportFrom {
    /// Make a Dateline site of a Jekyll folder, which stays as it is
    Jekyll(ImportJekyllArgs),
    /// Make a post of each plain-text article
    Text(ImportTextArgs),
    /// Make posts and pages of a WordPress export
    Wordpress(ImportWordpressArgs),
}

#[derive(Debug, Args)]
pub struct ImportJekyllArgs {
    /// The folder with _config.yml
    #[arg(value_name = "SRC", value_hint = ValueHint::DirPath)]
    pub source: PathBuf,
    /// The new site's folder; one that exists must be empty
    #[arg(value_name = "DEST", value_hint = ValueHint::DirPath)]
    pub folder: PathBuf,
    #[command(flatten)]
    pub view: ViewArgs,
}

#[derive(Debug, Args)]
pub struct ImportTextArgs {
    /// The articles
    #[arg(required = true, value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub files: Vec<PathBuf>,
    #[command(flatten)]
    pub terms: TermArgs,
    /// Mark them as drafts
    #[arg(long)]
    pub draft: bool,
    #[command(flatten)]
    pub view: ViewArgs,
}

#[derive(Debug, Args)]
pub struct ImportWordpressArgs {
    /// The export, from Tools → Export → All content
    #[arg(value_name = "FILE", value_hint = ValueHint::FilePath)]
    pub file: PathBuf,
    /// Make a new site in this folder [default: add to the site at hand]
    #[arg(value_name = "DEST", value_hint = ValueHint::DirPath)]
    pub folder: Option<PathBuf>,
}
