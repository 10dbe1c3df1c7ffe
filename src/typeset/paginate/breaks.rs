//! Where pages end.
//!
//! In: the list of a chapter and its notes. Out: the cuts that cost least over the whole chapter, found by dynamic
//! programming over the places where a page may begin (M. F. Plass, "Optimal Pagination Techniques for Automatic
//! Typesetting Systems", 1981, chapter 3, for figures that are placed as soon as they fit). A state is a first node, what
//! has been shown of notes and figures, the side of the sheet, and how short the page on the left is, so that facing pages
//! can end level. Each state looks at one page of nodes, so the time is linear in the length of the chapter.

use super::fill::{Cut, End, Page, Shown, next_box};
use super::vary::Variants;
use super::{Block, Galley, Part};
use crate::typeset::flow::Cost;

/// Facing pages of unequal height, for each line.
const UNEQUAL: Cost = 250;
/// A word that is broken at the foot of a right-hand page, so that the reader turns the page within it.
const TURNED_WORD: Cost = 2_000;
/// The same at the foot of a left-hand page.
const BROKEN_WORD: Cost = 130;
/// A line of notes that finds no place below the text.
const LEFT_OVER: Cost = 1_000;
/// A figure that finds no place beside the text.
const FLOAT_LEFT: Cost = 1_000_000;
/// States remembered at one node: the cheapest.
const STATES: usize = 24;

/// A way to reach the beginning of a page.
#[derive(Clone, Copy, Debug)]
struct State {
    shown: Shown,
    verso: bool,
    /// Missing lines of the page on the left, when this one is on the right and faces it.
    facing: Option<u8>,
    cost: Cost,
    /// The state at the beginning of the page before.
    before: Option<usize>,
    cut: Cut,
}

impl State {
    /// The beginning of the first page.
    fn first(block: Block, shown: Shown) -> State {
        let cut = Cut::default();
        State { shown, verso: block.starts_verso, facing: None, cost: 0, before: None, cut }
    }

    /// The beginning of the page after one of a block that ends so.
    fn then(&self, end: &End, block: Block) -> State {
        let short = end.short.map(|short| short.clamp(0, 3) as u8);
        let unequal = match (self.facing.filter(|_| block.is_facing), short) {
            (Some(left), Some(right)) => Cost::from(left.abs_diff(right)) * UNEQUAL,
            (None, _) | (_, None) => 0,
        };
        State {
            shown: end.cut.after,
            verso: !self.verso,
            facing: short.filter(|_| self.verso),
            cost: self.cost + end.cost + unequal + broken_word(end, self.verso),
            before: None,
            cut: end.cut,
        }
    }
}

/// All states, and those by which each node is reached.
struct Reached {
    states: Vec<State>,
    /// From the first node.
    at: Vec<Vec<usize>>,
    first: usize,
}

/// The cheapest cuts and what they cost.
#[derive(Debug)]
pub(super) struct Chosen {
    /// One for each page.
    pub(super) cuts: Vec<Cut>,
    /// What they cost together.
    pub(super) cost: Cost,
}

/// The cheapest cuts of a part.
pub(super) fn choose(galley: &Galley, part: Part, block: Block, variants: &Variants) -> Chosen {
    let first = next_box(&galley.list.nodes[..part.to], part.from);
    let start = State::first(block, part.shown);
    let mut reached = Reached { states: vec![start], at: vec![Vec::new(); part.to - first + 1], first };
    reached.at[0].push(0);
    for from in first..=part.to {
        let mut done = None;
        while let Some(before) = reached.next_shown(from, done) {
            done = Some(before);
            let (is_first, to) = (from == first, part.to);
            let block = block.after(before.short);
            let page = Page { galley, block, variants, from, to, before, is_first };
            let (alone, empty) = (page.alone(), page.empty());
            if from < part.to {
                // Better a page of figures alone, or an empty column, than one that ends where none should.
                let ends = page.ends().into_iter();
                let ends = ends.filter(|end| (alone.is_none() && empty.is_none()) || !end.cut.forced);
                ends.for_each(|end| reached.relax(end, block));
            }
            alone.into_iter().chain(empty).for_each(|end| reached.relax(end, block));
        }
    }
    reached.trace(part, galley)
}

impl Reached {
    /// What has been shown in one of the states of a node: the least that is more than `done`.
    fn next_shown(&self, node: usize, done: Option<Shown>) -> Option<Shown> {
        let shown = self.at[node - self.first].iter().map(|state| self.states[*state].shown);
        shown.filter(|shown| done.is_none_or(|done| *shown > done)).min()
    }

    /// Offers every state at the first node of a page that the page ends so.
    fn relax(&mut self, end: End, block: Block) {
        let node = end.cut.from - self.first;
        for place in 0..self.at[node].len() {
            let from = self.at[node][place];
            let state = self.states[from];
            if state.shown != end.cut.before {
                continue;
            }
            let next = State { before: Some(from), ..state.then(&end, block) };
            self.keep(end.next, next);
        }
    }

    /// Keeps a state unless an equal one is as cheap.
    fn keep(&mut self, node: usize, new: State) {
        let states = &self.states;
        let same = |s: &State| s.shown == new.shown && s.verso == new.verso && s.facing == new.facing;
        let places = &mut self.at[node - self.first];
        let old = places.iter().position(|place| same(&states[*place]));
        let rival = match old {
            Some(place) => Some(place),
            None if places.len() < STATES => None,
            None => (0..places.len()).max_by_key(|place| states[places[*place]].cost),
        };
        match rival {
            None => places.push(states.len()),
            Some(place) if new.cost < states[places[place]].cost => places[place] = states.len(),
            Some(_) => return,
        }
        self.states.push(new);
    }

    /// The cuts from the first page to the cheapest end.
    fn trace(&self, part: Part, galley: &Galley) -> Chosen {
        let (notes, floats) = (galley.notes.needed_before(part.to), galley.floats.before(part.to));
        let left = |state: &State| {
            notes.saturating_sub(state.shown.notes) as Cost * LEFT_OVER
                + floats.saturating_sub(state.shown.floats) as Cost * FLOAT_LEFT
        };
        let ends = self.at[part.to - self.first].iter().map(|state| &self.states[*state]);
        let mut at = ends.min_by_key(|state| state.cost + left(state));
        let cost = at.map_or(0, |state| state.cost);
        let mut cuts = Vec::new();
        while let Some(state) = at {
            if state.before.is_some() {
                cuts.push(state.cut);
            }
            at = state.before.map(|before| &self.states[before]);
        }
        cuts.reverse();
        Chosen { cuts, cost }
    }
}

/// What a word costs that goes on on the next page.
fn broken_word(end: &End, verso: bool) -> Cost {
    match (end.hyphenated, verso) {
        (false, _) => 0,
        (true, true) => BROKEN_WORD,
        (true, false) => TURNED_WORD,
    }
}

/// What the pages cost when each is filled as far as it goes: what total fit is compared with.
#[cfg(test)]
pub(super) fn greedy(galley: &Galley, block: Block) -> Cost {
    let (variants, part) = (Variants::default(), Part::whole(galley));
    let (floats, to) = (&galley.floats, part.to);
    let first = next_box(&galley.list.nodes, 0);
    let (mut state, mut from) = (State::first(block, part.shown), first);
    while from < to || state.shown.floats < floats.len() {
        let (before, variants, is_first) = (state.shown, &variants, from == first);
        let page = Page { galley, block, variants, from, to, before, is_first };
        let next_float = floats.get(before.floats).filter(|_| before.floats < floats.before(from));
        let alone = page.alone().filter(|_| from == to || next_float.is_some_and(|f| f.is_alone()));
        let ends = page.ends();
        let forced = ends.iter().all(|end| end.cut.forced);
        let farthest = ends.into_iter().max_by_key(|end| end.cut.to);
        let Some(end) = alone.or(page.alone().filter(|_| forced)).or(farthest) else { break };
        (state, from) = (state.then(&end, block), end.next);
    }
    state.cost
}
