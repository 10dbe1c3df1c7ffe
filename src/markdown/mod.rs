//! Markdown to the document tree.
//!
//! In: a [`Manuscript`]. Out: a [`Draft`] whose links, images and note references are still as written.
//! The only room that sees pulldown-cmark and html5ever. It reads no file and settles nothing.
//!
//! ```text
//! text ─► fence ─► event (Markdown) ─┐
//!                     └► html (tags) ─┴─► builder: a stack of frames ─► finish: blocks ─► division: sections and chapters
//! ```

mod attributes;
mod attribution;
mod braces;
mod builder;
mod dialect;
mod division;
mod element;
mod event;
mod fence;
mod figure;
mod finish;
mod frame;
mod hidden;
mod html;
mod icon;
mod info;
mod line;
mod paragraph;
mod role;
mod script;
mod structure;
pub mod summary;
mod table;
mod token;
mod undefined;
mod verse;

pub use dialect::Dialect;
pub use icon::signs;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::document::{Block, Draft, Note, each_inline_mut, join_runs};
use crate::manuscript::Manuscript;
use crate::source::FileId;
use builder::{Builder, Input, Labels, Tally};

/// Reads every chapter of a manuscript.
pub fn read(manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Draft {
    let dialect = if manuscript.for_mdbook { Dialect::mdbook() } else { Dialect::book() };
    let mut reader = Reader { dialect, notes: Vec::new(), diagnostics };
    let mut draft = Draft { metadata: manuscript.metadata.clone(), ..Draft::default() };
    draft.divisions = division::divisions(manuscript, &mut reader, &mut draft.metadata);
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
    let mut reader = Reader { dialect, notes: Vec::new(), diagnostics };
    let mut blocks = reader.blocks(text, file, 0);
    let mut notes = reader.notes;
    each_inline_mut(&mut blocks, &mut join_runs);
    notes.iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut join_runs));
    (blocks, notes)
}

/// What one reading of a manuscript gathers.
struct Reader<'a> {
    dialect: Dialect,
    notes: Vec<Note>,
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    /// The flat blocks of a file from byte `start`; its notes are added to the book's.
    fn blocks(&mut self, text: &str, file: FileId, start: usize) -> Vec<Block> {
        let (mut labels, mut tally) = (Labels::default(), Tally::default());
        labels.promised = undefined::promised(text);
        let first_note = self.notes.len();
        let fenced = self.dialect.has_fences().then(|| fence::rewrite(text, file, start, self.diagnostics)).flatten();
        let input = match &fenced {
            Some(fenced) => Input { text: &fenced.text, file, pieces: fenced.pieces.clone() },
            None => Input::from(text, file, start),
        };
        let mut blocks = event::read(Builder {
            input,
            dialect: self.dialect,
            notes: &mut self.notes,
            labels: &mut labels,
            tally: &mut tally,
            diagnostics: self.diagnostics,
            stack: Vec::new(),
            tags: Vec::new(),
            anchors: Vec::new(),
            inside: false,
        });
        if self.dialect.has_scripts() {
            each_inline_mut(&mut blocks, &mut script::set);
            self.notes[first_note..].iter_mut().for_each(|note| each_inline_mut(&mut note.blocks, &mut script::set));
        }
        undefined::tell(&blocks, &self.notes[first_note..], text, self.diagnostics);
        self.tell(tally);
        blocks
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
