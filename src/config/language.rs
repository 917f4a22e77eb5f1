//! What is known of a language by its tag.

/// The direction that a language is written in: `rtl` or `ltr`, by its script if it names one.
#[must_use]
pub fn direction(language: &str) -> &'static str {
    const LANGUAGES: [&str; 12] = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "ug", "ur", "yi"];
    const SCRIPTS: [&str; 6] = ["arab", "hebr", "thaa", "syrc", "nkoo", "adlm"];
    let lower = language.to_ascii_lowercase();
    let mut parts = lower.split(['-', '_']);
    let own = parts.next().unwrap_or_default();
    let script = parts.find(|part| part.len() == 4 && part.bytes().all(|b| b.is_ascii_alphabetic()));
    let rtl = script.map_or_else(|| LANGUAGES.contains(&own), |script| SCRIPTS.contains(&script));
    if rtl { "rtl" } else { "ltr" }
}

#[cfg(test)]
mod tests {
    use super::direction;

    #[test]
    fn a_language_has_a_direction() {
        for language in ["ar", "fa-IR", "he", "uz-Arab", "az_Arab_IR", "ckb"] {
            assert_eq!(direction(language), "rtl", "{language}");
        }
        for language in ["en", "ar-Latn", "ky", "", "sr-Cyrl"] {
            assert_eq!(direction(language), "ltr", "{language}");
        }
    }
}
