//! Figures with text beside them.
//!
//! In: a figure that the author wants at a side. Out: the paragraphs after it, whose first lines leave room for it. It hangs
//! from the top of the first of them; nothing but paragraphs stands beside it, and no page ends there. Where there is no
//! room for text beside it, or no paragraph follows, it stands at its side by itself.

use super::{Column, Flow, Node, Strip, VerticalList, baseline, up_to_grid};
use crate::document::words::Word;
use crate::document::{Block, BlockKind, Figure, GroupRole, ImageSource, Placement, TextPlace};
use crate::page::TextLine;
use crate::source::Span;
use crate::typeset::image::{asked_size, fit_into, natural_size};
use crate::typeset::paragraph::{Align, CutIn};
use crate::units::{Length, Point, Size};

/// The narrowest text beside a figure, in ems.
const NARROWEST: i64 = 14;
/// Height of the capitals of a text, in proportion to its size: they and the image begin at one height.
const CAPITALS: f64 = 0.66;

/// A figure that waits for the text beside it, or has some of it.
#[derive(Default)]
pub(super) struct Beside {
    /// The figure, until a paragraph has taken it.
    strip: Option<Strip>,
    /// How much of the lines it takes, with the space to them.
    width: Length,
    /// How far it reaches down from the top of the first line.
    height: Length,
    at_end: bool,
    /// The first node beside it.
    from: usize,
}

impl Flow<'_, '_> {
    /// How large a figure is with text beside it, and whether it stands where lines end; `None` when it must stand by
    /// itself.
    pub(super) fn size_beside(&self, figure: &Figure) -> Option<(Size, bool)> {
        let at_end = side_of(figure, self.setter.is_mirrored())? == Align::Right;
        let in_text = self.list_depth == 0 && !self.is_small() && self.marks.is_empty() && self.displays == 0;
        let [panel] = &figure.panels[..] else { return None };
        if !in_text || !matches!(self.align, Align::Justify | Align::Left) {
            return None;
        }
        let ImageSource::Resource(id) = panel.image.source else { return None };
        let natural = natural_size(self.setter.document.images.get(id.0 as usize)?);
        let room = Size::new(self.column.measure, self.design.page.height());
        let size = asked_size(&panel.image, natural, room).map_or(natural, |asked| fit_into(natural, asked));
        let text = self.column.measure - size.width - self.text.size;
        let fits = text >= self.text.size * NARROWEST && size.height * 2 <= room.height;
        fits.then_some((size, at_end))
    }

    /// Makes a figure of a size wait for the text beside it.
    pub(super) fn wait_beside(&mut self, figure: &Figure, (size, at_end): (Size, bool), span: Span) {
        let Some(mut panels) = self.shown(figure) else { return };
        let before = self.column;
        let left = if at_end { before.left + before.measure - size.width } else { before.left };
        self.column = Column { left, measure: size.width };
        let mut strip = Strip { height: size.height, span, ..Strip::default() };
        for shown in &mut panels {
            shown.size = size;
            strip.items.push(shown.item(Point::new(left, Length::ZERO)));
        }
        strip.lines.push(TextLine { place: Some(TextPlace { text: span, before: 0 }), ..TextLine::default() });
        let caption = self.caption_lines(Word::Figure, &figure.number, &figure.caption);
        let leading = self.design.types.caption.leading;
        strip.height += if caption.is_empty() { Length::ZERO } else { leading / 2 };
        caption.into_iter().for_each(|line| self.append(&mut strip, line, leading));
        self.column = before;
        let top = baseline(self.text.leading) - self.text.size.scale(CAPITALS);
        strip.shift(Point::new(Length::ZERO, top));
        let (width, height) = (size.width + self.text.size, top + strip.height + self.text.leading / 3);
        self.beside = Some(Beside { strip: Some(strip), width, height, at_end, from: 0 });
    }

    /// What the lines of the next paragraph leave free, and how many of them.
    pub(super) fn cut_beside(&mut self) -> CutIn {
        let Some(beside) = &self.beside else { return CutIn::default() };
        let left = beside.height - self.height_beside();
        if left <= self.text.leading.scale(0.1) {
            self.beside = None;
            return CutIn::default();
        }
        let leading = self.text.leading.0.max(1);
        let lines = ((left.0 + leading - 1) / leading).max(1) as usize;
        // No page ends beside it.
        self.keep = self.keep.max(lines as u32 + 1);
        CutIn { lines, width: beside.width, at_end: beside.at_end }
    }

    /// How much stands beside the figure already.
    fn height_beside(&self) -> Length {
        match &self.beside {
            Some(Beside { strip: None, from, .. }) => VerticalList::height(&self.list.nodes[*from..], self.leading()),
            _ => Length::ZERO,
        }
    }

    /// Hangs the figure that waits from the first strip from a node on.
    pub(super) fn hang_beside(&mut self, from: usize) {
        let Some(beside) = &mut self.beside else { return };
        let Some(mut figure) = beside.strip.take() else { return };
        beside.from = from;
        let first = self.list.nodes[from..].iter_mut().find_map(|node| match node {
            Node::Strip(strip) => Some(strip),
            _ => None,
        });
        match first {
            Some(strip) => {
                strip.items.append(&mut figure.items);
                strip.lines.append(&mut figure.lines);
                strip.notes.append(&mut figure.notes);
            }
            None => beside.strip = Some(figure),
        }
    }

    /// Ends the text beside a figure: what follows stands below it.
    pub(super) fn end_beside(&mut self) {
        let left = match &self.beside {
            Some(beside) => beside.height - self.height_beside(),
            None => return,
        };
        let waiting = self.beside.take().and_then(|beside| beside.strip);
        let height = if self.list.off_grid { left } else { up_to_grid(left, self.leading()) };
        match waiting {
            Some(strip) => {
                self.allow_break(0);
                self.strip(Strip { height, ..strip });
            }
            None if left > self.text.leading.scale(0.1) => self.strip(Strip::blank(height)),
            None => {}
        }
        self.keep = 0;
    }
}

/// True for what may stand beside a figure.
pub(super) fn stands_beside(block: &Block) -> bool {
    match &block.kind {
        BlockKind::Paragraph(_) => true,
        BlockKind::Group(group) => matches!(group.role, GroupRole::Plain | GroupRole::Flush),
        BlockKind::Figure(figure) => matches!(figure.placement, Placement::Left | Placement::Right),
        _ => false,
    }
}

/// The side that the author wants a figure at, in a book that is set as in a mirror or not.
pub(super) fn side_of(figure: &Figure, mirrored: bool) -> Option<Align> {
    match (figure.placement, mirrored) {
        (Placement::Left, false) | (Placement::Right, true) => Some(Align::Left),
        (Placement::Right, false) | (Placement::Left, true) => Some(Align::Right),
        _ => None,
    }
}
