//! Lists and definitions.
//!
//! In: lists. Out: nodes of the flow's list. Marks stand to the left of the text, numbers flush right with one another.

use super::{Cost, Flow, Mark, Node, Strip, TURN, UNWELCOME, plain};
use crate::design::DefinitionStyle;
use crate::document::{Attr, Block, BlockKind, Definition, Inline, InlineKind, List, ListItem, NumberStyle};
use crate::page::{ElementId, ElementKind, ListNumbering};
use crate::typeset::paragraph::{self, Align, Line};
use crate::units::Length;

/// Marks of lists without numbers, by depth.
const BULLETS: [&str; 3] = ["•", "–", "·"];
/// A page that ends between an item of one line and the others.
const ALONE: Cost = 300;
/// Mark of a task that is done.
const DONE: &str = "☑";
/// Mark of a task that is not.
const TO_DO: &str = "☐";

impl Flow<'_, '_> {
    /// A list; one inside another follows without space.
    pub(super) fn list(&mut self, list: &List) {
        let numbering = match list.start {
            _ if list.items.iter().any(|item| item.checked.is_some()) => ListNumbering::None,
            Some(_) => match list.style {
                NumberStyle::Decimal => ListNumbering::Decimal,
                NumberStyle::LowerLetters => ListNumbering::LowerAlpha,
                NumberStyle::UpperLetters => ListNumbering::UpperAlpha,
                NumberStyle::LowerRoman => ListNumbering::LowerRoman,
                NumberStyle::UpperRoman => ListNumbering::UpperRoman,
            },
            None => ListNumbering::Disc,
        };
        let items = |flow: &mut Self| flow.tagged(ElementKind::List(numbering), |flow| flow.items(list));
        if self.list_depth > 0 { items(self) } else { self.displayed(items) }
    }

    fn items(&mut self, list: &List) {
        let numbers = list.numbers();
        let tag_and_mark = |(i, item): (usize, &ListItem)| {
            let element = self.setter.tags.add(ElementKind::Item, &self.language);
            self.setter.tags.enter(element);
            let number = numbers.get(i).map(|number| list.style.written(*number));
            let mark = self.tagged(ElementKind::Label, |flow| flow.mark(item, number));
            self.setter.tags.leave();
            (element, mark)
        };
        let marks: Vec<(ElementId, Line)> = list.items.iter().enumerate().map(tag_and_mark).collect();
        let gap = self.text.size.scale(0.5);
        let widest = marks.iter().map(|(_, mark)| mark.width).max().unwrap_or_default();
        let wished = if self.in_cell { Length::ZERO } else { self.design.paragraph.inset };
        let inset = wished.max(widest + gap);
        let outer = self.column.left;
        self.list_depth += 1;
        self.inset(inset, Length::ZERO, |flow| {
            let edge = if flow.column.left > outer { flow.column.left } else { outer + inset };
            let mut starts = Vec::with_capacity(list.items.len());
            for (i, (item, (element, mark))) in list.items.iter().zip(marks).enumerate() {
                if i > 0 {
                    flow.between_items(list.tight);
                }
                starts.push(flow.list.nodes.len());
                let left = edge - gap - mark.width;
                flow.marks.push(Mark { items: mark.items, left });
                flow.setter.tags.enter(element);
                flow.tagged(ElementKind::Body, |flow| flow.item(item, list.tight));
                flow.setter.tags.leave();
            }
            flow.hold_ends(&starts);
        });
        self.list_depth -= 1;
    }

    /// Makes it dear to part the first or the last item from the others when it is no more than a line.
    fn hold_ends(&mut self, starts: &[usize]) {
        let end = self.list.nodes.len();
        let bounds = |item: usize| starts.get(item).map(|from| (*from, starts.get(item + 1).copied().unwrap_or(end)));
        let is_line = |nodes: &[Node]| nodes.iter().filter(|node| matches!(node, Node::Strip(_))).count() == 1;
        let (Some((first, after_first)), Some((last, _))) = (bounds(0), bounds(starts.len().saturating_sub(1))) else {
            return;
        };
        if starts.len() < 2 {
            return;
        }
        for (is_lone, at) in
            [(is_line(&self.list.nodes[first..after_first]), after_first), (is_line(&self.list.nodes[last..]), last)]
        {
            let edge =
                self.list.nodes[..at].iter().rposition(|node| matches!(node, Node::Strip(_))).map_or(0, |at| at + 1);
            for node in &mut self.list.nodes[edge..at] {
                if let (true, Node::Break(cost)) = (is_lone && !matches!(node, Node::Break(TURN)), node) {
                    *cost = (*cost).max(ALONE);
                }
            }
        }
    }

    fn between_items(&mut self, tight: bool) {
        self.allow_break(0);
        if !tight {
            let space = self.item_space();
            self.list.space(space, true);
        }
    }

    fn item(&mut self, item: &ListItem, tight: bool) {
        self.first = true;
        for (i, block) in item.blocks.iter().enumerate() {
            if i > 0 && !tight {
                self.allow_break(UNWELCOME);
                let space = self.item_space();
                self.list.space(space, false);
                self.first = true;
            }
            self.in_line = i == 0 && tight && matches!(block.kind, BlockKind::Paragraph(_)) && block.attr.is_empty();
            self.blocks(std::slice::from_ref(block));
        }
        if !self.marks.is_empty() {
            let leading = self.text.leading;
            self.strip(Strip::blank(leading));
        }
    }

    /// The mark of an item, set at the left of nothing.
    fn mark(&mut self, item: &ListItem, number: Option<String>) -> Line {
        let text = match (item.checked, number) {
            (Some(true), _) => DONE.to_string(),
            (Some(false), _) => TO_DO.to_string(),
            (None, Some(number)) => format!("{number}."),
            (None, None) => BULLETS[self.list_depth % BULLETS.len()].to_string(),
        };
        let style = self.style(&self.text.clone().tabular(), Align::Left);
        paragraph::set(self.setter, &[plain(&text)], &style, Length::inch(10.0)).into_iter().next().unwrap_or_default()
    }

    /// Terms in italics, what they mean below them and inset.
    pub(super) fn definitions(&mut self, list: &[Definition]) {
        let kind = ElementKind::List(ListNumbering::None);
        self.displayed(|flow| {
            flow.tagged(kind, |flow| {
                for (i, definition) in list.iter().enumerate() {
                    if i > 0 {
                        flow.between_items(definition.tight);
                    }
                    flow.tagged(ElementKind::Item, |flow| flow.definition(definition));
                }
            })
        });
    }

    /// A term and what it means in one paragraph, the lines after its first inset; false when what it means begins with no
    /// paragraph.
    fn run_in(&mut self, definition: &Definition) -> bool {
        let Some((first, others)) = definition.definitions.split_first() else { return false };
        let Some((Block { kind: BlockKind::Paragraph(meaning), .. }, rest)) = first.split_first() else { return false };
        let term = Inline {
            kind: InlineKind::Emphasis(definition.term.clone()),
            attr: Attr { language: definition.attr.language.clone(), ..Attr::default() },
            span: definition.span,
        };
        let content: Vec<Inline> = [term, plain("\u{2003}")].into_iter().chain(meaning.iter().cloned()).collect();
        let inset = self.design.paragraph.inset;
        let mut style = self.style(&self.text, self.align);
        style.hanging_indent = inset.min(self.column.measure / 4);
        self.allow_break(0);
        style.label = Some(self.setter.tags.add(ElementKind::Label, &self.language).into());
        self.list_depth += 1;
        self.tagged(ElementKind::Body, |flow| {
            flow.tagged(ElementKind::Paragraph, |flow| {
                style.owner = flow.setter.tags.current().into();
                let lines = flow.set(&content, &style);
                flow.lines(lines, flow.text.leading);
            });
            flow.inset(inset, Length::ZERO, |flow| {
                flow.first = true;
                flow.blocks(rest);
                others.iter().for_each(|blocks| {
                    flow.first = true;
                    flow.blocks(blocks);
                });
            });
        });
        self.list_depth -= 1;
        true
    }

    fn definition(&mut self, definition: &Definition) {
        self.anchor(&definition.attr.id);
        if self.design.structures.definitions == DefinitionStyle::RunIn && self.run_in(definition) {
            return;
        }
        self.with_language(&definition.attr.language, |flow| {
            let text = flow.text.clone().italic();
            flow.tagged(ElementKind::Label, |flow| {
                let lines = flow.set(&definition.term, &flow.style(&text, Align::Left));
                flow.kept_lines(lines, text.leading);
            });
        });
        let inset = self.design.paragraph.inset;
        self.list_depth += 1;
        self.inset(inset, Length::ZERO, |flow| {
            flow.tagged(ElementKind::Body, |flow| {
                for blocks in &definition.definitions {
                    flow.first = true;
                    // The term stays with the first lines of what it means.
                    flow.keep = flow.keep.max(2);
                    flow.blocks(blocks);
                }
            });
        });
        self.list_depth -= 1;
    }
}
