//! Pictures: their sizes in pages, the files drawn from them, the cache.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::pictures::{FERRY, drawn, encoded, jpeg, paper, png, widths};
use common::{Site, post, tree};
use image::{ImageFormat, Rgba, RgbaImage};
use std::path::Path;

#[test]
fn a_photo_is_offered_in_the_sizes_that_suit() {
    let built = paper("jpg", &jpeg(1000, 500)).build();
    assert_eq!(built.warnings(), "");
    assert_eq!(widths(&built, ".webp"), [400, 800, 1000]);
    assert_eq!(widths(&built, ".jpg"), [400, 800]);
    for (path, width) in [drawn(&built, ".webp"), drawn(&built, ".jpg")].concat() {
        let picture = image::load_from_memory(built.bytes(&path)).unwrap();
        assert_eq!((picture.width(), picture.height()), (width, width / 2), "{path}");
    }
    let page = built.text(FERRY);
    let body = &page[page.find("<picture><source type=\"image/webp\"").unwrap()..];
    assert!(page.contains("fetchpriority=\"high\""));
    assert!(body.contains("400w, /assets/derived/lead-800-"), "{body}");
    assert!(body.contains(", /assets/lead.jpg 1000w\""), "{body}");
    let tag = "src=\"/assets/lead.jpg\" alt=\"Quay\"";
    let tag = &page[page.find(tag).unwrap()..];
    let tag = &tag[..tag.find('>').unwrap()];
    assert!(tag.ends_with("width=\"1000\" height=\"500\" loading=\"lazy\" decoding=\"async\""), "{tag}");
    for address in page.split(['"', ' ', ',']).filter(|part| part.starts_with("/assets/derived/")) {
        assert!(built.exists(&address[1..]), "{address}");
    }
}

#[test]
fn links_keep_the_path_of_the_site() {
    let site = paper("png", &png(500, 500)).base_url("https://quay.example/news");
    let page = site.build().text(FERRY);
    assert!(page.contains("srcset=\"/news/assets/derived/lead-400-"), "{page}");
    assert!(!page.contains("\"/assets/"), "{page}");
}

#[test]
fn building_again_draws_nothing_and_gives_the_same() {
    let site = paper("jpg", &jpeg(900, 600));
    let first = site.build();
    let cache = site.options.root.join(".dateline-cache/images");
    let times = |folder: &Path| -> Vec<_> {
        let mut times: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap())
            .map(|entry| (entry.path(), entry.metadata().unwrap().modified().unwrap()))
            .collect();
        times.sort();
        times
    };
    let before = times(&cache);
    let second = site.build();
    assert_eq!(second.report.summary.unchanged, first.files().len());
    assert_eq!(times(&cache), before);
    std::fs::remove_dir_all(cache.parent().unwrap()).unwrap();
    let third = site.build();
    assert_eq!(third.report.summary.unchanged, first.files().len(), "a clean cache gives other bytes");
}

#[test]
fn the_cache_forgets_what_the_site_no_longer_has() {
    let site = paper("png", &png(500, 300));
    site.build();
    let kept = || {
        let cache = tree(&site.options.root.join(".dateline-cache/images"));
        cache.into_keys().filter(|name| name.ends_with(".webp")).collect::<Vec<_>>()
    };
    let old = kept();
    assert_eq!(old.len(), 2);
    let first = site.build().files();
    site.put("assets/lead.png", png(500, 301));
    let second = site.build();
    let new = kept();
    assert!(new.len() == 2 && new.iter().all(|name| !old.contains(name)), "{new:?}");
    assert_ne!(first, second.files(), "a new picture has the address of the old one");
    // A post that is held back needs its pictures again later.
    let text = "---\ntitle: Ferry\ndraft: true\nimage: assets/lead.png\n---\n";
    site.put("content/posts/2025-11-27-ferry.md", text);
    site.build();
    assert_eq!(kept(), new);
}

#[test]
fn a_dry_run_draws_nothing_and_knows_what_would_change() {
    let mut site = paper("jpg", &jpeg(500, 300));
    site.options.dry_run = true;
    let summary = site.try_build().unwrap().summary;
    assert_eq!(summary.new.iter().filter(|path| path.contains("/derived/")).count(), 3);
    assert!(!site.options.root.join(".dateline-cache").exists());
    site.options.dry_run = false;
    site.build();
    site.options.dry_run = true;
    std::fs::remove_dir_all(site.options.root.join(".dateline-cache")).unwrap();
    let summary = site.try_build().unwrap().summary;
    assert_eq!((summary.new, summary.changed), (vec![], vec![]));
}

#[test]
fn a_camera_that_was_held_upright_gives_an_upright_picture() {
    // EXIF orientation 6: to be turned clockwise by a quarter.
    let exif = b"\xff\xe1\x00\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let plain = jpeg(600, 400);
    let turned = [&plain[..2], exif, &plain[2..]].concat();
    let built = paper("jpg", &turned).build();
    assert_eq!(built.warnings(), "");
    assert!(built.text(FERRY).contains("width=\"400\" height=\"600\""));
    let (path, width) = drawn(&built, ".webp").pop().unwrap();
    assert_eq!(width, 400);
    let picture = image::load_from_memory(built.bytes(&path)).unwrap().into_rgb8();
    assert_eq!(picture.dimensions(), (400, 600));
    let [r, g, b] = picture.get_pixel(350, 100).0;
    assert!(r > 150 && g < 100 && b < 100, "the red corner is not at the top right: {r} {g} {b}");
}

#[test]
fn a_picture_for_print_keeps_its_colours() {
    let built = paper("jpg", include_bytes!("pictures/cmyk.jpg")).build();
    assert_eq!(built.warnings(), "");
    let (path, _) = drawn(&built, ".webp").pop().unwrap();
    let picture = image::load_from_memory(built.bytes(&path)).unwrap().into_rgb8();
    for (x, wanted) in [(30, [230, 20, 20]), (210, [20, 20, 230])] {
        let found = picture.get_pixel(x, 20).0;
        assert!(found.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) < 25), "{found:?} for {wanted:?}");
    }
}

#[test]
fn alpha_stays() {
    let clear =
        RgbaImage::from_fn(400, 400, |x, _| if x < 200 { Rgba([0; 4]) } else { Rgba([9, 9, 200, 255]) });
    let built = paper("png", &encoded(clear, ImageFormat::Png)).build();
    let (path, _) = drawn(&built, ".webp").pop().unwrap();
    let picture = image::load_from_memory(built.bytes(&path)).unwrap().into_rgba8();
    assert_eq!(picture.get_pixel(20, 20).0[3], 0);
    assert_eq!(picture.get_pixel(380, 20).0[3], 255);
}

#[test]
fn what_moves_or_is_drawn_by_lines_is_used_as_it_is() {
    let gif = b"GIF89a\x90\x01\x2c\x01\x00\x00\x00;";
    let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 400 300\"><path d=\"M0 0\"/></svg>";
    let mut moving = png(400, 300);
    // An animation control chunk, after the header, makes a PNG an animated one; its checksum is that of its bytes.
    let chunk = b"\0\0\0\x08acTL\0\0\0\x01\0\0\0\0\xb4\x2d\xe9\xa0";
    moving.splice(33..33, chunk.iter().copied());
    for (end, bytes) in [("gif", &gif[..]), ("svg", svg), ("png", &moving)] {
        let built = paper(end, bytes).build();
        assert_eq!(built.warnings(), "", "{end}");
        assert_eq!(drawn(&built, "").len(), 0, "{end}");
        let page = built.text(FERRY);
        assert_eq!(page.matches("width=\"400\" height=\"300\"").count(), 2, "{end}: {page}");
        assert_eq!(built.bytes(&format!("assets/lead.{end}")), bytes);
    }
}

#[test]
fn what_an_author_wrote_in_a_tag_stays() {
    let body = "<picture><source srcset=\"/x.avif\"><img src=\"/assets/a.png\" alt=\"A\"></picture>\n\n\
        <img width=\"50\" SRC='/assets/a.png' loading=\"eager\" alt=\"B\">\n\n<img src=\"/assets/a.png#left\" alt=\"C\">";
    let built = Site::new()
        .file("assets/a.png", png(400, 300))
        .file("content/posts/2025-11-27-ferry.md", post("title: Ferry", body))
        .build();
    assert_eq!(built.warnings(), "");
    let page = built.text(FERRY);
    assert!(page.contains("<source srcset=\"/x.avif\"><img src=\"/assets/a.png\" alt=\"A\" width=\"400\" height=\"300\" loading=\"lazy\" decoding=\"async\"></picture>"), "{page}");
    assert!(
        page.contains(
            "<img width=\"50\" SRC='/assets/a.png' loading=\"eager\" alt=\"B\" decoding=\"async\"></picture>"
        ),
        "{page}"
    );
    assert!(page.contains("<img src=\"/assets/a.png#left\" alt=\"C\" width=\"400\""), "{page}");
}

#[test]
fn pictures_beside_a_post_are_completed_where_they_are_copied_to() {
    let built = Site::new()
        .file(
            "content/posts/2025-11-27-ferry.md",
            post("title: Ferry\nimage: {path: my lead.png, alt: A}", "![B](<my lead.png>)"),
        )
        .file("content/posts/my lead.png", png(400, 300))
        .build();
    assert_eq!(built.warnings(), "");
    let page = built.text(FERRY);
    assert_eq!(page.matches("width=\"400\" height=\"300\"").count(), 2, "{page}");
    assert!(page.contains("src=\"/2025/11/27/ferry/my%20lead.png\""), "{page}");
}

#[test]
fn settings_are_honoured_and_checked() {
    let keys = "[images]\nwidths = [300, 100]\nquality = 40\nsizes = \"50vw\"\n";
    let built = paper("jpg", &jpeg(320, 200)).toml(keys).build();
    assert_eq!(widths(&built, ".webp"), [100, 300]);
    assert!(built.text(FERRY).contains("sizes=\"50vw\""));
    let off = paper("jpg", &jpeg(600, 200)).toml("[images]\nresize = false\n").build();
    assert_eq!(drawn(&off, "").len(), 0);
    assert!(off.text(FERRY).contains("width=\"600\" height=\"200\""));
    insta::assert_snapshot!(paper("jpg", b"").toml("[images]\nquality = 101\nwidths = [0]\nwidht = 3\n").errors(), @r#"
    site.toml:4:11: `images.quality` must be a whole number from 1 to 100, not 101
     4 │ quality = 101
       │           ^^^
    help: give it as a whole number from 1 to 100

    site.toml:5:10: `images.widths` must be a list of whole numbers from 1 to 100000, not an array
     5 │ widths = [0]
       │          ^^^
    help: give it as a list of whole numbers from 1 to 100000

    site.toml:6:1: unknown key `widht`
     6 │ widht = 3
       │ ^^^^^
    help: did you mean `widths`?
    "#);
}

#[test]
fn posts_without_a_picture_have_a_card_if_they_are_new_and_can_be_set() {
    let site = Site::new()
        .toml("[images]\nshare_cards = 3\n")
        .file("content/posts/2025-11-27-ferry.md", post("title: Ferry returns\ncategory: News", "Text."))
        .file("content/posts/2025-11-26-arabic.md", post("title: عودة العبارة", "Text."))
        .file(
            "content/posts/2025-11-25-photo.md",
            post("title: Photo\nimage: {path: assets/a.jpg, alt: A}", "Text."),
        )
        .file("content/posts/2025-11-24-old.md", post("title: Old", "Text."))
        .file("assets/a.jpg", jpeg(300, 200));
    let built = site.build();
    let cards = drawn(&built, ".png");
    assert_eq!(cards.len(), 1, "{cards:?}");
    assert!(cards[0].0.starts_with("assets/derived/card-ferry-"), "{cards:?}");
    let card = image::load_from_memory(built.bytes(&cards[0].0)).unwrap();
    assert_eq!((card.width(), card.height()), (1200, 630));
    assert!(built.text(FERRY).contains(&format!("https://quay.example/{}", cards[0].0)));
    assert!(built.text("2025/11/25/photo/index.html").contains("https://quay.example/assets/a.jpg"));
    assert!(!built.text("2025/11/24/old/index.html").contains("og:image"));
    site.put("content/posts/2025-11-27-ferry.md", post("title: Ferry leaves", "Text."));
    assert_ne!(drawn(&site.build(), ".png"), cards);
    let kept = tree(&site.options.root.join(".dateline-cache/images"));
    assert_eq!(kept.keys().filter(|name| name.starts_with("card-")).count(), 1);
}

#[test]
fn a_logo_becomes_a_square_icon() {
    let icon = dateline::images::square_icon(&png(300, 100), 192, false).unwrap();
    let icon = image::load_from_memory(&icon).unwrap().into_rgba8();
    assert_eq!(icon.dimensions(), (192, 192));
    assert_eq!((icon.get_pixel(96, 10).0[3], icon.get_pixel(96, 96).0[3]), (0, 255));
    assert!(dateline::images::square_icon(b"GIF89a", 192, false).is_err());
}
