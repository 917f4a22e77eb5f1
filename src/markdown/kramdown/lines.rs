//! The pass over a source's lines: where blocks begin and end, by kramdown's rules.

use super::attributes::Attributes;
use super::measure::{closes_fence, marker, width};
use super::{Meaning, Prepared, Token, definitions, table};
use rustc_hash::{FxHashMap, FxHashSet};
use std::borrow::Cow;

/// Makes `source` readable for the parser.
pub(super) fn prepare(source: &str, mark: char, parse_block_html: bool) -> Prepared<'_> {
    let mut lines = Lines {
        source,
        mark,
        parse_block_html,
        out: String::with_capacity(source.len() + source.len() / 8 + 16),
        tokens: Vec::new(),
        lists: FxHashMap::default(),
        abbreviations: Vec::new(),
        indents: Vec::new(),
        fence: None,
        after_blank: true,
        in_code: false,
        after_attributes: false,
        paragraph: 0,
        in_row: false,
        no_table: false,
        in_note: false,
        references: FxHashSet::default(),
        depth: 0,
        searched: 0,
    };
    if source.contains("] [") {
        lines.references = source.lines().filter_map(definitions::reference).collect();
    }
    lines.run();
    lines.resolve();
    lines.abbreviations.sort_by(|a, b| (b.0.len(), &a.0).cmp(&(a.0.len(), &b.0)));
    Prepared { text: Cow::Owned(lines.out), tokens: lines.tokens, abbreviations: lines.abbreviations, mark }
}

pub(super) struct Lines<'s> {
    pub(super) source: &'s str,
    pub(super) out: String,
    pub(super) parse_block_html: bool,
    /// How deep in elements with Markdown in them.
    pub(super) depth: usize,
    /// Bytes that were searched in vain; past a limit nothing is searched for any more, which keeps the pass linear.
    pub(super) searched: usize,
    pub(super) mark: char,
    pub(super) tokens: Vec<Token>,
    /// `{:name: …}`.
    pub(super) lists: FxHashMap<String, Attributes>,
    pub(super) abbreviations: Vec<(String, String)>,
    /// Where the content of each open list item begins.
    pub(super) indents: Vec<usize>,
    fence: Option<(u8, usize)>,
    pub(super) after_blank: bool,
    in_code: bool,
    pub(super) after_attributes: bool,
    /// How many lines the paragraph has that is open outside of lists; one that begins where kramdown has no block begin has
    /// one more.
    paragraph: usize,
    /// Whether the line is a row of a table.
    pub(super) in_row: bool,
    /// Whether the open paragraph has the rows of a table that is none.
    pub(super) no_table: bool,
    /// Whether a note's first line came last.
    in_note: bool,
    /// The names of all `[name]: …`, in lower case.
    pub(super) references: FxHashSet<String>,
}

impl<'s> Lines<'s> {
    fn run(&mut self) {
        let mut at = 0;
        while at < self.source.len() {
            let end = self.source[at..].find('\n').map_or(self.source.len(), |found| at + found + 1);
            at = self.line(at, end);
        }
    }

    /// Text within an element, read as blocks.
    pub(super) fn nested(&mut self, inner: &str) {
        let mut inside = Lines {
            source: inner,
            out: std::mem::take(&mut self.out),
            tokens: std::mem::take(&mut self.tokens),
            lists: std::mem::take(&mut self.lists),
            abbreviations: std::mem::take(&mut self.abbreviations),
            indents: Vec::new(),
            fence: None,
            after_blank: true,
            in_code: false,
            after_attributes: false,
            paragraph: 0,
            in_row: false,
            no_table: false,
            in_note: false,
            references: std::mem::take(&mut self.references),
            depth: self.depth + 1,
            ..*self
        };
        inside.run();
        self.searched = inside.searched;
        self.out = inside.out;
        self.tokens = inside.tokens;
        self.lists = inside.lists;
        self.abbreviations = inside.abbreviations;
        self.references = inside.references;
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// Appends a token for what was `written`.
    pub(super) fn token(&mut self, meaning: Meaning, written: &str) {
        let number = self.tokens.len();
        self.out.push('{');
        self.out.push(self.mark);
        self.out.push_str(&number.to_string());
        self.out.push('}');
        self.tokens.push(Token { meaning, written: written.to_owned() });
    }

    /// Appends a token as a block of its own.
    pub(super) fn block(&mut self, meaning: Meaning, written: &str, indent: &str) {
        self.end_block();
        self.out.push_str(indent);
        self.token(meaning, written);
        self.out.push_str("\n\n");
        self.after_blank = true;
    }

    /// Ends what stands before with an empty line.
    fn end_block(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with("\n\n") {
            self.out.push_str(if self.out.ends_with('\n') { "\n" } else { "\n\n" });
        }
    }

    /// Takes the line from `start` to `end`, or a block that begins with it; returns where it stopped.
    fn line(&mut self, start: usize, end: usize) -> usize {
        let source = self.source;
        let whole = &source[start..end];
        let line = whole.trim_end_matches('\n');
        let text = line.trim_start_matches([' ', '\t']);
        if let Some((mark, length)) = self.fence {
            if closes_fence(line, mark, length, self.indents.last().copied().unwrap_or(0)) {
                self.fence = None;
            }
            return self.copy(whole, end);
        }
        if text.is_empty() {
            self.out.push('\n');
            self.after_blank = true;
            self.after_attributes = false;
            (self.paragraph, self.in_note, self.no_table) = (0, false, false);
            return end;
        }
        let indent = width(&line[..line.len() - text.len()]);
        // A note goes on in lines that are indented; what is not is a paragraph of its own.
        if std::mem::take(&mut self.in_note) && indent < 4 && !text.starts_with("[^") {
            self.end_block();
            self.after_blank = true;
        }
        if self.after_blank {
            while self.indents.last().is_some_and(|content| *content > indent) {
                self.indents.pop();
            }
        }
        let base = self.indents.last().copied().unwrap_or(0);
        self.in_code = indent >= base + 4 && (self.in_code || self.after_blank);
        if self.in_code {
            return self.copy(whole, end);
        }
        let boundary = std::mem::replace(&mut self.after_blank, false);
        let white = &line[..line.len() - text.len()];
        if let Some(next) = self.special(start, end, white, text, boundary) {
            self.after_attributes &= text.starts_with("{:");
            self.paragraph = 0;
            return next;
        }
        self.after_attributes = false;
        self.in_note = text.starts_with("[^") && text.contains("]:");
        self.out.push_str(white);
        if self.stays_text(text, boundary) {
            self.token(Meaning::Inline(String::new()), "");
        }
        let item = self.markers(text, indent);
        if item.len() < text.len()
            && item.contains('|')
            && let Some(next) = self.item_table(item, end)
        {
            return next;
        }
        if !self.open_fence(item, end) {
            self.token(Meaning::Inline(String::new()), "");
        }
        if self.fence.is_some() {
            self.out.push_str(item);
        } else {
            self.running(item);
        }
        if whole.ends_with('\n') {
            self.out.push('\n');
        }
        end
    }

    /// Whether a line that is more to CommonMark is text to kramdown, and counts the lines of paragraphs: a line of `---`
    /// makes a heading of one line alone, a rule and a table begin where a block may begin, and an element of a line begins
    /// no block.
    fn stays_text(&mut self, text: &str, boundary: bool) -> bool {
        if text.starts_with('<') && super::blocks::is_lone_span(text.trim_end()) {
            self.paragraph += 1;
            return true;
        }
        let before = self.paragraph;
        let starts_other = text.starts_with(['#', '>', '`', '~', '<']) || marker(text).is_some();
        if starts_other || !self.indents.is_empty() {
            self.paragraph = 0;
            return false;
        }
        let bare = text.trim_end();
        let all = |signs: &str| bare.chars().all(|c| signs.contains(c));
        if before == 0 {
            // After a heading or a rule without an empty line, kramdown has no block begin either.
            self.paragraph = if bare.len() >= 3 && (all("- ") || all("*") || all("_")) {
                0
            } else if boundary {
                1
            } else {
                2
            };
            return false;
        }
        self.paragraph += 1;
        let underline = before > 1 && (all("-") || all("="));
        let rule = bare.len() >= 3 && (all("*") || all("_"));
        let table = (before > 1 || self.no_table) && bare.contains('|') && bare.contains('-') && all("|:- ");
        underline || rule || table
    }

    pub(super) fn in_top_level(&self) -> bool {
        self.indents.is_empty()
    }

    /// Whether enough was found so far to go on searching far.
    pub(super) fn may_search(&self) -> bool {
        self.searched <= 16 * self.source.len() + 4096
    }

    fn copy(&mut self, whole: &str, end: usize) -> usize {
        self.out.push_str(whole);
        self.after_blank = false;
        end
    }

    /// A line that begins something of kramdown's own; returns where that ends.
    fn special(
        &mut self,
        start: usize,
        end: usize,
        white: &str,
        text: &'s str,
        boundary: bool,
    ) -> Option<usize> {
        let begin = start + white.len();
        let may_search = self.may_search();
        match text.as_bytes()[0] {
            b'{' if text.starts_with("{::") && may_search => self.extension_block(begin, white),
            b'{' if text.starts_with("{:") => {
                self.attribute_line(white, text.trim_end(), boundary).then_some(end)
            }
            b'*' if text.starts_with("*[") => self.abbreviation(text).then_some(end),
            b'>' if text.trim_end().ends_with('}') => {
                self.quoted_attributes(white, text.trim_end()).then_some(end)
            }
            b'^' if text.trim_end() == "^" => {
                self.indents.clear();
                self.block(Meaning::Boundary, "^", "");
                Some(end)
            }
            b'$' if boundary && text.starts_with("$$") && may_search => self.math_block(begin, white),
            b'<' if may_search => {
                let stop = self.html_block(begin, white)?;
                let line_end = self.source[stop..].find('\n').map_or(self.source.len(), |at| stop + at);
                let rest_is_blank = self.source[stop..line_end].trim().is_empty();
                Some(if rest_is_blank { (line_end + 1).min(self.source.len()) } else { stop })
            }
            _ if boundary && text.contains('|') && !table::begins_other(text, &self.source[end..]) => {
                self.table(start, white)
            }
            _ => None,
        }
    }

    /// Appends the markers of list items that `text` begins with; returns what follows them.
    fn markers(&mut self, text: &'s str, indent: usize) -> &'s str {
        let (mut text, mut column) = (text, indent);
        for _ in 0..8 {
            let rule = text.trim_end();
            let is_rule =
                rule.len() >= 3 && rule.bytes().all(|b| matches!(b, b'*' | b'-' | b'_' | b' ' | b'\t'));
            let Some(length) = marker(text).filter(|_| !is_rule) else { break };
            let after = &text[length..];
            let blanks = after.len() - after.trim_start_matches([' ', '\t']).len();
            let content = column + length + if blanks > 4 || blanks == after.len() { 1 } else { blanks };
            while self.indents.last().is_some_and(|own| *own > column) {
                self.indents.pop();
            }
            self.indents.push(content);
            let taken = (length + blanks).min(text.len());
            self.out.push_str(&text[..taken]);
            text = &text[taken..];
            column = content;
        }
        // `1)` begins a list in CommonMark alone.
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        if (1..10).contains(&digits) && text[digits..].starts_with(") ") {
            self.out.push_str(&text[..digits]);
            self.out.push_str("\\)");
            text = &text[digits + 1..];
        }
        text
    }

    /// Opens the block of code that `text` begins, whose line ends at `end`. `false` if it would begin one for CommonMark
    /// alone: to kramdown its language is one word, and its end has to come (`parser/gfm.rb`, FENCED_CODEBLOCK_MATCH).
    fn open_fence(&mut self, text: &str, end: usize) -> bool {
        let bare = text.trim_start_matches(['>', ' ']);
        let Some(mark @ (b'`' | b'~')) = bare.bytes().next() else { return true };
        let length = bare.bytes().take_while(|byte| *byte == mark).count();
        let info = bare[length..].trim();
        if length < 3 || mark == b'`' && info.contains('`') {
            return true;
        }
        // What could keep it from being one has no place before the sign of a quote.
        let in_quote = bare.len() < text.len();
        if !in_quote && (info.contains(char::is_whitespace) || !self.is_closed(end, mark, length)) {
            return false;
        }
        self.fence = Some((mark, length));
        true
    }

    /// Whether a block of code that begins before `start` has an end.
    fn is_closed(&mut self, start: usize, mark: u8, length: usize) -> bool {
        let base = self.indents.last().copied().unwrap_or(0);
        let rest = &self.source[start..];
        let found = self.may_search() && rest.lines().any(|line| closes_fence(line, mark, length, base));
        if !found {
            self.searched += rest.len();
        }
        found
    }

    /// Running text, or a heading whose id is given at its end.
    fn running(&mut self, text: &str) {
        let trimmed = text.trim_end();
        if trimmed.ends_with('}')
            && let Some((before, id)) = trimmed[..trimmed.len() - 1].rsplit_once("{#")
            && before.ends_with([' ', '\t'])
            && id.starts_with(|c: char| c.is_ascii_alphabetic())
            && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | ':' | '-'))
        {
            let before = before.trim_end();
            self.inline(before);
            let attributes = Attributes { id: Some(id.to_owned()), ..Attributes::default() };
            self.token(Meaning::Previous(attributes), &trimmed[before.len()..]);
            return;
        }
        self.inline(text);
    }

    /// Puts in what named attribute lists say, wherever they stood.
    fn resolve(&mut self) {
        for token in &mut self.tokens {
            if let Meaning::Previous(own) | Meaning::Next(own) | Meaning::Span(own) = &mut token.meaning {
                let mut whole = Attributes::default();
                own.references
                    .iter()
                    .filter_map(|name| self.lists.get(name))
                    .for_each(|list| whole.add(list));
                whole.add(own);
                whole.references = std::mem::take(&mut own.references);
                *own = whole;
            }
        }
    }
}
