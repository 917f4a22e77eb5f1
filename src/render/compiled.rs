//! The templates, ready to run: compiled once for all pages.

use super::teasers::{self, Teasers};
use super::templates::Templates;
use super::view::View;
use crate::assets::Fingerprints;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use rustc_hash::FxHashSet;
use tera::Tera;

/// The templates as they are run.
#[derive(Debug)]
pub struct Compiled {
    pub(super) tera: Tera,
    /// Templates that show `metadata`.
    pub(super) telling: FxHashSet<String>,
    /// Templates that show `share_links`.
    pub(super) sharing: FxHashSet<String>,
    /// What the template for a post in lists has made so far, where there is one.
    pub(super) teasers: Option<Teasers>,
}

/// Compiles the templates, with what every page sees.
pub fn compile(
    templates: &Templates,
    config: &Config,
    prints: &Fingerprints,
    view: &View,
) -> Result<Compiled, Vec<Diagnostic>> {
    let mut tera = templates.compile(config, prints)?;
    tera.global_context().insert_value("site", view.site.clone());
    let fragments = templates.fragments(&tera)?;
    tera.global_context().insert_value("fragments", fragments);
    let telling = templates.that_name("metadata");
    let sharing = templates.that_name("share_links");
    let teasers = templates.has(teasers::TEMPLATE).then(|| Teasers::new(view.count()));
    Ok(Compiled { tera, telling, sharing, teasers })
}
