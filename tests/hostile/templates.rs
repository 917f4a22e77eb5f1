//! Templates are trusted to show what they like; they may still not crash the program.

use crate::case::{Case, case};

pub fn cases() -> Vec<Case> {
    [refused(), deep(), builds()].into_iter().flatten().collect()
}

fn template(name: &str, text: &str) -> Case {
    case(format!("template: {name}")).body("Text.").file("templates/post.html", text)
}

fn refused() -> Vec<Case> {
    let post = "templates/post.html:";
    vec![
        template("includes itself", "{% include \"post.html\" %}").refused("in a circle"),
        template("extends itself", "{% extends \"post.html\" %}").refused("in a circle"),
        template("two that include each other", "{% include \"b.html\" %}")
            .file("templates/b.html", "{% include \"post.html\" %}")
            .refused("in a circle"),
        template("two that extend each other", "{% extends \"b.html\" %}")
            .file("templates/b.html", "{% extends \"post.html\" %}")
            .refused("in a circle"),
        template("a component that calls itself", "{% component a() %}x{{ <a /> }}{% endcomponent a %}{{ <a /> }}").refused("maximum render recursion depth"),
        template("a component with children that calls itself", "{% component a() %}{% <a> %}x{% </a> %}{% endcomponent a %}{{ <a /> }}")
            .refused("maximum render recursion depth"),
        template("two components that call each other", "{% component a() %}{{ <b /> }}{% endcomponent a %}{% component b() %}{{ <a /> }}{% endcomponent b %}{{ <a /> }}")
            .refused("maximum render recursion depth"),
        template("an unknown variable", "{{ nobody }}").refused(post).says("nobody"),
        template("an unknown field", "{{ page.nobody.name }}").refused(post).says("nobody"),
        template("an unknown filter", "{{ page.title | shout }}").refused(post).says("shout"),
        template("an unknown function", "{{ shout() }}").refused(post).says("shout"),
        template("an unknown test", "{% if page is shouted %}{% endif %}").refused(post).says("shouted"),
        template("a tag that is not closed", "{{ page.title").refused(post),
        template("a comment that is not closed", "{# x").refused(post),
        template("an if that is not closed", "{% if page.title %}").refused(post),
        template("an end too many", "{% endfor %}").refused(post),
        template("a division by nothing", "{{ 1 / 0 }}").refused(post),
        template("a remainder by nothing", "{{ 1 % 0 }}").refused(post),
        template("a sum of unlike things", "{{ page.title - 1 }}").refused(post),
        template("a number beyond all", "{{ 9223372036854775807 + 1 }}").page("9223372036854775808"),
        template("a number too long", &format!("{{{{ {} }}}}", "9".repeat(400))).refused(post),
        template("an index beyond", "{{ page.tags[99] }}").refused(post),
        template("a loop over a number", "{% for x in 3 %}{% endfor %}").refused(post),
        template("a range beyond memory", "{% for x in range(end=100000000000) %}{% endfor %}").refused(post),
        template("zero bytes", "\0\0{{ \0 }}").refused(post),
        template("unknown tags", "{% raise %}").refused(post),
        template("a block in a block of one name", "{% block a %}{% block a %}{% endblock %}{% endblock %}").refused(post),
        template("Liquid's include", "{% include head.html %}").refused(post),
        template("a strftime that is none", "{{ page.date | date(format='%Q%') }}").refused(post),
    ]
}

/// Nesting that a parser by recursion would fall through.
fn deep() -> Vec<Case> {
    let nested = |open: &str, inner: &str, close: &str, depth: usize| {
        format!("{}{inner}{}", open.repeat(depth), close.repeat(depth))
    };
    let says = "templates/post.html:1:";
    vec![
        template("100,000 parentheses", &format!("{{{{ {} }}}}", nested("(", "1", ")", 100_000)))
            .refused(says),
        template("100,000 open parentheses", &format!("{{{{ {} }}}}", "(".repeat(100_000))).refused(says),
        template("100,000 brackets", &format!("{{{{ {} }}}}", nested("[", "1", "]", 100_000))).refused(says),
        template("100,000 braces", &format!("{{{{ {} }}}}", nested("{\"a\": ", "1", "}", 100_000)))
            .refused(says),
        template("100,000 minus signs", &format!("{{{{ {}1 }}}}", "-".repeat(100_000))).refused(says),
        template("100,000 nots", &format!("{{{{ {}true }}}}", "not ".repeat(100_000))).refused(says),
        template("100,000 ifs", &nested("{% if true %}", "x", "{% endif %}", 100_000)).refused(says),
        template(
            "100,000 elifs",
            &format!("{{% if true %}}{}{{% endif %}}", "{% elif true %}x".repeat(100_000)),
        )
        .refused(says)
        .says("more than 500 `elif`"),
        template("100,000 fors", &nested("{% for x in [1] %}", "x", "{% endfor %}", 100_000)).refused(says),
        template("100,000 filters", &format!("{{{{ 'a'{} }}}}", " | upper".repeat(100_000))).refused(says),
        template("100,000 sums", &format!("{{{{ 1{} }}}}", " + 1".repeat(100_000))).refused(says),
        template("100,000 ors", &format!("{{{{ true{} }}}}", " or true".repeat(100_000))).refused(says),
        template("100,000 powers", &format!("{{{{ 1{} }}}}", " ** 1".repeat(100_000))).refused(says),
        template("100,000 fields", &format!("{{{{ page{} }}}}", ".a".repeat(100_000))).refused(says),
        template("100,000 indexes", &format!("{{{{ page{} }}}}", "[0]".repeat(100_000))).refused(says),
        template("100,000 ternaries", &format!("{{{{ 1{} }}}}", " if true else 1".repeat(100_000)))
            .refused(says),
        template("100,000 chained comparisons", &format!("{{{{ 1{} }}}}", " == 1".repeat(100_000)))
            .refused(says),
        template("100,000 joined texts", &format!("{{{{ 'a'{} }}}}", " ~ 'a'".repeat(100_000))).refused(says),
        template("100,000 blocks", &(0..20_000).map(|n| format!("{{% block b{n} %}}")).collect::<String>())
            .refused(says),
    ]
}

fn builds() -> Vec<Case> {
    let chain = |length: usize| -> Case {
        let first = template(&format!("{length} that include one another"), "{% include \"t0.html\" %}");
        (0..length).fold(first, |case, n| {
            let end = n + 1 == length;
            let text = if end { "End.".into() } else { format!("{{% include \"t{}.html\" %}}", n + 1) };
            case.file(format!("templates/t{n}.html"), text)
        })
    };
    vec![
        template("nothing", "").shows("2025/11/27/a/index.html", ""),
        template("5 MB of text", &"word ".repeat(1 << 20)).page("word word"),
        template("50,000 tags", &"{{ page.title }}".repeat(50_000)).page("AAA"),
        template("parentheses within reason", &format!("{{{{ {}1{} }}}}", "(".repeat(20), ")".repeat(20)))
            .page("1"),
        template(
            "ifs within reason",
            &format!("{}x{}", "{% if true %}".repeat(20), "{% endif %}".repeat(20)),
        )
        .page("x"),
        template(
            "brackets in text",
            &format!(
                "{}{{# {} #}}{{{{ '{}' }}}}",
                "((((".repeat(10_000),
                "[[".repeat(10_000),
                "((".repeat(10_000)
            ),
        )
        .page("(((("),
        template(
            "100,000 tags in raw",
            &format!("{{% raw %}}{}{{% endraw %}}", "{% if ((( %}".repeat(100_000)),
        )
        .page("{% if"),
        chain(15).page("End."),
        chain(2_000).refused("the chain of templates").says("longer than 16"),
    ]
}
