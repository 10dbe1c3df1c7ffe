//! Lines of text as they were set: what the report counts.
//!
//! In: each line as the paragraph room set it, carried to its place on a page. Out: plain data, read by `report` alone;
//! a backend draws what stands in the page's items and does not look here.

use crate::document::TextPlace;
use crate::source::Span;
use crate::units::{Length, Point};

/// A line of text at its place on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TextLine {
    /// The left edge of its measure, on its baseline.
    pub at: Point,
    /// How wide its measure is.
    pub measure: Length,
    /// What kind of text it belongs to.
    pub kind: LineKind,
    /// True for the first line of its paragraph.
    pub first: bool,
    /// True for the last line of its paragraph.
    pub last: bool,
    /// How it was set.
    pub figures: LineFigures,
    /// Where its text was read.
    pub span: Span,
    /// Where in the text it begins; `None` for a line that is none of the text: a note, a number, what the program says.
    pub place: Option<TextPlace>,
}

/// What kind of text a line belongs to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum LineKind {
    /// A paragraph of the text: in a list or a quotation too.
    Text,
    /// A paragraph of a note.
    Note,
    /// Anything else: a heading, a caption, a line of verse or of code, the cell of a table, an entry of the contents.
    #[default]
    Other,
}

/// How a line was set.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct LineFigures {
    /// The adjustment ratio when the line is justified (Knuth and Plass 1981, p. 1138): how much its spaces are wider
    /// (positive) or narrower (negative) than they want to be, in units of what they can give. `None` for a line that is
    /// as wide as it comes: ragged, centred, or the last of its paragraph.
    pub ratio: Option<f64>,
    /// True when it is looser than the tolerance of the pass with hyphens.
    pub loose: bool,
    /// True when it is wider than its measure.
    pub overfull: bool,
    /// True when it ends in a hyphen that the line break put in.
    pub hyphenated: bool,
    /// True when it ends in a hyphen, whether its own or put in.
    pub hyphen: bool,
    /// Characters in it that no face has.
    pub missing: u32,
}
