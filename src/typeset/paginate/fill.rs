//! How one page may be filled.
//!
//! In: the first node of a page and what earlier pages have shown. Out: every way in which the page can end, with what is
//! missing on it and what it costs. Figures are placed as soon as they fit; those that waited stand first.

use super::Block;
use super::floats::{Floats, Spot, above_float, at_foot, below_float};
use super::notes::Notes;
use crate::typeset::flow::{Cost, Node, TURN, VerticalList, up_to_grid};
use crate::units::Length;

/// What a page holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cut {
    /// The nodes from this one
    pub(super) from: usize,
    /// to the one before this one.
    pub(super) to: usize,
    /// What earlier pages have shown of notes and figures.
    pub(super) before: Shown,
    /// What they and this page have shown.
    pub(super) after: Shown,
    /// Figures of earlier pages that stand on this one end before this one.
    pub(super) waited: usize,
    /// Spaces that grow by a line so that the page is full.
    pub(super) grow: i64,
}

impl Cut {
    /// True for a page of figures without text.
    pub(super) fn is_alone(&self) -> bool {
        self.from == self.to
    }
}

/// How much of what may stand on a later page than its place has been shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    /// Lines of notes.
    pub(super) notes: usize,
    /// Figures.
    pub(super) floats: usize,
}

/// How a page could end.
#[derive(Clone, Copy, Debug)]
pub(super) struct End {
    /// What it holds then.
    pub(super) cut: Cut,
    /// Where the next page begins.
    pub(super) next: usize,
    /// Lines missing after spaces have grown; `None` for a page that is not compared with the one that it faces.
    pub(super) short: Option<i64>,
    /// Lines missing before.
    missing: i64,
    /// What it costs, whatever stands beside it.
    pub(super) cost: Cost,
}

/// A page that is one line short; grows with the square of the lines.
const SHORT: Cost = 40;
/// A space that grows by a line to fill a page.
const GROWN: Cost = 8;
/// Most lines by which the spaces of a page may grow.
const MOST_GROWN: i64 = 2;
/// A figure that stands on a later page than its place.
const DEFERRED: Cost = 150;
/// A page without text, and each line that it lacks.
const ALONE: (Cost, Cost) = (100, 4);
/// A break where none is allowed, for want of any other.
const FORCED: Cost = 1_000_000;
/// A last page with fewer lines than this looks lost.
const LAST_LINES: i64 = 5;
/// For each line that a last page lacks.
const NEARLY_EMPTY: Cost = 150;
/// Pages shorter than the fullest by more lines than this are not looked at.
const LOOK_BACK: i64 = 12;

/// A page to be filled.
pub(super) struct Page<'a> {
    pub(super) list: &'a VerticalList,
    pub(super) notes: &'a Notes,
    pub(super) floats: &'a Floats,
    pub(super) block: Block,
    pub(super) from: usize,
    pub(super) before: Shown,
    /// Height of what is repeated at its head.
    pub(super) head: Length,
    pub(super) is_first: bool,
}

impl Page<'_> {
    /// The page with the figures that waited for it and the head of a table.
    fn begun(&self) -> Filling {
        let mut filling = Filling { floats: self.before.floats, ..Filling::default() };
        let waiting = self.floats.before(self.from);
        while filling.floats < waiting && self.place_float(&mut filling, Length::ZERO, true) {}
        filling.waited = filling.floats;
        filling.y += self.head;
        filling.bottom = filling.bottom.max(filling.y);
        filling
    }

    /// Places the next figure if there is room for it beside notes of a height; on an empty page always.
    fn place_float(&self, filling: &mut Filling, notes: Length, has_waited: bool) -> bool {
        let Some(float) = self.floats.get(filling.floats).filter(|float| !float.is_alone()) else { return false };
        let leading = self.block.leading;
        let is_empty = filling.bottom + filling.foot == Length::ZERO;
        let mut placed = *filling;
        match float.spot(has_waited) {
            Spot::Here => {
                placed.bottom = above_float(filling.y, leading) + float.height;
                placed.y = below_float(placed.bottom, leading);
                placed.grows += std::mem::take(&mut placed.waiting);
            }
            Spot::Head => {
                let bottom = above_float(filling.head, leading) + float.height;
                placed.head = below_float(bottom, leading);
                let down = placed.head - filling.head;
                placed.y += down;
                placed.bottom = if filling.bottom > filling.head { filling.bottom + down } else { bottom };
            }
            Spot::Foot => placed.foot += at_foot(float.height, leading),
        }
        if !is_empty && placed.bottom + placed.foot + notes > self.block.height {
            return false;
        }
        placed.floats += 1;
        *filling = placed;
        true
    }

    /// The page with nothing but figures that waited for it.
    pub(super) fn alone(&self) -> Option<End> {
        let (from, waiting) = (self.before.floats, self.floats.before(self.from));
        let (count, height) = self.floats.alone(from, waiting, self.block.height, self.block.leading);
        let first = self.floats.get(from).filter(|_| count > 0)?;
        let after = Shown { floats: from + count, ..self.before };
        let cut =
            Cut { from: self.from, to: self.from, before: self.before, after, waited: after.floats, ..Cut::default() };
        let missing = if first.is_alone() { 0 } else { self.lines(self.block.height - height) };
        let left = (waiting - after.floats) as Cost * DEFERRED;
        Some(End { cut, next: self.from, short: None, missing, cost: ALONE.0 + ALONE.1 * missing + left })
    }

    /// Whole lines of the grid in a height.
    fn lines(&self, height: Length) -> i64 {
        (height.0 / self.block.leading.0.max(1)).max(0)
    }

    /// Every way in which the page can end; at least one.
    pub(super) fn ends(&self) -> Vec<End> {
        let mut ends = Vec::new();
        let mut filling = self.begun();
        for (at, node) in self.list.nodes.iter().enumerate().skip(self.from) {
            if let Node::Break(TURN) = node {
                return vec![self.end(at, filling, 0)];
            }
            if let Node::Break(cost) = node {
                ends.push(self.end(at, filling, *cost));
            }
            self.add(&mut filling, at, node);
            if filling.bottom + filling.foot > self.block.height {
                return self.chosen(ends);
            }
        }
        ends.push(self.end(self.list.nodes.len(), filling, 0));
        self.chosen(ends)
    }

    fn add(&self, filling: &mut Filling, at: usize, node: &Node) {
        match node {
            Node::Float { .. } => {
                if filling.floats == self.floats.before(at) {
                    let needed = self.notes.needed_before(at).max(self.before.notes);
                    self.place_float(filling, self.notes.height(self.before.notes, needed), false);
                }
            }
            Node::Strip(_) | Node::Space { .. } | Node::Grid | Node::Break(_) => filling.add(node, self.block.leading),
        }
    }

    /// The ends worth looking at; a forced one when there is none.
    fn chosen(&self, mut ends: Vec<End>) -> Vec<End> {
        let Some(least) = ends.iter().map(|end| end.missing).min() else { return vec![self.forced()] };
        ends.retain(|end| end.missing <= least + LOOK_BACK);
        ends
    }

    /// The page when it ends before the node `at`.
    fn end(&self, at: usize, mut filling: Filling, cost: Cost) -> End {
        let next = next_strip(&self.list.nodes, at);
        let is_last = next == self.list.nodes.len();
        let needed = self.notes.needed_before(at).max(self.before.notes);
        if is_last {
            let notes = self.notes.height(self.before.notes, needed);
            while filling.floats < self.floats.len() && self.place_float(&mut filling, notes, false) {}
        }
        let room = self.block.height - filling.bottom - filling.foot;
        let (notes, stop) = self.notes.fit(self.before.notes, needed, room);
        let missing = self.lines(room - self.notes.height(self.before.notes, notes));
        let grow = if !is_last && missing <= filling.grows.min(MOST_GROWN) { missing } else { 0 };
        let short = missing - grow;
        let deferred = self.floats.before(at).saturating_sub(filling.floats) as Cost * DEFERRED;
        let look = if is_last { self.cost_of_last(&filling) } else { SHORT * short * short + GROWN * grow };
        let after = Shown { notes, floats: filling.floats };
        let cut = Cut { from: self.from, to: at, before: self.before, after, waited: filling.waited, grow };
        End { cut, next, short: (!is_last).then_some(short), missing, cost: cost + stop + look + deferred }
    }

    fn cost_of_last(&self, filling: &Filling) -> Cost {
        let lines = self.lines(filling.bottom + filling.foot);
        if self.is_first { 0 } else { (LAST_LINES - lines).max(0) * NEARLY_EMPTY }
    }

    /// The page with as many strips as fit, at least one, for want of a place where it may end.
    fn forced(&self) -> End {
        let mut filling = self.begun();
        let mut best = None;
        for (at, node) in self.list.nodes.iter().enumerate().skip(self.from) {
            self.add(&mut filling, at, node);
            if filling.bottom + filling.foot > self.block.height && best.is_some() {
                break;
            }
            if matches!(node, Node::Strip(_)) {
                best = Some(self.end(at + 1, filling, FORCED));
            }
        }
        best.unwrap_or_else(|| self.end(self.list.nodes.len(), filling, FORCED))
    }
}

/// How far a page is filled.
#[derive(Clone, Copy, Debug, Default)]
struct Filling {
    y: Length,
    /// Where the figures at its head end, and where the text below them begins.
    head: Length,
    /// Where the last strip or figure ends.
    bottom: Length,
    /// Height of the figures at its foot.
    foot: Length,
    /// Spaces between strips that may grow.
    grows: i64,
    /// Those after the last strip.
    waiting: i64,
    /// Figures shown so far.
    floats: usize,
    /// Those of them that waited for this page.
    waited: usize,
}

impl Filling {
    fn add(&mut self, node: &Node, leading: Length) {
        match node {
            Node::Strip(strip) => {
                self.y += strip.height;
                self.bottom = self.y;
                self.grows += std::mem::take(&mut self.waiting);
            }
            Node::Space { height, grows } => {
                self.y += *height;
                self.waiting += i64::from(*grows);
            }
            Node::Grid => self.y = up_to_grid(self.y, leading),
            Node::Break(_) | Node::Float { .. } => {}
        }
    }
}

/// The first strip at or after a node; the end of the list when there is none.
pub(super) fn next_strip(nodes: &[Node], at: usize) -> usize {
    let is_strip = |node: &Node| matches!(node, Node::Strip(_));
    nodes.iter().skip(at).position(is_strip).map_or(nodes.len(), |more| at + more)
}
