//! What kramdown reads differently within a line.

use super::Meaning;
use super::attributes::Attributes;
use super::emphasis::Open;
use super::lines::Lines;

/// Elements whose content kramdown leaves alone, even in a line.
const RAW: [&str; 4] = ["code", "kbd", "samp", "var"];

/// Signs that stand before what they belong to.
pub(super) const OPENING: &str = "([{<\"'“‘„«「『（《〈【［｛";

/// How long a destination may be, in characters.
const DESTINATION: usize = 2_000;

impl Lines<'_> {
    /// Appends a line of running text, kramdown's forms in it made into tokens.
    pub(super) fn inline(&mut self, line: &str) {
        let mut rest = line;
        // Once a run of backticks has no second of its length, no later one of that length has.
        let mut lonely = 0u64;
        let mut open = Open::default();
        while let Some(at) = rest.find(['`', '{', '$', ']', '<', '>', '\\', '*', '~']) {
            self.out.push_str(&rest[..at]);
            let (here, first) = (&rest[at..], rest.as_bytes()[at]);
            let taken = match first {
                b'`' => self.code_span(here, &mut lonely),
                b'{' if here.starts_with("{:") => self.span_extension(here),
                b'$' if here.starts_with("$$") => self.inline_math(here),
                b']' if here.starts_with("](") => self.link(here),
                b']' if here.starts_with("] [") => self.reference(here),
                b'<' if here.starts_with("<<") => self.guillemet(here, "<< ", "«\u{a0}", "«"),
                b'<' => self.tag(here),
                b'>' if here.starts_with(">>") && !rest[..at].trim().is_empty() => {
                    if self.out.ends_with(' ') {
                        self.out.pop();
                        self.out.push('\u{a0}');
                    }
                    self.guillemet(here, ">>", "»", "»")
                }
                b'\\' => self.backslash(here),
                b'*' => self.emphasis(here, &mut open),
                b'~' => self.tilde(here),
                _ => 0,
            };
            if taken == 0 {
                self.out.push(char::from(first));
            }
            rest = &here[taken.max(1)..];
        }
        self.out.push_str(rest);
    }

    /// Where `mark` stands at or after `from`. What is not there costs, and past a limit nothing is found any more.
    fn find(&mut self, here: &str, from: usize, mark: &str) -> Option<usize> {
        if !self.may_search() {
            return None;
        }
        let found = here[from..].find(mark).map(|at| from + at);
        if found.is_none() {
            self.searched += here.len() - from;
        }
        found
    }

    /// `$$…$$`, code, tags: copied or made a token as a whole. Each of these returns the length it took.
    fn code_span(&mut self, here: &str, lonely: &mut u64) -> usize {
        let length = here.bytes().take_while(|byte| *byte == b'`').count();
        let bit = 1u64 << length.min(63);
        if *lonely & bit == 0 {
            let mut at = length;
            while let Some(found) = self.find(here, at, "`") {
                let start = found;
                let run = here[start..].bytes().take_while(|byte| *byte == b'`').count();
                at = start + run;
                if run == length {
                    self.out.push_str(&here[..at]);
                    return at;
                }
            }
            *lonely |= bit;
        }
        self.out.push_str(&here[..length]);
        length
    }

    fn span_extension(&mut self, here: &str) -> usize {
        if here.starts_with("{::") {
            return self.inline_extension(here);
        }
        if !self.may_search() || here.starts_with("{:/") {
            return 0;
        }
        let Some(end) = super::blocks::brace_end(here) else {
            self.searched += here.len().min(super::blocks::BRACES);
            return 0;
        };
        let attributes = Attributes::read(&here[2..end - 1]);
        self.token(Meaning::Span(attributes), &here[..end]);
        end
    }

    fn inline_extension(&mut self, here: &str) -> usize {
        let Some(open_end) = super::blocks::brace_end(here) else { return 0 };
        let name = here[3..open_end - 1].split_whitespace().next().unwrap_or_default();
        if here[..open_end].ends_with("/}") {
            return if name.trim_end_matches('/') == "options" { open_end } else { 0 };
        }
        let close = format!("{{:/{name}}}");
        let found = ["{:/}", close.as_str()]
            .into_iter()
            .filter_map(|close| self.find(here, open_end, close).map(|at| (at, close.len())))
            .min();
        let Some((body_end, close_length)) = found else { return 0 };
        match name {
            "comment" => {}
            "nomarkdown" => {
                let body = here[open_end..body_end].to_owned();
                self.token(Meaning::Inline(body), &here[..body_end + close_length]);
            }
            _ => return 0,
        }
        body_end + close_length
    }

    fn inline_math(&mut self, here: &str) -> usize {
        let Some(end) = self.find(here, 2, "$$").filter(|end| *end > 2) else { return 0 };
        let html = super::blocks::math(&here[2..end], "\\(", "\\)");
        self.token(Meaning::Inline(html), &here[..end + 2]);
        end + 2
    }

    /// A destination in which CommonMark allows no blanks, and counts no parentheses after a backslash.
    fn link(&mut self, here: &str) -> usize {
        let mut depth = 0usize;
        let mut end = None;
        if !self.may_search() {
            return 0;
        }
        for (at, c) in here.char_indices().skip(1).take(DESTINATION) {
            match c {
                '(' => depth += 1,
                ')' => {
                    depth -= 1;
                    if depth == 0 {
                        end = Some(at);
                        break;
                    }
                }
                // A title begins, or the destination is in brackets already.
                '"' | '\'' if here[..at].ends_with([' ', '\t']) => {
                    let destination = here[2..at].trim();
                    if !destination.contains([' ', '\t', '\\']) {
                        return 0;
                    }
                    self.out.push_str(&format!("](<{destination}> "));
                    return at;
                }
                '<' => return 0,
                _ => {}
            }
        }
        let Some(end) = end else {
            self.searched += here.len().min(DESTINATION);
            return 0;
        };
        let destination = here[2..end].trim();
        if destination.is_empty() || !destination.contains([' ', '\t', '\\']) {
            return 0;
        }
        self.out.push_str("](<");
        self.out.push_str(destination);
        self.out.push_str(">)");
        end + 1
    }

    /// kramdown allows blanks between a link's text and the name of its address.
    fn reference(&mut self, here: &str) -> usize {
        let blanks = here[1..].len() - here[1..].trim_start_matches(' ').len();
        let name = here[1 + blanks..].strip_prefix('[').and_then(|rest| rest.split_once(']'));
        let is_box = ["[ ", "[x", "[X"].iter().any(|mark| self.out.ends_with(mark));
        match name {
            Some((name, _)) if !is_box && self.references.contains(&name.to_lowercase()) => {
                self.out.push(']');
                1 + blanks
            }
            _ => 0,
        }
    }

    /// To kramdown any sign may open that has no blank after it, and any may close that has none before it; CommonMark
    /// asks for more where punctuation and letters meet, as in `**word:**more`.
    fn emphasis(&mut self, here: &str, open: &mut Open) -> usize {
        let length = here.len() - here.trim_start_matches('*').len();
        let before = self.out.chars().next_back();
        // In a table each cell is a text of its own.
        if !self.in_row && open.star(length, before, &here[length..]) {
            self.out.push_str(&"\\*".repeat(length));
            return length;
        }
        let after = here[length..].chars().next();
        let is_sign = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let opens = is_letter(before) && after.is_some_and(|c| OPENING.contains(c));
        let closes = before.is_some_and(|c| is_sign(c) && !OPENING.contains(c)) && is_letter(after);
        if opens {
            self.token(Meaning::Inline(String::new()), "");
        }
        self.out.push_str(&here[..length]);
        if closes {
            self.token(Meaning::Inline(String::new()), "");
        }
        length
    }

    /// Only two of them strike out.
    fn tilde(&mut self, here: &str) -> usize {
        let length = here.len() - here.trim_start_matches('~').len();
        if length == 1 {
            self.token(Meaning::Inline("~".into()), "~");
        } else {
            self.out.push_str(&here[..length]);
        }
        length
    }

    fn guillemet(&mut self, here: &str, spaced: &str, with_space: &str, plain: &str) -> usize {
        let (text, length) = if here.starts_with(spaced) { (with_space, spaced.len()) } else { (plain, 2) };
        self.out.push_str(text);
        length
    }

    /// A tag is copied whole; code in tags is no Markdown.
    fn tag(&mut self, here: &str) -> usize {
        let name_end = here[1..].find(|c: char| !c.is_ascii_alphanumeric()).map_or(here.len(), |at| at + 1);
        let name = here[1..name_end].to_ascii_lowercase();
        let closing = here[1..].starts_with('/');
        if name.is_empty() && !closing {
            return 0;
        }
        let Some(end) = self.find(here, 0, ">").map(|at| at + 1) else { return 0 };
        if RAW.contains(&name.as_str())
            && let Some(close) = self.find(here, end, &format!("</{name}>")).map(|at| at + name.len() + 3)
        {
            let html = here[..close].to_owned();
            // Plain code is read alike by both.
            if html[end..].contains(['`', '*', '_', '\\', '[']) {
                self.token(Meaning::Inline(html), &here[..close]);
                return close;
            }
        }
        self.out.push_str(&here[..end]);
        end
    }

    /// An escape is copied; two backslashes that end a line break it.
    fn backslash(&mut self, here: &str) -> usize {
        if here == "\\\\" {
            self.out.push('\\');
            return 2;
        }
        let escaped = here[1..].chars().next();
        match escaped {
            // kramdown takes both signs of an escaped guillemet.
            Some('<') if here[1..].starts_with("<<") => {
                self.out.push_str("\\<\\<");
                3
            }
            Some('>') if here[1..].starts_with(">>") => {
                self.out.push_str("\\>\\>");
                3
            }
            // After an escaped `_`, one more opens emphasis that two cannot close (`emphasis.rb`), so it is text too.
            Some(c @ ('_' | '*')) if single_before_double(&here[2..], c) => {
                self.out.push_str(&format!("\\{c}\\{c}"));
                3
            }
            // Of CommonMark's escapes these are none to kramdown, which shows the backslash.
            Some('%' | '&' | ',' | '/' | ';' | '?' | '@' | '^') => {
                self.token(Meaning::Inline("\\".into()), "\\");
                1
            }
            Some(c) => {
                self.out.push('\\');
                self.out.push(c);
                1 + c.len_utf8()
            }
            None => 0,
        }
    }
}

/// Whether `text` begins with one `mark`, and the next run of it is of two.
fn single_before_double(text: &str, mark: char) -> bool {
    let run = |text: &str| text.chars().take_while(|c| *c == mark).count();
    run(text) == 1 && text[1..].find(mark).is_some_and(|at| run(&text[1 + at..]) == 2)
}
