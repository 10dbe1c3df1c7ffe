//! Notes at the foot of the page.
//!
//! In: the marks of a line. Out: each note set in note type, once a chapter, in the order of its first mark; a note that a
//! note refers to follows it.

use super::{Flow, Node, Strip, plain};
use crate::document::{Block, BlockKind, Id, Inline, InlineKind, NoteId, Target};
use crate::source::Span;
use crate::units::Length;
use std::collections::VecDeque;

/// The notes of a list, one after another.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NoteList {
    /// Each note with its lines.
    pub(crate) notes: Vec<(NoteId, Vec<Node>)>,
}

impl Flow<'_, '_> {
    /// Sets the notes that are marked here for the first time and returns them in order.
    pub(super) fn note_marks(&mut self, marks: &[NoteId]) -> Vec<NoteId> {
        if self.in_note {
            return marks.to_vec();
        }
        let mut waiting: VecDeque<NoteId> = marks.iter().copied().collect();
        let mut shown = Vec::new();
        while let Some(note) = waiting.pop_front() {
            if self.seen.insert(note) {
                let nodes = self.note(note);
                waiting.extend(strips(&nodes).flat_map(|strip| strip.notes.iter().copied()));
                self.notes.notes.push((note, nodes));
                shown.push(note);
            }
        }
        shown
    }

    fn note(&mut self, id: NoteId) -> Vec<Node> {
        let Some(note) = self.setter.document.notes.get(id.0 as usize) else { return Vec::new() };
        let mut flow = Flow::new(self.setter, self.design);
        flow.text = flow.design.types.note.clone();
        flow.language = self.language.clone();
        flow.in_note = true;
        flow.anchors.push(Id(format!("fn.{}", id.0 + 1)));
        let number = number(id, note.number);
        match note.blocks.split_first() {
            Some((Block { kind: BlockKind::Paragraph(content), attr, .. }, rest)) => {
                let content: Vec<Inline> = number.into_iter().chain(content.iter().cloned()).collect();
                flow.anchor(&attr.id);
                flow.with_language(&attr.language, |flow| flow.paragraph(&content));
                flow.blocks(rest);
            }
            Some(_) | None => {
                flow.paragraph(&number);
                flow.blocks(&note.blocks);
            }
        }
        let nodes = flow.finish().0.nodes;
        nodes.into_iter().map(|node| if node == Node::Grid { Node::Break(0) } else { node }).collect()
    }

    /// Height of the rule above the notes with the space around it.
    pub(crate) fn separator(leading: Length) -> Length {
        leading
    }
}

/// The number before a note, which leads back to its mark.
fn number(id: NoteId, number: u32) -> Vec<Inline> {
    let target = Target::Anchor(Id(format!("fnref.{}", id.0 + 1)));
    let content = vec![plain(&format!("{number}."))];
    let link = InlineKind::Link { target, title: String::new(), content };
    vec![Inline::new(link, Span::default()), plain("\u{2002}")]
}

/// The strips among nodes.
pub(crate) fn strips(nodes: &[Node]) -> impl Iterator<Item = &Strip> {
    nodes.iter().filter_map(|node| match node {
        Node::Strip(strip) | Node::Float { strip, .. } | Node::AtEdge(strip) => Some(strip),
        Node::Space { .. } | Node::Grid | Node::Break(_) => None,
    })
}
