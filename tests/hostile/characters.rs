//! Characters that no editor shows, and bytes that are none.

use crate::case::{Case, POST, case};

pub fn cases() -> Vec<Case> {
    [bytes(), marks(), breakers()].into_iter().flatten().collect()
}

fn bytes() -> Vec<Case> {
    let post = |body: &[u8]| [b"---\ntitle: A\n---\n\n", body, b"\n"].concat();
    let utf16 = |big: bool| -> Vec<u8> {
        let text = "\u{feff}---\ntitle: A\n---\n\nText.\n";
        text.encode_utf16()
            .flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() })
            .collect()
    };
    vec![
        case("bytes: Latin-1")
            .raw(post(b"Caf\xe9."))
            .refused(&format!("{POST}:5:4: byte 0xe9 is not UTF-8 text")),
        case("bytes: Latin-1 in front matter")
            .raw(b"---\ntitle: Caf\xe9\n---\nText.\n".to_vec())
            .refused(&format!("{POST}:2:11: byte 0xe9 is not UTF-8 text")),
        case("bytes: UTF-16, little end first")
            .raw(utf16(false))
            .refused(&format!("{POST}:1:1: byte 0xff is not UTF-8 text")),
        case("bytes: UTF-16, big end first")
            .raw(utf16(true))
            .refused(&format!("{POST}:1:1: byte 0xfe is not UTF-8 text")),
        case("bytes: overlong").raw(post(b"a\xc0\xafb")).refused(&format!("{POST}:5:2: byte 0xc0")),
        case("bytes: a surrogate").raw(post(b"a\xed\xa0\x80b")).refused(&format!("{POST}:5:2: byte 0xed")),
        case("bytes: cut in a character").raw(post(b"a\xe2\x82")).refused(&format!("{POST}:5:2: byte 0xe2")),
        case("bytes: random")
            .raw((0u32..5000).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect::<Vec<u8>>())
            .refused(&format!("{POST}:")),
        case("bytes: Latin-1 in the settings")
            .file("site.toml", b"title = \"Caf\xe9\"\n".to_vec())
            .refused("site.toml:1:13: byte 0xe9"),
        case("bytes: Latin-1 in a template")
            .file("templates/post.html", b"Caf\xe9".to_vec())
            .body("Text.")
            .refused("templates/post.html:1:4: byte 0xe9"),
        case("bytes: Latin-1 in a style sheet")
            .file("assets/style.css", b"/* Caf\xe9 */".to_vec())
            .body("Text.")
            .page("style."),
        case("bytes: a page of zeros")
            .file("content/zeros.md", vec![0; 100_000])
            .shows("zeros/index.html", "<html"),
        case("bytes: a binary as Markdown")
            .file("content/a.md", b"\x7fELF\x02\x01\x01\0\0\0\xff\xfe".to_vec())
            .refused("content/a.md:1:"),
    ]
}

fn marks() -> Vec<Case> {
    vec![
        case("marks: BOM").raw("\u{feff}---\ntitle: A\n---\n\nText.\n").page(">A</h1>"),
        case("marks: two BOMs").raw("\u{feff}\u{feff}---\ntitle: A\n---\n\nText.\n").page("title: A"),
        case("marks: BOM in the settings")
            .file("site.toml", "\u{feff}title = \"Quay\"\nbase_url = \"https://q.example\"\n")
            .body("x")
            .page("Quay"),
        case("marks: NUL").post("title: A\0B", "Te\0xt.").page("Te xt.").page(">A B</h1>"),
        case("marks: every control").body(&(1u8..32).map(char::from).collect::<String>()).page("<html"),
        case("marks: C1 controls")
            .post("title: \"A\\x85B\\x9bC\"", "a\u{85}b\u{9b}31mc\u{9f}d")
            .page("<html"),
        case("marks: escape sequences in a date")
            .post("title: A\ndate: \"\\e[2J\\e[31mred\"", "x")
            .refused("is not a date"),
        case("marks: escape sequences in a title")
            .post("title: \"\u{1b}[31mA\u{7}\"", "x\u{1b}]0;owned\u{7}")
            .page("<html"),
        case("marks: C1 in a date")
            .post("title: A\ndate: \"\u{9b}31m2025\"", "x")
            .refused(&format!("{POST}:3:8: the front matter is not valid YAML: control characters")),
        case("marks: bidi override")
            .post("title: \"safe\u{202e}gpj.exe\"", "a\u{202e}b\u{2066}c")
            .page("safe"),
        case("marks: zero-width")
            .post("title: \"A\u{200b}B\u{200d}C\u{2060}\"\ntags: [\"a\u{200b}b\"]", "a\u{feff}b")
            .page("<html"),
        case("marks: a tag of zero-width alone")
            .post("title: A\ntags: [\"\u{200b}\"]", "x")
            .refused("has no letter or digit"),
        case("marks: non-characters").post("title: \"A\u{fdd0}B\"", "a\u{fffe}b\u{10ffff}").page("<html"),
        case("marks: a character that YAML forbids")
            .post("title: \"A\u{ffff}B\"", "x")
            .refused(&format!("{POST}:2:10: the front matter")),
        case("marks: line separators").post("title: \"A\u{2028}B\"", "a\u{2028}b\u{2029}c").page("<html"),
        case("marks: 10,000 accents on a letter")
            .post(&format!("title: \"e{}\"", "\u{301}".repeat(10_000)), "x")
            .page("<html"),
        case("marks: private use and tags").post("title: \"\u{e000}\u{e0041}A\"", "\u{f0000}").page("<html"),
        case("marks: replacement characters").post("title: \"Caf\u{fffd}\"", "x").page("Caf\u{fffd}"),
    ]
}

/// Text that would end what it stands in.
fn breakers() -> Vec<Case> {
    let out = |name: &str, text: &str| {
        let quoted = text.replace('\\', "\\\\").replace('"', "\\\"");
        let front = format!(
            "title: \"{quoted}\"\nauthor: \"{quoted}\"\ndeck: \"{quoted}\"\ncategories: [\"a {quoted}\"]\ntags: [\"a {quoted}\"]\nexcerpt: \"{quoted}\"\ndescription: \"{quoted}\""
        );
        case(format!("breaker: {name}")).post(&front, text)
    };
    vec![
        out("end of a script", "</script><script>alert(1)</script>").hides("<h1></script><script>alert"),
        out("start of a comment", "<!--<script>").page("<html"),
        out("end of CDATA", "]]><script>alert(1)</script>").page("<html"),
        out("quotes", "\"' onload='alert(1)\" x=\"").hides("<h1>\"' onload='"),
        out("an entity", "&lt;b&gt; &amp; &#x3c;script&#x3e;").hides("<h1><script>"),
        out("template marks", "{{ site.title }} {% for x in y %} {# c #}").page("{% for x in y %}"),
        out("a backslash", "C:\\new\\table \\u003c").page("C:\\new"),
        out("JSON's separators", "a\u{2028}b\u{2029}c").page("<html"),
    ]
}
