//! A post or page with its address, resolved from what the newsroom wrote.
//!
//! A [`Piece`] is what one file makes by itself, so it holds as long as the file and the settings do; an [`Article`] is
//! a piece in its site, which is made anew with every site.

use super::path_key::PathKey;
use super::permalink::{self, Parts, PermalinkProblem};
use super::related::Keywords;
use super::slug;
use super::taxonomy::Terms;
use super::visibility::{State, Visibility, due};
use crate::config::{Config, Flavor};
use crate::diagnostics::{Diagnostic, Problem};
use crate::markdown::Document;
use crate::source::body::{self, Body};
use crate::source::date::{self, Moment};
use crate::source::front_matter::{FrontMatter, Image, Layout, date_problem};
use crate::source::tree::{Kind, own_extension, without_extension};
use crate::source::{self, Entry};
use jiff::Timestamp;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A post or page, as its own file and the settings make it.
#[derive(Debug)]
pub struct Piece {
    /// The source, from the root.
    pub path: String,
    /// What its file is.
    pub kind: Kind,
    /// Whether it is a post; else a page.
    pub is_post: bool,
    /// Whether it lies in a folder of drafts.
    pub in_drafts: bool,
    /// As Jekyll's `page.url`: percent-encoded, without the address's own path.
    pub url: Arc<str>,
    /// Its path in the output folder.
    pub file: Arc<str>,
    /// That path at a glance.
    pub key: PathKey,
    /// Its name in addresses.
    pub slug: String,
    /// As written, or made from the slug.
    pub title: String,
    /// Posts always have one.
    pub date: Option<Moment>,
    /// When it becomes public.
    pub due: Option<Moment>,
    /// Its picture, as written.
    pub image: Option<Arc<Image>>,
    /// Its keys; those that are fields here were moved. Boxed as they come, as is the body: out of its box each would be
    /// copied, and the box left behind.
    pub front: Box<FrontMatter>,
    /// Its body. Empty while its Liquid waits for the addresses of the others.
    pub document: Box<Document>,
    /// Its body as written, where that has Liquid.
    pub template: Option<Arc<body::Template>>,
    keywords: OnceLock<Keywords>,
}

impl Piece {
    /// What it is about. Found when it is first asked for.
    #[must_use]
    pub fn keywords(&self) -> &Keywords {
        self.keywords.get_or_init(|| Keywords::of(self))
    }

    /// The same with its body as HTML; not copied where nobody else holds it.
    #[must_use]
    pub fn with_document(self: Arc<Piece>, document: Box<Document>) -> Arc<Piece> {
        let held = Arc::try_unwrap(self).unwrap_or_else(|shared| Piece {
            path: shared.path.clone(),
            kind: shared.kind.clone(),
            url: shared.url.clone(),
            file: shared.file.clone(),
            slug: shared.slug.clone(),
            title: shared.title.clone(),
            image: shared.image.clone(),
            front: shared.front.clone(),
            document: Box::default(),
            template: shared.template.clone(),
            keywords: OnceLock::new(),
            ..*shared
        });
        Arc::new(Piece { document, keywords: OnceLock::new(), ..held })
    }
}

/// A piece in its site: what the time and the other files say of it.
#[derive(Debug)]
pub struct Article {
    piece: Arc<Piece>,
    /// The piece's, which is asked for most often, and of all posts in turn.
    pub date: Option<Moment>,
    /// Where it stands.
    pub state: State,
    /// Whether it is breaking news at the build's "now".
    pub breaking: bool,
    /// Its picture, with the address that it is copied to.
    pub image: Option<Arc<Image>>,
    /// Its terms in the site's.
    pub terms: Terms,
}

impl Article {
    /// The piece as `visibility` sees it, before it has terms.
    #[must_use]
    pub fn new(piece: Arc<Piece>, visibility: &Visibility) -> Article {
        let state = visibility.state(&piece.front, piece.date.as_ref(), piece.in_drafts);
        let breaking = visibility.is_breaking(&piece.front, piece.date.as_ref());
        Article {
            date: piece.date,
            state,
            breaking,
            image: piece.image.clone(),
            terms: Terms::default(),
            piece,
        }
    }

    /// Whether it is the other one by what its file makes of it.
    #[must_use]
    pub fn is_same_piece(&self, other: &Article) -> bool {
        Arc::ptr_eq(&self.piece, &other.piece)
    }

    /// Its own language, else the site's.
    #[must_use]
    pub fn language<'a>(&'a self, config: &'a Config) -> &'a str {
        self.front.lang.as_deref().unwrap_or(&config.language)
    }

    /// When its content last changed.
    #[must_use]
    pub fn modified(&self) -> Option<Moment> {
        self.front.updated.max(self.date)
    }

    /// Whether search engines may list it.
    #[must_use]
    pub fn is_indexed(&self) -> bool {
        self.state != State::Draft && !self.front.noindex
    }
}

impl Deref for Article {
    type Target = Piece;

    fn deref(&self) -> &Piece {
        &self.piece
    }
}

#[cfg(test)]
impl Article {
    /// A published post with a body and nothing else.
    pub fn sample(body: &str) -> Article {
        let piece = Piece {
            path: String::new(),
            kind: Kind::Post { draft: false, folders: Vec::new() },
            is_post: true,
            in_drafts: false,
            url: "".into(),
            file: "".into(),
            key: PathKey::of(""),
            slug: String::new(),
            title: String::new(),
            date: None,
            due: None,
            image: None,
            front: Box::default(),
            document: Box::new(Document { html: format!("<p>{body}</p>"), ..Document::default() }),
            template: None,
            keywords: OnceLock::new(),
        };
        let piece = Arc::new(piece);
        Article {
            piece,
            date: None,
            state: State::Published,
            breaking: false,
            image: None,
            terms: Terms::default(),
        }
    }

    /// The same piece in another site.
    pub fn again(&self) -> Article {
        Article { piece: Arc::clone(&self.piece), date: self.date, ..Article::sample("") }
    }

    /// The same with another piece.
    pub fn edited(mut self, edit: impl FnOnce(&mut Piece)) -> Article {
        Arc::get_mut(&mut self.piece).map(edit);
        self.date = self.piece.date;
        self
    }
}

/// Resolves one entry; `Err` with what is wrong with its date or address. A draft without a date has that of `now`.
pub fn resolve(entry: Entry, config: &Config, now: Timestamp) -> Result<Piece, Box<Diagnostic>> {
    let Entry { path, kind, mut front, body } = entry;
    let name = own_name(&path, &kind);
    let (file_date, file_slug) = match date::dated(name) {
        Some((day, slug)) if !matches!(kind, Kind::Page { .. }) => (Some(day), slug),
        _ => (None, name),
    };
    let written_slug = front.slug.take();
    // Jekyll: a slug from a file name does not end in dots (document.rb, populate_title).
    let slug = written_slug.unwrap_or_else(|| file_slug.trim_end_matches('.').to_owned());
    let in_drafts = matches!(kind, Kind::Post { draft: true, .. });
    let is_post = matches!(kind, Kind::Post { .. });
    let mut date = front.date;
    if let (None, Some(day)) = (date, file_date) {
        let parsed = date::parse_day(day, &config.timezone);
        date = Some(
            parsed.map_err(|problem| Box::new(Diagnostic::error(path.as_str(), date_problem(problem))))?,
        );
    }
    if date.is_none() && is_post {
        if !in_drafts && !front.draft {
            return Err(Box::new(Diagnostic::error(path, Problem::NoDate)));
        }
        date = Some(Moment::at(now, &config.timezone));
    }
    let jekyll = config.flavor == Flavor::Jekyll;
    let title = front.title.take().unwrap_or_else(|| {
        // Jekyll: made of the file's name, whatever the slug (document.rb, populate_title).
        slug::titleize(if jekyll { file_slug.trim_end_matches('.') } else { &slug })
    });
    let extension = own_extension(&path);
    let template = template(&kind, &front, extension, config);
    let collection = match &kind {
        Kind::Collected { collection, .. } => config.collections[*collection].name.as_str(),
        Kind::Post { .. } => "posts",
        Kind::Page { .. } => "pages",
    };
    let route = match &kind {
        Kind::Page { route, .. } | Kind::Collected { route, .. } => route.as_str(),
        Kind::Post { .. } => without_extension(&path),
    };
    let route = match &kind {
        Kind::Page { jekyll: true, .. } => route.rsplit_once('/').map_or("", |(folder, _)| folder),
        Kind::Post { .. } if jekyll => within_posts(route),
        _ => route,
    };
    // Jekyll: a document of a collection has the moment of the build when it has no date.
    let built = Moment::at(now, &config.timezone);
    let undated = jekyll && matches!(kind, Kind::Collected { .. });
    let nested = std::mem::take(&mut front.nested_categories);
    let folders = match &kind {
        Kind::Post { folders, .. } if !nested.is_empty() => folders.as_slice(),
        _ => &[],
    };
    let in_address: Vec<String> = folders.iter().cloned().chain(nested).collect();
    let parts = Parts {
        date: date.as_ref().or(undated.then_some(&built)),
        lenient: jekyll,
        slug: &slug,
        name,
        path: route,
        collection,
        categories: if in_address.is_empty() { &front.categories } else { &in_address },
        output_ext: extension.unwrap_or(".html"),
    };
    let written = front.permalink.is_some();
    let url = match template {
        Template::Permalink(template) => unread_address(&template, &parts, &front)
            .map_or_else(|| permalink::expand(&template, &parts), Ok)
            .map_err(|problem| Box::new(permalink_error(problem, &template, written, &path, config)))?,
        Template::Literal(url) => url,
    };
    let due = due(&front, date.as_ref());
    let image = front.image.take().map(Arc::new);
    let (document, template) = match body {
        Body::Ready(document) => (document, None),
        Body::Liquid(template) => (Box::default(), Some(Arc::new(template))),
    };
    let file = permalink::file_path_as(&url, parts.output_ext);
    if extension.is_some() && !matches!(file.rsplit_once('.'), Some((_, "html" | "htm" | "xhtml"))) {
        // A page around it would make something else of it.
        front.layout = Layout::Bare;
    }
    Ok(Piece {
        path,
        kind,
        is_post,
        in_drafts,
        key: PathKey::of(&file),
        file: file.into(),
        url: url.into(),
        slug,
        title,
        date,
        due,
        image,
        front,
        document,
        template,
        keywords: OnceLock::new(),
    })
}

/// The address of a post whose front matter Jekyll cannot read: that of its file's whole name. Where the day of the post
/// is a part of it, Jekyll takes the day of the build, another one tomorrow; then the post has the address that it was given.
fn unread_address(template: &str, parts: &Parts<'_>, front: &FrontMatter) -> Option<String> {
    let whole = Parts { date: None, slug: parts.name, ..*parts };
    front.unread.then(|| permalink::expand(template, &whole).ok()).flatten()
}

/// A post's path in its folder of posts.
fn within_posts(path: &str) -> &str {
    ["_posts/", "_drafts/"].iter().find_map(|mark| path.split_once(mark)).map_or(path, |(_, inner)| inner)
}

/// The name that carries date and slug, without extension: the file's, or that of the folder whose `index.md` it is.
fn own_name<'a>(path: &'a str, kind: &Kind) -> &'a str {
    let (above, name) = without_extension(path).rsplit_once('/').unwrap_or(("", without_extension(path)));
    let folder = above.rsplit('/').next().unwrap_or_default();
    let is_bundle = name == "index" && matches!(kind, Kind::Post { .. });
    if is_bundle && !matches!(folder, "posts" | "_posts" | "_drafts") { folder } else { name }
}

enum Template {
    Permalink(String),
    Literal(String),
}

/// How the address is made; `extension` is what a file has that is neither Markdown nor `.html`.
fn template(kind: &Kind, front: &FrontMatter, extension: Option<&str>, config: &Config) -> Template {
    if let Some(permalink) = &front.permalink {
        return Template::Permalink(permalink.clone());
    }
    let end_of = |end: &'static str| if end == ".html" { ":output_ext" } else { end };
    match kind {
        Kind::Post { .. } => Template::Permalink(config.permalink.clone()),
        Kind::Collected { collection, .. } => Template::Permalink(
            config.collections[*collection]
                .permalink
                .clone()
                .unwrap_or_else(|| format!("/:collection/:path{}", end_of(config.page_end))),
        ),
        Kind::Page { route, jekyll } => {
            let folder = match route.rsplit_once('/') {
                Some((folder, "index")) => folder,
                None if route == "index" => "",
                _ => {
                    let end = if *jekyll && config.flavor == Flavor::Jekyll { config.page_end } else { "/" };
                    let end = extension.filter(|_| end == ".html").unwrap_or(end);
                    return Template::Literal(format!("/{}{end}", slug::escape_path(route)));
                }
            };
            let folder = slug::escape_path(folder);
            Template::Literal(if folder.is_empty() { "/".into() } else { format!("/{folder}/") })
        }
    }
}

/// A permalink's problem where it is to be mended: at the page's own permalink, else in the settings; but at the page where
/// the settings are sound and what the page puts into them is not.
fn permalink_error(
    problem: PermalinkProblem,
    template: &str,
    written: bool,
    path: &str,
    config: &Config,
) -> Diagnostic {
    let of_settings = !written
        && (matches!(problem, PermalinkProblem::UnknownPlaceholder { .. })
            || permalink::check(template).is_err());
    let key = if written { "permalink" } else { "slug" };
    let place = if of_settings { None } else { source::place_of_key(config, path, key) };
    let file = if of_settings { config.file } else { path };
    let diagnostic = Diagnostic::error(file, permalink_problem(problem, template));
    match place {
        Some(place) => diagnostic.at(place),
        None => diagnostic,
    }
}

/// What is wrong with a permalink, as a problem of the file that it stands in.
#[must_use]
pub fn permalink_problem(problem: PermalinkProblem, template: &str) -> Problem {
    let permalink = template.to_owned();
    match problem {
        PermalinkProblem::UnknownPlaceholder { name, nearest } => {
            Problem::UnknownPlaceholder { name, nearest }
        }
        PermalinkProblem::Climbs => Problem::PermalinkClimbs { permalink },
        PermalinkProblem::Whole => Problem::PermalinkWhole { permalink },
        PermalinkProblem::NeedsDate(placeholder) => Problem::PermalinkNeedsDate { placeholder },
        PermalinkProblem::Query | PermalinkProblem::Control | PermalinkProblem::Backslash => {
            Problem::PermalinkCharacters { permalink }
        }
    }
}
