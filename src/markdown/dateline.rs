//! Where a report was written, set before its first words.
//!
//! It may not touch a body beyond that one place.

use super::html::escaped;

/// Elements whose paragraphs are not the text's own first one.
const CONTAINERS: [&str; 6] = ["blockquote", "div", "li", "figure", "aside", "details"];

/// Puts `place` before the first paragraph that stands by itself, or before everything where there is none.
pub fn set(html: &mut String, place: &str) {
    let first = html.match_indices("<p>").map(|(at, _)| at).take(16).find(|at| stands_alone(&html[..*at]));
    let mark = format!("<span class=\"dateline\">{} —</span> ", escaped(place.trim()));
    match first {
        Some(at) => html.insert_str(at + "<p>".len(), &mark),
        None => html.insert_str(0, &format!("<p>{}</p>\n", mark.trim_end())),
    }
}

fn stands_alone(before: &str) -> bool {
    CONTAINERS.iter().all(|name| {
        before.matches(&format!("<{name}")).count() == before.matches(&format!("</{name}>")).count()
    })
}

#[cfg(test)]
mod tests {
    use super::set;

    fn with(html: &str) -> String {
        let mut html = html.to_owned();
        set(&mut html, "BISHKEK, Kyrgyz Republic");
        html.replace("<span class=\"dateline\">BISHKEK, Kyrgyz Republic —</span>", "@")
    }

    #[test]
    fn it_stands_before_the_first_words_of_the_text_itself() {
        assert_eq!(with("<p>Talks began.</p>\n<p>More.</p>"), "<p>@ Talks began.</p>\n<p>More.</p>");
        let quoted = "<blockquote>\n<p>Said.</p>\n</blockquote>\n<p>Talks.</p>";
        assert_eq!(with(quoted), "<blockquote>\n<p>Said.</p>\n</blockquote>\n<p>@ Talks.</p>");
    }

    #[test]
    fn a_body_without_a_paragraph_gets_one() {
        assert_eq!(with("<ul>\n<li>One</li>\n</ul>"), "<p>@</p>\n<ul>\n<li>One</li>\n</ul>");
        assert_eq!(with(""), "<p>@</p>\n");
    }

    #[test]
    fn it_cannot_be_markup() {
        let mut html = String::from("<p>x</p>");
        set(&mut html, "<script>");
        assert_eq!(html, "<p><span class=\"dateline\">&lt;script&gt; —</span> x</p>");
    }
}
