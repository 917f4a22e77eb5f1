//! Answers of other hosts, kept in `.dateline-cache/links` from one check to the next: a link that was good on Monday
//! is not asked for again on Tuesday, and a check that was stopped goes on where it was.

use super::Verdict;
use jiff::Timestamp;
use rustc_hash::FxHashMap;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::Path;

const HEADER: &str = "dateline-links 1";
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// How long an answer counts, in seconds.
fn age(verdict: &Verdict) -> i64 {
    match verdict {
        Verdict::Good | Verdict::Moved(_) | Verdict::Refused(_) => 7 * DAY,
        Verdict::Broken(_) | Verdict::Denied | Verdict::Private => DAY,
        // The fault may be ours, or over by lunch.
        Verdict::Unreachable(_) => HOUR,
    }
}

/// The file, and what it says that still counts. Where it cannot be written, every link is asked for each time, and
/// nothing else happens.
pub struct Cache {
    file: Option<File>,
    known: FxHashMap<String, Verdict>,
}

impl Cache {
    /// Reads what is there, and writes it anew without what is too old.
    #[must_use]
    pub fn open(folder: &Path, now: Timestamp) -> Cache {
        let path = folder.join("links");
        let text = fs::read_to_string(&path).unwrap_or_default();
        let lines = text.strip_prefix(HEADER).unwrap_or_default();
        let mut known = FxHashMap::default();
        // Of two answers the later counts, and stands alone.
        let mut lines_of = FxHashMap::default();
        for (at, address, verdict) in lines.lines().filter_map(parse) {
            let passed = now.as_second().saturating_sub(at);
            // An answer from the future is of a clock that was wrong.
            if (0..age(&verdict)).contains(&passed) {
                lines_of.insert(address.to_owned(), line(at, address, &verdict));
                known.insert(address.to_owned(), verdict);
            }
        }
        let mut kept: Vec<String> = lines_of.into_values().collect();
        kept.sort_unstable();
        let file = begin(folder, &path, &format!("{HEADER}\n{}", kept.concat())).ok();
        Cache { file, known }
    }

    /// What is known of an address.
    #[must_use]
    pub fn get(&self, address: &str) -> Option<&Verdict> {
        self.known.get(address)
    }

    /// Adds an answer. Written at once, as a long check may be stopped.
    pub fn add(&mut self, address: &str, verdict: &Verdict, now: Timestamp) {
        if let Some(file) = &mut self.file
            && file.write_all(line(now.as_second(), address, verdict).as_bytes()).is_err()
        {
            self.file = None;
        }
    }
}

/// Writes the file whole, and opens it for what is to come.
fn begin(folder: &Path, path: &Path, text: &str) -> io::Result<File> {
    fs::create_dir_all(folder)?;
    let ignore = folder.join(".gitignore");
    if !ignore.exists() {
        fs::write(ignore, "*\n")?;
    }
    let draft = folder.join("links.new");
    fs::write(&draft, text)?;
    fs::rename(&draft, path)?;
    File::options().append(true).open(path)
}

/// Neither an address nor what is said of one has a tab or a line's end once it is here.
fn line(at: i64, address: &str, verdict: &Verdict) -> String {
    let (word, more) = match verdict {
        Verdict::Good => ("good", String::new()),
        Verdict::Moved(to) => ("moved", to.clone()),
        Verdict::Broken(status) => ("broken", status.to_string()),
        Verdict::Unreachable(why) => ("unreachable", why.replace(['\t', '\n', '\r'], " ")),
        Verdict::Refused(status) => ("refused", status.to_string()),
        Verdict::Denied => ("denied", String::new()),
        Verdict::Private => ("private", String::new()),
    };
    format!("{at}\t{word}\t{more}\t{address}\n")
}

fn parse(line: &str) -> Option<(i64, &str, Verdict)> {
    let mut parts = line.splitn(4, '\t');
    let at = parts.next()?.parse().ok()?;
    let (word, more, address) = (parts.next()?, parts.next()?, parts.next()?);
    let verdict = match word {
        "good" => Verdict::Good,
        "moved" => Verdict::Moved(more.to_owned()),
        "broken" => Verdict::Broken(more.parse().ok()?),
        "unreachable" => Verdict::Unreachable(more.to_owned()),
        "refused" => Verdict::Refused(more.parse().ok()?),
        "denied" => Verdict::Denied,
        "private" => Verdict::Private,
        _ => return None,
    };
    Some((at, address, verdict))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn answers_are_kept_for_their_time() {
        let folder = tempfile::tempdir().unwrap();
        let mut cache = Cache::open(folder.path(), at(0));
        let all = [
            Verdict::Good,
            Verdict::Moved("https://e.org/new".into()),
            Verdict::Refused(403),
            Verdict::Broken(404),
            Verdict::Denied,
            Verdict::Private,
            Verdict::Unreachable("no\nanswer".into()),
        ];
        for (number, verdict) in all.iter().enumerate() {
            cache.add(&format!("https://e.org/{number}"), verdict, at(0));
        }
        let left = |now| {
            let cache = Cache::open(folder.path(), at(now));
            (0..all.len()).filter(|number| cache.get(&format!("https://e.org/{number}")).is_some()).count()
        };
        assert_eq!(left(1), 7);
        let cache = Cache::open(folder.path(), at(1));
        assert_eq!(cache.get("https://e.org/1"), Some(&all[1]));
        assert_eq!(cache.get("https://e.org/3"), Some(&all[3]));
        assert_eq!(left(HOUR), 6);
        assert_eq!(left(DAY), 3);
        assert_eq!(left(7 * DAY), 0);
    }

    #[test]
    fn a_damaged_file_is_begun_anew() {
        let folder = tempfile::tempdir().unwrap();
        for text in [
            "\0\u{1}",
            "dateline-links 9\n",
            "dateline-links 1\nx\ty\n5\tgood\t",
            "dateline-links 1\n-9\tgood\t\ta",
        ] {
            fs::write(folder.path().join("links"), text).unwrap();
            let cache = Cache::open(folder.path(), at(9 * DAY));
            assert!(cache.known.is_empty(), "{text}");
        }
        // From a clock that was ahead.
        fs::write(folder.path().join("links"), "dateline-links 1\n99\tgood\t\ta\n").unwrap();
        assert!(Cache::open(folder.path(), at(9)).known.is_empty());
    }
}
