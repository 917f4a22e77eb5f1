//! What sort of file an output is, for whoever has to handle the sorts apart. Decides nothing about the site.

use super::{Output, Shows};

/// The sorts, in the order in which readers come to need them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// What pages are made with: pictures, stylesheets, scripts.
    Asset,
    /// A post or page.
    Article,
    /// An old address; to which new one.
    Redirect {
        /// As in the site, without the address's own path.
        to: String,
    },
    /// A list: home, terms, archives, the page for searching.
    Index,
    /// What machines read: feeds, sitemaps, the search index, `robots.txt`.
    Machine,
}

impl Output {
    /// Which sort it is.
    #[must_use]
    pub fn kind(&self) -> Kind {
        match &self.shows {
            Shows::Copy { .. } | Shows::Drawn { .. } | Shows::ThemeAsset { .. } | Shows::Highlight => {
                Kind::Asset
            }
            Shows::Post { .. } | Shows::Page { .. } | Shows::NotFound { .. } => Kind::Article,
            Shows::Redirect { to } => Kind::Redirect { to: to.to_string() },
            Shows::Home { .. }
            | Shows::Term { .. }
            | Shows::Archive { .. }
            | Shows::Terms { .. }
            | Shows::Archives
            | Shows::Search => Kind::Index,
            Shows::Feed { .. }
            | Shows::Sitemap { .. }
            | Shows::SitemapIndex { .. }
            | Shows::NewsSitemap { .. }
            // It leads to articles as a feed does, so it must not come before them.
            | Shows::SearchFile { .. }
            | Shows::Machine(_) => Kind::Machine,
        }
    }
}
