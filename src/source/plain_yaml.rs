//! Front matter as nearly all posts have it, `key: value` a line, read without the YAML machine.
//!
//! It answers only where the answer is beyond doubt and equal to serde_yaml's, which the property test below holds it
//! to; for everything else it says `None` and `yaml.rs` reads the text. A tenth of a build's time was libyaml's.

use super::yaml::{MAX_KEYS, Map, Value};

/// The mapping, or `None` where the text is more than plain lines.
#[must_use]
pub fn parse(text: &str) -> Option<Map> {
    let mut map = Map::default();
    let mut lines = text.lines().peekable();
    for count in 0.. {
        let Some(line) = lines.next() else { break };
        if count == MAX_KEYS {
            return None;
        }
        let (key, rest) = key(line)?;
        let value = match rest {
            "" if lines.peek().is_some_and(|next| item(next).is_some()) => {
                let mut items = Vec::new();
                let indent = lines.peek().map_or(0, |next| indent(next));
                while let Some(text) =
                    lines.peek().filter(|next| indent_is(next, indent)).and_then(|n| item(n))
                {
                    items.push(scalar(text, false)?);
                    lines.next();
                }
                Value::List(items)
            }
            rest => match rest.strip_prefix('[') {
                Some(inner) => Value::List(flow_items(inner.strip_suffix(']')?)?),
                None => scalar(rest, false)?,
            },
        };
        map.insert(key.to_owned(), value);
    }
    Some(map)
}

/// `key: rest`, the key a bare word that YAML has no other meaning for.
fn key(line: &str) -> Option<(&str, &str)> {
    let (key, rest) = line.split_once(':')?;
    let first = key.bytes().next()?;
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-';
    if !first.is_ascii_alphabetic() || !key.bytes().all(plain) || !matches!(word(key), Word::Ordinary) {
        return None;
    }
    let value = rest.strip_prefix(' ').map(|rest| rest.trim_matches(' '));
    value.or_else(|| rest.is_empty().then_some("")).map(|rest| (key, rest))
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn indent_is(line: &str, columns: usize) -> bool {
    indent(line) == columns
}

/// What stands after the `- ` of a list's line.
fn item(line: &str) -> Option<&str> {
    line.trim_start_matches(' ').strip_prefix("- ").map(|item| item.trim_matches(' '))
}

fn flow_items(inner: &str) -> Option<Vec<Value>> {
    if inner.trim_matches(' ').is_empty() {
        return Some(Vec::new());
    }
    let mut items = Vec::new();
    let mut rest = inner;
    loop {
        rest = rest.trim_start_matches(' ');
        let end = match rest.as_bytes().first()? {
            quote @ (b'"' | b'\'') => 2 + memchr::memchr(*quote, rest.get(1..)?.as_bytes())?,
            _ => memchr::memchr(b',', rest.as_bytes()).unwrap_or(rest.len()),
        };
        items.push(scalar(rest.get(..end)?.trim_end_matches(' '), true)?);
        let after = rest.get(end..)?.trim_start_matches(' ');
        match after.strip_prefix(',') {
            Some(more) => rest = more,
            None => return after.is_empty().then_some(items),
        }
    }
}

/// One value on one line, in a flow list or by itself.
fn scalar(text: &str, in_flow: bool) -> Option<Value> {
    let first = text.chars().next();
    let Some(first) = first else {
        return (!in_flow).then_some(Value::Null);
    };
    if first == '"' || first == '\'' {
        let inner = text.strip_prefix(first)?.strip_suffix(first)?;
        let plain = inner.chars().all(|c| c != first && c != '\\' && is_printable(c));
        return plain.then(|| Value::String(inner.to_owned()));
    }
    let mut before = ' ';
    for c in text.chars() {
        let special = match c {
            // `a: b`, `a:` and `a #b` mean something else; in a flow list more does, so all of it is left alone.
            ':' => in_flow,
            ' ' => before == ':',
            '#' => before == ' ',
            '[' | ']' | '{' | '}' | ',' => in_flow,
            c => !is_printable(c),
        };
        if special {
            return None;
        }
        before = c;
    }
    if before == ':' {
        return None;
    }
    if first.is_ascii_digit() {
        return number_or_date(text);
    }
    if !(first.is_alphabetic() || first == '_') {
        return None;
    }
    match word(text) {
        Word::Names(value) => Some(value),
        Word::Ordinary => Some(Value::String(text.to_owned())),
        Word::Doubtful => None,
    }
}

enum Word {
    Names(Value),
    Ordinary,
    /// Some parser may take it for a number.
    Doubtful,
}

fn word(text: &str) -> Word {
    match text {
        "true" | "True" | "TRUE" => Word::Names(Value::Bool(true)),
        "false" | "False" | "FALSE" => Word::Names(Value::Bool(false)),
        "null" | "Null" | "NULL" => Word::Names(Value::Null),
        _ if ["inf", "infinity", "nan"].iter().any(|name| text.eq_ignore_ascii_case(name)) => Word::Doubtful,
        _ => Word::Ordinary,
    }
}

/// A whole number without a leading zero, or something with the shape of a date, which is text.
fn number_or_date(text: &str) -> Option<Value> {
    let bytes = text.as_bytes();
    if bytes.iter().all(u8::is_ascii_digit) {
        return (text.len() < 16 && (text.len() == 1 || bytes[0] != b'0'))
            .then(|| text.parse().ok().map(Value::Int))?;
    }
    let digits = |range: std::ops::Range<usize>| {
        bytes.get(range).is_some_and(|part| part.iter().all(u8::is_ascii_digit))
    };
    let date = digits(0..4)
        && bytes.get(4) == Some(&b'-')
        && digits(5..7)
        && bytes.get(7) == Some(&b'-')
        && digits(8..10);
    date.then(|| Value::String(text.to_owned()))
}

/// What YAML lets stand in a scalar as it is. A tab has rules of its own, as have the other line ends.
fn is_printable(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{A0}'..='\u{2027}' | '\u{202A}'..='\u{D7FF}' | '\u{E000}'..='\u{FEFE}' | '\u{FF00}'..='\u{FFFD}' | '\u{10000}'..)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::yaml;
    use super::*;
    use proptest::prelude::*;

    const POST: &str = "layout: post\ntitle: \"Big News: Harbour\"\ndate: 2015-11-29T15:50:05\nauthor: Ines Okafor\n\
                        categories: [Opinion, Travel]\ntags:\n  - one two\n  - 'three'\nimage: assets/a.jpg\nweight: 3\n\
                        draft: false\nempty:\nlast: Where: no\n";

    #[test]
    fn an_ordinary_post_is_read_here() {
        let text = POST.replace("last: Where: no\n", "");
        assert_eq!(Value::Map(parse(&text).unwrap()), yaml::parse_whole(&text).unwrap());
        assert_eq!(parse("title: Big: News"), None);
        assert_eq!(parse("title: a\n  b"), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        /// Pieces that are one keystroke from meaning something else.
        #[test]
        fn whatever_is_answered_is_what_yaml_says(
            pieces in prop::collection::vec(prop::sample::select(vec![
                "a", "key", ":", ": ", " ", "\n", "\nb: ", "\nc:", "\n- ", "\n  - ", "\n   - ", "-", "--", "---", "...", "\"", "'", "\"x\"", "'y'",
                "[", "]", "{", "}", ",", ", ", "#", " #", "&", "*", "!", "|", ">", "%", "@", "`", "?", "? ", "=", "<<", "\\", "\t", "\r",
                "true", "no", "null", "~", "1", "0", "07", "0x1f", "0o7", "1e3", "1_000", "12:30", "-1", "+1", ".5", ".inf", "nan",
                "2025-11-27", "2025-11-27 10:00", "é", "日", "\u{85}", "\u{2028}", "\u{feff}", "\u{7f}", "\u{1}", "/", "a b", "word, word",
            ]), 0..14),
            start in prop::sample::select(vec!["", "k: ", "k: [", "k:\n- ", "title: \"", "t: '"]),
        ) {
            let text = format!("{start}{}", pieces.concat());
            if let Some(map) = parse(&text) {
                let whole = yaml::parse_whole(&text);
                let expected = whole.map_err(|error| TestCaseError::fail(format!("{text:?}: {error:?}")))?;
                let expected = if expected == Value::Null { Value::Map(Map::default()) } else { expected };
                prop_assert_eq!(Value::Map(map), expected, "{:?}", text);
            }
        }
    }
}
