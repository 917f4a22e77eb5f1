//! Every sentence that Dateline says about a site's problems stands here, and nowhere else.
//!
//! A variant carries the facts; `Display` words them; [`Problem::help`] says the way out. Plain, short, exact.

use super::{Doubt, Found, Refusal};
use std::fmt;

/// How like two paths are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Likeness {
    /// Letter by letter.
    Same,
    /// But for case.
    Case,
    /// But for how letters with marks are composed, and perhaps case.
    Composition,
}

/// What is wrong, as a typed value.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the wording below says what each field is")]
pub enum Problem {
    // Reading
    Unreadable { reason: String },
    NotUtf8 { byte: usize },
    NotUtf8LeftOut { byte: usize },
    UnclosedFrontMatter,
    InvalidYaml { reason: String },
    FrontMatterNotAMap { found: &'static str },
    DuplicateKey { key: String },
    PublishedAsText { written: String },
    DraftByKey,
    NestedCategories { shown: String },
    WrongType { key: String, expected: &'static str, found: &'static str },
    DateNotADay { text: String },
    DateNotATime { text: String },
    DateNotADate { text: String },
    NoDate,
    PartMissing { key: String, part: &'static str },
    NoBaseUrl,
    Outside { what: &'static str },
    // Configuration
    NoSite { from: String },
    InvalidToml { reason: String },
    UnknownKey { key: String, nearest: Option<String>, known: String },
    WrongSetting { key: String, expected: &'static str, found: String },
    MissingSetting { table: String, key: String, expected: &'static str },
    DangerousLink { link: String },
    SecurityExpired { expires: String },
    UnknownShare { name: String, nearest: Option<String>, known: String },
    UnknownSection { name: String, nearest: Option<String> },
    UnknownTimezone { name: String },
    InvalidBaseUrl { url: String },
    InvalidGlob { glob: String, reason: String },
    NotUsed { keys: Vec<String> },
    NotUsedFiles { files: Vec<String> },
    InvalidData { reason: String },
    Damaged { found: String, repaired: String },
    Import(Doubt),
    // Liquid
    LiquidTag { name: String, nearest: Option<String> },
    LiquidFilter { name: String, nearest: Option<String> },
    LiquidInclude { name: String, nearest: Option<String> },
    LiquidSyntax,
    LiquidUnclosed { tag: String },
    LiquidStray { tag: String },
    LiquidTooDeep,
    LiquidTooMuch,
    BrokenPostUrl { name: String, nearest: Option<String> },
    BrokenLinkTag { path: String, nearest: Option<String> },
    // Model
    UnknownPlaceholder { name: String, nearest: Option<&'static str> },
    PermalinkClimbs { permalink: String },
    PermalinkWhole { permalink: String },
    PermalinkCharacters { permalink: String },
    PermalinkNeedsDate { placeholder: String },
    UnknownTranslation { name: String, nearest: Option<String> },
    EmptySlug { taxonomy: String, name: String },
    // Pictures
    PictureMissing { src: String, nearest: Option<String> },
    MorePicturesMissing { count: usize },
    PictureWithoutAlt { src: String },
    MorePicturesWithoutAlt { count: usize },
    PictureTooLarge { width: u32, height: u32, limit: u64 },
    PictureBroken { reason: String },
    IconBroken { reason: String },
    CacheNotWritten { path: String },
    // Plan
    Collision { path: String, other: String, likeness: Likeness },
    PathTooLong { path: String, bytes: usize, limit: usize },
    NotOnWindows { path: String, part: String },
    NewestWins { url: String, other: String },
    StandsIn { path: String, other: String },
    FolderAndFile { path: String, other: String },
    UnknownLayout { name: String, nearest: Option<String> },
    LayoutFallsBack { names: Vec<String> },
    // Render
    TemplateSyntax { reason: String },
    TemplateRender { reason: String, page: String },
    TemplateCycle { chain: Vec<String> },
    TemplateChain { limit: usize },
    TemplateMissing { name: String, wanted_by: String },
    // Output
    OutputForeign { folder: String, example: String },
    OutputInTheWay { path: String },
    OutputNotAFolder { path: String },
    OutputIsSource { path: String },
    OutputIo { action: &'static str, path: String, reason: String },
    // `dateline check`
    Found(Found),
    // Commands
    Exists { path: String },
    NotEmpty { path: String, example: String },
    BadTime { text: String },
    NoPlaceForKey { key: String },
    // Addresses
    UrlMoved { url: String, to: String, has_list: bool },
    UrlDraft { url: String },
    UrlGone { url: String, source: Option<String>, now: Option<String> },
    // Publish
    Publish(Refusal),
    // Preview
    PortTaken { port: u16, free: Option<u16> },
    CannotListen { host: String, port: u16, reason: String },
    CannotServe { reason: String },
    WatchLimit,
    CannotWatch { reason: String },
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use Problem::*;
        match self {
            Unreadable { reason } => write!(f, "cannot be read: {reason}"),
            NotUtf8 { byte } => write!(f, "byte 0x{byte:02x} is not UTF-8 text"),
            NotUtf8LeftOut { byte } => {
                write!(f, "byte 0x{byte:02x} is not UTF-8 text; the file is left out, as in Jekyll")
            }
            UnclosedFrontMatter => write!(f, "the front matter opens with `---` and is never closed"),
            InvalidYaml { reason } => write!(f, "the front matter is not valid YAML: {reason}"),
            FrontMatterNotAMap { found } => {
                write!(f, "the front matter is {found}, where lines of `key: value` belong")
            }
            DuplicateKey { key } => write!(f, "`{key}` is given twice; the last one counts"),
            PublishedAsText { written } => write!(
                f,
                "`published` is the text \"{written}\", not a yes or no, so this is published, as by Jekyll"
            ),
            DraftByKey => write!(f, "`draft: true` hides this, which Jekyll would publish"),
            NestedCategories { shown } => {
                write!(
                    f,
                    "`categories` has {shown} within its list, which stands so in the address, as in Jekyll"
                )
            }
            WrongType { key, expected, found } => write!(f, "`{key}` must be {expected}, not {found}"),
            DateNotADay { text } => write!(f, "date \"{text}\" is not a day that exists"),
            DateNotATime { text } => write!(f, "date \"{text}\" has no such time of day or zone"),
            DateNotADate { text } => write!(f, "date \"{text}\" is not a date"),
            PartMissing { key, part } => write!(f, "this entry of `{key}` has no {part}"),
            NoDate => write!(f, "this post has no date, neither in its front matter nor in its file name"),
            NoBaseUrl => write!(
                f,
                "the site has no base_url, so its feed, sitemap and canonical links are not whole addresses"
            ),
            Outside { what } => write!(f, "skipped: {what}"),
            NoSite { from } => write!(f, "no site.toml and no _config.yml in {from} or any folder above it"),
            InvalidToml { reason } => write!(f, "{reason}"),
            UnknownKey { key, .. } => write!(f, "unknown key `{key}`"),
            WrongSetting { key, expected, found } => write!(f, "`{key}` must be {expected}, not {found}"),
            MissingSetting { table, key, .. } => write!(f, "[{table}] needs `{key}`"),
            DangerousLink { link } => {
                write!(f, "the link \"{}\" would run a script or open a page of its own", short(link))
            }
            SecurityExpired { expires } => {
                write!(f, "security.txt expired on {expires}, so it tells people to disregard it")
            }
            UnknownShare { name, .. } => write!(f, "there is no link for sharing by \"{name}\""),
            UnknownSection { name, .. } => {
                write!(f, "no post is in the category \"{name}\", so the front page has no such section")
            }
            UnknownTimezone { name } => write!(f, "`{name}` is not a time zone"),
            InvalidBaseUrl { url } => write!(f, "base_url \"{url}\" is not a web address"),
            InvalidGlob { glob, reason } => write!(f, "`{glob}` is not a path pattern: {reason}"),
            NotUsed { keys } => write!(f, "not used by Dateline: {}", keys.join(", ")),
            NotUsedFiles { files } if files.len() == 1 => write!(f, "this Liquid file is not used"),
            NotUsedFiles { files } => {
                let shown = files.get(..4).unwrap_or(files).join(", ");
                let more = if files.len() > 4 { ", …" } else { "" };
                write!(f, "{} Liquid files are not used: {shown}{more}", files.len())
            }
            InvalidData { reason } => write!(f, "this data cannot be read: {reason}"),
            Damaged { found, repaired } => write!(f, "damaged: \"{found}\" was \"{repaired}\""),
            Import(doubt) => write!(f, "{doubt}"),
            LiquidTag { name, .. } => write!(f, "there is no Liquid tag `{name}`; it stays as text"),
            LiquidFilter { name, .. } => write!(f, "there is no Liquid filter `{name}`; this stays as text"),
            LiquidInclude { name, .. } => write!(f, "there is no _includes/{name}; the tag stays as text"),
            LiquidSyntax => write!(f, "this is not valid Liquid; it stays as text"),
            LiquidUnclosed { tag } => write!(f, "`{tag}` opens and is never closed; it stays as text"),
            LiquidStray { tag } => write!(f, "`{tag}` has nothing to belong to; it stays as text"),
            LiquidTooDeep => write!(f, "Liquid is nested too deep here; this stays as text"),
            LiquidTooMuch => write!(
                f,
                "the Liquid of this file makes too much text or takes too many turns; the rest is left out"
            ),
            BrokenPostUrl { name, .. } => {
                write!(f, "post_url: there is no post \"{name}\" that readers can reach")
            }
            BrokenLinkTag { path, .. } => {
                write!(f, "link: there is no file \"{path}\" that readers can reach")
            }
            UnknownPlaceholder { name, .. } => write!(f, "permalink has no placeholder `:{name}`"),
            PermalinkClimbs { permalink } => {
                write!(f, "permalink \"{permalink}\" would leave the output folder")
            }
            PermalinkWhole { permalink } => {
                write!(f, "permalink \"{}\" is a whole address", short(permalink))
            }
            PermalinkCharacters { permalink } => {
                write!(f, "permalink \"{permalink}\" holds a character that no address path can hold")
            }
            PermalinkNeedsDate { placeholder } => {
                write!(f, "permalink uses `:{placeholder}`, and this page has no date")
            }
            UnknownTranslation { name, .. } => {
                write!(f, "no other post or page is \"{name}\", so this is no translation of it")
            }
            EmptySlug { taxonomy, name } => {
                write!(f, "the {taxonomy} \"{name}\" has no letter or digit to make an address from")
            }
            PictureMissing { src, .. } => write!(f, "there is no picture \"{src}\""),
            MorePicturesMissing { count } => {
                write!(f, "{count} more picture{} not there", if *count == 1 { " is" } else { "s are" })
            }
            PictureWithoutAlt { src } => write!(f, "the picture \"{src}\" has no alt text"),
            MorePicturesWithoutAlt { count } => {
                write!(f, "{count} more picture{} no alt text", if *count == 1 { " has" } else { "s have" })
            }
            PictureTooLarge { width, height, limit } => write!(
                f,
                "{width} × {height} pixels are more than the {limit} million that are resized; it is used as it is"
            ),
            IconBroken { reason } => write!(f, "no icon can be made of it: {reason}"),
            PictureBroken { reason } => write!(f, "this picture is broken: {reason}; it is used as it is"),
            CacheNotWritten { path } => {
                write!(f, "{path} cannot be written, so every build resizes all pictures again")
            }
            Collision { path, other, likeness: Likeness::Same } => {
                write!(f, "would be written to {path}, as would {other}")
            }
            Collision { path, other, likeness: Likeness::Case } => {
                write!(f, "would be written to {path}, which differs from that of {other} only in case")
            }
            Collision { path, other, likeness: Likeness::Composition } => write!(
                f,
                "would be written to {path}, which differs from that of {other} only in how its letters are composed"
            ),
            PathTooLong { path, bytes, limit } => {
                write!(
                    f,
                    "would be written to {}, whose {bytes} bytes are longer than disks allow: {limit}",
                    short(path)
                )
            }
            NotOnWindows { path, part } => {
                write!(
                    f,
                    "would be written to {}, which Windows cannot hold: it does not allow \"{part}\"",
                    short(path)
                )
            }
            NewestWins { url, other } => {
                write!(f, "has the same address as {other}: {url}; the newest is kept")
            }
            StandsIn { path, other } => write!(f, "would be written to {path}, where {other} stands instead"),
            FolderAndFile { path, other } => {
                write!(f, "would be written to {path}, which {other} needs as a folder")
            }
            UnknownLayout { name, .. } => write!(f, "there is no layout \"{name}\""),
            LayoutFallsBack { names } => {
                write!(f, "the theme has no layout {}; its own post and page layouts are used", quoted(names))
            }
            TemplateSyntax { reason } => write!(f, "{reason}"),
            TemplateRender { reason, page } => write!(f, "{reason} (while rendering {page})"),
            TemplateCycle { chain } => {
                write!(f, "templates include or extend each other in a circle: {}", chain.join(" → "))
            }
            TemplateChain { limit } => {
                write!(
                    f,
                    "the chain of templates that include or extend one another is longer than {limit} from here"
                )
            }
            TemplateMissing { name, wanted_by } => {
                write!(f, "there is no template \"{name}\", which {wanted_by} asks for")
            }
            OutputForeign { folder, example } => {
                write!(f, "{folder} holds files that Dateline did not write, such as {example}")
            }
            OutputInTheWay { path } => write!(f, "{path} is in the way: Dateline did not write it"),
            OutputNotAFolder { path } => write!(f, "{path} is a file, not a folder"),
            OutputIsSource { path } => write!(f, "{path} is part of the site's own sources"),
            OutputIo { action, path, reason } => write!(f, "cannot {action} {path}: {reason}"),
            Found(found) => found.fmt(f),
            Exists { path } => write!(f, "{path} exists already"),
            NotEmpty { path, example } => write!(f, "{path} is not empty: it holds {example}"),
            NoPlaceForKey { key } => write!(f, "its front matter has no line that `{key}` could be"),
            BadTime { text } => write!(f, "\"{text}\" is not a time"),
            UrlMoved { url, to, .. } => {
                write!(f, "is at {to} now, and its published address {url} would be gone")
            }
            UrlDraft { url } => write!(f, "is a draft now, and its published address {url} would be gone"),
            UrlGone { url, source: Some(source), .. } => {
                write!(f, "{url} was published and would be gone, as {source} is")
            }
            UrlGone { url, source: None, .. } => write!(f, "{url} was published and would be gone"),
            Publish(refusal) => refusal.fmt(f),
            PortTaken { port, .. } => write!(f, "port {port} is taken by another program"),
            CannotListen { host, port, reason } => {
                write!(f, "cannot listen on {host}, port {port}: {reason}")
            }
            CannotServe { reason } => write!(f, "the preview cannot start: {reason}"),
            WatchLimit => {
                write!(
                    f,
                    "the system watches no more folders for you, so all files are looked at every second"
                )
            }
            CannotWatch { reason } => {
                write!(f, "files cannot be watched, so all are looked at every second: {reason}")
            }
        }
    }
}

/// The beginning of a text that may be long.
fn short(text: &str) -> String {
    let cut: String = text.chars().take(40).collect();
    if cut.len() < text.len() { format!("{cut}…") } else { cut }
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ")
}
