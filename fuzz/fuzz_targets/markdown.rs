//! Any body renders, trusted or not, with its marks where it says that they are.
#![no_main]

use dateline::markdown::{self, Kramdown, Options, markup};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&str, u8)| {
    let (source, switches) = input;
    let options = Options {
        base_path: if switches & 1 == 0 { "" } else { "/é" },
        footnote_prefix: "p",
        excerpt: None,
        excerpt_separator: if switches & 2 == 0 { None } else { Some("---") },
        highlight: switches & 4 != 0,
        untrusted: switches & 8 != 0,
        kramdown: (switches & 32 != 0)
            .then_some(Kramdown { parse_block_html: switches & 64 != 0, plain_ids: switches & 128 != 0 }),
    };
    let document =
        if switches & 16 == 0 { markdown::render(source, &options) } else { markdown::raw_html(source, &options) };
    for image in &document.images {
        assert!(document.html[image.start..image.end].starts_with('<'));
    }
    let _ = markup::unbalanced(&document.html);
    markup::marks(&document.html, |_| {});
});
