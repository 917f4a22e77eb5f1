//! Tokens to a tree. What cannot be understood stays as it was written, with a note of it.

use super::args::{assign, cycle, for_parts, highlight_info, include, when_values};
use super::expr::{Condition, Expr, Filtered, Reader};
use super::lex::{Kind, Token, tokens};
use super::{Note, What};
use rustc_hash::FxHashSet;
use std::ops::Range;
use std::sync::Arc;

/// Blocks within blocks; Liquid's own limit.
pub const DEPTH: usize = 100;

/// A part of a template.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names are Liquid's")]
pub enum Node<'t> {
    Text(&'t str),
    /// Stays as it was written.
    Kept(&'t str),
    Output {
        value: Filtered,
        range: Range<usize>,
        source: &'t str,
    },
    Assign {
        name: Arc<str>,
        value: Filtered,
        range: Range<usize>,
        source: &'t str,
    },
    Capture {
        name: Arc<str>,
        body: Vec<Node<'t>>,
    },
    /// `if` and `unless`: the first branch whose condition holds.
    If(Vec<Branch<'t>>),
    Case {
        value: Expr,
        branches: Vec<When<'t>>,
    },
    For(Box<For<'t>>),
    IfChanged(Vec<Node<'t>>),
    Cycle {
        group: Option<Expr>,
        key: &'t str,
        values: Vec<Expr>,
    },
    /// `increment` and `decrement`.
    Count {
        name: Arc<str>,
        up: bool,
    },
    Break,
    Continue,
    Include(Box<Include<'t>>),
    Highlight {
        info: String,
        body: Vec<Node<'t>>,
    },
    PostUrl {
        name: &'t str,
        range: Range<usize>,
        source: &'t str,
    },
    Link {
        path: &'t str,
        range: Range<usize>,
        source: &'t str,
    },
    Gist {
        args: &'t str,
    },
}

/// A branch of an `if`.
#[derive(Debug)]
pub struct Branch<'t> {
    /// `None` is `else`.
    pub condition: Option<Condition>,
    /// `unless` turns its first condition around.
    pub negated: bool,
    /// What it shows.
    pub body: Vec<Node<'t>>,
}

/// A branch of a `case`.
#[derive(Debug)]
pub struct When<'t> {
    /// `None` is `else`.
    pub values: Option<Vec<Expr>>,
    /// What it shows.
    pub body: Vec<Node<'t>>,
}

/// A loop.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names are Liquid's")]
pub struct For<'t> {
    pub name: Arc<str>,
    pub list: Expr,
    pub reversed: bool,
    pub limit: Option<Expr>,
    pub offset: Option<Expr>,
    /// `offset: continue`: from where the last loop over the list ended.
    pub resumes: bool,
    /// The variable and the list as written.
    pub key: Arc<str>,
    pub body: Vec<Node<'t>>,
    pub otherwise: Vec<Node<'t>>,
    /// A table's cells instead of plain repetition: `tablerow`, with its columns.
    pub cells: Option<Option<Expr>>,
}

/// `include` and `include_relative`.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names are Jekyll's")]
pub struct Include<'t> {
    pub file: &'t str,
    pub relative: bool,
    pub params: Vec<(Arc<str>, Expr)>,
    pub range: Range<usize>,
    pub source: &'t str,
}

enum Open<'t> {
    /// A block whose beginning was not understood: its end stays as text too.
    Kept,
    Capture(Arc<str>),
    If {
        done: Vec<Branch<'t>>,
        condition: Option<Condition>,
        negated: bool,
    },
    /// Before the first `when` nothing is shown.
    Case {
        value: Expr,
        done: Vec<When<'t>>,
        values: Option<Vec<Expr>>,
        begun: bool,
    },
    For {
        parts: Box<For<'t>>,
        otherwise: bool,
    },
    IfChanged,
    Highlight(String),
}

struct Frame<'t> {
    open: Open<'t>,
    name: &'t str,
    range: Range<usize>,
    nodes: Vec<Node<'t>>,
}

/// Parses a template.
pub fn parse<'t>(template: &'t str, notes: &mut Vec<Note>) -> Vec<Node<'t>> {
    let mut parser = Parser {
        template,
        stack: Vec::new(),
        top: Vec::new(),
        notes,
        comments: 0,
        unknown: FxHashSet::default(),
    };
    for token in tokens(template) {
        parser.token(token);
    }
    parser.finish()
}

struct Parser<'t, 'n> {
    template: &'t str,
    stack: Vec<Frame<'t>>,
    top: Vec<Node<'t>>,
    notes: &'n mut Vec<Note>,
    comments: usize,
    /// Unknown tags, whose `end…` is not worth a second note.
    unknown: FxHashSet<&'t str>,
}

impl<'t> Parser<'t, '_> {
    fn token(&mut self, token: Token<'t>) {
        let Token { kind, range } = token;
        if self.comments > 0 {
            match kind {
                Kind::Tag { name: "comment", .. } => self.comments += 1,
                Kind::Tag { name: "endcomment", .. } => self.comments -= 1,
                _ => {}
            }
            return;
        }
        let source = &self.template[range.clone()];
        match kind {
            Kind::Text(text) => self.push(Node::Text(text)),
            Kind::Unclosed => self.keep(range, What::Unclosed { tag: source.to_owned() }),
            Kind::Output(inner) => match Reader::new(inner).filtered() {
                Some(value) => self.push(Node::Output { value, range, source }),
                None => self.keep(range, What::Syntax),
            },
            Kind::Tag { name, args } => self.tag(name, args, range, source),
        }
    }

    fn push(&mut self, node: Node<'t>) {
        self.stack.last_mut().map_or(&mut self.top, |frame| &mut frame.nodes).push(node);
    }

    fn keep(&mut self, range: Range<usize>, what: What) {
        self.push(Node::Kept(&self.template[range.clone()]));
        self.notes.push(Note { include: None, range, what });
    }

    fn open(&mut self, name: &'t str, range: Range<usize>, open: Option<Open<'t>>) {
        if self.stack.len() >= DEPTH {
            return self.keep(range, What::TooDeep);
        }
        let open = open.unwrap_or_else(|| {
            self.keep(range.clone(), What::Syntax);
            Open::Kept
        });
        self.stack.push(Frame { open, name, range, nodes: Vec::new() });
    }

    fn tag(&mut self, name: &'t str, args: &'t str, range: Range<usize>, source: &'t str) {
        let node = match name {
            "comment" => {
                self.comments = 1;
                return;
            }
            "" if source.trim_start_matches(['{', '%', '-', ' ']).starts_with('#') => return,
            "if" | "unless" => {
                let condition = Reader::new(args).condition();
                let negated = name == "unless";
                let open = condition.map(|c| Open::If { done: Vec::new(), condition: Some(c), negated });
                return self.open(name, range, open);
            }
            "case" => {
                let value = Reader::new(args).expr();
                let open =
                    value.map(|value| Open::Case { value, done: Vec::new(), values: None, begun: false });
                return self.open(name, range, open);
            }
            "for" | "tablerow" => {
                let parts = for_parts(args, name == "tablerow");
                let open = parts.map(|parts| Open::For { parts: Box::new(parts), otherwise: false });
                return self.open(name, range, open);
            }
            "capture" => {
                let name_of = args.trim_matches(['"', '\'']);
                let open = (!name_of.is_empty()).then(|| Open::Capture(name_of.into()));
                return self.open(name, range, open);
            }
            "ifchanged" => return self.open(name, range, Some(Open::IfChanged)),
            "highlight" => return self.open(name, range, highlight_info(args).map(Open::Highlight)),
            "elsif" | "else" | "when" => return self.branch(name, args, range),
            "raw" => return self.keep(range, What::Unclosed { tag: source.to_owned() }),
            "assign" => {
                assign(args).map(|(name, value)| Node::Assign { name, value, range: range.clone(), source })
            }
            "echo" => {
                Reader::new(args).filtered().map(|value| Node::Output { value, range: range.clone(), source })
            }
            "break" => Some(Node::Break),
            "continue" => Some(Node::Continue),
            "cycle" => cycle(args),
            "increment" | "decrement" => {
                Some(Node::Count { name: args.into(), up: name == "increment" }).filter(|_| !args.is_empty())
            }
            "include" | "include_cached" | "include_relative" => include(args).map(|(file, params)| {
                let relative = name == "include_relative";
                Node::Include(Box::new(Include { file, relative, params, range: range.clone(), source }))
            }),
            "post_url" => Some(Node::PostUrl { name: args, range: range.clone(), source }),
            "link" => Some(Node::Link { path: args, range: range.clone(), source }),
            "gist" => Some(Node::Gist { args }).filter(|_| !args.is_empty()),
            _ => return self.end_or_unknown(name, range, source),
        };
        match node {
            Some(node) => self.push(node),
            None => self.keep(range, What::Syntax),
        }
    }

    /// `elsif`, `else` or `when`: closes a branch and begins the next.
    fn branch(&mut self, name: &'t str, args: &'t str, range: Range<usize>) {
        let Some(frame) = self.stack.last_mut() else {
            return self.keep(range, What::Stray { tag: name.to_owned() });
        };
        let next = match (&mut frame.open, name) {
            (Open::If { done, condition, negated }, "elsif" | "else") if condition.is_some() => {
                let next = if name == "else" { Some(None) } else { Reader::new(args).condition().map(Some) };
                next.map(|next| {
                    let body = std::mem::take(&mut frame.nodes);
                    done.push(Branch { condition: condition.take(), negated: *negated, body });
                    (*condition, *negated) = (next, false);
                })
            }
            (Open::Case { done, values, begun, .. }, "when" | "else") => {
                let next = if name == "else" { Some(None) } else { when_values(args).map(Some) };
                next.map(|next| {
                    let body = std::mem::take(&mut frame.nodes);
                    if std::mem::replace(begun, true) {
                        done.push(When { values: values.take(), body });
                    }
                    *values = next;
                })
            }
            (Open::For { parts, otherwise }, "else") if !*otherwise => {
                parts.body = std::mem::take(&mut frame.nodes);
                *otherwise = true;
                Some(())
            }
            (Open::Kept, _) => {
                let kept = Node::Kept(&self.template[range]);
                frame.nodes.push(kept);
                return;
            }
            _ => return self.keep(range, What::Stray { tag: name.to_owned() }),
        };
        if next.is_none() {
            self.keep(range, What::Syntax);
        }
    }

    fn end_or_unknown(&mut self, name: &'t str, range: Range<usize>, source: &'t str) {
        let Some(opened) = name.strip_prefix("end") else {
            self.unknown.insert(name);
            return self.keep(range, What::UnknownTag { name: name.to_owned() });
        };
        if self.stack.last().is_some_and(|frame| frame.name == opened) {
            if let Some(frame) = self.stack.pop() {
                self.close(frame, source);
            }
        } else if self.unknown.contains(opened) {
            self.push(Node::Kept(source));
        } else if self.stack.iter().any(|frame| frame.name == opened) {
            // The blocks within never close.
            while let Some(frame) = self.stack.pop() {
                if frame.name == opened {
                    self.close(frame, source);
                    return;
                }
                self.never_closed(frame);
            }
        } else {
            self.keep(range, What::Stray { tag: name.to_owned() });
        }
    }

    fn close(&mut self, frame: Frame<'t>, source: &'t str) {
        let body = frame.nodes;
        let node = match frame.open {
            Open::Kept => {
                body.into_iter().for_each(|node| self.push(node));
                Node::Kept(source)
            }
            Open::Capture(name) => Node::Capture { name, body },
            Open::If { mut done, condition, negated } => {
                done.push(Branch { condition, negated, body });
                Node::If(done)
            }
            Open::Case { value, mut done, values, begun } => {
                if begun {
                    done.push(When { values, body });
                }
                Node::Case { value, branches: done }
            }
            Open::For { mut parts, otherwise } => {
                *(if otherwise { &mut parts.otherwise } else { &mut parts.body }) = body;
                Node::For(parts)
            }
            Open::IfChanged => Node::IfChanged(body),
            Open::Highlight(info) => Node::Highlight { info, body },
        };
        self.push(node);
    }

    /// A block without an end stays as text, and what stands in it is shown.
    fn never_closed(&mut self, frame: Frame<'t>) {
        if !matches!(frame.open, Open::Kept) {
            self.keep(frame.range, What::Unclosed { tag: frame.name.to_owned() });
        }
        let branches: Vec<Vec<Node<'t>>> = match frame.open {
            Open::If { done, .. } => done.into_iter().map(|branch| branch.body).collect(),
            Open::Case { done, .. } => done.into_iter().map(|branch| branch.body).collect(),
            Open::For { parts, .. } => vec![parts.body],
            _ => Vec::new(),
        };
        branches.into_iter().flatten().chain(frame.nodes).for_each(|node| self.push(node));
    }

    fn finish(mut self) -> Vec<Node<'t>> {
        while let Some(frame) = self.stack.pop() {
            self.never_closed(frame);
        }
        self.top
    }
}
