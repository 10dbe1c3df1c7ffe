//! Outlines of glyphs as paths in pixels.
//!
//! In: what a face says of a glyph, in font units, y upwards. Out: a path on a picture, in pixels, y downwards. Its users are
//! those who paint pixels: the cover and the pictures of formulas.

use skrifa::outline::OutlinePen;
use tiny_skia::{Path, PathBuilder};

/// Takes the outlines of glyphs, one after another, into one path.
#[derive(Debug, Default)]
pub struct PixelPen {
    path: PathBuilder,
    origin: (f32, f32),
    scale: f32,
}

impl PixelPen {
    /// Puts the origin of the next glyph at a place of the picture; `scale` is how many pixels a font unit is long.
    pub fn stand_at(&mut self, x: f32, y: f32, scale: f32) {
        (self.origin, self.scale) = ((x, y), scale);
    }

    /// The outlines taken; nothing when they hold no ink.
    pub fn finish(self) -> Option<Path> {
        self.path.finish()
    }

    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + x * self.scale, self.origin.1 - y * self.scale)
    }
}

impl OutlinePen for PixelPen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        let ((cx, cy), (x, y)) = (self.at(cx, cy), self.at(x, y));
        self.path.quad_to(cx, cy, x, y);
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let ((ax, ay), (bx, by), (x, y)) = (self.at(ax, ay), self.at(bx, by), self.at(x, y));
        self.path.cubic_to(ax, ay, bx, by, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
