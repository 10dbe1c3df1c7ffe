//! Where pages end.
//!
//! In: the list of a chapter and its notes. Out: the cuts that cost least over the whole chapter, found by dynamic
//! programming over the places where a page may begin (M. F. Plass, "Optimal Pagination Techniques for Automatic
//! Typesetting Systems", 1981, chapter 3, for figures that are placed as soon as they fit). A state is a first node, what
//! has been shown of notes and figures, the side of the sheet, and how short the page on the left is, so that facing pages
//! can end level. Each state
//! looks at one page of nodes, so the time is linear in the length of the chapter.

use super::Block;
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
    /// Figures of earlier pages that stand at its head end before this one.
    pub(super) floats_above: usize,
    /// Spaces that grow by a line so that the page is full.
    pub(super) grow: i64,
}

/// How much of what may stand on a later page than its place has been shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Shown {
    /// Lines of notes.
    pub(super) notes: usize,
    /// Figures.
    pub(super) floats: usize,
}

/// A page that is one line short; grows with the square of the lines.
const SHORT: Cost = 40;
/// A space that grows by a line to fill a page.
const GROWN: Cost = 8;
/// Most lines by which the spaces of a page may grow.
const MOST_GROWN: i64 = 2;
/// Facing pages of unequal height, for each line.
const UNEQUAL: Cost = 150;
/// A figure that stands on a later page than its place.
const DEFERRED: Cost = 150;
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
    cut: Cut,
    next: usize,
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
    shown: Shown,
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
    let (heads, floats) = (heads(list), Floats::new(&list.nodes));
    let first = next_box(&list.nodes, 0);
    let mut reached: Vec<Vec<State>> = vec![Vec::new(); count + 1];
    reached[first].push(State {
        shown: Shown::default(),
        verso: block.starts_verso,
        facing: None,
        cost: 0,
        before: None,
        cut: Cut::default(),
    });
    for from in first..count {
        let states = reached[from].clone();
        let mut places: Vec<Shown> = states.iter().map(|s| s.shown).collect();
        places.sort_unstable();
        places.dedup();
        for before in places {
            let page =
                Page { list, notes, floats: &floats, block, from, before, head: heads[from], is_first: from == first };
            for end in page.ends() {
                relax(&mut reached, &states, end);
            }
        }
    }
    trace(&reached, count, notes)
}

/// Offers every state at the first node of a page that the page ends so.
fn relax(reached: &mut [Vec<State>], states: &[State], end: End) {
    for (place, state) in states.iter().enumerate().filter(|(_, s)| s.shown == end.cut.before) {
        let short = end.short.clamp(0, 3) as u8;
        let unequal = match state.facing {
            Some(left) if !end.is_last => Cost::from(left.abs_diff(short)) * UNEQUAL,
            Some(_) | None => 0,
        };
        let next = State {
            shown: end.cut.after,
            verso: !state.verso,
            facing: (state.verso && !end.is_last).then_some(short),
            cost: state.cost + end.cost + unequal,
            before: Some((end.cut.from, place)),
            cut: end.cut,
        };
        keep(&mut reached[end.next], next);
    }
}

/// Keeps a state unless an equal one is as cheap.
fn keep(states: &mut Vec<State>, new: State) {
    let same = |s: &State| s.shown == new.shown && s.verso == new.verso && s.facing == new.facing;
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

/// The cuts from the first page to the cheapest end.
fn trace(reached: &[Vec<State>], count: usize, notes: &Notes) -> Vec<Cut> {
    let left = |s: &State| (notes.lines.len() - s.shown.notes) as Cost;
    let mut at = reached[count].iter().min_by_key(|s| s.cost + left(s) * 1_000).copied();
    let mut cuts = Vec::new();
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
    floats: &'a Floats,
    block: Block,
    from: usize,
    before: Shown,
    /// Height of what is repeated at its head.
    head: Length,
    is_first: bool,
}

impl Page<'_> {
    /// The page with the figures that waited for it and the head of a table.
    fn begun(&self) -> Filling {
        let mut filling = Filling { floats: self.before.floats, ..Filling::default() };
        let waiting = self.floats.before[self.from];
        while filling.floats < waiting && self.place_float(&mut filling, Length::ZERO) {}
        filling.floats_above = filling.floats;
        filling.y += self.head;
        filling.bottom = filling.bottom.max(filling.y);
        filling
    }

    /// Places the next figure if there is room for it beside notes of a height; on an empty page always.
    fn place_float(&self, filling: &mut Filling, notes: Length) -> bool {
        let height = self.floats.height(&self.list.nodes, filling.floats);
        let top = above_float(filling.y, self.block.leading);
        if filling.bottom > Length::ZERO && top + height + notes > self.block.height {
            return false;
        }
        filling.bottom = top + height;
        filling.y = below_float(filling.bottom, self.block.leading);
        filling.grows += std::mem::take(&mut filling.waiting);
        filling.floats += 1;
        true
    }

    /// Every way in which the page can end; at least one.
    fn ends(&self) -> Vec<End> {
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
            if filling.bottom > self.block.height {
                return self.chosen(ends);
            }
        }
        ends.push(self.end(self.list.nodes.len(), filling, 0));
        self.chosen(ends)
    }

    fn add(&self, filling: &mut Filling, at: usize, node: &Node) {
        match node {
            Node::Float(_) => {
                if filling.floats == self.floats.before[at] {
                    let needed = self.notes.needed_before(at).max(self.before.notes);
                    self.place_float(filling, self.notes.height(self.before.notes, needed));
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
        let next = next_box(&self.list.nodes, at);
        let is_last = next == self.list.nodes.len();
        let needed = self.notes.needed_before(at).max(self.before.notes);
        if is_last {
            let notes = self.notes.height(self.before.notes, needed);
            while filling.floats < self.floats.at.len() && self.place_float(&mut filling, notes) {}
        }
        let room = self.block.height - filling.bottom;
        let (notes, stop) = self.notes.fit(self.before.notes, needed, room);
        let used = filling.bottom + self.notes.height(self.before.notes, notes);
        let missing = ((self.block.height - used).0 / self.block.leading.0.max(1)).max(0);
        let grow = if !is_last && missing <= filling.grows.min(MOST_GROWN) { missing } else { 0 };
        let short = missing - grow;
        let deferred = (self.floats.before[at] - filling.floats.min(self.floats.before[at])) as Cost * DEFERRED;
        let look = if is_last { self.cost_of_last(&filling) } else { SHORT * short * short + GROWN * grow };
        let after = Shown { notes, floats: filling.floats };
        let floats_above = filling.floats_above;
        let cut = Cut { from: self.from, to: at, before: self.before, after, floats_above, grow };
        End { cut, next, short, missing, cost: cost + stop + look + deferred, is_last }
    }

    fn cost_of_last(&self, filling: &Filling) -> Cost {
        let lines = filling.bottom.0 / self.block.leading.0.max(1);
        if self.is_first { 0 } else { (LAST_LINES - lines).max(0) * NEARLY_EMPTY }
    }

    /// The page with as many strips as fit, at least one, for want of a place where it may end.
    fn forced(&self) -> End {
        let mut filling = self.begun();
        let mut best = None;
        for (at, node) in self.list.nodes.iter().enumerate().skip(self.from) {
            self.add(&mut filling, at, node);
            if filling.bottom > self.block.height && best.is_some() {
                break;
            }
            if matches!(node, Node::Strip(_) | Node::Float(_)) {
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
    /// Where the last strip or figure ends.
    bottom: Length,
    /// Spaces between strips that may grow.
    grows: i64,
    /// Those after the last strip.
    waiting: i64,
    /// Figures shown so far.
    floats: usize,
    /// Those of them that stand above the text.
    floats_above: usize,
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
            Node::Break(_) | Node::Float(_) => {}
        }
    }
}

/// The figures of a list that may stand on a later page than their place.
struct Floats {
    /// Their nodes.
    at: Vec<usize>,
    /// For each node, how many stand before it.
    before: Vec<usize>,
}

impl Floats {
    fn new(nodes: &[Node]) -> Floats {
        let at: Vec<usize> = (0..nodes.len()).filter(|at| matches!(nodes[*at], Node::Float(_))).collect();
        let mut count = 0;
        let mut before = Vec::with_capacity(nodes.len() + 1);
        for node in nodes {
            before.push(count);
            count += usize::from(matches!(node, Node::Float(_)));
        }
        before.push(count);
        Floats { at, before }
    }

    fn height(&self, nodes: &[Node], float: usize) -> Length {
        match self.at.get(float).map(|at| &nodes[*at]) {
            Some(Node::Float(strip)) => strip.height,
            Some(Node::Strip(_) | Node::Space { .. } | Node::Grid | Node::Break(_)) | None => Length::ZERO,
        }
    }
}

/// Where a figure begins when the text above it ends at `y`.
pub(super) fn above_float(y: Length, leading: Length) -> Length {
    if y > Length::ZERO { y + leading / 2 } else { y }
}

/// Where the text below a figure begins that ends at `y`.
pub(super) fn below_float(y: Length, leading: Length) -> Length {
    up_to_grid(y + leading / 2, leading)
}

/// The first strip or figure at or after a node; the end of the list when there is none.
fn next_box(nodes: &[Node], at: usize) -> usize {
    let is_box = |node: &Node| matches!(node, Node::Strip(_) | Node::Float(_));
    nodes.iter().skip(at).position(is_box).map_or(nodes.len(), |more| at + more)
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
