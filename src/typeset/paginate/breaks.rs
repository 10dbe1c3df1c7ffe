//! Where pages end.
//!
//! In: the list of a chapter and its notes. Out: the cuts that cost least over the whole chapter, found by dynamic
//! programming over the places where a page may begin (M. F. Plass, "Optimal Pagination Techniques for Automatic
//! Typesetting Systems", 1981, chapter 3, for text without floats). A state is a first node, a place in the column of
//! notes, the side of the sheet, and how short the page on the left is, so that facing pages can end level. Each state
//! looks at one page of nodes, so the time is linear in the length of the chapter.

use super::Block;
use super::notes::Notes;
use crate::typeset::flow::{Cost, Node, VerticalList, up_to_grid};
use crate::units::Length;

/// The nodes and the lines of notes of a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Cut {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) notes_from: usize,
    pub(super) notes_to: usize,
}

/// A page that is one line short; grows with the square of the lines.
const SHORT: Cost = 40;
/// A space that grows by a line to fill a page.
const GROWN: Cost = 8;
/// Facing pages of unequal height, for each line.
const UNEQUAL: Cost = 60;
/// A break where none is allowed, for want of any other.
const FORCED: Cost = 1_000_000;
/// A last page with fewer lines than this looks lost.
const LAST_LINES: i64 = 5;
/// For each line that a last page lacks.
const NEARLY_EMPTY: Cost = 150;
/// Pages shorter than the fullest by more lines than this are not looked at.
const LOOK_BACK: i64 = 12;
/// States remembered at one node: the cheapest.
const STATES: usize = 24;

/// How a page could end.
#[derive(Clone, Copy, Debug)]
struct End {
    to: usize,
    next: usize,
    notes_to: usize,
    /// Lines missing after spaces have grown.
    short: i64,
    /// Lines missing before.
    missing: i64,
    cost: Cost,
    is_last: bool,
}

/// A way to reach the beginning of a page.
#[derive(Clone, Copy, Debug)]
struct State {
    notes: usize,
    verso: bool,
    /// Missing lines of the page on the left, when this one is on the right and faces it.
    facing: Option<u8>,
    cost: Cost,
    /// First node of the page before, and which of its states.
    before: Option<(usize, usize)>,
    cut: Cut,
}

/// The cheapest cuts.
pub(super) fn choose(list: &VerticalList, notes: &Notes, block: Block) -> Vec<Cut> {
    let count = list.nodes.len();
    let heads = heads(list);
    let first = next_strip(&list.nodes, 0);
    let mut reached: Vec<Vec<State>> = vec![Vec::new(); count + 1];
    let nothing = Cut { from: 0, to: 0, notes_from: 0, notes_to: 0 };
    reached[first].push(State {
        notes: 0,
        verso: block.starts_verso,
        facing: None,
        cost: 0,
        before: None,
        cut: nothing,
    });
    for from in first..count {
        let states = reached[from].clone();
        let mut places: Vec<usize> = states.iter().map(|s| s.notes).collect();
        places.sort_unstable();
        places.dedup();
        for notes_from in places {
            let page = Page { list, notes, block, from, notes_from, head: heads[from], is_first: from == first };
            for end in page.ends() {
                relax(&mut reached, &states, from, notes_from, end);
            }
        }
    }
    trace(&mut reached, count, notes)
}

/// Offers every state at `from` a page that ends so.
fn relax(reached: &mut [Vec<State>], states: &[State], from: usize, notes_from: usize, end: End) {
    for (place, state) in states.iter().enumerate().filter(|(_, s)| s.notes == notes_from) {
        let short = end.short.clamp(0, 3) as u8;
        let unequal = match state.facing {
            Some(left) if !end.is_last => Cost::from(left.abs_diff(short)) * UNEQUAL,
            Some(_) | None => 0,
        };
        let next = State {
            notes: end.notes_to,
            verso: !state.verso,
            facing: (state.verso && !end.is_last).then_some(short),
            cost: state.cost + end.cost + unequal,
            before: Some((from, place)),
            cut: Cut { from, to: end.to, notes_from, notes_to: end.notes_to },
        };
        keep(&mut reached[end.next], next);
    }
}

/// Keeps a state unless an equal one is as cheap.
fn keep(states: &mut Vec<State>, new: State) {
    let same = |s: &State| s.notes == new.notes && s.verso == new.verso && s.facing == new.facing;
    if let Some(old) = states.iter_mut().find(|s| same(s)) {
        if new.cost < old.cost {
            *old = new;
        }
        return;
    }
    if states.len() < STATES {
        states.push(new);
    } else if let Some(dearest) = states.iter_mut().max_by_key(|s| s.cost).filter(|s| s.cost > new.cost) {
        *dearest = new;
    }
}

/// The cuts from the first page to the cheapest end, with pages of notes alone for what is left of them.
fn trace(reached: &mut [Vec<State>], count: usize, notes: &Notes) -> Vec<Cut> {
    let left = |s: &State| (notes.lines.len() - s.notes) as Cost;
    let Some(last) = reached[count].iter().min_by_key(|s| s.cost + left(s) * 1_000).copied() else { return Vec::new() };
    let mut cuts = Vec::new();
    let mut at = Some(last);
    while let Some(state) = at {
        if state.before.is_some() {
            cuts.push(state.cut);
        }
        at = state.before.map(|(node, place)| reached[node][place]);
    }
    cuts.reverse();
    cuts
}

/// A page to be filled.
struct Page<'a> {
    list: &'a VerticalList,
    notes: &'a Notes,
    block: Block,
    from: usize,
    notes_from: usize,
    /// Height of what is repeated at its head.
    head: Length,
    is_first: bool,
}

impl Page<'_> {
    /// Every way in which the page can end; at least one.
    fn ends(&self) -> Vec<End> {
        let mut ends = Vec::new();
        let mut y = Filling { y: self.head, bottom: self.head, grows: 0, waiting: 0 };
        let nodes = &self.list.nodes;
        for (at, node) in nodes.iter().enumerate().skip(self.from) {
            if let Node::Break(cost) = node {
                ends.push(self.end(at, &y, *cost));
            }
            y.add(node, self.block.leading);
            if y.bottom > self.block.height {
                return self.chosen(ends);
            }
        }
        ends.push(self.end(nodes.len(), &y, 0));
        self.chosen(ends)
    }

    /// The ends worth looking at; a forced one when there is none.
    fn chosen(&self, mut ends: Vec<End>) -> Vec<End> {
        let Some(least) = ends.iter().map(|end| end.missing).min() else { return vec![self.forced()] };
        ends.retain(|end| end.missing <= least + LOOK_BACK);
        ends
    }

    /// The page when it ends before the node `at`.
    fn end(&self, at: usize, filling: &Filling, cost: Cost) -> End {
        let needed = self.notes.needed_before(at).max(self.notes_from);
        let room = self.block.height - filling.bottom;
        let (notes_to, stop) = self.notes.fit(self.notes_from, needed, room);
        let used = filling.bottom + self.notes.height(self.notes_from, notes_to);
        let missing = ((self.block.height - used).0 / self.block.leading.0.max(1)).max(0);
        let next = next_strip(&self.list.nodes, at);
        let is_last = next == self.list.nodes.len();
        let short = (missing - filling.grows).max(0);
        let look = if is_last { self.cost_of_last(filling) } else { SHORT * short * short + GROWN * (missing - short) };
        End { to: at, next, notes_to, short, missing, cost: cost + stop + look, is_last }
    }

    fn cost_of_last(&self, filling: &Filling) -> Cost {
        let lines = filling.bottom.0 / self.block.leading.0.max(1);
        if self.is_first { 0 } else { (LAST_LINES - lines).max(0) * NEARLY_EMPTY }
    }

    /// The page with as many strips as fit, at least one, for want of a place where it may end.
    fn forced(&self) -> End {
        let mut y = Filling { y: self.head, bottom: self.head, grows: 0, waiting: 0 };
        let mut best = None;
        for (at, node) in self.list.nodes.iter().enumerate().skip(self.from) {
            y.add(node, self.block.leading);
            if y.bottom > self.block.height && best.is_some() {
                break;
            }
            if matches!(node, Node::Strip(_)) {
                best = Some(self.end(at + 1, &y, FORCED));
            }
        }
        best.unwrap_or_else(|| self.end(self.list.nodes.len(), &y, FORCED))
    }
}

/// How far a page is filled.
#[derive(Clone, Copy, Debug)]
struct Filling {
    y: Length,
    /// Where the last strip ends.
    bottom: Length,
    /// Spaces between strips that may grow.
    grows: i64,
    /// Those after the last strip.
    waiting: i64,
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
            Node::Break(_) => {}
        }
    }
}

/// The first strip at or after a node; the end of the list when there is none.
fn next_strip(nodes: &[Node], at: usize) -> usize {
    nodes.iter().skip(at).position(|node| matches!(node, Node::Strip(_))).map_or(nodes.len(), |more| at + more)
}

/// Height of what is repeated at the head of a page that begins at each node.
fn heads(list: &VerticalList) -> Vec<Length> {
    let mut heads = vec![Length::ZERO; list.nodes.len() + 1];
    for repeat in &list.repeats {
        let height: Length = repeat.strips.iter().map(|strip| strip.height).sum();
        heads[repeat.from + 1..repeat.to].iter_mut().for_each(|head| *head = height);
    }
    heads
}
