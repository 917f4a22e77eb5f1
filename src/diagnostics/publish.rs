//! What can keep a site from being published: the sentences, and the way out of each. The part of `problem.rs` that
//! only `publish` needs.

use std::fmt;

/// Why a site is not published, or what of it went wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the wording below says what each field is")]
pub enum Refusal {
    // Settings
    NoTargets,
    WhichTarget { known: Vec<String> },
    UnknownTarget { name: String, known: Vec<String>, nearest: Option<String> },
    BadAddress { reason: String },
    SecretInAddress,
    NoRollback { target: String },
    // The site here
    NotBuilt { folder: String },
    Unreadable { folder: String, reason: String },
    Touched { path: String, count: usize },
    Unpublished { drafts: bool },
    OtherAddress { built: String, wanted: String },
    PartsDiffer { folder: String },
    PartMissing { number: usize, count: usize },
    // The target
    OtherSite { target: String, there: String, here: String },
    Foreign { target: String, example: String, count: usize },
    InTheWay { target: String, example: String, count: usize },
    ManyDeletions { target: String, count: usize, of: usize },
    BadManifest { target: String },
    NoOlderRelease { target: String },
    Failed { target: String, action: &'static str, path: String, reason: String, cause: Cause },
    // Afterwards
    NotTold { whom: String, reason: String },
    ListNotWritten { path: String, reason: String },
}

/// What can be done about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cause {
    /// Another try may help: the network, an overloaded server.
    Passing,
    /// Who we are is not known there, or may not do this.
    Denied,
    /// No room is left.
    Full,
    /// The place itself does not exist.
    NoPlace,
    /// Nothing of the above.
    Other,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Refusal::*;
        match self {
            NoTargets => write!(f, "there is nowhere to publish to"),
            WhichTarget { known } => write!(f, "there are several targets: {}", known.join(", ")),
            UnknownTarget { name, .. } => write!(f, "there is no target \"{name}\""),
            BadAddress { reason } => write!(f, "{reason}"),
            SecretInAddress => write!(f, "an address of a target must hold no password, key or token"),
            NoRollback { target } => write!(f, "{target} keeps no older releases"),
            NotBuilt { folder } => write!(f, "{folder} holds no finished build"),
            Unreadable { folder, reason } => write!(f, "cannot read what was built in {folder}: {reason}"),
            Touched { path, count: 1 } => write!(f, "{path} is not as it was built"),
            Touched { path, count } => write!(f, "{count} files are not as they were built, such as {path}"),
            Unpublished { drafts: true } => write!(f, "the site was built with drafts"),
            Unpublished { drafts: false } => {
                write!(f, "the site was built with posts whose time has not come")
            }
            OtherAddress { built, wanted } if built.is_empty() => {
                write!(f, "the site was built without a base_url; {wanted} is wanted here")
            }
            OtherAddress { built, wanted } => write!(f, "the site was built for {built}, not for {wanted}"),
            PartsDiffer { folder } => write!(f, "{folder} is no part of the same build as the others"),
            PartMissing { number, count } => write!(f, "part {number} of {count} of the site is missing"),
            OtherSite { target, there, here } => {
                write!(f, "{target} holds the site of {there}; this one is {here}")
            }
            Foreign { target, example, count } => {
                write!(
                    f,
                    "{target} holds {} that Dateline did not put there, such as {example}",
                    files(*count)
                )
            }
            InTheWay { target, example, count } => write!(
                f,
                "{target} has {} where the site needs to put its own, such as {example}",
                files(*count)
            ),
            ManyDeletions { target, count, of } => {
                write!(f, "this would delete {count} of the {of} files at {target}")
            }
            BadManifest { target } => write!(f, "the manifest at {target} cannot be read"),
            NoOlderRelease { target } => write!(f, "{target} has no older release"),
            Failed { target, action, path, reason, .. } if path.is_empty() => {
                write!(f, "cannot {action} {target}: {reason}")
            }
            Failed { target, action, path, reason, .. } => {
                write!(f, "cannot {action} {path} at {target}: {reason}")
            }
            NotTold { whom, reason } => write!(f, "{whom} was not told of the changes: {reason}"),
            ListNotWritten { path, reason } => write!(f, "cannot write {path}: {reason}"),
        }
    }
}

impl Refusal {
    /// Whether the command was wrong, rather than the site or the target.
    #[must_use]
    pub fn is_of_the_command(&self) -> bool {
        use Refusal::*;
        matches!(
            self,
            NoTargets | WhichTarget { .. } | UnknownTarget { .. } | BadAddress { .. } | SecretInAddress
        )
    }

    /// The way out, where there is one to name.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        use Refusal::*;
        Some(match self {
            NoTargets => "add a target to site.toml: [publish.production] and below it to = \"ssh://user@host/var/www/paper\"".into(),
            WhichTarget { known } => format!("name one: dateline publish {}", known.first().map_or("NAME", String::as_str)),
            UnknownTarget { nearest: Some(nearest), .. } => format!("did you mean \"{nearest}\"?"),
            UnknownTarget { known, .. } => format!("site.toml has: {}", known.join(", ")),
            BadAddress { .. } => "write it as dir:/var/www/paper, git:origin#gh-pages, ssh://user@host/path, s3://bucket/folder, gs://…, az://… or webdav://host/path".into(),
            SecretInAddress => "keep secrets in the environment or in the tool's own files; docs/publish.md says which".into(),
            NoRollback { .. } => "releases are kept by dir: and ssh: targets with keep above 0; a git target has its history".into(),
            NotBuilt { .. } | Touched { .. } | Unpublished { .. } | Unreadable { .. } => "build it anew: dateline publish --build".into(),
            OtherAddress { .. } => "build it for that address, as dateline publish --build does, or set base_url of the target".into(),
            PartsDiffer { .. } => "build all parts from the same sources with the same options".into(),
            PartMissing { number, count } => format!("add the folder of --shard {number}/{count} with --from"),
            OtherSite { .. } => "check the target's address; with --yes this site takes the other one's place".into(),
            Foreign { .. } => "check the target's address; with --yes the site is put beside them, and none of them is ever deleted".into(),
            InTheWay { .. } => "move them away, or let the site overwrite them with --yes".into(),
            ManyDeletions { .. } => "look at the list with --dry-run; if it is right, publish with --yes".into(),
            BadManifest { .. } => "delete .dateline-manifest there; the next publish then puts every file anew, with --yes".into(),
            NoOlderRelease { .. } => return None,
            Failed { cause: Cause::Denied, .. } => "check who you are there and what you may do; docs/publish.md says where each target takes its credentials from".into(),
            Failed { cause: Cause::Full, .. } => "make room there and publish again: it goes on where it stopped".into(),
            Failed { cause: Cause::NoPlace, .. } => "create it first, or correct the target's address".into(),
            Failed { .. } => "publish again: it goes on where it stopped".into(),
            NotTold { .. } | ListNotWritten { .. } => "the site itself is published".into(),
        })
    }
}

fn files(count: usize) -> String {
    if count == 1 { "a file".to_owned() } else { format!("{count} files") }
}
