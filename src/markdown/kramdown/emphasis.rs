//! Which signs of emphasis kramdown takes for text: within an element no second one of its kind begins, so a sign with a
//! blank before it can neither close nor open (`parser/kramdown/emphasis.rb`).

use super::inline::OPENING;

/// What is open in a line.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Open {
    em: Kind,
    strong: Kind,
}

#[derive(Debug, Clone, Copy, Default)]
struct Kind {
    is_open: bool,
    /// Nothing that comes could close one more, so none is looked for again.
    is_over: bool,
}

impl Open {
    /// Takes a run of `length` stars, after which `rest` follows and before which `before` stands. Whether it is text.
    pub(super) fn star(&mut self, length: usize, before: Option<char>, rest: &str) -> bool {
        let kind = match length {
            1 => &mut self.em,
            2 => &mut self.strong,
            // More of them close both, or open both.
            _ => {
                (self.em.is_open, self.strong.is_open) = (false, false);
                return false;
            }
        };
        let after_blank = before.is_none_or(char::is_whitespace);
        if kind.is_open {
            kind.is_open = after_blank;
            return after_blank;
        }
        // After a letter it may as well close what began on a line before.
        let may_open = after_blank || before.is_some_and(|c| OPENING.contains(c));
        if may_open && !kind.is_over && rest.starts_with(|c: char| !c.is_whitespace()) {
            kind.is_open = has_end(rest, length);
            kind.is_over = !kind.is_open;
        }
        false
    }
}

/// Whether a later run of so many stars could close.
fn has_end(rest: &str, length: usize) -> bool {
    let mut at = 0;
    while let Some(found) = rest[at..].find('*') {
        let start = at + found;
        let run = rest[start..].bytes().take_while(|byte| *byte == b'*').count();
        if run == length && rest[..start].ends_with(|c: char| !c.is_whitespace()) {
            return true;
        }
        at = start + run;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sign_after_a_blank_is_text_while_its_kind_is_open() {
        let mut open = Open::default();
        assert!(!open.star(2, None, "a: ** b **c** d"));
        assert!(open.star(2, Some(' '), " b **c** d"));
        assert!(open.star(2, Some(' '), "c** d"));
        assert!(!open.star(2, Some('c'), " d"));
        // Nothing is open any more.
        assert!(!open.star(2, Some(' '), "e**"));
    }

    #[test]
    fn what_may_close_opens_nothing() {
        let mut open = Open::default();
        assert!(!open.star(2, Some('d'), ", and **c**"));
        assert!(!open.star(2, Some(' '), "c**"));
    }

    #[test]
    fn what_has_no_end_opens_nothing() {
        let mut open = Open::default();
        assert!(!open.star(1, None, "a **b** *c"));
        assert!(!open.star(1, Some(' '), "c"));
    }
}
