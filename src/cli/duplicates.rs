//! `dateline doctor --duplicates`: posts that are nearly the same text, in groups.

use super::args::{self, DoctorArgs, ReportFormat};
use super::report::{self, count};
use super::{Ending, build, doctor};
use crate::diagnostics::Diagnostic;
use crate::site::article::Article;
use crate::site::{self, similar};
use crate::{config, source};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;

#[derive(Serialize)]
struct Group<'a> {
    /// What the story could be called: the headline of the first post.
    story: &'a str,
    posts: Vec<Member<'a>>,
    command: String,
}

#[derive(Serialize)]
struct Member<'a> {
    file: &'a str,
    title: &'a str,
    url: &'a str,
    date: String,
    /// The most similar other post of the group, and how similar it is in percent.
    like: &'a str,
    percent: u8,
}

pub fn run(root: Option<&Path>, args: &DoctorArgs) -> Ending {
    let mut problems = Vec::new();
    let site = match load(root, &mut problems) {
        Ok(Some(site)) => site,
        Ok(None) => return report::problems(&problems),
        Err(problem) => return report::problems(&[*problem]),
    };
    let posts: Vec<&Article> =
        site.posts.iter().chain(&site.hidden).filter(|article| article.is_post).collect();
    let groups = groups(&posts, args.similar);
    match args.format {
        ReportFormat::Human => print(&groups),
        // Groups hold nothing but text and numbers, which JSON can always hold.
        ReportFormat::Json => println!("{}", serde_json::to_string_pretty(&groups).unwrap_or_default()),
        ReportFormat::Github => {
            for Member { file, like, percent, .. } in groups.iter().flat_map(|group| &group.posts) {
                let message = format!("{percent} % the same text as {like}");
                println!(
                    "::notice file={},line=1::{}",
                    doctor::escaped(file, true),
                    doctor::escaped(&message, false)
                );
            }
        }
    }
    problems.retain(Diagnostic::is_error);
    report::problems(&problems)
}

fn load(root: Option<&Path>, problems: &mut Vec<Diagnostic>) -> Result<Option<site::Site>, Box<Diagnostic>> {
    let options = build::options_for(args::root(root)?)?;
    let Some(config) = config::load(&options.root, &options.overrides, problems) else { return Ok(None) };
    let source = source::read(&config, &config.root.join("public"), problems);
    let visibility = crate::build::visibility(&options, &config);
    Ok(Some(site::build(source, &config, &visibility, problems)))
}

/// Posts that are linked by pairs, the largest group first; those that are in one story already are left out.
fn groups<'a>(posts: &[&'a Article], percent: u8) -> Vec<Group<'a>> {
    // A post without text is like every other one, and tells nothing.
    let told: Vec<&Article> = posts.iter().copied().filter(|post| post.document.words > 0).collect();
    let pairs = similar::pairs(&told, percent);
    let mut parent: Vec<usize> = (0..told.len()).collect();
    let mut nearest: BTreeMap<usize, (u8, usize)> = BTreeMap::new();
    // The most similar pairs come first.
    for pair in &pairs {
        nearest.entry(pair.first).or_insert((pair.percent, pair.second));
        nearest.entry(pair.second).or_insert((pair.percent, pair.first));
        let (a, b) = (root_of(&mut parent, pair.first), root_of(&mut parent, pair.second));
        parent[a.max(b)] = a.min(b);
    }
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for at in nearest.keys() {
        by_root.entry(root_of(&mut parent, *at)).or_default().push(*at);
    }
    let mut groups: Vec<Group<'a>> = by_root
        .into_values()
        .filter(|members| {
            let story = |at: &usize| told[*at].front.story.as_deref();
            story(&members[0]).is_none() || members.iter().any(|at| story(at) != story(&members[0]))
        })
        .map(|mut members| {
            members.sort_by_key(|at| (told[*at].date, &told[*at].path));
            group(&told, &members, &nearest)
        })
        .collect();
    groups.sort_by(|a, b| (b.posts.len(), a.posts[0].file).cmp(&(a.posts.len(), b.posts[0].file)));
    groups
}

fn root_of(parent: &mut [usize], mut at: usize) -> usize {
    while parent[at] != at {
        parent[at] = parent[parent[at]];
        at = parent[at];
    }
    at
}

fn group<'a>(told: &[&'a Article], members: &[usize], nearest: &BTreeMap<usize, (u8, usize)>) -> Group<'a> {
    let posts: Vec<Member<'a>> = members
        .iter()
        .map(|at| {
            let post = told[*at];
            let (percent, like) = nearest.get(at).copied().unwrap_or((0, *at));
            Member {
                file: &post.path,
                title: &post.title,
                url: &post.url,
                date: post.date.map(|date| date.rfc3339()).unwrap_or_default(),
                like: &told[like].path,
                percent,
            }
        })
        .collect();
    let named = members.iter().find_map(|at| told[*at].front.story.as_deref());
    let story = named.unwrap_or(posts[0].title);
    let files: Vec<String> = posts.iter().map(|post| quoted(post.file)).collect();
    let command = format!("dateline story {} {}", quoted(story), files.join(" "));
    Group { story, posts, command }
}

/// A word as shells read it.
fn quoted(text: &str) -> String {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "/._-+:@%".contains(c);
    if !text.is_empty() && text.chars().all(is_plain) {
        text.to_owned()
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}

fn print(groups: &[Group<'_>]) {
    for Group { posts, command, .. } in groups {
        println!("{} that are nearly the same:", count(posts.len(), "post"));
        for Member { file, percent, date, title, .. } in posts {
            println!("  {percent:>3} %  {}  {file}\n         {title}", date.get(..10).unwrap_or(date));
        }
        println!("  {command}\n");
    }
    let posts: usize = groups.iter().map(|group| group.posts.len()).sum();
    match groups.len() {
        0 => println!("No posts are nearly the same."),
        number => println!("{} of {}.", count(number, "group"), count(posts, "post")),
    }
}
