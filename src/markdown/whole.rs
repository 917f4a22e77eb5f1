//! Makes the addresses in a post's HTML whole, for readers that see it elsewhere than on its page.
//!
//! It may not change an address that is whole already.

use std::borrow::Cow;

use super::html::{Token, attributes, tokens};

/// `html` with every link, picture and other source as a whole address. `origin` is the site's scheme and host; rooted
/// links have the site's own path already. `page` is the page's whole address.
pub fn whole_addresses<'a>(html: &'a str, origin: &str, page: &str) -> Cow<'a, str> {
    let folder = &page[..page.rfind('/').map_or(0, |at| at + 1)];
    let prefix = |address: &str| -> &str {
        if address.is_empty() || address.starts_with("//") || has_scheme(address) {
            ""
        } else if address.starts_with('/') {
            origin
        } else if address.starts_with(['#', '?']) {
            page
        } else {
            folder
        }
    };
    let mut whole = String::new();
    let mut done = 0;
    for (offset, token) in tokens(html) {
        let Token::Open { raw, .. } = token else { continue };
        for attribute in attributes(raw) {
            let start = offset + attribute.value_start;
            let mut insert = |at: usize, address: &str| {
                let prefix = prefix(address);
                if !prefix.is_empty() {
                    whole.push_str(&html[done..at]);
                    whole.push_str(prefix);
                    done = at;
                }
            };
            if ["href", "src", "poster"].iter().any(|name| attribute.name.eq_ignore_ascii_case(name)) {
                insert(start, attribute.value);
            } else if attribute.name.eq_ignore_ascii_case("srcset") && !attribute.value.contains("data:") {
                let mut at = start;
                for candidate in attribute.value.split(',') {
                    let address = candidate.trim_start();
                    insert(at + candidate.len() - address.len(), address);
                    at += candidate.len() + 1;
                }
            }
        }
    }
    if done == 0 && whole.is_empty() {
        return Cow::Borrowed(html);
    }
    whole.push_str(&html[done..]);
    Cow::Owned(whole)
}

fn has_scheme(address: &str) -> bool {
    address.split_once(':').is_some_and(|(scheme, _)| {
        scheme.starts_with(|c: char| c.is_ascii_alphabetic())
            && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'-' | b'.'))
    })
}

#[cfg(test)]
mod tests {
    use super::whole_addresses;

    #[test]
    fn addresses_become_whole_and_code_stays() {
        let html = "<a href=\"/n/a\">x</a><a href='b.html'>y</a><a href=#c>z</a><a href=\"https://y/\">w</a>\
                    <img src=i.jpg srcset=\"/n/i.jpg 1x, j.jpg 2x\"><code>href=\"/no\"</code><a href=\"//cdn/x\">v</a>";
        assert_eq!(
            whole_addresses(html, "https://x", "https://x/n/p/"),
            "<a href=\"https://x/n/a\">x</a><a href='https://x/n/p/b.html'>y</a><a href=https://x/n/p/#c>z</a>\
             <a href=\"https://y/\">w</a><img src=https://x/n/p/i.jpg srcset=\"https://x/n/i.jpg 1x, \
             https://x/n/p/j.jpg 2x\"><code>href=\"/no\"</code><a href=\"//cdn/x\">v</a>"
        );
        assert_eq!(whole_addresses("<a href=b>", "https://x", "https://x/p.html"), "<a href=https://x/b>");
        assert_eq!(
            whole_addresses("<a href=#b>", "https://x", "https://x/p.html"),
            "<a href=https://x/p.html#b>"
        );
        assert_eq!(whole_addresses("<p>é</p>", "https://x", "https://x/"), "<p>é</p>");
    }
}
