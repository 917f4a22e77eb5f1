//! Filters on dates.

use super::text_of;
use crate::liquid::run::Run;
use crate::liquid::value::Value;
use crate::source::date::Moment;

/// Applies a filter on dates. What is no date passes unchanged.
pub fn apply(name: &str, input: &Value, args: &[Value], run: &Run<'_>) -> Option<Value> {
    if !matches!(
        name,
        "date" | "date_to_xmlschema" | "date_to_rfc822" | "date_to_string" | "date_to_long_string"
    ) {
        return None;
    }
    let Some(moment) = input.moment(run.host.zone(), run.host.now()) else { return Some(input.clone()) };
    let format = match name {
        "date" => text_of(args, 0),
        "date_to_xmlschema" => return Some(moment.rfc3339().into()),
        "date_to_rfc822" => "%a, %d %b %Y %H:%M:%S %z".into(),
        _ => {
            let month = if name == "date_to_string" { "%b" } else { "%B" };
            let day = moment.local.day();
            match (text_of(args, 0).as_str(), text_of(args, 1).as_str()) {
                ("ordinal", "US") => format!("{month} {day}{}, %Y", ordinal(day)),
                ("ordinal", _) => format!("{day}{} {month} %Y", ordinal(day)),
                _ => format!("%d {month} %Y"),
            }
        }
    };
    if format.is_empty() {
        return Some(input.clone());
    }
    Some(strftime(&moment, &format).into())
}

/// Directive by directive, so that one that our clock does not know stays and the others are carried out, as in Ruby.
fn strftime(moment: &Moment, format: &str) -> String {
    if let Ok(text) = moment.strftime(format) {
        return text;
    }
    let mut out = String::new();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest[1..].find(|c: char| c.is_ascii_alphabetic() || c == '%' || c == '+').map(|at| at + 2);
        let (directive, after) = rest.split_at(end.unwrap_or(rest.len()));
        match directive {
            "%L" => out.push_str(&format!("{:03}", moment.local.millisecond())),
            directive => out.push_str(&moment.strftime(directive).unwrap_or_else(|_| directive.to_owned())),
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

fn ordinal(day: i8) -> &'static str {
    match (day, day % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}
