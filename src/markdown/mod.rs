//! Markdown to the document tree.
//!
//! In: a [`Manuscript`]. Out: a [`Draft`] whose links, images and note references are still as written.
//! The only room that sees pulldown-cmark and html5ever. It reads no file and settles nothing.
//!
//! ```text
//! text ─► fence, mathjax ─► event (Markdown) ─┐
//!                     └► html (tags) ─┴─► builder: a stack of frames ─► finish: blocks ─► division: sections and chapters
//! ```

mod admonish;
mod attributes;
mod attribution;
mod braces;
mod bracketed;
mod builder;
mod dialect;
mod division;
mod drawing;
mod element;
mod event;
mod fence;
mod figure;
mod finish;
mod foreign;
mod frame;
mod gitbook;
mod hidden;
mod html;
mod icon;
mod info;
mod line;
mod link;
mod mathjax;
mod mathml;
mod paragraph;
mod placeholder;
mod role;
mod script;
mod stretch;
mod structure;
pub mod summary;
mod table;
mod token;
mod undefined;
mod verse;

pub use dialect::Dialect;
pub use icon::signs;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, Draft, Inline, Note, Punctuation, each_inline_mut, join_runs};
use crate::manuscript::{Conventions, Manuscript};
use crate::source::FileId;
use builder::{Builder, Input, Labels, Tally};
use fence::Rewritten;
use mathjax::Formula;
use placeholder::Placeholders;
use std::collections::BTreeMap;

/// Reads every chapter of a manuscript.
pub fn read(manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Draft {
    let mut reader = Reader::new(Dialect::book(), diagnostics);
    let mut draft = Draft { metadata: manuscript.metadata.clone(), ..Draft::default() };
    if let Some(conventions) = &manuscript.conventions {
        (reader.dialect, reader.conventions) = (Dialect::following(conventions), Some(conventions));
        draft.web = conventions.web.clone();
        if !conventions.smart_punctuation {
            draft.punctuation = Punctuation::AsTyped;
        }
    }
    draft.divisions = division::divisions(manuscript, &mut reader, &mut draft.metadata);
    std::mem::take(&mut reader.placeholders).tell(reader.diagnostics);
    draft.notes = reader.notes;
    draft
}

/// Reads one text as flat blocks, headings not yet made into divisions: the door for the specification's examples.
/// Characters that are escaped in Markdown are plain characters here.
pub fn read_blocks(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> (Vec<Block>, Vec<Note>) {
    read_blocks_as(Dialect::default(), text, file, diagnostics)
}

/// The same with another set of extensions.
pub fn read_blocks_as(
    dialect: Dialect,
    text: &str,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> (Vec<Block>, Vec<Note>) {
    let mut reader = Reader::new(dialect, diagnostics);
    let mut blocks = reader.blocks(text, file, 0);
    std::mem::take(&mut reader.placeholders).tell(reader.diagnostics);
    let mut notes = reader.notes;
    each_inline_mut(&mut blocks, &mut join_runs);
    notes.iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut join_runs));
    (blocks, notes)
}

/// What one reading of a manuscript gathers.
struct Reader<'a> {
    dialect: Dialect,
    /// Those of a text that was written for mdBook.
    conventions: Option<&'a Conventions>,
    notes: Vec<Note>,
    placeholders: Placeholders,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Reader<'a> {
    fn new(dialect: Dialect, diagnostics: &'a mut Diagnostics) -> Reader<'a> {
        Reader { dialect, conventions: None, notes: Vec::new(), placeholders: Placeholders::default(), diagnostics }
    }

    /// The flat blocks of a file from byte `start`; its notes are added to the book's.
    fn blocks(&mut self, text: &str, file: FileId, start: usize) -> Vec<Block> {
        let (mut labels, mut tally) = (Labels::default(), Tally::default());
        labels.promised = undefined::promised(text);
        let first_note = self.notes.len();
        let (rewritten, formulas) = self.rewritten(text, file, start);
        let input = match &rewritten {
            Some(rewritten) => Input { text: &rewritten.text, file, pieces: rewritten.pieces.clone() },
            None => Input::from(text, file, start),
        };
        let hidden_lines = self.conventions.map_or(const { &BTreeMap::new() }, |conventions| &conventions.hidden_lines);
        let mut blocks = event::read(Builder {
            input,
            dialect: self.dialect,
            hidden_lines,
            formulas: &formulas,
            notes: &mut self.notes,
            labels: &mut labels,
            tally: &mut tally,
            diagnostics: self.diagnostics,
            stack: Vec::new(),
            tags: Vec::new(),
            anchors: Vec::new(),
            drawings: None,
            inside: false,
        });
        if self.dialect.has_scripts() {
            let mut set = |line: &mut Vec<Inline>| {
                bracketed::set(line);
                script::set(line);
            };
            each_inline_mut(&mut blocks, &mut set);
            self.notes[first_note..].iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut set));
        }
        let (own, in_text) = (&mut self.notes[first_note..], self.conventions.is_some());
        self.placeholders.settle(&mut blocks, own, text, in_text);
        undefined::tell(&blocks, &self.notes[first_note..], text, self.diagnostics);
        self.tell(tally);
        blocks
    }

    /// The text with what the Markdown parser does not know put otherwise, and the formulas that were taken out of it.
    fn rewritten(&mut self, text: &str, file: FileId, start: usize) -> (Option<Rewritten>, Vec<Formula>) {
        if self.dialect.has_fences() {
            return (fence::rewrite(text, file, start, self.diagnostics), Vec::new());
        }
        let Some(conventions) = self.conventions else { return (None, Vec::new()) };
        let boxes = fence::boxes(text, file, start, conventions.boxes, self.diagnostics);
        if !conventions.mathjax {
            return (boxes, Vec::new());
        }
        let (text, start) = boxes.as_ref().map_or((text, start), |boxes| (&boxes.text, 0));
        let literal = event::literal(text.get(start..).unwrap_or_default(), self.dialect);
        match (mathjax::rewrite(text, start, &literal), boxes) {
            (Some((second, found)), Some(first)) => (Some(first.then(second)), found),
            (Some((only, found)), None) => (Some(only), found),
            (None, boxes) => (boxes, Vec::new()),
        }
    }

    fn tell(&mut self, tally: Tally) {
        for (what, (span, count)) in tally.html {
            let times = if count == 1 { String::new() } else { format!(" ({count} in this file)") };
            self.diagnostics.push(Diagnostic::warning(Code::RawHtml, format!("{what}{times}")).at(span));
        }
        for (what, (span, count)) in tally.unheard {
            let times = if count == 1 { String::new() } else { format!(" ({count} in this file)") };
            self.diagnostics.push(Diagnostic::note(Code::RawHtml, format!("{what}{times}")).at(span));
        }
        if let Some(span) = tally.depth {
            let message = "nested too deep: what is inside is kept, at the depth of what is around it";
            self.diagnostics.push(Diagnostic::warning(Code::TooDeep, message).at(span));
        }
    }
}
