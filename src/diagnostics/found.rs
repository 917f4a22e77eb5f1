//! What `dateline check` says of a site that builds: each sentence, and the way out.

use std::fmt;

/// What was found, as a typed value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the wording below says what each field is")]
pub enum Found {
    // Links
    BrokenLink { link: String, nearest: Option<String> },
    BrokenFragment { link: String, fragment: String, nearest: Option<String> },
    MissingFile { src: String },
    OnPages { what: Box<Found>, page: String, more: usize },
    HiddenLinked { link: String, state: &'static str, path: String },
    // Front matter
    NoTitle,
    NoByline,
    NoCategory,
    LongHeadline { length: usize, limit: usize },
    LongExcerpt { length: usize, limit: usize },
    FutureUpdated { date: String },
    NoZone { count: usize },
    KeyTypo { key: String, nearest: &'static str },
    SmallLead { src: String, width: u32, limit: u32 },
    // Body
    HeadingJump { from: u8, to: u8, title: String },
    MixedContent { src: String, is_own: bool },
    Unclosed { tag: String },
    Unopened { tag: String },
    NoAlt { src: String },
    Damaged { text: String, repaired: String },
    // Site
    SameTitle { other: String },
    SameSlug { slug: String, other: String },
    NearlyEqual { other: String, percent: u8 },
    TermsAlike { taxonomy: &'static str, name: String, count: usize, other: String, other_count: usize },
    TermCase { taxonomy: &'static str, name: String, count: usize, other: String, other_count: usize },
    Orphan,
    Undefined { name: String, nearest: Option<String> },
    // Elsewhere
    ExternalBroken { link: String, status: u16 },
    ExternalUnreachable { link: String, reason: String },
    ExternalMoved { link: String, to: String },
    NoClient { reason: String },
    UnknownRule { name: String, nearest: Option<&'static str> },
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Found::*;
        match self {
            BrokenLink { link, .. } => write!(f, "the link \"{link}\" leads to no page of the site"),
            BrokenFragment { link, fragment, .. } => {
                write!(f, "the link \"{link}\" leads to no place \"{fragment}\" on its page")
            }
            MissingFile { src } => write!(f, "there is no file \"{src}\""),
            OnPages { what, page, more: 0 } => write!(f, "{what}; on the page {page}"),
            OnPages { what, page, more } => write!(f, "{what}; on the page {page} and {more} more"),
            HiddenLinked { link, state, path } => {
                write!(f, "the link \"{link}\" leads to {path}, which is {state} and not shown")
            }
            NoTitle => write!(f, "this has no title; one was made of the file's name"),
            NoByline => write!(f, "this post does not say who wrote it"),
            NoCategory => write!(f, "this post is in no category"),
            LongHeadline { length, limit } => {
                write!(f, "the headline has {length} characters; search engines and cards cut at {limit}")
            }
            LongExcerpt { length, limit } => {
                write!(f, "the excerpt has {length} characters, more than {limit}")
            }
            FutureUpdated { date } => write!(f, "`updated` is {date}, which lies ahead"),
            NoZone { count: 1 } => {
                write!(
                    f,
                    "the site sets no time zone, and the time of one post has none, so it is read as UTC"
                )
            }
            NoZone { count } => write!(
                f,
                "the site sets no time zone, and the times of {count} posts have none, so they are read as UTC"
            ),
            KeyTypo { key, nearest } => {
                write!(f, "`{key}` is no key that Dateline knows; it is near `{nearest}`")
            }
            SmallLead { src, width, limit } => {
                write!(f, "the lead picture \"{src}\" is {width} pixels wide; large previews need {limit}")
            }
            HeadingJump { from, to, title } => {
                write!(f, "the heading \"{title}\" jumps from level {from} to level {to}")
            }
            MixedContent { src, .. } => {
                write!(f, "\"{src}\" is loaded without encryption, so browsers block it or warn")
            }
            Unclosed { tag } => write!(f, "<{tag}> is never closed"),
            Unopened { tag } => write!(f, "</{tag}> closes nothing"),
            NoAlt { src } => write!(f, "the picture \"{src}\" has no alt text"),
            Damaged { text, repaired } => write!(f, "\"{text}\" is a damaged \"{repaired}\""),
            SameTitle { other } => write!(f, "has the same title as {other}"),
            SameSlug { slug, other } => write!(f, "has the slug \"{slug}\", as has {other}"),
            NearlyEqual { other, percent } => write!(f, "is {percent} % the same text as {other}"),
            TermsAlike { taxonomy, name, count, other, other_count } => write!(
                f,
                "the {taxonomy} \"{name}\" ({count}) is nearly \"{other}\" ({other_count}): readers get two pages"
            ),
            TermCase { taxonomy, name, count, other, other_count } => write!(
                f,
                "the {taxonomy} \"{name}\" ({count}) is written \"{other}\" elsewhere ({other_count})"
            ),
            Undefined { name, .. } => write!(f, "nothing defines `{name}`"),
            Orphan => write!(f, "no page, style sheet or setting names this file"),
            ExternalBroken { link, status } => {
                write!(f, "the link \"{link}\" leads to no page: its host says {status}")
            }
            ExternalUnreachable { link, reason } => {
                write!(f, "the link \"{link}\" could not be followed: {reason}")
            }
            ExternalMoved { link, to } => {
                write!(f, "the link \"{link}\" leads to a page that has moved to {to} for good")
            }
            NoClient { reason } => write!(f, "links to elsewhere could not be followed at all: {reason}"),
            UnknownRule { name, .. } => write!(f, "there is no rule \"{name}\""),
        }
    }
}

impl Found {
    /// The way out, where there is one to name.
    #[must_use]
    pub fn help(&self) -> Option<String> {
        use Found::*;
        Some(match self {
            BrokenLink { nearest: Some(nearest), .. } | BrokenFragment { nearest: Some(nearest), .. } => {
                format!("did you mean \"{nearest}\"?")
            }
            BrokenLink { .. } => "correct the address, or give the page that moved a redirect_from".into(),
            BrokenFragment { .. } => "name the id of a heading, or write {#id} after one".into(),
            MissingFile { .. } => "put it into assets/, or correct the address".into(),
            OnPages { what, .. } => return what.help(),
            HiddenLinked { .. } => "take the link out until that page is shown".into(),
            NoTitle => "add a line `title: …`".into(),
            NoByline => "add a line `author: …`".into(),
            NoCategory => "add a line `categories: [News]`".into(),
            LongHeadline { .. } => "say it shorter; `deck` has room for the rest".into(),
            LongExcerpt { .. } => "end it earlier: with `excerpt`, or <!--more-->".into(),
            FutureUpdated { .. } => "correct the year, or leave it out".into(),
            NoZone { .. } => "set timezone = \"Europe/Dublin\", say".into(),
            KeyTypo { nearest, .. } => format!("did you mean `{nearest}`? `dateline check --fix` writes it so"),
            SmallLead { .. } => "export it larger".into(),
            HeadingJump { from, .. } => format!("use level {}, or one that is open already", from + 1),
            MixedContent { is_own: true, .. } => "write https://; `dateline check --fix` does".into(),
            MixedContent { .. } => "write https://, if that host has it".into(),
            Unclosed { tag } => format!("add </{tag}>"),
            Unopened { .. } => "take it out, or add the tag that it closes".into(),
            NoAlt { .. } => "say what it shows to who cannot see it: ![Boats at dawn](boats.jpg), or `alt:` under `image:`; alt=\"\" says that it only adorns".into(),
            Damaged { repaired, .. } => format!("write \"{repaired}\", as `dateline check --fix` does; the text was once read in another encoding"),
            SameTitle { .. } => "tell them apart, or give the older one a redirect_from".into(),
            SameSlug { .. } => "nothing is wrong with it if both have their own address; `slug` sets another".into(),
            NearlyEqual { .. } => "keep one, with a redirect_from of the other's address".into(),
            TermsAlike { .. } => "spell both alike".into(),
            TermCase { count, other_count, .. } if count < other_count => {
                "spell both alike; `dateline check --fix` does".into()
            }
            TermCase { .. } => "spell both alike".into(),
            Undefined { nearest: Some(nearest), .. } => format!("did you mean `{nearest}`?"),
            Undefined { .. } => "correct it, or set it first; docs/templates.md lists what there is".into(),
            Orphan => "delete it, or link to it".into(),
            ExternalBroken { .. } => "correct the address, or link to a copy in an archive".into(),
            ExternalUnreachable { .. } => "try it in a browser; it is asked again in an hour".into(),
            ExternalMoved { .. } => "write the new address, if it shows what was meant".into(),
            NoClient { .. } => "look whether this machine has certificates, and may open connections".into(),
            UnknownRule { nearest: Some(nearest), .. } => format!("did you mean \"{nearest}\"?"),
            UnknownRule { .. } => "docs/check.md lists the rules".into(),
        })
    }
}
