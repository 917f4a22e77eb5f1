//! Filters for addresses, HTML and JSON.

use super::text::percent;
use super::text_of;
use crate::liquid::run::Run;
use crate::liquid::value::Value;
use crate::markdown;
use std::fmt::Write as _;

/// Applies a filter for addresses, HTML or JSON.
pub fn apply(name: &str, input: &Value, args: &[Value], run: &Run<'_>) -> Option<Value> {
    let text = || input.shared_text();
    Some(match name {
        "relative_url" | "absolute_url" if matches!(input, Value::Nil) => Value::Nil,
        // A post is given where its address is meant.
        "relative_url" | "absolute_url" => {
            let path = match input {
                Value::Object(_) | Value::Page => run.field(input, "url").shared_text(),
                _ => text(),
            };
            let host = run.host;
            if name == "relative_url" { host.relative_url(&path) } else { host.absolute_url(&path) }.into()
        }
        "strip_index" => {
            let text = text();
            let bare = text.strip_suffix("index.html").or_else(|| text.strip_suffix("index.htm"));
            bare.unwrap_or(&text).into()
        }
        "slugify" => {
            let mode = text_of(args, 0);
            run.host.slugify(&text(), if mode.is_empty() { "default" } else { &mode }).into()
        }
        "markdownify" => run.host.markdown(&text()).into(),
        "smartify" => markdown::smart(&text()).into(),
        "jsonify" => {
            let mut out = String::new();
            json(input, &mut out);
            out.into()
        }
        "url_encode" | "cgi_escape" => {
            let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'*' | b' ');
            percent(&text(), plain).replace(' ', "+").into()
        }
        "url_decode" => {
            let text = text().replace('+', " ");
            unescape(&text).into()
        }
        "uri_escape" => {
            let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&'()*+,;=%".contains(&b);
            percent(&text(), plain).into()
        }
        _ => return None,
    })
}

fn json(value: &Value, out: &mut String) {
    match value {
        Value::Nil | Value::Site | Value::Page => out.push_str("null"),
        Value::Bool(_) | Value::Int(_) => value.write(out),
        Value::Float(n) if n.is_finite() => value.write(out),
        Value::List(items) => {
            out.push('[');
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                json(item, out);
            }
            out.push(']');
        }
        Value::Object(map) => {
            out.push('{');
            for (at, (key, value)) in map.iter().enumerate() {
                if at > 0 {
                    out.push(',');
                }
                quoted(key, out);
                out.push(':');
                json(value, out);
            }
            out.push('}');
        }
        value => quoted(&value.shared_text(), out),
    }
}

fn quoted(text: &str, out: &mut String) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                // Writing into a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
}

/// Undoes `%XX`; what is no such sequence stays.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let pair = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match pair.and_then(|pair| u8::from_str_radix(pair, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
