//! The values of date pages: a year, month or day with what lies above and below it.

use super::Renderer;
use super::fields::{Fields, put};
use crate::site::{archive, permalink};
use tera::Value;

/// A year, a month of it, a day of that.
pub(super) type Span = (i16, Option<i8>, Option<i8>);

impl Renderer<'_> {
    pub(super) fn archive(&self, span: Span) -> Value {
        let (year, month, day) = span;
        let archives = &self.given.site.archives;
        let on = self.given.config.archives;
        let mut map = self.span(span);
        map.insert(
            "kind".into(),
            Value::from(if day.is_some() {
                "day"
            } else if month.is_some() {
                "month"
            } else {
                "year"
            }),
        );
        map.insert("year".into(), Value::from(i64::from(year)));
        if let Some(month) = month {
            map.insert("month".into(), Value::from(i64::from(month)));
        }
        if let Some(day) = day {
            map.insert("day".into(), Value::from(i64::from(day)));
        }
        let parent = match (month, day) {
            (Some(month), Some(_)) if on.months => Some((year, Some(month), None)),
            (Some(_), _) if on.years => Some((year, None, None)),
            _ => None,
        };
        if let Some(parent) = parent {
            map.insert("parent".into(), Value::from(self.span(parent)));
        }
        let children: Vec<Value> = match (month, day) {
            (None, _) if on.months => {
                let months = archives.months.range((year, i8::MIN)..=(year, i8::MAX)).rev();
                months.map(|((y, m), posts)| self.counted((*y, Some(*m), None), posts)).collect()
            }
            (Some(month), None) if on.days => {
                let days = archives.days.range((year, month, i8::MIN)..=(year, month, i8::MAX)).rev();
                days.map(|((y, m, d), posts)| self.counted((*y, Some(*m), Some(*d)), posts)).collect()
            }
            _ => Vec::new(),
        };
        map.insert("children".into(), Value::from(children));
        Value::from(map)
    }

    fn counted(&self, span: Span, posts: &[u32]) -> Value {
        let mut map = self.span(span);
        map.insert("count".into(), Value::from(posts.len()));
        Value::from(map)
    }

    fn span(&self, span: Span) -> Fields {
        self.titled(span, true)
    }

    fn titled(&self, span: Span, has_page: bool) -> Fields {
        let url = || self.given.config.href(&archive::url(span.0, span.1, span.2));
        let mut map = Fields::new();
        map.insert("title".into(), Value::from(span_title(span)));
        put(&mut map, "url", has_page.then(url));
        map
    }

    pub(super) fn years(&self) -> Value {
        let archives = &self.given.site.archives;
        let on = self.given.config.archives;
        let year = |(year, posts): (&i16, &Vec<u32>)| {
            let mut map = self.titled((*year, None, None), on.years);
            map.insert("count".into(), Value::from(posts.len()));
            map.insert("year".into(), Value::from(i64::from(*year)));
            let months =
                archives.months.range((*year, i8::MIN)..=(*year, i8::MAX)).rev().filter(|_| on.months);
            let months = months.map(|((y, m), posts)| self.counted((*y, Some(*m), None), posts));
            map.insert("months".into(), Value::from(months.collect::<Vec<_>>()));
            Value::from(map)
        };
        Value::from(archives.years.iter().rev().map(year).collect::<Vec<_>>())
    }
}

pub(super) fn span_title((year, month, day): Span) -> String {
    let name = |month: i8| {
        permalink::MONTHS.get(usize::try_from(month - 1).unwrap_or_default()).copied().unwrap_or_default()
    };
    match (month, day) {
        (Some(month), Some(day)) => format!("{day} {} {year}", name(month)),
        (Some(month), None) => format!("{} {year}", name(month)),
        _ => year.to_string(),
    }
}
