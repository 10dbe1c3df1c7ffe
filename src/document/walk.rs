//! Visits to every block and every inline.
//!
//! In: blocks. Out: a call for each node, parents before children, in reading order. Notes stand beside the tree: visit
//! their blocks as well.

use super::{Attr, Block, BlockKind, Division, Inline, Language};
use crate::source::Span;

/// Calls `visit` for each block, those inside other blocks included.
pub fn each_block<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        match &block.kind {
            BlockKind::Quote(inner) => each_block(inner, visit),
            BlockKind::Group(group) => each_block(&group.blocks, visit),
            BlockKind::Admonition(admonition) => each_block(&admonition.blocks, visit),
            BlockKind::List(list) => list.items.iter().for_each(|item| each_block(&item.blocks, visit)),
            BlockKind::Definitions(list) => {
                list.iter().flat_map(|d| &d.definitions).for_each(|blocks| each_block(blocks, visit));
            }
            BlockKind::Paragraph(_)
            | BlockKind::Heading(_)
            | BlockKind::Attribution(_)
            | BlockKind::Verse(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::SceneBreak
            | BlockKind::PageBreak => {}
        }
    }
}

/// Calls `visit` for each block, those inside other blocks included, and lets it change them.
pub fn each_block_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        match &mut block.kind {
            BlockKind::Quote(inner) => each_block_mut(inner, visit),
            BlockKind::Group(group) => each_block_mut(&mut group.blocks, visit),
            BlockKind::Admonition(admonition) => each_block_mut(&mut admonition.blocks, visit),
            BlockKind::List(list) => list.items.iter_mut().for_each(|item| each_block_mut(&mut item.blocks, visit)),
            BlockKind::Definitions(list) => {
                list.iter_mut().flat_map(|d| &mut d.definitions).for_each(|blocks| each_block_mut(blocks, visit));
            }
            BlockKind::Paragraph(_)
            | BlockKind::Heading(_)
            | BlockKind::Attribution(_)
            | BlockKind::Verse(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::SceneBreak
            | BlockKind::PageBreak => {}
        }
    }
}

/// Every list of inlines that a block itself holds, in reading order; blocks inside it are not entered.
fn lines_of(block: &Block) -> Vec<&Vec<Inline>> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Attribution(content) => vec![content],
        BlockKind::Heading(heading) => vec![&heading.content],
        BlockKind::Verse(verse) => {
            let lines = verse.stanzas.iter().flat_map(|s| &s.lines).map(|line| &line.content);
            std::iter::once(&verse.title).chain(lines).chain([&verse.attribution]).collect()
        }
        BlockKind::Definitions(list) => list.iter().map(|d| &d.term).collect(),
        BlockKind::Figure(figure) => {
            figure.panels.iter().map(|panel| &panel.caption).chain([&figure.caption]).collect()
        }
        BlockKind::Admonition(admonition) => vec![&admonition.title],
        BlockKind::Table(table) => {
            std::iter::once(&table.caption).chain(table.cells().map(|cell| &cell.content)).collect()
        }
        BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Group(_)
        | BlockKind::SceneBreak
        | BlockKind::PageBreak => Vec::new(),
    }
}

fn lines_of_mut(block: &mut Block) -> Vec<&mut Vec<Inline>> {
    match &mut block.kind {
        BlockKind::Paragraph(content) | BlockKind::Attribution(content) => vec![content],
        BlockKind::Heading(heading) => vec![&mut heading.content],
        BlockKind::Verse(verse) => {
            let lines = verse.stanzas.iter_mut().flat_map(|s| &mut s.lines).map(|line| &mut line.content);
            std::iter::once(&mut verse.title).chain(lines).chain([&mut verse.attribution]).collect()
        }
        BlockKind::Definitions(list) => list.iter_mut().map(|d| &mut d.term).collect(),
        BlockKind::Figure(figure) => {
            figure.panels.iter_mut().map(|panel| &mut panel.caption).chain([&mut figure.caption]).collect()
        }
        BlockKind::Admonition(admonition) => vec![&mut admonition.title],
        BlockKind::Table(table) => {
            let rows = table.head.iter_mut().chain(&mut table.body).chain(&mut table.foot);
            let cells = rows.flat_map(|r| &mut r.cells).map(|cell| &mut cell.content);
            std::iter::once(&mut table.caption).chain(cells).collect()
        }
        BlockKind::Quote(_)
        | BlockKind::List(_)
        | BlockKind::Code(_)
        | BlockKind::Math(_)
        | BlockKind::Group(_)
        | BlockKind::SceneBreak
        | BlockKind::PageBreak => Vec::new(),
    }
}

/// Calls `visit` for each inline of these blocks, those inside other blocks and inlines included.
pub fn each_inline<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    each_block(blocks, &mut |block| lines_of(block).into_iter().for_each(|line| inlines(line, visit)));
}

/// Calls `visit` for each list of inlines of these blocks, outermost first, and lets it change the list.
pub fn each_inline_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Vec<Inline>)) {
    each_block_mut(blocks, &mut |block| lines_of_mut(block).into_iter().for_each(|line| inlines_mut(line, visit)));
}

/// Calls `visit` for each whole line of inlines (that of a paragraph, heading, term, cell, caption, line of verse) with the
/// language that it is in, and lets it change the line.
pub fn each_line_mut(blocks: &mut [Block], language: &Language, visit: &mut impl FnMut(&mut Vec<Inline>, &Language)) {
    for block in blocks {
        let own = block.attr.language.clone();
        let language = own.as_ref().unwrap_or(language);
        lines_of_mut(block).into_iter().for_each(|line| visit(line, language));
        match &mut block.kind {
            BlockKind::Quote(inner) => each_line_mut(inner, language, visit),
            BlockKind::Group(group) => each_line_mut(&mut group.blocks, language, visit),
            BlockKind::Admonition(admonition) => each_line_mut(&mut admonition.blocks, language, visit),
            BlockKind::List(list) => {
                list.items.iter_mut().for_each(|item| each_line_mut(&mut item.blocks, language, visit));
            }
            BlockKind::Definitions(list) => {
                let bodies = list.iter_mut().flat_map(|d| &mut d.definitions);
                bodies.for_each(|blocks| each_line_mut(blocks, language, visit));
            }
            BlockKind::Paragraph(_)
            | BlockKind::Heading(_)
            | BlockKind::Attribution(_)
            | BlockKind::Verse(_)
            | BlockKind::Code(_)
            | BlockKind::Math(_)
            | BlockKind::Figure(_)
            | BlockKind::Table(_)
            | BlockKind::SceneBreak
            | BlockKind::PageBreak => {}
        }
    }
}

/// Calls `visit` for the attributes of each block, term and inline, with where it stands, and lets it change them.
pub fn each_attr_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Attr, Span)) {
    each_block_mut(blocks, &mut |block| {
        visit(&mut block.attr, block.span);
        match &mut block.kind {
            BlockKind::Definitions(list) => list.iter_mut().for_each(|term| visit(&mut term.attr, term.span)),
            BlockKind::Figure(figure) => figure.panels.iter_mut().for_each(|panel| visit(&mut panel.attr, panel.span)),
            _ => {}
        }
        for line in lines_of_mut(block) {
            inlines_mut(line, &mut |list| list.iter_mut().for_each(|inline| visit(&mut inline.attr, inline.span)));
        }
    });
}

/// Calls `visit` for the attributes of each block, term, image of a figure and inline.
pub fn each_attr(blocks: &[Block], visit: &mut impl FnMut(&Attr)) {
    each_block(blocks, &mut |block| {
        visit(&block.attr);
        match &block.kind {
            BlockKind::Definitions(list) => list.iter().for_each(|term| visit(&term.attr)),
            BlockKind::Figure(figure) => figure.panels.iter().for_each(|panel| visit(&panel.attr)),
            _ => {}
        }
        lines_of(block).into_iter().for_each(|line| inlines(line, &mut |inline| visit(&inline.attr)));
    });
}

/// Calls `visit` for each of these inlines and those inside them.
pub(super) fn inlines<'a>(list: &'a [Inline], visit: &mut impl FnMut(&'a Inline)) {
    for inline in list {
        visit(inline);
        if let Some(content) = inline.content() {
            inlines(content, visit);
        }
    }
}

fn inlines_mut(list: &mut Vec<Inline>, visit: &mut impl FnMut(&mut Vec<Inline>)) {
    visit(list);
    for inline in list {
        if let Some(content) = inline.content_mut() {
            inlines_mut(content, visit);
        }
    }
}

impl Division {
    /// Calls `visit` for this division and each one below it, in reading order.
    pub fn each<'a>(&'a self, visit: &mut impl FnMut(&'a Division)) {
        visit(self);
        self.children.iter().for_each(|child| child.each(visit));
    }

    /// Calls `visit` for this division and each one below it, in reading order, and lets it change them; what it does to
    /// the list of children is seen.
    pub fn each_mut(&mut self, visit: &mut impl FnMut(&mut Division)) {
        visit(self);
        self.children.iter_mut().for_each(|child| child.each_mut(visit));
    }

    /// Calls `visit` for each whole line of inlines of this division and those below it, as [`each_line_mut`] does.
    pub fn each_line_mut(&mut self, language: &Language, visit: &mut impl FnMut(&mut Vec<Inline>, &Language)) {
        let own = self.attr.language.clone();
        let language = own.as_ref().unwrap_or(language);
        if let Some(heading) = &mut self.heading {
            visit(&mut heading.content, language);
        }
        each_line_mut(&mut self.blocks, language, visit);
        self.children.iter_mut().for_each(|child| child.each_line_mut(language, visit));
    }

    /// Calls `visit` for the attributes of this division's own heading and blocks, as [`each_attr_mut`] does.
    pub fn each_own_attr_mut(&mut self, visit: &mut impl FnMut(&mut Attr, Span)) {
        if let Some(heading) = &mut self.heading {
            inlines_mut(&mut heading.content, &mut |list| {
                list.iter_mut().for_each(|inline| visit(&mut inline.attr, inline.span));
            });
        }
        each_attr_mut(&mut self.blocks, visit);
    }

    /// Calls `visit` for each inline of this division's own heading and blocks, not of those below it.
    pub fn each_own_inline<'a>(&'a self, visit: &mut impl FnMut(&'a Inline)) {
        if let Some(heading) = &self.heading {
            inlines(&heading.content, visit);
        }
        each_inline(&self.blocks, visit);
    }

    /// Calls `visit` for each list of inlines of this division's own heading and blocks and lets it change the list.
    pub fn each_own_inline_mut(&mut self, visit: &mut impl FnMut(&mut Vec<Inline>)) {
        if let Some(heading) = &mut self.heading {
            inlines_mut(&mut heading.content, visit);
        }
        each_inline_mut(&mut self.blocks, visit);
    }
}
