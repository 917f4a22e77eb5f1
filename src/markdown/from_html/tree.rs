//! HTML as a tree, as far as its tags close each other as written.

use super::super::html::{Token, attributes, decoded, tokens};
use std::ops::Range;

/// A piece of HTML.
#[derive(Debug)]
pub enum Node<'a> {
    /// Text, entities and all.
    Text(&'a str, Range<usize>),
    /// `<!--more-->` and other comments, whole.
    Comment(&'a str, Range<usize>),
    /// An element.
    Element(Element<'a>),
}

/// An element with what is in it.
#[derive(Debug)]
pub struct Element<'a> {
    /// In small letters.
    pub name: String,
    /// Its opening tag.
    pub tag: &'a str,
    /// What is in it.
    pub children: Vec<Node<'a>>,
    /// Where it stands, tags and all.
    pub range: Range<usize>,
}

impl Node<'_> {
    /// Where it stands.
    pub fn range(&self) -> Range<usize> {
        match self {
            Node::Text(_, range) | Node::Comment(_, range) => range.clone(),
            Node::Element(element) => element.range.clone(),
        }
    }
}

impl Element<'_> {
    /// The value of an attribute, decoded.
    pub fn attribute(&self, name: &str) -> Option<String> {
        attributes(self.tag)
            .find(|found| found.name.eq_ignore_ascii_case(name))
            .map(|found| decoded(found.value))
    }

    /// Whether it says nothing that Markdown could not say: no style of its own, nothing that links or scripts point at.
    pub fn is_plain(&self) -> bool {
        attributes(self.tag).all(|found| match found.name.to_ascii_lowercase().as_str() {
            "style" => found.value.trim().trim_end_matches(';').replace(' ', "") == "font-weight:400",
            "id" | "dir" | "lang" | "start" | "type" | "colspan" | "rowspan" => false,
            name => !name.starts_with("on"),
        })
    }
}

const VOID: [&str; 9] = ["br", "hr", "img", "wbr", "input", "source", "embed", "track", "col"];

/// Deeper than any text; beyond, nothing is turned into Markdown.
const DEPTH: usize = 60;

/// The nodes of `html`; `None` where a tag does not close what it should.
pub fn read(html: &str) -> Option<Vec<Node<'_>>> {
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut top: Vec<Node<'_>> = Vec::new();
    for (at, token) in tokens(html) {
        let node = match token {
            Token::Text(text) => Node::Text(text, at..at + text.len()),
            Token::Comment(text) => Node::Comment(text, at..at + text.len()),
            Token::Opaque => continue,
            Token::Open { name, raw } => {
                let name = name.to_ascii_lowercase();
                let element =
                    Element { tag: raw, children: Vec::new(), range: at..at + raw.len(), name: name.clone() };
                if !VOID.contains(&name.as_str()) && !raw.ends_with("/>") {
                    if open.len() >= DEPTH {
                        return None;
                    }
                    open.push(element);
                    continue;
                }
                Node::Element(element)
            }
            Token::Close { name } if name.eq_ignore_ascii_case("br") => continue,
            Token::Close { name } => {
                let mut element = open.pop().filter(|top| name.eq_ignore_ascii_case(&top.name))?;
                let length = html[at..].find('>').map_or(html.len() - at, |end| end + 1);
                element.range.end = at + length;
                Node::Element(element)
            }
        };
        open.last_mut().map_or(&mut top, |parent| &mut parent.children).push(node);
    }
    open.is_empty().then_some(top)
}
