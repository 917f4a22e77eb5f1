//! Quotes, dashes and dots as kramdown sets them (`parser/kramdown/smart_quotes.rb` and `typographic_symbol.rb`): which way
//! a quote faces depends on the character before it, if no other sign of Markdown took that one, else on what follows.

use std::borrow::Cow;

/// Sets `text`. `before` is the character ahead of it that no sign of Markdown took, `after` what follows it in the source.
/// Returns with it the character that stands so before the next text. The first character is text alone if `escaped`.
pub(in super::super) fn set<'t>(
    text: &'t str,
    before: Option<char>,
    after: &str,
    escaped: bool,
) -> (Cow<'t, str>, Option<char>) {
    let first = text.chars().next().map_or(0, char::len_utf8);
    let mut free = if escaped { None } else { before };
    let mut at = if escaped { first } else { 0 };
    if !text[at..].contains(['"', '\'', '-', '.']) {
        let last = text[at..].chars().next_back().or(free);
        return (Cow::Borrowed(text), last);
    }
    let mut out = String::with_capacity(text.len() + 8);
    out.push_str(&text[..at]);
    while let Some(c) = text[at..].chars().next() {
        let here = &text[at..];
        let symbol =
            [("---", '—'), ("--", '–'), ("...", '…')].into_iter().find(|(run, _)| here.starts_with(run));
        if let Some((run, symbol)) = symbol {
            out.push(symbol);
            free = None;
            at += run.len();
        } else if matches!(c, '"' | '\'') {
            let mut next = [None; 4];
            here[1..].chars().chain(after.chars()).zip(&mut next).for_each(|(c, place)| *place = Some(c));
            at += quotes(c, free, next, &mut out);
            free = None;
        } else {
            out.push(c);
            free = Some(c);
            at += c.len_utf8();
        }
        // A pair may reach beyond this text.
        at = at.min(text.len());
    }
    (Cow::Owned(out), free)
}

/// Appends the quote, or the two of a pair; returns how many were taken.
fn quotes(quote: char, free: Option<char>, next: [Option<char>; 4], out: &mut String) -> usize {
    let is_blank = |c: char| c.is_ascii_whitespace() || c == '\u{b}';
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let other = if quote == '"' { '\'' } else { '"' };
    let after_blank = free.is_none_or(is_blank);
    let [first, second, third, _] = next;
    if free.is_none() && opens_emphasis(next) {
        out.push(opening(quote));
        return 1;
    }
    if free.is_none() && first.is_some_and(|c| c.is_ascii_punctuation()) && stands_alone(next) {
        out.push(closing(quote));
        return 1;
    }
    if after_blank && first == Some(other) && second.is_some_and(is_word) {
        out.extend([opening(quote), opening(other)]);
        return 2;
    }
    // Decades: the '80s.
    let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    if after_blank && quote == '\'' && is_digit(first) && is_digit(second) && third == Some('s') {
        out.push('’');
        return 1;
    }
    match free {
        Some(c) if is_blank(c) || matches!(c, '\\' | '[' | '{' | '(' | '-') => out.push(opening(quote)),
        Some(_) => out.push(closing(quote)),
        None => {
            if let Some(second) = first.filter(|c| matches!(c, '"' | '\'')) {
                out.extend([quote, closing(second)]);
                return 2;
            }
            let ends_word = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() && c != '_');
            let closes = first.is_none_or(is_blank) || (first == Some('s') && ends_word(second));
            out.push(if closes { closing(quote) } else { opening(quote) });
        }
    }
    1
}

/// One or two signs of emphasis, and then no blank.
fn opens_emphasis(next: [Option<char>; 4]) -> bool {
    let sign = |c: Option<char>| matches!(c, Some('_' | '*'));
    let solid = |c: Option<char>| c.is_some_and(|c| !c.is_ascii_whitespace());
    sign(next[0]) && (solid(next[1]) || (sign(next[1]) && solid(next[2])))
}

/// Whether the punctuation that comes first begins no dots and no word follows it.
fn stands_alone(next: [Option<char>; 4]) -> bool {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let dots = next[1] == Some('.') && next[2] == Some('.');
    !dots && is_word(next[0]) == is_word(next[1])
}

fn opening(quote: char) -> char {
    if quote == '"' { '“' } else { '‘' }
}

fn closing(quote: char) -> char {
    if quote == '"' { '”' } else { '’' }
}

#[cfg(test)]
mod tests {
    use super::set;

    #[test]
    fn quotes_face_as_in_kramdown() {
        for (text, shown) in [
            ("\"Quotes\" 'single' it's", "“Quotes” ‘single’ it’s"),
            ("a\"b'c 5'10\"", "a”b’c 5’10”"),
            ("{\"b\"=>\"deep\"}", "{“b”=>”deep”}"),
            ("\"x\"/\"y\" -\"x\"- —\"y\"—", "“x”/”y” -“x”- —”y”—"),
            ("the '80s, '90", "the ’80s, ‘90"),
            ("\"'Tis\" 'tis", "“‘Tis” ‘tis"),
            ("中\"文\"字 «\"a\"»", "中”文”字 «”a”»"),
            ("x--\"y\" ... ---- a---b", "x–“y” … —- a—b"),
            ("('a') [\"b\"]", "(‘a’) [“b”]"),
        ] {
            assert_eq!(set(text, None, "", false).0, shown, "{text}");
        }
    }

    #[test]
    fn what_stands_before_and_after_counts() {
        assert_eq!(set("\"x", Some('a'), "", false).0, "”x");
        assert_eq!(set("\"", None, "*x*", false).0, "“");
        assert_eq!(set("\"", None, ".", false).0, "”");
        assert_eq!(set("'", None, "s last", false).0, "’");
        assert_eq!(set("'", None, "so", false).0, "‘");
        assert_eq!(set("\"x\"", None, "", true).0, "\"x”");
        assert_eq!(set("a", Some(' '), "", false).1, Some('a'));
        assert_eq!(set("a\"", Some(' '), "", false).1, None);
    }
}
