//! Paragraphs that may be set in a line more or less, so that their page is full.
//!
//! In: a paragraph as it was set first. Out: the same in another number of lines, with the names, the marks and the notes
//! that belong to it.

use super::{Column, Flow, Node, Strip};
use crate::design::Design;
use crate::document::{Inline, Language, NoteId};
use crate::typeset::paragraph::{self, Alternative, Line, Looseness, ParagraphStyle, Setter};
use crate::units::Length;
use std::collections::{BTreeSet, VecDeque};

/// A paragraph of a list.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Passage {
    /// Its first node.
    pub(crate) from: usize,
    /// The node after its last line.
    pub(crate) to: usize,
    /// How many lines it has.
    pub(crate) lines: i64,
    /// How much of its last line is text.
    pub(crate) last: Length,
    /// What it says.
    pub(crate) content: Vec<Inline>,
    /// How it is set.
    pub(crate) style: ParagraphStyle,
    /// Where it is set.
    pub(crate) column: Column,
    /// Height of its lines.
    pub(crate) leading: Length,
    /// Items of its first line that are none of its own: names and marks.
    lead: usize,
}

/// A paragraph in another number of lines.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Otherwise {
    /// Its lines.
    pub(crate) strips: Vec<Strip>,
    /// By how much it looks worse, in the demerits of line breaking.
    pub(crate) demerits: f64,
}

impl Flow<'_, '_> {
    /// Adds the lines of a paragraph that may be set otherwise if need be.
    pub(super) fn passage(&mut self, content: &[Inline], style: ParagraphStyle, lines: Vec<Line>) {
        let (from, leading, count) = (self.list.nodes.len(), self.text.leading, lines.len() as i64);
        let last = lines.last().map_or(Length::ZERO, |line| line.width);
        let own = lines.first().map_or(0, |line| line.items.len());
        self.lines(lines, leading);
        let is_line = |node: &Node| matches!(node, Node::Strip(_));
        let Some(end) = self.list.nodes.iter().rposition(is_line).filter(|end| *end > from) else { return };
        let Some(first) = (from..end).find(|at| is_line(&self.list.nodes[*at])) else { return };
        let lead = match &self.list.nodes[first] {
            Node::Strip(strip) => strip.items.len().saturating_sub(own),
            Node::Float { .. } | Node::AtEdge(_) | Node::Space { .. } | Node::Grid | Node::Break(_) | Node::Band(_) => {
                0
            }
        };
        if self.in_note || style.cut_in.lines > 0 {
            return;
        }
        let (content, column) = (content.to_vec(), self.column);
        let passage = Passage { from: first, to: end + 1, lines: count, last, content, style, column, leading, lead };
        self.list.passages.push(passage);
    }
}

impl Passage {
    /// A paragraph of nothing, for lists made by hand.
    #[cfg(test)]
    pub(crate) fn of(from: usize, to: usize, lines: i64, last: Length, style: ParagraphStyle) -> Passage {
        let column = Column { left: Length::ZERO, measure: Length::pt(100.0) };
        Passage { from, to, lines, last, content: Vec::new(), style, column, leading: Length::pt(10.0), lead: 0 }
    }

    /// Width of its lines.
    pub(crate) fn measure(&self) -> Length {
        self.column.measure
    }

    /// Sets it in a line more or less; `None` where that would not look well. `nodes` are those of its list.
    pub(crate) fn otherwise(
        &self,
        setter: &mut Setter,
        design: &Design,
        nodes: &[Node],
        looseness: Looseness,
    ) -> Option<Otherwise> {
        let measure = self.column.measure;
        let Alternative { lines, extra_demerits } =
            paragraph::set_otherwise(setter, &self.content, &self.style, measure, looseness)?;
        let marks: Vec<Vec<NoteId>> = lines.iter().map(|line| line.notes.clone()).collect();
        let mut strips = self.strips(setter, design, lines, &marks);
        let old = || nodes[self.from..self.to].iter().filter_map(strip);
        let shown = old().flat_map(|strip| strip.notes.iter().copied()).collect();
        for (strip, notes) in strips.iter_mut().zip(shared(shown, &marks)) {
            strip.notes = notes;
        }
        if let (Some(new), Some(old)) = (strips.first_mut(), old().next()) {
            new.items.splice(0..0, old.items[..self.lead.min(old.items.len())].iter().cloned());
        }
        Some(Otherwise { strips, demerits: extra_demerits })
    }

    /// Lines as strips, without what they are noted and named by.
    fn strips(&self, setter: &mut Setter, design: &Design, lines: Vec<Line>, marks: &[Vec<NoteId>]) -> Vec<Strip> {
        let mut flow = Flow::new(setter, design);
        flow.column = self.column;
        flow.language = Language(self.style.language.0.clone());
        // Its notes have been set already.
        flow.seen = marks.iter().flatten().copied().collect();
        flow.lines(lines, self.leading);
        let nodes = flow.finish().0.nodes.into_iter();
        nodes
            .filter_map(|node| match node {
                Node::Strip(strip) => Some(strip),
                Node::Float { .. }
                | Node::AtEdge(_)
                | Node::Space { .. }
                | Node::Grid
                | Node::Break(_)
                | Node::Band(_) => None,
            })
            .collect()
    }
}

fn strip(node: &Node) -> Option<&Strip> {
    match node {
        Node::Strip(strip) => Some(strip),
        Node::Float { .. } | Node::AtEdge(_) | Node::Space { .. } | Node::Grid | Node::Break(_) | Node::Band(_) => None,
    }
}

/// The notes that lines show, given in order, shared out to the lines that have their marks. A note that no line marks,
/// as it stands in another note, follows the one before it.
fn shared(shown: VecDeque<NoteId>, marks: &[Vec<NoteId>]) -> Vec<Vec<NoteId>> {
    let marked: BTreeSet<NoteId> = marks.iter().flatten().copied().collect();
    let mut left = shown;
    let mut shares = Vec::with_capacity(marks.len());
    for marks in marks {
        let mut share = Vec::new();
        while let Some(note) = left.front().copied() {
            if marked.contains(&note) && !marks.contains(&note) {
                break;
            }
            share.push(note);
            left.pop_front();
        }
        shares.push(share);
    }
    if let Some(last) = shares.last_mut() {
        last.extend(left);
    }
    shares
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_go_to_the_lines_of_their_marks() {
        let ids = |ids: &[u32]| ids.iter().copied().map(NoteId).collect::<Vec<_>>();
        let marks = [ids(&[]), ids(&[1, 2]), ids(&[]), ids(&[5])];
        let shares = shared(VecDeque::from(ids(&[1, 2, 7, 5])), &marks);
        assert_eq!(shares, [ids(&[]), ids(&[1, 2, 7]), ids(&[]), ids(&[5])]);
    }
}
