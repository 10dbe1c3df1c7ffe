//! A tree from openings and closings.
//!
//! In: "open this", "close that" and text, from Markdown events or HTML tags. Out: blocks and notes.
//!
//! The open frames stand on a stack, so that no depth of nesting in the manuscript is a depth of calls here. Beyond
//! [`DEEPEST`] open frames nothing more is opened: what is in it stays and loses that one level.

use super::dialect::Dialect;
use super::frame::{CodeText, Frame, Holds, Node};
use super::mathjax::Formula;
use super::{finish, line, link, paragraph, table};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, BlockKind, Inline, InlineKind, Note, NoteId};
use crate::source::{FileId, Span};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How many frames may be open inside one another. Every walk over the tree calls itself at most so often.
const DEEPEST: usize = 96;

/// The text that events point into.
#[derive(Clone, Debug)]
pub(super) struct Input<'a> {
    /// The text as parsed.
    pub(super) text: &'a str,
    /// The file that spans name.
    pub(super) file: FileId,
    /// For each piece of `text`, where it starts in it, where in the file, and how long it is; in order.
    pub(super) pieces: Vec<(usize, usize, usize)>,
}

impl<'a> Input<'a> {
    /// The part of a file from `start`.
    pub(super) fn from(text: &'a str, file: FileId, start: usize) -> Input<'a> {
        let text = text.get(start..).unwrap_or_default();
        Input { text, file, pieces: vec![(0, start, text.len())] }
    }

    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        let start = self.offset(range.start);
        Span::new(self.file, start, self.offset(range.end).max(start))
    }

    fn offset(&self, at: usize) -> u32 {
        let index = self.pieces.partition_point(|(start, _, _)| *start <= at).saturating_sub(1);
        self.pieces
            .get(index)
            .map_or(0, |(start, original, length)| (original + at.saturating_sub(*start).min(*length)) as u32)
    }
}

/// What is told once a file, with the first place and the number of places.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// Tags that mean nothing, in words.
    pub(super) html: BTreeMap<String, (Span, usize)>,
    /// What is for a browser only, in words.
    pub(super) unheard: BTreeMap<String, (Span, usize)>,
    pub(super) depth: Option<Span>,
}

/// The notes of a file.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// Labels in lower case, as Markdown compares them, and the note of each.
    pub(super) known: BTreeMap<String, NoteId>,
    /// Labels, as written, that a line of the file seems to define.
    pub(super) promised: BTreeSet<String>,
    /// Those whose text has been read.
    pub(super) defined: BTreeSet<NoteId>,
}

/// The state of one reading.
pub(super) struct Builder<'a> {
    pub(super) input: Input<'a>,
    pub(super) dialect: Dialect,
    /// By language, what lines of code begin with that are not shown.
    pub(super) hidden_lines: &'a BTreeMap<String, String>,
    /// The formulas that marks in the text stand for.
    pub(super) formulas: &'a [Formula],
    pub(super) notes: &'a mut Vec<Note>,
    pub(super) labels: &'a mut Labels,
    pub(super) tally: &'a mut Tally,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) stack: Vec<Frame>,
    /// For each Markdown tag that is open, whether a frame was opened for it.
    pub(super) tags: Vec<bool>,
    /// Empty anchors that wait for the next block.
    pub(super) anchors: Vec<Inline>,
    /// Where drawings and formulas begin in the text that something closes, once one was met.
    pub(super) drawings: Option<BTreeSet<usize>>,
    /// True while a text made of a part of the file is read; it defines no notes.
    pub(super) inside: bool,
}

impl Builder<'_> {
    /// Closes whatever is open and hands the blocks over.
    pub(super) fn finish(mut self) -> Vec<Block> {
        while self.stack.len() > 1 {
            self.close();
        }
        self.flush();
        let anchors = std::mem::take(&mut self.anchors);
        let mut blocks = self.stack.pop().map(|root| root.blocks).unwrap_or_default();
        if let Some(first) = anchors.first() {
            let span = first.span;
            blocks.push(Block::new(BlockKind::Paragraph(anchors), span));
        }
        blocks
    }

    pub(super) fn top(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            let span = self.input.span(&(0..self.input.text.len()));
            self.stack.push(Frame::new(Node::Root, span));
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    /// Opens a frame, unless too many are open. Leaves are always opened.
    pub(super) fn open(&mut self, frame: Frame) -> bool {
        let holds = frame.node.holds();
        let leaf = matches!(holds, Holds::Line | Holds::Characters) || matches!(frame.node, Node::Note(_));
        let part_of_open = match frame.node {
            // A table in a cell of another is one level more.
            Node::Table(_) => !self.stack.iter().any(|frame| matches!(frame.node, Node::Cell(_))),
            Node::Row(..) | Node::Item { .. } | Node::Body => true,
            _ => false,
        };
        if holds != Holds::Inlines && !matches!(frame.node, Node::Drawing(_) | Node::Formula(_)) {
            self.leave_inlines();
            if !matches!(frame.node, Node::Nothing) {
                self.leave_line_of_cell();
            }
            self.flush();
        }
        if self.stack.len() > DEEPEST && !leaf && !part_of_open {
            self.tally.depth.get_or_insert(frame.span);
            return false;
        }
        self.top();
        self.stack.push(frame);
        true
    }

    /// Closes inlines that are open where a block begins, but for a link that goes around it.
    fn leave_inlines(&mut self) {
        while self.top().node.holds() == Holds::Inlines && !link::goes_around(self) {
            self.close();
        }
        let top = self.top();
        if top.tag.is_some() && matches!(top.node, Node::Paragraph) {
            self.close();
        }
    }

    /// Closes the innermost frame and puts what it has become into the one around it.
    pub(super) fn close(&mut self) {
        self.flush();
        if let Some(frame) = self.stack.pop() {
            finish::finish(self, frame);
        }
    }

    /// Closes the innermost Markdown frame, and the HTML that was left open in it.
    pub(super) fn close_markdown(&mut self) {
        while self.stack.len() > 1 && self.top().tag.is_some() {
            self.close();
        }
        if self.stack.len() > 1 {
            self.close();
        }
    }

    /// Makes a paragraph of the inlines that a container has gathered. A cell is one as soon as it holds a block.
    pub(super) fn flush(&mut self) {
        let top = self.top();
        let holds_blocks = match top.node {
            Node::Cell(_) => !top.blocks.is_empty(),
            _ => top.node.holds() == Holds::Blocks,
        };
        if holds_blocks && !top.line.is_empty() {
            self.flush_line();
        }
    }

    /// Makes a paragraph of the text of a cell in which a block begins.
    fn leave_line_of_cell(&mut self) {
        let top = self.top();
        if !matches!(top.node, Node::Cell(_)) {
            return;
        }
        if top.line.iter().all(line::is_blank) {
            top.line.clear();
        } else {
            self.flush_line();
        }
    }

    fn flush_line(&mut self) {
        let line = std::mem::take(&mut self.top().line);
        let span = line.iter().map(|i| i.span).reduce(Span::to).unwrap_or_default();
        if let Some(block) = paragraph::paragraph(self, line, span) {
            self.block(block);
        }
    }

    /// Puts a block below what stands in the innermost frame.
    fn add_block(&mut self, block: Block) {
        let block = self.with_anchors(block);
        self.top();
        if let Some(top) = self.stack.last_mut() {
            finish::join(&mut top.blocks, block, self.diagnostics);
        }
    }

    /// Puts a block where it belongs.
    pub(super) fn block(&mut self, block: Block) {
        self.leave_inlines();
        self.leave_line_of_cell();
        self.flush();
        match self.top().node.holds() {
            Holds::Blocks => self.add_block(block),
            Holds::Line if matches!(self.top().node, Node::Cell(_)) => {
                if let Some(block) = table::in_cell(block) {
                    self.add_block(block);
                }
            }
            Holds::Line | Holds::Inlines => finish::flatten(block, &mut self.top().line),
            Holds::Characters => {
                let mut inlines = Vec::new();
                finish::flatten(block, &mut inlines);
                self.text_in_code(&crate::document::plain_text(&inlines), 0);
            }
            Holds::Parts => self.container().blocks.push(block),
        }
    }

    /// The innermost frame that blocks may stand in.
    fn container(&mut self) -> &mut Frame {
        let index = self.stack.iter().rposition(|frame| frame.node.holds() == Holds::Blocks).unwrap_or(0);
        &mut self.stack[index]
    }

    fn with_anchors(&mut self, mut block: Block) -> Block {
        if self.anchors.is_empty() {
            return block;
        }
        let mut anchors = std::mem::take(&mut self.anchors);
        match &mut block.kind {
            BlockKind::Paragraph(content) => {
                anchors.append(content);
                *content = anchors;
            }
            BlockKind::Heading(heading) => {
                anchors.append(&mut heading.content);
                heading.content = anchors;
            }
            _ if block.attr.id.is_none() && anchors.len() == 1 => {
                block.attr.id_span = anchors.first().map(|anchor| anchor.span);
                block.attr.id = anchors.pop().and_then(|anchor| anchor.attr.id);
            }
            _ => {
                let span = block.span;
                self.top().blocks.push(Block::new(BlockKind::Paragraph(anchors), span));
            }
        }
        block
    }

    /// Puts an inline where it belongs.
    pub(super) fn inline(&mut self, inline: Inline) {
        match self.top().node.holds() {
            Holds::Blocks | Holds::Line | Holds::Inlines => {
                let line = &mut self.top().line;
                match inline {
                    Inline { kind: InlineKind::Text(text), attr, span } if attr.is_empty() => {
                        line::push_text(line, &text, span);
                    }
                    other => line.push(other),
                }
            }
            Holds::Characters => {
                let text = crate::document::plain_text(std::slice::from_ref(&inline));
                self.text_in_code(&text, 0);
            }
            Holds::Parts => {
                if !matches!(&inline.kind, InlineKind::Text(text) if text.trim().is_empty()) {
                    let span = inline.span;
                    self.container().blocks.push(Block::new(BlockKind::Paragraph(vec![inline]), span));
                }
            }
        }
    }

    /// Adds plain text.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        self.inline(Inline::new(InlineKind::Text(text.into()), span));
    }

    /// Adds text of a block of code, or of a drawing, that starts at `at` of the input.
    pub(super) fn text_in_code(&mut self, text: &str, at: usize) {
        match &mut self.top().node {
            Node::Code(CodeText { text: all, places, .. }) => {
                places.push((all.len(), at));
                all.push_str(text);
            }
            Node::Drawing(drawing) => drawing.text(text),
            Node::Formula(formula) => formula.text(text),
            _ => {}
        }
    }

    /// The note with this label, new if it was not named before.
    pub(super) fn note(&mut self, label: &str, span: Span) -> NoteId {
        let key = label.to_lowercase();
        if let Some(id) = self.labels.known.get(&key) {
            return *id;
        }
        let id = NoteId(self.notes.len() as u32);
        self.notes.push(Note { label: label.into(), number: 0, blocks: Vec::new(), span });
        self.labels.known.insert(key, id);
        id
    }

    /// Takes over the text of a note.
    pub(super) fn define(&mut self, label: &str, blocks: Vec<Block>, span: Span) {
        if self.inside {
            return;
        }
        let id = self.note(label, span);
        if !self.labels.defined.insert(id) {
            let first = self.notes[id.0 as usize].span;
            self.diagnostics.push(
                Diagnostic::warning(Code::DuplicateId, format!("two notes are named `{label}`; the first one counts"))
                    .at(span)
                    .label(first, "the first one"),
            );
            return;
        }
        let note = &mut self.notes[id.0 as usize];
        note.blocks = blocks;
        note.span = span;
    }
}
