//! What stands across all columns of a page: headings of the first level, figures and tables too wide for a column.
//!
//! In: content of a flow whose text stands in columns. Out: one [`Node::Band`], set in the measure of the page; its notes
//! are those of a column. In text of one column nothing is set otherwise.

use super::{Band, Column, Flow, Node, Placement, VerticalList, Wants, up_to_grid};
use crate::design::Design;
use crate::units::Length;

impl<'s> Flow<'s, '_> {
    /// A flow of text in columns, in which some things are as wide as a page of the design `wide`.
    pub(crate) fn spanning(mut self, wide: &'s Design) -> Self {
        self.wide = Some(wide).filter(|wide| wide.page.columns > 1);
        self
    }

    /// True in the text itself, where that stands in columns: what is in a list, a quotation, a box or a note stays there.
    pub(super) fn may_span(&self) -> bool {
        self.wide.is_some() && self.displays == 0 && self.is_in_text()
    }

    /// True in the text itself.
    pub(super) fn is_in_text(&self) -> bool {
        let whole = self.column.left == Length::ZERO && self.column.measure == self.design.page.measure();
        whole && self.list_depth == 0 && !self.is_small() && self.marks.is_empty()
    }

    /// True in what stands across all columns.
    pub(super) fn is_in_band(&self) -> bool {
        self.design.page.measure() != self.narrow.page.measure()
    }

    /// Sets what `content` adds across all columns, `before` below what stands above it and at least that far above what
    /// comes after it.
    pub(super) fn across(&mut self, wants: Wants, before: Length, content: impl FnOnce(&mut Self)) {
        self.end_beside();
        let Some(wide) = self.wide.take() else { return content(self) };
        let (column, narrow) = (self.column, std::mem::replace(&mut self.design, wide));
        self.column = Column { left: Length::ZERO, measure: wide.page.measure() };
        let list = VerticalList { off_grid: self.list.off_grid, ..VerticalList::default() };
        let list = std::mem::replace(&mut self.list, list);
        let notes = std::mem::take(&mut self.notes);
        let (keep, first) = (self.keep, self.first);
        self.display = None;
        content(self);
        self.display = None;
        let mut band = Band {
            list: std::mem::replace(&mut self.list, list),
            notes: std::mem::replace(&mut self.notes, notes),
            above: before,
            below: Length::ZERO,
            wants,
        };
        let has_page = |node: &Node| {
            matches!(node, Node::Float { placement: Placement::Page | Placement::Bleed | Placement::Turned, .. })
        };
        if band.list.nodes.iter().any(has_page) {
            band.wants = Wants::Pages;
        }
        (self.wide, self.column, self.design) = (Some(wide), column, narrow);
        // The text may go on before the band.
        if wants != Wants::Text {
            (self.keep, self.first) = (keep, first);
        }
        // Paragraphs of a band are not set anew: it is no page that has to be full.
        band.list.passages.clear();
        band.centre(self.leading());
        self.list.end_bare();
        self.list.nodes.push(Node::Band(Box::new(band)));
    }
}

impl Band {
    /// Gives the space around the band what it lacks of whole lines of the grid: a heading above itself, all else on both
    /// sides.
    fn centre(&mut self, leading: Length) {
        let below = if self.wants == Wants::Text { self.list.trailing() } else { self.above };
        self.list.end_bare();
        let height = VerticalList::height(&self.list.nodes, leading);
        let around = if self.list.off_grid {
            self.above + below
        } else {
            up_to_grid(self.above + height + below, leading) - height
        };
        self.below = if self.wants == Wants::Text { below } else { around / 2 };
        self.above = around - self.below;
    }

    /// Its height without the space around it.
    pub(crate) fn height(&self, leading: Length) -> Length {
        VerticalList::height(&self.list.nodes, leading)
    }
}
