//! What a build notes of itself in the output's manifest, so that what carries the site elsewhere need not guess.

use crate::output::Standing;
use crate::plan::{Kind, Output, Shows};
use crate::site::Site;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// How the site was built.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct About {
    /// The address it was built for; empty when none was set.
    pub base_url: String,
    /// Whether drafts are in it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub drafts: bool,
    /// Whether posts are in it whose time has not come, by `--future`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub future: bool,
    /// Which part of the site it is; `None` for all of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shard: Option<Shard>,
}

/// One of `count` parts of a site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// From 1.
    pub number: usize,
    /// How many parts there are.
    pub count: usize,
}

impl Shard {
    /// Whether the `at`-th output of a plan is in this part. Neighbours in the plan cost about the same, so they are
    /// dealt out one by one.
    #[must_use]
    pub fn holds(self, at: usize) -> bool {
        at % self.count == self.number - 1
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Shard, String> {
        let parsed = text.split_once('/').and_then(|(number, count)| {
            Some(Shard { number: number.parse().ok()?, count: count.parse().ok()? })
        });
        parsed
            .filter(|shard| (1..=shard.count).contains(&shard.number))
            .ok_or_else(|| "write the part and how many there are, such as 1/4".into())
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.number, self.count)
    }
}

impl About {
    /// As one line.
    #[must_use]
    pub fn to_line(&self) -> String {
        // Texts, flags and numbers are always JSON.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// What the last build noted; `None` when it was not a build of this program.
    #[must_use]
    pub fn of(standing: &Standing) -> Option<About> {
        serde_json::from_str(&standing.about).ok()
    }
}

/// The manifest's word for an output: its kind, and of an article the file that it was made from.
#[must_use]
pub fn tag(output: &Output, site: &Site) -> Cow<'static, str> {
    let word = |text: &str| match text.contains([' ', '\n', '\r']) {
        true => text.replace(' ', "%20").replace(['\n', '\r'], ""),
        false => text.to_owned(),
    };
    match (&output.shows, output.kind()) {
        (Shows::Post { number, .. }, _) => format!("article:{}", word(&site.posts[*number].path)).into(),
        (Shows::Page { number, .. }, _) => format!("article:{}", word(&site.pages[*number].path)).into(),
        (Shows::Term { list, .. }, _) if list.is_index() => "term".into(),
        (_, Kind::Redirect { to }) => format!("redirect:{}", word(&to)).into(),
        (_, Kind::Asset) => "asset".into(),
        (_, Kind::Article) => "article".into(),
        (_, Kind::Index) => "index".into(),
        (_, Kind::Machine) => "machine".into(),
    }
}

/// The file that an article was made from, and whether the address is one that readers may rely on.
#[must_use]
pub fn lasting(tag: &str) -> (Option<String>, bool) {
    let source = tag.strip_prefix("article:").map(|path| path.replace("%20", " "));
    let lasts = source.is_some() || tag == "term" || tag.starts_with("redirect:");
    (source, lasts)
}

/// The kind that a word of the manifest stands for; what is not known may be anything, so it travels as an asset.
#[must_use]
pub fn kind(tag: &str) -> Kind {
    match tag {
        "index" | "term" => Kind::Index,
        "machine" => Kind::Machine,
        _ => match tag.strip_prefix("redirect:") {
            Some(to) => Kind::Redirect { to: to.to_owned() },
            None if tag.starts_with("article") => Kind::Article,
            None => Kind::Asset,
        },
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_reads_back() {
        let about = About { base_url: "https://x.org".into(), shard: "2/3".parse().ok(), ..About::default() };
        let standing = Standing { about: about.to_line(), ..Standing::default() };
        assert_eq!(About::of(&standing), Some(about));
        assert_eq!(About::default().to_line(), r#"{"base_url":""}"#);
        assert_eq!(kind("redirect:/a/"), Kind::Redirect { to: "/a/".into() });
        assert_eq!(
            (kind("article:a%20b.md"), lasting("article:a%20b.md")),
            (Kind::Article, (Some("a b.md".into()), true))
        );
        assert_eq!((kind("index"), lasting("index")), (Kind::Index, (None, false)));
    }

    #[test]
    fn a_shard_is_one_of_some() {
        for text in ["0/3", "4/3", "1", "1/0", "a/b", "-1/2"] {
            assert!(text.parse::<Shard>().is_err(), "{text}");
        }
        let parts: Vec<Shard> = (1..=3).map(|n| format!("{n}/3").parse().unwrap()).collect();
        for at in 0..10 {
            assert_eq!(parts.iter().filter(|shard| shard.holds(at)).count(), 1);
        }
    }
}
