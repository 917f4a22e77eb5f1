//! The colours of highlighted code, light and dark.
//!
//! It may only name the classes that `highlight` writes, and stays small: every page with code
//! loads it.

/// What each class is called, and its colours on a light and on a dark page.
const COLOURS: [(&str, &str, &str); 12] = [
    ("c", "#646860", "#9a9d98"),
    ("s", "#2a6a2e", "#9ccc8f"),
    ("n", "#8a4600", "#e5b07a"),
    ("o", "#8a4600", "#e5b07a"),
    ("k", "#8b2252", "#e58fb4"),
    ("f", "#1f4f9e", "#8fb8f2"),
    ("t", "#0f6466", "#7fcfcb"),
    ("g", "#8b2252", "#e58fb4"),
    ("a", "#6a4c00", "#d9c27a"),
    ("v", "#5d3a8e", "#c3a6ee"),
    ("i", "#2a6a2e", "#9ccc8f"),
    ("d", "#a3242b", "#f29a97"),
];

/// The stylesheet for highlighted code. A theme changes a colour by setting `--hl-k` and so on.
pub fn stylesheet() -> String {
    let set = |colour: fn(&(&str, &str, &str)) -> String| -> String { COLOURS.iter().map(colour).collect() };
    let light = set(|(name, light, _)| format!("--hl-{name}:{light};"));
    let dark = set(|(name, _, dark)| format!("--hl-{name}:{dark};"));
    let rules = set(|(name, ..)| format!(".hl-{name}{{color:var(--hl-{name})}}\n"));
    format!(
        ":root{{{light}}}\n\
         @media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{dark}}}}}\n\
         [data-theme=dark]{{{dark}}}\n\
         {rules}.hl-c{{font-style:italic}}\n\
         .hl-h{{color:var(--hl-f);font-weight:bold}}\n"
    )
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::{COLOURS, stylesheet};

    fn luminance(colour: &str) -> f64 {
        let channel = |at: usize| {
            let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
            if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
    }

    fn contrast(one: &str, other: &str) -> f64 {
        let (one, other) = (luminance(one), luminance(other));
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    #[test]
    fn every_colour_can_be_read() {
        for (name, light, dark) in COLOURS {
            assert!(contrast(light, "#f6f5f2") >= 4.5, "{name} {light}");
            assert!(contrast(dark, "#1b1d21") >= 4.5, "{name} {dark}");
        }
    }

    #[test]
    fn is_small_and_has_both_schemes() {
        let css = stylesheet();
        assert!(css.len() < 2_500, "{}", css.len());
        assert!(css.contains(":root:not([data-theme=light]){--hl-c:"));
        assert!(css.contains("[data-theme=dark]{--hl-c:"));
        assert_eq!(css.matches('{').count(), css.matches('}').count());
    }
}
