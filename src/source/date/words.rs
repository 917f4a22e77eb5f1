//! Dates with the month as a word, as Ruby's `Time.parse` reads them: `March 5, 2014 3:04 PM`, `5 Mar 2014`.

use jiff::civil::{Date, DateTime, Time};

/// Reads a day with a month in words, with or without a time of day; no zone.
pub fn read(text: &str) -> Option<DateTime> {
    let parts: Vec<&str> = text
        .split([' ', ',', '\t'])
        .map(|part| part.trim_end_matches('.'))
        .filter(|part| !part.is_empty())
        .collect();
    let mut parts = parts.as_slice();
    if let [first, rest @ ..] = parts
        && is_weekday(first)
    {
        parts = rest;
    }
    let [a, b, year, time @ ..] = parts else { return None };
    let (month, day) = month(a).zip(day(b)).or_else(|| month(b).zip(day(a)))?;
    let year: i16 = year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    Some(Date::new(year, month, day).ok()?.to_datetime(time_of(time)?))
}

fn month(word: &str) -> Option<i8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let start = word.get(..3).filter(|_| word.chars().all(char::is_alphabetic))?;
    let at = MONTHS.iter().position(|month| start.eq_ignore_ascii_case(month))?;
    i8::try_from(at + 1).ok()
}

fn day(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
    digits.parse().ok()
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
    word.get(..3).is_some_and(|start| DAYS.iter().any(|day| start.eq_ignore_ascii_case(day)))
        && month(word).is_none()
}

/// `3:04 PM`, `3:04pm`, `15:04:05`, or nothing: midnight.
fn time_of(parts: &[&str]) -> Option<Time> {
    let (clock, half) = match parts {
        [] => return Some(Time::midnight()),
        ["at", rest @ ..] => return time_of(rest),
        [clock] => (*clock, None),
        [clock, half] => (*clock, Some(*half)),
        _ => return None,
    };
    let lower = clock.to_ascii_lowercase();
    let split = lower
        .strip_suffix("am")
        .map(|own| (own, "am"))
        .or_else(|| lower.strip_suffix("pm").map(|own| (own, "pm")));
    let (digits, own) =
        split.map_or((lower.as_str(), None), |(digits, half)| (digits, Some(half.to_owned())));
    let half = own.or_else(|| half.map(str::to_ascii_lowercase));
    let mut numbers = digits.trim().split(':').map(|part| part.parse::<i8>().ok());
    let hour = numbers.next()??;
    let minute = numbers.next().unwrap_or(Some(0))?;
    let second = numbers.next().unwrap_or(Some(0))?;
    let hour = match half.as_deref() {
        None => hour,
        Some("am") if (1..=12).contains(&hour) => hour % 12,
        Some("pm") if (1..=12).contains(&hour) => hour % 12 + 12,
        Some(_) => return None,
    };
    Time::new(hour, minute, second, 0).ok()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn months_in_words() {
        for (text, found) in [
            ("March 5, 2014", "2014-03-05T00:00:00"),
            ("March 5, 2014 3:04 PM", "2014-03-05T15:04:00"),
            ("5 Mar 2014 15:04:05", "2014-03-05T15:04:05"),
            ("Wed, 5th March 2014 at 12:30am", "2014-03-05T00:30:00"),
            ("Sept. 9 2014", "2014-09-09T00:00:00"),
        ] {
            assert_eq!(read(text).map(|date| date.to_string()).as_deref(), Some(found), "{text}");
        }
        for text in
            ["March 32, 2014", "soon", "March 2014", "5 5 2014", "Mar 5 2014 25:00", "Mar 5 2014 13:00 pm"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
