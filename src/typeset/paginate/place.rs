//! Everything to its place on its page.
//!
//! In: a list, its notes and the cuts. Out: [`Leaf`]s. What a page lacks is added to its spaces, a line of the grid each,
//! so that its last line stands where that of the facing page does.

use super::Block;
use super::breaks::Cut;
use super::notes::Notes;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::page::{Ink, Item};
use crate::typeset::flow::{Node, Strip, VerticalList, up_to_grid};
use crate::units::{Length, Point, Rect};

/// Width of the rule above notes, as a part of the measure, and its thickness in points.
const NOTE_RULE: (f64, f64) = (0.2, 0.4);

/// A page before it has margins: items relative to the top left corner of the text block.
#[derive(Clone, Debug, Default)]
pub(crate) struct Leaf {
    /// What stands on it, notes last.
    pub(crate) items: Vec<Item>,
}

/// Makes the pages.
pub(super) fn place(
    mut list: VerticalList,
    mut notes: Notes,
    cuts: &[Cut],
    block: Block,
    diagnostics: &mut Diagnostics,
) -> Vec<Leaf> {
    let mut leaves = Vec::new();
    for (i, cut) in cuts.iter().enumerate() {
        let is_last = i + 1 == cuts.len();
        let grow = if is_last { 0 } else { missing_lines(&list, &notes, *cut, block) };
        let mut leaf = Leaf::default();
        text(&mut list, *cut, block, grow, &mut leaf, diagnostics);
        foot(&mut notes, cut.notes_from, cut.notes_to, block, &mut leaf);
        leaves.push(leaf);
    }
    rest_of_notes(&mut notes, cuts.last().map_or(0, |cut| cut.notes_to), block, &mut leaves);
    leaves
}

/// Pages for what is left of the notes when the text has ended.
fn rest_of_notes(notes: &mut Notes, mut from: usize, block: Block, leaves: &mut Vec<Leaf>) {
    while from < notes.lines.len() {
        let to = notes.fit(from, notes.lines.len(), block.height).0.max(from + 1);
        let mut leaf = Leaf::default();
        foot(notes, from, to, block, &mut leaf);
        leaves.push(leaf);
        from = to;
    }
}

/// What is repeated at the head of a page that begins at a node.
fn head(list: &VerticalList, from: usize) -> Vec<Strip> {
    let repeat = list.repeats.iter().find(|repeat| repeat.from < from && from < repeat.to);
    repeat.map(|repeat| repeat.strips.clone()).unwrap_or_default()
}

/// Lines that the page lacks.
fn missing_lines(list: &VerticalList, notes: &Notes, cut: Cut, block: Block) -> i64 {
    let mut y: Length = head(list, cut.from).iter().map(|strip| strip.height).sum();
    let mut bottom = y;
    for node in &list.nodes[cut.from..cut.to] {
        match node {
            Node::Strip(strip) => {
                y += strip.height;
                bottom = y;
            }
            Node::Space { height, .. } => y += *height,
            Node::Grid => y = up_to_grid(y, block.leading),
            Node::Break(_) => {}
        }
    }
    ((block.height - bottom - notes.height(cut.notes_from, cut.notes_to)).0 / block.leading.0.max(1)).max(0)
}

fn text(
    list: &mut VerticalList,
    cut: Cut,
    block: Block,
    mut grow: i64,
    leaf: &mut Leaf,
    diagnostics: &mut Diagnostics,
) {
    let mut y = Length::ZERO;
    for mut strip in head(list, cut.from) {
        strip.shift(Point::new(Length::ZERO, y));
        y += strip.height;
        leaf.items.append(&mut strip.items);
    }
    let grounds = leaf.items.len();
    let last = list.nodes[..cut.to].iter().rposition(|node| matches!(node, Node::Strip(_))).unwrap_or(cut.to);
    let mut places: Vec<Option<(Length, Length)>> = vec![None; cut.to - cut.from];
    for at in cut.from..cut.to {
        match &mut list.nodes[at] {
            Node::Strip(strip) => {
                let mut strip = std::mem::take(strip);
                if strip.height > block.height {
                    let what = Diagnostic::warning(Code::TooHigh, "something is higher than a page and runs out of it");
                    diagnostics.push(what.at(strip.span));
                }
                strip.shift(Point::new(Length::ZERO, y));
                places[at - cut.from] = Some((y, y + strip.height));
                y += strip.height;
                leaf.items.append(&mut strip.items);
            }
            Node::Space { height, grows } => {
                y += *height;
                if *grows && grow > 0 && at < last {
                    y += block.leading;
                    grow -= 1;
                }
            }
            Node::Grid => y = up_to_grid(y, block.leading),
            Node::Break(_) => {}
        }
    }
    let inks: Vec<Item> = inks(list, cut, &places);
    leaf.items.splice(grounds..grounds, inks);
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

/// Notes at the foot of the block, under a short rule.
fn foot(notes: &mut Notes, from: usize, to: usize, block: Block, leaf: &mut Leaf) {
    if from >= to {
        return;
    }
    let mut y = block.height - notes.height(from, to) + notes.separator;
    let rule = Rect::new(
        Length::ZERO,
        y - notes.separator.scale(0.45),
        block.measure.scale(NOTE_RULE.0),
        Length::pt(NOTE_RULE.1),
    );
    leaf.items.push(Item::Rule { frame: rule, ink: Ink::BLACK });
    for line in &mut notes.lines[from..to] {
        let mut strip = std::mem::take(&mut line.strip);
        y += line.space;
        strip.shift(Point::new(Length::ZERO, y));
        y += strip.height;
        leaf.items.append(&mut strip.items);
    }
}
