//! Dates as people write them in front matter and in file names.
//!
//! A post's date decides its order, its address and its place in the feed, so one reading of it
//! must hold for the whole site: everything after this module sees only [`Moment`]s. The accepted
//! forms are those that real Jekyll sites use (`Utils.parse_date` in `lib/jekyll/utils.rb`, which
//! is Ruby's `Time.parse`, and `DATE_FILENAME_MATCHER` in `lib/jekyll/document.rb`), but never the
//! current day or the machine's own zone: the result depends on the text and the site's zone alone.

pub use super::moment::Moment;

mod words;

use super::moment::instant_of;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::rfc2822;
use jiff::tz::{Offset, TimeZone};

/// Why a text is no date. Each holds the part at fault, as it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateProblem {
    /// Looks like a day, but no calendar has it: `2025-02-30`.
    NotADay(String),
    /// The day is good, what follows is no time of day: `25:00`.
    NotATime(String),
    /// No date at all: `soon`.
    NotADate(String),
    /// Day and time are good, what follows is no zone.
    Zone(String),
    /// The instant is outside of the years that can be shown.
    OutOfRange(String),
}

/// Reads a date, with or without time and zone.
///
/// Without a zone it is the clock of `zone`; with one it is that instant, shown in `zone`.
///
/// # Errors
/// When the text is no date; the problem names the part that is wrong.
pub fn parse(text: &str, zone: &TimeZone) -> Result<Moment, DateProblem> {
    let text = unquote(text);
    let bytes = text.as_bytes();
    let Some((day, end)) = scan_day(bytes, 4) else {
        return parse_other(text, zone);
    };
    let rest = &text[end..];
    // What is not set off from the day was never meant as one: "2025-11-27x", "2025-11-271".
    let after = match rest.as_bytes() {
        [] => rest,
        [b'T' | b't' | b' ' | b'\t', ..] => &rest[1..],
        _ => return Err(DateProblem::NotADate(text.to_owned())),
    };
    let date = day.date().ok_or_else(|| DateProblem::NotADay(text[..end].to_owned()))?;
    if rest.is_empty() {
        return finish(date.to_datetime(Time::midnight()), None, text, zone);
    }

    let after = after.trim_start_matches(is_blank);
    if !after.starts_with(|c: char| c.is_ascii_digit()) {
        // A zone straight after the day: midnight there.
        return match scan_zone(after) {
            Some(offset) => finish(date.to_datetime(Time::midnight()), Some(offset), text, zone),
            None => Err(DateProblem::NotATime(written(after, rest))),
        };
    }
    let Some((time, used)) = scan_time(after) else {
        return Err(DateProblem::NotATime(written(after, rest)));
    };
    let local = date.to_datetime(time);
    let tail = after[used..].trim_matches(is_blank);
    if tail.is_empty() || starts_with_year(tail) {
        return finish(local, None, text, zone);
    }
    match scan_zone(tail) {
        Some(offset) => finish(local, Some(offset), text, zone),
        None => Err(DateProblem::Zone(tail.to_owned())),
    }
}

/// Whether YAML takes this, unquoted, for a timestamp, and it names no zone: day, hour, minute and second.
#[must_use]
pub fn is_timestamp(text: &str) -> bool {
    let Some((_, end)) = scan_day(text.as_bytes(), 4) else { return false };
    let time = text[end..].trim_start_matches(['T', 't', ' ', '\t']);
    let whole = time.split('.').next().unwrap_or_default();
    let parts: Vec<&str> = whole.split(':').collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    !text.contains('/')
        && parts.len() == 3
        && parts.iter().all(digits)
        && (1..=2).contains(&parts[0].len())
        && parts[1..].iter().all(|part| part.len() == 2)
        && time[whole.len()..].bytes().skip(1).all(|byte| byte.is_ascii_digit())
}

/// Takes the date and the slug from the name of a post's file: `2017-11-4-x.md` is
/// `("2017-11-4", "x")`. Nothing when the name is not that of a post.
///
/// As in Jekyll the last extension goes and the rest of the slug stays, dots and all. Whether the
/// date exists is for [`parse_day`] to say.
#[must_use]
pub fn file_name(name: &str) -> Option<(&str, &str)> {
    let (day, rest) = dated(name)?;
    let (slug, extension) = rest.rsplit_once('.')?;
    if extension.is_empty() || name.contains('/') {
        return None;
    }
    Some((day, slug))
}

/// Date and rest of a name that begins with a date, such as a folder's, which has no extension.
#[must_use]
pub fn dated(name: &str) -> Option<(&str, &str)> {
    let bytes = name.as_bytes();
    let mut at = 0;
    for (least, most) in [(2, 4), (1, 2), (1, 2)] {
        let digits = digits_at(bytes, at, most);
        if digits < least || bytes.get(at + digits) != Some(&b'-') {
            return None;
        }
        at += digits + 1;
    }
    // Only ASCII was passed, so `at` and the hyphen before it are character bounds.
    Some((&name[..at - 1], &name[at..]))
}

/// Reads the date of a file name, with two to four digits of year: midnight in `zone`.
///
/// # Errors
/// When there is no such day.
pub fn parse_day(text: &str, zone: &TimeZone) -> Result<Moment, DateProblem> {
    let Some((day, end)) = scan_day(text.as_bytes(), 2) else {
        return Err(DateProblem::NotADate(text.to_owned()));
    };
    if end != text.len() {
        return Err(DateProblem::NotADate(text.to_owned()));
    }
    let date = day.date().ok_or_else(|| DateProblem::NotADay(text.to_owned()))?;
    finish(date.to_datetime(Time::midnight()), None, text, zone)
}

/// Year, month and day as written, not yet known to exist.
#[derive(Clone, Copy)]
struct Day {
    year: i16,
    month: i8,
    day: i8,
}

impl Day {
    fn date(self) -> Option<Date> {
        Date::new(self.year, self.month, self.day).ok()
    }
}

/// Reads a day at the start of `bytes`, its year of `least` to four digits, and says where it ends.
fn scan_day(bytes: &[u8], least: usize) -> Option<(Day, usize)> {
    let digits = digits_at(bytes, 0, 4);
    let separator = *bytes.get(digits)?;
    if digits < least || !matches!(separator, b'-' | b'/') {
        return None;
    }
    let year = number(&bytes[..digits])?;
    // A site is younger than the century, whatever Ruby makes of "69".
    let year = if digits == 2 { year + 2000 } else { year };
    let start = digits + 1;
    let digits = digits_at(bytes, start, 2);
    if digits == 0 || bytes.get(start + digits) != Some(&separator) {
        return None;
    }
    let month = number(&bytes[start..start + digits])?;
    let start = start + digits + 1;
    let digits = digits_at(bytes, start, 2);
    if digits == 0 {
        return None;
    }
    let day = number(&bytes[start..start + digits])?;
    // Four digits fit an i16, two fit an i8.
    let day = Day {
        year: i16::try_from(year).ok()?,
        month: i8::try_from(month).ok()?,
        day: i8::try_from(day).ok()?,
    };
    Some((day, start + digits))
}

/// Reads a time of day at the start of `text` and says where it ends.
fn scan_time(text: &str) -> Option<(Time, usize)> {
    let bytes = text.as_bytes();
    let hours = digits_at(bytes, 0, 2);
    if hours == 0 || bytes.get(hours) != Some(&b':') {
        return None;
    }
    let mut hour = number(&bytes[..hours])?;
    let mut at = hours + 1;
    let minutes = digits_at(bytes, at, 2);
    if minutes == 0 {
        return None;
    }
    let minute = number(&bytes[at..at + minutes])?;
    at += minutes;

    let (mut second, mut nanosecond) = (0, 0);
    if bytes.get(at) == Some(&b':') {
        let seconds = digits_at(bytes, at + 1, 2);
        if seconds == 0 {
            return None;
        }
        // A leap second is the second before it, to clocks that have none.
        second = match number(&bytes[at + 1..at + 1 + seconds])? {
            60 => 59,
            other => other,
        };
        at += 1 + seconds;
        if matches!(bytes.get(at), Some(b'.' | b',')) {
            let digits = digits_at(bytes, at + 1, usize::MAX);
            if digits == 0 {
                return None;
            }
            for place in 0..9 {
                let digit = if place < digits { bytes[at + 1 + place] - b'0' } else { 0 };
                nanosecond = nanosecond * 10 + i32::from(digit);
            }
            at += 1 + digits;
        }
    }
    if let Some((afternoon, end)) = scan_half(bytes, at) {
        if !(1..=12).contains(&hour) {
            return None;
        }
        hour = hour % 12 + if afternoon { 12 } else { 0 };
        at = end;
    }
    // A digit or colon here belongs to a number that is too long to be part of a time.
    if matches!(bytes.get(at), Some(b'0'..=b'9' | b':')) {
        return None;
    }
    let part = |n: i32| i8::try_from(n).ok();
    let time = Time::new(part(hour)?, part(minute)?, part(second)?, nanosecond).ok()?;
    Some((time, at))
}

/// Reads "am" or "pm" at `at`, blanks before it allowed: whether it is the afternoon, and its end.
fn scan_half(bytes: &[u8], at: usize) -> Option<(bool, usize)> {
    let rest = bytes.get(at..)?;
    let blanks = rest.iter().take_while(|&&b| b == b' ' || b == b'\t').count();
    let &[half, m, ref after @ ..] = &rest[blanks..] else {
        return None;
    };
    let ends = !after.first().is_some_and(u8::is_ascii_alphanumeric);
    if !ends || !m.eq_ignore_ascii_case(&b'm') {
        return None;
    }
    match half.to_ascii_lowercase() {
        b'a' => Some((false, at + blanks + 2)),
        b'p' => Some((true, at + blanks + 2)),
        _ => None,
    }
}

/// Reads the whole of `text` as a zone: `Z`, `UTC`, `+0600`, `+06:00`, `-5`, or one of the North
/// American names that RFC 2822 and Ruby know.
fn scan_zone(text: &str) -> Option<Offset> {
    let (sign, digits) = match text.as_bytes() {
        [b'+', ..] => (1, text[1..].trim_start_matches(is_blank)),
        [b'-', ..] => (-1, text[1..].trim_start_matches(is_blank)),
        _ => return named_zone(text),
    };
    let bytes = digits.as_bytes();
    let (hours, minutes) = match bytes.iter().position(|&b| b == b':') {
        Some(colon) if bytes.len() == colon + 3 => (&bytes[..colon], &bytes[colon + 1..]),
        Some(_) => return None,
        // "+530" is five hours and a half.
        None if bytes.len() > 2 => bytes.split_at(bytes.len() - 2),
        None => (bytes, &b"0"[..]),
    };
    if hours.is_empty() || hours.len() > 2 {
        return None;
    }
    let (hours, minutes) = (number(hours)?, number(minutes)?);
    if hours > 23 || minutes > 59 {
        return None;
    }
    Offset::from_seconds(sign * (hours * 3600 + minutes * 60)).ok()
}

/// The offset of a zone given by its abbreviation.
fn named_zone(text: &str) -> Option<Offset> {
    const NAMES: [(&str, i8); 12] = [
        ("Z", 0),
        ("UTC", 0),
        ("GMT", 0),
        ("UT", 0),
        ("EST", -5),
        ("EDT", -4),
        ("CST", -6),
        ("CDT", -5),
        ("MST", -7),
        ("MDT", -6),
        ("PST", -8),
        ("PDT", -7),
    ];
    let (_, hours) = NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text))?;
    Offset::from_hours(*hours).ok()
}

/// The forms that do not begin with a year: RFC 2822, as mail and feeds have it, or no date.
fn parse_other(text: &str, zone: &TimeZone) -> Result<Moment, DateProblem> {
    // Posts are copied about with the day of the week left as it was; the date itself counts.
    const MAIL: rfc2822::DateTimeParser = rfc2822::DateTimeParser::new().relaxed_weekday(true);
    if text.is_ascii()
        && let Ok(instant) = MAIL.parse_timestamp(text)
    {
        return shown(instant, text, zone);
    }
    if text.len() == 8
        && let Ok(day) = Date::strptime("%Y%m%d", text)
    {
        return finish(day.to_datetime(Time::midnight()), None, text, zone);
    }
    if let Some(local) = words::read(text) {
        return finish(local, None, text, zone);
    }
    // A time without a day that is not even a time deserves to be told so.
    let hours = digits_at(text.as_bytes(), 0, 2);
    if hours > 0 && text.as_bytes().get(hours) == Some(&b':') && scan_time(text).is_none() {
        return Err(DateProblem::NotATime(text.to_owned()));
    }
    Err(DateProblem::NotADate(text.to_owned()))
}

/// Makes the moment of a clock that shows `local`, at `offset` if the text had one, else in `zone`.
fn finish(
    local: DateTime,
    offset: Option<Offset>,
    text: &str,
    zone: &TimeZone,
) -> Result<Moment, DateProblem> {
    let instant = match offset {
        Some(offset) => offset.to_timestamp(local).ok(),
        None => instant_of(local, zone),
    };
    shown(instant.ok_or_else(|| DateProblem::OutOfRange(text.to_owned()))?, text, zone)
}

/// The moment, if its year can be written with four digits.
fn shown(instant: Timestamp, text: &str, zone: &TimeZone) -> Result<Moment, DateProblem> {
    let moment = Moment::at(instant, zone);
    match moment.local.year() {
        0..=9999 => Ok(moment),
        _ => Err(DateProblem::OutOfRange(text.to_owned())),
    }
}

/// How many ASCII digits stand at `at`, counting no more than `most`.
fn digits_at(bytes: &[u8], at: usize, most: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    rest.iter().take(most).take_while(|b| b.is_ascii_digit()).count()
}

/// The number that up to four digits spell; nothing when they are not digits.
fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |sum, b| b.is_ascii_digit().then(|| sum * 10 + i32::from(b - b'0')))
}

/// Whether `text` begins with a bare year. "2023-01-29 18:30:22 2023 -0800" is in a real post, and
/// Ruby reads the clock and drops the rest, zone and all.
fn starts_with_year(text: &str) -> bool {
    let bytes = text.as_bytes();
    digits_at(bytes, 0, 5) == 4 && matches!(bytes.get(4), None | Some(b' ' | b'\t'))
}

/// The first word of `text`, to show to the author, or all of `rest` when there is none.
fn written(text: &str, rest: &str) -> String {
    let word = text.split(is_blank).next().unwrap_or_default();
    (if word.is_empty() { rest } else { word }).to_owned()
}

/// A blank between the parts of a date.
fn is_blank(c: char) -> bool {
    c == ' ' || c == '\t'
}

/// Takes white space and one pair of quotes off both ends.
fn unquote(text: &str) -> &str {
    let text = text.trim();
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote).and_then(|t| t.strip_suffix(quote)) {
            return inner.trim();
        }
    }
    text
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot read its date should fail")]
#[path = "date_tests.rs"]
mod tests;
