//! What a host lets programs ask for: robots.txt by RFC 9309.

/// The rules of a robots.txt that concern us.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Robots {
    /// Whether it allows, and which paths.
    rules: Vec<(bool, String)>,
}

impl Robots {
    /// The rules for the program of this name, or else those for all.
    #[must_use]
    pub fn parse(text: &str, agent: &str) -> Robots {
        let (mut own, mut general) = (None, Vec::new());
        // Whom the lines at hand are for: us, all; and whether names still gather before the first rule.
        let (mut for_us, mut for_all, mut names) = (false, false, false);
        for line in text.trim_start_matches('\u{feff}').split(['\n', '\r']) {
            let line = line.split('#').next().unwrap_or(line);
            let Some((key, value)) = line.split_once(':') else { continue };
            let (key, value) = (key.trim().to_ascii_lowercase(), value.trim());
            match key.as_str() {
                "user-agent" => {
                    if !names {
                        (for_us, for_all, names) = (false, false, true);
                    }
                    let is_us = product(value).eq_ignore_ascii_case(agent);
                    for_us |= is_us;
                    for_all |= value == "*";
                    if is_us {
                        // Named without any rule is named all the same.
                        own.get_or_insert_with(Vec::new);
                    }
                }
                "allow" | "disallow" => {
                    names = false;
                    // An empty path matches nothing.
                    if value.is_empty() {
                        continue;
                    }
                    let rule = (key == "allow", normal(value));
                    if for_all {
                        general.push(rule.clone());
                    }
                    if for_us {
                        own.get_or_insert_with(Vec::new).push(rule);
                    }
                }
                _ => {}
            }
        }
        Robots { rules: own.unwrap_or(general) }
    }

    /// Whether a path with its query may be asked for: the longest rule that matches decides, of two equal ones that
    /// which allows.
    #[must_use]
    pub fn allows(&self, path: &str) -> bool {
        let path = normal(path);
        let matching = self.rules.iter().filter(|(_, pattern)| matches(pattern, &path));
        matching.map(|(allows, pattern)| (pattern.len(), *allows)).max().is_none_or(|(_, allows)| allows)
            || path == "/robots.txt"
    }
}

/// A name without its version.
fn product(value: &str) -> &str {
    value.split(|c: char| !c.is_ascii_alphabetic() && c != '-' && c != '_').next().unwrap_or(value)
}

/// One spelling of an address: letters outside of ASCII are encoded, and digits of an encoding are capitals.
fn normal(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let bytes = path.as_bytes();
    for (at, &byte) in bytes.iter().enumerate() {
        let is_digit = |back: usize| at.checked_sub(back).is_some_and(|at| bytes[at] == b'%');
        match byte {
            0x80.. => out.push_str(&format!("%{byte:02X}")),
            _ if is_digit(1) || is_digit(2) => out.push(char::from(byte.to_ascii_uppercase())),
            _ => out.push(char::from(byte)),
        }
    }
    out
}

/// `*` is any text, `$` at the end is the end; else a pattern matches what begins with it.
fn matches(pattern: &str, path: &str) -> bool {
    let (pattern, to_the_end) = match pattern.strip_suffix('$') {
        Some(pattern) => (pattern, true),
        None => (pattern, false),
    };
    let mut parts = pattern.split('*');
    let Some(mut rest) = path.strip_prefix(parts.next().unwrap_or_default()) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return !to_the_end || rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if to_the_end && parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_rule_decides() {
        let robots = Robots::parse(
            "User-agent: *\nDisallow: /a\nAllow: /a/open\nDisallow: /*.pdf$\nDisallow: /q?x=*&y\nDisallow:\n",
            "dateline",
        );
        for path in ["/", "/b", "/a/open/x", "/x.pdf?page=2", "/q?x=1", "/robots.txt"] {
            assert!(robots.allows(path), "{path}");
        }
        for path in ["/a", "/ab", "/a/shut", "/deep/x.pdf", "/q?x=1&y"] {
            assert!(!robots.allows(path), "{path}");
        }
    }

    #[test]
    fn a_group_of_our_own_stands_for_all_others() {
        let text = "\u{feff}User-Agent: other\nUser-agent: Dateline/1.0 # us\nDisallow: /x\r\nUser-agent: *\nDisallow: /\nuser-agent: dateline\nallow: /x/y";
        let robots = Robots::parse(text, "dateline");
        assert!(robots.allows("/z") && robots.allows("/x/y/z") && !robots.allows("/x"));
        assert!(!Robots::parse(text, "else").allows("/z"));
        // Named with nothing denied.
        assert!(Robots::parse("user-agent: *\ndisallow: /\nuser-agent: dateline\n", "dateline").allows("/"));
        // A name that ours only begins with is another's.
        assert!(Robots::parse("user-agent: datelinebot\ndisallow: /", "dateline").allows("/"));
    }

    #[test]
    fn spellings_of_one_path_are_one() {
        let robots = Robots::parse("user-agent: *\ndisallow: /é\ndisallow: /%c3%bc", "dateline");
        assert!(!robots.allows("/%c3%a9") && !robots.allows("/%C3%BC") && robots.allows("/e"));
    }

    #[test]
    fn what_is_no_robots_txt_denies_nothing() {
        for text in ["", "<html><body>Not found: /", "Disallow: /", "user-agent\ndisallow /"] {
            assert!(Robots::parse(text, "dateline").allows("/x"), "{text}");
        }
    }

    #[test]
    fn hostile_patterns_end() {
        let text = format!("user-agent: *\ndisallow: /{}$", "*a".repeat(5_000));
        assert!(Robots::parse(&text, "dateline").allows(&format!("/{}b", "a".repeat(4_000))));
    }
}
