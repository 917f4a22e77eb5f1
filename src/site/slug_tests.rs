//! Jekyll's slugs, and those of terms.

use super::*;

#[test]
fn jekyll_modes() {
    let file = "The _config.yml file";
    assert_eq!(jekyll(file, Mode::Default, false), "the-config-yml-file");
    assert_eq!(jekyll(file, Mode::Pretty, false), "the-_config.yml-file");
    assert_eq!(jekyll(file, Mode::Pretty, true), "The-_config.yml-file");
    assert_eq!(jekyll(file, Mode::Ascii, false), "the-config-yml-file");
    assert_eq!(jekyll(file, Mode::Raw, false), "the-_config.yml-file");
    assert_eq!(jekyll("The cönfig", Mode::Ascii, false), "the-c-nfig");
    assert_eq!(jekyll("Cönfig Œuvre 猫", Mode::Latin, false), "config-oeuvre");
}

#[test]
fn jekyll_strips_one_hyphen_at_each_end() {
    assert_eq!(jekyll("--a--", Mode::Raw, false), "-a-");
    assert_eq!(jekyll("--a--", Mode::Default, false), "a");
    assert_eq!(jekyll("-", Mode::Raw, false), "");
    assert_eq!(jekyll("--", Mode::Raw, false), "");
    assert_eq!(jekyll("---", Mode::Raw, false), "-");
    assert_eq!(jekyll("", Mode::Default, false), "");
    assert_eq!(jekyll("!!!", Mode::Default, false), "");
    assert_eq!(jekyll("!!!", Mode::Pretty, false), "!!!");
}

#[test]
fn jekyll_keeps_letters_and_marks_of_all_scripts() {
    assert_eq!(jekyll("हिन्दी समाचार", Mode::Default, false), "हिन्दी-समाचार");
    assert_eq!(jekyll("日本語 ニュース", Mode::Default, false), "日本語-ニュース");
    assert_eq!(jekyll("cafe\u{301} Ünder", Mode::Default, false), "cafe\u{301}-ünder");
    assert_eq!(jekyll("½ Ⅷ ٣", Mode::Default, false), "٣");
    assert_eq!(jekyll("party 🎉 time", Mode::Default, false), "party-time");
    assert_eq!(jekyll("ΟΔΟΣ", Mode::Default, false), "οδοσ");
}

#[test]
fn titles_from_slugs() {
    assert_eq!(titleize("this-is-a-Long-title-with-HTML"), "This Is A Long Title With Html");
    assert_eq!(titleize("a--b-"), "A  B");
    assert_eq!(titleize("-a"), " A");
    assert_eq!(titleize("élan-ßa"), "Élan Ssa");
    assert_eq!(titleize("日本-2025"), "日本 2025");
    assert_eq!(titleize(""), "");
}

#[test]
fn terms() {
    for (name, slug) in [
        ("C", "c"),
        ("C++", "c-plus-plus"),
        ("C++11", "c-plus-plus-11"),
        ("Google+ news", "google-plus-news"),
        ("a + b", "a-b"),
        ("C#", "c-sharp"),
        ("F# and C#!", "f-sharp-and-c-sharp"),
        ("#news", "news"),
        ("issue#5", "issue-5"),
        (".net", "dot-net"),
        ("Microsoft .NET", "microsoft-dot-net"),
        ("ASP.NET", "asp-net"),
        ("...and more", "and-more"),
        ("R&D", "r-d"),
        ("two words", "two-words"),
        ("  --x__y--  ", "x-y"),
        ("新聞 ニュース", "新聞-ニュース"),
        ("佐々木", "佐々木"),
        ("「東京」、大阪", "東京-大阪"),
        ("🎉", "🎉"),
        ("❤\u{FE0F} love", "❤-love"),
        ("👩\u{200D}💻", "👩💻"),
        ("it\u{2019}s\u{2003}on", "it-s-on"),
        ("ÉTÉ", "été"),
        ("!!!", ""),
        ("", ""),
        ("+", ""),
        ("#", ""),
        (".", ""),
    ] {
        assert_eq!(term(name), slug, "{name:?}");
    }
}

#[test]
fn escaping() {
    assert_eq!(escape_path("/a/b_c-1.html"), "/a/b_c-1.html");
    assert_eq!(escape_path("a b"), "a%20b");
    assert_eq!(escape_path("100%"), "100%25");
    assert_eq!(escape_path("a?b#c[d]"), "a%3Fb%23c%5Bd%5D");
    assert_eq!(escape_path("~!$&'()*+,;=:@"), "~!$&'()*+,;=:@");
    assert_eq!(escape_path("é猫"), "%C3%A9%E7%8C%AB");
    assert_eq!(escape_path("\\\"<>"), "%5C%22%3C%3E");
}

#[test]
fn unescaping() {
    assert_eq!(unescape_path("plain"), "plain");
    assert_eq!(unescape_path("a%20b%C3%a9c"), "a béc");
    assert_eq!(unescape_path("100%"), "100%");
    assert_eq!(unescape_path("%zz%4"), "%zz%4");
    assert_eq!(unescape_path("%%41"), "%A");
    assert_eq!(unescape_path("é%"), "é%");
    assert_eq!(unescape_path("%ff%41%c3x"), "%ffA%c3x");
    assert_eq!(unescape_path("%2541"), "%41");
    for text in ["a b", "é猫/x%20", "100%?#", "🎉"] {
        assert_eq!(unescape_path(&escape_path(text)), text);
    }
}
