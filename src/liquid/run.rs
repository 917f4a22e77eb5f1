//! Carries out a parsed template.

use super::expr::Expr;
use super::parse::{self, DEPTH, For, Include, Node};
use super::value::Value;
use super::{Host, Note, What};
use std::ops::Range;
use std::sync::Arc;

/// How many turns all loops of a body may take together.
const TURNS: usize = 1_000_000;
/// How many bytes a body, and any value in it, may grow to.
pub const BYTES: usize = 3 * 1024 * 1024;

/// What follows a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flow {
    /// The next one.
    Next,
    /// Nothing more of this turn.
    Continue,
    /// Nothing more of this loop.
    Break,
}

/// The state of one body.
pub struct Run<'h> {
    /// What can be asked.
    pub host: &'h dyn Host,
    notes: Vec<Note>,
    /// What `assign` and `capture` made.
    pub assigned: Vec<(Arc<str>, Value)>,
    /// Loop variables and `include`, the innermost last.
    pub scopes: Vec<(Arc<str>, Value)>,
    /// What `increment` and `decrement` count.
    pub counters: Vec<(Arc<str>, i64)>,
    cycles: Vec<(String, usize)>,
    /// How far the loops over each list came, for `offset: continue`.
    reached: Vec<(Arc<str>, usize)>,
    last_changed: Option<String>,
    include: Option<Arc<str>>,
    depth: usize,
    turns: usize,
    bytes: usize,
    /// Whether a limit was met.
    pub stopped: bool,
}

impl<'h> Run<'h> {
    /// A fresh state, with what the parser noted.
    #[must_use]
    pub fn new(host: &'h dyn Host, notes: Vec<Note>) -> Run<'h> {
        Run {
            host,
            notes,
            assigned: Vec::new(),
            reached: Vec::new(),
            scopes: Vec::new(),
            counters: Vec::new(),
            cycles: Vec::new(),
            last_changed: None,
            include: None,
            depth: 0,
            turns: 0,
            bytes: 0,
            stopped: false,
        }
    }

    /// All that was noted.
    #[must_use]
    pub fn into_notes(self) -> Vec<Note> {
        self.notes
    }

    /// Notes what stays as it was written.
    pub fn note(&mut self, range: &Range<usize>, what: What) {
        if self.notes.len() < super::NOTES {
            self.notes.push(Note { include: self.include.clone(), range: range.clone(), what });
        }
    }

    /// Counts what a value or a loop costs; past the limit the body ends where it is.
    pub fn spend(&mut self, bytes: usize, turns: usize) {
        self.bytes = self.bytes.saturating_add(bytes);
        self.turns = self.turns.saturating_add(turns);
        if (self.bytes > BYTES || self.turns > TURNS) && !std::mem::replace(&mut self.stopped, true) {
            self.note(&(0..0), What::TooMuch);
        }
    }

    /// Carries out `nodes` in order.
    pub fn nodes(&mut self, nodes: &[Node<'_>], out: &mut String) -> Flow {
        for node in nodes {
            if self.stopped {
                return Flow::Break;
            }
            let (before, spent) = (out.len(), self.bytes);
            let flow = self.node(node, out);
            // What the nodes within it wrote was counted there.
            let within = self.bytes - spent;
            self.spend(out.len().saturating_sub(before).saturating_sub(within), 0);
            if flow != Flow::Next {
                return flow;
            }
        }
        Flow::Next
    }

    fn node(&mut self, node: &Node<'_>, out: &mut String) -> Flow {
        match node {
            Node::Text(text) | Node::Kept(text) => out.push_str(text),
            Node::Output { value, range, source } => match self.filtered(value, range) {
                Some(value) => value.write(out),
                None => out.push_str(source),
            },
            Node::Assign { name, value, range, source } => match self.filtered(value, range) {
                Some(value) => self.assign(name, value),
                None => out.push_str(source),
            },
            Node::Capture { name, body } => {
                let mut text = String::new();
                let flow = self.nodes(body, &mut text);
                self.assign(name, text.into());
                return flow;
            }
            Node::If(branches) => {
                for branch in branches {
                    let holds = branch.condition.as_ref().is_none_or(|c| self.holds(c) != branch.negated);
                    if holds {
                        return self.nodes(&branch.body, out);
                    }
                }
            }
            Node::Case { value, branches } => {
                let value = self.expr(value);
                for when in branches {
                    let holds = when
                        .values
                        .as_ref()
                        .is_none_or(|values| values.iter().any(|own| self.expr(own).equals(&value)));
                    if holds {
                        return self.nodes(&when.body, out);
                    }
                }
            }
            Node::For(parts) => self.repeat(parts, out),
            Node::IfChanged(body) => {
                let mut text = String::new();
                self.nodes(body, &mut text);
                if self.last_changed.as_ref() != Some(&text) {
                    out.push_str(&text);
                    self.last_changed = Some(text);
                }
            }
            Node::Cycle { group, key, values } => {
                let key = group.as_ref().map_or_else(|| (*key).to_owned(), |group| self.expr(group).text());
                let at = match self.cycles.iter_mut().find(|(name, _)| *name == key) {
                    Some((_, at)) => {
                        *at += 1;
                        *at
                    }
                    None => {
                        self.cycles.push((key, 0));
                        0
                    }
                };
                self.expr(&values[at % values.len()]).write(out);
            }
            Node::Count { name, up } => {
                let at = self.counters.iter().position(|(own, _)| own == name).unwrap_or_else(|| {
                    self.counters.push((Arc::clone(name), 0));
                    self.counters.len() - 1
                });
                let counter = &mut self.counters[at].1;
                if !*up {
                    *counter -= 1;
                }
                out.push_str(&counter.to_string());
                if *up {
                    *counter += 1;
                }
            }
            Node::Break => return Flow::Break,
            Node::Continue => return Flow::Continue,
            Node::Include(include) => self.include(include, out),
            Node::Highlight { info, body } => self.highlight(info, body, out),
            Node::PostUrl { name, range, source } => {
                let name = self.template_text(name);
                match self.host.post_url(&name) {
                    Some(url) => out.push_str(&url),
                    None => {
                        out.push_str(source);
                        self.note(range, What::UnknownPost { name });
                    }
                }
            }
            Node::Link { path, range, source } => {
                let path = self.template_text(path);
                match self.host.link(&path) {
                    Some(url) => out.push_str(&url),
                    None => {
                        out.push_str(source);
                        self.note(range, What::UnknownLink { path });
                    }
                }
            }
            Node::Gist { args } => {
                let id = args.split_whitespace().next().unwrap_or_default().trim_matches(['"', '\'']);
                let id: String = id.chars().filter(|c| c.is_alphanumeric() || "/_-.".contains(*c)).collect();
                out.push_str(&format!("<a href=\"https://gist.github.com/{id}\">gist.github.com/{id}</a>"));
            }
        }
        Flow::Next
    }

    fn assign(&mut self, name: &Arc<str>, value: Value) {
        self.spend(size(&value), 0);
        match self.assigned.iter_mut().find(|(own, _)| own == name) {
            Some((_, old)) => *old = value,
            None => self.assigned.push((Arc::clone(name), value)),
        }
    }

    fn repeat(&mut self, parts: &For<'_>, out: &mut String) {
        let list = self.expr(&parts.list);
        // One more than there may be: so that a list which is too long is told.
        let mut items = list.items(TURNS + 1);
        let number = |run: &mut Self, expr: &Option<Expr>| {
            expr.as_ref().map(|expr| usize::try_from(run.expr(expr).int()).unwrap_or(0))
        };
        let before = self.reached.iter().position(|(key, _)| *key == parts.key);
        let offset = match before {
            Some(at) if parts.resumes => self.reached[at].1,
            _ => number(self, &parts.offset).unwrap_or(0),
        };
        items.drain(..offset.min(items.len()));
        if let Some(limit) = number(self, &parts.limit) {
            items.truncate(limit);
        }
        match before {
            Some(at) => self.reached[at].1 = offset + items.len(),
            None => self.reached.push((Arc::clone(&parts.key), offset + items.len())),
        }
        if parts.reversed {
            items.reverse();
        }
        if items.is_empty() {
            self.nodes(&parts.otherwise, out);
            return;
        }
        let columns = parts.cells.as_ref().map(|columns| number(self, columns).unwrap_or(items.len()).max(1));
        let parent = self.lookup("forloop");
        let count = items.len();
        for (at, item) in items.into_iter().enumerate() {
            self.spend(0, 1);
            if self.stopped {
                return;
            }
            if let Some(columns) = columns {
                if at % columns == 0 {
                    let row = at / columns + 1;
                    let before = if at == 0 { "" } else { "</tr>\n" };
                    let after = if at == 0 { "\n" } else { "" };
                    out.push_str(&format!("{before}<tr class=\"row{row}\">{after}"));
                }
                out.push_str(&format!("<td class=\"col{}\">", at % columns + 1));
            }
            self.scopes.push((Arc::from("forloop"), forloop(at, count, &parent)));
            self.scopes.push((Arc::clone(&parts.name), item));
            let flow = self.nodes(&parts.body, out);
            self.scopes.truncate(self.scopes.len() - 2);
            if columns.is_some() {
                out.push_str("</td>");
            }
            if flow == Flow::Break {
                break;
            }
        }
        if columns.is_some() {
            out.push_str("</tr>\n");
        }
    }

    fn include(&mut self, include: &Include<'_>, out: &mut String) {
        let name = self.template_text(include.file);
        let name = name.trim_matches(['"', '\'']);
        let host = self.host;
        let found = if self.depth >= DEPTH / 4 {
            self.note(&include.range, What::TooDeep);
            None
        } else {
            let found = if include.relative { host.include_relative(name) } else { host.include(name) };
            if found.is_none() {
                self.note(&include.range, What::UnknownInclude { name: name.to_owned() });
            }
            found
        };
        let Some((path, text)) = found else {
            out.push_str(include.source);
            return;
        };
        let params: Vec<(Arc<str>, Value)> =
            include.params.iter().map(|(key, value)| (Arc::clone(key), self.expr(value))).collect();
        self.scopes.push((Arc::from("include"), params.into()));
        let outer = self.include.replace(path);
        self.depth += 1;
        let mut notes = Vec::new();
        let nodes = parse::parse(&text, &mut notes);
        for note in notes {
            self.note(&note.range, note.what);
        }
        self.nodes(&nodes, out);
        self.depth -= 1;
        self.include = outer;
        self.scopes.pop();
    }

    /// A file name or path, in which variables may stand.
    fn template_text(&mut self, text: &str) -> String {
        if !text.contains("{{") {
            return text.to_owned();
        }
        let mut out = String::new();
        let nodes = parse::parse(text, &mut Vec::new());
        self.nodes(&nodes, &mut out);
        out.trim().to_owned()
    }
}

/// What a value weighs, lists in lists included: what a template builds up must not grow, or nest, without end.
pub fn size(value: &Value) -> usize {
    match value {
        Value::Str(text) => text.len(),
        Value::List(items) => {
            let mut total = 0;
            for item in items.iter() {
                total += 4 + if matches!(item, Value::Str(_)) { 0 } else { size(item) };
                if total > BYTES {
                    break;
                }
            }
            total
        }
        Value::Object(map) => map.get("items").map_or(0, size),
        _ => 0,
    }
}

fn forloop(at: usize, count: usize, parent: &Value) -> Value {
    let number = |n: usize| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    [
        ("index", number(at + 1)),
        ("index0", number(at)),
        ("rindex", number(count - at)),
        ("rindex0", number(count - at - 1)),
        ("first", Value::Bool(at == 0)),
        ("last", Value::Bool(at + 1 == count)),
        ("length", number(count)),
        ("parentloop", parent.clone()),
    ]
    .into_iter()
    .map(|(key, value)| (Arc::from(key), value))
    .collect::<Vec<_>>()
    .into()
}
