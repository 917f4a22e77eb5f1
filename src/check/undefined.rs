//! Names in the site's own templates that nothing defines. To print one ends the build; in a test it is quietly false, and
//! in a template that no page has yet it waits.

use super::finding_at;
use crate::build::Ready;
use crate::diagnostics::{Diagnostic, Found, Place, nearest};
use rustc_hash::FxHashSet;
use std::ops::Range;

/// What some template gets besides what it sets itself.
const NAMES: [&str; 26] = [
    "site",
    "page",
    "fragments",
    "metadata",
    "paginator",
    "front",
    "term",
    "taxonomy",
    "terms",
    "pages",
    "archive",
    "years",
    "content",
    "toc",
    "contents",
    "translations",
    "corrections",
    "sources",
    "previous",
    "next",
    "story",
    "related",
    "share_links",
    "feed_url",
    "post",
    "teasers",
];

/// What `site` has, or may have.
const OF_SITE: [&str; 14] = [
    "title",
    "description",
    "url",
    "base_path",
    "language",
    "dir",
    "copyright",
    "feed_url",
    "search_url",
    "has_code",
    "navigation",
    "overviews",
    "categories",
    "recent",
];

/// What `page` has, or may have, besides the keys of front matter.
const OF_PAGE: [&str; 40] = [
    "kind",
    "title",
    "url",
    "permalink",
    "lang",
    "dir",
    "path",
    "slug",
    "date",
    "date_display",
    "time_display",
    "updated",
    "updated_display",
    "updated_time_display",
    "excerpt",
    "excerpt_html",
    "description",
    "image",
    "share_image",
    "categories",
    "tags",
    "authors",
    "words",
    "reading_time",
    "featured",
    "draft",
    "state",
    "kicker",
    "deck",
    "dateline",
    "sponsor",
    "sponsored",
    "breaking",
    "story",
    "has_code",
    "target",
    "target_url",
    "has_index",
    "number",
    "total",
];

/// Words of Tera's own that stand where a name could.
const WORDS: [&str; 7] = ["loop", "self", "super", "true", "false", "none", "body"];

/// All of them.
pub fn check(ready: &Ready<'_>) -> Vec<Diagnostic> {
    let own: Vec<(&str, &str)> = ready.templates.own();
    if own.is_empty() {
        return Vec::new();
    }
    let set: FxHashSet<&str> = ready.templates.texts().flat_map(names_set).collect();
    let articles = || ready.site.posts.iter().chain(&ready.site.pages);
    let keys: FxHashSet<&str> =
        articles().flat_map(|article| article.front.extra.iter().map(|(key, _)| key.as_str())).collect();
    let mut found = Vec::new();
    for (name, text) in own {
        // Tera knows which names a template is to be given, and for all but these it is the judge.
        let asked = ready.renderer.names_of(name);
        let mut told = FxHashSet::default();
        for path in paths(text) {
            let words = &text[path.clone()];
            let mut parts = words.split('.').map(|part| part.trim_end_matches('?'));
            let first = parts.next().unwrap_or_default();
            if set.contains(first) || WORDS.contains(&first) {
                continue;
            }
            let (unknown, near) = match (first, parts.next()) {
                ("site", Some(field)) if field != "theme" && !OF_SITE.contains(&field) => {
                    (field, nearest(field, OF_SITE).map(|near| format!("site.{near}")))
                }
                ("page", Some(field)) if !OF_PAGE.contains(&field) && !keys.contains(field) => {
                    (field, nearest(field, OF_PAGE).map(|near| format!("page.{near}")))
                }
                (first, _) if !NAMES.contains(&first) && asked.contains(first) => {
                    (first, nearest(first, NAMES).map(str::to_owned))
                }
                _ => continue,
            };
            let end = words.find(unknown).map_or(path.end, |at| path.start + at + unknown.len());
            let name_in_full = text[path.start..end].replace('?', "");
            if told.insert(name_in_full.clone()) {
                let problem = Found::Undefined { name: name_in_full, nearest: near };
                let place = Place::of_range(text, path.start..end);
                found.push(finding_at(&format!("templates/{name}"), problem, Some(place)));
            }
        }
    }
    found
}

fn is_in_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// The tags of a template, as ranges of its text: what is between `{{` and `}}`, or `{%` and `%}`.
fn tags(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(step) = text[at..].find('{') {
        let start = at + step;
        let end = match text.as_bytes().get(start + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                at = start + 1;
                continue;
            }
        };
        let Some(length) = text[start + 2..].find(end) else { break };
        let inner = start + 2..start + 2 + length;
        at = inner.end + 2;
        if text[inner.clone()].trim_matches(['-', ' ']) == "raw" {
            // Nothing in it is a tag; without its end Tera has refused the template.
            at += text[at..].find("endraw").unwrap_or(text.len() - at);
        } else if end != "#}" {
            found.push(inner);
        }
    }
    found
}

/// Names with what is asked of them, such as `page.image?.alt`, outside of texts in quotes.
fn paths(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for tag in tags(text) {
        let bytes = text.as_bytes();
        let mut at = tag.start;
        while at < tag.end {
            let byte = bytes[at];
            if matches!(byte, b'"' | b'\'' | b'`') {
                let rest = &text[at + 1..tag.end];
                at += rest.find(char::from(byte)).map_or(rest.len(), |length| length + 1) + 1;
            } else if byte.is_ascii_alphabetic() || byte == b'_' {
                let rest = &text[at..tag.end];
                let length = rest.find(|c| !is_in_name(c) && c != '.' && c != '?').unwrap_or(rest.len());
                // A number's digits, or a field of a value in brackets, are no names.
                if at == tag.start || !matches!(bytes[at - 1], b'.' | b'|') && !bytes[at - 1].is_ascii_digit()
                {
                    found.push(at..at + rest[..length].trim_end_matches(['.', '?']).len());
                }
                at += length.max(1);
            } else {
                at += 1;
            }
        }
    }
    found
}

/// Names that a template gives a value: by `set`, `for` and the arguments of components.
fn names_set(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for tag in tags(text) {
        let tag = &text[tag];
        let words: Vec<&str> = tag.split(|c| !is_in_name(c)).filter(|word| !word.is_empty()).collect();
        for (at, word) in words.iter().enumerate() {
            match *word {
                "set" | "set_global" => found.extend(words.get(at + 1)),
                "for" => found.extend(words[at + 1..].iter().take_while(|word| **word != "in")),
                "component" => found.extend(&words[at + 1..]),
                _ => {}
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_in_tags_alone() {
        let text = "page.a {{ page.b?.c | f(x=\"page.d\") }}{# page.e #}{% if not page.f[0].g %}{% raw %}{{ h }}{% endraw %}{{ 1.5 ~ i }}{{";
        let found: Vec<&str> = paths(text).into_iter().map(|path| &text[path]).collect();
        for name in ["page.b?.c", "page.f", "i"] {
            assert!(found.contains(&name), "{name}: {found:?}");
        }
        for name in ["page.a", "page.d", "page.e", "h", "g"] {
            assert!(!found.contains(&name), "{name}: {found:?}");
        }
    }

    #[test]
    fn names_that_a_template_sets() {
        let text = "{% set a = b %}{%- for c, d in e -%}{{ [f.g for f in h] }}{% component i(j, k=1) %}";
        let found = names_set(text);
        for name in ["a", "c", "d", "f", "j", "k"] {
            assert!(found.contains(&name), "{name}: {found:?}");
        }
        assert!(!found.contains(&"e") && !found.contains(&"h"));
    }
}
