//! Filters on text.

use super::text_of;
use crate::liquid::value::Value;
use std::fmt::Write as _;

/// Applies a filter on text.
pub fn apply(name: &str, input: &Value, args: &[Value]) -> Option<Value> {
    let text = || input.shared_text();
    let first = || text_of(args, 0);
    Some(match name {
        "downcase" => text().to_lowercase().into(),
        "upcase" => text().to_uppercase().into(),
        "capitalize" => capitalize(&text()).into(),
        "append" => format!("{}{}", text(), first()).into(),
        "prepend" => format!("{}{}", first(), text()).into(),
        "strip" => text().trim().into(),
        "lstrip" => text().trim_start().into(),
        "rstrip" => text().trim_end().into(),
        "strip_newlines" => text().replace(['\n', '\r'], "").into(),
        "newline_to_br" => text().replace("\r\n", "\n").replace('\n', "<br />\n").into(),
        "strip_html" => strip_html(&text()).into(),
        "escape" | "h" => escape(&text()).into(),
        "escape_once" => escape_once(&text()).into(),
        "xml_escape" => escape(&text()).replace("&#39;", "'").into(),
        "replace" => replace(&text(), &first(), &text_of(args, 1)).into(),
        "replace_first" => text().replacen(&first(), &text_of(args, 1), 1).into(),
        "replace_last" => replace_last(&text(), &first(), &text_of(args, 1)).into(),
        "remove_last" => replace_last(&text(), &first(), "").into(),
        "remove" => replace(&text(), &first(), "").into(),
        "remove_first" => text().replacen(&first(), "", 1).into(),
        "split" => split(&text(), &first()),
        "truncate" => truncate(&text(), args).into(),
        "truncatewords" => truncate_words(&text(), args).into(),
        "normalize_whitespace" => text().split_whitespace().collect::<Vec<_>>().join(" ").into(),
        "number_of_words" => words(&text(), &first()),
        "inspect" => escape(&input.inspect()).replace("&#39;", "'").into(),
        "default" => match input {
            Value::Nil | Value::Bool(false) => args.first().cloned().unwrap_or_default(),
            value if value.is_empty() => args.first().cloned().unwrap_or_default(),
            value => value.clone(),
        },
        _ => return None,
    })
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().collect::<String>() + &chars.as_str().to_lowercase()
    })
}

fn replace_last(text: &str, old: &str, new: &str) -> String {
    match text.rfind(old) {
        Some(at) => [&text[..at], new, &text[at + old.len()..]].concat(),
        None => text.to_owned(),
    }
}

/// Every `from` by `to`; an empty `from` would be found between all characters, which nobody means.
fn replace(text: &str, from: &str, to: &str) -> String {
    if from.is_empty() { text.to_owned() } else { text.replace(from, to) }
}

/// `& < > " '` as entities.
pub(super) fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// The same, but what is an entity already stays.
fn escape_once(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, part) in text.split('&').enumerate() {
        if at > 0 {
            let name = part.split(';').next().unwrap_or_default();
            let plain = name.len() < part.len() && (2..32).contains(&name.len());
            let entity = plain && name.trim_start_matches('#').bytes().all(|b| b.is_ascii_alphanumeric());
            out.push_str(if entity { "&" } else { "&amp;" });
        }
        out.push_str(&escape(part));
    }
    out
}

/// Text without tags, comments, scripts and styles.
fn strip_html(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut last = [None; 3];
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        let lower =
            |prefix: &str| tag.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let end = [("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->")]
            .into_iter()
            .zip(&mut last)
            .find(|((prefix, _), _)| lower(prefix))
            .and_then(|((_, close), last)| {
                // Looked for once from the end, so that many openings without a close stay linear.
                let last = *last.get_or_insert_with(|| text.rfind(close));
                last.filter(|last| *last >= text.len() - tag.len())?;
                tag.find(close).map(|at| at + close.len())
            });
        match end.or_else(|| tag.find('>').map(|at| at + 1)) {
            Some(end) => rest = &tag[end..],
            None => {
                rest = tag;
                break;
            }
        }
    }
    out.push_str(rest);
    out
}

/// Ruby's `split`: parts that are empty at the end are dropped, and a blank splits at any white space.
fn split(text: &str, mark: &str) -> Value {
    let mut parts: Vec<&str> = if mark == " " {
        text.split_whitespace().collect()
    } else if mark.is_empty() {
        return text.chars().map(|c| Value::from(c.to_string())).collect::<Vec<_>>().into();
    } else {
        text.split(mark).collect()
    };
    while parts.last().is_some_and(|part| part.is_empty()) {
        parts.pop();
    }
    parts.into_iter().map(Value::from).collect::<Vec<_>>().into()
}

fn truncate(text: &str, args: &[Value]) -> String {
    let limit = args.first().map_or(50, Value::int);
    let limit = usize::try_from(limit).unwrap_or(0);
    let end = args.get(1).map_or_else(|| "...".to_owned(), Value::text);
    if text.chars().count() <= limit {
        return text.to_owned();
    }
    let room = limit.saturating_sub(end.chars().count());
    text.chars().take(room).collect::<String>() + &end
}

fn truncate_words(text: &str, args: &[Value]) -> String {
    let limit = args.first().map_or(15, Value::int);
    let limit = usize::try_from(limit).unwrap_or(0).max(1);
    let end = args.get(1).map_or_else(|| "...".to_owned(), Value::text);
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.len() <= limit { text.to_owned() } else { words[..limit].join(" ") + &end }
}

/// Jekyll's count of words, by its three modes for CJK text.
fn words(text: &str, mode: &str) -> Value {
    let is_cjk = |c: char| {
        matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
            | '\u{1100}'..='\u{11ff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
    };
    let cjk = text.chars().filter(|c| is_cjk(*c)).count();
    let others =
        || text.split(|c: char| c.is_whitespace() || is_cjk(c)).filter(|word| !word.is_empty()).count();
    let count = match mode {
        "cjk" => cjk + others(),
        "auto" if cjk > 0 => cjk + others(),
        _ => text.split_whitespace().count(),
    };
    Value::Int(i64::try_from(count).unwrap_or(i64::MAX))
}

/// Bytes that are not `plain` as `%XX`.
pub(super) fn percent(text: &str, plain: impl Fn(u8) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii() && plain(byte) {
            out.push(char::from(byte));
        } else {
            // Writing into a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}
