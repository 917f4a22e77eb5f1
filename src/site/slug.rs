//! Slugs and URL escaping: how a title, a file name or a term becomes part of an address.
//!
//! Addresses are promises to readers, so the rules here follow Jekyll 4 exactly where Jekyll has a
//! rule (`lib/jekyll/utils.rb` for slugs, `lib/jekyll/url.rb` for escaping), and are ours alone
//! only for the pages Jekyll does not make itself (terms). Nothing here reads a file, a
//! configuration or a clock, and nothing here may fail: every text has a slug, if only the empty one.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// Which characters a slug keeps; the names are those of Jekyll's `slugify` filter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Only white space becomes a hyphen.
    Raw,
    /// Letters, marks and decimal digits are kept.
    Default,
    /// As `Default`, and also the punctuation that is readable in a URL: `._~!$&'()+,;=@`.
    Pretty,
    /// Only ASCII letters and digits are kept.
    Ascii,
    /// Accented Latin letters lose their accents first; then as `Default`.
    Latin,
}

/// Jekyll's `Utils.slugify`: each run of characters that `mode` does not keep becomes one hyphen,
/// then one hyphen is taken from each end. Letters are down-cased unless `cased`.
#[must_use]
pub fn jekyll(text: &str, mode: Mode, cased: bool) -> String {
    let mut slug = String::with_capacity(text.len());
    let mut in_run = false;
    let mut take = |c: char| {
        if keeps(c, mode) {
            in_run = false;
            if cased {
                slug.push(c);
            } else {
                push_lower(&mut slug, c);
            }
        } else if !in_run {
            in_run = true;
            slug.push('-');
        }
    };
    if mode == Mode::Latin {
        for c in text.chars() {
            match plain_latin(c) {
                Some(plain) => plain.chars().for_each(&mut take),
                // I18n puts a question mark for what it cannot spell, which is no letter either.
                None => take(if c.is_ascii() { c } else { '?' }),
            }
        }
    } else {
        text.chars().for_each(take);
    }
    strip_one_hyphen(&mut slug);
    slug
}

/// Jekyll's `Utils.titleize_slug`: the title of a post that does not say its own.
///
/// Each part between hyphens is capitalised as Ruby does it, so the rest of a part is down-cased.
#[must_use]
pub fn titleize(slug: &str) -> String {
    let mut title = String::with_capacity(slug.len());
    // Ruby's `split` drops empty parts at the end but keeps them at the start and in the middle.
    for (index, part) in slug.trim_end_matches('-').split('-').enumerate() {
        if index > 0 {
            title.push(' ');
        }
        let mut chars = part.chars();
        if let Some(first) = chars.next() {
            // Title case, not upper case: "ß" begins a word as "Ss".
            let mut upper = first.to_uppercase();
            title.extend(upper.next());
            upper.for_each(|c| push_lower(&mut title, c));
        }
        chars.for_each(|c| push_lower(&mut title, c));
    }
    title
}

/// The slug of a term (a tag, a category, an author): our own rule, since Jekyll makes no term pages.
///
/// It keeps apart the names that Jekyll's rule would merge (`C`, `C++`, `C#`) and keeps emoji and
/// every script as written. Empty when nothing is left of the name.
#[must_use]
pub fn term(name: &str) -> String {
    let mut slug = String::with_capacity(name.len() + 8);
    let mut before: Option<char> = None;
    let mut chars = name.chars().peekable();
    while let Some(c) = chars.next() {
        if is_invisible(c) {
            continue;
        }
        let after = chars.peek().copied();
        match c {
            // "C++", "Google+": a plus counts only where it is attached to a word.
            '+' if before.is_some_and(|b| b == '+' || b.is_alphanumeric())
                && slug.ends_with(|s: char| s.is_alphanumeric()) =>
            {
                slug.push_str("-plus");
                // A word follows, so "C++11" does not read "plus11".
                if after.is_some_and(char::is_alphanumeric) {
                    slug.push('-');
                }
            }
            // "C#" is a name, "#news" and "issue#5" only point at one.
            '#' if before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric) => {
                slug.push_str("-sharp");
            }
            // ".net", also as a word of its own in "Microsoft .NET".
            '.' if before.is_none_or(char::is_whitespace) && after.is_some_and(char::is_alphabetic) => {
                slug.push_str(if slug.is_empty() || slug.ends_with('-') { "dot-" } else { "-dot-" });
            }
            _ if term_keeps(c) => push_lower(&mut slug, c),
            _ => {
                if !slug.is_empty() && !slug.ends_with('-') {
                    slug.push('-');
                }
            }
        }
        before = Some(c);
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

/// Percent-encodes `text` for use as a URL path, slashes kept (Jekyll's `URL.escape_path`).
///
/// Keeps what RFC 3986 allows in a path. Unlike Jekyll it also encodes `?`, which would otherwise
/// begin a query and leave the page unreachable.
#[must_use]
pub fn escape_path(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    push_escaped(&mut escaped, text);
    escaped
}

/// Appends what [`escape_path`] gives.
pub(super) fn push_escaped(to: &mut String, text: &str) {
    if text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'/' | b'_' | b'-')) {
        to.push_str(text);
        return;
    }
    for byte in text.bytes() {
        if is_path_byte(byte) {
            to.push(char::from(byte));
        } else {
            push_encoded(to, byte);
        }
    }
}

/// Undoes percent-encoding, for the name of the file on disk.
///
/// What does not decode to UTF-8, or is no percent sequence at all, stays as it is written.
#[must_use]
pub fn unescape_path(url: &str) -> String {
    let Some(first) = url.find('%') else {
        return url.to_owned();
    };
    let mut decoded = String::with_capacity(url.len());
    decoded.push_str(&url[..first]);
    let mut rest = &url[first..];
    let mut bytes = Vec::new();
    while !rest.is_empty() {
        bytes.clear();
        // A character may span several sequences, so a whole run of them is decoded at once.
        while let Some(byte) = encoded_byte(rest.as_bytes().get(bytes.len() * 3..).unwrap_or_default()) {
            bytes.push(byte);
        }
        let mut at = 0;
        for chunk in bytes.utf8_chunks() {
            decoded.push_str(chunk.valid());
            at += chunk.valid().len();
            let end = at + chunk.invalid().len();
            // Each byte of the run is three characters of ASCII, so these bounds are inside `rest`.
            decoded.push_str(&rest[at * 3..end * 3]);
            at = end;
        }
        rest = &rest[bytes.len() * 3..];
        // Here `rest` begins with plain text or with a percent sign that encodes nothing.
        let plain = rest
            .char_indices()
            .find(|&(index, c)| c == '%' && encoded_byte(&rest.as_bytes()[index..]).is_some())
            .map_or(rest.len(), |(index, _)| index);
        decoded.push_str(&rest[..plain]);
        rest = &rest[plain..];
    }
    decoded
}

/// Down-cases `text` as Ruby's `downcase` does: character by character, so without the special
/// form of a final sigma that Rust's `to_lowercase` knows.
#[must_use]
pub fn downcase(text: &str) -> String {
    let mut lower = String::with_capacity(text.len());
    text.chars().for_each(|c| push_lower(&mut lower, c));
    lower
}

/// Whether `byte` may stand in a URL path unencoded: RFC 3986's `pchar` and the slash.
pub(super) fn is_path_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'-' | b'.'
                | b'_'
                | b'~'
                | b'!'
                | b'$'
                | b'&'
                | b'\''
                | b'('
                | b')'
                | b'*'
                | b'+'
                | b','
                | b';'
                | b'='
                | b':'
                | b'@'
                | b'/'
        )
}

/// Appends `byte` as a percent sequence.
pub(super) fn push_encoded(to: &mut String, byte: u8) {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    to.push('%');
    to.push(char::from(HEX[usize::from(byte >> 4)]));
    to.push(char::from(HEX[usize::from(byte & 15)]));
}

/// The byte that a percent sequence at the very start of `text` stands for.
pub(super) fn encoded_byte(text: &[u8]) -> Option<u8> {
    let [b'%', high, low, ..] = *text else {
        return None;
    };
    let digit = |b: u8| char::from(b).to_digit(16);
    // Two hexadecimal digits are at most 255.
    u8::try_from(digit(high)? * 16 + digit(low)?).ok()
}

/// Whether a slug of `mode` keeps `c`; `SLUGIFY_*_REGEXP` in Jekyll's `utils.rb`.
fn keeps(c: char, mode: Mode) -> bool {
    match mode {
        // Ruby's `\s` is ASCII only.
        Mode::Raw => !matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0b' | '\x0c'),
        Mode::Ascii => c.is_ascii_alphanumeric(),
        Mode::Default | Mode::Latin => is_word(c),
        Mode::Pretty => {
            is_word(c)
                || matches!(
                    c,
                    '.' | '_' | '~' | '!' | '$' | '&' | '\'' | '(' | ')' | '+' | ',' | ';' | '=' | '@'
                )
        }
    }
}

/// `[\p{M}\p{L}\p{Nd}]`. Not `is_alphanumeric`, which leaves out marks and takes in "½" and "Ⅷ".
fn is_word(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    matches!(
        c.general_category(),
        GeneralCategory::UppercaseLetter
            | GeneralCategory::LowercaseLetter
            | GeneralCategory::TitlecaseLetter
            | GeneralCategory::ModifierLetter
            | GeneralCategory::OtherLetter
            | GeneralCategory::NonspacingMark
            | GeneralCategory::SpacingMark
            | GeneralCategory::EnclosingMark
            | GeneralCategory::DecimalNumber
    )
}

/// Whether a term's slug keeps `c` as it is.
fn term_keeps(c: char) -> bool {
    match c {
        _ if c.is_ascii() => c.is_ascii_alphanumeric(),
        '\u{2000}'..='\u{206F}' => false,
        // Among the CJK punctuation are a few letters and numerals ("々" as in 佐々木, "〇").
        '\u{3000}'..='\u{303F}' => c.is_alphanumeric(),
        _ => !c.is_whitespace() && !c.is_control(),
    }
}

/// Characters that only change how their neighbours look: two names that differ in them look the
/// same, and must not get two pages.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{00AD}' | '\u{200C}' | '\u{200D}' | '\u{2060}' | '\u{FEFF}'
            | '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}'
    )
}

/// Appends the lower-case form of `c`.
fn push_lower(to: &mut String, c: char) {
    if c.is_ascii() {
        to.push(c.to_ascii_lowercase());
    } else {
        to.extend(c.to_lowercase());
    }
}

/// Takes one hyphen from each end. One only: in Raw mode the author's own hyphens may be several.
fn strip_one_hyphen(slug: &mut String) {
    if slug.ends_with('-') {
        slug.pop();
    }
    if slug.starts_with('-') {
        slug.remove(0);
    }
}

/// The plain spelling of an accented Latin letter: `DEFAULT_APPROXIMATIONS` of Ruby's I18n, which
/// Jekyll's `latin` mode uses.
fn plain_latin(c: char) -> Option<&'static str> {
    Some(match c {
        'À' | 'Á' | 'Â' | 'Ã' | 'Ä' | 'Å' | 'Ā' | 'Ă' | 'Ą' => "A",
        'Æ' => "AE",
        'Ç' | 'Ć' | 'Ĉ' | 'Ċ' | 'Č' => "C",
        'È' | 'É' | 'Ê' | 'Ë' | 'Ē' | 'Ĕ' | 'Ė' | 'Ę' | 'Ě' => "E",
        'Ì' | 'Í' | 'Î' | 'Ï' | 'Ĩ' | 'Ī' | 'Ĭ' | 'Į' | 'İ' => "I",
        'Ð' | 'Ď' | 'Đ' => "D",
        'Ñ' | 'Ń' | 'Ņ' | 'Ň' => "N",
        'Ŋ' => "NG",
        'Ò' | 'Ó' | 'Ô' | 'Õ' | 'Ö' | 'Ø' | 'Ō' | 'Ŏ' | 'Ő' => "O",
        '×' => "x",
        'Ù' | 'Ú' | 'Û' | 'Ü' | 'Ũ' | 'Ū' | 'Ŭ' | 'Ů' | 'Ű' | 'Ų' => "U",
        'Ý' | 'Ŷ' | 'Ÿ' => "Y",
        'Þ' => "Th",
        'ß' => "ss",
        'ẞ' => "SS",
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ā' | 'ă' | 'ą' => "a",
        'æ' => "ae",
        'ç' | 'ć' | 'ĉ' | 'ċ' | 'č' => "c",
        'è' | 'é' | 'ê' | 'ë' | 'ē' | 'ĕ' | 'ė' | 'ę' | 'ě' => "e",
        'ì' | 'í' | 'î' | 'ï' | 'ĩ' | 'ī' | 'ĭ' | 'į' | 'ı' => "i",
        'ð' | 'ď' | 'đ' => "d",
        'ñ' | 'ń' | 'ņ' | 'ň' => "n",
        'ŉ' => "'n",
        'ŋ' => "ng",
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ō' | 'ŏ' | 'ő' => "o",
        'ù' | 'ú' | 'û' | 'ü' | 'ũ' | 'ū' | 'ŭ' | 'ů' | 'ű' | 'ų' => "u",
        'ý' | 'ÿ' | 'ŷ' => "y",
        'þ' => "th",
        'Ĝ' | 'Ğ' | 'Ġ' | 'Ģ' => "G",
        'ĝ' | 'ğ' | 'ġ' | 'ģ' => "g",
        'Ĥ' | 'Ħ' => "H",
        'ĥ' | 'ħ' => "h",
        'Ĳ' => "IJ",
        'ĳ' => "ij",
        'Ĵ' => "J",
        'ĵ' => "j",
        'Ķ' => "K",
        'ķ' | 'ĸ' => "k",
        'Ĺ' | 'Ļ' | 'Ľ' | 'Ŀ' | 'Ł' => "L",
        'ĺ' | 'ļ' | 'ľ' | 'ŀ' | 'ł' => "l",
        'Œ' => "OE",
        'œ' => "oe",
        'Ŕ' | 'Ŗ' | 'Ř' => "R",
        'ŕ' | 'ŗ' | 'ř' => "r",
        'Ś' | 'Ŝ' | 'Ş' | 'Š' => "S",
        'ś' | 'ŝ' | 'ş' | 'š' => "s",
        'Ţ' | 'Ť' | 'Ŧ' => "T",
        'ţ' | 'ť' | 'ŧ' => "t",
        'Ŵ' => "W",
        'ŵ' => "w",
        'Ź' | 'Ż' | 'Ž' => "Z",
        'ź' | 'ż' | 'ž' => "z",
        _ => return None,
    })
}

#[cfg(test)]
#[path = "slug_tests.rs"]
mod tests;
