//! Articles and lists of them as Liquid values, under Jekyll's names.

use super::Facts;
use crate::config::Collection;
use crate::liquid::Value;
use crate::site::article::Piece;
use crate::site::bodies::Placed;
use crate::source::date::Moment;
use crate::source::front_matter::Layout;
use crate::source::tree::Kind;
use crate::source::yaml::{self, Map};
use rustc_hash::FxHashMap;
use std::cmp::Ordering;
use std::sync::Arc;

/// How many posts `site.related_posts` holds, as in Jekyll.
const RELATED: usize = 10;

impl Facts<'_> {
    /// `site.<key>`.
    pub(super) fn site(&self, key: &str) -> Value {
        match key {
            "data" => self
                .data
                .get_or_init(|| Value::from_yaml(&yaml::Value::Map(self.shared.data.clone())))
                .clone(),
            "time" => Value::Date(Moment::at(self.visibility.now, &self.config.timezone)),
            "url" => self.config.origin.as_str().into(),
            "baseurl" => self.config.base_path.as_str().into(),
            "title" => self.config.title.as_str().into(),
            "description" => self.config.description.as_str().into(),
            "posts" | "pages" | "html_pages" | "documents" | "collections" | "categories" | "tags"
            | "static_files" => self.list(key),
            key if self.config.collections.iter().any(|collection| collection.name == key) => self.list(key),
            key => self.setting(key),
        }
    }

    /// Whether `site.<key>` depends on articles, files or the time; else on settings and data alone.
    pub(super) fn is_of_others(&self, key: &str) -> bool {
        matches!(
            key,
            "time"
                | "posts"
                | "pages"
                | "html_pages"
                | "documents"
                | "collections"
                | "categories"
                | "tags"
                | "static_files"
                | "related_posts"
        ) || self.config.collections.iter().any(|collection| collection.name == key)
    }

    fn setting(&self, key: &str) -> Value {
        let settings =
            self.settings.get_or_init(|| Value::from_yaml(&yaml::Value::Map(self.config.values.clone())));
        match settings {
            Value::Object(map) => map.get(key).cloned().unwrap_or_default(),
            _ => Value::Nil,
        }
    }

    fn post_values(&self) -> &[Value] {
        self.post_values
            .get_or_init(|| self.posts().iter().map(|at| self.article(&self.placed[*at])).collect())
    }

    /// Posts, pages, files, terms and collections.
    fn list(&self, key: &str) -> Value {
        self.lists.get_or_init(|| self.build_lists()).get(key).cloned().unwrap_or_default()
    }

    fn build_lists(&self) -> FxHashMap<String, Value> {
        let posts = self.post_values();
        let mut lists: FxHashMap<String, Value> = FxHashMap::default();
        let mut pages = Vec::new();
        let mut members: Vec<Vec<&Placed<'_>>> = vec![Vec::new(); self.config.collections.len()];
        for article in self.placed.iter().filter(|article| self.visibility.shows(article.state)) {
            match &article.kind {
                Kind::Post { .. } => {}
                Kind::Page { .. } => pages.push(self.article(article)),
                Kind::Collected { collection, .. } => members[*collection].push(article),
            }
        }
        let collected: Vec<Vec<Value>> = members
            .into_iter()
            .zip(&self.config.collections)
            .map(|(members, collection)| self.sorted(members, collection))
            .collect();
        let documents: Vec<Value> = posts.iter().chain(collected.iter().flatten()).cloned().collect();
        let mut collections = vec![collection_value("posts", true, posts.to_vec().into(), &Map::default())];
        for (collection, documents) in self.config.collections.iter().zip(collected) {
            let documents = Value::from(documents);
            let (name, values) = (&collection.name, &collection.values);
            collections.push(collection_value(name, collection.output, documents.clone(), values));
            lists.insert(name.clone(), documents);
        }
        // Jekyll: by name.
        collections.sort_by_key(|collection| value_of(collection, "label").text());
        lists.insert("posts".into(), posts.to_vec().into());
        lists.insert("html_pages".into(), pages.clone().into());
        lists.insert("pages".into(), pages.into());
        lists.insert("documents".into(), documents.into());
        lists.insert("collections".into(), collections.into());
        lists.insert("categories".into(), self.terms(|article| &article.front.categories));
        lists.insert("tags".into(), self.terms(|article| &article.front.tags));
        lists.insert("static_files".into(), self.static_files());
        lists
    }

    /// A collection's documents in Jekyll's order (collection.rb, sort_docs!): by date, else by path; or by the key that
    /// its settings name.
    fn sorted(&self, mut members: Vec<&Placed<'_>>, collection: &Collection) -> Vec<Value> {
        let undated = |article: &Placed<'_>| (article.date.is_none(), article.date.map(|date| date.instant));
        members.sort_by(|a, b| (undated(a), &a.path).cmp(&(undated(b), &b.path)));
        let mut values: Vec<Value> = members.into_iter().map(|article| self.article(article)).collect();
        if let Some(key) = collection.values.get("sort_by").and_then(yaml::Value::as_str) {
            values.sort_by(|a, b| {
                let (a, b) = (value_of(a, key), value_of(b, key));
                match (matches!(a, Value::Nil), matches!(b, Value::Nil)) {
                    (false, false) => a.compare(&b).unwrap_or(Ordering::Equal),
                    (a, b) => a.cmp(&b),
                }
            });
        }
        values
    }

    /// Term → its posts, in the order of first use.
    fn terms(&self, of: impl Fn(&Piece) -> &[String]) -> Value {
        let mut places: FxHashMap<&str, usize> = FxHashMap::default();
        let mut terms: Vec<(Arc<str>, Vec<Value>)> = Vec::new();
        for (at, value) in self.posts().iter().zip(self.post_values()).rev() {
            let article = &self.placed[*at];
            for name in of(article) {
                let place = *places.entry(name).or_insert_with(|| {
                    terms.push((name.as_str().into(), Vec::new()));
                    terms.len() - 1
                });
                terms[place].1.push(value.clone());
            }
        }
        let newest_first = |(name, mut posts): (Arc<str>, Vec<Value>)| {
            posts.reverse();
            (name, Value::from(posts))
        };
        terms.into_iter().map(newest_first).collect::<Vec<_>>().into()
    }

    fn static_files(&self) -> Value {
        let file = |file: &crate::source::tree::StaticFile| -> Value {
            let name = file.target.rsplit('/').next().unwrap_or(&file.target);
            let stem = crate::source::tree::without_extension(name);
            vec![
                (Arc::from("path"), Value::from(format!("/{}", file.target))),
                (Arc::from("name"), name.into()),
                (Arc::from("basename"), stem.into()),
                (Arc::from("extname"), name[stem.len()..].into()),
            ]
            .into()
        };
        self.files.iter().map(file).collect::<Vec<_>>().into()
    }

    /// The post that many places after this one in the order newest first; negative numbers count towards the newest.
    pub(super) fn neighbour(&self, path: &str, by: isize) -> Value {
        let place = self.post_place(path).and_then(|place| place.checked_add_signed(by));
        place.and_then(|place| self.post_values().get(place)).cloned().unwrap_or_default()
    }

    /// The newest posts but this one.
    pub(super) fn related(&self, path: &str) -> Value {
        let own = self.post_place(path);
        let others = self.post_values().iter().enumerate().filter(|(place, _)| Some(*place) != own);
        others.map(|(_, post)| post.clone()).take(RELATED).collect::<Vec<_>>().into()
    }

    /// The hidden article at a source path.
    pub(super) fn hidden(&self, path: &str) -> Option<&Placed<'_>> {
        let at = self.placed.binary_search_by(|article| article.path.as_str().cmp(path)).ok()?;
        Some(&self.placed[at]).filter(|article| !self.visibility.shows(article.state))
    }

    /// An article under Jekyll's names.
    pub(super) fn article(&self, article: &Piece) -> Value {
        let front = &article.front;
        let collection = match &article.kind {
            Kind::Post { .. } => "posts",
            Kind::Collected { collection, .. } => self.config.collections[*collection].name.as_str(),
            Kind::Page { .. } => "pages",
        };
        let name = article.path.rsplit('/').next().unwrap_or(&article.path);
        let list = |names: &[String]| -> Value {
            names.iter().map(|name| Value::from(name.as_str())).collect::<Vec<_>>().into()
        };
        let mut entries: Vec<(Arc<str>, Value)> = Vec::with_capacity(24 + front.extra.len());
        for (key, value) in &front.extra {
            entries.push((key.as_str().into(), Value::from_yaml(value)));
        }
        let mut put = |key: &str, value: Value| entries.push((key.into(), value));
        put("title", article.title.as_str().into());
        put("url", (*article.url).into());
        if let Kind::Page { .. } = article.kind {
            put("dir", article.url[..=article.url.rfind('/').unwrap_or(0)].into());
        }
        // Jekyll: its folder and its slug, which is not encoded (document.rb, id).
        let folder = article.url.trim_end_matches('/').rsplit_once('/').map_or("", |(folder, _)| folder);
        put("id", format!("{folder}/{}", article.slug).as_str().into());
        // Jekyll: a document's is told from the folder of the collections (document.rb, relative_path).
        let inner = article.path.strip_prefix(self.config.collections_dir.as_str());
        let inner = inner.and_then(|inner| inner.strip_prefix('/')).filter(|inner| inner.starts_with('_'));
        let path = inner.unwrap_or(&article.path);
        put("path", path.into());
        put("relative_path", path.into());
        put("name", name.into());
        put("slug", article.slug.as_str().into());
        put("collection", collection.into());
        put("ext", name.rfind('.').map_or(Value::Nil, |at| name[at..].into()));
        put("date", article.date.map_or(Value::Nil, Value::Date));
        put("categories", list(&front.categories));
        put("tags", list(&front.tags));
        put("draft", Value::Bool(front.draft));
        if let Layout::Named(layout) = &front.layout {
            put("layout", layout.as_str().into());
        }
        match front.authors.as_slice() {
            [] => {}
            [one] => put("author", one.0.as_str().into()),
            many => {
                let names: Vec<Value> = many.iter().map(|author| author.0.as_str().into()).collect();
                put("author", names.clone().into());
                put("authors", names.into());
            }
        }
        for (key, value) in
            [("description", &front.description), ("permalink", &front.permalink), ("lang", &front.lang)]
        {
            if let Some(value) = value {
                put(key, value.as_str().into());
            }
        }
        if let Some(updated) = front.updated {
            put("last_modified_at", Value::Date(updated));
        }
        if let Some(image) = &article.image {
            let parts = [("alt", &image.alt), ("caption", &image.caption), ("credit", &image.credit)];
            let mut own = vec![(Arc::from("path"), Value::from(image.path.as_str()))];
            for (key, part) in parts {
                own.extend(part.as_deref().map(|part| (Arc::from(key), Value::from(part))));
            }
            put("image", if own.len() == 1 { image.path.as_str().into() } else { own.into() });
        }
        // A body with Liquid is not HTML yet when others look at it.
        let (content, excerpt): (&str, &str) = match &article.template {
            None => (&article.document.html, &article.document.excerpt_html),
            Some(template) => {
                let body = template.body().trim();
                (body, front.excerpt.as_deref().unwrap_or_else(|| body.split("\n\n").next().unwrap_or(body)))
            }
        };
        put("content", content.into());
        put("excerpt", excerpt.into());
        entries.into()
    }
}

fn value_of(object: &Value, key: &str) -> Value {
    match object {
        Value::Object(map) => map.get(key).cloned().unwrap_or_default(),
        _ => Value::Nil,
    }
}

/// A collection as `site.collections` has it.
fn collection_value(name: &str, output: bool, documents: Value, values: &Map) -> Value {
    let mut entries: Vec<(Arc<str>, Value)> =
        values.entries.iter().map(|(key, value)| (key.as_str().into(), Value::from_yaml(value))).collect();
    entries.extend([
        (Arc::from("label"), name.into()),
        (Arc::from("docs"), documents),
        (Arc::from("relative_directory"), format!("_{name}").into()),
        (Arc::from("output"), Value::Bool(output)),
    ]);
    entries.into()
}
