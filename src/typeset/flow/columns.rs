//! Parts that stand side by side.
//!
//! In: a group of columns. Out: nodes of the flow's list, each strip holding what stands at one height in every column.
//!
//! Each column is set by itself in its own measure, then they are laid over one another as [layers](super::layers). When
//! all columns have equally many blocks, each row of blocks begins at one height: a text beside its translation stays
//! beside it.

use super::layers::{Layer, merged};
use super::{Column, Flow, Node};
use crate::document::{Block, BlockKind, Group, GroupRole};
use crate::page::{ElementId, ElementKind};
use crate::typeset::paragraph::Align;

/// Rows up to this many lines are not parted.
const SHORT: i64 = 6;
/// The narrowest column, in ems: below it the parts stand one below the other.
const NARROWEST: i64 = 8;
/// Columns narrower than this, in ems, are set ragged.
const RAGGED: i64 = 20;

/// A part and where it stands.
struct Part<'b> {
    blocks: &'b [Block],
    column: Column,
    element: ElementId,
}

impl Flow<'_, '_> {
    /// Columns beside one another, or below one another where they would be too narrow.
    pub(super) fn side_by_side(&mut self, blocks: &[Block]) {
        self.tagged(ElementKind::Division, |flow| flow.parts_or_blocks(blocks));
    }

    fn parts_or_blocks(&mut self, blocks: &[Block]) {
        let Some(parts) = self.parts(blocks) else { return self.blocks(blocks) };
        let most = parts.iter().map(|part| part.blocks.len()).max().unwrap_or(0);
        let parallel = most > 1 && parts.iter().all(|part| part.blocks.len() == most);
        self.displayed(|flow| {
            flow.list.return_to_grid();
            if parallel {
                for row in 0..most {
                    flow.allow_break(0);
                    if row > 0 {
                        flow.list.space(flow.design.paragraph.space, true);
                    }
                    let cells: Vec<Part> =
                        parts.iter().map(|part| Part { blocks: &part.blocks[row..=row], ..*part }).collect();
                    flow.row_of_parts(&cells, row > 0);
                }
            } else {
                flow.row_of_parts(&parts, false);
            }
        });
    }

    /// The parts with their places; `None` when there is no room for them beside one another.
    fn parts<'b>(&mut self, blocks: &'b [Block]) -> Option<Vec<Part<'b>>> {
        let content = |block: &'b Block| match &block.kind {
            BlockKind::Group(Group { role: GroupRole::Column { share }, blocks }) => (blocks.as_slice(), *share),
            _ => (std::slice::from_ref(block), None),
        };
        let list: Vec<(&[Block], Option<u16>)> = blocks.iter().map(content).collect();
        let count = list.len() as i64;
        let room = self.column.measure - self.design.structures.column_gap * (count - 1).max(0);
        let shares = shares(&list.iter().map(|(_, share)| *share).collect::<Vec<_>>());
        let mut left = self.column.left;
        let mut parts = Vec::new();
        for ((blocks, _), share) in list.into_iter().zip(shares) {
            let measure = room.scale(share);
            if measure < self.text.size * NARROWEST {
                return None;
            }
            let element = self.setter.tags.add(ElementKind::Division, &self.language);
            parts.push(Part { blocks, column: Column { left, measure }, element });
            left += measure + self.design.structures.column_gap;
        }
        Some(parts)
    }

    /// Parts whose first lines stand at one height.
    fn row_of_parts(&mut self, parts: &[Part], goes_on: bool) {
        let layers: Vec<Layer> = parts.iter().map(|part| self.layer(part, goes_on)).collect();
        let leading = self.leading();
        let lines = layers.iter().map(|layer| layer.height.0 / leading.0.max(1)).max().unwrap_or(0);
        for node in merged(layers, lines <= SHORT) {
            match node {
                Node::Break(cost) => self.allow_break(cost),
                Node::Strip(strip) => self.strip(strip),
                Node::Space { height, grows } => self.list.space(height, grows),
                other => self.list.nodes.push(other),
            }
        }
        self.list.return_to_grid();
    }

    /// Sets a part by itself.
    fn layer(&mut self, part: &Part, goes_on: bool) -> Layer {
        let list = std::mem::take(&mut self.list);
        let column = std::mem::replace(&mut self.column, part.column);
        let narrow = part.column.measure < self.text.size * RAGGED;
        let align = if narrow && self.align == Align::Justify { Align::Left } else { self.align };
        let align = std::mem::replace(&mut self.align, align);
        let keep = std::mem::replace(&mut self.keep, 0);
        self.first = !goes_on;
        self.display = None;
        let displays = std::mem::replace(&mut self.displays, 0);
        let wide = self.wide.take();
        self.setter.tags.enter(part.element);
        self.blocks(part.blocks);
        self.setter.tags.leave();
        (self.align, self.column, self.keep) = (align, column, keep);
        (self.display, self.displays, self.wide) = (None, displays, wide);
        Layer::new(std::mem::replace(&mut self.list, list), self.leading())
    }
}

/// The part of the room that each column takes.
fn shares(wanted: &[Option<u16>]) -> Vec<f64> {
    let given: f64 = wanted.iter().flatten().map(|share| f64::from(*share) / 1000.0).sum();
    let free = wanted.iter().filter(|share| share.is_none()).count() as f64;
    let rest = if free > 0.0 { (1.0 - given).max(0.2 * free) / free } else { 0.0 };
    let shares: Vec<f64> = wanted.iter().map(|share| share.map_or(rest, |share| f64::from(share) / 1000.0)).collect();
    let all: f64 = shares.iter().sum();
    shares.iter().map(|share| share / all.max(0.001)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_fill_the_room() {
        assert_eq!(shares(&[Some(400), None]), [0.4, 0.6]);
        assert_eq!(shares(&[None, None]), [0.5, 0.5]);
        assert_eq!(shares(&[Some(200), Some(200)]), [0.5, 0.5]);
    }
}
