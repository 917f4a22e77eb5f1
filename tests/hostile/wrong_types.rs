//! Each key of front matter with each type that it is not: refused at its line, or read as what was meant.

use crate::case::{Case, POST, case};

pub fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    let mut add = |key: &str, value: &str, refused: bool| {
        let case =
            case(format!("front matter: {key}: {value}")).post(&format!("title: A\n{key}: {value}"), "Text.");
        cases.push(if refused {
            case.refused(&format!("{POST}:")).says(&format!("`{key}` must be"))
        } else {
            case.page("Text.")
        });
    };
    for key in [
        "excerpt",
        "description",
        "permalink",
        "slug",
        "lang",
        "translation_of",
        "kicker",
        "deck",
        "dateline",
        "story",
        "sponsor",
    ] {
        for value in ["[a, b]", "{a: b}"] {
            add(key, value, true);
        }
        add(key, "~", false);
        add(key, "''", false);
    }
    for key in ["draft", "published", "featured", "noindex", "breaking", "sponsored"] {
        for value in ["[true]", "{a: b}", "perhaps", "3"] {
            add(key, value, true);
        }
        add(key, "~", false);
    }
    for key in ["updated", "embargo", "expires", "breaking_until"] {
        for value in ["[2025-11-27]", "{a: b}", "true"] {
            add(key, value, true);
        }
        add(key, "~", false);
    }
    for key in ["tags", "categories", "author", "redirect_from"] {
        add(key, "{a: {b: c}}", true);
        for value in ["~", "[]", "[~, '', ' ']", "[[a, [b]], 3, true]", "7"] {
            // A number is a fine name of a year; a redirect of one as well.
            add(key, value, false);
        }
    }
    for value in ["[a.png]", "{path: [a]}", "{path: {a: b}}", "{}", "3", "''"] {
        cases.push(
            case(format!("front matter: image: {value}"))
                .post(&format!("title: A\nimage: {value}"), "Text.")
                .either(POST),
        );
    }
    for key in ["corrections", "sources"] {
        for value in ["3", "[3]", "{a: b}", "[{}]", "[[a]]", "[{date: [1]}]", "text"] {
            cases.push(
                case(format!("front matter: {key}: {value}"))
                    .post(&format!("title: A\n{key}: {value}"), "Text.")
                    .either(POST),
            );
        }
    }
    for value in ["[a]", "{a: b}", "3", "../../etc/passwd", "''"] {
        cases.push(
            case(format!("front matter: layout: {value}"))
                .post(&format!("title: A\nlayout: {value}"), "Text.")
                .either(POST),
        );
    }
    cases
}
