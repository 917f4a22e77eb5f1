//! Expressions: `page.title`, `"x" | relative_url`, `a == b and c`.

use super::value::Value;
use std::sync::Arc;

/// A value that is looked up when it is needed.
#[derive(Debug, Clone)]
pub enum Expr {
    /// As it stands.
    Literal(Value),
    /// `page.tags[0].name`.
    Path(Arc<str>, Vec<Step>),
    /// `(1..n)`.
    Range(Box<(Expr, Expr)>),
}

/// One step along a path.
#[derive(Debug, Clone)]
pub enum Step {
    /// `.name`.
    Name(Arc<str>),
    /// `[expression]`.
    At(Expr),
}

/// An expression through filters.
#[derive(Debug, Clone)]
pub struct Filtered {
    /// Where it begins.
    pub base: Expr,
    /// What it goes through.
    pub filters: Vec<Filter>,
}

/// One filter.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Its name.
    pub name: Arc<str>,
    /// What follows the colon; named arguments come without their names.
    pub args: Vec<Expr>,
}

/// What an `if` asks.
#[derive(Debug, Clone)]
pub struct Condition {
    /// Comparisons; each but the last is joined to all after it, as Liquid reads from the right.
    pub parts: Vec<(Comparison, Joint)>,
}

/// How a comparison is joined to those after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Joint {
    And,
    Or,
    End,
}

/// `left operator right`, or `left` alone.
#[derive(Debug, Clone)]
pub struct Comparison {
    /// What is asked about.
    pub left: Expr,
    /// The operator and its right side.
    pub right: Option<(Operator, Expr)>,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
}

/// How deep brackets in a path may nest.
const DEPTH: usize = 16;

/// Reads expressions from the text of a tag.
pub struct Reader<'t> {
    rest: &'t str,
    depth: usize,
}

impl<'t> Reader<'t> {
    /// A reader at the beginning of `text`.
    #[must_use]
    pub fn new(text: &'t str) -> Reader<'t> {
        Reader { rest: text.trim(), depth: 0 }
    }

    /// What is still to be read.
    #[must_use]
    pub fn rest(&self) -> &'t str {
        self.rest
    }

    /// Takes `mark` if it is next.
    pub fn take(&mut self, mark: &str) -> bool {
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest.trim_start();
                true
            }
            None => false,
        }
    }

    /// Takes the word if it is next.
    pub fn take_word(&mut self, word: &str) -> bool {
        let whole = self.rest.strip_prefix(word).is_some_and(|rest| !rest.starts_with(is_name));
        whole && self.take(word)
    }

    /// A name: letters, digits, `_` and `-`, with a `?` at its end.
    pub fn name(&mut self) -> Option<&'t str> {
        let mut end = self.rest.find(|c| !is_name(c)).unwrap_or(self.rest.len());
        if end == 0 {
            return None;
        }
        if self.rest[end..].starts_with('?') {
            end += 1;
        }
        let (name, rest) = self.rest.split_at(end);
        self.rest = rest.trim_start();
        Some(name)
    }

    /// One value, without filters.
    pub fn expr(&mut self) -> Option<Expr> {
        if self.depth > DEPTH {
            return None;
        }
        self.depth += 1;
        let found = self.expr_inner();
        self.depth -= 1;
        found
    }

    fn expr_inner(&mut self) -> Option<Expr> {
        let first = self.rest.chars().next()?;
        match first {
            '"' | '\'' => {
                let inner = &self.rest[1..];
                let end = inner.find(first)?;
                self.rest = inner[end + 1..].trim_start();
                Some(Expr::Literal(inner[..end].into()))
            }
            '(' => {
                self.take("(");
                let from = self.expr()?;
                if !self.take("..") {
                    return None;
                }
                let to = self.expr()?;
                self.take(")").then(|| Expr::Range(Box::new((from, to))))
            }
            '-' | '0'..='9' => self.number(),
            '[' => {
                self.take("[");
                let inner = self.expr()?;
                if !self.take("]") {
                    return None;
                }
                // `["a b"]` names a variable that no name can spell.
                match inner {
                    Expr::Literal(Value::Str(name)) => {
                        let steps = self.steps()?;
                        Some(Expr::Path(name, steps))
                    }
                    _ => None,
                }
            }
            _ => {
                let name = self.name()?;
                let literal = match name {
                    "nil" | "null" => Some(Value::Nil),
                    "true" => Some(Value::Bool(true)),
                    "false" => Some(Value::Bool(false)),
                    "empty" => Some(Value::Empty),
                    "blank" => Some(Value::Blank),
                    _ => None,
                };
                match literal {
                    Some(value) => Some(Expr::Literal(value)),
                    None => Some(Expr::Path(name.into(), self.steps()?)),
                }
            }
        }
    }

    fn steps(&mut self) -> Option<Vec<Step>> {
        let mut steps = Vec::new();
        loop {
            if self.rest.starts_with('.') && !self.rest.starts_with("..") {
                self.take(".");
                steps.push(Step::Name(self.name()?.into()));
            } else if self.take("[") {
                let inner = self.expr()?;
                if !self.take("]") {
                    return None;
                }
                steps.push(Step::At(inner));
            } else {
                return Some(steps);
            }
        }
    }

    fn number(&mut self) -> Option<Expr> {
        let text = self.rest;
        let sign = usize::from(text.starts_with('-'));
        let whole = sign + text[sign..].bytes().take_while(u8::is_ascii_digit).count();
        let mut end = whole;
        if text[whole..].starts_with('.') && !text[whole..].starts_with("..") {
            let fraction = text[whole + 1..].bytes().take_while(u8::is_ascii_digit).count();
            if fraction > 0 {
                end = whole + 1 + fraction;
            }
        }
        let value = if end > whole {
            Value::Float(text[..end].parse().ok()?)
        } else {
            Value::Int(text[..end].parse().ok()?)
        };
        self.rest = text[end..].trim_start();
        Some(Expr::Literal(value))
    }

    /// A value with its filters, to the end of the text.
    pub fn filtered(&mut self) -> Option<Filtered> {
        // `{{ }}` shows nothing; Liquid lets it pass.
        if self.rest.is_empty() {
            return Some(Filtered { base: Expr::Literal(Value::Nil), filters: Vec::new() });
        }
        let base = self.expr()?;
        let mut filters = Vec::new();
        while self.take("|") {
            let name = self.name()?.into();
            let mut args = Vec::new();
            if self.take(":") {
                while !self.rest.is_empty() && !self.rest.starts_with('|') {
                    let mut arg = self.expr()?;
                    if self.take(":") {
                        arg = self.expr()?;
                    }
                    args.push(arg);
                    if !self.take(",") {
                        break;
                    }
                }
            }
            filters.push(Filter { name, args });
        }
        self.rest.is_empty().then_some(Filtered { base, filters })
    }

    /// A condition, to the end of the text.
    pub fn condition(&mut self) -> Option<Condition> {
        let mut parts = Vec::new();
        loop {
            let left = self.expr()?;
            let right = match self.operator() {
                Some(operator) => Some((operator, self.expr()?)),
                None => None,
            };
            let joint = if self.take_word("and") {
                Joint::And
            } else if self.take_word("or") {
                Joint::Or
            } else {
                Joint::End
            };
            parts.push((Comparison { left, right }, joint));
            if joint == Joint::End {
                return self.rest.is_empty().then_some(Condition { parts });
            }
        }
    }

    fn operator(&mut self) -> Option<Operator> {
        const OPERATORS: [(&str, Operator); 7] = [
            ("==", Operator::Equal),
            ("!=", Operator::NotEqual),
            ("<>", Operator::NotEqual),
            ("<=", Operator::LessOrEqual),
            (">=", Operator::GreaterOrEqual),
            ("<", Operator::Less),
            (">", Operator::Greater),
        ];
        if self.take_word("contains") {
            return Some(Operator::Contains);
        }
        OPERATORS.iter().find(|(mark, _)| self.take(mark)).map(|(_, operator)| *operator)
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '-'
}
