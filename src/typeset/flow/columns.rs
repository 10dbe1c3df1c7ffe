//! Parts that stand side by side.
//!
//! In: a group of columns. Out: nodes of the flow's list, each strip holding what stands at one height in every column.
//!
//! Each column is set by itself in its own measure. Then the strips of all columns are laid over one another: strips that
//! overlap in height become one, and a page may end between two of these where every column lets it. When all columns
//! have equally many blocks, each row of blocks begins at one height: a text beside its translation stays beside it.

use super::{Column, Cost, Flow, Node, Strip, VerticalList, up_to_grid};
use crate::document::{Block, BlockKind, Group, GroupRole};
use crate::page::{ElementId, ElementKind};
use crate::typeset::paragraph::Align;
use crate::units::{Length, Point};

/// Rows up to this many lines are not parted.
const SHORT: i64 = 6;
/// A page that ends in a short row.
const IN_SHORT_ROW: Cost = 1_000;
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

/// A part that has been set: its strips at their heights, and what a page end between two of them costs.
struct Layer {
    strips: Vec<(Length, Strip)>,
    /// Cost of a break before each strip; `None` where none is allowed.
    breaks: Vec<Option<Cost>>,
    height: Length,
}

impl Layer {
    fn new(mut list: VerticalList, leading: Length) -> Layer {
        let mut layer = Layer { strips: Vec::new(), breaks: Vec::new(), height: Length::ZERO };
        let (mut y, mut allowed) = (Length::ZERO, None);
        list.ink_strips(leading);
        for node in list.nodes {
            match node {
                Node::Strip(strip) | Node::Float { strip, .. } => {
                    let top = y;
                    y += strip.height;
                    layer.strips.push((top, strip));
                    layer.breaks.push(std::mem::take(&mut allowed));
                    layer.height = y;
                }
                Node::AtEdge(strip) => y += strip.height,
                Node::Space { height, .. } => y += height,
                Node::Grid => y = up_to_grid(y, leading),
                Node::Break(cost) => allowed = Some(allowed.unwrap_or(cost).max(cost)),
                // Nothing in a part is as wide as the page.
                Node::Band(_) => {}
            }
        }
        layer
    }
}

/// The layers over one another. Strips that overlap become one; where all are blank is space.
fn merged(layers: Vec<Layer>, short: bool) -> Vec<Node> {
    let mut all: Vec<(Length, usize, Option<Cost>, bool, Strip)> = Vec::new();
    for (place, layer) in layers.into_iter().enumerate() {
        for (i, ((top, strip), cost)) in layer.strips.into_iter().zip(layer.breaks).enumerate() {
            all.push((top, place, cost, i == 0, strip));
        }
    }
    all.sort_by_key(|(top, place, ..)| (*top, *place));
    let mut nodes = Vec::new();
    let mut y = Length::ZERO;
    let mut rest = all.into_iter().peekable();
    while let Some((top, _, cost, first, strip)) = rest.next() {
        if top > y {
            nodes.push(Node::Space { height: top - y, grows: false });
        }
        let mut end = top + strip.height;
        let mut break_cost = if first { Some(0) } else { cost };
        let mut whole = Strip { height: Length::ZERO, ..strip };
        while let Some((next, _, cost, first, mut strip)) = rest.next_if(|(next, ..)| *next < end || *next == top) {
            end = end.max(next + strip.height);
            if next == top {
                let cost = if first { Some(0) } else { cost };
                break_cost = break_cost.zip(cost).map(|(a, b)| a.max(b));
            }
            strip.shift(Point::new(Length::ZERO, next - top));
            whole.items.append(&mut strip.items);
            whole.lines.append(&mut strip.lines);
            whole.notes.append(&mut strip.notes);
            whole.hyphenated |= strip.hyphenated;
        }
        whole.height = end - top;
        if let (Some(cost), false) = (break_cost, nodes.is_empty()) {
            nodes.push(Node::Break(if short { cost.max(IN_SHORT_ROW) } else { cost }));
        }
        nodes.push(Node::Strip(whole));
        y = end;
    }
    nodes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layer(strips: &[(i64, i64)], breaks: &[Option<Cost>]) -> Layer {
        let strip = |(top, height): &(i64, i64)| (Length(*top), Strip::blank(Length(*height)));
        Layer {
            strips: strips.iter().map(strip).collect(),
            breaks: breaks.to_vec(),
            height: Length(strips.last().map_or(0, |(top, height)| top + height)),
        }
    }

    fn shape(nodes: &[Node]) -> String {
        let name = |node: &Node| match node {
            Node::Strip(strip) => format!("{}", strip.height.0),
            Node::Space { height, .. } => format!("+{}", height.0),
            Node::Break(cost) => format!("|{cost}"),
            _ => "?".into(),
        };
        nodes.iter().map(name).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn lines_at_one_height_are_one_strip() {
        let a = layer(&[(0, 10), (10, 10), (20, 10)], &[None, None, Some(0)]);
        let b = layer(&[(0, 10), (10, 10)], &[None, Some(0)]);
        assert_eq!(shape(&merged(vec![a, b], false)), "10 10 |0 10");
    }

    #[test]
    fn strips_that_overlap_are_one_and_blank_is_space() {
        let a = layer(&[(0, 8), (8, 8)], &[None, Some(0)]);
        let b = layer(&[(0, 10), (20, 10)], &[None, Some(7)]);
        assert_eq!(shape(&merged(vec![a, b], false)), "16 +4 |7 10");
    }

    #[test]
    fn shares_fill_the_room() {
        assert_eq!(shares(&[Some(400), None]), [0.4, 0.6]);
        assert_eq!(shares(&[None, None]), [0.5, 0.5]);
        assert_eq!(shares(&[Some(200), Some(200)]), [0.5, 0.5]);
    }
}
