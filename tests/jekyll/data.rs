//! `_data`: formats, folders, names.

use super::{PLAIN, bodies};

#[test]
fn formats_folders_and_names() {
    let files = [
        ("_data/people.yml", "ann: {name: Ann, age: 41}\nbob: {name: Bob, age: 39}\n"),
        ("_data/list.yaml", "- one\n- two\n- 3\n"),
        ("_data/odd name.json", "{\"a b\": [1, 2.5, null, true]}"),
        ("_data/sub/dir/x.csv", "k,v\none,\"a, b\"\ntwo,\n"),
        ("_data/t.tsv", "k\tv\none\ttwo\n"),
        ("_data/dash-ed.yml", "x: 1\n"),
        ("_data/README.md", "not data"),
    ];
    let cases = [
        ("{{ site.data.people.ann.name }}", "<p>Ann</p>"),
        ("{% for p in site.data.people %}{{ p[0] }}:{{ p[1].age }} {% endfor %}", "<p>ann:41 bob:39</p>"),
        ("{{ site.data.list | join: ',' }} {{ site.data.list.size }}", "<p>one,two,3 3</p>"),
        ("{{ site.data.odd_name['a b'] | join: '/' }}", "<p>1/2.5//true</p>"),
        ("{{ site.data.sub.dir.x[0].v }}; {{ site.data.sub.dir.x[1].v }}!", "<p>a, b; !</p>"),
        ("{{ site.data.t[0].v }} {{ site.data.dash-ed.x }}", "<p>two 1</p>"),
        ("{{ site.data.people | where: 'name', 'Bob' | map: 'age' }}", "<p>39</p>"),
        ("{{ site.data.none.at.all }}.", "<p>.</p>"),
    ];
    bodies(PLAIN, &files, &cases);
}
