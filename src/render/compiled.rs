//! The templates, ready to run: compiled once for all pages.

use super::teasers::{self, Teasers};
use super::templates::Templates;
use super::view::View;
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

/// Gives the templates, as [`Templates::compile`] has them, what every page sees.
///
/// # Errors
/// When a template in `fragments/`, which is rendered here, fails.
pub fn compile(mut tera: Tera, templates: &Templates, view: &View) -> Result<Compiled, Vec<Diagnostic>> {
    tera.global_context().insert_value("site", view.site.clone());
    let fragments = templates.fragments(&tera)?;
    tera.global_context().insert_value("fragments", fragments);
    let telling = templates.that_name("metadata");
    let sharing = templates.that_name("share_links");
    let teasers = templates.has(teasers::TEMPLATE).then(|| Teasers::new(view.count()));
    Ok(Compiled { tera, telling, sharing, teasers })
}
