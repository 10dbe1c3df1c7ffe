//! How one page may be filled.
//!
//! In: the first node of a page and what earlier pages have shown. Out: every way in which the page can end, with what is
//! missing on it and what it costs. Figures are placed as soon as they fit; those that waited stand first.

use super::floats::{Spot, above_float, at_foot, below_float};
use super::vary::{Changes, Found, Variants};
use super::{Block, Galley};
use crate::typeset::flow::{Cost, Node, TURN, is_box, up_to_grid};
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
    /// How many spaces grow so that the page is full,
    pub(super) grow: i64,
    /// and by how much each.
    pub(super) stretch: Length,
    /// The paragraphs that are set in a line more or less.
    pub(super) changes: Changes,
    /// True when the page ends where none should.
    pub(super) forced: bool,
}

impl Cut {
    /// True for a column that stays empty, for it is too short for what comes next.
    pub(super) fn is_empty(&self) -> bool {
        self.is_alone() && self.before.floats == self.after.floats
    }

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
    /// Pages that are not like the others.
    pub(super) short: u8,
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
    /// True when the last line ends in the middle of a word.
    pub(super) hyphenated: bool,
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
/// The same while pages of figures alone come between, which no text makes longer.
const WAITING: Cost = 30;
/// A page without text, and each line that it lacks.
const ALONE: (Cost, Cost) = (100, 4);
/// What each line costs besides that such a page lacks of being half full.
const FORLORN: Cost = 240;
/// A break where none is allowed, for want of any other.
const FORCED: Cost = 1_000_000;
/// A column that stays empty.
const EMPTY: Cost = 5_000;
/// A last page with fewer lines than this looks lost, and what each that it lacks costs.
const LAST_LINES: (i64, Cost) = (5, 150);
/// The same for one that is nearly empty.
const LEAST_LINES: (i64, Cost) = (3, 2_000);
/// An end of a page that costs as much may be bettered by tighter paragraphs.
const WORTH: Cost = 400;
/// Pages shorter than the fullest by more lines than this are not looked at.
const LOOK_BACK: i64 = 7;

/// A page to be filled.
pub(super) struct Page<'a> {
    pub(super) galley: &'a Galley,
    pub(super) block: Block,
    pub(super) variants: &'a Variants,
    pub(super) from: usize,
    /// Where what is cut into pages ends.
    pub(super) to: usize,
    pub(super) before: Shown,
    pub(super) is_first: bool,
}

impl Page<'_> {
    /// The page with the figures that waited for it and the head of a table.
    fn begun(&self) -> Filling {
        let mut filling = Filling { floats: self.before.floats, ..Filling::default() };
        let waiting = self.galley.floats.before(self.from);
        while filling.floats < waiting && self.place_float(&mut filling, Length::ZERO, true) {}
        filling.waited = filling.floats;
        filling.y += self.galley.heads[self.from];
        filling.bottom = filling.bottom.max(filling.y);
        filling
    }

    /// Places the next figure if there is room for it beside notes of a height; on an empty page always.
    fn place_float(&self, filling: &mut Filling, notes: Length, has_waited: bool) -> bool {
        let Some(float) = self.galley.floats.get(filling.floats).filter(|float| !float.is_alone()) else {
            return false;
        };
        let leading = self.block.leading;
        // On a short page a figure may wait for one of full height.
        let is_empty = filling.bottom + filling.foot == Length::ZERO && !self.is_short();
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
        let bottom = placed.bottom + placed.foot;
        if !is_empty && (bottom > self.block.limit || bottom + notes > self.block.height) {
            return false;
        }
        placed.floats += 1;
        *filling = placed;
        true
    }

    /// The page with nothing but figures that waited for it.
    pub(super) fn alone(&self) -> Option<End> {
        let floats = &self.galley.floats;
        let (from, waiting) = (self.before.floats, floats.before(self.from));
        let (count, height) = floats.alone(from, waiting, self.block.limit, self.block.leading);
        let fits = height <= self.block.limit || !self.is_short();
        let first = floats.get(from).filter(|_| count > 0 && fits)?;
        let after = Shown { floats: from + count, short: self.short_after(), ..self.before };
        let cut =
            Cut { from: self.from, to: self.from, before: self.before, after, waited: after.floats, ..Cut::default() };
        let missing = if first.is_alone() { 0 } else { self.lines(self.block.height - height) };
        let left = (waiting - after.floats) as Cost * WAITING;
        let forlorn = (missing - self.lines(self.block.height) / 2).max(0);
        let cost = ALONE.0 + ALONE.1 * missing + FORLORN * forlorn + left;
        Some(End { cut, next: self.from, short: None, missing, hyphenated: false, cost })
    }

    /// A short column with nothing, where what comes next may stand in a higher one.
    pub(super) fn empty(&self) -> Option<End> {
        let after = Shown { short: self.short_after(), ..self.before };
        let cut = Cut { from: self.from, to: self.from, before: self.before, after, ..Cut::default() };
        let end = End { cut, next: self.from, short: None, missing: 0, hyphenated: false, cost: EMPTY };
        let has_more = self.from < self.to || self.before.floats < self.galley.floats.before(self.to);
        (self.is_short() && has_more).then_some(end)
    }

    /// True for a page that is not like the others.
    fn is_short(&self) -> bool {
        self.before.short < self.block.short
    }

    /// How many short pages have been shown after this one.
    fn short_after(&self) -> u8 {
        (self.before.short + 1).min(self.block.short)
    }

    /// Whole lines of the grid in a height.
    fn lines(&self, height: Length) -> i64 {
        (height.0 / self.block.leading.0.max(1)).max(0)
    }

    /// Every way in which the page can end; at least one.
    pub(super) fn ends(&self) -> Vec<End> {
        let mut places = Vec::with_capacity(64);
        let mut filling = self.begun();
        for (at, node) in self.nodes() {
            if let Node::Break(TURN) = node {
                return if self.room(&filling) < Length::ZERO {
                    self.chosen(places)
                } else {
                    vec![self.turn(at, filling)]
                };
            }
            if let Node::Break(cost) = node {
                places.push(Place { at, cost: *cost, filling });
            }
            self.add(&mut filling, at, node);
            if filling.bottom + filling.foot > self.block.limit + self.block.leading * self.variants.most() {
                return self.chosen(places);
            }
        }
        places.push(Place { at: self.to, cost: 0, filling });
        self.chosen(places)
    }

    /// The ends worth looking at of the places where the page may end; a forced one when there is none.
    fn chosen(&self, places: Vec<Place>) -> Vec<End> {
        let noted = places.last().is_some_and(|place| self.galley.notes.needed_before(place.at) > self.before.notes);
        let fitting = places.iter().filter(|place| self.room(&place.filling) >= Length::ZERO);
        let fullest = fitting.map(|place| place.filling.bottom).max().unwrap_or_default();
        let mut ends = Vec::new();
        for place in places {
            // Without notes the height of the text tells how much is missing.
            if noted || place.filling.bottom + self.block.leading * LOOK_BACK >= fullest {
                self.ends_at(place.at, place.filling, place.cost, &mut ends);
            }
        }
        let Some(least) = ends.iter().map(|end| end.missing).min() else { return vec![self.forced()] };
        ends.retain(|end| end.missing <= least + LOOK_BACK);
        ends
    }

    /// The page that the author ends before the node `at`, however short it is.
    fn turn(&self, at: usize, filling: Filling) -> End {
        End { short: None, hyphenated: false, cost: 0, ..self.end(at, filling, 0) }
    }

    /// The ways in which the page can end before the node `at`: as it is, and with paragraphs set in another number of
    /// lines where the page would lack a line or have one too many.
    fn ends_at(&self, at: usize, filling: Filling, cost: Cost, ends: &mut Vec<End>) {
        let room = self.room(&filling);
        let plain = (room >= Length::ZERO).then(|| self.end(at, filling, cost));
        ends.extend(plain);
        for (change, changes) in filling.found.changes() {
            let useful = match plain {
                Some(end) if change > 0 => (change..=change + 1).contains(&end.missing) && end.short.is_some(),
                Some(end) => end.missing == 0 && (end.cost >= WORTH || (change == -1 && end.short.is_some())),
                None => change < 0,
            };
            let mut changed = filling;
            let down = self.block.leading * change;
            changed.bottom += down;
            changed.y += down;
            changed.edge = changed.edge.map(|edge| edge + down);
            if useful && self.room(&changed) >= Length::ZERO {
                let mut end = self.end(at, changed, cost + changes.cost);
                end.cut.changes = changes;
                ends.push(end);
            }
        }
    }

    /// What is left for the notes and for nothing; less than nothing where the text goes too far down.
    fn room(&self, filling: &Filling) -> Length {
        let below = self.below(filling);
        if below < Length::ZERO { below } else { below + self.block.height - self.block.limit }
    }

    /// What is left for more text where there are no notes.
    fn below(&self, filling: &Filling) -> Length {
        self.block.limit - filling.foot - filling.bottom.max(filling.edge.unwrap_or_default())
    }

    /// The nodes from the first one of the page.
    fn nodes(&self) -> impl Iterator<Item = (usize, &Node)> {
        self.galley.list.nodes.iter().enumerate().take(self.to).skip(self.from)
    }

    fn add(&self, filling: &mut Filling, at: usize, node: &Node) {
        match node {
            Node::Float { .. } => {
                if filling.floats == self.galley.floats.before(at) {
                    let needed = self.galley.notes.needed_before(at).max(self.before.notes);
                    self.place_float(filling, self.galley.notes.height(self.before.notes, needed), false);
                }
            }
            Node::AtEdge(strip) if at == self.from => filling.strip(strip.height),
            Node::AtEdge(strip) => {
                filling.y += strip.height;
                filling.edge = Some(filling.y);
            }
            Node::Strip(strip) => {
                filling.strip(strip.height);
                if let Some(passage) = self.variants.ending_at(at).filter(|passage| passage.from >= self.from) {
                    filling.found.offer(passage);
                }
            }
            Node::Space { height, grows } => {
                filling.y += *height;
                filling.waiting += i64::from(*grows);
            }
            Node::Grid => filling.y = up_to_grid(filling.y, self.block.leading),
            Node::Break(_) | Node::Band(_) => {}
        }
    }

    /// The page when it ends before the node `at`.
    fn end(&self, at: usize, mut filling: Filling, cost: Cost) -> End {
        let next = next_box(&self.galley.list.nodes[..self.to], at);
        let is_last = next == self.to;
        let needed = self.galley.notes.needed_before(at).max(self.before.notes);
        if is_last {
            let notes = self.galley.notes.height(self.before.notes, needed);
            let all = self.galley.floats.before(self.to);
            while filling.floats < all && self.place_float(&mut filling, notes, false) {}
        }
        let room = self.room(&filling);
        let (notes, stop) = self.galley.notes.fit(self.before.notes, needed, room);
        let free = (room - self.galley.notes.height(self.before.notes, notes)).min(self.below(&filling));
        let missing = self.lines(free);
        let (grow, stretch) = if is_last { (0, Length::ZERO) } else { self.grown(&filling, free) };
        // What grows fills the page.
        let short = if grow > 0 { 0 } else { missing };
        let deferred = self.galley.floats.before(at).saturating_sub(filling.floats) as Cost * DEFERRED;
        let look =
            if is_last { self.cost_of_last(&filling) } else { SHORT * short * short + GROWN * (missing - short) };
        let after = Shown { notes, floats: filling.floats, short: self.short_after() };
        let (before, waited) = (self.before, filling.waited);
        let cut = Cut { from: self.from, to: at, before, after, waited, grow, stretch, ..Cut::default() };
        let short = (!is_last).then_some(short);
        let hyphenated = short.is_some() && self.hyphenated(at);
        End { cut, next, short, missing, hyphenated, cost: cost + stop + look + deferred }
    }

    /// How many spaces grow so that what is free is filled, and by how much each: by whole lines of the grid, or all of
    /// them by as much, up to half a line.
    fn grown(&self, filling: &Filling, free: Length) -> (i64, Length) {
        let (most, leading) = (filling.grows.min(MOST_GROWN), self.block.leading);
        match self.block.grid {
            true if self.lines(free) <= most => (self.lines(free), leading),
            false if filling.grows > 0 && free > Length::ZERO && free <= leading * filling.grows / 2 => {
                (filling.grows, free / filling.grows)
            }
            true | false => (0, Length::ZERO),
        }
    }

    /// True when the last line before a node ends in the middle of a word.
    fn hyphenated(&self, at: usize) -> bool {
        let strips = self.galley.list.nodes[self.from..at].iter().rev().find_map(|node| match node {
            Node::Strip(strip) => Some(strip.hyphenated),
            Node::Float { .. } | Node::AtEdge(_) | Node::Space { .. } | Node::Grid | Node::Break(_) | Node::Band(_) => {
                None
            }
        });
        strips.unwrap_or(false)
    }

    fn cost_of_last(&self, filling: &Filling) -> Cost {
        let lines = self.lines(filling.bottom + filling.foot);
        let lacking = |(least, cost): (i64, Cost)| (least - lines).max(0) * cost;
        if self.is_first || self.block.limit < self.block.height {
            0
        } else {
            lacking(LAST_LINES) + lacking(LEAST_LINES)
        }
    }

    /// The page with as many strips as fit, at least one, for want of a place where it may end.
    fn forced(&self) -> End {
        let mut filling = self.begun();
        let mut best = None;
        for (at, node) in self.nodes() {
            self.add(&mut filling, at, node);
            if filling.bottom + filling.foot > self.block.limit && best.is_some() {
                break;
            }
            if is_box(node) {
                best = Some(self.end(at + 1, filling, FORCED));
            }
        }
        let mut end = best.unwrap_or_else(|| self.end(self.to, filling, FORCED));
        end.cut.forced = true;
        end
    }
}

/// A place where a page may end.
struct Place {
    at: usize,
    cost: Cost,
    filling: Filling,
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
    /// Where what is shown at an edge only ends, if nothing stands below it yet.
    edge: Option<Length>,
    /// Paragraphs that may be set in another number of lines.
    found: Found,
}

impl Filling {
    fn strip(&mut self, height: Length) {
        self.y += height;
        self.bottom = self.y;
        self.edge = None;
        self.grows += std::mem::take(&mut self.waiting);
    }
}

/// The first box at or after a node; the end of the list when there is none.
pub(super) fn next_box(nodes: &[Node], at: usize) -> usize {
    nodes.iter().skip(at).position(is_box).map_or(nodes.len(), |more| at + more)
}
