//! What comparing thousands of paths needs of each, known from the day that it was made: a plan of a large site is sorted
//! and searched for paths that clash at every change, and most of the texts need not be looked at for that.

/// Bytes of a file's name: the limit of ext4, APFS (there in characters), NTFS (in UTF-16 units) and zip tools.
pub const NAME_LIMIT: usize = 255;
/// Bytes of a path within the output folder. macOS allows 1,024 for a whole path, Linux 4,096.
pub const PATH_LIMIT: usize = 1_000;

/// A path of the output folder at a glance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PathKey {
    /// Its first bytes, and zeros where it is shorter.
    pub head: [u8; 16],
    /// Whether every disk holds it as it is written: small ASCII letters, digits, `-`, `_` and `.`, no longer than a name
    /// may be, and nothing that Windows keeps for itself.
    pub is_plain: bool,
}

impl PathKey {
    /// The key of a path.
    #[must_use]
    pub fn of(path: &str) -> PathKey {
        let mut head = [0; 16];
        let start = path.len().min(head.len());
        head[..start].copy_from_slice(&path.as_bytes()[..start]);
        let plain = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'/');
        let is_plain =
            path.len() <= NAME_LIMIT && path.bytes().all(plain) && !path.split('/').any(is_reserved);
        PathKey { head, is_plain }
    }

    /// Orders paths as far as their heads tell.
    #[must_use]
    pub fn order(&self) -> u128 {
        u128::from_be_bytes(self.head)
    }

    /// Whether a path of this key may begin with all of one of the other; where it cannot, neither text is needed.
    #[must_use]
    pub fn may_begin_with(&self, other: &PathKey) -> bool {
        let end = other.head.iter().position(|byte| *byte == 0).unwrap_or(other.head.len());
        self.head[..end] == other.head[..end]
    }
}

/// Whether Windows refuses the name ("Naming Files, Paths, and Namespaces", learn.microsoft.com).
#[must_use]
pub fn is_reserved(part: &str) -> bool {
    let bytes = part.as_bytes();
    if bytes.iter().any(|byte| matches!(byte, b'<' | b'>' | b':' | b'"' | b'|' | b'?' | b'*' | b'\\'))
        || matches!(bytes.last(), Some(b'.' | b' '))
    {
        return true;
    }
    // `con.html` is as reserved as `con`. None of these names is longer than four letters.
    let stem = part.split('.').next().unwrap_or(part).trim_end_matches(' ');
    if !(3..=5).contains(&stem.len()) {
        return false;
    }
    let is = |name: &str| stem.get(..3).is_some_and(|start| start.eq_ignore_ascii_case(name));
    if ["con", "prn", "aux", "nul"].into_iter().any(is) {
        return stem.len() == 3;
    }
    let mut number = stem.get(3..).unwrap_or_default().chars();
    (is("com") || is("lpt"))
        && matches!(number.next(), Some('0'..='9' | '¹' | '²' | '³'))
        && number.next().is_none()
}

#[cfg(test)]
mod tests {
    use super::{PathKey, is_reserved};

    #[test]
    fn only_paths_that_every_disk_holds_are_plain() {
        for path in ["2025/11/27/a-b_c.1/index.html", "a", ".nojekyll", ""] {
            assert!(PathKey::of(path).is_plain, "{path}");
        }
        for path in ["A", "ä", "a b", "a/con/b", "a:b", "a./b", &"a".repeat(256)] {
            assert!(!PathKey::of(path).is_plain, "{path}");
        }
    }

    #[test]
    fn heads_tell_most_paths_apart() {
        let may = |path: &str, start: &str| PathKey::of(path).may_begin_with(&PathKey::of(start));
        assert!(may("a/b/c", "a/b") && may("a", "a") && may("a", ""));
        assert!(!may("a/b", "a/c") && !may("a", "a/b"));
        // Beyond the head only the texts can tell.
        assert!(may("0123456789abcdefX", "0123456789abcdefY"));
    }

    #[test]
    fn what_windows_keeps_for_itself() {
        for name in ["con", "NUL", "aux.html", "com1", "LPT9.txt", "COM¹", "a.", "a ", "a*b", "a:b", "a\"b"]
        {
            assert!(is_reserved(name), "{name}");
        }
        for name in ["", "console", "com", "com10", "conn", "a.con", ".con", "comé", "nul-1", "index.html"] {
            assert!(!is_reserved(name), "{name}");
        }
    }
}
