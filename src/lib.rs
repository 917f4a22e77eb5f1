//! Dateline: a folder of Jekyll-style posts in, a deployable news site out.
//!
//! Data flows one way, and every stage is a value:
//!
//! ```text
//! disk ──▶ source ──▶ site ──▶ plan ──▶ render ──▶ output
//! ```
//!
//! * [`diagnostics`] is the one shape in which all of them report;
//! * [`markdown`] turns a body into HTML, a pure function;
//! * [`config`] finds the site's root and reads `site.toml` or `_config.yml`, with the text and YAML readers of `source`
//!   and the permalink styles of `site`, which are pure;
//! * [`source`] reads what the newsroom wrote: files, front matter, bodies;
//! * [`liquid`] carries out the Liquid of bodies, against what its host lets them see;
//! * [`site`] is the model: posts, pages, terms, archives, who is visible when;
//! * [`images`] reads how large the site's pictures are, and draws their smaller sizes into a cache;
//! * [`search`] makes the files by which a browser searches the site, if it is to be searched;
//! * [`plan`] lists every file that the site will have, before any is rendered;
//! * [`render`] turns one planned output into bytes, without I/O;
//! * [`check`] looks at what would be written, and at its sources, as a careful editor would;
//! * [`output`] compares those bytes with the last build and switches them in;
//! * [`serve`] renders from memory what a browser asks for, and notices changes.
//!
//! A module may use those above it in this list, never those below.
//! [`build`](mod@build) is the one place that calls them all in order; [`cli`] is the only one that prints.

#![forbid(unsafe_code)]

pub mod assets;
pub mod build;
pub mod built;
pub mod check;
pub mod cli;
pub mod config;
pub mod diagnostics;
pub mod images;
pub mod import;
pub mod ledger;
pub mod liquid;
pub mod markdown;
mod network;
pub mod output;
pub mod plan;
pub mod publish;
pub mod render;
pub mod search;
pub mod serve;
pub mod site;
pub mod source;
