//! Text as outlines.
//!
//! In: a line of text, a face and a size in pixels. Out: its width and its path. Kerning and ligatures come from the
//! font; a character that the face lacks is borrowed from another one, and left out when none has it.

use crate::font::{FaceId, Features, FontBook, PixelPen, Shaper, Style, script_runs};
use tiny_skia::Path;

/// How a line is written.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Type {
    /// The style of the face.
    pub(super) style: Style,
    /// Pixels in one em.
    pub(super) size: f32,
    /// Space added between letters, in ems.
    pub(super) tracking: f32,
}

/// Writes text with the fonts of a book.
pub(super) struct Lettering<'a> {
    shaper: Shaper<'a>,
    language: &'a str,
}

/// A glyph and where it stands, in pixels from the start of the line.
struct Placed {
    face: FaceId,
    glyph: u16,
    x: f32,
    y: f32,
    scale: f32,
}

impl<'a> Lettering<'a> {
    pub(super) fn new(fonts: &'a FontBook, language: &'a str) -> Lettering<'a> {
        Lettering { shaper: Shaper::new(fonts), language }
    }

    /// The width of a line in pixels.
    pub(super) fn width(&mut self, text: &str, how: &Type) -> f32 {
        self.place(text, how).1
    }

    /// The outline of a line that starts at `x` and stands on the baseline `y`.
    pub(super) fn path(&mut self, text: &str, how: &Type, x: f32, y: f32) -> Option<Path> {
        let (glyphs, _) = self.place(text, how);
        let mut pen = PixelPen::default();
        for glyph in glyphs {
            pen.stand_at(x + glyph.x, y - glyph.y, glyph.scale);
            self.shaper.fonts().face(glyph.face).outline(glyph.glyph, &mut pen);
        }
        pen.finish()
    }

    fn place(&mut self, text: &str, how: &Type) -> (Vec<Placed>, f32) {
        let (mut glyphs, mut x) = (Vec::new(), 0.0);
        // Letterspaced words do not want ligatures.
        let features = Features { plain: how.tracking > 0.0, ..Features::default() };
        for (face, run) in self.runs(text, how.style) {
            let scale = how.size / self.shaper.fonts().face(face).metrics.units_per_em as f32;
            for glyph in self.shaper.shape(face, &run, features, self.language) {
                let (dx, dy) = (glyph.x_offset as f32 * scale, glyph.y_offset as f32 * scale);
                glyphs.push(Placed { face, glyph: glyph.id, x: x + dx, y: dy, scale });
                x += glyph.advance as f32 * scale + how.tracking * how.size;
            }
        }
        let width = if glyphs.is_empty() { 0.0 } else { x - how.tracking * how.size };
        (glyphs, width)
    }

    /// Pieces of one face and one script.
    fn runs(&self, text: &str, style: Style) -> Vec<(FaceId, String)> {
        let fonts = self.shaper.fonts();
        let mut runs: Vec<(FaceId, String)> = Vec::new();
        let mut start = 0;
        for end in script_runs(text) {
            let mut fresh = true;
            for c in text[start..end].chars() {
                let Some(face) = fonts.face_for(style, c) else { continue };
                match runs.last_mut() {
                    Some((last, run)) if *last == face && !fresh => run.push(c),
                    Some(_) | None => runs.push((face, c.to_string())),
                }
                fresh = false;
            }
            start = end;
        }
        runs
    }
}
