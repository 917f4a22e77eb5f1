//! `post_url` and `link`: by name, folder and path; what leads nowhere.

use super::bodies;
use crate::common::Site;

const CONFIG: &str = "title: T\nurl: https://x.example\nbaseurl: /b\npermalink: /:categories/:title/\n\
                      collections: {docs: {output: true}}\ndefaults: [{scope: {path: ''}, values: {layout: none}}]\n";

const FILES: [(&str, &str); 6] = [
    ("_posts/2020-01-01-other.md", "---\ncategories: [Big News]\n---\n"),
    ("_posts/sub/2020-01-02-deep.md", "---\n---\n"),
    ("news/_posts/2020-01-03-folder.md", "---\n---\n"),
    ("about.md", "---\n---\n"),
    ("assets/a b.txt", "x"),
    ("_docs/one two.md", "---\n---\n"),
];

#[test]
fn addresses_by_name_and_path() {
    let cases = [
        ("{% post_url 2020-01-01-other %}", "<p>/b/big%20news/other/</p>"),
        ("{% post_url sub/2020-01-02-deep %}", "<p>/b/deep/</p>"),
        ("{% post_url 2020-01-03-folder %}", "<p>/b/news/folder/</p>"),
        (
            "[x]({% post_url 2020-01-01-other %}#y \"t\")",
            "<p><a href=\"/b/big%20news/other/#y\" title=\"t\">x</a></p>",
        ),
        ("[x][r]\n\n[r]: {% post_url 2020-01-01-other %}", "<p><a href=\"/b/big%20news/other/\">x</a></p>"),
        ("<a href=\"{% link about.md %}\">x</a>", "<p><a href=\"/b/about/\">x</a></p>"),
        (
            "{% link assets/a b.txt %} {% link _docs/one two.md %}",
            "<p>/b/assets/a b.txt /b/docs/one%20two/</p>",
        ),
        ("{% assign p = 'about.md' %}{% link {{ p }} %}", "<p>/b/about/</p>"),
    ];
    bodies(CONFIG, &FILES, &cases);
}

#[test]
fn what_leads_nowhere_is_an_error_each_at_its_place() {
    let site = Site::jekyll(CONFIG);
    FILES.iter().for_each(|(path, text)| site.put(path, text));
    site.put("_posts/2020-02-02-a.md", "---\n---\n{% post_url 2020-01-01-othr %}\n{% link no.md %}\n");
    let errors = site.errors();
    assert!(
        errors.contains("_posts/2020-02-02-a.md:3:1: ") && errors.contains("_posts/2020-02-02-a.md:4:1: "),
        "{errors}"
    );
}
