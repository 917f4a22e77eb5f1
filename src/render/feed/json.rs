//! JSON Feed 1.1 (jsonfeed.org).

use super::Feed;
use crate::site::article::Article;
use crate::site::taxonomy::Term;
use serde::Serialize;
use std::borrow::Cow;

#[derive(Serialize)]
struct Root<'a> {
    version: &'static str,
    title: &'a str,
    home_page_url: &'a str,
    feed_url: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    favicon: Option<String>,
    authors: [Author<'a>; 1],
    items: Vec<Item<'a>>,
}

#[derive(Serialize)]
struct Item<'a> {
    id: String,
    url: String,
    title: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    summary: &'a str,
    content_html: Cow<'a, str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_modified: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    authors: Vec<Author<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<&'a str>,
    language: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    attachments: Vec<Attachment>,
}

#[derive(Serialize)]
struct Author<'a> {
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    avatar: Option<String>,
}

#[derive(Serialize)]
struct Attachment {
    url: String,
    mime_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    size_in_bytes: Option<u64>,
}

pub fn write(feed: &Feed<'_>) -> String {
    let config = feed.config;
    let root = Root {
        version: "https://jsonfeed.org/version/1.1",
        title: &feed.title,
        home_page_url: &feed.home,
        feed_url: &feed.own,
        description: &config.description,
        language: &config.language,
        favicon: config.theme.favicon.as_deref().map(|icon| config.absolute(icon)),
        authors: [Author { name: &config.title, url: Some(config.absolute("/")), avatar: None }],
        items: feed.posts.iter().map(|post| item(post, feed)).collect(),
    };
    // Texts and lists of them alone: there is nothing in it that JSON cannot hold.
    let mut out = serde_json::to_string(&root).unwrap_or_default();
    out.push('\n');
    out
}

fn item<'a>(post: &'a Article, feed: &Feed<'a>) -> Item<'a> {
    let url = feed.config.absolute(&post.url);
    let picture = feed.enclosure(post);
    Item {
        id: url.clone(),
        url,
        title: &post.title,
        summary: &post.document.excerpt_text,
        content_html: feed.content(post),
        image: picture.as_ref().map(|picture| picture.url.clone()),
        date_published: post.date.map(|date| date.rfc3339()),
        date_modified: post.front.updated.map(|date| date.rfc3339()),
        authors: feed.authors(post).into_iter().map(|term| author(term, feed)).collect(),
        tags: feed.subjects(post).collect(),
        language: post.language(feed.config),
        attachments: picture
            .map(|picture| Attachment {
                url: picture.url,
                mime_type: picture.media_type,
                size_in_bytes: picture.length,
            })
            .into_iter()
            .collect(),
    }
}

fn author<'a>(term: &'a Term, feed: &Feed<'_>) -> Author<'a> {
    let avatar = term.author.as_ref().and_then(|known| known.avatar.as_deref());
    Author {
        name: &term.name,
        url: feed.site.author_url(term, feed.config),
        avatar: avatar.map(|avatar| feed.config.absolute(avatar)),
    }
}
