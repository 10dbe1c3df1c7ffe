//! The notes of a chapter as one column of lines.
//!
//! In: the notes in the order of their marks. Out: [`Notes`]: which lines a page must show for the text that it shows, how
//! high any run of them is, and where they may be cut. A place in the column is all that has to be remembered of the notes
//! at a page break, whatever was carried over.

use crate::document::NoteId;
use crate::typeset::flow::{Cost, Flow, Node, NoteList, Strip};
use crate::units::Length;
use std::collections::BTreeMap;

/// A line of a note.
#[derive(Clone, Debug)]
pub(super) struct NoteLine {
    pub(super) strip: Strip,
    /// Space above it, unless it is the first on its page.
    pub(super) space: Length,
    /// What it costs to end a page after it; `None` where it may not end.
    cut: Option<Cost>,
    /// True for the first line of a note.
    opens: bool,
}

/// All lines of all notes of a chapter.
#[derive(Debug)]
pub(super) struct Notes {
    pub(super) lines: Vec<NoteLine>,
    /// Height of all lines before each place.
    above: Vec<Length>,
    /// How many notes begin before each place.
    opened: Vec<usize>,
    /// For each node of the list, how many lines the text before it needs.
    needed: Vec<usize>,
    /// Height of the rule and the space around it.
    pub(super) separator: Length,
}

impl Notes {
    pub(super) fn new(list: NoteList, nodes: &[Node], leading: Length) -> Notes {
        let mut lines = Vec::new();
        let mut ends: BTreeMap<NoteId, usize> = BTreeMap::new();
        let mut space = Length::ZERO;
        for (id, nodes) in list.notes {
            space = push_note(&mut lines, nodes, space);
            ends.insert(id, lines.len());
        }
        let (mut above, mut opened) = (vec![Length::ZERO], vec![0]);
        for (i, line) in lines.iter().enumerate() {
            above.push(above[i] + line.space + line.strip.height);
            opened.push(opened[i] + usize::from(line.opens));
        }
        let needed = needed(nodes, &ends);
        Notes { lines, above, opened, needed, separator: Flow::separator(leading) }
    }

    /// True when the line at a place goes on with a note that began before it.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        self.lines.get(at).is_some_and(|line| !line.opens)
    }

    /// How many lines the nodes before `node` need.
    pub(super) fn needed_before(&self, node: usize) -> usize {
        self.needed.get(node).copied().unwrap_or(self.lines.len())
    }

    /// Height of the lines `from..to` with the rule above them; nothing for no lines.
    pub(super) fn height(&self, from: usize, to: usize) -> Length {
        if from >= to { Length::ZERO } else { self.separator + self.above[to] - self.above[from] }
    }

    /// How far from `from` the lines fit into `room`, no further than `to`, and what it costs to stop there.
    pub(super) fn fit(&self, from: usize, to: usize, room: Length) -> (usize, Cost) {
        if from >= to || self.height(from, to) <= room {
            return (to.max(from), 0);
        }
        // Heights grow with every line, so the first that is too high is found by halving.
        let reach = self.above.partition_point(|above| self.separator + *above - self.above[from] <= room);
        let last = reach.saturating_sub(1).min(to - 1);
        let end = (from + 1..=last).rev().find(|end| self.lines[end - 1].cut.is_some()).unwrap_or(from);
        (end, self.cost_of_stop(from, end, to))
    }

    fn cost_of_stop(&self, from: usize, end: usize, to: usize) -> Cost {
        let kept_away = (self.opened[to] - self.opened[end]) as Cost;
        let inside = !self.lines[end].opens;
        let nothing_shown = end == from;
        let cut = if end > from { self.lines[end - 1].cut.unwrap_or(0) } else { 0 };
        kept_away * KEPT_AWAY + if inside { SPLIT + cut } else { 0 } + if nothing_shown { SPLIT } else { 0 }
    }
}

/// A note that goes on on the next page.
const SPLIT: Cost = 1_500;
/// A note that only begins on the page after its mark.
const KEPT_AWAY: Cost = 20_000;

/// Adds the lines of a note below `space`; returns the space that it wants below itself.
fn push_note(lines: &mut Vec<NoteLine>, nodes: Vec<Node>, mut space: Length) -> Length {
    let first = lines.len();
    for node in nodes {
        match node {
            Node::Strip(strip) | Node::Float { strip, .. } | Node::AtEdge(strip) => {
                let opens = lines.len() == first;
                lines.push(NoteLine { strip, space, cut: None, opens });
                space = Length::ZERO;
            }
            Node::Space { height, .. } => space += height,
            Node::Grid | Node::Band(_) => {}
            Node::Break(cost) => {
                if let Some(last) = lines.last_mut().filter(|_| space == Length::ZERO) {
                    last.cut = Some(cost);
                }
            }
        }
    }
    if let Some(last) = lines.last_mut() {
        last.cut = Some(0);
    }
    space
}

fn needed(nodes: &[Node], ends: &BTreeMap<NoteId, usize>) -> Vec<usize> {
    let mut needed = Vec::with_capacity(nodes.len() + 1);
    let mut so_far = 0;
    needed.push(0);
    for node in nodes {
        if let Node::Strip(strip) | Node::Float { strip, .. } = node {
            so_far = strip.notes.iter().filter_map(|note| ends.get(note)).copied().fold(so_far, usize::max);
        }
        needed.push(so_far);
    }
    needed
}
