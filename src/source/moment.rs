//! When something was published: an instant and what the newsroom's clock showed then.
//!
//! A value and its forms as text; reading what people write is `date.rs`'s business.

use std::cmp::Ordering;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::fmt::strtime;
use jiff::tz::{Offset, TimeZone};

/// An instant with the wall clock of the site's zone (or UTC offset) at that instant.
///
/// Two moments are equal, and ordered, by the instant alone.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The instant itself.
    pub instant: Timestamp,
    /// What the site's clock shows at that instant.
    pub local: DateTime,
    /// How far that clock is from UTC.
    pub offset: Offset,
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.instant == other.instant
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant.cmp(&other.instant)
    }
}

impl Moment {
    /// The moment `instant`, as seen in `zone`.
    #[must_use]
    pub fn at(instant: Timestamp, zone: &TimeZone) -> Moment {
        let offset = zone.to_offset(instant);
        Moment { instant, local: offset.to_datetime(instant), offset }
    }

    /// The moment at which the clock of `zone` shows `local`.
    ///
    /// Where the clock was set forward or back, the choice is the one most calendars make
    /// ("compatible"). A clock beyond the end of time is moved to that end.
    #[must_use]
    pub fn from_local(local: DateTime, zone: &TimeZone) -> Moment {
        // The only failure is an instant outside of the range, at the first or last day of it.
        let end = if local.year() < 0 { Timestamp::MIN } else { Timestamp::MAX };
        Moment::at(instant_of(local, zone).unwrap_or(end), zone)
    }

    /// The moment as in `2025-11-27T22:18:56+00:00`: whole seconds, and always a numeric offset.
    #[must_use]
    pub fn rfc3339(&self) -> String {
        let minutes = self.offset.seconds() / 60;
        // The format has no seconds in the offset, but clocks before standard time did: show the
        // clock of the whole minute, so that the text still names the same instant.
        let local = match Offset::from_seconds(minutes * 60) {
            Ok(whole) if whole != self.offset => whole.to_datetime(self.instant),
            _ => self.local,
        };
        let mut text = String::with_capacity(25);
        text.push_str(if local.year() < 0 { "-" } else { "" });
        put_number(&mut text, local.year().unsigned_abs(), 4);
        let (month, day) = (local.month(), local.day());
        let (hour, minute, second) = (local.hour(), local.minute(), local.second());
        for (before, number) in [('-', month), ('-', day), ('T', hour), (':', minute), (':', second)] {
            text.push(before);
            put_number(&mut text, u16::from(number.unsigned_abs()), 2);
        }
        text.push(if minutes < 0 { '-' } else { '+' });
        // An offset is less than 26 hours.
        let minutes = minutes.unsigned_abs() as u16;
        put_number(&mut text, minutes / 60, 2);
        text.push(':');
        put_number(&mut text, minutes % 60, 2);
        text
    }

    /// The moment in a `strftime` format, with the name that its zone has for the hour: `GMT`, `IST`.
    ///
    /// # Errors
    /// When the format has a directive that does not exist.
    pub fn strftime_in(&self, format: &str, zone: &TimeZone) -> Result<String, jiff::Error> {
        strtime::format(format, &self.instant.to_zoned_datetime(zone.clone()))
    }

    /// The moment in a `strftime` format.
    ///
    /// # Errors
    /// When the format has a directive that does not exist.
    pub fn strftime(&self, format: &str) -> Result<String, jiff::Error> {
        let clock = self.instant.to_zoned_datetime(TimeZone::fixed(self.offset));
        strtime::format(format, &clock)
    }
}

/// Writes a number with zeros before it, in so many digits. Each post has six dates, and the machinery of `format!` would
/// take most of their time.
fn put_number(text: &mut String, number: u16, digits: u32) {
    let digit = |place| (number / 10_u16.pow(place) % 10) as u8;
    text.extend((0..digits).rev().map(|place| char::from(b'0' + digit(place))));
}

/// The instant at which the clock of `zone` shows `local`, if it is in range.
pub(super) fn instant_of(local: DateTime, zone: &TimeZone) -> Option<Timestamp> {
    zone.to_ambiguous_timestamp(local).compatible().ok()
}
