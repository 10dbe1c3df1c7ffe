//! Blocks that belong together: epigraphs, dedications, signatures, what no page parts.
//!
//! In: a group. Out: nodes of the flow's list, as its role asks.

use super::{Cost, Flow, Node, TURN};
use crate::design::Type;
use crate::document::{Alignment, Block, BlockKind, Group, GroupRole, Inline};
use crate::page::ElementKind;
use crate::typeset::paragraph::Align;
use crate::units::Length;

/// A page that ends in what should be kept together: only when it is higher than the page.
pub(super) const KEPT: Cost = 100_000;
/// Where an epigraph begins, as a part of the measure.
const EPIGRAPH: f64 = 0.3;
/// The size of a pull quote, as a multiple of the text's, and what is left free at each side, as a part of the measure.
const PULL_QUOTE: f64 = 1.25;
const PULL_QUOTE_SIDE: f64 = 0.1;
/// Lines up to which an exercise is seen at a glance, and what it costs to part it.
const SHORT_EXERCISE: (usize, Cost) = (8, 1_500);

impl Flow<'_, '_> {
    /// A group.
    pub(super) fn group(&mut self, group: &Group) {
        let blocks = &group.blocks;
        match group.role {
            GroupRole::Plain | GroupRole::Column { .. } => self.blocks(blocks),
            GroupRole::Epigraph => self.epigraph(blocks),
            GroupRole::Dedication => self.inscription(blocks),
            GroupRole::PullQuote => self.pull_quote(blocks),
            GroupRole::Columns => self.side_by_side(blocks),
            GroupRole::Aligned(alignment) => self.aligned(alignment, blocks),
            GroupRole::Flush => self.flush_paragraphs(|flow| flow.blocks(blocks)),
            GroupRole::Kept => self.kept(|flow| flow.blocks(blocks)),
            GroupRole::Exercise => self.exercise(Length::ZERO, blocks),
            GroupRole::Answer => self.exercise(self.design.paragraph.inset, blocks),
        }
    }

    /// A quotation before a text: small, at the right, kept with what follows it.
    pub(crate) fn epigraph(&mut self, blocks: &[Block]) {
        let text = self.quoted_type();
        let left = self.column.measure.scale(EPIGRAPH);
        self.allow_break(0);
        let align = std::mem::replace(&mut self.align, Align::Left);
        self.kept(|flow| {
            flow.first = true;
            flow.inset(left, Length::ZERO, |flow| flow.with_type(text, |flow| flow.quoted(blocks)));
        });
        self.align = align;
        self.list.space(self.leading(), true);
        self.list.return_to_grid();
        self.first = true;
        self.keep = 2;
    }

    /// An exercise, or its answer, which stands in; set off from the text, its first lines together.
    fn exercise(&mut self, inset: Length, blocks: &[Block]) {
        self.allow_break(0);
        let from = self.list.nodes.len();
        self.displayed(|flow| {
            flow.first = true;
            // What is asked speaks of what stands below it.
            let asked = usize::from(blocks.first().is_some_and(|first| matches!(first.kind, BlockKind::Paragraph(_))));
            let (asked, rest) = blocks.split_at(asked);
            flow.inset(inset, Length::ZERO, |flow| {
                flow.blocks(asked);
                flow.announces |= !asked.is_empty();
                flow.blocks(rest);
            });
        });
        self.keep_first(from, 2);
        self.keep_short(from);
        self.allow_break(0);
        self.first = true;
    }

    /// A dedication in the text: in the middle, in italics.
    fn inscription(&mut self, blocks: &[Block]) {
        let italic = self.text.clone().italic();
        let align = std::mem::replace(&mut self.align, Align::Centre);
        self.displayed(|flow| flow.with_type(italic, |flow| flow.blocks(blocks)));
        self.align = align;
        self.first = true;
    }

    /// Words of the text, large, in the middle and in italics; no page parts them.
    fn pull_quote(&mut self, blocks: &[Block]) {
        let (italic, side) = (self.text.clone().italic(), self.column.measure.scale(PULL_QUOTE_SIDE));
        let large = Type { size: italic.size.scale(PULL_QUOTE), leading: italic.leading.scale(PULL_QUOTE), ..italic };
        self.allow_break(0);
        let align = std::mem::replace(&mut self.align, Align::Centre);
        self.displayed(|flow| {
            flow.kept(|flow| flow.inset(side, side, |flow| flow.with_type(large, |flow| flow.quoted(blocks))));
        });
        self.align = align;
        self.list.return_to_grid();
        self.first = true;
    }

    /// Paragraphs at one side or in the middle. What stands at the right, as a signature, stays with the line above it.
    fn aligned(&mut self, alignment: Alignment, blocks: &[Block]) {
        let wanted = match alignment {
            Alignment::Default => self.align,
            Alignment::Left => Align::Left,
            Alignment::Centre => Align::Centre,
            Alignment::Right => Align::Right,
        };
        if wanted == Align::Right && !self.list.nodes.is_empty() {
            self.keep = self.keep.max(2);
        }
        let align = std::mem::replace(&mut self.align, wanted);
        self.flush_paragraphs(|flow| flow.blocks(blocks));
        self.align = align;
        if wanted == Align::Right {
            self.keep = 0;
        }
    }

    /// Sets what `content` adds without indenting first lines.
    fn flush_paragraphs(&mut self, content: impl FnOnce(&mut Self)) {
        let before = std::mem::replace(&mut self.flush, true);
        content(self);
        self.flush = before;
    }

    /// Sets what `content` adds so that no page ends in it, unless it is higher than a page.
    pub(super) fn kept(&mut self, content: impl FnOnce(&mut Self)) {
        let from = self.list.nodes.len();
        content(self);
        let first =
            self.list.nodes.iter().skip(from).position(|node| matches!(node, Node::Strip(_) | Node::Float { .. }));
        let Some(first) = first else { return };
        for node in self.list.nodes.iter_mut().skip(from + first) {
            if let Node::Break(cost) = node
                && *cost != TURN
            {
                *cost = KEPT.max(*cost);
            }
        }
    }

    /// Keeps the first `count` strips after a node together.
    pub(super) fn keep_first(&mut self, from: usize, count: usize) {
        let mut strips = 0;
        for node in self.list.nodes.iter_mut().skip(from) {
            match node {
                Node::Strip(_) => strips += 1,
                Node::Break(cost) if strips > 0 && strips < count && *cost != TURN => *cost = KEPT.max(*cost),
                _ => {}
            }
        }
    }

    /// Makes it costly to end a page in what was set from a node on, where that is short.
    fn keep_short(&mut self, from: usize) {
        let (most, least) = SHORT_EXERCISE;
        let strips = self.list.nodes.iter().skip(from).filter(|node| matches!(node, Node::Strip(_))).count();
        let mut above = 0;
        for node in self.list.nodes.iter_mut().skip(from).filter(|_| strips <= most) {
            match node {
                Node::Strip(_) => above += 1,
                Node::Break(cost) if above > 0 && above < strips && *cost != TURN => *cost = least.max(*cost),
                _ => {}
            }
        }
    }

    /// The name of who said or wrote what stands above it, at the right, kept with it.
    pub(super) fn attribution(&mut self, content: &[Inline]) {
        let dash = self.design.structures.dash.then(|| super::plain("—\u{202F}"));
        let content: Vec<Inline> = dash.into_iter().chain(content.iter().cloned()).collect();
        let mut style = self.style(&self.text, Align::Right);
        style.hyphenate = false;
        self.tagged(ElementKind::Paragraph, |flow| {
            style.owner = flow.setter.tags.current().into();
            let lines = flow.set(&content, &style);
            flow.kept_lines(lines, flow.text.leading);
        });
        self.first = false;
    }
}
