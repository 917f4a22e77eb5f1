//! Pictures that are missing, broken or too large, and those of which nobody said what they show.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::pictures::{FERRY, corners, drawn, encoded, jpeg, paper, png, widths};
use common::{Site, post};
use image::codecs::png::PngEncoder;
use image::{ImageEncoder, ImageFormat};

/// A PNG whose header says `side` × `side`, with nothing behind it.
fn header_of(side: u32) -> Vec<u8> {
    let mut bytes = Vec::new();
    PngEncoder::new(&mut bytes).write_image(&[0; 3], 1, 1, image::ExtendedColorType::Rgb8).unwrap();
    bytes[16..20].copy_from_slice(&side.to_be_bytes());
    bytes[20..24].copy_from_slice(&side.to_be_bytes());
    let mut sum = u32::MAX;
    for byte in &bytes[12..29] {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
        }
    }
    bytes[29..33].copy_from_slice(&(!sum).to_be_bytes());
    bytes
}

#[test]
fn a_huge_picture_is_refused_from_its_header() {
    let built = paper("png", &header_of(30_000)).build();
    insta::assert_snapshot!(built.warnings(), @r#"
    assets/lead.png: warning: 30000 × 30000 pixels are more than the 120 million that are resized; it is used as it is
    help: export it smaller: no screen shows so many
    "#);
    assert_eq!(drawn(&built, "").len(), 0);
    assert!(built.text(FERRY).contains("width=\"30000\" height=\"30000\""));
}

#[test]
fn a_broken_picture_is_told_each_time_and_its_page_is_built() {
    let whole = png(500, 400);
    let cut = &whole[..whole.len() / 2];
    let site = paper("png", cut);
    for _ in 0..2 {
        let built = site.build();
        insta::allow_duplicates! {
            insta::assert_snapshot!(built.warnings(), @r#"
            assets/lead.png: warning: this picture is broken: its pixels cannot be read; it is used as it is
            help: export it again, or fetch the original
            "#);
        }
        assert_eq!(drawn(&built, "").len(), 0);
        assert!(built.text(FERRY).contains("src=\"/assets/lead.png\""));
    }
    for bytes in [
        &b""[..],
        b"<html>not found</html>",
        b"\x89PNG\r\n\x1a\n\0\0\0\x0d",
        b"\xff\xd8\xff\xe0",
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
    ] {
        site.put("assets/lead.png", bytes);
        let built = site.build();
        assert!(built.warnings().contains("assets/lead.png: warning: this picture is broken: "), "{bytes:?}");
        assert!(built.text(FERRY).contains("src=\"/assets/lead.png\""), "{bytes:?}");
    }
}

#[test]
fn every_cut_of_a_picture_builds() {
    for (end, whole) in [("jpg", jpeg(240, 40)), ("png", png(240, 40))] {
        let webp = encoded(corners(240, 40), ImageFormat::WebP);
        let site = paper(end, &whole);
        for whole in [whole, webp] {
            for part in [1, 12, 25, 40, 60, whole.len() * 3 / 4, whole.len() - 1] {
                site.put(&format!("assets/lead.{end}"), &whole[..part.min(whole.len())]);
                assert!(site.build().exists(FERRY), "{end} cut at {part}");
            }
        }
    }
}

#[test]
fn a_missing_picture_is_told_at_its_line_and_left_out() {
    let built = Site::new()
        .file("assets/harbour/dawn.jpg", jpeg(300, 200))
        .file(
            "content/posts/2025-11-27-ferry.md",
            post(
                "title: Ferry\nimage:\n  path: assets/dawn.jpg\n  alt: Boats",
                "Text.\n\n![Quay](/assets/quay.jpg)",
            ),
        )
        .build();
    insta::assert_snapshot!(built.warnings(), @r#"
    content/posts/2025-11-27-ferry.md:4:9: warning: there is no picture "assets/dawn.jpg"
     4 │   path: assets/dawn.jpg
       │         ^^^^^^^^^^^^^^^
    help: did you mean "/assets/harbour/dawn.jpg"?

    content/posts/2025-11-27-ferry.md:10:9: warning: there is no picture "/assets/quay.jpg"
     10 │ ![Quay](/assets/quay.jpg)
        │         ^^^^^^^^^^^^^^^^
    help: put it into assets/ or beside the post; pictures that the host has from elsewhere go into images.elsewhere
    "#);
    let page = built.text(FERRY);
    assert!(!page.contains("dawn.jpg"), "{page}");
    assert!(page.contains("<img src=\"/assets/quay.jpg\" alt=\"Quay\" />"), "{page}");
}

#[test]
fn what_the_host_has_from_elsewhere_is_not_looked_for() {
    let built = Site::new()
        .toml("[images]\nelsewhere = [\"/uploads/\"]\n")
        .file(
            "content/posts/2025-11-27-ferry.md",
            post(
                "title: Ferry\nimage: {path: uploads/a.jpg, alt: A}",
                "![B](/uploads/b.jpg) ![C](https://x.org/c.jpg)",
            ),
        )
        .build();
    assert_eq!(built.warnings(), "");
    assert!(built.text(FERRY).contains("src=\"/uploads/a.jpg\""));
}

#[test]
fn a_picture_without_alt_is_told_unless_it_says_that_it_only_adorns() {
    let built = Site::new()
        .file("assets/a.svg", "<svg/>")
        .file(
            "content/posts/2025-11-27-ferry.md",
            post(
                "title: Ferry\nimage: assets/a.svg",
                "![Seen](/assets/a.svg)\n\n![](/assets/a.svg) <img src=\"/assets/a.svg\" alt=\"\">",
            ),
        )
        .file(
            "content/posts/2025-11-28-quay.md",
            post("title: Quay\nimage: {path: assets/a.svg, alt: ''}", "Text."),
        )
        .build();
    insta::assert_snapshot!(built.warnings(), @r#"
    content/posts/2025-11-27-ferry.md:3:8: warning: the picture "assets/a.svg" has no alt text
     3 │ image: assets/a.svg
       │        ^^^^^^^^^^^^
    help: say what it shows to who cannot see it: ![Boats at dawn](boats.jpg), or `alt:` under `image:`; alt="" says that it only adorns

    content/posts/2025-11-27-ferry.md:8:5: warning: the picture "/assets/a.svg" has no alt text
     8 │ ![](/assets/a.svg) <img src="/assets/a.svg" alt="">
       │     ^^^^^^^^^^^^^
    help: say what it shows to who cannot see it: ![Boats at dawn](boats.jpg), or `alt:` under `image:`; alt="" says that it only adorns
    "#);
}

#[test]
fn an_archive_without_its_pictures_is_told_in_few_words() {
    let mut site = Site::new();
    for day in 10..30 {
        let keys = format!("title: Post {day}\nimage: {{path: assets/{day}.jpg, alt: A}}");
        site = site.file(&format!("content/posts/2025-11-{day}-post.md"), post(&keys, "Text."));
    }
    let warnings = site.build().warnings();
    assert_eq!(warnings.matches("there is no picture").count(), 10);
    assert!(warnings.contains("warning: 10 more pictures are not there"), "{warnings}");
}

#[test]
fn a_folder_that_cannot_hold_a_cache_builds_all_the_same() {
    let site = paper("png", &png(400, 300)).file(".dateline-cache", "in the way");
    let built = site.build();
    assert!(built.warnings().contains("cannot be written, so every build resizes all pictures again"));
    assert_eq!(widths(&built, ".webp"), [400]);
}
