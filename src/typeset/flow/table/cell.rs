//! Cells that hold blocks.
//!
//! In: the blocks of a cell, which heads nothing. Out: how wide they want to be, and the cell set in its measure. Rows that such a cell covers
//! are set as layers over one another: every cell has lines of its own height, and a row is as high as its highest cell.

use super::rows::Set;
use super::{Layout, line_ends};
use crate::design::Type;
use crate::document::{Block, BlockKind, Extent, Figure, ImageSource, Inline, InlineKind, Table, formula_words};
use crate::page::Item;
use crate::typeset::flow::layers::{Layer, cut, merged};
use crate::typeset::flow::{Column, Flow, Node, Strip, VerticalList, baseline};
use crate::typeset::image::natural_size;
use crate::typeset::paragraph::{self, Align, Line};
use crate::units::{Length, Point, Rect};
use std::ops::Range;

/// Columns of code that a cell has room for at least, where its code has so many.
const CODE_COLUMNS: i64 = 24;
/// How much narrower an image may be shown than it is, to leave room for other columns.
const IMAGE: i64 = 4;

/// Pieces of a page into which a row is cut whose cells have no lines at the same heights.
const PIECES: i64 = 8;

/// The width of the widest word, that of the longest line, and how many lines the author ends.
type Wish = (Length, Length, i64);

impl Flow<'_, '_> {
    /// What the blocks of a cell want.
    pub(super) fn wanted_by_cell(&mut self, blocks: &[Block], text: Type) -> Wish {
        let column = self.column;
        let (least, most, lines) = self.in_cell(column, text, Align::Left, |flow| flow.wish(blocks)).0;
        (least, most, (lines - 1).max(0))
    }

    /// Sets what `content` adds by itself, as in a cell; its notes are those of the text around it.
    fn in_cell<T>(
        &mut self,
        column: Column,
        text: Type,
        align: Align,
        content: impl FnOnce(&mut Flow<'_, '_>) -> T,
    ) -> (T, VerticalList) {
        let mut flow = Flow::new(self.setter, self.design);
        (flow.column, flow.text, flow.align, flow.language) = (column, text, align, self.language.clone());
        (flow.in_cell, flow.in_note, flow.flush, flow.list.off_grid) = (true, self.in_note, true, true);
        flow.notes = std::mem::take(&mut self.notes);
        flow.seen = std::mem::take(&mut self.seen);
        flow.ends = std::mem::take(&mut self.ends);
        let result = content(&mut flow);
        if !flow.anchors.is_empty() {
            flow.strip(Strip::blank(Length::ZERO));
        }
        let list = std::mem::take(&mut flow.list);
        (self.notes, self.seen, self.ends) = (flow.notes, flow.seen, flow.ends);
        (result, list)
    }

    /// What blocks below one another want.
    fn wish(&mut self, blocks: &[Block]) -> Wish {
        blocks.iter().map(|block| self.wish_of(block)).fold(Wish::default(), below)
    }

    fn wish_of(&mut self, block: &Block) -> Wish {
        let inset = self.design.paragraph.inset;
        match &block.kind {
            BlockKind::Paragraph(content) | BlockKind::Attribution(content) => self.wish_of_line(content),
            BlockKind::Heading(heading) => self.wish_of_line(&heading.content),
            BlockKind::Quote(blocks) => inset_by(inset * 2, self.wish(blocks)),
            BlockKind::Group(group) => self.wish(&group.blocks),
            BlockKind::Admonition(admonition) => inset_by(inset, self.wish(&admonition.blocks)),
            BlockKind::List(list) => {
                let items = list.items.iter().map(|item| self.wish(&item.blocks)).fold(Wish::default(), below);
                let longest = list.numbers().iter().map(|number| list.style.written(*number).len() + 1).max();
                inset_by(self.text.size.scale(0.5 + 0.6 * longest.unwrap_or(1) as f64), items)
            }
            BlockKind::Definitions(list) => list.iter().fold(Wish::default(), |wish, definition| {
                let term = self.wish_of_line(&definition.term);
                let meaning = definition.definitions.iter().map(|blocks| self.wish(blocks)).fold(term, below);
                below(wish, inset_by(inset, meaning))
            }),
            BlockKind::Verse(verse) => {
                let title = self.wish_of_line(&verse.title);
                let lines = verse.stanzas.iter().flat_map(|stanza| &stanza.lines);
                inset_by(inset, lines.map(|line| self.wish_of_line(&line.content)).fold(title, below))
            }
            BlockKind::Code(code) => self.wish_of_code(&code.text),
            BlockKind::Math(source) => self.wish_of_code(&formula_words(source)),
            BlockKind::Figure(figure) => self.wish_of_figure(figure),
            BlockKind::Table(table) => self.wish_of_table(table),
            BlockKind::SceneBreak => (self.text.size * 3, self.text.size * 3, 3),
            BlockKind::PageBreak => Wish::default(),
        }
    }

    fn wish_of_line(&mut self, content: &[Inline]) -> Wish {
        let style = self.style(&self.text, Align::Left);
        let (least, most) = paragraph::widths(self.setter, content, &style);
        (least, most, line_ends(content) + 1)
    }

    fn wish_of_code(&mut self, text: &str) -> Wish {
        let design = self.base_type();
        let (column, pads) = (self.column_width(&design), design.size.scale(1.4));
        let longest = text.lines().map(|line| line.chars().count() as i64).max().unwrap_or(0);
        let width = |columns: i64| column * columns + pads;
        (width(longest.min(CODE_COLUMNS)), width(longest), text.lines().count() as i64 + 1)
    }

    /// Images want their own width, or the one that they are given; a share is of the cell, however wide that is.
    fn wish_of_figure(&mut self, figure: &Figure) -> Wish {
        let mut whole = self.wish_of_line(&figure.caption);
        whole.2 += 1;
        let mut width = Length::ZERO;
        for panel in &figure.panels {
            let file = match panel.image.source {
                ImageSource::Resource(id) => self.setter.document.images.get(id.0 as usize),
                ImageSource::Named(_) | ImageSource::Remote(_) => None,
            };
            let natural = file.map(|file| natural_size(file).width);
            width += match (natural, panel.image.width) {
                (Some(_), Some(Extent::Length(asked))) => asked,
                (Some(natural), _) => natural,
                (None, _) => {
                    let words = Inline::new(InlineKind::Image(panel.image.clone()), panel.span);
                    self.wish_of_line(&[words]).1
                }
            };
        }
        let width = width.min(self.column.measure);
        (whole.0.max(width.min(self.column.measure / IMAGE)), whole.1.max(width), whole.2)
    }

    fn wish_of_table(&mut self, table: &Table) -> Wish {
        let (cells, _) = self.cells(table, &self.text.clone().tabular());
        let gaps = self.text.size * (table.columns.len() as i64 - 1).max(0);
        let (least, most) = cells.bounds().into_iter().fold((gaps, gaps), |(l, m), bound| (l + bound.0, m + bound.1));
        (least, most, table.rows().count() as i64)
    }

    /// Rows that cells tie together, one of which holds blocks, as strips.
    pub(super) fn layered(&mut self, cells: &mut [Set<'_>], rows: Range<usize>, layout: &Layout) -> Vec<Strip> {
        let leading = layout.text.leading;
        let mut heights = vec![leading; rows.len()];
        let mut layers = Vec::new();
        // Cells stand in the order of their rows.
        let first = cells.partition_point(|cell| cell.rows.0 < rows.start);
        let end = cells.partition_point(|cell| cell.rows.0 < rows.end);
        for cell in &mut cells[first..end] {
            let layer = self.layer_of_cell(cell, layout);
            let own = cell.rows.0 - rows.start..cell.rows.1 - rows.start;
            layers.push((own, layer));
        }
        let air = leading / 2;
        layers.sort_by_key(|(own, _)| own.len());
        for (own, layer) in &layers {
            let lack = layer.height + air - heights[own.clone()].iter().copied().sum::<Length>();
            heights[own.end - 1] += lack.max(Length::ZERO);
        }
        let mut next = Length::ZERO;
        let tops: Vec<Length> = heights
            .iter()
            .map(|height| {
                next += *height;
                next - *height
            })
            .collect();
        let layers: Vec<Layer> = layers.into_iter().map(|(own, layer)| layer.lowered(tops[own.start])).collect();
        let page = self.design.page.height();
        let mut strips = Self::overlaid(layers.clone());
        if strips.iter().any(|strip| strip.height * 2 > page) {
            strips = cut(layers, page / PIECES);
        }
        let whole: Length = heights.iter().copied().sum();
        let set: Length = strips.iter().map(|strip| strip.height).sum();
        match strips.last_mut() {
            Some(last) => last.height += (whole - set).max(Length::ZERO),
            None => strips.push(Strip::blank(whole)),
        }
        let places = rows.zip(tops.into_iter().zip(heights));
        self.stripes(&mut strips, places.filter(|(row, _)| row % 2 == 1).map(|(_, place)| place), layout);
        strips
    }

    /// Layers over one another as strips without space between them.
    fn overlaid(layers: Vec<Layer>) -> Vec<Strip> {
        let mut strips: Vec<Strip> = Vec::new();
        for node in merged(layers, false) {
            match (node, strips.last_mut()) {
                (Node::Strip(strip) | Node::AtEdge(strip) | Node::Float { strip, .. }, _) => strips.push(strip),
                (Node::Space { height, .. }, Some(last)) => last.height += height,
                (Node::Space { height, .. }, None) => strips.push(Strip::blank(height)),
                (Node::Grid | Node::Break(_) | Node::Band(_), _) => {}
            }
        }
        strips
    }

    fn layer_of_cell(&mut self, cell: &mut Set<'_>, layout: &Layout) -> Layer {
        let leading = layout.text.leading;
        if let Some(blocks) = cell.blocks.take() {
            let column = Column { left: cell.x, measure: cell.width };
            self.setter.tags.enter(cell.element);
            let list = self.in_cell(column, layout.text.clone(), cell.align, |flow| flow.blocks(blocks)).1;
            self.setter.tags.leave();
            return Layer::new(list, leading);
        }
        let mut layer = Layer::default();
        for line in std::mem::take(&mut cell.lines) {
            let strip = self.cell_line(line, leading, cell.x, cell.width);
            layer.push(strip);
        }
        layer
    }

    /// A line of a cell as a strip.
    fn cell_line(&mut self, line: Line, leading: Length, x: Length, measure: Length) -> Strip {
        let rise = (line.ascent - leading).max(Length::ZERO);
        let mut strip = Strip::blank(leading + rise + (line.descent - leading / 4).max(Length::ZERO));
        strip.notes = self.note_marks(&line.notes);
        strip.put(line, Point::new(x, baseline(leading) + rise), measure);
        strip
    }

    /// The ground of rows at these heights, in the strips that they cover.
    fn stripes(&self, strips: &mut [Strip], rows: impl Iterator<Item = (Length, Length)>, layout: &Layout) {
        let Some(ground) = self.stripe_ground(layout) else { return };
        for (top, height) in rows {
            let mut y = Length::ZERO;
            for strip in strips.iter_mut() {
                let (from, to) = (top.max(y), (top + height).min(y + strip.height));
                if from < to {
                    let frame = Rect::new(ground.0, from - y, ground.1, to - from);
                    strip.items.insert(0, Item::Rule { frame, ink: ground.2 });
                }
                y += strip.height;
            }
        }
    }
}

/// What two things below one another want.
fn below(a: Wish, b: Wish) -> Wish {
    (a.0.max(b.0), a.1.max(b.1), a.2 + b.2)
}

fn inset_by(inset: Length, (least, most, lines): Wish) -> Wish {
    (least + inset, most + inset, lines)
}
