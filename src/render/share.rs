//! Links by which a reader passes an article on: plain addresses, so that nobody learns of who follows none of them.

use super::fields::Fields;
use super::filters::url_encode;
use crate::config::Config;
use crate::site::article::Article;
use tera::Value;

/// The links that the settings ask for; none while the site has no address of its own.
#[must_use]
pub fn links(article: &Article, config: &Config) -> Vec<Value> {
    if config.origin.is_empty() || config.theme.share.is_empty() {
        return Vec::new();
    }
    let (title, url) = (url_encode(&article.title), url_encode(&config.absolute(&article.url)));
    let found = config.theme.share.iter().filter_map(|service| link(service, &title, &url));
    let value = |(name, address): (&str, String)| {
        let mut map = Fields::new();
        map.insert("title".into(), Value::from(name));
        map.insert("url".into(), Value::from(address));
        Value::from(map)
    };
    found.map(value).collect()
}

/// What a link to a service says, and where it leads; `title` and `url` are encoded.
fn link(service: &str, title: &str, url: &str) -> Option<(&'static str, String)> {
    Some(match service {
        "email" => ("Email", ["mailto:?subject=", title, "&body=", url].concat()),
        "facebook" => ("Facebook", ["https://www.facebook.com/sharer/sharer.php?u=", url].concat()),
        "whatsapp" => ("WhatsApp", ["https://wa.me/?text=", title, "%20", url].concat()),
        "bluesky" => ("Bluesky", ["https://bsky.app/intent/compose?text=", title, "%20", url].concat()),
        "mastodon" => ("Mastodon", ["https://share.joinmastodon.org/#text=", title, "%20", url].concat()),
        "x" => ("X", ["https://x.com/intent/post?text=", title, "&url=", url].concat()),
        "linkedin" => ("LinkedIn", ["https://www.linkedin.com/sharing/share-offsite/?url=", url].concat()),
        "telegram" => ("Telegram", ["https://t.me/share/url?url=", url, "&text=", title].concat()),
        "reddit" => ("Reddit", ["https://www.reddit.com/submit?url=", url, "&title=", title].concat()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::link;
    use crate::config::SHARES;

    #[test]
    fn every_service_that_can_be_asked_for_has_a_link_with_the_address() {
        for service in SHARES {
            let found = link(service, "Tide", "https%3A%2F%2Fquay.example%2F");
            assert!(found.is_some_and(|(_, to)| to.contains("https%3A%2F%2Fquay.example%2F")), "{service}");
        }
    }
}
