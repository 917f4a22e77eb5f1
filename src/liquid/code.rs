//! `highlight`: code as Markdown, or as HTML where no Markdown is read.

use super::parse::Node;
use super::run::Run;

/// How far back an element is looked for that is open.
const BACK: usize = 16 << 10;

/// Elements in which Markdown is not read.
const BLOCKS: [&str; 13] = [
    "div",
    "section",
    "article",
    "details",
    "figure",
    "table",
    "td",
    "aside",
    "center",
    "blockquote",
    "ul",
    "ol",
    "li",
];

impl Run<'_> {
    /// Code as a fence at the tag's own indentation, so that it stays in the list that the tag stands in.
    pub(super) fn highlight(&mut self, info: &str, body: &[Node<'_>], out: &mut String) {
        let mut code = String::new();
        self.nodes(body, &mut code);
        let code = code.trim_start_matches(['\n', '\r']).trim_end();
        let in_html = is_in_html(out);
        if let Some(html) = self.host.code(info, code, in_html) {
            // Code with empty lines is a block of its own, whatever it stands in.
            if in_html {
                out.push_str("\n\n");
            }
            out.push_str(&html);
            return;
        }
        let line = &out[out.rfind('\n').map_or(0, |at| at + 1)..];
        let column = line.chars().count();
        let is_item = line.trim_start().trim_end_matches([' ', '\t']).trim_end_matches(['.', ')']);
        let in_item = !line.trim().is_empty()
            && line.ends_with([' ', '\t'])
            && (matches!(is_item, "*" | "-" | "+") || is_item.bytes().all(|b| b.is_ascii_digit()));
        let indent = if in_item || line.trim().is_empty() {
            " ".repeat(column.min(64))
        } else {
            let own = line.len() - line.trim_start().len();
            " ".repeat(own.min(64))
        };
        if !in_item {
            out.truncate(out.trim_end_matches([' ', '\t']).len());
            out.push_str("\n\n");
            out.push_str(&indent);
        }
        let longest = code.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        let fence = "`".repeat(longest.max(2) + 1);
        out.push_str(&fence);
        out.push_str(info);
        out.push('\n');
        for line in code.lines() {
            let own = line.len() - line.trim_start_matches(' ').len();
            out.push_str(&indent);
            out.push_str(&line[own.min(indent.len())..]);
            out.push('\n');
        }
        out.push_str(&indent);
        out.push_str(&fence);
        out.push_str("\n\n");
    }
}

/// Whether the end of `text` lies in an element whose content is no Markdown.
fn is_in_html(text: &str) -> bool {
    let mut start = text.len().saturating_sub(BACK);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let near = &text[start..];
    let begins = |tag: &str| {
        let ends = |rest: &str| rest.starts_with(['>', ' ', '\n']);
        near.match_indices(tag).filter(|(at, _)| ends(&near[at + tag.len()..])).count()
    };
    near.contains('<')
        && !near.contains("markdown=")
        && BLOCKS.iter().any(|name| begins(&format!("<{name}")) > begins(&format!("</{name}")))
}
