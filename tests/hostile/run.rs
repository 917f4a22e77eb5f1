//! Runs cases, each in a process with limits, and looks at what is left.

use crate::case::{Case, End};
use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

/// Of address space, which is more than what a process uses of memory.
const KILOBYTES: u64 = 1_048_576;
/// Of processor time, on all cores together, so that a busy machine fails nothing.
const SECONDS: u64 = 10;
/// Of the clock: only what waits for something that never comes gets here.
const PATIENCE: u64 = 120;

/// Runs all cases that `HOSTILE` does not leave out, and tells all that did not end as they must.
pub fn all(cases: &[Case]) {
    let wanted = std::env::var("HOSTILE").unwrap_or_default();
    let cases: Vec<&Case> = cases.iter().filter(|case| case.name.contains(&wanted)).collect();
    let (cases, heavy): (Vec<&Case>, Vec<&Case>) =
        cases.into_iter().partition(|case| !case.heavy || is_optimised());
    if !heavy.is_empty() {
        eprintln!(
            "SKIPPED: {} cases that need an optimised binary: DATELINE=target/release/dateline",
            heavy.len()
        );
    }
    let began = Instant::now();
    let (next, failures, times) = (AtomicUsize::new(0), Mutex::new(Vec::new()), Mutex::new(Vec::new()));
    let workers = std::thread::available_parallelism().map_or(2, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let began = Instant::now();
                    if let Err(why) = one(case) {
                        failures.lock().unwrap().push(format!("== {}: {why}", case.name));
                    }
                    times.lock().unwrap().push((began.elapsed(), case.name.as_str()));
                }
            });
        }
    });
    let mut times = times.into_inner().unwrap();
    times.sort_unstable_by(|a, b| b.cmp(a));
    let slowest: Vec<String> =
        times.iter().take(5).map(|(time, name)| format!("{name} {:.1} s", time.as_secs_f64())).collect();
    let seconds = began.elapsed().as_secs_f64();
    eprintln!("hostile: {} cases in {seconds:.1} s; slowest: {}", cases.len(), slowest.join(", "));
    let failures = failures.into_inner().unwrap();
    assert!(failures.is_empty(), "{} of {} cases:\n\n{}", failures.len(), cases.len(), failures.join("\n\n"));
}

fn one(case: &Case) -> Result<(), String> {
    let dir = tempfile::tempdir().unwrap();
    let root = dir.path().join("site");
    fs::create_dir(&root).unwrap();
    for (path, bytes) in &case.files {
        let place = root.join(path);
        fs::create_dir_all(place.parent().unwrap()).unwrap();
        fs::write(place, bytes).unwrap();
    }
    if case.humble {
        for folder in [dir.path(), &root] {
            fs::set_permissions(folder, fs::Permissions::from_mode(0o777)).unwrap();
        }
    }
    if let Some(prepare) = &case.prepare {
        prepare(&root);
    }
    let Some(output) = build(&root, case.humble) else {
        eprintln!("SKIPPED: {}: there is no setpriv here to give up root's rights with", case.name);
        return Ok(());
    };
    judge(case, &root, &output)
}

/// The binary to test.
pub fn binary() -> PathBuf {
    std::env::var_os("DATELINE").map_or_else(|| env!("CARGO_BIN_EXE_dateline").into(), PathBuf::from)
}

/// Whether the binary does in time what it can do in time.
fn is_optimised() -> bool {
    !cfg!(debug_assertions) || std::env::var_os("DATELINE").is_some()
}

/// A command that builds the site at `root` within the limits; it is given to `sh`, which sets them.
pub fn command(root: &Path) -> Command {
    let mut command = Command::new("sh");
    command
        .args(["-c", &format!("ulimit -v {KILOBYTES}; ulimit -t {SECONDS}; exec \"$0\" \"$@\"")])
        .args(["timeout", "-s", "KILL", &PATIENCE.to_string()])
        .arg(binary())
        .args(["build", "--at", "2026-01-15", "--root"])
        .arg(root)
        .env("NO_COLOR", "1")
        .env_remove("SOURCE_DATE_EPOCH");
    command
}

fn build(root: &Path, humble: bool) -> Option<Output> {
    let command = command(root);
    if !humble || !is_root() {
        return Some(run(command));
    }
    let mut without_rights = Command::new("setpriv");
    without_rights.args(["--reuid=65534", "--regid=65534", "--clear-groups"]);
    without_rights.arg(command.get_program()).args(command.get_args()).env("NO_COLOR", "1");
    without_rights.output().ok()
}

pub fn run(mut command: Command) -> Output {
    command.output().expect("sh runs")
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|output| output.stdout == b"0\n")
}

fn judge(case: &Case, root: &Path, output: &Output) -> Result<(), String> {
    let said = String::from_utf8_lossy(&[&output.stderr[..], &output.stdout[..]].concat()).into_owned();
    let shown: String = said.chars().take(600).collect();
    let fail = |why: String| Err(format!("{why}\n{shown}"));
    let code = match output.status.code() {
        Some(code) => code,
        None => return fail(format!("ended by signal {:?}", output.status.signal())),
    };
    if said.contains("panicked") || said.contains("overflowed its stack") {
        return fail("it panicked".into());
    }
    match (code, case.end) {
        (0, End::Builds | End::Either(_)) | (1, End::Refused) | (2, End::Misused) => {}
        (1, End::Either(file)) if said.contains(file) => {}
        (137, _) => return fail(format!("killed after {SECONDS} s of processor time, or {PATIENCE} s")),
        _ => return fail(format!("exit code {code}, and it should be: {:?}", case.end)),
    }
    let site = tree(&root.join("public"));
    if code != 0 && !site.is_empty() {
        return fail(format!("refused, and there is a site: {:?}", site.keys().take(5).collect::<Vec<_>>()));
    }
    if root.join(".public.dateline/stage").exists() || root.join(".public.dateline/journal").exists() {
        return fail("a stage or a journal is left".into());
    }
    for text in &case.says {
        if !said.contains(text.as_str()) {
            return fail(format!("it does not say {text:?}"));
        }
    }
    if case.silent && (said.contains("warning") || said.contains("help:")) {
        return fail("it says more than the result".into());
    }
    if said.contains(|c: char| c.is_control() && c != '\n') {
        return fail("a control character reaches the terminal".into());
    }
    for (path, text) in &case.shows {
        let Some(bytes) = site.get(path) else {
            let near: Vec<&String> = site.keys().filter(|path| path.ends_with(".html")).take(20).collect();
            return fail(format!("there is no {path} among {near:?}"));
        };
        let page = String::from_utf8_lossy(bytes);
        if !page.contains(text.as_str()) {
            return fail(format!("{path} does not hold {text:?}"));
        }
    }
    for text in &case.hides {
        if let Some((path, _)) = site.iter().find(|(_, bytes)| contains(bytes, text.as_bytes())) {
            return fail(format!("{path} holds {text:?}"));
        }
    }
    for (path, bytes) in &site {
        well_formed(path, bytes).or_else(|why| fail(format!("{path}: {why}")))?;
    }
    Ok(())
}

/// What machines read is such as they can read, whatever the authors wrote.
fn well_formed(path: &str, bytes: &[u8]) -> Result<(), String> {
    if path.starts_with("assets/") || path.starts_with("copied/") || bytes.len() > 4_000_000 {
        return Ok(());
    }
    let text = || std::str::from_utf8(bytes).map_err(|error| error.to_string());
    if path.ends_with(".xml") {
        let text = text()?;
        let forbidden =
            |c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r')) || matches!(c, '\u{fffe}' | '\u{ffff}');
        if text.contains(forbidden) {
            return Err("a character that XML forbids".into());
        }
        let mut reader = quick_xml::Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => return Ok(()),
                Ok(_) => {}
                Err(error) => return Err(error.to_string()),
            }
        }
    }
    if path.ends_with(".json") || path.ends_with(".webmanifest") {
        return serde_json::from_slice::<serde_json::Value>(bytes).map(drop).map_err(|e| e.to_string());
    }
    if path.ends_with(".html") {
        let text = text()?;
        if text.contains(|c: char| (c < ' ' && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')) || c == '\u{7f}') {
            return Err("a control character".into());
        }
        for block in text.split("<script type=\"application/ld+json\">").skip(1) {
            let json = block.split("</script>").next().unwrap_or_default();
            serde_json::from_str::<serde_json::Value>(json).map_err(|error| error.to_string())?;
        }
    }
    Ok(())
}

fn contains(bytes: &[u8], text: &[u8]) -> bool {
    memchr::memmem::find(bytes, text).is_some()
}

/// Every file below `folder` with its bytes; nothing when it is not there.
pub fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else { continue };
        for entry in entries {
            let entry = entry.unwrap();
            let path = entry.path();
            if entry.file_type().unwrap().is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).unwrap().to_string_lossy().into_owned();
                found.insert(name, fs::read(&path).unwrap());
            }
        }
    }
    found
}
