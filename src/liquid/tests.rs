#![allow(clippy::unwrap_used)]

use super::*;
use proptest::prelude::*;

/// A site of one page, one include and one post.
struct Fake(TimeZone);

impl Host for Fake {
    fn site(&self, key: &str) -> Value {
        match key {
            "title" => "Quay Post".into(),
            "posts" => vec![post("B", 2), post("A", 1)].into(),
            _ => Value::Nil,
        }
    }
    fn page(&self, key: &str) -> Value {
        if key == "title" { "Page".into() } else { Value::Nil }
    }
    fn include(&self, name: &str) -> Option<(Arc<str>, Cow<'_, str>)> {
        let text = match name {
            "note.html" => "<{{ include.text }}|{{ page.title }}>",
            "loop.html" => "x{% include loop.html %}",
            _ => return None,
        };
        Some((format!("_includes/{name}").into(), text.into()))
    }
    fn include_relative(&self, _: &str) -> Option<(Arc<str>, Cow<'_, str>)> {
        None
    }
    fn post_url(&self, name: &str) -> Option<String> {
        (name == "2020-01-01-a").then(|| "/a/".into())
    }
    fn link(&self, path: &str) -> Option<String> {
        (path == "about.md").then(|| "/about/".into())
    }
    fn markdown(&self, text: &str) -> String {
        format!("<p>{text}</p>")
    }
    fn slugify(&self, text: &str, _: &str) -> String {
        text.to_lowercase()
    }
    fn code(&self, info: &str, code: &str, in_html: bool) -> Option<String> {
        in_html.then(|| format!("<pre {info}>{code}</pre>"))
    }
    fn relative_url(&self, path: &str) -> String {
        format!("/base{path}")
    }
    fn absolute_url(&self, path: &str) -> String {
        format!("https://x.example/base{path}")
    }
    fn zone(&self) -> &TimeZone {
        &self.0
    }
    fn now(&self) -> Moment {
        Moment::at(jiff::Timestamp::UNIX_EPOCH, &self.0)
    }
}

fn post(title: &str, number: i64) -> Value {
    vec![(Arc::from("title"), title.into()), (Arc::from("number"), Value::Int(number))].into()
}

fn run(template: &str) -> (String, Vec<What>) {
    let (text, notes) = render(template, &Fake(TimeZone::UTC));
    (text, notes.into_iter().map(|note| note.what).collect())
}

fn text(template: &str) -> String {
    let (text, notes) = run(template);
    assert_eq!(notes, [], "{template}");
    text
}

#[test]
fn conditions_are_read_from_the_right() {
    assert_eq!(text("{% if true or false and false %}yes{% else %}no{% endif %}"), "yes");
    assert_eq!(text("{% if false and false or true %}yes{% else %}no{% endif %}"), "no");
    assert_eq!(text("{% unless page.title == 'Page' %}a{% else %}b{% endunless %}"), "b");
    assert_eq!(text("{% if page.gone == blank and '' == empty %}yes{% endif %}"), "yes");
}

#[test]
fn loops_count_and_can_be_left() {
    assert_eq!(text("{% for p in site.posts %}{{ forloop.index }}{{ p.title }}{% endfor %}"), "1B2A");
    assert_eq!(text("{% for i in (1..9) limit:4 offset:2 reversed %}{{ i }}{% endfor %}"), "6543");
    assert_eq!(text("{% for i in (1..9) %}{% if i == 3 %}{% break %}{% endif %}{{ i }}{% endfor %}"), "12");
    assert_eq!(text("{% for i in none %}{{ i }}{% else %}none{% endfor %}"), "none");
}

#[test]
fn includes_take_parameters_across_lines() {
    assert_eq!(text("{% include note.html text=\"a \\\"b\\\"\" %}"), "<a \"b\"|Page>");
    assert_eq!(text("{% include note.html\n  text=site.title\n%}"), "<Quay Post|Page>");
    assert_eq!(text("{% assign f = \"note\" %}{% include {{ f }}.html text='t' %}"), "<t|Page>");
}

#[test]
fn code_becomes_a_fence_where_the_tag_stands() {
    assert_eq!(
        text("a\n\n{% highlight ruby linenos %}\nx = 1\n\n  y\n{% endhighlight %}\nb"),
        "a\n\n\n\n```ruby,linenos\nx = 1\n\n  y\n```\n\n\nb"
    );
    assert_eq!(text("* {% highlight sh %}ls{% endhighlight %}\n"), "* ```sh\n  ls\n  ```\n\n\n");
    assert_eq!(
        text("1. a\n\n   {% highlight sh %}\n   ls\n   {% endhighlight %}"),
        "1. a\n\n\n\n   ```sh\n   ls\n   ```\n\n"
    );
    assert!(text("{% highlight md %}\n```\n{% endhighlight %}").contains("````md\n```\n````"));
}

#[test]
fn what_is_not_understood_stays_and_is_told() {
    let what = |template: &str| {
        let (text, notes) = run(template);
        assert_eq!(text, template);
        notes
    };
    assert_eq!(what("{% youtube x %}"), [What::UnknownTag { name: "youtube".into() }]);
    assert_eq!(what("{% box %}a{% endbox %}"), [What::UnknownTag { name: "box".into() }]);
    assert_eq!(what("{{ 'a' | shout }}"), [What::UnknownFilter { name: "shout".into() }]);
    assert_eq!(what("{% include gone.html %}"), [What::UnknownInclude { name: "gone.html".into() }]);
    assert_eq!(what("{% post_url 2020-01-01-b %}"), [What::UnknownPost { name: "2020-01-01-b".into() }]);
    assert_eq!(what("{% link gone.md %}"), [What::UnknownLink { path: "gone.md".into() }]);
    assert_eq!(what("{% if == %}a{% endif %}"), [What::Syntax]);
    assert_eq!(what("{% if a %}b"), [What::Unclosed { tag: "if".into() }]);
    assert_eq!(what("a{% endif %}"), [What::Stray { tag: "endif".into() }]);
    assert_eq!(
        what("{{ a } and {% b"),
        [What::Unclosed { tag: "{{ a }".into() }, What::Unclosed { tag: "{%".into() }]
    );
}

#[test]
fn a_note_stands_where_its_tag_stands() {
    let (_, notes) = render("ab {% nope %}", &Fake(TimeZone::UTC));
    assert_eq!((notes[0].range.clone(), notes[0].include.clone()), (3..13, None));
}

#[test]
fn undefined_is_nothing() {
    assert_eq!(text("[{{ a.b.c }}{{ page.gone | upcase }}{{ }}]"), "[]");
}

#[test]
fn addresses() {
    assert_eq!(text("{% post_url 2020-01-01-a %}#x {% link about.md %}"), "/a/#x /about/");
    assert_eq!(
        text("{{ '/a' | relative_url }} {{ '/a' | absolute_url }}"),
        "/base/a https://x.example/base/a"
    );
}

#[test]
fn comments_and_raw_are_not_looked_into() {
    assert_eq!(text("a{% comment %}{% if %}{{ x | y }}{% comment %}{% endcomment %}{% endcomment %}b"), "ab");
    assert_eq!(text("{% raw %}{{ a }}{% endraw %}"), "{{ a }}");
}

#[test]
fn text_is_counted_once_however_deep_it_is_written() {
    let loops = "{% for i in (1..10) %}".repeat(5) + "twenty letters a time" + &"{% endfor %}".repeat(5);
    let (out, notes) = run(&loops);
    assert_eq!((out.len(), notes), (2_100_000, vec![]));
}

#[test]
fn a_list_that_is_too_long_is_told() {
    assert_eq!(run("{% for i in (1..1000001) %}{% endfor %}").1, [What::TooMuch]);
    assert_eq!(run("{% for i in (1..1000000) %}{% endfor %}").1, []);
}

#[test]
fn nothing_runs_without_end() {
    let (_, notes) = run("{% for a in (1..100000) %}{% for b in (1..100000) %}{% endfor %}{% endfor %}");
    assert_eq!(notes, [What::TooMuch]);
    let (out, notes) =
        run("{% assign x = 'ab' %}{% for i in (1..99) %}{% assign x = x | append: x %}{% endfor %}{{ x }}");
    assert!(out.len() < 64 * 1024 * 1024 && notes == [What::TooMuch]);
    let (_, notes) = run("{% include loop.html %}");
    assert_eq!(notes, [What::TooDeep]);
    let nested = "{% assign a = '' | split: '' | push: a %}".repeat(3000);
    assert!(run(&format!("{nested}{{{{ a | inspect | size }}}}")).1.len() <= 1);
    assert!(run(&"{% if true %}".repeat(20_000)).1.contains(&What::TooDeep));
    assert!(!run(&"{% raw %}".repeat(20_000)).1.is_empty());
    assert!(!run(&"{{".repeat(50_000)).1.is_empty());
    assert!(!run(&"{%".repeat(50_000)).1.is_empty());
    assert!(!run(&"{{ a[".repeat(20_000)).1.is_empty());
}

proptest! {
    #[test]
    fn no_template_makes_it_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "{%", "%}", "{{", "}}", "{%-", "-%}", " if ", " endif ", " for x in (1..3) ", "endfor", "case x", "when 1",
                "else", "elsif a", "raw", "endraw", "comment", "endcomment", "highlight ruby", "endhighlight", "a.b[0]",
                "| split: 'a'", "| slice: -1, 3", "| truncate: 2", "| date: '%Q %é'", "| where: 'a', b", "'", "\"", "é", "\n",
                "assign a = 'é'", "capture a", "endcapture", "include note.html text='", "tablerow i in a cols:0", "cycle ",
                "| divided_by: 0", "| sort", "99999999999999999999", "-", ".", "(1..", "{{ a }", "* ", "    ",
            ]),
            0..40,
        )
    ) {
        let template = parts.concat();
        let (text, _) = render(&template, &Fake(TimeZone::UTC));
        prop_assert!(text.len() < 1024 * 1024);
    }

    #[test]
    fn text_without_braces_is_itself(text in "[^{]{0,200}") {
        prop_assert_eq!(render(&text, &Fake(TimeZone::UTC)).0, text);
    }
}
