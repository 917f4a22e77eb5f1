//! From the output folder to where readers are: only what changed travels, in an order in which no reader meets a link to
//! what is not there yet.
//!
//! ```text
//! the folder ──▶ local ──▶ delta ──▶ steps ──▶ target
//! the target ──▶ manifest ──▶ ┘
//! ```
//!
//! It reads what a build left, and knows nothing of posts or templates. What a kind of target does apart from others
//! stands behind [`target::Target`].

mod credentials;
pub mod delta;
mod dir;
mod git;
pub mod headers;
pub mod local;
pub mod manifest;
pub mod notify;
mod object;
pub mod run;
mod ssh;
pub mod target;

use crate::config::address::{self, Address};
use crate::config::publish::{Compress, PublishTarget};
use crate::diagnostics::Refusal;
use crate::network;
use local::{File, Local};
use run::{Outcome, Watch, Wish};
use std::path::{Path, PathBuf};
use target::{Cause, Failure, Target};

/// Who publishes what, and where to.
#[derive(Debug, Clone)]
pub struct Job<'a> {
    /// The site's root, from which relative addresses are meant.
    pub root: &'a Path,
    /// Where a target may keep what it wants to remember between publishes.
    pub state: PathBuf,
    /// The target's name in the settings.
    pub name: &'a str,
    /// Its settings.
    pub settings: &'a PublishTarget,
}

/// Makes the target hold the site.
///
/// # Errors
/// When it is not safe, or when the target did not do what it should: then the next publish goes on from there.
pub fn publish(job: &Job<'_>, local: &Local, wish: Wish, watch: &dyn Watch) -> Result<Outcome, Refusal> {
    let address = address::parse(&job.settings.to, job.root)?;
    let mut local = std::borrow::Cow::Borrowed(local);
    if let Address::Git { .. } = address {
        let local = local.to_mut();
        // Without it GitHub Pages gives the files to Jekyll, which drops those that begin with `_`.
        local.add(File::made(".nojekyll", Vec::new()));
        if let Some(name) = &job.settings.cname {
            local.add(File::made("CNAME", format!("{name}\n").into_bytes()));
        }
    }
    let target = open(job, &address, &local.base_url).map_err(|failure| run::failed(job.name, failure))?;
    run::publish(&*target, job.name, &form(&address, job.settings), &local, wish, watch)
}

/// Goes back to the release before, and names it.
///
/// # Errors
/// When the target keeps no releases, or has none left.
pub fn roll_back(job: &Job<'_>) -> Result<String, Refusal> {
    let address = address::parse(&job.settings.to, job.root)?;
    let target = || job.name.to_owned();
    if !matches!(address, Address::Dir { .. } | Address::Ssh { .. }) || job.settings.keep == 0 {
        return Err(Refusal::NoRollback { target: target() });
    }
    let told = |failure| run::failed(job.name, failure);
    let opened = open(job, &address, "").map_err(told)?;
    opened.roll_back().map_err(told)?.ok_or_else(|| Refusal::NoOlderRelease { target: target() })
}

fn open(job: &Job<'_>, address: &Address, site: &str) -> Result<Box<dyn Target>, Failure> {
    let PublishTarget { keep, history, .. } = *job.settings;
    let compress = job.settings.compress;
    network::choose_cryptography();
    if let Some(opened) = object::Objects::open(address, compress, site) {
        return Ok(Box::new(opened?));
    }
    match address {
        Address::Dir { path } => Ok(Box::new(dir::Dir::open(path, keep)?)),
        Address::Git { remote, branch } => {
            let state = job.state.join(format!("git-{}", job.name));
            Ok(Box::new(git::Git::open(job.root, &state, remote, branch, history)?))
        }
        Address::Ssh { host, port, path } => Ok(Box::new(ssh::Ssh::open(host, *port, path, keep)?)),
        Address::S3 { .. } | Address::Gs { .. } | Address::Az { .. } | Address::WebDav { .. } => {
            Err(Failure::new(Cause::Other, "open", "", "no such kind of target"))
        }
    }
}

/// In which form the target stores files. A change of it makes every file another.
fn form(address: &Address, settings: &PublishTarget) -> String {
    match address {
        Address::Dir { .. } | Address::Git { .. } | Address::Ssh { .. } | Address::WebDav { .. } => {
            "1".into()
        }
        Address::S3 { .. } | Address::Gs { .. } | Address::Az { .. } => {
            format!("1 {}", settings.compress.map_or("plain", Compress::encoding))
        }
    }
}

/// What waits for answers of the network.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    network::runtime().map_err(|error| Failure::io("start", "", &error))
}
