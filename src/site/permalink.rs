//! Permalinks: from a template and a page's facts to its address, and from the address to a file.
//!
//! The templates are Jekyll 4's (`lib/jekyll/url.rb`, `lib/jekyll/drops/url_drop.rb` and
//! `Configuration.style_to_permalink`), since a site that moves here must keep its addresses. Where
//! Jekyll repairs a bad template in silence, this module names the problem instead: an address may
//! never lead out of the output folder. Nothing here touches the disk.

mod file;

use crate::site::slug::{self, Mode};
use crate::source::date::Moment;
pub use file::{file_path, file_path_as};

/// The facts about a page that a template may ask for.
#[derive(Debug, Clone, Copy)]
pub struct Parts<'a> {
    /// When it was published; pages need not have a date.
    pub date: Option<&'a Moment>,
    /// Its slug: from the front matter, else from the file's name.
    pub slug: &'a str,
    /// The file's name without its extension.
    pub name: &'a str,
    /// Whether a template is put right as Jekyll does it, instead of refused.
    pub lenient: bool,
    /// The cleaned path of the file within its collection, without the extension; of a Jekyll page its folder.
    pub path: &'a str,
    /// The name of its collection.
    pub collection: &'a str,
    /// Its categories, as written.
    pub categories: &'a [String],
    /// The extension of the output, with the dot.
    pub output_ext: &'a str,
}

/// What is wrong with a permalink.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PermalinkProblem {
    /// A placeholder that does not exist.
    UnknownPlaceholder {
        /// Its name, without the colon.
        name: String,
        /// The one that was probably meant.
        nearest: Option<&'static str>,
    },
    /// It has a `..` segment, plain or percent-encoded, and might leave the output folder.
    Climbs,
    /// It has a `?` or `#`, which a file's address cannot have.
    Query,
    /// It has a control character.
    Control,
    /// It asks for a part of the date (named here) of a page that has none.
    NeedsDate(String),
    /// It is a whole address, with a host, which only the site's own `base_url` has.
    Whole,
    /// It has a backslash, which is a folder on one system and a letter on another.
    Backslash,
}

/// All placeholders, to suggest one.
const PLACEHOLDERS: [&str; 26] = [
    "year",
    "short_year",
    "month",
    "i_month",
    "short_month",
    "long_month",
    "day",
    "i_day",
    "y_day",
    "w_year",
    "week",
    "w_day",
    "short_day",
    "long_day",
    "hour",
    "minute",
    "second",
    "title",
    "slug",
    "name",
    "basename",
    "path",
    "collection",
    "categories",
    "slugified_categories",
    "output_ext",
];

/// The template that a style of Jekyll's stands for; anything else is a template itself.
#[must_use]
pub fn style(name: &str) -> &str {
    match name {
        "date" => "/:categories/:year/:month/:day/:title:output_ext",
        "pretty" => "/:categories/:year/:month/:day/:title/",
        "ordinal" => "/:categories/:year/:y_day/:title:output_ext",
        "weekdate" => "/:categories/:year/W:week/:short_day/:title:output_ext",
        "none" => "/:categories/:title:output_ext",
        _ => name,
    }
}

/// Fills in `template`: the address of the page, percent-encoded, with a leading slash.
///
/// # Errors
/// When the template is unsafe or asks for what there is not, or when a value (a category, say)
/// makes the address unsafe.
pub fn expand(template: &str, parts: &Parts) -> Result<String, PermalinkProblem> {
    if !parts.lenient {
        check(template)?;
    }
    let mut url = String::with_capacity(template.len() + parts.slug.len() + 16);
    url.push('/');
    let mut rest = template;
    while let Some(colon) = rest.find(':') {
        push_literal(&mut url, &rest[..colon]);
        rest = &rest[colon + 1..];
        let length = rest.bytes().take_while(|b| b.is_ascii_lowercase() || *b == b'_').count();
        if length == 0 {
            url.push(':');
            continue;
        }
        let name = &rest[..length];
        // The name is greedy, so ":year_:month" reads "year_": the underscore is then literal.
        let found = match value(name, parts)? {
            Some(value) => Some((value, length)),
            None => match name.strip_suffix('_') {
                Some(shorter) => value(shorter, parts)?.map(|value| (value, length - 1)),
                None => None,
            },
        };
        let Some((value, used)) = found else {
            return Err(PermalinkProblem::UnknownPlaceholder {
                name: name.to_owned(),
                nearest: nearest(name),
            });
        };
        slug::push_escaped(&mut url, &value);
        rest = &rest[used..];
    }
    push_literal(&mut url, rest);
    if parts.lenient {
        // Jekyll's `url.rb`, sanitize_url: what would climb, and what looks like it, parts two folders.
        url = tidy(&url.replace("..", "/"));
    }
    // A value may climb as well: a category "..", or a slug of dots.
    check(&url)?;
    Ok(tidy(&url))
}

/// Whether the literal text of a permalink is safe: it may not climb out of the output folder, and
/// must be the address of a file.
///
/// # Errors
/// With the first problem found.
pub fn check(permalink: &str) -> Result<(), PermalinkProblem> {
    let bytes = permalink.as_bytes();
    if bytes.windows(3).any(|three| three == b"://") {
        return Err(PermalinkProblem::Whole);
    }
    // Nearly every address has nothing in it that could be wrong.
    let plain = |byte: &u8| byte.is_ascii_graphic() && !matches!(byte, b'%' | b'\\' | b'?' | b'#');
    if bytes.iter().all(plain) && !bytes.windows(2).any(|two| two == b"..") {
        return Ok(());
    }
    let decoded = slug::unescape_path(permalink);
    if decoded.contains('\\') {
        return Err(PermalinkProblem::Backslash);
    }
    if decoded.contains(char::is_control) {
        return Err(PermalinkProblem::Control);
    }
    if decoded.split('/').any(|segment| segment == "..") {
        return Err(PermalinkProblem::Climbs);
    }
    // Encoded, they are part of a name and do no harm.
    if permalink.contains(['?', '#']) {
        return Err(PermalinkProblem::Query);
    }
    Ok(())
}

/// The value of a placeholder, not yet escaped; nothing when there is no such placeholder.
fn value(name: &str, parts: &Parts) -> Result<Option<String>, PermalinkProblem> {
    Ok(Some(match name {
        "title" => slug::jekyll(parts.slug, Mode::Pretty, true),
        "slug" => slug::jekyll(parts.slug, Mode::Default, false),
        "name" => slug::jekyll(parts.name, Mode::Default, false),
        "basename" => parts.name.to_owned(),
        "path" => parts.path.to_owned(),
        "collection" => parts.collection.to_owned(),
        "output_ext" => parts.output_ext.to_owned(),
        "categories" => joined(parts.categories, slug::downcase),
        "slugified_categories" => joined(parts.categories, |name| slug::jekyll(name, Mode::Default, false)),
        _ if !PLACEHOLDERS.contains(&name) => return Ok(None),
        // Only parts of the date are left.
        _ => match parts.date {
            Some(date) => return Ok(date_value(name, date)),
            None => return Err(PermalinkProblem::NeedsDate(name.to_owned())),
        },
    }))
}

/// The months as addresses and archives name them.
pub const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The value of a placeholder for a part of the date.
fn date_value(name: &str, date: &Moment) -> Option<String> {
    const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let local = date.local;
    // Months and days of the week are counted from one, so neither index can be out of bounds;
    // the wildcard keeps that claim from ever being a panic.
    let month = usize::try_from(local.month() - 1).ok().and_then(|i| MONTHS.get(i).copied());
    let weekday = local.weekday().to_monday_zero_offset();
    let day = usize::try_from(weekday).ok().and_then(|i| DAYS.get(i).copied());
    Some(match name {
        "year" => format!("{:04}", local.year()),
        "short_year" => format!("{:02}", local.year().rem_euclid(100)),
        "month" => format!("{:02}", local.month()),
        "i_month" => local.month().to_string(),
        "short_month" => month?[..3].to_owned(),
        "long_month" => month?.to_owned(),
        "day" => format!("{:02}", local.day()),
        "i_day" => local.day().to_string(),
        "y_day" => format!("{:03}", local.day_of_year()),
        // The year of the ISO week, which differs from the calendar's around New Year.
        "w_year" => format!("{:04}", local.iso_week_date().year()),
        "week" => format!("{:02}", local.iso_week_date().week()),
        "w_day" => (weekday + 1).to_string(),
        "short_day" => day?[..3].to_owned(),
        "long_day" => day?.to_owned(),
        "hour" => format!("{:02}", local.hour()),
        "minute" => format!("{:02}", local.minute()),
        "second" => format!("{:02}", local.second()),
        _ => return None,
    })
}

/// The categories as folders, each in the form that `form` gives it and none twice.
fn joined(categories: &[String], form: impl Fn(&str) -> String) -> String {
    let mut unique: Vec<String> = Vec::with_capacity(categories.len());
    for category in categories {
        let category = form(category);
        if !unique.contains(&category) {
            unique.push(category);
        }
    }
    unique.join("/")
}

/// The placeholder that `name` is most likely a slip of.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.trim_matches('_');
    PLACEHOLDERS
        .iter()
        .map(|known| (strsim::osa_distance(name, known), *known))
        // More than a third of the letters wrong is another word, not a slip.
        .filter(|(distance, known)| *distance <= (known.len() / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, known)| known)
}

/// Appends literal text of a template. It is meant as an address already, so what is encoded stays
/// so, and only what no address may hold is encoded.
fn push_literal(url: &mut String, text: &str) {
    for (index, byte) in text.bytes().enumerate() {
        let kept = slug::is_path_byte(byte)
            || byte == b'%' && slug::encoded_byte(&text.as_bytes()[index..]).is_some();
        if kept {
            url.push(char::from(byte));
        } else {
            slug::push_encoded(url, byte);
        }
    }
}

/// Squeezes slashes and drops segments of a single dot, as Jekyll's `sanitize_url` does and as
/// browsers would.
fn tidy(url: &str) -> String {
    let mut tidy = String::with_capacity(url.len());
    for segment in url.split('/').filter(|s| !matches!(*s, "" | ".")) {
        tidy.push('/');
        tidy.push_str(segment);
    }
    if tidy.is_empty() || url.ends_with('/') || url.ends_with("/.") {
        tidy.push('/');
    }
    tidy
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test that cannot make its page should fail")]
#[path = "permalink_tests.rs"]
mod tests;
