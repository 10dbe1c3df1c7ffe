//! The page: its size, its margins and its grid.
//!
//! In: numbers of a theme. Out: [`PageDesign`]. The text block is placed by the classical order of margins, inner < head
//! < outer < foot (about 2 : 3 : 4 : 6, softened, see J. Tschichold, "The Form of the Book").

use crate::units::{Length, Size};

/// Sizes of a page. The text block is as many whole lines of the grid high as fit between head and foot.
#[derive(Clone, Debug, PartialEq)]
pub struct PageDesign {
    /// The page after trimming.
    pub trim: Size,
    /// Margin at the spine.
    pub inner: Length,
    /// Margin away from the spine.
    pub outer: Length,
    /// Margin above the text block; the running head stands in it.
    pub head: Length,
    /// Least margin below the text block.
    pub foot: Length,
    /// From baseline to baseline of the text: the grid.
    pub leading: Length,
    /// True when all lines stand on the grid; false when the white space of a page stretches until it is full.
    pub grid: bool,
    /// From the baseline of the running head down to the top of the text block.
    pub head_gap: Length,
    /// From the bottom of the text block down to the baseline of a folio at the foot.
    pub folio_gap: Length,
    /// Columns of the text: 1 or 2.
    pub columns: u32,
    /// True when the outer margin is ruled, to write in.
    pub ruled_margin: bool,
}

impl PageDesign {
    /// Width of the text block.
    pub fn measure(&self) -> Length {
        self.trim.width - self.inner - self.outer
    }

    /// The page with the measure of one of its columns: the outer margin takes the rest.
    pub fn of_a_column(&self, gap: Length) -> PageDesign {
        let columns = i64::from(self.columns.max(1));
        let column = (self.measure() - gap * (columns - 1)) / columns;
        PageDesign { outer: self.outer + self.measure() - column, ..self.clone() }
    }

    /// True when what hangs out of text of a size stays on the page.
    pub fn has_room_to_hang(&self, size: Length) -> bool {
        self.inner.min(self.outer) >= size
    }

    /// Lines of the grid in the text block; at least one.
    pub fn lines(&self) -> i64 {
        ((self.trim.height - self.head - self.foot).0 / self.leading.0.max(1)).max(1)
    }

    /// Height of the text block.
    pub fn height(&self) -> Length {
        self.leading * self.lines()
    }

    /// The same page on another trim size, its margins in proportion.
    pub(super) fn trimmed_to(mut self, trim: Size) -> PageDesign {
        let (across, down) = (trim.width.ratio(self.trim.width), trim.height.ratio(self.trim.height));
        self.inner = self.inner.scale(across);
        self.outer = self.outer.scale(across);
        self.head = self.head.scale(down);
        self.foot = self.foot.scale(down);
        self.head_gap = self.head_gap.scale(down);
        self.folio_gap = self.folio_gap.scale(down);
        self.trim = trim;
        self
    }
}
