//! Numbers: arithmetic's two kinds, and how Ruby reads and shows them.

use super::value::Value;
use std::cmp::Ordering;

/// A number in arithmetic.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the names say it")]
pub enum Number {
    Int(i64),
    Float(f64),
}

impl Number {
    /// As a fraction.
    #[must_use]
    pub fn float(self) -> f64 {
        match self {
            Number::Int(n) => n as f64,
            Number::Float(n) => n,
        }
    }

    /// The order of two numbers; none when one is no number.
    #[must_use]
    pub fn compare(self, other: Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => Some(a.cmp(&b)),
            (a, b) => a.float().partial_cmp(&b.float()),
        }
    }
}

impl From<Number> for Value {
    fn from(number: Number) -> Value {
        match number {
            Number::Int(n) => Value::Int(n),
            Number::Float(n) => Value::Float(n),
        }
    }
}

/// `12 apples` → 12, as Ruby's `to_i`.
pub fn leading_int(text: &str) -> i64 {
    let text = text.trim_start();
    let sign = usize::from(text.starts_with(['-', '+']));
    let digits = text[sign..].bytes().take_while(u8::is_ascii_digit).count();
    text[..sign + digits].parse().unwrap_or(0)
}

/// `1.0`, `0.5`, `1.0e+20`: as Ruby shows a fraction.
pub fn float(n: f64) -> String {
    if n.is_nan() {
        "NaN".into()
    } else if n.is_infinite() {
        if n > 0.0 { "Infinity".into() } else { "-Infinity".into() }
    } else if n.abs() >= 1e16 || (n != 0.0 && n.abs() < 1e-4) {
        let text = format!("{n:e}");
        let (digits, power) = text.split_once('e').unwrap_or((&text, "0"));
        let point = if digits.contains('.') { "" } else { ".0" };
        let sign = if power.starts_with('-') { "" } else { "+" };
        format!("{digits}{point}e{sign}{power:0>2}")
    } else if n.fract() == 0.0 {
        format!("{n:.1}")
    } else {
        n.to_string()
    }
}
