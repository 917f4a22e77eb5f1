//! Filters on numbers.

use crate::liquid::number::Number;
use crate::liquid::value::Value;

/// Applies a filter on numbers.
pub fn apply(name: &str, input: &Value, args: &[Value]) -> Option<Value> {
    let own = input.number();
    let other = args.first().map_or(Number::Int(0), Value::number);
    Some(match name {
        "plus" => both(own, other, i64::checked_add, |a, b| a + b),
        "minus" => both(own, other, i64::checked_sub, |a, b| a - b),
        "times" => both(own, other, i64::checked_mul, |a, b| a * b),
        // Ruby divides whole numbers downwards.
        "divided_by" => both(own, other, |a, b| floor_div(a, b).map(|(quotient, _)| quotient), |a, b| a / b),
        "modulo" => both(own, other, |a, b| floor_div(a, b).map(|(_, rest)| rest), f64::rem_euclid),
        "abs" => match own {
            Number::Int(n) => Value::Int(n.saturating_abs()),
            Number::Float(n) => Value::Float(n.abs()),
        },
        "ceil" => Value::Int(own.float().ceil() as i64),
        "floor" => Value::Int(own.float().floor() as i64),
        "round" => round(own, args.first().map_or(0, Value::int)),
        "at_least" => if own.compare(other).is_some_and(|order| order.is_lt()) { other } else { own }.into(),
        "at_most" => if own.compare(other).is_some_and(|order| order.is_gt()) { other } else { own }.into(),
        "to_integer" => match input {
            Value::Bool(b) => Value::Int(i64::from(*b)),
            value => Value::Int(value.int()),
        },
        _ => return None,
    })
}

fn both(
    a: Number,
    b: Number,
    whole: impl Fn(i64, i64) -> Option<i64>,
    fraction: impl Fn(f64, f64) -> f64,
) -> Value {
    match (a, b) {
        // Past the end of whole numbers, and at a division by nothing, there is no answer.
        (Number::Int(a), Number::Int(b)) => whole(a, b).map_or(Value::Nil, Value::Int),
        // Liquid reckons with decimal numbers, to which 0.1 and 0.2 are 0.3.
        (a, b) => {
            let exact = fraction(a.float(), b.float());
            Value::Float(format!("{exact:.14e}").parse().unwrap_or(exact))
        }
    }
}

fn floor_div(a: i64, b: i64) -> Option<(i64, i64)> {
    let (quotient, rest) = (a.checked_div(b)?, a.checked_rem(b)?);
    let down = rest != 0 && (rest < 0) != (b < 0);
    Some(if down { (quotient - 1, rest + b) } else { (quotient, rest) })
}

fn round(number: Number, digits: i64) -> Value {
    match (number, digits) {
        (Number::Int(n), _) => Value::Int(n),
        (Number::Float(n), 1..) => {
            let scale = 10f64.powi(i32::try_from(digits.min(15)).unwrap_or(15));
            Value::Float((n * scale).round() / scale)
        }
        (Number::Float(n), _) => Value::Int(n.round() as i64),
    }
}
