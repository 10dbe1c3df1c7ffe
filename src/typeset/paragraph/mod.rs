//! Inlines to lines.
//!
//! In: inlines, a [`ParagraphStyle`] and a measure. Out: finished [`Line`]s. Collect (inlines to boxes, glue and
//! penalties), break (Knuth–Plass), justify (items and breakpoints to positioned glyphs). It knows no page.

use crate::diagnostic::Diagnostics;
use crate::document::{Document, Inline, Language, NoteId};
use crate::font::{Features, FontBook, Shaper, Style};
use crate::page::{Ink, Item};
use crate::source::Span;
use crate::units::Length;

/// What setting text needs: the document (numbers of notes, images), the fonts, and a place for findings.
pub struct Setter<'a> {
    /// The book that is set.
    pub document: &'a Document,
    /// Shapes text.
    pub shaper: Shaper<'a>,
    /// Takes what there is to say: missing glyphs, overfull lines.
    pub diagnostics: &'a mut Diagnostics,
}

impl<'a> Setter<'a> {
    /// A setter for a document.
    pub fn new(document: &'a Document, fonts: &'a FontBook, diagnostics: &'a mut Diagnostics) -> Setter<'a> {
        Setter { document, shaper: Shaper::new(fonts), diagnostics }
    }
}

/// How characters look.
#[derive(Clone, Debug, PartialEq)]
pub struct TextStyle {
    /// Family, weight and slope.
    pub style: Style,
    /// Type size.
    pub size: Length,
    /// What the font is asked for.
    pub features: Features,
    /// Colour.
    pub ink: Ink,
    /// Space added after each glyph, in thousandths of the size.
    pub tracking: i32,
}

/// Where the lines of a paragraph end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// All but the last are as wide as the measure.
    Justify,
    /// At the left, ragged at the right.
    Left,
    /// In the middle.
    Centre,
    /// At the right.
    Right,
}

/// How a paragraph is set.
#[derive(Clone, Debug, PartialEq)]
pub struct ParagraphStyle {
    /// How its characters look before emphasis, code and the like change them.
    pub text: TextStyle,
    /// Where its lines end.
    pub align: Align,
    /// Space before the first line.
    pub first_indent: Length,
    /// Space before the other lines.
    pub hanging_indent: Length,
    /// Whether words may be broken.
    pub hyphenate: bool,
    /// Language of the text.
    pub language: Language,
    /// Family of inline code, relative size in thousandths.
    pub code_size: i32,
}

/// A finished line. Its items stand relative to the left end of its baseline: x from the left edge of the measure, y
/// from the baseline, downwards.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// Glyphs, links, anchors, small images.
    pub items: Vec<Item>,
    /// From the left edge of the measure to the end of the text.
    pub width: Length,
    /// What rises above the baseline: the font's ascent, or more for an image.
    pub ascent: Length,
    /// What hangs below it.
    pub descent: Length,
    /// The notes that the line refers to, in order.
    pub notes: Vec<NoteId>,
    /// True when the line ends in the middle of a word.
    pub hyphenated: bool,
    /// Where its text was read.
    pub span: Span,
}

/// Sets a paragraph in a measure. Never returns an empty list for inlines that show something.
pub fn set(setter: &mut Setter, inlines: &[Inline], style: &ParagraphStyle, measure: Length) -> Vec<Line> {
    let _ = (setter, inlines, style, measure);
    Vec::new()
}

/// The width of the widest piece that cannot be broken, and the width of the whole on one line: what a table's columns
/// are measured by.
pub fn widths(setter: &mut Setter, inlines: &[Inline], style: &ParagraphStyle) -> (Length, Length) {
    let _ = (setter, inlines, style);
    (Length::ZERO, Length::ZERO)
}
