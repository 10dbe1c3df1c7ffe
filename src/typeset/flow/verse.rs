//! Poems.
//!
//! In: stanzas. Out: nodes of the flow's list. A line too long for the measure is turned over and stands in further than
//! any line of the poem; stanzas are a line apart.

use super::{Flow, UNWELCOME};
use crate::document::{Stanza, VerseLine};
use crate::typeset::paragraph::Align;
use crate::units::Length;

impl Flow<'_, '_> {
    /// A poem.
    pub(super) fn verse(&mut self, stanzas: &[Stanza]) {
        let text = if self.in_note { self.text.clone() } else { self.design.types.verse.clone() };
        let inset = self.design.paragraph.inset;
        let deepest = stanzas.iter().flat_map(|s| &s.lines).map(|line| line.indent).max().unwrap_or(0);
        self.displayed(|flow| {
            flow.inset(inset, Length::ZERO, |flow| {
                flow.with_type(text, |flow| {
                    for (i, stanza) in stanzas.iter().enumerate() {
                        if i > 0 {
                            let space = flow.text.leading;
                            flow.allow_break(0);
                            flow.list.space(space, false);
                        }
                        flow.stanza(stanza, deepest);
                    }
                });
            });
        });
    }

    /// A stanza; a page may end in it only two lines from its ends.
    fn stanza(&mut self, stanza: &Stanza, deepest: u8) {
        let count = stanza.lines.len();
        for (i, line) in stanza.lines.iter().enumerate() {
            self.verse_line(line, deepest);
            if i >= 1 && count - i > 2 {
                self.allow_break(UNWELCOME);
            }
        }
    }

    fn verse_line(&mut self, line: &VerseLine, deepest: u8) {
        let step = |steps: i64| (self.text.size * steps).min(self.column.measure / 2);
        let mut style = self.style(&self.text, Align::Left);
        style.hyphenate = false;
        style.first_indent = step(i64::from(line.indent));
        style.hanging_indent = step(i64::from(deepest) + 2);
        let lines = self.set(&line.content, &style);
        self.kept_lines(lines, self.text.leading);
        self.keep = self.keep.saturating_sub(1);
    }
}
