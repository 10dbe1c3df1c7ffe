//! Notes.
//!
//! In: the marks of a line. Out: each note set in note type, once a chapter, in the order of its first mark; a note that a
//! note refers to follows it. Notes at the foot of the page stand beside the list; those at the end of a chapter or of the
//! book wait for it.

use super::{Flow, Node, Strip, plain};
use crate::design::NotePlace;
use crate::document::words::{Word, word};
use crate::document::{Block, BlockKind, Id, Inline, InlineKind, NoteId, Target, TextPlace};
use crate::page::{ElementId, ElementKind};
use crate::source::Span;
use crate::units::Length;
use std::collections::VecDeque;

/// The notes of a list, one after another.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct NoteList {
    /// Each note with its lines.
    pub(crate) notes: Vec<(NoteId, Vec<Node>)>,
}

/// The notes of a chapter that stand at the end of the book.
#[derive(Clone, Debug)]
pub(crate) struct EndNotes {
    /// The title of the chapter.
    pub(crate) title: String,
    /// Its notes in the order of their marks.
    pub(crate) notes: Vec<NoteId>,
}

impl Flow<'_, '_> {
    /// Sets the notes that are marked here for the first time and returns them in order.
    pub(super) fn note_marks(&mut self, marks: &[NoteId]) -> Vec<NoteId> {
        if self.in_note {
            return marks.to_vec();
        }
        if self.design.numbers.notes_at != NotePlace::Foot {
            let (seen, ends) = (&mut self.seen, &mut self.ends);
            ends.extend(marks.iter().filter(|note| seen.insert(**note)));
            return Vec::new();
        }
        let mut waiting: VecDeque<NoteId> = marks.iter().copied().collect();
        let mut shown = Vec::new();
        while let Some(note) = waiting.pop_front() {
            if self.seen.insert(note) {
                let element = self.setter.tags.note(note, &self.language);
                let nodes = self.note(note, element);
                waiting.extend(strips(&nodes).flat_map(|strip| strip.notes.iter().copied()));
                self.notes.notes.push((note, nodes));
                shown.push(note);
            }
        }
        shown
    }

    /// The lines of a note, which is an element.
    fn note(&mut self, id: NoteId, element: ElementId) -> Vec<Node> {
        let Some(note) = self.setter.document.notes.get(id.0 as usize) else { return Vec::new() };
        let leading = self.leading();
        self.setter.tags.enter(element);
        let label = self.setter.tags.add(ElementKind::Label, &self.language);
        let mut flow = Flow::new(self.setter, self.narrow);
        flow.label = Some(label.into());
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
        let mut list = flow.finish().0;
        self.setter.tags.leave();
        let first = note.blocks.first().and_then(|block| match &block.kind {
            BlockKind::Paragraph(content) => TextPlace::of(content),
            _ => None,
        });
        let ends_chapters = self.ends_chapters();
        // Its number is none of its text.
        let numbered = TextPlace::default().after(&format!("{}.", note.number)).before;
        let own = |place: TextPlace| match first {
            Some(first) if first.text == place.text => {
                TextPlace { before: place.before.saturating_sub(numbered), ..place }
            }
            _ => place,
        };
        for node in &mut list.nodes {
            match node {
                Node::Grid => *node = Node::Break(0),
                // No page of the text begins in a note that stands on the page of its mark, or far from its chapter.
                Node::Strip(strip) | Node::Float { strip, .. } => {
                    strip.lines.iter_mut().for_each(|line| line.place = line.place.filter(|_| ends_chapters).map(own));
                }
                Node::AtEdge(_) | Node::Space { .. } | Node::Break(_) | Node::Band(_) => {}
            }
        }
        list.ink_strips(leading);
        list.nodes
    }

    /// True when notes stand at the ends of chapters.
    pub(crate) fn ends_chapters(&self) -> bool {
        self.design.numbers.notes_at == NotePlace::Chapter
    }

    /// The notes that wait for the end of the book; none wait any more.
    pub(crate) fn take_ends(&mut self) -> Vec<NoteId> {
        std::mem::take(&mut self.ends)
    }

    /// The notes that wait for the end of a chapter, under a heading of their own.
    pub(crate) fn chapter_notes(&mut self) {
        let notes = self.take_ends();
        if !notes.is_empty() {
            let design = self.design.types.heading(1).clone();
            let title = word(&self.setter.document.metadata.language, Word::Notes);
            self.page_section(true, |flow| {
                flow.tagged_heading(&[plain(title)], &design);
                flow.end_notes(notes);
            });
        }
    }

    /// Notes of a book, those of each chapter under its title.
    pub(crate) fn book_notes(&mut self, chapters: &[EndNotes]) {
        let design = self.design.types.heading(2).clone();
        for chapter in chapters {
            let headed = !chapter.title.is_empty();
            self.page_section(headed, |flow| {
                if headed {
                    flow.tagged_heading(&[plain(&chapter.title)], &design);
                }
                flow.end_notes(chapter.notes.clone());
            });
        }
    }

    /// Notes below one another; one that only a note refers to comes last.
    fn end_notes(&mut self, notes: Vec<NoteId>) {
        let mut waiting = VecDeque::from(notes);
        self.seen.extend(waiting.iter().copied());
        while let Some(id) = waiting.pop_front() {
            let element = self.setter.tags.add(ElementKind::Note, &self.language);
            let mut nodes = self.note(id, element);
            for node in &mut nodes {
                if let Node::Strip(strip) | Node::Float { strip, .. } = node {
                    waiting.extend(std::mem::take(&mut strip.notes).into_iter().filter(|note| self.seen.insert(*note)));
                }
            }
            self.list.nodes.append(&mut nodes);
            self.keep = 0;
            self.allow_break(0);
        }
        self.list.return_to_grid();
        self.first = true;
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
        Node::Space { .. } | Node::Grid | Node::Break(_) | Node::Band(_) => None,
    })
}
