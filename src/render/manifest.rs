//! The web app manifest (W3C): the site's name, colours and icons, for a phone's home screen.

use crate::config::Config;
use crate::images::icons::{Icon, MANIFEST};
use serde::Serialize;

/// Home screens cut longer names, each in its own way.
const SHORT_NAME: usize = 12;

#[derive(Serialize)]
struct Manifest<'a> {
    id: &'a str,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    short_name: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    description: &'a str,
    lang: &'a str,
    start_url: &'a str,
    scope: &'a str,
    display: &'static str,
    background_color: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    theme_color: Option<&'a str>,
    icons: Vec<Source>,
}

#[derive(Serialize)]
struct Source {
    src: String,
    sizes: String,
    #[serde(rename = "type")]
    media_type: &'static str,
}

/// The manifest's text.
#[must_use]
pub fn manifest(config: &Config) -> String {
    let home = config.href("/");
    let drawn = |icon: &Icon| Source {
        src: config.href(&format!("/{}", icon.path)),
        sizes: format!("{0}x{0}", icon.side),
        media_type: "image/png",
    };
    let drawing = config.theme.icon.as_deref().filter(|icon| icon.to_ascii_lowercase().ends_with(".svg"));
    let drawing = drawing.map(|icon| Source {
        src: config.href(icon),
        sizes: "any".to_owned(),
        media_type: "image/svg+xml",
    });
    let manifest = Manifest {
        id: &home,
        name: &config.title,
        short_name: Some(config.title.as_str()).filter(|title| title.chars().count() <= SHORT_NAME),
        description: &config.description,
        lang: &config.language,
        start_url: &home,
        scope: &home,
        // Readers of news share and go back: those buttons of the browser's stay.
        display: "minimal-ui",
        background_color: "#ffffff",
        theme_color: config.theme.accent.as_deref(),
        icons: drawing.into_iter().chain(MANIFEST.iter().map(drawn)).collect(),
    };
    // Texts and lists of them alone: there is nothing in it that JSON cannot hold.
    let mut out = serde_json::to_string_pretty(&manifest).unwrap_or_default();
    out.push('\n');
    out
}
