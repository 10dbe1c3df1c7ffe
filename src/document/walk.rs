//! Visits to every block and every inline.
//!
//! In: blocks. Out: a call for each node, parents before children, in reading order. Notes stand beside the tree: visit
//! their blocks as well.

use super::{Attr, Block, BlockKind, Division, Draft, Inline, Language, TextPlace};
use crate::source::Span;

/// A part of a block.
enum Part<'a> {
    /// A whole line of inlines: that of a paragraph, a heading, a term, a cell, a caption, a line of verse.
    Line(&'a [Inline]),
    /// Blocks inside it.
    Blocks(&'a [Block]),
}

enum PartMut<'a> {
    Line(&'a mut Vec<Inline>),
    Blocks(&'a mut Vec<Block>),
}

/// What a block holds, in reading order.
fn parts(block: &Block) -> Vec<Part<'_>> {
    match &block.kind {
        BlockKind::Paragraph(content) | BlockKind::Attribution(content) => vec![Part::Line(content)],
        BlockKind::Heading(heading) => vec![Part::Line(&heading.content)],
        BlockKind::Quote(inner) => vec![Part::Blocks(inner)],
        BlockKind::Group(group) => vec![Part::Blocks(&group.blocks)],
        BlockKind::Admonition(admonition) => vec![Part::Line(&admonition.title), Part::Blocks(&admonition.blocks)],
        BlockKind::List(list) => list.items.iter().map(|item| Part::Blocks(&item.blocks)).collect(),
        BlockKind::Definitions(list) => {
            let mut parts = Vec::new();
            for definition in list {
                parts.push(Part::Line(&definition.term));
                parts.extend(definition.definitions.iter().map(|blocks| Part::Blocks(blocks)));
            }
            parts
        }
        BlockKind::Verse(verse) => {
            let lines = verse.stanzas.iter().flat_map(|s| &s.lines).map(|line| &line.content);
            std::iter::once(&verse.title)
                .chain(lines)
                .chain([&verse.attribution])
                .map(|line| Part::Line(line))
                .collect()
        }
        BlockKind::Figure(figure) => {
            let captions = figure.panels.iter().map(|panel| &panel.caption).chain([&figure.caption]);
            captions.map(|line| Part::Line(line)).collect()
        }
        BlockKind::Table(table) => {
            let cells = table.cells().flat_map(|cell| {
                let blocks = (!cell.blocks.is_empty()).then(|| Part::Blocks(&cell.blocks));
                std::iter::once(Part::Line(&cell.content)).chain(blocks)
            });
            std::iter::once(Part::Line(&table.caption)).chain(cells).collect()
        }
        BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::SceneBreak | BlockKind::PageBreak => Vec::new(),
    }
}

fn parts_mut(block: &mut Block) -> Vec<PartMut<'_>> {
    match &mut block.kind {
        BlockKind::Paragraph(content) | BlockKind::Attribution(content) => vec![PartMut::Line(content)],
        BlockKind::Heading(heading) => vec![PartMut::Line(&mut heading.content)],
        BlockKind::Quote(inner) => vec![PartMut::Blocks(inner)],
        BlockKind::Group(group) => vec![PartMut::Blocks(&mut group.blocks)],
        BlockKind::Admonition(admonition) => {
            vec![PartMut::Line(&mut admonition.title), PartMut::Blocks(&mut admonition.blocks)]
        }
        BlockKind::List(list) => list.items.iter_mut().map(|item| PartMut::Blocks(&mut item.blocks)).collect(),
        BlockKind::Definitions(list) => {
            let mut parts = Vec::new();
            for definition in list {
                parts.push(PartMut::Line(&mut definition.term));
                parts.extend(definition.definitions.iter_mut().map(PartMut::Blocks));
            }
            parts
        }
        BlockKind::Verse(verse) => {
            let lines = verse.stanzas.iter_mut().flat_map(|s| &mut s.lines).map(|line| &mut line.content);
            let all = std::iter::once(&mut verse.title).chain(lines).chain([&mut verse.attribution]);
            all.map(PartMut::Line).collect()
        }
        BlockKind::Figure(figure) => {
            let captions = figure.panels.iter_mut().map(|panel| &mut panel.caption).chain([&mut figure.caption]);
            captions.map(PartMut::Line).collect()
        }
        BlockKind::Table(table) => {
            let rows = table.head.iter_mut().chain(&mut table.body).chain(&mut table.foot);
            let cells = rows.flat_map(|row| &mut row.cells).flat_map(|cell| {
                let blocks = (!cell.blocks.is_empty()).then_some(PartMut::Blocks(&mut cell.blocks));
                std::iter::once(PartMut::Line(&mut cell.content)).chain(blocks)
            });
            std::iter::once(PartMut::Line(&mut table.caption)).chain(cells).collect()
        }
        BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::SceneBreak | BlockKind::PageBreak => Vec::new(),
    }
}

/// Calls `visit` for each block, those inside other blocks included.
pub fn each_block<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Block)) {
    for block in blocks {
        visit(block);
        for part in parts(block) {
            if let Part::Blocks(inner) = part {
                each_block(inner, visit);
            }
        }
    }
}

/// Calls `visit` for each block, those inside other blocks included, and lets it change them.
pub fn each_block_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Block)) {
    for block in blocks {
        visit(block);
        for part in parts_mut(block) {
            if let PartMut::Blocks(inner) = part {
                each_block_mut(inner, visit);
            }
        }
    }
}

/// Calls `visit` for each inline of these blocks, those inside other blocks and inlines included.
pub fn each_inline<'a>(blocks: &'a [Block], visit: &mut impl FnMut(&'a Inline)) {
    for part in blocks.iter().flat_map(parts) {
        match part {
            Part::Line(line) => inlines(line, visit),
            Part::Blocks(inner) => each_inline(inner, visit),
        }
    }
}

/// Calls `visit` for the place of each text of these blocks: of each line, and of what is no line: code, formulas, figures.
pub fn each_text(blocks: &[Block], visit: &mut impl FnMut(TextPlace)) {
    for block in blocks {
        if matches!(block.kind, BlockKind::Code(_) | BlockKind::Math(_) | BlockKind::Figure(_)) {
            visit(TextPlace { text: block.span, before: 0 });
        }
        for part in parts(block) {
            match part {
                Part::Line(line) => TextPlace::of(line).into_iter().for_each(&mut *visit),
                Part::Blocks(inner) => each_text(inner, visit),
            }
        }
    }
}

/// Calls `visit` for each list of inlines of these blocks, outermost first, and lets it change the list.
pub fn each_inline_mut(blocks: &mut [Block], visit: &mut impl FnMut(&mut Vec<Inline>)) {
    for part in blocks.iter_mut().flat_map(parts_mut) {
        match part {
            PartMut::Line(line) => inlines_mut(line, visit),
            PartMut::Blocks(inner) => each_inline_mut(inner, visit),
        }
    }
}

/// Calls `visit` for each whole line of inlines (that of a paragraph, heading, term, cell, caption, line of verse) with the
/// language that it is in, and lets it change the line.
pub fn each_line_mut(blocks: &mut [Block], language: &Language, visit: &mut impl FnMut(&mut Vec<Inline>, &Language)) {
    for block in blocks {
        let own = block.attr.language.clone();
        let language = own.as_ref().unwrap_or(language);
        for part in parts_mut(block) {
            match part {
                PartMut::Line(line) => visit(line, language),
                PartMut::Blocks(inner) => each_line_mut(inner, language, visit),
            }
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
        for part in parts_mut(block) {
            if let PartMut::Line(line) = part {
                inlines_mut(line, &mut |list| list.iter_mut().for_each(|inline| visit(&mut inline.attr, inline.span)));
            }
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
        for part in parts(block) {
            if let Part::Line(line) = part {
                inlines(line, &mut |inline| visit(&inline.attr));
            }
        }
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

impl Block {
    /// The lists of blocks inside this one, in reading order: of each item, of each definition.
    pub fn inner(&self) -> impl Iterator<Item = &[Block]> {
        parts(self).into_iter().filter_map(|part| match part {
            Part::Blocks(inner) => Some(inner),
            Part::Line(_) => None,
        })
    }

    /// The same, to change them.
    pub fn inner_mut(&mut self) -> impl Iterator<Item = &mut Vec<Block>> {
        parts_mut(self).into_iter().filter_map(|part| match part {
            PartMut::Blocks(inner) => Some(inner),
            PartMut::Line(_) => None,
        })
    }
}

impl Draft {
    /// Calls `visit` for each block of the text and then of the notes, those inside other blocks included.
    pub fn each_block<'a>(&'a self, visit: &mut impl FnMut(&'a Block)) {
        for division in &self.divisions {
            division.each(&mut |division| each_block(&division.blocks, visit));
        }
        self.notes.iter().for_each(|note| each_block(&note.blocks, visit));
    }

    /// The same, and lets it change them.
    pub fn each_block_mut(&mut self, visit: &mut impl FnMut(&mut Block)) {
        for division in &mut self.divisions {
            division.each_mut(&mut |division| each_block_mut(&mut division.blocks, visit));
        }
        self.notes.iter_mut().for_each(|note| each_block_mut(&mut note.blocks, visit));
    }

    /// Calls `visit` for each inline of the text and then of the notes, those inside other inlines included.
    pub fn each_inline<'a>(&'a self, visit: &mut impl FnMut(&'a Inline)) {
        self.divisions.iter().for_each(|division| division.each(&mut |division| division.each_own_inline(visit)));
        self.notes.iter().for_each(|note| each_inline(&note.blocks, visit));
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

#[cfg(test)]
mod tests {
    use super::super::{Definition, InlineKind, plain_text};
    use super::*;

    fn line(text: &str, at: u32) -> Vec<Inline> {
        vec![Inline::new(InlineKind::Text(text.into()), Span::new(Default::default(), at, at + 1))]
    }

    #[test]
    fn a_list_of_definitions_is_read_term_by_term() {
        let paragraph = |text, at| Block::new(BlockKind::Paragraph(line(text, at)), Span::default());
        let definition = |term, meaning, at| Definition {
            term: line(term, at),
            definitions: vec![vec![paragraph(meaning, at + 1)]],
            attr: Attr::default(),
            tight: false,
            span: Span::default(),
        };
        let list = vec![definition("a", "b", 10), definition("c", "d", 20)];
        let mut blocks = vec![Block::new(BlockKind::Definitions(list), Span::default())];
        let mut read = String::new();
        each_inline(&blocks, &mut |inline| read.push_str(&plain_text(std::slice::from_ref(inline))));
        assert_eq!(read, "abcd");
        let mut places = Vec::new();
        each_text(&blocks, &mut |place| places.push(place.text.start));
        assert_eq!(places, [10, 11, 20, 21]);
        let mut changed = String::new();
        each_inline_mut(&mut blocks, &mut |line| changed.push_str(&plain_text(line)));
        each_line_mut(&mut blocks, &Language::default(), &mut |line, _| changed.push_str(&plain_text(line)));
        assert_eq!(changed, "abcdabcd");
    }
}
