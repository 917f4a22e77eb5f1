//! What Jekyll's own features do, as facts about a folder that is built: Liquid, includes, data, links, kramdown, old addresses.

use crate::common::{Site, post};

const CONFIG: &str = "title: T\nurl: https://x.example\nbaseurl: /b\npermalink: /:title/\n";

/// The body of the one post whose text is `body`, in a site with `more` files.
fn body(text: &str, more: &[(&str, &str)]) -> String {
    let site = Site::jekyll(CONFIG)
        .file("_posts/2020-01-02-own.md", post("title: Own\nlayout: none\ntags: [a, b]\nmood: calm", text))
        .file("_posts/2020-01-01-other.md", post("title: Other\ntags: [b]", "Other *text*."));
    more.iter().for_each(|(path, text)| site.put(path, text));
    site.build().text("own/index.html").trim().to_owned()
}

fn error(text: &str) -> String {
    Site::jekyll(CONFIG)
        .file("_posts/2020-01-02-own.md", post("title: Own", text))
        .file("_posts/2020-01-01-other.md", post("title: Other", "Text."))
        .file("_drafts/hidden.md", post("title: Hidden", "Text."))
        .errors()
}

#[test]
fn variables_of_page_and_site() {
    assert_eq!(body("{{ page.title }} {{ page.mood }} {{ page.url }}", &[]), "<p>Own calm /own/</p>");
    assert_eq!(
        body("{{ site.title }} {{ site.baseurl }} `{{ site.url }}`", &[]),
        "<p>T /b <code>https://x.example</code></p>"
    );
    assert_eq!(
        body("{% for p in site.posts %}{{ p.title }}@{{ p.url }} {% endfor %}", &[]),
        "<p>Own@/own/ Other@/other/</p>"
    );
    assert_eq!(body("{{ page.previous.title }}{{ page.next.title }}", &[]), "<p>Other</p>");
    assert_eq!(body("{{ site.tags.b | size }} {{ site.tags.a.first.title }}", &[]), "<p>2 Own</p>");
    assert_eq!(body("{{ page.date | date_to_xmlschema }}", &[]), "<p>2020-01-02T00:00:00+00:00</p>");
}

#[test]
fn data_files_of_every_kind() {
    let data = [
        ("_data/people.yml", "ines: {name: Inés}\n"),
        ("_data/sub/list.json", "[1, {\"a\": \"b\"}]"),
        ("_data/rows.csv", "k,v\none,\"a, b\"\n"),
        ("_data/tabs.tsv", "k\tv\none\ttwo\n"),
    ];
    let text = "{{ site.data.people.ines.name }} {{ site.data.sub.list[1].a }} {{ site.data.rows[0].v }} \
                {{ site.data.tabs[0].v }}";
    assert_eq!(body(text, &data), "<p>Inés b a, b two</p>");
}

#[test]
fn broken_data_is_an_error_at_its_line() {
    let site = Site::jekyll(CONFIG).file("_data/a.yml", "a: 1\nb: [\n").file("_data/b.json", "{\n  \"a\": }");
    let errors = site.errors();
    assert!(errors.contains("_data/a.yml:") && errors.contains("_data/b.json:2:8: "), "{errors}");
}

#[test]
fn includes_with_parameters() {
    let includes = [
        ("_includes/note.html", "<b>{{ include.text }}</b>{% assign leaked = 1 %}"),
        ("_includes/sub/deep.md", "{% include note.html text=include.x %}"),
    ];
    assert_eq!(body("{% include note.html text='hi' %}{{ leaked }}", &includes), "<p><b>hi</b>1</p>");
    assert_eq!(body("{% include sub/deep.md x=page.title %}", &includes), "<p><b>Own</b></p>");
}

#[test]
fn a_file_beside_the_post_is_included() {
    let more = [("_posts/part.txt", "part of {{ page.title }}"), ("secret.txt", "no")];
    assert_eq!(body("{% include_relative part.txt %}", &more), "<p>part of Own</p>");
    assert!(body("{% include_relative ../secret.txt %}", &more).contains("include_relative"));
}

#[test]
fn post_url_and_link_lead_to_addresses() {
    assert_eq!(body("[x]({% post_url 2020-01-01-other %}#y)", &[]), "<p><a href=\"/b/other/#y\">x</a></p>");
    assert_eq!(
        body("{% link _posts/2020-01-01-other.md %} {% link a.txt %}", &[("a.txt", "x")]),
        "<p>/b/other/ /b/a.txt</p>"
    );
    assert_eq!(
        body("[x][y]\n\n[y]: {% post_url 2020-01-01-other %}", &[]),
        "<p><a href=\"/b/other/\">x</a></p>"
    );
}

#[test]
fn a_post_url_that_leads_nowhere_is_an_error_with_what_was_meant() {
    let errors = error("See\n{% post_url 2020-01-09-other %}");
    assert!(errors.starts_with("_posts/2020-01-02-own.md:6:1: post_url"), "{errors}");
    assert!(errors.contains("did you mean 2020-01-01-other?"), "{errors}");
    assert!(error("{% link _drafts/hidden.md %}").contains("readers can reach"));
}

#[test]
fn what_is_unknown_is_a_warning_and_stays() {
    let site = Site::jekyll(CONFIG).file(
        "_posts/2020-01-02-own.md",
        post("title: Own\nlayout: none", "a {% youtube x %} {{ 1 | nope }}"),
    );
    let built = site.build();
    assert!(built.text("own/index.html").contains("{% youtube x %} {{ 1 | nope }}"));
    assert!(
        built.warnings().contains("_posts/2020-01-02-own.md:6:3: warning: there is no Liquid tag `youtube`")
    );
    site.put("_config.yml", format!("{CONFIG}liquid: {{error_mode: strict}}\n"));
    assert!(site.errors().contains("no Liquid filter `nope`"));
}

#[test]
fn highlighted_code() {
    let code = "* item\n\n  {% highlight ruby linenos %}\n  x = 1\n  {% endhighlight %}\n* next";
    let html = body(code, &[]);
    assert!(
        html.contains("<code class=\"language-ruby\">") && html.contains("next</p>\n</li>\n</ul>"),
        "{html}"
    );
    let site = Site::jekyll(CONFIG).file(
        "_posts/2020-01-02-own.html",
        post("layout: none", "<p>{% highlight sh %}ls{% endhighlight %}</p>"),
    );
    assert!(site.build().text("own/index.html").contains("<p><pre class=\"code\""));
}

#[test]
fn liquid_is_left_alone_where_a_post_says_so() {
    let site = Site::jekyll(CONFIG).file(
        "_posts/2020-01-02-own.md",
        post("layout: none\nrender_with_liquid: false", "{{ page.title }}"),
    );
    assert!(site.build().text("own/index.html").contains("{{ page.title }}"));
}

#[test]
fn drafts_have_neighbours_and_can_link_to_each_other() {
    let mut site = Site::jekyll(CONFIG)
        .file("_drafts/one.md", post("title: One\nlayout: none", "{% link _drafts/two.md %}"))
        .file("_drafts/two.md", post("title: Two", "Text."));
    assert!(!site.build().exists("one"));
    site.options.drafts = true;
    assert!(site.build().text("one/index.html").contains("/b/two/"));
}

#[test]
fn a_site_of_our_own_has_liquid_and_includes_too() {
    let site = Site::new()
        .toml("[extra]\ndesk = \"Harbour\"\n")
        .file("_includes/desk.html", "{{ site.desk }} {{ include.x }}")
        .file(
            "content/posts/2020-01-02-own.md",
            post("layout: none", "{% include desk.html x=\"y\" %} {: .a}"),
        );
    assert_eq!(site.build().text("2020/01/02/own/index.html").trim(), "<p>Harbour y {: .a}</p>");
}

#[test]
fn old_addresses_of_plugins_lead_to_ours() {
    let config = "title: T\nurl: https://x.example\npermalink: /:title/\npaginate: 2\npaginate_path: /blog/page:num/\n\
                  feed: {path: /atom.xml}\njekyll-archives:\n  enabled: [tags, year]\n  permalinks: {tag: '/topic/:name/', year: '/y/:year/'}\n";
    let site = Site::jekyll(config);
    for day in 1..=5 {
        site.put(&format!("_posts/2020-01-0{day}-p{day}.md"), post("tags: [Big News]", "Text."));
    }
    let built = site.build();
    assert!(built.text("blog/page3/index.html").contains("url=/\"") || built.exists("blog/page3"));
    assert!(built.text("topic/big-news/index.html").contains("/tags/big-news/"));
    assert!(built.text("y/2020/index.html").contains("/2020/"));
    assert!(built.text("atom.xml").contains("<feed"));
    assert!(!built.exists("blog/page4"));
}

#[test]
fn kramdown_settings_of_the_site() {
    let config = format!("{CONFIG}kramdown: {{input: kramdown, parse_block_html: true}}\n");
    let site = Site::jekyll(&config)
        .file("_posts/2020-01-02-own.md", post("layout: none", "## 1. The Día\n\n<div>\n*a*\n</div>"));
    let html = site.build().text("own/index.html");
    assert!(html.contains("<h2 id=\"the-da\">") && html.contains("<em>a</em>"), "{html}");
}
