//! Names for embedded frames that their authors gave none: a screen reader would read out the address.
//!
//! It may not change what a frame shows.

use super::html::{Token, attributes, escaped, tokens};
use memchr::memmem;

/// `html` in which each frame without a title is named by the host that it shows; `None` where none needs it.
#[must_use]
pub fn name_frames(html: &str) -> Option<String> {
    memmem::find(html.as_bytes(), b"<iframe")?;
    let mut named = String::new();
    let mut done = 0;
    for (offset, token) in tokens(html) {
        let Token::Open { name, raw } = token else { continue };
        if !name.eq_ignore_ascii_case("iframe") {
            continue;
        }
        let value = |wanted: &str| attributes(raw).find(|found| found.name.eq_ignore_ascii_case(wanted));
        if value("title").is_some_and(|title| !title.value.trim().is_empty()) || value("aria-label").is_some()
        {
            continue;
        }
        let source = value("src").map(|source| source.value).unwrap_or_default();
        let host = source.split_once("//").and_then(|(_, rest)| rest.split(['/', '?', '#']).next());
        let title = host.filter(|host| !host.is_empty()).map_or_else(
            || "Embedded content".to_owned(),
            |host| format!("Embedded content from {}", escaped(host.trim_start_matches("www."))),
        );
        let at = offset + 1 + name.len();
        named.push_str(&html[done..at]);
        named.push_str(&format!(" title=\"{title}\""));
        done = at;
    }
    if done == 0 {
        return None;
    }
    named.push_str(&html[done..]);
    Some(named)
}

#[cfg(test)]
mod tests {
    use super::name_frames;

    #[test]
    fn a_frame_is_named_by_its_host() {
        assert_eq!(
            name_frames("<p>x</p><iframe src=\"https://www.tube.example/embed/1?a\"></iframe>").as_deref(),
            Some(
                "<p>x</p><iframe title=\"Embedded content from tube.example\" \
                 src=\"https://www.tube.example/embed/1?a\"></iframe>"
            )
        );
        assert_eq!(
            name_frames("<iframe></iframe>").as_deref(),
            Some("<iframe title=\"Embedded content\"></iframe>")
        );
    }

    #[test]
    fn a_name_that_is_there_stays() {
        assert_eq!(name_frames("<iframe title=\"A map\" src=\"//x\"></iframe>"), None);
        assert_eq!(name_frames("<p>no frame</p>"), None);
    }
}
