//! Notes, tips and warnings set off from the text.
//!
//! In: an admonition. Out: nodes of the flow's list: a label in small capitals, the text below it, a rule at the left.

use super::Flow;
use super::vertical::Ground;
use crate::document::Admonition;
use crate::document::words::{Word, word};
use crate::page::{ElementKind, Ink};
use crate::typeset::paragraph::Align;
use crate::units::Length;

/// Width of the rule at the left.
const RULE: f64 = 1.2;

impl Flow<'_, '_> {
    /// An admonition.
    pub(super) fn admonition(&mut self, admonition: &Admonition) {
        let label = match admonition.title.as_slice() {
            [] => vec![super::plain(word(&self.language, Word::of_box(admonition.kind)))],
            title => title.to_vec(),
        };
        let (mut text, inset) = (self.design.types.label.clone(), self.design.paragraph.inset);
        if self.is_small() {
            (text.size, text.leading) = (self.text.size.min(text.size), self.text.leading.min(text.leading));
        }
        self.displayed(|flow| {
            flow.tagged(ElementKind::Aside, |flow| {
                let (from, x) = (flow.list.nodes.len(), flow.column.left);
                flow.inset(inset, Length::ZERO, |flow| {
                    flow.tagged(ElementKind::Paragraph, |flow| {
                        let lines = flow.set_display(&label, &text, Align::Left);
                        flow.kept_lines(lines, text.leading);
                    });
                    flow.first = true;
                    flow.keep = flow.keep.max(2);
                    flow.blocks(&admonition.blocks);
                });
                let to = flow.list.nodes.len();
                flow.list.grounds.push(Ground { from, to, x, width: Length::pt(RULE), ink: Ink::grey(110) });
            })
        });
    }
}
