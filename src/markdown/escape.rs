//! Plain text → Markdown that shows it. It may add backslashes and nothing else, but for the braces of Liquid.

/// Plain text as Markdown that shows the same.
#[must_use]
pub fn escape_text(text: &str) -> String {
    let chars: Vec<char> = text.trim().chars().collect();
    let mut out = String::with_capacity(text.len() + 8);
    for (at, &c) in chars.iter().enumerate() {
        let before = at.checked_sub(1).map(|at| chars[at]);
        let after = chars.get(at + 1).copied();
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let has_meaning = match c {
            '\\' => after.is_some_and(|c| c.is_ascii_punctuation()),
            '*' => !(before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace)),
            '_' => !(is_letter(before) && is_letter(after)),
            '`' | '[' | ']' | '|' | '$' => {
                c == '`' || c == '[' || (c == ']' && matches!(after, Some('(' | '[')))
            }
            '<' => after.is_some_and(|c| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?')),
            '~' => !(before.is_none_or(char::is_whitespace) && after.is_none_or(char::is_whitespace)),
            '#' => at == 0 && after.is_none_or(|c| c == '#' || c == ' '),
            '>' => at == 0,
            '+' | '-' => at == 0 && after.is_none_or(char::is_whitespace),
            '.' | ')' => {
                at > 0
                    && at < 10
                    && chars[..at].iter().all(char::is_ascii_digit)
                    && after.is_none_or(char::is_whitespace)
            }
            '&' => is_entity(&chars[at + 1..]),
            _ => false,
        };
        if has_meaning {
            out.push('\\');
        }
        out.push(c);
        // Liquid is carried out before Markdown, and knows no backslash.
        if c == '{' && matches!(after, Some('{' | '%')) {
            out.pop();
            out.push_str("&#123;");
        }
    }
    out
}

/// Whether what stands after an ampersand makes it an entity.
fn is_entity(after: &[char]) -> bool {
    let name = after.iter().take_while(|c| c.is_ascii_alphanumeric() || **c == '#').count();
    name > 0 && after.get(name) == Some(&';')
}

#[cfg(test)]
mod tests {
    use super::escape_text;

    #[test]
    fn signs_of_markdown_stay_signs() {
        for (plain, markdown) in [
            ("5 * 3 and *stars*", "5 * 3 and \\*stars\\*"),
            ("# One", "\\# One"),
            ("#tag", "#tag"),
            ("1984. A year", "1984\\. A year"),
            ("snake_case _x_", "snake_case \\_x\\_"),
            ("a [b](c) <d>", "a \\[b\\](c) \\<d>"),
            ("{{ page }}", "&#123;{ page }}"),
            ("AT&T &amp;", "AT&T \\&amp;"),
            ("about ~5 ~ 6", "about \\~5 ~ 6"),
        ] {
            assert_eq!(escape_text(plain), markdown);
        }
    }
}
