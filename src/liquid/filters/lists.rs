//! Filters on lists.

use super::text_of;
use crate::liquid::expr::Reader;
use crate::liquid::number::Number;
use crate::liquid::run::Run;
use crate::liquid::value::Value;
use std::cmp::Ordering;
use std::sync::Arc;

/// How many items a list filter makes of a range.
const ITEMS: usize = 1_000_000;

/// Applies a filter on lists.
pub fn apply(name: &str, input: &Value, args: &[Value], run: &mut Run<'_>) -> Option<Value> {
    let first = || args.first().cloned().unwrap_or_default();
    let list = || flat(input);
    let count = || usize::try_from(args.first().map_or(1, Value::int)).unwrap_or(0);
    Some(match name {
        "size" => match input {
            Value::Str(_) | Value::List(_) | Value::Object(_) => run.field(input, "size"),
            Value::Range(..) => Value::Int(i64::try_from(list().len()).unwrap_or(i64::MAX)),
            _ => Value::Int(0),
        },
        "first" => match input {
            Value::Range(from, _) => Value::Int(*from),
            input => run.field(input, "first"),
        },
        "last" => match input {
            Value::Range(_, to) => Value::Int(*to),
            input => run.field(input, "last"),
        },
        "join" => {
            let mark = args.first().map_or_else(|| " ".to_owned(), Value::text);
            list().iter().map(Value::text).collect::<Vec<_>>().join(&mark).into()
        }
        "reverse" => list().into_iter().rev().collect::<Vec<_>>().into(),
        "compact" => {
            let key = first();
            let kept = |item: &Value| !matches!(property(item, &key, run), Value::Nil);
            list().into_iter().filter(kept).collect::<Vec<_>>().into()
        }
        "concat" => list().into_iter().chain(flat(&first())).collect::<Vec<_>>().into(),
        "map" => {
            let key = first();
            list().iter().map(|item| property(item, &key, run)).collect::<Vec<_>>().into()
        }
        "uniq" => uniq(list(), &first(), run),
        "sort" => sort(list(), &first(), &text_of(args, 1), run),
        "sort_natural" => {
            let key = first();
            let mut list = list();
            list.sort_by_cached_key(|item| property(item, &key, run).text().to_lowercase());
            list.into()
        }
        "sum" => {
            let key = first();
            let mut total = Number::Int(0);
            for item in list() {
                total = match (total, property(&item, &key, run).number()) {
                    (Number::Int(a), Number::Int(b)) => Number::Int(a.saturating_add(b)),
                    (a, b) => Number::Float(a.float() + b.float()),
                };
            }
            total.into()
        }
        "slice" => slice(input, args),
        "where" => filter(input, args, run, false),
        "find" => filter(input, args, run, true),
        "where_exp" | "find_exp" => where_exp(input, args, run, name == "find_exp"),
        "group_by" => {
            let key = first();
            let keyed = objects(input).into_iter().map(|item| (property(&item, &key, run), item)).collect();
            groups(keyed)
        }
        "group_by_exp" => group_by_exp(input, args, run),
        "array_to_sentence_string" => sentence(&list(), args).into(),
        "push" | "unshift" | "pop" | "shift" | "sample" if !matches!(input, Value::List(_)) => input.clone(),
        "push" => list_of(input).into_iter().chain([first()]).collect::<Vec<_>>().into(),
        "unshift" => [first()].into_iter().chain(list_of(input)).collect::<Vec<_>>().into(),
        "pop" => {
            let mut list = list_of(input);
            list.truncate(list.len().saturating_sub(count()));
            list.into()
        }
        "shift" => list_of(input).into_iter().skip(count()).collect::<Vec<_>>().into(),
        "sample" => sample(&list_of(input), args),
        _ => return None,
    })
}

/// The items of a list, those of lists in it among them, as Liquid's standard filters see them. A mapping is one item.
fn flat(input: &Value) -> Vec<Value> {
    let mut out = Vec::new();
    let mut stack = match input {
        Value::Object(_) => vec![input.clone()],
        input => input.items(ITEMS),
    };
    stack.reverse();
    while let Some(item) = stack.pop() {
        match item {
            Value::List(items) => stack.extend(items.iter().rev().cloned()),
            item => out.push(item),
        }
        if out.len() + stack.len() > ITEMS {
            break;
        }
    }
    out
}

fn list_of(input: &Value) -> Vec<Value> {
    input.items(ITEMS)
}

/// What Jekyll's filters go through: the items of a list, the values of a mapping.
fn objects(input: &Value) -> Vec<Value> {
    match input {
        Value::Object(map) => map.iter().map(|(_, value)| value.clone()).collect(),
        input => input.items(ITEMS),
    }
}

/// A property of an item, by a path such as `author.name`; the item itself where none is named.
fn property(item: &Value, key: &Value, run: &Run<'_>) -> Value {
    match key {
        Value::Nil => item.clone(),
        key => key.shared_text().split('.').fold(item.clone(), |value, key| run.field(&value, key)),
    }
}

fn uniq(list: Vec<Value>, key: &Value, run: &Run<'_>) -> Value {
    // Values are told apart by how they are written out, so that a long list takes one look at each item.
    let mut seen = rustc_hash::FxHashSet::default();
    list.into_iter().filter(|item| seen.insert(property(item, key, run).inspect())).collect::<Vec<_>>().into()
}

fn sort(list: Vec<Value>, key: &Value, nils: &str, run: &Run<'_>) -> Value {
    let last = nils == "last";
    let mut keyed: Vec<(Value, Value)> =
        list.into_iter().map(|item| (numeric(property(&item, key, run)), item)).collect();
    // Values of unlike kinds are compared as text; so that the order stays one, kinds come first.
    keyed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Value::Nil, Value::Nil) => Ordering::Equal,
        (Value::Nil, _) => {
            if last {
                Ordering::Greater
            } else {
                Ordering::Less
            }
        }
        (_, Value::Nil) => {
            if last {
                Ordering::Less
            } else {
                Ordering::Greater
            }
        }
        (a, b) => rank(a).cmp(&rank(b)).then_with(|| a.compare(b).unwrap_or_else(|| a.text().cmp(&b.text()))),
    });
    keyed.into_iter().map(|(_, item)| item).collect::<Vec<_>>().into()
}

fn rank(value: &Value) -> u8 {
    match value {
        Value::Float(n) if n.is_nan() => 0,
        Value::Int(_) | Value::Float(_) => 1,
        Value::Date(_) => 2,
        _ => 3,
    }
}

/// Text that is a number sorts as one.
fn numeric(value: Value) -> Value {
    match &value {
        Value::Str(text) => match (text.trim().parse::<i64>(), text.trim().parse::<f64>()) {
            (Ok(n), _) => Value::Int(n),
            (_, Ok(n)) if n.is_finite() => Value::Float(n),
            _ => value,
        },
        _ => value,
    }
}

fn slice(input: &Value, args: &[Value]) -> Value {
    let offset = args.first().map_or(0, Value::int);
    let length = usize::try_from(args.get(1).map_or(1, Value::int)).unwrap_or(0);
    let start = |len: usize| {
        let len = i64::try_from(len).unwrap_or(i64::MAX);
        let at = if offset < 0 { len.saturating_add(offset) } else { offset };
        usize::try_from(at).ok()
    };
    match input {
        Value::List(items) => match start(items.len()) {
            Some(at) => items.iter().skip(at).take(length).cloned().collect::<Vec<_>>().into(),
            None => Value::from(Vec::<Value>::new()),
        },
        input => {
            let text = input.shared_text();
            match start(text.chars().count()) {
                Some(at) => text.chars().skip(at).take(length).collect::<String>().into(),
                None => "".into(),
            }
        }
    }
}

/// `where` and `find` (Jekyll's `filters.rb`, compare_property_vs_target).
fn filter(input: &Value, args: &[Value], run: &Run<'_>, one: bool) -> Value {
    let (Some(key), target) = (args.first(), args.get(1).cloned().unwrap_or(Value::Bool(true))) else {
        return input.clone();
    };
    if !matches!(input, Value::List(_) | Value::Object(_))
        || matches!(target, Value::List(_) | Value::Object(_))
    {
        return input.clone();
    }
    let text = target.text();
    let fits = |item: &Value| match property(item, key, run) {
        Value::Nil => matches!(target, Value::Nil),
        _ if matches!(target, Value::Nil) => false,
        Value::List(items) if matches!(target, Value::Empty | Value::Blank) => items.is_empty(),
        Value::List(items) => items.iter().any(|own| own.text() == text),
        own => own.text() == text,
    };
    let mut found = objects(input).into_iter().filter(fits);
    if one { found.next().unwrap_or_default() } else { found.collect::<Vec<_>>().into() }
}

fn where_exp(input: &Value, args: &[Value], run: &mut Run<'_>, one: bool) -> Value {
    let name = args.first().map_or_else(|| Arc::from(""), Value::shared_text);
    let expression = text_of(args, 1);
    let Some(condition) = Reader::new(&expression).condition() else { return input.clone() };
    let mut kept = Vec::new();
    for item in objects(input) {
        if run.with(&name, item.clone(), |run| run.holds(&condition)) {
            if one {
                return item;
            }
            kept.push(item);
        }
    }
    if one { Value::Nil } else { kept.into() }
}

fn group_by_exp(input: &Value, args: &[Value], run: &mut Run<'_>) -> Value {
    let name = args.first().map_or_else(|| Arc::from(""), Value::shared_text);
    let expression = text_of(args, 1);
    let Some(filtered) = Reader::new(&expression).filtered() else { return input.clone() };
    let mut keyed = Vec::new();
    for item in objects(input) {
        let key = run.with(&name, item.clone(), |run| run.filtered(&filtered, &(0..0))).unwrap_or_default();
        keyed.push((key, item));
    }
    groups(keyed)
}

/// Groups in the order of their first items, each with `name`, `items` and `size`.
fn groups(keyed: Vec<(Value, Value)>) -> Value {
    let mut places = rustc_hash::FxHashMap::default();
    let mut groups: Vec<(Value, Vec<Value>)> = Vec::new();
    for (key, item) in keyed {
        let at = *places.entry(key.inspect()).or_insert_with(|| {
            groups.push((key, Vec::new()));
            groups.len() - 1
        });
        groups[at].1.push(item);
    }
    let group = |(name, items): (Value, Vec<Value>)| -> Value {
        let size = Value::Int(i64::try_from(items.len()).unwrap_or(i64::MAX));
        let name = Value::Str(name.shared_text());
        vec![(Arc::from("name"), name), (Arc::from("items"), items.into()), (Arc::from("size"), size)].into()
    };
    groups.into_iter().map(group).collect::<Vec<_>>().into()
}

fn sentence(list: &[Value], args: &[Value]) -> String {
    let connector = args.first().map_or_else(|| "and".to_owned(), Value::text);
    match list {
        [] => String::new(),
        [one] => one.text(),
        [one, two] => format!("{} {connector} {}", one.text(), two.text()),
        [most @ .., last] => {
            let most: Vec<String> = most.iter().map(Value::text).collect();
            format!("{}, {connector} {}", most.join(", "), last.text())
        }
    }
}

/// Jekyll draws by chance; a build has to give the same site twice, so the draw is decided by the list itself.
fn sample(list: &[Value], args: &[Value]) -> Value {
    use std::hash::{Hash as _, Hasher as _};
    let count = usize::try_from(args.first().map_or(1, Value::int)).unwrap_or(0);
    let hash = |at: usize| {
        let mut hasher = rustc_hash::FxHasher::default();
        (at, list.len()).hash(&mut hasher);
        hasher.finish()
    };
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by_key(|at| (hash(*at), *at));
    let mut drawn = order.into_iter().map(|at| list[at].clone());
    if count == 1 { drawn.next().unwrap_or_default() } else { drawn.take(count).collect::<Vec<_>>().into() }
}
