//! A vertical list to pages.
//!
//! In: the list of a chapter, its notes, and the height of the text block. Out: for each page what stands on it, relative
//! to the top left corner of the text block. Choose the breaks (`breaks`, by what one page can hold: `fill`, `floats`,
//! `notes`) and the paragraphs that are set in a line more or less (`vary`), then put everything in its place (`place`).

mod breaks;
mod columns;
#[cfg(test)]
mod columns_tests;
mod fill;
mod floats;
mod notes;
mod place;
#[cfg(test)]
mod tests;
mod vary;

pub(crate) use columns::{Columns, side_by_side};
pub(crate) use place::{Leaf, LeafKind};

use super::flow::{NoteList, Otherwise, Passage, VerticalList};
use super::paragraph::Looseness;
use crate::diagnostic::Diagnostics;
use crate::units::Length;
use fill::Shown;
use floats::Floats;
use notes::Notes;

/// The text block that pages are made for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Block {
    /// Width.
    pub(crate) measure: Length,
    /// Height: a whole number of lines.
    pub(crate) height: Length,
    /// How far down text goes; notes stand at the foot of the block all the same.
    pub(crate) limit: Length,
    /// A line of the grid.
    pub(crate) leading: Length,
    /// True when white space grows by whole lines; false when it stretches until the page is full.
    pub(crate) grid: bool,
    /// True when the first page is a left-hand one.
    pub(crate) starts_verso: bool,
    /// True when pages that face each other end level.
    pub(crate) is_facing: bool,
    /// The first pages, where they are not like the others,
    first: [Room; 4],
    /// and how many they are.
    short: u8,
}

/// How much room a page has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Room {
    height: Length,
    /// How far down text goes.
    limit: Length,
}

impl Block {
    /// A block whose pages are all alike.
    pub(crate) fn new(measure: Length, height: Length, leading: Length, grid: bool, starts_verso: bool) -> Block {
        let first = [Room::default(); 4];
        Block { measure, height, limit: height, leading, grid, starts_verso, is_facing: true, first, short: 0 }
    }

    /// The same block for pages that lie side by side, or for those of which each is read by itself.
    pub(crate) fn facing(self, is_facing: bool) -> Block {
        Block { is_facing, ..self }
    }

    /// The same block, whose first pages have these rooms.
    fn beginning(self, rooms: &[Room]) -> Block {
        let like_others = Room { height: self.height, limit: self.height };
        let short = rooms.iter().rposition(|room| *room != like_others).map_or(0, |last| last + 1);
        let mut block = self;
        block.first[..short].copy_from_slice(&rooms[..short]);
        block.short = short as u8;
        block
    }

    /// The block of a page before which so many were begun that are not like the others.
    fn after(self, short: u8) -> Block {
        match self.first[..usize::from(self.short)].get(usize::from(short)) {
            Some(Room { height, limit }) => Block { height: *height, limit: *limit, ..self },
            None => self,
        }
    }
}

/// A list before it is cut into pages, with what is known of it.
#[derive(Debug)]
struct Galley {
    list: VerticalList,
    notes: Notes,
    floats: Floats,
    /// Height of what is repeated at the head of a page that begins at each node.
    heads: Vec<Length>,
}

impl Galley {
    fn new(list: VerticalList, notes: NoteList, block: Block) -> Galley {
        let notes = Notes::new(notes, &list.nodes, block.leading);
        let floats = Floats::new(&list.nodes, block.height, block.leading);
        let mut heads = vec![Length::ZERO; list.nodes.len() + 1];
        for repeat in &list.repeats {
            let height: Length = repeat.strips.iter().map(|strip| strip.height).sum();
            heads[repeat.from + 1..repeat.to].iter_mut().for_each(|head| *head = height);
        }
        Galley { list, notes, floats, heads }
    }
}

/// What is cut of a galley: some nodes, after pages that have shown so much.
#[derive(Clone, Copy, Debug)]
struct Part {
    from: usize,
    to: usize,
    shown: Shown,
}

impl Part {
    fn whole(galley: &Galley) -> Part {
        Part { from: 0, to: galley.list.nodes.len(), shown: Shown::default() }
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
    let galley = Galley::new(list, notes, block);
    let plan = vary::plan(&galley, Part::whole(&galley), block, setting);
    place::place(galley, plan, block, setting.diagnostics())
}
