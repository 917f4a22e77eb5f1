//! What templates can call beyond Tera's own: docs/templates.md lists each with an example.

use super::metadata::in_script;
use crate::assets::Fingerprints;
use crate::config::Config;
use crate::markdown;
use crate::site::slug;
use crate::source::date;
use std::sync::Arc;
use tera::{Kwargs, State, Tera, TeraResult, Value};

/// Registers all filters and functions. Before any template is added: Tera checks names when it compiles.
pub fn register(tera: &mut Tera, config: &Config, prints: &Fingerprints) {
    let zone = config.timezone.clone();
    tera.register_filter("date", move |text: &str, args: Kwargs, _: &State| -> TeraResult<String> {
        let format = args.get::<&str>("format")?.unwrap_or("%Y-%m-%d");
        let moment = date::parse(text, &zone)
            .map_err(|_| tera::Error::message(format!("`date` was given \"{text}\", which is not a date")))?;
        moment
            .strftime_in(format, &zone)
            .map_err(|error| tera::Error::message(format!("`date` cannot write \"{format}\": {error}")))
    });
    let shared = Arc::new(config.clone());
    let own = Arc::clone(&shared);
    tera.register_filter("absolute_url", move |url: &str, _: Kwargs, _: &State| -> String {
        absolute(&own, url)
    });
    let own = Arc::clone(&shared);
    tera.register_filter("relative_url", move |url: &str, _: Kwargs, _: &State| -> String { own.href(url) });
    tera.register_filter("slugify", |text: &str, _: Kwargs, _: &State| -> String {
        slug::jekyll(text, slug::Mode::Default, false)
    });
    tera.register_filter("url_encode", |text: &str, _: Kwargs, _: &State| -> String { url_encode(text) });
    tera.register_filter("xml_escape", |text: &str, _: Kwargs, _: &State| -> Value {
        Value::safe_string(&quick_xml::escape::escape(text))
    });
    tera.register_filter("markdownify", |text: &str, _: Kwargs, _: &State| -> Value {
        Value::safe_string(&markdown::inline(text).0)
    });
    tera.register_filter("accessible", |html: &Value, _: Kwargs, _: &State| -> Value {
        let written = html.as_str().unwrap_or_default();
        let outlined = markdown::outline(written);
        match markdown::name_frames(outlined.as_deref().unwrap_or(written)).or(outlined) {
            Some(mended) => Value::safe_string(&mended),
            None => html.clone().mark_safe(),
        }
    });
    tera.register_filter("number", |number: i64, _: Kwargs, _: &State| -> String { thousands(number) });
    tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| -> TeraResult<Value> {
        let json = serde_json::to_string(value).map_err(|error| tera::Error::message(error.to_string()))?;
        Ok(Value::safe_string(&in_script(&json)))
    });
    tera.register_function("picture", super::picture::function);
    let prints = Arc::new(prints.clone());
    tera.register_function("asset_url", move |args: Kwargs, _: &State| -> TeraResult<String> {
        let path = args.must_get::<&str>("path")?.trim_start_matches('/');
        let url = shared.href(&format!("/assets/{path}"));
        Ok(prints.get(path).map_or_else(|| url.clone(), |print| format!("{url}?v={print}")))
    });
}

/// A whole address of a link that may already hold the address's own path.
fn absolute(config: &Config, url: &str) -> String {
    let own = config.base_path.as_str();
    let rest =
        url.strip_prefix(own).filter(|rest| !own.is_empty() && (rest.is_empty() || rest.starts_with('/')));
    config.absolute(rest.unwrap_or(url))
}

/// All but the unreserved characters of RFC 3986 as `%XX`, for a value in an address's query.
pub(super) fn url_encode(text: &str) -> String {
    const DIGITS: &[u8; 16] = b"0123456789ABCDEF";
    let mut out = String::with_capacity(text.len() + text.len() / 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            let digits = [byte >> 4, byte & 15].map(|half| char::from(DIGITS[usize::from(half)]));
            out.extend(['%', digits[0], digits[1]]);
        }
    }
    out
}

/// 12345 → 12,345
fn thousands(number: i64) -> String {
    let digits = number.unsigned_abs().to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 + 1);
    if number < 0 {
        out.push('-');
    }
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{thousands, url_encode};

    #[test]
    fn a_query_keeps_nothing_that_means_something_in_it() {
        assert_eq!(url_encode("Tide & time: 50 %?"), "Tide%20%26%20time%3A%2050%20%25%3F");
        assert_eq!(url_encode("é"), "%C3%A9");
    }

    #[test]
    fn numbers_are_grouped() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(1234), "1,234");
        assert_eq!(thousands(-1_234_567), "-1,234,567");
    }
}
