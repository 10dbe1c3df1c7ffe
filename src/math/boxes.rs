//! Boxes of a formula.
//!
//! In: glyphs and rules. Out: [`MathBox`]: what stands together, with its extent around a baseline. Lengths are absolute;
//! x runs to the right, y downwards, from the left end of the baseline.

use crate::font::FaceId;
use crate::units::{Length, Point, Rect};

/// A glyph of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Placed {
    /// The face.
    pub face: FaceId,
    /// Its number in the face.
    pub glyph: u16,
    /// The type size.
    pub size: Length,
    /// Where its origin stands.
    pub at: Point,
    /// To the origin of the next glyph.
    pub advance: Length,
    /// The text that it shows; empty when another glyph already shows it.
    pub text: String,
    /// Its colour, where the formula asks for one: red, green, blue.
    pub colour: Option<[u8; 3]>,
}

/// A rule of a formula: the bar of a fraction or a root, a line of a table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bar {
    /// Where it stands.
    pub frame: Rect,
    /// Its colour, where the formula asks for one.
    pub colour: Option<[u8; 3]>,
}

/// What stands together in a formula.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MathBox {
    /// From its left end to what follows it.
    pub width: Length,
    /// Above the baseline.
    pub height: Length,
    /// Below it.
    pub depth: Length,
    /// Its glyphs, in the order in which they are read.
    pub glyphs: Vec<Placed>,
    /// Its rules.
    pub bars: Vec<Bar>,
    /// Of its width, the room that its last glyph leans into: subscripts stand in it.
    pub(super) italic: Length,
    /// The glyph, when it is no more than one.
    pub(super) single: Option<u16>,
}

impl MathBox {
    /// Empty space.
    pub(super) fn space(width: Length) -> MathBox {
        MathBox { width, ..MathBox::default() }
    }

    /// Moves its content, not its extent.
    pub(super) fn shift(&mut self, by: Point) {
        self.glyphs.iter_mut().for_each(|glyph| glyph.at = glyph.at + by);
        self.bars.iter_mut().for_each(|bar| bar.frame.origin = bar.frame.origin + by);
    }

    /// Raises it above the baseline.
    pub(super) fn raised(mut self, by: Length) -> MathBox {
        self.shift(Point::new(Length::ZERO, -by));
        self.height += by;
        self.depth -= by;
        self
    }

    /// Puts another box at a place; its left end may stand left of this one's. The width stays.
    pub fn put(&mut self, mut other: MathBox, x: Length, raise: Length) {
        other.shift(Point::new(x, -raise));
        self.height = self.height.max(other.height + raise);
        self.depth = self.depth.max(other.depth - raise);
        self.glyphs.append(&mut other.glyphs);
        self.bars.append(&mut other.bars);
        self.single = None;
    }

    /// Puts another box behind it.
    pub(super) fn push(&mut self, other: MathBox) {
        let (x, width, italic) = (self.width, other.width, other.italic);
        let single = if self.glyphs.is_empty() && self.width == Length::ZERO { other.single } else { None };
        self.put(other, x, Length::ZERO);
        self.width += width;
        self.italic = italic;
        self.single = single;
    }

    /// Puts another box behind it, some space between them.
    pub fn append(&mut self, space: Length, other: MathBox) {
        self.push(MathBox::space(space));
        self.push(other);
    }

    /// Draws a rule on it.
    pub(super) fn bar(&mut self, frame: Rect, colour: Option<[u8; 3]>) {
        self.height = self.height.max(-frame.origin.y);
        self.depth = self.depth.max(frame.bottom());
        self.bars.push(Bar { frame, colour });
        self.single = None;
    }

    /// The same, smaller.
    pub fn scaled(mut self, factor: f64) -> MathBox {
        let scale = |length: &mut Length| *length = length.scale(factor);
        let point = |at: &mut Point| *at = Point::new(at.x.scale(factor), at.y.scale(factor));
        for glyph in &mut self.glyphs {
            point(&mut glyph.at);
            scale(&mut glyph.size);
            scale(&mut glyph.advance);
        }
        for bar in &mut self.bars {
            point(&mut bar.frame.origin);
            scale(&mut bar.frame.size.width);
            scale(&mut bar.frame.size.height);
        }
        [&mut self.width, &mut self.height, &mut self.depth, &mut self.italic].into_iter().for_each(scale);
        self
    }
}
