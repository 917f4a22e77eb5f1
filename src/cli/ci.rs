//! `dateline init --ci`: the files by which a host or a forge builds and publishes the site.

use super::args::Ci;
use crate::diagnostics::{Diagnostic, Problem};
use crate::site::slug;
use std::fs;
use std::io;
use std::path::Path;

/// The file of a host: where it lies, its text, and what of `[files]` the host reads.
struct Files {
    path: &'static str,
    text: &'static str,
    settings: &'static [&'static str],
}

fn files(ci: Ci) -> Files {
    match ci {
        Ci::Github => Files {
            path: ".github/workflows/publish.yml",
            text: include_str!("ci/github.yml"),
            settings: &[],
        },
        Ci::Gitlab => Files { path: ".gitlab-ci.yml", text: include_str!("ci/gitlab.yml"), settings: &[] },
        Ci::Netlify => Files {
            path: "netlify.toml",
            text: include_str!("ci/netlify.toml"),
            settings: &["headers", "redirects"],
        },
        Ci::Cloudflare => Files {
            path: "wrangler.toml",
            text: include_str!("ci/wrangler.toml"),
            settings: &["headers", "redirects"],
        },
        Ci::Vercel => Files { path: "vercel.json", text: include_str!("ci/vercel.json"), settings: &[] },
        Ci::Surge => Files {
            path: ".github/workflows/publish.yml",
            text: include_str!("ci/surge.yml"),
            settings: &["cname"],
        },
    }
}

/// Writes the host's file into the site at `root` and turns on what the host reads. Returns what was written.
pub fn write(root: &Path, ci: Ci) -> Result<Vec<String>, Box<Diagnostic>> {
    let Files { path, text, settings } = files(ci);
    let place = root.join(path);
    if place.exists() {
        return Err(Box::new(Diagnostic::error("", Problem::Exists { path: path.to_owned() })));
    }
    let io = |path: &Path, error: io::Error| {
        let path = path.display().to_string();
        let reason = error.to_string();
        Box::new(Diagnostic::error("", Problem::OutputIo { action: "create", path, reason }))
    };
    let whole = fs::canonicalize(root).unwrap_or_else(|_| root.to_path_buf());
    let name = whole.file_name().map(|name| slug::term(&name.to_string_lossy())).unwrap_or_default();
    let name = if name.is_empty() { "paper" } else { &name };
    let text = text.replace("{{version}}", env!("CARGO_PKG_VERSION")).replace("{{name}}", name);
    if let Some(parent) = place.parent() {
        fs::create_dir_all(parent).map_err(|error| io(parent, error))?;
    }
    fs::write(&place, text).map_err(|error| io(&place, error))?;
    let mut written = vec![path.to_owned()];
    let toml = root.join(crate::config::SITE_TOML);
    if let Ok(old) = fs::read_to_string(&toml)
        && let Some(new) = with_files(&old, settings)
    {
        fs::write(&toml, new).map_err(|error| io(&toml, error))?;
        written.push(format!("{} ([files]: {})", crate::config::SITE_TOML, settings.join(", ")));
    }
    Ok(written)
}

/// The settings with these of `[files]` turned on; `None` where there is nothing to add, or where the site has a say of
/// its own in the table.
fn with_files(old: &str, settings: &[&str]) -> Option<String> {
    let has_table = old.lines().any(|line| line.trim_start().starts_with("[files]"));
    if settings.is_empty() || has_table {
        return None;
    }
    let lines: String = settings.iter().map(|key| format!("{key} = true\n")).collect();
    Some(format!("{}\n\n# What the host reads beside the pages.\n[files]\n{lines}", old.trim_end()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_added_once() {
        let new = with_files("title = \"x\"\n", &["headers"]).unwrap();
        assert!(new.ends_with("[files]\nheaders = true\n"));
        assert_eq!(with_files(&new, &["headers"]), None);
    }
}
