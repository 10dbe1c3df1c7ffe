//! How far the ink of a glyph reaches at a height: what an initial is fitted to the text by.
//!
//! In: a glyph, and two heights in font units. Out: the leftmost and the rightmost ink between them, or the box around all of
//! it.

use super::{Face, Ink};
use skrifa::outline::OutlinePen;

/// Straight pieces that a curve is measured by.
const PIECES: i32 = 12;

impl Face {
    /// The leftmost and the rightmost ink of a glyph between the heights `low` and `high` above the baseline, in font
    /// units; `None` when there is none.
    pub fn ink_between(&self, glyph: u16, low: i64, high: i64) -> Option<(i64, i64)> {
        let mut band = Band { low: low as f32, high: high as f32, ..Band::default() };
        self.outline(glyph, &mut band);
        band.reach.map(|(left, right)| (left.floor() as i64, right.ceil() as i64))
    }

    /// The advance of a glyph and the box around its ink, in font units.
    pub fn ink(&self, glyph: u16) -> Ink {
        let mut extent = Extent::default();
        self.outline(glyph, &mut extent);
        let advance = self.advances([glyph])[0];
        let Some([left, bottom, right, top]) = extent.0 else { return Ink { advance, ..Ink::default() } };
        let units = |value: f32| value.round() as i64;
        Ink { advance, left: units(left), bottom: units(bottom), right: units(right), top: units(top) }
    }
}

/// A pen that remembers the box around all points. The outlines of type have points at their extremes, and there the
/// handles of curves do not stand out.
#[derive(Default)]
struct Extent(Option<[f32; 4]>);

impl Extent {
    fn to(&mut self, x: f32, y: f32) {
        let [left, bottom, right, top] = self.0.unwrap_or([x, y, x, y]);
        self.0 = Some([left.min(x), bottom.min(y), right.max(x), top.max(y)]);
    }
}

impl OutlinePen for Extent {
    fn move_to(&mut self, x: f32, y: f32) {
        self.to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.to(cx, cy);
        self.to(x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        self.to(ax, ay);
        self.to(bx, by);
        self.to(x, y);
    }

    fn close(&mut self) {}
}

/// A pen that remembers the extent of what it draws between two heights.
#[derive(Default)]
struct Band {
    low: f32,
    high: f32,
    reach: Option<(f32, f32)>,
    start: (f32, f32),
    at: (f32, f32),
}

impl Band {
    fn ink(&mut self, x: f32) {
        let (left, right) = self.reach.unwrap_or((x, x));
        self.reach = Some((left.min(x), right.max(x)));
    }

    /// A straight line from where the pen is; only what is between the heights counts.
    fn line(&mut self, to: (f32, f32)) {
        let from = std::mem::replace(&mut self.at, to);
        let (below, above) = if from.1 <= to.1 { (from, to) } else { (to, from) };
        let (low, high) = (below.1.max(self.low), above.1.min(self.high));
        if low > high {
            return;
        }
        let rise = above.1 - below.1;
        if rise == 0.0 {
            self.ink(from.0);
            self.ink(to.0);
            return;
        }
        for y in [low, high] {
            self.ink(below.0 + (above.0 - below.0) * (y - below.1) / rise);
        }
    }

    fn curve(&mut self, point: impl Fn(f32) -> (f32, f32)) {
        for piece in 1..=PIECES {
            self.line(point(piece as f32 / PIECES as f32));
        }
    }
}

impl OutlinePen for Band {
    fn move_to(&mut self, x: f32, y: f32) {
        (self.start, self.at) = ((x, y), (x, y));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.line((x, y));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let from = self.at;
        let at = |t: f32, a: f32, b: f32, c: f32| (1.0 - t) * (1.0 - t) * a + 2.0 * t * (1.0 - t) * b + t * t * c;
        self.curve(|t| (at(t, from.0, cx, x), at(t, from.1, cy, y)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let from = self.at;
        let at = |t: f32, p: f32, q: f32, r: f32, s: f32| {
            let u = 1.0 - t;
            u * u * u * p + 3.0 * u * u * t * q + 3.0 * u * t * t * r + t * t * t * s
        };
        self.curve(|t| (at(t, from.0, ax, bx, x), at(t, from.1, ay, by, y)));
    }

    fn close(&mut self) {
        self.line(self.start);
    }
}

#[cfg(test)]
mod tests {
    use crate::font::{FontBook, Style};

    /// Rightmost ink of a letter between two parts of its cap height, in parts of its whole width.
    fn right(letter: char, low: f64, high: f64) -> f64 {
        let fonts = FontBook::builtin();
        let face = fonts.face(fonts.select(Style::default()));
        let (glyph, cap) = (face.glyph(letter).expect("a letter"), face.metrics.cap_height as f64);
        let (left, whole) = face.ink_between(glyph, 0, cap as i64).expect("ink");
        let (_, right) = face.ink_between(glyph, (cap * low) as i64, (cap * high) as i64).expect("ink");
        (right - left) as f64 / (whole - left) as f64
    }

    #[test]
    fn letters_are_wide_where_they_are() {
        assert!(right('A', 0.7, 1.0) < 0.75, "A is narrow above: {}", right('A', 0.7, 1.0));
        assert!(right('L', 0.5, 1.0) < 0.7, "L too: {}", right('L', 0.5, 1.0));
        assert!(right('T', 0.8, 1.0) > 0.95, "T is wide above: {}", right('T', 0.8, 1.0));
        assert!(right('T', 0.1, 0.5) < 0.75);
    }

    #[test]
    fn a_space_has_no_ink() {
        let fonts = FontBook::builtin();
        let face = fonts.face(fonts.select(Style::default()));
        assert_eq!(face.ink_between(face.glyph(' ').expect("a space"), 0, 1000), None);
    }
}
