//! What machines read: feeds, sitemaps, structured data, files for crawlers and hosts; and that no author can break them.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod common;

use common::{Built, Site, post};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde_json::Value;

/// Names that a hostile author would choose.
const EVIL: &str = "</script><script>alert(1)</script> ]]> \\\"><img src=x onerror=alert(1)> & <!-- \\b\\e";

/// A small picture that is padded to 1,234 bytes.
fn boat() -> Vec<u8> {
    let mut bytes = common::pictures::jpeg(8, 8);
    bytes.resize(1234, 0);
    bytes
}

fn newsroom() -> Site {
    Site::new()
        .file("assets/boat.jpg", boat())
        .file(
            "content/posts/2026-01-14-ferry.md",
            post(
                "title: Ferry returns\nupdated: 2026-01-15 08:00\ncategory: News\ntags: [Harbour]\nauthor: ines\nimage: assets/boat.jpg",
                "It is [back](/about/).\n\nMore.",
            ),
        )
        .file("content/posts/2025-11-28-quay.md", post("title: Quay opens\ncategory: News", "Open."))
        .file("content/about.md", post("title: About us", "Us."))
        .toml("language = \"en-IE\"\n[authors.ines]\nname = \"Ines Roe\"\n")
}

/// All texts of an element; fails on what is not well-formed.
fn texts(xml: &str, name: &str) -> Vec<String> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut open) = (Vec::new(), None::<String>);
    loop {
        match reader.read_event().unwrap_or_else(|error| panic!("{error} in\n{xml}")) {
            Event::Start(start) => {
                start.attributes().for_each(|attribute| drop(attribute.unwrap()));
                if start.name().as_ref() == name {
                    open = Some(String::new());
                }
            }
            Event::Empty(empty) => empty.attributes().for_each(|attribute| drop(attribute.unwrap())),
            Event::Text(part) => open.iter_mut().for_each(|text| text.push_str(&part)),
            Event::GeneralRef(part) => open.iter_mut().for_each(|text| {
                text.push_str(match &*part {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "apos" => "'",
                    other => panic!("unknown entity {other}"),
                });
            }),
            Event::End(end) if end.name().as_ref() == name => found.extend(open.take()),
            Event::Eof => return found,
            _ => {}
        }
    }
}

/// The structured data of a page, by type.
fn nodes(built: &Built, path: &str) -> Vec<Value> {
    let html = built.text(path);
    let (_, rest) =
        html.split_once("<script type=\"application/ld+json\">").unwrap_or_else(|| panic!("none in {path}"));
    let (json, _) = rest.split_once("</script>").unwrap();
    let value: Value = serde_json::from_str(json).unwrap();
    assert_eq!(value["@context"], "https://schema.org");
    value["@graph"].as_array().unwrap().clone()
}

fn node(built: &Built, path: &str, kind: &str) -> Value {
    let all = nodes(built, path);
    all.iter().find(|node| node["@type"] == kind).unwrap_or_else(|| panic!("no {kind} in {all:#?}")).clone()
}

#[test]
fn rss_holds_whole_posts_with_whole_addresses() {
    let built = newsroom().build();
    let rss = built.text("rss.xml");
    assert_eq!(
        texts(&rss, "pubDate"),
        ["Wed, 14 Jan 2026 00:00:00 +0000", "Fri, 28 Nov 2025 00:00:00 +0000"]
    );
    assert_eq!(texts(&rss, "lastBuildDate"), ["Thu, 15 Jan 2026 08:00:00 +0000"]);
    assert_eq!(texts(&rss, "dc:creator"), ["Ines Roe"]);
    assert_eq!(
        texts(&rss, "content:encoded")[0],
        "<p>It is <a href=\"https://quay.example/about/\">back</a>.</p>\n<p>More.</p>\n"
    );
    assert!(rss.contains(
        "<enclosure url=\"https://quay.example/assets/boat.jpg\" length=\"1234\" type=\"image/jpeg\"/>"
    ));
}

#[test]
fn json_feed_and_atom_say_the_same() {
    let built = newsroom().build();
    let feed: Value = serde_json::from_str(&built.text("feed.json")).unwrap();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["items"][0]["authors"][0]["url"], "https://quay.example/authors/ines/");
    assert_eq!(feed["items"][0]["attachments"][0]["size_in_bytes"], 1234);
    assert_eq!(feed["items"][0]["date_modified"], "2026-01-15T08:00:00+00:00");
    let atom = built.text("feed.xml");
    assert_eq!(texts(&atom, "content")[0], feed["items"][0]["content_html"].as_str().unwrap());
    assert_eq!(texts(&atom, "name"), ["Ines Roe", "Quay Post"]);
}

#[test]
fn a_picture_that_is_not_there_is_named_nowhere() {
    let built = Site::new()
        .file(
            "content/posts/2026-01-14-a.md",
            post("title: A\nimage: {path: assets/gone.jpg, alt: Gone}", "Text."),
        )
        .build();
    for path in built.files() {
        assert!(!String::from_utf8_lossy(built.bytes(&path)).contains("gone.jpg"), "{path}");
    }
}

#[test]
fn which_feeds_there_are_is_a_setting() {
    let feeds = |built: &Built| -> Vec<String> {
        let is_feed =
            |path: &String| ["feed.xml", "rss.xml", "feed.json"].iter().any(|name| path.ends_with(name));
        built.files().into_iter().filter(is_feed).collect()
    };
    assert_eq!(
        feeds(&newsroom().build()),
        ["authors/ines/feed.xml", "categories/news/feed.xml", "feed.json", "feed.xml", "rss.xml"]
    );
    let site = newsroom().toml(
        "[feeds]\nsite = []\ncategories = []\nauthors = []\ntags = [\"json\"]\ncontent = \"excerpt\"\n",
    );
    let built = site.build();
    assert_eq!(feeds(&built), ["tags/harbour/feed.json"]);
    let feed: Value = serde_json::from_str(&built.text("tags/harbour/feed.json")).unwrap();
    assert_eq!(feed["title"], "Quay Post: Harbour");
    assert_eq!(feed["home_page_url"], "https://quay.example/tags/harbour/");
    assert_eq!(
        feed["items"][0]["content_html"],
        "<p>It is <a href=\"https://quay.example/about/\">back</a>.</p>"
    );
    assert!(
        built
            .text("tags/harbour/index.html")
            .contains("href=\"https://quay.example/tags/harbour/feed.json\"")
    );
    assert!(!built.text("index.html").contains("application/atom+xml"));
}

#[test]
fn sitemaps_are_dated_by_content_and_news_by_the_build() {
    let mut site = newsroom();
    let first = site.build();
    let map = first.text("sitemap.xml");
    assert!(map.contains(
        "<loc>https://quay.example/categories/news/</loc><lastmod>2026-01-15T08:00:00+00:00</lastmod>"
    ));
    assert_eq!(texts(&map, "image:loc"), ["https://quay.example/assets/boat.jpg"]);
    let news = first.text("news-sitemap.xml");
    assert_eq!(texts(&news, "news:title"), ["Ferry returns"]);
    assert_eq!(texts(&news, "news:language"), ["en"]);
    assert_eq!(texts(&news, "news:name"), ["Quay Post"]);
    site.options.now = "2026-01-16T00:00:01Z".parse().unwrap();
    let later = site.build();
    assert_eq!(later.report.summary.changed, ["news-sitemap.xml"]);
    assert_eq!(texts(&later.text("news-sitemap.xml"), "loc"), Vec::<String>::new());
}

#[test]
fn one_logo_makes_all_icons_and_a_manifest() {
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 20 10\"><rect width=\"20\" height=\"10\" fill=\"red\"/></svg>";
    let site = newsroom().file("assets/mark.svg", svg).toml("[theme]\nicon = \"/assets/mark.svg\"\n");
    let built = site.build();
    let pixel = |path: &str, x: u32, y: u32| {
        image::load_from_memory(built.bytes(path)).unwrap().into_rgba8().get_pixel(x, y).0
    };
    assert_eq!(pixel("icon-192.png", 96, 96), [255, 0, 0, 255]);
    assert_eq!(pixel("icon-512.png", 256, 10), [0, 0, 0, 0]);
    assert_eq!(pixel("apple-touch-icon.png", 90, 5), [255, 255, 255, 255]);
    let manifest: Value = serde_json::from_str(&built.text("manifest.webmanifest")).unwrap();
    assert_eq!(manifest["name"], "Quay Post");
    for icon in manifest["icons"].as_array().unwrap() {
        assert!(built.exists(icon["src"].as_str().unwrap().trim_start_matches('/')), "{icon}");
    }
    let html = built.text("index.html");
    for link in [
        "rel=\"manifest\" href=\"/manifest.webmanifest\"",
        "rel=\"apple-touch-icon\" href=\"/apple-touch-icon.png\"",
        "rel=\"icon\" href=\"/assets/mark.svg\"",
    ] {
        assert!(html.contains(link), "no {link} in\n{html}");
    }
    let logo = &node(&built, "index.html", "NewsMediaOrganization")["logo"]["url"];
    assert_eq!(logo, "https://quay.example/icon-512.png");
    let plain = newsroom().build();
    assert!(!plain.exists("manifest.webmanifest") && !plain.text("index.html").contains("manifest"));
}

#[test]
fn an_icon_that_cannot_be_made_is_told() {
    let missing = newsroom().toml("[theme]\nicon = \"/assets/bot.jpg\"\n").build();
    assert!(missing.warnings().contains("there is no picture \"/assets/bot.jpg\""), "{}", missing.warnings());
    assert!(missing.warnings().contains("did you mean \"/assets/boat.jpg\"?"), "{}", missing.warnings());
    let broken = newsroom()
        .file("assets/mark.png", "no picture")
        .toml("[theme]\nicon = \"/assets/mark.png\"\n")
        .build();
    assert!(
        broken.warnings().contains("assets/mark.png: warning: no icon can be made of it"),
        "{}",
        broken.warnings()
    );
    assert!(!broken.exists("manifest.webmanifest"));
}

#[test]
fn what_is_paid_for_is_no_news() {
    let built = Site::new()
        .file(
            "content/posts/2026-01-14-ad.md",
            post("title: Boats\nsponsored: true\nsponsor: Boat Works", "Buy."),
        )
        .build();
    assert!(built.text("sitemap.xml").contains("/2026/01/14/ad/"));
    assert!(!built.text("news-sitemap.xml").contains("/2026/01/14/ad/"));
    let article = node(&built, "2026/01/14/ad/index.html", "AdvertiserContentArticle");
    assert_eq!(article["sponsor"]["name"], "Boat Works");
}

#[test]
fn a_story_has_a_feed_and_is_named_by_its_posts() {
    let built = Site::new()
        .file(
            "content/posts/2026-01-14-a.md",
            post(
                "title: A\nstory: harbour-plan\ndeck: Why it matters\ndateline: QUAY\ncorrections: [{date: 2026-01-15, text: It was *two*.}]",
                "Text.",
            ),
        )
        .build();
    let story = built.text("stories/harbour-plan/index.html");
    assert!(story.contains("href=\"https://quay.example/stories/harbour-plan/feed.xml\""), "{story}");
    assert_eq!(texts(&built.text("stories/harbour-plan/feed.xml"), "title")[1], "A");
    let page = "2026/01/14/a/index.html";
    let article = node(&built, page, "NewsArticle");
    assert_eq!(article["isPartOf"]["url"], "https://quay.example/stories/harbour-plan/");
    assert_eq!(
        (&article["dateline"], &article["correction"][0]["text"]),
        (&"QUAY".into(), &"It was two.".into())
    );
    assert!(built.text(page).contains("<meta name=\"description\" content=\"Why it matters\">"));
}

#[test]
fn what_is_not_to_be_indexed_says_so_and_stands_in_no_sitemap() {
    let built = Site::new()
        .file("content/posts/2026-01-14-a.md", post("title: A\nnoindex: true", "Text."))
        .file("content/posts/2026-01-14-b.md", post("title: B\nsitemap: false", "Text."))
        .build();
    for map in ["sitemap.xml", "news-sitemap.xml"] {
        assert!(!built.text(map).contains("/2026/01/14/a/") && !built.text(map).contains("/2026/01/14/b/"));
    }
    assert!(built.text("2026/01/14/a/index.html").contains("<meta name=\"robots\" content=\"noindex\">"));
    assert!(!built.text("2026/01/14/a/index.html").contains("ld+json"));
    assert!(built.text("2026/01/14/b/index.html").contains("max-image-preview:large"));
}

#[test]
fn an_article_is_told_whole() {
    let built = newsroom().build();
    let article = node(&built, "2026/01/14/ferry/index.html", "NewsArticle");
    assert_eq!(article["headline"], "Ferry returns");
    assert_eq!(article["image"][0], "https://quay.example/assets/boat.jpg");
    assert_eq!(article["datePublished"], "2026-01-14T00:00:00+00:00");
    assert_eq!(article["dateModified"], "2026-01-15T08:00:00+00:00");
    assert_eq!(article["author"][0]["url"], "https://quay.example/authors/ines/");
    assert_eq!(article["publisher"]["@type"], "NewsMediaOrganization");
    assert_eq!(article["mainEntityOfPage"]["@id"], "https://quay.example/2026/01/14/ferry/");
    assert_eq!((&article["articleSection"][0], &article["keywords"][0]), (&"News".into(), &"Harbour".into()));
    assert_eq!((&article["wordCount"], &article["inLanguage"]), (&4.into(), &"en-IE".into()));
    let crumbs = node(&built, "2026/01/14/ferry/index.html", "BreadcrumbList");
    let names: Vec<&str> = crumbs["itemListElement"]
        .as_array()
        .unwrap()
        .iter()
        .map(|crumb| crumb["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Quay Post", "News", "Ferry returns"]);
    let html = built.text("2026/01/14/ferry/index.html");
    for tag in [
        "<link rel=\"canonical\" href=\"https://quay.example/2026/01/14/ferry/\">",
        "<meta property=\"og:type\" content=\"article\">",
        "<meta property=\"og:locale\" content=\"en_IE\">",
        "<meta property=\"article:published_time\" content=\"2026-01-14T00:00:00+00:00\">",
        "<meta property=\"article:section\" content=\"News\">",
        "<meta property=\"article:tag\" content=\"Harbour\">",
        "<meta name=\"twitter:card\" content=\"summary_large_image\">",
        "<meta name=\"description\" content=\"It is back.\">",
    ] {
        assert!(html.contains(tag), "no {tag} in\n{html}");
    }
}

#[test]
fn hubs_list_their_posts_and_the_front_page_names_the_newsroom() {
    let toml = "[publisher]\nfounded = \"1891\"\n[publisher.policies]\ncorrections = \"/about/\"\nmasthead = \"https://x.example/who\"\n";
    let built = newsroom().toml(toml).build();
    let paper = node(&built, "index.html", "NewsMediaOrganization");
    assert_eq!(paper["correctionsPolicy"], "https://quay.example/about/");
    assert_eq!(paper["masthead"], "https://x.example/who");
    assert_eq!(paper["foundingDate"], "1891");
    for (path, count) in
        [("index.html", 2), ("categories/news/index.html", 2), ("2026/index.html", 1), ("tags/index.html", 1)]
    {
        let list = node(&built, path, "CollectionPage");
        assert_eq!(list["mainEntity"]["itemListElement"].as_array().unwrap().len(), count, "{path}");
        assert_eq!(list["mainEntity"]["itemListElement"][0]["position"], 1);
    }
    assert_eq!(node(&built, "authors/ines/index.html", "CollectionPage")["about"]["@type"], "Person");
}

#[test]
fn translations_name_each_other() {
    let built = Site::new()
        .file("content/posts/2026-01-14-ferry.md", post("title: Ferry", "Text."))
        .file("content/posts/2026-01-14-bad.md", post("title: Bád\nlang: ga\ntranslation_of: posts/2026-01-14-ferry.md", "Téacs."))
        .file("content/posts/2026-01-14-faehre.md", post("title: Fähre\nlang: de\ntranslation_of: /2026/01/14/ferry/", "Text."))
        .file("content/posts/2026-01-13-lost.md", post("title: Lost\nlang: fr\ntranslation_of: posts/2026-01-14-fery.md", "Texte."))
        .file("templates/post.html", "{{ metadata.tags }}{{ metadata.json_ld }}{% if translations %}{% for t in translations %}<a lang={{ t.lang }}>{% endfor %}{% endif %}")
        .build();
    let alternates = |path: &str| -> Vec<String> {
        let html = built.text(path);
        html.lines()
            .filter(|line| line.contains("hreflang="))
            .map(|line| line.split('"').nth(3).unwrap().to_owned())
            .collect()
    };
    for path in ["2026/01/14/ferry/index.html", "2026/01/14/bad/index.html", "2026/01/14/faehre/index.html"] {
        assert_eq!(alternates(path), ["en", "de", "ga", "x-default"], "{path}");
    }
    assert!(built.text("2026/01/14/bad/index.html").ends_with("<a lang=en><a lang=de>"));
    let article = node(&built, "2026/01/14/bad/index.html", "NewsArticle");
    assert_eq!(article["translationOfWork"]["@id"], "https://quay.example/2026/01/14/ferry/");
    assert_eq!(alternates("2026/01/13/lost/index.html"), Vec::<String>::new());
    insta::assert_snapshot!(built.warnings(), @r#"
    content/posts/2026-01-13-lost.md:4:17: warning: no other post or page is "posts/2026-01-14-fery.md", so this is no translation of it
     4 │ translation_of: posts/2026-01-14-fery.md
       │                 ^^^^^^^^^^^^^^^^^^^^^^^^
    help: did you mean "posts/2026-01-14-ferry.md"?
    "#);
}

#[test]
fn files_for_crawlers_and_hosts() {
    let site = newsroom()
        .file("content/posts/2025-12-01-a.md", post("title: A\nredirect_from: /old page/", "Text."));
    let toml = "[robots]\nai_training = false\ndisallow = [\"/internal/\"]\n\
                [files]\nheaders = true\nredirects = true\nnojekyll = true\ncname = true\nllms_txt = true\n\
                [security]\ncontact = [\"mailto:s@quay.example\"]\nexpires = \"2026-06-30\"\npolicy = \"/about/\"\n";
    let built = site.toml(toml).build();
    let robots = built.text("robots.txt");
    assert!(robots.contains("User-agent: GPTBot\n") && !robots.contains("OAI-SearchBot"), "{robots}");
    assert!(robots.contains("Disallow: /\n\nUser-agent: *\nDisallow: /internal/\nAllow: /\n"), "{robots}");
    assert_eq!(built.text("_redirects"), "/old%20page/ /2025/12/01/a/ 301\n");
    assert!(!built.exists("old page"));
    assert_eq!(built.text("CNAME"), "quay.example\n");
    assert_eq!(built.text(".nojekyll"), "");
    assert!(
        built.text("_headers").contains("/rss.xml\n  Content-Type: application/rss+xml; charset=utf-8\n")
    );
    assert!(
        built
            .text("llms.txt")
            .contains("\n- [Ferry returns](https://quay.example/2026/01/14/ferry/): It is back.\n")
    );
    assert_eq!(
        built.text(".well-known/security.txt"),
        "Contact: mailto:s@quay.example\nExpires: 2026-06-30T00:00:00+00:00\nPolicy: https://quay.example/about/\n\
         Canonical: https://quay.example/.well-known/security.txt\n"
    );
    let plain = newsroom().build();
    for path in ["_headers", "_redirects", ".nojekyll", "CNAME", "llms.txt", ".well-known"] {
        assert!(!plain.exists(path), "{path}");
    }
}

#[test]
fn security_txt_needs_a_contact_and_a_date_that_lies_ahead() {
    insta::assert_snapshot!(Site::new().toml("[security]\npolicy = \"/p/\"\n").errors(), @r#"
    site.toml:4:1: [security] needs `contact`
     4 │ policy = "/p/"
       │ ^^^^^^
    help: add contact: a list such as ["mailto:security@paper.example"]

    site.toml:4:1: [security] needs `expires`
     4 │ policy = "/p/"
       │ ^^^^^^
    help: add expires: a date in quotes, at most a year ahead
    "#);
    let old =
        Site::new().toml("[security]\ncontact = [\"mailto:a@b.c\"]\nexpires = \"2025-12-31\"\n").build();
    assert!(old.warnings().contains("security.txt expired on 2025-12-31"));
}

#[test]
fn hostile_words_break_nothing() {
    let keys = format!(
        "title: \"{EVIL}\"\nauthor: [\"{EVIL}\"]\ncategory: \"{EVIL}\"\ntags: [\"{EVIL}\"]\nexcerpt: \"{EVIL}\"\ndescription: \"{EVIL}\"\nimage: {{path: assets/boat.jpg, alt: \"{EVIL}\", caption: \"{EVIL}\"}}"
    );
    let site = newsroom()
        .file("content/posts/2026-01-15-evil.md", post(&keys, "Text \u{b} ]]> </script>"))
        .toml("[feeds]\ntags = [\"rss\"]\n[files]\nllms_txt = true\n");
    let built = site.build();
    let evil = "</script><script>alert(1)</script> ]]> \"><img src=x onerror=alert(1)> & <!--";
    for path in built.files() {
        let Ok(text) = std::str::from_utf8(built.bytes(&path)) else { continue };
        let forbidden = text.chars().find(|c| c.is_control() && !matches!(c, '\n' | '\t' | '\r'));
        assert!(forbidden.is_none() || path.ends_with(".jpg"), "{path} holds {forbidden:?}");
        if path.ends_with(".xml") {
            texts(text, "none");
        } else if path.ends_with(".json") {
            serde_json::from_str::<Value>(text).unwrap();
        } else if path.ends_with(".html") {
            assert!(!text.contains("<script>alert") && !text.contains("<img src=x"), "{path}:\n{text}");
        }
    }
    let page = "2026/01/15/evil/index.html";
    assert!(node(&built, page, "NewsArticle")["headline"].as_str().unwrap().starts_with(evil));
    assert!(texts(&built.text("rss.xml"), "title")[1].starts_with(evil));
    assert_eq!(nodes(&built, "index.html").len(), 3);
}

#[test]
fn links_that_run_scripts_are_left_out() {
    let body = "[a](javascript:alert(1)) [b](JaVa&#10;script:alert(2)) ![c](data:text/html,x) <javascript:alert(3)> [d](/ok/)";
    let built = Site::new()
        .file("content/posts/2026-01-14-a.md", post("title: A\nimage: \"javascript:alert(4)\"", body))
        .build();
    for path in ["2026/01/14/a/index.html", "feed.xml", "rss.xml", "feed.json"] {
        let text = built.text(path).to_ascii_lowercase();
        for word in ["href=\"javascript", "src=\"javascript", "data:text", "java\nscript:", "(4)"] {
            assert!(!text.contains(word), "{path} holds {word}:\n{text}");
        }
    }
    assert!(built.text("2026/01/14/a/index.html").contains("href=\"/ok/\""));
    let warnings = built.warnings();
    assert!(
        warnings.contains("content/posts/2026-01-14-a.md:3:8: warning: the link \"javascript:alert(4)\""),
        "{warnings}"
    );
    assert!(
        warnings.contains("content/posts/2026-01-14-a.md:6:5: warning: the link \"javascript:alert(1)\""),
        "{warnings}"
    );
    let errors =
        Site::new().toml("[theme]\nnavigation = [{ title = \"x\", url = \"javascript:x\" }]\n").errors();
    assert!(errors.contains("site.toml:4:36: the link \"javascript:x\""), "{errors}");
}

#[test]
fn untrusted_bodies_are_cleaned_everywhere() {
    let site = Site::new().file(
        "content/posts/2026-01-14-a.md",
        post(
            "title: A\nexcerpt: \"<b onclick=x>bold</b>\"",
            "<script>alert(1)</script>\n\n<p onclick=\"x\">kept</p>\n\n# Head",
        ),
    );
    assert!(site.build().text("2026/01/14/a/index.html").contains("<script>alert(1)"));
    let built = site.toml("[markdown]\nuntrusted = true\n").build();
    for path in ["2026/01/14/a/index.html", "feed.xml", "rss.xml", "feed.json", "index.html"] {
        let text = built.text(path);
        assert!(!text.contains("alert(1)") && !text.contains("onclick"), "{path}:\n{text}");
    }
    assert!(built.text("2026/01/14/a/index.html").contains("<p>kept</p>\n<h2 id=\"head\">Head</h2>"));
}
