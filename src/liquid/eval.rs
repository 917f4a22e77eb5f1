//! What expressions and conditions come to.

use super::What;
use super::expr::{Comparison, Condition, Expr, Filtered, Joint, Operator, Step};
use super::filters;
use super::run::{Run, size};
use super::value::Value;
use std::ops::Range;
use std::sync::Arc;

impl Run<'_> {
    /// A value through its filters; `None`, noted, when there is no such filter.
    pub fn filtered(&mut self, filtered: &Filtered, range: &Range<usize>) -> Option<Value> {
        let mut value = self.expr(&filtered.base);
        for filter in &filtered.filters {
            let args: Vec<Value> = filter.args.iter().map(|arg| self.expr(arg)).collect();
            match filters::apply(&filter.name, &value, &args, self) {
                Some(result) => value = result,
                None => {
                    self.note(range, What::UnknownFilter { name: filter.name.to_string() });
                    return None;
                }
            }
            self.spend(size(&value) / 4, 0);
            if self.stopped {
                return Some(Value::Nil);
            }
        }
        Some(value)
    }

    /// What an expression is now.
    pub fn expr(&mut self, expr: &Expr) -> Value {
        match expr {
            Expr::Literal(value) => value.clone(),
            Expr::Range(ends) => Value::Range(self.expr(&ends.0).int(), self.expr(&ends.1).int()),
            Expr::Path(name, steps) => {
                let mut value = self.lookup(name);
                for step in steps {
                    value = match step {
                        Step::Name(name) => self.field(&value, name),
                        Step::At(at) => match self.expr(at) {
                            Value::Int(at) => index(&value, at),
                            key => self.field(&value, &key.shared_text()),
                        },
                    };
                }
                value
            }
        }
    }

    /// What a name stands for, the innermost first.
    pub fn lookup(&self, name: &str) -> Value {
        let own = self.scopes.iter().rev().chain(&self.assigned).find(|(own, _)| &**own == name);
        if let Some((_, value)) = own {
            return value.clone();
        }
        match name {
            "site" => Value::Site,
            "page" => Value::Page,
            "jekyll" => vec![
                (Arc::from("version"), Value::from("4.4.1")),
                (Arc::from("environment"), Value::from("production")),
            ]
            .into(),
            _ => {
                let counter = self.counters.iter().find(|(own, _)| &**own == name);
                counter.map_or(Value::Nil, |(_, n)| Value::Int(*n))
            }
        }
    }

    /// `value.name`.
    pub fn field(&self, value: &Value, name: &str) -> Value {
        match (value, name) {
            (Value::Site, name) => self.host.site(name),
            (Value::Page, name) => self.host.page(name),
            (Value::Object(map), name) if map.get(name).is_some() => {
                map.get(name).cloned().unwrap_or_default()
            }
            (Value::Object(map), "size") => Value::Int(i64::try_from(map.iter().len()).unwrap_or(i64::MAX)),
            (Value::Object(map), "first") => map
                .iter()
                .next()
                .map_or(Value::Nil, |(key, value)| vec![Value::Str(Arc::clone(key)), value.clone()].into()),
            (Value::List(items), "size") => Value::Int(i64::try_from(items.len()).unwrap_or(i64::MAX)),
            (Value::List(items), "first") => items.first().cloned().unwrap_or_default(),
            (Value::List(items), "last") => items.last().cloned().unwrap_or_default(),
            (Value::Str(text), "size") => Value::Int(i64::try_from(text.chars().count()).unwrap_or(i64::MAX)),
            _ => Value::Nil,
        }
    }

    /// Whether a condition holds, read from the right as Liquid does.
    pub fn holds(&mut self, condition: &Condition) -> bool {
        let mut result = false;
        for (comparison, joint) in condition.parts.iter().rev() {
            result = match joint {
                Joint::End => self.compares(comparison),
                Joint::And => result && self.compares(comparison),
                Joint::Or => result || self.compares(comparison),
            };
        }
        result
    }

    fn compares(&mut self, comparison: &Comparison) -> bool {
        let left = self.expr(&comparison.left);
        let Some((operator, right)) = &comparison.right else { return left.is_true() };
        let right = self.expr(right);
        match operator {
            Operator::Equal => left.equals(&right),
            Operator::NotEqual => !left.equals(&right),
            Operator::Contains => left.contains(&right),
            Operator::Less => left.compare(&right).is_some_and(|order| order.is_lt()),
            Operator::LessOrEqual => left.compare(&right).is_some_and(|order| order.is_le()),
            Operator::Greater => left.compare(&right).is_some_and(|order| order.is_gt()),
            Operator::GreaterOrEqual => left.compare(&right).is_some_and(|order| order.is_ge()),
        }
    }

    /// Gives a name a value while `then` runs, as `where_exp` does.
    pub fn with<T>(&mut self, name: &Arc<str>, value: Value, then: impl FnOnce(&mut Self) -> T) -> T {
        self.spend(0, 1);
        self.scopes.push((Arc::clone(name), value));
        let result = then(self);
        self.scopes.pop();
        result
    }
}

/// `list[at]`; negative numbers count from the end.
fn index(value: &Value, at: i64) -> Value {
    let Value::List(items) = value else { return Value::Nil };
    let len = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let at = if at < 0 { len + at } else { at };
    usize::try_from(at).ok().and_then(|at| items.get(at)).cloned().unwrap_or_default()
}
