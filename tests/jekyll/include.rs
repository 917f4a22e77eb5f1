//! `include` and `include_relative`: parameters, names in variables, scope.

use super::{PLAIN, bodies};

#[test]
fn parameters_names_and_scope() {
    let files = [
        ("_includes/note.html", "<b>{{ include.text }}</b>"),
        ("_includes/multi.html", "{{ include.a }}-{{ include.b | default: 'none' }}-{{ include.c }}"),
        ("_includes/loop.html", "{% for x in include.items %}{{ x }};{% endfor %}"),
        ("_includes/sub/inner.html", "{% include note.html text=include.t %}"),
        ("_includes/md.md", "*md* {{ page.title }}"),
        ("_includes/set.html", "{% assign leaked = 'out' %}"),
        ("_posts/deep/part.md", "part of {{ page.title }}"),
    ];
    let cases = [
        ("{% include note.html text=\"hi\" %} {% include note.html %}", "<p><b>hi</b> <b></b></p>"),
        ("---\nn: 7\n---\n{% include multi.html a='1' c=page.n %}", "<p>1-none-7</p>"),
        (
            "{% include multi.html\n   a=\"1\"\n   b=\"two words\"\n   c=site.title\n%}",
            "<p>1-two words-T</p>",
        ),
        ("{% assign f = 'note.html' %}{% include {{ f }} text='v' %}", "<p><b>v</b></p>"),
        ("---\ninc: note.html\n---\n{% include {{ page.inc }} text='w' %}", "<p><b>w</b></p>"),
        ("{% include sub/inner.html t='deep' %}", "<p><b>deep</b></p>"),
        ("---\ntitle: Own\n---\n{% include md.md %}", "<p><em>md</em> Own</p>"),
        ("{% assign l = 'a,b' | split: ',' %}{% include loop.html items=l %}", "<p>a;b;</p>"),
        ("{% include set.html %}{{ leaked }}{{ include.text }}", "<p>out</p>"),
        ("---\ntitle: Own\n---\n{% include_relative deep/part.md %}", "<p>part of Own</p>"),
        (
            "- x\n\n  {% include note.html text='in' %}\n- y",
            "<ul><li><p>x</p><p><b>in</b></p></li><li><p>y</p></li></ul>",
        ),
    ];
    bodies(PLAIN, &files, &cases);
}
