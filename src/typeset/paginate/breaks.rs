//! Where pages end.
//!
//! In: the list of a chapter and its notes. Out: the cuts that cost least over the whole chapter, found by dynamic
//! programming over the places where a page may begin (M. F. Plass, "Optimal Pagination Techniques for Automatic
//! Typesetting Systems", 1981, chapter 3, for figures that are placed as soon as they fit). A state is a first node, what
//! has been shown of notes and figures, the side of the sheet, and how short the page on the left is, so that facing pages
//! can end level. Each state looks at one page of nodes, so the time is linear in the length of the chapter.

use super::Block;
use super::fill::{Cut, End, Page, Shown, next_box};
use super::floats::Floats;
use super::notes::Notes;
use super::vary::Variants;
use crate::typeset::flow::{Cost, VerticalList};
use crate::units::Length;

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
    fn first(block: Block) -> State {
        let (shown, cut) = (Shown::default(), Cut::default());
        State { shown, verso: block.starts_verso, facing: None, cost: 0, before: None, cut }
    }

    /// The beginning of the page after one that ends so.
    fn then(&self, end: &End) -> State {
        let short = end.short.map(|short| short.clamp(0, 3) as u8);
        let unequal = match (self.facing, short) {
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
    at: Vec<Vec<usize>>,
}

/// The cheapest cuts and what they cost.
#[derive(Debug)]
pub(super) struct Chosen {
    /// One for each page.
    pub(super) cuts: Vec<Cut>,
    /// What they cost together.
    pub(super) cost: Cost,
}

/// The cheapest cuts.
pub(super) fn choose(list: &VerticalList, notes: &Notes, block: Block, variants: &Variants) -> Chosen {
    let count = list.nodes.len();
    let (heads, floats) = (heads(list), Floats::new(&list.nodes, block.height, block.leading));
    let first = next_box(&list.nodes, 0);
    let start = State::first(block);
    let mut reached = Reached { states: vec![start], at: vec![Vec::new(); count + 1] };
    reached.at[first].push(0);
    for (from, head) in heads.into_iter().enumerate().skip(first) {
        let mut done = None;
        while let Some(before) = reached.next_shown(from, done) {
            done = Some(before);
            let is_first = from == first;
            let block = block.after(before.short);
            let page = Page { list, notes, floats: &floats, block, variants, from, before, head, is_first };
            let alone = page.alone();
            if from < count {
                // Better a page of figures alone than one that ends where none should.
                let ends = page.ends().into_iter().filter(|end| alone.is_none() || !end.cut.forced);
                ends.for_each(|end| reached.relax(end));
            }
            alone.into_iter().for_each(|end| reached.relax(end));
        }
    }
    reached.trace(count, notes, &floats)
}

impl Reached {
    /// What has been shown in one of the states of a node: the least that is more than `done`.
    fn next_shown(&self, node: usize, done: Option<Shown>) -> Option<Shown> {
        let shown = self.at[node].iter().map(|state| self.states[*state].shown);
        shown.filter(|shown| done.is_none_or(|done| *shown > done)).min()
    }

    /// Offers every state at the first node of a page that the page ends so.
    fn relax(&mut self, end: End) {
        for place in 0..self.at[end.cut.from].len() {
            let from = self.at[end.cut.from][place];
            let state = self.states[from];
            if state.shown != end.cut.before {
                continue;
            }
            let next = State { before: Some(from), ..state.then(&end) };
            self.keep(end.next, next);
        }
    }

    /// Keeps a state unless an equal one is as cheap.
    fn keep(&mut self, node: usize, new: State) {
        let states = &self.states;
        let same = |s: &State| s.shown == new.shown && s.verso == new.verso && s.facing == new.facing;
        let places = &mut self.at[node];
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
    fn trace(&self, count: usize, notes: &Notes, floats: &Floats) -> Chosen {
        let left = |state: &State| {
            (notes.lines.len() - state.shown.notes) as Cost * LEFT_OVER
                + (floats.len() - state.shown.floats) as Cost * FLOAT_LEFT
        };
        let ends = self.at[count].iter().map(|state| &self.states[*state]);
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

/// Height of what is repeated at the head of a page that begins at each node.
fn heads(list: &VerticalList) -> Vec<Length> {
    let mut heads = vec![Length::ZERO; list.nodes.len() + 1];
    for repeat in &list.repeats {
        let height: Length = repeat.strips.iter().map(|strip| strip.height).sum();
        heads[repeat.from + 1..repeat.to].iter_mut().for_each(|head| *head = height);
    }
    heads
}

/// What the pages cost when each is filled as far as it goes: what total fit is compared with.
#[cfg(test)]
pub(super) fn greedy(list: &VerticalList, notes: &Notes, block: Block) -> Cost {
    let (heads, floats) = (heads(list), Floats::new(&list.nodes, block.height, block.leading));
    let variants = Variants::default();
    let first = next_box(&list.nodes, 0);
    let (mut state, mut from) = (State::first(block), first);
    while from < list.nodes.len() || state.shown.floats < floats.len() {
        let (head, before) = (heads[from], state.shown);
        let (floats, variants, is_first) = (&floats, &variants, from == first);
        let page = Page { list, notes, floats, block, variants, from, before, head, is_first };
        let next_float = floats.get(before.floats).filter(|_| before.floats < floats.before(from));
        let alone = page.alone().filter(|_| from == list.nodes.len() || next_float.is_some_and(|f| f.is_alone()));
        let ends = page.ends();
        let forced = ends.iter().all(|end| end.cut.forced);
        let farthest = ends.into_iter().max_by_key(|end| end.cut.to);
        let Some(end) = alone.or(page.alone().filter(|_| forced)).or(farthest) else { break };
        (state, from) = (state.then(&end), end.next);
    }
    state.cost
}
