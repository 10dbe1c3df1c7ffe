//! Paragraphs in a line more or less, so that pages are neither short nor too full.
//!
//! In: the paragraphs of a list. Out: a [`Plan`]: where pages end, and which paragraphs are set otherwise. After F.
//! Mittelbach, "A General LuaTeX Framework for Globally Optimized Pagination", Computational Intelligence 35 (2019), pp.
//! 242–284, in which every paragraph comes with all its variants. Here only paragraphs that stand wholly on a page are
//! varied, at most two on each, and they are set only when asked for: what they would cost is guessed from their last
//! line, the pages are chosen by the guesses, the chosen paragraphs are set, and the pages are chosen again until every
//! paragraph that is to change can.

use super::breaks::{Chosen, choose};
use super::{Block, Galley, Part, Setting};
use crate::typeset::flow::{Cost, Node, Otherwise, Passage, Strip, VerticalList};
use crate::typeset::paragraph::Looseness;
use std::collections::BTreeMap;

/// Pages that cost no more together are good enough: two that face each other may be a line short.
const GOOD: Cost = 80;
/// Most paragraphs that change on a page.
const MOST: usize = 2;
/// What any change costs.
const CHANGED: f64 = 10.0;
/// A line that is longer by this part of an em of type, in a paragraph that is a line longer, and what it costs then.
const LOOSE: (f64, f64) = (1.9, 45.0);
/// The same for a paragraph that is a line shorter.
const TIGHT: (f64, f64) = (1.1, 45.0);
/// How often pages are chosen by guesses before only what is known counts.
const ROUNDS: usize = 3;

/// Pages and paragraphs.
pub(super) struct Plan {
    /// Where pages end.
    pub(super) chosen: Chosen,
    /// Paragraphs that are set otherwise, by their first node: the node after them, and their lines.
    pub(super) otherwise: BTreeMap<usize, (usize, Vec<Strip>)>,
}

/// What is known of paragraphs in another number of lines.
#[derive(Debug, Default)]
pub(super) struct Variants {
    /// The paragraphs that may change, by the node of their last line.
    ending: BTreeMap<usize, Candidate>,
}

/// A paragraph that may change, and at what cost.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    passage: usize,
    /// Its first node.
    pub(super) from: usize,
    looser: Option<Cost>,
    tighter: Option<Cost>,
}

/// A paragraph in a line more or less.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change {
    passage: usize,
    looseness: Looseness,
}

/// What changes on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Changes {
    list: [Option<Change>; MOST],
    /// What that costs.
    pub(super) cost: Cost,
}

/// The cheapest changes among the paragraphs of a page, the cheapest first.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Found {
    looser: [Option<(Cost, usize)>; MOST],
    tighter: [Option<(Cost, usize)>; MOST],
}

impl Found {
    /// Takes note of a paragraph.
    pub(super) fn offer(&mut self, candidate: Candidate) {
        insert(&mut self.looser, candidate.looser, candidate.passage);
        insert(&mut self.tighter, candidate.tighter, candidate.passage);
    }

    /// Every number of lines by which the page can change, with the cheapest way to it.
    pub(super) fn changes(&self) -> impl Iterator<Item = (i64, Changes)> + use<> {
        let looser = sums(self.looser, Looseness::Looser, 1);
        let tighter = sums(self.tighter, Looseness::Tighter, -1);
        looser.into_iter().chain(tighter).flatten()
    }
}

/// Puts a cost in its place among the cheapest.
fn insert(cheapest: &mut [Option<(Cost, usize)>; MOST], cost: Option<Cost>, passage: usize) {
    let Some(cost) = cost else { return };
    let mut new = Some((cost, passage));
    for place in cheapest.iter_mut() {
        let dearer = place.is_none_or(|(old, _)| new.is_some_and(|(cost, _)| cost < old));
        if dearer {
            std::mem::swap(place, &mut new);
        }
    }
}

/// One change, and two.
fn sums(found: [Option<(Cost, usize)>; MOST], looseness: Looseness, line: i64) -> [Option<(i64, Changes)>; MOST] {
    let mut changes = Changes::default();
    let mut sums = [None; MOST];
    for (place, found) in found.iter().enumerate() {
        let Some((cost, passage)) = *found else { break };
        changes.cost += cost;
        changes.list[place] = Some(Change { passage, looseness });
        sums[place] = Some((line * (place as i64 + 1), changes));
    }
    sums
}

impl Variants {
    /// The paragraph that may change whose last line is a node.
    pub(super) fn ending_at(&self, node: usize) -> Option<Candidate> {
        if self.ending.is_empty() { None } else { self.ending.get(&node).copied() }
    }

    /// By how many lines a page may be too full.
    pub(super) fn most(&self) -> i64 {
        if self.ending.is_empty() { 0 } else { MOST as i64 }
    }

    /// Guesses for every paragraph of a part whose lines are lines of the grid.
    fn guessed(list: &VerticalList, part: Part, block: Block) -> Variants {
        let mut variants = Variants::default();
        let first = list.passages.partition_point(|passage| passage.from < part.from);
        let passages = list.passages.iter().enumerate().skip(first).take_while(|(_, passage)| passage.to <= part.to);
        for (passage, p) in passages {
            let (looser, tighter) = (guess(looser(p), LOOSE), guess(tighter(p), TIGHT));
            let regular = list.nodes[p.from..p.to].iter().all(|node| match node {
                Node::Strip(strip) => strip.height == block.leading,
                Node::Break(_) => true,
                Node::Float { .. } | Node::AtEdge(_) | Node::Space { .. } | Node::Grid | Node::Band(_) => false,
            });
            if regular && (looser.is_some() || tighter.is_some()) {
                variants.ending.insert(p.to - 1, Candidate { passage, from: p.from, looser, tighter });
            }
        }
        variants
    }

    /// Replaces a guess by what is known.
    fn know(&mut self, node: usize, looseness: Looseness, cost: Option<Cost>) {
        if let Some(candidate) = self.ending.get_mut(&node) {
            match looseness {
                Looseness::Looser => candidate.looser = cost,
                Looseness::Tighter => candidate.tighter = cost,
            }
        }
    }
}

/// How much wider each line would become, in ems, if the paragraph had a line more.
fn looser(passage: &Passage) -> f64 {
    let em = passage.style.text.size;
    (passage.measure() - passage.last + em * 3).ratio(em) / passage.lines.max(1) as f64
}

/// How much narrower the text of each line would become if it had a line less; a single line cannot.
fn tighter(passage: &Passage) -> f64 {
    let lines = passage.lines - 1;
    if lines < 1 { f64::INFINITY } else { passage.last.ratio(passage.style.text.size) / lines as f64 }
}

/// The cost of a change by a part of an em in each line; `None` beyond the most.
fn guess(ems: f64, (most, cost): (f64, f64)) -> Option<Cost> {
    (ems <= most).then(|| (CHANGED + cost * (ems / most).powi(2)) as Cost)
}

/// The cost of a change that has been made: the demerits of a line (the square of ten and its badness) by the root.
fn known(otherwise: &Otherwise) -> Cost {
    let each = otherwise.demerits / otherwise.strips.len().max(1) as f64;
    (CHANGED + each.max(0.0).sqrt() / 3.0).min(1e6) as Cost
}

/// Chooses pages and, where these are not all as they should be, paragraphs that change.
pub(super) fn plan(galley: &Galley, part: Part, block: Block, setting: &mut impl Setting) -> Plan {
    let list = &galley.list;
    let chosen = choose(galley, part, block, &Variants::default());
    if chosen.cost <= GOOD || list.passages.is_empty() {
        return Plan { chosen, otherwise: BTreeMap::new() };
    }
    let mut variants = Variants::guessed(list, part, block);
    let mut made: BTreeMap<(usize, bool), Vec<Strip>> = BTreeMap::new();
    for round in 0.. {
        let chosen = choose(galley, part, block, &variants);
        let changes = || chosen.cuts.iter().flat_map(|cut| cut.changes.list.iter().flatten().copied());
        let new: Vec<Change> = changes().filter(|change| !made.contains_key(&key(*change))).collect();
        if new.is_empty() {
            let otherwise = changes().filter_map(|change| replaced(list, &made, change)).collect();
            return Plan { chosen, otherwise };
        }
        for change in new {
            make(list, block, setting, change, &mut variants, &mut made);
        }
        if round >= ROUNDS {
            keep_only(&mut variants, &made);
        }
    }
    Plan { chosen, otherwise: BTreeMap::new() }
}

fn key(change: Change) -> (usize, bool) {
    (change.passage, change.looseness == Looseness::Looser)
}

/// Sets a paragraph otherwise, if it can be.
fn make(
    list: &VerticalList,
    block: Block,
    setting: &mut impl Setting,
    change: Change,
    variants: &mut Variants,
    made: &mut BTreeMap<(usize, bool), Vec<Strip>>,
) {
    let passage = &list.passages[change.passage];
    let regular = |o: &Otherwise| o.strips.iter().all(|strip| strip.height == block.leading);
    let otherwise = setting.otherwise(list, passage, change.looseness).filter(regular);
    variants.know(passage.to - 1, change.looseness, otherwise.as_ref().map(known));
    if let Some(otherwise) = otherwise {
        made.insert(key(change), otherwise.strips);
    }
}

/// Forgets every guess.
fn keep_only(variants: &mut Variants, made: &BTreeMap<(usize, bool), Vec<Strip>>) {
    for candidate in variants.ending.values_mut() {
        let passage = candidate.passage;
        candidate.looser = candidate.looser.filter(|_| made.contains_key(&(passage, true)));
        candidate.tighter = candidate.tighter.filter(|_| made.contains_key(&(passage, false)));
    }
}

fn replaced(
    list: &VerticalList,
    made: &BTreeMap<(usize, bool), Vec<Strip>>,
    change: Change,
) -> Option<(usize, (usize, Vec<Strip>))> {
    let passage = &list.passages[change.passage];
    made.get(&key(change)).map(|strips| (passage.from, (passage.to, strips.clone())))
}
