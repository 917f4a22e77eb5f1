//! What stands in a tag after its name.

use super::expr::{Expr, Filtered, Reader};
use super::parse::{For, Node};
use std::sync::Arc;

/// `name = value`.
pub fn assign(args: &str) -> Option<(Arc<str>, Filtered)> {
    let (name, value) = args.split_once('=')?;
    let name = name.trim();
    let plain = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.[]".contains(c));
    plain.then_some(())?;
    Some((name.into(), Reader::new(value).filtered()?))
}

/// `x in list reversed limit: 2`.
pub fn for_parts<'t>(args: &str, table: bool) -> Option<For<'t>> {
    let mut reader = Reader::new(args);
    let name = reader.name()?.into();
    if !reader.take_word("in") {
        return None;
    }
    let list = reader.expr()?;
    let key = args[..args.len() - reader.rest().len()].trim().into();
    let mut resumes = false;
    let (mut reversed, mut limit, mut offset, mut columns) = (false, None, None, None);
    while !reader.rest().is_empty() {
        reader.take(",");
        match reader.name()? {
            "reversed" => reversed = true,
            "offset" if reader.take(":") && reader.take_word("continue") => resumes = true,
            attribute if reader.take(":") || attribute == "offset" => {
                let value = reader.expr()?;
                match attribute {
                    "limit" => limit = Some(value),
                    "offset" => offset = Some(value),
                    "cols" => columns = Some(value),
                    _ => return None,
                }
            }
            _ => return None,
        }
    }
    let cells = table.then_some(columns);
    let (body, otherwise) = (Vec::new(), Vec::new());
    Some(For { name, list, reversed, limit, offset, resumes, key, body, otherwise, cells })
}

/// `"a", "b" or "c"`.
pub fn when_values(args: &str) -> Option<Vec<Expr>> {
    let mut reader = Reader::new(args);
    let mut values = vec![reader.expr()?];
    while reader.take(",") || reader.take_word("or") {
        values.push(reader.expr()?);
    }
    reader.rest().is_empty().then_some(values)
}

/// `"a", "b"`, with a group's name before a colon.
pub fn cycle(args: &str) -> Option<Node<'_>> {
    let mut reader = Reader::new(args);
    let mut values = vec![reader.expr()?];
    let group = if reader.take(":") { values.pop() } else { None };
    if group.is_some() {
        values.push(reader.expr()?);
    }
    while reader.take(",") {
        values.push(reader.expr()?);
    }
    reader.rest().is_empty().then_some(Node::Cycle { group, key: args, values })
}

/// What an include is given.
type Params = Vec<(Arc<str>, Expr)>;

/// `file.html a="b" c=page.d` (Jekyll's `include.rb`).
pub fn include(args: &str) -> Option<(&str, Params)> {
    let file_end = match args.find("{{") {
        Some(open) if !args[..open].contains(char::is_whitespace) => {
            let close = args.rfind("}}")? + 2;
            close + args[close..].find(char::is_whitespace).unwrap_or(args.len() - close)
        }
        _ => args.find(char::is_whitespace).unwrap_or(args.len()),
    };
    let (file, rest) = args.split_at(file_end);
    let mut rest = rest.trim_start();
    let mut params = Vec::new();
    while !rest.is_empty() {
        let name_end = rest.find(|c: char| !c.is_alphanumeric() && c != '_' && c != '-')?;
        let (name, after) = rest.split_at(name_end);
        let value = after.trim_start().strip_prefix('=')?.trim_start();
        let (expr, after) = param(value)?;
        if name.is_empty() {
            return None;
        }
        params.push((name.into(), expr));
        rest = after.trim_start();
    }
    (!file.is_empty()).then_some((file, params))
}

/// A quoted text, in which a backslash keeps a quote from ending it, or the path of a variable.
fn param(text: &str) -> Option<(Expr, &str)> {
    let quote = text.chars().next()?;
    if quote != '"' && quote != '\'' {
        let end = text.find(char::is_whitespace).unwrap_or(text.len());
        let mut reader = Reader::new(&text[..end]);
        let expr = reader.expr()?;
        return reader.rest().is_empty().then_some((expr, &text[end..]));
    }
    let mut escaped = false;
    for (at, found) in text.char_indices().skip(1) {
        match found {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if found == quote => {
                let inner = text[1..at].replace(&format!("\\{quote}"), &quote.to_string());
                return Some((Expr::Literal(inner.into()), &text[at + 1..]));
            }
            _ => {}
        }
    }
    None
}

/// `ruby linenos mark_lines="1 2"` as what stands after a code fence: one word, as kramdown takes no more.
pub fn highlight_info(args: &str) -> Option<String> {
    let language = args.split_whitespace().next()?;
    let known = language.chars().all(|c| c.is_ascii_alphanumeric() || ".+#_-".contains(c));
    known.then(|| {
        let rest = args[language.len()..].split_whitespace().collect::<Vec<_>>().join(",");
        format!("{},{rest}", language.to_ascii_lowercase()).trim_end_matches(',').to_owned()
    })
}
