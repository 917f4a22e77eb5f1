//! Blocks of HTML as Markdown; `None` for what Markdown cannot say.

use super::super::escape::escape_text;
use super::super::html::decoded;
use super::tree::{Element, Node};

/// Elements that stand in a line of text.
const INLINE: [&str; 29] = [
    "a", "abbr", "b", "bdi", "bdo", "big", "br", "cite", "code", "del", "dfn", "em", "font", "i", "img",
    "ins", "kbd", "mark", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "tt", "u", "wbr",
];

/// The blocks at the top of a text: as they were written, and as Markdown.
pub fn top<'a>(source: &'a str, nodes: &[Node<'_>]) -> Vec<(&'a str, Option<String>)> {
    let mut found = Vec::new();
    let mut run: Vec<&Node<'_>> = Vec::new();
    for node in nodes {
        match node {
            Node::Element(element) if !is_inline(&element.name) => {
                flush(source, &mut run, &mut found);
                found.push((&source[node.range()], block(element)));
            }
            Node::Comment(..) => {
                flush(source, &mut run, &mut found);
                found.push((&source[node.range()], Some(source[node.range()].to_owned())));
            }
            _ => run.push(node),
        }
    }
    flush(source, &mut run, &mut found);
    found
}

fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Text that stands in no block: an empty line parts its paragraphs, a line end breaks its lines.
fn flush<'a>(source: &'a str, run: &mut Vec<&Node<'_>>, found: &mut Vec<(&'a str, Option<String>)>) {
    let mut part: Vec<Piece<'_, '_>> = Vec::new();
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return };
    let (mut from, end) = (first.range().start, last.range().end);
    let mut close = |part: &mut Vec<Piece<'_, '_>>, from: usize, to: usize| {
        let raw = &source[from..to];
        if !raw.trim().is_empty() {
            // A line end at the end of all breaks nothing.
            let text = pieces(part, true).map(|text| text.trim_end_matches("\\\n").trim().to_owned());
            found.push((raw, text));
        }
        part.clear();
    };
    for node in run.drain(..) {
        let Node::Text(text, range) = node else {
            part.push(Piece::Node(node));
            continue;
        };
        let mut at = 0;
        while let Some((start, stop)) = empty_line(text, at) {
            part.push(Piece::Text(&text[at..start]));
            close(&mut part, from, range.start + start);
            at = stop;
            from = range.start + stop;
        }
        part.push(Piece::Text(&text[at..]));
    }
    close(&mut part, from, end);
}

/// The next run of line ends that holds an empty line, from `at`.
fn empty_line(text: &str, at: usize) -> Option<(usize, usize)> {
    let mut search = at;
    loop {
        let start = search + text[search..].find('\n')?;
        let rest = &text[start..];
        let blank = rest.len() - rest.trim_start().len();
        if rest[..blank].matches('\n').count() > 1 {
            return Some((start, start + blank));
        }
        search = start + 1;
    }
}

/// What a line of text is made of: a node, or a part of one's text.
enum Piece<'n, 'a> {
    Node(&'n Node<'a>),
    Text(&'n str),
}

fn pieces(parts: &[Piece<'_, '_>], lines: bool) -> Option<String> {
    let mut out = String::new();
    for part in parts {
        match part {
            Piece::Node(node) => inline_node(node, lines, &mut out)?,
            Piece::Text(text) => words(text, lines, &mut out),
        }
    }
    Some(out)
}

fn inline(nodes: &[Node<'_>]) -> Option<String> {
    let mut out = String::new();
    for node in nodes {
        inline_node(node, false, &mut out)?;
    }
    Some(out)
}

/// Text with its white space folded, kept apart from what stands beside it.
fn words(raw: &str, lines: bool, out: &mut String) {
    let text = decoded(raw);
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            if lines && !out.trim().is_empty() && !out.ends_with("\\\n") {
                out.truncate(out.trim_end().len());
                out.push_str("\\\n");
            } else {
                space(out);
            }
        }
        let blank = |c: char| c.is_ascii_whitespace();
        if line.starts_with(blank) {
            space(out);
        }
        let folded = line.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
        out.push_str(&escape_text(&folded));
        if line.ends_with(blank) && !folded.is_empty() {
            space(out);
        }
    }
}

fn space(out: &mut String) {
    if !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
}

fn inline_node(node: &Node<'_>, lines: bool, out: &mut String) -> Option<()> {
    let element = match node {
        Node::Text(text, _) => {
            words(text, lines, out);
            return Some(());
        }
        Node::Comment(text, _) => {
            out.push_str(text);
            return Some(());
        }
        Node::Element(element) => element,
    };
    let name = element.name.as_str();
    if !element.is_plain() {
        return None;
    }
    match name {
        "br" => {
            out.truncate(out.trim_end_matches([' ', '\t']).len());
            if !out.ends_with("\\\n") {
                out.push_str("\\\n");
            }
        }
        "strong" | "b" => marked("**", element, out)?,
        "em" | "i" => marked("*", element, out)?,
        "code" => {
            let text = plain(&element.children)?;
            let fence = if text.contains('`') { "``" } else { "`" };
            out.push_str(&format!("{fence}{text}{fence}"));
        }
        "a" => {
            let to = element.attribute("href")?;
            let text = inline(&element.children)?;
            let title = title(element);
            out.push_str(&format!("[{}]({}{title})", text.trim(), destination(&to)));
            if text.ends_with(' ') {
                out.push(' ');
            }
        }
        "img" => {
            let from = element.attribute("src")?;
            let alt = element.attribute("alt").unwrap_or_default();
            out.push_str(&format!(
                "![{}]({}{})",
                escape_text(&alt.replace('\n', " ")),
                destination(&from),
                title(element)
            ));
        }
        "span" | "font" => out.push_str(&inline(&element.children)?),
        name if is_inline(name) => {
            let text = inline(&element.children)?;
            out.push_str(&format!("{}{text}</{name}>", element.tag));
        }
        _ => return None,
    }
    Some(())
}

fn marked(mark: &str, element: &Element<'_>, out: &mut String) -> Option<()> {
    let text = inline(&element.children)?;
    let inner = text.trim();
    if inner.is_empty() {
        out.push_str(&text);
        return Some(());
    }
    if text.starts_with(' ') {
        space(out);
    }
    out.push_str(&format!("{mark}{inner}{mark}"));
    if text.ends_with(' ') {
        out.push(' ');
    }
    Some(())
}

fn destination(url: &str) -> String {
    if url.contains([' ', '(', ')', '<', '>']) {
        format!("<{}>", url.replace('<', "%3C").replace('>', "%3E"))
    } else {
        url.to_owned()
    }
}

fn title(element: &Element<'_>) -> String {
    let title = element.attribute("title").unwrap_or_default();
    if title.is_empty() || title.contains(['"', '\\', '\n']) {
        String::new()
    } else {
        format!(" \"{title}\"")
    }
}

/// Text without elements.
fn plain(nodes: &[Node<'_>]) -> Option<String> {
    let mut text = String::new();
    for node in nodes {
        match node {
            Node::Text(raw, _) => text.push_str(&decoded(raw)),
            Node::Element(element) if element.name == "br" => text.push('\n'),
            Node::Element(element) if matches!(element.name.as_str(), "code" | "span") => {
                text.push_str(&plain(&element.children)?);
            }
            _ => return None,
        }
    }
    Some(text)
}

fn block(element: &Element<'_>) -> Option<String> {
    if !element.is_plain() {
        return None;
    }
    let level = |name: &str| name.strip_prefix('h').and_then(|digit| digit.parse::<usize>().ok());
    match element.name.as_str() {
        "p" | "center" => inline(&element.children).map(|text| text.trim().to_owned()),
        name if level(name).is_some_and(|level| (1..=6).contains(&level)) => {
            let text = inline(&element.children)?;
            let text = text.replace("\\\n", " ");
            Some(format!("{} {}", "#".repeat(level(name)?), text.trim()))
        }
        "ul" => items(element, |_| "- ".into()),
        "ol" => items(element, |number| format!("{number}. ")),
        "blockquote" => Some(indented(&inner(&element.children)?, "> ", "> ")),
        "div" | "section" | "article" => inner(&element.children),
        "hr" => Some("* * *".into()),
        "pre" => {
            let text = plain(&element.children)?;
            let text = text.trim_matches('\n');
            let fence = if text.contains("```") { "````" } else { "```" };
            Some(format!("{fence}{}\n{text}\n{fence}", language(element)))
        }
        // A picture without words below it; one with words stays HTML, which Markdown has no figure for.
        "figure" => match element.children.iter().filter(|node| !is_blank(node)).collect::<Vec<_>>()[..] {
            [Node::Element(only)] if matches!(only.name.as_str(), "img" | "a") && only.is_plain() => {
                inline(&element.children).map(|text| text.trim().to_owned())
            }
            _ => None,
        },
        _ => None,
    }
}

fn is_blank(node: &Node<'_>) -> bool {
    matches!(node, Node::Text(text, _) if text.trim().is_empty())
}

/// Blocks, or a line of text, within a block.
fn inner(nodes: &[Node<'_>]) -> Option<String> {
    let mut parts: Vec<String> = Vec::new();
    let mut run = String::new();
    for node in nodes {
        match node {
            Node::Element(element) if !is_inline(&element.name) => {
                parts.push(std::mem::take(&mut run));
                parts.push(block(element)?);
            }
            node => inline_node(node, false, &mut run)?,
        }
    }
    parts.push(run);
    let parts: Vec<&str> = parts.iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect();
    Some(parts.join("\n\n"))
}

fn items(list: &Element<'_>, mark: impl Fn(usize) -> String) -> Option<String> {
    let mut lines = Vec::new();
    let mut loose = false;
    for node in list.children.iter().filter(|node| !is_blank(node)) {
        let Node::Element(item) = node else { return None };
        if item.name != "li" || !item.is_plain() {
            return None;
        }
        let mark = mark(lines.len() + 1);
        let text = inner(&item.children)?;
        let has_blocks = item.children.iter().filter(|node| is_paragraph(node)).count() > 1;
        loose |= has_blocks;
        // A list in an item stands close below its text.
        let text = if has_blocks { text } else { text.replace("\n\n", "\n") };
        lines.push(indented(&text, &mark, &" ".repeat(mark.len())));
    }
    Some(lines.join(if loose { "\n\n" } else { "\n" }))
}

fn is_paragraph(node: &Node<'_>) -> bool {
    matches!(node, Node::Element(element) if matches!(element.name.as_str(), "p" | "pre" | "blockquote"))
}

fn indented(text: &str, first: &str, rest: &str) -> String {
    let mut out = String::new();
    for (at, line) in text.lines().enumerate() {
        let mark = if at == 0 { first } else { rest };
        if at > 0 {
            out.push('\n');
        }
        out.push_str(if line.is_empty() { mark.trim_end() } else { mark });
        out.push_str(line);
    }
    out
}

/// The language that usual highlighters name in a class.
fn language(pre: &Element<'_>) -> String {
    let code = pre.children.iter().find_map(|node| match node {
        Node::Element(element) if element.name == "code" => element.attribute("class"),
        _ => None,
    });
    let classes = format!("{} {}", pre.attribute("class").unwrap_or_default(), code.unwrap_or_default());
    let classes = classes.replace("brush: ", "language-").replace("brush:", "language-");
    let named = classes
        .split([' ', ';'])
        .find_map(|class| class.strip_prefix("language-").or(class.strip_prefix("lang-")));
    named.unwrap_or_default().to_owned()
}
