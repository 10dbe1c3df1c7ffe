//! What stands side by side.
//!
//! In: lists that were set by themselves, each in its own measure. Out: one list: strips that overlap in height become one,
//! and a page may end between two of these where every list lets it.

use super::{Cost, Node, Strip, VerticalList, up_to_grid};
use crate::units::{Length, Point};
use std::collections::VecDeque;

/// A page that ends in a short row.
const IN_SHORT_ROW: Cost = 1_000;

/// A part that has been set: its strips at their heights, and what a page end between two of them costs.
#[derive(Clone, Default)]
pub(super) struct Layer {
    strips: Vec<(Length, Strip)>,
    /// Cost of a break before each strip; `None` where none is allowed.
    breaks: Vec<Option<Cost>>,
    pub(super) height: Length,
}

impl Layer {
    /// The strips of a list, set from the head of a page on a grid of `leading`.
    pub(super) fn new(mut list: VerticalList, leading: Length) -> Layer {
        let mut layer = Layer::default();
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

    /// Adds a strip below the others.
    pub(super) fn push(&mut self, strip: Strip) {
        let top = self.height;
        self.height += strip.height;
        self.strips.push((top, strip));
        self.breaks.push(None);
    }

    /// The same further down.
    pub(super) fn lowered(mut self, by: Length) -> Layer {
        self.strips.iter_mut().for_each(|(top, _)| *top += by);
        self.height += by;
        self
    }
}

/// The layers over one another. Strips that overlap become one; where all are blank is space.
pub(super) fn merged(layers: Vec<Layer>, short: bool) -> Vec<Node> {
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

/// The layers over one another, cut into pieces of about `most`: where strips beside one another end at other heights, that
/// which a cut would part goes on below it.
pub(super) fn cut(layers: Vec<Layer>, most: Length) -> Vec<Strip> {
    let mut rest: Vec<VecDeque<(Length, Strip)>> = layers.into_iter().map(|layer| layer.strips.into()).collect();
    let (mut pieces, mut from) = (Vec::new(), Length::ZERO);
    while let Some(end) = next_cut(&rest, from, most) {
        let mut piece = Strip::blank(end - from);
        for layer in &mut rest {
            while layer.front().is_some_and(|(top, strip)| *top + strip.height <= end) {
                let Some((top, mut strip)) = layer.pop_front() else { break };
                strip.shift(Point::new(Length::ZERO, top - from));
                piece.items.append(&mut strip.items);
                piece.lines.append(&mut strip.lines);
                piece.notes.append(&mut strip.notes);
                piece.hyphenated |= strip.hyphenated;
            }
            let lack = layer.front().map_or(Length::ZERO, |(top, _)| end - *top).max(Length::ZERO);
            layer.iter_mut().for_each(|(top, _)| *top += lack);
        }
        pieces.push(piece);
        from = end;
    }
    pieces
}

/// Where the piece ends that begins at a height: at the end of a strip where as little as can be goes on below it.
fn next_cut(rest: &[VecDeque<(Length, Strip)>], from: Length, most: Length) -> Option<Length> {
    let near = |layer: &VecDeque<(Length, Strip)>| -> Vec<(Length, Length)> {
        let strips = layer.iter().map(|(top, strip)| (*top, *top + strip.height));
        strips.take_while(|(top, _)| *top < from + most).collect()
    };
    let layers: Vec<Vec<(Length, Length)>> = rest.iter().map(near).collect();
    let ends = || layers.iter().flatten().map(|(_, end)| *end);
    let is_last = layers.iter().zip(rest).all(|(near, rest)| near.len() == rest.len());
    if is_last && ends().all(|end| end <= from + most) {
        return ends().max();
    }
    let moved = |end: Length| -> Length {
        let parted = |layer: &&Vec<(Length, Length)>| {
            layer.iter().find(|(top, own)| *top < end && *own > end).map(|(top, _)| end - *top)
        };
        layers.iter().filter_map(|layer| parted(&layer)).sum()
    };
    let good = ends().filter(|end| *end > from + most / 2 && *end <= from + most);
    // What is higher than a piece is one; before what begins far below is space.
    let first_end = || rest.iter().filter_map(|layer| layer.front()).map(|(top, strip)| *top + strip.height).min();
    good.min_by_key(|end| (moved(*end), -end.0)).or_else(first_end)
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
    fn layers_of_other_lines_are_cut_where_little_moves() {
        let lines = |height: i64, count: i64| {
            let strips: Vec<(i64, i64)> = (0..count).map(|line| (line * height, height)).collect();
            layer(&strips, &vec![Some(0); count as usize])
        };
        let (a, b) = (lines(10, 9), lines(7, 12));
        assert_eq!(shape(&merged(vec![a.clone(), b.clone()], false)), "70 |0 20");
        let heights = |pieces: Vec<Strip>| pieces.iter().map(|piece| piece.height.0).collect::<Vec<_>>();
        assert_eq!(heights(cut(vec![a, b], Length(40))), [21, 21, 21, 30]);
        assert_eq!(heights(cut(vec![lines(100, 2), lines(10, 1)], Length(40))), [10, 100, 100]);
        assert_eq!(heights(cut(Vec::new(), Length(40))), [0; 0]);
    }
}
