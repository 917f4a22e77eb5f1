//! What an import says of its sources: every sentence about what it guessed, repaired or left out.

use std::fmt;

/// What is not certain about something that was taken over.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the wording below says what each field is")]
pub enum Doubt {
    // Plain text
    Encoding { name: &'static str },
    Repaired { found: String, repaired: String, is_certain: bool },
    NoHeadline { made: String },
    DeckOrHeadline,
    SubHeading { text: String },
    AlsoRead { title: String },
    NotInText { date: String, no_author: bool },
    NothingInIt,
    // WordPress
    NotAnExport { reason: String },
    NoSlug { title: String, slug: String },
    NoDateGiven { title: String },
    Shortcode { name: String, count: usize },
    KeptAsHtml { count: usize },
    Password { title: String },
    LeftOut { what: String, count: usize },
    PicturesElsewhere { count: usize, folder: String },
    NoPath { url: String },
    // Jekyll
    AddressLost { from: String, to: String },
    NotJekyll,
    NotTaken,
    KeyRenamed { key: String, to: String },
    LayoutGone { count: usize, names: String },
    FrontCommented,
    Shadowed { other: String },
    SettingsLeft { keys: String },
}

impl fmt::Display for Doubt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Doubt::*;
        match self {
            Encoding { name } => write!(f, "is not UTF-8; read as {name}"),
            Repaired { found, repaired, is_certain: true } => {
                write!(f, "damaged: \"{found}\" became \"{repaired}\"")
            }
            Repaired { found, repaired, is_certain: false } => {
                write!(f, "damaged: \"{found}\" became \"{repaired}\", by the words around it")
            }
            NoHeadline { made } => {
                write!(f, "the text has no headline; its beginning stands in: \"{made}\"")
            }
            DeckOrHeadline => write!(f, "this may be a second headline; it became the deck"),
            SubHeading { text } => write!(f, "taken as a sub-heading: \"{text}\""),
            AlsoRead { title } => {
                write!(f, "no post has the headline \"{title}\", so this leads nowhere yet")
            }
            NotInText { date, no_author: true } => {
                write!(f, "the text names no date and no author; it is dated {date}")
            }
            NotInText { date, no_author: false } => write!(f, "the text names no date; it is dated {date}"),
            NothingInIt => write!(f, "there is nothing in it; no post was made"),
            NotAnExport { reason } => write!(f, "this is no export of WordPress: {reason}"),
            NoSlug { title, slug } => write!(f, "\"{title}\" has no slug; its address is made of \"{slug}\""),
            NoDateGiven { title } => write!(f, "\"{title}\" has no date; it is a draft"),
            Shortcode { name, count } => {
                write!(f, "the shortcode [{name}] stays as text, {}", times(*count))
            }
            KeptAsHtml { count } => write!(
                f,
                "{count} block{} kept as HTML, which Markdown cannot say",
                if *count == 1 { " is" } else { "s are" }
            ),
            Password { title } => write!(f, "\"{title}\" asked for a password; it is not published"),
            LeftOut { what, count } => write!(f, "left out: {count} × {what}"),
            PicturesElsewhere { count, folder } => {
                write!(f, "{count} address{} of files still at {folder}", if *count == 1 { "" } else { "es" })
            }
            NoPath { url } => write!(f, "its old address {url} is a question, which no file can answer"),
            AddressLost { from, to } => write!(f, "its address changes from {from} to {to}"),
            NotJekyll => write!(f, "this folder has no _config.yml, or a site.toml beside it"),
            NotTaken => {
                write!(f, "not taken: the theme makes such pages and files itself, or nothing links to them")
            }
            KeyRenamed { key, to } => write!(f, "`{key}` means something else here; it is `{to}` now"),
            LayoutGone { count, names } => {
                write!(f, "{count} × layouts that the theme has not became post or page: {names}")
            }
            FrontCommented => write!(f, "its front matter cannot be read; its lines are comments now"),
            Shadowed { other } => write!(f, "has the address of {other}, which was shown; it is unpublished"),
            SettingsLeft { keys } => write!(f, "settings without a meaning here: {keys}"),
        }
    }
}

impl Doubt {
    /// What can be done about it.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        use Doubt::*;
        Some(match self {
            Encoding { .. } => "look at its quotation marks and accents".into(),
            NoHeadline { .. } => "write one: title: …".into(),
            DeckOrHeadline => "delete the line `deck:` if the headline is enough".into(),
            AlsoRead { .. } => "make a link of it, or delete the line".into(),
            NotInText { .. } => "see that date, author and categories are right".into(),
            Repaired { is_certain: false, .. } => "read the sentence once".into(),
            NotAnExport { .. } => "export with Tools → Export → All content, and name the .xml file".into(),
            Shortcode { .. } => "a file of that name in _includes/ can stand in: {% include name.html %}".into(),
            PicturesElsewhere { .. } => {
                "they work for as long as that site stands; copy the folder into content/ and shorten the addresses before it goes".into()
            }
            NotJekyll => "name the folder that Jekyll builds".into(),
            FrontCommented => "correct it, and take the `#` off".into(),
            AddressLost { .. } => "a redirect leads from the one to the other".into(),
            _ => return None,
        })
    }
}

fn times(count: usize) -> String {
    if count == 1 { "once".into() } else { format!("{count} times") }
}
