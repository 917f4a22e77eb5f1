//! Date archives: which years, months and days have posts.

use super::article::Article;
use std::collections::BTreeMap;

/// Posts by the site's own calendar, each list newest first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Archives {
    /// By year.
    pub years: BTreeMap<i16, Vec<u32>>,
    /// By year and month.
    pub months: BTreeMap<(i16, i8), Vec<u32>>,
    /// By year, month and day.
    pub days: BTreeMap<(i16, i8, i8), Vec<u32>>,
}

impl Archives {
    /// The posts of a year, a month of it, or a day of that.
    #[must_use]
    pub fn posts(&self, (year, month, day): (i16, Option<i8>, Option<i8>)) -> &[u32] {
        let found = match (month, day) {
            (Some(month), Some(day)) => self.days.get(&(year, month, day)),
            (Some(month), None) => self.months.get(&(year, month)),
            _ => self.years.get(&year),
        };
        found.map_or(&[], Vec::as_slice)
    }
}

/// Groups `posts` (newest first) by the calendar of the site's zone.
#[must_use]
pub fn collect(posts: &[Article]) -> Archives {
    let mut archives = Archives::default();
    let dated: Vec<(i16, i8, i8, u32)> = posts
        .iter()
        .enumerate()
        .filter_map(|(number, post)| {
            let day = post.date.as_ref()?.local.date();
            Some((day.year(), day.month(), day.day(), number as u32))
        })
        .collect();
    // Posts of one day stand together, so each day is looked up once.
    for same in dated.chunk_by(|a, b| (a.0, a.1, a.2) == (b.0, b.1, b.2)) {
        let (year, month, day, _) = same[0];
        let numbers = || same.iter().map(|post| post.3);
        archives.years.entry(year).or_default().extend(numbers());
        archives.months.entry((year, month)).or_default().extend(numbers());
        archives.days.entry((year, month, day)).or_default().extend(numbers());
    }
    archives
}

/// The address of a year, month or day, without the address's own path.
#[must_use]
pub fn url(year: i16, month: Option<i8>, day: Option<i8>) -> String {
    match (month, day) {
        (Some(month), Some(day)) => format!("/{year:04}/{month:02}/{day:02}/"),
        (Some(month), None) => format!("/{year:04}/{month:02}/"),
        _ => format!("/{year:04}/"),
    }
}
