//! Coloured lines, remembered: code repeats itself, and the regular expressions of a syntax are dear.
//!
//! What a line looks like depends on itself and on the state that the line before it left, and on nothing else. It may
//! not grow without bound, so it forgets everything from time to time.

use super::classes::{Class, Classes};
use super::{SYNTAXES, escape};
use rustc_hash::FxHashMap;
use std::cell::RefCell;
use syntect::parsing::{ParseState, ScopeStack, SyntaxReference};

/// How many states and lines are remembered. A state is looked for among all others, so there must not be many.
const MAX_STATES: usize = 256;
const MAX_LINES: usize = 8_192;

/// Longer lines are seldom repeated; in bytes.
const MAX_LINE: usize = 160;

thread_local! {
    static MEMORY: RefCell<Memory> = RefCell::default();
}

/// Appends coloured code; `None` when the syntax does not get through it.
pub(super) fn colour(code: &str, syntax: &SyntaxReference, html: &mut String) -> Option<()> {
    MEMORY.with_borrow_mut(|memory| memory.colour(code, State::start(syntax), html))
}

#[derive(Default)]
struct Memory {
    states: Vec<Known>,
    lines: usize,
    classes: Classes,
}

/// A state, and what lines made of it.
struct Known {
    state: State,
    lines: FxHashMap<Box<str>, Line>,
}

/// A coloured line.
struct Line {
    html: Box<str>,
    /// The state that it leaves.
    next: usize,
}

/// Where the colouring stands between two lines.
enum At {
    /// At a state that is remembered.
    Known(usize),
    /// At one of too many.
    Other(State),
}

impl Memory {
    fn colour(&mut self, code: &str, start: State, html: &mut String) -> Option<()> {
        if self.states.len() >= MAX_STATES || self.lines >= MAX_LINES {
            *self = Memory::default();
        }
        let mut at = self.place(start);
        for line in code.split_inclusive('\n') {
            at = self.line(line, at, html)?;
        }
        let open = match &at {
            At::Known(at) => self.states[*at].state.open,
            At::Other(state) => state.open,
        };
        if open.is_some() {
            html.push_str("</span>");
        }
        Some(())
    }

    fn line(&mut self, line: &str, at: At, html: &mut String) -> Option<At> {
        let (from, mut state) = match at {
            At::Known(at) => {
                if let Some(known) = self.states[at].lines.get(line) {
                    html.push_str(&known.html);
                    return Some(At::Known(known.next));
                }
                (Some(at), self.states[at].state.clone())
            }
            At::Other(state) => (None, state),
        };
        let begin = html.len();
        state.line(line, &mut self.classes, html)?;
        let Some(from) = from else { return Some(At::Other(state)) };
        let next = self.place(state);
        if let At::Known(next) = next
            && line.len() <= MAX_LINE
            && self.lines < MAX_LINES
        {
            self.lines += 1;
            self.states[from].lines.insert(line.into(), Line { html: html[begin..].into(), next });
        }
        Some(next)
    }

    /// Where a state is remembered, from now on if there is room.
    fn place(&mut self, state: State) -> At {
        match self.states.iter().position(|known| known.state == state) {
            Some(at) => At::Known(at),
            None if self.states.len() < MAX_STATES => {
                self.states.push(Known { state, lines: FxHashMap::default() });
                At::Known(self.states.len() - 1)
            }
            None => At::Other(state),
        }
    }
}

/// All that a line needs to know of those before it.
#[derive(Clone, PartialEq)]
struct State {
    parser: ParseState,
    stack: ScopeStack,
    /// The class whose tag is open.
    open: Class,
}

impl State {
    fn start(syntax: &SyntaxReference) -> State {
        State { parser: ParseState::new(syntax), stack: ScopeStack::new(), open: None }
    }

    fn line(&mut self, line: &str, classes: &mut Classes, html: &mut String) -> Option<()> {
        let mut done = 0;
        for (at, change) in self.parser.parse_line(line, &SYNTAXES).ok()? {
            if at > done {
                self.push(line.get(done..at)?, classes, html);
                done = at;
            }
            self.stack.apply(&change).ok()?;
        }
        self.push(line.get(done..)?, classes, html);
        Some(())
    }

    /// Writes a token, and a tag only where the class changes.
    fn push(&mut self, text: &str, classes: &mut Classes, html: &mut String) {
        // White space shows no colour, so it goes with whatever came before.
        if !text.trim_ascii().is_empty() {
            self.switch(classes.innermost(&self.stack), html);
        }
        escape(text, html);
    }

    fn switch(&mut self, class: Class, html: &mut String) {
        if class == self.open {
            return;
        }
        if self.open.is_some() {
            html.push_str("</span>");
        }
        if let Some(class) = class {
            html.push_str("<span class=\"");
            html.push_str(class);
            html.push_str("\">");
        }
        self.open = class;
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::super::syntax;
    use super::*;

    fn coloured(memory: &mut Memory, language: &str, code: &str) -> String {
        let mut html = String::new();
        memory.colour(code, State::start(syntax(language).unwrap()), &mut html).unwrap();
        html
    }

    #[test]
    fn what_is_remembered_looks_as_it_did() {
        let blocks = [
            ("rust", "fn main() {\n    let x = \"a\n}\n\";\n}\n"),
            ("rust", "}\n\nfn main() {\n}\n/* fn main() {\n}\n*/ fn main() {\n"),
            ("python", "def a():\n    \"\"\"\n}\n    \"\"\"\n\n}\n"),
            ("js", "}\n`a ${b\n}\n`\nfn main() {\n"),
            ("sh", "cat <<END\n}\nEND\n}\ncat <<OTHER\nEND\nOTHER\n"),
        ];
        let mut kept = Memory::default();
        for _ in 0..2 {
            for (language, code) in blocks {
                assert_eq!(
                    coloured(&mut kept, language, code),
                    coloured(&mut Memory::default(), language, code)
                );
            }
        }
        assert!(kept.lines > 20 && kept.states.len() > 8, "{} {}", kept.lines, kept.states.len());
    }

    #[test]
    fn it_forgets_before_it_grows_large() {
        let mut memory = Memory::default();
        let nested: String =
            (0..2 * MAX_STATES).map(|depth| format!("{}[\n", " ".repeat(depth % 7))).collect();
        let many: String = (0..2 * MAX_LINES).map(|number| format!("{number}\n")).collect();
        for _ in 0..2 {
            for code in [&nested, &many] {
                assert_eq!(
                    coloured(&mut memory, "json", code),
                    coloured(&mut Memory::default(), "json", code)
                );
                assert!(memory.states.len() <= MAX_STATES && memory.lines <= MAX_LINES);
            }
        }
    }
}
