//! One planned output → bytes. Does no I/O, and renders each output the same way whoever asks for it.

mod archives;
mod compiled;
mod feed;
mod fields;
mod filters;
mod front;
mod limits;
mod machines;
mod manifest;
mod metadata;
mod page;
mod picture;
mod share;
mod sitemap;
mod teasers;
mod templates;
mod view;
mod xml;

pub use compiled::{Compiled, compile};
pub use feed::pictures;
pub use templates::Templates;
pub use view::{Given, View, reading_time, view};

use crate::assets::{self, Sizes};
use crate::diagnostics::Diagnostic;
use crate::images::Recipe;
use crate::plan::paginate::ListPage;
use crate::plan::{Output, Plan, Shows};
use crate::search::IndexFile;
use crate::site::archive;
use crate::site::article::Article;
use crate::site::taxonomy::TaxonomyKind;
use crate::site::translations::Which;
use archives::span_title;
use fields::Fields;
use std::collections::HashSet;
use std::path::PathBuf;
use teasers::Teasers;
use tera::{Context, Value};

/// What the built-in theme lays around an article's body, and the cards of a list, bytes.
const AROUND: usize = 10 * 1024;
const A_LIST: usize = 12 * 1024;

/// What an output holds: bytes, or a file to be copied as it is.
#[derive(Debug)]
pub enum Rendered {
    /// The bytes.
    Bytes(Vec<u8>),
    /// A file on disk.
    Copy(PathBuf),
    /// A file that is drawn by this recipe, if the cache does not hold it.
    Drawn(Recipe),
}

/// Renders the outputs of one plan.
pub struct Renderer<'a> {
    given: Given<'a>,
    plan: &'a Plan,
    templates: &'a Templates,
    compiled: &'a Compiled,
    view: &'a View,
    sizes: &'a Sizes,
}

impl<'a> Renderer<'a> {
    /// A renderer of this plan. `compiled` comes from `templates` by [`compile`], `view` of what is given by [`view()`].
    #[must_use]
    pub fn new(
        given: Given<'a>,
        plan: &'a Plan,
        templates: &'a Templates,
        compiled: &'a Compiled,
        view: &'a View,
        sizes: &'a Sizes,
    ) -> Renderer<'a> {
        Renderer { given, plan, templates, compiled, view, sizes }
    }

    /// The bytes of one output; `Err` with the template's place and the page's name.
    pub fn render(&self, output: &Output) -> Result<Rendered, Box<Diagnostic>> {
        let Given { site, config, pictures } = self.given;
        let text = match &output.shows {
            Shows::Copy { file } => return Ok(Rendered::Copy(site.files[*file].disk.clone())),
            Shows::Drawn { file } => return Ok(Rendered::Drawn(pictures.derived[*file].recipe.clone())),
            Shows::ThemeAsset { file } => return Ok(Rendered::Bytes(assets::ASSETS[*file].bytes.to_vec())),
            Shows::SearchFile { file } => {
                return Ok(Rendered::Bytes(self.search_files()[*file].bytes.clone()));
            }
            Shows::Highlight => crate::markdown::stylesheet(),
            Shows::Feed { of, format } => feed::feed(*of, *format, &output.url, self.given, self.sizes),
            Shows::Sitemap { part } => sitemap::sitemap(self.plan, self.given, *part),
            Shows::SitemapIndex { parts } => sitemap::index(config, *parts),
            Shows::NewsSitemap { posts } => sitemap::news(&site.posts[posts.clone()], config),
            Shows::Machine(file) => machines::machine_file(*file, site, self.plan, config),
            Shows::Post { number, layout } => {
                let mut context = Context::new();
                context.insert_value("page", self.post(*number).clone());
                page::put_neighbours(&mut context, *number, self.view, self.given);
                page::put_related(&mut context, *number, self.view, self.given);
                return self.article(output, &site.posts[*number], layout.as_deref(), context);
            }
            Shows::Page { number, layout } => {
                let mut context = Context::new();
                context.insert_value("page", self.page(*number).clone());
                return self.article(output, &site.pages[*number], layout.as_deref(), context);
            }
            shows => return self.generated(output, shows),
        };
        Ok(Rendered::Bytes(text.into_bytes()))
    }

    /// The names that a template, or one that it extends or includes, does not set itself.
    #[must_use]
    pub fn names_of(&self, template: &str) -> HashSet<&str> {
        self.compiled.tera.get_template_variables(template).unwrap_or_default()
    }

    fn search_files(&self) -> &[IndexFile] {
        self.view.search.as_deref().unwrap_or_default()
    }

    fn article(
        &self,
        output: &Output,
        article: &Article,
        layout: Option<&str>,
        mut context: Context,
    ) -> Result<Rendered, Box<Diagnostic>> {
        let Some(template) = layout else {
            let Given { config, pictures, .. } = self.given;
            let body = picture::body(article, pictures, config);
            return Ok(Rendered::Bytes(body.into_owned().into_bytes()));
        };
        page::put_body(&mut context, article, self.given);
        if self.compiled.sharing.contains(template) {
            let links = share::links(article, self.given.config);
            context.insert_value("share_links", Value::from(links));
        }
        self.put_translations(&mut context, article);
        self.put_metadata(&mut context, template, output, &article.title);
        self.template(template, &context, article.document.html.len(), &article.path)
    }

    fn generated(&self, output: &Output, shows: &Shows) -> Result<Rendered, Box<Diagnostic>> {
        let mut context = Context::new();
        let Given { site, config, .. } = self.given;
        let page = |kind, title: &str| page::generated(kind, title, &output.url, config);
        let (template, page) = match shows {
            Shows::Home { list, intro } => {
                let paginator = self.paginator("/", list, site.posts.len(), list.posts.clone())?;
                context.insert_value("paginator", paginator);
                if list.is_index() {
                    context.insert_value("front", front::front(list, self.view, self.given));
                }
                ("home.html", self.introduced(page("home", &config.title), *intro, &mut context))
            }
            Shows::NotFound { page: own } => {
                ("404.html", self.introduced(page("404", "Page not found"), *own, &mut context))
            }
            Shows::Term { taxonomy, term, list } => {
                let (kind, found) = (&site.taxonomies[*taxonomy], &site.taxonomies[*taxonomy].terms[*term]);
                let posts = found.posts[list.posts.clone()].iter().map(|post| *post as usize);
                let base = kind.term_url(found);
                context.insert_value("paginator", self.paginator(&base, list, found.posts.len(), posts)?);
                context.insert_value("term", self.view.terms[*taxonomy][*term].clone());
                context.insert_value("taxonomy", self.view.taxonomies[*taxonomy].clone());
                if let Some(format) = kind.kind.feeds(config).first() {
                    let feed = config.href(&format!("{base}{}", format.file()));
                    context.insert_value("feed_url", Value::from(feed));
                }
                let template = if kind.kind == TaxonomyKind::Stories { "story.html" } else { "term.html" };
                (template, page("term", &found.name))
            }
            Shows::Terms { taxonomy, list } => {
                let terms = self.view.terms[*taxonomy][list.posts.clone()].to_vec();
                context.insert_value("terms", Value::from(terms));
                context.insert_value("taxonomy", self.view.taxonomies[*taxonomy].clone());
                let kind = site.taxonomies[*taxonomy].kind;
                if list.total > 1 {
                    context.insert_value("pages", self.overview_pages(&format!("/{}/", kind.key()), list));
                }
                ("terms.html", page("terms", &kind.settings(config).title))
            }
            Shows::Archive { year, month, day, list } => {
                let span = (*year, *month, *day);
                let posts = site.archives.posts(span);
                let shown = posts[list.posts.clone()].iter().map(|post| *post as usize);
                let base = archive::url(*year, *month, *day);
                context.insert_value("paginator", self.paginator(&base, list, posts.len(), shown)?);
                context.insert_value("archive", self.archive(span));
                ("archive.html", page("archive", &span_title(span)))
            }
            Shows::Archives => {
                context.insert_value("years", self.years());
                ("archives.html", page("archives", "Archive"))
            }
            Shows::Search => {
                let mut page = page("search", "Search");
                // The preview has the page without the index behind it.
                page.insert("has_index".into(), Value::from(!self.search_files().is_empty()));
                ("search.html", page)
            }
            Shows::Redirect { to } => {
                let mut page = page("redirect", "Redirect");
                page.insert("target".into(), Value::from(config.absolute(to)));
                page.insert("target_url".into(), Value::from(config.href(to)));
                ("redirect.html", page)
            }
            // Every other kind is rendered without a template, above.
            _ => return Ok(Rendered::Bytes(Vec::new())),
        };
        let title = page.text("title").unwrap_or_default().to_owned();
        self.put_metadata(&mut context, template, output, &title);
        context.insert_value("page", Value::from(page));
        self.template(template, &context, A_LIST, &output.path)
    }

    /// The cards of an article's translations, where it has any.
    fn put_translations(&self, context: &mut Context, article: &Article) {
        let site = self.given.site;
        let group = site.translations.of(article);
        if !group.is_empty() {
            let others = group.iter().filter(|which| site.article(**which).path != article.path);
            let cards = others.map(|which| match which {
                Which::Post(at) => self.post(*at as usize).clone(),
                Which::Page(at) => self.page(*at as usize).clone(),
            });
            context.insert_value("translations", Value::from(cards.collect::<Vec<_>>()));
        }
    }

    fn put_metadata(&self, context: &mut Context, template: &str, output: &Output, title: &str) {
        if self.compiled.telling.contains(template) {
            context
                .insert_value("metadata", metadata::metadata(output, title, &self.view.common, self.given));
        }
    }

    fn template(
        &self,
        name: &str,
        context: &Context,
        hint: usize,
        page: &str,
    ) -> Result<Rendered, Box<Diagnostic>> {
        // A page that outgrows its room is copied.
        let mut bytes = Vec::with_capacity(hint + AROUND);
        match self.compiled.tera.render_to(name, context, &mut bytes) {
            Ok(()) => Ok(Rendered::Bytes(bytes)),
            Err(error) => Err(Box::new(self.templates.diagnostic(&error, page))),
        }
    }

    /// A page of the build's own, with the fields and the body of the site's page for that place laid over it.
    fn introduced(&self, mut page: Fields, own: Option<usize>, context: &mut Context) -> Fields {
        if let Some(number) = own {
            for (key, value) in self.page(number).as_map().into_iter().flatten() {
                if !matches!(key.as_str(), Some("kind" | "url" | "permalink")) {
                    page.insert(key.clone(), value.clone());
                }
            }
            page::put_body(context, &self.given.site.pages[number], self.given);
        }
        page
    }

    fn post(&self, number: usize) -> &Value {
        self.view.post(number, self.given)
    }

    fn page(&self, number: usize) -> &Value {
        self.view.page(number, self.given)
    }

    fn teaser(&self, teasers: &Teasers, post: usize) -> Result<Value, Box<Diagnostic>> {
        teasers.get(post, || {
            let mut context = Context::new();
            context.insert_value("post", self.post(post).clone());
            let made = self.compiled.tera.render(teasers::TEMPLATE, &context);
            made.map_err(|error| {
                Box::new(self.templates.diagnostic(&error, &self.given.site.posts[post].path))
            })
        })
    }

    /// The page of a list that holds `posts`, of `count` in all.
    fn paginator(
        &self,
        base: &str,
        list: &ListPage,
        count: usize,
        posts: impl Iterator<Item = usize> + Clone,
    ) -> Result<Value, Box<Diagnostic>> {
        let url = |number: usize| Value::from(self.given.config.href(&list.url(base, number)));
        let mut map = Fields::new();
        if let Some(kept) = &self.compiled.teasers {
            let teasers: Vec<Value> =
                posts.clone().map(|post| self.teaser(kept, post)).collect::<Result<_, _>>()?;
            map.insert("teasers".into(), Value::from(teasers));
        }
        let cards: Vec<Value> = posts.map(|post| self.post(post).clone()).collect();
        map.insert("posts".into(), Value::from(cards));
        map.insert("number".into(), Value::from(list.number));
        map.insert("is_index".into(), Value::from(list.is_index()));
        map.insert("total_posts".into(), Value::from(count));
        map.insert("total_pages".into(), Value::from(list.total));
        if list.total > 1 {
            map.insert("first".into(), url(list.total));
            map.insert("last".into(), url(1));
            if list.number < list.total {
                map.insert("previous".into(), url(list.number + 1));
            }
            if list.number > 1 {
                map.insert("next".into(), url(list.number - 1));
            }
        }
        Ok(Value::from(map))
    }

    fn overview_pages(&self, base: &str, list: &ListPage) -> Value {
        let url = |number: usize| {
            let path = if number == 1 { base.to_owned() } else { format!("{base}page/{number}/") };
            Value::from(self.given.config.href(&path))
        };
        let mut map = Fields::new();
        map.insert("number".into(), Value::from(list.number));
        map.insert("total".into(), Value::from(list.total));
        map.insert("first".into(), url(1));
        map.insert("last".into(), url(list.total));
        if list.number > 1 {
            map.insert("previous".into(), url(list.number - 1));
        }
        if list.number < list.total {
            map.insert("next".into(), url(list.number + 1));
        }
        Value::from(map)
    }
}
