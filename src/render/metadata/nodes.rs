//! The shapes of schema.org's types, as far as they are used here. Names are those of schema.org.

use serde::Serialize;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

#[derive(Serialize)]
pub struct Graph<'a> {
    #[serde(rename = "@context")]
    pub context: &'static str,
    #[serde(rename = "@graph")]
    pub graph: Vec<Node<'a>>,
}

#[derive(Serialize)]
#[serde(tag = "@type")]
pub enum Node<'a> {
    #[serde(rename = "BreadcrumbList")]
    Breadcrumbs {
        #[serde(rename = "itemListElement")]
        item_list_element: Vec<Crumb>,
    },
    #[serde(rename = "CollectionPage")]
    Collection(Collection<'a>),
    #[serde(rename_all = "camelCase")]
    WebPage {
        #[serde(rename = "@id")]
        id: String,
        url: String,
        name: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        description: &'a str,
        in_language: &'a str,
        is_part_of: Reference,
        #[serde(skip_serializing_if = "Option::is_none")]
        date_modified: Option<String>,
    },
    #[serde(rename_all = "camelCase")]
    WebSite {
        #[serde(rename = "@id")]
        id: String,
        url: String,
        name: &'a str,
        #[serde(skip_serializing_if = "str::is_empty")]
        description: &'a str,
        in_language: &'a str,
        publisher: Reference,
    },
    #[serde(untagged)]
    Article(Box<Article<'a>>),
    #[serde(untagged)]
    Organization(Organization<'a>),
}

/// What was put right in an article.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CorrectionComment {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
}

/// Something that is named, and where it is.
#[derive(Serialize)]
pub struct Cited<'a> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Article<'a> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub headline: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    pub description: &'a str,
    pub url: String,
    pub main_entity_of_page: WebPage,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub image: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    pub author: Vec<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub article_section: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub alternative_headline: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub correction: Vec<CorrectionComment>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub citation: Vec<Cited<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_part_of: Option<Cited<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sponsor: Option<Cited<'a>>,
    pub word_count: usize,
    pub in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub translation_of_work: Option<Reference>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub work_translation: Vec<Reference>,
}

#[derive(Serialize)]
pub struct WebPage {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
}

#[derive(Serialize)]
pub struct Reference {
    #[serde(rename = "@id")]
    pub id: String,
}

/// A person, or an organization in a person's place.
#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Person<'a> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub same_as: Option<&'a str>,
}

#[derive(Serialize, Default)]
#[serde(rename_all = "camelCase")]
pub struct Organization<'a> {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    #[serde(rename = "@id")]
    pub id: String,
    pub name: &'a str,
    pub url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub logo: Option<ImageObject>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub legal_name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub founding_date: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub telephone: Option<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub same_as: Vec<String>,
    /// Each policy under schema.org's name of it.
    #[serde(flatten)]
    pub policies: BTreeMap<&'static str, String>,
}

#[derive(Serialize)]
pub struct ImageObject {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub url: String,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Collection<'a> {
    #[serde(rename = "@id")]
    pub id: String,
    pub url: String,
    pub name: &'a str,
    pub in_language: &'a str,
    pub is_part_of: Reference,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<Person<'a>>,
    pub main_entity: ItemList,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ItemList {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub number_of_items: usize,
    pub item_list_element: Vec<ListItem>,
}

#[derive(Serialize)]
pub struct ListItem {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub position: usize,
    pub url: String,
}

#[derive(Serialize)]
pub struct Crumb {
    #[serde(rename = "@type")]
    pub kind: &'static str,
    pub position: usize,
    pub name: String,
    pub item: String,
}
