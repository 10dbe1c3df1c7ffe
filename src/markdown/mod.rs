//! Markdown to the document tree.
//!
//! In: a [`Manuscript`]. Out: a [`Draft`] whose links, images and note references are still as written.
//! The only room that sees pulldown-cmark. It reads no file and settles nothing.

use crate::diagnostic::Diagnostics;
use crate::document::{Block, Draft, Note};
use crate::manuscript::Manuscript;
use crate::source::FileId;

/// Reads every chapter of a manuscript.
pub fn read(manuscript: &Manuscript, diagnostics: &mut Diagnostics) -> Draft {
    let _ = (manuscript, diagnostics);
    Draft::default()
}

/// Reads one text as flat blocks, headings not yet made into divisions: the door for the specification's examples.
pub fn read_blocks(text: &str, file: FileId, diagnostics: &mut Diagnostics) -> (Vec<Block>, Vec<Note>) {
    let _ = (text, file, diagnostics);
    Default::default()
}
