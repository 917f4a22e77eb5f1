//! What a value can go through: Liquid's own filters and Jekyll's.

mod dates;
mod lists;
mod numbers;
mod text;
mod web;

use super::run::Run;
use super::value::Value;

/// Applies a filter; `None` when there is none of that name.
pub fn apply(name: &str, input: &Value, args: &[Value], run: &mut Run<'_>) -> Option<Value> {
    text::apply(name, input, args)
        .or_else(|| numbers::apply(name, input, args))
        .or_else(|| web::apply(name, input, args, run))
        .or_else(|| dates::apply(name, input, args, run))
        .or_else(|| lists::apply(name, input, args, run))
}

/// An argument as text; nothing when it is not given.
fn text_of(args: &[Value], at: usize) -> String {
    args.get(at).map(Value::text).unwrap_or_default()
}
