//! Where the lines of a paragraph may end, and the room they have.
//!
//! In: nothing. Out: plain data: legal breakpoints with running totals of width, stretch and shrink, and the measure. As all
//! that the choice of breakpoints asks of boxes, glue and penalties is sums between two of them, these are condensed into
//! totals.

use crate::units::Length;

/// A legal breakpoint. Totals count from the start of the paragraph.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Breakpoint {
    /// Byte of the text at which the line before it ends.
    pub(super) at: usize,
    /// Byte at which the next line begins, after the spaces that a break swallows.
    pub(super) next: usize,
    /// Totals up to `at`.
    pub(super) before: Totals,
    /// Totals up to `next`.
    pub(super) after: Totals,
    /// What a break adds to the end of its line: the hyphen.
    pub(super) pre: Length,
    /// What a break adds to the start of the next line.
    pub(super) post: Length,
    /// How much of the end of the line before it hangs out of the measure.
    pub(super) hang_end: Length,
    /// How much of the start of the next line hangs out of the measure.
    pub(super) hang_start: Length,
    /// How unwelcome a break is here.
    pub(super) penalty: i32,
    /// How the line ends here.
    pub(super) kind: BreakKind,
}

/// How a line ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum BreakKind {
    /// Between words, or after a character that allows it.
    #[default]
    Plain,
    /// After a hyphen that is already there.
    ExplicitHyphen,
    /// In a word, with a hyphen put in.
    Hyphen,
    /// In a long name or address, with nothing put in.
    Bare,
    /// Where the author ends the line, or at the end of the paragraph: a break must be made.
    Forced,
}

impl BreakKind {
    /// True when the line ends in a hyphen.
    pub(super) fn is_hyphenated(self) -> bool {
        matches!(self, BreakKind::Hyphen | BreakKind::ExplicitHyphen)
    }
}

/// Running totals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Totals {
    /// Natural width.
    pub(super) width: Length,
    /// How much the spaces can grow at an adjustment ratio of 1.
    pub(super) stretch: Length,
    /// How much the spaces can shrink at an adjustment ratio of −1.
    pub(super) shrink: Length,
    /// How much the glyphs can be widened or narrowed.
    pub(super) flex: Length,
}

/// Room in each line of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Shape {
    /// Room in the first line.
    pub(super) first: Length,
    /// Room in the other lines.
    pub(super) rest: Length,
    /// So many lines from the first on have less room.
    pub(super) cut_lines: usize,
    /// So much less room.
    pub(super) cut: Length,
}

impl Shape {
    pub(super) fn of_line(&self, line: usize) -> Length {
        let whole = if line == 0 { self.first } else { self.rest };
        if line < self.cut_lines { whole - self.cut } else { whole }
    }

    /// The first line from which on all are equally wide.
    pub(super) fn settled(&self) -> usize {
        self.cut_lines.max(1)
    }
}

/// What lines are broken by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Measure {
    /// Room in each line.
    pub(super) shape: Shape,
    /// Stretch of every line besides that of its spaces: the raggedness of lines that are not justified, or the help of
    /// the last pass.
    pub(super) extra_stretch: Length,
    /// A badness above this makes a line impossible.
    pub(super) tolerance: f64,
    /// A last line shorter than this costs extra.
    pub(super) shortest_last: Length,
    /// Some breaks must be returned, even if a line is too full.
    pub(super) last_resort: bool,
}
