//! Liquid that has no end, or is no Liquid: a body is held to so much text and so many turns, and stays linear.

use crate::case::{Case, case};

const TOO_MUCH: &str = "makes too much text or takes too many turns";

pub fn cases() -> Vec<Case> {
    let heavy = endless().into_iter().chain(repeated()).chain(deep()).map(Case::heavy);
    heavy.chain(climbing()).collect()
}

/// What would go on for ever, or until no memory is left.
fn endless() -> Vec<Case> {
    let loops = "{% for i in (1..10000) %}".repeat(6) + "x" + &"{% endfor %}".repeat(6);
    let pages = "{% for p in site.posts %}{{ p.content }}{% endfor %}";
    [
        (
            "a loop of stars",
            "{% for i in (1..56666666666660) %}(***,******[*]*a&b!%}{***+*{% endfor %}".into(),
        ),
        ("a loop of words", "{% for i in (1..56666666666660) %}word {% endfor %}".into()),
        ("a loop of paragraphs", "{% for i in (1..56666666666660) %}\n\n# word\n{% endfor %}".into()),
        ("loops within loops", loops),
        (
            "a loop that is captured",
            "{% capture a %}{% for i in (1..99999999) %}word{% endfor %}{% endcapture %}".into(),
        ),
        ("a text that doubles", doubling("\"ab\"", "append", "{{ a }}")),
        ("a list that doubles", doubling("\"a,b\" | split: \",\"", "concat", "{{ a | join: \" \" }}")),
        ("a list that holds itself", doubling("\"a,b\" | split: \",\"", "push", "{{ a | inspect }}")),
        ("a text that is replaced by itself", doubling("\"ab\"", "replace: \"a\",", "{{ a }}")),
    ]
    .into_iter()
    .map(|(name, body): (&str, String)| case(format!("liquid: {name}")).body(&body).says(TOO_MUCH))
    .chain([
        case("liquid: a post that shows itself").body(pages),
        case("liquid: an include that includes itself")
            .file("_includes/a.html", "{% include a.html %}{% include a.html %}")
            .body("{% include a.html %}"),
        case("liquid: includes that include each other in a loop")
            .file("_includes/a.html", "{% for i in (1..9999) %}{% include b.html %}{% endfor %}")
            .file("_includes/b.html", "{% for i in (1..9999) %}{% include a.html %}{% endfor %}")
            .body("{% include a.html %}"),
    ])
    .collect()
}

/// Includes that would read what is no include.
fn climbing() -> Vec<Case> {
    [
        ("a climbing include", "{% include ../secret.txt %}"),
        ("an include of a whole path", "{% include /etc/passwd %}"),
        ("a climbing include by a variable", "{% assign a = \"../secret.txt\" %}{% include {{ a }} %}"),
        ("a climbing include beside the post", "{% include_relative ../../secret.txt %}"),
        ("an include beside the post, of a whole path", "{% include_relative /etc/passwd %}"),
    ]
    .into_iter()
    .map(|(name, body)| {
        case(format!("liquid: {name}"))
            .file("secret.txt", "harbourmaster")
            .file("_includes/a.html", "a")
            .body(body)
            .hides("harbourmaster")
            .hides("root:x:")
    })
    .collect()
}

/// A value that a filter makes twice as large a thousand times.
fn doubling(first: &str, filter: &str, shown: &str) -> String {
    let colon = if filter.ends_with(',') { "" } else { ":" };
    format!(
        "{{% assign a = {first} %}}{{% for i in (1..1000) %}}{{% assign a = a | {filter}{colon} a %}}{{% endfor %}}{shown}"
    )
}

/// One piece, many times.
fn repeated() -> Vec<Case> {
    [
        ("outputs begun", "{{ a ", 50_000),
        ("tags begun", "{% if a ", 50_000),
        ("raw begun", "{% raw %} ", 50_000),
        ("comments begun", "{% comment %} ", 50_000),
        ("ends", "{% endfor %}", 50_000),
        ("unknown tags", "{% nothing %}", 50_000),
        ("outputs", "{{ page.title }}", 50_000),
        ("counts", "{% increment a %}", 50_000),
        ("braces", "{", 100_000),
        ("quotation marks in an output", "{{ \"", 50_000),
    ]
    .into_iter()
    .map(|(name, piece, times)| {
        case(format!("liquid: {times} {name}")).body(&(piece.repeat(times) + "\n\nThe end."))
    })
    .collect()
}

/// What nests, or is long, within one tag.
fn deep() -> Vec<Case> {
    let filters = format!("{{{{ \"a\" {} }}}} The end.", "| upcase ".repeat(20_000));
    let conditions = format!("{{% if {}b %}}{{% endif %}} The end.", "a or ".repeat(20_000));
    let brackets = format!("{{{{ a{} }}}} The end.", "[a".repeat(20_000));
    [
        ("10,000 conditions in each other", "{% if 1 %}".repeat(10_000) + &"{% endif %}".repeat(10_000)),
        ("20,000 filters", filters),
        ("20,000 alternatives", conditions),
        ("20,000 brackets", brackets),
        ("a number of a megabyte", format!("{{{{ {} }}}}", "9".repeat(1_000_000))),
        ("a name of a megabyte", format!("{{{{ {} }}}}", "a".repeat(1_000_000))),
    ]
    .into_iter()
    .map(|(name, body)| case(format!("liquid: {name}")).body(&body))
    .collect()
}
