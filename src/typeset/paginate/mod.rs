//! A vertical list to pages.
//!
//! In: the list of a chapter, its notes, and the height of the text block. Out: for each page what stands on it, relative
//! to the top left corner of the text block. Choose the breaks (`breaks`, by what one page can hold: `fill`, `floats`,
//! `notes`) and the paragraphs that are set in a line more or less (`vary`), then put everything in its place (`place`).

mod breaks;
mod columns;
mod fill;
mod floats;
mod notes;
mod place;
#[cfg(test)]
mod tests;
mod vary;

pub(crate) use columns::side_by_side;
pub(crate) use place::{Leaf, LeafKind};

use super::flow::{NoteList, Otherwise, Passage, VerticalList};
use super::paragraph::Looseness;
use crate::diagnostic::Diagnostics;
use crate::units::Length;
use notes::Notes;

/// The text block that pages are made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Width.
    pub(crate) measure: Length,
    /// Height: a whole number of lines.
    pub(crate) height: Length,
    /// A line of the grid.
    pub(crate) leading: Length,
    /// True when white space grows by whole lines; false when it stretches until the page is full.
    pub(crate) grid: bool,
    /// True when the first page is a left-hand one.
    pub(crate) starts_verso: bool,
    /// How many of the first pages are shorter than the others, because something stands above them,
    pub(crate) short: u8,
    /// and by how much.
    pub(crate) above: Length,
}

impl Block {
    /// The block of a page before which so many short ones were begun.
    fn after(self, short: u8) -> Block {
        let above = if short < self.short { self.above } else { Length::ZERO };
        Block { height: self.height - above, ..self }
    }
}

/// What sets paragraphs again, and takes what there is to say.
pub(crate) trait Setting {
    /// A paragraph of a list in a line more or less; `None` where that would not look well.
    fn otherwise(&mut self, list: &VerticalList, passage: &Passage, looseness: Looseness) -> Option<Otherwise>;

    /// Takes findings.
    fn diagnostics(&mut self) -> &mut Diagnostics;
}

/// Cuts a list into pages. Nothing is lost: what is higher than a page stands alone on one and is reported.
pub(crate) fn paginate(list: VerticalList, notes: NoteList, block: Block, setting: &mut impl Setting) -> Vec<Leaf> {
    let notes = Notes::new(notes, &list.nodes, block.leading);
    let plan = vary::plan(&list, &notes, block, setting);
    place::place(list, notes, plan, block, setting.diagnostics())
}
