//! Pictures that are none, cut short, or larger than any memory.

use crate::case::{Case, TOML, case};
use std::fmt::Write as _;

pub fn cases() -> Vec<Case> {
    let heavy = bombs().into_iter().map(Case::heavy);
    [broken(), svg(), paths()].into_iter().flatten().chain(heavy).collect()
}

fn shown(name: &str, file: &str, bytes: impl Into<Vec<u8>>) -> Case {
    case(format!("picture: {name}"))
        .file(format!("assets/{file}"), bytes)
        .post(&format!("title: A\nimage: /assets/{file}"), &format!("![alt](/assets/{file})"))
        .page(file)
}

/// A file of the tests' own pictures.
const JPEG: &[u8] = include_bytes!("../pictures/cmyk.jpg");

fn broken() -> Vec<Case> {
    let warns = |case: Case| case.says("warning: this picture is broken");
    vec![
        warns(shown("a JPEG that is empty", "a.jpg", "")),
        warns(shown("a JPEG cut in its header", "a.jpg", &JPEG[..40])),
        shown("a JPEG cut in its pixels", "a.jpg", &JPEG[..JPEG.len() / 2]),
        warns(shown("a JPEG that is text", "a.jpg", "This is no picture.")),
        warns(shown("a PNG that is a page", "a.png", "<html><script>alert(1)</script>")),
        warns(shown("a PNG cut short", "a.png", &png(800, 800)[..60])),
        warns(shown("a PNG of no size", "a.png", header(0, 0))),
        warns(shown("a PNG of random bytes", "a.png", random(b"\x89PNG\r\n\x1a\n"))),
        warns(shown("a WebP of random bytes", "a.webp", random(b"RIFF\xff\xff\xff\xffWEBPVP8 "))),
        shown("a GIF of random bytes", "a.gif", random(b"GIF89a")),
        warns(shown("a JPEG of random bytes", "a.jpg", random(b"\xff\xd8\xff\xe0\0\x10JFIF\0"))),
        shown("an AVIF of random bytes", "a.avif", random(b"\0\0\0\x20ftypavif")),
        shown("a TIFF of random bytes", "a.tiff", random(b"II*\0")),
        shown("an ICO of random bytes", "a.ico", random(b"\0\0\x01\0\xff\xff")),
        shown("a JPEG named PNG", "a.png", JPEG),
    ]
}

fn bombs() -> Vec<Case> {
    vec![
        shown("a PNG that says it is 2 billion wide", "a.png", header(0x7fff_ffff, 0x7fff_ffff))
            .says("warning"),
        shown("a PNG that says it is 100,000 wide", "a.png", header(100_000, 100_000))
            .says("warning: this picture is broken"),
        shown("a PNG of 15,000 by 15,000 zeros", "a.png", png(15_000, 15_000)).says("pixels are more than"),
        shown("a PNG of 9,000 by 9,000 zeros", "a.png", png(9_000, 9_000)),
        shown("a PNG of 1 by 60,000", "a.png", png(1, 60_000)),
        shown("a PNG of 60,000 by 1", "a.png", png(60_000, 1)),
        shown("a PNG with 1,000 large texts", "a.png", texts()),
        shown("a JPEG with 60 MB after its end", "a.jpg", [JPEG, &vec![0; 60 << 20]].concat()),
    ]
}

fn svg() -> Vec<Case> {
    let icon = |name: &str, text: String| {
        case(format!("icon: {name}"))
            .file("site.toml", format!("{TOML}[theme]\nicon = \"/assets/logo.svg\"\n"))
            .file("assets/logo.svg", text)
            .body("Text.")
            .either("assets/logo.svg")
            .says("assets/logo.svg")
    };
    let svg =
        |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\">{inner}</svg>");
    let mut bomb = String::from("<!DOCTYPE svg [<!ENTITY a0 \"lol\">");
    for n in 1..12 {
        let _ = write!(bomb, "<!ENTITY a{n} \"{}\">", format!("&a{};", n - 1).repeat(10));
    }
    let uses: String = (1..25)
        .map(|n| format!("<g id=\"g{n}\"><use href=\"#g{}\"/><use href=\"#g{}\"/></g>", n - 1, n - 1))
        .collect();
    vec![
        icon("a bomb of entities", format!("{bomb}]><svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><text>&a11;</text></svg>")),
        icon("a bomb of uses", svg(&format!("<g id=\"g0\"><rect width=\"9\" height=\"9\"/></g>{uses}<use href=\"#g24\"/>"))),
        icon("100,000 groups deep", svg(&format!("{}{}", "<g>".repeat(100_000), "</g>".repeat(100_000)))),
        icon("1,000 groups deep", svg(&format!("{}{}", "<g>".repeat(1_000), "</g>".repeat(1_000)))).says("more than 64 deep"),
        icon("a use of itself", svg("<g id=\"a\"><use href=\"#a\"/></g>")).quiet(),
        icon("a pattern of itself", svg("<pattern id=\"p\" width=\"1\" height=\"1\"><rect fill=\"url(#p)\" width=\"9\" height=\"9\"/></pattern><rect fill=\"url(#p)\" width=\"9\" height=\"9\"/>")).quiet(),
        icon("a picture of the disk", svg("<image href=\"/etc/passwd\" width=\"9\" height=\"9\"/><image href=\"file:///etc/passwd\" width=\"9\" height=\"9\"/>")).quiet().hides("root:x:"),
        icon("a view of nothing", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 0 0\"/>".into()).quiet(),
        icon("a view beyond all", "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1e38 1e38\" width=\"1e38\" height=\"1e38\"/>".into()).quiet(),
        icon("a blur beyond all", svg("<filter id=\"f\" width=\"1e9\" height=\"1e9\"><feGaussianBlur stdDeviation=\"1e9\"/><feTurbulence numOctaves=\"999999999\"/></filter><rect filter=\"url(#f)\" width=\"9\" height=\"9\"/>")).quiet(),
        icon("a path of 1 MB", svg(&format!("<path d=\"M0 0{}\" stroke=\"red\" stroke-dasharray=\"0.0001\"/>", "L9 9L0 0".repeat(130_000)))).says("larger than 256 KB"),
        icon("no SVG at all", "hello".into()),
        icon("an SVG cut short", "<svg xmlns=\"http://www.w3.org/2000/svg\"><g>".into()),
        shown("an SVG with an entity of the disk", "a.svg", "<!DOCTYPE svg [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"9\" height=\"9\"><text>&x;</text></svg>").hides("root:x:"),
        shown("an SVG of 100,000 groups", "a.svg", svg(&"<g>".repeat(100_000))),
    ]
}

/// Paths in front matter and bodies that lead elsewhere.
fn paths() -> Vec<Case> {
    let at = |name: &str, path: &str| {
        case(format!("picture at: {name}"))
            .post(
                &format!("title: A\nimage: \"{path}\""),
                &format!("![alt](<{path}>)\n\n<img src=\"{path}\" alt=\"x\">"),
            )
            .page("<html")
            .hides("root:x:")
            .hides("the secret")
            .file("secret.jpg", "the secret")
    };
    vec![
        at("climbing", "../../../../../../etc/passwd").says("there is no picture"),
        at("absolute", "/etc/passwd").says("there is no picture"),
        at("the root's own", "/../secret.jpg").says("there is no picture"),
        at("encoded", "/%2e%2e/secret.jpg").says("there is no picture"),
        at("the disk's address", "file:///etc/passwd"),
        at("another host", "//evil.example/x.jpg"),
        at("data", "data:image/png;base64,AAAA"),
        at("a script", "javascript:alert(1)").says("would run a script"),
        at("a query", "/assets/a.jpg?x=1#y").says("there is no picture"),
        at("a name of 5,000 letters", &format!("/assets/{}.jpg", "a".repeat(5_000)))
            .says("there is no picture"),
        at("a NUL, encoded", "/assets/a%00.jpg").says("there is no picture"),
        at("a folder", "/assets/").file("assets/keep.txt", "x"),
        at("nothing", ""),
    ]
}

fn random(start: &[u8]) -> Vec<u8> {
    let mut state = 12345u32;
    let noise = (0..20_000).map(|_| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    });
    start.iter().copied().chain(noise).collect()
}

fn chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let body = [&kind[..], data].concat();
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], &body, &crc(&body).to_be_bytes()].concat()
}

fn start(width: u32, height: u32) -> Vec<u8> {
    let sizes = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 0, 0, 0, 0]].concat();
    [&b"\x89PNG\r\n\x1a\n"[..], &chunk(b"IHDR", &sizes)].concat()
}

/// A PNG that has no pixels, whatever it says.
fn header(width: u32, height: u32) -> Vec<u8> {
    [start(width, height), chunk(b"IEND", b"")].concat()
}

/// A grey PNG of zeros.
fn png(width: u32, height: u32) -> Vec<u8> {
    let length = (width as usize + 1) * height as usize;
    [start(width, height), chunk(b"IDAT", &zeros(length)), chunk(b"IEND", b"")].concat()
}

fn texts() -> Vec<u8> {
    let text = [&b"a\0\0"[..], &zeros(10 << 20)].concat();
    let mut bytes = start(10, 10);
    bytes.extend(chunk(b"zTXt", &text).repeat(1_000));
    bytes.extend(chunk(b"IDAT", &zeros(110)));
    bytes.extend(chunk(b"IEND", b""));
    bytes
}

/// Zeros as zlib packs them.
fn zeros(length: usize) -> Vec<u8> {
    miniz(length)
}

fn miniz(length: usize) -> Vec<u8> {
    // Deflate by hand: one block with fixed codes, a zero and then copies of 258 from one back.
    let mut bits = Bits::default();
    bits.put(1, 1);
    bits.put(1, 2);
    let literal = |bits: &mut Bits| bits.put_huffman(0x30, 8);
    let mut left = length;
    if left > 0 {
        literal(&mut bits);
        left -= 1;
    }
    while left >= 258 {
        bits.put_huffman(0b1100_0101, 8);
        bits.put_huffman(0, 5);
        left -= 258;
    }
    for _ in 0..left {
        literal(&mut bits);
    }
    bits.put_huffman(0, 7);
    let (mut a, mut b) = (1u64, 0u64);
    b = (b + a * length as u64) % 65_521;
    a %= 65_521;
    let checksum = (u32::try_from(b).unwrap() << 16) | u32::try_from(a).unwrap();
    [&[0x78, 0x01][..], &bits.bytes, &checksum.to_be_bytes()].concat()
}

#[derive(Default)]
struct Bits {
    bytes: Vec<u8>,
    used: usize,
}

impl Bits {
    /// Lowest bit first.
    fn put(&mut self, value: u32, count: usize) {
        for bit in 0..count {
            if self.used.is_multiple_of(8) {
                self.bytes.push(0);
            }
            let last = self.bytes.len() - 1;
            self.bytes[last] |= u8::from(value >> bit & 1 == 1) << (self.used % 8);
            self.used += 1;
        }
    }

    /// Highest bit first, as codes are.
    fn put_huffman(&mut self, code: u32, count: usize) {
        for bit in (0..count).rev() {
            self.put(code >> bit & 1, 1);
        }
    }
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, byte| {
        (0..8).fold(
            crc ^ u32::from(*byte),
            |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xedb8_8320 } else { crc >> 1 },
        )
    })
}

impl Case {
    /// Need not say anything.
    fn quiet(mut self) -> Case {
        self.says.clear();
        self
    }
}
