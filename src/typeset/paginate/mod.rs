//! A vertical list to pages.
//!
//! In: the list of a chapter, its notes, and the height of the text block. Out: for each page what stands on it, relative
//! to the top left corner of the text block. Choose the breaks (`breaks`), then put everything in its place (`place`).

mod breaks;
mod fill;
mod floats;
mod notes;
mod place;
#[cfg(test)]
mod tests;

pub(crate) use place::{Leaf, LeafKind};

use super::flow::{NoteList, VerticalList};
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
    /// True when the first page is a left-hand one.
    pub(crate) starts_verso: bool,
}

/// Cuts a list into pages. Nothing is lost: what is higher than a page stands alone on one and is reported.
pub(crate) fn paginate(list: VerticalList, notes: NoteList, block: Block, diagnostics: &mut Diagnostics) -> Vec<Leaf> {
    let notes = Notes::new(notes, &list.nodes, block.leading);
    let cuts = breaks::choose(&list, &notes, block);
    place::place(list, notes, &cuts, block, diagnostics)
}
