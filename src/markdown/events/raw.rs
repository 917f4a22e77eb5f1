//! What the event loop does with raw HTML in a post.
//!
//! It may not mend or judge it: authors who write HTML get their HTML.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event};

use super::super::excerpt::mark_in;
use super::super::html::{Token, tokens};
use super::super::links;
use super::Pass;

impl<'s> Pass<'s> {
    /// Raw HTML, either an inline tag or a whole block.
    pub(super) fn raw(&mut self, html: CowStr<'s>) {
        if self.images_open > 0 {
            self.push(Event::InlineHtml(html));
            return;
        }
        if self.body.cut.is_none()
            && self.notes.is_empty()
            && let Some(mark) = mark_in(&html, self.marked.separator)
        {
            self.raw_part(html[..mark.start].to_owned().into());
            self.body.cut = Some(self.body.events.len());
            self.raw_part(html[mark.end..].trim_start().to_owned().into());
            return;
        }
        self.raw_part(html);
    }

    fn raw_part(&mut self, html: CowStr<'s>) {
        if html.is_empty() {
            return;
        }
        for (_, token) in tokens(&html) {
            match token {
                Token::Open { name, .. } if name.eq_ignore_ascii_case("a") => {
                    self.raw_link_open = true;
                }
                Token::Close { name } if name.eq_ignore_ascii_case("a") => {
                    self.raw_link_open = false;
                }
                _ => {}
            }
        }
        let rewritten = match links::rewrite(&html, self.base, &mut self.body.links) {
            Cow::Owned(rewritten) => rewritten.into(),
            Cow::Borrowed(_) => html,
        };
        self.push(Event::Html(rewritten));
    }
}
