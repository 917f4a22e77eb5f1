//! Pictures: as they are, unless the settings ask for more.

use super::Site;
use super::common::pictures::jpeg;

fn site(config: &str) -> Site {
    Site::jekyll(&format!("title: T\nurl: https://x.example\npermalink: /:title/\n{config}"))
        .file("_posts/2020-02-03-a.md", "---\nimage: /assets/sea.jpg\n---\n![Sea](/assets/sea.jpg)\n")
        .file("assets/sea.jpg", jpeg(900, 600))
}

#[test]
fn a_first_build_shows_them_as_they_are() {
    for config in ["", "images: /assets/\n", "images: {folder: assets}\n"] {
        let built = site(config).build();
        let page = built.text("a/index.html");
        assert!(page.contains("width=\"900\" height=\"600\"") && !page.contains("srcset"), "{page}");
        assert!(!built.files().iter().any(|file| file.contains("derived")), "{:?}", built.files());
        assert_eq!(built.report.inventory.whole_pictures, 1);
    }
}

#[test]
fn they_are_drawn_in_other_sizes_when_the_settings_ask() {
    let built = site("images: {resize: true}\n").build();
    assert!(built.text("a/index.html").contains("srcset"));
    assert!(built.files().iter().any(|file| file.starts_with("assets/derived/")));
    assert_eq!(built.report.inventory.whole_pictures, 0);
}

#[test]
fn that_drafts_are_asked_for_is_said_to_be_left_out() {
    assert!(site("show_drafts: true\n").build().warnings().contains("show_drafts"));
    assert!(!site("show_drafts: false\n").build().warnings().contains("show_drafts"));
}
