//! One predicate decides what is public. Everything that lists, links, counts or feeds asks it.

use crate::source::date::Moment;
use crate::source::front_matter::FrontMatter;
use jiff::{SignedDuration, Timestamp};

/// How long news without a `breaking_until` is breaking.
const BREAKING: SignedDuration = SignedDuration::from_hours(24);

/// Where a post stands at a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum State {
    /// Readers see it.
    Published,
    /// `draft: true`, or in `_drafts`.
    Draft,
    /// Its date or embargo lies ahead.
    Scheduled,
    /// Its `expires` has passed.
    Expired,
    /// `published: false`.
    Unpublished,
}

impl State {
    /// The word that lists and templates use.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            State::Published => "published",
            State::Draft => "draft",
            State::Scheduled => "scheduled",
            State::Expired => "expired",
            State::Unpublished => "unpublished",
        }
    }
}

/// Who looks, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Visibility {
    /// The build's one "now".
    pub now: Timestamp,
    /// Drafts are shown, as in `--drafts`.
    pub drafts: bool,
    /// Scheduled posts are shown, as in `--future`.
    pub future: bool,
}

impl Visibility {
    /// What readers see at `now`.
    #[must_use]
    pub fn at(now: Timestamp) -> Visibility {
        Visibility { now, drafts: false, future: false }
    }

    /// Where a post with this front matter stands.
    #[must_use]
    pub fn state(&self, front: &FrontMatter, date: Option<&Moment>, in_drafts: bool) -> State {
        if front.unpublished {
            State::Unpublished
        } else if front.draft || in_drafts {
            State::Draft
        } else if front.expires.is_some_and(|at| at.instant <= self.now) {
            State::Expired
        } else if due(front, date).is_some_and(|at| at.instant > self.now) {
            State::Scheduled
        } else {
            State::Published
        }
    }

    /// Whether a post is breaking news: until `breaking_until`, or for a day after its date.
    #[must_use]
    pub fn is_breaking(&self, front: &FrontMatter, date: Option<&Moment>) -> bool {
        front.breaking && breaking_end(front, date).is_some_and(|end| self.now < end)
    }

    /// Whether a post in this state is shown.
    #[must_use]
    pub fn shows(&self, state: State) -> bool {
        match state {
            State::Published => true,
            State::Draft => self.drafts,
            State::Scheduled => self.future,
            State::Expired | State::Unpublished => false,
        }
    }
}

fn breaking_end(front: &FrontMatter, date: Option<&Moment>) -> Option<Timestamp> {
    match (front.breaking_until, date) {
        (Some(until), _) => Some(until.instant),
        (None, Some(date)) => date.instant.checked_add(BREAKING).ok(),
        (None, None) => None,
    }
}

/// The moments at which what is said of a post changes by itself.
pub fn turns(front: &FrontMatter, date: Option<&Moment>) -> impl Iterator<Item = Timestamp> {
    let ends = breaking_end(front, date).filter(|_| front.breaking);
    [due(front, date), front.expires].into_iter().flatten().map(|moment| moment.instant).chain(ends)
}

/// When a post becomes public: its date, or the end of its embargo if that is later.
#[must_use]
pub fn due(front: &FrontMatter, date: Option<&Moment>) -> Option<Moment> {
    date.copied().max(front.embargo)
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::date;
    use jiff::tz::TimeZone;

    fn moment(text: &str) -> Moment {
        date::parse(text, &TimeZone::UTC).unwrap()
    }

    #[test]
    fn states() {
        let now = Visibility::at(moment("2026-01-01 12:00").instant);
        let front = FrontMatter::default();
        let past = moment("2026-01-01 12:00");
        let ahead = moment("2026-01-01 12:01");
        assert_eq!(now.state(&front, Some(&past), false), State::Published);
        assert_eq!(now.state(&front, Some(&ahead), false), State::Scheduled);
        assert_eq!(now.state(&front, Some(&past), true), State::Draft);
        let embargoed = FrontMatter { embargo: Some(ahead), ..FrontMatter::default() };
        assert_eq!(now.state(&embargoed, Some(&past), false), State::Scheduled);
        let expired = FrontMatter { expires: Some(past), ..FrontMatter::default() };
        assert_eq!(now.state(&expired, Some(&past), false), State::Expired);
        let off = FrontMatter { unpublished: true, draft: true, ..FrontMatter::default() };
        assert_eq!(now.state(&off, None, false), State::Unpublished);
    }

    #[test]
    fn breaking_news_ends() {
        let date = moment("2026-01-01 12:00");
        let at = |text: &str, front: &FrontMatter| {
            Visibility::at(moment(text).instant).is_breaking(front, Some(&date))
        };
        let open = FrontMatter { breaking: true, ..FrontMatter::default() };
        assert!(at("2026-01-02 11:59", &open) && !at("2026-01-02 12:00", &open));
        let ends = FrontMatter { breaking_until: Some(moment("2026-01-01 15:00")), ..open };
        assert!(at("2026-01-01 14:59", &ends) && !at("2026-01-01 15:00", &ends));
        let off = FrontMatter { breaking: false, ..ends };
        assert!(!at("2026-01-01 14:59", &off));
    }
}
