//! Text, `{{ outputs }}` and `{% tags %}` of a template, by the rules of Liquid's own tokenizer.

use memchr::memmem;
use std::ops::Range;

/// A piece of a template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token<'t> {
    /// What it is.
    pub kind: Kind<'t>,
    /// Where it stands in the template, braces included.
    pub range: Range<usize>,
}

/// What a piece is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind<'t> {
    /// As it stands, white space control carried out.
    Text(&'t str),
    /// `{{ … }}`: what stands within.
    Output(&'t str),
    /// `{% name … %}`.
    Tag {
        /// Its name.
        name: &'t str,
        /// The rest.
        args: &'t str,
    },
    /// Braces that open and never close.
    Unclosed,
}

/// The pieces of `template`. What stands between `raw` and `endraw` is text; `comment`s are left to the parser.
#[must_use]
pub fn tokens(template: &str) -> Vec<Token<'_>> {
    let mut lexer = Lexer {
        template,
        at: 0,
        trim: false,
        tokens: Vec::new(),
        no_endraw: false,
        no_tag_end: false,
        no_output_end: false,
    };
    lexer.run();
    lexer.tokens
}

struct Lexer<'t> {
    template: &'t str,
    at: usize,
    /// Whether the last tag asked for the white space after it to go.
    trim: bool,
    tokens: Vec<Token<'t>>,
    // What was looked for in vain once is not looked for again, so that many openings without an end stay linear.
    no_endraw: bool,
    no_tag_end: bool,
    no_output_end: bool,
}

impl<'t> Lexer<'t> {
    fn run(&mut self) {
        let template = self.template;
        while let Some(open) = self.next_open() {
            let rest = &template[open..];
            let is_tag = rest.as_bytes()[1] == b'%';
            let close = if is_tag { "%}" } else { "}" };
            let hopeless = if is_tag { &mut self.no_tag_end } else { &mut self.no_output_end };
            let found = (!*hopeless).then(|| memmem::find(&rest.as_bytes()[2..], close.as_bytes())).flatten();
            let Some(inner_end) = found.map(|at| at + 2) else {
                *hopeless = true;
                self.text(open, false);
                self.push(Kind::Unclosed, open..open + 2);
                self.at = open + 2;
                continue;
            };
            let end = inner_end + if is_tag || rest[inner_end..].starts_with("}}") { 2 } else { 1 };
            if !is_tag && end == inner_end + 1 {
                self.text(open, false);
                self.push(Kind::Unclosed, open..open + end);
                self.at = open + end;
                continue;
            }
            let inner = &rest[2..inner_end];
            let (trim_before, inner) = strip_dash(inner.strip_prefix('-').ok_or(inner));
            let (trim_after, inner) = strip_dash(inner.strip_suffix('-').ok_or(inner));
            self.text(open, trim_before);
            self.trim = trim_after;
            self.at = open + end;
            let range = open..open + end;
            if !is_tag {
                self.push(Kind::Output(inner.trim()), range);
                continue;
            }
            let inner = inner.trim();
            let name_end = inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
            let (name, args) = inner.split_at(name_end);
            if name == "raw" {
                self.raw(range);
            } else {
                self.push(Kind::Tag { name, args: args.trim() }, range);
            }
        }
        self.text(template.len(), false);
    }

    fn next_open(&self) -> Option<usize> {
        let bytes = self.template.as_bytes();
        memchr::memchr_iter(b'{', &bytes[self.at..])
            .map(|at| self.at + at)
            .find(|at| matches!(bytes.get(at + 1), Some(b'{' | b'%')))
    }

    /// What stands from here to `end`, as text.
    fn text(&mut self, end: usize, trim_end: bool) {
        let mut text = &self.template[self.at..end];
        let mut start = self.at;
        if std::mem::take(&mut self.trim) {
            let trimmed = text.trim_start();
            start += text.len() - trimmed.len();
            text = trimmed;
        }
        if trim_end {
            text = text.trim_end();
        }
        if !text.is_empty() {
            self.push(Kind::Text(text), start..start + text.len());
        }
    }

    fn raw(&mut self, tag: Range<usize>) {
        let template = self.template;
        let mut from = tag.end;
        while let Some(at) = (!self.no_endraw).then(|| template[from..].find("{%")).flatten() {
            let open = from + at;
            if let Some((trim, trim_after, end)) = endraw(&template[open + 2..]) {
                self.text(open, trim);
                self.trim = trim_after;
                self.at = open + 2 + end;
                return;
            }
            from = open + 2;
        }
        self.no_endraw = true;
        self.push(Kind::Tag { name: "raw", args: "" }, tag);
    }

    fn push(&mut self, kind: Kind<'t>, range: Range<usize>) {
        self.tokens.push(Token { kind, range });
    }
}

fn strip_dash<'t>(found: Result<&'t str, &'t str>) -> (bool, &'t str) {
    match found {
        Ok(rest) => (true, rest),
        Err(whole) => (false, whole),
    }
}

/// Whether `text`, which follows a `{%`, closes a raw block: whether it trims before and after, and its length.
fn endraw(text: &str) -> Option<(bool, bool, usize)> {
    let (trim, rest) = strip_dash(text.strip_prefix('-').ok_or(text));
    let rest = rest.trim_start().strip_prefix("endraw")?;
    let rest = rest.trim_start();
    let (trim_after, rest) = strip_dash(rest.strip_prefix('-').ok_or(rest));
    let rest = rest.strip_prefix("%}")?;
    Some((trim, trim_after, text.len() - rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(template: &str) -> Vec<Kind<'_>> {
        tokens(template).into_iter().map(|token| token.kind).collect()
    }

    #[test]
    fn text_outputs_and_tags() {
        assert_eq!(
            kinds("a {{ b }} {%- if c -%} d"),
            [Kind::Text("a "), Kind::Output("b"), Kind::Tag { name: "if", args: "c" }, Kind::Text("d"),]
        );
    }

    #[test]
    fn raw_is_text_whatever_stands_in_it() {
        assert_eq!(
            kinds("{% raw %}{{ x }} {% y {%- endraw -%} z"),
            [Kind::Text("{{ x }} {% y"), Kind::Text("z")]
        );
        assert_eq!(kinds("{% raw %}x")[0], Kind::Tag { name: "raw", args: "" });
    }

    #[test]
    fn what_never_closes_is_told() {
        assert_eq!(kinds("{{ a"), [Kind::Unclosed, Kind::Text(" a")]);
        assert_eq!(kinds("{{ a }b"), [Kind::Unclosed, Kind::Text("b")]);
        assert_eq!(kinds("a { b % c"), [Kind::Text("a { b % c")]);
    }
}
