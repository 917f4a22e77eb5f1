//! Structured data (schema.org) as JSON-LD: the newsroom, the article, the list, and the way to the page.

use super::Page;
use super::breadcrumbs::breadcrumbs;
use super::nodes::{
    Article, Cited, Collection, CorrectionComment, Crumb, Graph, ImageObject, ItemList, ListItem, Node,
    Organization, Person, Reference, WebPage,
};
use crate::config::Config;
use crate::markdown;
use crate::plan::Shows;
use crate::site::taxonomy::TaxonomyKind;
use crate::source::front_matter::{CitedSource, Correction};
use std::borrow::Cow;

/// What the data of nearly every article fits into, bytes.
const USUAL: usize = 4 * 1024;

/// The `<script>` element; empty for a page that search engines are kept from.
pub fn html(page: &Page<'_>) -> String {
    if !page.is_indexed() {
        return String::new();
    }
    let mut graph = Vec::with_capacity(3);
    match page.shows {
        Shows::Post { .. } => graph.extend(article(page)),
        Shows::Page { .. } => graph.push(web_page(page)),
        Shows::Home { list, .. } => {
            graph.push(Node::Organization(publisher(page.config, page.common.has_icons, true)));
            graph.push(web_site(page));
            let posts = &page.site.posts[list.posts.clone()];
            graph.push(collection(page, posts.iter().map(|post| &*post.url), None));
        }
        Shows::Term { taxonomy, term, list } => {
            let kind = &page.site.taxonomies[*taxonomy];
            let found = &kind.terms[*term];
            let about = (kind.kind == TaxonomyKind::Authors).then(|| person(page, found, true));
            graph.push(collection(page, urls(page, &found.posts[list.posts.clone()]), about));
        }
        Shows::Archive { year, month, day, list } => {
            let posts = page.site.archives.posts((*year, *month, *day));
            graph.push(collection(page, urls(page, &posts[list.posts.clone()]), None));
        }
        Shows::Terms { taxonomy, list } => {
            let kind = &page.site.taxonomies[*taxonomy];
            let terms = kind.terms[list.posts.clone()].iter().map(|term| kind.term_url(term));
            graph.push(collection(page, terms, None));
        }
        Shows::Archives => graph.push(web_page(page)),
        _ => return String::new(),
    }
    let crumbs: Vec<Crumb> = breadcrumbs(page)
        .into_iter()
        .enumerate()
        .map(|(at, (name, item))| Crumb { kind: "ListItem", position: at + 1, name, item })
        .collect();
    if !crumbs.is_empty() {
        graph.push(Node::Breadcrumbs { item_list_element: crumbs });
    }
    // Texts, numbers and lists of them: there is nothing in it that JSON cannot hold.
    let mut json = Vec::with_capacity(USUAL);
    let written = serde_json::to_writer(&mut json, &Graph { context: "https://schema.org", graph });
    let json = written.ok().and_then(|()| String::from_utf8(json).ok()).unwrap_or_default();
    ["<script type=\"application/ld+json\">", &in_script(&json), "</script>\n"].concat()
}

/// JSON that may stand in a `<script>`: no text in it can end the element or open a comment.
pub fn in_script(json: &str) -> Cow<'_, str> {
    // In JSON a `<` stands only in texts, where its escape is the same character.
    if json.contains('<') { Cow::Owned(json.replace('<', "\\u003c")) } else { Cow::Borrowed(json) }
}

fn article<'a>(page: &'a Page<'a>) -> Option<Node<'a>> {
    let post = page.post()?;
    let config = page.config;
    let mut authors: Vec<Person> =
        page.terms(TaxonomyKind::Authors).map(|author| person(page, author, false)).collect();
    if authors.is_empty() {
        // A post without a byline is the paper's own.
        authors.push(Person {
            kind: "NewsMediaOrganization",
            name: publisher_name(config),
            url: Some(config.absolute("/")),
            ..Person::default()
        });
    }
    let front = &post.front;
    let group = page.site.translations.of(post);
    let original =
        group.first().map(|which| page.site.article(*which)).filter(|original| original.path != post.path);
    let others = group.iter().map(|which| page.site.article(*which)).filter(|_| original.is_none());
    let reference = |other: &crate::site::article::Article| Reference { id: config.absolute(&other.url) };
    Some(Node::Article(Box::new(Article {
        // What is paid for is no news.
        kind: if front.sponsored { "AdvertiserContentArticle" } else { "NewsArticle" },
        headline: &post.title,
        description: &page.description,
        url: page.url.clone(),
        main_entity_of_page: WebPage { kind: "WebPage", id: page.url.clone() },
        image: image(page).into_iter().collect(),
        date_published: post.date.map(|date| date.rfc3339()),
        date_modified: post.modified().map(|date| date.rfc3339()),
        author: authors,
        publisher: page.common.publisher.as_deref(),
        article_section: page.terms(TaxonomyKind::Categories).map(|term| term.name.as_str()).collect(),
        keywords: page.terms(TaxonomyKind::Tags).map(|term| term.name.as_str()).collect(),
        alternative_headline: front.deck.as_deref(),
        dateline: front.dateline.as_deref(),
        correction: front.corrections.iter().map(correction).collect(),
        citation: front.sources.iter().map(|source| cited(source, config)).collect(),
        is_part_of: page.terms(TaxonomyKind::Stories).next().map(|story| Cited {
            kind: "CreativeWorkSeries",
            name: &story.name,
            url: page.site.term_url(TaxonomyKind::Stories, story, config).map(|url| config.absolute(&url)),
        }),
        sponsor: front.sponsor.as_deref().filter(|_| front.sponsored).map(|name| Cited {
            kind: "Organization",
            name,
            url: None,
        }),
        word_count: post.document.words,
        in_language: page.language(),
        translation_of_work: original.map(reference),
        work_translation: others.filter(|other| other.path != post.path).map(reference).collect(),
    })))
}

fn correction(correction: &Correction) -> CorrectionComment {
    CorrectionComment {
        kind: "CorrectionComment",
        text: markdown::inline(&correction.text).1,
        date_published: correction.date.map(|date| date.rfc3339()),
    }
}

fn cited<'a>(source: &'a CitedSource, config: &Config) -> Cited<'a> {
    let url = source.url.as_deref().map(|url| config.absolute(url));
    Cited { kind: "CreativeWork", name: &source.name, url }
}

fn urls<'a>(page: &Page<'a>, posts: &'a [u32]) -> impl Iterator<Item = &'a str> {
    let site = page.site;
    posts.iter().map(|post| &*site.posts[*post as usize].url)
}

fn image(page: &Page<'_>) -> Option<String> {
    page.image.as_ref().map(|image| page.config.absolute(image.url))
}

/// An author: by name and address on every article, with all that the settings say on the author's own page.
fn person<'a>(page: &Page<'a>, author: &'a crate::site::taxonomy::Term, whole: bool) -> Person<'a> {
    let known = author.author.as_ref().filter(|_| whole);
    Person {
        kind: "Person",
        name: &author.name,
        url: page.site.author_url(author, page.config),
        description: known.and_then(|known| known.bio.as_deref()),
        image: known.and_then(|known| known.avatar.as_deref()).map(|avatar| page.config.absolute(avatar)),
        same_as: known.and_then(|known| known.url.as_deref()),
    }
}

fn web_page<'a>(page: &'a Page<'a>) -> Node<'a> {
    Node::WebPage {
        id: page.url.clone(),
        url: page.url.clone(),
        name: page.title,
        description: &page.description,
        in_language: page.language(),
        is_part_of: Reference { id: page.config.absolute("/#website") },
        date_modified: page.article.and_then(|article| article.modified()).map(|date| date.rfc3339()),
    }
}

fn web_site<'a>(page: &Page<'a>) -> Node<'a> {
    let config = page.config;
    Node::WebSite {
        id: config.absolute("/#website"),
        url: config.absolute("/"),
        name: &config.title,
        description: &config.description,
        in_language: &config.language,
        publisher: Reference { id: config.absolute("/#publisher") },
    }
}

fn collection<'a>(
    page: &Page<'a>,
    urls: impl Iterator<Item = impl AsRef<str>>,
    about: Option<Person<'a>>,
) -> Node<'a> {
    let items: Vec<ListItem> = urls
        .enumerate()
        .map(|(at, url)| ListItem {
            kind: "ListItem",
            position: at + 1,
            url: page.config.absolute(url.as_ref()),
        })
        .collect();
    Node::Collection(Collection {
        id: page.url.clone(),
        url: page.url.clone(),
        name: page.title,
        in_language: page.language(),
        is_part_of: Reference { id: page.config.absolute("/#website") },
        about,
        main_entity: ItemList { kind: "ItemList", number_of_items: items.len(), item_list_element: items },
    })
}

/// The newsroom: by name and logo on every article, with all that the settings say of it on the front page.
pub fn publisher(config: &Config, has_icons: bool, whole: bool) -> Organization<'_> {
    let publisher = &config.publisher;
    let icon = has_icons.then_some("/icon-512.png");
    let logo = publisher.logo.as_deref().or(config.theme.logo.as_deref()).or(icon);
    let mut organization = Organization {
        kind: "NewsMediaOrganization",
        id: config.absolute("/#publisher"),
        name: publisher_name(config),
        url: config.absolute("/"),
        logo: logo.map(|logo| ImageObject { kind: "ImageObject", url: config.absolute(logo) }),
        ..Organization::default()
    };
    if whole {
        organization.legal_name = publisher.legal_name.as_deref();
        organization.description = Some(config.description.as_str()).filter(|text| !text.is_empty());
        organization.founding_date = publisher.founded.as_deref();
        organization.email = publisher.email.as_deref();
        organization.telephone = publisher.phone.as_deref();
        let social = config.theme.social.iter().map(|link| config.absolute(&link.url));
        organization.same_as = publisher.same_as.iter().cloned().chain(social).collect();
        organization.policies =
            publisher.policies.iter().map(|(property, url)| (*property, config.absolute(url))).collect();
    }
    organization
}

fn publisher_name(config: &Config) -> &str {
    config.publisher.name.as_deref().unwrap_or(&config.title)
}

#[cfg(test)]
mod tests {
    use super::in_script;

    #[test]
    fn no_text_ends_the_script() {
        let found = in_script("{\"headline\":\"</script><!--<script>\"}");
        assert_eq!(found, "{\"headline\":\"\\u003c/script>\\u003c!--\\u003cscript>\"}");
    }
}
