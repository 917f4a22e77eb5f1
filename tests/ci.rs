//! The files of `init --ci` are what their readers read, and their commands run as they stand.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn dateline(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_dateline")).current_dir(folder).args(args).output().unwrap()
}

fn site(ci: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let made = dateline(folder.path(), &["init", "paper", "--ci", ci]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    folder
}

/// Runs a command as a host would, with the program in the path.
fn shell(folder: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_dateline")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh")
        .args(["-e", "-c", command])
        .current_dir(folder)
        .env("PATH", path)
        .env("GITHUB_EVENT_NAME", "schedule")
        .env_remove("GITHUB_OUTPUT")
        .output()
        .unwrap();
    let said =
        format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command}: {said}");
    said
}

fn is_built(folder: &Path) {
    assert!(folder.join("public/index.html").is_file());
}

#[test]
fn github() {
    let folder = site("github");
    let root = folder.path().join("paper");
    let text = fs::read_to_string(root.join(".github/workflows/publish.yml")).unwrap();
    let workflow: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
    assert_eq!(workflow["on"]["schedule"][0]["cron"].as_str().unwrap().split(' ').count(), 5);
    let steps = workflow["jobs"]["publish"]["steps"].as_sequence().unwrap();
    let commands: Vec<&str> = steps.iter().filter_map(|step| step["run"].as_str()).collect();
    assert_eq!(commands.len(), 3);
    let said: Vec<String> = commands.iter().map(|command| shell(&root, command)).collect();
    // The newest post of a new site is due now.
    assert!(said[1].contains("due=yes"), "{said:?}");
    is_built(&root);
}

#[test]
fn gitlab() {
    let folder = site("gitlab");
    let root = folder.path().join("paper");
    let text = fs::read_to_string(root.join(".gitlab-ci.yml")).unwrap();
    let pipeline: serde_yaml::Value = serde_yaml::from_str(&text).unwrap();
    let job = &pipeline["pages"];
    for key in ["before_script", "script"] {
        for command in job[key].as_sequence().unwrap() {
            shell(&root, command.as_str().unwrap());
        }
    }
    assert_eq!(job["artifacts"]["paths"][0].as_str(), Some("public"));
    is_built(&root);
}

#[test]
fn netlify_and_cloudflare() {
    let folder = site("netlify");
    let root = folder.path().join("paper");
    let text = fs::read_to_string(root.join("netlify.toml")).unwrap();
    let settings: toml::Table = text.parse().unwrap();
    shell(&root, settings["build"]["command"].as_str().unwrap());
    assert_eq!(settings["build"]["publish"].as_str(), Some("public"));
    is_built(&root);
    assert!(root.join("public/_headers").is_file() && root.join("public/_redirects").is_file());

    let added = dateline(&root, &["init", "--ci", "cloudflare"]);
    assert!(added.status.success());
    let text = fs::read_to_string(root.join("wrangler.toml")).unwrap();
    let settings: toml::Table = text.parse().unwrap();
    assert_eq!(settings["pages_build_output_dir"].as_str(), Some("public"));
    assert_eq!(settings["name"].as_str(), Some("paper"));
}

#[test]
fn vercel_and_surge() {
    let folder = site("vercel");
    let root = folder.path().join("paper");
    let text = fs::read_to_string(root.join("vercel.json")).unwrap();
    let settings: serde_json::Value = serde_json::from_str(&text).unwrap();
    shell(&root, settings["installCommand"].as_str().unwrap());
    shell(&root, settings["buildCommand"].as_str().unwrap());
    assert_eq!(settings["outputDirectory"].as_str(), Some("public"));
    is_built(&root);

    assert!(dateline(&root, &["init", "--ci", "surge"]).status.success());
    dateline(&root, &["build"]);
    assert_eq!(fs::read_to_string(root.join("public/CNAME")).unwrap(), "paper.example\n");
}

#[test]
fn a_file_that_is_there_is_not_touched() {
    let folder = site("github");
    let root = folder.path().join("paper");
    let path = root.join(".github/workflows/publish.yml");
    fs::write(&path, "mine").unwrap();
    assert_eq!(dateline(&root, &["init", "--ci", "github"]).status.code(), Some(1));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
}

#[test]
fn scheduled_posts_wake_a_workflow_at_their_minute() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir_all(root.join("content/posts")).unwrap();
    fs::write(
        root.join("site.toml"),
        "title = \"x\"\nbase_url = \"https://x.org\"\ntimezone = \"Europe/Dublin\"\n",
    )
    .unwrap();
    let post = |name: &str, date: &str| {
        let text = format!("---\ntitle: {name}\ndate: {date}\n---\nText.\n");
        fs::write(root.join(format!("content/posts/{name}.md")), text).unwrap();
    };
    post("summer", "2026-07-01 08:30:20");
    post("autumn", "2026-11-30 08:30");
    post("also", "2026-11-30 08:30");
    post("past", "2026-06-01 09:30");
    let say = |args: &[&str]| {
        let output = dateline(root, &[&["schedule", "--at", "2026-06-01T10:00"], args].concat());
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    // Summer time is an hour ahead of UTC, and the first whole minute after the moment is meant.
    assert_eq!(say(&["--format", "github"]), "- cron: \"31 7 1 7 *\"\n- cron: \"30 8 30 11 *\"\n");
    assert_eq!(say(&[]).lines().count(), 3);
    assert!(say(&[]).starts_with("2026-07-01T08:30:20+01:00  /2026/07/01/summer/  summer\n"), "{}", say(&[]));
    assert!(say(&["--since", "45m"]).contains("past"));
    assert_eq!(say(&["--since", "10m"]), "");
    let json: serde_json::Value = serde_json::from_str(&say(&["--format", "json"])).unwrap();
    assert_eq!(json[0]["url"].as_str(), Some("/2026/07/01/summer/"));
}
