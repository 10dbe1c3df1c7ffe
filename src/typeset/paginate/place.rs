//! Everything to its place on its page.
//!
//! In: a galley and its cuts. Out: [`Leaf`]s and the [`Foot`] of each. What a page lacks is added to its spaces, a line of the grid each,
//! so that its last line stands where that of the facing page does.

use super::fill::Cut;
use super::floats::{Floats, Spot, above_float, at_foot, below_float};
use super::notes::{NoteLine, Notes};
use super::vary::Plan;
use super::{Block, Galley};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::page::{Ink, Item, TextLine};
use crate::source::Span;
use crate::typeset::flow::{Node, Placement, Strip, VerticalList, up_to_grid};
use crate::units::{Length, Point, Rect};
use std::collections::BTreeMap;

/// Width of the rule above notes, as a part of the measure, and its thickness in points.
const NOTE_RULE: (f64, f64) = (0.2, 0.4);

/// A page before it has margins: items relative to the top left corner of the text block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leaf {
    /// What stands on it, notes last.
    pub(crate) items: Vec<Item>,
    /// The lines among them, as they were set.
    pub(crate) lines: Vec<TextLine>,
    /// How it stands on its page.
    pub(crate) kind: LeafKind,
    /// Where what stands on it ends, without figures at the foot and notes.
    pub(super) bottom: Length,
}

impl Leaf {
    /// Adds a strip that has its place.
    pub(crate) fn add(&mut self, mut strip: Strip) {
        self.items.append(&mut strip.items);
        self.lines.append(&mut strip.lines);
    }

    /// Adds what another leaf shows.
    pub(super) fn append(&mut self, mut other: Leaf) {
        self.items.append(&mut other.items);
        self.lines.append(&mut other.lines);
    }

    /// Moves everything on it.
    pub(super) fn shift(&mut self, by: Point) {
        self.items.iter_mut().for_each(|item| item.shift(by));
        self.lines.iter_mut().for_each(|line| line.at = line.at + by);
    }
}

/// How a leaf stands on its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum LeafKind {
    /// Text, and what stands beside it.
    #[default]
    Text,
    /// Figures without text.
    Figures,
    /// A figure whose image is relative to the top left corner of the page, not of the text block.
    Bleed,
    /// A figure turned by a quarter to the left. Its items are relative to the top left corner of the turned block.
    Turned,
}

/// Where what stands in a galley goes.
pub(super) type Changed = BTreeMap<usize, (usize, Vec<Strip>)>;

/// Makes the pages.
pub(super) fn place(mut galley: Galley, plan: Plan, block: Block, diagnostics: &mut Diagnostics) -> Vec<Leaf> {
    let Plan { chosen, mut otherwise } = plan;
    let mut leaves = Vec::new();
    for cut in &chosen.cuts {
        let (mut leaf, foot) = galley.page(*cut, block, &mut otherwise);
        foot.put(block, Length::ZERO, &mut leaf);
        leaves.push(leaf);
    }
    let shown = chosen.cuts.last().map(|cut| cut.after).unwrap_or_default();
    for foot in galley.rest_of_notes(shown.notes, block) {
        let mut leaf = Leaf::default();
        foot.put(block, Length::ZERO, &mut leaf);
        leaves.push(leaf);
    }
    galley.report(&chosen.cuts, block, diagnostics);
    leaves
}

impl Galley {
    /// What stands on a page, and the notes at its foot.
    pub(super) fn page(&mut self, cut: Cut, block: Block, otherwise: &mut Changed) -> (Leaf, Foot) {
        let block = block.after(cut.before.short);
        let (from, to) = (cut.before.notes, cut.after.notes);
        let notes = self.notes.height(from, to);
        let (list, floats, leaf) = (&mut self.list, &self.floats, Leaf::default());
        let mut placer = Placer { list, floats, otherwise, block, y: Length::ZERO, leaf };
        if cut.is_alone() {
            placer.figures(cut);
        } else {
            placer.page(cut, notes);
        }
        let leaf = placer.leaf;
        (leaf, Foot::taken(&mut self.notes, from, to))
    }

    /// The notes of pages for what is left of them when the text has ended.
    pub(super) fn rest_of_notes(&mut self, mut from: usize, block: Block) -> Vec<Foot> {
        let mut feet = Vec::new();
        let end = self.notes.lines.len();
        while from < end {
            let to = self.notes.fit(from, end, block.height).0.max(from + 1);
            feet.push(Foot::taken(&mut self.notes, from, to));
            from = to;
        }
        feet
    }

    /// Tells what is higher than a page, and of pages that end where none should.
    pub(super) fn report(&self, cuts: &[Cut], block: Block, diagnostics: &mut Diagnostics) {
        report(&self.list, block, diagnostics);
        report_forced(&self.list, cuts, diagnostics);
    }
}

/// Notes at the foot of a page.
#[derive(Clone, Debug, Default)]
pub(super) struct Foot {
    /// Each with the space above it.
    lines: Vec<(Length, Strip)>,
    /// True when the first goes on with a note that began on the page before.
    goes_on: bool,
    /// Height of the rule above them.
    separator: Length,
}

impl Foot {
    /// Some lines of notes, which are there no more.
    fn taken(notes: &mut Notes, from: usize, to: usize) -> Foot {
        let goes_on = notes.goes_on(from);
        let taken = |line: &mut NoteLine| (line.space, std::mem::take(&mut line.strip));
        let lines = notes.lines[from..to.max(from)].iter_mut().map(taken).collect();
        Foot { lines, goes_on, separator: notes.separator }
    }

    /// Adds notes below these.
    pub(super) fn append(&mut self, mut other: Foot) {
        if self.lines.is_empty() {
            *self = other;
        } else {
            self.lines.append(&mut other.lines);
        }
    }

    /// Their height with the rule above them; nothing for none.
    pub(super) fn height(&self) -> Length {
        let lines: Length = self.lines.iter().map(|(space, strip)| *space + strip.height).sum();
        if self.lines.is_empty() { Length::ZERO } else { self.separator + lines }
    }

    /// Puts them at the foot of the block, `left` from its edge, under a short rule; under one as wide as the measure where
    /// a note goes on that began on the page before (The Chicago Manual of Style, 17th edition, 14.49).
    pub(super) fn put(self, block: Block, left: Length, leaf: &mut Leaf) {
        if self.lines.is_empty() {
            return;
        }
        let mut y = block.height - self.height() + self.separator;
        let width = if self.goes_on { block.measure } else { block.measure.scale(NOTE_RULE.0) };
        let rule = Rect::new(left, y - self.separator.scale(0.45), width, Length::pt(NOTE_RULE.1));
        leaf.items.push(Item::Rule { frame: rule, ink: Ink::BLACK });
        for (space, mut strip) in self.lines {
            y += space;
            strip.shift(Point::new(left, y));
            y += strip.height;
            leaf.add(strip);
        }
    }
}

/// Tells what is higher than a page.
fn report(list: &VerticalList, block: Block, diagnostics: &mut Diagnostics) {
    for node in &list.nodes {
        let (strip, room) = match node {
            Node::Float { strip, placement: Placement::Turned } => (strip, block.measure),
            Node::Float { strip, .. } | Node::Strip(strip) | Node::AtEdge(strip) => (strip, block.height),
            Node::Space { .. } | Node::Grid | Node::Break(_) | Node::Band(_) => continue,
        };
        if strip.height > room {
            let what = Diagnostic::warning(Code::TooHigh, "something is higher than a page and runs out of it");
            diagnostics.push(what.at(strip.span));
        }
    }
}

/// Tells of pages that end where none should.
fn report_forced(list: &VerticalList, cuts: &[Cut], diagnostics: &mut Diagnostics) {
    for cut in cuts.iter().filter(|cut| cut.forced) {
        let strips = list.nodes[cut.to.min(list.nodes.len())..].iter().filter_map(|node| match node {
            Node::Strip(strip) => Some(strip.span).filter(|span| *span != Span::default()),
            Node::Float { .. } | Node::AtEdge(_) | Node::Space { .. } | Node::Grid | Node::Break(_) | Node::Band(_) => {
                None
            }
        });
        let Some(span) = strips.into_iter().next() else { continue };
        let what = Diagnostic::warning(Code::BadPageBreak, "a page ends before this line, where none should end");
        diagnostics.push(what.at(span).hint("make what stands together here shorter than a page"));
    }
}

/// What is repeated at the head of a page that begins at a node.
fn head(list: &VerticalList, from: usize) -> Vec<Strip> {
    let repeat = list.repeats.iter().find(|repeat| repeat.from < from && from < repeat.to);
    repeat.map(|repeat| repeat.strips.clone()).unwrap_or_default()
}

/// Fills one page from above to below.
struct Placer<'a> {
    list: &'a mut VerticalList,
    floats: &'a Floats,
    otherwise: &'a mut Changed,
    block: Block,
    y: Length,
    leaf: Leaf,
}

impl Placer<'_> {
    /// A page of text above notes of a height.
    fn page(&mut self, cut: Cut, notes: Length) {
        let spot = |float: usize| self.floats.get(float).map(|f| f.spot(float < cut.waited));
        let of = |wanted: Spot| -> Vec<usize> {
            (cut.before.floats..cut.after.floats).filter(|float| spot(*float) == Some(wanted)).collect()
        };
        let (heads, mut here, feet) = (of(Spot::Head), of(Spot::Here).into_iter().peekable(), of(Spot::Foot));
        heads.into_iter().for_each(|float| self.float(float));
        for strip in head(self.list, cut.from) {
            self.strip(strip);
        }
        let grounds = self.leaf.items.len();
        let mut grow = cut.grow;
        let last = self.last_strip(cut);
        let mut places: Vec<Option<(Length, Length)>> = vec![None; cut.to - cut.from];
        let mut replaced = cut.from;
        for at in cut.from..cut.to {
            if let Some((to, strips)) = self.otherwise.remove(&at) {
                let top = self.y;
                strips.into_iter().for_each(|strip| self.strip(strip));
                (replaced, places[at - cut.from]) = (to, Some((top, self.y)));
            }
            if at < replaced {
                continue;
            }
            match &mut self.list.nodes[at] {
                Node::AtEdge(strip) if at == cut.from || at > last => {
                    let strip = taken(strip);
                    self.strip(strip);
                }
                Node::AtEdge(strip) => self.y += strip.height,
                Node::Strip(strip) => {
                    let strip = taken(strip);
                    let top = self.y;
                    self.strip(strip);
                    places[at - cut.from] = Some((top, self.y));
                }
                Node::Float { .. } => {
                    let is_it = |float: &usize| self.floats.get(*float).is_some_and(|f| f.at == at);
                    if let Some(float) = here.next_if(is_it) {
                        self.float(float);
                    }
                }
                Node::Space { height, grows } => {
                    self.y += *height;
                    if *grows && grow > 0 && at < last {
                        self.y += cut.stretch;
                        grow -= 1;
                    }
                }
                Node::Grid => self.y = up_to_grid(self.y, self.block.leading),
                Node::Break(_) | Node::Band(_) => {}
            }
        }
        here.for_each(|float| self.float(float));
        self.leaf.bottom = self.y;
        let inks = inks(self.list, cut, &places);
        self.leaf.items.splice(grounds..grounds, inks);
        self.at_foot(&feet, notes);
    }

    /// Figures at the foot of the page, the last just above notes of a height.
    fn at_foot(&mut self, feet: &[usize], notes: Length) {
        let leading = self.block.leading;
        let heights = feet.iter().filter_map(|float| self.floats.get(*float)).map(|f| at_foot(f.height, leading));
        self.y = self.block.limit.min(self.block.height - notes) - heights.sum::<Length>();
        for float in feet {
            self.y += at_foot(Length::ZERO, leading);
            let strip = self.taken_float(*float);
            self.strip(strip);
        }
    }

    /// A page of figures, in the middle of its height.
    fn figures(&mut self, cut: Cut) {
        if cut.is_empty() {
            return;
        }
        let (first, leading) = (self.floats.get(cut.before.floats), self.block.leading);
        self.leaf.kind = match first.map(|float| float.placement) {
            Some(Placement::Turned) => LeafKind::Turned,
            Some(Placement::Bleed) => LeafKind::Bleed,
            _ => LeafKind::Figures,
        };
        let (_, height) = self.floats.alone(cut.before.floats, cut.after.floats, self.block.limit, leading);
        let room = if self.leaf.kind == LeafKind::Turned { self.block.measure } else { self.block.limit };
        let above = ((room - height) / 2).max(Length::ZERO);
        (cut.before.floats..cut.after.floats).for_each(|float| self.float(float));
        self.leaf.shift(Point::new(Length::ZERO, above));
        self.leaf.bottom = above + height;
    }

    /// The last node that shows something.
    fn last_strip(&self, cut: Cut) -> usize {
        let nodes = &self.list.nodes[..cut.to];
        nodes.iter().rposition(|node| matches!(node, Node::Strip(_) | Node::Float { .. })).unwrap_or(cut.to)
    }

    fn strip(&mut self, mut strip: Strip) {
        strip.shift(Point::new(Length::ZERO, self.y));
        self.y += strip.height;
        self.leaf.add(strip);
    }

    fn float(&mut self, float: usize) {
        let strip = self.taken_float(float);
        self.y = above_float(self.y, self.block.leading);
        self.strip(strip);
        self.y = below_float(self.y, self.block.leading);
    }

    fn taken_float(&mut self, float: usize) -> Strip {
        match self.floats.get(float).map(|float| &mut self.list.nodes[float.at]) {
            Some(Node::Float { strip, .. }) => taken(strip),
            Some(
                Node::Strip(_) | Node::AtEdge(_) | Node::Space { .. } | Node::Grid | Node::Break(_) | Node::Band(_),
            )
            | None => Strip::default(),
        }
    }
}

/// The strip without what it shows, which moves to the page.
fn taken(strip: &mut Strip) -> Strip {
    let (items, lines) = (std::mem::take(&mut strip.items), std::mem::take(&mut strip.lines));
    Strip { items, lines, height: strip.height, ..Strip::default() }
}

/// The grounds of a page, each from the first to the last strip of its range.
fn inks(list: &VerticalList, cut: Cut, places: &[Option<(Length, Length)>]) -> Vec<Item> {
    let on_page = list.grounds.iter().filter(|ground| ground.from < cut.to && ground.to > cut.from);
    on_page
        .filter_map(|ground| {
            let range = ground.from.max(cut.from) - cut.from..ground.to.min(cut.to) - cut.from;
            let mut within = places[range].iter().flatten();
            let first = within.next()?;
            let bottom = within.next_back().unwrap_or(first).1;
            let frame = Rect::new(ground.x, first.0, ground.width, bottom - first.0);
            Some(Item::Rule { frame, ink: ground.ink })
        })
        .collect()
}
