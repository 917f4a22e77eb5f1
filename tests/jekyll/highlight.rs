//! `highlight`: in text, in lists, in HTML, with Liquid in it.

use super::{PLAIN, built};
use dateline::markdown::plain_text;

#[test]
fn code_is_shown_as_it_is() {
    let cases = [
        ("{% highlight ruby %}\nx = 1\n{% endhighlight %}", "x = 1"),
        (
            "{% highlight python linenos %}\nif a:\n    return \"<b>\"\n{% endhighlight %}",
            "if a:     return \"<b>\"",
        ),
        ("{% highlight js mark_lines=\"1 2\" %}\nlet a;\n\nlet b;\n{% endhighlight %}", "let a;  let b;"),
        ("{% highlight text %}\n{{ site.title }}\n{% endhighlight %}", "T"),
        ("{% highlight liquid %}{% raw %}{{ x }}{% endraw %}{% endhighlight %}", "{{ x }}"),
        ("a {% highlight c++ %}int a;{% endhighlight %} b", "a int a; b"),
        (
            "1. one\n\n   {% highlight sh %}\n   ls\n     cd\n   {% endhighlight %}\n\n2. two",
            "one ls   cd two",
        ),
        (
            "<div>\n{% highlight html %}\n<p>a</p>\n\n<p>*b*</p>\n{% endhighlight %}\n</div>\n\n*c*",
            "<p>a</p>  <p>*b*</p> c",
        ),
        ("<ul><li>x\n{% highlight sh %}\nls **\n{% endhighlight %}\n</li></ul>", "x ls **"),
    ];
    let names: Vec<String> =
        (0..cases.len()).map(|number| format!("_posts/2020-01-01-c{number}.md")).collect();
    let texts: Vec<String> = cases.iter().map(|(text, _)| format!("---\n---\n{text}\n")).collect();
    let files: Vec<(&str, &str)> =
        names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let built = built(PLAIN, &files);
    for (number, (text, wanted)) in cases.iter().enumerate() {
        let html = built.text(&format!("c{number}/index.html"));
        let folded = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(folded(&plain_text(&html)), folded(wanted), "{text}\n{html}");
        assert!(html.contains("<pre"), "{html}");
        assert!(!html.contains("```"), "{html}");
    }
}
